//! CSV and TSV with a header. Fields keep their bytes; quotation marks are set where they are needed.

use super::compression::Packer;
use super::emit;
use super::errors::{BadRecord, Complaint, Place};
use super::format::{Making, Opening, Out, Schema, ShardFormat, Stream};
use super::json::VIEW;
use super::pump::broken_off;
use super::record::{Encoder, Made, Original, Parsed, Piece, Record, Row, Sink, Source, Unparsed};
use super::{Cleaned, Options};
use crate::corpus::texts::{Bounded, Refill};
use crate::document::Format;
use crate::error::{Error, Result};
use csv::ByteRecord;
use std::sync::Arc;

/// Comma-separated values.
pub static CSV: ShardFormat =
    ShardFormat { name: "csv", endings: &["csv"], summary: "comma-separated values with a header", open: Opening::Stream(open_csv), make };
/// Tab-separated values.
pub static TSV: ShardFormat = ShardFormat {
    name: "tsv",
    endings: &["tsv", "tab"],
    summary: "tab-separated values with a header",
    open: Opening::Stream(open_tsv),
    make,
};

fn open_csv(stream: Stream, options: &Options) -> Result<Box<dyn Source>> {
    open(stream, b',', options)
}

fn open_tsv(stream: Stream, options: &Options) -> Result<Box<dyn Source>> {
    open(stream, b'\t', options)
}

/// The header, and where the columns stand that matter.
struct Header {
    names: ByteRecord,
    text: usize,
    id: Option<usize>,
    lang: Option<usize>,
    source: Option<usize>,
    format: Option<usize>,
}

impl Header {
    fn of(mut names: ByteRecord, options: &Options) -> Result<Self> {
        if let Some(first) = names.get(0).and_then(|first| first.strip_prefix("\u{feff}".as_bytes())) {
            names = std::iter::once(first.to_vec()).chain(names.iter().skip(1).map(<[u8]>::to_vec)).collect::<Vec<_>>().into();
        }
        let find = |name: &str| names.iter().position(|own| own == name.as_bytes());
        let columns = &options.columns;
        let text = find(&columns.text)
            .ok_or_else(|| missing(&columns.text, names.iter().map(|name| String::from_utf8_lossy(name).into_owned())))?;
        let [id, lang, source, format] = [&columns.id, &columns.lang, &columns.source, &columns.format].map(|name| find(name));
        Ok(Self { names, text, id, lang, source, format })
    }
}

/// The error for a table without the column of texts.
pub fn missing(text: &str, names: impl Iterator<Item = String>) -> Error {
    let names = names.take(30).collect::<Vec<_>>().join(", ");
    Error::usage(format!("no column `{text}`")).remedy(format!("there are {names}; name it with --text-column"))
}

fn open(stream: Stream, delimiter: u8, options: &Options) -> Result<Box<dyn Source>> {
    let (stream, refill) = Bounded::new(stream, options.max_record_bytes);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).buffer_capacity(super::compression::BUFFER_BYTES).from_reader(stream);
    let broken = |error| Error::data(format!("cannot read the header: {error}")).remedy("the first row names the columns; check it");
    let names = reader.byte_headers().map_err(broken)?.clone();
    let header = Arc::new(Header::of(names, options)?);
    Ok(Box::new(Rows { reader, refill, header, limit: options.max_record_bytes, record: 0, over: false }))
}

/// Reads row by row.
struct Rows {
    reader: csv::Reader<Bounded<Stream>>,
    refill: Refill,
    header: Arc<Header>,
    limit: usize,
    record: u64,
    over: bool,
}

