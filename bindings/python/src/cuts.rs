//! What was taken out of one text. Most callers want the text that is left and nothing else, so this becomes Python's values only when it
//! is asked for.

use crate::errors;
use gleaner::label::Label;
use gleaner::span::CodePoints;
use gleaner::strategy::Removal;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// A removal: start and end in code points, label, rule.
type Removed = (usize, usize, Option<&'static str>, String);

/// The removals of one text, and the text that they are places in.
#[pyclass(frozen, module = "gleaner._gleaner")]
pub struct Cuts {
    view: View,
    removed: Vec<Removal>,
}

/// The text that removals are places in.
enum View {
    /// The one that was given, which is Python's.
    Given(Py<PyString>),
    /// The rendering of a page.
    Rendered(String),
}

impl Cuts {
    /// Of a text as it was given; of its rendering, if it was a page.
    pub fn new(given: Bound<'_, PyString>, rendered: Option<String>, removed: Vec<Removal>) -> Self {
        Self { view: rendered.map_or_else(|| View::Given(given.unbind()), View::Rendered), removed }
    }
}

#[pymethods]
impl Cuts {
    /// The text that offsets refer to.
    fn view<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        match &self.view {
            View::Given(text) => text.bind(py).clone(),
            View::Rendered(text) => PyString::new(py, text),
        }
    }

    /// Start, end, label and rule of each removal.
    fn removed(&self, py: Python<'_>) -> PyResult<Vec<Removed>> {
        let view = match &self.view {
            View::Given(text) => text.bind(py).to_str()?,
            View::Rendered(text) => text,
        };
        errors::work(py, || {
            let points = CodePoints::new(view);
            let one = |removal: &Removal| {
                let (start, end) = (points.from_byte(removal.span.start), points.from_byte(removal.span.end));
                (start, end, removal.label.map(Label::name), removal.rule.to_string())
            };
            Ok(self.removed.iter().map(one).collect())
        })
    }
}
