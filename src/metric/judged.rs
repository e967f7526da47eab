//! One document with a class for every character, and what a strategy removed of it.

use crate::document::Document;
use crate::span::{Span, SpanSet};
use unicode_segmentation::UnicodeSegmentation;

/// What a character is worth under the task at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Must stay.
    Content,
    /// Must go.
    Boilerplate,
    /// Either way is right.
    Ignored,
    /// White space, or the inner byte of a character: never counted.
    None,
}

/// The units of a document and their classes: computed once, shared by all strategies.
#[derive(Debug)]
pub struct Units {
    /// A class for every byte; only first bytes of visible characters have one.
    pub classes: Vec<Class>,
    /// Tokens: Unicode words (UAX #29), single characters in scripts without spaces.
    pub tokens: Vec<(Span, Class)>,
    /// Segments by index, each with the class of most of its scored characters.
    pub segments: Vec<(Span, Class)>,
    /// Maximal stretches of boilerplate inside one segment.
    pub boilerplate: Vec<Span>,
}

impl Units {
    /// Derives tokens, segments and stretches from the classes of the bytes.
    pub fn new(document: &Document, classes: Vec<Class>) -> Self {
        let text = document.text();
        let words = text.unicode_word_indices().map(|(start, word)| Span::new(start, start + word.len()));
        let tokens = words.map(|span| (span, token_class(&classes[span.range()]))).collect();
        let segments = document.segments().iter().map(|segment| (segment.span, segment_class(&classes[segment.span.range()]))).collect();
        let boilerplate = stretches(document, |at| classes[at]);
        Self { classes, tokens, segments, boilerplate }
    }
}

/// A token is content only if all of it is; one character to ignore makes it ignored.
fn token_class(classes: &[Class]) -> Class {
    let has = |wanted| classes.contains(&wanted);
    match (has(Class::Ignored), has(Class::Boilerplate), has(Class::Content)) {
        (true, _, _) | (false, false, false) => Class::Ignored,
        (false, true, _) => Class::Boilerplate,
        (false, false, true) => Class::Content,
    }
}

/// Content if at least half of the scored characters are; ignored if none is scored.
fn segment_class(classes: &[Class]) -> Class {
    let count = |wanted| classes.iter().filter(|class| **class == wanted).count();
    match (count(Class::Content), count(Class::Boilerplate)) {
        (0, 0) => Class::Ignored,
        (content, boilerplate) if content >= boilerplate => Class::Content,
        _ => Class::Boilerplate,
    }
}

/// Maximal runs of boilerplate inside one segment, by the class of each byte; white space neither breaks nor extends a run.
fn stretches(document: &Document, class: impl Fn(usize) -> Class) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for segment in document.segments() {
        let mut open: Option<Span> = None;
        for (at, c) in segment.span.slice(document.text()).char_indices() {
            let start = segment.span.start + at;
            match class(start) {
                Class::None => continue,
                Class::Boilerplate => open = Some(Span::new(open.map_or(start, |span| span.start), start + c.len_utf8())),
                _ => found.extend(open.take()),
            }
        }
        found.extend(open);
    }
    found
}

/// A document's units beside one strategy's removals.
#[derive(Debug)]
pub struct Judged<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its units.
    pub units: &'a Units,
    /// Whether each byte was removed.
    pub removed: Vec<bool>,
    /// Made once: three metrics and the number of removed spans are drawn from them.
    stretches: Vec<Span>,
}

impl<'a> Judged<'a> {
    /// Puts removals beside a document's units.
    pub fn new(document: &'a Document, units: &'a Units, removed: &SpanSet) -> Self {
        Self::of(document, units, removed_bytes(document.text().len(), removed))
    }

    /// What a document without an answer is scored as: all content gone, all boilerplate left.
    pub fn missed(document: &'a Document, units: &'a Units) -> Self {
        let removed = units.classes.iter().map(|class| *class == Class::Content).collect();
        Self::of(document, units, removed)
    }

    fn of(document: &'a Document, units: &'a Units, removed: Vec<bool>) -> Self {
        let stretches = stretches(document, |at| mask(units.classes[at], removed[at]));
        Self { document, units, removed, stretches }
    }

    /// Maximal removed stretches inside one segment, text to ignore left out.
    pub fn removed_stretches(&self) -> &[Span] {
        &self.stretches
    }
}

/// Whether each byte of a text was removed.
pub fn removed_bytes(length: usize, removed: &SpanSet) -> Vec<bool> {
    let mut flags = vec![false; length];
    for span in removed.iter() {
        let end = span.end.min(length);
        flags[span.start.min(end)..end].fill(true);
    }
    flags
}

/// The class a character would have if the strategy were right; ignored text breaks no stretch apart it does not touch.
fn mask(class: Class, removed: bool) -> Class {
    match class {
        Class::None | Class::Ignored => class,
        _ if removed => Class::Boilerplate,
        _ => Class::Content,
    }
}
