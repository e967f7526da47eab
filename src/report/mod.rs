//! Reports: evaluations as CSV files, JSON and a table for the terminal. A report computes no score.
//!
//! To add a CSV file: write `src/report/<name>.rs` with a `pub static TABLE: Table`, add a `mod` line and a row in
//! [`ALL`]; the schema file follows from the table.

pub mod agreement;
mod columns;
mod comparison;
mod cues;
pub mod cuts;
mod datapackage;
mod disparity;
mod doc_labels;
mod documents;
mod errors;
mod kinds;
mod labels;
mod leakage;
mod letters;
mod loso;
mod main_measures;
mod manifest;
mod ngrams;
mod overview;
mod pairs;
mod panels;
mod ranks;
mod shift;
mod sources;
mod summary;
mod table;
mod timing;
mod tradeoff;

use crate::bias::Bias;
use crate::score::{Contender, Evaluation};

pub use columns::{Column, columns};
pub use comparison::{ComparedPair, Comparison, Standing, comparison, comparisons};
pub use datapackage::write_package;
pub use leakage::{leakage_fields, leakage_rows};
pub use main_measures::MainMeasure;
pub use manifest::{CorpusEntry, FORMAT, Machine, Manifest, MetricEntry, StrategyEntry};
pub use ngrams::{ngram_fields, ngram_rows};
pub use overview::{Overview, overview};
pub use summary::{Aggregate, aggregates};
pub use table::{Content, Field, Kind, Rows, Sink, Table, make_folder, number, text, write_all, write_rows, write_together};
pub use tradeoff::tradeoff_text;

/// One evaluation, and what was found about its source bias.
#[derive(Debug)]
pub struct Assessed<'c> {
    /// The scores.
    pub evaluation: Evaluation<'c>,
    /// Source bias.
    pub bias: Bias,
    /// What was scored, for the files that show single documents.
    pub contenders: Vec<Contender<'c>>,
    /// Its strategies compared by every main measure.
    pub comparisons: Vec<Comparison>,
}

/// The file of aggregates, for those who want it on stdout.
pub use summary::TABLE as SUMMARY;

/// Every CSV file.
pub static ALL: &[&Table] = &[
    &summary::TABLE,
    &documents::TABLE,
    &labels::TABLE,
    &sources::TABLE,
    &kinds::TABLE,
    &pairs::TABLE,
    &ranks::TABLE,
    &doc_labels::TABLE,
    &disparity::TABLE,
    &shift::TABLE,
    &loso::TABLE,
    &errors::TABLE,
    &leakage::TABLE,
    &ngrams::TABLE,
    &tradeoff::TABLE,
    &cues::TABLE,
    &panels::TABLE,
    &timing::TABLE,
];
