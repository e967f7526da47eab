//! The documents as the page's script reads them: packed one by one, so that a page of thousands opens at once.
//!
//! Offsets count UTF-16 units, as the browser does; spans are written as distances from the end of the one before.

use crate::error::{Error, Result};
use crate::gold::{Task, Verdict};
use crate::label::Label;
use crate::report::cuts::{self, Cut, Cuts, Name};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::Path;

/// Characters of a document's headline in the list.
const HEADLINE: usize = 90;

/// Everything the script needs.
#[derive(Debug, Default)]
pub struct Packed {
    /// Names, tasks, documents: small, read at once.
    pub index: String,
    /// Wrong characters by task, document, strategy and label; packed.
    pub errors: String,
    /// A packed text for each document.
    pub documents: Vec<String>,
}

/// Names as numbers, in the order they were met.
#[derive(Default)]
struct Names {
    numbers: FxHashMap<String, usize>,
    names: Vec<String>,
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        self.names.push(name.into());
        self.numbers.insert(name.into(), self.names.len() - 1);
        self.names.len() - 1
    }
}

#[derive(Serialize)]
struct Listed {
    i: String,
    c: String,
    s: String,
    l: String,
    f: String,
    h: String,
}

/// Reads and packs the documents; strategies are numbered in the order given. `each` sees every document on the way.
///
/// # Errors
/// A broken file of documents.
pub fn pack(folder: &Path, strategies: &[String], tasks: &[Task], mut each: impl FnMut(&Cuts)) -> Result<Packed> {
    let (mut rules, mut statuses, mut listed) = (Names::default(), Names::default(), Vec::new());
    let absent = statuses.number("not run on this corpus");
    let mut errors: Vec<Vec<usize>> = vec![Vec::new(); tasks.len()];
    let mut documents = Vec::new();
    cuts::read(folder, |cuts| {
        each(&cuts);
        let units = Units::new(&cuts.text);
        let gold = labels(&cuts)?;
        let (mut columns, mut states) = (Vec::new(), Vec::new());
        for (number, name) in strategies.iter().enumerate() {
            let cut = cuts.strategies.iter().find(|cut| cut.name == *name);
            states.push(cut.map_or(absent, |cut| statuses.number(&cut.status)));
            let Some(cut) = cut.filter(|cut| cut.status == "ok") else {
                columns.push(Vec::new());
                continue;
            };
            columns.push(column(cut, &units, &mut rules));
            for (task, errors) in tasks.iter().zip(&mut errors) {
                let key = documents.len() * strategies.len() + number;
                wrong(&cuts, cut, &gold, *task).into_iter().for_each(|(own, [characters, stretches])| {
                    errors.extend([key, own.0, own.1, characters, stretches]);
                });
            }
        }
        let gold = flat(gold.iter().map(|&(start, end, label)| (units.at(start), units.at(end), [label])));
        documents.push(packed(&json!({"t": cuts.text, "g": gold, "c": columns, "x": states}))?);
        listed.push(entry(cuts));
        Ok(())
    })?;
    let verdict = |task: Task| Label::ALL.iter().map(|&label| task.verdict(label) as usize).collect::<Vec<_>>();
    let tasks: Vec<Value> = tasks.iter().map(|&task| json!({"name": task.name(), "verdicts": verdict(task)})).collect();
    let index = json!({
        "tasks": tasks, "strategies": strategies, "documents": listed, "rules": rules.names, "statuses": statuses.names,
        "labels": Label::ALL.iter().map(|label| label.name()).collect::<Vec<_>>(),
        "meanings": Label::ALL.iter().map(|label| label.meaning()).collect::<Vec<_>>(),
        "body": Label::Body as usize,
    });
    Ok(Packed { index: index.to_string(), errors: packed(&json!(errors))?, documents })
}

fn entry(cuts: Cuts) -> Listed {
    let title = cuts.gold.iter().find(|own| own.2 == Label::Title.name());
    let chars = |start: usize, length: usize| cuts.text.chars().skip(start).take(length).collect::<String>();
    let title = title
        .map_or_else(|| cuts.text.lines().find(|line| !line.trim().is_empty()).unwrap_or("").into(), |own| chars(own.0, own.1 - own.0));
    let h = title.trim_start_matches(['#', '*', '>', ' ']).trim_end().chars().take(HEADLINE).collect();
    Listed { i: cuts.doc, c: cuts.corpus, s: cuts.source, l: cuts.lang, f: cuts.format, h }
}

