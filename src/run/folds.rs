//! Folds by source: what a strategy learns from never shares a source with what it is tested on.

use crate::document::Document;

/// Sources are dealt into this many folds at most.
const MAX_FOLDS: usize = 10;

/// For each document, the fold in which it is tested.
#[derive(Debug)]
pub struct Folds {
    fold_of: Vec<usize>,
    count: usize,
}

impl Folds {
    /// Deals the sources, in the order of their names, into up to ten folds. Documents without a source share one.
    pub fn by_source(documents: &[&Document]) -> Self {
        let mut sources: Vec<&str> = documents.iter().map(|document| document.meta.source.as_str()).collect();
        sources.sort_unstable();
        sources.dedup();
        let count = sources.len().clamp(1, MAX_FOLDS);
        let fold = |document: &&Document| sources.binary_search(&document.meta.source.as_str()).unwrap_or(0) % count;
        Self { fold_of: documents.iter().map(fold).collect(), count }
    }

    /// Number of folds; one means that there is nothing to learn from.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The fold in which the document at `index` is tested.
    pub fn of(&self, index: usize) -> usize {
        self.fold_of.get(index).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Meta;

    #[test]
    fn documents_of_one_source_share_a_fold() {
        let document = |source: &str| Document::new(Meta { source: source.into(), ..Meta::default() }, "x".into());
        let documents: Vec<Document> = (0..30).map(|at| document(&format!("s{}", at % 15))).collect();
        let folds = Folds::by_source(&documents.iter().collect::<Vec<_>>());
        assert_eq!(folds.count(), 10);
        for at in 0..15 {
            assert_eq!(folds.of(at), folds.of(at + 15));
        }
    }
}
