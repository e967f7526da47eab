//! Text metrics against values of the original programs, to 1e-12: `tests/data/metrics`, each file with its origin.

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

use gleaner::metric::text::punkt::{Version, sentences};
use gleaner::metric::text::{self, Mode, Paragraph, ReferenceText, TextPair};
use gleaner::metric::text::{fundus, jieba, rouge_lsum, webmainbench};
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;

fn cases(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/metrics").join(name).with_extension("json");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("there")).expect("JSON");
    assert!(file["origin"].as_str().is_some_and(|origin| !origin.is_empty()), "{name} names its origin");
    file["cases"].as_array().expect("a list").clone()
}

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap_or_else(|| panic!("no text {key} in {case}"))
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text")).collect()
}

fn numbers<const N: usize>(values: [&Value; N]) -> [f64; N] {
    values.map(|value| value.as_f64().unwrap_or_else(|| panic!("{value} is no number")))
}

fn assert_near(found: &[f64], expected: &[f64], case: &Value) {
    assert_eq!(found.len(), expected.len());
    assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() <= 1e-12), "{found:?} is not {expected:?} in {case}");
}

/// All values of a compat metric that has some.
fn compat(id: &str, reference: &ReferenceText, predicted: &str) -> Vec<Option<f64>> {
    let metric = text::find(id, Mode::Compat).expect("in the table");
    metric.score(&TextPair { predicted: Some(predicted), reference, page: "" }).values
}

fn wceb(name: &str, version: Version) -> Vec<Value> {
    let cases = cases(name);
    for case in &cases {
        let (target, predicted) = (text(case, "target"), text(case, "pred"));
        assert_eq!(sentences(target, version), texts(&case["target_sents"]));
        assert_eq!(sentences(predicted, version), texts(&case["pred_sents"]));
        let expected = numbers([&case["prec"], &case["rec"], &case["f1"]]);
        assert_near(&rouge_lsum::wceb(target, predicted, version).expect("short"), &expected, case);
        let default = &case["default_tok"]["rougeLsum"];
        let expected = numbers([&default[0], &default[1], &default[2]]);
        assert_near(&rouge_lsum::default_tokens(target, predicted, version).expect("short"), &expected, case);
    }
    cases
}

#[test]
fn rouge_lsum_equals_wceb_on_both_versions_of_nltk() {
    let old = wceb("wceb_nltk391", Version::Nltk391);
    let new = wceb("wceb_nltk3104", Version::Nltk310);
    assert_eq!((old.len(), new.len()), (13, 13));
    for case in &old {
        let reference = ReferenceText { text: text(case, "target").to_string(), ..ReferenceText::default() };
        let found: Vec<f64> = compat("rouge_lsum", &reference, text(case, "pred")).into_iter().flatten().collect();
        assert_near(&found, &numbers([&case["prec"], &case["rec"], &case["f1"]]), case);
    }
}

#[test]
fn levenshtein_equals_wceb() {
    let cases = cases("wceb_nltk3104");
    for case in &cases {
        let reference = ReferenceText { text: text(case, "target").to_string(), ..ReferenceText::default() };
        let found: Vec<f64> = compat("levenshtein", &reference, text(case, "pred")).into_iter().flatten().collect();
        assert_near(&found, &numbers([&case["lev"]]), case);
    }
    assert_eq!(cases.len(), 13);
}

#[test]
fn fundus_equals_its_three_scorers() {
    let cases = cases("fundus");
    for case in &cases {
        let paragraph = |text: &str| match text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            Some(text) => Paragraph { text: text.to_string(), optional: true },
            None => Paragraph { text: text.to_string(), optional: false },
        };
        let paragraphs = texts(&case["ref"]).into_iter().map(paragraph).collect();
        let reference = ReferenceText { paragraphs, ..ReferenceText::default() };
        let found = compat("fundus", &reference, &texts(&case["hyp"]).join("\n\n"));
        let expected = [&case["paragraph_match"]["f1_score"], &case["rouge_lsum"]["f1_score"], &case["wer"]["wer"]];
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found.is_none(), expected.is_null(), "{case}");
            assert_near(found.as_slice(), expected.as_f64().as_slice(), case);
        }
    }
    assert_eq!(cases.len(), 8);
}

#[test]
fn error_rates_equal_jiwer() {
    let cases = cases("jiwer_wer");
    for case in &cases {
        let found = fundus::error_rate(text(case, "ref"), text(case, "hyp"));
        assert_eq!(found.is_none(), case["error"].is_string(), "{case}");
        assert_near(found.as_slice(), case["wer"].as_f64().as_slice(), case);
    }
    assert_eq!(cases.len(), 10);
}

#[test]
fn rouge_5_and_its_tokens_equal_webmainbench() {
    let cases = cases("wmb_rouge5");
    for case in &cases {
        let (target, predicted) = (text(case, "target"), text(case, "pred"));
        assert_eq!(jieba::cut(target), texts(&case["target_tokens"]));
        assert_eq!(jieba::cut(predicted), texts(&case["pred_tokens"]));
        let score = &case["score"];
        assert_near(&webmainbench::rouge5(target, predicted), &numbers([&score["prec"], &score["rec"], &score["f1"]]), case);
    }
    assert_eq!(cases.len(), 12);
}

/// Words, marks, line breaks and scripts without spaces.
fn any_text() -> impl Strategy<Value = String> {
    let pieces =
        ["a", "b", "The", "dr.", " ", " ", ". ", "?", "\n", "\n\n", "\u{a0}", "\u{1c}", "”", "5.", "J.", "北京", "大学", "é", "..", "--"];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn scores_are_shares_and_only_the_error_rate_exceeds_1(gold in any_text(), predicted in any_text(), page in any_text()) {
        let paragraphs = gold.lines().map(|line| Paragraph { text: line.to_string(), optional: line.contains('?') }).collect();
        let reference = ReferenceText { text: gold, paragraphs, ..ReferenceText::default() };
        for id in ["rouge_lsum", "levenshtein", "complexity", "fundus", "webmainbench"] {
            for mode in [Mode::Compat, Mode::Sane] {
                let metric = text::find(id, mode).expect("in the table");
                let scores = metric.score(&TextPair { predicted: Some(&predicted), reference: &reference, page: &page }).values;
                prop_assert_eq!(scores.len(), metric.measures.len());
                for (value, measure) in scores.into_iter().zip(metric.measures) {
                    let most = if measure.higher_is_better { 1.0 } else { f64::MAX };
                    prop_assert!(value.is_none_or(|value| (0.0..=most).contains(&value)), "{} {:?}", measure.name, value);
                    prop_assert!(value.is_some() || mode == Mode::Compat || id == "complexity", "{} has no value", measure.name);
                }
            }
        }
    }

    #[test]
    fn sentences_stand_in_the_text_in_order(gold in any_text()) {
        for version in [Version::Nltk391, Version::Nltk310] {
            let mut rest = gold.as_str();
            for sentence in sentences(&gold, version) {
                let (between, after) = rest.split_once(sentence).expect("in the text");
                prop_assert!(between.chars().all(text::python::is_space), "{:?}", between);
                rest = after;
            }
            prop_assert!(rest.chars().all(text::python::is_space), "{:?}", rest);
        }
    }
}
