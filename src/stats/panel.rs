//! Several strategies on the same documents, so that any two can be compared.
//!
//! Draws and swaps are shared: a difference of two strategies in a draw is the difference of what each has in it. So the work is
//! that of each strategy once, and little for each pair.

use super::effect::{delta_of_sorted, sorted};
use super::randomisation::{MAX_EXACT, drawn_p, randomisation, swapped};
use super::wilcoxon::{Method, Zeros, wilcoxon};
use super::{Estimate, Paired, Resamples, win_tie_loss};
use rayon::prelude::*;

/// Swaps tried for a single comparison.
pub(super) const ROUNDS: u64 = 9999;
/// Most swaps tried; with more, the sums of a strategy would take more than a megabyte.
const MAX_ROUNDS: u64 = 99_999;
/// Swaps for each comparison that a p has to be adjusted for: then 5 % are within reach of the smallest p there is, five times over.
const ROUNDS_PER_PAIR: u64 = 100;
/// Sums of a source nearer to each other are alike; Wilcoxon's test rounds to the same.
const RESOLUTION: f64 = 1e-12;
/// Strategies whose sums are formed together: a row of eight fills a line of the cache.
const TILE: usize = 8;

/// The strategies, with what each has in every draw and under every swap.
#[derive(Debug)]
pub struct Panel {
    sides: Vec<Side>,
    /// Documents in every draw.
    sizes: Vec<f64>,
    /// Documents of each source that has some.
    documents: Vec<f64>,
    rounds: u64,
}

/// One strategy.
#[derive(Debug)]
struct Side {
    values: Vec<f64>,
    /// The same in ascending order.
    sorted: Vec<f64>,
    /// Sum of its values for each source that has documents.
    sums: Vec<f64>,
    /// Sum of its values in every draw.
    drawn: Vec<f64>,
    /// Sum of its values under every swap.
    swapped: Vec<f64>,
    finite: bool,
}

/// Swaps to try where `comparisons` are made at once: enough for a p that survives the adjustment, at most 99,999.
pub fn rounds(comparisons: usize) -> u64 {
    (comparisons as u64).saturating_mul(ROUNDS_PER_PAIR).clamp(ROUNDS, MAX_ROUNDS)
}

impl Panel {
    /// Prepares strategies, each with a value for every document; `source_of` names the documents' sources, numbered as those
    /// of the draws. `rounds` swaps are drawn where there are too many to try all ([`rounds`]), from the seed behind that of the draws.
    pub fn new(strategies: &[Vec<f64>], source_of: &[usize], rounds: u64, resamples: &Resamples) -> Self {
        let mut named: Vec<usize> = source_of.to_vec();
        named.sort_unstable();
        named.dedup();
        let dense: Vec<usize> = source_of.iter().map(|source| named.binary_search(source).unwrap_or(0)).collect();
        let mut documents = vec![0.0; named.len()];
        dense.iter().for_each(|&source| documents[source] += 1.0);
        let rounds = rounds.min(MAX_ROUNDS);
        let prepare = |tile: &[Vec<f64>]| sides(tile, &dense, &named, (rounds, resamples.seed().wrapping_add(1)), resamples);
        let sides = strategies.par_chunks(TILE).flat_map_iter(prepare).collect();
        let sizes: Vec<[f64; 1]> = scattered(&documents.iter().map(|size| [*size]).collect::<Vec<_>>(), &named, resamples);
        let sizes = resamples.totals(&sizes).into_iter().map(|[size]| size).collect();
        Self { sides, sizes, documents, rounds }
    }

    /// The mean of a strategy over documents.
    pub fn mean(&self, strategy: usize) -> Option<f64> {
        let values = &self.sides.get(strategy)?.values;
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    }

    /// Its means over the documents of each source, in the order of the sources.
    pub fn source_means(&self, strategy: usize) -> Option<Vec<f64>> {
        let sums = self.sides.get(strategy)?.sums.iter();
        Some(sums.zip(&self.documents).map(|(sum, size)| sum / size).collect())
    }

