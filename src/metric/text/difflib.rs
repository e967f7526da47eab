//! The alignment of Python's `difflib.SequenceMatcher`, which CleanEval's scorer rests on.
//!
//! It is no longest common subsequence: it takes the longest block of equal tokens, the one that begins first in `a` and then in
//! `b`, and does the same left and right of it (Ratcliff and Obershelp's "gestalt pattern matching"). With `autojunk`, tokens that
//! stand more than ⌊n/100⌋ + 1 times in a `b` of n ≥ 200 tokens begin no block, though a block may grow over them. So it depends
//! on which text is `a`, and moved passages are lost.

use std::ops::Range;
use std::rc::Rc;

/// Steps that an alignment may take before it is given up: half a second or so. Ordinary pages of 5,000 words take less than a
/// hundredth of that; only texts made of few words over and over come near.
pub const STEPS: u64 = 200_000_000;
/// Runs of at least so many tokens are found once for all windows.
const LONG: usize = 3;
/// Most runs that are kept (24 MiB); of texts that have more, made of few words over and over, each window is searched by itself.
const MAX_RUNS: usize = 1 << 20;
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
    Index::new(b.to_vec().into(), autojunk).matching_blocks(a, steps)
}

/// A text with which many are aligned: its tokens' places are found once.
#[derive(Debug)]
pub struct Index {
    b: Rc<Vec<u32>>,
    autojunk: bool,
    /// Where each token stands in `b`, token by token: those of token t are `places[starts[t]..starts[t + 1]]`.
    places: Vec<u32>,
    starts: Vec<usize>,
}

impl Index {
    /// For alignments with this text, as `b`.
    pub fn new(b: Rc<Vec<u32>>, autojunk: bool) -> Self {
        let tokens = b.iter().max().map_or(0, |&most| most as usize + 1);
        let mut starts = vec![0_usize; tokens + 1];
        b.iter().for_each(|&token| starts[token as usize + 1] += 1);
        if autojunk && b.len() >= AUTOJUNK_FROM {
            let most = b.len() / 100 + 1;
            starts.iter_mut().filter(|count| **count > most).for_each(|count| *count = 0);
        }
        let is_kept: Vec<bool> = starts[1..].iter().map(|&count| count > 0).collect();
        for token in 0..tokens {
            starts[token + 1] += starts[token];
        }
        let mut next = starts.clone();
        let mut places = vec![0; starts[tokens]];
        for (at, &token) in b.iter().enumerate().filter(|(_, token)| is_kept[**token as usize]) {
            let next = &mut next[token as usize];
            places[*next] = at as u32;
            *next += 1;
        }
        Self { b, autojunk, places, starts }
    }

    /// Whether it is of this text, with or without `autojunk`.
    pub fn is_of(&self, b: &[u32], autojunk: bool) -> bool {
        self.autojunk == autojunk && *self.b == *b
    }

    /// [`matching_blocks`] of another text and this one.
    pub fn matching_blocks(&self, a: &[u32], steps: u64) -> Option<Vec<Block>> {
        blocks_within(MAX_RUNS, Matcher::new(a, self, steps))
    }

    /// Where a token stands that may begin a block.
    fn places(&self, token: u32) -> &[u32] {
        let token = token as usize;
        self.starts.get(token..token + 2).map_or(&[], |ends| &self.places[ends[0]..ends[1]])
    }
}

/// With so many long runs at most.
fn blocks_within(most: usize, mut matcher: Matcher<'_>) -> Option<Vec<Block>> {
    let mut blocks = Vec::new();
    let mut open = vec![(0..matcher.a.len(), 0..matcher.b.len(), matcher.long_runs(most)?.into_iter().collect::<Runs>())];
    while let Some((in_a, in_b, runs)) = open.pop() {
        matcher.steps = matcher.steps.checked_sub(runs.all.len() as u64)?;
        let block = match runs.longest {
            Some(block) => matcher.grown(block, in_a.clone(), in_b.clone()),
            None => matcher.longest(in_a.clone(), in_b.clone())?,
        };
        if block.size == 0 {
            continue;
        }
        blocks.push(block);
        let (end_a, end_b) = (block.a + block.size, block.b + block.size);
        let windows = [(in_a.start..block.a, in_b.start..block.b), (end_a..in_a.end, end_b..in_b.end)];
        let [left, right] = windows.map(|(a, b)| Some((a, b)).filter(|(a, b)| !a.is_empty() && !b.is_empty()));
        open.extend(left.map(|(a, b)| (a, b, runs.all.iter().filter_map(|run| run.before(block.a, block.b)).collect())));
        open.extend(right.map(|(a, b)| (a, b, runs.all.iter().filter_map(|run| run.after(end_a, end_b)).collect())));
    }
    blocks.sort_unstable();
    Some(merged(blocks))
}

/// Long runs of a window.
#[derive(Default)]
struct Runs {
    all: Vec<Block>,
    /// The first longest of them.
    longest: Option<Block>,
}

