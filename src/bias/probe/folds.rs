//! Folds in which every source has its equal part, and events stay together.
//!
//! A source that is rarer in training than in testing pulls accuracy below chance (0.31 leaving one document out, 0.41 with one
//! document of every source in every fold, on the same data), and a sibling about the same event pulls it either way.

use super::selection::Selected;
use super::share::grouped;
use crate::random::Random;
use std::collections::BTreeMap;

/// How documents are parted into folds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Every source covers every event equally often: an event is in one fold, and folds are equal in sources.
    EventsCrossed,
    /// Events are kept together, and folds are as equal in sources as that allows.
    EventsTogether,
    /// No two documents share an event, or events are unknown: every fold has the same number of documents of every source.
    Balanced,
}

impl Scheme {
    /// The word in the CSV files.
    pub const fn name(self) -> &'static str {
        match self {
            Scheme::EventsCrossed => "events-crossed",
            Scheme::EventsTogether => "events-together",
            Scheme::Balanced => "balanced",
        }
    }
}

/// Folds that a probe is trained and tested on.
pub const MAX_FOLDS: usize = 12;

/// More documents than this are not trained on at a time, if every source can then have five.
const MAX_USED: usize = 600;
/// Documents that a source keeps in any case.
const LEAST: usize = 5;

/// What folds are drawn from.
#[derive(Debug)]
pub struct Design {
    /// How folds are made.
    pub scheme: Scheme,
    by_label: Vec<Vec<usize>>,
    labels: Vec<usize>,
    events: Vec<usize>,
    by_event: Vec<Vec<usize>>,
    each: usize,
}

/// One draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Documents in use, as places in the selection, fold by fold.
    pub folds: Vec<Vec<usize>>,
}

impl Draw {
    /// All documents in use.
    pub fn used(&self) -> Vec<usize> {
        self.folds.iter().flatten().copied().collect()
    }
}

impl Design {
    /// Looks at sources and events of a selection.
    pub fn of(selected: &Selected) -> Self {
        let by_label = grouped(&selected.labels);
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        let own: Vec<usize> = (0..selected.labels.len()).collect();
        let named = selected.events.as_ref().unwrap_or(&own);
        let events: Vec<usize> = named
            .iter()
            .map(|&event| {
                let next = numbers.len();
                *numbers.entry(event).or_insert(next)
            })
            .collect();
        let by_event = grouped(&events);
        let each = by_label.iter().map(Vec::len).min().unwrap_or(0).min((MAX_USED / by_label.len().max(1)).max(LEAST));
        let scheme = scheme(&by_event, &selected.labels, by_label.len());
        Self { scheme, labels: selected.labels.clone(), by_label, events, by_event, each }
    }

    /// Whether every draw into this many folds is the same, but for the order of its folds.
    pub fn is_fixed(&self, most: usize) -> bool {
        self.scheme == Scheme::EventsCrossed && self.by_event.len() <= most && self.labels.len() <= MAX_USED
    }

    /// Deals documents into at most `most` folds, in random order.
    pub fn draw(&self, most: usize, random: &mut Random) -> Draw {
        let mut folds = match self.scheme {
            Scheme::EventsCrossed => self.whole_events(most, random),
            Scheme::EventsTogether => self.dealt_events(most, random),
            Scheme::Balanced => self.balanced(most, random),
        };
        folds.retain(|fold| !fold.is_empty());
        random.shuffle(&mut folds);
        Draw { folds }
    }

    fn whole_events(&self, most: usize, random: &mut Random) -> Vec<Vec<usize>> {
        let mut events: Vec<usize> = (0..self.by_event.len()).collect();
        random.shuffle(&mut events);
        let size = self.by_event.first().map_or(1, Vec::len).max(1);
        events.truncate((MAX_USED / size).max(LEAST));
        let count = events.len().min(most).max(1);
        let mut folds = vec![Vec::new(); count];
        events.iter().enumerate().for_each(|(at, &event)| folds[at % count].extend_from_slice(&self.by_event[event]));
        folds
    }

    /// As many documents of every source as the smallest has, at random.
    fn even(&self, each: usize, random: &mut Random) -> Vec<Vec<usize>> {
        let drawn = |members: &Vec<usize>| {
            let mut members = members.clone();
            random.shuffle(&mut members);
            members.truncate(each);
            members
        };
        self.by_label.iter().map(drawn).collect()
    }

    fn balanced(&self, most: usize, random: &mut Random) -> Vec<Vec<usize>> {
        let count = self.each.min(most).max(1);
        let members = self.even(self.each - self.each % count, random);
        let mut folds = vec![Vec::new(); count];
        members.iter().for_each(|members| members.iter().enumerate().for_each(|(at, &document)| folds[at % count].push(document)));
        folds
    }

