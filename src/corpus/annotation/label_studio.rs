//! `label-studio`: Label Studio's JSON and JSON-MIN, offsets in UTF-16 units.
//!
//! **Read**: tasks with `data` and `annotations` (older: `completions`); of several annotations of a task the one marked as
//! ground truth, else the first; cancelled ones, predictions and further ones are skipped and counted, as are results that
//! are no labelled spans (relations, choices, …). JSON-MIN (no `data`) is read too. The text is `data.text`, else the
//! first of `html`, `hypertext`, `content`, `document`, `article`.
//! **HyperText**: the text is a page's markup and `globalOffsets` count its rendered text in the browser, which is not our
//! view. The page's text nodes are aligned with the view, and quotes decide. Without `globalOffsets` only a quote that is
//! unique places a span.
//! **Written**: one list of tasks with one annotation each, `from_name` `label`, `to_name` `text`, for a labelling
//! interface `<View><Labels name="label" toName="text">…</Labels><Text name="text" value="$text"/></View>`.
//! **Traps**: offsets of characters outside the Basic Multilingual Plane count double; line breaks in quotes may be written
//! as a backslash and an n.
//!
//! Source: Label Studio's documentation, <https://labelstud.io/guide/export> and <https://labelstud.io/tags/hypertext>.

use super::Format;
use super::draft::{Draft, Mark, Refusal};
use super::export::{Item, Write};
use super::facts::{Facts, scalar};
use super::hypertext;
use super::input::{Record, all_records, shown, string, whole};
use super::intake::Intake;
use super::offsets::{Offsets, Unit};
use crate::error::Result;
use serde_json::{Map, Value, json};
use std::path::Path;

/// The format's row.
pub static FORMAT: Format = Format {
    id: "label-studio",
    summary: "Label Studio: JSON or JSON-MIN",
    read: Some(read),
    write: Some(Write::Records { list: true, record }),
};

/// Where the text stands in a task's data.
const TEXT_KEYS: [&str; 6] = ["text", "html", "hypertext", "content", "document", "article"];

fn read(path: &Path, intake: &mut Intake<'_>) -> Result<()> {
    all_records(path, intake, take)
}

/// The regions of one task.
#[derive(Default)]
struct Regions {
    marks: Vec<Mark>,
    /// Whether they count a page's rendered text.
    rendered: bool,
    bad: Vec<String>,
}

fn take(record: Record<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let Record { value, file, line } = record;
    let Some(task) = value.as_object() else {
        intake.reject_document(file, line, Refusal::new("record", "a task must be an object"));
        return Ok(());
    };
    let data = task.get("data").and_then(Value::as_object);
    let Some(text) = text(data.unwrap_or(task)) else {
        let why = format!("the text is in none of {}; or it is an address", TEXT_KEYS.join(", "));
        intake.reject_document(file, line, Refusal::new("record", why));
        return Ok(());
    };
    let mut regions = Regions::default();
    if data.is_some() {
        let Some(result) = annotation(task, intake) else { return Ok(()) };
        result.iter().for_each(|region| full_region(region, &mut regions, intake));
    } else {
        let lists = task.values().filter_map(Value::as_array).flatten();
        lists.filter(|region| region.is_object()).for_each(|region| region_of(region, region, &mut regions));
    }
    for bad in regions.bad {
        intake.reject_mark(file, line, Refusal::new("form", bad));
    }
    let facts = facts(task, data);
    let Regions { mut marks, rendered, .. } = regions;
    unescape_quotes(&mut marks, text);
    let draft = Draft { file: file.into(), line, facts, text: text.into(), page: None, unit: Unit::Utf16, marks };
    intake.take(if rendered { hypertext::moved(draft) } else { draft })
}

/// The text of a task, not an address from which it would have to be fetched.
fn text(data: &Map<String, Value>) -> Option<&str> {
    let text = TEXT_KEYS.iter().find_map(|key| string(data, key))?;
    let address = ["http://", "https://", "s3://", "gs://", "/data/"].iter().any(|start| text.starts_with(start))
        && !text.contains(char::is_whitespace);
    (!address).then_some(text)
}

