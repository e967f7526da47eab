//! Runs with a store: what is kept comes back exactly, and nothing that does not answer is taken.

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

use gleaner::corpus::{Corpus, Example, shipped};
use gleaner::document::{Document, Meta};
use gleaner::gold::Task;
use gleaner::run::store::{Start, Store, Tally};
use gleaner::run::{Options, Prediction, Run, run};
use gleaner::score::training_examples;
use gleaner::strategy::contract::{Entry, Needs};
use gleaner::strategy::{ALL, Context, Selected, parse_list};
use std::path::Path;

const RESUME: Start = Start::Resume { trust_versions: false };

fn corpus() -> Corpus {
    let mut corpus = shipped().expect("the shipped corpus loads");
    // A few documents of some sources: enough to learn from, quick to run in a debug build.
    let mut taken = std::collections::BTreeMap::<String, usize>::new();
    corpus.examples.retain(|example| {
        let count = taken.entry(example.document.meta.source.clone()).or_default();
        *count += 1;
        *count <= 2
    });
    corpus
}

fn documents(corpus: &Corpus) -> Vec<&Document> {
    corpus.examples.iter().map(|example| &example.document).collect()
}

/// A run over a corpus with the store in a folder, or without one.
fn run_in(folder: Option<(&Path, Start)>, corpus: &Corpus, strategies: &[Selected]) -> (Run, Tally) {
    let documents = documents(corpus);
    let examples = training_examples(corpus, Task::Boilerplate);
    let Some((folder, start)) = folder else {
        return (run(&documents, strategies, Options { examples, ..Options::default() }), Tally::default());
    };
    let store = Store::open(folder, start).expect("opened");
    let part = store.part(&documents, &examples);
    let run = run(&documents, strategies, Options { examples, kept: Some(&part), ..Options::default() });
    store.finish().expect("written");
    (run, store.tally())
}

fn resumed(folder: &Path, corpus: &Corpus, strategies: &[Selected]) -> (Run, Tally) {
    run_in(Some((folder, RESUME)), corpus, strategies)
}

fn assert_same(found: &Run, expected: &Run, times: bool) {
    assert_eq!(found.predictions.len(), expected.predictions.len());
    for (found, expected) in found.predictions.iter().zip(&expected.predictions) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            let answer = |own: &Prediction| (own.status, own.removals.clone());
            assert_eq!(answer(found), answer(expected));
            assert!(!times || found.elapsed == expected.elapsed);
        }
    }
}

fn counts(tally: Tally) -> (usize, usize) {
    (tally.recalled, tally.made)
}

#[test]
fn every_strategy_comes_back_from_the_disk_exactly_and_nothing_is_made_twice() {
    let (corpus, folder) = (corpus(), tempfile::tempdir().expect("a folder"));
    let strategies = parse_list("all").expect("all");
    let expected = strategies.len() * corpus.examples.len();
    let (without, _) = run_in(None, &corpus, &strategies);
    let (first, tally) = run_in(Some((folder.path(), Start::Replace)), &corpus, &strategies);
    assert_eq!(counts(tally), (0, expected));
    assert_same(&first, &without, false);
    let (again, tally) = resumed(folder.path(), &corpus, &strategies);
    assert_eq!(counts(tally), (expected, 0));
    assert_same(&again, &first, true);
    let files = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(files, 2, "a lock and one file: a run that makes nothing writes nothing");
}

#[test]
fn what_a_run_left_open_is_made_and_the_whole_is_that_of_an_unbroken_run() {
    let (corpus, folder) = (corpus(), tempfile::tempdir().expect("a folder"));
    let strategies = parse_list("default,source-repetition,label-router,keep-all").expect("known");
    let (unbroken, _) = run_in(Some((folder.path(), Start::Fresh)), &corpus, &strategies);
    let file = folder.path().join("predictions-0001.jsonl");
    let bytes = std::fs::read(&file).expect("a file");
    for share in [0, 1, 3, 8] {
        let end = bytes.len() * share / 10;
        std::fs::write(&file, &bytes[..end]).expect("cut");
        let _ = std::fs::remove_file(folder.path().join("predictions-0002.jsonl"));
        let lines = bytes[..end].iter().filter(|&&byte| byte == b'\n').count();
        let (run, tally) = resumed(folder.path(), &corpus, &strategies);
        let expected = strategies.len() * corpus.examples.len();
        assert_eq!(counts(tally), (lines.saturating_sub(1), expected - lines.saturating_sub(1)));
        assert_same(&run, &unbroken, false);
        assert_eq!(counts(resumed(folder.path(), &corpus, &strategies).1), (expected, 0));
    }
}

