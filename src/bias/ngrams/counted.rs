//! Texts as token numbers, and how many documents have each n-gram.

use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

/// Longest n-gram that is counted.
pub const MAX_N: usize = 4;
/// Tokens that are read of all documents together; each may fill its equal share.
const MAX_TOKENS: usize = 1_000_000;
/// An n-gram must stand in so many documents.
pub const MIN_DOCUMENTS: u32 = 3;

/// The exact key of up to four tokens: their numbers, one more than counted from nought, 32 bits each.
pub type Key = u128;

/// A line of a document: token numbers, and where each stands in the text.
#[derive(Debug, Default)]
pub struct Line {
    /// Token numbers.
    pub tokens: Vec<u32>,
    /// Byte ranges of the tokens.
    pub places: Vec<(u32, u32)>,
}

/// A document's lines that are not blank.
pub type Lines = Vec<Line>;

/// Cuts texts into words and punctuation marks (Unicode's Annex 29), lower-cased, runs of digits as one `0`, so that
/// `2 min read` and `5 min read` are the same.
pub fn tokenised(texts: &[&str]) -> Vec<Lines> {
    let room = MAX_TOKENS / texts.len().max(1);
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    texts.iter().map(|text| one_document(text, room, &mut numbers)).collect()
}

fn one_document(text: &str, room: usize, numbers: &mut FxHashMap<String, u32>) -> Lines {
    let (mut lines, mut left) = (Lines::new(), room);
    for line in text.split_inclusive('\n').filter(|line| !line.trim().is_empty()) {
        let offset = line.as_ptr() as usize - text.as_ptr() as usize;
        let mut own = Line::default();
        let pieces = line.split_word_bound_indices().filter(|(_, piece)| !piece.trim().is_empty());
        for (at, piece) in pieces.take(left) {
            own.tokens.push(number(piece, numbers));
            own.places.push(((offset + at) as u32, (offset + at + piece.len()) as u32));
        }
        left -= own.tokens.len();
        if !own.tokens.is_empty() {
            lines.push(own);
        }
        if left == 0 {
            break;
        }
    }
    lines
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
    (0..line.tokens.len()).flat_map(move |start| {
        let longest = MAX_N.min(line.tokens.len() - start);
        (1..=longest).scan(0 as Key, move |key, length| {
            *key = (*key << 32) | (Key::from(line.tokens[start + length - 1]) + 1);
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

/// For each n-gram of enough documents: the documents that have it, ascending, with its first place in each.
///
/// Lengths one after the other: an n-gram of enough documents begins and ends with shorter ones of enough documents, so that the many
/// n-grams of one document are never counted (Agrawal and Srikant 1994).
pub fn in_documents(documents: &[Lines]) -> FxHashMap<Key, Vec<(u32, Place)>> {
    let mut found: FxHashMap<Key, Vec<(u32, Place)>> = FxHashMap::default();
    // For each token of each line the key of the n-gram of the last length that begins there, if enough documents have it.
    let mut shorter: Vec<Vec<Option<Key>>> = documents.iter().flatten().map(|line| vec![Some(0); line.tokens.len() + 1]).collect();
    for length in 1..=MAX_N {
        let lines = documents.iter().enumerate().flat_map(|(document, lines)| (0..lines.len()).map(move |at| (document as u32, at)));
        let mut seen: FxHashMap<Key, (u32, u32)> = FxHashMap::default();
        for ((document, at), shorter) in lines.clone().zip(&shorter) {
            for (_, key) in longer(&documents[document as usize][at], shorter, length) {
                let (last, count) = seen.entry(key).or_insert((u32::MAX, 0));
                if *last != document {
                    (*last, *count) = (document, *count + 1);
                }
            }
        }
        seen.retain(|_, (_, count)| *count >= MIN_DOCUMENTS);
        for ((document, at), shorter) in lines.zip(&mut shorter) {
            let lines = &documents[document as usize];
            let mut kept = vec![None; shorter.len()];
            for (start, key) in longer(&lines[at], shorter, length).filter(|(_, key)| seen.contains_key(key)) {
                kept[start] = Some(key);
                let documents = found.entry(key).or_default();
                if documents.last().is_none_or(|(last, _)| *last != document) {
                    documents.push((document, Place::of(at, lines.len())));
                }
            }
            *shorter = kept;
        }
    }
    found
}

/// The starts and keys of a line's n-grams of a length that enough documents may have: both n-grams shorter by one are.
fn longer<'l>(line: &'l Line, shorter: &'l [Option<Key>], length: usize) -> impl Iterator<Item = (usize, Key)> + 'l {
    let last = line.tokens.iter().skip(length - 1);
    shorter.iter().zip(shorter.iter().skip(1)).zip(last).enumerate().filter_map(|(start, ((begins, ends), token))| {
        let key = (*begins)?;
        ends.map(|_| (start, (key << 32) | (Key::from(*token) + 1)))
    })
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
        assert_eq!(lines[0][0].tokens, lines[1][0].tokens);
        assert_eq!(lines[1][0].places, [(0, 2), (3, 6), (7, 11)]);
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
        let documents: Vec<_> = found.into_values().collect();
        assert_eq!(documents, [vec![(0, Place::FirstLine), (1, Place::FirstLine), (2, Place::LastLine)]]);
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
            let found: BTreeMap<Key, Vec<(u32, Place)>> = in_documents(&documents).into_iter().collect();
            prop_assert_eq!(found, plainly(&documents));
        }
    }
}
