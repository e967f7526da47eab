//! Wrong stretches: residue and damage, with the label, the rule that caused it, and an excerpt.

use crate::corpus::Example;
use crate::gold::{Task, Verdict};
use crate::label::Label;
use crate::metric::Judged;
use crate::span::Span;
use crate::strategy::contract::{Removals, Rule};

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

/// Finds every wrong stretch, in text order.
pub fn find(example: &Example, task: Task, judged: &Judged<'_>, removals: &Removals) -> Vec<Wrong> {
    let text = example.document.text();
    let applied: Vec<_> = removals.iter().filter(|removal| task.applies(removal.label)).collect();
    let mut wrong = Vec::new();
    for labelled in example.gold.cover(text.len()) {
        let kind = match task.verdict(labelled.label) {
            Verdict::Keep => Kind::Damage,
            Verdict::Strip => Kind::Residue,
            Verdict::Ignore => continue,
        };
        for span in runs(text, labelled.span, judged, kind == Kind::Damage) {
            let first = applied.partition_point(|removal| removal.span.end <= span.start);
            let rule = if kind == Kind::Damage { applied.get(first).map(|removal| removal.rule.clone()) } else { None };
            wrong.push(Wrong { span, label: labelled.label, kind, rule: rule.unwrap_or_default() });
        }
    }
    wrong
}

/// Maximal runs of visible characters in `within` that were removed (or were not), cut at line breaks.
fn runs(text: &str, within: Span, judged: &Judged<'_>, removed: bool) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    for (at, c) in within.slice(text).char_indices() {
        let start = within.start + at;
        if matches!(c, '\n' | '\r') || (!c.is_whitespace() && judged.removed[start] != removed) {
            found.extend(open.take());
        } else if !c.is_whitespace() {
            open = Some(Span::new(open.map_or(start, |span| span.start), start + c.len_utf8()));
        }
    }
    found.extend(open);
    found
}
