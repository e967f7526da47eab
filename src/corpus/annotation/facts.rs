//! What is known of a document beside text and labels, and the JSON keys under which tools carry it.

use crate::corpus::Row;
use crate::document::Format;
use serde_json::{Map, Value};

/// Facts of one document; empty where unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Unique name.
    pub id: String,
    /// The outlet.
    pub source: String,
    /// The event.
    pub event: String,
    /// ISO 639-1 code.
    pub lang: String,
    /// How the text is written; `None` if unknown.
    pub format: Option<Format>,
    /// Under what right the text may be used.
    pub licence: String,
    /// Where it comes from.
    pub origin: String,
}

/// The keys in files. The id is `doc`, for tools put numbers of their own into `id`.
const KEYS: [&str; 7] = ["doc", "source", "event", "lang", "format", "licence", "origin"];

impl Facts {
    /// Reads them from the first object that has each key; an id of the tool's own (`id`) is the last resort.
    pub fn of(objects: &[&Map<String, Value>]) -> Self {
        let field = |key: &str| objects.iter().find_map(|object| scalar(object.get(key)?)).unwrap_or_default();
        let [id, source, event, lang, format, licence, origin] = KEYS.map(field);
        let id = if id.is_empty() { field("id") } else { id };
        Self { id, source, event, lang, format: format.parse().ok(), licence, origin }
    }

    /// Those of a manifest's line.
    pub fn of_row(row: &Row) -> Self {
        let Row { id, source, event, lang, licence, origin, .. } = row.clone();
        Self { id, source, event, lang, format: row.format().ok(), licence, origin }
    }

    /// As a JSON object. A page's text is written as plain text, which its view is.
    pub fn object(&self) -> Map<String, Value> {
        let format = if self.format == Some(Format::Markdown) { Format::Markdown } else { Format::Plain };
        let values = [&self.id, &self.source, &self.event, &self.lang, format.name(), &self.licence, &self.origin];
        KEYS.iter().zip(values).map(|(key, value)| (key.to_string(), Value::from(value))).collect()
    }
}

/// A string or a number as text.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
