//! What the text metrics say of one output, as one list of numbers.

use crate::metric::Counts;
use crate::metric::text::{Averaging, TextMetric, TextScore};
use std::sync::Arc;

/// Scores of one output by several text metrics. A list for each metric would take five times the memory, and there is one of these for each
/// document under each strategy; equal outputs share theirs.
///
/// The numbers of a metric are its measures' values, then its four counts if they are pooled ([`width`]); those of the metrics stand one after
/// the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextScores(Arc<[u64]>);

/// The bits that stand for no value: no arithmetic makes this NaN.
const MISSING: u64 = u64::MAX;

/// Numbers of a metric.
pub fn width(metric: &TextMetric) -> usize {
    metric.measures.len() + if is_pooled(metric) { 4 } else { 0 }
}

fn is_pooled(metric: &TextMetric) -> bool {
    metric.measures.iter().any(|measure| matches!(measure.average, Averaging::Pooled(_)))
}

impl TextScores {
    /// The scores by `metrics`, in their order.
    pub fn new(metrics: &[&TextMetric], scores: &[TextScore]) -> Self {
        let mut numbers = Vec::with_capacity(metrics.iter().map(|metric| width(metric)).sum());
        for (metric, TextScore { values, counts }) in metrics.iter().zip(scores) {
            let values = (0..metric.measures.len()).map(|own| values.get(own).copied().flatten());
            numbers.extend(values.map(|value| value.map_or(MISSING, f64::to_bits)));
            if is_pooled(metric) {
                numbers.extend([counts.tp, counts.fp, counts.fn_, counts.tn].map(f64::to_bits));
            }
        }
        Self(numbers.into())
    }

    /// The value at a place.
    pub fn value(&self, at: usize) -> Option<f64> {
        self.0.get(at).filter(|&&bits| bits != MISSING).map(|&bits| f64::from_bits(bits))
    }

    /// The counts that begin at a place.
    pub fn counts(&self, at: usize) -> Option<Counts> {
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
        let (flat, mut at) = (TextScores::new(ALL, &scores), 0);
        for (metric, score) in ALL.iter().zip(&scores) {
            let own = (0..metric.measures.len()).map(|own| flat.value(at + own)).collect::<Vec<_>>();
            assert_eq!(own, score.values, "{}", metric.id);
            if is_pooled(metric) {
                assert_eq!(flat.counts(at + metric.measures.len()), Some(score.counts));
            }
            at += width(metric);
        }
        assert_eq!((flat.value(at), flat.counts(at)), (None, None));
        assert!(scores.iter().any(|score| score.values.contains(&None)) && ALL.iter().any(|metric| is_pooled(metric)));
    }
}
