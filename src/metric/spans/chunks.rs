//! Tags of tokens scored by whole chunks, as conlleval and seqeval 1.2.2 (<https://github.com/chakki-works/seqeval>) do.
//!
//! A chunk is right if its label and both its ends are. Micro pools chunks, macro is the mean over the labels of either side,
//! weighted the mean weighted by the number of gold chunks. Empty denominators give 0, as there. Tags are a prefix letter,
//! a hyphen and a label: `B-related`.
//!
//! - [`Scheme::Lenient`]: seqeval's default. `B` and `S` open a chunk, `I` and `E` too after `O` or another label. Tags without
//!   a prefix (`related`) give no chunk. Its corner cases are kept.
//! - [`Scheme::StrictIob2`]: only `B` opens, only `I` of the same label goes on; an ill-formed chunk counts for nothing.
//!   Prefixes other than `B` and `I`, at which seqeval stops, are read as `O`.

use crate::metric::{Counts, Prf};
use std::collections::{BTreeMap, BTreeSet};

/// How tags become chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// As conlleval reads them.
    Lenient,
    /// Well-formed IOB2 only.
    StrictIob2,
}

/// A run of tokens with one label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chunk<'a> {
    /// Its label; `_` for a tag without one.
    pub label: &'a str,
    /// Index of the first token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
}

/// Scores of tagged sentences.
#[derive(Clone, Debug, PartialEq)]
pub struct ChunkScores {
    /// Chunks pooled.
    pub micro: Prf,
    /// Mean over labels.
    pub macro_mean: Prf,
    /// Mean over labels weighted by gold chunks.
    pub weighted: Prf,
    /// Share of tokens with the right tag; `None` without tokens.
    pub accuracy: Option<f64>,
    /// Counts by label, without `tn`.
    pub labels: BTreeMap<String, Counts>,
}

/// The chunks of one sentence.
///
/// ```
/// use gleaner::metric::spans::chunks::{Chunk, Scheme, chunks};
/// let tags = ["O", "I-C", "B-C"];
/// let one = Chunk { label: "C", start: 2, end: 3 };
/// assert_eq!(chunks(&tags, Scheme::Lenient), [Chunk { label: "C", start: 1, end: 2 }, one]);
/// assert_eq!(chunks(&tags, Scheme::StrictIob2), [one]);
/// ```
pub fn chunks<'a>(tags: &[&'a str], scheme: Scheme) -> Vec<Chunk<'a>> {
    match scheme {
        Scheme::Lenient => lenient(tags),
        Scheme::StrictIob2 => strict(tags),
    }
}

/// Scores sentences against gold; `None` where the two differ in the number or length of sentences.
pub fn score(gold: &[Vec<&str>], predicted: &[Vec<&str>], scheme: Scheme) -> Option<ChunkScores> {
    let fits = gold.len() == predicted.len() && gold.iter().zip(predicted).all(|(own, other)| own.len() == other.len());
    let (own, other) = fits.then(|| (flat(gold), flat(predicted)))?;
    let set = |tags: &[&str]| chunks(tags, scheme).into_iter().map(|chunk| (chunk.label.to_string(), chunk.start, chunk.end)).collect();
    let (own_chunks, other_chunks): (BTreeSet<_>, BTreeSet<_>) = (set(&own), set(&other));
    let mut labels: BTreeMap<String, Counts> = BTreeMap::new();
    for chunk in own_chunks.union(&other_chunks) {
        labels.entry(chunk.0.clone()).or_default().add(own_chunks.contains(chunk), other_chunks.contains(chunk), 1.0);
    }
    let mut pooled = Counts::default();
    labels.values().for_each(|counts| pooled += *counts);
    let tokens: usize = gold.iter().map(Vec::len).sum();
    // The `O` put behind each sentence agrees always.
    let agreed = own.iter().zip(&other).filter(|(a, b)| a == b).count() - gold.len();
    Some(ChunkScores {
        micro: pooled.prf_or_zero(),
        macro_mean: mean(labels.values().map(|counts| (*counts, 1.0))),
        weighted: mean(labels.values().map(|counts| (*counts, counts.tp + counts.fn_))),
        accuracy: (tokens > 0).then(|| agreed as f64 / tokens as f64),
        labels,
    })
}

