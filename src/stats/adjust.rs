//! p values adjusted for the number of comparisons.
//!
//! An adjusted p is compared with the level as it stands. NaN stays NaN and does not count as a comparison.
//! Sources: Bonferroni; Holm 1979; Benjamini and Hochberg 1995.

/// Every p times the number of comparisons: guards against one false finding, needlessly strict.
pub fn bonferroni(p: &[f64]) -> Vec<f64> {
    let count = p.iter().filter(|p| !p.is_nan()).count() as f64;
    p.iter().map(|p| if p.is_nan() { f64::NAN } else { (p * count).min(1.0) }).collect()
}

/// Holm's step-down: the same guard, never stricter. The one to use for all pairs of strategies.
///
/// ```
/// assert_eq!(gleaner::stats::holm(&[0.01, 0.25, 0.125]), [0.03, 0.25, 0.25]);
/// ```
pub fn holm(p: &[f64]) -> Vec<f64> {
    holm_among(p, 0)
}

/// The same where these are the smallest p of so many comparisons, the others of which nobody wrote down.
pub fn holm_among(p: &[f64], comparisons: usize) -> Vec<f64> {
    let order = ascending(p);
    let comparisons = comparisons.max(order.len());
    let mut adjusted = vec![f64::NAN; p.len()];
    let mut most = 0.0_f64;
    for (done, &at) in order.iter().enumerate() {
        most = most.max((comparisons - done) as f64 * p[at]);
        adjusted[at] = most.min(1.0);
    }
    adjusted
}

/// Benjamini and Hochberg's step-up: bounds the share of false findings among all findings.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![f64::NAN; p.len()];
    let mut least = 1.0_f64;
    for (done, &at) in order.iter().enumerate().rev() {
        least = least.min(order.len() as f64 * p[at] / (done + 1) as f64);
        adjusted[at] = least;
    }
    adjusted
}

/// Indices of the p values that are numbers, smallest first.
fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).filter(|&at| !p[at].is_nan()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_that_were_not_written_down_count() {
        assert_eq!(holm_among(&[0.25, 0.001], 10), [1.0, 0.01]);
        assert_eq!(holm_among(&[0.01, 0.25, 0.125], 3), holm(&[0.01, 0.25, 0.125]));
    }

    #[test]
    fn nan_is_no_comparison() {
        for adjust in [bonferroni, holm, benjamini_hochberg] {
            let adjusted = adjust(&[0.2, f64::NAN, 0.01]);
            assert!(adjusted[1].is_nan());
            assert_eq!(adjusted[2], 0.02);
            assert_eq!(adjust(&[]), Vec::<f64>::new());
        }
    }
}