impl Source for Rows {
    fn next(&mut self) -> Result<Option<std::result::Result<Piece, BadRecord>>> {
        if self.over {
            return Ok(None);
        }
        self.refill.refill();
        self.record += 1;
        let place = Place { record: self.record, offset: Some(self.reader.position().byte()) };
        let mut fields = ByteRecord::new();
        let bad = |complaint| Ok(Some(Err(BadRecord { place, complaint, last: false })));
        match self.reader.read_byte_record(&mut fields) {
            Ok(false) => {
                self.over = true;
                Ok(None)
            }
            Ok(true) if fields.as_slice().len() > self.limit => bad(Complaint::too_long(self.limit)),
            Ok(true) => {
                let bytes = fields.as_slice().len();
                Ok(Some(Ok(Piece { place, bytes, unparsed: Box::new(Fields { fields, header: Arc::clone(&self.header) }) })))
            }
            Err(error) => match error.into_kind() {
                csv::ErrorKind::Io(error) => {
                    self.over = true;
                    broken_off(error, place).map(|bad| Some(Err(bad)))
                }
                csv::ErrorKind::UnequalLengths { expected_len, len, .. } => bad(Complaint::new(
                    format!("{len} columns, not {expected_len}"),
                    "put texts with delimiters or line breaks in quotation marks",
                )),
                kind => bad(Complaint::new(format!("cannot read the row: {kind:?}"), "check the row")),
            },
        }
    }

    fn schema(&self) -> Option<Schema> {
        Some(self.header.clone())
    }

    fn has_columns(&self, other: &Schema) -> bool {
        other.downcast_ref::<Header>().is_some_and(|other| other.names == self.header.names)
    }
}

/// A row as it was read.
struct Fields {
    fields: ByteRecord,
    header: Arc<Header>,
}

impl Fields {
    fn text(&self, at: usize) -> std::result::Result<String, Complaint> {
        utf8(self.fields.get(at).unwrap_or_default(), || {
            format!("`{}`", String::from_utf8_lossy(self.header.names.get(at).unwrap_or_default()))
        })
    }

    /// A field that may be missing or empty.
    fn known(&self, at: Option<usize>) -> std::result::Result<Option<String>, Complaint> {
        Ok(at.map(|at| self.text(at)).transpose()?.filter(|text| !text.is_empty()))
    }
}

/// A text; `what` names it where it is none.
fn utf8(bytes: &[u8], what: impl Fn() -> String) -> std::result::Result<String, Complaint> {
    std::str::from_utf8(bytes).map(String::from).map_err(|error| {
        let reason = format!("not UTF-8 at byte {} of {}", error.valid_up_to(), what());
        Complaint::new(reason, "convert the file, e.g. with iconv -t utf-8")
    })
}

impl Unparsed for Fields {
    fn parse(self: Box<Self>, _: &Options) -> std::result::Result<Option<Record>, Complaint> {
        let header = Arc::clone(&self.header);
        let id = self.known(header.id)?.map_or("null".into(), |id| emit::quoted(&id));
        let put = |complaint: Complaint| complaint.of(&id);
        let format = match self.known(header.format).map_err(put)? {
            None => None,
            Some(name) => Some(
                name.parse::<Format>()
                    .map_err(|why| Complaint::new(why, "name the column that says how the text is written with --format-column").of(&id))?,
            ),
        };
        let (text, lang) = (self.text(header.text).map_err(put)?, self.known(header.lang).map_err(put)?);
        let source = self.known(header.source).map_err(put)?;
        Ok(Some(Record { id, text, format, lang, source, original: self }))
    }
}

impl Original for Fields {
    fn columns(&self, _: &Options) -> std::result::Result<Vec<(String, String)>, Complaint> {
        let others = (0..self.header.names.len()).filter(|at| *at != self.header.text);
        let one = |at| {
            let name = utf8(self.header.names.get(at).unwrap_or_default(), || format!("the name of column {}", at + 1))?;
            Ok((name, emit::quoted(&self.text(at)?)))
        };
        others.map(one).collect()
    }
}

