//! Predictions made elsewhere: a file of answers, one a line, as a program would give them.
//!
//! ```text
//! {"id": "17", "text": "The ferry sailed…"}
//! {"id": "18", "spans": [{"start": 0, "end": 12, "label": "nav"}]}
//! {"id": "19"}                                                        no answer: a full miss
//! ```

use super::process::MAX_LINE_BYTES;
use super::protocol::{self, Said};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::run::{Prediction, Status};
use rustc_hash::FxHashMap;
use std::io::{BufRead, Read};
use std::time::Duration;

/// The answers of a file, by document.
#[derive(Debug, Default)]
pub struct Predictions {
    by_id: FxHashMap<String, (usize, Option<Said>)>,
}

impl Predictions {
    /// Reads the lines. Answers to documents that `known` does not know are counted, not kept: the ids, in the order of the
    /// file, are the second value.
    ///
    /// # Errors
    /// A line that is no answer, is longer than [`MAX_LINE_BYTES`], or answers a second time; with its number.
    pub fn read(mut lines: impl BufRead, known: impl Fn(&str) -> bool) -> Result<(Self, Vec<String>)> {
        let (mut own, mut unknown) = (Self::default(), Vec::new());
        for number in 1.. {
            let mut line = Vec::new();
            let read = lines.by_ref().take(MAX_LINE_BYTES as u64 + 1).read_until(b'\n', &mut line);
            let length = read.map_err(|error| Error::io("cannot read", error).remedy("check that the file is whole"))?;
            if length == 0 {
                break;
            }
            if length > MAX_LINE_BYTES {
                let error = Error::data(format!("the line is longer than {MAX_LINE_BYTES} bytes")).in_line(number);
                return Err(error.remedy("an answer is one document's text or spans"));
            }
            let line = line.trim_ascii();
            let line = if number == 1 { line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line) } else { line };
            if line.is_empty() {
                continue;
            }
            let wrong = |why: String| Error::data(why).in_line(number).remedy(r#"write {"id", "text"} or {"id", "spans"} on each line"#);
            let (id, said) = protocol::parse(line).map_err(wrong)?;
            if !known(&id) {
                unknown.push(id);
            } else if let Some((first, _)) = own.by_id.get(&id) {
                let error = Error::data(format!("a second answer to `{id}`; the first is in line {first}"));
                return Err(error.in_line(number).remedy("leave one"));
            } else {
                own.by_id.insert(id, (number, said));
            }
        }
        Ok((own, unknown))
    }

    /// How many documents are in the file, with or without an answer.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Takes the prediction for a document; `None` where the file lacks it.
    ///
    /// # Errors
    /// Spans that do not fit the document, or unknown labels, with the line.
    pub fn take(&mut self, document: &Document) -> Result<Option<Prediction>> {
        let Some((line, said)) = self.by_id.remove(&document.meta.id) else { return Ok(None) };
        let missing = |status| Ok(Some(Prediction::missing(status, Duration::ZERO)));
        match said {
            None => missing(Status::Silence),
            Some(Said::Error(_)) => missing(Status::Error),
            Some(said) => {
                let wrong = |why: String| {
                    let remedy = "offsets count Unicode code points of the document's text; of a page, of its text view";
                    Error::data(format!("`{}`: {why}", document.meta.id)).in_line(line).remedy(remedy)
                };
                let removals = protocol::removals(document, said).map_err(wrong)?;
                Ok(Some(Prediction { status: Status::Ok, removals, elapsed: Duration::ZERO }))
            }
        }
    }
}