/// The corpus with one document, the first, made of other things.
fn changed(corpus: Corpus, change: impl Fn(Meta, String) -> (Meta, String)) -> Corpus {
    let mut examples = corpus.examples;
    let Example { document, gold } = examples.remove(0);
    let (meta, text) = change(document.meta.clone(), document.text().to_string());
    examples.insert(0, Example { document: Document::new(meta, text), gold });
    Corpus { examples, ..corpus }
}

/// Twelve texts, two of a source, and no page.
fn texts() -> Corpus {
    let mut corpus = corpus();
    corpus.examples.retain(|example| example.document.page().is_none());
    corpus.examples.truncate(12);
    corpus
}

#[test]
fn a_changed_document_is_made_anew_and_all_of_them_for_strategies_that_look_at_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let strategies = parse_list("link-density,source-repetition,label-router").expect("known");
    let all = texts().examples.len();
    assert_eq!(counts(resumed(folder.path(), &texts(), &strategies).1), (0, 3 * all));
    let other_text = changed(texts(), |meta, text| (meta, text + "\n\nShare this"));
    assert_eq!(counts(resumed(folder.path(), &other_text, &strategies).1), (all - 1, 2 * all + 1));
    assert_eq!(counts(resumed(folder.path(), &texts(), &strategies).1), (3 * all, 0), "what was there is still there");
    let source = changed(texts(), |meta, text| (Meta { source: "Another".into(), ..meta }, text));
    assert_eq!(counts(resumed(folder.path(), &source, &strategies).1), (all - 1, 2 * all + 1));
    let language = changed(texts(), |meta, text| (Meta { lang: "xx".into(), ..meta }, text));
    assert_eq!(counts(resumed(folder.path(), &language, &strategies).1), (all - 1, 2 * all + 1));
    let id = changed(texts(), |meta, text| (Meta { id: "another".into(), ..meta }, text));
    assert_eq!(counts(resumed(folder.path(), &id, &strategies).1), (3 * all, 0), "no strategy looks at the id");
}

#[test]
fn other_gold_concerns_only_strategies_that_learn() {
    let folder = tempfile::tempdir().expect("a folder");
    let strategies = parse_list("link-density,source-repetition,label-router").expect("known");
    let all = texts().examples.len();
    resumed(folder.path(), &texts(), &strategies);
    let mut relabelled = texts();
    relabelled.examples[0].gold = gleaner::gold::Gold::default();
    assert_eq!(counts(resumed(folder.path(), &relabelled, &strategies).1), (2 * all, all));
}

#[test]
fn other_parameters_are_another_strategy_and_defaults_written_out_are_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = |list: &str| resumed(folder.path(), &texts(), &parse_list(list).expect("known")).1.made;
    let all = texts().examples.len();
    assert_eq!(made("link-density"), all);
    let default = parse_list("link-density").expect("known")[0].parameters.number("max");
    assert_eq!(made(&format!("link-density(max={default})")), 0);
    assert_eq!(made("link-density(max=0.123)"), all);
    assert_eq!(made("link-density(max=0.3..0.4/0.1)"), 2 * all);
}

fn entry(version: u32) -> &'static Entry {
    let known = ALL.iter().find(|entry| entry.id == "keep-all").expect("known");
    Box::leak(Box::new(Entry { version, ..**known }))
}

#[test]
fn another_version_is_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = |version| resumed(folder.path(), &texts(), &[Selected::new(entry(version), &[]).expect("no parameters")]).1.made;
    assert_eq!([made(1), made(2), made(1), made(2)], [texts().examples.len(), texts().examples.len(), 0, 0]);
}

