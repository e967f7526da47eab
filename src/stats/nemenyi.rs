//! Nemenyi's test after Friedman's: how far mean ranks must lie apart.
//!
//! Sources: Nemenyi 1963; Demšar 2006 ("Statistical Comparisons of Classifiers over Multiple Data Sets"), whose q is the
//! studentized range at infinite degrees of freedom over the square root of two. The distribution is integrated, so there is no
//! table and no bound on the number of strategies; values agree with the published tables to their last digit.

use super::normal::range_tail;
use std::f64::consts::SQRT_2;

/// Demšar's q for `strategies` strategies; `None` with fewer than two or an `alpha` outside 0 to 1 (exclusive).
///
/// ```
/// let q = gleaner::stats::nemenyi_q(10, 0.05);
/// assert!(q.is_some_and(|q| (q - 3.164).abs() < 0.0005));
/// ```
pub fn nemenyi_q(strategies: usize, alpha: f64) -> Option<f64> {
    if strategies < 2 || !(alpha > 0.0 && alpha < 1.0) {
        return None;
    }
    let (mut low, mut high) = (0.0, 64.0);
    // Half a range of 64 each time: at the spacing of floats after 60 steps.
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if range_tail(middle, strategies) > alpha { low = middle } else { high = middle }
    }
    Some((low + high) / 2.0 / SQRT_2)
}

/// The difference of mean ranks over `documents` documents from which two of `strategies` strategies differ at level `alpha`.
pub fn critical_difference(strategies: usize, documents: usize, alpha: f64) -> Option<f64> {
    let q = nemenyi_q(strategies, alpha)?;
    (documents > 0).then(|| q * spread(strategies, documents))
}

/// p of a difference of two mean ranks; `None` with fewer than two strategies, no document, or NaN.
pub fn nemenyi_p(difference: f64, strategies: usize, documents: usize) -> Option<f64> {
    let defined = strategies > 1 && documents > 0 && !difference.is_nan();
    defined.then(|| range_tail(difference.abs() / spread(strategies, documents) * SQRT_2, strategies))
}

/// Standard deviation of a difference of two mean ranks under chance.
fn spread(strategies: usize, documents: usize) -> f64 {
    let k = strategies as f64;
    (k * (k + 1.0) / (6.0 * documents as f64)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undefined_values_are_none() {
        assert_eq!(nemenyi_q(1, 0.05), None);
        assert_eq!(nemenyi_q(3, 0.0), None);
        assert_eq!(nemenyi_q(3, f64::NAN), None);
        assert_eq!(critical_difference(3, 0, 0.05), None);
        assert_eq!(nemenyi_p(f64::NAN, 3, 4), None);
        assert_eq!(nemenyi_p(0.0, 3, 4), Some(1.0));
    }
}
