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
    /// For every byte and the end what stands before it: of any stretch the counts are a difference.
    before: Vec<Tally>,
}

/// Characters of a stretch by their class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Of content.
    pub content: u32,
    /// Of boilerplate.
    pub boilerplate: u32,
    /// Of either, and those to ignore.
    pub visible: u32,
}

impl Tally {
    fn of(class: Class) -> Self {
        let one = |is| u32::from(is);
        Self { content: one(class == Class::Content), boilerplate: one(class == Class::Boilerplate), visible: one(class != Class::None) }
    }

    /// Those that are scored.
    pub const fn scored(self) -> u32 {
        self.content + self.boilerplate
    }

    #[must_use]
    const fn plus(self, other: Self) -> Self {
        Self {
            content: self.content + other.content,
            boilerplate: self.boilerplate + other.boilerplate,
            visible: self.visible + other.visible,
        }
    }

    /// What is left without a part of it.
    #[must_use]
    pub const fn minus(self, part: Self) -> Self {
        Self {
            content: self.content - part.content,
            boilerplate: self.boilerplate - part.boilerplate,
            visible: self.visible - part.visible,
        }
    }
}

impl Units {
    /// Derives tokens, segments and stretches from the classes of the bytes.
    pub fn new(document: &Document, classes: Vec<Class>) -> Self {
        let text = document.text();
        let words = text.unicode_word_indices().map(|(start, word)| Span::new(start, start + word.len()));
        let tokens = words.map(|span| (span, token_class(&classes[span.range()]))).collect();
        let segments = document.segments().iter().map(|segment| (segment.span, segment_class(&classes[segment.span.range()]))).collect();
        let mut before = Vec::with_capacity(classes.len() + 1);
        before.push(Tally::default());
        before.extend(classes.iter().scan(Tally::default(), |sum, &class| {
            *sum = sum.plus(Tally::of(class));
            Some(*sum)
        }));
        let mut units = Self { classes, tokens, segments, boilerplate: Vec::new(), before };
        let boilerplate = runs_of(&units.classes, |class| class == Class::Boilerplate);
        units.boilerplate = units.stretches(text, &boilerplate);
        units
    }

    /// Counts of a stretch of the text.
    pub fn tally(&self, span: Span) -> Tally {
        self.before[span.end].minus(self.before[span.start])
    }

    /// Counts of all.
    pub fn all(&self) -> Tally {
        self.before.last().copied().unwrap_or_default()
    }

    /// Maximal runs of scored characters of a set inside one segment; white space neither breaks nor extends a run, text to ignore breaks it.
    fn stretches(&self, text: &str, set: &SpanSet) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        let mut parts = set.parts();
        for (segment, _) in &self.segments {
            let first = found.len();
            for part in parts.within(*segment) {
                let tally = self.tally(part);
                match tally.scored() {
                    0 => {}
                    scored if scored == tally.visible => self.add_run(part, text, first, &mut found),
                    _ => {
                        let is_scored = |class| matches!(class, Class::Content | Class::Boilerplate);
                        let scored = runs_of(&self.classes[part.range()], is_scored);
                        let scored = scored.iter().map(|run| Span::new(part.start + run.start, part.start + run.end));
                        scored.for_each(|run| self.add_run(run, text, first, &mut found));
                    }
                }
            }
        }
        found
    }

    /// Adds a run from its first visible character to its last, to the run before, if that is not older than `first` and nothing visible is
    /// between them.
    fn add_run(&self, run: Span, text: &str, first: usize, found: &mut Vec<Span>) {
        let is_visible = |class: &Class| *class != Class::None;
        let classes = &self.classes[run.range()];
        let (Some(start), Some(last)) = (classes.iter().position(is_visible), classes.iter().rposition(is_visible)) else { return };
        let (start, last) = (run.start + start, run.start + last);
        let end = last + text.get(last..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        match found[first..].last_mut() {
            Some(open) if self.tally(Span::new(open.end, start)).visible == 0 => open.end = end,
            _ => found.push(Span::new(start, end)),
        }
    }
}

/// The runs of bytes of some classes.
fn runs_of(classes: &[Class], is_wanted: impl Fn(Class) -> bool) -> SpanSet {
    let wanted = classes.iter().enumerate().filter(|(_, class)| is_wanted(**class));
    wanted.map(|(at, _)| Span::new(at, at + 1)).collect()
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

/// A document's units beside one strategy's removals.
#[derive(Debug)]
pub struct Judged<'a> {
    /// Its units.
    pub units: &'a Units,
    /// The bytes that were removed; a character goes with its first byte.
    pub removed: SpanSet,
    /// Characters that went.
    pub gone: Tally,
    /// Made once: three metrics and the number of removed spans are drawn from them.
    stretches: Vec<Span>,
}

