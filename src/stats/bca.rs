//! Bias-corrected and accelerated bootstrap intervals (Efron 1987).
//!
//! The percentile interval, shifted by how far the draws' median lies off the estimate and by how fast the spread changes with
//! it. Better on skewed statistics; needs one statistic more for every item (the jackknife).

use super::bootstrap::{Resamples, TAIL, percentile};
use super::normal;

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
        let estimate = statistic(&all).filter(|value| !value.is_nan())?;
        if values.first() == values.last() {
            return values.first().map(|&value| (value, value));
        }
        let acceleration = acceleration(&all, &statistic)?;
        let below = (values.partition_point(|value| *value < estimate) + values.partition_point(|value| *value <= estimate)) as f64;
        let bias = normal::quantile(below / (2 * values.len()) as f64);
        if !bias.is_finite() {
            return None;
        }
        let end = |share: f64| {
            let z = bias + normal::quantile(share);
            let share = normal::tail(-(bias + z / (1.0 - acceleration * z)));
            percentile(&values, share.clamp(0.0, 1.0))
        };
        let (low, high) = (end(TAIL), end(1.0 - TAIL));
        (low <= high).then_some((low, high))
    }
}

/// A sixth of the skewness of the statistic when each item in turn is left out.
fn acceleration(all: &[u32], statistic: &impl Fn(&[u32]) -> Option<f64>) -> Option<f64> {
    let mut rest: Vec<u32> = all.iter().copied().skip(1).collect();
    let mut left_out = Vec::with_capacity(all.len());
    for (at, &item) in all.iter().enumerate() {
        left_out.push(statistic(&rest).filter(|value| value.is_finite())?);
        // The next item goes, this one comes back.
        if let Some(place) = rest.get_mut(at) {
            *place = item;
        }
    }
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
        let sum = |items: &[u32]| Some(items.iter().map(|&item| f64::from(item)).sum::<f64>());
        // Symmetric around its mean: no skewness.
        assert!(acceleration(&[0, 1, 2, 3], &sum).is_some_and(|value| value.abs() < 1e-15));
        let weights = [0.0, 0.0, 0.0, 3.0];
        let skewed = |items: &[u32]| Some(items.iter().map(|&item| weights[item as usize]).sum::<f64>());
        // Left-out sums 3, 3, 3, 0 with mean 2.25: cubes 3 * (-0.75)³ + 2.25³ = 10.125, squares 6.75.
        let expected = 10.125 / (6.0 * 6.75_f64.powf(1.5));
        assert!(acceleration(&[0, 1, 2, 3], &skewed).is_some_and(|value| (value - expected).abs() < 1e-15));
    }

    #[test]
    fn undefined_statistics_have_no_interval() {
        let draws = Resamples::drawn(5, 200, 1);
        assert_eq!(draws.bca_interval(|_| None), None);
        assert_eq!(draws.bca_interval(|_| Some(f64::NAN)), None);
        assert_eq!(draws.bca_interval(|_| Some(2.5)), Some((2.5, 2.5)));
        assert_eq!(Resamples::none().bca_interval(|_| Some(1.0)), None);
    }
}
