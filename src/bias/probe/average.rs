//! Mean and deviation of a few figures.

/// Mean; nought of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Standard deviation with n - 1; nought of fewer than two.
pub fn deviation(values: &[f64]) -> f64 {
    let middle = mean(values);
    let squares: f64 = values.iter().map(|value| (value - middle) * (value - middle)).sum();
    (squares / (values.len().max(2) - 1) as f64).sqrt()
}
