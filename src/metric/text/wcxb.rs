//! WCXB's word F1: precision, recall and F1 over bags of words (Murrough Foley, web-content-extraction-benchmark,
//! `evaluate.py`, commit c039d5e). Order counts for nothing.
//!
//! Compat: words are runs of Python's `\w` in the lower-cased text; a missing answer is an empty one; two texts without a
//! word score 1, one such text 0 in all three. Sane: [`super::tokens`] instead, the empty cases are those of [`Counts`](crate::metric::Counts) (so recall of an
//! empty reference is 1), and a missing answer scores 0 whatever the reference. All values are shares; documents
//! weigh the same, and the F1 of a corpus is the mean of its documents' F1.

use super::reading::Reading;
use super::scorer::Answer;
use super::{Cost, Mode, TextMeasure, TextMetric, TextScore};

const SOURCE: &str = "web-content-extraction-benchmark (WCXB), evaluate.py at c039d5e";

/// As `evaluate.py`.
pub static COMPAT: TextMetric = TextMetric {
    id: "wcxb",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[TextMeasure::mean("wcxb.precision.compat"), TextMeasure::mean("wcxb.recall.compat"), TextMeasure::mean("wcxb.f1.compat")],
    answer: compat,
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "wcxb",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[TextMeasure::mean("wcxb.precision"), TextMeasure::mean("wcxb.recall"), TextMeasure::mean("wcxb.f1")],
    answer: sane,
};

fn compat(answer: &mut Answer<'_, '_>) -> TextScore {
    let overlap = answer.bags(Reading::LowerWords);
    let values = if overlap.is_empty() { [1.0; 3] } else { overlap.or_zero() };
    TextScore::of(values, overlap.counts())
}

fn sane(answer: &mut Answer<'_, '_>) -> TextScore {
    let counts = answer.bags(Reading::LowerPlain).counts();
    if answer.predicted().is_none() {
        return TextScore::of([0.0; 3], counts);
    }
    TextScore::of([counts.precision(), counts.recall(), counts.f1()], counts)
}

#[cfg(test)]
mod tests {
    use crate::metric::text::cases::{compat, sane};

    const ID: &str = "wcxb";

    #[test]
    fn spelling_matters_in_compat_only() {
        assert_eq!(compat(ID, "café", "cafe\u{301}"), [Some(0.0); 3]);
        assert_eq!(sane(ID, "café", "cafe\u{301}"), [Some(1.0); 3]);
        // Vowel signs are not `\w`, so that different words are the same three letters.
        assert_eq!(compat(ID, "हिन्दी", "हिन्दु"), [Some(1.0); 3]);
        assert_eq!(sane(ID, "हिन्दी", "हिन्दु"), [Some(0.0); 3]);
        assert_eq!(compat(ID, "日本語テスト", "日本語 テスト"), [Some(0.0); 3]);
        assert_eq!(sane(ID, "日本語テスト", "日本語 テスト"), [Some(1.0); 3]);
    }

    #[test]
    fn an_empty_reference_is_met_by_an_empty_answer() {
        for text in ["", "!!!"] {
            assert_eq!(compat(ID, "", text), [Some(1.0); 3]);
            assert_eq!(sane(ID, "", text), [Some(1.0); 3]);
        }
        assert_eq!(compat(ID, "", "hello"), [Some(0.0); 3]);
        assert_eq!(sane(ID, "", "hello"), [Some(0.0), Some(1.0), Some(0.0)]);
        assert_eq!(sane(ID, "hello", ""), [Some(0.0); 3]);
    }

    #[test]
    fn no_answer_is_an_empty_one_in_compat_and_a_full_miss_in_sane() {
        assert_eq!(compat(ID, "", None), [Some(1.0); 3]);
        assert_eq!(sane(ID, "", None), [Some(0.0); 3]);
        assert_eq!(sane(ID, "hello", None), [Some(0.0); 3]);
    }
}