fn make(out: Out, making: &Making<'_>) -> Result<Made> {
    let header = making.schema.clone().and_then(|schema| schema.downcast::<Header>().ok());
    let header = header.ok_or_else(|| making.no_conversion())?;
    let delimiter = if making.to.name == TSV.name { b'\t' } else { b',' };
    let encoder = FieldsEncoder { delimiter, changed: changed(&header, making.options), header, options: making.options.clone() };
    let mut names: Vec<Vec<u8>> = encoder.header.names.iter().map(<[u8]>::to_vec).collect();
    names.extend(encoder.changed.iter().filter(|(_, place)| place.is_none()).map(|(what, _)| encoder.name(*what).as_bytes().to_vec()));
    let mut out = Packer::new(out, making.compression)?;
    out.write(&encoder.line(names.iter().map(Vec::as_slice)))?;
    Ok(Made { encoder: Box::new(encoder), sink: Box::new(RowsSink { out }) })
}

/// What a column of the output holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Text,
    Removed,
    View,
    Format,
}

/// What is written, and into which column of the input; `None`: into a new one.
fn changed(header: &Header, options: &Options) -> Vec<(What, Option<usize>)> {
    let place = |name: &str| header.names.iter().position(|own| own == name.as_bytes());
    let mut changed = Vec::new();
    if options.emit.has_text() {
        changed.push((What::Text, options.text_to.as_deref().map_or(Some(header.text), place)));
        if options.text_to.is_none() && header.format.is_some() {
            changed.push((What::Format, header.format));
        }
    }
    if options.emit.has_removed() {
        changed.push((What::Removed, place(&options.removed_to)));
    }
    if options.view {
        changed.push((What::View, place(VIEW)));
    }
    changed
}

struct FieldsEncoder {
    delimiter: u8,
    header: Arc<Header>,
    changed: Vec<(What, Option<usize>)>,
    options: Options,
}

impl FieldsEncoder {
    fn name(&self, what: What) -> &str {
        match what {
            What::Text => self.options.text_to.as_deref().unwrap_or(&self.options.columns.text),
            What::Removed => &self.options.removed_to,
            What::View => VIEW,
            What::Format => &self.options.columns.format,
        }
    }

    /// One row, quoted where it must be.
    fn line<'f>(&self, fields: impl Iterator<Item = &'f [u8]>) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().delimiter(self.delimiter).from_writer(Vec::new());
        // Memory takes everything.
        let _ = writer.write_record(fields);
        writer.into_inner().unwrap_or_default()
    }
}

impl Encoder for FieldsEncoder {
    fn row(&self, record: Parsed, cleaned: Cleaned) -> std::result::Result<Row, Complaint> {
        let original: &dyn std::any::Any = &*record.original;
        let Some(original) = original.downcast_ref::<Fields>() else {
            return Err(Complaint::new("not a row of a table", "write JSON lines"));
        };
        let value = |what: What, old: &[u8]| match what {
            What::Text => cleaned.text.clone().into_bytes(),
            What::Removed => emit::removed(&cleaned).into_bytes(),
            What::View => cleaned.document.text().as_bytes().to_vec(),
            // What is left of a page is no markup any more.
            What::Format if cleaned.document.page().is_some() => Format::Plain.name().into(),
            What::Format => old.to_vec(),
        };
        let mut fields: Vec<Vec<u8>> = original.fields.iter().map(<[u8]>::to_vec).collect();
        for &(what, place) in &self.changed {
            match place.and_then(|place| fields.get_mut(place)) {
                Some(field) => *field = value(what, field),
                None => fields.push(value(what, b"")),
            }
        }
        Ok(Row::Bytes(self.line(fields.iter().map(Vec::as_slice))))
    }
}

struct RowsSink {
    out: Packer,
}

impl Sink for RowsSink {
    fn write(&mut self, row: Row) -> Result<()> {
        let Row::Bytes(line) = row else { return Ok(()) };
        self.out.write(&line)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.out.finish()
    }
}
