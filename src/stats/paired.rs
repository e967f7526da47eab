//! Two strategies on the same documents: how large the difference is, and whether chance could make it.
//!
//! Documents of a source hang together, so intervals resample sources and tests swap whole sources.

use super::wilcoxon::{Method, Zeros, wilcoxon};
use super::{Average, Cell, Estimate, Resamples, Sample, WinTieLoss, cliffs_delta, randomisation, win_tie_loss};
use crate::metric::Counts;
use std::collections::BTreeMap;

/// Swaps tried by the randomisation test.
const ROUNDS: u64 = 9999;
/// Its seed.
const SEED: u64 = 20_260_102;

/// One document under two strategies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Index of the document's source.
    pub source: usize,
    /// The first strategy's value.
    pub first: f64,
    /// The second's.
    pub second: f64,
}

/// The comparison; differences are first minus second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// Mean difference over documents, with its interval (resampled by source) and the number of documents.
    pub difference: Estimate,
    /// Sources behind it.
    pub sources: usize,
    /// p of the randomisation test that swaps whole sources; `None` with fewer than two sources.
    pub p_randomisation: Option<f64>,
    /// p of Wilcoxon's test on the sources' summed differences.
    pub p_wilcoxon: Option<f64>,
    /// Documents won, tied and lost by the first.
    pub outcomes: WinTieLoss,
    /// Cliff's delta.
    pub delta: Option<f64>,
}

/// Compares two strategies over documents that both have a value for; `None` without any.
pub fn paired(pairs: &[Pair], resamples: &Resamples) -> Option<Paired> {
    if pairs.is_empty() || pairs.iter().any(|pair| !(pair.first - pair.second).is_finite()) {
        return None;
    }
    let differences: Vec<f64> = pairs.iter().map(|pair| pair.first - pair.second).collect();
    let cell = |(pair, difference): (&Pair, &f64)| Cell { source: pair.source, value: Some(*difference), counts: Counts::default() };
    let sample = Sample::new(None, pairs.iter().zip(&differences).map(cell));
    let mut by_source: BTreeMap<usize, f64> = BTreeMap::new();
    pairs.iter().zip(&differences).for_each(|(pair, difference)| *by_source.entry(pair.source).or_default() += difference);
    let sums: Vec<f64> = by_source.into_values().collect();
    let several = sums.len() > 1;
    let [first, second]: [Vec<f64>; 2] = [|pair: &Pair| pair.first, |pair: &Pair| pair.second].map(|side| pairs.iter().map(side).collect());
    Some(Paired {
        difference: sample.estimate(Average::Documents, resamples),
        sources: sums.len(),
        p_randomisation: several.then(|| randomisation(&sums, ROUNDS, SEED)).flatten().map(|test| test.p),
        p_wilcoxon: several.then(|| wilcoxon(&sums, Zeros::Pratt, Method::Auto)).flatten().map(|test| test.p),
        outcomes: win_tie_loss(&differences),
        delta: cliffs_delta(&first, &second),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_swapped_whole() {
        // Two sources of ten documents each, all better by 0.1: four swaps of sources, two of them as extreme.
        let pairs: Vec<Pair> = (0..20).map(|at| Pair { source: at / 10, first: 0.6, second: 0.5 }).collect();
        let found = paired(&pairs, &Resamples::new(2)).expect("defined");
        assert!((found.difference.value.expect("defined") - 0.1).abs() < 1e-12);
        assert_eq!((found.p_randomisation, found.outcomes.wins, found.sources), (Some(0.5), 20, 2));
    }
}
