//! Which tokens of a reference are in a longest common subsequence with some sentence of an answer: the heart of ROUGE-LSum.
//!
//! What one sentence of an answer marks hangs on nothing but itself and the reference, so that it is found once for all answers that
//! have the sentence; an answer's marks are the union. A sentence of up to 64 tokens is one word of the bit-parallel table of
//! [`super::lcs`], read out row by row; longer ones take that module's own way. Memory: a bit for each token of the reference and
//! sentence, up to 16 MiB, beyond which nothing is kept.

use super::lcs::{Columns, MAX_TOKENS, MAX_WORDS};
use super::lines::Sentences;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Words of 64 marks that are kept for one reference (16 MiB).
const KEPT: usize = 1 << 21;

/// A reference's sentences, and what sentences of answers mark in it.
#[derive(Debug)]
pub struct Unions {
    reference: Vec<u32>,
    /// All tokens, and where each sentence ends.
    tokens: Vec<u32>,
    ends: Vec<usize>,
    /// The greatest of the tokens.
    most: u32,
    marks: FxHashMap<u32, Rc<[u64]>>,
    kept: usize,
    /// For each token its places in the sentence at hand.
    places: Vec<u64>,
    matched: Vec<Matched>,
    rows: Vec<[u64; 2]>,
}

/// A token of the reference that stands in a sentence of an answer.
#[derive(Clone, Copy, Debug, Default)]
struct Matched {
    /// Where, in the reference's sentence.
    at: usize,
    token: u32,
    /// Its places in the sentence of the answer.
    bits: u64,
}

impl Unions {
    /// For the sentences of a reference, by their numbers.
    pub fn new(reference: Vec<u32>, sentences: &Sentences) -> Self {
        let (mut tokens, mut ends) = (Vec::new(), Vec::new());
        for &number in &reference {
            tokens.extend_from_slice(sentences.tokens(number));
            ends.push(tokens.len());
        }
        let most = tokens.iter().copied().max().unwrap_or(0);
        let (marks, places, matched, rows) = Default::default();
        Self { reference, tokens, ends, most, marks, kept: 0, places, matched, rows }
    }

    /// The tokens of the reference that a union marks.
    pub fn marked(&self, union: &[u64]) -> Vec<u32> {
        let mut marked = Vec::with_capacity(self.tokens.len());
        for (&word, tokens) in union.iter().zip(self.tokens.chunks(64)) {
            let mut left = word;
            while left != 0 {
                marked.push(tokens[left.trailing_zeros() as usize]);
                left &= left - 1;
            }
        }
        marked
    }

    /// The reference's tokens.
    pub fn tokens(&self) -> &[u32] {
        &self.tokens
    }

    /// The tokens that some sentence of an answer marks, one bit each; `None` beyond the limits of [`Columns::new`].
    pub fn union(&mut self, answer: &[u32], sentences: &Sentences) -> Option<Vec<u64>> {
        let lengths = || answer.iter().map(|&number| sentences.tokens(number).len());
        let (tokens, words) = (lengths().sum::<usize>(), lengths().map(|length| length.div_ceil(64)).sum::<usize>());
        let rows = self.tokens.len();
        if rows.max(tokens) > MAX_TOKENS || (rows as u64).saturating_mul(words as u64) > MAX_WORDS {
            return None;
        }
        let mut union = vec![0; rows.div_ceil(64)];
        let mut distinct = answer.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        for number in distinct {
            let marks = match self.marks.get(&number) {
                Some(marks) => Rc::clone(marks),
                None => {
                    let marks: Rc<[u64]> = self.mark(number, sentences)?.into();
                    if self.kept + marks.len() <= KEPT {
                        self.kept += marks.len();
                        self.marks.insert(number, Rc::clone(&marks));
                    }
                    marks
                }
            };
            union.iter_mut().zip(marks.iter()).for_each(|(all, own)| *all |= own);
        }
        Some(union)
    }

    fn mark(&mut self, number: u32, sentences: &Sentences) -> Option<Vec<u64>> {
        let sentence = sentences.tokens(number);
        let mut marks = vec![0; self.tokens.len().div_ceil(64)];
        if sentence.is_empty() {
            return Some(marks);
        }
        let most = sentence.iter().copied().fold(self.most, u32::max) as usize;
        self.places.resize(self.places.len().max(most + 1), 0);
        let lists = [sentence];
        let columns = if sentence.len() > 64 { Some(Columns::new(&lists, self.tokens.len())?) } else { None };
        // From here to the end nothing returns: the places are left as they were.
        sentence.iter().enumerate().for_each(|(at, &token)| self.places[token as usize] |= 1 << (at % 64));
        let mut start = 0;
        for (&own, &end) in self.reference.iter().zip(&self.ends) {
            let gold = &self.tokens[start..end];
            let mut set = |at: usize| marks[(start + at) / 64] |= 1 << ((start + at) % 64);
            if own == number {
                (0..gold.len()).for_each(set);
            } else {
                let matched = matched(gold, &self.places, &mut self.matched);
                match &columns {
                    _ if matched.is_empty() => {}
                    None => read_out(matched, sentence, &mut self.rows, set),
                    Some(columns) => {
                        let mut hits = vec![false; gold.len()];
                        columns.mark_union(gold, &mut hits);
                        hits.into_iter().enumerate().filter(|(_, hit)| *hit).for_each(|(at, _)| set(at));
                    }
                }
            }
            start = end;
        }
        sentence.iter().for_each(|&token| self.places[token as usize] = 0);
        Some(marks)
    }
}

