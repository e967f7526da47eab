//! McNemar's test: two strategies that are each right or wrong about the same documents (McNemar 1947; Edwards 1948 for the
//! correction).

use super::friedman::chi_square_tail;
use statrs::function::beta::beta_reg;

/// Outcome of the test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct McNemar {
    /// Exact two-sided p: twice the smaller tail of a fair coin, at most 1.
    pub exact: f64,
    /// Chi-square with continuity correction.
    pub chi_square: f64,
    /// Its p; for many documents.
    pub chi_square_p: f64,
}

/// Tests the documents that only the first (`first`) and only the second strategy (`second`) got right.
///
/// Without any, both are alike: p is 1.
///
/// ```
/// assert!((gleaner::stats::mcnemar(3, 0).exact - 0.25).abs() < 1e-12);
/// ```
pub fn mcnemar(first: u64, second: u64) -> McNemar {
    let (low, all) = (first.min(second) as f64, (first as f64) + (second as f64));
    if all == 0.0 {
        return McNemar { exact: 1.0, chi_square: 0.0, chi_square_p: 1.0 };
    }
    // P(X <= low) of a fair coin is a regularised incomplete beta function.
    let exact = if first == second { 1.0 } else { (2.0 * beta_reg(all - low, low + 1.0, 0.5)).min(1.0) };
    let chi_square = (first.abs_diff(second) as f64 - 1.0).powi(2) / all;
    McNemar { exact, chi_square, chi_square_p: chi_square_tail(chi_square, 1.0) }
}
