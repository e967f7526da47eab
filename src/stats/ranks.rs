//! Mid-ranks: tied values share the mean of the ranks they take up.

/// Ranks from 1, smallest value first, and the sizes of the groups of tied values. Values must not be NaN.
pub(super) fn mid_ranks(values: &[f64]) -> (Vec<f64>, Vec<usize>) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let (mut ranks, mut groups) = (vec![0.0; values.len()], Vec::new());
    let mut done = 0;
    // Not by total order: 0 and -0 are tied.
    for group in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = done as f64 + (group.len() + 1) as f64 / 2.0;
        group.iter().for_each(|&at| ranks[at] = rank);
        done += group.len();
        groups.push(group.len());
    }
    (ranks, groups)
}

/// Sum of t³ - t over groups of ties.
pub(super) fn tie_sum(groups: &[usize]) -> f64 {
    groups.iter().map(|&size| (size as f64).powi(3) - size as f64).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_mean_rank() {
        let (ranks, groups) = mid_ranks(&[0.5, -0.0, 0.5, 0.0, 9.0]);
        assert_eq!(ranks, [3.5, 1.5, 3.5, 1.5, 5.0]);
        assert_eq!(groups, [2, 2, 1]);
        assert_eq!(tie_sum(&groups), 12.0);
    }
}
