//! The normal distribution and the studentized range, which the rank tests need.

// `statrs` is good to 1e-11 only here.
use libm::erfc;
use std::f64::consts::{PI, SQRT_2};

/// Share of a standard normal variable above `z`.
pub(super) fn tail(z: f64) -> f64 {
    erfc(z / SQRT_2) / 2.0
}

/// The value below which a standard normal variable lies with probability `p`; infinite at 0 and 1.
pub(super) fn quantile(p: f64) -> f64 {
    let start = -SQRT_2 * statrs::function::erf::erfc_inv(2.0 * p);
    if !start.is_finite() {
        return start;
    }
    // One step of Newton's method takes the rational approximation to full precision.
    let density = (-start * start / 2.0).exp() / (2.0 * PI).sqrt();
    if density > 0.0 { start + (p - tail(-start)) / density } else { start }
}

/// Probability that the range of `k` independent standard normal variables exceeds `q`: the studentized range with
/// infinite degrees of freedom.
///
/// `k ∫ φ(x) [Φ(x) - Φ(x - q)]^(k-1) dx` by the trapezoidal rule, which for such a smooth integrand that dies off at both
/// ends is good to about 1e-13.
pub(super) fn range_tail(q: f64, k: usize) -> f64 {
    if q <= 0.0 || k < 2 {
        return if k < 2 && q >= 0.0 { 0.0 } else { 1.0 };
    }
    const STEP: f64 = 1.0 / 64.0;
    let from = -9.0;
    let steps = ((q + 18.0) / STEP).ceil() as usize;
    let power = (k - 1).min(i32::MAX as usize) as i32;
    let value = |at: usize| {
        let x = from + at as f64 * STEP;
        (-x * x / 2.0).exp() * (tail(-x) - tail(q - x)).max(0.0).powi(power)
    };
    // Beyond x = 9 the density is below 1e-18, whatever q.
    let within: f64 = (0..=steps.min((18.0 / STEP) as usize)).map(value).sum();
    (1.0 - k as f64 * within * STEP / (2.0 * PI).sqrt()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_undo_tails() {
        for p in [1e-12, 0.001, 0.025, 0.3, 0.5, 0.975] {
            assert!((tail(-quantile(p)) - p).abs() < 1e-15 + 1e-13 * p, "{p}");
        }
        assert_eq!(quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(quantile(1.0), f64::INFINITY);
    }

    /// Of two variables the difference is normal with variance 2.
    #[test]
    fn the_range_of_two_is_a_difference() {
        for q in [0.3, 1.0, 2.8, 5.0] {
            assert!((range_tail(q, 2) - 2.0 * tail(q / SQRT_2)).abs() < 1e-12);
        }
        assert_eq!(range_tail(0.0, 5), 1.0);
        assert!(range_tail(40.0, 5) < 1e-12);
    }
}
