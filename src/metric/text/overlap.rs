//! What two collections of tokens share, counted as bags or as sets.

use crate::metric::Counts;
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// Sizes of two collections and of what they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Overlap {
    /// Tokens in both; a token that is twice in one and thrice in the other counts twice in bags, once in sets.
    pub shared: usize,
    /// Tokens of the reference.
    pub reference: usize,
    /// Tokens of the prediction.
    pub predicted: usize,
}

impl Overlap {
    /// As bags (multisets).
    ///
    /// ```
    /// use gleaner::metric::text::overlap::Overlap;
    /// let overlap = Overlap::of_bags("a b b".split(' '), "a a a b".split(' '));
    /// assert_eq!((overlap.shared, overlap.reference, overlap.predicted), (2, 3, 4));
    /// ```
    pub fn of_bags<T: Hash + Eq>(reference: impl Iterator<Item = T>, predicted: impl Iterator<Item = T>) -> Self {
        let mut left: FxHashMap<T, usize> = FxHashMap::default();
        let mut overlap = Self::default();
        for token in reference {
            *left.entry(token).or_default() += 1;
            overlap.reference += 1;
        }
        for token in predicted {
            overlap.predicted += 1;
            if let Some(count) = left.get_mut(&token).filter(|count| **count > 0) {
                *count -= 1;
                overlap.shared += 1;
            }
        }
        overlap
    }

    /// As sets.
    pub fn of_sets<T: Hash + Eq>(reference: impl Iterator<Item = T>, predicted: impl Iterator<Item = T>) -> Self {
        const REFERENCE: u8 = 1;
        const PREDICTED: u8 = 2;
        let mut sides: FxHashMap<T, u8> = FxHashMap::default();
        reference.for_each(|token| *sides.entry(token).or_default() |= REFERENCE);
        predicted.for_each(|token| *sides.entry(token).or_default() |= PREDICTED);
        let of = |side: u8| sides.values().filter(|&&sides| sides & side == side).count();
        Self { shared: of(REFERENCE | PREDICTED), reference: of(REFERENCE), predicted: of(PREDICTED) }
    }

    /// Whether neither side has a token.
    pub fn is_empty(&self) -> bool {
        self.reference == 0 && self.predicted == 0
    }

    /// As counts; what neither side has is not counted.
    pub fn counts(&self) -> Counts {
        let outside = |all: usize| (all - self.shared) as f64;
        Counts { tp: self.shared as f64, fp: outside(self.predicted), fn_: outside(self.reference), tn: 0.0 }
    }

    /// Precision, recall and F1 as most scripts have them: 0 wherever something is divided by 0.
    pub fn or_zero(&self) -> [f64; 3] {
        let (p, r) = (share(self.shared as f64, self.predicted as f64), share(self.shared as f64, self.reference as f64));
        [p, r, harmonic(p, r)]
    }
}

/// A share; 0 of nothing.
pub fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The harmonic mean; 0 where both are 0.
pub fn harmonic(p: f64, r: f64) -> f64 {
    share(2.0 * p * r, p + r)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bags_count_repeats_and_sets_do_not() {
        let (reference, predicted) = ("a b b c", "b a a b b x");
        let bags = Overlap::of_bags(reference.split(' '), predicted.split(' '));
        assert_eq!(bags, Overlap { shared: 3, reference: 4, predicted: 6 });
        assert_eq!(bags.counts(), Counts { tp: 3.0, fp: 3.0, fn_: 1.0, tn: 0.0 });
        let sets = Overlap::of_sets(reference.split(' '), predicted.split(' '));
        assert_eq!(sets, Overlap { shared: 2, reference: 3, predicted: 3 });
        assert_eq!(sets.or_zero(), [2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0]);
    }

    #[test]
    fn nothing_gives_zero_not_nan() {
        let empty = Overlap::of_bags("".split_whitespace(), "".split_whitespace());
        assert!(empty.is_empty());
        assert_eq!(empty.or_zero(), [0.0, 0.0, 0.0]);
    }
}
