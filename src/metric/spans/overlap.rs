//! How well spans cover each other: intersection over union, boundary error, F1 at a threshold, panoptic quality.

use crate::metric::Counts;
use crate::metric::matching::{Edge, heaviest};
use crate::span::Span;

/// Overlapping pairs looked at; later ones are not paired. Two lists of disjoint spans have fewer pairs than spans.
pub const MAX_PAIRS: usize = 1 << 20;

/// Weight of an intersection over union of 1 in a pairing; 2^-20 of it is the finest difference told apart.
const WHOLE: i64 = 1 << 30;
/// Weight of what comes before any sum of intersections over unions (up to 2^9 pairs).
pub(super) const FIRST: i64 = 1 << 40;

/// Intersection over union (Jaccard index of two spans), 0 to 1; 0 where either is empty.
///
/// ```
/// use gleaner::{metric::spans::overlap::iou, span::Span};
/// assert_eq!(iou(Span::new(14, 40), Span::new(7, 40)), 26.0 / 33.0);
/// ```
pub fn iou(a: Span, b: Span) -> f64 {
    let shared = a.intersection(b).len();
    if shared == 0 { 0.0 } else { shared as f64 / (a.len() + b.len() - shared) as f64 }
}

/// How far two spans' ends lie apart: |Δstart| + |Δend|, in the unit of the offsets.
pub fn boundary_error(a: Span, b: Span) -> usize {
    a.start.abs_diff(b.start).saturating_add(a.end.abs_diff(b.end))
}

/// Span counts with every pair of an IoU of at least `threshold` a hit: as many one-to-one pairs as possible. There is no
/// `tn`. Equal empty spans do not match; a threshold of 0 asks for any overlap.
///
/// ```
/// use gleaner::{metric::spans::overlap::counts_at, span::Span};
/// let (gold, predicted) = ([Span::new(0, 10), Span::new(20, 30)], [Span::new(0, 8), Span::new(20, 23)]);
/// assert_eq!(counts_at(&gold, &predicted, 0.75).f1(), 0.5);
/// ```
pub fn counts_at(gold: &[Span], predicted: &[Span], threshold: f64) -> Counts {
    let hits = pairs_at(gold, predicted, threshold).len() as f64;
    Counts { tp: hits, fp: predicted.len() as f64 - hits, fn_: gold.len() as f64 - hits, tn: 0.0 }
}

/// Panoptic quality: the sum of the IoUs of pairs of at least 0.5, divided by pairs plus half of what is left over on
/// either side. 1 where both sides are empty. Equals F1 at 0.5 times the mean IoU of the pairs.
///
/// Source: Kirillov et al., "Panoptic Segmentation", CVPR 2019, here with spans for masks and with 0.5 counted in.
pub fn panoptic_quality(gold: &[Span], predicted: &[Span]) -> f64 {
    let pairs = pairs_at(gold, predicted, 0.5);
    let quality: f64 = pairs.iter().map(|&(left, right)| iou(gold[left], predicted[right])).sum();
    let all = (gold.len() + predicted.len()) as f64 / 2.0;
    if all > 0.0 { quality / all } else { 1.0 }
}

/// One-to-one pairs (gold, predicted) of an IoU of at least `threshold`: as many as possible, then of the largest IoU sum.
pub fn pairs_at(gold: &[Span], predicted: &[Span], threshold: f64) -> Vec<(usize, usize)> {
    pair_off(gold, predicted, |_, _, shared| (shared >= threshold).then_some(FIRST))
}

/// One-to-one pairs of overlapping spans that weigh most: the IoU and what `extra` adds to it; `None` forbids a pair.
pub(super) fn pair_off(gold: &[Span], predicted: &[Span], extra: impl Fn(usize, usize, f64) -> Option<i64>) -> Vec<(usize, usize)> {
    let edges: Vec<Edge> = overlapping(gold, predicted)
        .into_iter()
        .filter_map(|(left, right)| {
            let shared = iou(gold[left], predicted[right]);
            // Low bits stay free for preferences that break ties.
            let whole = (shared * (WHOLE >> 10) as f64).round() as i64 * (1 << 10);
            extra(left, right, shared).map(|extra| Edge { left, right, weight: whole.max(1 << 10) + extra })
        })
        .collect();
    heaviest(&edges)
}

/// Every pair that shares at least one unit, up to [`MAX_PAIRS`].
fn overlapping(gold: &[Span], predicted: &[Span]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..predicted.len()).collect();
    order.sort_by_key(|&at| predicted[at]);
    // Farthest end so far: what ends before a gold span begins can be skipped by bisection.
    let reach: Vec<usize> = order
        .iter()
        .scan(0, |far, &at| {
            *far = predicted[at].end.max(*far);
            Some(*far)
        })
        .collect();
    let mut pairs = Vec::new();
    for (left, span) in gold.iter().enumerate() {
        let from = reach.partition_point(|&end| end <= span.start);
        let near = order[from..].iter().take_while(|&&at| predicted[at].start < span.end);
        pairs.extend(near.filter(|&&at| !span.intersection(predicted[at]).is_empty()).map(|&at| (left, at)));
        if pairs.len() > MAX_PAIRS {
            pairs.truncate(MAX_PAIRS);
            break;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(ends: &[(usize, usize)]) -> Vec<Span> {
        ends.iter().map(|&(start, end)| Span::new(start, end)).collect()
    }

    #[test]
    fn boundary_error_adds_both_ends() {
        assert_eq!(boundary_error(Span::new(14, 40), Span::new(7, 41)), 8);
    }

    /// Gold 0..10 and 10..20; 0..12 shares 10/12 with the first; 12..20 shares 8/10 with the second.
    #[test]
    fn thresholds_decide_what_is_a_hit() {
        let (gold, predicted) = (spans(&[(0, 10), (10, 20)]), spans(&[(0, 12), (12, 20)]));
        assert_eq!(counts_at(&gold, &predicted, 0.5).tp, 2.0);
        assert_eq!(counts_at(&gold, &predicted, 0.82).tp, 1.0);
        assert_eq!(counts_at(&gold, &predicted, 1.0).tp, 0.0);
        assert!((panoptic_quality(&gold, &predicted) - (10.0 / 12.0 + 0.8) / 2.0).abs() < 1e-15);
        assert_eq!(panoptic_quality(&[], &[]), 1.0);
        assert_eq!(panoptic_quality(&gold, &[]), 0.0);
    }

    #[test]
    fn nested_and_repeated_spans_are_found() {
        let (gold, predicted) = (spans(&[(5, 6), (0, 100), (0, 0)]), spans(&[(0, 50), (5, 6), (90, 95), (0, 0)]));
        let mut found = overlapping(&gold, &predicted);
        found.sort_unstable();
        assert_eq!(found, [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2)]);
    }
}
