//! `labels.csv`: what each strategy strips and leaves of each label.

use super::Assessed;
use super::documents::{key_fields, key_values};
use super::summary::{BCA_LOW, ends};
use super::table::{Field, Kind, Rows, Sink, Table, number};
use crate::error::Result;
use crate::gold::Verdict;
use crate::label::Label;
use crate::metric::Counts;
use crate::score::{Evaluation, LabelCounts, StrategyScores};
use crate::stats::{Average, Cell, Resamples, Sample};
use rayon::prelude::*;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "labels",
    description: "one row for strategy x task x label: characters and spans in gold, stripped, left",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([
        Field::new("label", Kind::Text, "gold label"),
        Field::new("verdict", Kind::Text, "what the task wants of it: keep, strip or ignore"),
        Field::new("documents", Kind::Integer, "documents in which it occurs"),
        Field::new("gold_chars", Kind::Integer, "visible characters in gold"),
        Field::new("stripped_chars", Kind::Integer, "of these, how many went"),
        Field::new("left_chars", Kind::Integer, "of these, how many stayed"),
        Field::new("gold_spans", Kind::Integer, "spans in gold"),
        Field::new("stripped_spans", Kind::Integer, "spans that went wholly"),
        Field::new("left_spans", Kind::Integer, "spans that stayed wholly"),
        Field::new(
            "left",
            Kind::Number,
            "share of the characters that stayed: residue for labels to strip; for labels to keep, 1 - damage",
        ),
        Field::new("low", Kind::Number, "lower end of the 95 % interval of `left`, resampled by source"),
        Field::new("high", Kind::Number, "upper end of the interval"),
        Field::new("bca_low", Kind::Number, BCA_LOW),
        Field::new("bca_high", Kind::Number, "upper end of the BCa interval"),
    ]);
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, .. } in results {
        let resamples = evaluation.resamples();
        let of_strategy = |strategy: &StrategyScores| -> Vec<Vec<String>> {
            Label::ALL.iter().filter_map(|&label| row(evaluation, strategy, label, &resamples)).collect()
        };
        let all: Vec<Vec<Vec<String>>> = evaluation.strategies.par_iter().map(of_strategy).collect();
        all.iter().flatten().try_for_each(|row| sink(row))?;
    }
    Ok(())
}

fn row(evaluation: &Evaluation<'_>, strategy: &StrategyScores, label: Label, resamples: &Resamples) -> Option<Vec<String>> {
    let own = || strategy.documents.iter().map(|score| score.labels.get(&label));
    let (mut all, mut documents) = (LabelCounts::default(), 0usize);
    for counts in own().flatten() {
        documents += 1;
        all.gold_chars += counts.gold_chars;
        all.removed_chars += counts.removed_chars;
        all.gold_spans += counts.gold_spans;
        all.removed_spans += counts.removed_spans;
        all.left_spans += counts.left_spans;
    }
    if documents == 0 {
        return None;
    }
    // What stayed of a label is counted like residue, whatever the task wants of it.
    let cell = |(&source, counts): (&usize, Option<&LabelCounts>)| {
        let (gold, gone) = counts.map_or((0, 0), |counts| (counts.gold_chars, counts.removed_chars));
        let counts = Counts { fp: (gold - gone) as f64, tn: gone as f64, ..Counts::default() };
        Cell { source, value: counts.residue(), counts }
    };
    let left = Sample::new(Some(Counts::residue), evaluation.source_of.iter().zip(own()).map(cell)).estimate(Average::Micro, resamples);
    let verdict = match evaluation.task.verdict(label) {
        Verdict::Keep => "keep",
        Verdict::Strip => "strip",
        Verdict::Ignore => "ignore",
    };
    let mut row = key_values(evaluation, strategy);
    row.extend([label.name().into(), verdict.into()]);
    let numbers = [
        documents,
        all.gold_chars,
        all.removed_chars,
        all.gold_chars - all.removed_chars,
        all.gold_spans,
        all.removed_spans,
        all.left_spans,
    ];
    row.extend(numbers.map(|count| count.to_string()));
    row.push(number(left.value));
    row.extend(ends(&left).map(number));
    Some(row)
}
