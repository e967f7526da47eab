//! The head of the page: title, lead, and the lines between them and the article.

use super::evidence::Evidence;
use crate::document::{Document, Kind, RunningWords};
use std::collections::BTreeSet;
use std::ops::Range;

/// A title stands at most this many lines above the article.
const REACH: usize = 60;
/// Share of its longer words that an unmarked title has in common with the running text.
const OVERLAP: f32 = 0.25;
/// More words do not make a line more of a title.
const ENOUGH_WORDS: f32 = 8.0;
/// Part of the best candidate's score that makes an earlier line the title.
const GOOD: f32 = 0.6;
/// A lead without a sentence mark has this many words.
const LEAD_WORDS: f32 = 7.0;

/// What is kept of the head.
#[derive(Debug, Default)]
pub struct Head {
    /// Lines to keep.
    pub kept: BTreeSet<usize>,
}

/// Finds the title above the article and the lead between them.
pub fn parse(document: &Document, running: &RunningWords, evidence: &Evidence, article: &[Range<usize>]) -> Head {
    let mut head = Head::default();
    let Some(first) = article.first() else { return head };
    let features = document.features();
    let Some(title) = title(document, running, evidence, first.start) else { return head };
    head.kept.insert(title);
    let between = features.iter().enumerate().take(first.start).skip(title + 1);
    for (at, own) in between {
        let worded = own.is_sentence() || (own.words >= LEAD_WORDS && !own.bars);
        if worded && own.link_density() < 0.5 && !evidence.is_furniture(at) {
            head.kept.insert(at);
        }
    }
    head
}

/// The nearest unlinked heading of the first level above the article, else the headline that shares most words with it.
fn title(document: &Document, running: &RunningWords, evidence: &Evidence, start: usize) -> Option<usize> {
    let features = document.features();
    let from = start.saturating_sub(REACH);
    let free = |at: &usize| !evidence.is_known(*at) && features[*at].link_density() < 0.8;
    let heading = |at: &usize| document.segments()[*at].kind == Kind::Heading(1) && features[*at].words >= 2.0;
    if let Some(title) = (from..=start).rev().filter(|&at| at < features.len()).filter(free).find(heading) {
        return Some(title);
    }
    let shaped = |at: &usize| {
        let own = &features[*at];
        own.is_title() && !own.bars && own.digits * 4 < own.chars
    };
    let shaped: Vec<usize> = (from..start).filter(free).filter(shaped).collect();
    if shaped.is_empty() {
        return None;
    }
    let overlaps = running.shares(shaped.iter().map(|at| document.inner(&document.segments()[*at])));
    let score = |(at, overlap): (usize, f32)| {
        let own = &features[at];
        (overlap >= OVERLAP).then(|| (at, overlap * own.words.min(ENOUGH_WORDS) * if own.heading { 2.0 } else { 1.0 }))
    };
    let candidates: Vec<(usize, f32)> = shaped.into_iter().zip(overlaps).filter_map(score).collect();
    let best = candidates.iter().map(|(_, score)| *score).fold(0.0, f32::max);
    // The lead below shares as many words: the first good candidate is the title.
    candidates.iter().find(|(_, score)| *score >= GOOD * best).map(|(at, _)| *at)
}
