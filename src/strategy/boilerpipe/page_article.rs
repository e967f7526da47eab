//! The article pipeline on a page's blocks, in boilerpy3's order: end-of-text cues, title, word counts, cut, fusion, largest
//! piece, what stands between the title and it.

use super::article::{CUE_WORDS, DENSE};
use super::{Placed, numwords};
use crate::document::html::Page;
use crate::document::{Document, Features, FoldedLine, Kind, Segment, fold_into};
use crate::label::Label;
use crate::strategy::lexicon::Lexicon;
use std::ops::Range;

/// A cue has this many characters or more.
const CUE_CHARS: usize = 8;

/// Whether each block belongs to the article.
pub fn keep(document: &Document, page: &Page, blocks: &[Placed], min_words: f32) -> Vec<bool> {
    let mut content = numwords::keep(blocks, 0.333_333);
    let end = end_of_text(document, blocks, &content, min_words);
    content[end..].fill(false);
    let pieces = fused(&content);
    let blocks_of = |piece: &[Range<usize>]| piece.iter().cloned().flatten().collect::<Vec<usize>>();
    let words = |piece: &[Range<usize>]| blocks_of(piece).into_iter().map(|at| blocks[at].block.words).sum::<f32>();
    // The first of equals is the largest.
    let largest = (0..pieces.len()).rev().max_by(|&a, &b| words(&pieces[a]).total_cmp(&words(&pieces[b])));
    let mut kept = vec![false; blocks.len()];
    let Some(largest) = largest else { return kept };
    let titles = titles(&page.title);
    let titled = |piece: &[Range<usize>]| blocks_of(piece).into_iter().any(|at| is_title(document, &blocks[at], &titles));
    let from = pieces[..=largest].iter().rposition(|piece| titled(piece)).unwrap_or(largest);
    pieces[from..=largest].iter().flatten().for_each(|blocks| kept[blocks.clone()].fill(true));
    kept
}

/// Content blocks, each with the block before it (fusion at distance nought takes in what touches), then with each other
/// over a gap of one block, which stays out.
fn fused(content: &[bool]) -> Vec<Vec<Range<usize>>> {
    let mut pieces: Vec<Vec<Range<usize>>> = Vec::new();
    for at in (0..content.len()).filter(|&at| content[at]) {
        let start = if at > 0 && !content[at - 1] { at - 1 } else { at };
        let last = pieces.last_mut().and_then(|piece| piece.last_mut());
        match last {
            Some(last) if last.end >= start => last.end = at + 1,
            Some(last) if last.end + 1 == start => pieces.last_mut().into_iter().for_each(|piece| piece.push(start..at + 1)),
            _ => pieces.push(std::iter::once(start..at + 1).collect()),
        }
    }
    pieces
}

/// The index of the first end-of-text cue behind enough dense content. The original's cues are all about readers' comments.
fn end_of_text(document: &Document, blocks: &[Placed], content: &[bool], min_words: f32) -> usize {
    let lexicon = Lexicon::of(document.language());
    let mut line = FoldedLine::default();
    let mut words = 0.0;
    for (at, placed) in blocks.iter().enumerate() {
        if content[at] && placed.block.density >= DENSE {
            words += placed.block.words;
        }
        let span = placed.span;
        if words < min_words || placed.block.words >= CUE_WORDS || document.slice(span).chars().nth(CUE_CHARS - 1).is_none() {
            continue;
        }
        let segment = Segment { span, inner: span, kind: Kind::Text, blank_before: true, links: 0..0, block: None, hidden: false };
        fold_into(document.text(), &segment, &[], &mut line);
        let features = Features::measure(document.text(), &segment, &[]);
        if lexicon.find(&line, &features).is_some_and(|hit| hit.whole && hit.rule.label == Label::Comments) {
            return at;
        }
    }
    blocks.len()
}

/// Whether a block is the title or one of its parts.
fn is_title(document: &Document, placed: &Placed, titles: &[String]) -> bool {
    let text = document.slice(placed.span);
    // Lower case may be longer, but not by so much.
    let fits = titles.first().is_some_and(|whole| text.len() <= 4 * whole.len());
    fits && titles.contains(&text.trim().to_lowercase())
}

/// The title, and its longest part when split at more and more signs.
fn titles(title: &str) -> Vec<String> {
    let mut found = vec![title.trim().to_lowercase()];
    for signs in ["|:", "|:()", "|:()-", "|,:()-"] {
        let parts: Vec<&str> = title.split(|c: char| signs.contains(c)).collect();
        let (mut longest, mut words) = ("", 0);
        for part in parts.iter().map(|part| part.trim()).filter(|part| !part.contains(".com")) {
            let own = part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
            if own > words || part.len() > longest.len() {
                (longest, words) = (part, own);
            }
        }
        if parts.len() > 1 && !longest.is_empty() {
            found.push(longest.to_lowercase());
        }
    }
    found.retain(|title| !title.is_empty());
    found
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init, reason = "one range is meant")]
mod tests {
    use super::*;

    #[test]
    fn a_content_block_takes_in_the_one_before_it() {
        assert_eq!(fused(&[false, false, true, true, false, true, false, false]), [vec![1..6]]);
        assert_eq!(fused(&[true, false, false, true]), [vec![0..1, 2..4]]);
        assert_eq!(fused(&[true, false, false, false, true]), [vec![0..1], vec![3..5]]);
    }

    #[test]
    fn titles_are_split_at_more_and_more_signs() {
        assert_eq!(
            titles("Ferry runs aground - The Bay Post | news.com"),
            [
                "ferry runs aground - the bay post | news.com",
                "ferry runs aground - the bay post",
                "ferry runs aground - the bay post",
                "ferry runs aground",
                "ferry runs aground"
            ]
        );
    }
}
