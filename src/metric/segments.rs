//! Segments: each block counts once. It is content if half or more of its scored characters are, and it stays if half
//! or more of them stay; a segment without scored characters does not count.

use super::{Class, Counts, Judged, Measure, Metric};

/// Row in the table.
pub static METRIC: Metric = Metric {
    id: "segments",
    count,
    measures: &[
        Measure { name: "segments.precision", of: |counts| Some(counts.precision()), pooled: true },
        Measure { name: "segments.recall", of: |counts| Some(counts.recall()), pooled: true },
        Measure { name: "segments.f1", of: |counts| Some(counts.f1()), pooled: true },
    ],
};

fn count(judged: &Judged<'_>) -> Counts {
    let mut counts = Counts::default();
    let segments = judged.units.segments.iter().filter(|(_, class)| matches!(class, Class::Content | Class::Boilerplate));
    for ((span, class), gone) in segments.clone().zip(judged.gone_of(segments.map(|(span, _)| *span))) {
        let kept = judged.units.tally(*span).minus(gone);
        counts.add(*class == Class::Content, kept.scored() >= gone.scored(), 1.0);
    }
    counts
}
