//! A reference's tokens as a bag, against which answers are counted.

/// How often each token stands in a reference.
#[derive(Debug)]
pub struct Bag {
    /// By token.
    counts: Vec<i32>,
    /// The same, less what an answer at work has used up, which may be more.
    left: Vec<i32>,
}

impl Bag {
    /// Of some tokens.
    pub fn new(tokens: &[u32]) -> Self {
        let mut counts = vec![0; tokens.iter().max().map_or(0, |&most| most as usize + 1)];
        tokens.iter().for_each(|&token| counts[token as usize] += 1);
        Self { left: counts.clone(), counts }
    }

    /// Tokens that an answer shares with the reference: one that is twice in one and thrice in the other counts twice. All its tokens are below `end`.
    pub fn shared(&mut self, answer: &[u32], end: usize) -> usize {
        let Self { counts, left } = self;
        let needed = end.max(counts.len());
        counts.resize(needed, 0);
        left.resize(needed, 0);
        let mut shared = 0;
        for &token in answer {
            let left = &mut left[token as usize];
            shared += usize::from(*left > 0);
            *left = left.wrapping_sub(1);
        }
        answer.iter().for_each(|&token| left[token as usize] = counts[token as usize]);
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::overlap::Overlap;
    use proptest::prelude::*;

    #[test]
    fn repeats_are_shared_as_often_as_both_have_them() {
        assert_eq!(Bag::new(&[1, 2, 2]).shared(&[2, 1, 1, 2, 2, 7], 8), 3);
        assert_eq!(Bag::new(&[]).shared(&[], 0), 0);
    }

    proptest! {
        #[test]
        fn what_is_shared_is_that_of_plain_bags_answer_after_answer(
            reference in prop::collection::vec(0_u32..9, 0..40),
            answers in prop::collection::vec(prop::collection::vec(0_u32..12, 0..40), 1..4),
        ) {
            let mut bag = Bag::new(&reference);
            for answer in &answers {
                prop_assert_eq!(bag.shared(answer, 12), Overlap::of_bags(reference.iter(), answer.iter()).shared);
            }
        }
    }
}
