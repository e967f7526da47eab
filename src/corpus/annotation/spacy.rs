//! `spacy`: training data of spaCy as JSON, offsets in code points. Read only.
//!
//! **Read**: `["text", {"entities": [[start, end, "name"]]}]` (version 2), `{"text", "entities"}`, and what `Doc.to_json()`
//! gives (`ents`, or `spans` by key, all keys), as JSON lines or as one list.
//! **Traps**: a `DocBin` (`.spacy`) is binary; write it as JSON lines with spaCy's `Doc.to_json()` first.
//!
//! Source: spaCy's documentation, <https://spacy.io/api/data-formats>.

use super::Format;
use super::draft::{Draft, Mark, Refusal};
use super::facts::{Facts, scalar};
use super::input::{Record, all_records, shown, whole};
use super::intake::Intake;
use super::offsets::Unit;
use super::prodigy;
use crate::error::{Error, Result};
use serde_json::{Map, Value};
use std::path::Path;

/// The format's row.
pub static FORMAT: Format =
    Format { id: "spacy", summary: "spaCy: training data as JSON, versions 2 and 3", read: Some(read), write: None };

fn read(path: &Path, intake: &mut Intake<'_>) -> Result<()> {
    if path.extension().is_some_and(|ending| ending == "spacy") {
        let error = Error::usage("a binary DocBin is not read").in_file(path);
        return Err(error.remedy("write each Doc.to_json() on a line of its own, with spaCy"));
    }
    all_records(path, intake, take)
}

fn take(record: Record<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let Record { value, file, line } = record;
    let (text, object) = match &value {
        Value::Array(pair) if pair.len() == 2 => (pair.first().and_then(Value::as_str), pair.get(1).and_then(Value::as_object)),
        Value::Object(object) => (object.get("text").and_then(Value::as_str), Some(object)),
        _ => (None, None),
    };
    let (Some(text), Some(object)) = (text, object) else {
        intake.reject_document(file, line, Refusal::new("record", "neither [text, {\"entities\": […]}] nor an object with `text`"));
        return Ok(());
    };
    let mut marks = Vec::new();
    for value in spans(object) {
        match mark(value) {
            Some(mark) => marks.push(mark),
            None => intake.reject_mark(file, line, Refusal::new("form", format!("not [start, end, label]: {}", shown(value)))),
        }
    }
    let empty = Map::new();
    let facts = Facts::of(&[object.get("meta").and_then(Value::as_object).unwrap_or(&empty), object]);
    intake.take(Draft { file: file.into(), line, facts, text: text.into(), page: None, unit: Unit::CodePoints, marks })
}

/// Entities, and spans either as a list or by key.
fn spans(object: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let lists = ["entities", "ents", "spans"].iter().filter_map(|key| object.get(*key));
    lists.flat_map(|list| match list {
        Value::Array(list) => list.iter().collect::<Vec<_>>(),
        Value::Object(keys) => keys.values().filter_map(Value::as_array).flatten().collect(),
        _ => Vec::new(),
    })
}

fn mark(value: &Value) -> Option<Mark> {
    match value {
        // A fourth member is the id in a knowledge base.
        Value::Array(triple) if triple.len() >= 3 => {
            Some(Mark::bare(&scalar(triple.get(2)?)?, whole(triple.first())?, whole(triple.get(1))?))
        }
        _ => prodigy::mark(value, None),
    }
}
