//! Paragraphs vote for the elements around them; the best element, and those of its siblings that are like it, are the article.

use super::Flags;
use super::walk::{Facts, Walked};
use crate::document::html::{Attribute, ElementId, Page, Tag};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Shorter paragraphs do not vote.
const MIN_VOTE_CHARS: u32 = 25;
/// A paragraph's points for length: one for each of these characters, so many at most.
const POINT_CHARS: u32 = 100;
const MAX_LENGTH_POINTS: u32 = 3;
/// Elements up to which a score is handed.
const LEVELS: usize = 5;
/// Candidates that are looked at, the share of the best score that makes one an alternative, and how many alternatives
/// must share an element for it to be taken.
const CANDIDATES: usize = 5;
const ALTERNATIVE_SHARE: f64 = 0.75;
const ALTERNATIVES: usize = 3;
/// Climbing ends at an element with less than this share of the last score.
const CLIMB_SHARE: f64 = 1.0 / 3.0;
/// A sibling's least score, and its least share of the best score; the same share is the bonus for the same class.
const SIBLING_SCORE: f64 = 10.0;
const SIBLING_SHARE: f64 = 0.2;
/// A sibling paragraph longer than this may have some links, a shorter one none.
const SIBLING_CHARS: u32 = 80;
const SIBLING_LINKS: f64 = 0.25;

/// The elements of the article, and paragraphs of loose text among them.
#[derive(Debug, Default)]
pub struct Roots {
    /// Elements, whole.
    pub elements: Vec<ElementId>,
    /// Runs of loose paragraphs.
    pub loose: Vec<Range<usize>>,
    covered: Vec<bool>,
}

impl Roots {
    /// Whether a run stands in the article.
    pub fn has_run(&self, run: usize) -> bool {
        self.covered.get(run).copied().unwrap_or(false)
    }

    fn cover(mut self, page: &Page) -> Self {
        self.covered = vec![false; page.runs.len()];
        let elements = self.elements.iter().map(|&id| page.elements[id].runs.clone());
        for runs in elements.chain(self.loose.iter().cloned()) {
            self.covered[runs].fill(true);
        }
        self
    }
}

/// The article.
pub fn article(page: &Page, body: ElementId, facts: &Facts, walked: &Walked, flags: Flags) -> Roots {
    let scores = scores(page, body, facts, walked, flags);
    let mut candidates: Vec<(ElementId, f64)> = scores.iter().enumerate().filter_map(|(id, score)| Some((id, (*score)?))).collect();
    // Equal scores keep the page's order.
    candidates.sort_by(|a, b| b.1.total_cmp(&a.1));
    candidates.truncate(CANDIDATES);
    let Some(&(best, score)) = candidates.first().filter(|(best, _)| *best != body) else {
        // Nothing votes, or for the page as a whole: all of it.
        return Roots { elements: vec![body], ..Roots::default() }.cover(page);
    };
    let top = shared(page, walked, &candidates, body).unwrap_or(best);
    let top = climbed(page, walked, &scores, top, if top == best { score } else { scores[top].unwrap_or(0.0) }, body);
    let score = scores[top].unwrap_or(0.0);
    siblings(page, walked, &scores, top, score).cover(page)
}

/// The score of every element that got one, less its links.
fn scores(page: &Page, body: ElementId, facts: &Facts, walked: &Walked, flags: Flags) -> Vec<Option<f64>> {
    let mut scores: Vec<Option<f64>> = vec![None; page.elements.len()];
    for vote in &walked.votes {
        let chars = walked.chars(&vote.runs);
        if chars < MIN_VOTE_CHARS {
            continue;
        }
        let points = 2 + walked.commas(&vote.runs) + (chars / POINT_CHARS).min(MAX_LENGTH_POINTS);
        let mut next = vote.parent;
        for level in 0..LEVELS {
            let Some(id) = next.filter(|&id| id >= body) else { break };
            let share = match level {
                0 => 1.0,
                1 => 2.0,
                _ => 3.0 * level as f64,
            };
            let start = || initial(page, id, facts, walked, flags);
            *scores[id].get_or_insert_with(start) += f64::from(points) / share;
            next = walked.parent(page, id);
        }
    }
    for (id, score) in scores.iter_mut().enumerate() {
        if let Some(score) = score {
            *score *= 1.0 - walked.link_density(&page.elements[id].runs);
        }
    }
    scores
}

