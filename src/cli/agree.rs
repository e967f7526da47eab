//! `gleaner agree`: how far two labellings of the same texts agree.

use super::output;
use crate::corpus::agreement::TwoLabellings;
use crate::corpus::{self, Files, SHIPPED, check};
use crate::error::{Error, Result};
use crate::report::agreement::{Agreed, Disagreement, agreement};
use crate::stats::Estimate;
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Compares two labellings of the same texts: kappa, alpha, alpha_U, gamma, span F1, by label, and where they differ.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Agree {
    /// The first labelling: a corpus folder, FORMAT:PATH, or `shipped`; none: the shipped corpus
    first: Option<String>,
    /// The second, of the same texts; none: the second labellings in the first's folder second/
    second: Option<String>,
    /// Folder for agreement.csv, disagreements.csv and datapackage.json
    #[arg(long, short, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Exit code 1 where Cohen's kappa over labels is lower
    #[arg(long, value_name = "KAPPA")]
    at_least: Option<f64>,
    /// Disagreements to show; the CSV file and JSON hold all
    #[arg(long, value_name = "N", default_value_t = 10)]
    show: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  gleaner agree                        the shipped corpus and its second labellings
  gleaner agree anna ben --out agreement
  gleaner agree my-corpus --at-least 0.8
  gleaner import brat bens-folder ben && gleaner agree anna ben

Documents are paired by id, and their texts must be the same; those that only one side has are counted and named.
kappa and alpha are over visible characters, unlabelled ones being `body`; alpha_u, gamma and F1 over labelled spans.
Intervals (95 %) resample sources. Undefined agreement is NA: nothing to agree on, or no room for disagreement.";

/// Ids that are shown of those which only one side has.
const SHOWN_IDS: usize = 5;
const WIDTH: usize = 80;

impl Agree {
    /// Runs the command.
    ///
    /// # Errors
    /// Corpora that cannot be read or paired, files that cannot be written.
    pub fn run(self) -> Result<ExitCode> {
        if let Some(wanted) = self.at_least.filter(|wanted| !(-1.0..=1.0).contains(wanted)) {
            return Err(Error::usage(format!("--at-least {wanted}")).remedy("give a kappa, from -1 to 1"));
        }
        let two = self.labellings()?;
        let agreed = agreement(&two);
        if let Some(folder) = &self.out {
            agreed.write(folder)?;
        }
        output::print(&if self.json { format!("{:#}\n", value(&agreed)) } else { self.text(&agreed) })?;
        let reached = self.at_least.is_none_or(|wanted| reaches(&agreed, wanted));
        if let (false, Some(wanted)) = (reached, self.at_least) {
            output::remark(&format!("kappa over labels is below {wanted}"));
        }
        Ok(if reached { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }

    fn labellings(&self) -> Result<TwoLabellings> {
        let first = self.first.as_deref().unwrap_or(SHIPPED);
        match self.second.as_deref() {
            Some(second) => TwoLabellings::of_corpora(opened(first)?, opened(second)?),
            None if corpus::is_shipped(first) => TwoLabellings::in_corpus(&check::shipped_files(), SHIPPED),
            None => TwoLabellings::in_corpus(&Files::Folder(first.into()), &opened(first)?.name),
        }
    }

    fn text(&self, agreed: &Agreed<'_>) -> String {
        let mut out = head(agreed);
        let _ = writeln!(out, "\n{:<24} {:>8}  {:<20} {:>9}", "measure", "value", "95 % interval", "documents");
        for own in agreed.measures.iter().filter(|own| own.label.is_none()) {
            let Estimate { value, interval, n, .. } = own.estimate;
            let interval = interval.map_or("NA".into(), |(low, high)| format!("{low:.4} to {high:.4}"));
            let _ = writeln!(out, "{:<24} {:>8}  {interval:<20} {n:>9}", own.metric, decimals(value));
        }
        out += &labels(agreed);
        if agreed.disagreements.is_empty() {
            return out + "\nThe two labellings do not differ.\n";
        }
        let shown = agreed.disagreements.len().min(self.show);
        let _ = writeln!(out, "\ndisagreements, most characters first: {shown} of {}", agreed.disagreements.len());
        agreed.disagreements.iter().take(shown).for_each(|own| out += &difference(own));
        out
    }
}

/// A corpus in any format that is read.
fn opened(name: &str) -> Result<corpus::Corpus> {
    let imported = corpus::formats::open(name)?;
    if let Some(first) = imported.rejected.first() {
        output::remark(&format!("{name}: {} rejected, the first: {first}", imported.rejected.len()));
    }
    Ok(imported.corpus)
}

/// Where kappa is undefined because nothing differs, any wish is met.
fn reaches(agreed: &Agreed<'_>, wanted: f64) -> bool {
    match agreed.overall("kappa.labels").and_then(|own| own.value) {
        Some(kappa) => kappa >= wanted,
        None => agreed.disagreements.is_empty(),
    }
}

fn decimals(value: Option<f64>) -> String {
    value.map_or("NA".into(), |value| format!("{value:.4}"))
}

fn head(agreed: &Agreed<'_>) -> String {
    let two = agreed.two;
    let ([first, second], (all, differing)) = (&two.names, agreed.chars);
    let share = if all > 0 { 100.0 * differing as f64 / all as f64 } else { 0.0 };
    let mut out = format!("{first} and {second}\n");
    let _ = writeln!(out, "{} documents of {} sources, {} labelled alike", two.documents.len(), agreed.sources, agreed.alike);
    let _ = writeln!(out, "{all} characters, {differing} labelled differently ({share:.2} %)");
    for (name, alone) in two.names.iter().zip(&two.alone).filter(|(_, alone)| !alone.is_empty()) {
        let ids = alone.iter().take(SHOWN_IDS).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if alone.len() > SHOWN_IDS { ", …" } else { "" };
        out += &narrow(&format!("left out, only in {name}: {} ({ids}{more})", alone.len()));
    }
    if two.documents.iter().any(|own| own.first.is_derived() || own.second.is_derived()) {
        out += "some spans were derived by alignment, not labelled by hand\n";
    }
    out
}

/// A line cut to the terminal's width; Chinese, Japanese and emoji take two columns each.
fn narrow(line: &str) -> String {
    if line.width() <= WIDTH {
        return format!("{line}\n");
    }
    let mut columns = 0;
    let fits = |c: &char| {
        columns += c.width().unwrap_or(0);
        columns < WIDTH
    };
    line.chars().take_while(fits).collect::<String>() + "…\n"
}

fn labels(agreed: &Agreed<'_>) -> String {
    let mut out = format!(
        "\n{:<11} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}\n",
        "label", "first", "second", "kappa", "alpha_u", "exact", "partial", "iou50"
    );
    for &(label, extent) in &agreed.extents {
        let of = |metric: &str| decimals(agreed.of(Some(label), metric).and_then(|own| own.value));
        let _ = write!(out, "{:<11} {:>8} {:>8}", label.name(), extent.chars[0], extent.chars[1]);
        for metric in ["kappa", "alpha_u", "spans.exact_f1", "spans.partial_f1", "spans.iou50_f1"] {
            let _ = write!(out, " {:>8}", of(metric));
        }
        out.push('\n');
    }
    out + "first, second: visible characters; exact, partial, iou50: F1 of spans\n"
}

fn difference(own: &Disagreement) -> String {
    let Disagreement { doc, place: (start, end), labels: [first, second], verdicts, chars, excerpt, .. } = own;
    let changes: Vec<&str> = verdicts.iter().map(|task| task.name()).collect();
    let changes = if changes.is_empty() { String::new() } else { format!("; changes {}", changes.join(", ")) };
    narrow(&format!("{chars:>6}  {first} / {second}  {doc} {start}-{end}{changes}")) + &narrow(&format!("        {excerpt}"))
}

fn value(agreed: &Agreed<'_>) -> Value {
    let estimate = |own: &Estimate| json!({"value": own.value, "low": own.interval.map(|ends| ends.0), "high": own.interval.map(|ends| ends.1), "n": own.n});
    let of = |label| {
        let own = agreed.measures.iter().filter(|own| own.label == label);
        own.map(|own| (own.metric.clone(), estimate(&own.estimate))).collect::<serde_json::Map<String, Value>>()
    };
    let label = |(label, extent): &(crate::label::Label, crate::report::agreement::Extent)| json!({"label": label.name(), "chars": extent.chars, "spans": extent.spans, "measures": of(Some(*label))});
    let difference = |own: &Disagreement| {
        json!({"doc": own.doc, "source": own.meta[0], "lang": own.meta[1], "start": own.place.0, "end": own.place.1,
            "first": own.labels[0].name(), "second": own.labels[1].name(), "chars": own.chars, "excerpt": own.excerpt,
            "verdicts": own.verdicts.iter().map(|task| task.name()).collect::<Vec<_>>()})
    };
    let two = agreed.two;
    json!({
        "first": two.names[0], "second": two.names[1], "digests": two.digests,
        "documents": two.documents.len(), "sources": agreed.sources, "alike": agreed.alike,
        "chars": agreed.chars.0, "chars_differing": agreed.chars.1,
        "only_first": two.alone[0], "only_second": two.alone[1],
        "measures": of(None),
        "labels": agreed.extents.iter().map(label).collect::<Vec<_>>(),
        "disagreements": agreed.disagreements.iter().map(difference).collect::<Vec<_>>(),
    })
}
