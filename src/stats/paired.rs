//! Two strategies on the same documents: how large the difference is, and whether chance could make it.
//!
//! Documents of a source hang together, so intervals resample sources and tests swap whole sources.

use super::panel::{Panel, ROUNDS};
use super::{Estimate, Resamples, WinTieLoss};

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
    /// p of the randomisation test that swaps whole sources: all swaps where at most 20 sources differ, else drawn ones. `None`
    /// with fewer than two sources, 1 where no source differs.
    pub p_randomisation: Option<f64>,
    /// p of Wilcoxon's test on the sources' summed differences; defined where the other is.
    pub p_wilcoxon: Option<f64>,
    /// Documents won, tied and lost by the first.
    pub outcomes: WinTieLoss,
    /// Cliff's delta.
    pub delta: Option<f64>,
}

/// Compares two strategies over documents that both have a value for; `None` without any, or with one that is not finite.
pub fn paired(pairs: &[Pair], resamples: &Resamples) -> Option<Paired> {
    let sources: Vec<usize> = pairs.iter().map(|pair| pair.source).collect();
    let values = [|pair: &Pair| pair.first, |pair: &Pair| pair.second].map(|side| pairs.iter().map(side).collect());
    Panel::new(&values, &sources, ROUNDS, resamples).compare(0, 1)
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
