//! Stretches that changed sides: wrong in A and right in B, or the reverse, character by character.

use super::part::Aligned;
use crate::report::StrategyEntry;
use crate::results::{DocumentRow, WrongRow};
use crate::score::Kind;
use crate::span::{Span, SpanSet};
use std::collections::BTreeMap;

/// Which side is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Wrong in A, right in B.
    Mended,
    /// Right in A, wrong in B.
    Broken,
}

impl Change {
    /// The word in the files.
    pub const fn name(self) -> &'static str {
        match self {
            Change::Mended => "mended",
            Change::Broken => "broken",
        }
    }
}

/// One stretch that changed sides.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Id of the document.
    pub doc: String,
    /// Outlet.
    pub source: String,
    /// Language.
    pub lang: String,
    /// The strategy on each side.
    pub strategies: [StrategyEntry; 2],
    /// Which side is right.
    pub change: Change,
    /// Which way the other side is wrong.
    pub kind: Kind,
    /// Gold label.
    pub label: String,
    /// For damage, the rule that cut it on the wrong side; else empty.
    pub rule: String,
    /// Where it stands, in code points.
    pub span: Span,
    /// What `errors.csv` shows of it; empty where the stretch begins behind the excerpt there.
    pub excerpt: String,
}

/// The stretches of one strategy that changed sides.
pub(super) fn changed(aligned: &Aligned<'_>) -> Vec<Changed> {
    let documents: BTreeMap<&str, &DocumentRow> = aligned.documents.iter().map(|[row, _]| (row.doc.as_str(), *row)).collect();
    let [a, b] = aligned.wrong.map(by_document);
    let mut found = Vec::new();
    for (change, own, other) in [(Change::Mended, &a, &b), (Change::Broken, &b, &a)] {
        for (doc, rows) in own {
            let Some(document) = documents.get(doc) else { continue };
            let still: SpanSet = other.get(doc).into_iter().flatten().map(|row| row.span).collect();
            for row in rows {
                let whole: SpanSet = [row.span].into_iter().collect();
                let parts = whole.difference(&still);
                let one = |part: &Span| stretch(aligned.strategies, document, change, row, *part);
                found.extend(parts.iter().filter_map(one));
            }
        }
    }
    found
}

fn by_document(rows: &[WrongRow]) -> BTreeMap<&str, Vec<&WrongRow>> {
    let mut found: BTreeMap<&str, Vec<&WrongRow>> = BTreeMap::new();
    rows.iter().for_each(|row| found.entry(&row.doc).or_default().push(row));
    found
}

/// A part of a wrong stretch, without the white space at its ends as far as the excerpt shows it.
fn stretch(strategies: &[StrategyEntry; 2], document: &DocumentRow, change: Change, row: &WrongRow, part: Span) -> Option<Changed> {
    let shown: Vec<char> = row.excerpt.chars().skip(part.start - row.span.start).take(part.len()).collect();
    let whole = shown.len() == part.len();
    let blank = |c: &&char| c.is_whitespace();
    let before = shown.iter().take_while(blank).count();
    let behind = if whole { shown.iter().rev().take_while(blank).count() } else { 0 };
    let span = Span::new(part.start + before, part.end.saturating_sub(behind));
    if span.is_empty() {
        return None;
    }
    let excerpt: String = shown.iter().skip(before).collect();
    Some(Changed {
        doc: document.doc.clone(),
        source: document.source.clone(),
        lang: document.lang.clone(),
        strategies: strategies.clone(),
        change,
        kind: row.kind,
        label: row.label.clone(),
        rule: row.rule.clone(),
        span,
        excerpt: excerpt.trim_end().into(),
    })
}

/// Longest first; then by document, place and strategy.
pub(super) fn sort(changed: &mut [Changed]) {
    changed.sort_by(|a, b| {
        let place = |own: &Changed| (own.span.start, own.change);
        let names = |own: &Changed| own.strategies.clone().map(|strategy| strategy.name);
        b.span
            .len()
            .cmp(&a.span.len())
            .then_with(|| a.doc.cmp(&b.doc))
            .then_with(|| place(a).cmp(&place(b)))
            .then_with(|| names(a).cmp(&names(b)))
    });
}
