//! The ranked table a person reads, and the same as JSON.

use super::columns::Column;
use super::comparison::comparison;
use super::kinds::kinds;
use super::summary::ends;
use crate::score::{Evaluation, StrategyScores};
use crate::stats::{Average, Estimate, Resamples};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The measures of the table: column head, measure, average.
const COLUMNS: &[(&str, &str, Average)] = &[
    ("F1", "chars.f1", Average::Documents),
    ("P", "chars.precision", Average::Documents),
    ("R", "chars.recall", Average::Documents),
    ("resid.", "residue", Average::Micro),
    ("damage", "damage", Average::Micro),
    ("clean", "docs.clean", Average::Documents),
    ("hurt", "docs.damaged", Average::Documents),
];

/// The measures of the table where the gold is a reference text.
const REFERENCE_COLUMNS: &[(&str, &str, Average)] = &[
    ("word F1", "wcxb.f1.compat", Average::Documents),
    ("P", "wcxb.precision.compat", Average::Documents),
    ("R", "wcxb.recall.compat", Average::Documents),
];
/// Kinds of pages are columns of the table up to this many.
const MAX_KINDS: usize = 8;

/// One line of the table.
#[derive(Debug)]
pub struct Line {
    /// Strategy.
    pub name: String,
    /// Whether it is a control or a bound.
    pub control: bool,
    /// Values in the order of the columns.
    pub values: Vec<Estimate>,
    /// The first measure by kind of page.
    pub kinds: Vec<Option<f64>>,
    /// Whether it is the best contender by the first measure, or cannot be told apart from it.
    pub with_best: bool,
    /// Letters shared with exactly those contenders that it cannot be told apart from.
    pub group: Option<String>,
}

impl Line {
    /// The name, in brackets if it is no contender's.
    fn shown_name(&self) -> String {
        if self.control { format!("({})", self.name) } else { self.name.clone() }
    }
}

/// The ranked table of one evaluation: contenders and controls by F1, best first.
#[derive(Debug)]
pub struct Overview {
    /// What it is about.
    pub title: String,
    corpus: String,
    digest: String,
    task: String,
    columns: &'static [(&'static str, &'static str, Average)],
    kinds: Vec<String>,
    /// The lines, best first.
    pub lines: Vec<Line>,
}

/// Ranks the strategies of an evaluation.
pub fn overview(evaluation: &Evaluation<'_>) -> Overview {
    let resamples = evaluation.resamples();
    let columns =
        if Column::named(evaluation, REFERENCE_COLUMNS[0].1).is_some() && has_references(evaluation) { REFERENCE_COLUMNS } else { COLUMNS };
    let mut lines: Vec<Line> = evaluation.strategies.iter().map(|strategy| line(evaluation, strategy, columns, &resamples)).collect();
    if let Some(comparison) = comparison(evaluation, columns[0].1) {
        for standing in comparison.standings {
            (lines[standing.strategy].with_best, lines[standing.strategy].group) = (standing.with_best, standing.group);
        }
    }
    let rank = |line: &Line| line.values[0].value.unwrap_or(0.0);
    lines.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)));
    let corpus = evaluation.corpus;
    let (documents, sources) = (corpus.examples.len(), evaluation.sources.len());
    let derived = columns == COLUMNS && corpus.examples.iter().any(|example| example.gold.is_derived());
    let gold = if derived { ", gold derived by alignment" } else { "" };
    let title = format!("{}: {documents} documents, {sources} sources, task {}{gold}", corpus.name, evaluation.task);
    let kinds = kinds(evaluation).into_keys().take(MAX_KINDS).map(String::from).collect();
    let (corpus, digest, task) = (corpus.name.clone(), corpus.digest.clone(), evaluation.task.to_string());
    Overview { title, corpus, digest, task, columns, kinds, lines }
}

/// Whether the gold is reference texts: then what was published is the first thing to look at.
fn has_references(evaluation: &Evaluation<'_>) -> bool {
    evaluation.corpus.examples.iter().any(|example| example.gold.reference().is_some())
}

fn line(evaluation: &Evaluation<'_>, strategy: &StrategyScores, columns: &[(&str, &str, Average)], resamples: &Resamples) -> Line {
    let value = |(_, measure, average): &(&str, &str, Average)| {
        let column = Column::named(evaluation, measure);
        column.map(|column| column.estimate(evaluation, strategy, *average, resamples)).unwrap_or_default()
    };
    let first = Column::named(evaluation, columns[0].1);
    let kind = |documents: &Vec<usize>| first.and_then(|column| column.mean(evaluation, strategy, documents));
    let kinds = kinds(evaluation).values().take(MAX_KINDS).map(kind).collect();
    let values = columns.iter().map(value).collect();
    Line { name: strategy.name.clone(), control: strategy.control, values, kinds, with_best: false, group: None }
}

