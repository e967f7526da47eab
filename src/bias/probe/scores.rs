//! Scores of a one-vs-rest kernel ridge probe for documents it was not trained on.
//!
//! For targets +1 and -1/(K-1) the score of source c is `k' (G + penalty I)^-1 y_c`. The row `h = k' (G + penalty I)^-1` does not
//! depend on labels, so one inverse serves all folds and all permutations: for a fold F held out of the documents U,
//! `H_F = -(B_FF)^-1 B_FR` with B the inverse over U and R the rest (block inverse). Up to a term that all sources share,
//! the score of c is `K/(K-1)` times the sum of h over the training documents of c. Where training is not quite even, that sum is
//! scaled to the mean number of documents, so that a source is not named more often for having more.

use super::matrix::{Symmetric, add};

/// For a fold, the weights of the training documents in the score of each test document.
#[derive(Debug)]
pub struct Hat {
    /// Documents tested.
    pub tested: Vec<usize>,
    /// Documents trained on.
    pub trained: Vec<usize>,
    weights: Vec<f64>,
}

impl Hat {
    /// The fold of `folds` numbered `fold`; `inverse` is over the documents of all folds, one fold after the other. `None` if
    /// there is nothing to train on.
    pub fn of(folds: &[Vec<usize>], fold: usize, inverse: &Symmetric) -> Option<Self> {
        let start: usize = folds[..fold].iter().map(Vec::len).sum();
        let tested = folds[fold].clone();
        let own: Vec<usize> = (start..start + tested.len()).collect();
        let rest: Vec<usize> = (0..inverse.order()).filter(|at| !own.contains(at)).collect();
        if rest.is_empty() || tested.is_empty() {
            return None;
        }
        let block = inverse.part(&own).inverse(0.0)?;
        let all: Vec<usize> = folds.iter().flatten().copied().collect();
        let mut weights = vec![0.0; own.len() * rest.len()];
        let across: Vec<Vec<f64>> = own.iter().map(|&row| rest.iter().map(|&column| inverse.at(row, column)).collect()).collect();
        for (at, weights) in weights.chunks_exact_mut(rest.len()).enumerate() {
            across.iter().zip(block.row(at)).for_each(|(row, &scale)| add(weights, -scale, row));
        }
        Some(Self { tested, trained: rest.iter().map(|&at| all[at]).collect(), weights })
    }

    /// Scores of every source for each tested document, under some labels.
    pub fn scores(&self, labels: &[usize], count: usize) -> Vec<Vec<f64>> {
        let scales = scales(self.trained.iter().map(|&at| labels[at]), count);
        let of = |weights: &[f64]| {
            let mut scores = vec![0.0; count];
            self.trained.iter().zip(weights).for_each(|(&at, weight)| scores[labels[at]] += weight);
            scores.iter_mut().zip(&scales).for_each(|(score, scale)| *score *= scale);
            scores
        };
        self.weights.chunks_exact(self.trained.len()).map(of).collect()
    }
}

/// What the sum of weights of each source is multiplied by.
pub fn scales(trained: impl Iterator<Item = usize>, count: usize) -> Vec<f64> {
    let mut sizes = vec![0.0; count];
    trained.for_each(|label| sizes[label] += 1.0);
    let mean = sizes.iter().sum::<f64>() / count as f64;
    let targets = count as f64 / (count as f64 - 1.0).max(1.0);
    sizes.iter().map(|&size| if size > 0.0 { targets * mean / size } else { 0.0 }).collect()
}

/// Scores this near to the highest share its place.
const TIE: f64 = 1e-9;

