//! How unequally values are spread over groups: coefficient of variation, Gini, intraclass correlation, quantiles.

use super::bootstrap::{TAIL, percentile};

/// The value that a share of the sorted values lies below, interpolated as R's type 7; `None` of no values.
///
/// ```
/// assert_eq!(gleaner::stats::quantile(&[1.0, 2.0, 3.0], 0.25), Some(1.5));
/// ```
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    (!sorted.is_empty()).then(|| percentile(sorted, share.clamp(0.0, 1.0)))
}

/// The ends of the 95 % interval of a value from its resampled values, which are sorted in place; `None` if fewer than half of
/// the `draws` gave one.
///
/// Distances and gaps cannot be negative, so that resampling near nought gives larger ones only: an interval that lies wholly on one
/// side of the value is drawn out to it.
pub fn ends(value: f64, resampled: &mut Vec<f64>, draws: usize) -> Option<(f64, f64)> {
    resampled.retain(|value| !value.is_nan());
    resampled.sort_unstable_by(f64::total_cmp);
    let enough = resampled.len() * 2 >= draws;
    let (low, high) = quantile(resampled, TAIL).zip(quantile(resampled, 1.0 - TAIL)).filter(|_| enough)?;
    Some((low.min(value), high.max(value)))
}

/// Standard deviation over mean. With fewer than two values, or a mean of nought, there is none.
///
/// The standard deviation is the sample's (n - 1).
///
/// ```
/// use gleaner::stats::coefficient_of_variation;
/// // Mean 3, standard deviation 1.
/// assert_eq!(coefficient_of_variation(&[2.0, 3.0, 4.0]), Some(1.0 / 3.0));
/// assert_eq!(coefficient_of_variation(&[2.0]), None);
/// ```
pub fn coefficient_of_variation(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    if values.len() < 2 || mean.abs() < f64::EPSILON || !mean.is_finite() {
        return None;
    }
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some((squares / (n - 1.0)).sqrt() / mean)
}

/// Gini's coefficient of values that are not negative: 0 all alike, near 1 all in one. Nought everywhere: 0, which is alike.
///
/// Of shares of error it says whether few bear most of it; of scores near 1 it says little (0.02 to 0.13 for any cleaner).
/// Source: Gini 1912, as the mean absolute difference over twice the mean, without the correction for small n:
/// the most that n values can have is 1 - 1/n.
///
/// ```
/// use gleaner::stats::gini;
/// assert_eq!(gini(&mut [0.0, 0.0, 0.0, 0.5]), Some(0.75));
/// assert_eq!(gini(&mut [0.25, 0.25]), Some(0.0));
/// ```
pub fn gini(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() || values.iter().any(|value| value.is_nan() || *value < 0.0) {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    let (n, sum) = (values.len() as f64, values.iter().sum::<f64>());
    if sum <= f64::EPSILON * n {
        return Some(0.0);
    }
    let ranked: f64 = values.iter().enumerate().map(|(at, value)| (at + 1) as f64 * value).sum();
    Some((2.0 * ranked / (n * sum) - (n + 1.0) / n).max(0.0))
}

/// What a group contributes to [`intraclass_correlation`].
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Moments {
    /// Values.
    pub n: f64,
    /// Their sum.
    pub sum: f64,
    /// The sum of their squares.
    pub squares: f64,
}

impl Moments {
    /// Of some values.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        values.into_iter().fold(Self::default(), |moments, value| Self {
            n: moments.n + 1.0,
            sum: moments.sum + value,
            squares: moments.squares + value * value,
        })
    }
}

