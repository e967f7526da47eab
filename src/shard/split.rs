//! Outputs of a certain size: one output cut into numbered parts, or several inputs read as one.

use super::BadRecord;
use super::files::Partial;
use super::format::{Out, Schema};
use super::record::{Made, Piece, Row, Sink, Source};
use crate::error::{Error, Result};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The name of a part: `a/x.jsonl.gz` gives `a/x-00000.jsonl.gz`.
pub fn part_path(output: &Path, number: usize) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    let (stem, endings) = name.split_at(dot(&name));
    output.with_file_name(format!("{stem}-{number:0DIGITS$}{endings}"))
}

/// Digits of a part's number at least.
const DIGITS: usize = 5;

/// Where the endings of a name begin; the dot of a hidden file is none.
fn dot(name: &str) -> usize {
    name.char_indices().skip(1).find(|(_, c)| *c == '.').map_or(name.len(), |(at, _)| at)
}

/// Whether a path is an output or a part of it ([`part_path`]).
pub fn is_of(output: &Path, path: &Path) -> bool {
    let number = || {
        let (name, own) = (path.file_name()?.to_str()?, output.file_name()?.to_str()?);
        let (stem, endings) = own.split_at(dot(own));
        name.strip_prefix(stem)?.strip_prefix('-')?.strip_suffix(endings)?.parse::<usize>().ok()
    };
    path == output || number().is_some_and(|number| part_path(output, number) == path)
}

/// A file that counts what goes into it.
struct Counted {
    file: std::fs::File,
    bytes: Arc<AtomicU64>,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.bytes.fetch_add(written as u64, Relaxed);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Files under temporary names, in order.
pub type Parts = Arc<std::sync::Mutex<Vec<Partial>>>;

/// Makes the parts of an output.
pub struct PartMaker {
    /// Makes a part that writes there.
    pub make: Box<dyn Fn(Out) -> Result<Made> + Send>,
    /// Where parts go.
    pub output: PathBuf,
    /// A part is closed when so many bytes are in its file.
    pub limit: u64,
    /// The files.
    pub parts: Parts,
}

/// Writes part after part.
struct PartsSink {
    maker: PartMaker,
    sink: Option<Box<dyn Sink>>,
    bytes: Arc<AtomicU64>,
    /// Bytes written since the last flush.
    waiting: usize,
}

/// What is written reaches the file, and is counted, after so many bytes: by the rows alone, not by how they came.
const FLUSH_BYTES: usize = 8 << 10;

impl PartMaker {
    /// The first part; its sink opens the others.
    ///
    /// # Errors
    /// A file that cannot be made.
    pub fn begin(self) -> Result<Made> {
        let (made, bytes) = self.part()?;
        Ok(Made { encoder: made.encoder, sink: Box::new(PartsSink { maker: self, sink: Some(made.sink), bytes, waiting: 0 }) })
    }

    fn part(&self) -> Result<(Made, Arc<AtomicU64>)> {
        let mut parts = self.parts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let path = part_path(&self.output, parts.len());
        let partial = match parts.as_mut_slice() {
            [] => Partial::create(&path),
            // Its lock holds for all.
            [first] => Partial::create_part(&path, first),
            [first, .., last] => last.close().and_then(|()| Partial::create_part(&path, first)),
        }?;
        let bytes = Arc::new(AtomicU64::new(0));
        let out = Counted { file: partial.handle()?, bytes: Arc::clone(&bytes) };
        parts.push(partial);
        Ok(((self.make)(Box::new(out))?, bytes))
    }
}

impl Sink for PartsSink {
    fn write(&mut self, row: Row) -> Result<()> {
        // A part is closed when the next row comes: no part is empty but an only one.
        if self.bytes.load(Relaxed) >= self.maker.limit.max(1) {
            if let Some(full) = self.sink.take() {
                full.finish()?;
            }
            let (made, bytes) = self.maker.part()?;
            (self.sink, self.bytes) = (Some(made.sink), bytes);
        }
        let Some(sink) = self.sink.as_mut() else { return Ok(()) };
        self.waiting += if let Row::Bytes(bytes) = &row { bytes.len() } else { 0 };
        sink.write(row)?;
        if self.waiting >= FLUSH_BYTES {
            self.waiting = 0;
            sink.batch()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.sink.take().map_or(Ok(()), Sink::finish)
    }
}

/// Opens one of several inputs.
pub type Opener = Box<dyn Fn(&Path) -> Result<Box<dyn Source>> + Send>;

/// Reads several inputs one after the other. Each must have the columns of the first.
pub struct Chain {
    open: Opener,
    /// Those to come, the next one last.
    waiting: Vec<PathBuf>,
    current: Box<dyn Source>,
    path: PathBuf,
    /// Its name, for bad records.
    name: Arc<str>,
}

impl Chain {
    /// Opens the first of the inputs.
    ///
    /// # Errors
    /// As the format's own.
    pub fn new(inputs: &[PathBuf], open: Opener) -> Result<Self> {
        let first = inputs.first().ok_or_else(|| Error::usage("no input").remedy("name at least one file"))?;
        let current = open(first).map_err(|error| located(error, first))?;
        let waiting = inputs.iter().skip(1).rev().cloned().collect();
        Ok(Self { open, waiting, current, path: first.clone(), name: name_of(first) })
    }
}

impl Source for Chain {
    fn next(&mut self) -> Result<Option<std::result::Result<Piece, BadRecord>>> {
        loop {
            let found = self.current.next().map_err(|error| located(error, &self.path))?;
            if found.is_some() {
                return Ok(found);
            }
            let Some(path) = self.waiting.pop() else { return Ok(None) };
            let next = (self.open)(&path).map_err(|error| located(error, &path))?;
            if self.current.schema().is_some_and(|columns| !next.has_columns(&columns)) {
                let error = Error::usage("its columns are not those of the input before it").in_file(&path);
                return Err(error.remedy("clean the two into two folders"));
            }
            (self.current, self.name, self.path) = (next, name_of(&path), path);
        }
    }

    fn schema(&self) -> Option<Schema> {
        self.current.schema()
    }

    fn input(&self) -> Option<Arc<str>> {
        Some(Arc::clone(&self.name))
    }
}

/// The error with the file, where it does not say.
pub fn located(error: Error, path: &Path) -> Error {
    if error.path().is_none() { error.in_file(path) } else { error }
}

fn name_of(path: &Path) -> Arc<str> {
    path.file_name().unwrap_or_default().to_string_lossy().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_numbered_before_the_endings() {
        let named = |path: &str| part_path(Path::new(path), 12).display().to_string();
        assert_eq!(named("a.b/x.jsonl.gz"), "a.b/x-00012.jsonl.gz");
        assert_eq!(named(".x.csv"), ".x-00012.csv");
        assert_eq!(named("x"), "x-00012");
    }

    #[test]
    fn a_part_is_known_by_its_name() {
        let is = |name: &str| is_of(Path::new("a/x.jsonl.gz"), &Path::new("a/x.jsonl.gz").with_file_name(name));
        assert!(is("x.jsonl.gz") && is("x-00000.jsonl.gz") && is("x-123456.jsonl.gz"));
        for other in
            ["..", ".", "", "x-0.jsonl.gz", "x-+0001.jsonl.gz", "x-00001.jsonl", "y-00001.jsonl.gz", "x-00001.jsonl.gz.gleaner.json"]
        {
            assert!(!is(other), "{other}");
        }
        assert!(!is_of(Path::new("a/x.csv"), Path::new("b/x-00000.csv")));
    }
}
