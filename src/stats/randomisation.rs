//! Paired randomisation test: would the difference of two strategies be as large if their results were swapped at random,
//! document by document?
//!
//! Sources: Fisher 1935; Noreen 1989 ("approximate randomisation"). Where results of one source hang together, give one
//! summed difference for each source: then whole sources are swapped.

use super::bootstrap::add;
use crate::random::Random;

/// Most differences for which all swaps are tried.
pub(super) const MAX_EXACT: usize = 20;
/// Sums within this of each other, relative to the sum of all sizes, are taken to be equal.
const TOLERANCE: f64 = 1e-12;

/// Outcome of the test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Randomised {
    /// Two-sided p.
    pub p: f64,
    /// Swaps that gave at least the difference seen.
    pub extreme: u64,
    /// Swaps tried.
    pub tried: u64,
    /// Whether these were all there are. If not, p counts the real assignment in: (extreme + 1) / (tried + 1).
    pub exact: bool,
}

/// Tests the mean (or sum) of paired differences: exactly up to 20 of them, else by `rounds` seeded swaps.
///
/// `None` without differences or with one that is not finite. Differences of zero stay in and change nothing.
///
/// ```
/// let test = gleaner::stats::randomisation(&[0.1, 0.2, 0.1], 1000, 7);
/// assert_eq!(test.map(|test| (test.p, test.exact)), Some((0.25, true)));
/// ```
pub fn randomisation(differences: &[f64], rounds: u64, seed: u64) -> Option<Randomised> {
    let size: f64 = differences.iter().map(|difference| difference.abs()).sum();
    if differences.is_empty() || !size.is_finite() {
        return None;
    }
    let least = differences.iter().sum::<f64>().abs() - TOLERANCE * size;
    if differences.len() <= MAX_EXACT {
        // All sums of two halves, so that each is a sum of few terms and rounding cannot pile up.
        let (left, right) = differences.split_at(differences.len() / 2);
        let (left, mut right) = (signed_sums(left), signed_sums(right));
        right.sort_unstable_by(f64::total_cmp);
        // Extreme are sums of at least `least` and of at most its negative: two ends of the sorted half.
        let extreme = |a: &f64| match (right.partition_point(|b| a + b <= -least), right.partition_point(|b| a + b < least)) {
            (low, high) if low <= high => low + right.len() - high,
            // A sum of nought or less to reach: all do.
            _ => right.len(),
        };
        let extreme = left.iter().map(|a| extreme(a) as u64).sum();
        let tried = 1 << differences.len();
        return Some(Randomised { p: extreme as f64 / tried as f64, extreme, tried, exact: true });
    }
    let rows: Vec<[f64; 1]> = differences.iter().map(|&difference| [difference]).collect();
    let mut swapped = swapped(&rows, seed);
    let extreme = (0..rounds).filter(|_| swapped()[0].abs() >= least).count() as u64;
    Some(Randomised { p: drawn_p(extreme, rounds), extreme, tried: rounds, exact: false })
}

/// p of so many extreme among drawn swaps, the real assignment counted in.
pub(super) fn drawn_p(extreme: u64, rounds: u64) -> f64 {
    (extreme + 1) as f64 / (rounds.saturating_add(1)) as f64
}

/// Sums under every choice of signs.
fn signed_sums(values: &[f64]) -> Vec<f64> {
    values.iter().fold(vec![0.0], |sums, value| sums.iter().flat_map(|sum| [sum + value, sum - value]).collect())
}

/// Gives at each call the sums of all columns under the next random signs, one sign for each row.
///
/// A sum of differences is the difference of such sums: of many strategies, each is summed once for all its pairs.
///
/// The sums of every choice of signs of four rows are made beforehand: a call adds one of sixteen for each four.
pub(super) fn swapped<const W: usize>(rows: &[[f64; W]], seed: u64) -> impl FnMut() -> [f64; W] {
    let mut random = Random::new(seed);
    let fours: Vec<[[f64; W]; CHOICES]> = rows.chunks(FOUR).map(choices).collect();
    move || {
        let mut sums = [0.0; W];
        for block in fours.chunks(u64::BITS as usize / FOUR) {
            let mut signs = random.bits();
            for four in block {
                add(&mut sums, &four[signs as usize % CHOICES]);
                signs >>= FOUR;
            }
        }
        sums
    }
}

/// Rows whose signs are looked up together.
const FOUR: usize = 4;
/// Choices of their signs.
const CHOICES: usize = 1 << FOUR;

/// The sums of up to four rows under each choice of signs: bit by bit, 1 is plus.
fn choices<const W: usize>(rows: &[[f64; W]]) -> [[f64; W]; CHOICES] {
    std::array::from_fn(|signs| {
        let mut sums = [0.0; W];
        let signed = |(bit, row): (usize, &[f64; W])| if signs >> bit & 1 == 1 { *row } else { row.map(|value| -value) };
        rows.iter().enumerate().map(signed).for_each(|row| add(&mut sums, &row));
        sums
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undefined_tests_have_no_value() {
        assert_eq!(randomisation(&[], 10, 0), None);
        assert_eq!(randomisation(&[f64::NAN], 10, 0), None);
        assert_eq!(randomisation(&[0.0, 0.0], 10, 0).map(|test| test.p), Some(1.0));
    }

    #[test]
    fn sums_made_beforehand_are_those_of_the_signs() {
        // 70 rows: a block of 64 with 16 fours, then one of 6 with a four and a two.
        let rows: Vec<[f64; 2]> = (0..70).map(|at| [f64::from(at), f64::from(at * at % 13)]).collect();
        let (mut swap, mut random) = (swapped(&rows, 5), Random::new(5));
        for _ in 0..50 {
            let mut sums = [0.0; 2];
            for block in rows.chunks(64) {
                let signs = random.bits();
                for (bit, row) in block.iter().enumerate() {
                    let sign = if signs >> bit & 1 == 1 { 1.0 } else { -1.0 };
                    (0..2).for_each(|column| sums[column] += sign * row[column]);
                }
            }
            // Whole numbers: equal in any order.
            assert_eq!(swap(), sums);
        }
    }

    #[test]
    fn drawn_swaps_come_near_to_all_swaps() {
        let exact: Vec<f64> = (0..20).map(|at| f64::from(at % 7) - 2.2).collect();
        // The same and one zero more: too many to try all.
        let drawn: Vec<f64> = exact.iter().copied().chain([0.0]).collect();
        let (exact, drawn) = (randomisation(&exact, 0, 0).expect("defined"), randomisation(&drawn, 20_000, 3).expect("defined"));
        assert!(exact.exact && !drawn.exact);
        assert!((exact.p - drawn.p).abs() < 0.01, "{exact:?} {drawn:?}");
        let clear = randomisation(&[1.0; 60], 999, 1).expect("defined");
        assert_eq!((clear.p, clear.extreme), (0.001, 0));
    }
}
