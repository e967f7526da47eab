//! Wrong stretches: residue and damage, with the label, the rule that caused it, and an excerpt.

use crate::corpus::Example;
use crate::gold::{Task, Verdict};
use crate::label::Label;
use crate::run::{Prediction, Status};
use crate::span::{Span, SpanSet};
use crate::strategy::contract::{Removal, Rule};
use std::ops::Range;

/// Which way a stretch is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Boilerplate that was left in.
    Residue,
    /// Content that was taken out.
    Damage,
}

impl Kind {
    /// The word in the CSV files.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Residue => "residue",
            Kind::Damage => "damage",
        }
    }
}

/// One wrong stretch; never crosses a line break.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// Byte range.
    pub span: Span,
    /// Its gold label.
    pub label: Label,
    /// Which way it is wrong.
    pub kind: Kind,
    /// For damage, the rule that cut it; else empty.
    pub rule: Rule,
    /// The same range in code points.
    pub points: Range<usize>,
}

/// What can be wrong of one document under a task, whoever is wrong: its text by lines and gold labels, without what the task ignores.
#[derive(Debug)]
pub struct Lines<'e> {
    example: &'e Example,
    task: Task,
    pieces: Vec<Piece>,
}

/// A part of a line that has one label; visible characters stand at both ends.
#[derive(Debug)]
struct Piece {
    span: Span,
    label: Label,
    kind: Kind,
    /// The code points before it.
    point: usize,
    /// Its own.
    points: usize,
}

impl<'e> Lines<'e> {
    /// Of an example.
    pub fn of(example: &'e Example, task: Task) -> Self {
        let text = example.document.text();
        let (mut pieces, mut at, mut point) = (Vec::new(), 0, 0);
        for labelled in example.gold.cover(text.len()) {
            let kind = match task.verdict(labelled.label) {
                Verdict::Keep => Kind::Damage,
                Verdict::Strip => Kind::Residue,
                Verdict::Ignore => continue,
            };
            let mut start = labelled.span.start;
            for line in labelled.span.slice(text).split(['\n', '\r']) {
                let span = Span::new(start, start + line.len()).trimmed(text);
                start += line.len() + 1;
                if !span.is_empty() {
                    point += Span::new(at, span.start).slice(text).chars().count();
                    at = span.start;
                    pieces.push(Piece { span, label: labelled.label, kind, point, points: span.slice(text).chars().count() });
                }
            }
        }
        Self { example, task, pieces }
    }

    /// Every wrong stretch of a prediction, in text order. They are found where they are looked at and never all kept: of a corpus of pages
    /// under all strategies there are millions.
    pub fn wrong(&self, prediction: &Prediction) -> Vec<Wrong> {
        let text = self.example.document.text();
        let applied: Vec<&Removal> = prediction.removals.iter().filter(|removal| self.task.applies(removal.label)).collect();
        // Without an answer all is wrong: content is gone, boilerplate is there.
        let is_answer = prediction.status == Status::Ok;
        let removed = if is_answer { prediction.removals.spans(|label| self.task.applies(label)) } else { SpanSet::new() };
        let (mut removed, mut rules) = (removed.as_slice(), applied.as_slice());
        let (mut wrong, mut found) = (Vec::new(), Vec::new());
        for piece in &self.pieces {
            found.clear();
            removed = &removed[removed.iter().take_while(|span| span.end <= piece.span.start).count()..];
            match piece.kind {
                _ if !is_answer => found.push(piece.span),
                Kind::Damage => removed_of(piece.span, removed, text, &mut found),
                Kind::Residue => left_of(piece.span, removed, text, &mut found),
            }
            for &span in &found {
                rules = &rules[rules.iter().take_while(|removal| removal.span.end <= span.start).count()..];
                let rule = rules.first().filter(|_| piece.kind == Kind::Damage).map(|removal| removal.rule.clone());
                let points = piece.points_of(span, text);
                wrong.push(Wrong { span, label: piece.label, kind: piece.kind, rule: rule.unwrap_or_default(), points });
            }
        }
        wrong
    }
}

impl Piece {
    /// The code points of a stretch of it.
    fn points_of(&self, span: Span, text: &str) -> Range<usize> {
        // In ASCII every byte is one.
        let ascii = self.points == self.span.len();
        let count = |span: Span| if ascii { span.len() } else { span.slice(text).chars().count() };
        let start = self.point + count(Span::new(self.span.start, span.start));
        start..start + if span == self.span { self.points } else { count(span) }
    }
}

/// Every wrong stretch of a prediction, in text order: [`Lines::wrong`] for one prediction.
pub fn wrong(example: &Example, task: Task, prediction: &Prediction) -> Vec<Wrong> {
    Lines::of(example, task).wrong(prediction)
}