/// The source named, the first of those that share the highest score, and the credit for naming `truth`: one over their number
/// if it is among them, else nought. Texts that say nothing so score at chance.
pub fn named(scores: &[f64], truth: usize) -> (usize, f64) {
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut tied = (0..scores.len()).filter(|&label| scores[label] >= highest - TIE);
    let first = tied.next().unwrap_or(0);
    let number = 1 + tied.count();
    let right = scores.get(truth).is_some_and(|score| *score >= highest - TIE);
    (first, if right { 1.0 / number as f64 } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::super::share::kernel_share;
    use super::*;

    /// Kernel ridge over four documents, the last held out, solved by hand: documents 0 and 1 (sources 0 and 1) are alike by 1/2,
    /// penalty 1/2, so (G + I/2) = [[3/2, 1/2], [1/2, 3/2]] with inverse [[3, -1], [-1, 3]] / 4. The held-out document is alike
    /// to 0 by 1 and to 1 by 0: weights [3, -1] / 4, scores for targets +1 and -1: 1 and -1. Twice the sums: 3/2 and -1/2, which is
    /// the same but for the common 1/2.
    #[test]
    fn a_ridge_by_hand() {
        let kernel = Symmetric::from_lower(&[vec![1.0], vec![0.5, 1.0], vec![1.0, 0.0, 2.0]]);
        let inverse = kernel.inverse(0.5).expect("positive definite");
        let hat = Hat::of(&[vec![0, 1], vec![2]], 1, &inverse).expect("trained");
        let scores = hat.scores(&[0, 1, 0], 2);
        assert!((scores[0][0] - 1.5).abs() < 1e-12 && (scores[0][1] + 0.5).abs() < 1e-12, "{scores:?}");
        assert_eq!(named(&scores[0], 0), (0, 1.0));
    }

    /// Differences of scores of sources 0 and 1, and the share, against numpy 2.4.6 solving each fold by itself:
    /// rows `((31 i + 17 j + 7 i j) mod 23) / 23` scaled to length 1, 18 documents, 3 sources in turn, 3 folds in a row, penalty 0.1.
    #[test]
    fn folds_from_one_inverse_equal_folds_solved_alone() {
        let rows: Vec<Vec<f64>> = (0..18usize)
            .map(|i| {
                let row: Vec<f64> = (0..5).map(|j| ((i * 31 + j * 17 + i * j * 7) % 23) as f64 / 23.0).collect();
                let length = row.iter().map(|value| value * value).sum::<f64>().sqrt();
                row.into_iter().map(|value| value / length).collect()
            })
            .collect();
        let product = |a: usize, b: usize| rows[a].iter().zip(&rows[b]).map(|(x, y)| x * y).sum::<f64>();
        let lower: Vec<Vec<f64>> = (0..18).map(|a| (0..=a).map(|b| product(a, b)).collect()).collect();
        let kernel = Symmetric::from_lower(&lower);
        let labels: Vec<usize> = (0..18).map(|at| at % 3).collect();
        let folds: Vec<Vec<usize>> = (0..3).map(|fold| (fold * 6..fold * 6 + 6).collect()).collect();
        let inverse = kernel.inverse(0.1).expect("positive definite");
        for (document, expected) in [(0, 1.681_203_693_175_643_6), (7, 0.988_663_409_998_951_1), (17, -0.258_530_430_792_072_3)] {
            let hat = Hat::of(&folds, document / 6, &inverse).expect("trained");
            let scores = &hat.scores(&labels, 3)[document % 6];
            assert!((scores[0] - scores[1] - expected).abs() < 1e-9, "{document}: {scores:?}");
        }
        let share = kernel_share(&kernel, &labels, 3, &[0; 18], 9, 1).expect("varies");
        assert!((share.r2 - 0.244_788_242_144_770_88).abs() < 1e-9 && (share.share - 0.144_093_341_097_407_12).abs() < 1e-9);
    }

    #[test]
    fn near_ties_share_the_credit() {
        assert_eq!(named(&[0.3, 0.5, 0.5 + 1e-12], 2), (1, 0.5));
        assert_eq!(named(&[0.0; 4], 3), (0, 0.25));
        assert_eq!(named(&[0.0, 1.0], 0), (1, 0.0));
    }

    #[test]
    fn a_source_with_fewer_documents_is_scaled_up() {
        assert_eq!(scales([0, 0, 0, 1].into_iter(), 2), [2.0 * 2.0 / 3.0, 4.0]);
    }
}
