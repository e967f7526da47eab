//! `errors.csv` read back.

use super::documents::key;
use super::{Key, Results, Rows, csv_file};
use crate::error::Result;
use crate::score::Kind;
use crate::span::Span;

/// One wrong stretch of one document under one strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongRow {
    /// Id of the document.
    pub doc: String,
    /// Which way it is wrong.
    pub kind: Kind,
    /// Its gold label.
    pub label: String,
    /// For damage, the rule that cut it; else empty.
    pub rule: String,
    /// Where it stands, in code points.
    pub span: Span,
    /// Its first characters.
    pub excerpt: String,
}

impl Results {
    /// Rows of the strategies that `wanted` says yes to. Controls have none.
    ///
    /// # Errors
    /// A broken file.
    pub fn wrong(&self, wanted: impl Fn(&Key) -> bool) -> Result<Rows<WrongRow>> {
        let columns = ["corpus", "task", "strategy", "doc", "kind", "label", "rule", "start", "end", "excerpt"];
        let mut found: Rows<WrongRow> = Rows::new();
        csv_file::each(&self.folder, "errors", &columns, |cells| {
            let key = key(cells);
            if !wanted(&key) {
                return Ok(());
            }
            let kind = [Kind::Residue, Kind::Damage].into_iter().find(|kind| kind.name() == cells.raw(4));
            let kind = kind.ok_or_else(|| cells.wrong(&format!("`{}` is neither residue nor damage", cells.raw(4))))?;
            let (start, end) = (cells.count(7)?, cells.count(8)?);
            if start >= end {
                return Err(cells.wrong(&format!("a stretch from {start} to {end}")));
            }
            let [doc, label, rule] = [3, 5, 6].map(|index| cells.text(index));
            // An excerpt of `NA` is that text, not a missing one.
            let excerpt = cells.raw(9).to_string();
            found.entry(key).or_default().push(WrongRow { doc, kind, label, rule, span: Span::new(start, end), excerpt });
            Ok(())
        })?;
        Ok(found)
    }
}