/// Those of a sentence's tokens that have places.
fn matched<'r>(gold: &[u32], places: &[u64], room: &'r mut Vec<Matched>) -> &'r [Matched] {
    room.resize(room.len().max(gold.len() + 1), Matched::default());
    let mut count = 0;
    for (at, &token) in gold.iter().enumerate() {
        // Written always and counted where it is one: no jump that the processor could not tell before.
        let bits = places[token as usize];
        room[count] = Matched { at, token, bits };
        count += usize::from(bits != 0);
    }
    &room[..count]
}

/// Marks the tokens of a reference's sentence in the subsequence that [`Columns::mark_union`] reads out for one list of up to 64 tokens.
/// In the rows of tokens that do not stand in the list nothing changes, and the way goes up through them: they are left out.
///
/// A row has two words: bit j - 1 of the first is clear where the length grows from column j - 1 to j; of the second it is set where
/// column j is greater than in the row above. Where tokens differ, the cell to the left is greater than the one above if and only if
/// both bits are set.
fn read_out(gold: &[Matched], list: &[u32], rows: &mut Vec<[u64; 2]>, mut mark: impl FnMut(usize)) {
    rows.clear();
    let mut row = u64::MAX;
    for &Matched { bits, .. } in gold {
        let matched = row & bits;
        let next = row.wrapping_add(matched) | (row - matched);
        // Growth that is new adds one from its column on, growth that is gone takes it away again: the parity says which.
        let mut greater = row ^ next;
        for shift in [1, 2, 4, 8, 16, 32] {
            greater ^= greater << shift;
        }
        rows.push([next, greater]);
        row = next;
    }
    let (mut at, mut column) = (gold.len(), list.len());
    while at > 0 && column > 0 {
        let [grows_not, greater] = rows[at - 1];
        if gold[at - 1].token == list[column - 1] {
            mark(gold[at - 1].at);
            at -= 1;
            column -= 1;
        } else if (grows_not & greater) >> (column - 1) & 1 == 1 {
            column -= 1;
        } else {
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::lines::Lines;
    use crate::metric::text::punkt::Decisions;
    use proptest::prelude::*;

    /// The union as [`Columns`] finds it for all sentences together.
    fn plain(reference: &[Vec<u32>], answer: &[Vec<u32>]) -> Vec<bool> {
        let lists: Vec<&[u32]> = answer.iter().map(Vec::as_slice).collect();
        let columns = Columns::new(&lists, reference.iter().map(Vec::len).sum()).expect("short");
        let marked = |sentence: &Vec<u32>| {
            let mut hits = vec![false; sentence.len()];
            columns.mark_union(sentence, &mut hits);
            hits
        };
        reference.iter().flat_map(marked).collect()
    }

    fn texts(kinds: char, longest: usize) -> impl Strategy<Value = String> {
        let word = prop::char::range('a', kinds).prop_map(|c| format!("{c} "));
        let sentence = prop::collection::vec(word, 1..longest).prop_map(|words| words.concat().to_uppercase() + ".\n");
        prop::collection::vec(sentence, 0..8).prop_map(|sentences| sentences.concat())
    }

    proptest! {
        #[test]
        fn unions_are_those_of_the_table(reference in texts('f', 100), answers in prop::collection::vec(texts('h', 100), 1..3)) {
            let (mut lines, mut decisions) = (Lines::default(), Decisions::default());
            let mut read = |text: &str| lines.punkt_sentences(text, &mut decisions);
            let (reference, answers) = (read(&reference), answers.iter().map(|answer| read(answer)).collect::<Vec<_>>());
            let lists = |numbers: &[u32]| numbers.iter().map(|&number| lines.sentences.tokens(number).to_vec()).collect::<Vec<_>>();
            let mut unions = Unions::new(reference.clone(), &lines.sentences);
            for answer in answers {
                let expected = plain(&lists(&reference), &lists(&answer));
                for _ in 0..2 {
                    let union = unions.union(&answer, &lines.sentences).expect("short");
                    let found: Vec<bool> = (0..expected.len()).map(|at| union[at / 64] >> (at % 64) & 1 == 1).collect();
                    prop_assert_eq!(&found, &expected);
                }
            }
        }
    }
}
