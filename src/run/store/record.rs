//! Records: one prediction as one line of JSON that ends in a sum over itself.
//!
//! ```text
//! {"strategy":"link-density(max=0.33)","version":"1","code":"0.1.0-…","document":"5d0c…","id":"a-1","status":"ok","nanos":5120,
//!  "removed":[{"label":"nav","rule":"link-density","at":[0,12,40,52]}],"sum":"9ae0daaf"}
//! ```
//!
//! `at` holds starts and ends in turn, in code points; stretches of one label and rule stand together. `output` is there where the
//! strategy gave a text of its own, `context` where the answer depends on more than the document.

use super::identity::Author;
use crate::document::Fingerprint;
use crate::label::Label;
use crate::run::{Prediction, Status};
use crate::span::{CodePoints, Span};
use crate::strategy::Removals;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

/// A longer line is no record: a text of [`crate::run::external::MAX_LINE_BYTES`] may come with as much in stretches.
pub const MAX_RECORD_BYTES: usize = 512 << 20;
/// Version of the format; a part of every file's first line.
pub const FORMAT: u32 = 1;
/// The line of a run that came to its end, without its sum.
pub const FINISHED: &[u8] = br#"{"finished":true}"#;
/// What answers again; a failure is made anew.
const ANSWERS: [Status; 3] = [Status::Ok, Status::Refused, Status::Panic];
/// What stands between a record and its sum, and behind that.
const SUM: &[u8] = br#","sum":""#;
const END: &[u8] = b"\"}";
const SUM_DIGITS: usize = 8;

/// What a record answers to.
pub type Key = String;

/// The key of an author's record for a document.
pub fn key(author: &Author, document: &str) -> Key {
    let Author { name, version, context, code: _ } = author;
    [name, version, context, document].into_iter().fold(Fingerprint::new(), |print, field| print.field(field)).hex()
}

/// A record that answers, as it was read; its stretches are looked at when they are needed.
#[derive(Debug)]
pub struct Stored {
    /// The code that made it.
    pub code: String,
    line: Vec<u8>,
}

/// What a whole line is.
#[derive(Debug)]
pub enum Line {
    /// The first of a file, with the version of the format.
    Header(u32),
    /// A record that answers.
    Answer(Key, Stored),
    /// The record of a failure.
    Failure,
    /// The mark of a run that came to its end.
    Finished,
}

#[derive(Serialize, Deserialize)]
struct Record<'r> {
    #[serde(borrow)]
    strategy: Cow<'r, str>,
    version: Cow<'r, str>,
    code: Cow<'r, str>,
    document: Cow<'r, str>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    context: Cow<'r, str>,
    id: Cow<'r, str>,
    status: Cow<'r, str>,
    nanos: u64,
    removed: Vec<Group<'r>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    output: Option<Cow<'r, str>>,
}

/// Stretches of one label and rule.
#[derive(Serialize, Deserialize)]
struct Group<'r> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<Cow<'r, str>>,
    #[serde(borrow)]
    rule: Cow<'r, str>,
    at: Vec<usize>,
}

/// The part of a line that says what it is.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    store: Option<u32>,
    #[serde(default)]
    finished: bool,
    #[serde(default)]
    strategy: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    document: String,
    #[serde(default)]
    context: String,
    #[serde(default)]
    status: String,
}

