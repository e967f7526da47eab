//! Agreement between two labellings of the same texts.
//!
//! [`TwoLabellings`] brings them together, text by text; [`Agreement`] counts pairs of labels character by character, for kappa and
//! alpha; [`Compared`] adds what is taken of spans. Aggregates and intervals are the report's ([`crate::report::agreement`]).

mod compared;
mod labellings;
mod pairs;

pub use compared::{Compared, MATCHES, MAX_GAMMA_UNITS, Unit};
pub use labellings::{SECOND, Twice, TwoLabellings};
pub use pairs::{Agreement, ClassPair, Classes, alpha, kappa};

use crate::gold::Gold;
use crate::label::Label;
use crate::span::Span;

/// A piece of text to which each labelling gives one label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Bytes in the text.
    pub span: Span,
    /// The first labelling's; `body` where nobody labelled it.
    pub first: Label,
    /// The second labelling's.
    pub second: Label,
    /// Visible characters in it.
    pub chars: u64,
}

/// Parts a text at every border of either labelling.
pub fn stretches(text: &str, first: &Gold, second: &Gold) -> Vec<Stretch> {
    let (first, second) = (first.cover(text.len()), second.cover(text.len()));
    let (mut a, mut b, mut start) = (0, 0, 0);
    let mut found = Vec::new();
    while let (Some(own), Some(other)) = (first.get(a), second.get(b)) {
        let span = Span::new(start, own.span.end.min(other.span.end));
        let chars = span.slice(text).chars().filter(|c| !c.is_whitespace()).count() as u64;
        found.push(Stretch { span, first: own.label, second: other.label, chars });
        start = span.end;
        a += usize::from(own.span.end == start);
        b += usize::from(other.span.end == start);
    }
    found
}
