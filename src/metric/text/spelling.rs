//! Edits between two texts in words and in letters, with bounds out of an alignment of their words.

use super::banded::{Room, distance, without_affixes};
use super::difflib::Block;
use super::edit_distance::within_limit;
use super::vocabulary::Vocabulary;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// A word not spelled yet.
const UNSPELLED: (u32, u32) = (u32::MAX, 0);

/// The letters of words, as numbers of their own. Only words that were asked for are spelled.
#[derive(Debug, Default)]
pub struct Spelling {
    numbers: FxHashMap<char, u32>,
    /// Letters of words, a space behind each; those of the empty word are none.
    letters: Vec<u32>,
    /// For each word where its letters are.
    places: Vec<(u32, u32)>,
}

/// Distances of pairs of lists that are known, whatever the names of their tokens.
#[derive(Debug, Default)]
pub struct Pairs {
    known: Vec<Known>,
    names: [Vec<u32>; 2],
}

#[derive(Debug)]
struct Known {
    reference: Vec<u32>,
    answer: Vec<u32>,
    distance: usize,
}

/// No name yet.
const NAMELESS: u32 = u32::MAX;

impl Pairs {
    /// Levenshtein's distance that is not above `bound`, once for all pairs that are alike but for the names of tokens: typographic marks
    /// become plain ones in a sane metric, and nothing else is changed.
    fn distance(&mut self, reference: Vec<u32>, answer: Vec<u32>, bound: usize, room: &mut Room) -> usize {
        let names = &mut self.names;
        let is_alike = |known: &&Known| {
            names.iter_mut().for_each(|names| names.clear());
            alike(names, &known.reference, &reference) && alike(names, &known.answer, &answer)
        };
        if let Some(known) = self.known.iter().find(is_alike) {
            return known.distance;
        }
        let distance = distance(&reference, &answer, bound, room);
        self.known.push(Known { reference, answer, distance });
        distance
    }
}

/// Whether a list is another with other names for its tokens, those in `names` being given: theirs for ours and ours for theirs.
fn alike(names: &mut [Vec<u32>; 2], ours: &[u32], theirs: &[u32]) -> bool {
    let mut is_name = |side: usize, of: u32, name: u32| {
        let (names, of) = (&mut names[side], of as usize);
        if names.len() <= of {
            names.resize(of + 1, NAMELESS);
        }
        let known = names[of];
        names[of] = name;
        known == name || known == NAMELESS
    };
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(&own, &other)| is_name(0, own, other) && is_name(1, other, own))
}

impl Spelling {
    /// Spells those of some words that are new.
    fn learn(&mut self, words: &Vocabulary, list: &[u32]) {
        let Self { numbers, letters, places } = self;
        places.resize(places.len().max(words.len()), UNSPELLED);
        for &word in list {
            let place = &mut places[word as usize];
            if *place == UNSPELLED {
                let start = letters.len() as u32;
                let word = words.token(word);
                let space = (!word.is_empty()).then_some(' ');
                letters.extend(word.chars().chain(space).map(|c| {
                    let next = numbers.len() as u32;
                    *numbers.entry(c).or_insert(next)
                }));
                *place = (start, letters.len() as u32);
            }
        }
    }

    fn of(&self, word: u32) -> &[u32] {
        let (start, end) = self.places[word as usize];
        &self.letters[start as usize..end as usize]
    }

    fn is_empty(&self, word: u32) -> bool {
        self.of(word).is_empty()
    }

    /// Letters of some words, each with its space.
    pub fn joined(&mut self, words: &Vocabulary, list: &[u32]) -> usize {
        self.learn(words, list);
        self.length(list)
    }

    fn length(&self, list: &[u32]) -> usize {
        list.iter().map(|&word| self.of(word).len()).sum()
    }

    fn spell(&self, list: &[u32], letters: &mut Vec<u32>) {
        letters.clear();
        list.iter().for_each(|&word| letters.extend_from_slice(self.of(word)));
    }

