//! The documents of one source: all of them, or those with the smallest fingerprints.

use crate::strategy::contract::{Facts, Told};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Documents of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Documents seen.
    pub(super) seen: u64,
    /// Documents with this fingerprint or a larger one are not held; `None`: all are.
    pub(super) cut: Option<u128>,
    pub(super) held: BTreeMap<u128, Held>,
    /// Entries held.
    entries: usize,
}

/// A document, and how often it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub(super) facts: Facts,
    pub(super) times: u32,
}

/// A source of which not all documents are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampled {
    /// Documents seen.
    pub seen: u64,
    /// Different documents held.
    pub held: usize,
}

impl Source {
    /// Of which so many documents were seen, and which was cut there; none are held yet.
    pub(super) fn new(seen: u64, cut: Option<u128>) -> Self {
        Self { seen, cut, ..Self::default() }
    }

    pub(super) fn add(&mut self, facts: Facts, bound: usize) {
        self.seen = self.seen.saturating_add(1);
        self.hold(print(&facts), Held { facts, times: 1 });
        self.shrink(bound);
    }

    pub(super) fn merge(&mut self, other: Self, bound: usize) {
        self.seen = self.seen.saturating_add(other.seen);
        self.cut_at(other.cut);
        other.held.into_iter().for_each(|(print, held)| self.hold(print, held));
        self.shrink(bound);
    }

    /// Holds a document, unless it lies behind the cut.
    pub(super) fn hold(&mut self, print: u128, new: Held) {
        if self.cut.is_some_and(|cut| print >= cut) {
            return;
        }
        match self.held.get_mut(&print) {
            Some(held) => held.times = held.times.saturating_add(new.times),
            None => {
                self.entries += entries(&new.facts);
                self.held.insert(print, new);
            }
        }
    }

    fn cut_at(&mut self, cut: Option<u128>) {
        let Some(cut) = cut.filter(|cut| self.cut.is_none_or(|own| *cut < own)) else { return };
        self.cut = Some(cut);
        let behind = self.held.split_off(&cut);
        self.entries -= behind.values().map(|held| entries(&held.facts)).sum::<usize>();
    }

    /// Drops the documents with the largest fingerprints until the rest fits: what stays is the longest run of all documents, in
    /// the order of their fingerprints, that does.
    pub(super) fn shrink(&mut self, bound: usize) {
        while self.entries > bound {
            let Some((print, held)) = self.held.pop_last() else { break };
            self.entries -= entries(&held.facts);
            self.cut = Some(print);
        }
    }

    /// Entries it is charged with: all of its bound once it is sampled, whatever the last document left of it.
    pub(super) fn charge(&self, bound: usize) -> usize {
        if self.cut.is_some() { bound } else { self.entries }
    }

    /// The documents. Of a sampled source each counts once: one that was seen a thousand times and was drawn by chance would
    /// otherwise outweigh all others.
    pub(super) fn told(&self) -> impl Iterator<Item = Told<'_>> {
        let sampled = self.cut.is_some();
        self.held.values().map(move |held| Told { facts: &held.facts, times: if sampled { 1 } else { held.times } })
    }

    pub(super) fn sampled(&self) -> Option<Sampled> {
        self.cut.map(|_| Sampled { seen: self.seen, held: self.held.len() })
    }
}

/// Entries of a document: its lines, its texts at paths, and two for its fingerprint.
fn entries(facts: &Facts) -> usize {
    2 + facts.lines().len() + facts.places().len()
}

/// The first 16 bytes of the SHA-256 of a document's facts: its place in the order of the draw.
pub(super) fn print(facts: &Facts) -> u128 {
    let mut hash = Sha256::new();
    hash.update((facts.running().len() as u64).to_le_bytes());
    hash.update((facts.lines().len() as u64).to_le_bytes());
    facts.lines().iter().for_each(|line| hash.update(line.to_le_bytes()));
    for place in facts.places() {
        hash.update(place.path.to_le_bytes());
        hash.update((u64::from(place.line) << 1 | u64::from(place.headline)).to_le_bytes());
    }
    hash.finalize().first_chunk().map_or(0, |bytes: &[u8; 16]| u128::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[u64]) -> Facts {
        Facts::new(Vec::new(), lines.to_vec())
    }

    #[test]
    fn what_stays_is_the_run_of_smallest_prints_that_fits() {
        let facts: Vec<Facts> = (0..50).map(|n| of(&(0..=n % 7).map(|line| line * 100 + n).collect::<Vec<u64>>())).collect();
        let mut ordered: Vec<(u128, usize)> = facts.iter().map(|facts| (print(facts), entries(facts))).collect();
        ordered.sort_unstable();
        let bound = 90;
        let mut sum = 0;
        let fitting: Vec<u128> = ordered
            .iter()
            .take_while(|(_, entries)| {
                sum += entries;
                sum <= bound
            })
            .map(|(print, _)| *print)
            .collect();
        let mut source = Source::default();
        facts.into_iter().for_each(|facts| source.add(facts, bound));
        assert_eq!(source.held.keys().copied().collect::<Vec<_>>(), fitting);
        assert_eq!(source.cut, Some(ordered[fitting.len()].0));
        assert_eq!(source.sampled(), Some(Sampled { seen: 50, held: fitting.len() }));
    }

    #[test]
    fn identical_documents_are_held_once_and_told_as_often_as_they_were_seen() {
        let mut source = Source::default();
        (0..3).for_each(|_| source.add(of(&[1]), 100));
        assert_eq!(source.told().map(|told| told.times).collect::<Vec<_>>(), [3]);
        assert_eq!(source.charge(100), 3);
    }
}
