//! A comparison for the terminal: effect first, p second, within 80 columns.

use super::{By, Change, Comparison, Difference, Part};
use crate::report::StrategyEntry;
use std::fmt::Write as _;

/// Rows shown of a table, and stretches shown; the files have all.
const TOP: usize = 10;
/// Measures shown by strategy beside the first one.
const BESIDE: [&str; 2] = ["residue", "damage"];
/// Columns of the first column.
const NAME: usize = 21;
/// Columns of an excerpt.
const EXCERPT: usize = 72;

pub(super) fn text(comparison: &Comparison) -> String {
    let [a, b] = &comparison.names;
    let [old, new] = &comparison.gleaner;
    let mut out = format!("A: {a} (gleaner {old})\nB: {b} (gleaner {new})\n");
    comparison.notes.iter().for_each(|note| out.push_str(&format!("note: {note}\n")));
    comparison.parts.iter().for_each(|own| part(&mut out, own));
    out + LEGEND
}

const LEGEND: &str = "
Means over documents. Intervals (95 %, percentile) resample sources and tests
swap whole sources, so one source alone has neither. +/=/-: documents in which B
is better, alike, worse. Holm: p of the swaps, adjusted within its table.
";

fn part(out: &mut String, part: &Part) {
    let [a, b] = &part.corpora;
    let _ = write!(out, "\n{}: {} documents, {} sources, task {}\n", b.name, part.documents, part.sources, part.task);
    if let (Some([a, b]), false) = (part.differences.first().map(|own| &own.strategies), several(part)) {
        let _ = writeln!(out, "A: {}, B: {}", with_version(a), with_version(b));
    }
    if a.digest != b.digest {
        let [only_a, only_b, changed] = part.left_out;
        let short = |digest: &str| digest.chars().take(12).collect::<String>();
        let _ = writeln!(out, "two releases of the corpus, {} and {}; left out:", short(&a.digest), short(&b.digest));
        let _ = writeln!(out, "{only_a} documents only in A, {only_b} only in B, {changed} with another text or gold");
    }
    let first = part.metrics.first().map_or("", String::as_str);
    let beside = BESIDE.iter().copied().filter(|metric| *metric != first);
    for metric in [first].into_iter().chain(beside) {
        table(out, part, By::Strategy, metric);
    }
    table(out, part, By::Label, super::LEFT);
    [By::Source, By::Lang, By::PageKind].into_iter().for_each(|by| table(out, part, by, first));
    changed(out, part);
}

/// Whether more than one strategy is compared; one alone is named in the head, not in every row.
fn several(part: &Part) -> bool {
    part.differences.iter().any(|own| own.strategies != part.differences[0].strategies)
}

fn with_version(strategy: &StrategyEntry) -> String {
    if strategy.version.is_empty() { strategy.name.clone() } else { format!("{} (version {})", strategy.name, strategy.version) }
}

/// One table, largest differences first; rows without any difference are counted only, except by strategy.
fn table(out: &mut String, part: &Part, by: By, metric: &str) {
    let mut rows: Vec<&Difference> = part.differences.iter().filter(|own| own.by == by && own.metric == metric).collect();
    let Some(first) = rows.first() else { return };
    let better = if by == By::Label {
        "of labels to keep more is better"
    } else if first.higher_is_better {
        "more is better"
    } else {
        "less is better"
    };
    let _ = write!(out, "\nby {}: {metric} ({better})\n", by.name().replace('_', " "));
    let all = rows.len();
    if by != By::Strategy {
        rows.retain(|own| own.outcomes.wins + own.outcomes.losses > 0);
    }
    if rows.is_empty() {
        let _ = writeln!(out, "no difference in any of {all} rows");
        return;
    }
    let size = |own: &Difference| own.paired.difference.value.unwrap_or(0.0).abs();
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let _ = writeln!(out, "{:<NAME$} {:>6} {:>6} {:>7} {:<16} {:>11} {:>6}", "", "A", "B", "B - A", "interval", "+/=/-", "Holm");
    let named = several(part);
    rows.iter().take(TOP).for_each(|own| row(out, own, named));
    let (hidden, alike) = (rows.len().saturating_sub(TOP), all - rows.len());
    if hidden + alike > 0 {
        let _ = writeln!(out, "and {hidden} smaller ones, {alike} without any difference");
    }
}

fn row(out: &mut String, own: &Difference, named: bool) {
    let [a, b] = own.strategies.clone().map(|strategy| strategy.name);
    let strategies = if a == b { a } else { format!("{a} -> {b}") };
    let name = match (own.by == By::Strategy, named) {
        (true, true) => strategies,
        (true, false) => "all documents".into(),
        (false, true) => format!("{} {strategies}", own.group),
        (false, false) => own.group.clone(),
    };
    let gap = if name.chars().count() > NAME { format!("\n{:NAME$}", "") } else { " ".repeat(NAME - name.chars().count()) };
    let interval = own.paired.difference.interval.map_or("NA".into(), |(low, high)| format!("{}..{}", signed(low), signed(high)));
    let outcomes = format!("{}/{}/{}", own.outcomes.wins, own.outcomes.ties, own.outcomes.losses);
    let p = own.p_holm.map_or("NA".into(), |p| if p < 0.0005 { "<0.001".into() } else { format!("{p:.3}") });
    let difference = own.paired.difference.value.map_or("NA".into(), signed);
    let _ = writeln!(
        out,
        "{name}{gap} {:>6} {:>6} {difference:>7} {interval:<16} {outcomes:>11} {p:>6}",
        format!("{:.3}", own.means[0]),
        format!("{:.3}", own.means[1])
    );
}

fn signed(value: f64) -> String {
    // Minus nought would tell of a fall that is none.
    format!("{:+.3}", if value.abs() < 0.0005 { 0.0 } else { value })
}

fn changed(out: &mut String, part: &Part) {
    let counts = [Change::Mended, Change::Broken].map(|change| {
        let own = part.changed.iter().filter(|own| own.change == change);
        own.fold((0, 0), |(n, chars), own| (n + 1, chars + own.span.len()))
    });
    let [(mended, mended_chars), (broken, broken_chars)] = counts;
    let _ = write!(out, "\nspans that changed sides: {mended} mended ({mended_chars} characters), {broken} broken ({broken_chars})\n");
    let several = several(part);
    for own in part.changed.iter().take(TOP) {
        let strategy = if several { format!(" {}", own.strategies[1].name) } else { String::new() };
        let rule = if own.rule.is_empty() { String::new() } else { format!(" ({})", own.rule) };
        let (change, kind) = (own.change.name(), own.kind.name());
        let _ = writeln!(out, "{change} {kind} {}..{} {}{rule}, {}{strategy}", own.span.start, own.span.end, own.label, own.doc);
        if !own.excerpt.is_empty() {
            // A terminal must not obey what a page says.
            let plain = own.excerpt.chars().take(EXCERPT).map(|c| if c.is_control() { ' ' } else { c });
            let _ = writeln!(out, "    {}", plain.collect::<String>());
        }
    }
    let hidden = part.changed.len().saturating_sub(TOP);
    if hidden > 0 {
        let _ = writeln!(out, "and {hidden} shorter ones: --out FOLDER writes all");
    }
}