/// The stretches of a piece that were removed; `removed` has no span that ends before it.
fn removed_of(piece: Span, removed: &[Span], text: &str, found: &mut Vec<Span>) {
    for span in removed.iter().take_while(|span| span.start < piece.end) {
        add(span.intersection(piece), text, found);
    }
}

/// The stretches of a piece that are left.
fn left_of(piece: Span, removed: &[Span], text: &str, found: &mut Vec<Span>) {
    let mut from = piece.start;
    for span in removed.iter().take_while(|span| span.start < piece.end) {
        add(Span::new(from, span.start), text, found);
        from = span.end;
    }
    add(Span::new(from, piece.end), text, found);
}

/// Adds the visible part of a stretch, to the one before if only white space is between them.
fn add(span: Span, text: &str, found: &mut Vec<Span>) {
    let span = span.trimmed(text);
    match found.last_mut() {
        _ if span.is_empty() => {}
        Some(last) if Span::new(last.end, span.start).slice(text).trim_start().is_empty() => last.end = span.end,
        _ => found.push(span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};
    use crate::gold::{Gold, LabelledSpan};
    use crate::strategy::Removals;
    use proptest::prelude::*;
    use std::time::Duration;

    /// Wrong characters one by one: maximal runs of those that are visible, cut at line breaks.
    fn plainly(example: &Example, task: Task, prediction: &Prediction) -> Vec<(Span, Label, String, Range<usize>)> {
        let text = example.document.text();
        let removed = prediction.removals.spans(|label| task.applies(label));
        let mut found: Vec<(Span, Label, String, Range<usize>)> = Vec::new();
        for labelled in example.gold.cover(text.len()).iter().filter(|own| task.verdict(own.label) != Verdict::Ignore) {
            let is_damage = task.verdict(labelled.label) == Verdict::Keep;
            let mut open: Option<Span> = None;
            let mut close = |open: &mut Option<Span>| {
                let Some(span) = open.take() else { return };
                let first = prediction.removals.iter().filter(|own| task.applies(own.label)).find(|own| own.span.end > span.start);
                let rule = first.filter(|_| is_damage).map_or_else(String::new, |own| own.rule.to_string());
                let point = |byte: usize| text[..byte].chars().count();
                found.push((span, labelled.label, rule, point(span.start)..point(span.end)));
            };
            for (at, c) in labelled.span.slice(text).char_indices() {
                let start = labelled.span.start + at;
                let is_wrong = prediction.status != Status::Ok || removed.contains(start) == is_damage;
                if matches!(c, '\n' | '\r') || (!c.is_whitespace() && !is_wrong) {
                    close(&mut open);
                } else if !c.is_whitespace() {
                    open = Some(Span::new(open.map_or(start, |span| span.start), start + c.len_utf8()));
                }
            }
            close(&mut open);
        }
        found
    }

    proptest! {
        #[test]
        fn stretches_are_those_of_single_characters(
            text in "[aé\u{a0} \r\n]{0,30}",
            gold in prop::collection::vec((0..40usize, 0..6usize, 0..4usize), 0..5),
            cuts in prop::collection::vec((0..40usize, 0..9usize, 0..3usize), 0..8),
            answers in any::<bool>(),
        ) {
            let span = |start: usize, length: usize| Span::new(start, start + length).snapped(&text);
            let labels = [Label::Body, Label::Nav, Label::Byline, Label::Title];
            let mut end = 0;
            let mut spans: Vec<LabelledSpan> = gold.iter().map(|&(start, length, label)| LabelledSpan { span: span(start, length), label: labels[label] }).collect();
            spans.sort_unstable();
            spans.retain(|own| own.span.start >= end && { end = own.span.end; true });
            let mut removals = Removals::new();
            for &(start, length, label) in &cuts {
                removals.push(span(start, length), [None, Some(Label::Nav), Some(Label::Byline)][label], ["first", "second", "third"][label]);
            }
            removals.settle(&text);
            let gold = Gold::new(spans).expect("disjoint");
            let example = Example { document: Document::anonymous(Format::Plain, &text), gold };
            let status = if answers { Status::Ok } else { Status::Refused };
            let prediction = Prediction { status, removals, elapsed: Duration::ZERO };
            for &task in Task::ALL {
                let found: Vec<_> = wrong(&example, task, &prediction).into_iter().map(|own| (own.span, own.label, own.rule.to_string(), own.points)).collect();
                prop_assert_eq!(found, plainly(&example, task, &prediction));
            }
        }
    }
}