impl<'a> Judged<'a> {
    /// Puts removals beside a document's units.
    pub fn new(document: &'a Document, units: &'a Units, removed: SpanSet) -> Self {
        let text = document.text();
        let is_inside = removed.as_slice().last().is_none_or(|last| last.end <= text.len());
        let removed = if is_inside { removed } else { removed.within(Span::new(0, text.len())).collect() };
        let gone = removed.iter().fold(Tally::default(), |sum, span| sum.plus(units.tally(*span)));
        let stretches = units.stretches(text, &removed);
        Self { units, removed, gone, stretches }
    }

    /// What a document without an answer is scored as: all content gone, all boilerplate left.
    pub fn missed(document: &'a Document, units: &'a Units) -> Self {
        Self::new(document, units, runs_of(&units.classes, |class| class == Class::Content))
    }

    /// Characters that went, of each of several stretches of the text, which follow one another.
    pub fn gone_of<'j>(&'j self, stretches: impl Iterator<Item = Span> + 'j) -> impl Iterator<Item = Tally> + 'j {
        let mut parts = self.removed.parts();
        stretches.map(move |stretch| parts.within(stretch).fold(Tally::default(), |sum, part| sum.plus(self.units.tally(part))))
    }

    /// Maximal removed stretches inside one segment, text to ignore left out.
    pub fn removed_stretches(&self) -> &[Span] {
        &self.stretches
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use proptest::prelude::*;

    /// Maximal runs of removed characters inside one segment, character by character.
    fn stretches_plainly(document: &Document, classes: &[Class], removed: &SpanSet) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        for segment in document.segments() {
            let mut open: Option<Span> = None;
            for (at, c) in segment.span.slice(document.text()).char_indices() {
                let start = segment.span.start + at;
                match classes[start] {
                    Class::None => {}
                    Class::Content | Class::Boilerplate if removed.contains(start) => {
                        open = Some(Span::new(open.map_or(start, |span| span.start), start + c.len_utf8()));
                    }
                    _ => found.extend(open.take()),
                }
            }
            found.extend(open);
        }
        found
    }

    fn tally_plainly(classes: &[Class], range: std::ops::Range<usize>, removed: impl Fn(usize) -> bool) -> Tally {
        range.filter(|&at| removed(at)).fold(Tally::default(), |sum, at| sum.plus(Tally::of(classes[at])))
    }

    proptest! {
        #[test]
        fn counts_and_stretches_are_those_of_single_characters(
            text in "[aé\u{a0} \n]{0,30}",
            of in prop::collection::vec(0..3usize, 60),
            cuts in prop::collection::vec((0..60usize, 0..12usize), 0..6),
        ) {
            let document = Document::anonymous(Format::Plain, &text);
            let visible = |(at, c): (usize, char)| (at, if c.is_whitespace() { Class::None } else { [Class::Content, Class::Boilerplate, Class::Ignored][of[at / 4]] });
            let mut classes = vec![Class::None; text.len()];
            text.char_indices().map(visible).for_each(|(at, class)| classes[at] = class);
            let removed: SpanSet = cuts.iter().map(|&(start, length)| Span::new(start, start + length)).collect();
            let units = Units::new(&document, classes.clone());
            let boilerplate: SpanSet = runs_of(&classes, |class| class == Class::Boilerplate);
            prop_assert_eq!(&units.boilerplate, &stretches_plainly(&document, &classes, &boilerplate));
            let judged = Judged::new(&document, &units, removed.clone());
            prop_assert_eq!(judged.removed_stretches(), stretches_plainly(&document, &classes, &removed));
            prop_assert_eq!(judged.gone, tally_plainly(&classes, 0..text.len(), |at| removed.contains(at)));
            let segments: Vec<Span> = document.segments().iter().map(|segment| segment.span).collect();
            for (gone, span) in judged.gone_of(segments.iter().copied()).zip(&segments) {
                prop_assert_eq!(gone, tally_plainly(&classes, span.range(), |at| removed.contains(at)));
                prop_assert_eq!(units.tally(*span), tally_plainly(&classes, span.range(), |_| true));
            }
            let missed = Judged::missed(&document, &units);
            prop_assert_eq!((missed.gone.content, missed.gone.boilerplate), (units.all().content, 0));
        }
    }
}