    /// Levenshtein's distances of the words, without empty ones, and of the letters of the words joined by spaces; each `None` beyond
    /// [`super::edit_distance::LIMIT`]. `blocks` are words that may be aligned, the answer's first.
    pub fn edits(
        &mut self,
        words: &Vocabulary,
        [reference, answer]: [&[u32]; 2],
        blocks: &[Block],
        (pairs, room): (&mut Pairs, &mut Room),
    ) -> [Option<usize>; 2] {
        self.learn(words, reference);
        self.learn(words, answer);
        let [of_words, of_letters] = self.bounds(reference, answer, blocks);
        let (reference, answer) = (self.filled(reference), self.filled(answer));
        let words =
            within_limit(reference.len(), answer.len()).then(|| pairs.distance(reference.to_vec(), answer.to_vec(), of_words, room));
        let [here, there] = [&reference, &answer].map(|list| self.length(list).saturating_sub(1));
        let letters = within_limit(here, there).then(|| {
            let [here, there] = self.rest(&reference, &answer);
            pairs.distance(here, there, of_letters, room)
        });
        [words, letters]
    }

    /// Without empty words, which stand at the ends.
    fn filled<'l>(&self, list: &'l [u32]) -> Cow<'l, [u32]> {
        let start = list.iter().position(|&word| !self.is_empty(word)).unwrap_or(list.len());
        let end = list.iter().rposition(|&word| !self.is_empty(word)).map_or(start, |last| last + 1);
        let list = &list[start..end];
        if list.iter().any(|&word| self.is_empty(word)) {
            return list.iter().copied().filter(|&word| !self.is_empty(word)).collect();
        }
        Cow::Borrowed(list)
    }

    /// The letters of words joined by spaces, without those of words that both have at an end.
    fn rest(&self, reference: &[u32], answer: &[u32]) -> [Vec<u32>; 2] {
        let (here, there) = without_affixes(reference, answer);
        let mut letters = [Vec::new(), Vec::new()];
        self.spell(here, &mut letters[0]);
        self.spell(there, &mut letters[1]);
        // There is no space behind the last word. Two that have one there are as far apart without it.
        let is_whole = here.len() == reference.len() && there.len() == answer.len();
        if is_whole {
            letters.iter_mut().for_each(|letters| _ = letters.pop());
        }
        letters
    }

    /// Bounds on the distances of words and of letters: what is not aligned is replaced.
    fn bounds(&self, reference: &[u32], answer: &[u32], blocks: &[Block]) -> [usize; 2] {
        let (mut of_words, mut of_letters) = (0, 0);
        let (mut here, mut there) = (Vec::new(), Vec::new());
        let mut from = (0, 0);
        for block in blocks.iter().chain(&[Block { a: answer.len(), b: reference.len(), size: 0 }]) {
            let (in_answer, in_reference) = (&answer[from.0..block.a], &reference[from.1..block.b]);
            of_words += gap(in_answer, in_reference);
            self.spell(in_answer, &mut there);
            self.spell(in_reference, &mut here);
            of_letters += gap(&there, &here);
            from = (block.a + block.size, block.b + block.size);
        }
        [of_words, of_letters]
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
            let (mut pairs, mut room) = (Pairs::default(), Room::default());
            let filled = |list: &[String]| list.iter().filter(|word| !word.is_empty()).cloned().collect::<Vec<String>>();
            let (reference, answer) = (filled(&reference), filled(&answer));
            let mut number = |list: &[String]| list.iter().map(|word| words.number(word)).collect::<Vec<u32>>();
            let of_words = edit_distance::of_tokens(&number(&reference), &number(&answer));
            let of_letters = edit_distance::of_chars(&reference.join(" "), &answer.join(" "));
            for _ in 0..2 {
                prop_assert_eq!(spelling.edits(&words, [&of_reference, &of_answer], &blocks, (&mut pairs, &mut room)), [of_words, of_letters]);
            }
        }
    }
}
