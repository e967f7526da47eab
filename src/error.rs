//! The one error type: what went wrong, where, and what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

/// Result with gleaner's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What kind of trouble; decides the exit code of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The command line or a parameter is wrong (exit code 2).
    Usage,
    /// A file or folder cannot be read or written (exit code 3).
    Io,
    /// Input that is not what it should be: encoding, manifest, annotation (exit code 3).
    Data,
}

/// An error with its place and a remedy.
///
/// ```
/// use gleaner::error::Error;
/// let error = Error::data("span ends past the text").at("a.ann", 3).remedy("count code points, not bytes");
/// assert_eq!(error.to_string(), "a.ann:3: span ends past the text (count code points, not bytes)");
/// ```
#[derive(Debug, thiserror::Error)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    line: Option<usize>,
    remedy: Option<String>,
    source: Option<std::io::Error>,
}

impl Error {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Inner { kind, message, path: None, line: None, remedy: None, source: None }))
    }

    /// Wrong use of the program or of a parameter.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// Bad input.
    pub fn data(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Data, message)
    }

    /// A failed read or write.
    pub fn io(message: impl Into<String>, source: std::io::Error) -> Self {
        let mut error = Self::new(ErrorKind::Io, message);
        error.0.source = Some(source);
        error
    }

    /// Adds the file and the line (counted from 1).
    pub fn at(mut self, path: impl AsRef<Path>, line: usize) -> Self {
        self.0.path = Some(path.as_ref().to_path_buf());
        self.0.line = Some(line);
        self
    }

    /// Adds the line alone, for text whose file is not known yet.
    pub fn in_line(mut self, line: usize) -> Self {
        self.0.line = Some(line);
        self
    }

    /// Adds the file.
    pub fn in_file(mut self, path: impl AsRef<Path>) -> Self {
        self.0.path = Some(path.as_ref().to_path_buf());
        self
    }

    /// Adds what to do about it.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.0.remedy = Some(remedy.into());
        self
    }

    /// What kind of trouble it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The file it is about.
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// The line it is about, counted from 1.
    pub fn line(&self) -> Option<usize> {
        self.0.line
    }

    /// What to do about it.
    pub fn what_to_do(&self) -> Option<&str> {
        self.0.remedy.as_deref()
    }

    /// What the system said, of a failed read or write.
    pub fn io_error(&self) -> Option<&std::io::Error> {
        self.0.source.as_ref()
    }

    /// The process exit code that goes with it: 2 wrong use, 3 data or I/O.
    pub fn exit_code(&self) -> u8 {
        match self.0.kind {
            ErrorKind::Usage => 2,
            ErrorKind::Io | ErrorKind::Data => 3,
        }
    }

    /// Whether the reader of our output went away, which ends a filter quietly.
    pub fn is_broken_pipe(&self) -> bool {
        self.0.source.as_ref().is_some_and(|source| source.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(path) = &inner.path {
            write!(f, "{}:", path.display())?;
            if let Some(line) = inner.line {
                write!(f, "{line}:")?;
            }
            write!(f, " ")?;
        }
        write!(f, "{}", inner.message)?;
        if let Some(source) = &inner.source {
            write!(f, ": {source}")?;
        }
        if let Some(remedy) = &inner.remedy {
            write!(f, " ({remedy})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_and_remedy_are_printed_only_where_known() {
        assert_eq!(Error::usage("no such strategy").to_string(), "no such strategy");
        assert_eq!(Error::data("empty").in_file("x").to_string(), "x: empty");
        assert_eq!(Error::usage("x").exit_code(), 2);
        assert_eq!(Error::data("x").exit_code(), 3);
    }
}
