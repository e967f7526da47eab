//! `c4-lines`: the line filter of the C4 corpus.
//!
//! - **Idea**: a line of running text ends in a sentence mark and has three words.
//! - **Source**: Raffel et al. 2020; the rules as datatrove's `c4_filters.py` states them.
//! - **Needs**: text. **Parameters**: `marks` (ascii as published; unicode; off, as FineWeb runs it), `min-words`,
//!   `gates` (the document rules: on strips the whole text).
//! - **Wins**: menus, labels, rails. **Loses**: headlines, crossheads, list items, quotes in curly marks, every script
//!   whose marks are not ASCII. **Cost**: O(bytes of short lines).

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Parameters, Properties, Removals};
use super::{Document, Strategy};
use crate::document::{Ending, Features, Segment, is_closer, is_sentence_mark};
use crate::span::Span;
use memchr::memmem;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "c4-lines",
    version: 1,
    summary: "C4's line filter: keeps lines of three words that end in a sentence mark",
    loses: "headlines, crossheads, lists, curly quotes, scripts without ASCII marks",
    family: Family::LineFilter,
    source: "Raffel et al. 2020; rules as in datatrove c4_filters.py",
    needs: Needs::Text,
    parameters: &[
        Parameter::word("marks", &["ascii", "unicode", "off"], "which sentence marks count (published: ascii)"),
        Parameter::number("min-words", "3", (0.0, 100.0), "words a line must have"),
        Parameter::word("gates", &["off", "on"], "whether the document rules apply (lorem ipsum, brace, fewer than 5 sentences)"),
    ],
    properties: Properties {
        idempotent: true,
        whitespace_blind: true,
        compositional: true,
        monotone: &[Monotone { parameter: "min-words", direction: Direction::RemovesMore }],
    },
    build,
};

/// A "word" of more characters makes the line garbage.
const MAX_WORD_CHARS: usize = 1000;
/// The document rule: fewer sentences are no text.
const MIN_SENTENCES: u32 = 5;
/// Policy phrases drop the line, as does javascript.
const POLICY: &[Phrase] = &[
    Phrase::new("javascript", 0),
    Phrase::new("privacy policy", 3),
    Phrase::new("cookie policy", 3),
    Phrase::new("uses cookies", 8),
    Phrase::new("use of cookies", 10),
    Phrase::new("use cookies", 7),
];
const TERMS: Phrase = Phrase::new("terms of use", 7);

#[derive(Clone, Copy, PartialEq)]
enum Marks {
    Ascii,
    Unicode,
    Off,
}

struct C4Lines {
    marks: Marks,
    min_words: f32,
    gates: bool,
}

fn build(parameters: &Parameters) -> Box<dyn Strategy> {
    let marks = match parameters.word("marks") {
        "unicode" => Marks::Unicode,
        "off" => Marks::Off,
        _ => Marks::Ascii,
    };
    Box::new(C4Lines { marks, min_words: parameters.number("min-words") as f32, gates: parameters.word("gates") == "on" })
}

impl C4Lines {
    fn ends_well(&self, document: &Document, segment: &Segment, features: &Features) -> bool {
        let last = || last_visible(document, segment);
        match self.marks {
            Marks::Off => true,
            Marks::Ascii => features.ending != Ending::Ellipsis && last().is_some_and(|c| matches!(c, '.' | '?' | '!' | '"' | '\'')),
            Marks::Unicode => {
                features.is_terminal() && features.ending != Ending::Ellipsis || last().is_some_and(|c| is_sentence_mark(c) || is_closer(c))
            }
        }
    }

    /// Why the line goes, if it does.
    fn verdict(&self, document: &Document, segment: &Segment, features: &Features) -> Option<&'static str> {
        if features.words < self.min_words {
            return Some("c4.few-words");
        }
        if !self.ends_well(document, segment, features) {
            return Some("c4.no-mark");
        }
        let line = document.inner(segment);
        if line.len() > MAX_WORD_CHARS && line.split_whitespace().any(|word| word.chars().count() > MAX_WORD_CHARS) {
            return Some("c4.long-word");
        }
        names_policy(line).then_some("c4.policy")
    }
}

