//! boilerpipe's blocks (Kohlschütter et al. 2010): words, link density in words, and text density, with the neighbours.

pub mod article;
pub mod canola;
pub mod density;
pub mod numwords;

use crate::document::{Document, Features};

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

/// Calls `keep` with the previous, current and next block of each segment.
pub fn classify(document: &Document, keep: impl Fn(Block, Block, Block) -> bool) -> Vec<bool> {
    let blocks: Vec<Block> = document.features().iter().map(Block::of).collect();
    let at = |index: Option<usize>| index.and_then(|index| blocks.get(index)).copied().unwrap_or_default();
    (0..blocks.len()).map(|index| keep(at(index.checked_sub(1)), blocks[index], at(Some(index + 1)))).collect()
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
