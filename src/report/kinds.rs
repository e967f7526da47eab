//! `kinds.csv`: the measures by kind of page (article, forum, product, …), where a benchmark tells them.

use super::columns::{self, columns};
use super::documents::{key_fields, key_values};
use super::table::{Field, Kind, Rows, Sink, Table};
use super::{Assessed, main_measures};
use crate::error::Result;
use crate::score::{Evaluation, StrategyScores};
use crate::stats::Resamples;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "kinds",
    description: "one row for strategy x task x kind of page: measures averaged over the kind's documents",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(results: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([Field::new("page_kind", Kind::Text, "kind of page"), Field::new("documents", Kind::Integer, "its documents")]);
    fields.extend(columns::fields(results, "mean over the kind's documents"));
    fields.extend(main_measures::fields(
        results,
        "lower end of the 95 % percentile bootstrap interval, resampled among the sources that have such pages; NA with fewer than two",
    ));
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, .. } in results {
        let (columns, measures) = (columns(evaluation), main_measures::of(evaluation));
        let kinds: Vec<Kindred<'_>> = kinds(evaluation).into_iter().map(|(kind, own)| Kindred::new(evaluation, kind, own)).collect();
        let row = |strategy: &StrategyScores, Kindred { kind, documents, places, resamples }: &Kindred<'_>| {
            let mut row = key_values(evaluation, strategy);
            row.extend([kind.to_string(), documents.len().to_string()]);
            row.extend(columns.iter().map(|column| column.written(column.mean(evaluation, strategy, documents))));
            let placed = documents.iter().copied().zip(places.iter().copied());
            row.extend(main_measures::values(evaluation, &measures, strategy, placed, resamples));
            row
        };
        let of_strategy = |strategy| kinds.iter().map(|kind| row(strategy, kind)).collect();
        let all: Vec<Vec<Vec<String>>> = evaluation.strategies.par_iter().map(of_strategy).collect();
        all.iter().flatten().try_for_each(|row| sink(row))?;
    }
    Ok(())
}

/// The pages of one kind.
struct Kindred<'e> {
    kind: &'e str,
    documents: Vec<usize>,
    /// For each document its source's place among the sources that have such pages.
    places: Vec<usize>,
    /// Draws of these sources.
    resamples: Resamples,
}

impl<'e> Kindred<'e> {
    fn new(evaluation: &Evaluation<'_>, kind: &'e str, documents: Vec<usize>) -> Self {
        let source = |document: &usize| evaluation.source_of[*document];
        let sources: BTreeSet<usize> = documents.iter().map(source).collect();
        let sources: Vec<usize> = sources.into_iter().collect();
        let places = documents.iter().map(|document| sources.binary_search(&source(document)).unwrap_or(0)).collect();
        Self { kind, documents, places, resamples: Resamples::with(sources.len(), evaluation.resampling) }
    }
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
