//! Records that are JSON objects. The object's text is kept: only what must change is cut out and replaced, so that order of keys,
//! digits of numbers, escapes and white space of everything else stay as they were.

use super::emit;
use super::record::{Encoder, Original, Parsed, Record, Row, Unparsed};
use super::{BadRecord, Cleaned, Complaint, Emit, Options};
use crate::document::Format;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// The column that [`Options::view`] adds.
pub const VIEW: &str = "view";

/// An object as it stands in the file.
pub struct Object {
    source: String,
    /// Values that may be replaced, by the column's name.
    places: Vec<(String, Range<usize>)>,
    /// Whether the object has no keys: then the first one added needs no comma.
    is_empty: bool,
}

/// An object's bytes.
pub struct Bytes(pub Vec<u8>);

impl Unparsed for Bytes {
    fn parse(self: Box<Self>, options: &Options) -> std::result::Result<Option<Record>, Complaint> {
        const REMEDY: &str = "convert the file, e.g. with iconv -t utf-8";
        let source = String::from_utf8(self.0)
            .map_err(|error| Complaint::new(format!("not UTF-8 at byte {} of the record", error.utf8_error().valid_up_to()), REMEDY))?;
        parse(source, options).map(Some)
    }
}

/// The wanted values of an object.
#[derive(Default)]
struct Found<'a> {
    values: Vec<(Cow<'a, str>, &'a RawValue)>,
    is_empty: bool,
}

/// Collects values of some keys.
struct Wanted<'o>(&'o Options);

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Found<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
        let mut found = Found { is_empty: true, ..Found::default() };
        while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
            let value: &RawValue = map.next_value()?;
            found.is_empty = false;
            if self.wants(&key) {
                if found.values.iter().any(|(own, _)| *own == key) {
                    return Err(A::Error::custom(format!("duplicate field `{key}`")));
                }
                found.values.push((key, value));
            }
        }
        Ok(found)
    }
}

impl Wanted<'_> {
    fn wants(&self, key: &str) -> bool {
        let columns = &self.0.columns;
        let read = [&columns.text, &columns.id, &columns.lang, &columns.source, &columns.format];
        read.iter().any(|name| *name == key) || self.0.text_to.as_deref() == Some(key) || self.0.removed_to == key || key == VIEW
    }
}

/// A key, borrowed where it has no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, key: &'de str) -> std::result::Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(key)))
            }
            fn visit_str<E>(self, key: &str) -> std::result::Result<Self::Value, E> {
                Ok(Key(Cow::Owned(key.to_string())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl Found<'_> {
    fn get(&self, name: &str) -> Option<&RawValue> {
        self.values.iter().find(|(own, _)| own == name).map(|(_, value)| *value)
    }

    /// A text that may be missing.
    fn text(&self, name: &str) -> std::result::Result<Option<String>, serde_json::Error> {
        self.get(name).map_or(Ok(None), |value| serde_json::from_str(value.get()))
    }
}

/// serde's message without its own position: a line of the stream is one line to it.
fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let end = message.find(" at line ").unwrap_or(message.len());
    if error.column() == 0 { message[..end].to_string() } else { format!("{} (column {})", &message[..end], error.column()) }
}

/// Reads an object.
fn parse(source: String, options: &Options) -> std::result::Result<Record, Complaint> {
    let broken = |error: serde_json::Error| Complaint::new(plain(&error), "write one JSON object a record");
    let mut deserializer = serde_json::Deserializer::from_str(&source);
    let found = deserializer.deserialize_map(Wanted(options)).map_err(broken)?;
    deserializer.end().map_err(broken)?;
    let columns = &options.columns;
    let id = found.get(&columns.id).map_or("null", RawValue::get).to_string();
    let wrong =
        |name: &str, error: &serde_json::Error| Complaint::new(format!("{} in `{name}`", plain(error)), "it must be a string").of(&id);
    let text = found.get(&columns.text).ok_or_else(|| {
        Complaint::new(format!("missing field `{}`", columns.text), "name the field that holds the text with --text-column").of(&id)
    })?;
    let text: String = serde_json::from_str(text.get()).map_err(|error| wrong(&columns.text, &error))?;
    let optional = |name: &str| found.text(name).map_err(|error| wrong(name, &error));
    let format = match optional(&columns.format)?.as_deref() {
        None | Some("") => None,
        Some(name) => Some(
            name.parse::<Format>()
                .map_err(|why| Complaint::new(why, "name the field that says how the text is written with --format-column").of(&id))?,
        ),
    };
    let (lang, outlet) = (optional(&columns.lang)?, optional(&columns.source)?);
    let base = source.as_ptr() as usize;
    let range = |value: &RawValue| {
        let start = value.get().as_ptr() as usize - base;
        start..start + value.get().len()
    };
    let mut places: Vec<(String, Range<usize>)> =
        found.values.iter().map(|(key, value)| (key.clone().into_owned(), range(value))).collect();
    places.sort_by_key(|(_, range)| range.start);
    let is_empty = found.is_empty;
    drop(found);
    let original = Object { source, places, is_empty };
    Ok(Record { id, text, format, lang, source: outlet, original: Box::new(original) })
}

impl Original for Object {
    fn columns(&self, options: &Options) -> Vec<(String, String)> {
        // Read once already, so it can be read again.
        let all: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&self.source).unwrap_or_default();
        let others = all.into_iter().filter(|(name, _)| *name != options.columns.text);
        others.map(|(name, value)| (name, value.get().to_string())).collect()
    }
}

