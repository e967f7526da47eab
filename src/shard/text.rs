//! Single texts: plain text, Markdown, a web page. The file is the record, which has no id; the output is the clean text alone.

use super::compression::Packer;
use super::emit;
use super::errors::{BadRecord, Complaint, Place};
use super::format::{Making, Opening, Out, ShardFormat, Stream};
use super::pump::broken_off;
use super::record::{Encoder, Made, Original, Parsed, Piece, Record, Row, Sink, Source, Unparsed};
use super::{Cleaned, Emit, Options};
use crate::document::{Format, html};
use crate::error::Result;
use std::io::Read;
use std::path::Path;

/// Its row in the table.
pub static ENTRY: ShardFormat = ShardFormat {
    name: "text",
    endings: &["txt", "text", "md", "markdown", "html", "htm", "xhtml"],
    summary: "one text, Markdown document or web page",
    open: Opening::Stream(open),
    make,
};

/// How a text is written, by its file's name.
pub fn format_of_name(path: &Path) -> Option<Format> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    match super::Compression::unpacked_name(&name).rsplit_once('.')?.1 {
        "txt" | "text" => Some(Format::Plain),
        "md" | "markdown" => Some(Format::Markdown),
        "html" | "htm" | "xhtml" => Some(Format::Html),
        _ => None,
    }
}

fn open(stream: Stream, options: &Options) -> Result<Box<dyn Source>> {
    Ok(Box::new(Whole { stream: Some(stream), limit: options.max_record_bytes, format: options.format }))
}

/// Reads the one record.
struct Whole {
    stream: Option<Stream>,
    limit: usize,
    format: Option<Format>,
}

impl Source for Whole {
    fn next(&mut self) -> Result<Option<std::result::Result<Piece, BadRecord>>> {
        let Some(stream) = self.stream.take() else { return Ok(None) };
        let place = Place { record: 1, offset: Some(0) };
        let mut bytes = Vec::new();
        if let Err(error) = stream.take((self.limit as u64).saturating_add(1)).read_to_end(&mut bytes) {
            return broken_off(error, place).map(|bad| Some(Err(bad)));
        }
        if bytes.len() > self.limit {
            return Ok(Some(Err(BadRecord { place, complaint: Complaint::too_long(self.limit), last: false })));
        }
        let length = bytes.len();
        Ok(Some(Ok(Piece { place, bytes: length, unparsed: Box::new(Contents { bytes, id: None, source: None, format: self.format }) })))
    }
}

/// A file's bytes, with what its name told.
pub struct Contents {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The id.
    pub id: Option<String>,
    /// The outlet.
    pub source: Option<String>,
    /// How it is written.
    pub format: Option<Format>,
}

/// What is kept of a file beside its text.
struct Named {
    id: String,
    source: Option<String>,
    format: Format,
}

impl Unparsed for Contents {
    fn parse(self: Box<Self>, options: &Options) -> std::result::Result<Option<Record>, Complaint> {
        let id = self.id.map_or("null".into(), |id| emit::quoted(&id));
        let wanted = options.format.or(self.format);
        let start = String::from_utf8_lossy(&self.bytes[..self.bytes.len().min(4096)]);
        let format = wanted.unwrap_or_else(|| Format::guess(&start));
        let text = if format == Format::Html {
            html::decode(&self.bytes, None).text
        } else {
            let decoded = crate::corpus::decode(self.bytes);
            decoded.map_err(|error| Complaint::new(error.to_string(), "write it as UTF-8").of(&id))?
        };
        // Of a short start it is not always to be told; pages were.
        let format = if wanted.is_none() && format != Format::Html { Format::guess(&text) } else { format };
        let named = Named { id: id.clone(), source: self.source.clone(), format };
        Ok(Some(Record { id, text, format: Some(format), lang: None, source: self.source, original: Box::new(named) }))
    }
}

impl Original for Named {
    fn columns(&self, options: &Options) -> std::result::Result<Vec<(String, String)>, Complaint> {
        let columns = &options.columns;
        let mut own = vec![(columns.id.clone(), self.id.clone())];
        own.extend(self.source.as_deref().map(|source| (columns.source.clone(), emit::quoted(source))));
        own.push((columns.format.clone(), emit::quoted(self.format.name())));
        Ok(own)
    }
}

fn make(out: Out, making: &Making<'_>) -> Result<Made> {
    if making.options.emit != Emit::Text || making.from.name != ENTRY.name {
        return Err(making.no_conversion());
    }
    Ok(Made { encoder: Box::new(TextEncoder), sink: Box::new(TextSink { out: Packer::new(out, making.compression)? }) })
}

struct TextEncoder;

impl Encoder for TextEncoder {
    fn row(&self, _: Parsed, cleaned: Cleaned) -> std::result::Result<Row, Complaint> {
        Ok(Row::Bytes(cleaned.text.into_bytes()))
    }
}

struct TextSink {
    out: Packer,
}

impl Sink for TextSink {
    fn write(&mut self, row: Row) -> Result<()> {
        let Row::Bytes(text) = row else { return Ok(()) };
        self.out.write(&text)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.out.finish()
    }
}