/// A task's number is Label Studio's own: it is the last resort.
fn facts(task: &Map<String, Value>, data: Option<&Map<String, Value>>) -> Facts {
    let (data, empty) = (data.unwrap_or(task), Map::new());
    let meta = data.get("meta").or_else(|| task.get("meta")).and_then(Value::as_object).unwrap_or(&empty);
    Facts::of(&[data, meta, task])
}

/// The results of the annotation to take; `None` if nobody finished one.
fn annotation<'v>(task: &'v Map<String, Value>, intake: &mut Intake<'_>) -> Option<&'v Vec<Value>> {
    let list = |key: &str| task.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list("predictions").iter().for_each(|_| intake.skip("predictions"));
    let flag = |annotation: &Value, key: &str| annotation.get(key).and_then(Value::as_bool) == Some(true);
    let all = list("annotations").iter().chain(list("completions"));
    let (cancelled, done): (Vec<&Value>, Vec<&Value>) = all.partition(|annotation| flag(annotation, "was_cancelled"));
    cancelled.iter().for_each(|_| intake.skip("cancelled annotations"));
    done.iter().skip(1).for_each(|_| intake.skip("further annotations of a task"));
    let chosen = done.iter().find(|annotation| flag(annotation, "ground_truth")).or(done.first());
    let result = chosen.and_then(|annotation| annotation.get("result")?.as_array());
    if result.is_none() {
        intake.skip("tasks without an annotation");
    }
    result
}

fn full_region(region: &Value, regions: &mut Regions, intake: &mut Intake<'_>) {
    match (region.get("type").and_then(Value::as_str), region.get("value")) {
        (None | Some("labels" | "hypertextlabels"), Some(value)) => region_of(region, value, regions),
        (Some("relation"), _) => intake.skip("relations"),
        _ => intake.skip("results that are no labelled spans"),
    }
}

fn region_of(region: &Value, value: &Value, regions: &mut Regions) {
    let labels = ["labels", "hypertextlabels"].iter().find_map(|key| value.get(key)?.as_array());
    let rendered = value.get("globalOffsets").is_some() || value.get("startOffset").is_some() || value.get("hypertextlabels").is_some();
    let place = value.get("globalOffsets").unwrap_or(value);
    let range = whole(place.get("start")).zip(whole(place.get("end")));
    let quote = value.get("text").and_then(Value::as_str).map(str::to_string);
    let Some(labels) = labels.filter(|_| range.is_some() || (rendered && quote.is_some())) else {
        regions.bad.push(format!("not a region with start, end and labels: {}", shown(region)));
        return;
    };
    regions.rendered |= rendered;
    for label in labels.iter().filter_map(scalar) {
        regions.marks.push(Mark { label, ranges: range.into_iter().collect(), quote: quote.clone(), line: 0 });
    }
}

/// Some versions write a line break in a quote as `\n`, two characters.
fn unescape_quotes(marks: &mut [Mark], text: &str) {
    if text.contains("\\n") {
        return;
    }
    for quote in marks.iter_mut().filter_map(|mark| mark.quote.as_mut()).filter(|quote| quote.contains("\\n")) {
        *quote = quote.replace("\\n", "\n");
    }
}

fn record(item: &Item<'_>) -> Value {
    let units = Offsets::new(item.text, Unit::Utf16);
    let region = |(index, (start, end, label, quote)): (usize, (usize, usize, &str, &str))| {
        json!({"id": format!("s{}", index + 1), "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": start, "end": end, "text": quote, "labels": [label]}})
    };
    let result: Vec<Value> = item.counted(|byte| units.from_byte(byte)).enumerate().map(region).collect();
    let mut data = Map::new();
    data.insert("text".into(), item.text.into());
    data.extend(item.facts.object());
    json!({"data": data, "annotations": [{"result": result, "was_cancelled": false}]})
}
