//! JSON lines in, answers out, in the order they came.

use super::{Strip, TextFormat};
use crate::cli::output;
use crate::document::Format;
use crate::error::Result;
use crate::shard::{Emit, Options, format_named, process_stream};
use crate::strategy::Selected;
use std::path::Path;
use std::sync::Arc;

/// A longer line is no document; it becomes an error row.
const MAX_LINE_BYTES: usize = 256 << 20;

/// Cleans a stream; returns whether any line was bad.
///
/// # Errors
/// A file that cannot be read, or stdout gone.
pub fn strip(file: &Path, strategy: &Selected, command: &Strip) -> Result<bool> {
    let lines = Some(format_named("jsonl")?);
    let options = Options {
        from: lines,
        to: lines,
        emit: Emit::Answers,
        format: document_format(command.format),
        lang: command.lang.clone(),
        source: command.source.clone(),
        view: command.view,
        max_record_bytes: MAX_LINE_BYTES,
        pool: Some(Arc::new(crate::cli::thread_pool(command.threads)?)),
        ..Options::default()
    };
    let stats = process_stream(&[file.to_path_buf()], Box::new(std::io::stdout()), strategy, command.task, &options)
        .map_err(output::about_stdout)?;
    if stats.errors > 0 {
        let name = if file == Path::new("-") { "<stdin>".into() } else { file.display().to_string() };
        let (bad, lines) = (stats.errors, stats.last_record);
        output::remark(&format!("{name}: {bad} of {lines} lines could not be read; each has an error row"));
    }
    Ok(stats.errors > 0)
}

/// How texts are written; `None`: by their look.
pub const fn document_format(format: TextFormat) -> Option<Format> {
    match format {
        TextFormat::Auto => None,
        TextFormat::Plain => Some(Format::Plain),
        TextFormat::Markdown => Some(Format::Markdown),
        TextFormat::Html => Some(Format::Html),
    }
}