/// Gold spans with their labels' numbers, in order.
fn labels(cuts: &Cuts) -> Result<Vec<(usize, usize, usize)>> {
    let number = |own: &(usize, usize, String)| {
        let label: Label = own.2.parse().map_err(|why: String| Error::data(format!("`{}`: {why}", cuts.doc)))?;
        Ok((own.0, own.1.max(own.0), label as usize))
    };
    cuts.gold.iter().map(number).collect()
}

/// Start and length with more numbers behind them, starts as distances.
fn flat<const N: usize>(spans: impl Iterator<Item = (usize, usize, [usize; N])>) -> Vec<usize> {
    let (mut flat, mut end) = (Vec::new(), 0);
    for (start, stop, more) in spans {
        flat.extend([start.saturating_sub(end), stop.saturating_sub(start)]);
        flat.extend(more);
        end = stop;
    }
    flat
}

fn column(cut: &Cut, units: &Units, rules: &mut Names) -> Vec<usize> {
    let label = |name: &Option<Name>| name.as_ref().and_then(|name| name.parse::<Label>().ok()).map_or(0, |label| label as usize + 1);
    let mut spans = Vec::new();
    for (start, end, name, rule) in &cut.removed {
        spans.push((units.at(*start), units.at(*end), [label(name), rules.number(rule)]));
    }
    flat(spans.into_iter())
}

/// Visible characters and stretches that are wrong under a task, by label and kind (0 residue, 1 damage).
fn wrong(cuts: &Cuts, cut: &Cut, gold: &[(usize, usize, usize)], task: Task) -> Vec<((usize, usize), [usize; 2])> {
    let applied = |name: &Option<Name>| task.applies(name.as_ref().and_then(|name| name.parse().ok()));
    let removed: Vec<(usize, usize)> = cut.removed.iter().filter(|own| applied(&own.2)).map(|own| (own.0, own.1)).collect();
    let verdicts: Vec<Verdict> = Label::ALL.iter().map(|&label| task.verdict(label)).collect();
    let mut counts: std::collections::BTreeMap<(usize, usize), [usize; 2]> = std::collections::BTreeMap::new();
    let (mut own_gold, mut own_cut, mut open) = (0, 0, None);
    for (at, c) in cuts.text.chars().enumerate() {
        while gold.get(own_gold).is_some_and(|own| own.1 <= at) {
            own_gold += 1;
        }
        while removed.get(own_cut).is_some_and(|own| own.1 <= at) {
            own_cut += 1;
        }
        if c.is_whitespace() {
            open = if matches!(c, '\n' | '\r') { None } else { open };
            continue;
        }
        let label = gold.get(own_gold).filter(|own| own.0 <= at).map_or(Label::Body as usize, |own| own.2);
        let gone = removed.get(own_cut).is_some_and(|own| own.0 <= at);
        let key = match (verdicts[label], gone) {
            (Verdict::Strip, false) => Some((label, 0)),
            (Verdict::Keep, true) => Some((label, 1)),
            _ => None,
        };
        if let Some(key) = key {
            let count = counts.entry(key).or_default();
            count[0] += 1;
            count[1] += usize::from(open != Some(key));
        }
        open = key;
    }
    counts.into_iter().collect()
}

fn packed(value: &Value) -> Result<String> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    serde_json::to_writer(&mut packer, value).map_err(|error| Error::io("cannot pack", error.into()))?;
    Ok(STANDARD.encode(packer.finish().map_err(|error| Error::io("cannot pack", error))?))
}

/// From code points to UTF-16 units: where they differ, and by how much from there on.
struct Units {
    wide: Vec<usize>,
}

impl Units {
    fn new(text: &str) -> Self {
        Self { wide: text.chars().enumerate().filter(|(_, c)| c.len_utf16() == 2).map(|(at, _)| at).collect() }
    }

    fn at(&self, point: usize) -> usize {
        point + self.wide.partition_point(|&wide| wide < point)
    }
}
