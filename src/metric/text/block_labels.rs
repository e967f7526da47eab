//! Scores of binary labels on a fixed list of blocks or tokens, as boilerpipe (Weka), dragnet (scikit-learn's `sample_weight`), Web2Text and
//! BoilerNet report them. They compare nothing across segmenters: the blocks must be the same ones.

use super::overlap::share;
use crate::metric::Counts;

/// Counts each block with its weight, usually 1 or its tokens; blocks beyond the shortest list are not counted.
///
/// ```
/// use gleaner::metric::text::block_labels::counts;
/// let counts = counts(&[true, false, true], &[true, true, false], &[120.0, 5.0, 8.0]);
/// assert_eq!((counts.tp, counts.fp, counts.fn_, counts.tn), (120.0, 5.0, 8.0, 0.0));
/// ```
pub fn counts(gold: &[bool], predicted: &[bool], weights: &[f64]) -> Counts {
    let mut counts = Counts::default();
    for ((&gold, &predicted), &weight) in gold.iter().zip(predicted).zip(weights) {
        counts.add(gold, predicted, weight);
    }
    counts
}

/// Share of the weight whose label is right; 0 of nothing.
pub fn accuracy(counts: &Counts) -> f64 {
    share(counts.tp + counts.tn, counts.tp + counts.tn + counts.fp + counts.fn_)
}

/// Precision, recall and F1 of content; 0 where something is divided by 0.
pub fn content(counts: &Counts) -> [f64; 3] {
    let Counts { tp, fp, fn_, .. } = *counts;
    [share(tp, tp + fp), share(tp, tp + fn_), share(2.0 * tp, 2.0 * tp + fp + fn_)]
}

/// The same of boilerplate.
pub fn boilerplate(counts: &Counts) -> [f64; 3] {
    content(&Counts { tp: counts.tn, fp: counts.fn_, fn_: counts.fp, tn: counts.tp })
}

/// F1 of both classes, weighted by their share of the gold labels (Weka's weighted average, boilerpipe's figure).
pub fn weighted_f1(counts: &Counts) -> f64 {
    let (content_size, rest) = (counts.tp + counts.fn_, counts.tn + counts.fp);
    share(content_size * content(counts)[2] + rest * boilerplate(counts)[2], content_size + rest)
}

/// Mean F1 of both classes (BoilerNet's figure).
pub fn macro_f1(counts: &Counts) -> f64 {
    f64::midpoint(content(counts)[2], boilerplate(counts)[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_scores_zero() {
        let none = counts(&[], &[], &[]);
        assert_eq!((accuracy(&none), content(&none), weighted_f1(&none), macro_f1(&none)), (0.0, [0.0; 3], 0.0, 0.0));
    }

    #[test]
    fn a_page_of_one_class_halves_the_macro_mean() {
        let all = counts(&[true, true], &[true, true], &[1.0, 1.0]);
        assert_eq!((weighted_f1(&all), macro_f1(&all)), (1.0, 0.5));
    }
}
