//! Where the article is: the stretch of lines with the most running text, and what goes outside and inside of it.

use super::evidence::Evidence;
use super::head::Head;
use super::{Verdict, evidence, prose};
use crate::document::{Document, Ending, Features};
use crate::label::Label;
use crate::strategy::text_bte::stretches;
use std::ops::Range;

/// A line that is no sentence counts at least this many words against the stretch.
const MIN_LOSS: f32 = 3.0;
/// A known piece of furniture counts this many words against the stretch at most: articles are full of it.
const MAX_LOSS: f32 = 10.0;
/// Further stretches with this share of the best one's sum are kept too.
const MORE: f32 = 0.25;
/// No more stretches than this.
const MAX: usize = 8;
/// Words of a paragraph that is running text even without a mark at its end.
const PARAGRAPH_WORDS: f32 = 20.0;
/// Words of a last paragraph that lost its mark.
const UNMARKED_WORDS: f32 = 12.0;
/// Lines without running text that may stand between the article and a last paragraph of it.
const GAP: usize = 10;

/// How lines count.
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    /// Of lines that are no running text.
    pub alpha: f32,
    /// Of those, lines that nobody knows and no link is in: crossheads, list items, scores.
    pub unknown: f32,
}

/// The article's stretches, in text order.
pub fn find(document: &Document, evidence: &Evidence, weights: Weights) -> Vec<Range<usize>> {
    let features = document.features();
    let values: Vec<f32> = (0..features.len()).map(|at| value(&features[at], evidence, at, weights)).collect();
    let mut found = stretches(&values, MORE, MAX);
    found.sort_by_key(|range| range.start);
    extend(document, evidence, &mut found);
    found
}

fn value(features: &Features, evidence: &Evidence, at: usize, weights: Weights) -> f32 {
    let words = features.words.max(MIN_LOSS);
    if evidence.special[at].is_some() {
        return -weights.alpha * words;
    }
    if evidence.typed[at].is_some_and(|(label, _)| !evidence::is_meta(label)) {
        return -weights.alpha * words.min(MAX_LOSS);
    }
    if is_running(features) {
        return features.words - 1.5 * features.link_words;
    }
    let known = if features.link_density() > 0.3 || features.bars { 1.0 } else { weights.unknown };
    -weights.alpha * known * words
}

/// A sentence, or a paragraph that lost its mark.
fn is_running(features: &Features) -> bool {
    let paragraph = features.words >= PARAGRAPH_WORDS
        && features.link_density() < 0.3
        && !features.bars
        && (features.sentences > 0 || features.commas > 0);
    features.is_sentence() || paragraph
}

/// Adds the last paragraphs that furniture has cut off from the article.
fn extend(document: &Document, evidence: &Evidence, found: &mut Vec<Range<usize>>) {
    let Some(last) = found.last().cloned() else { return };
    let features = document.features();
    let (mut end, mut at) = (last.end, last.end);
    while at < features.len() && at < end + GAP && !ends_article(evidence, at) {
        let own = &features[at];
        // A last short sentence may stand right behind the article or behind one piece of furniture.
        let last_words = own.ending == Ending::Sentence && at <= end + 1 && own.link_chars == 0 && own.words >= 2.0;
        // So may a paragraph that lost its mark; a headline there has another behind it.
        let unmarked = at <= end
            && own.words >= UNMARKED_WORDS
            && own.link_chars == 0
            && !own.bars
            && !features.get(at + 1).is_some_and(Features::is_title);
        if (is_running(own) && own.is_long() || last_words || unmarked)
            && own.link_density() < 0.2
            && !evidence.is_known(at)
            && !prose::has_cue(document, at)
        {
            end = at + 1;
            found.push(at..at + 1);
        }
        at += 1;
    }
}

/// Whether a line says that the article is over.
fn ends_article(evidence: &Evidence, at: usize) -> bool {
    let over = |label: Label| matches!(label, Label::Comments | Label::Legal | Label::Bio | Label::Rail | Label::Origin);
    evidence.special[at].or(evidence.typed[at]).is_some_and(|(label, _)| over(label))
}

/// Outside the article only its head stays.
pub fn strip_outside(article: &[Range<usize>], head: &Head, verdicts: &mut [Verdict]) {
    for (at, verdict) in verdicts.iter_mut().enumerate() {
        let inside = || article.iter().any(|range| range.contains(&at));
        if verdict.is_none() && !inside() && !head.kept.contains(&at) {
            *verdict = Some((None, "default.outside"));
        }
    }
}

/// Inside the article, lines made of links go unless they read as sentences.
pub fn strip_linked(document: &Document, max: f32, head: &Head, verdicts: &mut [Verdict]) {
    for (at, features) in document.features().iter().enumerate() {
        let linked = features.link_density() > max && (!features.is_sentence() || features.link_density() > 0.9);
        if linked && verdicts[at].is_none() && !head.kept.contains(&at) {
            verdicts[at] = Some((None, "default.linked"));
        }
    }
}
