//! Overlapping n-grams of the same documents as one stretch; nested stretches collapsed.

use super::GiveAway;
use super::counted::{Key, Lines};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Longest stretch, in tokens.
const MAX_TOKENS: usize = 24;

/// A stretch of one line.
pub struct Phrase {
    /// One n-gram of it.
    pub key: Key,
    /// Its token numbers.
    pub tokens: Vec<u32>,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// An n-gram in a document.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// Its line, by number.
    pub line: usize,
    /// Its first token in the line.
    pub start: usize,
    /// Its number of tokens.
    pub length: usize,
    /// Which n-gram it is.
    pub key: Key,
}

/// The stretches of a document that n-grams of a group cover, in the order of the text, those inside another left out.
pub fn stretches(lines: &Lines, hits: &[Hit]) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    for hits in hits.chunk_by(|one, other| one.line == other.line) {
        let Some(line) = hits.first().and_then(|hit| lines.get(hit.line)) else { continue };
        // End of the cover that begins at or before a token, and the first n-gram behind it.
        let mut open: Option<(usize, usize, Key)> = None;
        let mut close = |run: Option<(usize, usize, Key)>| {
            let Some((start, end, key)) = run else { return };
            let end = end.min(start + MAX_TOKENS);
            found.push(Phrase { key, tokens: line.tokens()[start..end].to_vec(), range: line.range(start..end) });
        };
        for &Hit { start, length, key, .. } in hits {
            open = match open {
                Some((from, end, first)) if start < end => Some((from, end.max(start + length), first)),
                run => {
                    close(run);
                    Some((start, start + length, key))
                }
            };
        }
        close(open);
    }
    found.sort_by_key(|phrase| std::cmp::Reverse(phrase.tokens.len()));
    let mut kept: Vec<Phrase> = Vec::new();
    for phrase in found {
        if !kept.iter().any(|other| contains(&other.tokens, &phrase.tokens)) {
            kept.push(phrase);
        }
    }
    kept
}

fn contains(long: &[u32], short: &[u32]) -> bool {
    !short.is_empty() && long.windows(short.len()).any(|window| window == short)
}

/// Drops what contains, or is contained in, an earlier stretch of the same source.
pub fn without_nested(rows: Vec<(Vec<u32>, GiveAway)>) -> Vec<GiveAway> {
    // Tokens of those that are kept, by their source.
    let mut known: FxHashMap<usize, Vec<Vec<u32>>> = FxHashMap::default();
    let mut kept = Vec::new();
    for (tokens, row) in rows {
        if kept.len() == MAX_LISTED {
            break;
        }
        let earlier = known.entry(row.source).or_default();
        if !earlier.iter().any(|other| contains(other, &tokens) || contains(&tokens, other)) {
            earlier.push(tokens);
            kept.push(row);
        }
    }
    kept
}

/// Stretches that are looked at for all sources together; bounds the time, which grows with its square.
const MAX_LISTED: usize = 5_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bias::ngrams::counted::{Tokeniser, keys};

    #[test]
    fn overlapping_n_grams_are_one_stretch_and_strays_are_dropped() {
        let lines = Tokeniser::new(1).lines(&["a b c d e x a b\n\nb"]).remove(0);
        // All n-grams within "a b c d e" are in the group, among them the lone "b" of the last line.
        let group: Vec<Key> = keys(&lines[0]).filter(|(_, start, length)| start + length <= 5).map(|(key, ..)| key).collect();
        let hits =
            lines.iter().enumerate().flat_map(|(line, own)| keys(own).map(move |(key, start, length)| Hit { line, start, length, key }));
        let hits: Vec<Hit> = hits.filter(|hit| group.contains(&hit.key)).collect();
        let found = stretches(&lines, &hits);
        assert!(matches!(found.as_slice(), [only] if only.range == (0..9)));
    }
}
