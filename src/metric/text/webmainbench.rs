//! WebMainBench's ROUGE-5 (`opendatalab/WebMainBench`, and `eval_baselines/utils.py` of MinerU-HTML): precision, recall and F1
//! over bags of five tokens in a row.
//!
//! Compat: tokens of [`jieba`], white space and marks among them; texts of fewer than five tokens score 0 even if they are equal;
//! two texts of white space score 1; a missing answer is an empty one. The original compares Markdown made by html2text, so
//! that compat equals it on such text only. Sane: [`super::tokens`] in lower case, without a dictionary; a text of fewer than five is one
//! piece; the empty cases are those of [`Counts`]; a missing answer scores 0. Documents weigh the same.

use super::interner::Interner;
use super::overlap::Overlap;
use super::reading::Reading;
use super::rouge::Scores;
use super::scorer::Answer;
use super::{Cost, Mode, TextMeasure, TextMetric, TextScore, jieba, python};
use crate::metric::Counts;

const SOURCE: &str = "WebMainBench, TextRougeNgramMetric, on jieba 0.42.1 and rouge_score 0.1.2";
/// Tokens in a piece.
const N: usize = 5;

/// As `calc_rouge_n_score`.
pub static COMPAT: TextMetric = TextMetric {
    id: "webmainbench",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        TextMeasure::mean("webmainbench.rouge5_precision.compat"),
        TextMeasure::mean("webmainbench.rouge5_recall.compat"),
        TextMeasure::mean("webmainbench.rouge5_f1.compat"),
    ],
    answer: |answer| TextScore::of(compat(answer), Counts::default()),
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "webmainbench",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        TextMeasure::mean("webmainbench.rouge5_precision"),
        TextMeasure::mean("webmainbench.rouge5_recall"),
        TextMeasure::mean("webmainbench.rouge5_f1"),
    ],
    answer: |answer| TextScore::of(sane(answer), Counts::default()),
};

/// Precision, recall and F1 as WebMainBench has them.
///
/// ```
/// use gleaner::metric::text::webmainbench::rouge5;
/// let scores = rouge5("one two three four", "one two three four five");
/// assert_eq!(scores, [0.6, 1.0, 0.7499999999999999]);
/// ```
pub fn rouge5(reference: &str, predicted: &str) -> Scores {
    if [reference, predicted].iter().all(|text| python::strip(text).is_empty()) {
        return [1.0; 3];
    }
    let mut interner = Interner::default();
    let (reference, predicted) = (interner.all(jieba::cut(reference)), interner.all(jieba::cut(predicted)));
    Overlap::of_bags(reference.windows(N), predicted.windows(N)).or_zero()
}

/// [`rouge5`] of an answer.
fn compat(answer: &mut Answer<'_, '_>) -> Scores {
    let pair = answer.pair();
    if [&pair.reference.text, pair.predicted.unwrap_or_default()].iter().all(|text| python::strip(text).is_empty()) {
        return [1.0; 3];
    }
    answer.grams(Reading::Jieba, N).or_zero()
}

fn sane(answer: &mut Answer<'_, '_>) -> Scores {
    if answer.predicted().is_none() {
        return [0.0; 3];
    }
    let [reference, predicted] = answer.tokens(Reading::LowerPlain);
    let counts = if reference.len().min(predicted.len()) < N {
        Overlap::of_bags(pieces(&reference), pieces(&predicted)).counts()
    } else {
        answer.grams(Reading::LowerPlain, N).counts()
    };
    [counts.precision(), counts.recall(), counts.f1()]
}

/// All runs of five, or all there is.
fn pieces(tokens: &[u32]) -> impl Iterator<Item = &[u32]> {
    tokens.windows(N.min(tokens.len()).max(1))
}

#[cfg(test)]
mod tests {
    use crate::metric::text::cases::{compat, sane};

    const ID: &str = "webmainbench";

    #[test]
    fn short_texts_score_in_sane_only() {
        // `a b` is three tokens in compat, two in sane.
        assert_eq!(compat(ID, "a b", "a b"), [Some(0.0); 3]);
        assert_eq!(sane(ID, "a b", "a  b!"), [Some(1.0); 3]);
        // One piece of two tokens against one of three.
        assert_eq!(sane(ID, "a b", "a b c"), [Some(0.0); 3]);
    }

    #[test]
    fn white_space_alone_is_empty() {
        assert_eq!(compat(ID, " \n", "\t"), [Some(1.0); 3]);
        assert_eq!(sane(ID, " \n", "..."), [Some(1.0); 3]);
        assert_eq!(compat(ID, "", "one two three"), [Some(0.0); 3]);
        assert_eq!(sane(ID, "", "one two three"), [Some(0.0), Some(1.0), Some(0.0)]);
        assert_eq!(sane(ID, "one two three", ""), [Some(0.0); 3]);
    }

    #[test]
    fn no_answer_is_an_empty_one_in_compat_and_a_full_miss_in_sane() {
        assert_eq!(compat(ID, "", None), [Some(1.0); 3]);
        assert_eq!(sane(ID, "", None), [Some(0.0); 3]);
    }

    #[test]
    fn pieces_are_counted_as_often_as_they_occur() {
        // Six tokens are two pieces, seven are three: 2 of 3 and 2 of 2; F = 4/5.
        assert_eq!(sane(ID, "a b c d e f", "a b c d e f g"), [Some(2.0 / 3.0), Some(1.0), Some(0.8)]);
    }
}