/// Whether the line names javascript or a policy, case aside.
fn names_policy(line: &str) -> bool {
    // The Kelvin sign is the one other character whose small form is in a phrase.
    if !line.is_ascii() && memmem::find(line.as_bytes(), "\u{212a}".as_bytes()).is_some() {
        return names_policy(&line.replace('\u{212a}', "k"));
    }
    let bytes = line.as_bytes();
    let (small, capital) = (memchr::memchr3_iter(b'j', b'k', b'v', bytes), memchr::memchr3_iter(b'J', b'K', b'V', bytes));
    if small.chain(capital).any(|at| POLICY.iter().any(|phrase| phrase.stands_around(at, bytes))) {
        return true;
    }
    // Unlike the source (C4, datatrove), kept from version 1, whose quick look passed over `Terms Of Use` in a line without a c and a j.
    let any = |byte: u8| memchr::memchr2(byte, byte.to_ascii_uppercase(), bytes).is_some();
    memchr::memchr2_iter(b'f', b'F', bytes).any(|at| TERMS.stands_around(at, bytes))
        && (any(b'c') || any(b'j') || line.contains("erms of") || line.contains("ERMS OF"))
}

/// A phrase in small ASCII letters, and where its rare letter stands: j, k or v, in the terms f.
struct Phrase {
    text: &'static str,
    rare: usize,
}

impl Phrase {
    const fn new(text: &'static str, rare: usize) -> Self {
        Self { text, rare }
    }

    /// Whether the phrase stands where its rare letter is at a place, case aside.
    fn stands_around(&self, at: usize, bytes: &[u8]) -> bool {
        let here = at.checked_sub(self.rare).and_then(|start| bytes.get(start..start + self.text.len()));
        here.is_some_and(|here| here.eq_ignore_ascii_case(self.text.as_bytes()))
    }
}

/// The last character a reader sees of a segment, link syntax aside.
fn last_visible(document: &Document, segment: &Segment) -> Option<char> {
    match document.links_of(segment).last() {
        Some(link) if link.whole.end >= segment.inner.end => document.slice(link.text).chars().next_back(),
        _ => document.inner(segment).chars().next_back(),
    }
}

impl Strategy for C4Lines {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        if self.gates && is_gated(document) {
            document.segments().iter().for_each(|segment| out.push(segment.span, None, "c4.document"));
            return;
        }
        for (segment, features) in document.segments().iter().zip(document.features()) {
            match self.verdict(document, segment, features) {
                Some(rule) => out.push(segment.span, None, rule),
                None => citations(document.text(), segment.span, out),
            }
        }
    }
}

/// Bracketed citation marks (`[12]`, `[edit]`, `[citation needed]`) go as spans.
fn citations(text: &str, line: Span, out: &mut Removals) {
    for at in memchr::memchr_iter(b'[', line.slice(text).as_bytes()) {
        let start = line.start + at;
        let rest = &text[start + 1..line.end];
        let length = rest.bytes().take(20).position(|byte| byte == b']');
        let Some(length) = length.filter(|&length| length > 0) else { continue };
        let inside = &rest.as_bytes()[..length];
        let mark = inside.iter().all(u8::is_ascii_digit) || inside == b"edit" || inside == b"citation needed";
        if mark && !rest[length + 1..].starts_with('(') {
            out.push(Span::new(start, start + length + 2), None, "c4.citation");
        }
    }
}

fn is_gated(document: &Document) -> bool {
    let text = document.text();
    let sentences: u32 = document.features().iter().map(|features| u32::from(features.sentences)).sum();
    text.contains('{') || text.to_lowercase().contains("lorem ipsum") || sentences < MIN_SENTENCES
}
