//! Tokens of two lists counted in one table, by number.

use super::overlap::Overlap;

/// A table with a place for each token, all of them nought between two counts.
#[derive(Debug, Default)]
pub struct Counter {
    counts: Vec<u32>,
}

impl Counter {
    /// Makes room for the tokens below `end`: others must not be counted.
    pub fn make_room(&mut self, end: usize) {
        self.counts.resize(end.max(self.counts.len()), 0);
    }

    /// Tokens that two lists share, as bags.
    pub fn shared(&mut self, reference: &[u32], answer: &[u32]) -> usize {
        reference.iter().for_each(|&token| self.counts[token as usize] += 1);
        let mut shared = 0;
        for &token in answer {
            let left = &mut self.counts[token as usize];
            shared += usize::from(*left > 0);
            *left = left.saturating_sub(1);
        }
        self.forget(reference);
        shared
    }

    /// What two lists share, as sets.
    pub fn sets(&mut self, reference: &[u32], answer: &[u32]) -> Overlap {
        let mut of = |tokens: &[u32], side: u32| {
            let mut distinct = [0; 2];
            for &token in tokens {
                let sides = &mut self.counts[token as usize];
                if *sides & side == 0 {
                    distinct[0] += 1;
                    distinct[1] += usize::from(*sides != 0);
                    *sides |= side;
                }
            }
            distinct
        };
        let ([of_reference, _], [of_answer, shared]) = (of(reference, 1), of(answer, 2));
        self.forget(reference);
        self.forget(answer);
        Overlap { shared, reference: of_reference, predicted: of_answer }
    }

    /// How often each token of either list stands in the one and in the other, in order of appearance.
    pub fn occurrences(&mut self, reference: &[u32], answer: &[u32]) -> Vec<[u32; 2]> {
        let mut all: Vec<[u32; 2]> = Vec::with_capacity(reference.len());
        for (side, tokens) in [reference, answer].into_iter().enumerate() {
            for &token in tokens {
                // Until the end a token's count is its place, from 1.
                let place = &mut self.counts[token as usize];
                if *place == 0 {
                    all.push([0; 2]);
                    *place = all.len() as u32;
                }
                all[*place as usize - 1][side] += 1;
            }
        }
        self.forget(reference);
        self.forget(answer);
        all
    }

    fn forget(&mut self, tokens: &[u32]) {
        tokens.iter().for_each(|&token| self.counts[token as usize] = 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tokens_are_listed_in_order_of_appearance() {
        let mut counter = Counter::default();
        counter.make_room(8);
        assert_eq!(counter.occurrences(&[5, 2, 5], &[7, 2, 2]), [[2, 0], [1, 2], [0, 1]]);
        assert_eq!(counter.occurrences(&[], &[]), <[[u32; 2]; 0]>::default());
    }

    proptest! {
        #[test]
        fn counts_are_those_of_bags_and_sets_count_after_count(lists in prop::collection::vec(prop::collection::vec(0_u32..9, 0..30), 2..6)) {
            let mut counter = Counter::default();
            counter.make_room(9);
            for pair in lists.windows(2) {
                let bags = Overlap::of_bags(pair[0].iter(), pair[1].iter());
                prop_assert_eq!(counter.shared(&pair[0], &pair[1]), bags.shared);
                prop_assert_eq!(counter.sets(&pair[0], &pair[1]), Overlap::of_sets(pair[0].iter(), pair[1].iter()));
                let both = counter.occurrences(&pair[0], &pair[1]).iter().map(|sides| sides[0].min(sides[1]) as usize).sum::<usize>();
                prop_assert_eq!(both, bags.shared);
            }
        }
    }
}
