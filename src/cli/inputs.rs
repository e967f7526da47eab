//! Arguments of commands that read shards and clean none.

use super::bad_records;
use super::columns::ColumnArguments;
use crate::error::Result;
use crate::shard::{Options, format_named};
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;

/// What to read, and how.
#[derive(Debug, Args)]
pub struct Inputs {
    /// Files, folders and patterns: JSON lines, JSON arrays, CSV, TSV, Parquet, WARC, WET, texts; .gz and .zst
    #[arg(required = true, value_name = "IN")]
    pub inputs: Vec<PathBuf>,
    /// Format of inputs whose names do not tell
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    #[command(flatten)]
    columns: ColumnArguments,
    /// Threads; 0: one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// No remarks
    #[arg(long, short)]
    pub quiet: bool,
}

impl Inputs {
    /// As the library wants them.
    ///
    /// # Errors
    /// An unknown format, threads that cannot be started.
    pub fn options(&self) -> Result<Options> {
        Ok(Options {
            columns: self.columns.columns(),
            from: self.from.as_deref().map(format_named).transpose()?,
            // A folder's texts are one input, whatever their number.
            to: Some(format_named("jsonl")?),
            on_bad: (!self.quiet).then(bad_records::teller),
            pool: Some(Arc::new(super::thread_pool(self.threads)?)),
            ..Options::default()
        })
    }
}
