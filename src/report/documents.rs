//! `documents.csv`: every document under every strategy.

use super::Assessed;
use super::columns::{self, Column, columns};
use super::table::{Field, Kind, Rows, Sink, Table, in_order, text};
use crate::corpus::{Example, document_digest};
use crate::error::Result;
use crate::score::{DocumentScore, Evaluation, StrategyScores};
use rayon::prelude::*;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "documents",
    description: "one row for document x strategy x task: status, counts over characters, and all measures",
    fields,
    rows: Rows::Sent(rows),
};

/// The columns that say which corpus, task and strategy a row is about; shared by most files.
pub fn key_fields() -> Vec<Field> {
    vec![
        Field::new("corpus", Kind::Text, "name of the corpus"),
        Field::new("digest", Kind::Text, "SHA-256 of ids, texts and gold"),
        Field::new("task", Kind::Text, "boilerplate, source-neutral or body-only"),
        Field::new(
            "strategy",
            Kind::Text,
            "strategy with its written parameters; `bound:` marks what only gold can do, `ext:` other programs",
        ),
        Field::new("version", Kind::Text, "version of the strategy, or of the program behind it"),
    ]
}

/// The values of [`key_fields`].
pub fn key_values(evaluation: &Evaluation<'_>, strategy: &StrategyScores) -> Vec<String> {
    let corpus = evaluation.corpus;
    vec![corpus.name.clone(), corpus.digest.clone(), evaluation.task.name().into(), strategy.name.clone(), text(&strategy.version)]
}

/// The word for how a document's gold was made.
pub fn gold_kind(example: &Example) -> &'static str {
    if example.gold.is_derived() { "derived" } else { "spans" }
}

fn fields(results: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = vec![
        Field::new("corpus", Kind::Text, "name of the corpus"),
        Field::new("doc", Kind::Text, "id of the document"),
        Field::new("doc_digest", Kind::Text, "first 16 digits of the SHA-256 of its metadata, text and gold"),
        Field::new("source", Kind::Text, "outlet"),
        Field::new("event", Kind::Text, "event"),
        Field::new("lang", Kind::Text, "ISO 639-1 code"),
        Field::new("format", Kind::Text, "plain, markdown or html"),
        Field::new("gold", Kind::Text, "spans: labelled by hand; derived: made by aligning the page with a reference or a labelled text"),
        Field::new("page_kind", Kind::Text, "kind of page, where the benchmark tells"),
        Field::new("task", Kind::Text, "boilerplate, source-neutral or body-only"),
        Field::new("strategy", Kind::Text, "strategy with its written parameters"),
        Field::new("version", Kind::Text, "version of the strategy, or of the program behind it"),
        Field::new("status", Kind::Text, "ok, or why there is no answer (scored as a full miss)"),
        Field::new("kept_chars", Kind::Integer, "visible characters that stayed"),
        Field::new("removed_chars", Kind::Integer, "visible characters that went"),
        Field::new("removed_spans", Kind::Integer, "removed stretches"),
        Field::new("tp", Kind::Integer, "content characters that stayed"),
        Field::new("fp", Kind::Integer, "boilerplate characters that stayed"),
        Field::new("fn", Kind::Integer, "content characters that went"),
        Field::new("tn", Kind::Integer, "boilerplate characters that went"),
    ];
    fields.extend(columns::fields(results, "measure, see METHODOLOGY.md; NA where undefined"));
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, .. } in results {
        let columns = columns(evaluation);
        let digests: Vec<String> = evaluation.corpus.examples.par_iter().map(document_digest).collect();
        for strategy in &evaluation.strategies {
            let of_document = |at: usize, sink: &mut Vec<Vec<String>>| {
                let scored = evaluation.corpus.examples.get(at).zip(strategy.documents.get(at));
                sink.extend(scored.map(|(example, score)| row((evaluation, strategy), (example, &digests[at]), score, &columns)));
            };
            in_order(digests.len(), of_document, sink)?;
        }
    }
    Ok(())
}

fn row(
    (evaluation, strategy): (&Evaluation<'_>, &StrategyScores),
    (example, digest): (&Example, &str),
    score: &DocumentScore,
    columns: &[Column],
) -> Vec<String> {
    let (meta, chars) = (&example.document.meta, score.counts.first().copied().unwrap_or_default());
    let mut row = vec![evaluation.corpus.name.clone(), meta.id.clone(), digest.into()];
    row.extend([text(&meta.source), text(&meta.event), text(&meta.lang), meta.format.to_string()]);
    let reference = example.gold.reference();
    row.push(gold_kind(example).into());
    row.push(text(reference.map_or("", |reference| &reference.page_kind)));
    row.extend([evaluation.task.to_string(), strategy.name.clone(), text(&strategy.version)]);
    row.push(score.status.name().into());
    row.extend([score.kept_chars, score.removed_chars, score.removed_spans].map(|count| count.to_string()));
    row.extend([chars.tp, chars.fp, chars.fn_, chars.tn].map(|count| format!("{count:.0}")));
    row.extend(columns.iter().map(|column| column.written(column.value(score))));
    row
}
