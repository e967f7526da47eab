//! Texts as token numbers, and how many documents have each n-gram.

use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use unicode_segmentation::UnicodeSegmentation;

/// Longest n-gram that is counted.
pub const MAX_N: usize = 4;
/// Tokens that are read of all documents together; each may fill its equal share.
const MAX_TOKENS: usize = 1_000_000;
/// An n-gram must stand in so many documents.
pub const MIN_DOCUMENTS: u32 = 3;

/// The exact key of up to four tokens: their numbers, one more than counted from nought, 32 bits each.
pub type Key = u128;

/// The tokens of a line, and where each stands in it.
#[derive(Debug, Default)]
struct Read {
    tokens: Vec<u32>,
    places: Vec<(u32, u32)>,
}

/// A line of a document.
#[derive(Debug)]
pub struct Line {
    read: Arc<Read>,
    /// How many of its tokens there is room for.
    room: usize,
    /// Where it begins in the text.
    offset: usize,
}

impl Line {
    /// Token numbers.
    pub fn tokens(&self) -> &[u32] {
        &self.read.tokens[..self.room]
    }

    /// Byte range in the text from one token to another.
    pub fn range(&self, tokens: Range<usize>) -> Range<usize> {
        let places = &self.read.places[tokens];
        let (first, last) = (places.first().map_or(0, |place| place.0), places.last().map_or(0, |place| place.1));
        self.offset + first as usize..self.offset + last as usize
    }
}

/// A document's lines that are not blank.
pub type Lines = Vec<Line>;

/// Cuts texts into words and punctuation marks (Unicode's Annex 29), lower-cased, runs of digits as one `0`, so that
/// `2 min read` and `5 min read` are the same.
///
/// The versions of a document have most lines in common: each is read once.
#[derive(Debug)]
pub struct Tokeniser {
    numbers: Mutex<FxHashMap<String, u32>>,
    /// Lines of each document that were read.
    read: Vec<Mutex<FxHashMap<Box<str>, Arc<Read>>>>,
}

impl Tokeniser {
    /// For versions of so many documents; of more, those beyond have no lines.
    pub fn new(documents: usize) -> Self {
        Self { numbers: Mutex::default(), read: (0..documents).map(|_| Mutex::default()).collect() }
    }

    /// The lines of one version of each document. Token numbers are the same for all versions; which number a token has says nothing.
    pub fn lines(&self, texts: &[&str]) -> Vec<Lines> {
        let room = MAX_TOKENS / texts.len().max(1);
        texts.iter().zip(&self.read).map(|(text, read)| self.one_document(text, room, read)).collect()
    }

    fn one_document(&self, text: &str, room: usize, known: &Mutex<FxHashMap<Box<str>, Arc<Read>>>) -> Lines {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut lines, mut left) = (Lines::new(), room);
        let mut offset = 0;
        for line in text.split('\n') {
            let from = offset;
            offset += line.len() + 1;
            if line.trim().is_empty() {
                continue;
            }
            let read = match known.get(line) {
                Some(read) => read.clone(),
                None => known.entry(line.into()).or_insert_with(|| Arc::new(self.read(line, room))).clone(),
            };
            let taken = read.tokens.len().min(left);
            left -= taken;
            if taken > 0 {
                lines.push(Line { read, room: taken, offset: from });
            }
            if left == 0 {
                break;
            }
        }
        lines
    }

    /// The first tokens of a line. No token goes over the end of a line.
    fn read(&self, line: &str, room: usize) -> Read {
        // Cut before anybody waits for the numbers.
        let pieces: Vec<(usize, &str)> = line.split_word_bound_indices().filter(|(_, piece)| !piece.trim().is_empty()).take(room).collect();
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let (tokens, places) =
            pieces.into_iter().map(|(at, piece)| (number(piece, &mut numbers), (at as u32, (at + piece.len()) as u32))).unzip();
        Read { tokens, places }
    }
}

/// The number of a piece; most are written as they are counted.
fn number(piece: &str, numbers: &mut FxHashMap<String, u32>) -> u32 {
    let next = numbers.len() as u32;
    if piece.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_punctuation()) {
        if let Some(known) = numbers.get(piece) {
            return *known;
        }
        numbers.insert(piece.to_string(), next);
        return next;
    }
    *numbers.entry(folded(piece)).or_insert(next)
}

