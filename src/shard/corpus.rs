//! Records as a corpus: files of any format of shards whose records hold gold beside their text, for `gleaner eval`.
//!
//! `records:PATH` reads a file, a folder or a pattern; `records(text=html,gold=main):PATH` names columns. The column `gold` holds either
//! the main content as a text (a reference) or labelled spans: `[{"start", "end", "label"}, …]`, offsets in code points of the text (of a
//! page: of its rendering). Records are read as a stream; the corpus itself is in memory, as every corpus is.

use super::process::open_input;
use super::record::Source;
use super::{Columns, Job, Options, Record, plan};
use crate::corpus::formats::{self, Imported};
use crate::corpus::{Corpus, Example, digest};
use crate::document::{Document, Format, Meta};
use crate::error::{Error, Result};
use crate::gold::{Gold, LabelledSpan, Reference, ReferenceText};
use crate::label::Label;
use crate::span::{CodePoints, Span};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What specifications begin with.
const PREFIX: &str = "records";
/// A larger corpus does not fit into memory with its segments and features.
const MAX_TEXT_BYTES: usize = 4 << 30;

/// Opens a corpus: `records:PATH`, `records(column=name,…):PATH`, or what [`formats::open`] takes.
///
/// # Errors
/// As [`formats::open`]; columns that do not exist; records without any that can be used.
pub fn open_corpus(specification: &str) -> Result<Imported> {
    match parse(specification)? {
        Some((path, options, gold)) => read(&path, &options, &gold),
        None => formats::open(specification),
    }
}

/// Path, options and the gold's column; `None` for another format.
fn parse(specification: &str) -> Result<Option<(PathBuf, Options, String)>> {
    let Some(rest) = specification.strip_prefix(PREFIX) else { return Ok(None) };
    if let Some(path) = rest.strip_prefix(':') {
        return Ok(Some((path.into(), Options::default(), "gold".into())));
    }
    let Some((inside, path)) = rest.strip_prefix('(').and_then(|rest| rest.split_once("):")) else { return Ok(None) };
    let (mut columns, mut gold) = (Columns::default(), "gold".to_string());
    for pair in inside.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let wrong =
            || Error::usage(format!("`{pair}` names no column")).remedy("write text, gold, id, source, lang or format, = and a name");
        let (name, value) = pair.split_once('=').ok_or_else(wrong)?;
        let column = match name.trim() {
            "text" => &mut columns.text,
            "gold" => &mut gold,
            "id" => &mut columns.id,
            "source" => &mut columns.source,
            "lang" => &mut columns.lang,
            "format" => &mut columns.format,
            _ => return Err(wrong()),
        };
        *column = value.trim().to_string();
    }
    Ok(Some((path.into(), Options { columns, ..Options::default() }, gold)))
}

fn read(path: &Path, options: &Options, gold: &str) -> Result<Imported> {
    let jobs = plan(&[path.to_path_buf()], Path::new(""), options)?;
    let mut reading = Reading { options, gold, examples: Vec::new(), rejected: Vec::new(), ids: BTreeSet::new(), bytes: 0 };
    for input in jobs.iter().flat_map(|Job { inputs, .. }| inputs) {
        reading.file(input)?;
    }
    let Reading { mut examples, rejected, .. } = reading;
    if examples.is_empty() {
        let first = rejected.into_iter().next();
        return Err(first.unwrap_or_else(|| Error::data("no records").in_file(path).remedy("check the file")));
    }
    examples.sort_by(|a, b| a.document.meta.id.cmp(&b.document.meta.id));
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Imported { corpus: Corpus { name, digest: digest(&examples), examples }, rejected })
}

struct Reading<'r> {
    options: &'r Options,
    gold: &'r str,
    examples: Vec<Example>,
    rejected: Vec<Error>,
    ids: BTreeSet<String>,
    bytes: usize,
}

