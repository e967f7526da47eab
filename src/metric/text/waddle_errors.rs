//! Word and character error rates as waddle takes them (jiwer 3.0.3 over words joined by spaces): edits by the length of the reference; may
//! exceed 1. The rest of waddle is in [`super::waddle`].
//!
//! Compat: no value for an empty reference, for which jiwer raises. Sane: 0 if both are empty. No values beyond [`super::edit_distance::LIMIT`].

use super::reading::Reading;
use super::scorer::Answer;
use super::waddle::SOURCE;
use super::{Cost, Mode, TextMeasure, TextMetric, TextScore};

/// As the program.
pub static COMPAT: TextMetric = TextMetric {
    id: "waddle-errors",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[TextMeasure::mean("waddle.wer.compat").lower_is_better(), TextMeasure::mean("waddle.cer.compat").lower_is_better()],
    answer: |answer| score(answer, Reading::Marked, true, None),
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "waddle-errors",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[TextMeasure::mean("waddle.wer").lower_is_better(), TextMeasure::mean("waddle.cer").lower_is_better()],
    answer: |answer| score(answer, Reading::SaneMarked, false, Some(0.0)),
};

/// Rates, with that of two empty texts. The alignment that bounds the work is the one which CleanEval's scores of the mode have.
fn score(answer: &mut Answer<'_, '_>, reading: Reading, autojunk: bool, of_empty: Option<f64>) -> TextScore {
    let [reference, predicted] = answer.tokens(reading);
    let edits = answer.edits(&predicted, &reference, autojunk);
    let empty = answer.numbers(&[""]);
    let words = reference.iter().filter(|word| !empty.contains(word)).count();
    let rate = |(edits, all): (Option<usize>, usize)| match (edits, all) {
        (Some(0), 0) => of_empty,
        (_, 0) => None,
        (edits, all) => edits.map(|edits| edits as f64 / all as f64),
    };
    let values = edits.into_iter().zip([words, answer.letters(&reference)]).map(rate).collect();
    TextScore { values, ..TextScore::default() }
}

#[cfg(test)]
mod tests {
    use crate::metric::text::cases::{compat, sane};

    #[test]
    fn an_empty_reference_has_no_error_rate() {
        assert_eq!(compat("waddle-errors", "", ""), [None, None]);
        assert_eq!(sane("waddle-errors", "", ""), [Some(0.0), Some(0.0)]);
        assert_eq!(sane("waddle-errors", "", "a"), [None, None]);
        assert_eq!(sane("waddle-errors", "ab", None), [Some(1.0), Some(1.0)]);
    }

    #[test]
    fn rates_may_exceed_one() {
        assert_eq!(sane("waddle-errors", "a", "x y z"), [Some(3.0), Some(5.0)]);
    }
}
