//! How far two distributions lie apart: Jensen-Shannon divergence of shares, Kolmogorov-Smirnov distance of samples.

/// Jensen-Shannon divergence in bits between two lists of amounts, each taken as shares of its sum: 0 the same mix, 1
/// nothing in common. `None` where a side has no amount, or an amount is negative or not a number.
///
/// Source: Lin 1991, with equal weights and logarithms to base 2.
///
/// ```
/// use gleaner::stats::jensen_shannon;
/// assert_eq!(jensen_shannon([(3.0, 6.0), (1.0, 2.0)]), Some(0.0));
/// assert_eq!(jensen_shannon([(5.0, 0.0), (0.0, 7.0)]), Some(1.0));
/// ```
pub fn jensen_shannon(amounts: impl IntoIterator<Item = (f64, f64)> + Clone) -> Option<f64> {
    let (mut p_sum, mut q_sum) = (0.0, 0.0);
    for (p, q) in amounts.clone() {
        if !(p >= 0.0 && q >= 0.0) {
            return None;
        }
        p_sum += p;
        q_sum += q;
    }
    if !(p_sum > 0.0 && q_sum > 0.0 && p_sum.is_finite() && q_sum.is_finite()) {
        return None;
    }
    let part = |share: f64, middle: f64| if share > 0.0 { share * (share / middle).log2() } else { 0.0 };
    let bits = |(p, q): (f64, f64)| {
        let (p, q) = (p / p_sum, q / q_sum);
        let middle = (p + q) / 2.0;
        (part(p, middle) + part(q, middle)) / 2.0
    };
    Some(amounts.into_iter().map(bits).sum::<f64>().clamp(0.0, 1.0))
}

/// A value of one of two samples, as [`kolmogorov_smirnov`] takes them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighed {
    /// The value.
    pub value: f64,
    /// How often it counts in the first sample.
    pub first: f64,
    /// How often in the second.
    pub second: f64,
}

/// Kolmogorov-Smirnov distance: the largest difference between the cumulative shares of two samples, 0 to 1. Values come
/// sorted, each with its weight in both samples; `None` if a sample weighs nothing.
///
/// ```
/// use gleaner::stats::{Weighed, kolmogorov_smirnov};
/// // 1, 2 against 2, 3: at 1 half of the first and none of the second have passed.
/// let values = [(1.0, 1.0, 0.0), (2.0, 1.0, 1.0), (3.0, 0.0, 1.0)];
/// let values = values.map(|(value, first, second)| Weighed { value, first, second });
/// assert_eq!(kolmogorov_smirnov(&values), Some(0.5));
/// ```
pub fn kolmogorov_smirnov(sorted: &[Weighed]) -> Option<f64> {
    let (first, second) = sorted.iter().fold((0.0, 0.0), |(a, b), value| (a + value.first, b + value.second));
    if !(first > 0.0 && second > 0.0) {
        return None;
    }
    let (mut a, mut b, mut most) = (0.0, 0.0, 0.0_f64);
    for tied in sorted.chunk_by(|left, right| left.value == right.value) {
        tied.iter().for_each(|value| (a, b) = (a + value.first, b + value.second));
        most = most.max((a / first - b / second).abs());
    }
    Some(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sources_by_hand() {
        // Shares (1/2, 1/2) and (1, 0), middle (3/4, 1/4): half of 1/2 log2(2/3) + 1/2 log2(2), and half of log2(4/3).
        let expected = (0.5 * (2.0_f64 / 3.0).log2() + 0.5 + (4.0_f64 / 3.0).log2()) / 2.0;
        let found = jensen_shannon([(10.0, 3.0), (10.0, 0.0)]).expect("defined");
        assert!((found - expected).abs() < 1e-12 && (found - 0.311_278).abs() < 1e-6, "{found}");
        assert_eq!(jensen_shannon([(0.0, 1.0)]), None);
        assert_eq!(jensen_shannon([(-1.0, 1.0)]), None);
        assert_eq!(jensen_shannon([(f64::NAN, 1.0)]), None);
    }

    #[test]
    fn ties_are_passed_together_and_weights_count() {
        let of = |values: &[(f64, f64, f64)]| {
            kolmogorov_smirnov(&values.iter().map(|&(value, first, second)| Weighed { value, first, second }).collect::<Vec<_>>())
        };
        assert_eq!(of(&[(1.0, 1.0, 0.0), (1.0, 0.0, 1.0)]), Some(0.0));
        // 1 three times and 9 once against 9 alone: three quarters have passed at 1.
        assert_eq!(of(&[(1.0, 3.0, 0.0), (9.0, 1.0, 1.0)]), Some(0.75));
        assert_eq!(of(&[(1.0, 1.0, 0.0)]), None);
    }
}
