//! Where the article is: the stretch of lines with the most running text, and what goes outside and inside of it.

use super::evidence::Evidence;
use super::head::Head;
use super::{Verdict, evidence};
use crate::document::{Document, Features};
use crate::strategy::text_bte::stretches;
use std::ops::Range;

/// A line that is no sentence counts at least this many words against the stretch.
const MIN_LOSS: f32 = 3.0;
/// Unlinked lines that nobody knows may be crossheads or list items: they count this part.
const UNKNOWN: f32 = 0.5;
/// Further stretches with this share of the best one's sum are kept too.
const MORE: f32 = 0.25;
/// No more stretches than this.
const MAX: usize = 8;

/// The article's stretches, in text order.
pub fn find(document: &Document, evidence: &Evidence, alpha: f32) -> Vec<Range<usize>> {
    let features = document.features().iter().enumerate();
    let values: Vec<f32> = features.map(|(at, own)| value(own, evidence, at, alpha)).collect();
    let mut found = stretches(&values, MORE, MAX);
    found.sort_by_key(|range| range.start);
    found
}

fn value(features: &Features, evidence: &Evidence, at: usize, alpha: f32) -> f32 {
    let words = features.words.max(MIN_LOSS);
    if evidence.special[at].is_some() {
        return -alpha * words;
    }
    if evidence.typed[at].is_some_and(|(label, _)| !evidence::is_meta(label)) {
        return -alpha * words.min(10.0);
    }
    if features.is_sentence() {
        return features.words - 1.5 * features.link_words;
    }
    let known = if features.link_density() > 0.3 { 1.0 } else { UNKNOWN };
    -alpha * known * words
}

/// Outside the article only its head stays.
pub fn strip_outside(document: &Document, _: &Evidence, article: &[Range<usize>], head: &Head, verdicts: &mut [Verdict]) {
    for at in 0..document.segments().len() {
        let inside = article.iter().any(|range| range.contains(&at));
        if !inside && !head.kept.contains(&at) && verdicts[at].is_none() {
            verdicts[at] = Some((None, "default.outside"));
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
