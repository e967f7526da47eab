//! The library's errors as Python exceptions, and work without the GIL that no panic leaves.

use gleaner::error::{Error, ErrorKind};
use pyo3::exceptions::{PyOSError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does work with the GIL released. A panic, which would be a defect of the library, becomes a `RuntimeError`.
pub fn work<T: Send>(py: Python<'_>, task: impl FnOnce() -> Result<T, Error> + Send) -> PyResult<T> {
    match py.detach(|| catch_unwind(AssertUnwindSafe(task))) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(exception(py, &error)),
        Err(cause) => {
            let said = cause.downcast_ref::<&str>().map(ToString::to_string).or_else(|| cause.downcast_ref::<String>().cloned());
            Err(PyRuntimeError::new_err(format!("a defect in gleaner, please report it: {}", said.unwrap_or_default())))
        }
    }
}

/// `OSError` for files that cannot be read or written, `gleaner.GleanerError` (a `ValueError`) for the rest.
pub fn exception(py: Python<'_>, error: &Error) -> PyErr {
    if error.kind() == ErrorKind::Io {
        let path = error.path().map(|path| path.display().to_string());
        // With errno, message and file name Python picks FileNotFoundError, PermissionError and so on.
        return match error.io_error().and_then(std::io::Error::raw_os_error) {
            Some(number) => PyOSError::new_err((number, error.to_string(), path)),
            None => PyOSError::new_err(error.to_string()),
        };
    }
    gleaner_error(py, error).unwrap_or_else(|failed| failed)
}

fn gleaner_error(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    let facts = PyDict::new(py);
    facts.set_item("path", error.path())?;
    facts.set_item("line", error.line())?;
    facts.set_item("remedy", error.what_to_do())?;
    let class = py.import("gleaner._errors")?.getattr("GleanerError")?;
    Ok(PyErr::from_value(class.call((error.to_string(),), Some(&facts))?))
}