fn folded(piece: &str) -> String {
    let mut out = String::with_capacity(piece.len());
    for c in piece.chars() {
        match c.is_numeric() {
            true if out.ends_with('0') => {}
            true => out.push('0'),
            false => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// The keys of all n-grams of a line with their first token and length.
pub fn keys(line: &Line) -> impl Iterator<Item = (Key, usize, usize)> + '_ {
    let tokens = line.tokens();
    (0..tokens.len()).flat_map(move |start| {
        let longest = MAX_N.min(tokens.len() - start);
        (1..=longest).scan(0 as Key, move |key, length| {
            *key = (*key << 32) | (Key::from(tokens[start + length - 1]) + 1);
            Some((*key, start, length))
        })
    })
}

/// Where an n-gram stands in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the first line that is not blank.
    FirstLine,
    /// In the last.
    LastLine,
    /// Between the two.
    Inline,
}

impl Place {
    /// The word in tables and files.
    pub const fn name(self) -> &'static str {
        match self {
            Place::FirstLine => "first-line",
            Place::LastLine => "last-line",
            Place::Inline => "inline",
        }
    }

    fn of(line: usize, lines: usize) -> Self {
        match line {
            0 => Place::FirstLine,
            line if line + 1 == lines => Place::LastLine,
            _ => Place::Inline,
        }
    }
}

/// N-grams with the documents that have them.
#[derive(Debug, Default)]
pub struct Found {
    /// The n-grams.
    keys: Vec<Key>,
    /// Where the documents of each end.
    ends: Vec<usize>,
    documents: Vec<(u32, Place)>,
}

impl Found {
    /// How many n-grams there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Each n-gram with the documents that have it, ascending, and its first place in each.
    pub fn iter(&self) -> impl Iterator<Item = (Key, &[(u32, Place)])> {
        let starts = std::iter::once(&0).chain(&self.ends);
        self.keys.iter().zip(starts.zip(&self.ends)).map(|(key, (start, end))| (*key, &self.documents[*start..*end]))
    }
}

/// No n-gram of enough documents, or the end of a line.
const NONE: u32 = u32::MAX;

/// For each n-gram of enough documents the documents that have it.
///
/// Lengths one after the other: an n-gram of enough documents begins and ends with shorter ones of enough documents, so that the many
/// n-grams of one document are never counted (Agrawal and Srikant 1994).
pub fn in_documents(documents: &[Lines]) -> Found {
    let (positions, mut found) = (Positions::of(documents), Found::default());
    // For each position which n-gram of the last length begins there.
    let mut shorter: Vec<u32> = Vec::new();
    for length in 1..=MAX_N {
        let mut pairs: FxHashMap<u64, u32> = FxHashMap::default();
        let number = |at: usize| match shorter.get(at..at + 2) {
            Some(&[begins, ends]) if begins != NONE && ends != NONE => {
                let next = pairs.len() as u32;
                Some(*pairs.entry(u64::from(begins) << 32 | u64::from(ends)).or_insert(next))
            }
            _ => (length == 1).then(|| positions.tokens[at]),
        };
        let candidates = Candidates::of(&positions, number);
        shorter = found.add(&candidates, &positions, &shorter, length);
    }
    found
}

/// The tokens of all documents in a row, [`NONE`] behind each line.
struct Positions {
    tokens: Vec<u32>,
    /// Each line's document, its place in it, and where its tokens end.
    lines: Vec<(u32, Place, usize)>,
}

impl Positions {
    fn of(documents: &[Lines]) -> Self {
        let (mut tokens, mut all) = (Vec::new(), Vec::new());
        for (document, lines) in documents.iter().enumerate() {
            for (at, line) in lines.iter().enumerate() {
                tokens.extend_from_slice(line.tokens());
                all.push((document as u32, Place::of(at, lines.len()), tokens.len()));
                tokens.push(NONE);
            }
        }
        Self { tokens, lines: all }
    }

    /// Every token's position, with document and place.
    fn each(&self, mut one: impl FnMut(usize, u32, Place)) {
        let mut start = 0;
        for &(document, place, end) in &self.lines {
            (start..end).for_each(|at| one(at, document, place));
            start = end + 1;
        }
    }
}

/// N-grams of one length, numbered from nought.
struct Candidates {
    /// For each position which one begins there, or [`NONE`].
    at: Vec<u32>,
    /// In how many documents each is.
    documents: Vec<u32>,
}

impl Candidates {
    fn of(positions: &Positions, mut number: impl FnMut(usize) -> Option<u32>) -> Self {
        let mut at_positions = vec![NONE; positions.tokens.len()];
        // The last document that has each, and how many have it.
        let mut seen: Vec<(u32, u32)> = Vec::new();
        positions.each(|at, document, _| {
            let Some(number) = number(at) else { return };
            at_positions[at] = number;
            let own = number as usize;
            if own >= seen.len() {
                seen.resize(own + 1, (NONE, 0));
            }
            if seen[own].0 != document {
                seen[own] = (document, seen[own].1 + 1);
            }
        });
        Self { at: at_positions, documents: seen.into_iter().map(|(_, count)| count).collect() }
    }
}

