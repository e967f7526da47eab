//! Standard output and standard error.

use crate::error::{Error, Result};
use std::io::Write;

/// Writes to stdout.
///
/// # Errors
/// Where stdout is gone.
pub fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| Error::io("cannot write to stdout", error))
}

/// Writes a remark to stderr; a closed stderr is no reason to stop.
pub fn remark(text: &str) {
    let _ = writeln!(std::io::stderr(), "gleaner: {text}");
}

/// Writes an error to stderr.
pub fn complain(error: &Error) {
    let _ = writeln!(std::io::stderr(), "gleaner: error: {error}");
}
