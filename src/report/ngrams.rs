//! `ngrams.csv`: what gives each source away, and where it stands.

use super::Assessed;
use super::documents::key_fields;
use super::table::{Field, Kind, Rows, Sink, Table, number, text};
use crate::bias::ngrams::NGrams;
use crate::error::Result;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "ngrams",
    description: "one row for text x source x stretch that gives the source away: raw text, gold, and eligible strategies; at most 20 a source",
    fields: |_| ngram_fields(),
    rows: Rows::Sent(rows),
};

/// The columns.
pub fn ngram_fields() -> Vec<Field> {
    let mut fields = key_fields();
    // Texts, not strategies' versions, are what these rows are about.
    fields.pop();
    fields.extend([
        Field::new("source", Kind::Text, "outlet that it gives away"),
        Field::new("text", Kind::Text, "the stretch as one document has it; digits and capitals of others may differ"),
        Field::new("with", Kind::Integer, "documents of the source that have it"),
        Field::new("of", Kind::Integer, "documents of the source"),
        Field::new("elsewhere", Kind::Integer, "other documents that have it"),
        Field::new("others", Kind::Integer, "other documents"),
        Field::new("bits", Kind::Number, "information about the source in whether a document has it"),
        Field::new("p", Kind::Number, "Fisher's exact p, one-sided, unadjusted"),
        Field::new("p_holm", Kind::Number, "Holm's over all n-grams and sources; NA in a hint"),
        Field::new("place", Kind::Text, "where most of the source's documents have it: first-line, last-line, inline"),
        Field::new("placed", Kind::Integer, "how many have it there"),
        Field::new("hint", Kind::Text, "why the list is a hint, no finding"),
    ]);
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, bias, .. } in results {
        let corpus = evaluation.corpus;
        let key = [corpus.name.as_str(), &corpus.digest, evaluation.task.name()];
        let sources: Vec<&str> = bias.leakage.sources.iter().map(String::as_str).collect();
        for (name, found) in &bias.leakage.ngrams {
            ngram_rows(key, name, &sources, found, sink)?;
        }
    }
    Ok(())
}

/// The rows of one text of a collection named by corpus, digest and task.
///
/// # Errors
/// Where the sink fails.
pub fn ngram_rows(key: [&str; 3], name: &str, sources: &[&str], found: &NGrams, sink: &mut Sink<'_>) -> Result<()> {
    for row in &found.rows {
        let mut cells: Vec<String> = key.map(text).into();
        cells.extend([name.into(), text(sources.get(row.source).copied().unwrap_or_default()), row.text.clone()]);
        cells.extend([row.own.0, row.own.1, row.elsewhere.0, row.elsewhere.1].map(|count| count.to_string()));
        // p can be far below what six decimals show.
        let p = |p: Option<f64>| p.map_or("NA".into(), |p| format!("{p:.3e}"));
        cells.extend([number(Some(row.bits)), p(Some(row.p)), p(row.p_holm), row.place.name().into(), row.placed.to_string()]);
        cells.push(text(found.hint.as_deref().unwrap_or_default()));
        sink(&cells)?;
    }
    Ok(())
}
