//! One corpus under one task: what both sides say of the documents that did not change.

use super::differences::{self, Difference};
use super::matching::Matched;
use super::{Changed, Part, Side, changed};
use crate::error::Result;
use crate::report::StrategyEntry;
use crate::results::{DocumentRow, Key, LabelRow, Rows, WrongRow};
use std::collections::{BTreeMap, BTreeSet};

/// What one side's files say.
struct Loaded {
    documents: Rows<DocumentRow>,
    labels: Rows<LabelRow>,
    wrong: Rows<WrongRow>,
}

/// One strategy on both sides: rows of the documents that did not change, in the order of A's file.
pub(super) struct Aligned<'r> {
    pub strategies: &'r [StrategyEntry; 2],
    pub documents: Vec<[&'r DocumentRow; 2]>,
    pub labels: [&'r [LabelRow]; 2],
    pub wrong: [&'r [WrongRow]; 2],
}

/// The differences of one corpus and task; `None` without a document that is the same on both sides.
pub(super) fn part(a: &Side, b: &Side, matched: &Matched) -> Result<Option<Part>> {
    let sides = [load(a, matched, 0)?, load(b, matched, 1)?];
    let Some(first) = matched.strategies.first() else { return Ok(None) };
    let [one, two] = [0, 1].map(|side| rows(&sides[side].documents, &key(matched, side, first)));
    let (same, left_out) = same_documents(one, two);
    if same.is_empty() {
        return Ok(None);
    }
    let aligned: Vec<Aligned<'_>> = matched.strategies.iter().map(|pair| align(matched, &sides, pair, &same)).collect();
    let differences: Vec<Difference> = differences::tables(matched, &aligned);
    let mut moved: Vec<Changed> = aligned.iter().flat_map(changed::changed).collect();
    changed::sort(&mut moved);
    let sources: BTreeSet<&str> = aligned.iter().flat_map(|own| &own.documents).map(|[row, _]| row.source.as_str()).collect();
    Ok(Some(Part {
        corpora: matched.corpora.clone(),
        task: matched.task.clone(),
        documents: same.len(),
        sources: sources.len(),
        left_out,
        metrics: matched.metrics.iter().map(|(name, _)| name.clone()).collect(),
        differences,
        changed: moved,
    }))
}

fn key(matched: &Matched, side: usize, strategies: &[StrategyEntry; 2]) -> Key {
    Key { corpus: matched.corpora[side].name.clone(), task: matched.task.clone(), strategy: strategies[side].name.clone() }
}

fn load(side: &Side, matched: &Matched, index: usize) -> Result<Loaded> {
    let keys: BTreeSet<Key> = matched.strategies.iter().map(|pair| key(matched, index, pair)).collect();
    let metrics: Vec<&str> = matched.metrics.iter().map(|(name, _)| name.as_str()).collect();
    let results = &side.results;
    let documents = results.documents(&metrics, |key| keys.contains(key))?;
    // A strategy of the manifest without rows is a broken file, not one without documents.
    if let Some(absent) = keys.iter().find(|key| !documents.contains_key(key)) {
        return Err(results.incomplete(absent, 0));
    }
    Ok(Loaded { documents, labels: results.labels(|key| keys.contains(key))?, wrong: results.wrong(|key| keys.contains(key))? })
}

fn rows<'r, R>(rows: &'r Rows<R>, key: &Key) -> &'r [R] {
    rows.get(key).map_or(&[], Vec::as_slice)
}

/// Ids of the documents with one digest on both sides; and how many are only in A, only in B, changed.
fn same_documents(a: &[DocumentRow], b: &[DocumentRow]) -> (BTreeSet<String>, [usize; 3]) {
    let other: BTreeMap<&str, &str> = b.iter().map(|row| (row.doc.as_str(), row.digest.as_str())).collect();
    let (mut same, mut only, mut changed) = (BTreeSet::new(), 0, 0);
    for row in a {
        match other.get(row.doc.as_str()) {
            None => only += 1,
            Some(digest) if *digest == row.digest => drop(same.insert(row.doc.clone())),
            Some(_) => changed += 1,
        }
    }
    let only_b = b.len() - same.len() - changed;
    (same, [only, only_b, changed])
}

fn align<'r>(matched: &Matched, sides: &'r [Loaded; 2], strategies: &'r [StrategyEntry; 2], same: &BTreeSet<String>) -> Aligned<'r> {
    let keys = [0, 1].map(|side| key(matched, side, strategies));
    let [one, two] = [0, 1].map(|side| rows(&sides[side].documents, &keys[side]));
    let other: BTreeMap<&str, &DocumentRow> = two.iter().map(|row| (row.doc.as_str(), row)).collect();
    let kept = one.iter().filter(|row| same.contains(&row.doc));
    Aligned {
        strategies,
        documents: kept.filter_map(|row| Some([row, *other.get(row.doc.as_str())?])).collect(),
        labels: [0, 1].map(|side| rows(&sides[side].labels, &keys[side])),
        wrong: [0, 1].map(|side| rows(&sides[side].wrong, &keys[side])),
    }
}
