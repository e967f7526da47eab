//! Friedman's test: whether some strategy ranks better than others over the same documents.
//!
//! Sources: Friedman 1937, with the correction for ties; Iman and Davenport 1980 for F, which is less timid and should be
//! preferred. Equal to scipy's `friedmanchisquare`.

use super::ranks::{mid_ranks, tie_sum};
use statrs::function::{beta::beta_reg, gamma::gamma_ur};

/// Outcome of the test.
#[derive(Clone, Debug, PartialEq)]
pub struct Friedman {
    /// Mean rank of each strategy; 1 is best, ties share ranks.
    pub mean_ranks: Vec<f64>,
    /// Friedman's chi-square, corrected for ties.
    pub chi_square: f64,
    /// Its p.
    pub p: f64,
    /// Iman and Davenport's F; infinite where all documents rank the strategies alike.
    pub f: f64,
    /// Its p.
    pub f_p: f64,
}

/// Tests a table of documents by strategies, more being better.
///
/// `None` with fewer than two documents or strategies, rows of unlike length, NaN, or ties in every row throughout.
///
/// ```
/// let table = [vec![0.91, 0.90, 0.85], vec![0.85, 0.80, 0.83], vec![0.78, 0.78, 0.70]];
/// let test = gleaner::stats::friedman(&table);
/// assert_eq!(test.map(|test| test.mean_ranks[0]), Some((1.0 + 1.0 + 1.5) / 3.0));
/// ```
pub fn friedman(table: &[Vec<f64>]) -> Option<Friedman> {
    let strategies = table.first()?.len();
    let fits = |row: &Vec<f64>| row.len() == strategies && row.iter().all(|value| !value.is_nan());
    if table.len() < 2 || strategies < 2 || !table.iter().all(fits) {
        return None;
    }
    let (mut sums, mut ties) = (vec![0.0; strategies], 0.0);
    for row in table {
        // Turned round, so that the best has rank 1.
        let (ranks, groups) = mid_ranks(&row.iter().map(|value| -value).collect::<Vec<_>>());
        sums.iter_mut().zip(ranks).for_each(|(sum, rank)| *sum += rank);
        ties += tie_sum(&groups);
    }
    let (n, k) = (table.len() as f64, strategies as f64);
    let correction = 1.0 - ties / (n * k * (k * k - 1.0));
    if correction <= 0.0 {
        return None;
    }
    let centre = n * (k + 1.0) / 2.0;
    let scatter: f64 = sums.iter().map(|sum| (sum - centre).powi(2)).sum();
    let chi_square = 12.0 * scatter / (n * k * (k + 1.0)) / correction;
    let left = n * (k - 1.0) - chi_square;
    // Rounding may leave a trace where nothing is left.
    let f = if left > 1e-12 * n * k { (n - 1.0) * chi_square / left } else { f64::INFINITY };
    Some(Friedman {
        mean_ranks: sums.iter().map(|sum| sum / n).collect(),
        chi_square,
        p: chi_square_tail(chi_square, k - 1.0),
        f,
        f_p: f_tail(f, k - 1.0, (k - 1.0) * (n - 1.0)),
    })
}

/// Share of a chi-square variable above `x`.
pub(super) fn chi_square_tail(x: f64, degrees: f64) -> f64 {
    if x > 0.0 { gamma_ur(degrees / 2.0, x / 2.0) } else { 1.0 }
}

/// Share of an F variable above `x`.
fn f_tail(x: f64, above: f64, below: f64) -> f64 {
    if x.is_infinite() {
        return 0.0;
    }
    if x > 0.0 { beta_reg(below / 2.0, above / 2.0, below / (below + above * x)) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undefined_tests_have_no_value() {
        assert_eq!(friedman(&[]), None);
        assert_eq!(friedman(&[vec![1.0, 2.0]]), None);
        assert_eq!(friedman(&[vec![1.0, 2.0], vec![1.0]]), None);
        assert_eq!(friedman(&[vec![1.0, f64::NAN], vec![1.0, 2.0]]), None);
        assert_eq!(friedman(&[vec![1.0, 1.0], vec![2.0, 2.0]]), None);
    }

    #[test]
    fn documents_that_all_agree_leave_no_doubt() {
        let test = friedman(&vec![vec![3.0, 2.0, 1.0]; 5]).expect("defined");
        assert_eq!((test.mean_ranks, test.chi_square, test.f, test.f_p), (vec![1.0, 2.0, 3.0], 10.0, f64::INFINITY, 0.0));
    }
}
