//! Arguments of commands that read shards and clean none.

use crate::error::Result;
use crate::shard::{Columns, Options, format_named};
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
    /// Column of the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_column: String,
    /// Column of the id
    #[arg(long, value_name = "NAME", default_value = "id")]
    id_column: String,
    /// Column of the language
    #[arg(long, value_name = "NAME", default_value = "lang")]
    lang_column: String,
    /// Column of the outlet
    #[arg(long, value_name = "NAME", default_value = "source")]
    source_column: String,
    /// Column that says how the text is written
    #[arg(long, value_name = "NAME", default_value = "format")]
    format_column: String,
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
            columns: Columns {
                text: self.text_column.clone(),
                id: self.id_column.clone(),
                lang: self.lang_column.clone(),
                source: self.source_column.clone(),
                format: self.format_column.clone(),
            },
            from: self.from.as_deref().map(format_named).transpose()?,
            // A folder's texts are one input, whatever their number.
            to: Some(format_named("jsonl")?),
            pool: Some(Arc::new(super::thread_pool(self.threads)?)),
            ..Options::default()
        })
    }
}
