//! Wrong stretches: residue and damage, with the label, the rule that caused it, and an excerpt.

use crate::corpus::Example;
use crate::gold::{Task, Verdict};
use crate::label::Label;
use crate::metric::removed_bytes;
use crate::run::{Prediction, Status};
use crate::span::Span;
use crate::strategy::contract::Rule;

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
}

/// Every wrong stretch of a prediction, in text order. They are found where they are looked at and never all kept: of a corpus of pages
/// under all strategies there are millions.
pub fn wrong(example: &Example, task: Task, prediction: &Prediction) -> Vec<Wrong> {
    let (text, removals) = (example.document.text(), &prediction.removals);
    let applied: Vec<_> = removals.iter().filter(|removal| task.applies(removal.label)).collect();
    let is_answer = prediction.status == Status::Ok;
    let removed = if is_answer { removed_bytes(text.len(), &removals.spans(|label| task.applies(label))) } else { Vec::new() };
    let mut wrong = Vec::new();
    for labelled in example.gold.cover(text.len()) {
        let kind = match task.verdict(labelled.label) {
            Verdict::Keep => Kind::Damage,
            Verdict::Strip => Kind::Residue,
            Verdict::Ignore => continue,
        };
        let is_damage = kind == Kind::Damage;
        // Without an answer all is wrong: content is gone, boilerplate is there.
        let is_wrong = |at: usize| !is_answer || removed[at] == is_damage;
        for span in runs(text, labelled.span, is_wrong) {
            let first = applied.partition_point(|removal| removal.span.end <= span.start);
            let rule = if is_damage { applied.get(first).map(|removal| removal.rule.clone()) } else { None };
            wrong.push(Wrong { span, label: labelled.label, kind, rule: rule.unwrap_or_default() });
        }
    }
    wrong
}

/// Maximal runs of visible characters in `within` that are wrong, by their first bytes; cut at line breaks.
fn runs(text: &str, within: Span, is_wrong: impl Fn(usize) -> bool) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    for (at, c) in within.slice(text).char_indices() {
        let start = within.start + at;
        if matches!(c, '\n' | '\r') || (!c.is_whitespace() && !is_wrong(start)) {
            found.extend(open.take());
        } else if !c.is_whitespace() {
            open = Some(Span::new(open.map_or(start, |span| span.start), start + c.len_utf8()));
        }
    }
    found.extend(open);
    found
}
