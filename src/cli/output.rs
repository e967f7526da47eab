//! Standard output and standard error.

use crate::error::{Error, Result};
use std::io::Write;

/// Writes to stdout.
///
/// # Errors
/// Where stdout is gone.
pub fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(stdout_failed)
}

/// Lets `write` write to stdout.
///
/// # Errors
/// What it returns, and where stdout is gone.
pub fn print_bytes(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    let mut out = std::io::stdout().lock();
    out.write_all(&bytes).and_then(|()| out.flush()).map_err(stdout_failed)
}

/// Writes text with colours to stdout: without them where that is no terminal, or `NO_COLOR` is set.
///
/// # Errors
/// Where stdout is gone.
pub fn print_coloured(text: &str) -> Result<()> {
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(stdout_failed)
}

/// Writes a remark to stderr; a closed stderr is no reason to stop.
pub fn remark(text: &str) {
    let _ = writeln!(std::io::stderr(), "gleaner: {text}");
}

/// Writes an error to stderr.
pub fn complain(error: &Error) {
    let _ = writeln!(std::io::stderr(), "gleaner: error: {error}");
}

/// The error for a stdout that does not take more.
pub fn stdout_failed(error: std::io::Error) -> Error {
    Error::io("cannot write to stdout", error).remedy("check the space left where it goes")
}

/// An error of a stream whose output is stdout: one that names no file and comes from the system is a write that failed.
pub fn about_stdout(error: Error) -> Error {
    match (error.path(), error.io_error()) {
        (None, Some(source)) => stdout_failed(std::io::Error::new(source.kind(), source.to_string())),
        _ => error,
    }
}

/// Writes workflow commands to stderr as they are.
pub fn annotate(commands: &str) {
    let _ = write!(std::io::stderr(), "{commands}");
}
