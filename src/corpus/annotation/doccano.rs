//! `doccano`: JSON lines with `text` and `label: [[start, end, "name"]]`, offsets in code points.
//!
//! **Read**: also `labels` (older exports), `data` for the text, `entities` with `start_offset` and `end_offset`, and
//! `annotations` of several users (the first user's are taken). Labels may be numbers, which the label map names.
//! A folder of `.jsonl` files is read as one export; relations and comments are skipped and counted.
//! **Written**: `text`, `label`, and the facts of the document, which doccano keeps as its metadata.
//! **Traps**: doccano gives documents numbers of its own in `id`; ours is in `doc`.
//!
//! Source: doccano's documentation, <https://doccano.github.io/doccano/>, and exports of its versions 1.0 to 1.8.

use super::Format;
use super::draft::{Draft, Mark, Refusal};
use super::export::{Item, Write};
use super::facts::{Facts, scalar};
use super::input::{Record, all_records, shown, string, whole};
use super::intake::Intake;
use super::offsets::{Offsets, Unit};
use crate::error::Result;
use serde_json::{Map, Value, json};
use std::path::Path;

/// The format's row.
pub static FORMAT: Format = Format {
    id: "doccano",
    summary: "doccano: JSON lines with text and label",
    read: Some(read),
    write: Some(Write::Records { list: false, record }),
};

/// Lists of labelled spans, in the order in which they are looked for.
const LISTS: [&str; 4] = ["label", "labels", "entities", "annotations"];

fn read(path: &Path, intake: &mut Intake<'_>) -> Result<()> {
    all_records(path, intake, take)
}

fn take(record: Record<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let Record { value, file, line } = record;
    let object = value.as_object();
    let Some((object, text)) = object.and_then(|object| Some((object, string(object, "text").or_else(|| string(object, "data"))?))) else {
        intake.reject_document(file, line, Refusal::new("record", "no object with a string `text`"));
        return Ok(());
    };
    for (key, kind) in [("relations", "relations"), ("Comments", "comments"), ("comments", "comments")] {
        object.get(key).and_then(Value::as_array).into_iter().flatten().for_each(|_| intake.skip(kind));
    }
    let mut marks = Vec::new();
    let mut user = None;
    for value in LISTS.iter().find_map(|key| object.get(*key)?.as_array()).into_iter().flatten() {
        let own = value.get("user");
        if own.is_some() && *user.get_or_insert(own) != own {
            intake.skip("spans of further users");
            continue;
        }
        match mark(value) {
            Some(mark) => marks.push(mark),
            None => intake.reject_mark(file, line, Refusal::new("form", format!("not [start, end, label]: {}", shown(value)))),
        }
    }
    let empty = Map::new();
    let facts = Facts::of(&[object, object.get("meta").and_then(Value::as_object).unwrap_or(&empty)]);
    intake.take(Draft { file: file.into(), line, facts, text: text.into(), page: None, unit: Unit::CodePoints, marks })
}

fn mark(value: &Value) -> Option<Mark> {
    let (start, end, label) = match value {
        Value::Array(triple) if triple.len() == 3 => (triple.first(), triple.get(1), triple.get(2)),
        Value::Object(object) => (object.get("start_offset"), object.get("end_offset"), object.get("label")),
        _ => return None,
    };
    Some(Mark::bare(&scalar(label?)?, whole(start)?, whole(end)?))
}

fn record(item: &Item<'_>) -> Value {
    let points = Offsets::new(item.text, Unit::CodePoints);
    let labels: Vec<Value> = item.counted(|byte| points.from_byte(byte)).map(|(start, end, label, _)| json!([start, end, label])).collect();
    let mut object = Map::new();
    object.insert("text".into(), item.text.into());
    object.insert("label".into(), labels.into());
    object.extend(item.facts.object());
    Value::Object(object)
}
