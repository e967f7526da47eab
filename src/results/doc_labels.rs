//! `doc_labels.csv` read back.

use super::documents::key;
use super::{Key, Results, Rows, csv_file};
use crate::error::Result;

/// One label in one document under one strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelRow {
    /// Id of the document.
    pub doc: String,
    /// Gold label.
    pub label: String,
    /// Visible characters in gold.
    pub gold_chars: usize,
    /// Of these, how many stayed.
    pub left_chars: usize,
}

impl Results {
    /// Rows of the strategies that `wanted` says yes to.
    ///
    /// # Errors
    /// A broken file.
    pub fn labels(&self, wanted: impl Fn(&Key) -> bool) -> Result<Rows<LabelRow>> {
        let columns = ["corpus", "task", "strategy", "doc", "label", "gold_chars", "left_chars"];
        let mut found: Rows<LabelRow> = Rows::new();
        csv_file::each(&self.folder, "doc_labels", &columns, |cells| {
            let key = key(cells);
            if wanted(&key) {
                let (gold_chars, left_chars) = (cells.count(5)?, cells.count(6)?);
                if left_chars > gold_chars {
                    return Err(cells.wrong("more characters left than there were"));
                }
                found.entry(key).or_default().push(LabelRow { doc: cells.text(3), label: cells.text(4), gold_chars, left_chars });
            }
            Ok(())
        })?;
        Ok(found)
    }
}
