//! One shard from its file to its output, as `gleaner strip --out` does it.

use crate::cleaner::{pool, selected};
use crate::errors::work;
use gleaner::counts::{self, Counts, Limits};
use gleaner::error::{Error, Result};
use gleaner::shard::{self, Columns, Compression, Options};
use gleaner::strategy::contract::Needs;
use gleaner::strategy::{Context, Selected};
use pyo3::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

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
    counts: Option<PathBuf>,
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
        let (strategy, mut options) = (selected(strategy)?, said.options()?);
        if strategy.entry.needs == Needs::Documents {
            options.context = Some(context_of(said.counts.as_deref(), &strategy)?);
        }
        let stats = shard::process_shard(&input, &output, &strategy, task, &options)?;
        let counts = serde_json::to_string(&stats).map_err(|error| Error::data(error.to_string()))?;
        Ok((counts, stats.skipped, stats.timing.wall_seconds, stats.timing.cpu_seconds))
    })
}

/// Name of a file of counts, when it was written, and what it says.
type Known = (PathBuf, Option<SystemTime>, Counted);
type Counted = (Arc<Context>, String);

/// The counts that a strategy must have; the last ones stay in memory for the next shard.
fn context_of(counts: Option<&Path>, strategy: &Selected) -> Result<Counted> {
    static LAST: Mutex<Option<Known>> = Mutex::new(None);
    let Some(counts) = counts else {
        let error = Error::usage(format!("{} compares documents and must know all before it cleans the first", strategy.name));
        return Err(error.remedy("count them with count_shard and merge_counts, or `gleaner count`, then give the file as counts"));
    };
    let written = counts.metadata().and_then(|file| file.modified()).ok();
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, _, known)) = last.as_ref().filter(|(path, time, _)| path == counts && written.is_some() && *time == written) {
        return Ok(known.clone());
    }
    let known = shard::context_of(counts)?;
    *last = Some((counts.to_path_buf(), written, known.clone()));
    Ok(known)
}

/// Counts a shard for strategies that compare documents; gives its counts of records as JSON.
#[pyfunction]
pub fn count_shard(py: Python<'_>, input: PathBuf, output: PathBuf, said: Said) -> PyResult<String> {
    work(py, || {
        let stats = shard::count_shard(&[input], &output, Limits::default(), &said.options()?)?;
        serde_json::to_string(&stats).map_err(|error| Error::data(error.to_string()))
    })
}

/// Merges files of counts into one, in any order to the same bytes.
#[pyfunction]
pub fn merge_counts(py: Python<'_>, files: Vec<PathBuf>, output: PathBuf) -> PyResult<()> {
    work(py, || {
        let mut whole = Counts::new(Limits::default());
        files.iter().try_for_each(|file| whole.merge(counts::read(file)?).map_err(|error| error.in_file(file)))?;
        shard::write_counts(&whole, &output)
    })
}

/// Input and output of each shard of some files, folders and patterns.
#[pyfunction]
pub fn plan(py: Python<'_>, inputs: Vec<PathBuf>, out: PathBuf, said: Said) -> PyResult<Vec<(PathBuf, PathBuf)>> {
    let jobs = work(py, || shard::plan(&inputs, &out, &said.options()?))?;
    // Without a size to merge to, each shard has one input.
    Ok(jobs.into_iter().filter_map(|job| Some((job.inputs.into_iter().next()?, job.output))).collect())
}
