//! Cohen's kappa: two annotators, one class for each item.
//!
//! Sources: Cohen 1960; Cohen 1968 for weights. Equal to scikit-learn's `cohen_kappa_score`.

use std::collections::{BTreeMap, BTreeSet};

/// What a disagreement weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weights {
    /// All alike.
    Plain,
    /// The distance of the two classes in their order.
    Linear,
    /// Its square.
    Quadratic,
}

/// Kappa of counted pairs (first class, second class, number of items); at most 1.
///
/// `None` without items, where both annotators give one same class throughout, or where a count is negative or not finite.
///
/// ```
/// use gleaner::metric::agreement::cohen::{Weights, kappa};
/// let pairs = [(1, 1), (1, 0), (0, 0), (0, 0)].map(|(a, b)| (a, b, 1.0));
/// assert_eq!(kappa(pairs, Weights::Plain), Some(0.5));
/// ```
pub fn kappa<C: Ord + Clone>(pairs: impl IntoIterator<Item = (C, C, f64)>, weights: Weights) -> Option<f64> {
    let mut cells: BTreeMap<(C, C), f64> = BTreeMap::new();
    for (first, second, count) in pairs {
        if !(count >= 0.0 && count.is_finite()) {
            return None;
        }
        *cells.entry((first, second)).or_default() += count;
    }
    let classes: BTreeSet<C> = cells.keys().flat_map(|(first, second)| [first.clone(), second.clone()]).collect();
    let place: BTreeMap<C, usize> = classes.into_iter().enumerate().map(|(at, class)| (class, at)).collect();
    let (mut first, mut second) = (vec![0.0; place.len()], vec![0.0; place.len()]);
    let mut observed = 0.0;
    for ((a, b), count) in &cells {
        let (a, b) = (place[a], place[b]);
        first[a] += count;
        second[b] += count;
        observed += count * weight(a, b, weights);
    }
    let total: f64 = first.iter().sum();
    let row = |a: usize| second.iter().enumerate().map(move |(b, count)| count * weight(a, b, weights)).sum::<f64>();
    let expected = first.iter().enumerate().map(|(a, count)| count * row(a)).sum::<f64>() / total;
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Disagreement of two classes by their places.
fn weight(a: usize, b: usize, weights: Weights) -> f64 {
    let distance = a.abs_diff(b) as f64;
    match weights {
        Weights::Plain => f64::from(a != b),
        Weights::Linear => distance,
        Weights::Quadratic => distance * distance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undefined_agreement_has_no_value() {
        assert_eq!(kappa::<u8>([], Weights::Plain), None);
        assert_eq!(kappa([(0, 0, 4.0)], Weights::Plain), None);
        assert_eq!(kappa([(0, 1, f64::NAN)], Weights::Plain), None);
    }
}
