//! Edit distances under a stated limit.

use super::banded::{self, Room};
use rapidfuzz::distance::{levenshtein as bit_parallel, osa};

/// The largest product of two lengths that is compared: two texts of 65,536 tokens or characters, about a second.
pub const LIMIT: u64 = 1 << 32;

/// Whether two lists of these lengths are compared.
pub(super) fn within_limit(a: usize, b: usize) -> bool {
    (a as u64).saturating_mul(b as u64) <= LIMIT
}

/// Levenshtein's distance of two lists of tokens, given as numbers; `None` beyond [`LIMIT`].
pub fn of_tokens(a: &[u32], b: &[u32]) -> Option<usize> {
    within_limit(a.len(), b.len()).then(|| bit_parallel::distance(a.iter().copied(), b.iter().copied()))
}

/// [`of_tokens`] for a distance that is known not to be above `bound`; faster the lower that is. The tokens should be numbered from 0:
/// memory grows with the greatest.
pub fn bounded(a: &[u32], b: &[u32], bound: usize, room: &mut Room) -> Option<usize> {
    within_limit(a.len(), b.len()).then(|| banded::distance(a, b, bound, room))
}

/// Levenshtein's distance of two texts in code points; `None` beyond [`LIMIT`].
///
/// ```
/// use gleaner::metric::text::edit_distance::of_chars;
/// assert_eq!(of_chars("kitten", "sitting"), Some(3));
/// ```
pub fn of_chars(a: &str, b: &str) -> Option<usize> {
    within_limit(a.chars().count(), b.chars().count()).then(|| bit_parallel::distance(a.chars(), b.chars()))
}

/// Optimal string alignment: Levenshtein's distance in which swapping neighbours costs one, no stretch being edited twice; what
/// dragnet calls Damerau-Levenshtein. `None` beyond [`LIMIT`].
pub fn with_swaps(a: &[u32], b: &[u32]) -> Option<usize> {
    within_limit(a.len(), b.len()).then(|| osa::distance(a.iter().copied(), b.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The textbook table.
    fn table(a: &[u32], b: &[u32], swaps: bool) -> usize {
        let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
        for i in 1..=a.len() {
            let mut row = vec![i];
            for j in 1..=b.len() {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
                if swaps && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                row.push(best);
            }
            rows.push(row);
        }
        rows[a.len()][b.len()]
    }

    #[test]
    fn texts_beyond_the_limit_have_no_distance() {
        let long = vec![0; 1 << 17];
        assert_eq!(of_tokens(&long, &long), None);
        assert_eq!(with_swaps(&long, &long), None);
        assert_eq!(of_tokens(&long, &[1]), Some(1 << 17));
    }

    proptest! {
        #[test]
        fn distances_are_those_of_the_table(a in prop::collection::vec(0_u32..400, 0..150), b in prop::collection::vec(0_u32..4, 0..150), c in prop::collection::vec(0_u32..4, 0..90)) {
            for (a, b) in [(&a, &b), (&b, &c), (&c, &a)] {
                prop_assert_eq!(of_tokens(a, b), Some(table(a, b, false)));
                prop_assert_eq!(with_swaps(a, b), Some(table(a, b, true)));
            }
        }
    }
}
