//! Sizes of effects: with thousands of documents everything is significant, so these belong beside every p.

/// Differences nearer to 0 than this are ties.
const TIE: f64 = 1e-12;

/// How often the first of two strategies does better on the same document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct WinTieLoss {
    /// Documents where it does better.
    pub wins: usize,
    /// Documents where both do alike, to 1e-12.
    pub ties: usize,
    /// Documents where it does worse.
    pub losses: usize,
}

/// Counts the signs of paired differences; NaN is left out.
///
/// ```
/// let count = gleaner::stats::win_tie_loss(&[0.2, 0.0, -0.1, 0.3]);
/// assert_eq!((count.wins, count.ties, count.losses), (2, 1, 1));
/// ```
pub fn win_tie_loss(differences: &[f64]) -> WinTieLoss {
    let mut count = WinTieLoss::default();
    for difference in differences.iter().filter(|difference| !difference.is_nan()) {
        match difference {
            d if d.abs() < TIE => count.ties += 1,
            d if *d > 0.0 => count.wins += 1,
            _ => count.losses += 1,
        }
    }
    count
}

/// Cliff's delta (1993): the share of all pairs (one value of each side) in which the first is larger, minus the share in which
/// the second is; -1 to 1. `None` if a side is empty or has NaN. Time n log n.
///
/// ```
/// assert_eq!(gleaner::stats::cliffs_delta(&[1.0, 2.0, 3.0], &[0.0, 2.0]), Some(0.5));
/// ```
pub fn cliffs_delta(first: &[f64], second: &[f64]) -> Option<f64> {
    if first.is_empty() || second.is_empty() || first.iter().chain(second).any(|value| value.is_nan()) {
        return None;
    }
    Some(delta_of_sorted(&sorted(first), &sorted(second)))
}

/// Values in ascending order.
pub(super) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// [`cliffs_delta`] of sides that are in ascending order, have values, and no NaN: one walk through both.
pub(super) fn delta_of_sorted(first: &[f64], second: &[f64]) -> f64 {
    let (mut below, mut reached, mut score) = (0, 0, 0.0);
    for &value in first {
        below += second[below..].iter().take_while(|other| **other < value).count();
        reached += second[reached..].iter().take_while(|other| **other <= value).count();
        score += below as f64 - (second.len() - reached) as f64;
    }
    score / (first.len() as f64 * second.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delta_needs_two_sides_of_numbers() {
        assert_eq!(cliffs_delta(&[], &[1.0]), None);
        assert_eq!(cliffs_delta(&[f64::NAN], &[1.0]), None);
        assert_eq!(cliffs_delta(&[0.0], &[-0.0]), Some(0.0));
    }
}
