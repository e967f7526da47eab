//! JSON arrays of objects, entry by entry: the array is never whole in memory. A file of this ending that begins with no bracket is read
//! as JSON lines, which many such files hold.

use super::compression::Packer;
use super::errors::{BadRecord, Complaint, Place};
use super::format::{Making, Opening, Out, ShardFormat, Stream};
use super::json::{Bytes, ObjectEncoder};
use super::pump::broken_off;
use super::record::{Made, Piece, Row, Sink, Source};
use super::{Options, json_lines};
use crate::error::{Error, Result};
use std::io::BufRead;

/// Its row in the table.
pub static ENTRY: ShardFormat =
    ShardFormat { name: "json", endings: &["json"], summary: "an array of JSON objects", open: Opening::Stream(open), make };

/// Longer white space before an array is no array.
const MAX_LEADING_SPACE: usize = 4096;

fn open(mut stream: Stream, options: &Options) -> Result<Box<dyn Source>> {
    let failed = |error| Error::io("cannot read", error).remedy("check that the file is whole");
    let start = stream.fill_buf().map_err(failed)?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let first = start.iter().take(MAX_LEADING_SPACE).find(|byte| !byte.is_ascii_whitespace());
    if first.is_some_and(|byte| *byte != b'[') {
        return json_lines::open(stream, options);
    }
    Ok(Box::new(Entries { stream, limit: options.max_record_bytes, record: 0, offset: 0, state: State::Before }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the opening bracket.
    Before,
    /// Between entries.
    Between,
    /// Behind the closing bracket.
    After,
    /// Nothing more is to be had.
    Over,
}

/// Reads entry by entry.
struct Entries {
    stream: Stream,
    limit: usize,
    record: u64,
    offset: u64,
    state: State,
}

/// How an entry ended.
enum Entry {
    Whole(Vec<u8>),
    TooLong,
    /// The stream ended in the middle of it.
    Cut,
}

impl Source for Entries {
    fn next(&mut self) -> Result<Option<std::result::Result<Piece, BadRecord>>> {
        self.step().or_else(|error| {
            self.state = State::Over;
            broken_off(error, Place { record: self.record + 1, offset: Some(self.offset) }).map(|bad| Some(Err(bad)))
        })
    }
}

impl Entries {
    fn step(&mut self) -> std::io::Result<Option<std::result::Result<Piece, BadRecord>>> {
        while self.state != State::Over {
            let place = Place { record: self.record + 1, offset: Some(self.offset) };
            let Some(byte) = self.stream.fill_buf()?.first().copied() else {
                let over = std::mem::replace(&mut self.state, State::Over);
                return match over {
                    State::After => Ok(None),
                    State::Before if self.offset == 0 => Ok(None),
                    _ => Err(std::io::ErrorKind::UnexpectedEof.into()),
                };
            };
            match (self.state, byte) {
                (_, byte) if byte.is_ascii_whitespace() => self.skip(),
                (State::Before, 0xef | 0xbb | 0xbf) => self.skip(),
                (State::Before, b'[') => {
                    self.state = State::Between;
                    self.skip();
                }
                (State::Between, b',') => self.skip(),
                (State::Between, b']') => {
                    self.state = State::After;
                    self.skip();
                }
                (State::Between, _) => return self.entry().map(|entry| self.piece(place, entry)),
                _ => {
                    self.state = State::Over;
                    let complaint = Complaint::new("something stands behind the array", "one array a file, or one object a line");
                    return Ok(Some(Err(BadRecord { place, complaint, last: true })));
                }
            }
        }
        Ok(None)
    }

    fn skip(&mut self) {
        self.stream.consume(1);
        self.offset += 1;
    }

    fn piece(&mut self, place: Place, entry: Entry) -> Option<std::result::Result<Piece, BadRecord>> {
        self.record += 1;
        let bad = |complaint, last| Some(Err(BadRecord { place, complaint, last }));
        match entry {
            Entry::Whole(bytes) => Some(Ok(Piece { place, bytes: bytes.len(), unparsed: Box::new(Bytes(bytes)) })),
            Entry::TooLong => bad(Complaint::too_long(self.limit), false),
            Entry::Cut => {
                self.state = State::Over;
                let remedy = "what came before was cleaned; get the file again and run again";
                bad(Complaint::new("the stream ends before its end", remedy), true)
            }
        }
    }

    /// Reads up to the comma or bracket behind an entry, which stays in the stream.
    fn entry(&mut self) -> std::io::Result<Entry> {
        let (mut bytes, mut too_long, mut scan) = (Vec::new(), false, Scan::default());
        loop {
            let buffer = self.stream.fill_buf()?;
            if buffer.is_empty() {
                // An entry that is whole but for the comma is one; the next step finds the end.
                let whole = scan.depth == 0 && !scan.in_string && !too_long;
                return Ok(if whole { Entry::Whole(bytes) } else { Entry::Cut });
            }
            let end = scan.end(buffer);
            let part = end.unwrap_or(buffer.len());
            too_long |= bytes.len() + part > self.limit;
            if too_long {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&buffer[..part]);
            }
            self.stream.consume(part);
            self.offset += part as u64;
            if end.is_some() {
                bytes.truncate(bytes.trim_ascii_end().len());
                return Ok(if too_long { Entry::TooLong } else { Entry::Whole(bytes) });
            }
        }
    }
}

/// Where in an entry we are. Whether it is JSON at all is for the parser to say; brackets only must balance.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// Where in the buffer the entry ends, if it does.
    fn end(&mut self, buffer: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < buffer.len() {
            if self.escaped {
                self.escaped = false;
                at += 1;
                continue;
            }
            if self.in_string {
                at += memchr::memchr2(b'"', b'\\', &buffer[at..])?;
                self.escaped = buffer[at] == b'\\';
                self.in_string = self.escaped;
            } else {
                match buffer[at] {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    b',' | b']' if self.depth == 0 => return Some(at),
                    b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
            }
            at += 1;
        }
        None
    }
}

fn make(out: Out, making: &Making<'_>) -> Result<Made> {
    let sink = ArraySink { out: Packer::new(out, making.compression)?, rows: 0 };
    Ok(Made { encoder: Box::new(ObjectEncoder::new(making.strategy, making.options)), sink: Box::new(sink) })
}

/// Writes one entry a line.
struct ArraySink {
    out: Packer,
    rows: u64,
}

impl Sink for ArraySink {
    fn write(&mut self, row: Row) -> Result<()> {
        let Row::Bytes(object) = row else { return Ok(()) };
        self.out.write(if self.rows == 0 { b"[\n" } else { b",\n" })?;
        self.rows += 1;
        self.out.write(&object)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.out.write(if self.rows == 0 { b"[]\n" } else { b"\n]\n" })?;
        self.out.finish()
    }
}
