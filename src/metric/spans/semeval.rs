//! The four schemas of SemEval-2013 task 9.1 for labelled spans, as nervaluate counts them and repaired.
//!
//! | schema | correct | partial | incorrect |
//! |---|---|---|---|
//! | strict | same bounds, same label | | other overlap |
//! | exact | same bounds | | other overlap |
//! | partial | same bounds | other overlap (half a credit) | |
//! | type | same label, any overlap | | overlap, other label |
//!
//! Gold without a partner is missed, predictions without one are spurious.
//!
//! - [`compat`] equals nervaluate 1.2.1 (<https://github.com/MantisAI/nervaluate>): each schema takes predictions in their
//!   order, each takes the best gold still free, and an overlap below 1 % of the gold span is none. The outcome depends on
//!   the order of predictions. Its ends are inclusive: `[0, 9]` there is `0..10` here.
//! - [`sane`] pairs both sides once for all four schemas, so that exact pairs are as many as possible, then the sum of
//!   intersection over union is largest, then labels agree most often (maximum weight bipartite matching by the Hungarian
//!   method, see [`crate::metric::matching`]). No order matters and any overlap counts.
//!
//! Both score one document; [`Outcomes`] of documents are added up. nervaluate drops labels outside its list first: filter
//! both sides before calling.

use super::overlap::{FIRST, boundary_error, pair_off};
use crate::metric::{Counts, Prf};
use crate::span::Span;
use std::ops::AddAssign;

/// The least overlap with a gold span that nervaluate takes for one, in percent of the gold span.
const MIN_OVERLAP_PERCENT: f64 = 1.0;

/// When a prediction is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Schema {
    /// Same bounds and same label.
    Strict,
    /// Same bounds.
    Exact,
    /// Same bounds, or half a credit for an overlap.
    Partial,
    /// Same label and some overlap (`ent_type`).
    Type,
}

impl Schema {
    /// Every schema.
    pub const ALL: [Schema; 4] = [Schema::Strict, Schema::Exact, Schema::Partial, Schema::Type];

    /// Its name in nervaluate.
    pub const fn name(self) -> &'static str {
        match self {
            Schema::Strict => "strict",
            Schema::Exact => "exact",
            Schema::Partial => "partial",
            Schema::Type => "ent_type",
        }
    }
}

/// What became of the spans of one or more documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Outcomes {
    /// Right (COR).
    pub correct: usize,
    /// Paired but wrong (INC).
    pub incorrect: usize,
    /// Half right (PAR).
    pub partial: usize,
    /// Gold without a partner (MIS).
    pub missed: usize,
    /// Predictions without a partner (SPU).
    pub spurious: usize,
}

impl Outcomes {
    /// As counts: a partial match is half a hit. There is no `tn`.
    pub fn counts(&self) -> Counts {
        let tp = self.correct as f64 + 0.5 * self.partial as f64;
        let paired = (self.correct + self.incorrect + self.partial) as f64;
        Counts { tp, fp: paired + self.spurious as f64 - tp, fn_: paired + self.missed as f64 - tp, tn: 0.0 }
    }

    /// Precision, recall and F1 as nervaluate gives them: 0 where nothing is correct.
    pub fn compat(&self) -> Prf {
        self.counts().prf_or_zero()
    }
}

impl AddAssign for Outcomes {
    fn add_assign(&mut self, other: Self) {
        self.correct += other.correct;
        self.incorrect += other.incorrect;
        self.partial += other.partial;
        self.missed += other.missed;
        self.spurious += other.spurious;
    }
}

/// How one prediction and its gold span go together.
enum Fit {
    Right,
    Half,
    Wrong,
}

/// Counts one document by exact rule of nervaluate 1.2.1. Time grows with the product of the two numbers of spans.
///
/// ```
/// use gleaner::{metric::spans::semeval::{Schema, compat}, span::Span};
/// let gold = [(Span::new(0, 10), "C"), (Span::new(20, 30), "H")];
/// let predicted = [(Span::new(0, 10), "C"), (Span::new(22, 30), "C"), (Span::new(40, 45), "N")];
/// let outcomes = compat(&gold, &predicted, Schema::Partial);
/// assert_eq!((outcomes.correct, outcomes.partial, outcomes.spurious), (1, 1, 1));
/// assert_eq!(outcomes.compat().f1, 0.6);
/// ```
pub fn compat<L: PartialEq>(gold: &[(Span, L)], predicted: &[(Span, L)], schema: Schema) -> Outcomes {
    let mut used = vec![false; gold.len()];
    let mut outcomes = Outcomes::default();
    for prediction in predicted {
        let free = || gold.iter().enumerate().filter(|(at, _)| !used[*at]);
        let overlapping = || free().filter(|(_, own)| overlaps_enough(prediction.0, own.0));
        let right = match schema {
            Schema::Strict => free().find(|(_, own)| *own == prediction),
            Schema::Exact => free().find(|(_, own)| own.0 == prediction.0),
            Schema::Partial => overlapping().find(|(_, own)| own.0 == prediction.0),
            // Of several, the first of those whose bounds lie nearest.
            Schema::Type => {
                overlapping().filter(|(_, own)| own.1 == prediction.1).min_by_key(|(_, own)| boundary_error(own.0, prediction.0))
            }
        };
        let found = right.map(|(at, _)| (at, Fit::Right)).or_else(|| {
            let other = if schema == Schema::Partial { Fit::Half } else { Fit::Wrong };
            overlapping().next().map(|(at, _)| (at, other))
        });
        match found {
            Some((at, fit)) => {
                used[at] = true;
                outcomes.add(fit);
            }
            None => outcomes.spurious += 1,
        }
    }
    outcomes.missed = used.iter().filter(|used| !**used).count();
    outcomes
}

