//! One shard from its file to its output, as `gleaner strip --out` does it.

use crate::cleaner::{pool, selected};
use crate::errors::work;
use gleaner::error::{Error, Result};
use gleaner::shard::{self, Columns, Compression, Options};
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// What the Python side says of a shard: all of it, each time.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Said {
    text_column: String,
    id_column: String,
    lang_column: String,
    source_column: String,
    format_column: String,
    from_format: Option<String>,
    to_format: Option<String>,
    compression: Option<String>,
    format: Option<String>,
    lang: String,
    source: String,
    emit: String,
    text_to: Option<String>,
    removed_to: String,
    view: bool,
    max_record_bytes: Option<usize>,
    existing: String,
    threads: usize,
}

impl Said {
    fn options(&self) -> Result<Options> {
        let named = |name: &Option<String>| name.as_deref().map(shard::format_named).transpose();
        let usage = |why: String| Error::usage(why);
        let fresh = Options::default();
        Ok(Options {
            columns: Columns {
                text: self.text_column.clone(),
                id: self.id_column.clone(),
                lang: self.lang_column.clone(),
                source: self.source_column.clone(),
                format: self.format_column.clone(),
            },
            from: named(&self.from_format)?,
            to: named(&self.to_format)?,
            compression: self.compression.as_deref().map(str::parse::<Compression>).transpose().map_err(usage)?,
            format: self.format.as_deref().map(str::parse).transpose().map_err(usage)?,
            lang: self.lang.clone(),
            source: self.source.clone(),
            emit: self.emit.parse().map_err(usage)?,
            text_to: self.text_to.clone(),
            removed_to: self.removed_to.clone(),
            view: self.view,
            max_record_bytes: self.max_record_bytes.unwrap_or(fresh.max_record_bytes),
            existing: self.existing()?,
            pool: (self.threads != 1).then(|| pool(self.threads).map(Arc::new)).transpose()?,
            ..fresh
        })
    }

    fn existing(&self) -> Result<shard::Existing> {
        match self.existing.as_str() {
            "resume" => Ok(shard::Existing::Resume),
            "refuse" => Ok(shard::Existing::Refuse),
            "redo" => Ok(shard::Existing::Redo),
            other => Err(Error::usage(format!("unknown `{other}`")).remedy("existing is resume, refuse or redo")),
        }
    }
}

/// Cleans a shard; gives its counts as JSON, whether it was skipped, and its seconds on the wall and of the processor.
#[pyfunction]
pub fn process_shard(
    py: Python<'_>,
    input: PathBuf,
    output: PathBuf,
    strategy: &str,
    task: &str,
    said: Said,
) -> PyResult<(String, bool, f64, f64)> {
    work(py, || {
        let task = task.parse().map_err(|why: String| Error::usage(why))?;
        let stats = shard::process_shard(&input, &output, &*selected(strategy)?, task, &said.options()?)?;
        let counts = serde_json::to_string(&stats).map_err(|error| Error::data(error.to_string()))?;
        Ok((counts, stats.skipped, stats.timing.wall_seconds, stats.timing.cpu_seconds))
    })
}

/// Input and output of each shard of some files, folders and patterns.
#[pyfunction]
pub fn plan(py: Python<'_>, inputs: Vec<PathBuf>, out: PathBuf, said: Said) -> PyResult<Vec<(PathBuf, PathBuf)>> {
    let jobs = work(py, || shard::plan(&inputs, &out, &said.options()?))?;
    // Without a size to merge to, each shard has one input.
    Ok(jobs.into_iter().filter_map(|job| Some((job.inputs.into_iter().next()?, job.output))).collect())
}
