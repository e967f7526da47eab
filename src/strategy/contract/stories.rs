//! Which documents of a source tell one story: a repost of a story must not make its text look like boilerplate.

use super::Facts;
use rustc_hash::FxHashMap;

/// Two documents of a source that share this part of the shorter one's running text are copies of one story, and count
/// as one: otherwise a reposted story would be taken for boilerplate.
const COPY_SHARE: f64 = 0.5;
/// A line that stands in more documents than this says nothing about which of them are copies.
const COPY_FAN_OUT: u64 = 32;

/// A document, and how many times the source has it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'f> {
    /// What it says.
    pub facts: &'f Facts,
    /// Documents with just these facts, at least one.
    pub times: u32,
}

/// The stories of a source.
pub(super) struct Stories {
    /// The story of each document: the smallest index among its copies.
    of: Vec<usize>,
    /// How many stories a document is that is told more than once and whose copies are not one story.
    times: Vec<u32>,
}

impl Stories {
    pub(super) fn of(told: &[Told<'_>]) -> Self {
        let shared = shared_lines(told);
        let mut of: Vec<usize> = (0..told.len()).collect();
        let mut times: Vec<u32> = told.iter().map(|told| told.times).collect();
        for ((first, second), count) in shared {
            let shorter = told[first].facts.running().len().min(told[second].facts.running().len());
            if count as f64 >= COPY_SHARE * shorter as f64 {
                let (a, b) = (root(&mut of, first), root(&mut of, second));
                let (low, high) = (a.min(b), a.max(b));
                of[high] = low;
                // One copy makes one story of all copies of both.
                times[low] = 1;
            }
        }
        for document in 0..of.len() {
            of[document] = root(&mut of, document);
        }
        Self { of, times }
    }

    /// The story that a document tells.
    pub(super) fn of_document(&self, document: usize) -> usize {
        self.of[document]
    }

    /// How many stories that is: one, unless a document stands there several times and its copies are not taken for one story.
    pub(super) fn weight(&self, story: usize) -> u32 {
        self.times[story]
    }

    /// Number of stories.
    pub(super) fn count(&self) -> u32 {
        let first = |(document, story): &(usize, &usize)| document == *story;
        let weights = self.of.iter().enumerate().filter(first).map(|(_, &story)| self.times[story]);
        weights.fold(0, u32::saturating_add)
    }
}

/// How many lines of running text two documents share; of a document that is told more than once, also with itself. Lines that
/// stand in too many documents are left out, and pairs without any.
fn shared_lines(told: &[Told<'_>]) -> FxHashMap<(usize, usize), usize> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (document, told) in told.iter().enumerate() {
        told.facts.running().iter().for_each(|&line| holders.entry(line).or_default().push(document));
    }
    let mut shared: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for holders in holders.values() {
        let documents: u64 = holders.iter().map(|&document| u64::from(told[document].times)).sum();
        if !(2..=COPY_FAN_OUT).contains(&documents) {
            continue;
        }
        for (at, &first) in holders.iter().enumerate() {
            let itself = usize::from(told[first].times < 2);
            holders[at + itself..].iter().for_each(|&second| *shared.entry((first, second)).or_default() += 1);
        }
    }
    shared
}

/// The smallest document known to tell the same story.
fn root(of: &mut [usize], document: usize) -> usize {
    let mut at = document;
    while of[at] != at {
        of[at] = of[of[at]];
        at = of[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stories(documents: &[(&[u64], u32)]) -> (Vec<usize>, u32) {
        let facts: Vec<Facts> = documents.iter().map(|(running, _)| Facts::new(running.to_vec(), Vec::new())).collect();
        let told: Vec<Told<'_>> = facts.iter().zip(documents).map(|(facts, (_, times))| Told { facts, times: *times }).collect();
        let stories = Stories::of(&told);
        (stories.of.clone(), stories.count())
    }

    #[test]
    fn half_of_the_shorter_text_makes_a_copy_and_copies_of_copies_are_one_story() {
        assert_eq!(stories(&[(&[1, 2, 3, 4], 1), (&[1, 2, 9], 1), (&[3, 5, 6], 1)]), (vec![0, 0, 2], 2));
        assert_eq!(stories(&[(&[1, 2], 1), (&[3, 4], 1), (&[2, 3], 1)]), (vec![0, 0, 0], 1));
    }

    /// What a document told `times` times is must be what as many documents are.
    #[test]
    fn a_document_told_twice_is_two_documents() {
        for (running, times) in [(&[1_u64, 2][..], 2_u32), (&[], 5), (&[1], 32), (&[1], 33)] {
            let apart: Vec<(&[u64], u32)> = vec![(running, 1); times as usize];
            assert_eq!(stories(&[(running, times)]).1, stories(&apart).1, "{running:?} {times}");
        }
        assert_eq!(stories(&[(&[], 5)]).1, 5);
        assert_eq!(stories(&[(&[1], 33)]).1, 33);
        // 33 copies of the first line, but the second line tells that two of them are copies of the last.
        let apart = [vec![(&[1_u64, 2][..], 1); 20], vec![(&[1], 1); 13]].concat();
        assert_eq!(stories(&[(&[1, 2], 20), (&[1], 13)]).1, stories(&apart).1);
    }
}
