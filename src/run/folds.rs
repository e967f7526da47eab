//! Folds by source: what a strategy learns from never shares a source with what it is tested on.

use crate::document::Document;

/// Sources are dealt into this many folds at most.
const MAX_FOLDS: usize = 10;

/// For each document, the fold in which it is tested.
#[derive(Debug)]
pub struct Folds {
    sources: Vec<String>,
    fold_of: Vec<usize>,
    count: usize,
}

impl Folds {
    /// Deals the sources, in the order of their names, into up to ten folds. Documents without a source share one.
    pub fn by_source(documents: &[&Document]) -> Self {
        let mut sources: Vec<String> = documents.iter().map(|document| document.meta.source.clone()).collect();
        sources.sort_unstable();
        sources.dedup();
        let count = sources.len().clamp(1, MAX_FOLDS);
        let folds = Self { sources, fold_of: Vec::new(), count };
        let fold_of = documents.iter().map(|document| folds.of_source(&document.meta.source).unwrap_or(0)).collect();
        Self { fold_of, ..folds }
    }

    /// Number of folds; one means that there is nothing to learn from.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The fold in which documents of a source are tested; `None` for a source that none of them has.
    pub fn of_source(&self, source: &str) -> Option<usize> {
        self.sources.binary_search_by(|own| own.as_str().cmp(source)).ok().map(|at| at % self.count)
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
            assert_eq!(folds.of_source(&format!("s{at}")), Some(folds.of(at)));
        }
        assert_eq!(folds.of_source("s15"), None);
    }
}