/// What an element brings with it: its name and class.
fn initial(page: &Page, id: ElementId, facts: &Facts, walked: &Walked, flags: Flags) -> f64 {
    let by_tag = match page.elements[id].tag {
        Tag::Div if walked.is_paragraph[id] => 0,
        Tag::Div => 5,
        Tag::Pre | Tag::Td | Tag::Blockquote => 3,
        Tag::Address | Tag::Ol | Tag::Ul | Tag::Dl | Tag::Dd | Tag::Dt | Tag::Li | Tag::Form => -3,
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 | Tag::Th => -5,
        _ => 0,
    };
    f64::from(by_tag + if flags.weights { facts.said[id].weight } else { 0 })
}

/// The innermost element that holds three candidates nearly as good as the best.
fn shared(page: &Page, walked: &Walked, candidates: &[(ElementId, f64)], body: ElementId) -> Option<ElementId> {
    let (best, score) = *candidates.first()?;
    let near = candidates[1..].iter().filter(|(_, own)| own / score >= ALTERNATIVE_SHARE).map(|(id, _)| *id);
    let near: Vec<ElementId> = near.collect();
    if near.len() < ALTERNATIVES {
        return None;
    }
    let holds = |id: ElementId, other: ElementId| id < other && other < page.elements[id].end;
    let mut next = walked.parent(page, best);
    while let Some(id) = next.filter(|&id| id > body) {
        if near.iter().filter(|&&other| holds(id, other)).count() >= ALTERNATIVES {
            return Some(id);
        }
        next = walked.parent(page, id);
    }
    None
}

/// Climbs to an element that scores higher, and out of elements that hold nothing else.
fn climbed(page: &Page, walked: &Walked, scores: &[Option<f64>], top: ElementId, score: f64, body: ElementId) -> ElementId {
    let (mut top, mut last, threshold) = (top, score, score * CLIMB_SHARE);
    let mut next = walked.parent(page, top);
    while let Some(id) = next.filter(|&id| id > body) {
        next = walked.parent(page, id);
        let Some(own) = scores[id] else { continue };
        if own < threshold {
            break;
        }
        if own > last {
            top = id;
            break;
        }
        last = own;
    }
    let loose: FxHashSet<ElementId> = walked.loose.iter().map(|(id, _)| *id).collect();
    while let Some(parent) = walked.parent(page, top).filter(|&id| id > body) {
        if children(page, walked, parent).nth(1).is_some() || loose.contains(&parent) {
            break;
        }
        top = parent;
    }
    top
}

fn children<'p>(page: &'p Page, walked: &'p Walked, id: ElementId) -> impl Iterator<Item = ElementId> + 'p {
    page.children(id).filter(|&child| walked.gone[child].is_none())
}

/// The top candidate with the siblings that are like it.
fn siblings(page: &Page, walked: &Walked, scores: &[Option<f64>], top: ElementId, score: f64) -> Roots {
    let mut roots = Roots::default();
    let Some(parent) = walked.parent(page, top) else {
        return Roots { elements: vec![top], ..roots };
    };
    let threshold = SIBLING_SCORE.max(score * SIBLING_SHARE);
    let class = |id| page.attribute(id, Attribute::Class);
    for sibling in children(page, walked, parent) {
        let bonus = if !class(top).is_empty() && class(top) == class(sibling) { score * SIBLING_SHARE } else { 0.0 };
        let scored = scores[sibling].is_some_and(|own| own + bonus >= threshold);
        let paragraph = page.elements[sibling].tag == Tag::P || walked.is_paragraph[sibling] || walked.collapsed[sibling];
        let holds_top = sibling <= top && top < page.elements[sibling].end;
        if holds_top || scored || (paragraph && is_like_text(walked, &page.elements[sibling].runs)) {
            roots.elements.push(sibling);
        }
    }
    let loose = walked.loose.iter().filter(|(id, _)| *id == parent).map(|(_, runs)| runs.clone());
    roots.loose = loose.filter(|runs| is_like_text(walked, runs)).collect();
    roots
}

/// Whether a paragraph beside the top candidate reads like a part of it.
fn is_like_text(walked: &Walked, runs: &Range<usize>) -> bool {
    let (chars, links) = (walked.chars(runs), walked.link_density(runs));
    if chars > SIBLING_CHARS {
        return links < SIBLING_LINKS;
    }
    chars > 0 && links == 0.0 && walked.ends_sentence(runs)
}
