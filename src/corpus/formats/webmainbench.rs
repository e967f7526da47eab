//! WebMainBench (OpenDataLab; Apache-2.0): a file of JSON lines {track_id, url, html, groundtruth_content, convert_main_content,
//! meta{language, style, level}}.
//!
//! The reference text is `convert_main_content`, which the benchmark scores, else `groundtruth_content`; both are Markdown. What marks the
//! content in the page is taken away, or it would give the answer: the attribute `cc-select`, and `style` elements that
//! name it or carry an attribute `cc…`.

use super::annotated::without_attribute;
use super::gather::{Gathering, Page};
use super::{Format, Imported, MAX_UNPACKED_BYTES};
use crate::error::{Error, Result};
use crate::gold::ReferenceText;
use regex::Regex;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::LazyLock;

/// Lines read before they are parsed, in parallel.
const LINES: usize = 64;
/// How much of the first line is looked at to recognise the format: lines may be large, but `html` is not their first key's end.
const LOOKED_AT: u64 = 8 << 20;

/// Row in the table.
pub static FORMAT: Format =
    Format { id: "webmainbench", summary: "WebMainBench: JSON lines with track_id, html and groundtruth_content", recognises, open };

fn recognises(path: &Path) -> bool {
    if path.extension().is_none_or(|ending| ending != "jsonl") || !path.is_file() {
        return false;
    }
    let mut line = Vec::new();
    let read = File::open(path).and_then(|file| BufReader::new(file.take(LOOKED_AT)).read_until(b'\n', &mut line));
    let has = |key: &[u8]| memchr::memmem::find(&line, key).is_some();
    read.is_ok() && has(b"\"track_id\"") && has(b"\"html\"") && (has(b"\"groundtruth_content\"") || has(b"\"convert_main_content\""))
}

#[derive(Deserialize)]
struct Record {
    track_id: String,
    #[serde(default)]
    url: Option<String>,
    html: Option<String>,
    #[serde(default)]
    convert_main_content: Option<String>,
    #[serde(default)]
    groundtruth_content: Option<String>,
    #[serde(default)]
    meta: Option<Meta>,
}

#[derive(Deserialize, Default)]
struct Meta {
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    style: Option<String>,
}

fn open(path: &Path) -> Result<Imported> {
    let failed = |error| Error::io("cannot read the file", error).in_file(path).remedy("check the name and its permissions");
    let mut reader = BufReader::new(File::open(path).map_err(failed)?);
    let mut gathering = Gathering::new("webmainbench");
    let (mut number, mut lines) = (0, Vec::new());
    loop {
        let mut line = Vec::new();
        let read = (&mut reader).take(MAX_UNPACKED_BYTES as u64 + 1).read_until(b'\n', &mut line).map_err(failed)?;
        number += 1;
        if read > MAX_UNPACKED_BYTES && line.last() != Some(&b'\n') {
            gathering.reject(Error::data(format!("a line of more than {MAX_UNPACKED_BYTES} bytes")).at(path, number).remedy("drop it"));
            skip_line(&mut reader).map_err(failed)?;
        } else if !line.trim_ascii().is_empty() {
            lines.push((number, line));
        }
        if read == 0 || lines.len() == LINES {
            gathering.read(&lines, |(number, line)| page(line).map_err(|error| error.at(path, *number)));
            lines.clear();
        }
        if read == 0 {
            return gathering.finish(path);
        }
    }
}

fn skip_line(reader: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let (length, end) = match memchr::memchr(b'\n', buffer) {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(length);
        if end {
            return Ok(());
        }
    }
}

fn page(line: &[u8]) -> Result<Page> {
    let record: Record = serde_json::from_slice(line)
        .map_err(|error| Error::data(format!("not a WebMainBench record: {error}")).remedy("fetch the file again"))?;
    let id = record.track_id;
    let html = record.html.ok_or_else(|| Error::data(format!("`{id}` has no html")).remedy("drop the line"))?;
    let text = [record.convert_main_content, record.groundtruth_content].into_iter().flatten().find(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| Error::data(format!("`{id}` has no gold")).remedy("drop the line"))?;
    let meta = record.meta.unwrap_or_default();
    Ok(Page {
        id,
        url: record.url.unwrap_or_default(),
        lang: meta.language.unwrap_or_default(),
        html: unmarked(&html),
        content: ReferenceText { text, ..ReferenceText::default() },
        page_kind: meta.style.unwrap_or_default().to_lowercase(),
        ..Page::default()
    })
}

static STYLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?is)<style\b([^>]*)>(.*?)</style\s*>").ok());
static MARKED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"(?i)(?:^|[\s"'=])(?:data-)?cc(?:[\s"'=-]|$)"#).ok());

/// The page without what marks its content.
fn unmarked(html: &str) -> String {
    let html = without_attribute(html, "cc-select");
    let (Some(style), Some(marked)) = (STYLE.as_ref(), MARKED.as_ref()) else { return html };
    let kept = |found: &regex::Captures<'_>| {
        let gone = marked.is_match(&found[1]) || found[2].contains("cc-select");
        if gone { String::new() } else { found[0].to_string() }
    };
    style.replace_all(&html, kept).into_owned()
}

#[cfg(test)]
mod tests {
    use super::unmarked;

    #[test]
    fn nothing_of_the_marks_is_left() {
        let page =
            "<style>p{}</style><style id=\"cc-style\">x</style><style cc>y</style><style>[cc-select]{}</style><p cc-select=\"true\">a";
        assert_eq!(unmarked(page), "<style>p{}</style><p>a");
    }
}
