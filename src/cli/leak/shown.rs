//! The findings of `leak` as tables and as JSON.

use super::Findings;
use crate::bias::leakage::{Figure, Leak, Measure, shortfall};
use crate::bias::ngrams::{GiveAway, NGrams};
use crate::bias::probe::{Minimum, View};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Characters of a stretch shown in the table.
const MAX_SHOWN: usize = 60;

/// The tables.
pub fn text(findings: &Findings<'_>, top: usize) -> String {
    let mut out = head(findings);
    out += &refusals(findings);
    if findings.leakage.leaks.iter().any(|leak| leak.figures.iter().any(|figure| figure.value.is_ok())) {
        out += &figures(findings);
    }
    for (name, found) in &findings.ngrams {
        out += &ngrams(name, found, &findings.known.names, top);
    }
    out
}

/// What was read, drawn and probed.
fn head(findings: &Findings<'_>) -> String {
    let (drawn, leakage) = (findings.drawn, &findings.leakage);
    let mut out = format!("{}: {} documents of {} sources", findings.name, drawn.documents, drawn.sources);
    let left = [
        (drawn.rejected.count, "records that could not be used"),
        (drawn.small, "sources with fewer than 3 documents"),
        (drawn.beyond, "sources beyond the largest that were drawn from"),
        (drawn.duplicates, "copies of other documents"),
        (findings.missing, "documents that the second version lacks"),
    ];
    let left: Vec<String> = left.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if !left.is_empty() {
        let _ = write!(out, "; left out: {}", left.join(", "));
    }
    let lang = if leakage.lang.is_empty() { String::new() } else { format!(", language {}", leakage.lang) };
    let probed = format!("{} probed of {} drawn (seed {})", leakage.documents, drawn.records.len(), findings.seed);
    let _ = write!(out, "\n{probed}, {} sources{lang}\n\n", leakage.sources);
    out
}

/// What was refused of the texts as they came, why, and how much more it takes.
fn refusals(findings: &Findings<'_>) -> String {
    let mut out = String::new();
    let Some(raw) = findings.leakage.leaks.first() else { return out };
    for (measure, needed) in
        [(Measure::Share, Minimum::SHARE), (Measure::Accuracy, Minimum::TRAINED), (Measure::BitsSaved, Minimum::TRAINED)]
    {
        let Some(why) = raw.figure(measure).and_then(|figure| figure.value.as_ref().err()) else { continue };
        let more = shortfall(&findings.drawn.sizes, needed);
        let more = if more > 0 { format!("; at least {more} documents more are needed") } else { String::new() };
        let _ = writeln!(out, "{} refused: {why}{more}", measure.name());
    }
    out
}

/// A line for each text: the figures of the whole text; then what strategies changed.
fn figures(findings: &Findings<'_>) -> String {
    let leaks: Vec<&Leak> = findings.leakage.leaks.iter().filter(|leak| leak.view == View::Full).collect();
    let mut out = String::new();
    let heads = ["share", "se", "p", "accuracy", "chance", "p", "control", "bits"];
    let _ = write!(out, "{:<24}", "text");
    heads.iter().for_each(|head| out.push_str(&format!(" {head:>8}")));
    out.push('\n');
    for leak in &leaks {
        let figure = |measure| leak.figure(measure);
        let value = |measure| leak.value(measure);
        let controls = [Measure::LengthControl, Measure::PseudoLengthControl];
        let control = controls.into_iter().filter_map(value).max_by(f64::total_cmp);
        let (share, accuracy) = (figure(Measure::Share), figure(Measure::Accuracy));
        let cells = [
            three(value(Measure::Share)),
            three(share.and_then(|share| share.error)),
            chance(share.and_then(|share| share.p)),
            three(value(Measure::Accuracy)),
            three(accuracy.and_then(|accuracy| accuracy.chance)),
            chance(accuracy.and_then(|accuracy| accuracy.p)),
            three(control),
            three(value(Measure::BitsSaved)),
        ];
        let _ = write!(out, "{:<24}", leak.name);
        cells.iter().for_each(|cell| out.push_str(&format!(" {cell:>8}")));
        out.push('\n');
    }
    out += &differences(&leaks);
    out + "\nshare: of the n-gram kernel between sources, 0 by chance; accuracy: of a probe that names the source of documents it did\n\
           not learn from; control: what length alone gives; bits: saved per document.\n"
}

