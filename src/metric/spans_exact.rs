//! Spans matched exactly: a removed stretch counts if it begins and ends where a stretch of boilerplate does.
//!
//! Here the removed stretches are what is sought, so precision is over removals and recall over gold: the "exact"
//! schema of SemEval-2013 task 9.1, labels aside. Both sides are maximal stretches inside one segment.

use super::{Counts, Judged, Measure, Metric};
use crate::span::Span;

/// Row in the table.
pub static METRIC: Metric =
    Metric { id: "spans.exact", count, measures: &[Measure { name: "spans.exact_f1", of: |counts| Some(counts.f1()), pooled: true }] };

fn count(judged: &Judged<'_>) -> Counts {
    let (gold, removed) = (&judged.units.boilerplate, judged.removed_stretches());
    let hits = removed.len() - without(removed, gold).count();
    counts(gold, removed, hits as f64)
}

/// Those of one list that are not in another; both are sorted.
pub(super) fn without<'s>(own: &'s [Span], other: &'s [Span]) -> impl Iterator<Item = Span> + 's {
    let mut rest = other;
    own.iter().copied().filter(move |span| {
        while let Some((first, later)) = rest.split_first()
            && first < span
        {
            rest = later;
        }
        rest.first() != Some(span)
    })
}

/// Span counts: `tp` is the credit, misses and surplus what lacks to the numbers of spans. `tn` does not exist.
pub(super) fn counts(gold: &[Span], removed: &[Span], credit: f64) -> Counts {
    Counts { tp: credit, fp: removed.len() as f64 - credit, fn_: gold.len() as f64 - credit, tn: 0.0 }
}
