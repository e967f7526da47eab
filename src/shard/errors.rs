//! Bad records: where each stands, what is wrong, what to do about it. They are rows of `NAME.errors.jsonl`, never a lost shard.

use super::files::{self, Partial, cannot_write};
use crate::error::{Error, Result};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// Where a record stands in its shard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Number, counted from 1; of JSON lines that of the line, of CSV that of the row below the header.
    pub record: u64,
    /// Byte at which it begins in the unpacked stream; `None` where the format has no such place (Parquet, folders).
    pub offset: Option<u64>,
}

/// What is wrong with a record, and the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
    /// The record's id as JSON, where it is known.
    pub id: Option<String>,
    /// Name of the input that the record is in.
    pub input: Option<Arc<str>>,
}

impl Complaint {
    /// A complaint about a record whose id is not known.
    pub fn new(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { reason: reason.into(), remedy: remedy.into(), id: None, input: None }
    }

    /// Adds the record's id, as JSON.
    #[must_use]
    pub fn of(mut self, id: &str) -> Self {
        self.id = Some(id.to_string());
        self
    }

    /// As an error.
    pub fn error(self) -> Error {
        Error::data(self.reason).remedy(self.remedy)
    }

    /// A record that is longer than it may be.
    pub fn too_long(limit: usize) -> Self {
        Self::new(format!("longer than {limit} bytes"), "split the document, or raise the limit with --max-record")
    }
}

/// A record that could not be cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRecord {
    /// Where it stands.
    pub place: Place,
    /// What is wrong.
    pub complaint: Complaint,
    /// Whether nothing behind it can be read.
    pub last: bool,
}

impl BadRecord {
    /// Its row in the error file, with the name of its input where there are several.
    fn row(&self, several: bool) -> String {
        let id: serde_json::Value = self.complaint.id.as_deref().and_then(|id| serde_json::from_str(id).ok()).unwrap_or_default();
        let Place { record, offset } = self.place;
        let Complaint { reason, remedy, .. } = &self.complaint;
        let mut row = json!({"record": record, "offset": offset, "id": id, "reason": reason, "remedy": remedy});
        if let Some(input) = self.complaint.input.as_ref().filter(|_| several) {
            row["input"] = json!(**input);
        }
        format!("{row}\n")
    }
}

/// The error file; it is made with the first row.
pub struct ErrorFile {
    path: PathBuf,
    /// Whether the shard has several inputs.
    several: bool,
    partial: Option<std::io::BufWriter<Partial>>,
}

impl ErrorFile {
    /// No rows yet; of a shard with one input or `several`.
    pub fn new(path: PathBuf, several: bool) -> Self {
        Self { path, several, partial: None }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn add(&mut self, bad: &BadRecord) -> Result<()> {
        let out = match &mut self.partial {
            Some(out) => out,
            none => none.insert(std::io::BufWriter::new(Partial::create(&self.path)?)),
        };
        out.write_all(bad.row(self.several).as_bytes()).map_err(|error| cannot_write(error, &self.path))
    }

    /// Gives the file its name; without rows, there is none, and an old one goes.
    ///
    /// # Errors
    /// Where it cannot be written or renamed.
    pub fn commit(self) -> Result<()> {
        match self.partial {
            Some(out) => out.into_inner().map_err(|error| cannot_write(error.into_error(), &self.path))?.commit(),
            None => {
                files::sweep(&self.path);
                files::remove(&self.path)
            }
        }
    }
}
