//! gleaner for Python: the extension module `gleaner._gleaner`, which the package `gleaner` wraps.
//!
//! Nothing is computed here: each function hands its arguments to the library, with the GIL released, and turns errors into
//! exceptions. The Python side (`python/gleaner`) knows data frames; this side knows strings, Arrow arrays and paths.

mod arrays;
mod cleaner;
mod corpus;
mod cuts;
mod errors;
mod shards;
mod texts;

use cleaner::Cleaner;
use cuts::Cuts;
use gleaner::document::{Document, Meta};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

/// One text with one strategy. Gives the text left, what was taken out, and the format.
#[pyfunction]
#[pyo3(signature = (text, strategy, task, format, lang, source))]
fn strip(
    text: Bound<'_, PyString>,
    strategy: &str,
    task: &str,
    format: Option<&str>,
    lang: &str,
    source: &str,
) -> PyResult<(String, Cuts, &'static str)> {
    let own = text.to_str()?;
    let (left, rendered, removed, format) = errors::work(text.py(), || {
        let cleaner = Cleaner::new(strategy, task)?;
        let format = cleaner::format_of(format, own)?;
        let meta = Meta { format, lang: lang.into(), source: source.into(), ..Meta::default() };
        let cleaned = cleaner.clean(Document::new(meta, own.into()))?;
        let rendered = cleaned.document.page().is_some().then(|| cleaned.document.text().to_string());
        Ok((cleaned.text, rendered, cleaned.removed, format.name()))
    })?;
    Ok((left, Cuts::new(text, rendered, removed), format))
}

/// Decodes the bytes of a page, as a browser would, or of a text, which is UTF-8.
#[pyfunction]
fn decode(py: Python<'_>, bytes: &[u8], format: Option<&str>) -> PyResult<String> {
    errors::work(py, || cleaner::decode(bytes, format))
}

/// The table of all strategies, a dict each.
#[pyfunction]
fn strategies(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let rows = PyList::empty(py);
    for entry in gleaner::strategy::ALL {
        let parameters = PyList::empty(py);
        for parameter in entry.parameters {
            let own = PyDict::new(py);
            own.set_item("name", parameter.name)?;
            own.set_item("default", parameter.default)?;
            own.set_item("meaning", parameter.meaning)?;
            parameters.append(own)?;
        }
        let row = PyDict::new(py);
        row.set_item("id", entry.id)?;
        row.set_item("version", entry.version)?;
        row.set_item("summary", entry.summary)?;
        row.set_item("loses", entry.loses)?;
        row.set_item("family", entry.family.name())?;
        row.set_item("source", entry.source)?;
        row.set_item("needs", entry.needs.name())?;
        row.set_item("parameters", parameters)?;
        row.set_item("idempotent", entry.properties.idempotent)?;
        rows.append(row)?;
    }
    Ok(rows)
}

/// Runs `eval`, `score` or `leak` of the command line for the files it writes; nothing is printed.
#[pyfunction]
fn write_files(py: Python<'_>, arguments: Vec<std::ffi::OsString>) -> PyResult<()> {
    errors::work(py, || gleaner::cli::write_files(arguments))
}

/// The extension module.
#[pymodule]
fn _gleaner(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Cuts>()?;
    module.add_function(wrap_pyfunction!(strip, module)?)?;
    module.add_function(wrap_pyfunction!(decode, module)?)?;
    module.add_function(wrap_pyfunction!(strategies, module)?)?;
    module.add_function(wrap_pyfunction!(write_files, module)?)?;
    module.add_function(wrap_pyfunction!(texts::text_scores, module)?)?;
    module.add_function(wrap_pyfunction!(shards::process_shard, module)?)?;
    module.add_function(wrap_pyfunction!(shards::count_shard, module)?)?;
    module.add_function(wrap_pyfunction!(shards::merge_counts, module)?)?;
    module.add_function(wrap_pyfunction!(shards::plan, module)?)?;
    module.add_function(wrap_pyfunction!(corpus::make_corpus, module)?)?;
    module.add_function(wrap_pyfunction!(arrays::strip_array, module)?)?;
    module.add_function(wrap_pyfunction!(arrays::data_addresses, module)?)?;
    Ok(())
}