/// Rewrites every record as if another build had made it; sums are made to fit.
fn as_other_build(folder: &Path) {
    let file = folder.join("predictions-0001.jsonl");
    let text = std::fs::read_to_string(&file).expect("a file");
    let line = |line: &str| {
        let (body, _) = line.rsplit_once(",\"sum\":\"").expect("a sum");
        let body = body.replace("\"code\":\"", "\"code\":\"other-");
        format!("{body},\"sum\":\"{:08x}\"}}\n", crc32fast::hash(body.as_bytes()))
    };
    std::fs::write(file, text.lines().map(line).collect::<String>()).expect("written");
}

#[test]
fn predictions_of_another_build_are_taken_only_by_those_who_trust_versions() {
    let (folder, strategies) = (tempfile::tempdir().expect("a folder"), parse_list("keep-all").expect("known"));
    let all = texts().examples.len();
    resumed(folder.path(), &texts(), &strategies);
    as_other_build(folder.path());
    let trusting = Start::Resume { trust_versions: true };
    assert_eq!(counts(run_in(Some((folder.path(), trusting)), &texts(), &strategies).1), (all, 0));
    let tally = resumed(folder.path(), &texts(), &strategies).1;
    assert_eq!(tally, Tally { recalled: 0, made: all, of_other_code: all });
    assert_eq!(counts(resumed(folder.path(), &texts(), &strategies).1), (all, 0));
}

#[test]
fn a_damaged_record_is_reported_with_its_line_and_made_anew() {
    let (folder, strategies) = (tempfile::tempdir().expect("a folder"), parse_list("link-density").expect("known"));
    let (sound, _) = resumed(folder.path(), &texts(), &strategies);
    let file = folder.path().join("predictions-0001.jsonl");
    let text = std::fs::read_to_string(&file).expect("a file");
    let lines: Vec<&str> = text.lines().collect();
    let damaged = text.replacen(lines[4], &lines[4].replacen("\"status\":\"ok\"", "\"status\":\"no\"", 1), 1);
    std::fs::write(&file, damaged).expect("written");
    let store = Store::open(folder.path(), RESUME).expect("opened");
    let places: Vec<usize> = store.found().damaged.iter().map(|damage| damage.line).collect();
    assert_eq!((places, store.found().finished), (vec![5], true));
    drop(store);
    let (run, tally) = resumed(folder.path(), &texts(), &strategies);
    assert_eq!(counts(tally), (texts().examples.len() - 1, 1));
    assert_same(&run, &sound, false);
}

#[test]
fn a_run_that_came_to_its_end_is_replaced_and_a_broken_one_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let strategies = parse_list("keep-all").expect("known");
    let all = texts().examples.len();
    for _ in 0..2 {
        assert_eq!(counts(run_in(Some((folder.path(), Start::Replace)), &texts(), &strategies).1), (0, all));
    }
    let file = folder.path().join("predictions-0001.jsonl");
    let bytes = std::fs::read(&file).expect("a file");
    std::fs::write(&file, &bytes[..bytes.len() - 1]).expect("cut");
    let error = Store::open(folder.path(), Start::Replace).expect_err("broken off").to_string();
    assert!(error.contains("a run was broken off here (--resume takes what it has done"), "{error}");
    assert_eq!(std::fs::read(&file).expect("still there").len(), bytes.len() - 1);
    assert_eq!(counts(run_in(Some((folder.path(), Start::Fresh)), &texts(), &strategies).1), (0, all));
}

#[test]
fn strategies_that_say_they_need_no_other_document_do_not_look_at_any() {
    let corpus = corpus();
    let documents = documents(&corpus);
    let (full, empty) = (Context::of(documents.iter().copied()), Context::empty());
    for entry in ALL.iter().filter(|entry| !matches!(entry.needs, Needs::Documents | Needs::Training)) {
        let strategy = Selected::new(entry, &[]).expect("defaults");
        for document in &documents {
            assert_eq!(strategy.run(document, &full), strategy.run(document, &empty), "{} on {}", entry.id, document.meta.id);
        }
    }
}
