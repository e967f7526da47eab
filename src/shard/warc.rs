//! WARC (ISO 28500) and WET files, as Common Crawl and Heritrix write them: `response`, `resource` and `conversion` records are
//! documents, the others (requests, metadata, revisits) are passed over. Written are `conversion` records of plain text that refer to the
//! records they were made of, in WARC.gz files each in a gzip member of its own, as readers that jump to offsets need it.
//!
//! As SCALE.md of the project found, a reader of our own on flate2's `MultiGzDecoder` is as fast as any crate for it, and reads stdin.

use super::errors::{BadRecord, Complaint, Place};
use super::format::{Making, Opening, Out, ShardFormat, Stream};
use super::http;
use super::pump::broken_off;
use super::record::{Encoder, Made, Original, Parsed, Piece, Record, Row, Sink, Source, Unparsed};
use super::{Cleaned, Compression, Emit, Options, emit};
use crate::corpus::formats::host;
use crate::document::{Fingerprint, Format, html};
use crate::error::Result;
use std::io::{BufRead, Read, Write};

/// Records of a crawl.
pub static WARC: ShardFormat =
    ShardFormat { name: "warc", endings: &["warc"], summary: "records of a web crawl", open: Opening::Stream(open), make };
/// Texts of a crawl.
pub static WET: ShardFormat =
    ShardFormat { name: "wet", endings: &["wet"], summary: "texts of a web crawl", open: Opening::Stream(open), make };

/// A longer line of a record's header makes the record a bad one.
const MAX_LINE_BYTES: usize = 64 << 10;
/// More lines in a record's header make it a bad one.
const MAX_LINES: usize = 1000;

fn open(stream: Stream, options: &Options) -> Result<Box<dyn Source>> {
    Ok(Box::new(Records { stream, limit: options.max_record_bytes, record: 0, offset: 0, over: false, ahead: None }))
}

/// Names in lower case, and values, of a header.
pub type Fields = Vec<(String, String)>;

/// A value by its name in lower case.
pub fn field<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}

/// Reads record by record.
struct Records {
    stream: Stream,
    limit: usize,
    record: u64,
    offset: u64,
    over: bool,
    /// A version line that was found behind a broken record.
    ahead: Option<u64>,
}

type Found = std::result::Result<Piece, BadRecord>;

impl Source for Records {
    fn next(&mut self) -> Result<Option<Found>> {
        if self.over {
            return Ok(None);
        }
        let place = Place { record: self.record + 1, offset: Some(self.offset) };
        self.step().or_else(|error| {
            self.over = true;
            broken_off(error, place).map(|bad| Some(Err(bad)))
        })
    }
}

