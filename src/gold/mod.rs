//! What a person said about a document: labelled spans, and the verdict a task draws from them.

mod facts;
mod reference;
mod task;

pub use crate::metric::text::{Paragraph, ReferenceText};
pub use facts::Facts;
pub use reference::Reference;
pub use task::{Task, Verdict};

use crate::label::Label;
use crate::span::Span;

/// A stretch of text and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelledSpan {
    /// Byte range in the document's text.
    pub span: Span,
    /// What it is.
    pub label: Label,
}

/// The labelled spans of one document: sorted, disjoint; what lies between them is `body`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Gold {
    spans: Vec<LabelledSpan>,
    reference: Option<Reference>,
    derived: bool,
    facts: Facts,
}

impl Gold {
    /// Sorts the spans; of two that overlap the later is returned as an error.
    ///
    /// # Errors
    /// The offending pair, in text order.
    pub fn new(mut spans: Vec<LabelledSpan>) -> Result<Self, Box<[LabelledSpan; 2]>> {
        spans.retain(|labelled| !labelled.span.is_empty());
        spans.sort_unstable();
        match spans.windows(2).find(|pair| pair[0].span.overlaps(pair[1].span)) {
            Some(pair) => Err(Box::new([pair[0], pair[1]])),
            None => Ok(Self { spans, ..Self::default() }),
        }
    }

    /// Gold of a public benchmark: a reference text. The spans, derived by aligning it with the page, are the caller's;
    /// they are marked as derived.
    ///
    /// # Errors
    /// As [`Gold::new`].
    pub fn with_reference(spans: Vec<LabelledSpan>, reference: Reference) -> Result<Self, Box<[LabelledSpan; 2]>> {
        Ok(Self { reference: Some(reference), ..Self::derived(spans)? })
    }

    /// Spans that nobody set by hand: moved from another text of the document by alignment.
    ///
    /// # Errors
    /// As [`Gold::new`].
    pub fn derived(spans: Vec<LabelledSpan>) -> Result<Self, Box<[LabelledSpan; 2]>> {
        Ok(Self { derived: true, ..Self::new(spans)? })
    }

    /// Whether the spans were made by alignment, not by hand; reports say so wherever they show them.
    pub fn is_derived(&self) -> bool {
        self.derived
    }

    /// The reference text, where the gold is one; the spans are then derived from it.
    pub fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref()
    }

    /// The same gold with what is listed beside it.
    #[must_use]
    pub fn with_facts(self, facts: Facts) -> Self {
        Self { facts, ..self }
    }

    /// What is listed about the document beside its labels.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The label of the byte at `offset`; logarithmic.
    pub fn label_at(&self, offset: usize) -> Label {
        let after = self.spans.partition_point(|labelled| labelled.span.end <= offset);
        self.spans.get(after).filter(|labelled| labelled.span.start <= offset).map_or(Label::Body, |labelled| labelled.label)
    }

    /// The spans in text order.
    pub fn spans(&self) -> &[LabelledSpan] {
        &self.spans
    }

    /// The whole of a text of `length` bytes as labelled spans, `body` filled in between.
    pub fn cover(&self, length: usize) -> Vec<LabelledSpan> {
        let mut cover = Vec::with_capacity(self.spans.len() * 2 + 1);
        let mut from = 0;
        let body = |start, end| LabelledSpan { span: Span::new(start, end), label: Label::Body };
        for &labelled in &self.spans {
            if from < labelled.span.start {
                cover.push(body(from, labelled.span.start));
            }
            cover.push(labelled);
            from = labelled.span.end;
        }
        if from < length {
            cover.push(body(from, length));
        }
        cover
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labelled(start: usize, end: usize, label: Label) -> LabelledSpan {
        LabelledSpan { span: Span::new(start, end), label }
    }

    #[test]
    fn the_cover_fills_the_gaps_with_body() {
        let gold = Gold::new(vec![labelled(8, 10, Label::Ad), labelled(0, 3, Label::Title)]).expect("disjoint");
        let expected =
            [labelled(0, 3, Label::Title), labelled(3, 8, Label::Body), labelled(8, 10, Label::Ad), labelled(10, 12, Label::Body)];
        assert_eq!(gold.cover(12), expected);
    }

    #[test]
    fn labels_are_looked_up_by_byte() {
        let gold = Gold::new(vec![labelled(2, 4, Label::Ad), labelled(4, 5, Label::Nav)]).expect("disjoint");
        let labels: Vec<Label> = (0..6).map(|at| gold.label_at(at)).collect();
        assert_eq!(labels, [Label::Body, Label::Body, Label::Ad, Label::Ad, Label::Nav, Label::Body]);
    }

    #[test]
    fn derived_gold_says_so_with_and_without_a_reference() {
        assert!(!Gold::new(Vec::new()).expect("none").is_derived());
        assert!(Gold::derived(Vec::new()).expect("none").is_derived());
        assert!(Gold::with_reference(Vec::new(), Reference::default()).expect("none").is_derived());
    }

    #[test]
    fn overlap_is_refused_with_the_pair() {
        let pair = Gold::new(vec![labelled(0, 5, Label::Ad), labelled(4, 6, Label::Nav)]).expect_err("overlap");
        assert_eq!(pair[1].label, Label::Nav);
    }
}
