//! Spans matched by overlap: a removed stretch counts if it shares at least half of the union with a stretch of
//! boilerplate (intersection over union of 0.5 or more, in bytes). Such a partner is unique up to ties.

use super::spans_exact::counts;
use super::spans_partial::pairs;
use super::{Counts, Judged, Measure, Metric};
use crate::span::Span;

/// Row in the table.
pub static METRIC: Metric =
    Metric { id: "spans.iou50", count, measures: &[Measure { name: "spans.iou50_f1", of: |counts| Some(counts.f1()), pooled: true }] };

fn count(judged: &Judged<'_>) -> Counts {
    let (gold, removed) = (&judged.units.boilerplate, judged.removed_stretches());
    let matched = pairs(gold, removed, half_shared);
    counts(gold, removed, matched as f64)
}

fn half_shared(a: Span, b: Span) -> bool {
    let shared = a.intersection(b).len();
    2 * shared >= a.len() + b.len() - shared && shared > 0
}
