//! Reports: evaluations as CSV files, JSON and a table for the terminal. A report computes no score.
//!
//! To add a CSV file: write `src/report/<name>.rs` with a `pub static TABLE: Table`, add a `mod` line and a row in
//! [`ALL`]; the schema file follows from the table.

mod columns;
mod cues;
mod datapackage;
mod documents;
mod errors;
mod kinds;
mod labels;
mod overview;
mod panels;
mod sources;
mod summary;
mod table;
mod timing;

use crate::bias::Bias;
use crate::score::Evaluation;

pub use columns::{Column, columns};
pub use overview::{Overview, overview};
pub use summary::{Aggregate, aggregates};
pub use table::{Field, Kind, Table, write_all};

/// One evaluation, and what was found about its source bias.
#[derive(Debug)]
pub struct Assessed<'c> {
    /// The scores.
    pub evaluation: Evaluation<'c>,
    /// Source bias.
    pub bias: Bias,
}

/// Every CSV file.
pub static ALL: &[&Table] = &[
    &summary::TABLE,
    &documents::TABLE,
    &labels::TABLE,
    &sources::TABLE,
    &kinds::TABLE,
    &cues::TABLE,
    &panels::TABLE,
    &errors::TABLE,
    &timing::TABLE,
];
