//! Percentile bootstrap, resampled by source (documents of a source stay together), seeded.
//!
//! All strategies and measures of a corpus share the same draws, so that differences between them are paired.

use crate::random::Random;

/// Number of resamples.
const RESAMPLES: usize = 1000;
/// The seed behind every published figure.
const SEED: u64 = 20_260_101;
/// Half of what lies outside a 95 % interval.
pub(super) const TAIL: f64 = 0.025;

/// Draws of sources with replacement.
#[derive(Debug)]
pub struct Resamples {
    draws: Vec<Vec<u32>>,
}

impl Resamples {
    /// Draws for each interval.
    pub const COUNT: usize = RESAMPLES;
    /// The seed of the draws.
    pub const SEED: u64 = SEED;

    /// Draws for a corpus of `sources` sources; none with fewer than two, which have no spread to resample.
    pub fn new(sources: usize) -> Self {
        Self::drawn(sources, RESAMPLES, SEED)
    }

    /// `resamples` draws of `items` items (documents or sources, at most 2^32) with a seed of its own; none of fewer than two.
    pub fn drawn(items: usize, resamples: usize, seed: u64) -> Self {
        if items < 2 {
            return Self::none();
        }
        let mut random = Random::new(seed);
        let draw = |_| (0..items).map(|_| random.below(items as u64) as u32).collect();
        Self { draws: (0..resamples).map(draw).collect() }
    }

    /// No draws, no intervals.
    pub const fn none() -> Self {
        Self { draws: Vec::new() }
    }

    /// The 2.5th and 97.5th percentile of a statistic over the draws in which it is defined.
    pub fn interval(&self, statistic: impl Fn(&[u32]) -> Option<f64>) -> Option<(f64, f64)> {
        let values = self.values(&statistic)?;
        Some((percentile(&values, TAIL), percentile(&values, 1.0 - TAIL)))
    }

    /// The statistic of every draw in which it is defined, sorted; `None` if that is less than half of them.
    pub(super) fn values(&self, statistic: &impl Fn(&[u32]) -> Option<f64>) -> Option<Vec<f64>> {
        let mut values: Vec<f64> = self.draws.iter().filter_map(|draw| statistic(draw)).filter(|value| !value.is_nan()).collect();
        if values.len() * 2 < self.draws.len() || values.is_empty() {
            return None;
        }
        values.sort_unstable_by(f64::total_cmp);
        Some(values)
    }

    /// Items in each draw.
    pub(super) fn items(&self) -> usize {
        self.draws.first().map_or(0, Vec::len)
    }
}

/// Linear interpolation between order statistics (type 7, the default of R and numpy).
pub(super) fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    sorted[low] + (sorted[high] - sorted[low]) * (place - low as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_numpy() {
        let values: Vec<f64> = (1..=5).map(f64::from).collect();
        assert_eq!(percentile(&values, 0.5), 3.0);
        assert!((percentile(&values, 0.025) - 1.1).abs() < 1e-12);
        assert!((percentile(&values, 0.975) - 4.9).abs() < 1e-12);
    }

    #[test]
    fn the_interval_of_a_mean_is_about_two_standard_errors_wide() {
        let values: Vec<f64> = (0..100).map(|at| f64::from(at % 10)).collect();
        let mean = |draw: &[u32]| Some(draw.iter().map(|&at| values[at as usize]).sum::<f64>() / draw.len() as f64);
        let (low, high) = Resamples::new(100).interval(mean).expect("defined");
        // The standard error of the mean is sqrt(8.25 / 100) = 0.287.
        assert!((low - (4.5 - 1.96 * 0.287)).abs() < 0.08 && (high - (4.5 + 1.96 * 0.287)).abs() < 0.08, "{low} {high}");
    }

    #[test]
    fn one_source_has_no_interval() {
        assert_eq!(Resamples::new(1).interval(|_| Some(1.0)), None);
    }
}
