//! The measures that strategies are compared by, and that have an interval wherever there is a row for them.

use super::Assessed;
use super::columns::Column;
use super::summary::ends;
use super::table::{Field, Kind};
use crate::score::{Evaluation, StrategyScores};
use crate::stats::{Average, Resamples};

/// A main measure.
#[derive(Debug)]
pub struct MainMeasure {
    /// Its name.
    pub name: &'static str,
    /// Whether more is better.
    pub higher_is_better: bool,
    /// Names of the columns with the ends of its intervals.
    ends: [&'static str; 4],
}

macro_rules! measure {
    ($name:literal, $higher:literal) => {
        MainMeasure {
            name: $name,
            higher_is_better: $higher,
            ends: [concat!($name, ".low"), concat!($name, ".high"), concat!($name, ".bca_low"), concat!($name, ".bca_high")],
        }
    };
}

/// Every main measure: what the tables show, content F1 by tokens and segments too, and the word F1 that benchmarks publish.
pub static ALL: &[MainMeasure] = &[
    measure!("chars.f1", true),
    measure!("chars.precision", true),
    measure!("chars.recall", true),
    measure!("residue", false),
    measure!("damage", false),
    measure!("docs.clean", true),
    measure!("docs.damaged", false),
    measure!("tokens.f1", true),
    measure!("segments.f1", true),
    measure!("wcxb.f1.compat", true),
];

impl MainMeasure {
    /// The value of a document that has none under one strategy though it has under another: as bad as can be.
    pub fn worst(&self) -> f64 {
        if self.higher_is_better { 0.0 } else { 1.0 }
    }
}

/// The main measures that an evaluation has, with their columns.
pub fn of(evaluation: &Evaluation<'_>) -> Vec<(&'static MainMeasure, Column)> {
    ALL.iter().filter_map(|measure| Some((measure, Column::named(evaluation, measure.name)?))).collect()
}

/// The ends of the main measures' intervals as fields of a file whose rows are about some of the documents.
pub fn fields(results: &[Assessed<'_>], low: &'static str) -> Vec<Field> {
    let measures = results.first().map(|first| of(&first.evaluation)).unwrap_or_default();
    let names = measures.iter().flat_map(|(measure, _)| measure.ends.iter().zip([low, HIGH, BCA, BCA]));
    names.map(|(name, description)| Field::new(name, Kind::Number, description)).collect()
}

const HIGH: &str = "upper end of the 95 % percentile interval";
const BCA: &str = "end of the 95 % interval corrected for bias and acceleration (BCa)";

/// The values of [`fields`] for the measures of [`of`]: the mean over some documents, each by its index, with the index of what it
/// is resampled with.
pub fn values(
    evaluation: &Evaluation<'_>,
    measures: &[(&'static MainMeasure, Column)],
    strategy: &StrategyScores,
    documents: impl Iterator<Item = (usize, usize)> + Clone,
    resamples: &Resamples,
) -> Vec<String> {
    let one = |(_, column): &(&MainMeasure, Column)| {
        let estimate = column.estimates_over(strategy, documents.clone(), evaluation, &[Average::Documents], resamples).pop();
        ends(&estimate.unwrap_or_default()).map(|end| column.written(end))
    };
    measures.iter().flat_map(one).collect()
}
