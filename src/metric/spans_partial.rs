//! Spans matched partly: an exact match counts one, an overlap half (the "partial" schema of SemEval-2013 task 9.1,
//! labels aside). Every stretch is used once; exact matches first, then overlaps from left to right.

use super::spans_exact::{counts, without};
use super::{Counts, Judged, Measure, Metric};
use crate::span::Span;

/// Row in the table.
pub static METRIC: Metric =
    Metric { id: "spans.partial", count, measures: &[Measure { name: "spans.partial_f1", of: |counts| Some(counts.f1()), pooled: true }] };

fn count(judged: &Judged<'_>) -> Counts {
    let (gold, removed) = (&judged.units.boilerplate, judged.removed_stretches());
    let (missed, surplus): (Vec<Span>, Vec<Span>) = (without(gold, removed).collect(), without(removed, gold).collect());
    let exact = removed.len() - surplus.len();
    let overlaps = pairs(&missed, &surplus, |a, b| a.overlaps(b));
    counts(gold, removed, exact as f64 + 0.5 * overlaps as f64)
}

/// The largest number of one-to-one pairs of two lists of disjoint sorted spans: taking the pair that ends first is
/// optimal for intervals.
pub(super) fn pairs(gold: &[Span], removed: &[Span], fits: impl Fn(Span, Span) -> bool) -> usize {
    let (mut a, mut b, mut found) = (0, 0, 0);
    while let (Some(&own), Some(&other)) = (gold.get(a), removed.get(b)) {
        if fits(own, other) {
            (a, b, found) = (a + 1, b + 1, found + 1);
        } else if own.end <= other.end {
            a += 1;
        } else {
            b += 1;
        }
    }
    found
}
