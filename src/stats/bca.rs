//! Bias-corrected and accelerated bootstrap intervals (Efron 1987).
//!
//! The percentile interval, shifted by how far the draws' median lies off the estimate and by how fast the spread changes with
//! it. Better on skewed statistics; needs one statistic more for every item (the jackknife).

use super::bootstrap::{Resamples, TAIL, percentile};
use super::normal;

/// Draws within this of the estimate, relative to its size, are tied with it: sums of other orders differ in their last digits.
const RESOLUTION: f64 = 1e-12;

impl Resamples {
    /// The 95 % interval of a statistic over the items (documents, sources) of these draws.
    ///
    /// A statistic sees the indices of the items it is taken over, with repeats. `None` where it is undefined over all items, over
    /// half of the draws, or with some item left out, and where all draws lie on one side of the estimate. With a statistic
    /// that is the same in every draw both ends are that value.
    ///
    /// ```
    /// use gleaner::stats::Resamples;
    /// let values = [0.01_f64, 0.05, 0.0, -0.04, 0.02, 0.08, 0.12, 0.0, -0.04, 0.09];
    /// let mean = |items: &[u32]| Some(items.iter().map(|&at| values[at as usize]).sum::<f64>() / items.len() as f64);
    /// let interval = Resamples::drawn(10, 2000, 1).bca_interval(mean);
    /// assert!(interval.is_some_and(|(low, high)| low < 0.029 && high > 0.029));
    /// ```
    pub fn bca_interval(&self, statistic: impl Fn(&[u32]) -> Option<f64>) -> Option<(f64, f64)> {
        let values = self.values(&statistic)?;
        let all: Vec<u32> = (0..self.items() as u32).collect();
        bca_interval(&values, statistic(&all)?, left_out(&all, &statistic))
    }
}

/// The 95 % interval from the sorted values of the draws, the estimate, and the estimate with each item left out in turn.
pub(super) fn bca_interval(sorted: &[f64], estimate: f64, left_out: impl Iterator<Item = Option<f64>>) -> Option<(f64, f64)> {
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    let tie = RESOLUTION * estimate.abs().max(1.0);
    if estimate.is_nan() {
        return None;
    }
    if last - first <= tie {
        return Some((first, last));
    }
    let acceleration = acceleration(left_out)?;
    let below = sorted.partition_point(|value| *value < estimate - tie) + sorted.partition_point(|value| *value <= estimate + tie);
    let bias = normal::quantile(below as f64 / (2 * sorted.len()) as f64);
    if !bias.is_finite() {
        return None;
    }
    let end = |share: f64| {
        let z = bias + normal::quantile(share);
        let scale = 1.0 - acceleration * z;
        // Where one item rules all, the correction runs off to the outermost draw.
        let moved = if scale > 0.0 { bias + z / scale } else { z.signum() * f64::INFINITY };
        percentile(sorted, normal::tail(-moved).clamp(0.0, 1.0))
    };
    let (low, high) = (end(TAIL), end(1.0 - TAIL));
    (low <= high).then_some((low, high))
}

/// The statistic with each item in turn left out.
fn left_out(all: &[u32], statistic: &impl Fn(&[u32]) -> Option<f64>) -> impl Iterator<Item = Option<f64>> {
    let mut rest: Vec<u32> = all.iter().copied().skip(1).collect();
    all.iter().enumerate().map(move |(at, &item)| {
        let value = statistic(&rest);
        // The next item goes, this one comes back.
        if let Some(place) = rest.get_mut(at) {
            *place = item;
        }
        value
    })
}

/// A sixth of the skewness of the statistic when each item in turn is left out.
fn acceleration(left_out: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let left_out: Vec<f64> = left_out.map(|value| value.filter(|value| value.is_finite())).collect::<Option<_>>()?;
    let mean = left_out.iter().sum::<f64>() / left_out.len() as f64;
    let power = |exponent| left_out.iter().map(|value| (mean - value).powi(exponent)).sum::<f64>();
    let spread = power(2);
    Some(if spread > 0.0 { power(3) / (6.0 * spread.powf(1.5)) } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_is_left_out_once() {
        let all = [0, 1, 2, 3];
        let sum = |items: &[u32]| Some(items.iter().map(|&item| f64::from(item)).sum::<f64>());
        assert_eq!(left_out(&all, &sum).collect::<Vec<_>>(), [6.0, 5.0, 4.0, 3.0].map(Some));
        // Symmetric around its mean: no skewness.
        assert!(acceleration(left_out(&all, &sum)).is_some_and(|value| value.abs() < 1e-15));
        // Left-out sums 3, 3, 3, 0 with mean 2.25: cubes 3 * (-0.75)³ + 2.25³ = 10.125, squares 6.75.
        let expected = 10.125 / (6.0 * 6.75_f64.powf(1.5));
        assert!(acceleration([3.0, 3.0, 3.0, 0.0].map(Some).into_iter()).is_some_and(|value| (value - expected).abs() < 1e-15));
        assert_eq!(acceleration([Some(1.0), None].into_iter()), None);
    }

    #[test]
    fn undefined_statistics_have_no_interval() {
        let draws = Resamples::drawn(5, 200, 1);
        assert_eq!(draws.bca_interval(|_| None), None);
        assert_eq!(draws.bca_interval(|_| Some(f64::NAN)), None);
        assert_eq!(draws.bca_interval(|_| Some(2.5)), Some((2.5, 2.5)));
        assert_eq!(Resamples::none().bca_interval(|_| Some(1.0)), None);
    }

    #[test]
    fn draws_on_one_side_of_the_estimate_give_no_interval() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let flat = || std::iter::repeat_n(Some(1.0), 5);
        assert_eq!(bca_interval(&values, 200.0, flat()), None);
        // No skewness, and the estimate in the middle: the percentiles themselves.
        let (low, high) = bca_interval(&values, 49.5, flat()).expect("defined");
        assert!((low - percentile(&values, TAIL)).abs() < 1e-9 && (high - percentile(&values, 1.0 - TAIL)).abs() < 1e-9);
    }
}
