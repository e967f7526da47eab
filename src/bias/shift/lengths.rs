//! How lengths move: the median over sources of what is left for each token of gold, and how far the lengths of documents lie apart.

use super::texts::Counted;
use crate::bias::rows::DRAWS;
use crate::stats::{Estimate, Weighed, ends, kolmogorov_smirnov};

/// Tokens that were left and those of gold, of one source or one document.
#[derive(Clone, Copy, Debug)]
struct Length {
    source: usize,
    left: f64,
    gold: f64,
}

/// Lengths by document, and what resampling sources needs to know.
#[derive(Debug)]
pub(super) struct Lengths<'a> {
    pub source_of: &'a [usize],
    pub sources: usize,
    pub left: &'a [Counted],
    pub gold: &'a [Counted],
}

impl Lengths<'_> {
    fn documents(&self) -> impl Iterator<Item = Length> + '_ {
        let both = self.source_of.iter().zip(self.left).zip(self.gold);
        both.map(|((&source, left), gold)| Length { source, left: left.tokens, gold: gold.tokens })
    }

    /// The median over sources of tokens left for each token of gold; sources whose gold is empty have no say.
    pub fn median(&self, draws: &[Vec<f64>]) -> Estimate {
        let mut sources: Vec<Length> = (0..self.sources).map(|source| Length { source, left: 0.0, gold: 0.0 }).collect();
        for own in self.documents() {
            sources[own.source].left += own.left;
            sources[own.source].gold += own.gold;
        }
        let mut ratios: Vec<(f64, usize)> =
            sources.iter().filter(|own| own.gold > 0.0).map(|own| (own.left / own.gold, own.source)).collect();
        ratios.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let value = weighted_median(&ratios, |_| 1.0);
        let mut drawn: Vec<f64> = draws.iter().filter_map(|times| weighted_median(&ratios, |source| times[source])).collect();
        Estimate {
            value,
            interval: value.and_then(|value| ends(value, &mut drawn, DRAWS as usize)),
            n: ratios.len(),
            ..Estimate::default()
        }
    }

    /// Kolmogorov-Smirnov distance between the lengths of documents, in tokens.
    pub fn distance(&self, draws: &[Vec<f64>]) -> Estimate {
        // The sources of the values in order: a weight of each is all that a draw changes.
        let mut sorted: Vec<(Weighed, usize)> = Vec::new();
        for own in self.documents() {
            sorted.push((Weighed { value: own.left, first: 1.0, second: 0.0 }, own.source));
            sorted.push((Weighed { value: own.gold, first: 0.0, second: 1.0 }, own.source));
        }
        sorted.sort_by(|a, b| a.0.value.total_cmp(&b.0.value));
        let mut weighed: Vec<Weighed> = sorted.iter().map(|(value, _)| *value).collect();
        let value = kolmogorov_smirnov(&weighed);
        let mut under = |times: &Vec<f64>| {
            for (own, (value, source)) in weighed.iter_mut().zip(&sorted) {
                (own.first, own.second) = (value.first * times[*source], value.second * times[*source]);
            }
            kolmogorov_smirnov(&weighed)
        };
        let mut drawn: Vec<f64> = draws.iter().filter_map(&mut under).collect();
        Estimate {
            value,
            interval: value.and_then(|value| ends(value, &mut drawn, DRAWS as usize)),
            n: self.left.len(),
            ..Estimate::default()
        }
    }
}

/// The median of sorted values under weights: the mean of the two in the middle where the halves are even.
fn weighted_median(sorted: &[(f64, usize)], weight: impl Fn(usize) -> f64) -> Option<f64> {
    let half = sorted.iter().map(|(_, source)| weight(*source)).sum::<f64>() / 2.0;
    if half <= 0.0 {
        return None;
    }
    let (mut passed, mut lower) = (0.0, None);
    for (value, source) in sorted.iter().filter(|(_, source)| weight(*source) > 0.0) {
        if let Some(lower) = lower {
            return Some((lower + value) / 2.0);
        }
        passed += weight(*source);
        if passed > half {
            return Some(*value);
        }
        // Weights are whole numbers, so that halves are exact.
        lower = (passed == half).then_some(*value);
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_count_weights() {
        let sorted = [(1.0, 0), (2.0, 1), (6.0, 2), (7.0, 3)];
        assert_eq!(weighted_median(&sorted, |_| 1.0), Some(4.0));
        assert_eq!(weighted_median(&sorted, |source| [0.0, 0.0, 1.0, 0.0][source]), Some(6.0));
        assert_eq!(weighted_median(&sorted, |source| [3.0, 1.0, 1.0, 0.0][source]), Some(1.0));
        assert_eq!(weighted_median(&sorted, |_| 0.0), None);
    }

    #[test]
    fn a_source_counts_once_in_the_median_and_each_document_in_the_distance() {
        let tokens = |tokens: f64| Counted { tokens, ..Counted::default() };
        let left = [10.0, 10.0, 0.0, 30.0].map(tokens);
        let gold = [10.0, 20.0, 10.0, 30.0].map(tokens);
        let lengths = Lengths { source_of: &[0, 0, 1, 2], sources: 3, left: &left, gold: &gold };
        let draws = vec![vec![1.0; 3]; DRAWS as usize];
        // Sources: 20/30, 0, 1.
        let median = lengths.median(&draws);
        assert_eq!((median.value, median.n), (Some(2.0 / 3.0), 3));
        assert_eq!(median.interval, Some((2.0 / 3.0, 2.0 / 3.0)));
        // Left 0, 10, 10, 30 against 10, 10, 20, 30: a quarter at 0; 3/4 against 1/2 at 10.
        assert_eq!(lengths.distance(&draws).value, Some(0.25));
    }
}
