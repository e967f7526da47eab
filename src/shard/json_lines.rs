//! JSON lines: one object a line.

use super::Options;
use super::compression::Packer;
use super::errors::{BadRecord, Complaint, Place};
use super::format::{Making, Opening, Out, ShardFormat, Stream};
use super::json::{Bytes, ObjectEncoder};
use super::pump::broken_off;
use super::record::{Made, Piece, Row, Sink, Source};
use crate::error::Result;
use std::io::{BufRead, Read};

/// Its row in the table.
pub static ENTRY: ShardFormat =
    ShardFormat { name: "jsonl", endings: &["jsonl", "ndjson"], summary: "one JSON object a line", open: Opening::Stream(open), make };

/// Reads a stream line by line.
///
/// # Errors
/// None.
pub fn open(stream: Stream, options: &Options) -> Result<Box<dyn Source>> {
    Ok(Box::new(Lines { stream, limit: options.max_record_bytes, place: Place::default(), next: 0, over: false }))
}

/// Reads line by line.
struct Lines {
    stream: Stream,
    limit: usize,
    place: Place,
    /// Where the next line begins.
    next: u64,
    over: bool,
}

impl Source for Lines {
    fn next(&mut self) -> Result<Option<std::result::Result<Piece, BadRecord>>> {
        while !self.over {
            self.place = Place { record: self.place.record + 1, offset: Some(self.next) };
            match self.line() {
                Ok(Some(Ok(line))) if line.trim_ascii().is_empty() => {}
                Ok(Some(Ok(line))) => {
                    let bytes = line.len();
                    return Ok(Some(Ok(Piece { place: self.place, bytes, unparsed: Box::new(Bytes(line)) })));
                }
                Ok(Some(Err(complaint))) => return Ok(Some(Err(BadRecord { place: self.place, complaint, last: false }))),
                Ok(None) => self.over = true,
                Err(error) => {
                    self.over = true;
                    return broken_off(error, self.place).map(|bad| Some(Err(bad)));
                }
            }
        }
        Ok(None)
    }
}

impl Lines {
    /// A line without its break, or why it is none; `None` at the end.
    fn line(&mut self) -> std::io::Result<Option<std::result::Result<Vec<u8>, Complaint>>> {
        let mut line = Vec::new();
        let read = self.stream.by_ref().take((self.limit as u64).saturating_add(1)).read_until(b'\n', &mut line)?;
        self.next += read as u64;
        if read == 0 {
            return Ok(None);
        }
        if read > self.limit && line.last() != Some(&b'\n') {
            self.next += skip_line(&mut self.stream)?;
            return Ok(Some(Err(Complaint::too_long(self.limit))));
        }
        if self.place.record == 1 && line.starts_with("\u{feff}".as_bytes()) {
            line.drain(..3);
        }
        line.truncate(line.trim_ascii_end().len());
        Ok(Some(Ok(line)))
    }
}

/// Reads to the end of the line without keeping it; returns how many bytes.
fn skip_line(stream: &mut impl BufRead) -> std::io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = stream.fill_buf()?;
        let at = memchr::memchr(b'\n', buffer);
        let length = at.map_or(buffer.len(), |at| at + 1);
        stream.consume(length);
        skipped += length as u64;
        if at.is_some() || length == 0 {
            return Ok(skipped);
        }
    }
}

fn make(out: Out, making: &Making<'_>) -> Result<Made> {
    let sink = LinesSink { out: Packer::new(out, making.compression)? };
    Ok(Made { encoder: Box::new(ObjectEncoder::new(making.strategy, making.options)), sink: Box::new(sink) })
}

struct LinesSink {
    out: Packer,
}

impl Sink for LinesSink {
    fn write(&mut self, row: Row) -> Result<()> {
        let Row::Bytes(mut line) = row else { return Ok(()) };
        line.push(b'\n');
        self.out.write(&line)
    }

    fn batch(&mut self) -> Result<()> {
        self.out.flush()
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.out.finish()
    }
}
