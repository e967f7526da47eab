//! Removals: what a strategy takes out of a document, each stretch with the rule that made it.

use crate::document::{Alignment, Document};
use crate::label::Label;
use crate::span::{Span, SpanSet};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The name of a rule, shown to the user as the reason for a cut: `related.prefix.en`.
pub type Rule = Cow<'static, str>;

/// One stretch to take out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// Byte range in the document's text.
    pub span: Span,
    /// What the strategy takes it for, if it knows.
    pub label: Option<Label>,
    /// The rule that made the cut.
    pub rule: Rule,
}

/// The removals of one document. After [`Removals::settle`] they are in bounds, on character boundaries, trimmed of
/// white space, sorted and disjoint; where two overlapped, the one pushed first has kept the shared part.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Removals {
    removals: Vec<Removal>,
    output: Option<String>,
    refused: bool,
}

impl Removals {
    /// No removals.
    pub const fn new() -> Self {
        Self { removals: Vec::new(), output: None, refused: false }
    }

    /// Says what is left in the strategy's own words. Programs that give text, not spans, do this; the removals are then
    /// derived by aligning that text with the document's ([`crate::document::Alignment`]).
    pub fn set_output(&mut self, text: String) {
        self.output = Some(text);
    }

    /// The strategy's own text, if it gave one: what text metrics score.
    pub fn output(&self) -> Option<&str> {
        self.output.as_deref()
    }

    /// Says that the strategy will not take this document, because it is beyond a limit that its docs name. Nothing is
    /// removed, and the run scores it as a full miss.
    pub fn refuse(&mut self) {
        *self = Self { refused: true, ..Self::new() };
    }

    /// Whether the strategy would not take the document.
    pub fn is_refused(&self) -> bool {
        self.refused
    }

    /// Removes what does not stand in the strategy's own text, if it gave one.
    pub fn align(&mut self, document: &Document) {
        let Some(output) = &self.output else { return };
        let gone = Alignment::new(document.text(), output).kept(document).complement(document.text().len());
        self.removals.clear();
        for segment in document.segments() {
            for gap in gone.within(segment.span) {
                self.push(gap, None, "output.absent");
            }
        }
    }

    /// Adds a stretch.
    pub fn push(&mut self, span: Span, label: Option<Label>, rule: impl Into<Rule>) {
        if !span.is_empty() {
            self.removals.push(Removal { span, label, rule: rule.into() });
        }
    }

    /// The removals in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Removal> {
        self.removals.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.removals.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.removals.is_empty()
    }

    /// Lets go of room for more.
    pub fn shrink_to_fit(&mut self) {
        self.removals.shrink_to_fit();
    }

    /// Takes them all out, leaving none.
    pub fn take(&mut self) -> Vec<Removal> {
        std::mem::take(&mut self.removals)
    }

    /// The bytes that go, as far as `applies` says that text with this label goes.
    pub fn spans(&self, applies: impl Fn(Option<Label>) -> bool) -> SpanSet {
        self.removals.iter().filter(|removal| applies(removal.label)).map(|removal| removal.span).collect()
    }

    /// Brings the removals into order; see [`Removals`]. Linear where they already are, else n log n.
    pub fn settle(&mut self, text: &str) {
        for removal in &mut self.removals {
            removal.span = removal.span.snapped(text).trimmed(text);
        }
        self.removals.retain(|removal| !removal.span.is_empty());
        if self.removals.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start) {
            return;
        }
        // Most are only out of order: several rules, each of which goes through the text.
        let span = |index: usize| self.removals[index].span;
        let mut order: Vec<usize> = (0..self.removals.len()).collect();
        order.sort_by_key(|&index| span(index).start);
        if order.windows(2).all(|pair| span(pair[0]).end <= span(pair[1]).start) {
            self.removals.sort_by_key(|removal| removal.span.start);
        } else {
            self.removals = without_overlaps(&self.removals, &order, text);
        }
    }
}