impl Records {
    fn step(&mut self) -> std::io::Result<Option<Found>> {
        let Some(start) = self.version_line()? else {
            self.over = true;
            return Ok(None);
        };
        self.record += 1;
        let place = Place { record: self.record, offset: Some(start.at) };
        let bad = |complaint| Ok(Some(Err(BadRecord { place, complaint, last: false })));
        const REMEDY: &str = "read on at the next line that begins with WARC/; get the file again if it should be whole";
        if !start.good {
            self.find_version()?;
            return bad(Complaint::new("no WARC record begins here", REMEDY));
        }
        let Some(fields) = self.header()? else {
            self.find_version()?;
            return bad(Complaint::new("the record's header is broken", REMEDY));
        };
        let Some(length) = field(&fields, "content-length").and_then(|length| length.parse::<u64>().ok()) else {
            self.find_version()?;
            return bad(Complaint::new("the record has no Content-Length", REMEDY));
        };
        if !is_document(&fields) || length > self.limit as u64 {
            let passed = std::io::copy(&mut self.stream.by_ref().take(length), &mut std::io::sink())?;
            self.offset += passed;
            if passed < length {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            if is_document(&fields) {
                return bad(Complaint::too_long(self.limit).of(&id_of(&fields)));
            }
            return Ok(Some(Ok(Piece { place, bytes: 0, unparsed: Box::new(Other) })));
        }
        let mut body = Vec::new();
        let read = self.stream.by_ref().take(length).read_to_end(&mut body)?;
        self.offset += read as u64;
        if (read as u64) < length {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some(piece(place, fields, body, self.limit)))
    }

    /// The next line that is not empty, which must be a version.
    fn version_line(&mut self) -> std::io::Result<Option<Start>> {
        if let Some(at) = self.ahead.take() {
            return Ok(Some(Start { at, good: true }));
        }
        loop {
            let at = self.offset;
            let Some(line) = self.line()? else { return Ok(None) };
            if !line.is_empty() {
                return Ok(Some(Start { at, good: line.starts_with(b"WARC/") }));
            }
        }
    }

    /// Reads on to the next version line, or to the end.
    fn find_version(&mut self) -> std::io::Result<()> {
        loop {
            let at = self.offset;
            match self.line()? {
                None => return Ok(()),
                Some(line) if line.starts_with(b"WARC/1.") && line.len() < 12 => {
                    self.ahead = Some(at);
                    return Ok(());
                }
                Some(_) => {}
            }
        }
    }

    /// A line without its break, cut at the greatest length; `None` at the end.
    fn line(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let read = self.stream.by_ref().take(MAX_LINE_BYTES as u64).read_until(b'\n', &mut line)?;
        self.offset += read as u64;
        if read == 0 {
            return Ok(None);
        }
        if read < MAX_LINE_BYTES && line.last() != Some(&b'\n') {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        line.truncate(line.trim_ascii_end().len());
        Ok(Some(line))
    }

    /// The fields up to the blank line; `None` if they are none.
    fn header(&mut self) -> std::io::Result<Option<Fields>> {
        let mut fields: Fields = Vec::new();
        for _ in 0..MAX_LINES {
            let Some(line) = self.line()? else { return Err(std::io::ErrorKind::UnexpectedEof.into()) };
            if line.is_empty() {
                return Ok(Some(fields));
            }
            match add_line(&mut fields, &line) {
                true => {}
                false => return Ok(None),
            }
        }
        Ok(None)
    }
}

struct Start {
    at: u64,
    good: bool,
}

/// A document's record. A packed body is unpacked here, not on all threads: what it takes in memory, nothing else tells, and a batch of
/// many that claim little would fill it.
fn piece(place: Place, fields: Fields, body: Vec<u8>, limit: usize) -> Found {
    let header: usize = fields.iter().map(|(name, value)| name.len() + value.len() + 2 * size_of::<String>()).sum();
    if !(is_answer(&fields) && http::is_packed(&body)) {
        let bytes = header + body.len();
        return Ok(Piece { place, bytes, unparsed: Box::new(Raw { fields, content: Content::Body(body) }) });
    }
    match http::payload(body, limit) {
        Ok(Some(page)) => {
            let bytes = header + page.body.len();
            Ok(Piece { place, bytes, unparsed: Box::new(Raw { fields, content: Content::Page(page) }) })
        }
        Ok(None) => Ok(Piece { place, bytes: 0, unparsed: Box::new(Other) }),
        Err(complaint) => Err(BadRecord { place, complaint: complaint.of(&id_of(&fields)), last: false }),
    }
}

/// Adds a header's line; false if it is none.
pub fn add_line(fields: &mut Fields, line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    if text.starts_with([' ', '\t']) {
        // A line that goes on from the one before.
        return fields.last_mut().map(|(_, value)| value.extend([" ", text.trim()])).is_some();
    }
    let Some((name, value)) = text.split_once(':') else { return false };
    fields.push((name.trim().to_ascii_lowercase(), value.trim().to_string()));
    true
}

fn is_document(fields: &Fields) -> bool {
    matches!(field(fields, "warc-type"), Some("response" | "resource" | "conversion"))
}

/// Whether the record holds what a server sent, header and all.
fn is_answer(fields: &Fields) -> bool {
    let media = field(fields, "content-type");
    field(fields, "warc-type") == Some("response") && media.is_none_or(|media| media.starts_with("application/http"))
}

/// The record's id as JSON.
fn id_of(fields: &Fields) -> String {
    field(fields, "warc-record-id").map_or("null".into(), emit::quoted)
}

/// A record of another type.
struct Other;

impl Unparsed for Other {
    fn parse(self: Box<Self>, _: &Options) -> std::result::Result<Option<Record>, Complaint> {
        Ok(None)
    }
}

/// A document's record.
struct Raw {
    fields: Fields,
    content: Content,
}

enum Content {
    /// As it was read.
    Body(Vec<u8>),
    /// Of a server's answer, unpacked.
    Page(http::Payload),
}

/// What is kept of a record beside its text.
struct Kept {
    fields: Fields,
    format: Format,
    outlet: Option<String>,
}

impl Unparsed for Raw {
    fn parse(self: Box<Self>, options: &Options) -> std::result::Result<Option<Record>, Complaint> {
        let Raw { fields, content } = *self;
        let id = id_of(&fields);
        let page = match content {
            Content::Page(page) => page,
            Content::Body(body) if is_answer(&fields) => {
                match http::payload(body, options.max_record_bytes).map_err(|complaint| complaint.of(&id))? {
                    Some(page) => page,
                    None => return Ok(None),
                }
            }
            Content::Body(body) => http::Payload { media: field(&fields, "content-type").unwrap_or("text/plain").to_string(), body },
        };
        let Some(kind) = page.kind() else { return Ok(None) };
        let text = html::decode(&page.body, page.charset()).text;
        let format = options.format.unwrap_or_else(|| kind.unwrap_or_else(|| Format::guess(&text)));
        let outlet = field(&fields, "warc-target-uri").and_then(outlet);
        let original = Kept { fields, format, outlet: outlet.clone() };
        Ok(Some(Record { id, text, format: Some(format), lang: None, source: outlet, original: Box::new(original) }))
    }
}

/// The outlet of a page, as far as its address tells: the host in small letters. WARC/1.0 wrote addresses in brackets.
fn outlet(address: &str) -> Option<String> {
    host(address.trim_matches(['<', '>'])).map(str::to_lowercase)
}

impl Original for Kept {
    fn columns(&self, options: &Options) -> std::result::Result<Vec<(String, String)>, Complaint> {
        let columns = &options.columns;
        let mut own = vec![(columns.id.clone(), id_of(&self.fields))];
        let named = [("url", "warc-target-uri"), ("date", "warc-date"), ("languages", "warc-identified-content-language")];
        own.extend(named.into_iter().filter_map(|(name, field_name)| Some((name.into(), emit::quoted(field(&self.fields, field_name)?)))));
        own.extend(self.outlet.as_deref().map(|outlet| (columns.source.clone(), emit::quoted(outlet))));
        own.push((columns.format.clone(), emit::quoted(self.format.name())));
        Ok(own)
    }
}

fn make(out: Out, making: &Making<'_>) -> Result<Made> {
    let from_crawl = [WARC.name, WET.name].contains(&making.from.name);
    if making.options.emit != Emit::Text || !from_crawl || making.options.view || making.options.text_to.is_some() {
        return Err(making.no_conversion());
    }
    let encoder = ConversionEncoder { strategy: making.strategy.to_string(), compression: making.compression };
    Ok(Made { encoder: Box::new(encoder), sink: Box::new(MembersSink { out: std::io::BufWriter::new(out) }) })
}

/// Makes conversion records, packed one by one.
struct ConversionEncoder {
    strategy: String,
    compression: Compression,
}

impl Encoder for ConversionEncoder {
    fn row(&self, record: Parsed, cleaned: Cleaned) -> std::result::Result<Row, Complaint> {
        let original: &dyn std::any::Any = &*record.original;
        let Some(Kept { fields, .. }) = original.downcast_ref::<Kept>() else {
            return Err(Complaint::new("not a record of a crawl", "write JSON lines"));
        };
        let known = |name: &str| field(fields, name).map(str::to_string);
        let old_id = known("warc-record-id").unwrap_or_default();
        let mut header = vec![("WARC-Type", "conversion".to_string())];
        header.extend(known("warc-target-uri").map(|address| ("WARC-Target-URI", address)));
        header.extend(known("warc-date").map(|date| ("WARC-Date", date)));
        header.push(("WARC-Record-ID", new_id(&old_id, &self.strategy)));
        header.extend(Some(old_id).filter(|id| !id.is_empty()).map(|id| ("WARC-Refers-To", id)));
        header.extend(known("warc-identified-content-language").map(|languages| ("WARC-Identified-Content-Language", languages)));
        header.push(("Content-Type", "text/plain".into()));
        header.push(("Content-Length", cleaned.text.len().to_string()));
        let lines: String = header.into_iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let record = format!("WARC/1.0\r\n{lines}\r\n{}\r\n\r\n", cleaned.text).into_bytes();
        pack(record, self.compression).map(Row::Bytes).map_err(|error| Complaint::new(error.to_string(), "free some memory"))
    }
}

/// An id that is the same for the same record and strategy: a UUID of version 8, of their digest.
fn new_id(old: &str, strategy: &str) -> String {
    let mut digits: Vec<char> =
        Fingerprint::new().field("gleaner-conversion-1").field(old).field(strategy).hex().chars().take(32).collect();
    digits[12] = '8';
    digits[16] = 'a';
    let part = |range: std::ops::Range<usize>| digits[range].iter().collect::<String>();
    format!("<urn:uuid:{}-{}-{}-{}-{}>", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32))
}

/// One record as a gzip member or Zstandard frame of its own.
fn pack(record: Vec<u8>, compression: Compression) -> std::io::Result<Vec<u8>> {
    match compression {
        Compression::None => Ok(record),
        Compression::Gzip => {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), super::compression::gzip_level());
            packer.write_all(&record)?;
            packer.finish()
        }
        Compression::Zstd => zstd::stream::encode_all(record.as_slice(), super::compression::ZSTD_LEVEL),
    }
}

struct MembersSink {
    out: std::io::BufWriter<Out>,
}

impl Sink for MembersSink {
    fn write(&mut self, row: Row) -> Result<()> {
        let Row::Bytes(member) = row else { return Ok(()) };
        self.out.write_all(&member).map_err(super::compression::failed)
    }

    fn batch(&mut self) -> Result<()> {
        self.out.flush().map_err(super::compression::failed)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.out.flush().map_err(super::compression::failed)
    }
}
