//! Phrases in a flat table, asked for the longest that begins at a place. Most places are told by a first look at their bytes; the
//! others find the few phrases with the same first bytes by a hash, the longest first.

use super::beginnings::{Beginnings, Eights, LONG, SHORT, first, mixed};
use std::cmp::Reverse;

/// A phrase and a rule it stands for.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The phrase's first bytes, see [`key`].
    key: u64,
    text: &'static str,
    /// The rule's index.
    pub rule: u32,
    /// Whether the phrase may be the beginning of a longer word.
    pub stem: bool,
}

impl Entry {
    /// An entry of a table.
    pub fn new(text: &'static str, rule: u32, stem: bool) -> Self {
        Self { key: key(Eights::of(text.as_bytes()).at(0), text.len()), text, rule, stem }
    }
}

/// What phrases of a length have in common where they are found together: their first bytes, and how many these are.
#[inline]
fn key(eight: u64, length: usize) -> u64 {
    let bytes = if length >= LONG { LONG } else { length.min(SHORT) };
    first(eight, bytes) | (bytes as u64) << 56
}

/// A phrase at a place of a text.
#[derive(Clone, Copy, Debug)]
pub struct Found<'p> {
    /// Tells it from other phrases.
    pub number: usize,
    /// Where it ends.
    pub end: usize,
    /// The entries from its first one on.
    from: &'p [Entry],
}

impl<'p> Found<'p> {
    /// Its entries, one for each rule, in the order of the rules.
    pub fn entries(&self) -> impl Iterator<Item = &'p Entry> + use<'p> {
        let first = self.from.first();
        let alike = move |entry: &&Entry| first.is_some_and(|first| first.key == entry.key && first.text.len() == entry.text.len());
        self.from.iter().take_while(alike).filter(move |entry| first.is_some_and(|first| first.text == entry.text))
    }

    /// Its rules.
    pub fn rules(&self) -> impl Iterator<Item = u32> + use<'p> {
        self.entries().map(|entry| entry.rule)
    }
}

/// Phrases; each stands for one or more rules.
pub struct Phrases {
    /// Those with the same key beside each other, the longest first.
    entries: Vec<Entry>,
    /// Number of the first entry with a key, from one on; nought is free. A hash table with linear probing.
    slots: Vec<u32>,
    /// Bits of a hash that are more than the number of a slot.
    shift: u32,
    beginnings: Beginnings,
    /// Lengths that short phrases are known by, see [`key`], the longest first.
    short: Vec<usize>,
}

impl Phrases {
    /// Knows some phrases, in the order of their rules.
    pub fn new(mut entries: Vec<Entry>) -> Self {
        // Those of a phrase stay in the order of their rules.
        entries.sort_by_key(|entry| (entry.key, Reverse(entry.text.len())));
        let size = (2 * entries.len()).next_power_of_two().max(2);
        let beginnings = Beginnings::of(entries.iter().map(|entry| entry.text));
        let is_used = |length: &usize| entries.iter().any(|entry| entry.text.len() < LONG && entry.text.len().min(SHORT) == *length);
        let short = (1..=SHORT).rev().filter(is_used).collect();
        let mut own = Self { entries, slots: vec![0; size], shift: 64 - size.trailing_zeros(), beginnings, short };
        let mut before = None;
        for (entry, count) in own.entries.iter().zip(1..) {
            if before.replace(entry.key) == Some(entry.key) {
                continue;
            }
            let mut at = (mixed(entry.key) >> own.shift) as usize;
            while own.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            own.slots[at] = count;
        }
        own
    }

    /// Whether a phrase may begin where a text has these eight bytes; never wrong when it says no.
    #[inline]
    pub fn may_hold(&self, eight: u64) -> bool {
        self.beginnings.may_hold(eight)
    }

