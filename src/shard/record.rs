//! What formats agree on: records as they are read, and rows as they are written.

use super::format::Schema;
use super::{BadRecord, Cleaned, Complaint, Options, Place};
use crate::document::Format;
use crate::error::Result;
use std::any::Any;
use std::sync::Arc;

/// A record: the text with what is known of it, and all the rest as the format holds it.
pub struct Record {
    /// The id as JSON; `null` without one.
    pub id: String,
    /// The text, or the markup of a page.
    pub text: String,
    /// How it is written, if the record says.
    pub format: Option<Format>,
    /// The language, if the record says.
    pub lang: Option<String>,
    /// The outlet, if the record says.
    pub source: Option<String>,
    /// Everything the record holds.
    pub original: Box<dyn Original>,
}

/// A record as its format holds it.
pub trait Original: Any + Send + Sync {
    /// All columns, the text's left out: names, and values as JSON. For outputs of another format.
    ///
    /// # Errors
    /// A value that JSON has nothing for.
    fn columns(&self, options: &Options) -> std::result::Result<Vec<(String, String)>, Complaint>;
}

/// A record that was read but not looked into; that is done on all threads.
pub trait Unparsed: Send {
    /// Looks into it; `None` where it holds no document (a redirect or an image, in a WARC file).
    ///
    /// # Errors
    /// What is wrong with it, and the remedy.
    fn parse(self: Box<Self>, options: &Options) -> std::result::Result<Option<Record>, Complaint>;
}

/// An unparsed record with its place and the bytes that it takes in memory.
pub struct Piece {
    /// Where it stands.
    pub place: Place,
    /// Bytes.
    pub bytes: usize,
    /// The record.
    pub unparsed: Box<dyn Unparsed>,
}

/// Reads a shard record by record.
pub trait Source: Send {
    /// The next record, a bad one, or the end.
    ///
    /// # Errors
    /// A disk that fails. Streams that break off or are no longer what they should be end with a bad record that is the last.
    fn next(&mut self) -> Result<Option<std::result::Result<Piece, BadRecord>>>;

    /// What an output of the same format must know of the input before the first record: names and types of its columns.
    fn schema(&self) -> Option<Schema> {
        None
    }

    /// Whether its columns are those of another input of the same format.
    fn has_columns(&self, _other: &Schema) -> bool {
        true
    }

    /// Name of the input that the last record was in, where the source has inputs.
    fn input(&self) -> Option<Arc<str>> {
        None
    }
}

/// An encoded row.
pub enum Row {
    /// Ready to be written.
    Bytes(Vec<u8>),
    /// Columns of the format's own type, for formats that write many rows together.
    Cells(Box<dyn Any + Send>),
}

/// Turns cleaned records into rows, on all threads.
pub trait Encoder: Send + Sync {
    /// The row of a cleaned record.
    ///
    /// # Errors
    /// What the output cannot hold.
    fn row(&self, record: Parsed, cleaned: Cleaned) -> std::result::Result<Row, Complaint>;

    /// The row that stands for a bad record, if the output has such rows.
    fn bad(&self, _bad: &BadRecord) -> Option<Row> {
        None
    }
}

/// A record whose text has gone into a document.
pub struct Parsed {
    /// The id as JSON.
    pub id: String,
    /// Everything the record held.
    pub original: Box<dyn Original>,
}

/// Writes rows in order.
pub trait Sink: Send {
    /// Writes a row.
    ///
    /// # Errors
    /// Where the output takes no more.
    fn write(&mut self, row: Row) -> Result<()>;

    /// A batch is over: what there is may be sent on.
    ///
    /// # Errors
    /// Where the output takes no more.
    fn batch(&mut self) -> Result<()> {
        Ok(())
    }

    /// Ends the output.
    ///
    /// # Errors
    /// Where the output takes no more.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// An output's two halves.
pub struct Made {
    /// Makes rows.
    pub encoder: Box<dyn Encoder>,
    /// Writes them.
    pub sink: Box<dyn Sink>,
}
