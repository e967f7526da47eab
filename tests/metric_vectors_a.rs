//! Text metrics against the original programs: every value of `tests/data/metrics`, to 1e-12; the published ceilings of WCXB where
//! its data is at hand; and what holds of all texts.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use gleaner::metric::Counts;
use gleaner::metric::text::evert_words::{self, Options};
use gleaner::metric::text::interner::Interner;
use gleaner::metric::text::overlap::Overlap;
use gleaner::metric::text::python_random::PythonRandom;
use gleaner::metric::text::scrapinghub::Shingled;
use gleaner::metric::text::{self, Averaging, Mode, ReferenceText, TextPair, TextScore};
use gleaner::metric::text::{cleaneval, difflib, dragnet, edit_distance, python, scrapinghub_bootstrap, trafilatura};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const TOLERANCE: f64 = 1e-12;

fn data(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/metrics/{name}.json"));
    serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("JSON")
}

/// The cases of a group, of which there are `count`.
fn cases(value: &Value, count: usize) -> &Vec<Value> {
    let cases = value.as_array().expect("a list");
    assert_eq!(cases.len(), count);
    cases
}

fn string(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().expect("a list").iter().map(|item| string(item).to_string()).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn integers(value: &Value) -> Vec<u32> {
    numbers(value).into_iter().map(|value| value as u32).collect()
}

fn close(found: &[f64], expected: &[f64], case: &Value) {
    assert_eq!(found.len(), expected.len(), "{case}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= TOLERANCE * expected.abs().max(1.0), "{found} is not {expected} in {case}");
    }
}

fn score(id: &str, mode: Mode, reference: &ReferenceText, predicted: Option<&str>) -> TextScore {
    let metric = text::find(id, mode).expect("in the table");
    metric.score(&TextPair { predicted, reference, page: "" })
}

/// Values of a compat metric, all of them defined.
fn compat(id: &str, reference: &str, predicted: &str) -> Vec<f64> {
    let reference = ReferenceText { text: reference.to_string(), ..ReferenceText::default() };
    let values = score(id, Mode::Compat, &reference, Some(predicted)).values;
    values.into_iter().map(|value| value.expect("defined")).collect()
}

#[test]
fn wcxb_words_and_scores() {
    for case in cases(&data("wcxb")["word_f1"], 15) {
        let (reference, predicted) = (string(&case["ref"]), string(&case["pred"]));
        assert_eq!(python::words(&python::lower(predicted)).collect::<Vec<_>>(), strings(&case["pred_tokens"]));
        assert_eq!(python::words(&python::lower(reference)).collect::<Vec<_>>(), strings(&case["ref_tokens"]));
        close(&compat("wcxb", reference, predicted), &numbers(&case["p_r_f1"]), case);
    }
}

#[test]
fn wcxb_snippet_rates() {
    for case in cases(&data("wcxb")["snippet"], 7) {
        let snippets = strings(&case["snippets"]);
        let reference = ReferenceText { with: snippets.clone(), without: snippets, ..ReferenceText::default() };
        let score = score("wcxb-snippets", Mode::Compat, &reference, Some(string(&case["text"])));
        let expected = number(&case["rate"]);
        close(&score.values.iter().flatten().copied().collect::<Vec<_>>(), &[expected, expected], case);
    }
}

#[test]
fn scrapinghub_counts_and_accuracy() {
    for case in cases(&data("scrapinghub")["shingle"], 12) {
        let size = number(&case["n"]) as usize;
        let shingled = Shingled::compat(string(&case["true"]), string(&case["pred"]), size);
        let Counts { tp, fp, fn_, .. } = shingled.counts;
        close(&[tp, fp, fn_], &numbers(&case["tp_fp_fn"]), case);
        assert_eq!(f64::from(u8::from(shingled.exact)), number(&case["accuracy"]), "{case}");
    }
}

fn shingled(pairs: &Value) -> Vec<Shingled> {
    let pair = |pair: &Value| Shingled::compat(string(&pair[0]), string(&pair[1]), 4);
    pairs.as_array().expect("pairs").iter().map(pair).collect()
}

fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let values: Vec<f64> = values.flatten().collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[test]
fn scrapinghub_corpora() {
    for case in cases(&data("scrapinghub")["aggregate"], 6) {
        let documents = shingled(&case["pairs"]);
        let corpus = scrapinghub_bootstrap::corpus(&documents);
        let result = &case["result"];
        if result.is_string() {
            assert_eq!(corpus, None, "{case}");
            continue;
        }
        let corpus = corpus.expect("defined");
        let expected = [number(&result["precision"]), number(&result["recall"]), number(&result["f1"])];
        close(&[corpus.precision, corpus.recall, corpus.f1], &expected, case);
        // The values of documents, averaged as the measures say, come to the same.
        let values: Vec<TextScore> = case["pairs"]
            .as_array()
            .expect("pairs")
            .iter()
            .map(|pair| {
                let reference = ReferenceText { text: string(&pair[0]).to_string(), ..ReferenceText::default() };
                score("scrapinghub", Mode::Compat, &reference, Some(string(&pair[1])))
            })
            .collect();
        let average = |at: usize| mean(values.iter().map(|score| score.values[at])).expect("defined");
        close(&[average(0), average(1)], &expected[..2], case);
    }
}

#[test]
fn scrapinghub_seeded_bootstrap() {
    let data = data("scrapinghub");
    let case = &data["bootstrap_seed0"];
    let documents = shingled(&case["pairs"]);
    let corpus = scrapinghub_bootstrap::corpus(&documents).expect("defined");
    let resamples = number(&case["n_bootstrap"]) as usize;
    let deviations = scrapinghub_bootstrap::deviations(&documents, resamples, 0).expect("defined");
    let expected = |names: [&str; 4]| names.map(|name| number(&case["metrics"][name]));
    let values = [corpus.f1, corpus.precision, corpus.recall, corpus.accuracy];
    close(&values, &expected(["f1", "precision", "recall", "accuracy"]), case);
    let values = [deviations.f1, deviations.precision, deviations.recall, deviations.accuracy];
    close(&values, &expected(["f1_std", "precision_std", "recall_std", "accuracy_std"]), case);
}

#[test]
fn pythons_random_numbers() {
    let data = data("python_random");
    let mut random = PythonRandom::seed(0);
    assert_eq!((0..5).map(|_| random.next_u32()).collect::<Vec<_>>(), integers(&data["seed0"]["getrandbits32_first5"]));
    let mut random = PythonRandom::seed(0);
    assert_eq!((0..20).map(|_| random.below(181)).collect::<Vec<_>>(), integers(&data["seed0"]["randint_0_180_first20"]));
    let mut random = PythonRandom::seed(42);
    assert_eq!((0..20).map(|_| random.below(3)).collect::<Vec<_>>(), integers(&data["seed42"]["randint_0_2_first20"]));
    assert_eq!(random.below(0), 0);
}

#[test]
fn trafilatura_counts_and_scores() {
    let data = data("trafilatura");
    for case in cases(&data["count_item"], 6) {
        let (with, without) = (strings(&case["item"]["with"]), strings(&case["item"]["without"]));
        let reference = ReferenceText { with, without, ..ReferenceText::default() };
        let Counts { tp, fp, fn_, tn } = score("trafilatura", Mode::Compat, &reference, case["result"].as_str()).counts;
        close(&[tp, fp, fn_, tn], &numbers(&case["tp_fp_fn_tn"]), case);
    }
    for case in cases(&data["scores"], 5) {
        let counts = numbers(&case["tp_fp_fn_tn"]);
        let counts = Counts { tp: counts[0], fp: counts[1], fn_: counts[2], tn: counts[3] };
        close(&trafilatura::scores(&counts), &numbers(&case["P_R_Acc_F1"]), case);
        let metric = text::find("trafilatura", Mode::Compat).expect("in the table");
        let pooled = metric.measures.iter().map(|measure| match measure.average {
            Averaging::Pooled(of) => of(&counts).expect("defined"),
            Averaging::Mean | Averaging::HarmonicOf(..) => panic!("{} is not pooled", measure.name),
        });
        close(&pooled.collect::<Vec<_>>(), &numbers(&case["P_R_Acc_F1"]), case);
    }
}

#[test]
fn cleaneval_words_counts_and_percents() {
    for case in cases(&data("cleaneval")["evert"], 11) {
        let on = |name: &str| number(&case[name]) > 0.0;
        let options = Options { unlabelled: on("unlabelled"), ascii: on("ascii") };
        let (answer, reference) = (string(&case["text"]), string(&case["gold"]));
        let (words, gold) = (evert_words::compat(answer, options), evert_words::compat(reference, options));
        assert_eq!((words.clone(), gold.clone()), (strings(&case["text_words"]), strings(&case["gold_words"])));
        let aligned = cleaneval::align(&words, &gold, true).expect("short");
        let result = |names: [&str; 3]| names.map(|name| number(&case["result"][name]));
        let counts = |counts: Counts| [counts.tp, counts.fp, counts.fn_];
        close(&counts(aligned.words), &result(["tp", "fp", "fn"]), case);
        close(&counts(aligned.tags), &result(["tag_tp", "tag_fp", "tag_fn"]), case);
        let expected = [result(["f-score", "precision", "recall"]), result(["tag_f_score", "tag_precision", "tag_recall"])].concat();
        close(&[cleaneval::percents(&aligned.words), cleaneval::percents(&aligned.tags)].concat(), &expected, case);
        if !options.ascii {
            let id = if options.unlabelled { "cleaneval-unlabelled" } else { "cleaneval" };
            close(&compat(id, reference, answer), &expected, case);
        }
    }
}

#[test]
fn cleaneval_with_and_without_autojunk() {
    let data = data("cleaneval");
    let check = |case: &Value, with: &str, without: &str| {
        let words = |name: &str| evert_words::compat(string(&case[name]), Options::default());
        for (autojunk, result) in [(true, &case[with]), (false, &case[without])] {
            let counts = cleaneval::align(&words("text"), &words("gold"), autojunk).expect("short").words;
            close(&[counts.tp, counts.fp, counts.fn_], &["tp", "fp", "fn"].map(|name| number(&result[name])), result);
            close(&cleaneval::percents(&counts)[..1], &[number(&result["f-score"])], result);
        }
    };
    check(&data["autojunk"], "with_autojunk", "without_autojunk");
    cases(&data["autojunk_cases"], 4).iter().for_each(|case| check(case, "autojunk", "no_autojunk"));
}

#[test]
fn difflib_blocks() {
    for case in cases(&data("difflib")["cases"], 9) {
        let (a, b) = (integers(&case["a"]), integers(&case["b"]));
        for (autojunk, expected) in [(true, &case["autojunk"]), (false, &case["plain"])] {
            let blocks = difflib::matching_blocks(&a, &b, autojunk, difflib::STEPS).expect("short");
            let blocks: Vec<Vec<u32>> = blocks.iter().map(|block| [block.a, block.b, block.size].map(|n| n as u32).to_vec()).collect();
            assert_eq!(blocks, expected.as_array().expect("blocks").iter().map(integers).collect::<Vec<_>>(), "{case}");
        }
    }
}

#[test]
fn difflib_gives_up_beyond_its_steps() {
    // One token over and over: every place matches every place.
    let same = vec![0; 1000];
    assert_eq!(difflib::matching_blocks(&same, &same, false, 10_000), None);
    assert_eq!(difflib::matching_blocks(&same, &same, false, 2_000_000).map(|blocks| blocks.len()), Some(1));
    // With autojunk the token begins no block, and the block grows from the corner.
    assert_eq!(difflib::matching_blocks(&same, &same, true, 10_000).map(|blocks| blocks[0].size), Some(1000));
}

#[test]
fn waddle_scores() {
    for case in cases(&data("waddle")["waddle"], 5) {
        let (reference, answer) = (string(&case["gold"]), string(&case["det"]));
        assert_eq!(evert_words::compat(reference, Options::default()), strings(&case["gold_tokens"]));
        assert_eq!(evert_words::compat(answer, Options::default()), strings(&case["det_tokens"]));
        let of = |group: &str, name: &str| number(&case["scores"][group][name]);
        let f = |group: &str| ["precision", "recall", "f-score"].map(|name| of(group, name));
        let values = compat("waddle", reference, answer);
        close(&values[..3], &f("voc_eval_res"), case);
        close(&values[4..7], &f("occ_eval_res"), case);
        let distances = ["KL divergence", "Euclidean Dist.", "Cosine Dist."].map(|name| of("KL_res", name));
        close(&values[8..], &distances, case);
        close(&compat("waddle-errors", reference, answer), &["WER", "CER"].map(|name| of("KL_res", name)), case);
    }
}

#[test]
fn dragnet_tokens_and_edits() {
    let data = data("dragnet");
    for case in cases(&data["evaluation"], 5) {
        let (actual, predicted) = (strings(&case["actual"]), strings(&case["pred"]));
        close(&Overlap::of_sets(actual.iter(), predicted.iter()).or_zero(), &numbers(&case["bow"]), case);
        close(&Overlap::of_bags(actual.iter(), predicted.iter()).or_zero(), &numbers(&case["counts"]), case);
        let values = text::find("dragnet", Mode::Compat).expect("in the table").score(&TextPair {
            predicted: Some(&predicted.join(" ")),
            reference: &ReferenceText { text: actual.join(" "), ..ReferenceText::default() },
            page: "",
        });
        let shares: Vec<f64> = values.values[..6].iter().flatten().copied().collect();
        close(&shares, &[numbers(&case["bow"]), numbers(&case["counts"])].concat(), case);
        assert_eq!(dragnet::words(&actual.join("_")).collect::<Vec<_>>(), actual);
    }
    for case in cases(&data["damerau_levenshtein"], 7) {
        let tokens = |value: &Value| match value.as_str() {
            Some(text) => text.chars().map(String::from).collect(),
            None => strings(value),
        };
        let (a, b) = (tokens(&case[0]), tokens(&case[1]));
        let mut interner = Interner::default();
        let (a, b) = (interner.all(a.iter().map(String::as_str)), interner.all(b.iter().map(String::as_str)));
        assert_eq!(edit_distance::with_swaps(&a, &b), Some(number(&case[2]) as usize), "{case}");
    }
}

/// WCXB's development golds, or `None` with a message.
fn wcxb_golds() -> Option<Vec<ReferenceText>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/wcxb-dev/dev/ground-truth");
    let Ok(entries) = fs::read_dir(folder) else {
        println!("skipped: no real data");
        return None;
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let gold = |path: &PathBuf| {
        let page: Value = serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("JSON");
        let truth = &page["ground_truth"];
        let list = |name: &str| truth[name].as_array().map(|list| list.iter().map(|item| string(item).to_string()).collect());
        ReferenceText {
            text: truth["main_content"].as_str().unwrap_or_default().to_string(),
            with: list("with").unwrap_or_default(),
            without: list("without").unwrap_or_default(),
            ..ReferenceText::default()
        }
    };
    Some(paths.iter().map(gold).collect())
}

#[test]
fn published_ceilings_of_wcxb() {
    let Some(golds) = wcxb_golds() else { return };
    assert_eq!(golds.len(), 1497);
    let average = |id: &str, at: usize, answer: &dyn Fn(&ReferenceText) -> String| {
        let values = golds.iter().map(|gold| score(id, Mode::Compat, gold, Some(&answer(gold))).values[at]);
        mean(values).expect("defined")
    };
    let own = |gold: &ReferenceText| gold.text.clone();
    assert_eq!(average("wcxb", 2, &own), 1.0);
    assert_eq!(format!("{:.4}", average("wcxb", 2, &|_| String::new())), "0.0140");
    assert_eq!(format!("{:.1}", 100.0 * average("wcxb-snippets", 0, &own)), "99.2");
    assert_eq!(format!("{:.1}", 100.0 * average("wcxb-snippets", 1, &own)), "1.3");
    let mut counts = Counts::default();
    golds.iter().for_each(|gold| counts += score("wcxb-snippets", Mode::Compat, gold, Some(&gold.text)).counts);
    assert_eq!((counts.tp, counts.tp + counts.fn_, counts.fp, counts.fp + counts.tn), (6602.0, 6659.0, 13.0, 5824.0));
    // Each gold against itself has no boilerplate in any metric.
    for gold in &golds {
        for id in ["wcxb", "scrapinghub", "dragnet"] {
            let values = score(id, Mode::Sane, gold, Some(&gold.text)).values;
            assert!(values.iter().all(|value| *value == Some(1.0)), "{id}: {values:?}");
        }
    }
}
