//! `summary.csv`: every aggregate of every strategy, with interval and n.

use super::table::{Field, Kind, Sink, Table, number};
use crate::error::Result;
use crate::metric::{self, Measure};
use crate::score::{Evaluation, StrategyScores};
use crate::stats::{Average, Cell, Estimate, Resamples, Sample};

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "summary",
    description: "one row for strategy x task x metric x average: every aggregate with its 95 % interval",
    fields,
    rows,
};

fn fields() -> Vec<Field> {
    let mut fields = super::documents::key_fields();
    fields.extend([
        Field::new("metric", Kind::Text, "measure; content is the positive class"),
        Field::new(
            "average",
            Kind::Text,
            "micro (pooled counts), documents (mean over documents) or sources (mean over sources of means over documents)",
        ),
        Field::new("value", Kind::Number, "the aggregate"),
        Field::new(
            "low",
            Kind::Number,
            "lower end of the 95 % percentile bootstrap interval, resampled by source; NA with fewer than two sources",
        ),
        Field::new("high", Kind::Number, "upper end of the interval"),
        Field::new("n", Kind::Integer, "documents (for the average `sources`: sources) behind the value"),
    ]);
    fields
}

fn rows(evaluations: &[Evaluation<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for evaluation in evaluations {
        let resamples = Resamples::new(evaluation.sources.len());
        for strategy in &evaluation.strategies {
            for aggregate in aggregates(evaluation, strategy, &resamples) {
                let Aggregate { measure, average, estimate } = aggregate;
                let mut row = super::documents::key_values(evaluation, strategy);
                row.extend([measure.name.into(), average.name().into(), number(estimate.value)]);
                row.extend([number(estimate.interval.map(|(low, _)| low)), number(estimate.interval.map(|(_, high)| high))]);
                row.push(estimate.n.to_string());
                sink(&row)?;
            }
        }
    }
    Ok(())
}

/// One aggregate of one strategy.
#[derive(Debug)]
pub struct Aggregate {
    /// The measure.
    pub measure: &'static Measure,
    /// How it is averaged.
    pub average: Average,
    /// Value, interval, n.
    pub estimate: Estimate,
}

/// All aggregates of one strategy, in the order of the metrics' table.
pub fn aggregates(evaluation: &Evaluation<'_>, strategy: &StrategyScores, resamples: &Resamples) -> Vec<Aggregate> {
    let mut all = Vec::new();
    for (index, measure) in metric::measures() {
        let sample = Sample::new(measure, &cells(evaluation, strategy, index));
        for &average in Average::ALL {
            if measure.pooled || average != Average::Micro {
                all.push(Aggregate { measure, average, estimate: sample.estimate(average, resamples) });
            }
        }
    }
    all
}

/// The counts of one metric, with each document's source.
pub fn cells(evaluation: &Evaluation<'_>, strategy: &StrategyScores, metric: usize) -> Vec<Cell> {
    let examples = evaluation.corpus.examples.iter();
    let source = |name: &str| evaluation.sources.binary_search(&name).unwrap_or(0);
    let cell = |(example, score): (&crate::corpus::Example, &crate::score::DocumentScore)| Cell {
        source: source(&example.document.meta.source),
        counts: score.counts[metric],
    };
    examples.zip(&strategy.documents).map(cell).collect()
}
