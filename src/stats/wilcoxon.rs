//! Wilcoxon's signed-rank test: whether paired differences lie about zero.
//!
//! Sources: Wilcoxon 1945; Pratt 1959 for zeros. The normal approximation equals scipy's (`method="approx"`), with its tie
//! correction. The exact distribution is that of the given ranks under all 2^n signs; without ties it is the tabulated one,
//! with ties it is the conditional distribution, where scipy falls back to the approximation.

use super::normal;
use super::ranks::{mid_ranks, tie_sum};

/// Differences nearer than this are tied, and nearer to 0 are zero: 0.91 - 0.90 and 0.80 - 0.79 differ in binary.
const RESOLUTION: f64 = 1e-12;
/// Most differences for which [`Method::Auto`] takes the exact distribution, scipy's bound.
const AUTO_EXACT: usize = 50;
/// Most differences for which the exact distribution is computed at all; above, the normal one is taken.
const MAX_EXACT: usize = 500;

/// What becomes of differences of zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zeros {
    /// They are dropped.
    Drop,
    /// They are ranked with the others, then dropped.
    Pratt,
    /// They are ranked, and half of their ranks goes to either side.
    Split,
}

/// How p comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Exact without ties and zeros and up to 50 differences, else normal without continuity correction.
    Auto,
    /// Exact, given the ties, up to 500 differences. Not for [`Zeros::Split`], which is always normal.
    Exact,
    /// Normal approximation.
    Normal {
        /// Whether half a rank is taken off what is extreme.
        continuity: bool,
    },
}

/// Outcome of the test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wilcoxon {
    /// Sum of the ranks of positive differences.
    pub positive: f64,
    /// Sum of the ranks of negative differences.
    pub negative: f64,
    /// Differences that are not zero.
    pub n: usize,
    /// Whether p is exact.
    pub exact: bool,
    /// Two-sided p.
    pub p: f64,
    /// p of the alternative that differences are positive.
    pub p_greater: f64,
    /// p of the alternative that differences are negative.
    pub p_less: f64,
}

impl Wilcoxon {
    /// W, the smaller of the two rank sums.
    pub fn statistic(&self) -> f64 {
        self.positive.min(self.negative)
    }
}

/// Tests differences, rounded to 1e-12; `None` if one is not finite or all are zero.
///
/// ```
/// use gleaner::stats::{Method, Zeros, wilcoxon};
/// let differences = [0.11, 0.02, -0.03, 0.05, 0.07, -0.04, 0.09, 0.08];
/// let test = wilcoxon(&differences, Zeros::Drop, Method::Auto);
/// assert_eq!(test.map(|test| (test.statistic(), test.p)), Some((5.0, 0.078125)));
/// ```
pub fn wilcoxon(differences: &[f64], zeros: Zeros, method: Method) -> Option<Wilcoxon> {
    if !differences.iter().all(|difference| difference.is_finite()) {
        return None;
    }
    let rounded = differences.iter().map(|difference| (difference / RESOLUTION).round());
    let kept: Vec<f64> = rounded.filter(|difference| zeros != Zeros::Drop || *difference != 0.0).collect();
    let zero = kept.iter().filter(|difference| **difference == 0.0).count();
    let n = kept.len() - zero;
    if n == 0 {
        return None;
    }
    let (ranks, mut groups) = mid_ranks(&kept.iter().map(|difference| difference.abs()).collect::<Vec<_>>());
    let sum = |wanted: fn(f64) -> bool| ranks.iter().zip(&kept).filter(|(_, kept)| wanted(**kept)).map(|(rank, _)| rank).sum::<f64>();
    // Zeros are the smallest sizes and so the first group.
    let half = if zeros == Zeros::Split { sum(|kept| kept == 0.0) / 2.0 } else { 0.0 };
    let (positive, negative) = (sum(|kept| kept > 0.0) + half, sum(|kept| kept < 0.0) + half);
    if zeros == Zeros::Pratt && zero > 0 {
        groups.remove(0);
    }
    let exact = match method {
        // No zeros and no ties.
        Method::Auto => n == differences.len() && n <= AUTO_EXACT && groups.iter().all(|size| *size == 1),
        Method::Exact => zeros != Zeros::Split && n <= MAX_EXACT,
        Method::Normal { .. } => false,
    };
    let (p, p_greater, p_less) = if exact {
        let own: Vec<f64> = ranks.iter().zip(&kept).filter(|(_, kept)| **kept != 0.0).map(|(rank, _)| *rank).collect();
        exact_tails(&own, positive)
    } else {
        let dropped = if zeros == Zeros::Pratt { zero } else { 0 };
        let continuity = matches!(method, Method::Normal { continuity: true });
        normal_tails(kept.len(), dropped, &groups, (positive, negative), continuity)
    };
    Some(Wilcoxon { positive, negative, n, exact, p, p_greater, p_less })
}

