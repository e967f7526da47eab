//! `duplicates`: second copies inside a document.
//!
//! - **Idea**: a page repeats its title in breadcrumb and share box, a caption as alternative text, a sentence as a pull
//!   quote, a menu for mobile; the first copy is enough.
//! - **Source**: own; Readability drops headers that repeat the title, Trafilatura takes texts of more than 50 characters
//!   that recur for no coincidence.
//! - **Needs**: text. **Parameters**: `title`, the share of words a later line must share with the title; `quote`, words a
//!   pull quote must have.
//! - **Wins**: repeated titles, captions, share bars. **Loses**: refrains, repeated score lines, live blogs.
//! - **Cost**: O(bytes): a look at the ends of each line, a hash of those that are alike.

mod alike;
mod quotes;

use super::contract::{Context, Entry, Family, Needs, Parameter, Properties, Removals};
use super::{Document, Strategy};
use crate::document::{Features, exact_key, is_word_character};
use crate::label::Label;
use alike::Alike;
use rustc_hash::FxHashSet;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "duplicates",
    version: 1,
    summary: "strips second copies of titles, captions, sentences and lines inside a document",
    loses: "refrains, repeated score lines, live blogs",
    family: Family::Repetition,
    source: "own; cf. Readability, Trafilatura",
    needs: Needs::Text,
    parameters: &[
        Parameter::number("title", "0.9", (0.5, 1.0), "share of words that makes a line a copy of the title"),
        Parameter::number("quote", "6", (2.0, 100.0), "words a pull quote must have"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |parameters| Box::new(Duplicates { title: parameters.number("title") as f32, quote: parameters.number("quote") as f32 }),
};

/// A repeated line of fewer words may be a list's own ("Yes", "2–1").
const MIN_WORDS: f32 = 3.0;

/// A line with this share of linked characters points elsewhere.
const LINKED: f32 = 0.5;

struct Duplicates {
    title: f32,
    quote: f32,
}

impl Strategy for Duplicates {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let (segments, features) = (document.segments(), document.features());
        let title = title(document);
        let title_words: Option<FxHashSet<u64>> = title.map(|at| words(document.inner(&segments[at])));
        let quotes = quotes::find(document, self.quote);
        let alike = Alike::of(document);
        let mut seen: FxHashSet<u64> = FxHashSet::default();
        for (at, (segment, own)) in segments.iter().zip(features).enumerate() {
            if !alike.is_worded(at) {
                continue;
            }
            let line = document.inner(segment);
            let hash = if alike.has_other(at) { exact_key(line) } else { None };
            // A table of contents repeats the headings it links to: the link is not the first copy.
            let is_first = |hash| if own.link_density() < LINKED { seen.insert(hash) } else { !seen.contains(&hash) };
            let first = hash.is_none_or(is_first);
            if title == Some(at) {
                continue;
            }
            let rule = if !first && own.words >= MIN_WORDS {
                "duplicate.line"
            } else if title_words.as_ref().is_some_and(|title| self.echoes(title, line, own)) {
                "duplicate.title"
            } else if quotes.contains(&at) {
                "duplicate.quote"
            } else {
                continue;
            };
            out.push(segment.span, Some(Label::Duplicate), rule);
        }
    }
}

impl Duplicates {
    fn echoes(&self, title: &FxHashSet<u64>, line: &str, features: &Features) -> bool {
        // Most lines have too few or too many words to be a copy; repeated words shrink a set, so the bounds are wide.
        let words_of_title = title.len() as f32;
        if features.words < MIN_WORDS || features.words < 0.8 * words_of_title || features.words > 1.5 * words_of_title + 2.0 {
            return false;
        }
        if self.is_strange_to(title, line) {
            return false;
        }
        let own = words(line);
        let shared = own.intersection(title).count() as f32;
        shared >= self.title * own.len() as f32 && shared >= self.title * title.len() as f32
    }

    /// A quick look: whether the line's first words that the title lacks are too many already. As many as the title has may be shared, so
    /// that this many others are left; one more makes up for what is lost in the arithmetic.
    fn is_strange_to(&self, title: &FxHashSet<u64>, line: &str) -> bool {
        let most = title.len() as f32 * (1.0 - self.title) / self.title + 1.0;
        let mut others = [0; MAX_OTHERS];
        let mut count = 0;
        for word in words_of(line).filter(|word| !title.contains(word)) {
            if others[..count].contains(&word) {
                continue;
            }
            if (count + 1) as f32 > most {
                return true;
            }
            if count == MAX_OTHERS {
                return false;
            }
            others[count] = word;
            count += 1;
        }
        false
    }
}

/// The title: the first heading of level one, else the first line that looks like a headline and is no link.
fn title(document: &Document) -> Option<usize> {
    let plain = |at: &usize| document.features()[*at].link_density() < 0.5 && document.features()[*at].words >= MIN_WORDS;
    let mut headings = (0..document.segments().len()).filter(|&at| document.segments()[at].kind == crate::document::Kind::Heading(1));
    headings.find(plain).or_else(|| (0..document.segments().len()).find(|at| document.features()[*at].is_title() && plain(at)))
}

/// Words that a quick look compares.
const MAX_OTHERS: usize = 8;

fn words(line: &str) -> FxHashSet<u64> {
    words_of(line).collect()
}

fn words_of(line: &str) -> impl Iterator<Item = u64> {
    line.split(|c: char| !is_word_character(c)).filter_map(exact_key)
}
