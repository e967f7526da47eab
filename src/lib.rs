//! gleaner compares boilerplate strippers against hand-labelled gold spans.
//!
//! The way of a document, in the order of the modules:
//!
//! ```text
//! corpus ──> document ──> strategy ──> run ──> score ──> stats, bias ──> report
//! ```
//!
//! - [`corpus`]: documents and gold from disk, and the shipped corpus.
//! - [`document`]: a text, its segments, and their features. No gold in here.
//! - [`strategy`]: document in, [`strategy::Removals`] out; one file a strategy, one table of all.
//! - [`counts`]: what repeats in a corpus too large for one memory, for the strategies that compare documents.
//! - [`run`]: many strategies over many documents.
//! - [`gold`], [`metric`], [`score`]: joins predictions and gold to counts.
//! - [`stats`]: aggregates with intervals, tests and effects.
//! - [`bias`]: whether the source shows through what is left, and whom a strategy serves badly.
//! - [`shard`]: a file of any size cleaned into another, the unit of work of many machines.
//! - [`labelling`]: the page on which people set gold spans.
//! - [`report`]: CSV files, JSON and the terminal's table.
//! - [`results`], [`compare`], [`gate`]: the files read back, held against each other and against floors.
//!
//! ```
//! use gleaner::document::{Document, Format, render};
//! use gleaner::gold::Task;
//! use gleaner::strategy::{self, Context};
//!
//! let document = Document::anonymous(Format::Plain, "The ferry sailed at dawn.\n\nRelated article: Fares explained\n");
//! let strategy = strategy::parse("phrase-rules")?;
//! let removals = strategy.run(&document, &Context::empty());
//! let removed = removals.spans(|label| Task::Boilerplate.applies(label));
//! assert_eq!(render(&document, &removed), "The ferry sailed at dawn.\n\n");
//! # Ok::<(), gleaner::error::Error>(())
//! ```

pub mod bias;
pub mod cli;
pub mod compare;
pub mod corpus;
pub mod counts;
pub mod document;
pub mod error;
pub mod gate;
pub mod gold;
pub mod label;
pub mod labelling;
pub mod metric;
pub mod random;
pub mod report;
pub mod report_page;
pub mod results;
pub mod run;
pub mod score;
pub mod shard;
pub mod span;
pub mod stats;
pub mod strategy;
