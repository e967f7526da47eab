//! The list of active formatting elements.

use super::name::Name;
use super::references::{Reading, read};
use super::stack::Open;
use super::tag::each;

/// A formatting element, open or to be opened anew.
#[derive(Clone, Copy, Debug)]
pub struct Format<'s> {
    /// Its name.
    pub name: Name,
    /// Its name in the source.
    pub raw: &'s str,
    /// Where its attributes begin in the source.
    pub attributes: usize,
    /// The element's number.
    pub id: u32,
    /// Whether it is on the stack of open elements.
    pub open: bool,
}

/// Formatting elements with markers between them; what stands before the last marker is out of sight.
#[derive(Debug, Default)]
pub struct Formatting<'s> {
    entries: Vec<Option<Format<'s>>>,
}

/// From this many equal elements the earliest goes: the standard's "Noah's Ark clause".
const MOST_EQUAL: usize = 3;

impl<'s> Formatting<'s> {
    /// Sets a marker.
    pub fn mark(&mut self) {
        self.entries.push(None);
    }

    /// Forgets what stands behind the last marker, and the marker.
    pub fn clear_to_marker(&mut self) {
        while let Some(Some(_)) = self.entries.pop() {}
    }

    /// The entry, if it is none of the markers.
    pub fn get(&self, at: usize) -> Option<Format<'s>> {
        self.entries.get(at).copied().flatten()
    }

    /// The last element of this name behind the last marker.
    pub fn last_named(&self, name: Name) -> Option<(usize, Format<'s>)> {
        let behind = self.entries.iter().enumerate().rev().map_while(|(at, entry)| entry.map(|entry| (at, entry)));
        behind.into_iter().find(|(_, entry)| entry.name == name)
    }

    /// Whether an element is in the list, markers or not.
    pub fn position(&self, id: u32) -> Option<usize> {
        self.entries.iter().position(|entry| entry.is_some_and(|entry| entry.id == id))
    }

    /// Adds an element before the entry at a place.
    pub fn insert(&mut self, at: usize, entry: Format<'s>) {
        self.entries.insert(at.min(self.entries.len()), Some(entry));
    }

    /// Takes an entry off.
    pub fn remove(&mut self, at: usize) {
        self.entries.remove(at);
    }

    /// The stack of open elements lost this one.
    pub fn closed(&mut self, open: &Open) {
        if let Some(entry) = self.entries.iter_mut().rev().flatten().find(|entry| entry.id == open.id) {
            entry.open = false;
        }
    }

    /// The first of the elements to be opened anew; they go to the end of the list.
    #[inline]
    pub fn first_to_reopen(&self) -> Option<usize> {
        // Nearly always the last one is open.
        if self.entries.last().copied().flatten().is_none_or(|last| last.open) {
            return None;
        }
        let closed = |entry: &&Option<Format>| entry.is_some_and(|entry| !entry.open);
        let count = self.entries.iter().rev().take_while(closed).count();
        (count > 0).then(|| self.entries.len() - count)
    }

    /// An element was opened anew.
    pub fn reopened(&mut self, at: usize, id: u32) {
        if let Some(Some(entry)) = self.entries.get_mut(at) {
            (entry.id, entry.open) = (id, true);
        }
    }

    /// Makes room for one more element like this, then the element can be added with [`Formatting::push`].
    pub fn make_room(&mut self, source: &str, name: Name, attributes: usize) {
        let behind = || self.entries.iter().enumerate().rev().map_while(|(at, entry)| entry.map(|entry| (at, entry)));
        if behind().filter(|(_, entry)| entry.name == name).count() < MOST_EQUAL {
            return;
        }
        let own = all_attributes(source, attributes);
        let equal = behind().filter(|(_, entry)| entry.name == name && all_attributes(source, entry.attributes) == own);
        let equal: Vec<usize> = equal.map(|(at, _)| at).collect();
        if equal.len() >= MOST_EQUAL
            && let Some(earliest) = equal.last()
        {
            self.entries.remove(*earliest);
        }
    }

    /// Adds an element.
    pub fn push(&mut self, entry: Format<'s>) {
        self.entries.push(Some(entry));
    }
}

/// Names and values of all attributes of a tag, sorted.
fn all_attributes(source: &str, from: usize) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut scratch = String::new();
    each(source, from, |name, value| {
        let name = source[name.0..name.1].to_ascii_lowercase().replace('\0', "\u{fffd}");
        let value = &source[value.0..value.1];
        let value = read(value, Reading::Attribute, &mut scratch).unwrap_or(value).to_string();
        if !all.iter().any(|(own, _)| *own == name) {
            all.push((name, value));
        }
    });
    all.sort();
    all
}
