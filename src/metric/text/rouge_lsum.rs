//! ROUGE-LSum as the Web Content Extraction Benchmark scores it (Bevendorff et al. 2023, `chatnoir-eu/web-content-extraction-benchmark`,
//! `eval.py`): Punkt's English sentences, tokens cut at white space, [`rouge::summary`]. The order of sentences counts for nothing.
//!
//! Compat: sentences of NLTK 3.9.1; a missing answer is an empty one; an empty reference has recall 1, and is met by
//! an empty answer. Sane: sentences are those of Unicode's Annex 29 within lines, in every language; tokens are
//! [`tokens`], in lower case and without marks; the same empty cases, but a missing answer scores 0. Documents weigh the same.
//! Texts beyond the limits of [`super::lcs::Columns::new`] have no value.

use super::punkt::{self, Version};
use super::rouge::{self, Scores};
use super::scorer::{Answer, SentencesOf, Summary};
use super::{Cost, Mode, TextMeasure, TextMetric, TextScore, python, tokens};
use crate::metric::Counts;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

const SOURCE: &str = "web-content-extraction-benchmark (WCEB), eval.py, on rouge_score 0.1.2 and NLTK 3.9.1";

/// As `eval.py`.
pub static COMPAT: TextMetric = TextMetric {
    id: "rouge_lsum",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[
        TextMeasure::mean("rouge_lsum.precision.compat"),
        TextMeasure::mean("rouge_lsum.recall.compat"),
        TextMeasure::mean("rouge_lsum.f1.compat"),
    ],
    answer: |answer| {
        let (reference, predicted) = (&answer.reference().text, answer.predicted().unwrap_or_default().to_string());
        score(answer.summary(SentencesOf::Punkt).map(|found| with_empty_reference(found.scores, reference, &predicted)))
    },
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "rouge_lsum",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[TextMeasure::mean("rouge_lsum.precision"), TextMeasure::mean("rouge_lsum.recall"), TextMeasure::mean("rouge_lsum.f1")],
    answer: |answer| score(if answer.predicted().is_some() { sane_answer(answer) } else { Some([0.0; 3]) }),
};

fn score(scores: Option<Scores>) -> TextScore {
    scores.map_or_else(|| TextScore::none(3), |scores| TextScore::of(scores, Counts::default()))
}

/// WCEB's scores, with a version of NLTK to choose.
///
/// ```
/// use gleaner::metric::text::punkt::Version;
/// use gleaner::metric::text::rouge_lsum::wceb;
/// assert_eq!(wceb("", "some text", Version::Nltk391), Some([0.0, 1.0, 0.0]));
/// ```
pub fn wceb(reference: &str, predicted: &str, version: Version) -> Option<Scores> {
    let sentences =
        |text| punkt::sentences(text, version).into_iter().map(|sentence| python::split(sentence).collect()).collect::<Vec<Vec<&str>>>();
    let scores = rouge::summary(&sentences(reference), &sentences(predicted))?;
    Some(with_empty_reference(scores, reference, predicted))
}

/// The overrides for a reference without text.
fn with_empty_reference(scores: Scores, reference: &str, predicted: &str) -> Scores {
    match (python::strip(reference).is_empty(), python::strip(predicted).is_empty()) {
        (true, true) => [1.0; 3],
        (true, false) => [scores[0], 1.0, scores[2]],
        _ => scores,
    }
}

/// Scores with `rouge_score`'s default tokens: runs of `[a-z0-9]` in lower case; other letters vanish. An empty text scores 0.
pub fn default_tokens(reference: &str, predicted: &str, version: Version) -> Option<Scores> {
    let tokens = |text| -> Vec<String> {
        let lowered: Cow<'_, str> = python::lower(text);
        lowered
            .split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit())
            .filter(|token| !token.is_empty())
            .map(str::to_string)
            .collect()
    };
    let sentences = |text| punkt::sentences(text, version).into_iter().map(tokens).collect::<Vec<_>>();
    rouge::summary(&sentences(reference), &sentences(predicted))
}

/// The repaired scores.
pub fn sane(reference: &str, predicted: &str) -> Option<Scores> {
    let (reference, predicted) = (sentences(reference), sentences(predicted));
    let scores = rouge::summary(&reference, &predicted)?;
    Some(match (reference.is_empty(), predicted.is_empty()) {
        (true, true) => [1.0; 3],
        (true, false) => [0.0, 1.0, 0.0],
        _ => scores,
    })
}

/// [`sane`] of an answer.
pub(super) fn sane_answer(answer: &mut Answer<'_, '_>) -> Option<Scores> {
    let Summary { scores, tokens } = answer.summary(SentencesOf::Unicode)?;
    Some(match tokens {
        [0, 0] => [1.0; 3],
        [0, _] => [0.0, 1.0, 0.0],
        _ => scores,
    })
}

/// Sentences with at least a token. Case is needed to find them, and dropped then.
fn sentences(text: &str) -> Vec<Vec<String>> {
    let text = tokens::normalised(text, false);
    let sentences = text.lines().flat_map(UnicodeSegmentation::unicode_sentences);
    let words = |sentence| tokens::words(&python::lower(sentence)).map(str::to_string).collect();
    sentences.map(words).filter(|tokens: &Vec<String>| !tokens.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use crate::metric::text::cases::{compat, sane};

    const ID: &str = "rouge_lsum";

    #[test]
    fn an_empty_reference_is_met_by_an_empty_answer() {
        assert_eq!(compat(ID, " ", "\n"), [Some(1.0); 3]);
        assert_eq!(sane(ID, " ", "\n"), [Some(1.0); 3]);
        for scores in [compat(ID, "", "hello"), sane(ID, "", "hello")] {
            assert_eq!(scores, [Some(0.0), Some(1.0), Some(0.0)]);
        }
        for scores in [compat(ID, "hello", ""), sane(ID, "hello", "")] {
            assert_eq!(scores, [Some(0.0); 3]);
        }
        // Marks are tokens in compat only.
        assert_eq!(compat(ID, "!!!", "…"), [Some(0.0); 3]);
        assert_eq!(sane(ID, "!!!", "…"), [Some(1.0); 3]);
    }

    #[test]
    fn no_answer_is_an_empty_one_in_compat_and_a_full_miss_in_sane() {
        assert_eq!(compat(ID, "", None), [Some(1.0); 3]);
        assert_eq!(sane(ID, "", None), [Some(0.0); 3]);
        assert_eq!(compat(ID, "hello", None), [Some(0.0); 3]);
    }

    #[test]
    fn sane_scores_do_not_hang_on_marks_and_case() {
        // Tokens of compat: The cat sat. / the cat sat: `cat` is in both.
        assert_eq!(compat(ID, "The cat sat.", "the cat sat"), [Some(1.0 / 3.0); 3]);
        assert_eq!(sane(ID, "The cat sat.", "the cat sat"), [Some(1.0); 3]);
        // One token against one token in compat, characters in sane: 3 of 4 and 3 of 3; F = 6/7.
        assert_eq!(compat(ID, "北京大学", "北京大"), [Some(0.0); 3]);
        assert_eq!(sane(ID, "北京大学", "北京大"), [Some(1.0), Some(0.75), Some(6.0 / 7.0)]);
    }

    #[test]
    fn the_order_of_sentences_counts_for_nothing() {
        let (text, turned) = ("One two three. Four five six.", "Four five six. One two three.");
        assert_eq!(compat(ID, text, turned), [Some(1.0); 3]);
        assert_eq!(sane(ID, text, turned), [Some(1.0); 3]);
    }
}