/// The first line of a file, without its sum.
pub fn header() -> Vec<u8> {
    format!(r#"{{"store":{FORMAT},"gleaner":"{}"}}"#, env!("CARGO_PKG_VERSION")).into_bytes()
}

/// A prediction as a line without its sum.
///
/// # Errors
/// Never in practice: all of it can be written as JSON.
pub fn write(
    author: &Author,
    (document, id): (&str, &str),
    points: &CodePoints<'_>,
    prediction: &Prediction,
) -> Result<Vec<u8>, serde_json::Error> {
    let mut groups: BTreeMap<(Option<Label>, &str), Vec<usize>> = BTreeMap::new();
    for removal in prediction.removals.iter() {
        let at = groups.entry((removal.label, &removal.rule)).or_default();
        at.extend([points.from_byte(removal.span.start), points.from_byte(removal.span.end)]);
    }
    let group =
        |((label, rule), at): ((Option<Label>, _), _)| Group { label: label.map(|own| own.name().into()), rule: Cow::Borrowed(rule), at };
    serde_json::to_vec(&Record {
        strategy: Cow::Borrowed(&author.name),
        version: Cow::Borrowed(&author.version),
        code: Cow::Borrowed(&author.code),
        document: document.into(),
        context: Cow::Borrowed(&author.context),
        id: id.into(),
        status: prediction.status.name().into(),
        nanos: u64::try_from(prediction.elapsed.as_nanos()).unwrap_or(u64::MAX),
        removed: groups.into_iter().map(group).collect(),
        output: prediction.removals.output().map(Cow::Borrowed),
    })
}

/// Adds its sum and a line break to a line: a JSON object with a field or more.
pub fn seal(mut line: Vec<u8>) -> Vec<u8> {
    line.pop();
    let sum = crc32fast::hash(&line);
    line.extend_from_slice(SUM);
    line.extend_from_slice(format!("{sum:08x}").as_bytes());
    line.extend_from_slice(END);
    line.push(b'\n');
    line
}

/// Whether a line, without its line break, is as it was sealed.
fn is_whole(line: &[u8]) -> bool {
    let Some(rest) = line.strip_suffix(END) else { return false };
    let Some((rest, sum)) = rest.split_last_chunk::<SUM_DIGITS>() else { return false };
    rest.strip_suffix(SUM).is_some_and(|body| format!("{:08x}", crc32fast::hash(body)).as_bytes() == sum)
}

/// Reads a line without its line break.
///
/// # Errors
/// What is wrong with it.
pub fn read(line: &[u8]) -> Result<Line, &'static str> {
    if !is_whole(line) {
        return Err("not what was written: its sum does not fit");
    }
    let head: Head = serde_json::from_slice(line).map_err(|_| "its sum fits, but it is no record")?;
    Ok(match head {
        Head { store: Some(format), .. } => Line::Header(format),
        Head { finished: true, .. } => Line::Finished,
        Head { strategy, version, code, document, context, status, .. } => {
            if ANSWERS.iter().any(|answer| answer.name() == status) {
                let author = Author { name: strategy, version, code, context };
                let key = key(&author, &document);
                Line::Answer(key, Stored { code: author.code, line: line.to_vec() })
            } else {
                Line::Failure
            }
        }
    })
}

impl Stored {
    /// The prediction; `None` where it does not fit the text, and so is not of this document.
    pub fn prediction(&self, points: &CodePoints<'_>) -> Option<Prediction> {
        let record: Record<'_> = serde_json::from_slice(&self.line).ok()?;
        let status = ANSWERS.into_iter().find(|status| status.name() == record.status)?;
        let elapsed = Duration::from_nanos(record.nanos);
        if status != Status::Ok {
            return Some(Prediction::missing(status, elapsed));
        }
        let mut stretches = Vec::with_capacity(record.removed.iter().map(|group| group.at.len() / 2).sum());
        for Group { label, rule, at } in record.removed {
            let label: Option<Label> = label.map(|name| name.parse()).transpose().ok()?;
            let (pairs, odd) = at.as_chunks::<2>();
            if !odd.is_empty() {
                return None;
            }
            for &[start, end] in pairs {
                let span = Span::new(points.to_byte(start)?, points.to_byte(end)?);
                stretches.push((span, label, rule.to_string()));
            }
        }
        stretches.sort_unstable_by_key(|(span, ..)| span.start);
        let mut removals = Removals::new();
        stretches.into_iter().for_each(|(span, label, rule)| removals.push(span, label, rule));
        if let Some(output) = record.output {
            removals.set_output(output.into_owned());
        }
        Some(Prediction { status, removals, elapsed })
    }
}
