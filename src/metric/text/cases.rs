//! What the tests of text metrics share: scores of a pair of texts, by name.

use super::{Mode, ReferenceText, TextMetric, TextPair, TextScore, find};

fn score(id: &str, mode: Mode, reference: &str, predicted: Option<&str>) -> Vec<Option<f64>> {
    let reference = ReferenceText { text: reference.to_string(), ..ReferenceText::default() };
    let metric = find(id, mode).expect("in the table");
    metric.score(&TextPair { predicted, reference: &reference, page: "" }).values
}

/// Values of a compat metric.
pub(crate) fn compat<'a>(id: &str, reference: &str, predicted: impl Into<Option<&'a str>>) -> Vec<Option<f64>> {
    score(id, Mode::Compat, reference, predicted.into())
}

/// Values of a sane metric.
pub(crate) fn sane<'a>(id: &str, reference: &str, predicted: impl Into<Option<&'a str>>) -> Vec<Option<f64>> {
    score(id, Mode::Sane, reference, predicted.into())
}

/// Score of an answer against snippets.
pub(crate) fn score_snippets(metric: &TextMetric, predicted: Option<&str>, with: &[&str], without: &[&str]) -> TextScore {
    let owned = |snippets: &[&str]| snippets.iter().map(ToString::to_string).collect();
    let reference = ReferenceText { with: owned(with), without: owned(without), ..ReferenceText::default() };
    metric.score(&TextPair { predicted, reference: &reference, page: "" })
}
