//! What holds of every text metric, whatever the texts.

#![allow(clippy::expect_used, missing_docs)]

use gleaner::metric::text::{ALL, Averaging, Mode, ReferenceText, TextMetric, TextPair, TextScore, evert_words, find};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Metrics whose values are shares, or percents in compat (CleanEval, waddle), but for the distances named below.
const SHARES: &[&str] = &[
    "wcxb",
    "wcxb-snippets",
    "wcxb-set",
    "wcxb-set-accuracy",
    "scrapinghub",
    "trafilatura",
    "cleaneval",
    "cleaneval-unlabelled",
    "waddle",
    "dragnet",
];
const PERCENTS: &[&str] = &["cleaneval", "cleaneval-unlabelled", "waddle"];
const UNBOUNDED: &[&str] = &["waddle.kl", "waddle.euclidean"];

fn score(metric: &TextMetric, reference: &ReferenceText, predicted: Option<&str>) -> TextScore {
    metric.score(&TextPair { predicted, reference, page: "" })
}

fn reference(text: &str) -> ReferenceText {
    ReferenceText { text: text.to_string(), ..ReferenceText::default() }
}

/// Words, tags, line breaks, marks, unspaced scripts and other traps.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[abcAB]{1,2}".prop_map(String::from),
        3 => prop::sample::select(vec!["\n", "\n\n", "<p>", "</p>", "<h>", "URL", "URL: x\n", "!", "’", "'", "_", "\u{a0}", "\u{1c}", "\u{200b}"]).prop_map(String::from),
        2 => prop::sample::select(vec!["é", "e\u{301}", "İ", "Σ", "हिन्दी", "日本", "ไทย", "²", "ß"]).prop_map(String::from),
        3 => Just(" ".to_string()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn names_tell_the_mode_and_are_unique() {
    let mut names = BTreeSet::new();
    for metric in ALL {
        for measure in metric.measures {
            assert!(names.insert(measure.name), "{} stands twice", measure.name);
            assert_eq!(measure.name.ends_with(".compat"), metric.mode == Mode::Compat, "{}", measure.name);
            if let Averaging::HarmonicOf(a, b) = measure.average {
                assert!(a < metric.measures.len() && b < metric.measures.len(), "{}", measure.name);
            }
        }
    }
    for id in SHARES {
        assert!(find(id, Mode::Compat).is_some(), "{id}");
    }
}

proptest! {
    #[test]
    fn every_measure_has_a_finite_value_or_none(gold in texts(), answer in texts(), missing in any::<bool>(), snippet in "[abc]{0,2}") {
        let gold = ReferenceText { text: gold, with: vec![snippet.clone()], without: vec![snippet], ..ReferenceText::default() };
        for metric in ALL {
            let scored = score(metric, &gold, (!missing).then_some(answer.as_str()));
            prop_assert_eq!(scored.values.len(), metric.measures.len(), "{}", metric.id);
            for (value, measure) in scored.values.iter().zip(metric.measures) {
                prop_assert!(value.is_none_or(f64::is_finite), "{} {:?}", measure.name, value);
            }
        }
    }

    #[test]
    fn shares_lie_between_0_and_1(gold in texts(), answer in texts()) {
        for metric in ALL.iter().filter(|metric| SHARES.contains(&metric.id)) {
            let scored = score(metric, &reference(&gold), Some(&answer));
            for (value, measure) in scored.values.iter().zip(metric.measures) {
                let percent = metric.mode == Mode::Compat && PERCENTS.contains(&metric.id) && !measure.name.contains("cosine");
                let most = if percent { 100.0 } else { 1.0 } + 1e-9;
                let bounded = !UNBOUNDED.iter().any(|name| measure.name.starts_with(name));
                prop_assert!(!bounded || value.is_none_or(|value| (0.0..=most).contains(&value)), "{} {:?}", measure.name, value);
            }
        }
    }

    #[test]
    fn a_text_equal_to_its_reference_is_right_in_sane(gold in texts()) {
        for metric in ALL.iter().filter(|metric| SHARES.contains(&metric.id) && metric.mode == Mode::Sane) {
            // CleanEval's references may begin with a line that is not content; answers may not.
            prop_assume!(evert_words::without_url(&gold) == gold);
            let scored = score(metric, &reference(&gold), Some(&gold));
            for (value, measure) in scored.values.iter().zip(metric.measures) {
                let right = if measure.higher_is_better { 1.0 } else { 0.0 };
                prop_assert!(value.is_none_or(|value| (value - right).abs() < 1e-9), "{} {:?}", measure.name, value);
            }
        }
    }

    #[test]
    fn swapping_the_texts_swaps_precision_and_recall_in_compat(gold in texts(), answer in texts()) {
        for id in ["wcxb", "wcxb-set", "scrapinghub", "dragnet"] {
            let metric = find(id, Mode::Compat).expect("in the table");
            let (there, back) = (score(metric, &reference(&gold), Some(&answer)).values, score(metric, &reference(&answer), Some(&gold)).values);
            prop_assert_eq!((there[0], there[1], there[2]), (back[1], back[0], back[2]), "{}", id);
        }
    }

    #[test]
    fn a_missing_answer_is_never_better_than_an_empty_one_in_sane(gold in texts()) {
        for metric in ALL.iter().filter(|metric| SHARES.contains(&metric.id) && metric.mode == Mode::Sane) {
            let (missing, empty) = (score(metric, &reference(&gold), None).values, score(metric, &reference(&gold), Some("")).values);
            for ((missing, empty), measure) in missing.iter().zip(empty).zip(metric.measures).filter(|(_, measure)| measure.higher_is_better) {
                prop_assert!(missing.unwrap_or(0.0) <= empty.unwrap_or(0.0), "{}", measure.name);
            }
        }
    }
}
