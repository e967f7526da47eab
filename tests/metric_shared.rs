//! What [`Scorer`] does once for many answers is what the plain definitions say of each: on drawn texts, and on golds of WCXB cut and
//! mixed as strategies leave them, where its data is at hand.

#![allow(clippy::expect_used, clippy::print_stdout, missing_docs)]

use gleaner::metric::text::evert_words::{self, Options};
use gleaner::metric::text::interner::Interner;
use gleaner::metric::text::overlap::Overlap;
use gleaner::metric::text::punkt::Version;
use gleaner::metric::text::scorer::Scorer;
use gleaner::metric::text::scrapinghub::{SHINGLE, Shingled};
use gleaner::metric::text::{
    ALL, Mode, ReferenceText, TextScore, cleaneval, dragnet, edit_distance, lcs, python, rouge_lsum, webmainbench,
};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// The values of a metric among the scores of all.
fn values<'s>(scores: &'s [TextScore], id: &str, mode: Mode) -> &'s [Option<f64>] {
    let at = ALL.iter().position(|metric| metric.id == id && metric.mode == mode).expect("in the table");
    &scores[at].values
}

fn near(found: &[Option<f64>], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        let found = found.expect("defined");
        assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{what}: {found} is not {expected}");
    }
}

/// The plain definitions of what the scorer shortens.
fn check(scores: &[TextScore], reference: &str, answer: &str) {
    let compat = |id| values(scores, id, Mode::Compat);
    let lower = [python::lower(reference), python::lower(answer)];
    let bags = Overlap::of_bags(python::words(&lower[0]), python::words(&lower[1]));
    near(compat("wcxb"), &if bags.is_empty() { [1.0; 3] } else { bags.or_zero() }, "wcxb");
    let sets = Overlap::of_sets(python::split(&lower[0]), python::split(&lower[1]));
    near(compat("wcxb-set"), &sets.or_zero(), "wcxb-set");
    let letters = Overlap::of_bags(dragnet::words(reference), dragnet::words(answer));
    near(&compat("dragnet")[3..6], &letters.or_zero(), "dragnet");
    let shingled = Shingled::compat(reference, answer, SHINGLE);
    assert_eq!(compat("scrapinghub")[..2], [shingled.precision(), shingled.recall()]);
    near(compat("webmainbench"), &webmainbench::rouge5(reference, answer), "webmainbench");
    near(compat("rouge_lsum"), &rouge_lsum::wceb(reference, answer, Version::Nltk391).expect("short"), "rouge_lsum");
    near(values(scores, "rouge_lsum", Mode::Sane), &rouge_lsum::sane(reference, answer).expect("short"), "rouge_lsum, sane");
    let mut interner = Interner::default();
    let pieces = [reference, answer].map(|text| interner.all(python::split(text)));
    let all = pieces[0].len() + pieces[1].len();
    let common = lcs::length(&pieces[0], &pieces[1]).expect("short");
    near(compat("levenshtein"), &[if all == 0 { 1.0 } else { 1.0 - (all - 2 * common) as f64 / all as f64 }], "levenshtein");
    let words = [reference, answer].map(|text| evert_words::compat(text, Options::default()));
    let aligned = cleaneval::align(&words[1], &words[0], true).expect("short");
    near(&compat("cleaneval")[..3], &cleaneval::percents(&aligned.words), "cleaneval");
    let joined = words.map(|words| words.join(" "));
    let joined = [python::strip(&joined[0]), python::strip(&joined[1])];
    let rate = |edits: Option<usize>, of: usize| edits.filter(|_| of > 0).map(|edits| edits as f64 / of as f64);
    let words = joined.map(|text| interner.all(python::split(text)));
    let expected = [
        rate(edit_distance::of_tokens(&words[0], &words[1]), words[0].len()),
        rate(edit_distance::of_chars(joined[0], joined[1]), joined[0].chars().count()),
    ];
    assert_eq!(compat("waddle-errors"), expected);
}

fn check_all(reference: &str, answers: &[String]) {
    let own = ReferenceText { text: reference.to_string(), ..ReferenceText::default() };
    let mut scorer = Scorer::new(&own, "");
    for answer in answers {
        check(&scorer.score(ALL, Some(answer)), reference, answer);
    }
}

fn texts() -> impl Strategy<Value = String> {
    let word = "[a-cA-C]{1,3}|the|Dr[.]|don['’]t|é|北京大学|URL|<p>|[0-9]{1,2}";
    let piece = (word, "[ .?!,\n\t]{1,2}|[.] |\r\n").prop_map(|(word, space)| word + &space);
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn drawn_texts(reference in texts(), mut answers in prop::collection::vec(texts(), 1..4)) {
        answers.extend([format!("{}{reference}{}", answers[0], answers[0]), reference.clone()]);
        check_all(&reference, &answers);
    }
}

#[test]
fn golds_of_wcxb_cut_and_mixed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/wcxb-dev/dev/ground-truth");
    let Ok(entries) = fs::read_dir(folder) else {
        println!("skipped: no real data");
        return;
    };
    let mut files: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    let gold = |path: &std::path::PathBuf| {
        let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("JSON");
        let text = json.pointer("/ground_truth/main_content").and_then(serde_json::Value::as_str).unwrap_or("");
        // Enough of it to be quick, at a line's end or not.
        text.chars().take(6000).collect::<String>()
    };
    let golds: Vec<String> = files.iter().step_by(30).map(gold).collect();
    assert!(golds.len() > 10);
    for (gold, other) in golds.iter().zip(golds.iter().skip(1)) {
        let half: String = gold.lines().enumerate().filter(|(at, _)| at % 3 > 0).flat_map(|(_, line)| [line, "\n"]).collect();
        let answers = [gold.clone(), half, format!("{other}\n{gold}"), format!("{gold}\n{other}"), other.clone(), String::new()];
        check_all(gold, &answers);
    }
}
