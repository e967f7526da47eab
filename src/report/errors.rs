//! `errors.csv`: every wrong stretch of every strategy that is not a control.

use super::Assessed;
use super::table::{Field, Kind, Sink, Table, text};
use crate::error::Result;
use crate::span::CodePoints;

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
    for Assessed { evaluation, .. } in results {
        for strategy in &evaluation.strategies {
            for (example, score) in evaluation.corpus.examples.iter().zip(&strategy.documents) {
                if score.wrong.is_empty() {
                    continue;
                }
                let meta = &example.document.meta;
                let points = CodePoints::new(example.document.text());
                for wrong in &score.wrong {
                    let mut row = vec![evaluation.corpus.name.clone(), meta.id.clone(), text(&meta.source), text(&meta.lang)];
                    row.extend([evaluation.task.to_string(), strategy.name.clone(), wrong.kind.name().into(), wrong.label.to_string()]);
                    row.extend([
                        text(&wrong.rule),
                        points.from_byte(wrong.span.start).to_string(),
                        points.from_byte(wrong.span.end).to_string(),
                    ]);
                    row.push(wrong.span.slice(example.document.text()).chars().take(EXCERPT).collect());
                    sink(&row)?;
                }
            }
        }
    }
    Ok(())
}
