//! Corpora from data frames: rows with gold spans, written as a native corpus.

use crate::errors::work;
use gleaner::corpus::annotation::{self, Defaults, Incoming, Plan};
use gleaner::document::Format;
use gleaner::error::{Error, Result};
use pyo3::prelude::*;
use std::path::{Path, PathBuf};

/// Writes a native corpus from JSON lines as doccano writes them; any row or span that cannot be used is an error.
#[pyfunction]
pub fn make_corpus(py: Python<'_>, lines: PathBuf, folder: PathBuf) -> PyResult<()> {
    work(py, || make(&lines, &folder))
}

fn make(lines: &Path, folder: &Path) -> Result<()> {
    let read = annotation::find("doccano", |format| format.read.is_some())?.read;
    let read = read.ok_or_else(|| Error::usage("doccano is not read"))?;
    let defaults = Defaults { source: String::new(), lang: String::new(), licence: String::new(), format: Format::Plain };
    let tally = annotation::import(read, lines, folder, &Plan { labels: Incoming::default(), defaults, force: false })?;
    match tally.first.into_iter().next() {
        Some(first) => Err(Error::data(format!("the data frame is no corpus; its rows are the lines: {first}"))),
        None if tally.documents == 0 => Err(Error::data("the data frame has no rows").remedy("give documents with text and spans")),
        None => Ok(()),
    }
}
