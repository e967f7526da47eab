//! `documents.csv` read back.

use super::csv_file::{self, Cells};
use super::{Key, Results, Rows};
use crate::error::{Error, Result};
use crate::metric::Counts;
use std::collections::BTreeSet;

/// One document under one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRow {
    /// Id.
    pub doc: String,
    /// Digest of metadata, text and gold.
    pub digest: String,
    /// Outlet; empty if not told.
    pub source: String,
    /// Language; empty if not told.
    pub lang: String,
    /// Kind of page; empty if not told.
    pub page_kind: String,
    /// Counts over characters.
    pub chars: Counts,
    /// Values of the measures asked for, in their order.
    pub values: Vec<Option<f64>>,
}

const FIXED: [&str; 12] = ["corpus", "task", "strategy", "doc", "doc_digest", "source", "lang", "page_kind", "tp", "fp", "fn", "tn"];

impl Results {
    /// Rows of the strategies that `wanted` says yes to, with the values of some measures.
    ///
    /// # Errors
    /// A broken file, a document twice, or fewer or more documents than the manifest tells.
    pub fn documents(&self, metrics: &[&str], wanted: impl Fn(&Key) -> bool) -> Result<Rows<DocumentRow>> {
        let columns: Vec<&str> = FIXED.iter().chain(metrics).copied().collect();
        let mut found: Rows<DocumentRow> = Rows::new();
        let mut seen: BTreeSet<(Key, String)> = BTreeSet::new();
        csv_file::each(&self.folder, "documents", &columns, |cells| {
            let key = key(cells);
            if wanted(&key) {
                let row = row(cells, metrics.len())?;
                if !seen.insert((key.clone(), row.doc.clone())) {
                    return Err(cells.wrong(&format!("document `{}` stands twice under `{}`", row.doc, key.strategy)));
                }
                found.entry(key).or_default().push(row);
            }
            Ok(())
        })?;
        for (key, rows) in &found {
            let expected = self.corpus(&key.corpus).map_or(0, |corpus| corpus.documents);
            if rows.len() != expected {
                return Err(self.incomplete(key, rows.len()));
            }
        }
        Ok(found)
    }

    /// The error for so many rows where the manifest tells of others.
    pub(crate) fn incomplete(&self, key: &Key, rows: usize) -> Error {
        let Key { corpus, task, strategy } = key;
        let expected = self.corpus(corpus).map_or(0, |corpus| corpus.documents);
        let message = format!("{rows} documents under `{strategy}`, {corpus}, {task}; the manifest tells of {expected}");
        let error = Error::data(message).in_file(self.folder.join("documents.csv"));
        error.remedy("write the folder anew with `gleaner eval --out FOLDER`")
    }
}

/// What a row is about: the first three columns of every file.
pub(super) fn key(cells: &Cells<'_>) -> Key {
    let [corpus, task, strategy] = [0, 1, 2].map(|index| cells.raw(index).to_string());
    Key { corpus, task, strategy }
}

fn row(cells: &Cells<'_>, metrics: usize) -> Result<DocumentRow> {
    let count = |index| cells.count(index).map(|count| count as f64);
    let chars = Counts { tp: count(8)?, fp: count(9)?, fn_: count(10)?, tn: count(11)? };
    let values = (0..metrics).map(|index| cells.number(FIXED.len() + index)).collect::<Result<_>>()?;
    let [doc, digest, source, lang, page_kind] = [3, 4, 5, 6, 7].map(|index| cells.text(index));
    Ok(DocumentRow { doc, digest, source, lang, page_kind, chars, values })
}
