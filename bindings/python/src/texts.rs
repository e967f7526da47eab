//! The text metrics on answers to one document.

use crate::errors;
use gleaner::metric::text::ReferenceText;
use gleaner::metric::text::named::named;
use gleaner::metric::text::scorer::Scorer;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

/// What the text metrics say of each answer, a dict from measure to value. Answers stay Python's own strings while they are scored.
#[pyfunction]
pub fn text_scores<'py>(
    py: Python<'py>,
    answers: Vec<Option<Bound<'py, PyString>>>,
    reference: String,
    page: &str,
    include: Vec<String>,
    exclude: Vec<String>,
    metrics: Vec<String>,
) -> PyResult<Vec<Bound<'py, PyDict>>> {
    let answers: Vec<Option<&str>> =
        answers.iter().map(|answer| answer.as_ref().map(|text| text.to_str()).transpose()).collect::<PyResult<_>>()?;
    let reference = ReferenceText { text: reference, with: include, without: exclude, ..ReferenceText::default() };
    let (metrics, scores) = errors::work(py, || {
        let metrics = named(&metrics)?;
        let mut scorer = Scorer::new(&reference, page);
        let scores: Vec<_> = answers.iter().map(|answer| scorer.score(&metrics, *answer)).collect();
        Ok((metrics, scores))
    })?;
    let one = |scores: Vec<gleaner::metric::text::TextScore>| {
        let row = PyDict::new(py);
        for (metric, score) in metrics.iter().zip(scores) {
            for (at, measure) in metric.measures.iter().enumerate() {
                row.set_item(measure.name, score.values.get(at).copied().flatten())?;
            }
        }
        Ok(row)
    };
    scores.into_iter().map(one).collect()
}
