//! `doc_labels.csv`: what each strategy leaves of each label in each document; what `labels.csv` sums up.

use super::Assessed;
use super::table::{Field, Kind, Rows, Sink, Table, text};
use crate::error::Result;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "doc_labels",
    description: "one row for document x strategy x task x label that occurs in it: visible characters in gold and left",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    vec![
        Field::new("corpus", Kind::Text, "name of the corpus"),
        Field::new("doc", Kind::Text, "id of the document"),
        Field::new("source", Kind::Text, "outlet"),
        Field::new("lang", Kind::Text, "ISO 639-1 code"),
        Field::new("task", Kind::Text, "boilerplate, source-neutral or body-only"),
        Field::new("strategy", Kind::Text, "strategy with its written parameters"),
        Field::new("label", Kind::Text, "gold label"),
        Field::new("gold_chars", Kind::Integer, "visible characters in gold"),
        Field::new("left_chars", Kind::Integer, "of these, how many stayed"),
    ]
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, .. } in results {
        for strategy in &evaluation.strategies {
            for (example, score) in evaluation.corpus.examples.iter().zip(&strategy.documents) {
                let meta = &example.document.meta;
                for (label, counts) in &score.labels {
                    let mut row = vec![evaluation.corpus.name.clone(), meta.id.clone(), text(&meta.source), text(&meta.lang)];
                    row.extend([evaluation.task.to_string(), strategy.name.clone(), label.to_string()]);
                    row.extend([counts.gold_chars, counts.gold_chars.saturating_sub(counts.removed_chars)].map(|count| count.to_string()));
                    sink(&row)?;
                }
            }
        }
    }
    Ok(())
}
