//! CSV and TSV with a header.

use super::opened::{Bounded, open};
use super::{Fields, MAX_RECORD_BYTES, Place, Receiver, Record};
use crate::error::{Error, Result};
use std::path::Path;

/// Reads a file.
///
/// # Errors
/// A file that cannot be opened, or whose header lacks the text or the source.
pub fn visit(path: &Path, delimiter: u8, fields: &Fields, receiver: &mut dyn Receiver) -> Result<()> {
    let (stream, refill) = Bounded::new(open(path)?, MAX_RECORD_BYTES);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(stream);
    let header = reader.byte_headers().map_err(|error| broken(&error, path))?.clone();
    let columns = Columns::of(&header, fields).map_err(|error| error.at(path, 1))?;
    let mut row = csv::ByteRecord::new();
    for number in 1.. {
        refill.refill();
        match reader.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {
                let place = Place { path, line: row.position().map(|position| position.line() as usize) };
                match columns.record(&row, number) {
                    Ok(record) => receiver.record(record, place),
                    Err(error) => receiver.rejected(place.put(error)),
                }
            }
            // Rows of the wrong length are passed over; behind a stream that fails there is nothing more.
            Err(error) => {
                let over = matches!(error.kind(), csv::ErrorKind::Io(_));
                receiver.rejected(broken(&error, path));
                if over {
                    break;
                }
            }
        }
    }
    Ok(())
}

fn broken(error: &csv::Error, path: &Path) -> Error {
    let place = Place { path, line: error.position().map(|position| position.line() as usize) };
    place.put(match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Error::data(format!("{len} columns, not {expected_len}")).remedy("put texts with delimiters or line breaks in quotation marks")
        }
        csv::ErrorKind::Io(error) => Error::data(format!("cannot read on: {error}")),
        _ => Error::data(format!("cannot read the row: {error}")),
    })
}

/// Where each field stands.
struct Columns {
    text: usize,
    source: Option<usize>,
    event: Option<usize>,
    lang: Option<usize>,
    id: Option<usize>,
}

impl Columns {
    fn of(header: &csv::ByteRecord, fields: &Fields) -> Result<Self> {
        let names: Vec<String> =
            header.iter().map(|name| String::from_utf8_lossy(name).trim_matches(['\u{feff}', ' ']).to_string()).collect();
        let find = |name: &str| names.iter().position(|own| own == name);
        let must = |name: &str, option: &str| {
            let known = names.iter().take(30).map(String::as_str).collect::<Vec<_>>().join(", ");
            let error = || Error::usage(format!("no column `{name}`")).remedy(format!("there are {known}; name it with {option}"));
            find(name).ok_or_else(error)
        };
        let text = must(&fields.text, "--text-field")?;
        let source = fields.source.as_deref().map(|name| must(name, "--source-field")).transpose()?;
        Ok(Self { text, source, event: find(&fields.event), lang: find(&fields.lang), id: find(&fields.id) })
    }

    fn record(&self, row: &csv::ByteRecord, number: usize) -> Result<Record> {
        let field = |at: usize| {
            let text = std::str::from_utf8(row.get(at).unwrap_or_default());
            text.map(String::from).map_err(|_| Error::data("not UTF-8").remedy("convert the file, e.g. with iconv -t utf-8"))
        };
        let other = |at: Option<usize>| at.map_or(Ok(String::new()), field);
        let id = Some(other(self.id)?).filter(|id| !id.is_empty()).unwrap_or_else(|| number.to_string());
        let source = other(self.source)?.trim().to_string();
        if source.is_empty() && self.source.is_some() {
            return Err(Error::data("the source is empty").remedy("a probe needs to know it"));
        }
        Ok(Record { id, text: field(self.text)?, source, event: other(self.event)?, lang: other(self.lang)?, format: None })
    }
}