    /// Compares two strategies, by index; `None` without documents, or with a value that is not finite.
    pub fn compare(&self, first: usize, second: usize) -> Option<Paired> {
        let (one, two) = (self.sides.get(first)?, self.sides.get(second)?);
        if one.values.is_empty() || !(one.finite && two.finite) {
            return None;
        }
        let subtract = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
        let (by_document, by_source) = (subtract(&one.values, &two.values), subtract(&one.sums, &two.sums));
        let several = self.documents.len() > 1;
        Some(Paired {
            difference: self.difference(one, two, &by_source),
            sources: self.documents.len(),
            p_randomisation: several.then(|| self.randomisation(one, two, &by_source)),
            p_wilcoxon: several.then(|| wilcoxon(&by_source, Zeros::Pratt, Method::Auto).map_or(1.0, |test| test.p)),
            outcomes: win_tie_loss(&by_document),
            delta: Some(delta_of_sorted(&one.sorted, &two.sorted)),
        })
    }

    fn difference(&self, one: &Side, two: &Side, by_source: &[f64]) -> Estimate {
        let (all, size): (f64, f64) = (by_source.iter().sum(), self.documents.iter().sum());
        let share = |sum: f64, size: f64| (size > 0.0).then(|| sum / size);
        let draws = one.drawn.iter().zip(&two.drawn).zip(&self.sizes).map(|((one, two), size)| share(one - two, *size));
        let left_out = by_source.iter().zip(&self.documents).map(|(sum, documents)| share(all - sum, size - documents));
        Estimate { n: one.values.len(), ..Estimate::from(share(all, size), draws, left_out) }
    }

    /// p of the swaps of whole sources. Sources that do not differ change no sum.
    fn randomisation(&self, one: &Side, two: &Side, by_source: &[f64]) -> f64 {
        let differing: Vec<f64> = by_source.iter().copied().filter(|difference| difference.abs() > RESOLUTION).collect();
        if differing.len() <= MAX_EXACT {
            return randomisation(&differing, 0, 0).map_or(1.0, |test| test.p);
        }
        let size: f64 = one.sums.iter().chain(&two.sums).map(|sum| sum.abs()).sum();
        let least = differing.iter().sum::<f64>().abs() - RESOLUTION * size;
        let extreme = one.swapped.iter().zip(&two.swapped).filter(|(one, two)| (*one - *two).abs() >= least).count();
        drawn_p(extreme as u64, self.rounds)
    }
}

/// Up to [`TILE`] strategies at once. `dense` are the documents' sources among the `named` ones.
fn sides(tile: &[Vec<f64>], dense: &[usize], named: &[usize], (rounds, seed): (u64, u64), resamples: &Resamples) -> Vec<Side> {
    let mut rows = vec![[0.0; TILE]; named.len()];
    for (lane, values) in tile.iter().enumerate() {
        values.iter().zip(dense).for_each(|(value, &source)| rows[source][lane] += value);
    }
    let drawn = resamples.totals(&scattered(&rows, named, resamples));
    // With so few sources all swaps are tried.
    let rounds = if named.len() > MAX_EXACT { rounds } else { 0 };
    let mut swap = swapped(&rows, seed);
    let swapped: Vec<[f64; TILE]> = (0..rounds).map(|_| swap()).collect();
    let column = |rows: &[[f64; TILE]], lane: usize| rows.iter().map(|row| row[lane]).collect::<Vec<f64>>();
    let side = |(lane, values): (usize, &Vec<f64>)| Side {
        values: values.clone(),
        sorted: sorted(values),
        sums: column(&rows, lane),
        drawn: column(&drawn, lane),
        swapped: column(&swapped, lane),
        finite: values.len() == dense.len() && values.iter().all(|value| value.is_finite()),
    };
    tile.iter().enumerate().map(side).collect()
}

