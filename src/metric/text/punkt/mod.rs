//! Sentences as NLTK's Punkt splitter finds them in English, which ROUGE-LSum of WCEB and of fundus stands on.
//!
//! T. Kiss and J. Strunk, "Unsupervised multilingual sentence boundary detection" (2006), with the decisions of NLTK 3.9.1:
//! candidates are `.`, `?` and `!` with white space or a mark behind them; the words around one decide. Line breaks
//! end nothing. Time grows with the length of the text.

mod decide;
mod model;
mod words;

use super::python::is_space;
use decide::contains_end;
use memchr::memchr3_iter;
use rustc_hash::FxHashMap;
use words::{closes, ends_word};

/// Whose decisions to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Up to 3.9: what published figures of WCEB (2023) and fundus (2024) were made with.
    Nltk391,
    /// From 3.10: `‘ ’ “ ” « »` close sentences like straight quotes.
    Nltk310,
}

/// The sentences of a text, none empty. White space between two sentences belongs to neither.
///
/// ```
/// use gleaner::metric::text::punkt::{Version, sentences};
/// let text = "Dr. Smith left at 5 p.m. on Tuesday. He said “Go.” She went.";
/// assert_eq!(sentences(text, Version::Nltk391), ["Dr. Smith left at 5 p.m. on Tuesday.", "He said “Go.” She went."]);
/// assert_eq!(sentences(text, Version::Nltk310).len(), 3);
/// ```
pub fn sentences(text: &str, version: Version) -> Vec<&str> {
    sentences_with(text, &mut Decisions::new(version))
}

/// Decisions made before, by what stands around a mark: texts that share passages need not be looked into again.
#[derive(Debug)]
pub struct Decisions {
    version: Version,
    ends: FxHashMap<Box<str>, bool>,
}

impl Default for Decisions {
    /// None so far, as NLTK 3.9.1 would.
    fn default() -> Self {
        Self::new(Version::Nltk391)
    }
}

impl Decisions {
    /// None so far.
    pub fn new(version: Version) -> Self {
        Self { version, ends: FxHashMap::default() }
    }

    fn contains_end(&mut self, context: &str) -> bool {
        if let Some(&ends) = self.ends.get(context) {
            return ends;
        }
        let ends = contains_end(context, self.version);
        self.ends.insert(Box::from(context), ends);
        ends
    }
}

/// [`sentences`] with what earlier texts have taught.
pub fn sentences_with<'t>(text: &'t str, decisions: &mut Decisions) -> Vec<&'t str> {
    let version = decisions.version;
    let mut cuts = cuts(text, decisions);
    cuts.push((text.trim_end_matches(is_space).len(), text.len()));
    let mut found = Vec::new();
    let (mut start, mut moved) = (0, 0);
    for at in 0..cuts.len() {
        let (end, next) = cuts[at];
        let from = start + moved;
        moved = 0;
        let mut to = end;
        if let Some((next_end, _)) = cuts.get(at + 1) {
            let (closing, length) = closing(text.get(next..*next_end).unwrap_or(""), version);
            if length > 0 {
                (to, moved) = (next + closing, length);
            }
        }
        // An empty sentence is what the closing marks of the next have used up.
        found.extend(text.get(from..to).filter(|sentence| !sentence.is_empty()));
        start = next;
    }
    found
}

/// Bytes of the closing marks at the head of a sentence, without and with the white space behind them; 0 if there are none.
fn closing(sentence: &str, version: Version) -> (usize, usize) {
    let mut end = 0;
    for c in sentence.chars().take_while(|&c| closes(c, version)) {
        end += c.len_utf8();
        let rest = &sentence[end..];
        let space = rest.len() - rest.trim_start_matches(is_space).len();
        if space > 0 || rest.is_empty() || rest.starts_with("--") {
            return (end, end + space);
        }
    }
    (0, 0)
}

/// A mark that may end a sentence.
#[derive(Clone, Copy)]
struct Candidate {
    /// Where the word before it begins.
    word: usize,
    /// Where it stands.
    mark: usize,
    /// End of what follows: a mark, or white space and a word.
    end: usize,
    /// Where the next sentence would begin.
    next: usize,
}

/// Ends of sentences, each with the beginning of the next one.
fn cuts(text: &str, decisions: &mut Decisions) -> Vec<(usize, usize)> {
    let version = decisions.version;
    let mut cuts = Vec::new();
    let mut last: Option<Candidate> = None;
    let mut decide = |candidate: Candidate| {
        if decisions.contains_end(&text[candidate.word..candidate.end]) {
            cuts.push((candidate.mark + 1, candidate.next));
        }
    };
    for mark in memchr3_iter(b'.', b'?', b'!', text.as_bytes()) {
        let Some((end, next)) = follower(text, mark + 1, version) else { continue };
        let (from, start) = last.map_or((0, 0), |last| (last.mark, last.word));
        // Only ASCII white space counts here, and none at the very beginning.
        let space = text[from..mark].bytes().rposition(|b| matches!(b, b' ' | b'\t'..=b'\r')).filter(|&at| at > 0);
        let word = space.map_or(start, |space| from + space + 1);
        // Of overlapping candidates the last decides.
        if let Some(last) = last.filter(|last| last.mark <= word) {
            decide(last);
        }
        last = Some(Candidate { word, mark, end, next });
    }
    last.into_iter().for_each(&mut decide);
    cuts
}

/// What follows a mark: its end, and where the next sentence would begin. `None` where no sentence can end.
fn follower(text: &str, at: usize, version: Version) -> Option<(usize, usize)> {
    let rest = &text[at..];
    let c = rest.chars().next()?;
    if ends_word(c, version) {
        return Some((at + c.len_utf8(), at));
    }
    let word = rest.trim_start_matches(is_space);
    let start = text.len() - word.len();
    if start == at || word.is_empty() {
        return None;
    }
    Some((start + word.find(is_space).unwrap_or(word.len()), start))
}
