//! `summary.csv`: every aggregate of every strategy, with interval and n.

use super::Assessed;
use super::columns::{Column, columns};
use super::table::{Field, Kind, Sink, Table};
use crate::error::Result;
use crate::score::{Evaluation, StrategyScores};
use crate::stats::{Average, Estimate, Resamples};

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "summary",
    description: "one row for strategy x task x metric x average: every aggregate with its 95 % interval",
    fields,
    rows,
};

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
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

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, .. } in results {
        let resamples = Resamples::new(evaluation.sources.len());
        for strategy in &evaluation.strategies {
            for Aggregate { column, average, estimate } in aggregates(evaluation, strategy, &resamples) {
                let mut row = super::documents::key_values(evaluation, strategy);
                row.extend([column.name.into(), average.name().into(), column.written(estimate.value)]);
                let ends = [estimate.interval.map(|(low, _)| low), estimate.interval.map(|(_, high)| high)];
                row.extend(ends.map(|end| column.written(end)));
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
    pub column: Column,
    /// How it is averaged.
    pub average: Average,
    /// Value, interval, n.
    pub estimate: Estimate,
}

/// All aggregates of one strategy, in the order of the columns.
pub fn aggregates(evaluation: &Evaluation<'_>, strategy: &StrategyScores, resamples: &Resamples) -> Vec<Aggregate> {
    let aggregate = |column: Column, average: Average| {
        let estimate = column.estimate(evaluation, strategy, average, resamples);
        Aggregate { column, average, estimate }
    };
    columns(evaluation)
        .into_iter()
        .flat_map(|column| {
            let averages: Vec<Average> = column.averages().collect();
            averages.into_iter().map(move |average| aggregate(column, average))
        })
        .collect()
}
