//! The table's rows: what a format of shards is called, and how it is opened and made.

use super::{Compression, FORMATS, Made, Options, Source};
use crate::error::{Error, Result};
use std::any::Any;
use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::Arc;

/// An unpacked stream.
pub type Stream = Box<dyn BufRead + Send>;
/// Where an output's bytes go.
pub type Out = Box<dyn Write + Send>;

/// What a format knows of its columns; each format's own type.
pub type Schema = Arc<dyn Any + Send + Sync>;

/// How a format is read.
pub enum Opening {
    /// From a stream, unpacked already.
    Stream(fn(Stream, &Options) -> Result<Box<dyn Source>>),
    /// From a file or folder by its path, because it is not read from front to back.
    Path(fn(&Path, &Options) -> Result<Box<dyn Source>>),
}

/// What an output must know beside the options.
pub struct Making<'m> {
    /// How it is packed.
    pub compression: Compression,
    /// The strategy's name, with parameters.
    pub strategy: &'m str,
    /// Format of the input.
    pub from: &'static ShardFormat,
    /// Format of the output.
    pub to: &'static ShardFormat,
    /// What the input says of its columns.
    pub schema: Option<Schema>,
    /// The options.
    pub options: &'m Options,
}

impl Making<'_> {
    /// The error for an output that cannot hold what the input has.
    pub fn no_conversion(&self) -> Error {
        let error =
            Error::usage(format!("{} cannot be written as {} with --emit {}", self.from.name, self.to.name, self.options.emit.name()));
        error.remedy("JSON lines hold everything: write --to jsonl")
    }
}

/// A format of shards.
pub struct ShardFormat {
    /// Its name on the command line.
    pub name: &'static str,
    /// Endings of file names, without those of packing.
    pub endings: &'static [&'static str],
    /// One line.
    pub summary: &'static str,
    /// How it is read.
    pub open: Opening,
    /// How it is written.
    pub make: fn(Out, &Making<'_>) -> Result<Made>,
}

impl std::fmt::Debug for ShardFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// A format by its name.
///
/// # Errors
/// An unknown name.
pub fn format_named(name: &str) -> Result<&'static ShardFormat> {
    let names = || FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
    let found = FORMATS.iter().find(|format| format.name == name).copied();
    found.ok_or_else(|| Error::usage(format!("unknown format of shards `{name}`")).remedy(format!("there are {}", names())))
}

/// The format that a file's name tells by its ending, that of packing aside.
pub fn format_of(path: &Path) -> Option<&'static ShardFormat> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let name = Compression::unpacked_name(&name);
    FORMATS.iter().find(|format| format.endings.iter().any(|ending| name.ends_with(&format!(".{ending}")))).copied()
}