impl Found {
    /// Adds those of enough documents and tells where they begin; `shorter` tells that of their beginnings.
    fn add(&mut self, candidates: &Candidates, positions: &Positions, shorter: &[u32], length: usize) -> Vec<u32> {
        let mut number_of = vec![NONE; candidates.documents.len()];
        // For each n-gram the place of its next document, and its last.
        let (first, mut next) = (self.keys.len(), Vec::new());
        for (number, &count) in number_of.iter_mut().zip(&candidates.documents).filter(|(_, count)| **count >= MIN_DOCUMENTS) {
            *number = (first + next.len()) as u32;
            next.push((self.documents.len(), NONE));
            self.documents.resize(self.documents.len() + count as usize, (NONE, Place::Inline));
            self.ends.push(self.documents.len());
        }
        self.keys.resize(first + next.len(), 0);
        let mut begins = vec![NONE; positions.tokens.len()];
        positions.each(|at, document, place| {
            let number = number_of.get(candidates.at[at] as usize).copied().unwrap_or(NONE);
            if number == NONE {
                return;
            }
            begins[at] = number;
            let (to, last) = &mut next[number as usize - first];
            if *last == NONE {
                let beginning = shorter.get(at).map_or(0, |&own| self.keys[own as usize]);
                self.keys[number as usize] = (beginning << 32) | (Key::from(positions.tokens[at + length - 1]) + 1);
            }
            if *last != document {
                self.documents[*to] = (document, place);
                (*to, *last) = (*to + 1, document);
            }
        });
        begins
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn digits_and_case_do_not_part_n_grams() {
        let lines = tokenised(&["2 min read\n\n", "15 Min Read", "", "read"]);
        assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 0, 1]);
        assert_eq!(lines[0][0].tokens(), lines[1][0].tokens());
        assert_eq!([0..1, 1..2, 1..3].map(|tokens| lines[1][0].range(tokens)), [0..2, 3..6, 3..11]);
        // Three words make 3 + 2 + 1 n-grams, all of them different.
        let mut found: Vec<Key> = keys(&lines[0][0]).map(|(key, ..)| key).collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), 6);
    }

    #[test]
    fn n_grams_of_two_documents_are_left_out() {
        let lines = tokenised(&["a b\nc", "a b", "x\na"]);
        let found = in_documents(&lines);
        let documents: Vec<_> = found.iter().map(|(_, documents)| documents.to_vec()).collect();
        assert_eq!(documents, [vec![(0, Place::FirstLine), (1, Place::FirstLine), (2, Place::LastLine)]]);
    }

    fn tokenised(texts: &[&str]) -> Vec<Lines> {
        Tokeniser::new(texts.len()).lines(texts)
    }

    #[test]
    fn lines_that_were_read_before_have_the_same_tokens() {
        let tokeniser = Tokeniser::new(2);
        let tokens = |texts: &[&str]| -> Vec<Vec<Vec<u32>>> {
            tokeniser.lines(texts).iter().map(|lines| lines.iter().map(|line| line.tokens().to_vec()).collect()).collect()
        };
        let first = tokens(&["Sign up.\n\nMore", "More\r\nsign up."]);
        assert_eq!((&first[0][0], &first[0][1]), (&first[1][1], &first[1][0]));
        let again = tokens(&["Menu\nMore\nSign up.", ""]);
        assert_eq!((&again[0][1..], &again[1][..]), (&[first[0][1].clone(), first[0][0].clone()][..], &[][..]));
        let lines = tokeniser.lines(&["\n Menu\nMore", ""]);
        assert_eq!((lines[0][0].range(0..1), lines[0][1].range(0..1)), (2..6, 7..11));
    }

    /// All n-grams counted, whatever their parts.
    fn plainly(documents: &[Lines]) -> BTreeMap<Key, Vec<(u32, Place)>> {
        let mut found: BTreeMap<Key, Vec<(u32, Place)>> = BTreeMap::new();
        for (document, lines) in documents.iter().enumerate() {
            for (at, line) in lines.iter().enumerate() {
                for (key, ..) in keys(line) {
                    let own = found.entry(key).or_default();
                    if own.last().is_none_or(|(last, _)| *last != document as u32) {
                        own.push((document as u32, Place::of(at, lines.len())));
                    }
                }
            }
        }
        found.retain(|_, documents| documents.len() >= MIN_DOCUMENTS as usize);
        found
    }

    proptest! {
        #[test]
        fn no_n_gram_is_lost_by_counting_from_short_to_long(texts in prop::collection::vec("[ab,C1 \n]{0,14}", 0..9)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let documents = tokenised(&texts);
            let found: BTreeMap<Key, Vec<(u32, Place)>> = in_documents(&documents).iter().map(|(key, own)| (key, own.to_vec())).collect();
            prop_assert_eq!(found, plainly(&documents));
        }
    }
}
