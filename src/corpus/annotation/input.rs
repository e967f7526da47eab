//! The files of an import: which there are, their text, and the JSON records in them.

use super::anchor::shorten;
use super::draft::Refusal;
use super::intake::Intake;
use crate::corpus::files::{decode, read_bounded};
use crate::error::{Error, Result};
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// A JSON record (a line, or an element of a list) of more bytes is refused: it may take twenty times as much memory.
pub const MAX_RECORD_BYTES: usize = 16 << 20;
/// Folders in folders are read so deep.
pub const MAX_FOLDERS: usize = 16;

/// The text of a file, a byte order mark included.
///
/// # Errors
/// What is missing, no file, too large, or not UTF-8.
pub fn text(path: &Path) -> Result<String> {
    let failed = |error| Error::io("cannot read it", error).in_file(path).remedy("check the name and its permissions");
    // A pipe or a device has no size that could be limited.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Error::usage("not a file").in_file(path).remedy("give a file, or a folder where the format has one"));
    }
    decode(read_bounded(path)?).map_err(|error| error.in_file(path))
}

/// The file itself, or all files of a folder with one of the endings, in the order of their names.
///
/// # Errors
/// What is missing, unreadable, or a folder without such files.
pub fn files(path: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let metadata = std::fs::metadata(path).map_err(|error| Error::io("cannot read it", error).in_file(path).remedy("check the name"))?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    collect(path, endings, MAX_FOLDERS, &mut found)?;
    if found.is_empty() {
        let error = Error::data("the folder has no file of this format").in_file(path);
        return Err(error.remedy(format!("their names end in .{}", endings.join(" or ."))));
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, endings: &[&str], depth: usize, found: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |error| Error::io("cannot read the folder", error).in_file(folder).remedy("check its permissions");
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let (kind, path) = (entry.file_type().map_err(failed)?, entry.path());
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let wanted = || path.extension().is_some_and(|ending| endings.iter().any(|&known| ending.eq_ignore_ascii_case(known)));
        match (kind.is_dir(), kind.is_file()) {
            _ if hidden => {}
            (true, _) if depth > 0 => collect(&path, endings, depth - 1, found)?,
            (_, true) if wanted() => found.push(path),
            _ => {}
        }
    }
    Ok(())
}

/// A JSON record and where it begins.
pub struct Record<'a> {
    /// The record.
    pub value: Value,
    /// Its file.
    pub file: &'a Path,
    /// Its line, counted from 1.
    pub line: usize,
}

/// What a reader does with a record.
pub type Take = fn(Record<'_>, &mut Intake<'_>) -> Result<()>;

/// Takes the records of a file, or of all JSON files of a folder.
///
/// # Errors
/// As [`files`], and what a file of records may have wrong.
pub fn all_records(path: &Path, intake: &mut Intake<'_>, take: Take) -> Result<()> {
    files(path, &["jsonl", "json"])?.iter().try_for_each(|file| records(file, intake, take))
}

/// Takes the records of a file with JSON lines, or with one JSON list. Records that are no JSON are counted.
///
/// # Errors
/// A file that cannot be read, or a list that breaks off.
fn records(file: &Path, intake: &mut Intake<'_>, take: Take) -> Result<()> {
    let text = text(file)?;
    let text = text.trim_start_matches('\u{feff}');
    // A list of objects is one file; a line that begins with a string is spaCy's `[text, {…}]`.
    let list = text.trim_start().strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', '[', ']']));
    if list {
        return elements(file, text, intake, take);
    }
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        record(file, index + 1, line, intake, take)?;
    }
    Ok(())
}

fn record(file: &Path, line: usize, raw: &str, intake: &mut Intake<'_>, take: Take) -> Result<()> {
    if raw.len() > MAX_RECORD_BYTES {
        intake.reject_document(
            file,
            line,
            Refusal::new("record", format!("the record has {} bytes, more than {MAX_RECORD_BYTES}", raw.len())),
        );
        return Ok(());
    }
    match serde_json::from_str(raw) {
        Ok(value) => take(Record { value, file, line }, intake),
        Err(error) => {
            intake.reject_document(
                file,
                line,
                Refusal::new("not JSON", format!("not JSON at column {}: `{}`", error.column(), shorten(raw.trim()))),
            );
            Ok(())
        }
    }
}

/// The elements of a list, one by one: only one is a value at a time.
fn elements(file: &Path, text: &str, intake: &mut Intake<'_>, take: Take) -> Result<()> {
    let mut lines = LineCounter { text, at: 0, line: 1 };
    let mut each = |raw: &str| {
        let line = lines.line_of(raw);
        record(file, line, raw, intake, take)
    };
    let mut outcome = Ok(());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Elements { each: &mut each, outcome: &mut outcome }.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    outcome?;
    read.map_err(|error| {
        let what = Error::data(format!("not a JSON list from column {} on", error.column())).at(file, error.line());
        what.remedy("export it again; the file may be cut off")
    })
}

/// Line numbers of slices of a text that are asked for in order.
struct LineCounter<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl LineCounter<'_> {
    fn line_of(&mut self, slice: &str) -> usize {
        let to = (slice.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if let Some(between) = self.text.as_bytes().get(self.at..to) {
            self.line += memchr::memchr_iter(b'\n', between).count();
            self.at = to;
        }
        self.line
    }
}

/// Hands the raw text of each element of a list to a function.
struct Elements<'f, 'o> {
    each: &'f mut dyn FnMut(&str) -> Result<()>,
    outcome: &'o mut Result<()>,
}

impl<'de> DeserializeSeed<'de> for Elements<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<(), A::Error> {
        while let Some(raw) = list.next_element::<&RawValue>()? {
            if self.outcome.is_ok() {
                *self.outcome = (self.each)(raw.get());
            }
        }
        Ok(())
    }
}

/// A whole number that is no less than zero, however it is written.
pub fn whole(value: Option<&Value>) -> Option<usize> {
    /// Up to here every whole number is a float of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let value = value?;
    let float = || value.as_f64().filter(|number| number.fract() == 0.0 && (0.0..=EXACT).contains(number)).map(|number| number as u64);
    value.as_u64().or_else(float).and_then(|number| usize::try_from(number).ok())
}

/// A string field.
pub fn string<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v str> {
    object.get(key).and_then(Value::as_str)
}

/// What a value that is no mark looks like, for a message.
pub fn shown(value: &Value) -> String {
    shorten(&value.to_string()).into_owned()
}
