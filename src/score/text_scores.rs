//! What the text metrics say of one output, as one list of numbers.

use crate::metric::Counts;
use crate::metric::text::{Averaging, TextMetric, TextScore};
use std::sync::Arc;

/// Scores of one output by several text metrics. A list for each metric would take five times the memory, and there is one of these for each
/// document under each strategy; equal outputs share theirs.
///
/// The numbers of a metric are its measures' values, then its four counts if they are pooled ([`Numbers`]); those of the metrics stand one
/// after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextScores(Arc<[u64]>);

/// The bits that stand for no value: no arithmetic makes this NaN.
const MISSING: u64 = u64::MAX;

/// Where the numbers of one metric stand.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    first: usize,
    measures: usize,
    pooled: bool,
}

impl Numbers {
    /// Those of each of some metrics, in their order.
    pub fn of(metrics: &[&TextMetric]) -> Vec<Self> {
        let mut first = 0;
        let place = |metric: &&TextMetric| {
            let pooled = metric.measures.iter().any(|measure| matches!(measure.average, Averaging::Pooled(_)));
            let own = Self { first, measures: metric.measures.len(), pooled };
            first = own.end();
            own
        };
        metrics.iter().map(place).collect()
    }

    const fn end(&self) -> usize {
        self.first + self.measures + if self.pooled { 4 } else { 0 }
    }
}

impl TextScores {
    /// The scores by `metrics`, in their order.
    pub fn new(metrics: &[&TextMetric], scores: &[TextScore]) -> Self {
        let places = Numbers::of(metrics);
        let mut numbers = Vec::with_capacity(places.last().map_or(0, Numbers::end));
        for (place, TextScore { values, counts }) in places.iter().zip(scores) {
            let values = (0..place.measures).map(|own| values.get(own).copied().flatten());
            numbers.extend(values.map(|value| value.map_or(MISSING, f64::to_bits)));
            if place.pooled {
                numbers.extend([counts.tp, counts.fp, counts.fn_, counts.tn].map(f64::to_bits));
            }
        }
        Self(numbers.into())
    }

    /// The value of one of a metric's measures.
    pub fn value(&self, numbers: Numbers, measure: usize) -> Option<f64> {
        let at = (measure < numbers.measures).then_some(numbers.first + measure)?;
        self.0.get(at).filter(|&&bits| bits != MISSING).map(|&bits| f64::from_bits(bits))
    }

    /// A metric's counts, if they are pooled.
    pub fn counts(&self, numbers: Numbers) -> Option<Counts> {
        let at = numbers.pooled.then_some(numbers.first + numbers.measures)?;
        let [tp, fp, fn_, tn] = self.0.get(at..)?.first_chunk()?.map(f64::from_bits);
        Some(Counts { tp, fp, fn_, tn })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::{ALL, ReferenceText, TextPair};

    #[test]
    fn values_and_pooled_counts_are_those_of_the_metrics() {
        let reference = ReferenceText { text: "One two. Three.".into(), ..ReferenceText::default() };
        let pair = TextPair { predicted: Some("One two."), reference: &reference, page: "Menu. One two. Three." };
        let scores: Vec<TextScore> = ALL.iter().map(|metric| metric.score(&pair)).collect();
        let (flat, places) = (TextScores::new(ALL, &scores), Numbers::of(ALL));
        for ((metric, score), place) in ALL.iter().zip(&scores).zip(&places) {
            let own = (0..metric.measures.len()).map(|own| flat.value(*place, own)).collect::<Vec<_>>();
            assert_eq!(own, score.values, "{}", metric.id);
            assert_eq!(flat.value(*place, metric.measures.len()), None);
            assert_eq!(flat.counts(*place), place.pooled.then_some(score.counts));
        }
        assert_eq!(places.last().map(Numbers::end), Some(flat.0.len()));
        assert!(scores.iter().any(|score| score.values.contains(&None)) && places.iter().any(|place| place.pooled));
    }
}
