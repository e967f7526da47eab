//! Panels of aggregators, read as fields ([`crate::document::panels`]) and held field by field against the corpus' list.
//!
//! They are metadata about publishers: neither a label of the document nor anything a strategy sees.

use crate::corpus::{Corpus, Example};
use crate::document::panels;
use rayon::prelude::*;

/// One field of one document's panels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Index of the document in the corpus.
    pub document: usize,
    /// Name of the field.
    pub field: String,
    /// What was read, if anything.
    pub read: Option<String>,
    /// What the list says, if it says anything; `None` as well where the corpus has no list.
    pub listed: Option<String>,
    /// Whether the corpus has a list at all.
    pub judged: bool,
}

impl Read {
    /// Whether what was read is what the list says; `None` without a list.
    pub fn is_right(&self) -> Option<bool> {
        self.judged.then(|| self.read == self.listed)
    }
}

/// Precision, recall and F1 of one field, by exact match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldScore {
    /// Read as listed.
    pub right: usize,
    /// Read.
    pub read: usize,
    /// Listed.
    pub listed: usize,
}

impl FieldScore {
    /// Share of what was read that is right.
    pub fn precision(self) -> Option<f64> {
        (self.read > 0).then(|| self.right as f64 / self.read as f64)
    }

    /// Share of what is listed that was read right.
    pub fn recall(self) -> Option<f64> {
        (self.listed > 0).then(|| self.right as f64 / self.listed as f64)
    }

    /// Harmonic mean of the two.
    pub fn f1(self) -> Option<f64> {
        (self.read + self.listed > 0).then(|| 2.0 * self.right as f64 / (self.read + self.listed) as f64)
    }
}

/// Reads the panels of every document; documents with neither panel nor list give no row.
pub fn read(corpus: &Corpus) -> Vec<Read> {
    let one = |(document, example): (usize, &Example)| {
        let mut rows: Vec<Read> = Vec::new();
        let listed = example.gold.facts().panels.as_deref();
        let judged = listed.is_some();
        for own in panels::parse(example.document.text()) {
            rows.push(Read { document, field: own.field.into(), read: Some(own.value), listed: None, judged });
        }
        for (field, value) in listed.unwrap_or_default() {
            match rows.iter_mut().find(|row| row.field == *field) {
                Some(row) => row.listed = Some(value.clone()),
                None => rows.push(Read { document, field: field.clone(), read: None, listed: Some(value.clone()), judged }),
            }
        }
        rows
    };
    corpus.examples.par_iter().enumerate().flat_map_iter(one).collect()
}

/// The scores by field in the order of the listing, then all together under the name `all`; none without a list.
pub fn score(rows: &[Read]) -> Vec<(&str, FieldScore)> {
    let of = |wanted: &str| {
        let mut score = FieldScore::default();
        for row in rows.iter().filter(|row| row.judged && (wanted == ALL || row.field == wanted)) {
            score.read += usize::from(row.read.is_some());
            score.listed += usize::from(row.listed.is_some());
            score.right += usize::from(row.read.is_some() && row.read == row.listed);
        }
        score
    };
    let known = panels::field_names().chain([ALL]).map(|name| (name, of(name)));
    known.filter(|(_, score)| score.read + score.listed > 0).collect()
}

/// All fields together.
const ALL: &str = "all";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_scored_by_exact_match() {
        let row = |field: &str, read: Option<&str>, listed: Option<&str>| Read {
            document: 0,
            field: field.into(),
            read: read.map(Into::into),
            listed: listed.map(Into::into),
            judged: true,
        };
        let rows = [
            row("n_left", Some("4"), Some("4")),
            row("n_left", Some("5"), Some("6")),
            row("n_left", None, Some("7")),
            row("side", Some("left"), None),
        ];
        let scores = score(&rows);
        assert_eq!(scores.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["n_left", "side", "all"]);
        assert_eq!(scores[0].1, FieldScore { right: 1, read: 2, listed: 3 });
        assert_eq!((scores[0].1.precision(), scores[0].1.recall(), scores[0].1.f1()), (Some(0.5), Some(1.0 / 3.0), Some(0.4)));
        assert_eq!((scores[1].1.precision(), scores[1].1.recall()), (Some(0.0), None));
        let unjudged = Read { judged: false, ..row("side", Some("left"), None) };
        assert_eq!((unjudged.is_right(), score(&[unjudged]).len()), (None, 0));
    }
}
