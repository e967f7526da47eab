//! Stretches of n tokens (shingles) that two texts share, counted as bags.
//!
//! The reference's are kept with their counts under 64-bit hashes; equal hashes are told apart by the tokens themselves. Where an
//! answer goes on as the reference does, so do its stretches, and nothing is looked up. Time grows with the length of the texts.

use super::overlap::Overlap;
use rustc_hash::FxHashMap;

/// No place.
const NONE: u32 = u32::MAX;

/// The stretches of a reference.
#[derive(Debug)]
pub struct Grams {
    tokens: Vec<u32>,
    size: usize,
    /// The first of equal stretches, for the stretch at each place.
    first: Vec<u32>,
    /// How many equal ones there are, at the first.
    counts: Vec<u32>,
    /// The last new stretch with a hash; before it, those with the same hash.
    places: FxHashMap<u64, u32>,
    before: Vec<u32>,
    /// Whether a token stands in the reference.
    known: Vec<bool>,
}

impl Grams {
    /// Stretches of `size` tokens, at least one; of a shorter text, none.
    pub fn new(tokens: Vec<u32>, size: usize) -> Self {
        let size = size.max(1);
        let mut known = vec![false; tokens.iter().max().map_or(0, |&most| most as usize + 1)];
        tokens.iter().for_each(|&token| known[token as usize] = true);
        let count = (tokens.len() + 1).saturating_sub(size);
        let mut own = Self {
            first: vec![NONE; count],
            counts: vec![0; count],
            before: vec![NONE; count],
            places: FxHashMap::with_capacity_and_hasher(count, rustc_hash::FxBuildHasher),
            tokens,
            size,
            known,
        };
        for place in 0..count {
            let gram = &own.tokens[place..place + size];
            let hash = hash(gram);
            let first = own.find(gram, hash).unwrap_or(place);
            if first == place {
                own.before[place] = own.places.insert(hash, place as u32).unwrap_or(NONE);
            }
            own.first[place] = first as u32;
            own.counts[first] += 1;
        }
        own
    }

    fn find(&self, gram: &[u32], hash: u64) -> Option<usize> {
        let mut place = self.places.get(&hash).copied().unwrap_or(NONE);
        while place != NONE {
            let at = place as usize;
            if self.tokens[at..at + self.size] == *gram {
                return Some(at);
            }
            place = self.before[at];
        }
        None
    }

    /// What an answer shares with the reference.
    pub fn overlap(&self, answer: &[u32]) -> Overlap {
        let mut left = self.counts.clone();
        let mut shared = 0;
        let (mut at, mut last) = (0, None);
        while at + self.size <= answer.len() {
            let gram = &answer[at..at + self.size];
            let place = self.following(last, gram[self.size - 1]).or_else(|| self.look_up(gram));
            if let Some(place) = place {
                let left = &mut left[self.first[place] as usize];
                shared += usize::from(*left > 0);
                *left = left.saturating_sub(1);
            }
            last = place;
            at += 1;
        }
        Overlap { shared, reference: self.first.len(), predicted: at }
    }

    /// The place after one, if the token there is this one.
    fn following(&self, last: Option<usize>, token: u32) -> Option<usize> {
        let next = last? + 1;
        (*self.tokens.get(next + self.size - 1)? == token).then_some(next)
    }

    fn look_up(&self, gram: &[u32]) -> Option<usize> {
        let known = |&token: &u32| self.known.get(token as usize).copied().unwrap_or(false);
        if gram.iter().all(known) { self.find(gram, hash(gram)) } else { None }
    }
}

fn hash(gram: &[u32]) -> u64 {
    let mix = |hash: u64, &token: &u32| (hash ^ u64::from(token)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    gram.iter().fold(0x51_7c_c1_b7, mix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(reference: &[u32], answer: &[u32], size: usize) -> Overlap {
        Overlap::of_bags(reference.windows(size), answer.windows(size))
    }

    #[test]
    fn texts_shorter_than_a_stretch_have_none() {
        assert_eq!(Grams::new(vec![1, 2], 3).overlap(&[1, 2, 3]), Overlap { shared: 0, reference: 0, predicted: 1 });
        assert_eq!(Grams::new(vec![], 4).overlap(&[]), Overlap::default());
        assert_eq!(Grams::new(vec![1, 2, 1, 2, 1], 2).overlap(&[1, 2, 1, 9, 1, 2, 1, 2]).shared, 4);
    }

    #[test]
    fn equal_hashes_are_told_apart() {
        // All stretches in one chain, as if they had the same hash.
        let mut grams = Grams::new(vec![1, 2, 3, 4], 2);
        grams.places = [[1, 2], [2, 3], [3, 4], [4, 1]].iter().map(|gram| (hash(gram), 2)).collect();
        grams.before = vec![NONE, 0, 1];
        assert_eq!(grams.overlap(&[4, 1, 2, 9, 2, 3, 9, 3, 4]), Overlap { shared: 3, reference: 3, predicted: 8 });
    }

    proptest! {
        #[test]
        fn overlaps_are_those_of_the_bags(
            reference in prop::collection::vec(0_u32..4, 0..80),
            answer in prop::collection::vec(0_u32..5, 0..80),
            size in 1_usize..6,
        ) {
            prop_assert_eq!(Grams::new(reference.clone(), size).overlap(&answer), plain(&reference, &answer, size));
            prop_assert_eq!(Grams::new(reference.clone(), size).overlap(&reference), plain(&reference, &reference, size));
        }
    }
}
