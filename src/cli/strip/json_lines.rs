//! JSON lines in, JSON lines out: batches of bounded size, cleaned on all threads, written in the order they came.

use super::{Cleaned, Cleaner, Strip, open};
use crate::cli::output;
use crate::document::{Document, Meta};
use crate::error::{Error, Result};
use crate::span::CodePoints;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// Bytes of a batch; several times this much is in memory at a time, whatever the length of the stream.
const BATCH_BYTES: usize = 4 << 20;
/// A longer line is no document; it becomes an error row.
const MAX_LINE_BYTES: usize = 256 << 20;

/// What a line holds. Only the text is required.
#[derive(serde::Deserialize)]
struct Record {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    source: Option<String>,
}

/// Cleans a stream; returns whether any line was bad.
///
/// # Errors
/// A file that cannot be read, or stdout gone.
pub fn strip(file: &Path, cleaner: &Cleaner, options: &Strip) -> Result<bool> {
    let pool = crate::cli::thread_pool(options.threads)?;
    let (source, name) = open(file)?;
    let mut lines = BufReader::with_capacity(1 << 16, source);
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let (mut number, mut bad) = (0usize, 0usize);
    loop {
        let (batch, more) = read_batch(&mut lines, &mut number).map_err(|error| Error::io("cannot read", error).in_file(&name))?;
        let one = |(number, line): &(usize, Line)| clean_line(*number, line, cleaner, options);
        let answers: Vec<(String, bool)> = pool.install(|| batch.par_iter().map(one).collect());
        for (answer, failed) in answers {
            bad += usize::from(failed);
            out.write_all(answer.as_bytes()).map_err(output::stdout_failed)?;
        }
        out.flush().map_err(output::stdout_failed)?;
        if !more {
            break;
        }
    }
    if bad > 0 {
        output::remark(&format!("{}: {bad} of {number} lines could not be read; each has an error row", name.display()));
    }
    Ok(bad > 0)
}

/// One line of the stream.
enum Line {
    Bytes(Vec<u8>),
    TooLong,
}

/// Lines with their numbers, up to the batch size; and whether there is more.
fn read_batch(lines: &mut impl BufRead, number: &mut usize) -> std::io::Result<(Vec<(usize, Line)>, bool)> {
    let (mut batch, mut size) = (Vec::new(), 0);
    while size < BATCH_BYTES {
        let mut line = Vec::new();
        let read = lines.by_ref().take(MAX_LINE_BYTES as u64).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok((batch, false));
        }
        *number += 1;
        size += read;
        if read == MAX_LINE_BYTES && line.last() != Some(&b'\n') {
            skip_line(lines)?;
            batch.push((*number, Line::TooLong));
        } else if !line.trim_ascii().is_empty() {
            batch.push((*number, Line::Bytes(line)));
        }
    }
    Ok((batch, true))
}

/// Reads to the end of the line without keeping it.
fn skip_line(lines: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = lines.fill_buf()?;
        let Some(at) = memchr::memchr(b'\n', buffer) else {
            let length = buffer.len();
            if length == 0 {
                return Ok(());
            }
            lines.consume(length);
            continue;
        };
        lines.consume(at + 1);
        return Ok(());
    }
}

fn clean_line(number: usize, line: &Line, cleaner: &Cleaner, options: &Strip) -> (String, bool) {
    let Line::Bytes(bytes) = line else {
        return (bad_line(number, &Value::Null, &format!("longer than {MAX_LINE_BYTES} bytes")), true);
    };
    let bytes = bytes.trim_ascii();
    let bytes = if number == 1 { bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes) } else { bytes };
    let record: Record = match serde_json::from_slice(bytes) {
        Ok(record) => record,
        Err(error) => return (bad_line(number, &Value::Null, &plain(&error)), true),
    };
    let format = match record.format.as_deref() {
        None | Some("") => Ok(options.format_of(&record.text, None)),
        Some(name) => name.parse(),
    };
    let format = match format {
        Ok(format) => format,
        Err(why) => return (bad_line(number, &record.id, &why), true),
    };
    let meta = Meta {
        format,
        lang: record.lang.unwrap_or_else(|| options.lang.clone()),
        source: record.source.unwrap_or_else(|| options.source.clone()),
        ..Meta::default()
    };
    let document = Document::new(meta, record.text);
    (self::line(&document, record.id, cleaner, &cleaner.clean(&document), options.view), false)
}

/// serde's message without its own position: a line of the stream is one line to it.
fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let end = message.find(" at line ").unwrap_or(message.len());
    format!("{} (column {})", &message[..end], error.column())
}

fn bad_line(number: usize, id: &Value, why: &str) -> String {
    format!("{}\n", json!({"id": id, "status": "error", "line": number, "error": why}))
}

/// One answer.
pub fn line(document: &Document, id: Value, cleaner: &Cleaner, cleaned: &Cleaned, view: bool) -> String {
    let points = CodePoints::new(document.text());
    let removed = cleaned.removed.iter().map(|removal| {
        json!({
            "start": points.from_byte(removal.span.start),
            "end": points.from_byte(removal.span.end),
            "label": removal.label.map(crate::label::Label::name),
            "rule": removal.rule,
        })
    });
    let mut answer = json!({
        "id": id,
        "status": "ok",
        "strategy": cleaner.strategy.name,
        "text": cleaned.text,
        "removed": removed.collect::<Vec<_>>(),
    });
    if view {
        answer["view"] = json!(document.text());
    }
    format!("{answer}\n")
}
