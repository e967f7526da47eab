//! Edits between two texts in words and in letters, with bounds out of an alignment of their words.

use super::banded::Room;
use super::difflib::Block;
use super::edit_distance::bounded;
use super::vocabulary::Vocabulary;
use rustc_hash::FxHashMap;

/// The letters of words, as numbers of their own.
#[derive(Debug, Default)]
pub struct Spelling {
    numbers: FxHashMap<char, u32>,
    /// The letters of each word and a space behind it; those of the empty word are none.
    letters: Vec<u32>,
    ends: Vec<usize>,
}

/// Distances of pairs of lists that are known, whatever the names of their tokens.
#[derive(Debug, Default)]
pub struct Pairs {
    known: Vec<(Vec<u32>, Vec<u32>, Option<usize>)>,
    names: Vec<u32>,
}

impl Pairs {
    /// [`bounded`], once for all pairs that are alike but for the names of tokens: typographic marks become plain ones in a sane
    /// metric, and nothing else is changed.
    fn distance(&mut self, reference: &[u32], answer: &[u32], bound: usize, room: &mut Room) -> Option<usize> {
        const NAMELESS: u32 = u32::MAX;
        let most = reference.iter().chain(answer).max().map_or(0, |&most| most as usize + 1);
        self.names.clear();
        self.names.resize(most, NAMELESS);
        let (names, mut next) = (&mut self.names, 0);
        let mut rename = |list: &[u32]| -> Vec<u32> {
            let new = |&token: &u32| {
                let name = &mut names[token as usize];
                if *name == NAMELESS {
                    *name = next;
                    next += 1;
                }
                *name
            };
            list.iter().map(new).collect()
        };
        let (reference, answer) = (rename(reference), rename(answer));
        if let Some((.., distance)) = self.known.iter().find(|known| known.0 == reference && known.1 == answer) {
            return *distance;
        }
        let distance = bounded(&reference, &answer, bound, room);
        self.known.push((reference, answer, distance));
        distance
    }
}

impl Spelling {
    /// Spells the words that are new.
    pub fn learn(&mut self, words: &Vocabulary) {
        let Self { numbers, letters, ends } = self;
        for word in ends.len()..words.len() {
            let word = words.token(word as u32);
            let space = (!word.is_empty()).then_some(' ');
            letters.extend(word.chars().chain(space).map(|c| {
                let next = numbers.len() as u32;
                *numbers.entry(c).or_insert(next)
            }));
            ends.push(letters.len());
        }
    }

    fn of(&self, word: u32) -> &[u32] {
        let start = (word as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.letters[start..self.ends[word as usize]]
    }

    /// Letters of some words, each with its space.
    pub fn joined(&self, words: &[u32]) -> usize {
        words.iter().map(|&word| self.of(word).len()).sum()
    }

    /// Levenshtein's distances of the words, without empty ones, and of the letters of the words joined by spaces; each `None` beyond
    /// [`super::edit_distance::LIMIT`]. `blocks` are words that may be aligned, the answer's first.
    pub fn edits(&self, reference: &[u32], answer: &[u32], blocks: &[Block], (pairs, room): (&mut Pairs, &mut Room)) -> [Option<usize>; 2] {
        let spell = |words: &[u32]| words.iter().flat_map(|&word| self.of(word)).copied().collect::<Vec<u32>>();
        let filled = |words: &[u32]| words.iter().copied().filter(|&word| !self.of(word).is_empty()).collect::<Vec<u32>>();
        // Both have a space behind their last word, which changes no distance unless one of them is empty.
        let (mut here, mut there) = (spell(reference), spell(answer));
        let (mut of_words, mut of_letters) = (0, 0);
        let (mut word, mut letter) = ((0, 0), (0, 0));
        for block in blocks.iter().chain(&[Block { a: answer.len(), b: reference.len(), size: 0 }]) {
            of_words += gap(&answer[word.0..block.a], &reference[word.1..block.b]);
            let until = (letter.0 + self.joined(&answer[word.0..block.a]), letter.1 + self.joined(&reference[word.1..block.b]));
            of_letters += gap(&there[letter.0..until.0], &here[letter.1..until.1]);
            let size = self.joined(&answer[block.a..block.a + block.size]);
            letter = (until.0 + size, until.1 + size);
            word = (block.a + block.size, block.b + block.size);
        }
        here.pop();
        there.pop();
        let words = pairs.distance(&filled(reference), &filled(answer), of_words, room);
        [words, pairs.distance(&here, &there, of_letters, room)]
    }
}

/// A bound on the distance of two lists: what fits of the shorter one is looked for in the longer one from the left, the rest is
/// replaced.
fn gap(a: &[u32], b: &[u32]) -> usize {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (mut best, mut fit) = (long.len(), 0);
    for (at, token) in long.iter().enumerate() {
        if short.get(fit) == Some(token) {
            fit += 1;
            best = best.min(at + 1 - fit + (long.len() - at - 1).max(short.len() - fit));
        }
        if fit == short.len() {
            break;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::difflib::{STEPS, matching_blocks};
    use crate::metric::text::edit_distance;
    use proptest::prelude::*;

    #[test]
    fn what_fits_costs_nothing() {
        assert_eq!((gap(&[1, 2], &[9, 1, 9, 2, 9]), gap(&[1, 2, 3], &[]), gap(&[], &[]), gap(&[1, 2], &[2, 1])), (3, 3, 0, 2));
    }

    proptest! {
        #[test]
        fn edits_are_those_of_the_texts(
            reference in prop::collection::vec("[a-c’]{0,4}", 0..60),
            answer in prop::collection::vec("[a-c']{0,4}", 0..60),
            autojunk in any::<bool>(),
        ) {
            let mut words = Vocabulary::default();
            let answer: Vec<String> = answer.into_iter().chain(reference.iter().skip(7).take(30).cloned()).collect();
            let mut number = |list: &[String]| list.iter().map(|word| words.number(word)).collect::<Vec<u32>>();
            let (of_reference, of_answer) = (number(&reference), number(&answer));
            let blocks = matching_blocks(&of_answer, &of_reference, autojunk, STEPS).expect("short");
            let mut spelling = Spelling::default();
            spelling.learn(&words);
            let (mut pairs, mut room) = (Pairs::default(), Room::default());
            let filled = |list: &[String]| list.iter().filter(|word| !word.is_empty()).cloned().collect::<Vec<String>>();
            let (reference, answer) = (filled(&reference), filled(&answer));
            let mut number = |list: &[String]| list.iter().map(|word| words.number(word)).collect::<Vec<u32>>();
            let of_words = edit_distance::of_tokens(&number(&reference), &number(&answer));
            let of_letters = edit_distance::of_chars(&reference.join(" "), &answer.join(" "));
            for _ in 0..2 {
                prop_assert_eq!(spelling.edits(&of_reference, &of_answer, &blocks, (&mut pairs, &mut room)), [of_words, of_letters]);
            }
        }
    }
}
