//! Two results folders, or two strategies of them, held against each other.
//!
//! Only what is the same on both sides is compared: the task, and documents whose text, metadata and gold did not change
//! (digests tell). Everything is paired by document, as B minus A; intervals resample sources and tests swap whole
//! sources ([`crate::stats::paired`]). Beside the differences stand the stretches of text that changed sides.

mod changed;
mod differences;
mod files;
mod json;
mod matching;
mod part;
mod side;
mod text;

pub use changed::{Change, Changed};
pub use differences::{By, Difference, LEFT};
pub use side::Side;

use crate::error::{Error, Result};
use crate::report::CorpusEntry;
use std::path::Path;

/// What to compare.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Strategies, the same on both sides; none: all that both sides have, but controls.
    pub strategies: Vec<String>,
    /// Measures; none: the usual ones, as far as both sides have them.
    pub metrics: Vec<String>,
}

/// All differences of two sides.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The sides, as their folders are called.
    pub names: [String; 2],
    /// Versions of gleaner that wrote them.
    pub gleaner: [String; 2],
    /// What was left out, and why.
    pub notes: Vec<String>,
    /// The differences, corpus by corpus and task by task.
    pub parts: Vec<Part>,
}

/// The differences in one corpus under one task.
#[derive(Clone, Debug)]
pub struct Part {
    /// The corpus on either side; with another release digests differ.
    pub corpora: [CorpusEntry; 2],
    /// The task.
    pub task: String,
    /// Documents compared.
    pub documents: usize,
    /// Sources of these.
    pub sources: usize,
    /// Documents left out: only in A, only in B, changed in text, metadata or gold.
    pub left_out: [usize; 3],
    /// The measures, the one to look at first in front.
    pub metrics: Vec<String>,
    /// The differences, table by table.
    pub differences: Vec<Difference>,
    /// Stretches that changed sides, longest first.
    pub changed: Vec<Changed>,
}

impl Comparison {
    /// Whether anything differs: a measure, or a stretch.
    pub fn any_change(&self) -> bool {
        let moved = |own: &Difference| own.outcomes.wins + own.outcomes.losses > 0;
        self.parts.iter().any(|part| !part.changed.is_empty() || part.differences.iter().any(moved))
    }

    /// For the terminal: within 80 columns unless a name is very long.
    pub fn text(&self) -> String {
        text::text(self)
    }

    /// Everything as JSON.
    pub fn json(&self) -> serde_json::Value {
        json::json(self)
    }

    /// Writes `comparison.csv`, `changed.csv` and their `datapackage.json`.
    ///
    /// # Errors
    /// A folder or file that cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        files::write(self, folder)
    }
}

/// Compares two sides; differences are B minus A.
///
/// # Errors
/// Sides that cannot be compared (the error says why and what to do), and broken files.
pub fn compare(a: &Side, b: &Side, wanted: &Wanted) -> Result<Comparison> {
    let (matches, mut notes) = matching::matches(a, b, wanted)?;
    let mut parts = Vec::new();
    for matched in &matches {
        match part::part(a, b, matched)? {
            Some(part) => parts.push(part),
            None => notes.push(format!("{}: no document that is the same on both sides; left out", matched.corpora[0].name)),
        }
    }
    if parts.is_empty() {
        let views = [a, b].map(|side| side.results.manifest.view.as_str());
        let reason = if views[0] == views[1] {
            "texts, metadata or gold of all documents differ".to_string()
        } else {
            format!("pages are rendered by other rules, {} and {}", views[0], views[1])
        };
        let error = Error::data(format!("no document is the same on both sides: {reason}")).in_file(&b.results.folder);
        return Err(error.remedy("evaluate both sides on one release of the corpus"));
    }
    let names = [a, b].map(|side| side.name.clone());
    let gleaner = [a, b].map(|side| side.results.manifest.gleaner.clone());
    Ok(Comparison { names, gleaner, notes, parts })
}
