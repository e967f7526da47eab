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

    /// Inverse of the matrix with `penalty` added to its diagonal; `None` if that is not positive definite.
    pub fn inverse(&self, penalty: f64) -> Option<Self> {
        let order = self.order;
        let factor = self.inverse_factor(penalty)?;
        let mut cells = vec![0.0; order * order];
        for row in factor.chunks_exact(order.max(1)).enumerate().map(|(at, row)| &row[..=at]) {
            for (at, &scale) in row.iter().enumerate() {
                add(&mut cells[at * order..=at * order + at], scale, &row[..=at]);
            }
        }
        for row in 0..order {
            for column in 0..row {
                cells[column * order + row] = cells[row * order + column];
            }
        }
        Some(Self { order, cells })
    }

    /// `M` with `M (A + penalty I) M' = I`: the inverse of Cholesky's lower factor, row by row, noughts above the diagonal. Its
    /// first m rows and columns are those of the matrix' first m rows and columns.
    pub fn inverse_factor(&self, penalty: f64) -> Option<Vec<f64>> {
        let order = self.order;
        let mut factor = self.cells.clone();
        let mut inverse = vec![0.0; order * order];
        for row in 0..order {
            let (above, own) = factor.split_at_mut(row * order);
            let own = &mut own[..order];
            own[row] += penalty;
            for column in 0..row {
                let other = &above[column * order..column * order + column + 1];
                own[column] = (own[column] - dot(&own[..column], &other[..column])) / other[column];
            }
            let square = own[row] - dot(&own[..row], &own[..row]);
            if !(square > 0.0 && square.is_finite()) {
                return None;
            }
            own[row] = square.sqrt();
            let (before, result) = inverse.split_at_mut(row * order);
            let result = &mut result[..order];
            for column in 0..row {
                add(&mut result[..=column], -own[column], &before[column * order..=column * order + column]);
            }
            result[row] = 1.0;
            result[..=row].iter_mut().for_each(|cell| *cell /= own[row]);
        }
        Some(inverse)
    }
}

/// Terms summed side by side, so that the processor need not wait for one sum; the order of summing is fixed.
const LANES: usize = 8;

/// Sum of products of two slices of one length.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    let (left, right) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in left.zip(right) {
        (0..LANES).for_each(|lane| lanes[lane] += x[lane] * y[lane]);
    }
    lanes.iter().sum::<f64>() + rest
}

/// Adds `scale` times `row` to `sum`.
pub fn add(sum: &mut [f64], scale: f64, row: &[f64]) {
    sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += scale * value);
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

    #[test]
    fn an_inverse_by_hand() {
        // [[1, 1], [1, 3]] + 1 on the diagonal = [[2, 1], [1, 4]]; its inverse is [[4, -1], [-1, 2]] / 7.
        let matrix = Symmetric::from_lower(&[vec![1.0], vec![1.0, 3.0]]);
        let inverse = matrix.inverse(1.0).expect("positive definite");
        let expected = [4.0 / 7.0, -1.0 / 7.0, -1.0 / 7.0, 2.0 / 7.0];
        (0..4).for_each(|at| assert!((inverse.at(at / 2, at % 2) - expected[at]).abs() < 1e-15));
        assert_eq!(Symmetric::from_lower(&[vec![1.0], vec![2.0, 1.0]]).inverse(0.0), None);
    }

    #[test]
    fn an_inverse_undoes_its_matrix() {
        let value = |at: usize| ((at * 7919 % 101) as f64) / 101.0;
        let lower: Vec<Vec<f64>> = (0..23).map(|row| (0..=row).map(|column| value(row * 23 + column)).collect()).collect();
        let matrix = Symmetric::from_lower(&lower);
        let inverse = matrix.inverse(20.0).expect("dominant diagonal");
        for row in 0..23 {
            for column in 0..23 {
                let product: f64 = dot(inverse.row(row), matrix.row(column)) + 20.0 * inverse.at(row, column);
                assert!((product - f64::from(u8::from(row == column))).abs() < 1e-12);
            }
        }
    }
}
