//! What is compared: which groups are large enough, and the rows behind them.

use super::super::grouping::Grouping;
use super::super::rows::Rows;
use super::{MIN_DOCUMENTS_A_SOURCE, MIN_SOURCES_A_GROUP, Measure, is_by_source};
use crate::score::Evaluation;
use crate::stats::Arrangements;
use std::collections::BTreeMap;

/// Seed of the permutations.
const SEED: u64 = 20_260_104;

/// The groups that are large enough, with a row for each source in each of them; for the grouping by source, a row for
/// each document.
#[derive(Debug)]
pub(super) struct Design {
    /// Whether rows are documents and groups are sources.
    pub of_documents: bool,
    /// Names of the groups compared.
    pub groups: Vec<String>,
    /// Groups too small, with their sources (for the grouping by source: their documents).
    pub small: Vec<(String, usize)>,
    /// Sources in the groups compared.
    pub sources: usize,
    /// Their documents.
    pub documents: usize,
    /// Rows by group and source.
    pub rows: Rows,
    /// Documents behind each row.
    cells: Vec<Vec<usize>>,
}

impl Design {
    pub fn new(evaluation: &Evaluation<'_>, grouping: &Grouping) -> Self {
        let of_documents = is_by_source(grouping);
        let mut by_group: Vec<BTreeMap<usize, Vec<usize>>> = vec![BTreeMap::new(); grouping.groups.len()];
        for (document, (group, &source)) in grouping.of.iter().zip(&evaluation.source_of).enumerate() {
            if let Some(group) = group {
                // A document is a row of its own where sources are the groups.
                let row = if of_documents { document } else { source };
                by_group[*group as usize].entry(row).or_default().push(document);
            }
        }
        let least = if of_documents { MIN_DOCUMENTS_A_SOURCE } else { MIN_SOURCES_A_GROUP };
        let named = grouping.groups.iter().cloned().zip(by_group);
        let (large, small): (Vec<_>, Vec<_>) = named.partition(|(_, rows)| rows.len() >= least);
        let small = small.into_iter().map(|(name, rows)| (name, rows.len())).collect();
        Self::of_large(evaluation, of_documents, large, small)
    }

    fn of_large(
        evaluation: &Evaluation<'_>,
        of_documents: bool,
        large: Vec<(String, BTreeMap<usize, Vec<usize>>)>,
        small: Vec<(String, usize)>,
    ) -> Self {
        let mut numbers: BTreeMap<usize, u32> = BTreeMap::new();
        let (mut groups, mut cells, mut rows) = (Vec::new(), Vec::new(), Rows { groups: large.len(), ..Rows::default() });
        for (number, (name, own)) in large.into_iter().enumerate() {
            groups.push(name);
            for (_, documents) in own {
                let source = documents.first().map_or(0, |&document| evaluation.source_of[document]);
                let next = numbers.len() as u32;
                rows.group.push(number as u32);
                rows.source.push(*numbers.entry(source).or_insert(next));
                cells.push(documents);
            }
        }
        rows.sources = numbers.len();
        let documents = cells.iter().map(Vec::len).sum();
        Self { of_documents, groups, small, sources: rows.sources, documents, rows, cells }
    }

    /// The mean of each row's documents in each measure of some strategies: row by row, strategies side by side.
    pub fn values(&self, evaluation: &Evaluation<'_>, strategies: &[usize]) -> Vec<f64> {
        let mut values = Vec::with_capacity(self.cells.len() * strategies.len() * Measure::ALL.len());
        for documents in &self.cells {
            for &strategy in strategies {
                let counts =
                    documents.iter().filter_map(|&document| evaluation.strategies[strategy].documents.get(document)?.counts.first());
                let sums = counts.fold([0.0; 3], |[f1, loss, junk], chars| {
                    [f1 + chars.f1(), loss + 1.0 - chars.recall(), junk + 1.0 - chars.precision()]
                });
                values.extend(sums.map(|sum| sum / documents.len() as f64));
            }
        }
        values
    }

    /// Ways to deal the rows out to the groups. A source in one group changes places with others of that kind; one in
    /// several groups changes its own rows about, so that sizes of groups stay.
    pub fn arrangements(&self) -> Arrangements {
        let mut parts = vec![0usize; self.sources];
        self.rows.source.iter().for_each(|&source| parts[source as usize] += 1);
        let several = |source: u32| !self.of_documents && parts[source as usize] > 1;
        let strata: Vec<u32> = self.rows.source.iter().map(|&source| if several(source) { source + 1 } else { 0 }).collect();
        Arrangements::new(&self.rows.group, &strata, SEED)
    }
}