    /// The longest phrase that begins at a place, where a text has these eight bytes.
    #[inline]
    pub fn at(&self, text: &[u8], start: usize, eight: u64) -> Option<Found<'_>> {
        if self.beginnings.may_hold(eight) { self.longest(text, start, eight) } else { None }
    }

    #[inline(never)]
    fn longest(&self, text: &[u8], start: usize, eight: u64) -> Option<Found<'_>> {
        let rest = text.get(start..)?;
        let short = if self.beginnings.has_short(eight) { self.short.as_slice() } else { &[] };
        let known_by = |length: usize| if length <= rest.len() { self.longest_of(rest, key(eight, length)) } else { None };
        let number = known_by(LONG).or_else(|| short.iter().find_map(|&length| known_by(length)))?;
        let from = &self.entries[number..];
        Some(Found { number, end: start + from.first()?.text.len(), from })
    }

    /// The longest phrase with a key that begins a text.
    fn longest_of(&self, text: &[u8], key: u64) -> Option<usize> {
        let mut at = (mixed(key) >> self.shift) as usize;
        // Every second slot is free, so this ends.
        let from = loop {
            let number = (self.slots[at] as usize).checked_sub(1)?;
            if self.entries[number].key == key {
                break number;
            }
            at = (at + 1) & (self.slots.len() - 1);
        };
        let mut same = self.entries[from..].iter().take_while(|entry| entry.key == key);
        same.position(|entry| begins(text, entry.text.as_bytes())).map(|place| from + place)
    }
}

/// Whether a text begins with a phrase of a byte or more. Most that do not are told by the last byte, without a call.
#[inline]
fn begins(text: &[u8], phrase: &[u8]) -> bool {
    text.get(phrase.len().wrapping_sub(1)) == phrase.last() && text.starts_with(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The longest phrase at a place, and the rules of it, by looking at every phrase.
    fn simple(phrases: &[(&'static str, u32)], text: &str, start: usize) -> Option<(usize, Vec<u32>)> {
        let here = phrases.iter().filter(|(phrase, _)| !phrase.is_empty() && text[start..].starts_with(phrase));
        let longest = here.map(|(phrase, _)| *phrase).max_by_key(|phrase| phrase.len())?;
        let rules: Vec<u32> = phrases.iter().filter(|(phrase, _)| *phrase == longest).map(|(_, rule)| *rule).collect();
        Some((start + longest.len(), rules))
    }

    fn table(phrases: &[(&'static str, u32)]) -> Phrases {
        Phrases::new(phrases.iter().map(|&(phrase, rule)| Entry::new(phrase, rule, false)).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_longest_phrase_is_found_as_by_looking_at_each(phrases in prop::collection::vec(("[ab]{1,9}|[abЯ日# ]{1,5}|aaaab[ab]{0,6}", 0u32..9), 0..40), text in "[ab]{0,12}|[abЯ日# \\PC]{0,16}|(aaaa){0,3}b[ab]{0,9}") {
            let phrases: Vec<(&'static str, u32)> = phrases.into_iter().map(|(phrase, rule)| (&*phrase.leak(), rule)).collect();
            let table = table(&phrases);
            for (start, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let found = table.at(text.as_bytes(), start, Eights::of(text.as_bytes()).at(start));
                let rules = found.map(|found| (found.end, found.rules().collect::<Vec<_>>()));
                prop_assert_eq!(rules, simple(&phrases, &text, start));
            }
        }
    }

    #[test]
    fn the_longest_of_several_is_found() {
        let table = table(&[("read", 1), ("read more", 2), ("read more about", 3), ("read more", 0), ("re", 4)]);
        let found =
            |text: &str| table.at(text.as_bytes(), 0, Eights::of(text.as_bytes()).at(0)).map(|found| (found.end, found.rules().collect()));
        assert_eq!(found("read more abroad"), Some((9, vec![2, 0])));
        assert_eq!(found("read on"), Some((4, vec![1])));
        assert_eq!(found("reap"), Some((2, vec![4])));
        assert_eq!(found("r"), None);
        assert!(table.at(b"read", 9, 0).is_none());
    }
}
