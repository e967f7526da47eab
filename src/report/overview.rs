//! The ranked table a person reads, and the same as JSON.

use super::summary::cells;
use crate::metric;
use crate::score::{Evaluation, StrategyScores};
use crate::stats::{Average, Estimate, Resamples, Sample};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The measures of the table: column head, measure, average.
const COLUMNS: &[(&str, &str, Average)] = &[
    ("F1", "chars.f1", Average::Documents),
    ("P", "chars.precision", Average::Documents),
    ("R", "chars.recall", Average::Documents),
    ("residue", "residue", Average::Micro),
    ("damage", "damage", Average::Micro),
    ("clean", "docs.clean", Average::Documents),
    ("hurt", "docs.damaged", Average::Documents),
];

/// One line of the table.
#[derive(Debug)]
pub struct Line {
    /// Strategy.
    pub name: String,
    /// Whether it is a control or a bound.
    pub control: bool,
    /// Values in the order of the columns.
    pub values: Vec<Estimate>,
}

/// The ranked table of one evaluation: contenders and controls by F1, best first.
#[derive(Debug)]
pub struct Overview {
    /// What it is about.
    pub title: String,
    corpus: String,
    digest: String,
    task: String,
    /// The lines, best first.
    pub lines: Vec<Line>,
}

/// Ranks the strategies of an evaluation.
pub fn overview(evaluation: &Evaluation<'_>) -> Overview {
    let resamples = Resamples::new(evaluation.sources.len());
    let mut lines: Vec<Line> = evaluation.strategies.iter().map(|strategy| line(evaluation, strategy, &resamples)).collect();
    let rank = |line: &Line| line.values[0].value.unwrap_or(0.0);
    lines.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)));
    let corpus = evaluation.corpus;
    let (documents, sources) = (corpus.examples.len(), evaluation.sources.len());
    let title = format!("{}: {documents} documents, {sources} sources, task {}", corpus.name, evaluation.task);
    Overview { title, corpus: corpus.name.clone(), digest: corpus.digest.clone(), task: evaluation.task.to_string(), lines }
}

fn line(evaluation: &Evaluation<'_>, strategy: &StrategyScores, resamples: &Resamples) -> Line {
    let value = |(_, measure, average): &(&str, &str, Average)| {
        let Some((index, measure)) = metric::measure(measure) else { return Estimate::default() };
        Sample::new(measure, &cells(evaluation, strategy, index)).estimate(*average, resamples)
    };
    Line { name: strategy.name.clone(), control: strategy.control, values: COLUMNS.iter().map(value).collect() }
}

impl Overview {
    /// The table as text, at most 80 columns wide unless a name is very long.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n\n", self.title);
        let _ = write!(out, "{:<24}{:>6}  {:<13}", "strategy", COLUMNS[0].0, "95 % interval");
        COLUMNS[1..].iter().for_each(|(head, ..)| out.push_str(&format!(" {head:>7}")));
        out = out.trim_end().to_string() + "\n";
        for line in &self.lines {
            let name = if line.control { format!("({})", line.name) } else { line.name.clone() };
            let interval = line.values[0].interval.map_or(String::new(), |(low, high)| format!("{low:.3}..{high:.3}"));
            let _ = write!(out, "{name:<24}{:>6}  {interval:<13}", share(line.values[0].value, 3));
            line.values[1..].iter().for_each(|estimate| out.push_str(&format!(" {:>7}", share(estimate.value, 3))));
            out.push('\n');
        }
        out + LEGEND
    }

    /// The table as JSON.
    pub fn json(&self) -> Value {
        let line = |line: &Line| {
            let mut object = serde_json::Map::new();
            object.insert("strategy".into(), json!(line.name));
            object.insert("control".into(), json!(line.control));
            for ((_, measure, average), estimate) in COLUMNS.iter().zip(&line.values) {
                let (low, high) = estimate.interval.map_or((None, None), |(low, high)| (Some(low), Some(high)));
                let value = json!({"average": average.name(), "value": estimate.value, "low": low, "high": high, "n": estimate.n});
                object.insert((*measure).into(), value);
            }
            Value::Object(object)
        };
        let lines: Vec<Value> = self.lines.iter().map(line).collect();
        json!({"corpus": self.corpus, "digest": self.digest, "task": self.task, "strategies": lines})
    }
}

const LEGEND: &str = "\nF1, P, R over characters, mean over documents; residue: share of boilerplate left;
damage: share of content lost (both pooled); clean: documents without residue;
hurt: documents with any damage. Names in brackets are controls and bounds.\n";

fn share(value: Option<f64>, decimals: usize) -> String {
    value.map_or("NA".into(), |value| format!("{value:.decimals$}"))
}
