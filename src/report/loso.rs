//! `loso.csv`: strategies that were tuned or that learn, in sample and with the scored source held out.

use super::Assessed;
use super::table::{Field, Kind, Rows, Sink, Table, number, text};
use crate::error::Result;
use crate::stats::Estimate;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "loso",
    description: "one row for task x strategy with several parameter sets, or that learns: mean F1 over sources in sample and held out",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    vec![
        Field::new("corpus", Kind::Text, "name of the corpus"),
        Field::new("digest", Kind::Text, "SHA-256 of ids, texts and gold"),
        Field::new("task", Kind::Text, "boilerplate, source-neutral or body-only"),
        Field::new("strategy", Kind::Text, "strategy; of a tuned one without parameters"),
        Field::new("kind", Kind::Text, "tuned: the best of several parameter sets; trained: fitted to labelled documents"),
        Field::new("sets", Kind::Integer, "parameter sets to choose from"),
        Field::new("chosen", Kind::Text, "the set that is best over all sources"),
        Field::new("agreeing", Kind::Integer, "sources for which the same set was chosen without them"),
        Field::new("f1_in", Kind::Number, "mean over sources of chars.f1, chosen or fitted with the source"),
        Field::new("f1_loso", Kind::Number, "the same without the source (trained: without the sources of its fold)"),
        Field::new("gap", Kind::Number, "the first less the second"),
        Field::new("low", Kind::Number, "lower end of the gap's 95 % interval (sources resampled)"),
        Field::new("high", Kind::Number, "upper end of the gap's 95 % interval"),
        Field::new("worst_source", Kind::Text, "the source that fares worst when held out"),
        Field::new("worst_f1", Kind::Number, "its F1"),
        Field::new("most_lost_source", Kind::Text, "the source that loses most by being held out"),
        Field::new("most_lost", Kind::Number, "how much"),
        Field::new("sources", Kind::Integer, "sources"),
        Field::new("refused", Kind::Text, "why there is no value"),
    ]
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, bias, .. } in results {
        for own in &bias.loso {
            let corpus = evaluation.corpus;
            let mut row = vec![corpus.name.clone(), corpus.digest.clone(), evaluation.task.name().into(), own.strategy.clone()];
            row.extend([own.kind.name().into(), own.sets.to_string(), text(own.chosen.as_deref().unwrap_or_default())]);
            row.push(if own.chosen.is_some() { own.agreeing.to_string() } else { "NA".into() });
            let Estimate { value: gap, interval, n, .. } = own.gap;
            let (low, high) = (interval.map(|ends| ends.0), interval.map(|ends| ends.1));
            row.extend([own.within.value, own.held_out.value, gap, low, high].map(number));
            for named in [&own.worst, &own.most_lost] {
                row.push(text(named.as_ref().map_or("", |(source, _)| source)));
                row.push(number(named.as_ref().map(|(_, value)| *value)));
            }
            row.extend([n.to_string(), text(own.refused.as_deref().unwrap_or_default())]);
            sink(&row)?;
        }
    }
    Ok(())
}
