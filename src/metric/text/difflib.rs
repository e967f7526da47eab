//! The alignment of Python's `difflib.SequenceMatcher`, which CleanEval's scorer rests on.
//!
//! It is no longest common subsequence: it takes the longest block of equal tokens, the one that begins first in `a` and then in
//! `b`, and does the same left and right of it (Ratcliff and Obershelp's "gestalt pattern matching"). With `autojunk`, tokens that
//! stand more than ⌊n/100⌋ + 1 times in a `b` of n ≥ 200 tokens begin no block, though a block may grow over them. So it depends
//! on which text is `a`, and moved passages are lost.

use std::ops::Range;

/// Steps that an alignment may take before it is given up: half a second or so. Ordinary pages of 5,000 words take less than a
/// hundredth of that; only texts made of few words over and over come near.
pub const STEPS: u64 = 200_000_000;
/// Length of `b` from which on `autojunk` looks for popular tokens.
const AUTOJUNK_FROM: usize = 200;

/// A stretch of equal tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// Where it begins in `a`.
    pub a: usize,
    /// Where it begins in `b`.
    pub b: usize,
    /// Its tokens.
    pub size: usize,
}

/// `SequenceMatcher(None, a, b, autojunk).get_matching_blocks()` without the empty block at its end; `None` if
/// it takes more than `steps` comparisons (see [`STEPS`]).
///
/// ```
/// use gleaner::metric::text::difflib::{Block, STEPS, matching_blocks};
/// // a b c d e f against d e f a b c: the first longest block is the only one.
/// let blocks = matching_blocks(&[0, 1, 2, 3, 4, 5], &[3, 4, 5, 0, 1, 2], true, STEPS);
/// assert_eq!(blocks, Some(vec![Block { a: 0, b: 3, size: 3 }]));
/// ```
pub fn matching_blocks(a: &[u32], b: &[u32], autojunk: bool, steps: u64) -> Option<Vec<Block>> {
    let mut matcher = Matcher::new(a, b, autojunk, steps);
    let mut blocks = Vec::new();
    let mut open = vec![(0..a.len(), 0..b.len())];
    while let Some((in_a, in_b)) = open.pop() {
        let block = matcher.longest(in_a.clone(), in_b.clone())?;
        if block.size == 0 {
            continue;
        }
        blocks.push(block);
        let right = (block.a + block.size..in_a.end, block.b + block.size..in_b.end);
        let left = (in_a.start..block.a, in_b.start..block.b);
        open.extend([left, right].into_iter().filter(|(a, b)| !a.is_empty() && !b.is_empty()));
    }
    blocks.sort_unstable();
    Some(merged(blocks))
}

/// Blocks that touch in both texts become one.
fn merged(blocks: Vec<Block>) -> Vec<Block> {
    let mut merged: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match merged.last_mut() {
            Some(last) if last.a + last.size == block.a && last.b + last.size == block.b => last.size += block.size,
            _ => merged.push(block),
        }
    }
    merged
}

struct Matcher<'a> {
    a: &'a [u32],
    b: &'a [u32],
    /// Where each token stands in `b`, token by token: those of token t are `places[starts[t]..starts[t + 1]]`.
    places: Vec<u32>,
    starts: Vec<usize>,
    /// Length of the run that ends at each place of `b`, for the last two rows; valid if the stamp is the row's number.
    runs: [Vec<(u64, u32)>; 2],
    row: u64,
    steps: u64,
}

impl<'a> Matcher<'a> {
    fn new(a: &'a [u32], b: &'a [u32], autojunk: bool, steps: u64) -> Self {
        let tokens = a.iter().chain(b).max().map_or(0, |&most| most as usize + 1);
        let mut counts = vec![0_usize; tokens];
        b.iter().for_each(|&token| counts[token as usize] += 1);
        if autojunk && b.len() >= AUTOJUNK_FROM {
            let most = b.len() / 100 + 1;
            counts.iter_mut().filter(|count| **count > most).for_each(|count| *count = 0);
        }
        let starts: Vec<usize> = std::iter::once(0)
            .chain(counts.iter().scan(0, |sum, count| {
                *sum += count;
                Some(*sum)
            }))
            .collect();
        let mut next = starts.clone();
        let mut places = vec![0; starts[tokens]];
        for (at, &token) in b.iter().enumerate() {
            let token = token as usize;
            if counts[token] > 0 {
                places[next[token]] = at as u32;
                next[token] += 1;
            }
        }
        Self { a, b, places, starts, runs: [vec![(0, 0); b.len() + 1], vec![(0, 0); b.len() + 1]], row: 1, steps }
    }

    /// The first longest block inside both windows; `None` when the steps are used up.
    fn longest(&mut self, in_a: Range<usize>, in_b: Range<usize>) -> Option<Block> {
        let mut best = Block { a: in_a.start, b: in_b.start, size: 0 };
        // Runs of the window before must not be taken for runs of this one.
        self.row += 1;
        for at in in_a.clone() {
            self.row += 1;
            let [even, odd] = &mut self.runs;
            let (last, own) = if self.row.is_multiple_of(2) { (odd, even) } else { (even, odd) };
            let token = self.a[at] as usize;
            let places = &self.places[self.starts[token]..self.starts[token + 1]];
            let first = places.partition_point(|&place| (place as usize) < in_b.start);
            let mut taken = 1;
            for &place in places[first..].iter().take_while(|&&place| (place as usize) < in_b.end) {
                let place = place as usize;
                // The run that ends at place j is kept at j + 1, so that the one before the first is at 0.
                let (stamp, before) = last[place];
                let run = if stamp + 1 == self.row { before + 1 } else { 1 };
                own[place + 1] = (self.row, run);
                let run = run as usize;
                if run > best.size {
                    best = Block { a: at + 1 - run, b: place + 1 - run, size: run };
                }
                taken += 1;
            }
            self.steps = self.steps.checked_sub(taken)?;
        }
        Some(self.grown(best, in_a, in_b))
    }

    /// The block with the equal tokens before and after it, popular ones too.
    fn grown(&self, mut block: Block, in_a: Range<usize>, in_b: Range<usize>) -> Block {
        while block.a > in_a.start && block.b > in_b.start && self.a[block.a - 1] == self.b[block.b - 1] {
            block = Block { a: block.a - 1, b: block.b - 1, size: block.size + 1 };
        }
        let ends = |block: &Block| (block.a + block.size, block.b + block.size);
        while ends(&block).0 < in_a.end && ends(&block).1 < in_b.end && self.a[ends(&block).0] == self.b[ends(&block).1] {
            block.size += 1;
        }
        block
    }
}
