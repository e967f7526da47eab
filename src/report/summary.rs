//! `summary.csv`: every aggregate of every strategy, with interval and n.

use super::Assessed;
use super::columns::{Column, columns};
use super::table::{Field, Kind, Rows, Sink, Table};
use crate::error::Result;
use crate::score::{Evaluation, StrategyScores};
use crate::stats::{Average, Estimate, Resamples};
use rayon::prelude::*;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "summary",
    description: "one row for strategy x task x metric x average: every aggregate with its 95 % interval",
    fields,
    rows: Rows::Sent(rows),
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
        Field::new("bca_low", Kind::Number, BCA_LOW),
        Field::new("bca_high", Kind::Number, "upper end of the BCa interval"),
    ]);
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, .. } in results {
        let resamples = evaluation.resamples();
        let all: Vec<Vec<Aggregate>> = evaluation.strategies.par_iter().map(|own| aggregates(evaluation, own, &resamples)).collect();
        for (strategy, aggregates) in evaluation.strategies.iter().zip(all) {
            for Aggregate { column, average, estimate } in aggregates {
                let mut row = super::documents::key_values(evaluation, strategy);
                row.extend([column.name.into(), average.name().into(), column.written(estimate.value)]);
                let [low, high, bca_low, bca_high] = ends(&estimate).map(|end| column.written(end));
                row.extend([low, high, estimate.n.to_string(), bca_low, bca_high]);
                sink(&row)?;
            }
        }
    }
    Ok(())
}

/// What a column of lower ends of BCa intervals holds.
pub(super) const BCA_LOW: &str =
    "lower end of the 95 % interval corrected for bias and acceleration (BCa); NA too where all resamples lie on one side of the value";

/// The ends of both intervals: low, high, BCa low, BCa high.
pub(super) fn ends(estimate: &Estimate) -> [Option<f64>; 4] {
    let (plain, bca) = (estimate.interval, estimate.bca);
    [plain.map(|(low, _)| low), plain.map(|(_, high)| high), bca.map(|(low, _)| low), bca.map(|(_, high)| high)]
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
    let of_column = |column: Column| {
        let averages: Vec<Average> = column.averages().collect();
        let estimates = column.estimates(evaluation, strategy, &averages, resamples);
        averages.into_iter().zip(estimates).map(move |(average, estimate)| Aggregate { column, average, estimate })
    };
    columns(evaluation).into_iter().flat_map(of_column).collect()
}
