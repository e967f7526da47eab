//! Krippendorff's alpha: any number of annotators, values on any scale, missing values allowed.
//!
//! Source: Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011; equal to the Python package `krippendorff`.
//! Time: pairs of annotators for each item, plus the number of different values squared.

use std::collections::BTreeMap;

/// What a difference of values means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// Values are names.
    Nominal,
    /// Values are ranks.
    Ordinal,
    /// Differences count.
    Interval,
    /// Ratios count; values should not be negative.
    Ratio,
}

/// Alpha of a table of annotators by items; missing values are `None` or NaN. Rows may differ in length.
///
/// `None` where no item has two values, or only one value occurs in those that have, or infinite values leave no number. At most 1; below 0 where annotators
/// disagree more than chance.
///
/// ```
/// use gleaner::metric::agreement::krippendorff::{Scale, alpha};
/// let rows = [[1, 1, 0, 0, 1], [1, 0, 0, 0, 1]].map(|row| row.map(|value| Some(f64::from(value))).to_vec());
/// assert!((alpha(&rows, Scale::Nominal).unwrap_or(f64::NAN) - 0.64).abs() < 1e-12);
/// ```
pub fn alpha(rows: &[Vec<Option<f64>>], scale: Scale) -> Option<f64> {
    let items = rows.iter().map(Vec::len).max().unwrap_or(0);
    let item = |at: usize| rows.iter().filter_map(|row| row.get(at).copied().flatten()).filter(|value| !value.is_nan()).collect();
    let items: Vec<Vec<f64>> = (0..items).map(item).filter(|values: &Vec<f64>| values.len() > 1).collect();
    let values = Values::of(items.iter().flatten().copied());
    let n: f64 = values.counts.iter().sum();
    let places = |item: &[f64]| item.iter().map(|&value| values.place(value)).collect::<Vec<_>>();
    let observed: f64 = items.iter().map(|item| pairs(&places(item), |a, b| values.distance(a, b, scale)) / (item.len() - 1) as f64).sum();
    let all: Vec<usize> = (0..values.sorted.len()).collect();
    let expected = pairs(&all, |a, b| values.counts[a] * values.counts[b] * values.distance(a, b, scale)) / (n - 1.0);
    (expected > 0.0).then(|| 1.0 - observed / expected).filter(|alpha| !alpha.is_nan())
}

/// Nominal alpha of two annotators without gaps, from counted pairs (first class, second class, number of items): what [`alpha`]
/// gives for the items one by one.
///
/// `None` without items, where only one class occurs, or where a count is negative or not finite.
///
/// ```
/// use gleaner::metric::agreement::krippendorff::nominal;
/// let pairs = [(1, 1, 2.0), (1, 0, 1.0), (0, 0, 2.0)];
/// assert!((nominal(pairs).unwrap_or(f64::NAN) - 0.64).abs() < 1e-12);
/// ```
pub fn nominal<C: Ord>(pairs: impl IntoIterator<Item = (C, C, f64)>) -> Option<f64> {
    let (mut differing, mut values) = (0.0, BTreeMap::new());
    for (first, second, count) in pairs {
        if !(count >= 0.0 && count.is_finite()) {
            return None;
        }
        differing += if first == second { 0.0 } else { count };
        *values.entry(first).or_insert(0.0) += count;
        *values.entry(second).or_insert(0.0) += count;
    }
    let (n, squares) = values.values().fold((0.0, 0.0), |(n, squares), count: &f64| (n + count, squares + count * count));
    // Unordered pairs of different values: half of what all values leave of their square.
    let expected = (n * n - squares) / 2.0 / (n - 1.0);
    (expected > 0.0).then(|| 1.0 - differing / expected)
}

/// Sum over unordered pairs. (Ordered ones, which the formula has, double both sides of the quotient.)
fn pairs(places: &[usize], distance: impl Fn(usize, usize) -> f64) -> f64 {
    let rest = |at: usize| places[at + 1..].iter().map(|&other| distance(places[at], other)).sum::<f64>();
    (0..places.len()).map(rest).sum()
}

/// The values that can be paired, in order.
struct Values {
    sorted: Vec<f64>,
    counts: Vec<f64>,
    /// Number of values at or below each.
    below: Vec<f64>,
}

impl Values {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        // Adding 0 makes of minus zero the other one.
        let mut all: Vec<f64> = values.map(|value| value + 0.0).collect();
        all.sort_by(f64::total_cmp);
        let (mut sorted, mut counts): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for value in all {
            match (sorted.last(), counts.last_mut()) {
                (Some(&last), Some(count)) if last == value => *count += 1.0,
                _ => {
                    sorted.push(value);
                    counts.push(1.0);
                }
            }
        }
        let below = counts.iter().scan(0.0, |sum, count| {
            *sum += count;
            Some(*sum)
        });
        let below = below.collect();
        Self { sorted, counts, below }
    }

    fn place(&self, value: f64) -> usize {
        self.sorted.partition_point(|&other| other < value)
    }

    fn distance(&self, a: usize, b: usize, scale: Scale) -> f64 {
        let (low, high) = (a.min(b), a.max(b));
        let (x, y) = (self.sorted[low], self.sorted[high]);
        let difference = match scale {
            _ if low == high => 0.0,
            Scale::Nominal => 1.0,
            // Values from one to the other, with half of those at either end.
            Scale::Ordinal => self.below[high] - self.below[low] + (self.counts[low] - self.counts[high]) / 2.0,
            Scale::Interval => y - x,
            Scale::Ratio if x + y == 0.0 => 0.0,
            Scale::Ratio => (y - x) / (x + y),
        };
        difference * difference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items 1 1, 1 0, 0 0, 0 0, 2 1: once one by one, once counted.
    #[test]
    fn counted_pairs_have_the_alpha_of_their_items() {
        let rows = [[1, 1, 0, 0, 2], [1, 0, 0, 0, 1]].map(|row| row.map(|value| Some(f64::from(value))).to_vec());
        let counted = nominal([(1, 1, 1.0), (1, 0, 1.0), (0, 0, 2.0), (2, 1, 1.0)]);
        assert!((counted.expect("defined") - alpha(&rows, Scale::Nominal).expect("defined")).abs() < 1e-12);
        // 10 values: five 0, four 1, one 2; (100 - 42) / 2 / 9 expected, 2 observed.
        assert!((counted.expect("defined") - (1.0 - 18.0 / 29.0)).abs() < 1e-12);
        assert_eq!((nominal([(0, 0, 3.0)]), nominal::<u8>([]), nominal([(0, 1, f64::NAN)])), (None, None, None));
    }

    #[test]
    fn undefined_agreement_has_no_value() {
        assert_eq!(alpha(&[], Scale::Nominal), None);
        assert_eq!(alpha(&[vec![Some(1.0), None], vec![None, Some(2.0)]], Scale::Interval), None);
        assert_eq!(alpha(&[vec![Some(1.0); 3], vec![Some(1.0); 3]], Scale::Ratio), None);
        assert_eq!(alpha(&[vec![Some(f64::NAN)], vec![Some(1.0)]], Scale::Ordinal), None);
        assert_eq!(alpha(&[vec![Some(f64::INFINITY)], vec![Some(1.0)]], Scale::Interval), None);
    }
}
