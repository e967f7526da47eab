//! `sources.csv`: the measures by source, to show whom a strategy serves badly.

mod treatment;

use super::columns::{self, columns};
use super::documents::{key_fields, key_values};
use super::table::{Field, Kind, Rows, Sink, Table, in_order, text};
use super::{Assessed, main_measures};
use crate::error::Result;
use crate::score::StrategyScores;
use crate::stats::Resamples;
use rayon::prelude::*;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "sources",
    description: "one row for strategy x task x source: measures averaged over the source's documents",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(results: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([Field::new("source", Kind::Text, "outlet"), Field::new("documents", Kind::Integer, "its documents")]);
    fields.extend(treatment::fields());
    fields.extend(columns::fields(results, "mean over the source's documents"));
    fields.extend(main_measures::fields(
        results,
        "lower end of the 95 % percentile bootstrap interval within the source: its documents are resampled; NA with fewer than two",
    ));
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, bias, .. } in results {
        let (columns, measures) = (columns(evaluation), main_measures::of(evaluation));
        let mut documents = vec![Vec::new(); evaluation.sources.len()];
        for (index, example) in evaluation.corpus.examples.iter().enumerate() {
            let source = evaluation.sources.binary_search(&example.document.meta.source.as_str()).unwrap_or(0);
            documents[source].push(index);
        }
        let resamples: Vec<Resamples> = documents.iter().map(|own| Resamples::with(own.len(), evaluation.resampling)).collect();
        let row = |strategy: &StrategyScores, source: usize, treatment: [String; treatment::COLUMNS]| {
            let documents = &documents[source];
            let mut row = key_values(evaluation, strategy);
            row.extend([text(evaluation.sources[source]), documents.len().to_string()]);
            row.extend(treatment);
            row.extend(columns.iter().map(|column| column.written(column.mean(evaluation, strategy, documents))));
            // Within a source each document is drawn by itself.
            let each = documents.iter().enumerate().map(|(place, &document)| (document, place));
            row.extend(main_measures::values(evaluation, &measures, strategy, each, &resamples[source]));
            row
        };
        let strategies = &evaluation.strategies;
        let treatment = |index| treatment::values(evaluation, &bias.shift, index, &documents);
        let treatments: Vec<_> = (0..strategies.len()).into_par_iter().map(treatment).collect();
        // Not all rows at once: with all metrics they are ten million texts.
        let of_item = |item: usize, sink: &mut Vec<Vec<String>>| {
            let (index, source) = (item / documents.len(), item % documents.len());
            sink.extend(treatments[index].get(source).map(|own| row(&strategies[index], source, own.clone())));
        };
        in_order(strategies.len() * documents.len(), of_item, sink)?;
    }
    Ok(())
}