/// All sentences in one row, each closed by an `O`.
fn flat<'a>(sentences: &[Vec<&'a str>]) -> Vec<&'a str> {
    sentences.iter().flat_map(|sentence| sentence.iter().copied().chain(["O"])).collect()
}

/// Weighted mean of the scores of labels; zeros without weight.
fn mean(labels: impl Iterator<Item = (Counts, f64)>) -> Prf {
    let (mut sum, mut all) = (Prf::default(), 0.0);
    for (counts, weight) in labels {
        let prf = counts.prf_or_zero();
        sum.precision += weight * prf.precision;
        sum.recall += weight * prf.recall;
        sum.f1 += weight * prf.f1;
        all += weight;
    }
    if all == 0.0 {
        return Prf::default();
    }
    Prf { precision: sum.precision / all, recall: sum.recall / all, f1: sum.f1 / all }
}

/// Prefix letter and the rest of a tag; an empty tag is `O`.
fn split(tag: &str) -> (char, &str) {
    let mut rest = tag.chars();
    (rest.next().unwrap_or('O'), rest.as_str())
}

/// The rules of conlleval's start and end of a chunk, in seqeval's version.
fn lenient<'a>(tags: &[&'a str]) -> Vec<Chunk<'a>> {
    let (mut before, mut label_before, mut start) = ('O', "", 0);
    let mut found = Vec::new();
    for (at, tag) in tags.iter().copied().chain(["O"]).enumerate() {
        let (prefix, rest) = split(tag);
        let label = match rest.split_once('-').map_or(rest, |(_, label)| label) {
            "" => "_",
            label => label,
        };
        let changes = label != label_before;
        let ends = match before {
            'E' | 'S' => true,
            'B' | 'I' if matches!(prefix, 'B' | 'S' | 'O') => true,
            'O' | '.' => false,
            _ => changes,
        };
        if ends {
            found.push(Chunk { label: label_before, start, end: at });
        }
        let starts = match prefix {
            'B' | 'S' => true,
            'E' | 'I' if matches!(before, 'E' | 'S' | 'O') => true,
            'O' | '.' => false,
            _ => changes,
        };
        if starts {
            start = at;
        }
        (before, label_before) = (prefix, label);
    }
    found
}

/// Chunks of the form `B I*` with one label.
fn strict<'a>(tags: &[&'a str]) -> Vec<Chunk<'a>> {
    let mut found: Vec<Chunk<'a>> = Vec::new();
    for (at, tag) in tags.iter().copied().enumerate() {
        let (prefix, rest) = split(tag);
        let label = match rest.trim_matches('-') {
            "" => "_",
            label => label,
        };
        match found.last_mut() {
            _ if prefix == 'B' => found.push(Chunk { label, start: at, end: at + 1 }),
            Some(open) if prefix == 'I' && open.end == at && open.label == label => open.end = at + 1,
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_must_fit() {
        assert_eq!(score(&[vec!["O"]], &[vec!["O", "O"]], Scheme::Lenient), None);
        assert_eq!(score(&[vec!["O"]], &[], Scheme::Lenient), None);
    }

    #[test]
    fn nothing_scores_zero_and_has_no_accuracy() {
        let scores = score(&[], &[], Scheme::StrictIob2).expect("fits");
        assert_eq!((scores.micro.f1, scores.macro_mean.f1, scores.accuracy), (0.0, 0.0, None));
    }

    #[test]
    fn tags_may_be_empty_or_of_any_script() {
        assert_eq!(chunks(&["", "é-ü", "B-"], Scheme::StrictIob2), [Chunk { label: "_", start: 2, end: 3 }]);
        assert_eq!(chunks(&["", "é-ü", "B-"], Scheme::Lenient).len(), 2);
    }
}