impl Overview {
    /// The table as text, 80 columns wide unless a name is very long or there are kinds of pages.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n\n", self.title);
        let _ = write!(out, "{:<23}{:>6}  {:<11}", "strategy", self.columns[0].0, "95% interv.");
        self.columns[1..].iter().for_each(|(head, ..)| out.push_str(&format!("{head:>width$}", width = width(head))));
        out.push('\n');
        for line in &self.lines {
            let interval = line.values[0].interval.map_or(String::new(), |(low, high)| format!("{low:.3}-{high:.3}"));
            let mark = if line.with_best { '=' } else { ' ' };
            let _ = write!(out, "{:<23}{:>6}{mark} {interval:<11}", line.shown_name(), share(line.values[0].value, 3));
            let others = self.columns[1..].iter().zip(&line.values[1..]);
            others.for_each(|((head, ..), estimate)| out.push_str(&format!("{:>width$}", share(estimate.value, 3), width = width(head))));
            out.push('\n');
        }
        out += &self.kinds_text();
        out + if self.columns[0].1 == COLUMNS[0].1 { LEGEND } else { REFERENCE_LEGEND } + BEST_LEGEND
    }

    /// The first measure by kind of page, as a table of its own: one line has no room for both.
    fn kinds_text(&self) -> String {
        if self.kinds.is_empty() {
            return String::new();
        }
        let mut out = format!("\n{:<23}", format!("{} by kind", self.columns[0].0));
        self.kinds.iter().for_each(|kind| out.push_str(&format!(" {:>6}", kind.chars().take(6).collect::<String>())));
        out.push('\n');
        for line in &self.lines {
            let _ = write!(out, "{:<23}", line.shown_name());
            line.kinds.iter().for_each(|value| out.push_str(&format!(" {:>6}", share(*value, 3))));
            out.push('\n');
        }
        out
    }

    /// The table in Markdown.
    pub fn markdown(&self) -> String {
        let heads: Vec<&str> = self.columns.iter().map(|column| column.0).chain(self.kinds.iter().map(String::as_str)).collect();
        let mut out = format!("{}\n\n| strategy | {} |\n|---|{}\n", self.title, heads.join(" | "), "--:|".repeat(heads.len()));
        for line in &self.lines {
            let first = line.values.first().map_or(String::new(), |own| {
                let interval = own.interval.map_or(String::new(), |(low, high)| format!(" ({low:.3} to {high:.3})"));
                format!("{}{}{interval}", share(own.value, 3), if line.with_best { " =" } else { "" })
            });
            let others = line.values.iter().skip(1).map(|own| share(own.value, 3)).chain(line.kinds.iter().map(|own| share(*own, 3)));
            let cells: Vec<String> = [first].into_iter().chain(others).collect();
            let name = line.shown_name().replace('|', "\\|");
            let _ = writeln!(out, "| {name} | {} |", cells.join(" | "));
        }
        out
    }

    /// The table as JSON.
    pub fn json(&self) -> Value {
        let line = |line: &Line| {
            let mut object = serde_json::Map::new();
            object.insert("strategy".into(), json!(line.name));
            object.insert("control".into(), json!(line.control));
            if !line.control {
                object.insert("with_best".into(), json!(line.with_best));
                object.insert("group".into(), json!(line.group));
            }
            for ((_, measure, average), estimate) in self.columns.iter().zip(&line.values) {
                let [low, high, bca_low, bca_high] = ends(estimate);
                let mut value = json!({"average": average.name(), "value": estimate.value, "low": low, "high": high, "n": estimate.n});
                (value["bca_low"], value["bca_high"]) = (json!(bca_low), json!(bca_high));
                object.insert((*measure).into(), value);
            }
            if !self.kinds.is_empty() {
                let kinds = self.kinds.iter().zip(&line.kinds).map(|(kind, value)| (kind.clone(), json!(value)));
                object.insert("page_kinds".into(), Value::Object(kinds.collect()));
            }
            Value::Object(object)
        };
        let lines: Vec<Value> = self.lines.iter().map(line).collect();
        json!({"corpus": self.corpus, "digest": self.digest, "task": self.task, "strategies": lines})
    }
}

const LEGEND: &str = "\nF1, P, R over characters, mean over documents; resid.: residue, the share of
boilerplate left; damage: share of content lost (both pooled); clean: documents
without residue; hurt: documents with any damage. Names in brackets are controls
and bounds.\n";

const REFERENCE_LEGEND: &str = "\nword F1, P, R: WCXB's, equal to its own program's, mean over documents.
Names in brackets are controls and bounds. Span measures of derived gold are in
the CSV files.\n";

const BEST_LEGEND: &str = "= by the first figure the best, and those that cannot be told apart from it
(whole sources swapped at random, p of 0.05 or more after Holm over all pairs).\n";

/// Width of a column under a head, with the space before it.
/// Columns of a figure under its head, a space before it included.
fn width(head: &str) -> usize {
    (head.len() + 1).max(6)
}

fn share(value: Option<f64>, decimals: usize) -> String {
    value.map_or("NA".into(), |value| format!("{value:.decimals$}"))
}
