//! JSON lines, and JSON arrays of objects.

use super::opened::{Bounded, Refill, open};
use super::{Fields, MAX_RECORD_BYTES, Place, Receiver, Record};
use crate::error::{Error, Result};
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::io::{BufRead, Read};
use std::path::Path;

/// Reads a file: an array if it begins with `[`, else a line a record.
///
/// # Errors
/// A file that cannot be opened, or fails while it is read.
pub fn visit(path: &Path, fields: &Fields, receiver: &mut dyn Receiver) -> Result<()> {
    let mut stream = open(path)?;
    let failed = |error| Error::io("cannot read", error).in_file(path).remedy("check that the file is whole");
    if first_byte(&mut stream).map_err(failed)? == Some(b'[') {
        array(stream, path, fields, receiver);
        return Ok(());
    }
    lines(stream, path, fields, receiver).map_err(failed)
}

/// The first byte that is no white space; it stays in the stream, a mark of byte order does not.
fn first_byte(stream: &mut dyn BufRead) -> std::io::Result<Option<u8>> {
    if stream.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        stream.consume(3);
    }
    Ok(stream.fill_buf()?.iter().copied().find(|byte| !byte.is_ascii_whitespace()))
}

fn lines(mut stream: Box<dyn BufRead>, path: &Path, fields: &Fields, receiver: &mut dyn Receiver) -> std::io::Result<()> {
    for number in 1.. {
        let place = Place { path, line: Some(number) };
        let mut line = Vec::new();
        let read = stream.by_ref().take(MAX_RECORD_BYTES as u64 + 1).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if read > MAX_RECORD_BYTES && line.last() != Some(&b'\n') {
            stream.skip_until(b'\n')?;
            receiver.rejected(place.put(Error::data(format!("longer than {MAX_RECORD_BYTES} bytes"))));
            continue;
        }
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        match serde_json::from_slice::<Value>(line) {
            Ok(value) => one(&value, number, place, fields, receiver),
            Err(error) => receiver.rejected(place.put(Error::data(format!("not JSON: {error}")).remedy("one object a line"))),
        }
    }
    Ok(())
}

/// Reads an array entry by entry. Behind a syntax error nothing can be read: what came before it stays.
fn array(stream: Box<dyn BufRead>, path: &Path, fields: &Fields, receiver: &mut dyn Receiver) {
    let (stream, refill) = Bounded::new(stream, MAX_RECORD_BYTES);
    let mut parser = serde_json::Deserializer::from_reader(std::io::BufReader::new(stream));
    let entries = Entries { path, fields, refill, receiver: &mut *receiver };
    if let Err(error) = entries.deserialize(&mut parser) {
        let remedy = "the entries before it were read; nothing behind it can be";
        receiver.rejected(Error::data(format!("the array is broken: {error}")).at(path, error.line()).remedy(remedy));
    }
}

struct Entries<'v> {
    path: &'v Path,
    fields: &'v Fields,
    refill: Refill,
    receiver: &'v mut dyn Receiver,
}

impl<'de> DeserializeSeed<'de> for Entries<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> std::result::Result<(), A::Error> {
        let mut number = 0;
        while let Some(value) = entries.next_element::<Value>()? {
            number += 1;
            self.refill.refill();
            one(&value, number, Place { path: self.path, line: None }, self.fields, &mut *self.receiver);
        }
        Ok(())
    }
}

/// One object; `number` counts records from 1 and is the id of one without.
fn one(value: &Value, number: usize, place: Place<'_>, fields: &Fields, receiver: &mut dyn Receiver) {
    let entry = || if place.line.is_none() { format!(" (entry {number} of the array)") } else { String::new() };
    let missing = |name: &str, option: &str| {
        let known: Vec<&str> = value.as_object().map(|object| object.keys().map(String::as_str).take(20).collect()).unwrap_or_default();
        let there = if known.is_empty() { "the record is no object".into() } else { format!("there are {}", known.join(", ")) };
        Error::data(format!("nothing in field `{name}`{}", entry())).remedy(format!("{there}; name the field with {option}"))
    };
    let string = |name: &str| value.get(name).and_then(Value::as_str).map(String::from);
    let plain = |name: &str| match value.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(number @ Value::Number(_)) => number.to_string(),
        _ => String::new(),
    };
    let Some(text) = string(&fields.text) else { return receiver.rejected(place.put(missing(&fields.text, "--text-field"))) };
    let source = fields.source.as_deref().map(plain).unwrap_or_default();
    if let Some(name) = fields.source.as_deref().filter(|_| source.is_empty()) {
        return receiver.rejected(place.put(missing(name, "--source-field")));
    }
    let id = Some(plain(&fields.id)).filter(|id| !id.is_empty()).unwrap_or_else(|| number.to_string());
    let format = string("format").and_then(|name| name.parse().ok());
    receiver.record(Record { id, text, source, event: plain(&fields.event), lang: plain(&fields.lang), format }, place);
}
