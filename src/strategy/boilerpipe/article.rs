//! `boilerpipe-article`: boilerpipe's pipeline for news, on text.
//!
//! - **Idea**: classify by word counts, cut at the end of the text, fuse what touches, keep the largest piece and what
//!   belongs to it.
//! - **Source**: boilerpipe's ArticleExtractor (Kohlschütter et al. 2010). On text there are no tags: a paragraph group
//!   (lines without a blank line between them) stands for the tag level, and end-of-text cues come from the lexicon. On a
//!   page the pipeline is boilerpy3's, with the lexicon's comment headers in place of its cues.
//! - **Needs**: links. **Parameters**: `min-words`, words of content before a cue may cut.
//! - **Wins**: one article on one page. **Loses**: articles split by furniture; live blogs; short news. Not idempotent.
//! - **Cost**: O(bytes of short lines).

use super::{numwords, page_article};
use crate::document::{Document, Features, FoldedLine, fold_into};
use crate::label::Label;
use crate::strategy::Strategy;
use crate::strategy::contract::{Context, Entry, Family, Needs, Parameter, Properties, Removals};
use crate::strategy::lexicon::Lexicon;
use std::ops::Range;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "boilerpipe-article",
    version: 2,
    summary: "boilerpipe's news pipeline: word counts, end-of-text cues, largest block",
    loses: "articles split by furniture, live blogs, short news",
    family: Family::ShallowText,
    source: "Kohlschuetter et al. 2010; ArticleExtractor, on text",
    needs: Needs::Links,
    parameters: &[Parameter::number(
        "min-words",
        "60",
        (0.0, 10_000.0),
        "words of content before an end-of-text cue may cut (published: 60)",
    )],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |parameters| Box::new(Article { min_words: parameters.number("min-words") as f32 }),
};

/// Blocks of other groups are added from this many words (published: 150 around the largest, 100 behind it).
const LARGE_WORDS: f32 = 150.0;
/// End-of-text cues are shorter than this many words.
pub(super) const CUE_WORDS: f32 = 15.0;
/// Text this dense counts towards the words before a cue.
pub(super) const DENSE: f32 = 9.0;
/// A title stands at most this many lines above its text.
const TITLE_REACH: usize = 8;

struct Article {
    min_words: f32,
}

impl Strategy for Article {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        if let Some(page) = document.page() {
            let blocks = super::blocks(document);
            let kept = page_article::keep(document, page, &blocks, self.min_words);
            return super::remove_others(document, &blocks, &kept, "boilerpipe-article", out);
        }
        let mut kept = numwords::keep(&super::blocks(document), 0.333_333);
        let end = self.end_of_text(document, &kept);
        kept[end..].fill(false);
        drop_trailing_headings(document.features(), &mut kept);
        let Some(pieces) = largest_with_kin(document.features(), &kept) else {
            document.segments().iter().for_each(|segment| out.push(segment.span, None, "boilerpipe-article"));
            return;
        };
        let title = title_above(document.features(), pieces[0].start);
        for (at, segment) in document.segments().iter().enumerate() {
            let inside = pieces.iter().any(|piece| piece.contains(&at)) && kept[at];
            if !inside && Some(at) != title {
                out.push(segment.span, None, "boilerpipe-article");
            }
        }
    }
}

impl Article {
    /// The index of the first end-of-text cue that enough dense content stands before.
    fn end_of_text(&self, document: &Document, kept: &[bool]) -> usize {
        let lexicon = Lexicon::of(document.language());
        let mut line = FoldedLine::default();
        let mut words = 0.0;
        for (at, (segment, features)) in document.segments().iter().zip(document.features()).enumerate() {
            if kept[at] && super::Block::of(features).density >= DENSE {
                words += features.words;
            }
            if words >= self.min_words && features.words < CUE_WORDS && features.chars >= 8 {
                fold_into(document.text(), segment, document.links(), &mut line);
                let hit = lexicon.find(&line, features);
                if hit.is_some_and(|hit| hit.whole && ends_text(hit.rule.label)) {
                    return at;
                }
            }
        }
        kept.len()
    }
}

const fn ends_text(label: Label) -> bool {
    matches!(label, Label::Comments | Label::Legal | Label::Rail | Label::Share | Label::Promo | Label::Bio)
}

fn drop_trailing_headings(features: &[Features], kept: &mut [bool]) {
    for at in (0..kept.len()).rev().filter(|&at| kept[at]).collect::<Vec<_>>() {
        if !features[at].heading {
            return;
        }
        kept[at] = false;
    }
}

/// The largest run of kept blocks (gaps of one are bridged), and the other runs of many words.
fn largest_with_kin(features: &[Features], kept: &[bool]) -> Option<Vec<Range<usize>>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in (0..kept.len()).filter(|&at| kept[at]) {
        match runs.last_mut() {
            Some(run) if at <= run.end + 1 => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    let words = |run: &Range<usize>| run.clone().filter(|&at| kept[at]).map(|at| features[at].words).sum::<f32>();
    let largest = runs.iter().map(words).max_by(f32::total_cmp)?;
    let kin: Vec<Range<usize>> = runs.into_iter().filter(|run| words(run) >= LARGE_WORDS.min(largest)).collect();
    Some(kin)
}

fn title_above(features: &[Features], start: usize) -> Option<usize> {
    (start.saturating_sub(TITLE_REACH)..start).rev().find(|&at| features[at].is_title() && features[at].link_density() < 0.5)
}
