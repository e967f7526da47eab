//! `tradeoff.csv`: leakage against content kept, with the curve of random deletion; and the same as a table.

use super::Assessed;
use super::documents::key_fields;
use super::table::{Field, Kind, Rows, Sink, Table, number, text};
use crate::bias::leakage::{CurvePoint, Ranked, Role};
use crate::bias::tradeoff::{MIN_RETENTION, Standing};
use crate::error::Result;
use std::fmt::Write as _;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "tradeoff",
    description: "one row for strategy x task, and for each point of the curve of random deletion: content kept, leakage, and who is eligible and on the front",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([
        Field::new("role", Kind::Text, "strategy, control, or random-deletion"),
        Field::new(
            "retention",
            Kind::Number,
            "share of the gold's content tokens kept, all documents together; of random deletion, of its words",
        ),
        Field::new("protected", Kind::Number, "share of the protected mentions of other outlets kept, where the corpus marks any"),
        Field::new("leakage", Kind::Number, "between-source share of the n-gram kernel, whole texts"),
        Field::new("leakage_se", Kind::Number, "standard error of a point of the curve"),
        Field::new("difference", Kind::Number, "leakage less that of gold"),
        Field::new("excess", Kind::Number, "difference as a share of raw text's"),
        Field::new(
            "standing",
            Kind::Text,
            "front: no eligible strategy keeps as much and leaks as little; dominated; ineligible: lost content or protected mentions",
        ),
        Field::new("because", Kind::Text, "the strategy that dominates, or why it is not eligible"),
        Field::new(
            "random_at_retention",
            Kind::Number,
            "leakage of gold with words deleted at random down to this retention; a strategy should lie below",
        ),
        Field::new("harmonic", Kind::Number, "harmonic mean of retention and 1 - excess: beside the pair, never instead"),
    ]);
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, bias, .. } in results {
        let corpus = evaluation.corpus;
        let key = [corpus.name.as_str(), &corpus.digest, evaluation.task.name()];
        let ranked = &bias.leakage.ranked;
        ranked.iter().try_for_each(|one| sink(&ranked_row(key, one, ranked)))?;
        bias.leakage.curve.iter().try_for_each(|point| sink(&curve_row(key, point)))?;
    }
    Ok(())
}

fn ranked_row(key: [&str; 3], one: &Ranked, all: &[Ranked]) -> Vec<String> {
    let mut row: Vec<String> = key.map(text).into();
    row.extend([one.name.clone(), text(&one.version), one.role.name().into()]);
    row.extend([one.point.retention, one.point.protected, one.leakage, None, one.point.excess, one.excess].map(number));
    let (standing, because) = standing(&one.standing, all);
    row.extend([standing.into(), text(&because), number(one.random), number(one.harmonic)]);
    row
}

fn standing(standing: &Standing, all: &[Ranked]) -> (&'static str, String) {
    match standing {
        Standing::Front => ("front", String::new()),
        Standing::Dominated(by) => ("dominated", all.get(*by).map(|by| by.name.clone()).unwrap_or_default()),
        Standing::Ineligible(why) => ("ineligible", why.clone()),
    }
}

fn curve_row(key: [&str; 3], point: &CurvePoint) -> Vec<String> {
    let mut row: Vec<String> = key.map(text).into();
    row.extend([format!("(random:keep={:.2})", point.kept), "NA".into(), "random-deletion".into()]);
    row.extend([Some(point.kept), None, point.leakage, point.error, None, point.excess].map(number));
    row.extend(["NA", "NA", "NA", "NA"].map(String::from));
    row
}

/// The trade-off as text: the front by leakage, then the dominated, then who is not eligible.
pub fn tradeoff_text(result: &Assessed<'_>) -> String {
    let (ranked, evaluation) = (&result.bias.leakage.ranked, &result.evaluation);
    let mut out = format!("{}: leakage against content kept, task {}\n\n", evaluation.corpus.name, evaluation.task);
    let refused = result.bias.leakage.leakage.leaks.first().and_then(|raw| raw.figures.first()?.value.as_ref().err());
    if let Some(why) = refused {
        return out + &format!("refused: {why}\n");
    }
    let _ = writeln!(out, "{:<24} {:>7} {:>7} {:>7} {:>7}  standing", "strategy", "kept", "leakage", "excess", "H");
    let order = |one: &&Ranked| match one.standing {
        Standing::Front => 0,
        Standing::Dominated(_) => 1,
        Standing::Ineligible(_) => 2,
    };
    let mut sorted: Vec<&Ranked> = ranked.iter().collect();
    let by = |one: &&Ranked| one.leakage.unwrap_or(f64::INFINITY);
    sorted.sort_by(|a, b| order(a).cmp(&order(b)).then(by(a).total_cmp(&by(b))).then_with(|| a.name.cmp(&b.name)));
    for one in sorted {
        let name = if one.role == Role::Control { format!("({})", one.name) } else { one.name.clone() };
        let (word, because) = standing(&one.standing, ranked);
        let because = if word == "dominated" { format!("dominated by {because}") } else { [word, ": ", &because].concat() };
        let because = because.trim_end_matches(": ");
        let [kept, leaks, excess, harmonic] = [one.point.retention, one.leakage, one.excess, one.harmonic].map(three);
        let _ = writeln!(out, "{name:<24} {kept:>7} {leaks:>7} {excess:>7} {harmonic:>7}  {because}");
    }
    let points = result.bias.leakage.curve.iter().map(|point| format!("{} -> {}", point.kept, three(point.leakage)));
    let _ = writeln!(out, "\nwords of gold kept at random -> leakage: {}", points.collect::<Vec<_>>().join(", "));
    let _ = writeln!(
        out,
        "kept: content tokens; leakage: share of the n-gram kernel between sources; excess: above gold, raw text's being 1;\n\
         eligible: {MIN_RETENTION} kept and every protected mention; H, the harmonic mean of kept and 1 - excess, replaces neither."
    );
    out
}

fn three(value: Option<f64>) -> String {
    value.map_or("NA".into(), |value| format!("{:.3}", if value.abs() < 5e-4 { 0.0 } else { value }))
}
