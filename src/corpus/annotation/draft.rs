//! What a format's reader hands over: a text and marks, with offsets as the tool counts them.

use super::facts::Facts;
use super::offsets::Unit;
use super::squeezed::Squeezed;
use std::path::PathBuf;

/// More marks on one document are refused.
pub const MAX_MARKS: usize = 100_000;

/// A document as a tool has it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The file it stands in.
    pub file: PathBuf,
    /// Its line there, counted from 1; 0 if the file is the document.
    pub line: usize,
    /// What is known of it.
    pub facts: Facts,
    /// The text the offsets point into; of a page its rendered view.
    pub text: String,
    /// The page's markup, if it is one.
    pub page: Option<String>,
    /// What the offsets count.
    pub unit: Unit,
    /// Labelled stretches.
    pub marks: Vec<Mark>,
}

/// A labelled stretch, not yet checked.
#[derive(Debug, Clone)]
pub struct Mark {
    /// The tool's label.
    pub label: String,
    /// Start and end (exclusive) of each fragment; none if only the quote says where.
    pub ranges: Vec<(usize, usize)>,
    /// What the tool says stands there.
    pub quote: Option<String>,
    /// Its line, counted from 1; 0 if it is the document's.
    pub line: usize,
}

impl Mark {
    /// A mark in one piece, without a quote.
    pub fn bare(label: &str, start: usize, end: usize) -> Self {
        Self { label: label.into(), ranges: vec![(start, end)], quote: None, line: 0 }
    }

    /// A mark in one piece, with its quote.
    pub fn quoted(label: &str, start: usize, end: usize, quote: &str) -> Self {
        Self { quote: Some(quote.into()), ..Self::bare(label, start, end) }
    }

    /// The quote without white space; `None` if nothing is left, which says nothing.
    pub(super) fn squeezed_quote(&self) -> Option<String> {
        self.quote.as_deref().map(|quote| Squeezed::words(quote).text).filter(|quote| !quote.is_empty())
    }
}

/// Why a mark or a document is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of reason, under which it is counted.
    pub kind: &'static str,
    /// The reason.
    pub message: String,
}

impl Refusal {
    /// A reason of a kind.
    pub fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}
