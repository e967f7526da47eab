//! Metrics: what is counted in one document, and the measures drawn from the counts. One metric a file, one table.
//!
//! Content is the positive class throughout. A metric sees classes and removed bytes, never labels or strategies:
//! those meet in [`crate::score`] only.
//!
//! To add one: write `src/metric/<name>.rs` with a `pub static METRIC: Metric`, add a `mod` line and a row in [`ALL`].
//! CSV columns, aggregates and intervals follow from the table.
//!
//! Beside the table: [`text`] compares with a reference text; [`spans`] and [`agreement`] are pure functions over spans,
//! chunks, blocks, segmentations and several annotators.

pub mod agreement;
mod chars;
mod counts;
mod judged;
pub mod matching;
mod segments;
pub mod spans;
mod spans_exact;
mod spans_iou50;
mod spans_partial;
pub mod text;
mod tokens;

pub use counts::{Counts, Prf};
pub use judged::{Class, Judged, Tally, Units};

/// A metric: how to count a document, and what to report of the counts.
#[derive(Debug)]
pub struct Metric {
    /// Short name; its measures' names begin with it unless they are measures of their own.
    pub id: &'static str,
    /// Counts one document.
    pub count: fn(&Judged<'_>) -> Counts,
    /// What is reported.
    pub measures: &'static [Measure],
}

/// A number drawn from counts.
#[derive(Debug)]
pub struct Measure {
    /// Column name in the CSV files.
    pub name: &'static str,
    /// The value; `None` where it is undefined, which leaves the document out of the average.
    pub of: fn(&Counts) -> Option<f64>,
    /// Whether pooled counts give a value too (micro average).
    pub pooled: bool,
}

/// Every metric.
pub static ALL: &[&Metric] =
    &[&chars::METRIC, &tokens::METRIC, &segments::METRIC, &spans_exact::METRIC, &spans_partial::METRIC, &spans_iou50::METRIC];

/// Every measure with the index of its metric in [`ALL`].
pub fn measures() -> impl Iterator<Item = (usize, &'static Measure)> {
    ALL.iter().enumerate().flat_map(|(index, metric)| metric.measures.iter().map(move |measure| (index, measure)))
}

/// The measure of this name, with the index of its metric.
pub fn measure(name: &str) -> Option<(usize, &'static Measure)> {
    measures().find(|(_, measure)| measure.name == name)
}