/// p two-sided, greater, less under all signs of the ranks (multiples of one half).
fn exact_tails(ranks: &[f64], positive: f64) -> (f64, f64, f64) {
    let steps: Vec<usize> = ranks.iter().map(|rank| (2.0 * rank) as usize).collect();
    let mut shares = vec![0.0; steps.iter().sum::<usize>() + 1];
    shares[0] = 1.0;
    let mut top = 0;
    for &step in &steps {
        top += step;
        for sum in (0..=top).rev() {
            let moved = if sum >= step { shares[sum - step] } else { 0.0 };
            shares[sum] = (shares[sum] + moved) / 2.0;
        }
    }
    let at = (2.0 * positive) as usize;
    let (greater, less): (f64, f64) = (shares[at..].iter().sum(), shares[..=at].iter().sum());
    ((2.0 * greater.min(less)).min(1.0), greater.min(1.0), less.min(1.0))
}

/// The same by the normal approximation.
fn normal_tails(n: usize, dropped: usize, groups: &[usize], sums: (f64, f64), continuity: bool) -> (f64, f64, f64) {
    let (n, dropped) = (n as f64, dropped as f64);
    let mean = (n * (n + 1.0) - dropped * (dropped + 1.0)) / 4.0;
    let squares = n * (n + 1.0) * (2.0 * n + 1.0) - dropped * (dropped + 1.0) * (2.0 * dropped + 1.0);
    let deviation = ((squares - tie_sum(groups) / 2.0) / 24.0).sqrt();
    let half = if continuity { 0.5 } else { 0.0 };
    let tail = |off: f64| if deviation > 0.0 { normal::tail((off - half) / deviation) } else { 1.0 };
    // Half a rank is taken off whatever counts as extreme; at the mean itself scipy takes off nothing.
    let far = (sums.0 - mean).abs();
    let p = if far == 0.0 { 1.0 } else { (2.0 * tail(far)).min(1.0) };
    (p, tail(sums.0 - mean), tail(mean - sums.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn undefined_tests_have_no_value() {
        assert_eq!(wilcoxon(&[], Zeros::Drop, Method::Auto), None);
        assert_eq!(wilcoxon(&[0.0, 1e-14], Zeros::Pratt, Method::Auto), None);
        assert_eq!(wilcoxon(&[f64::NAN, 1.0], Zeros::Drop, Method::Auto), None);
    }

    proptest! {
        /// Ties included: count the signs that reach as far.
        #[test]
        fn the_exact_p_is_that_of_all_signs(values in prop::collection::vec(-4_i32..5, 1..9)) {
            let differences: Vec<f64> = values.iter().map(|&value| f64::from(value) / 10.0).collect();
            for zeros in [Zeros::Drop, Zeros::Pratt] {
                let Some(test) = wilcoxon(&differences, zeros, Method::Exact) else { continue };
                let kept: Vec<f64> = differences.iter().copied().filter(|d| zeros == Zeros::Pratt || *d != 0.0).collect();
                let (ranks, _) = mid_ranks(&kept.iter().map(|d| d.abs()).collect::<Vec<_>>());
                let ranks: Vec<f64> = ranks.iter().zip(&kept).filter(|(_, d)| **d != 0.0).map(|(rank, _)| *rank).collect();
                let sums: Vec<f64> = (0..1_u32 << ranks.len())
                    .map(|signs| ranks.iter().enumerate().filter(|(at, _)| signs >> at & 1 == 1).map(|(_, rank)| rank).sum())
                    .collect();
                let share = |test: &dyn Fn(&f64) -> bool| sums.iter().filter(|sum| test(sum)).count() as f64 / sums.len() as f64;
                prop_assert!((test.p_greater - share(&|sum| *sum >= test.positive)).abs() < 1e-12);
                prop_assert!((test.p_less - share(&|sum| *sum <= test.positive)).abs() < 1e-12);
            }
        }
    }
}
