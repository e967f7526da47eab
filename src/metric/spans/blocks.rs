//! Classes of blocks with weights, and dragnet's way from a gold text to classes.
//!
//! Which blocks there are depends on the program that cuts the page, so that these figures compare strategies on one
//! segmentation only. With weight 1 they are those of Web2Text and BoilerNet, with the number of tokens as weight those of
//! dragnet (Peters and Lecocq 2013; scikit-learn's `sample_weight`); boilerpipe's and Weka's weighted F1 is
//! [`frequency_weighted_f1`] (Kohlschütter et al. 2010). Empty denominators give 0, as in scikit-learn.

use crate::metric::Counts;
use crate::metric::text::dragnet;
use rustc_hash::FxHashMap;

/// Cells of the alignment table, one bit each, that are computed: 25,000 against 25,000 tokens, 80 MB, some seconds.
pub const MAX_CELLS: usize = 625_000_000;

/// The share of a block's tokens that must be aligned to gold for the block to be content, dragnet's `content_frac`.
pub const CONTENT_SHARE: f64 = 0.1;

/// A block with its class, what a strategy made of it, and what it weighs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// Whether it is content.
    pub content: bool,
    /// Whether the strategy took it for content.
    pub predicted: bool,
    /// Its weight: 1, or its number of tokens.
    pub weight: f64,
}

/// Weighted counts with content as the positive class.
///
/// ```
/// use gleaner::metric::spans::blocks::{Block, counts};
/// let block = |content, predicted, weight| Block { content, predicted, weight };
/// let counts = counts(&[block(true, true, 120.0), block(true, false, 40.0), block(false, false, 5.0)]);
/// assert_eq!(counts.recall(), 0.75);
/// ```
pub fn counts(blocks: &[Block]) -> Counts {
    let mut counts = Counts::default();
    blocks.iter().for_each(|block| counts.add(block.content, block.predicted, block.weight));
    counts
}

/// Mean of the F1 of both classes (BoilerNet's, scikit-learn's macro average). A class that neither side has is left out;
/// `None` if both are.
pub fn macro_f1(counts: &Counts) -> Option<f64> {
    let classes: Vec<f64> = both(counts).into_iter().filter(occurs).map(|class| class.prf_or_zero().f1).collect();
    (!classes.is_empty()).then(|| classes.iter().sum::<f64>() / classes.len() as f64)
}

/// Mean of the F1 of both classes weighted by their share in gold (Weka's weighted average). `None` without weight.
pub fn frequency_weighted_f1(counts: &Counts) -> Option<f64> {
    let all = counts.tp + counts.fp + counts.fn_ + counts.tn;
    let sum: f64 = both(counts).iter().map(|class| (class.tp + class.fn_) * class.prf_or_zero().f1).sum();
    (all > 0.0).then(|| sum / all)
}

fn both(counts: &Counts) -> [Counts; 2] {
    [*counts, counts.flipped()]
}

fn occurs(class: &Counts) -> bool {
    class.tp + class.fp + class.fn_ > 0.0
}

/// For each block the share of its tokens that the longest common subsequence of all blocks and the gold text takes in;
/// 0 for a block without tokens. `None` above [`MAX_CELLS`].
///
/// Of several longest subsequences it takes dragnet's: back from the end, a step in gold wherever that loses nothing.
///
/// ```
/// use gleaner::metric::spans::blocks::{content_shares, dragnet_classes};
/// let shares = content_shares("the ferry sailed", &["Home | About", "The ferry sailed."]);
/// assert_eq!(shares, Some(vec![0.0, 2.0 / 3.0]));
/// assert_eq!(dragnet_classes(&shares.unwrap_or_default()), [false, true]);
/// ```
pub fn content_shares(gold: &str, blocks: &[&str]) -> Option<Vec<f64>> {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut number = |token| {
        let next = numbers.len() as u32;
        *numbers.entry(token).or_insert(next)
    };
    let gold: Vec<u32> = dragnet::words(gold).map(&mut number).collect();
    let (mut page, mut ends) = (Vec::new(), Vec::new());
    for block in blocks {
        page.extend(dragnet::words(block).map(&mut number));
        ends.push(page.len());
    }
    let aligned = aligned(&page, &gold)?;
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let share = |tokens: &[bool]| tokens.iter().filter(|flag| **flag).count() as f64 / tokens.len().max(1) as f64;
    Some(starts.zip(&ends).map(|(start, &end)| share(&aligned[start..end])).collect())
}

/// Blocks of which more than [`CONTENT_SHARE`] is gold.
pub fn dragnet_classes(shares: &[f64]) -> Vec<bool> {
    shares.iter().map(|share| *share > CONTENT_SHARE).collect()
}

/// Which tokens of the page lie on the longest common subsequence with gold.
fn aligned(page: &[u32], gold: &[u32]) -> Option<Vec<bool>> {
    let cells = page.len().checked_mul(gold.len()).filter(|cells| *cells <= MAX_CELLS)?;
    // One bit a cell: whether the way back goes along gold. Two rows of lengths.
    let mut along_gold = vec![0_u64; cells / 64 + 1];
    let (mut above, mut row) = (vec![0_u32; gold.len() + 1], vec![0_u32; gold.len() + 1]);
    for (i, token) in page.iter().enumerate() {
        for (j, own) in gold.iter().enumerate() {
            let along = row[j] >= above[j + 1];
            row[j + 1] = if token == own { above[j] + 1 } else { row[j].max(above[j + 1]) };
            let cell = i * gold.len() + j;
            along_gold[cell / 64] |= u64::from(along) << (cell % 64);
        }
        std::mem::swap(&mut above, &mut row);
    }
    let mut flags = vec![false; page.len()];
    let (mut i, mut j) = (page.len(), gold.len());
    while i > 0 && j > 0 {
        let cell = (i - 1) * gold.len() + j - 1;
        if page[i - 1] == gold[j - 1] {
            flags[i - 1] = true;
            (i, j) = (i - 1, j - 1);
        } else if along_gold[cell / 64] >> (cell % 64) & 1 == 1 {
            j -= 1;
        } else {
            i -= 1;
        }
    }
    Some(flags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn underscores_and_marks_part_tokens() {
        assert_eq!(dragnet::words("snake_case, don't ½").collect::<Vec<_>>(), ["snake", "case", "don", "t", "½"]);
    }

    /// `b a` against gold `a b`: lengths tie, so the step goes along gold first and `a` is matched.
    #[test]
    fn ties_go_along_gold() {
        assert_eq!(aligned(&[1, 0], &[0, 1]), Some(vec![false, true]));
    }

    #[test]
    fn one_token_in_ten_is_not_yet_content() {
        assert_eq!(dragnet_classes(&[0.1, 0.11, 0.0]), [false, true, false]);
        assert_eq!(content_shares("", &["a", ""]), Some(vec![0.0, 0.0]));
    }

    #[test]
    fn a_class_that_does_not_occur_has_no_f1() {
        assert_eq!(macro_f1(&Counts::default()), None);
        assert_eq!(macro_f1(&Counts { tn: 3.0, ..Counts::default() }), Some(1.0));
        assert_eq!(frequency_weighted_f1(&Counts::default()), None);
    }
}