impl Reading<'_> {
    fn file(&mut self, path: &Path) -> Result<()> {
        let mut source: Box<dyn Source> = open_input(path, self.options)?;
        while let Some(found) = source.next()? {
            let (place, parsed) = match found {
                Ok(piece) => (piece.place, piece.unparsed.parse(self.options)),
                Err(bad) => (bad.place, Err(bad.complaint)),
            };
            let number = place.record as usize;
            let outcome = match parsed {
                Ok(None) => continue,
                Ok(Some(record)) => self.example(record, number),
                Err(complaint) => Err(complaint.error()),
            };
            match outcome {
                Ok(example) => self.examples.push(example),
                Err(error) => self.rejected.push(error.at(path, number)),
            }
            if self.bytes > MAX_TEXT_BYTES {
                return Err(Error::data(format!("more than {MAX_TEXT_BYTES} bytes of text")).in_file(path).remedy("evaluate a sample"));
            }
        }
        Ok(())
    }

    fn example(&mut self, record: Record, number: usize) -> Result<Example> {
        let columns = record.original.columns(self.options);
        let gold = columns.iter().find(|(name, _)| name == self.gold).map(|(_, value)| value.as_str()).unwrap_or("null");
        let gold: serde_json::Value = serde_json::from_str(gold).unwrap_or_default();
        // CSV and WARC hold structures as text.
        let gold = match gold {
            serde_json::Value::String(text) if text.trim_start().starts_with("[{") => serde_json::from_str(&text).unwrap_or(text.into()),
            gold => gold,
        };
        let id = match serde_json::from_str(&record.id) {
            Ok(serde_json::Value::String(id)) => id,
            Ok(serde_json::Value::Null) | Err(_) => number.to_string(),
            Ok(other) => other.to_string(),
        };
        if !self.ids.insert(id.clone()) {
            return Err(Error::data(format!("id `{id}` stands twice")).remedy("the first is kept; drop the others"));
        }
        let format = record.format.unwrap_or_else(|| Format::guess(&record.text));
        let source = record.source.filter(|source| !source.is_empty()).unwrap_or_else(|| id.clone());
        let meta = Meta { id, source, lang: record.lang.unwrap_or_default(), format, ..Meta::default() };
        self.bytes += record.text.len();
        labelled(meta, record.text, gold, self.gold)
    }
}

/// A record with its gold.
fn labelled(meta: Meta, text: String, gold: serde_json::Value, column: &str) -> Result<Example> {
    match gold {
        serde_json::Value::String(text_of_gold) if !text_of_gold.trim().is_empty() => {
            let content = ReferenceText { text: text_of_gold, ..ReferenceText::default() };
            Ok(formats::example(meta, text, Reference { content, page_kind: String::new() }))
        }
        serde_json::Value::Array(spans) => {
            let document = Document::new(meta, text);
            let points = CodePoints::new(document.text());
            let spans = spans.iter().map(|span| labelled_span(span, &points)).collect::<Result<Vec<_>>>()?;
            let gold = Gold::new(spans).map_err(|_| Error::data("two spans overlap").remedy("each stretch has one label"))?;
            Ok(Example { document, gold })
        }
        _ => Err(Error::data(format!("no gold in `{column}`")).remedy("drop the record, or name the column: records(gold=NAME):PATH")),
    }
}

fn labelled_span(span: &serde_json::Value, points: &CodePoints<'_>) -> Result<LabelledSpan> {
    const REMEDY: &str = "a span is {\"start\", \"end\", \"label\"}, in code points of the text";
    let number = |name: &str| span.get(name).and_then(serde_json::Value::as_u64).and_then(|number| usize::try_from(number).ok());
    let place = number("start").zip(number("end")).and_then(|(start, end)| Some(Span::new(points.to_byte(start)?, points.to_byte(end)?)));
    let name = span.get("label").and_then(serde_json::Value::as_str).unwrap_or_default();
    let label: Label = name.parse().map_err(|why| Error::data(format!("{why}")).remedy(REMEDY))?;
    Ok(LabelledSpan { span: place.ok_or_else(|| Error::data("a span ends past the text or has no place").remedy(REMEDY))?, label })
}
