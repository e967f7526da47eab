//! `errors.csv`: every wrong stretch of every strategy that is not a control.

use super::Assessed;
use super::table::{Field, Kind, Sink, Table, in_order, text};
use crate::corpus::Example;
use crate::error::Result;
use crate::score::{self, Evaluation, Wrong};
use crate::span::CodePoints;
use rayon::prelude::*;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "errors",
    description: "one row for each wrong stretch: residue (boilerplate left) or damage (content lost); controls left out",
    fields,
    rows,
};

/// Characters of an excerpt.
const EXCERPT: usize = 80;

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    vec![
        Field::new("corpus", Kind::Text, "name of the corpus"),
        Field::new("doc", Kind::Text, "id of the document"),
        Field::new("source", Kind::Text, "outlet"),
        Field::new("lang", Kind::Text, "ISO 639-1 code"),
        Field::new("task", Kind::Text, "boilerplate, source-neutral or body-only"),
        Field::new("strategy", Kind::Text, "strategy with its written parameters"),
        Field::new("kind", Kind::Text, "residue or damage"),
        Field::new("label", Kind::Text, "gold label of the stretch"),
        Field::new("rule", Kind::Text, "for damage, the rule that cut it"),
        Field::new("start", Kind::Integer, "first code point"),
        Field::new("end", Kind::Integer, "one past the last code point"),
        Field::new("excerpt", Kind::Text, "its first 80 characters"),
    ]
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, contenders, .. } in results {
        let examples = &evaluation.corpus.examples;
        let contenders: Vec<_> = contenders.iter().filter(|contender| !contender.control).collect();
        if contenders.is_empty() {
            continue;
        }
        let points: Vec<CodePoints<'_>> = examples.par_iter().map(|example| CodePoints::new(example.document.text())).collect();
        for contender in contenders {
            let of_document = |at: usize, sink: &mut Vec<Vec<String>>| {
                let Some(prediction) = contender.predictions.get(at) else { return };
                let wrong = score::wrong(&examples[at], evaluation.task, prediction);
                sink.extend(wrong.iter().map(|wrong| row(evaluation, &contender.name, &examples[at], &points[at], wrong)));
            };
            in_order(examples.len(), of_document, sink)?;
        }
    }
    Ok(())
}

fn row(evaluation: &Evaluation<'_>, strategy: &str, example: &Example, points: &CodePoints<'_>, wrong: &Wrong) -> Vec<String> {
    let meta = &example.document.meta;
    vec![
        evaluation.corpus.name.clone(),
        meta.id.clone(),
        text(&meta.source),
        text(&meta.lang),
        evaluation.task.name().into(),
        strategy.into(),
        wrong.kind.name().into(),
        wrong.label.name().into(),
        text(&wrong.rule),
        points.from_byte(wrong.span.start).to_string(),
        points.from_byte(wrong.span.end).to_string(),
        excerpt(wrong.span.slice(example.document.text())).into(),
    ]
}

/// The first characters of a stretch.
fn excerpt(stretch: &str) -> &str {
    stretch.char_indices().nth(EXCERPT).map_or(stretch, |(end, _)| &stretch[..end])
}
