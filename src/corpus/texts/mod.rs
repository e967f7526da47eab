//! A user's own texts, each with its source and without gold: folders, JSON, CSV, TSV, corpora; packed with gzip or not.
//!
//! Read as a stream, twice: once to count the documents of each source, once to fetch those that were drawn ([`draw`]). A record
//! that cannot be used is counted and named with file and line, and the rest goes on.

mod folder;
mod json;
mod opened;
mod sample;
mod table;

pub use opened::{Bounded, Refill};
pub use sample::{Drawn, MAX_SAMPLE, draw, second_version};

use crate::document::Format;
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};

/// A longer record (a line, a file, an entry of an array) is no document and is not read.
pub const MAX_RECORD_BYTES: usize = 16 << 20;
/// Reasons that are kept; more are counted.
const MAX_REASONS: usize = 10;

/// Names of the fields or columns. Text and source must be there.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The text.
    pub text: String,
    /// The outlet; `None` where none is needed.
    pub source: Option<String>,
    /// The event.
    pub event: String,
    /// The language, ISO 639-1.
    pub lang: String,
    /// The id; a record without one has its number.
    pub id: String,
}

impl Default for Fields {
    /// `text`, `source`, `event`, `lang`, `id`.
    fn default() -> Self {
        let [text, event, lang, id] = ["text", "event", "lang", "id"].map(String::from);
        Self { text, source: Some("source".into()), event, lang, id }
    }
}

/// One document of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its id: the field's, else the number of the record, or the file's path inside its folder.
    pub id: String,
    /// Its text, or the markup of a page.
    pub text: String,
    /// Its outlet.
    pub source: String,
    /// Its event; empty if unknown.
    pub event: String,
    /// Its language; empty if unknown.
    pub lang: String,
    /// How it is written; `None`: by its look.
    pub format: Option<Format>,
}

/// What could not be used.
#[derive(Debug, Default)]
pub struct Rejected {
    /// How many records.
    pub count: usize,
    /// The first reasons, each with its place.
    pub reasons: Vec<Error>,
}

impl Rejected {
    fn add(&mut self, error: Error) {
        self.count += 1;
        if self.reasons.len() < MAX_REASONS {
            self.reasons.push(error);
        }
    }
}

/// Receives records, usable or not.
trait Receiver {
    fn record(&mut self, record: Record, place: Place<'_>);
    fn rejected(&mut self, error: Error);
}

/// Where a record stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    path: &'p Path,
    line: Option<usize>,
}

impl Place<'_> {
    fn put(self, error: Error) -> Error {
        match self.line {
            Some(line) => error.at(self.path, line),
            None => error.in_file(self.path),
        }
    }
}

/// Reads all records of some files and folders.
///
/// # Errors
/// A path that cannot be read at all, or is of no known form.
fn visit(paths: &[PathBuf], fields: &Fields, receiver: &mut dyn Receiver) -> Result<()> {
    for path in paths {
        if path.is_dir() {
            folder::visit(path, receiver)?;
            continue;
        }
        match form(path) {
            Some(Form::Json) => json::visit(path, fields, receiver)?,
            Some(Form::Table(delimiter)) => table::visit(path, delimiter, fields, receiver)?,
            None if !path.exists() => {
                let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
                return Err(Error::io("cannot open the file", missing).in_file(path).remedy("check the name"));
            }
            None => {
                let error = Error::usage("not a form that tells each text's source").in_file(path);
                return Err(error.remedy(
                    "give .jsonl, .json, .csv or .tsv (.gz too) with a text and a source, or a folder with a folder for each source",
                ));
            }
        }
    }
    Ok(())
}

enum Form {
    Json,
    Table(u8),
}

fn form(path: &Path) -> Option<Form> {
    match ending(path).as_str() {
        "jsonl" | "ndjson" | "json" => Some(Form::Json),
        "csv" => Some(Form::Table(b',')),
        "tsv" | "tab" => Some(Form::Table(b'\t')),
        _ => None,
    }
}

/// The ending of a file name in lower case, `.gz` aside.
fn ending(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_string())
}
