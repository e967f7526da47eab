//! Kendall's tau-b: how far two rankings agree, with ties (Kendall 1945; Knight 1966 for the counting).

/// Tau-b of paired values, -1 to 1, in n log n time.
///
/// `None` if lengths differ, a value is NaN, or either side is constant (which fewer than two values are).
///
/// ```
/// let tau = gleaner::stats::kendall_tau_b(&[1.0, 2.0, 3.0, 4.0, 5.0], &[1.0, 3.0, 2.0, 4.0, 5.0]);
/// assert!(tau.is_some_and(|tau| (tau - 0.8).abs() < 1e-12));
/// ```
pub fn kendall_tau_b(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.iter().chain(y).any(|value| value.is_nan()) {
        return None;
    }
    // Adding 0 makes of minus zero the other one, so that both are tied.
    let mut pairs: Vec<(f64, f64)> = x.iter().zip(y).map(|(x, y)| (x + 0.0, y + 0.0)).collect();
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let tied_x: f64 = pairs.chunk_by(|a, b| a.0 == b.0).map(|group| choose_two(group.len())).sum();
    let tied_both: f64 = pairs.chunk_by(|a, b| a == b).map(|group| choose_two(group.len())).sum();
    let mut second: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    let discordant = sort_counting(&mut second) as f64;
    let tied_y: f64 = second.chunk_by(|a, b| a == b).map(|group| choose_two(group.len())).sum();
    let all = choose_two(x.len());
    let (free_x, free_y) = (all - tied_x, all - tied_y);
    // Concordant minus discordant; pairs tied on either side are neither.
    let score = all - tied_x - tied_y + tied_both - 2.0 * discordant;
    (free_x > 0.0 && free_y > 0.0).then(|| (score / free_x.sqrt() / free_y.sqrt()).clamp(-1.0, 1.0))
}

fn choose_two(n: usize) -> f64 {
    n as f64 * (n as f64 - 1.0) / 2.0
}

/// Merge sort that counts the pairs in the wrong order.
fn sort_counting(values: &mut [f64]) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let (left, right) = values.split_at_mut(values.len() / 2);
    let mut wrong = sort_counting(left) + sort_counting(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut a, mut b) = (0, 0);
    while a < left.len() || b < right.len() {
        if b == right.len() || (a < left.len() && left[a] <= right[b]) {
            merged.push(left[a]);
            a += 1;
        } else {
            wrong += (left.len() - a) as u64;
            merged.push(right[b]);
            b += 1;
        }
    }
    values.copy_from_slice(&merged);
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undefined_agreement_has_no_value() {
        assert_eq!(kendall_tau_b(&[1.0], &[2.0]), None);
        assert_eq!(kendall_tau_b(&[1.0, 2.0], &[2.0]), None);
        assert_eq!(kendall_tau_b(&[1.0, f64::NAN], &[2.0, 3.0]), None);
        assert_eq!(kendall_tau_b(&[1.0, 2.0], &[0.0, -0.0]), None);
    }
}