/// Whether the shared part is at least 1 % of the gold span.
fn overlaps_enough(prediction: Span, gold: Span) -> bool {
    let shared = prediction.intersection(gold).len();
    shared > 0 && (shared as f64 / gold.len() as f64) * 100.0 >= MIN_OVERLAP_PERCENT
}

/// Counts one document by the best pairing, the same for all schemas. Empty spans are never paired.
pub fn sane<L: PartialEq>(gold: &[(Span, L)], predicted: &[(Span, L)], schema: Schema) -> Outcomes {
    let pairs = best_pairs(gold, predicted);
    let mut outcomes = Outcomes { missed: gold.len() - pairs.len(), spurious: predicted.len() - pairs.len(), ..Outcomes::default() };
    for (own, other) in pairs.into_iter().map(|(left, right)| (&gold[left], &predicted[right])) {
        let (bounds, label) = (own.0 == other.0, own.1 == other.1);
        outcomes.add(match schema {
            Schema::Strict if bounds && label => Fit::Right,
            Schema::Exact | Schema::Partial if bounds => Fit::Right,
            Schema::Type if label => Fit::Right,
            Schema::Partial => Fit::Half,
            Schema::Strict | Schema::Exact | Schema::Type => Fit::Wrong,
        });
    }
    outcomes
}

/// Pairs (gold, predicted) of overlapping spans: most exact ones, then the largest sum of IoU, then most equal labels.
pub fn best_pairs<L: PartialEq>(gold: &[(Span, L)], predicted: &[(Span, L)]) -> Vec<(usize, usize)> {
    let bounds = |spans: &[(Span, L)]| spans.iter().map(|(span, _)| *span).collect::<Vec<_>>();
    pair_off(&bounds(gold), &bounds(predicted), |left, right, _| {
        let (own, other) = (&gold[left], &predicted[right]);
        Some(if own.0 == other.0 { FIRST } else { 0 } + i64::from(own.1 == other.1))
    })
}

impl Outcomes {
    fn add(&mut self, fit: Fit) {
        match fit {
            Fit::Right => self.correct += 1,
            Fit::Half => self.partial += 1,
            Fit::Wrong => self.incorrect += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize, label: char) -> (Span, char) {
        (Span::new(start, end), label)
    }

    /// In nervaluate the wide prediction takes the first gold, so that the exact one comes to nothing.
    #[test]
    fn the_repair_does_not_depend_on_the_order_of_predictions() {
        let gold = [span(0, 10, 'C'), span(10, 20, 'C')];
        let predicted = [span(0, 20, 'C'), span(0, 10, 'C')];
        let strict = compat(&gold, &predicted, Schema::Strict);
        assert_eq!(strict, Outcomes { incorrect: 1, missed: 1, spurious: 1, ..Outcomes::default() });
        let repaired = sane(&gold, &predicted, Schema::Strict);
        assert_eq!(repaired, Outcomes { correct: 1, incorrect: 1, ..Outcomes::default() });
        let reversed = [predicted[1], predicted[0]];
        assert_eq!(sane(&gold, &reversed, Schema::Strict), repaired);
    }

    #[test]
    fn spans_of_equal_bounds_are_paired_by_label() {
        let (gold, predicted) = ([span(0, 9, 'C'), span(0, 9, 'H')], [span(0, 9, 'H'), span(0, 9, 'C')]);
        assert_eq!(sane(&gold, &predicted, Schema::Strict).correct, 2);
    }

    #[test]
    fn nothing_against_nothing() {
        let none: [(Span, char); 0] = [];
        assert_eq!(sane(&none, &none, Schema::Type).counts().f1(), 1.0);
        assert_eq!(compat(&none, &none, Schema::Type).compat().f1, 0.0);
    }
}