/// Rows of the named sources at the places the draws know them by; what no draw holds is left out.
fn scattered<const W: usize>(rows: &[[f64; W]], named: &[usize], resamples: &Resamples) -> Vec<[f64; W]> {
    let mut all = vec![[0.0; W]; resamples.items()];
    for (row, &source) in rows.iter().zip(named) {
        if let Some(place) = all.get_mut(source) {
            *place = *row;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Average, Cell, Pair, Sample, paired};

    /// Three strategies over 60 documents of 30 sources, no two of them alike.
    fn table() -> (Vec<Vec<f64>>, Vec<usize>) {
        let values = |step: usize| (0..60).map(|at| ((at * step + 3) % 11) as f64 / 10.0).collect();
        (vec![values(3), values(5), values(7)], (0..60).map(|at| at * 7 % 30).collect())
    }

    #[test]
    fn a_pair_of_many_is_the_pair_alone() {
        let (values, sources) = table();
        let draws = Resamples::new(30);
        let panel = Panel::new(&values, &sources, ROUNDS, &draws);
        for (first, second) in [(0, 1), (0, 2), (2, 1)] {
            let pairs =
                sources.iter().enumerate().map(|(at, &source)| Pair { source, first: values[first][at], second: values[second][at] });
            assert_eq!(panel.compare(first, second), paired(&pairs.collect::<Vec<_>>(), &draws));
        }
        assert_eq!(panel.compare(0, 3), None);
    }

    #[test]
    fn shared_draws_and_swaps_give_what_the_differences_give() {
        let (values, sources) = table();
        let draws = Resamples::new(30);
        let found = Panel::new(&values, &sources, ROUNDS, &draws).compare(0, 1).expect("defined");
        let differences: Vec<f64> = values[0].iter().zip(&values[1]).map(|(a, b)| a - b).collect();
        let cell = |(&source, &value): (&usize, &f64)| Cell { source, value: Some(value), counts: Default::default() };
        let estimate = Sample::new(None, sources.iter().zip(&differences).map(cell)).estimate(Average::Documents, &draws);
        let near = |ours: Option<(f64, f64)>, theirs: Option<(f64, f64)>| {
            let (ours, theirs) = (ours.expect("defined"), theirs.expect("defined"));
            assert!((ours.0 - theirs.0).abs() < 1e-12 && (ours.1 - theirs.1).abs() < 1e-12, "{ours:?} {theirs:?}");
        };
        near(found.difference.interval, estimate.interval);
        near(found.difference.bca, estimate.bca);
        let mut sums = vec![0.0; 30];
        sources.iter().zip(&differences).for_each(|(&source, difference)| sums[source] += difference);
        let alone = randomisation(&sums, ROUNDS, draws.seed().wrapping_add(1)).expect("defined");
        assert!(!alone.exact && sums.iter().filter(|sum| sum.abs() > RESOLUTION).count() > MAX_EXACT);
        assert_eq!(found.p_randomisation, Some(alone.p));
    }

    #[test]
    fn sources_that_do_not_differ_leave_few_enough_to_try_all_swaps() {
        // 40 sources, four of which differ, all one way: 2 of 16 swaps are as extreme.
        let first: Vec<f64> = (0..40).map(|at| if at < 4 { 0.6 } else { 0.5 }).collect();
        let panel = Panel::new(&[first, vec![0.5; 40]], &(0..40).collect::<Vec<_>>(), ROUNDS, &Resamples::new(40));
        assert_eq!(panel.compare(0, 1).and_then(|pair| pair.p_randomisation), Some(0.125));
        let alike = panel.compare(1, 1).expect("defined");
        assert_eq!((alike.p_randomisation, alike.p_wilcoxon, alike.difference.interval), (Some(1.0), Some(1.0), Some((0.0, 0.0))));
    }

    #[test]
    fn what_is_not_finite_is_not_compared() {
        let draws = Resamples::new(2);
        let panel = Panel::new(&[vec![1.0, f64::NAN], vec![0.0, 0.0], vec![1.0, 1.0]], &[0, 1], ROUNDS, &draws);
        assert!(panel.compare(0, 1).is_none() && panel.compare(2, 1).is_some());
        assert!(Panel::new(&[vec![], vec![]], &[], ROUNDS, &draws).compare(0, 1).is_none());
    }
}
