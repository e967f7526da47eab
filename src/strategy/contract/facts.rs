//! What repetition is counted of: the lines of one document, and what stands at the paths of its page, as keys.

use super::path_keys;
use crate::document::{Document, key};
use rustc_hash::FxHashMap;

/// The keys of one document, in an order of their own: two documents with the same lines have the same facts, whatever the order
/// of the lines and however often each stands there.
///
/// ```
/// use gleaner::document::{Document, Format};
/// use gleaner::strategy::contract::Facts;
/// let of = |text: &str| Facts::of(&Document::anonymous(Format::Plain, text));
/// assert_eq!(of("Sign up\nShare\nShare"), of("Share!\nSign up"));
/// assert_eq!(of("Share\n—").lines(), of("share").lines());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// First the lines of running text, then the others; each part ascending.
    lines: Vec<u64>,
    running: usize,
    places: Vec<Place>,
}

/// A text at a path of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path ([`path_keys`]).
    pub path: u64,
    /// The text, by its index among the document's lines.
    pub line: u32,
    /// Whether it is a linked headline there.
    pub headline: bool,
}

impl Facts {
    /// Reads a document.
    pub fn of(document: &Document) -> Self {
        let segments = document.segments().iter().zip(document.features());
        let keyed: Vec<_> = segments.filter_map(|(segment, own)| Some((key(document.inner(segment))?, segment, own))).collect();
        let lines = |long: bool| keyed.iter().filter(|(.., own)| own.is_long() == long).map(|(line, ..)| *line).collect();
        let (running, others) = (lines(true), lines(false));
        let mut facts = Self::new(running, others);
        let Some(page) = document.page() else { return facts };
        let paths = path_keys(page);
        let index: FxHashMap<u64, u32> = facts.lines.iter().zip(0..).map(|(&line, at)| (line, at)).collect();
        let places = keyed.iter().filter_map(|(line, segment, own)| {
            let (line, path) = (*index.get(line)?, *paths.get(segment.block?)?);
            Some(Place { path, line, headline: own.is_title() && own.link_chars * 2 > own.chars })
        });
        facts.places = one_a_place(places.collect());
        facts
    }

    /// Lines in any order, and no page.
    pub fn new(mut running: Vec<u64>, mut others: Vec<u64>) -> Self {
        running.sort_unstable();
        running.dedup();
        others.sort_unstable();
        others.dedup();
        others.retain(|line| running.binary_search(line).is_err());
        let count = running.len();
        running.extend(others);
        Self { lines: running, running: count, places: Vec::new() }
    }

    /// The same with what stands at its paths. A place whose line is not there is passed over.
    #[must_use]
    pub fn with_places(mut self, places: Vec<Place>) -> Self {
        let known = places.into_iter().filter(|place| (place.line as usize) < self.lines.len());
        self.places = one_a_place(known.collect());
        self
    }

    /// At most so many lines, those with the smallest keys, and as many places, by path: a document of a million lines is no
    /// more to the counts than one of some thousands. The order of the lines in the document does not matter.
    #[must_use]
    pub fn at_most(mut self, most: usize) -> Self {
        if self.lines.len() > most {
            let mut keys = self.lines.clone();
            let bound = *keys.select_nth_unstable(most).1;
            let kept = |part: &[u64]| part.iter().copied().filter(|line| *line < bound).collect();
            let fewer = Self::new(kept(self.running()), kept(&self.lines[self.running..]));
            let index: FxHashMap<u64, u32> = fewer.lines.iter().zip(0..).map(|(&line, at)| (line, at)).collect();
            let moved = |place: &Place| Some(Place { line: *index.get(&self.text_at(place))?, ..*place });
            let places = self.places.iter().filter_map(moved).collect();
            self = fewer.with_places(places);
        }
        self.places.truncate(most);
        self
    }

    /// Every line once, those of running text first.
    pub fn lines(&self) -> &[u64] {
        &self.lines
    }

    /// The lines of running text.
    pub fn running(&self) -> &[u64] {
        &self.lines[..self.running]
    }

    /// Every text of every path once.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The text at a place.
    pub fn text_at(&self, place: &Place) -> u64 {
        self.lines.get(place.line as usize).copied().unwrap_or_default()
    }
}

/// A text that stands twice at a path is a headline if it is one in either.
fn one_a_place(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_unstable_by_key(|place| (place.path, place.line, !place.headline));
    places.dedup_by_key(|place| (place.path, place.line));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_sorted_and_a_line_of_running_text_is_no_other_line() {
        let facts = Facts::new(vec![7, 3, 7], vec![9, 3, 1]);
        assert_eq!((facts.lines(), facts.running()), (&[3, 7, 1, 9][..], &[3, 7][..]));
    }

    #[test]
    fn the_smallest_keys_are_what_is_left_of_a_document_without_end() {
        let place = |line| Place { path: u64::from(line), line, headline: false };
        let facts = Facts::new(vec![30, 10], vec![40, 20]).with_places((0..4).map(place).collect());
        let few = facts.clone().at_most(2);
        assert_eq!((few.lines(), few.running()), (&[10, 20][..], &[10][..]));
        assert_eq!(few.places().iter().map(|place| (place.path, few.text_at(place))).collect::<Vec<_>>(), [(0, 10), (2, 20)]);
        assert_eq!(facts.clone().at_most(4), facts);
    }

    #[test]
    fn a_text_counts_once_a_path() {
        let place = |line, headline| Place { path: 5, line, headline };
        let facts = Facts::new(vec![], vec![1, 2]).with_places(vec![place(1, false), place(9, true), place(1, true), place(0, false)]);
        assert_eq!(facts.places(), [place(0, false), place(1, true)]);
        assert_eq!(facts.text_at(&facts.places()[1]), 2);
    }
}
