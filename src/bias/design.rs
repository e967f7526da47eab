//! What is compared: which groups are large enough, and the rows behind them. The sizes are those of part 6.2 of the project's
//! study of source bias: five sources a group, eight sources of five documents to compare sources.

use super::grouping::{Grouping, SOURCE};
use super::rows::Rows;
use crate::score::Evaluation;
use std::collections::BTreeMap;

/// Fewer sources make no group.
pub const MIN_SOURCES_A_GROUP: usize = 5;
/// Fewer groups have no gap.
pub const MIN_GROUPS: usize = 2;
/// Fewer sources cannot be compared with each other.
pub const MIN_SOURCES: usize = 8;
/// Fewer documents say little of a source.
pub const MIN_DOCUMENTS_A_SOURCE: usize = 5;

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
    pub cells: Vec<Vec<usize>>,
}

impl Design {
    pub fn new(evaluation: &Evaluation<'_>, grouping: &Grouping) -> Self {
        let of_documents = grouping.name == SOURCE;
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

    /// Why the groups cannot be compared; `None` if they can.
    pub fn refusal(&self) -> Option<String> {
        let groups = self.groups.len();
        if self.of_documents {
            let said = format!("sources with {MIN_DOCUMENTS_A_SOURCE} documents or more: {groups}; {MIN_SOURCES} are needed");
            return (groups < MIN_SOURCES).then_some(said);
        }
        let said = format!("groups with {MIN_SOURCES_A_GROUP} sources or more: {groups}; {MIN_GROUPS} are needed");
        (groups < MIN_GROUPS).then_some(said)
    }
}
