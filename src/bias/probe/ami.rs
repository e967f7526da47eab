//! Adjusted mutual information of two labellings: nought for chance, one for the same parts. Unadjusted, mutual information
//! flatters small collections (0.65 against 0.17 with 16 sources of three documents).

use libm::{lgamma, log};

/// AMI with the mean of the two entropies as its upper end (Vinh, Epps and Bailey 2010); one where both are a single part.
pub fn ami(first: &[usize], second: &[usize]) -> f64 {
    let n = first.len().min(second.len());
    let (a, b) = (sizes(first), sizes(second));
    let mut table = vec![0usize; a.len() * b.len()];
    first.iter().zip(second).for_each(|(&x, &y)| table[x * b.len() + y] += 1);
    let parts = |sizes: &[usize]| sizes.iter().filter(|size| **size > 0).count();
    if parts(&a) == parts(&b) && (parts(&a) <= 1 || parts(&a) == n) {
        return 1.0;
    }
    let total = n as f64;
    let mut mutual = 0.0;
    for (x, &row) in a.iter().enumerate() {
        for (y, &column) in b.iter().enumerate() {
            let joint = table[x * b.len() + y] as f64;
            if joint > 0.0 {
                mutual += joint / total * log(joint * total / (row as f64 * column as f64));
            }
        }
    }
    let expected = expected(&a, &b, n);
    let upper = f64::midpoint(entropy(&a, total), entropy(&b, total));
    let room = upper - expected;
    // Where chance reaches the upper end, rounding must not decide the sign.
    let room = if room < 0.0 { room.min(-f64::EPSILON) } else { room.max(f64::EPSILON) };
    (mutual - expected) / room
}

fn sizes(labels: &[usize]) -> Vec<usize> {
    let mut sizes = vec![0; labels.iter().max().map_or(0, |last| last + 1)];
    labels.iter().for_each(|&label| sizes[label] += 1);
    sizes
}

fn entropy(sizes: &[usize], total: f64) -> f64 {
    let term = |&size: &usize| if size == 0 { 0.0 } else { -(size as f64 / total) * log(size as f64 / total) };
    sizes.iter().map(term).sum()
}

/// Mean mutual information over all labellings with the same sizes (hypergeometric).
fn expected(a: &[usize], b: &[usize], n: usize) -> f64 {
    let factorial = |value: usize| lgamma(value as f64 + 1.0);
    let total = n as f64;
    let mut sum = 0.0;
    for &row in a.iter().filter(|row| **row > 0) {
        for &column in b.iter().filter(|column| **column > 0) {
            let fixed = factorial(row) + factorial(column) + factorial(n - row) + factorial(n - column) - factorial(n);
            for joint in (row + column).saturating_sub(n).max(1)..=row.min(column) {
                let rest = factorial(joint) + factorial(row - joint) + factorial(column - joint) + factorial(n + joint - row - column);
                let gain = joint as f64 / total * log(joint as f64 * total / (row as f64 * column as f64));
                sum += gain * libm::exp(fixed - rest);
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against scikit-learn's `adjusted_mutual_info_score` (arithmetic), 1.9.1; the first is the example in its documentation.
    #[test]
    fn known_values() {
        assert!((ami(&[0, 0, 1, 1], &[0, 0, 1, 1]) - 1.0).abs() < 1e-12);
        assert!((ami(&[0, 0, 0, 0], &[0, 1, 2, 3])).abs() < 1e-9);
        assert!((ami(&[0, 0, 1, 1, 2, 2, 3, 3], &[0, 1, 1, 1, 2, 2, 3, 0]) - 0.37004976521134814).abs() < 1e-9);
        assert!((ami(&[0, 0, 0, 1, 1, 1, 2, 2, 2], &[0, 1, 2, 0, 1, 2, 0, 1, 2]) + 0.44115632936888666).abs() < 1e-9);
    }
}
