//! WCEB's "Levenshtein distance": a similarity, 1 less the share of tokens that must be inserted or deleted (`eval.py` with
//! python-Levenshtein's `ratio` on lists of tokens). Order counts.
//!
//! Compat: tokens cut at white space; a missing answer is an empty one. Sane: [`super::tokens`], in lower case and without marks; a
//! missing answer scores 0. Two texts without tokens score 1. Documents weigh the same. Texts beyond the limits of
//! [`super::lcs::length`] have no value.

use super::reading::Reading;
use super::scorer::Answer;
use super::{Cost, Mode, TextMeasure, TextMetric, TextScore};

const SOURCE: &str = "web-content-extraction-benchmark (WCEB), eval.py, on python-Levenshtein";

/// As `eval.py`.
pub static COMPAT: TextMetric = TextMetric {
    id: "levenshtein",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[TextMeasure::mean("levenshtein.compat")],
    answer: compat,
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "levenshtein",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[TextMeasure::mean("levenshtein")],
    answer: sane,
};

fn compat(answer: &mut Answer<'_, '_>) -> TextScore {
    score(similarity(answer, Reading::Pieces))
}

fn sane(answer: &mut Answer<'_, '_>) -> TextScore {
    score(if answer.predicted().is_some() { similarity(answer, Reading::LowerPlain) } else { Some(0.0) })
}

fn score(value: Option<f64>) -> TextScore {
    TextScore { values: vec![value], ..TextScore::default() }
}

/// 1 less insertions and deletions over all tokens; a substitution is one of each.
fn similarity(answer: &mut Answer<'_, '_>, reading: Reading) -> Option<f64> {
    let all: usize = answer.tokens(reading).iter().map(|tokens| tokens.len()).sum();
    let edits = all - 2 * answer.common(reading)?;
    Some(if all == 0 { 1.0 } else { 1.0 - edits as f64 / all as f64 })
}

#[cfg(test)]
mod tests {
    use crate::metric::text::cases::{compat, sane};

    const ID: &str = "levenshtein";

    #[test]
    fn empty_texts_are_alike() {
        for scores in [compat(ID, "", " "), sane(ID, "", "\n"), compat(ID, "", None)] {
            assert_eq!(scores, [Some(1.0)]);
        }
        for scores in [compat(ID, "a", ""), compat(ID, "", "a"), sane(ID, "a", ""), sane(ID, "", "a"), sane(ID, "", None)] {
            assert_eq!(scores, [Some(0.0)]);
        }
    }

    #[test]
    fn a_substitution_costs_two() {
        // Six tokens and six, one substituted: 1 - 2/12. Sane: the same; case and marks cost nothing.
        assert_eq!(compat(ID, "the cat sat on the mat", "the cat sat on a mat"), [Some(0.8333333333333334)]);
        assert_eq!(compat(ID, "a b c", "a x c"), [Some(0.6666666666666667)]);
        assert_eq!(compat(ID, "A b.", "a b"), [Some(0.0)]);
        assert_eq!(sane(ID, "A b.", "a b"), [Some(1.0)]);
    }

    #[test]
    fn texts_beyond_the_limit_have_no_value() {
        let long = "a ".repeat(1 << 19);
        assert_eq!(compat(ID, &long, long.as_str()), [None]);
    }
}
