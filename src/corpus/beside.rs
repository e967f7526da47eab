//! The lists that may lie beside a corpus' labels: aliases of its outlets, mentions that must stay, fields of panels.

use super::{Example, Files};
use crate::error::{Error, Result};
use crate::gold::{Facts, Gold};
use crate::span::{CodePoints, Span};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// What outlets are called.
const ALIASES: &str = "aliases.csv";
/// Mentions of other outlets inside content.
const PROTECTED: &str = "protected.csv";
/// Fields of aggregators' panels.
const PANELS: &str = "panels.csv";

#[derive(Debug, Deserialize)]
struct Alias {
    source: String,
    alias: String,
}

#[derive(Debug, Deserialize)]
struct Mention {
    id: String,
    start: usize,
    end: usize,
    quote: String,
}

#[derive(Debug, Deserialize)]
struct Field {
    id: String,
    field: String,
    value: String,
}

/// Puts the lists' facts beside the gold of each document; returns everything that is wrong with them.
///
/// Examples must be sorted by id.
pub(super) fn read(files: &Files, examples: &mut [Example]) -> Vec<Error> {
    let mut errors = Vec::new();
    let mut facts = vec![Facts::default(); examples.len()];
    if let Some(rows) = rows(files, ALIASES, &mut errors) {
        aliases(files, rows, examples, &mut facts, &mut errors);
    }
    if let Some(rows) = rows(files, PROTECTED, &mut errors) {
        facts.iter_mut().for_each(|own| own.mentions = Some(Vec::new()));
        mentions(files, rows, examples, &mut facts, &mut errors);
    }
    if let Some(rows) = rows(files, PANELS, &mut errors) {
        facts.iter_mut().for_each(|own| own.panels = Some(Vec::new()));
        for (line, Field { id, field, value }) in rows {
            match index(examples, &id) {
                Some(at) => facts[at].panels.get_or_insert_default().push((field, value)),
                None => errors.push(no_document(files, PANELS, line, &id)),
            }
        }
    }
    for (example, facts) in examples.iter_mut().zip(facts) {
        let gold = std::mem::take(&mut example.gold);
        example.gold = Gold::with_facts(gold, facts);
    }
    errors
}

/// The rows of a list with their lines; `None` if the corpus has no such list.
fn rows<T: DeserializeOwned>(files: &Files, name: &str, errors: &mut Vec<Error>) -> Option<Vec<(usize, T)>> {
    if !files.has(name) {
        return None;
    }
    let read = || -> Result<Vec<(usize, T)>> {
        let text = files.text(name)?;
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let mut rows = Vec::new();
        for row in reader.deserialize() {
            let line = rows.len() + 2;
            let row = row.map_err(|error: csv::Error| {
                let line = error.position().map_or(line, |position| position.line() as usize);
                Error::data(format!("cannot read the list: {error}"))
                    .at(files.path(name), line)
                    .remedy("see the corpus' README for its columns")
            })?;
            rows.push((line, row));
        }
        Ok(rows)
    };
    read().map_err(|error| errors.push(error)).ok()
}

fn aliases(files: &Files, rows: Vec<(usize, Alias)>, examples: &[Example], facts: &mut [Facts], errors: &mut Vec<Error>) {
    let sources: BTreeSet<&str> = examples.iter().map(|example| example.document.meta.source.as_str()).collect();
    let mut of: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (line, Alias { source, alias }) in rows {
        if !sources.contains(source.as_str()) {
            let error = Error::data(format!("no document has the source `{source}`")).at(files.path(ALIASES), line);
            errors.push(error.remedy("write it as in documents.csv"));
        } else if alias.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            let error = Error::data(format!("the alias `{alias}` is too short to be a name")).at(files.path(ALIASES), line);
            errors.push(error.remedy("drop the line"));
        } else {
            of.entry(source).or_default().push(alias);
        }
    }
    for (example, facts) in examples.iter().zip(facts) {
        facts.own = of.get(&example.document.meta.source).cloned().unwrap_or_default();
    }
}

fn mentions(files: &Files, rows: Vec<(usize, Mention)>, examples: &[Example], facts: &mut [Facts], errors: &mut Vec<Error>) {
    let mut points: BTreeMap<usize, CodePoints<'_>> = BTreeMap::new();
    for (line, Mention { id, start, end, quote }) in rows {
        let Some(at) = index(examples, &id) else {
            errors.push(no_document(files, PROTECTED, line, &id));
            continue;
        };
        let text = examples[at].document.text();
        let points = points.entry(at).or_insert_with(|| CodePoints::new(text));
        let bytes = points.to_byte(start).zip(points.to_byte(end)).filter(|(start, end)| start < end);
        match bytes.map(|(start, end)| Span::new(start, end)) {
            Some(span) if span.slice(text) == quote => facts[at].mentions.get_or_insert_default().push(span),
            found => {
                let there = found.map_or("no text", |span| span.slice(text));
                let error = Error::data(format!("`{id}` has `{there}` from {start} to {end}, not `{quote}`"));
                errors.push(error.at(files.path(PROTECTED), line).remedy("count code points from 0; the end is exclusive"));
            }
        }
    }
}

fn index(examples: &[Example], id: &str) -> Option<usize> {
    examples.binary_search_by(|example| example.document.meta.id.as_str().cmp(id)).ok()
}

fn no_document(files: &Files, name: &str, line: usize, id: &str) -> Error {
    Error::data(format!("there is no document `{id}`")).at(files.path(name), line).remedy("write the id as in documents.csv")
}
