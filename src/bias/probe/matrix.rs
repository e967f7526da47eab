//! The little dense algebra that the probe needs: symmetric matrices and Cholesky's factor.

/// A symmetric matrix, stored whole, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Symmetric {
    order: usize,
    cells: Vec<f64>,
}

impl Symmetric {
    /// From the rows of the lower half, the diagonal included; what a row lacks is nought.
    pub fn from_lower(rows: &[Vec<f64>]) -> Self {
        let order = rows.len();
        let mut cells = vec![0.0; order * order];
        for (at, row) in rows.iter().enumerate() {
            for (other, &value) in row.iter().enumerate().take(at + 1) {
                cells[at * order + other] = value;
                cells[other * order + at] = value;
            }
        }
        Self { order, cells }
    }

    /// Number of rows.
    pub const fn order(&self) -> usize {
        self.order
    }

    /// One cell.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.order + column]
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.order..(row + 1) * self.order]
    }

    /// The rows and columns listed, in that order.
    pub fn part(&self, indices: &[usize]) -> Self {
        let cells = indices.iter().flat_map(|&row| indices.iter().map(move |&column| self.at(row, column))).collect();
        Self { order: indices.len(), cells }
    }

    /// Sum of the diagonal.
    pub fn trace(&self) -> f64 {
        (0..self.order).map(|at| self.at(at, at)).sum()
    }

    /// The kernel once the mean of each group is taken off its members: `M K M`. `group` gives each row's group from 0.
    pub fn centred(&self, group: &[usize]) -> Self {
        let groups = group.iter().max().map_or(0, |last| last + 1);
        let mut sizes = vec![0.0; groups];
        group.iter().for_each(|&own| sizes[own] += 1.0);
        let mut means = vec![0.0; self.order * groups];
        for row in 0..self.order {
            let means = &mut means[row * groups..(row + 1) * groups];
            self.row(row).iter().zip(group).for_each(|(value, &other)| means[other] += value);
            means.iter_mut().zip(&sizes).for_each(|(sum, size)| *sum /= size);
        }
        let mut blocks = vec![0.0; groups * groups];
        for row in 0..self.order {
            (0..groups).for_each(|other| blocks[group[row] * groups + other] += means[row * groups + other] / sizes[group[row]]);
        }
        let cell = |row: usize, column: usize| {
            let (own, other) = (group[row], group[column]);
            self.at(row, column) - means[row * groups + other] - means[column * groups + own] + blocks[own * groups + other]
        };
        let lower: Vec<Vec<f64>> = (0..self.order).map(|row| (0..=row).map(|column| cell(row, column)).collect()).collect();
        Self::from_lower(&lower)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centring_is_that_of_the_points() {
        // Points 1, 3 (group 0) and 10 (group 1) on a line; kernel = products; centred: -1, 1, 0.
        let points = [1.0, 3.0, 10.0];
        let lower: Vec<Vec<f64>> = (0..3).map(|row| (0..=row).map(|column| points[row] * points[column]).collect()).collect();
        let centred = Symmetric::from_lower(&lower).centred(&[0, 0, 1]);
        assert_eq!(centred.row(0), [1.0, -1.0, 0.0]);
        assert_eq!(centred.row(2), [0.0, 0.0, 0.0]);
    }
}