impl FromIterator<Block> for Runs {
    fn from_iter<I: IntoIterator<Item = Block>>(all: I) -> Self {
        let mut runs = Self::default();
        for run in all {
            let is_better = |best: Block| run.size > best.size || run.size == best.size && (run.a, run.b) < (best.a, best.b);
            if runs.longest.is_none_or(is_better) {
                runs.longest = Some(run);
            }
            runs.all.push(run);
        }
        runs
    }
}

impl Block {
    /// What of a run lies before a place in both texts, if it is long.
    fn before(&self, a: usize, b: usize) -> Option<Self> {
        let size = self.size.min(a.saturating_sub(self.a)).min(b.saturating_sub(self.b));
        (size >= LONG).then_some(Self { size, ..*self })
    }

    /// What lies from a place on in both.
    fn after(&self, a: usize, b: usize) -> Option<Self> {
        let gone = a.saturating_sub(self.a).max(b.saturating_sub(self.b));
        let size = self.size.saturating_sub(gone);
        (size >= LONG).then_some(Self { a: self.a + gone, b: self.b + gone, size })
    }
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
    index: &'a Index,
    /// Length of the run that ends at each place of `b`, for the last two rows; valid if the stamp is the row's number.
    runs: [Vec<(u64, u32)>; 2],
    row: u64,
    steps: u64,
}

impl<'a> Matcher<'a> {
    fn new(a: &'a [u32], index: &'a Index, steps: u64) -> Self {
        let b = &*index.b;
        Self { a, b, index, runs: [vec![(0, 0); b.len() + 1], vec![(0, 0); b.len() + 1]], row: 1, steps }
    }

    /// All runs of at least [`LONG`] tokens of which none is popular, as long as they go; `None` when the steps are used up.
    ///
    /// Looked for at the places of the rarest of every [`LONG`] tokens, of which there are few. Of more than `most` none is given, and
    /// no step is counted.
    fn long_runs(&mut self, most: usize) -> Option<Vec<Block>> {
        let steps = self.steps;
        let counts: Vec<usize> = self.a.iter().map(|&token| self.index.places(token).len()).collect();
        let mut runs = Vec::new();
        for (at, counts_here) in counts.windows(LONG).enumerate() {
            let &[first, second, third] = counts_here else { continue };
            // The first of the rarest.
            let (offset, fewest) = if first <= second.min(third) {
                (0, first)
            } else if second <= third {
                (1, second)
            } else {
                (2, third)
            };
            self.steps = self.steps.checked_sub(1 + fewest as u64)?;
            if fewest == 0 {
                continue;
            }
            for &place in self.index.places(self.a[at + offset]) {
                let Some(b) = (place as usize).checked_sub(offset) else { continue };
                let goes_on = at > 0 && b > 0 && counts[at - 1] > 0 && self.a[at - 1] == self.b[b - 1];
                if goes_on || b + LONG > self.b.len() || self.a[at..at + LONG] != self.b[b..b + LONG] {
                    continue;
                }
                if runs.len() == most {
                    self.steps = steps;
                    return Some(Vec::new());
                }
                let same = self.a[at..].iter().zip(&self.b[b..]).zip(&counts[at..]);
                runs.push(Block { a: at, b, size: same.take_while(|((a, b), count)| a == b && **count > 0).count() });
            }
        }
        Some(runs)
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
            let places = self.index.places(self.a[at]);
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The alignment without the list of long runs: every window is searched anew.
    fn plain(a: &[u32], b: &[u32], autojunk: bool) -> Vec<Block> {
        let index = Index::new(b.to_vec().into(), autojunk);
        let mut matcher = Matcher::new(a, &index, STEPS);
        let (mut blocks, mut open) = (Vec::new(), vec![(0..a.len(), 0..b.len())]);
        while let Some((in_a, in_b)) = open.pop() {
            let block = matcher.longest(in_a.clone(), in_b.clone()).expect("short");
            if block.size > 0 {
                blocks.push(block);
                open.push((block.a + block.size..in_a.end, block.b + block.size..in_b.end));
                open.push((in_a.start..block.a, in_b.start..block.b));
            }
        }
        blocks.sort_unstable();
        merged(blocks)
    }

    proptest! {
        #[test]
        fn long_runs_change_nothing(
            pieces in prop::collection::vec(prop::collection::vec(0_u32..30, 1..60), 1..9),
            order in prop::collection::vec(0_usize..9, 0..12),
            noise in prop::collection::vec(0_u32..30, 0..200),
            autojunk in any::<bool>(),
            most in 0_usize..20,
        ) {
            let a: Vec<u32> = pieces.concat();
            let moved = order.iter().flat_map(|&at| pieces[at % pieces.len()].iter().copied().chain(noise.get(at * 9).copied()));
            let b: Vec<u32> = moved.chain(noise.iter().copied()).collect();
            prop_assert_eq!(matching_blocks(&a, &b, autojunk, STEPS), Some(plain(&a, &b, autojunk)));
            prop_assert_eq!(matching_blocks(&b, &a, autojunk, STEPS), Some(plain(&b, &a, autojunk)));
            let index = Index::new(b.clone().into(), autojunk);
            prop_assert_eq!(blocks_within(most, Matcher::new(&a, &index, STEPS)), Some(plain(&a, &b, autojunk)));
        }
    }
}
