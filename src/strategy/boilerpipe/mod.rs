//! boilerpipe's blocks (Kohlschütter et al. 2010): words, link density in words, and text density, with the neighbours.
//! Of a page the blocks are the original's: text between tags, those of links and inline marks aside (see `page_blocks`).

pub mod article;
pub mod canola;
pub mod density;
pub mod numwords;
mod page_article;
mod page_blocks;

use crate::document::{Document, Features};
use crate::span::Span;
use crate::strategy::contract::{Removals, Rule};
use crate::strategy::html::kept_runs;
use std::ops::Range;

/// Columns at which the original wraps a block to measure its density.
const COLUMNS: u32 = 80;
/// Full-width characters take two columns.
const WIDE_COLUMNS: u32 = 40;

/// What the classifiers know of a block. A missing neighbour is an empty block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Block {
    /// Words.
    pub words: f32,
    /// Share of the words that stand in links.
    pub links: f32,
    /// Words a line after wrapping, the last line aside; the words of a one-line block.
    pub density: f32,
}

impl Block {
    /// Measures a segment. The wrapped lines are estimated from its length, not laid out.
    pub fn of(features: &Features) -> Self {
        let columns = if features.unspaced * 2 > features.chars { WIDE_COLUMNS } else { COLUMNS };
        let lines = features.length.div_ceil(columns).max(1) as f32;
        let density = if lines < 2.0 {
            features.words
        } else {
            let last = (features.length - (lines as u32 - 1) * columns) as f32 / features.length as f32;
            features.words * (1.0 - last) / (lines - 1.0)
        };
        Self { words: features.words, links: features.link_word_density(), density }
    }
}

/// A block with its place: a segment of a text, or the text runs of a page that no tag parts.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Its bytes in the text.
    pub span: Span,
    /// In a page: its runs.
    pub runs: Range<usize>,
    /// Tags around it, inline ones aside; in a text nought.
    pub level: u32,
    /// What is measured of it.
    pub block: Block,
}

/// The blocks of a document: those of the original for a page, the segments for a text.
pub fn blocks(document: &Document) -> Vec<Placed> {
    match document.page() {
        Some(page) => page_blocks::of(document, page),
        None => {
            let segments = document.segments().iter().zip(document.features());
            segments.map(|(segment, features)| Placed { span: segment.span, runs: 0..0, level: 0, block: Block::of(features) }).collect()
        }
    }
}

/// Calls `keep` with the previous, current and next block of each block.
pub fn classify(blocks: &[Placed], keep: impl Fn(Block, Block, Block) -> bool) -> Vec<bool> {
    let at = |index: Option<usize>| index.and_then(|index| blocks.get(index)).map(|placed| placed.block).unwrap_or_default();
    (0..blocks.len()).map(|index| keep(at(index.checked_sub(1)), blocks[index].block, at(Some(index + 1)))).collect()
}

/// Takes out the blocks that are not kept. What is in no block of a page (bullets, arrows) is no content either.
pub fn remove_others(document: &Document, blocks: &[Placed], kept: &[bool], rule: &'static str, out: &mut Removals) {
    let pairs = || blocks.iter().zip(kept);
    let Some(page) = document.page() else {
        pairs().filter(|(_, kept)| !**kept).for_each(|(placed, _)| out.push(placed.span, None, rule));
        return;
    };
    let mut runs = vec![false; page.runs.len()];
    pairs().filter(|(_, kept)| **kept).for_each(|(placed, _)| runs[placed.runs.clone()].fill(true));
    kept_runs::remove_others(page, &runs, &Rule::Borrowed(rule), out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn density_is_words_a_full_line() {
        let line = Features { words: 12.0, length: 70, chars: 60, ..Features::default() };
        assert_eq!(Block::of(&line).density, 12.0);
        let paragraph = Features { words: 40.0, length: 240, chars: 200, ..Features::default() };
        assert!((Block::of(&paragraph).density - 40.0 / 3.0).abs() < 1e-5);
    }
}
