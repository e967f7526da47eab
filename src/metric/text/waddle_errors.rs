//! Word and character error rates as waddle takes them (jiwer 3.0.3 over words joined by spaces): edits by the length of the reference; may
//! exceed 1. The rest of waddle is in [`super::waddle`].
//!
//! Compat: no value for an empty reference, for which jiwer raises. Sane: 0 if both are empty. No values beyond [`edit_distance::LIMIT`].

use super::evert_words::{self, Options};
use super::interner::Interner;
use super::waddle::SOURCE;
use super::{Cost, Mode, TextMeasure, TextMetric, TextScore, edit_distance, python};

/// As the program.
pub static COMPAT: TextMetric = TextMetric {
    id: "waddle-errors",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[TextMeasure::mean("waddle.wer.compat").lower_is_better(), TextMeasure::mean("waddle.cer.compat").lower_is_better()],
    score: |pair| {
        let words = |text| evert_words::compat(text, Options::default());
        score(&words(pair.reference.with_marks()), &words(pair.predicted.unwrap_or_default()), false)
    },
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "waddle-errors",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[TextMeasure::mean("waddle.wer").lower_is_better(), TextMeasure::mean("waddle.cer").lower_is_better()],
    score: |pair| {
        let words = |text| evert_words::sane(text, false);
        score(&words(pair.reference.with_marks()), &words(pair.predicted.unwrap_or_default()), true)
    },
};

fn score(reference: &[String], answer: &[String], empty_is_right: bool) -> TextScore {
    let (reference, answer) = (reference.join(" "), answer.join(" "));
    let (reference, answer) = (python::strip(&reference), python::strip(&answer));
    let rate = |edits: Option<usize>, all: usize| match (edits, all) {
        (Some(0), 0) if empty_is_right => Some(0.0),
        (_, 0) => None,
        (edits, all) => edits.map(|edits| edits as f64 / all as f64),
    };
    let mut interner = Interner::default();
    let (words, of_answer) = (interner.all(python::split(reference)), interner.all(python::split(answer)));
    let wer = rate(edit_distance::of_tokens(&words, &of_answer), words.len());
    let cer = rate(edit_distance::of_chars(reference, answer), reference.chars().count());
    TextScore { values: vec![wer, cer], ..TextScore::default() }
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
