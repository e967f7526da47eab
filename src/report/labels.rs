//! `labels.csv`: what each strategy strips and leaves of each label.

use super::Assessed;
use super::documents::{key_fields, key_values};
use super::table::{Field, Kind, Sink, Table, number};
use crate::error::Result;
use crate::gold::Verdict;
use crate::label::Label;
use crate::score::{Evaluation, LabelCounts, StrategyScores};
use crate::stats::Resamples;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "labels",
    description: "one row for strategy x task x label: characters and spans in gold, stripped, left",
    fields,
    rows,
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
    ]);
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, .. } in results {
        let resamples = Resamples::new(evaluation.sources.len());
        for strategy in &evaluation.strategies {
            for &label in Label::ALL {
                if let Some(row) = row(evaluation, strategy, label, &resamples) {
                    sink(&row)?;
                }
            }
        }
    }
    Ok(())
}

fn row(evaluation: &Evaluation<'_>, strategy: &StrategyScores, label: Label, resamples: &Resamples) -> Option<Vec<String>> {
    let mut sources = vec![LabelCounts::default(); evaluation.sources.len()];
    let (mut all, mut documents) = (LabelCounts::default(), 0usize);
    for (example, score) in evaluation.corpus.examples.iter().zip(&strategy.documents) {
        let Some(counts) = score.labels.get(&label) else { continue };
        documents += 1;
        let source = evaluation.sources.binary_search(&example.document.meta.source.as_str()).unwrap_or(0);
        for sum in [&mut all, &mut sources[source]] {
            sum.gold_chars += counts.gold_chars;
            sum.removed_chars += counts.removed_chars;
            sum.gold_spans += counts.gold_spans;
            sum.removed_spans += counts.removed_spans;
            sum.left_spans += counts.left_spans;
        }
    }
    if documents == 0 {
        return None;
    }
    let left = |gold: usize, removed: usize| (gold > 0).then(|| (gold - removed) as f64 / gold as f64);
    let interval = resamples.interval(|drawn| {
        let sums = drawn.iter().map(|&source| &sources[source as usize]);
        let (gold, removed) = sums.fold((0, 0), |(gold, removed), sum| (gold + sum.gold_chars, removed + sum.removed_chars));
        left(gold, removed)
    });
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
    row.push(number(left(all.gold_chars, all.removed_chars)));
    row.extend([number(interval.map(|(low, _)| low)), number(interval.map(|(_, high)| high))]);
    Some(row)
}
