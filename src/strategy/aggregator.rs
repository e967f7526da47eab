//! `aggregator`: an aggregator's cluster pages: counters, bias and ownership panels, other outlets' snippets, upgrade
//! prompts.
//!
//! - **Idea**: no single line proves an aggregator; counters, share lines, panel words and upsells together do.
//! - **Source**: own; the anatomy of such pages is public.
//! - **Needs**: text. **Parameters**: `score`, the evidence a page needs.
//! - **Wins**: cluster pages, on which almost nothing is the page's own. **Loses**: articles about aggregators; round-ups that
//!   really quote other outlets (pairs alone are no evidence). **Cost**: O(bytes of short lines).

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Properties, Removals};
use super::phrase_rules::{Typed, typed_lines};
use super::{Document, Strategy};
use crate::document::{Ending, Features, Vocabulary};
use crate::label::Label;
use std::ops::Range;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "aggregator",
    version: 2,
    summary: "an aggregator's counters, panels, prompts and other outlets' snippets",
    loses: "articles about aggregators; round-ups that quote other outlets",
    family: Family::Rules,
    source: "own",
    needs: Needs::Text,
    parameters: &[Parameter::number("score", "5", (1.0, 20.0), "evidence a page needs before anything is stripped")],
    properties: Properties {
        idempotent: false,
        whitespace_blind: true,
        compositional: false,
        monotone: &[Monotone { parameter: "score", direction: Direction::RemovesLess }],
    },
    build: |parameters| Box::new(Aggregator { score: parameters.number("score") as u32 }),
};

/// A snippet is at least this long.
const SNIPPET_CHARS: u32 = 120;
/// Words of the headline that a pair's headline shares at least.
const PAIR_OVERLAP: f32 = 0.15;
/// A member line has this many words at most,
const MEMBER_WORDS: f32 = 14.0;
/// and so many make evidence.
const MIN_MEMBERS: usize = 3;
/// So many are proof.
const MANY_MEMBERS: usize = 5;
/// Different panel words count up to this many points.
const PANEL_POINTS: u32 = 3;

struct Aggregator {
    score: u32,
}

/// On such a page, lines of bars and lines of three words are names of outlets, leanings, counts, times.
fn is_scrap(features: &Features) -> bool {
    let short = features.words <= 3.0 && features.unspaced == 0 && !features.heading;
    (features.bars && !features.is_long()) || short
}

/// What the lines of a page are, as far as this strategy can tell.
struct Page {
    chrome: Vec<(usize, Label, &'static str)>,
    pairs: Vec<Range<usize>>,
    score: u32,
}

impl Strategy for Aggregator {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        strip(document, &typed_lines(document), self.score, out);
    }
}

/// Strips an aggregator's page, if the evidence reaches the score. `typed` is what the lexicon says of each line.
pub fn strip(document: &Document, typed: &[Option<Typed>], score: u32, out: &mut Removals) {
    let page = Page::of(document, typed);
    if page.score < score {
        return;
    }
    let segments = document.segments();
    for pair in page.pairs {
        segments[pair].iter().for_each(|segment| out.push(segment.span, Some(Label::Excerpt), "aggregator.pair"));
    }
    for (at, label, rule) in page.chrome {
        out.push(segments[at].span, Some(label), rule);
    }
    let features = document.features();
    for (at, segment) in segments.iter().enumerate() {
        // A short line before running text is a crosshead of the page's own digest.
        let crosshead = features.get(at + 1).is_some_and(Features::is_long);
        if is_scrap(&features[at]) && !crosshead {
            out.push(segment.span, Some(Label::Aggregator), "aggregator.scrap");
        }
    }
}

/// The evidence a page needs, unless a user says otherwise.
pub const DEFAULT_SCORE: u32 = 5;

impl Page {
    fn of(document: &Document, typed: &[Option<Typed>]) -> Self {
        let mut page = Self { chrome: Vec::new(), pairs: Vec::new(), score: 0 };
        let (mut counters, mut shares, mut panels, mut upsells) = (false, false, 0, false);
        for (at, typed) in typed.iter().enumerate() {
            let Some(Typed { label, rule, .. }) = *typed else { continue };
            let line = document.inner(&document.segments()[at]);
            match label {
                Label::Aggregator if line.contains('%') => shares = true,
                Label::Aggregator if line.starts_with(char::is_numeric) || line.ends_with(char::is_numeric) => counters = true,
                Label::Aggregator => panels += 1,
                Label::Promo => upsells |= line.to_lowercase().contains("upgrade"),
                _ => {}
            }
            if label == Label::Aggregator || label == Label::Promo {
                page.chrome.push((at, label, rule));
            }
        }
        let members = member_points(document);
        if counters || shares || members > 0 || panels > 0 {
            page.pairs = pairs(document);
        }
        page.score = members
            + 2 * u32::from(counters)
            + 2 * u32::from(shares)
            + panels.min(PANEL_POINTS)
            + 2 * u32::from(upsells)
            + 2 * u32::from(page.pairs.len() >= 2);
        page
    }
}

/// Lines such as "The Herald · 2 h · local" behind a text: one is a byline, several are an aggregator's sources.
fn member_points(document: &Document) -> u32 {
    let features = document.features();
    let is_member = |at: &usize| {
        let line = document.inner(&document.segments()[*at]);
        features[*at].bars
            && features[*at].words <= MEMBER_WORDS
            && line.matches('·').count() >= 2
            && features[*at - 1].chars >= SNIPPET_CHARS / 2
    };
    match (1..features.len()).filter(is_member).count() {
        0..MIN_MEMBERS => 0,
        MIN_MEMBERS..MANY_MEMBERS => 3,
        _ => 5,
    }
}

/// Headline and cut-off snippet, both on the page's topic.
fn pairs(document: &Document) -> Vec<Range<usize>> {
    let features = document.features();
    let Some(title) = features.iter().position(Features::is_title) else { return Vec::new() };
    let topic = Vocabulary::of(std::iter::once(document.inner(&document.segments()[title])));
    let is_pair = |at: &usize| {
        let (headline, snippet) = (&features[*at], &features[*at + 1]);
        let cut = matches!(snippet.ending, Ending::Ellipsis | Ending::Open);
        headline.is_title()
            && snippet.chars >= SNIPPET_CHARS
            && cut
            && topic.overlap(document.inner(&document.segments()[*at])) >= PAIR_OVERLAP
    };
    (title + 1..features.len().saturating_sub(1)).filter(is_pair).map(|at| at..at + 2).collect()
}