fn differences(leaks: &[&Leak]) -> String {
    let mut out = String::new();
    for leak in leaks {
        let changed = leak.figures.iter().filter_map(|figure| Some((figure, figure.against?)));
        for (figure, against) in
            changed.filter(|(figure, _)| [Measure::Share, Measure::Accuracy, Measure::BitsSaved].contains(&figure.measure))
        {
            let interval = against.interval.map_or(String::new(), |(low, high)| format!(" [{low:.3}, {high:.3}]"));
            let p = format!("p {}, Holm {}", chance(against.p), chance(against.p_holm));
            let name = figure.measure.name();
            let _ = writeln!(out, "  {} less raw, {name}: {}{interval}, {p}", leak.name, three(Some(against.difference)));
        }
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

/// What gives sources away in one text.
fn ngrams(name: &str, found: &NGrams, sources: &[&str], top: usize) -> String {
    let mut out = format!("\nWhat gives sources away in {name}");
    let _ = writeln!(out, "{}", found.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})")));
    if found.rows.is_empty() {
        return out + "  nothing\n";
    }
    let _ = writeln!(out, "{:<20} {:>9} {:>9} {:>6} {:>8} {:<10}  text", "source", "with", "elsewhere", "bits", "p", "where");
    let mut last = usize::MAX;
    let mut shown = 0;
    for row in &found.rows {
        shown = if row.source == last { shown + 1 } else { 1 };
        last = row.source;
        if shown <= top {
            out += &line(row, sources);
        }
    }
    out
}

fn line(row: &GiveAway, sources: &[&str]) -> String {
    let shorter: String = row.text.chars().take(MAX_SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let source: String = sources.get(row.source).copied().unwrap_or_default().chars().take(20).collect();
    let (with, elsewhere) = (format!("{}/{}", row.own.0, row.own.1), format!("{}/{}", row.elsewhere.0, row.elsewhere.1));
    let p = row.p_holm.unwrap_or(row.p);
    format!("{source:<20} {with:>9} {elsewhere:>9} {:>6.3} {p:>8.1e} {:<10}  {shorter}\n", row.bits, row.place.name())
}

fn three(value: Option<f64>) -> String {
    value.map_or("NA".into(), |value| format!("{:.3}", if value.abs() < 5e-4 { 0.0 } else { value }))
}

/// A p, which is never nought.
fn chance(p: Option<f64>) -> String {
    match p {
        Some(p) if p < 0.001 => format!("{p:.0e}"),
        p => three(p),
    }
}

/// The same as JSON.
pub fn json(findings: &Findings<'_>) -> String {
    let (drawn, leakage) = (findings.drawn, &findings.leakage);
    let rejected: Vec<String> = drawn.rejected.reasons.iter().map(ToString::to_string).collect();
    let ngrams = findings.ngrams.iter().map(|(name, found)| {
        let rows: Vec<Value> = found.rows.iter().map(|row| give_away(row, &findings.known.names)).collect();
        json!({"text": name, "hint": found.hint, "features": found.features, "rows": rows})
    });
    let value = json!({
        "input": findings.name,
        "task": findings.task.name(),
        "seed": findings.seed,
        "documents": drawn.documents,
        "sources": drawn.sources,
        "rejected": {"records": drawn.rejected.count, "reasons": rejected},
        "documents_needed": {"share": shortfall(&drawn.sizes, Minimum::SHARE), "trained": shortfall(&drawn.sizes, Minimum::TRAINED)},
        "small_sources": drawn.small,
        "sources_beyond": drawn.beyond,
        "duplicates": drawn.duplicates,
        "missing_in_second": findings.missing,
        "drawn": drawn.records.len(),
        "probed": {"documents": leakage.documents, "sources": leakage.sources, "lang": leakage.lang},
        "texts": leakage.leaks.iter().map(leak).collect::<Vec<_>>(),
        "ngrams": ngrams.collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn leak(leak: &Leak) -> Value {
    let figures: serde_json::Map<String, Value> =
        leak.figures.iter().map(|figure| (figure.measure.name().to_string(), self::figure(figure))).collect();
    json!({"text": leak.name, "version": leak.version, "role": leak.role.name(), "view": leak.view.name(), "figures": figures})
}

fn figure(figure: &Figure) -> Value {
    let value = match &figure.value {
        Ok(value) => value,
        Err(why) => return json!({"refused": why}),
    };
    let against = figure
        .against
        .map(|against| json!({"difference": against.difference, "interval": against.interval, "p": against.p, "p_holm": against.p_holm}));
    json!({"value": value, "se": figure.error, "interval": figure.interval, "chance": figure.chance, "null_mean": figure.null_mean,
        "p": figure.p, "against_raw": against})
}

fn give_away(row: &GiveAway, sources: &[&str]) -> Value {
    json!({"source": sources.get(row.source), "text": row.text, "with": row.own.0, "of": row.own.1, "elsewhere": row.elsewhere.0,
        "others": row.elsewhere.1, "bits": row.bits, "p": row.p, "p_holm": row.p_holm, "place": row.place.name(), "placed": row.placed})
}
