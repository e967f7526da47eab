//! The measures of an evaluation as columns: those of labelled spans and those of texts alike.

use super::Assessed;
use super::table::{Field, Kind, number};
use crate::metric::text::{Averaging, TextMeasure};
use crate::metric::{self, Measure};
use crate::score::{DocumentScore, Evaluation, Numbers, StrategyScores};
use crate::stats::{Average, Cell, Estimate, Resamples, Sample};

/// One measure of one evaluation.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in the files.
    pub name: &'static str,
    place: Place,
}

/// The measures of spans that count mistakes.
const LOWER_IS_BETTER: &[&str] = &["residue", "damage", "docs.damaged"];

/// Where a document's value is found: of spans, the metric's index and the measure; of texts, the metric with its index, and the measure
/// with its own.
#[derive(Clone, Copy, Debug)]
enum Place {
    Span(usize, &'static Measure),
    Text((usize, Numbers), usize, &'static TextMeasure),
}

/// All measures: of spans first, then of texts, each in the order of its table.
pub fn columns(evaluation: &Evaluation<'_>) -> Vec<Column> {
    let spans = metric::measures().map(|(index, measure)| Column { name: measure.name, place: Place::Span(index, measure) });
    let numbers = Numbers::of(&evaluation.text_metrics);
    let texts = evaluation.text_metrics.iter().zip(numbers).enumerate().flat_map(|(index, (metric, numbers))| {
        let measures = metric.measures.iter().enumerate();
        measures.map(move |(own, measure)| Column { name: measure.name, place: Place::Text((index, numbers), own, measure) })
    });
    spans.chain(texts).collect()
}

/// The columns as fields of a file. All evaluations of a run have the same.
pub fn fields(results: &[Assessed<'_>], description: &'static str) -> Vec<Field> {
    let columns = results.first().map(|first| columns(&first.evaluation)).unwrap_or_default();
    columns.iter().map(|column| Field::new(column.name, Kind::Number, description)).collect()
}

impl Column {
    /// The column of this name.
    pub fn named(evaluation: &Evaluation<'_>, name: &str) -> Option<Self> {
        columns(evaluation).into_iter().find(|column| column.name == name)
    }

    /// One document's value.
    pub fn value(&self, score: &DocumentScore) -> Option<f64> {
        match self.place {
            Place::Span(index, measure) => (measure.of)(score.counts.get(index)?),
            Place::Text((_, numbers), own, _) => score.text.value(numbers, own),
        }
    }

    /// A value as it is written: text metrics with all digits, so that others' programs can be held against them.
    pub fn written(&self, value: Option<f64>) -> String {
        match (self.place, value) {
            (Place::Text(..), Some(value)) => format!("{value:?}"),
            _ => number(value),
        }
    }

    /// Whether more is better.
    pub fn higher_is_better(&self) -> bool {
        match self.place {
            Place::Span(_, measure) => !LOWER_IS_BETTER.contains(&measure.name),
            Place::Text(_, _, measure) => measure.higher_is_better,
        }
    }

    /// The kinds of average the measure has.
    pub fn averages(&self) -> impl Iterator<Item = Average> {
        let pooled = match self.place {
            Place::Span(_, measure) => measure.pooled,
            Place::Text(_, _, measure) => matches!(measure.average, Averaging::Pooled(_)),
        };
        Average::ALL.iter().copied().filter(move |average| pooled || *average != Average::Micro)
    }

    /// The two columns whose averages make this one's, if it is a harmonic mean of averages.
    fn parts(&self, evaluation: &Evaluation<'_>) -> Option<[Column; 2]> {
        let Place::Text((index, numbers), _, TextMeasure { average: Averaging::HarmonicOf(first, second), .. }) = self.place else {
            return None;
        };
        let measures = evaluation.text_metrics.get(index)?.measures;
        let part = |own: usize| {
            let measure = measures.get(own)?;
            Some(Column { name: measure.name, place: Place::Text((index, numbers), own, measure) })
        };
        Some([part(*first)?, part(*second)?])
    }

    /// An average over all documents with its intervals.
    pub fn estimate(&self, evaluation: &Evaluation<'_>, strategy: &StrategyScores, average: Average, resamples: &Resamples) -> Estimate {
        self.estimates(evaluation, strategy, &[average], resamples).pop().unwrap_or_default()
    }

    /// Several averages over all documents with their intervals.
    pub fn estimates(
        &self,
        evaluation: &Evaluation<'_>,
        strategy: &StrategyScores,
        averages: &[Average],
        resamples: &Resamples,
    ) -> Vec<Estimate> {
        self.estimates_over(strategy, evaluation.source_of.iter().copied().enumerate(), evaluation, averages, resamples)
    }

    /// Several averages over some documents: each by its index, with the index of what it is resampled with.
    pub fn estimates_over(
        &self,
        strategy: &StrategyScores,
        documents: impl Iterator<Item = (usize, usize)> + Clone,
        evaluation: &Evaluation<'_>,
        averages: &[Average],
        resamples: &Resamples,
    ) -> Vec<Estimate> {
        match self.parts(evaluation) {
            Some(parts) => {
                let [first, second] = parts.map(|part| part.sample(strategy, documents.clone()));
                Sample::combined([&first, &second], averages, resamples, harmonic)
            }
            None => self.sample(strategy, documents).estimates(averages, resamples),
        }
    }

    /// The mean over some documents, by index; what a source's or a page kind's row shows.
    pub fn mean(&self, evaluation: &Evaluation<'_>, strategy: &StrategyScores, documents: &[usize]) -> Option<f64> {
        if let Some([first, second]) = self.parts(evaluation) {
            return harmonic(first.mean(evaluation, strategy, documents), second.mean(evaluation, strategy, documents));
        }
        let values = documents.iter().filter_map(|&document| self.value(strategy.documents.get(document)?));
        let (sum, n) = values.fold((0.0, 0usize), |(sum, n), value| (sum + value, n + 1));
        (n > 0).then(|| sum / n as f64)
    }

    fn sample(&self, strategy: &StrategyScores, documents: impl Iterator<Item = (usize, usize)>) -> Sample {
        let pooled = match self.place {
            Place::Span(_, measure) => measure.pooled.then_some(measure.of),
            Place::Text(_, _, TextMeasure { average: Averaging::Pooled(pooled), .. }) => Some(*pooled),
            Place::Text(..) => None,
        };
        let counts = |score: &DocumentScore| match self.place {
            Place::Span(index, _) => score.counts.get(index).copied(),
            Place::Text((_, numbers), ..) => score.text.counts(numbers),
        };
        let cell = |(document, source): (usize, usize)| {
            let score = strategy.documents.get(document)?;
            Some(Cell { source, value: self.value(score), counts: counts(score).unwrap_or_default() })
        };
        Sample::new(pooled, documents.filter_map(cell))
    }
}

fn harmonic(first: Option<f64>, second: Option<f64>) -> Option<f64> {
    let (a, b) = (first?, second?);
    Some(if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 })
}
