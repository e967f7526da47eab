//! `panels.csv`: what aggregators' panels say of publishers, as read and as listed.

use super::Assessed;
use super::table::{Field, Kind, Rows, Sink, Table, number, text};
use crate::bias::panels::score;
use crate::error::Result;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "panels",
    description: "one row for document x field of an aggregator's panel, and one for each field with its scores; about publishers, never about the document",
    fields,
    rows: Rows::Sent(rows),
};

/// What every row is about.
const ABOUT: &str = "publishers";

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    vec![
        Field::new("corpus", Kind::Text, "name of the corpus"),
        Field::new("digest", Kind::Text, "SHA-256 of ids, texts and gold"),
        Field::new("doc", Kind::Text, "id of the document; NA in the rows with scores"),
        Field::new("about", Kind::Text, "always publishers: a panel rates outlets and says nothing of the document"),
        Field::new("field", Kind::Text, "name of the field; all: all fields"),
        Field::new("read", Kind::Text, "value read from the page; in rows with scores how many were read"),
        Field::new("listed", Kind::Text, "value in the corpus' panels.csv; in rows with scores how many are listed"),
        Field::new("right", Kind::Text, "whether the two are equal, NA without a list; in rows with scores how many are"),
        Field::new("precision", Kind::Number, "right of read, by exact match"),
        Field::new("recall", Kind::Number, "right of listed"),
        Field::new("f1", Kind::Number, "harmonic mean of the two"),
    ]
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    let mut done: Vec<&str> = Vec::new();
    for Assessed { evaluation, bias, .. } in results {
        let corpus = evaluation.corpus;
        // Panels depend on neither task nor strategy.
        if done.contains(&corpus.name.as_str()) {
            continue;
        }
        done.push(&corpus.name);
        let row = |doc: &str, field: &str, rest: [String; 6]| {
            let mut row = vec![corpus.name.clone(), corpus.digest.clone(), text(doc), ABOUT.into(), field.into()];
            row.extend(rest);
            row
        };
        let value = |value: &Option<String>| text(value.as_deref().unwrap_or(""));
        let none = || number(None);
        for own in &bias.panels {
            let id = corpus.examples.get(own.document).map_or("", |example| example.document.meta.id.as_str());
            let right = own.is_right().map_or_else(none, |right| right.to_string());
            sink(&row(id, &own.field, [value(&own.read), value(&own.listed), right, none(), none(), none()]))?;
        }
        for (field, own) in score(&bias.panels) {
            let counts = [own.read, own.listed, own.right].map(|count| count.to_string());
            let [read, listed, right] = counts;
            sink(&row("", field, [read, listed, right, number(own.precision()), number(own.recall()), number(own.f1())]))?;
        }
    }
    Ok(())
}
