//! Lines that are a phrase from end to end: one flat table, asked once a line.

use super::beginnings::{Eights, mixed};

/// Phrases with their rules, in a hash table with linear probing. A phrase stands in it once for each of its rules.
pub struct WholeLines {
    lines: Vec<(&'static str, u32)>,
    /// Number of a line, from one on, in the low bits of a slot and some of its hash in the others; nought is free.
    slots: Vec<u32>,
    /// The bits of a slot that are a number.
    number: u32,
    /// Bits of a hash that are more than the number of a slot.
    shift: u32,
    longest: usize,
}

impl WholeLines {
    /// Knows some lines, each with a rule.
    pub fn new(lines: Vec<(&'static str, u32)>) -> Self {
        let size = (2 * lines.len()).next_power_of_two().max(2);
        let number = (lines.len() as u32 + 1).next_power_of_two() - 1;
        let longest = lines.iter().map(|(line, _)| line.len()).max().unwrap_or(0);
        let mut own = Self { lines: Vec::new(), slots: vec![0; size], number, shift: 64 - size.trailing_zeros(), longest };
        for (&(line, _), count) in lines.iter().zip(1..) {
            let (mut at, tag) = own.place(line.len(), Eights::of(line.as_bytes()));
            while own.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            own.slots[at] = tag | count;
        }
        own.lines = lines;
        own
    }

    /// The rules of a line, in the order in which they came.
    #[inline]
    pub fn rules(&self, line: &str) -> impl Iterator<Item = u32> {
        let place = || self.place(line.len(), Eights::of(line.as_bytes()));
        let (mut at, tag) = if line.len() <= self.longest { place() } else { (usize::MAX, 0) };
        std::iter::from_fn(move || {
            // Every second slot is free, so this ends.
            while let Some(&slot) = self.slots.get(at).filter(|slot| **slot != 0) {
                at = (at + 1) & (self.slots.len() - 1);
                let (own, rule) = self.lines[(slot & self.number) as usize - 1];
                if slot & !self.number == tag && own == line {
                    return Some(rule);
                }
            }
            None
        })
    }

    /// Whether a line may have a rule, by its length, its first and its last eight bytes (noughts where there are fewer); never wrong when it
    /// says no.
    #[inline]
    pub fn may_hold(&self, length: usize, first: u64, last: u64) -> bool {
        if length > self.longest {
            return false;
        }
        let (mut at, tag) = self.place_of(length, first, last);
        while let Some(&slot) = self.slots.get(at).filter(|slot| **slot != 0) {
            if slot & !self.number == tag {
                return true;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        false
    }

    /// Where a line is looked for first, and what of its hash a slot holds.
    #[inline]
    fn place(&self, length: usize, eights: Eights<'_>) -> (usize, u32) {
        self.place_of(length, eights.at(0), eights.last)
    }

    #[inline]
    fn place_of(&self, length: usize, first: u64, last: u64) -> (usize, u32) {
        let hash = mixed(first ^ last.rotate_left(29) ^ (length as u64).rotate_left(59));
        ((hash >> self.shift) as usize, (hash >> 16) as u32 & !self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_line_has_the_rules_that_a_plain_search_finds(lines in prop::collection::vec(("[abЯ日]{0,3}|[a-c ]{0,40}", 0u32..9), 0..60), others in prop::collection::vec("[abЯ日]{0,3}", 0..9)) {
            let lines: Vec<(&'static str, u32)> = lines.into_iter().map(|(line, rule)| (&*line.leak(), rule)).collect();
            let table = WholeLines::new(lines.clone());
            for asked in lines.iter().map(|(line, _)| *line).chain(others.iter().map(String::as_str)) {
                let simple: Vec<u32> = lines.iter().filter(|(line, _)| *line == asked).map(|(_, rule)| *rule).collect();
                prop_assert_eq!(table.rules(asked).collect::<Vec<_>>(), simple);
            }
        }
    }

    #[test]
    fn a_line_that_is_none_has_none() {
        let table = WholeLines::new(vec![("read more", 3), ("ad", 5), ("read more", 4)]);
        assert_eq!(table.rules("read more").collect::<Vec<_>>(), [3, 4]);
        assert!(["Read more", "read", "", "read more and more"].iter().all(|line| table.rules(line).next().is_none()));
        assert_eq!(WholeLines::new(Vec::new()).rules("").next(), None);
    }
}
