//! What is written of a cleaned document, in JSON: removed spans, answers, attributes, Dolma's attributes.

use super::{BadRecord, Cleaned, Emit};
use crate::label::Label;
use crate::span::CodePoints;
use serde_json::json;
use std::collections::BTreeMap;

/// Dolma's spans have a score; a cut is made or not.
const SCORE: f64 = 1.0;

/// A string as JSON.
pub fn quoted(text: &str) -> String {
    // A string always has its JSON.
    serde_json::to_string(text).unwrap_or_default()
}

/// `[{"start", "end", "label", "rule"}, …]`; offsets count code points of the document's text.
pub fn removed(cleaned: &Cleaned) -> String {
    let points = CodePoints::new(cleaned.document.text());
    let spans = cleaned.removed.iter().map(|removal| {
        json!({
            "start": points.from_byte(removal.span.start),
            "end": points.from_byte(removal.span.end),
            "label": removal.label.map(Label::name),
            "rule": removal.rule,
        })
    });
    serde_json::Value::Array(spans.collect()).to_string()
}

/// An object of its own for a record; `None` where the record's own columns are kept. Without a line break.
pub fn own_object(emit: Emit, id: &str, strategy: &str, cleaned: &Cleaned, view: bool) -> Option<String> {
    let strategy_name = quoted(strategy);
    let mut object = match emit {
        Emit::Text | Emit::Spans | Emit::Both => return None,
        Emit::Dolma => return Some(dolma(id, strategy, cleaned)),
        Emit::Attributes => format!("{{\"id\":{id},\"strategy\":{strategy_name},\"removed\":{}", removed(cleaned)),
        Emit::Answers => {
            let (text, removed) = (quoted(&cleaned.text), removed(cleaned));
            format!("{{\"id\":{id},\"status\":\"ok\",\"strategy\":{strategy_name},\"text\":{text},\"removed\":{removed}")
        }
    };
    if view {
        object.push_str(",\"view\":");
        object.push_str(&quoted(cleaned.document.text()));
    }
    object.push('}');
    Some(object)
}

/// An answer in gleaner's own words ([`Emit::Answers`]); `id` is JSON.
pub fn answer(id: &str, strategy: &str, cleaned: &Cleaned, view: bool) -> String {
    own_object(Emit::Answers, id, strategy, cleaned, view).unwrap_or_default()
}

/// The object for a bad record, where there is one.
pub fn bad_object(emit: Emit, bad: &BadRecord) -> Option<String> {
    let id = bad.complaint.id.as_deref().unwrap_or("null");
    match emit {
        Emit::Answers => {
            let why = quoted(&bad.complaint.reason);
            Some(format!("{{\"id\":{id},\"status\":\"error\",\"line\":{},\"error\":{why}}}", bad.place.record))
        }
        // What stands behind a stream that broke off has no line in the documents file either.
        Emit::Dolma if !bad.last => Some(format!("{{\"id\":{id},\"attributes\":{{}}}}")),
        _ => None,
    }
}

/// Dolma's attributes (allenai/dolma, `docs/data-format.md`): offsets are those of Python's strings, which count code points.
fn dolma(id: &str, strategy: &str, cleaned: &Cleaned) -> String {
    let points = CodePoints::new(cleaned.document.text());
    let mut by_label: BTreeMap<&str, Vec<(usize, usize, f64)>> = BTreeMap::new();
    for removal in &cleaned.removed {
        let span = (points.from_byte(removal.span.start), points.from_byte(removal.span.end), SCORE);
        by_label.entry(removal.label.map_or("unlabelled", Label::name)).or_default().push(span);
    }
    let name = attribute_name(strategy);
    let attributes = by_label.iter().map(|(label, spans)| format!("\"gleaner__{name}__{}\":{}", attribute_name(label), json!(spans)));
    format!("{{\"id\":{id},\"attributes\":{{{}}}}}", attributes.collect::<Vec<_>>().join(","))
}

/// Letters, digits and single underscores: names that Dolma's JSONPath and jq expressions take without quotation marks. Two
/// underscores part the name's sections.
fn attribute_name(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}