    /// Large events first, each to the fold that has fewest documents of its sources.
    fn dealt_events(&self, most: usize, random: &mut Random) -> Vec<Vec<usize>> {
        let mut events: Vec<Vec<usize>> = vec![Vec::new(); self.by_event.len()];
        self.even(self.each, random).iter().flatten().for_each(|&document| events[self.events[document]].push(document));
        events.retain(|event| !event.is_empty());
        random.shuffle(&mut events);
        events.sort_by_key(|event| std::cmp::Reverse(event.len()));
        let count = self.each.min(most).min(events.len()).max(1);
        let mut folds: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut held = vec![vec![0usize; self.by_label.len()]; count];
        for event in events {
            let crowd = |fold: usize| event.iter().map(|&document| held[fold][self.labels[document]]).sum::<usize>();
            let fold = (0..count).min_by_key(|&fold| (crowd(fold), folds[fold].len())).unwrap_or(0);
            event.iter().for_each(|&document| held[fold][self.labels[document]] += 1);
            folds[fold].extend(event);
        }
        folds
    }
}

fn scheme(by_event: &[Vec<usize>], labels: &[usize], sources: usize) -> Scheme {
    if by_event.len() < 2 || by_event.iter().all(|event| event.len() < 2) {
        return Scheme::Balanced;
    }
    let counts = |event: &Vec<usize>| {
        let mut counts = vec![0usize; sources];
        event.iter().for_each(|&document| counts[labels[document]] += 1);
        counts
    };
    let first = counts(&by_event[0]);
    let crossed = first.iter().all(|&count| count == first[0]) && by_event.iter().all(|event| counts(event) == first);
    if crossed { Scheme::EventsCrossed } else { Scheme::EventsTogether }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(labels: Vec<usize>, events: Option<Vec<usize>>) -> Selected {
        let sources = (0..=labels.iter().copied().max().unwrap_or(0)).collect();
        Selected { documents: (0..labels.len()).collect(), labels, sources, events }
    }

    fn counts(fold: &[usize], labels: &[usize], sources: usize) -> Vec<usize> {
        (0..sources).map(|source| fold.iter().filter(|&&at| labels[at] == source).count()).collect()
    }

    #[test]
    fn unknown_events_give_every_fold_the_same_of_every_source() {
        // Three sources of 5, 6 and 9 documents: five of each are drawn, one a fold.
        let labels: Vec<usize> = [vec![0; 5], vec![1; 6], vec![2; 9]].concat();
        let design = Design::of(&selected(labels.clone(), None));
        let draw = design.draw(MAX_FOLDS, &mut Random::new(1));
        assert_eq!((design.scheme, draw.folds.len()), (Scheme::Balanced, 5));
        assert!(draw.folds.iter().all(|fold| counts(fold, &labels, 3) == [1, 1, 1]));
        assert_eq!(design.draw(2, &mut Random::new(1)).folds.iter().map(Vec::len).collect::<Vec<_>>(), [6, 6]);
    }

    #[test]
    fn crossed_events_are_folds() {
        let labels: Vec<usize> = (0..12).map(|at| at % 3).collect();
        let events: Vec<usize> = (0..12).map(|at| 40 + at / 3).collect();
        let design = Design::of(&selected(labels, Some(events.clone())));
        assert!(design.is_fixed(MAX_FOLDS) && !design.is_fixed(3));
        let draw = design.draw(MAX_FOLDS, &mut Random::new(1));
        assert_eq!((design.scheme, draw.folds.len()), (Scheme::EventsCrossed, 4));
        assert!(draw.folds.iter().all(|fold| fold.iter().all(|&at| events[at] == events[fold[0]])));
    }

    #[test]
    fn events_that_are_not_crossed_stay_together() {
        let labels: Vec<usize> = (0..30).map(|at| at % 5).collect();
        let events: Vec<usize> = (0..30).map(|at| (at * 7 + at / 5) % 11).collect();
        let design = Design::of(&selected(labels.clone(), Some(events.clone())));
        let draw = design.draw(MAX_FOLDS, &mut Random::new(3));
        assert_eq!(design.scheme, Scheme::EventsTogether);
        let mut fold_of: BTreeMap<usize, usize> = BTreeMap::new();
        for (number, fold) in draw.folds.iter().enumerate() {
            fold.iter().for_each(|&at| assert_eq!(*fold_of.entry(events[at]).or_insert(number), number));
        }
        assert_eq!(counts(&draw.used(), &labels, 5), [6; 5]);
    }
}
