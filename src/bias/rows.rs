//! Numbers by group and source, summed again and again under other weights and other labels: what resampling and permuting
//! need, with no document read again.

use crate::random::Random;

/// Resamples of every interval of this layer.
pub(super) const DRAWS: u64 = 1000;

/// Rows of numbers, each of one group and one source.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Group of each row.
    pub group: Vec<u32>,
    /// Source of each row, numbered from 0 without gaps.
    pub source: Vec<u32>,
    /// How many groups there are.
    pub groups: usize,
    /// How many sources there are.
    pub sources: usize,
}

/// Sums by group: weight, and each column's weighted sum.
#[derive(Debug)]
pub(super) struct Sums {
    columns: usize,
    weights: Vec<f64>,
    sums: Vec<f64>,
}

impl Rows {
    /// Sums `values` (row by row, `columns` in each) by the groups in `labels`, which are the rows' own or permuted ones.
    pub fn sums(&self, labels: &[u32], weights: impl Fn(usize) -> f64, values: &[f64], columns: usize) -> Sums {
        let mut found = Sums { columns, weights: vec![0.0; self.groups], sums: vec![0.0; self.groups * columns] };
        for ((row, &label), values) in labels.iter().enumerate().zip(values.chunks_exact(columns.max(1))) {
            let (weight, label) = (weights(row), label as usize);
            if weight > 0.0 {
                found.weights[label] += weight;
                let sums = &mut found.sums[label * columns..][..columns];
                // By index: as fast where the compiler cannot see through iterators.
                for column in 0..columns {
                    sums[column] += weight * values[column];
                }
            }
        }
        found
    }

    /// How often each source is drawn in one resample of the sources.
    pub fn drawn_sources(&self, draw: u64, seed: u64) -> Vec<f64> {
        let (mut counts, mut random) = (vec![0.0; self.sources], generator(draw, seed));
        (0..self.sources).for_each(|_| counts[random.below(self.sources as u64) as usize] += 1.0);
        counts
    }

    /// How often each row is drawn in one resample of the rows inside each group.
    pub fn drawn_rows(&self, members: &[Vec<usize>], draw: u64, seed: u64) -> Vec<f64> {
        let (mut counts, mut random) = (vec![0.0; self.group.len()], generator(draw, seed));
        for rows in members {
            rows.iter().for_each(|_| counts[rows[random.below(rows.len() as u64) as usize]] += 1.0);
        }
        counts
    }

    /// The rows of each group.
    pub fn members(&self) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); self.groups];
        self.group.iter().enumerate().for_each(|(row, &group)| members[group as usize].push(row));
        members
    }
}

/// Every draw has a generator of its own, so that draws can be made in any order and on any thread.
fn generator(draw: u64, seed: u64) -> Random {
    Random::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(draw))
}

impl Sums {
    /// The weighted mean of a column in a group; `None` if the group weighs nothing.
    pub fn mean(&self, group: usize, column: usize) -> Option<f64> {
        let weight = self.weights[group];
        (weight > 0.0).then(|| self.sums[group * self.columns + column] / weight)
    }

    /// The sum of a column in a group.
    pub fn sum(&self, group: usize, column: usize) -> f64 {
        self.sums[group * self.columns + column]
    }

    /// The weight of a group.
    pub fn weight(&self, group: usize) -> f64 {
        self.weights[group]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_follow_labels_and_weights() {
        let rows = Rows { group: vec![0, 1, 0], source: vec![0, 1, 1], groups: 2, sources: 2 };
        let values = [1.0, 10.0, 2.0, 20.0, 4.0, 40.0];
        let own = rows.sums(&rows.group, |row| [1.0, 1.0, 3.0][row], &values, 2);
        assert_eq!((own.mean(0, 0), own.sum(0, 1), own.weight(1)), (Some(13.0 / 4.0), 130.0, 1.0));
        let other = rows.sums(&[0, 0, 0], |_| 1.0, &values, 2);
        assert_eq!((other.sum(0, 0), other.mean(1, 0)), (7.0, None));
    }

    #[test]
    fn draws_keep_their_number() {
        let rows = Rows { group: vec![0, 0, 0, 1], source: vec![0, 1, 2, 3], groups: 2, sources: 4 };
        assert_eq!(rows.drawn_sources(3, 1).iter().sum::<f64>(), 4.0);
        let drawn = rows.drawn_rows(&rows.members(), 3, 1);
        assert_eq!((drawn[..3].iter().sum::<f64>(), drawn[3]), (3.0, 1.0));
        assert_ne!(rows.drawn_sources(3, 1), rows.drawn_sources(4, 1));
    }
}
