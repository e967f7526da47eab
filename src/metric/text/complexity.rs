//! Page complexity: the share of a page's words that is not main content (WCEB's `complexity.py`, and fundus-evaluation's). It
//! says what a page asks of a strategy, not how the strategy did: the output is not looked at, and neither more nor less is better.
//!
//! 1 - words of the reference / words of the page, not below 0. Words of compat are runs of Python's `\w`, of sane
//! [`tokens`]; the text of the page is gleaner's rendered view, where the originals take resiliparse's text of `<body>`
//! without scripts and styles, so that compat equals them on equal text only. No value for a page without words, save that
//! compat has 0 where the reference has some.

use super::scorer::Answer;
use super::{Cost, Mode, TextMeasure, TextMetric, TextScore, python, tokens};

const SOURCE: &str = "web-content-extraction-benchmark (WCEB), complexity.py";

/// As `complexity.py`.
pub static COMPAT: TextMetric = TextMetric {
    id: "complexity",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[TextMeasure::mean("complexity.compat")],
    answer: |answer| score(answer, Mode::Compat, |text| python::words(text).count()),
};

/// With the words of the sane metrics.
pub static SANE: TextMetric = TextMetric {
    id: "complexity",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[TextMeasure::mean("complexity")],
    answer: |answer| score(answer, Mode::Sane, |text| tokens::words(&tokens::normalised(text, false)).count()),
};

fn score(answer: &mut Answer<'_, '_>, mode: Mode, words: fn(&str) -> usize) -> TextScore {
    let (reference, page) = answer.words(mode as usize, words);
    let value = match (reference, page) {
        (0, 0) => None,
        (_, 0) => (mode == Mode::Compat).then_some(0.0),
        _ => Some((1.0 - reference as f64 / page as f64).max(0.0)),
    };
    TextScore { values: vec![value], ..TextScore::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::{ReferenceText, TextPair};

    fn of(metric: &TextMetric, reference: &str, page: &str) -> Option<f64> {
        let reference = ReferenceText { text: reference.to_string(), ..ReferenceText::default() };
        metric.score(&TextPair { predicted: None, reference: &reference, page }).values[0]
    }

    #[test]
    fn complexity_is_the_share_of_words_that_must_go() {
        for metric in [&SANE, &COMPAT] {
            assert_eq!(of(metric, "One two.", "Menu! One two. Share, more, all this"), Some(1.0 - 2.0 / 7.0));
            assert_eq!(of(metric, "One two three", "One two"), Some(0.0));
            assert_eq!(of(metric, "", "One"), Some(1.0));
            assert_eq!(of(metric, "", " -- "), None);
        }
        assert_eq!((of(&COMPAT, "One", ""), of(&SANE, "One", "")), (Some(0.0), None));
        // Don't is two runs of `\w` and one word.
        assert_eq!((of(&COMPAT, "Don't", "Don't x"), of(&SANE, "Don't", "Don't x")), (Some(1.0 - 2.0 / 3.0), Some(0.5)));
    }
}