/// The removals, which are trimmed, cut where they overlap. `order` has them by their starts.
fn without_overlaps(removals: &[Removal], order: &[usize], text: &str) -> Vec<Removal> {
    let span = |index: usize| removals[index].span;
    let mut found = Vec::with_capacity(removals.len());
    let mut rest = order;
    while let Some(&first) = rest.first() {
        // Those that hang together; most stand alone.
        let (mut end, mut count) = (span(first).end, 1);
        while let Some(&next) = rest.get(count)
            && span(next).start < end
        {
            end = end.max(span(next).end);
            count += 1;
        }
        let (together, others) = rest.split_at(count);
        match together {
            [alone] => found.push(removals[*alone].clone()),
            _ => cut_overlaps(removals, together, text, &mut found),
        }
        rest = others;
    }
    found
}

/// Sweeps over the starts with the open removals in a heap, the first pushed on top. `order` has them by their starts.
fn cut_overlaps(removals: &[Removal], order: &[usize], text: &str, found: &mut Vec<Removal>) {
    let mut bounds: Vec<usize> = order.iter().flat_map(|&index| [removals[index].span.start, removals[index].span.end]).collect();
    bounds.sort_unstable();
    bounds.dedup();
    let mut open: BinaryHeap<Reverse<usize>> = BinaryHeap::new();
    let mut pending = order.iter().copied().peekable();
    let mut pieces: Vec<(usize, Span)> = Vec::new();
    for pair in bounds.windows(2) {
        while let Some(index) = pending.next_if(|&index| removals[index].span.start <= pair[0]) {
            open.push(Reverse(index));
        }
        while open.peek().is_some_and(|top| removals[top.0].span.end <= pair[0]) {
            open.pop();
        }
        let Some(&Reverse(owner)) = open.peek() else { continue };
        match pieces.last_mut() {
            Some((last, span)) if *last == owner && span.end == pair[0] => span.end = pair[1],
            _ => pieces.push((owner, Span::new(pair[0], pair[1]))),
        }
    }
    let piece = |(owner, span): (usize, Span)| Removal { span: span.trimmed(text), ..removals[owner].clone() };
    found.extend(pieces.into_iter().map(piece).filter(|removal| !removal.span.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn those_that_hang_together_are_cut_as_all_at_once(spans in prop::collection::vec((0usize..40, 1usize..8), 0..12)) {
            let text = "xx x  xxx ".repeat(5);
            let removal = |(at, &(start, length)): (usize, &(usize, usize))| {
                Removal { span: Span::new(start, start + length).trimmed(&text), label: None, rule: format!("{at}").into() }
            };
            let mut removals: Vec<Removal> = spans.iter().enumerate().map(removal).collect();
            removals.retain(|removal| !removal.span.is_empty());
            let mut order: Vec<usize> = (0..removals.len()).collect();
            order.sort_by_key(|&at| removals[at].span.start);
            let mut all = Vec::new();
            cut_overlaps(&removals, &order, &text, &mut all);
            prop_assert_eq!(without_overlaps(&removals, &order, &text), all);
        }
    }

    fn settled(text: &str, spans: &[(usize, usize, &'static str)]) -> Vec<(usize, usize, String)> {
        let mut removals = Removals::new();
        for &(start, end, rule) in spans {
            removals.push(Span::new(start, end), None, rule);
        }
        removals.settle(text);
        removals.iter().map(|removal| (removal.span.start, removal.span.end, removal.rule.to_string())).collect()
    }

    #[test]
    fn the_first_pushed_keeps_the_shared_part() {
        let found = settled("abcdefghij", &[(2, 5, "first"), (0, 8, "second"), (4, 6, "third")]);
        let expected = [(0, 2, "second".into()), (2, 5, "first".into()), (5, 8, "second".into())];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_refusal_leaves_nothing_behind() {
        let mut removals = Removals::new();
        removals.push(Span::new(0, 1), None, "x");
        removals.set_output("kept".into());
        assert!(!removals.is_refused());
        removals.refuse();
        assert!(removals.is_refused() && removals.is_empty() && removals.output().is_none());
    }

    #[test]
    fn spans_are_cut_to_the_text_and_to_characters() {
        assert_eq!(settled("é ü", &[(1, 9, "x")]), [(0, 5, "x".into())]);
        assert_eq!(settled("   ", &[(0, 3, "x")]), []);
    }
}
