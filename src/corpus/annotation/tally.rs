//! What became of the documents and marks of an import.

use crate::error::Error;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Reasons that are kept word by word; all are counted.
pub const MAX_REASONS: usize = 100;

/// Counts, and the first reasons.
#[derive(Debug, Default)]
pub struct Tally {
    /// Documents written.
    pub documents: usize,
    /// Documents that could not be used.
    pub documents_rejected: usize,
    /// Marks placed where the tool's offsets say.
    pub placed: usize,
    /// Marks placed by their quote.
    pub reanchored: usize,
    /// Marks that could not be used.
    pub rejected: usize,
    /// Spans written: a mark over several lines is several.
    pub spans: usize,
    /// What was passed over on purpose (notes, relations, rejected answers, …), by kind.
    pub skipped: BTreeMap<&'static str, usize>,
    /// Rejected documents and marks by kind of reason.
    pub reasons: BTreeMap<&'static str, usize>,
    /// The first reasons with file and line, in the order of reading.
    pub first: Vec<Error>,
}

impl Tally {
    /// Counts something passed over on purpose.
    pub fn skip(&mut self, kind: &'static str) {
        *self.skipped.entry(kind).or_default() += 1;
    }

    /// Whether anything was rejected.
    pub const fn has_rejections(&self) -> bool {
        self.rejected + self.documents_rejected > 0
    }

    pub(super) fn reason(&mut self, kind: &'static str, error: Error) {
        *self.reasons.entry(kind).or_default() += 1;
        if self.first.len() < MAX_REASONS {
            self.first.push(error);
        }
    }

    /// The report: one line of counts, then what was skipped, why marks and documents were rejected, and `shown` reasons.
    pub fn text(&self, shown: usize) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{} documents, {} spans written", self.documents, self.spans);
        let _ = writeln!(out, "{} placed, {} re-anchored, {} rejected", self.placed, self.reanchored, self.rejected);
        if self.documents_rejected > 0 {
            let _ = writeln!(out, "{} documents rejected", self.documents_rejected);
        }
        let list = |counts: &BTreeMap<&'static str, usize>| {
            let mut counts: Vec<(&str, usize)> = counts.iter().map(|(&kind, &count)| (kind, count)).collect();
            counts.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
            counts.iter().map(|(kind, count)| format!("{kind} {count}")).collect::<Vec<_>>().join(", ")
        };
        if !self.skipped.is_empty() {
            let _ = writeln!(out, "skipped: {}", list(&self.skipped));
        }
        if !self.reasons.is_empty() {
            let _ = writeln!(out, "rejected: {}", list(&self.reasons));
        }
        for error in self.first.iter().take(shown) {
            let _ = writeln!(out, "  {error}");
        }
        let all: usize = self.reasons.values().sum();
        if all > shown.min(self.first.len()) {
            let _ = writeln!(out, "  and {} more", all - shown.min(self.first.len()));
        }
        out
    }
}
