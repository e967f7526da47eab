//! `prodigy`: JSON lines with `text` and `spans`, offsets in code points.
//!
//! **Read**: records with `answer: "accept"`, or without an answer; rejected and ignored ones are skipped and counted. A span
//! with token numbers alone is placed by `tokens`, whose `token_end` is inclusive. Of several annotators of one text the
//! first is kept.
//! **Written**: `text`, `spans` with their quote as `text`, the facts of the document under `meta`, `answer: "accept"`.
//!
//! Source: Prodigy's documentation, <https://prodi.gy/docs/api-interfaces>.

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
    id: "prodigy",
    summary: "Prodigy: JSON lines with text and spans",
    read: Some(read),
    write: Some(Write::Records { list: false, record }),
};

fn read(path: &Path, intake: &mut Intake<'_>) -> Result<()> {
    all_records(path, intake, take)
}

fn take(record: Record<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let Record { value, file, line } = record;
    let Some((object, text)) = value.as_object().and_then(|object| Some((object, string(object, "text")?))) else {
        intake.reject_document(file, line, Refusal::new("record", "no object with a string `text`"));
        return Ok(());
    };
    let skipped = match string(object, "answer") {
        None | Some("accept") => None,
        Some("reject") => Some("rejected answers"),
        Some("ignore") => Some("ignored answers"),
        Some(_) => Some("answers of another kind"),
    };
    if let Some(kind) = skipped {
        intake.skip(kind);
        return Ok(());
    }
    object.get("relations").and_then(Value::as_array).into_iter().flatten().for_each(|_| intake.skip("relations"));
    let tokens = object.get("tokens").and_then(Value::as_array);
    let mut marks = Vec::new();
    for value in object.get("spans").and_then(Value::as_array).into_iter().flatten() {
        match mark(value, tokens) {
            Some(mark) => marks.push(mark),
            None => intake.reject_mark(file, line, Refusal::new("form", format!("not a span with start, end, label: {}", shown(value)))),
        }
    }
    let empty = Map::new();
    let facts = Facts::of(&[object.get("meta").and_then(Value::as_object).unwrap_or(&empty), object]);
    intake.take(Draft { file: file.into(), line, facts, text: text.into(), page: None, unit: Unit::CodePoints, marks })
}

/// A span of characters, or one of tokens.
pub fn mark(value: &Value, tokens: Option<&Vec<Value>>) -> Option<Mark> {
    let token = |key: &str, side: &str| whole(tokens?.get(whole(value.get(key))?)?.get(side));
    let start = whole(value.get("start")).or_else(|| token("token_start", "start"))?;
    let end = whole(value.get("end")).or_else(|| token("token_end", "end"))?;
    let quote = value.get("text").and_then(Value::as_str).map(str::to_string);
    Some(Mark { quote, ..Mark::bare(&scalar(value.get("label")?)?, start, end) })
}

fn record(item: &Item<'_>) -> Value {
    let points = Offsets::new(item.text, Unit::CodePoints);
    let span = |(start, end, label, quote)| json!({"start": start, "end": end, "label": label, "text": quote});
    let spans: Vec<Value> = item.counted(|byte| points.from_byte(byte)).map(span).collect();
    json!({"text": item.text, "spans": spans, "meta": item.facts.object(), "answer": "accept"})
}
