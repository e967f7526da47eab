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
    for (span, class) in &judged.units.segments {
        if !matches!(class, Class::Content | Class::Boilerplate) {
            continue;
        }
        let (mut kept, mut gone) = (0usize, 0usize);
        for at in span.range() {
            if matches!(judged.units.classes[at], Class::Content | Class::Boilerplate) {
                if judged.removed[at] { gone += 1 } else { kept += 1 }
            }
        }
        counts.add(*class == Class::Content, kept >= gone, 1.0);
    }
    counts
}
