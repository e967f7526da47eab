//! The definition behind WCXB's only published results file (`rs-trafilatura_results.json`), which is not that of its `evaluate.py`:
//! precision, recall and F1 over the *sets* of lower-cased, white-space separated tokens, and an order-aware accuracy, the
//! tokens of the reference in matching blocks of [`super::difflib`]. As shares. Found by trial and equal to the file in all
//! its five documents; empty texts do not occur there, and give 0 here (accuracy: no value for an empty reference).

use super::reading::Reading;
use super::scorer::Answer;
use super::{Cost, Mode, TextMeasure, TextMetric, TextScore};
use crate::metric::Counts;

const SOURCE: &str = "web-content-extraction-benchmark (WCXB), test/results/rs-trafilatura_results.json";

/// Precision, recall and F1.
pub static COMPAT: TextMetric = TextMetric {
    id: "wcxb-set",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        TextMeasure::mean("wcxb-set.precision.compat"),
        TextMeasure::mean("wcxb-set.recall.compat"),
        TextMeasure::mean("wcxb-set.f1.compat"),
    ],
    answer: score,
};

/// Accuracy; no value where the alignment would exceed [`super::difflib::STEPS`].
pub static COMPAT_ACCURACY: TextMetric = TextMetric {
    id: "wcxb-set-accuracy",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[TextMeasure::mean("wcxb-set.accuracy.compat")],
    answer: accuracy,
};

fn score(answer: &mut Answer<'_, '_>) -> TextScore {
    let overlap = answer.sets(Reading::LowerPieces);
    TextScore::of(overlap.or_zero(), overlap.counts())
}

fn accuracy(answer: &mut Answer<'_, '_>) -> TextScore {
    let [reference, predicted] = answer.tokens(Reading::LowerPieces);
    let blocks = answer.blocks(&predicted, &reference, true);
    let covered = blocks.map(|blocks| blocks.iter().map(|block| block.size).sum::<usize>() as f64);
    let all = reference.len() as f64;
    let value = covered.filter(|_| all > 0.0).map(|covered| covered / all);
    TextScore { values: vec![value], counts: Counts { tp: covered.unwrap_or(0.0), fn_: all - covered.unwrap_or(0.0), ..Counts::default() } }
}

#[cfg(test)]
mod tests {
    use crate::metric::text::cases::compat;

    #[test]
    fn repeats_and_order_count_in_the_accuracy_only() {
        // Distinct tokens {the, cat, sat.} against {the, cat, ran}; `sat.` is not `sat`.
        assert_eq!(compat("wcxb-set", "the the cat sat.", "The cat RAN the"), [Some(2.0 / 3.0); 3]);
        // `the cat` is the longest block; the `the` left of it in the reference has no partner left of it.
        assert_eq!(compat("wcxb-set-accuracy", "the the cat sat.", "The cat RAN the"), [Some(0.5)]);
        assert_eq!(compat("wcxb-set-accuracy", "a b c", "c a b"), [Some(2.0 / 3.0)]);
    }

    #[test]
    fn empty_texts_give_zero_or_no_value() {
        assert_eq!(compat("wcxb-set", "", ""), [Some(0.0); 3]);
        assert_eq!(compat("wcxb-set", "a", None), [Some(0.0); 3]);
        assert_eq!(compat("wcxb-set-accuracy", "", "a"), [None]);
        assert_eq!(compat("wcxb-set-accuracy", "a", ""), [Some(0.0)]);
    }
}
