//! Percentile bootstrap, resampled by source (documents of a source stay together), seeded.
//!
//! All strategies and measures of a corpus share the same draws, so that differences between them are paired.

use crate::random::Random;

/// Half of what lies outside a 95 % interval.
pub(super) const TAIL: f64 = 0.025;
/// Most items that all draws hold together (512 MiB): beyond some 130,000 sources there are fewer than 1000 draws.
const MAX_DRAWN: usize = 1 << 27;

/// How often to resample, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// Number of resamples.
    pub resamples: usize,
    /// Seed of the draws; tests that swap results draw from the next one.
    pub seed: u64,
}

impl Default for Resampling {
    /// What is behind every published figure.
    fn default() -> Self {
        Self { resamples: 1000, seed: 20_260_101 }
    }
}

/// Draws of sources with replacement.
#[derive(Debug)]
pub struct Resamples {
    /// One draw after another, each in ascending order: sums over it then walk through memory.
    drawn: Vec<u32>,
    items: usize,
    seed: u64,
}

impl Resamples {
    /// Draws for a corpus of `sources` sources; none with fewer than two, which have no spread to resample.
    pub fn new(sources: usize) -> Self {
        Self::with(sources, Resampling::default())
    }

    /// The same, as often and from the seed that `resampling` says.
    pub fn with(sources: usize, resampling: Resampling) -> Self {
        Self::drawn(sources, resampling.resamples, resampling.seed)
    }

    /// `resamples` draws of `items` items (documents or sources, at most 2^27) with a seed of its own; none of fewer than two. Fewer
    /// draws where all together would hold more than 2^27 items.
    pub fn drawn(items: usize, resamples: usize, seed: u64) -> Self {
        if !(2..=MAX_DRAWN).contains(&items) {
            return Self { seed, ..Self::none() };
        }
        let (mut random, mut times) = (Random::new(seed), vec![0_u32; items]);
        let resamples = affordable(items, resamples);
        let mut drawn = Vec::with_capacity(resamples * items);
        for _ in 0..resamples {
            (0..items).for_each(|_| times[random.below(items as u64) as usize] += 1);
            for (item, times) in times.iter_mut().enumerate() {
                drawn.extend(std::iter::repeat_n(item as u32, *times as usize));
                *times = 0;
            }
        }
        Self { drawn, items, seed }
    }

    /// No draws, no intervals.
    pub const fn none() -> Self {
        Self { drawn: Vec::new(), items: 0, seed: 0 }
    }

    /// The 2.5th and 97.5th percentile of a statistic over the draws in which it is defined.
    pub fn interval(&self, statistic: impl Fn(&[u32]) -> Option<f64>) -> Option<(f64, f64)> {
        percentile_interval(&self.values(&statistic)?)
    }

    /// The statistic of every draw in which it is defined, sorted; `None` if that is less than half of them.
    pub(super) fn values(&self, statistic: &impl Fn(&[u32]) -> Option<f64>) -> Option<Vec<f64>> {
        sorted(self.draws().map(statistic))
    }

    /// Every draw.
    fn draws(&self) -> impl ExactSizeIterator<Item = &[u32]> {
        // Nought is no size of a chunk, and without items there are no draws.
        self.drawn.chunks_exact(self.items.max(1))
    }

    /// Items in each draw.
    pub(super) fn items(&self) -> usize {
        self.items
    }

    /// The seed of the draws.
    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    /// For every draw the sums of each column over the rows of the drawn items. Items without a row add nothing.
    pub(super) fn totals<const W: usize>(&self, rows: &[[f64; W]]) -> Vec<[f64; W]> {
        let mut padded = rows.to_vec();
        padded.resize(self.items.max(rows.len()), [0.0; W]);
        let mut totals = Vec::with_capacity(self.draws().len());
        // Several draws at a time: each sum waits for the one before it, the processor need not. Of wide rows the registers hold fewer.
        let rest = if W > 4 { self.totals_by::<W, 2>(&padded, &mut totals) } else { self.totals_by::<W, 4>(&padded, &mut totals) };
        for draw in rest.chunks_exact(self.items.max(1)) {
            let mut sums = [0.0; W];
            draw.iter().for_each(|&item| add(&mut sums, &padded[item as usize]));
            totals.push(sums);
        }
        totals
    }

    /// The totals of draws, `D` at a time; returns the draws that are left over.
    fn totals_by<const W: usize, const D: usize>(&self, rows: &[[f64; W]], totals: &mut Vec<[f64; W]>) -> &[u32] {
        let groups = self.drawn.chunks_exact(D * self.items.max(1));
        let rest = groups.remainder();
        for group in groups {
            let draws: [&[u32]; D] = std::array::from_fn(|own| &group[own * self.items..(own + 1) * self.items]);
            let mut sums = [[0.0; W]; D];
            for at in 0..self.items {
                for own in 0..D {
                    add(&mut sums[own], &rows[draws[own][at] as usize]);
                }
            }
            totals.extend(sums);
        }
        rest
    }
}

/// By index: over arrays of fixed length the compiler then needs no help.
pub(super) fn add<const W: usize>(sums: &mut [f64; W], more: &[f64; W]) {
    for column in 0..W {
        sums[column] += more[column];
    }
}

/// The draws of so many items that memory allows.
fn affordable(items: usize, resamples: usize) -> usize {
    resamples.min(MAX_DRAWN / items.max(1))
}

/// Values of draws in ascending order; `None` if less than half of the draws have one.
pub(super) fn sorted(draws: impl ExactSizeIterator<Item = Option<f64>>) -> Option<Vec<f64>> {
    let all = draws.len();
    let mut values: Vec<f64> = draws.flatten().filter(|value| !value.is_nan()).collect();
    if values.len() * 2 < all || values.is_empty() {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    Some(values)
}

/// The middle 95 % of sorted values.
pub(super) fn percentile_interval(sorted: &[f64]) -> Option<(f64, f64)> {
    (!sorted.is_empty()).then(|| (percentile(sorted, TAIL), percentile(sorted, 1.0 - TAIL)))
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

    #[test]
    fn draws_are_of_their_seed_and_number() {
        let sums = |resampling| Resamples::with(9, resampling).totals(&[[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]);
        let own = Resampling::default();
        assert_eq!(sums(own), sums(own));
        assert_eq!(sums(Resampling { resamples: 7, ..own }), sums(own)[..7]);
        assert_ne!(sums(Resampling { seed: 1, ..own }), sums(own));
        // Every item is drawn once on average: 1 of [1, 0], 2 of [0, 1], six without a row.
        let mean = |column: usize| sums(own).iter().map(|sums| sums[column]).sum::<f64>() / 1000.0;
        assert!((mean(0) - 1.0).abs() < 0.1 && (mean(1) - 2.0).abs() < 0.15);
    }

    #[test]
    fn draws_stay_within_memory() {
        assert_eq!(Resamples::drawn(MAX_DRAWN + 1, 1000, 1).items(), 0);
        assert_eq!((affordable(1 << 26, 1000), affordable(100, 1000)), (2, 1000));
    }
}
