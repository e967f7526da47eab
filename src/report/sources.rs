//! `sources.csv`: the measures by source, to show whom a strategy serves badly.

mod treatment;

use super::Assessed;
use super::columns::{self, columns};
use super::documents::{key_fields, key_values};
use super::table::{Field, Kind, Sink, Table, text};
use crate::error::Result;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "sources",
    description: "one row for strategy x task x source: measures averaged over the source's documents",
    fields,
    rows,
};

fn fields(results: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([Field::new("source", Kind::Text, "outlet"), Field::new("documents", Kind::Integer, "its documents")]);
    fields.extend(treatment::fields());
    fields.extend(columns::fields(results, "mean over the source's documents"));
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, bias } in results {
        let columns = columns(evaluation);
        let mut documents = vec![Vec::new(); evaluation.sources.len()];
        for (index, example) in evaluation.corpus.examples.iter().enumerate() {
            let source = evaluation.sources.binary_search(&example.document.meta.source.as_str()).unwrap_or(0);
            documents[source].push(index);
        }
        for (index, strategy) in evaluation.strategies.iter().enumerate() {
            let treatment = treatment::values(evaluation, &bias.shift, index, &documents);
            for ((name, documents), treatment) in evaluation.sources.iter().zip(&documents).zip(treatment) {
                let mut row = key_values(evaluation, strategy);
                row.extend([text(name), documents.len().to_string()]);
                row.extend(treatment);
                row.extend(columns.iter().map(|column| column.written(column.mean(evaluation, strategy, documents))));
                sink(&row)?;
            }
        }
    }
    Ok(())
}