/// The share of the variance that lies between groups: ICC(1) of the one-way random model, for groups of unequal size.
/// Negative where groups differ less than chance would have it. `None` with fewer than two groups, no group of two
/// values, or no variance at all.
///
/// Sources: Fisher 1925; Shrout and Fleiss 1979, case 1; the mean size for unequal groups as Donner 1986.
///
/// ```
/// use gleaner::stats::{Moments, intraclass_correlation};
/// // Between: 2 · (1.5 - 3)² · 2 = 9, mean square 9; within: 4 · 0.25 = 1, mean square 0.5; (9 - 0.5) / (9 + 0.5).
/// let groups = [Moments::of([1.0, 2.0]), Moments::of([4.0, 5.0])];
/// assert_eq!(intraclass_correlation(&groups), Some(8.5 / 9.5));
/// ```
pub fn intraclass_correlation(groups: &[Moments]) -> Option<f64> {
    let (k, n) = (groups.len() as f64, groups.iter().map(|group| group.n).sum::<f64>());
    if groups.len() < 2 || n <= k || groups.iter().any(|group| group.n < 1.0) {
        return None;
    }
    let mean = groups.iter().map(|group| group.sum).sum::<f64>() / n;
    let between: f64 = groups.iter().map(|group| group.n * (group.sum / group.n - mean).powi(2)).sum();
    let within: f64 = groups.iter().map(|group| (group.squares - group.sum * group.sum / group.n).max(0.0)).sum();
    let (between, within) = (between / (k - 1.0), within / (n - k));
    let size = (n - groups.iter().map(|group| group.n * group.n).sum::<f64>() / n) / (k - 1.0);
    let whole = between + (size - 1.0) * within;
    // Rounding leaves about this of equal values.
    (whole > 1e-15).then(|| (between - within) / whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_its_value_and_needs_half_of_the_draws() {
        let values: Vec<f64> = (1..=5).map(f64::from).collect();
        let (low, high) = ends(3.0, &mut values.clone(), 10).expect("half of the draws");
        assert!((low - 1.1).abs() < 1e-12 && (high - 4.9).abs() < 1e-12);
        assert_eq!(ends(0.5, &mut values.clone(), 5).map(|ends| ends.0), Some(0.5));
        assert_eq!(ends(3.0, &mut values.clone(), 11), None);
        assert_eq!(ends(3.0, &mut vec![f64::NAN; 5], 5), None);
    }

    #[test]
    fn gini_is_the_mean_absolute_difference_over_twice_the_mean() {
        // Pairs of 1, 2, 5, both ways: (1 + 4 + 3) · 2 = 16 of 9; mean 8/3: 16/9 / (16/3) = 1/3.
        assert!((gini(&mut [5.0, 1.0, 2.0]).expect("defined") - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(gini(&mut [0.0, 0.0]), Some(0.0));
        assert_eq!((gini(&mut []), gini(&mut [-1.0, 2.0]), gini(&mut [f64::NAN])), (None, None, None));
    }

    #[test]
    fn unequal_groups_are_weighed_by_their_mean_size() {
        // Groups 1, 3 | 2, 4, 6 | 9: sums 4, 12, 9; n 6, mean 25/6.
        // Between: 2 (13/6)² + 3 (1/6)² + (29/6)² = (338 + 3 + 841) / 36 = 1182/36, over 2; within: 2 + 8 = 10, over 3.
        // Size: (6 - (4 + 9 + 1) / 6) / 2 = 11/6.
        let groups = [Moments::of([1.0, 3.0]), Moments::of([2.0, 4.0, 6.0]), Moments::of([9.0])];
        let (between, within, size) = (1182.0 / 72.0, 10.0 / 3.0, 11.0 / 6.0);
        let expected = (between - within) / (between + (size - 1.0) * within);
        assert!((intraclass_correlation(&groups).expect("defined") - expected).abs() < 1e-12);
    }

    #[test]
    fn groups_that_are_alike_correlate_less_than_chance() {
        // Each group 0, 1: between nought, within 1/2 each: -1 / (size - 1) = -1.
        let groups = [Moments::of([0.0, 1.0]), Moments::of([0.0, 1.0])];
        assert_eq!(intraclass_correlation(&groups), Some(-1.0));
        assert_eq!(intraclass_correlation(&[Moments::of([0.3; 4]), Moments::of([0.3; 3])]), None, "no variance");
        assert_eq!(intraclass_correlation(&[Moments::of([0.1]), Moments::of([0.2])]), None, "no group of two");
    }
}
