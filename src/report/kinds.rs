//! `kinds.csv`: the measures by kind of page (article, forum, product, …), where a benchmark tells them.

use super::Assessed;
use super::columns::{self, columns};
use super::documents::{key_fields, key_values};
use super::table::{Field, Kind, Sink, Table};
use crate::error::Result;
use crate::score::Evaluation;
use std::collections::BTreeMap;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "kinds",
    description: "one row for strategy x task x kind of page: measures averaged over the kind's documents",
    fields,
    rows,
};

fn fields(results: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([Field::new("page_kind", Kind::Text, "kind of page"), Field::new("documents", Kind::Integer, "its documents")]);
    fields.extend(columns::fields(results, "mean over the kind's documents"));
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, .. } in results {
        let columns = columns(evaluation);
        for strategy in &evaluation.strategies {
            for (kind, documents) in kinds(evaluation) {
                let mut row = key_values(evaluation, strategy);
                row.extend([kind.to_string(), documents.len().to_string()]);
                row.extend(columns.iter().map(|column| column.written(column.mean(evaluation, strategy, &documents))));
                sink(&row)?;
            }
        }
    }
    Ok(())
}

/// The kinds of pages of a corpus with the indices of their documents; none where no benchmark tells.
pub fn kinds<'e>(evaluation: &'e Evaluation<'_>) -> BTreeMap<&'e str, Vec<usize>> {
    let mut kinds: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, example) in evaluation.corpus.examples.iter().enumerate() {
        if let Some(reference) = example.gold.reference().filter(|reference| !reference.page_kind.is_empty()) {
            kinds.entry(&reference.page_kind).or_default().push(index);
        }
    }
    kinds
}