impl Object {
    /// The object with some values replaced or added, in the order given.
    fn with(&self, changes: &[(&str, String)]) -> String {
        let grown: usize = changes.iter().map(|(name, value)| name.len() + value.len() + 8).sum();
        let mut out = String::with_capacity(self.source.len() + grown);
        let mut at = 0;
        for (name, range) in &self.places {
            if let Some((_, value)) = changes.iter().find(|(own, _)| own == name) {
                out.push_str(&self.source[at..range.start]);
                out.push_str(value);
                at = range.end;
            }
        }
        let close = self.source.rfind('}').unwrap_or(self.source.len());
        out.push_str(&self.source[at..close]);
        let mut comma = !self.is_empty;
        for (name, value) in changes.iter().filter(|(name, _)| !self.places.iter().any(|(own, _)| own == name)) {
            out.push_str(if comma { "," } else { "" });
            out.push_str(&emit::quoted(name));
            out.push(':');
            out.push_str(value);
            comma = true;
        }
        out.push_str(&self.source[close..]);
        out
    }
}

/// Makes objects of cleaned records.
pub struct ObjectEncoder {
    strategy: String,
    options: Options,
}

impl ObjectEncoder {
    /// An encoder.
    pub fn new(strategy: &str, options: &Options) -> Self {
        Self { strategy: strategy.to_string(), options: options.clone() }
    }

    /// What changes in a record whose columns are kept.
    fn changes(&self, cleaned: &Cleaned) -> Vec<(&str, String)> {
        let Options { emit, columns, text_to, removed_to, view, .. } = &self.options;
        let mut changes: Vec<(&str, String)> = Vec::new();
        if emit.has_text() {
            changes.push((text_to.as_deref().unwrap_or(&columns.text), emit::quoted(&cleaned.text)));
        }
        if emit.has_removed() {
            changes.push((removed_to, emit::removed(cleaned)));
        }
        if *view {
            changes.push((VIEW, emit::quoted(cleaned.document.text())));
        }
        changes
    }
}

impl Encoder for ObjectEncoder {
    fn row(&self, record: Parsed, cleaned: Cleaned) -> std::result::Result<Row, Complaint> {
        let options = &self.options;
        if options.emit == Emit::Dolma && cleaned.document.page().is_some() {
            let reason = "Dolma's spans point into the record's text; cuts of a page are places in its rendering";
            return Err(Complaint::new(reason, "make texts of the pages first, with --emit text"));
        }
        if let Some(own) = emit::own_object(options.emit, &record.id, &self.strategy, &cleaned, options.view) {
            return Ok(Row::Bytes(own.into_bytes()));
        }
        let mut changes = self.changes(&cleaned);
        // What is left of a page is no markup any more, and the record must not say that it is.
        let no_markup = cleaned.document.page().is_some() && options.emit.has_text() && options.text_to.is_none();
        let plain_text = emit::quoted(Format::Plain.name());
        let original: &dyn std::any::Any = &*record.original;
        if let Some(object) = original.downcast_ref::<Object>() {
            if no_markup && object.places.iter().any(|(name, _)| *name == options.columns.format) {
                changes.push((&options.columns.format, plain_text));
            }
            return Ok(Row::Bytes(object.with(&changes).into_bytes()));
        }
        let mut columns = record.original.columns(options);
        if !changes.iter().any(|(name, _)| *name == options.columns.text) {
            columns.push((options.columns.text.clone(), emit::quoted(source_text(&cleaned))));
        }
        if no_markup && columns.iter().any(|(name, _)| *name == options.columns.format) {
            columns.iter_mut().filter(|(name, _)| *name == options.columns.format).for_each(|(_, value)| value.clone_from(&plain_text));
        }
        columns.retain(|(name, _)| !changes.iter().any(|(own, _)| own == name));
        columns.extend(changes.into_iter().map(|(name, value)| (name.to_string(), value)));
        let fields: Vec<String> = columns.iter().map(|(name, value)| format!("{}:{value}", emit::quoted(name))).collect();
        Ok(Row::Bytes(format!("{{{}}}", fields.join(",")).into_bytes()))
    }

    fn bad(&self, bad: &BadRecord) -> Option<Row> {
        emit::bad_object(self.options.emit, bad).map(|object| Row::Bytes(object.into_bytes()))
    }
}

/// The text as it was before: of a page, its markup.
pub fn source_text(cleaned: &Cleaned) -> &str {
    cleaned.document.page().map_or(cleaned.document.text(), |page| &page.source)
}
