//! Strategies that compare documents, and samples, over shards: the same however the documents are parted into files.

#![allow(clippy::expect_used, missing_docs)]

use assert_cmd::Command;
use gleaner::document::{Document, Format, Meta, render};
use gleaner::gold::Task;
use gleaner::random::Random;
use gleaner::shard::{Draw, Job, Options, sample};
use gleaner::strategy::{self, Context};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Pages of five sources with furniture of their own, furniture of all, and text that tells them apart.
fn documents() -> Vec<Value> {
    let one = |n: usize| {
        let source = ["gull", "heron", "ibis", "jay", "kite"][n % 5];
        let own = format!("More from {source} today");
        let body = format!(
            "The ferry number {} ran aground off the point near town {} in the fog, with many aboard and none hurt.",
            n * 7,
            word(n)
        );
        let rest = format!("A {} sank {} miles off.", word(n + 31), word(n * 13));
        json!({"id": format!("d{n}"), "source": source, "text": format!("{own}\n{body}\nShare this\n{rest}\n"), "event": n % 3})
    };
    (0..120).map(one).collect()
}

fn word(mut n: usize) -> String {
    let mut word = String::new();
    for _ in 0..5 {
        word.push(char::from(b'a' + (n % 26) as u8));
        n = n / 2 * 5 + 11;
    }
    word
}

/// Deals documents at random to files; returns them.
fn dealt(folder: &Path, documents: &[Value], files: u64, seed: u64) -> Vec<PathBuf> {
    let mut random = Random::new(seed);
    let mut order = documents.to_vec();
    random.shuffle(&mut order);
    let mut texts = vec![String::new(); files as usize];
    order.iter().for_each(|document| texts[random.below(files) as usize] += &format!("{document}\n"));
    std::fs::create_dir_all(folder).expect("a folder");
    let write = |(number, text): (usize, &String)| {
        let path = folder.join(format!("part-{number}.jsonl"));
        std::fs::write(&path, text).expect("written");
        path
    };
    texts.iter().enumerate().map(write).collect()
}

fn gleaner(arguments: &[&str], files: &[PathBuf]) {
    let mut command = Command::cargo_bin("gleaner").expect("built");
    command.args(arguments).args(files).assert().success();
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("there")
}

/// Id and text of all lines of the files in a folder.
fn cleaned(folder: &Path) -> Vec<(String, String)> {
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path());
    let lines: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .flat_map(|path| String::from_utf8(read(&path)).expect("UTF-8").lines().map(String::from).collect::<Vec<_>>())
        .collect();
    let value = |line: &String| {
        let value: Value = serde_json::from_str(line).expect("JSON");
        (value["id"].as_str().expect("an id").to_string(), value["text"].as_str().expect("a text").to_string())
    };
    let mut found: Vec<(String, String)> = lines.iter().map(value).collect();
    found.sort();
    found
}

/// What one run over all documents in memory leaves.
fn in_memory(values: &[Value], specification: &str) -> Vec<(String, String)> {
    let field = |value: &Value, name: &str| value[name].as_str().expect("text").to_string();
    let document = |value: &Value| {
        let meta = Meta { id: field(value, "id"), source: field(value, "source"), format: Format::Plain, ..Meta::default() };
        Document::new(meta, field(value, "text"))
    };
    let documents: Vec<Document> = values.iter().map(document).collect();
    let (context, strategy) = (Context::of(&documents), strategy::parse(specification).expect("known"));
    let left = |document: &Document| {
        let cuts = strategy.run(document, &context).spans(|label| Task::Boilerplate.applies(label));
        (document.meta.id.clone(), render(document, &cuts))
    };
    let mut left: Vec<(String, String)> = documents.iter().map(left).collect();
    left.sort();
    left
}

#[test]
fn strip_over_shards_cuts_what_one_run_in_memory_cuts() {
    let folder = tempfile::tempdir().expect("a folder");
    let documents = documents();
    for (specification, files) in [("source-repetition", 4), ("cross-source-repetition", 1), ("cross-source-repetition", 7)] {
        let parts = dealt(&folder.path().join(format!("in-{files}")), &documents, files, files);
        let out = folder.path().join(format!("out-{files}-{specification}"));
        let arguments = ["strip", "--quiet", "--strategy", specification, "--out", out.to_str().expect("UTF-8")];
        gleaner(&arguments, &parts);
        let expected = in_memory(&documents, specification);
        assert_eq!(cleaned(&out), expected);
        assert!(expected.iter().all(|(_, text)| !text.contains("Share this") && text.contains("ferry")));
        // Again, with nothing to do, and with counts that were made before.
        let before = read(&out.join("part-0.jsonl"));
        gleaner(&[&arguments[..], &["--resume"]].concat(), &parts);
        let counts = out.join("counts/all.counts");
        let other = folder.path().join(format!("again-{files}-{specification}"));
        let arguments = ["strip", "--quiet", "--strategy", specification, "--out", other.to_str().expect("UTF-8")];
        gleaner(&[&arguments[..], &["--counts", counts.to_str().expect("UTF-8")]].concat(), &parts);
        assert_eq!((read(&out.join("part-0.jsonl")), read(&other.join("part-0.jsonl"))), (before.clone(), before));
        assert!(!other.join("counts").exists());
    }
}

#[test]
fn counts_are_the_same_bytes_however_documents_are_parted_and_counts_are_merged() {
    let folder = tempfile::tempdir().expect("a folder");
    let documents = documents();
    let mut found: Vec<Vec<u8>> = Vec::new();
    for (files, limits) in [(1, "100000"), (5, "100000"), (9, "100000"), (1, "40"), (6, "40")] {
        let parts = dealt(&folder.path().join(format!("in-{files}-{limits}")), &documents, files, files + 3);
        let name = |name: &str| folder.path().join(format!("{name}-{files}-{limits}.counts"));
        let count = |out: &Path, inputs: &[PathBuf]| {
            gleaner(&["count", "--quiet", "--per-source", limits, "--total", "100000", "--out", out.to_str().expect("UTF-8")], inputs);
        };
        let (first, rest, all) = (name("first"), name("rest"), name("all"));
        count(&first, &parts[..1]);
        count(&rest, &[&parts[1..], std::slice::from_ref(&first)].concat());
        count(&all, &parts);
        assert_eq!(read(&rest), read(&all), "{files} {limits}");
        found.push(read(&all));
    }
    assert!(found[0] == found[1] && found[1] == found[2] && found[3] == found[4]);
    assert_ne!(found[0], found[3]);
    assert!(found[3].len() < found[0].len() / 2);
}

fn jobs(paths: &[PathBuf]) -> Vec<Job> {
    paths.iter().map(|path| Job { inputs: vec![path.clone()], output: PathBuf::new() }).collect()
}

fn ids(paths: &[PathBuf], draw: Draw) -> Vec<(String, f64)> {
    let sample = sample(&jobs(paths), draw, &Options::default()).expect("readable");
    sample.rows().into_iter().map(|(row, weight)| (row.id.clone(), weight)).collect()
}

#[test]
fn a_sample_does_not_depend_on_shards_and_small_ones_begin_large_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let documents = documents();
    for by_source in [false, true] {
        let draw = Draw { size: 12, by_source, seed: 4 };
        let whole = ids(&dealt(&folder.path().join("one"), &documents, 1, 1), draw);
        for files in 2..8 {
            let parts = dealt(&folder.path().join(format!("{files}")), &documents, files, files);
            assert_eq!(ids(&parts, draw), whole);
        }
        let weights: f64 = whole.iter().map(|(_, weight)| weight).sum();
        assert_eq!((whole.len(), weights.round()), (if by_source { 60 } else { 12 }, 120.0));
        let parts = dealt(&folder.path().join("few"), &documents, 3, 8);
        if !by_source {
            let few: Vec<String> = ids(&parts, Draw { size: 5, ..draw }).into_iter().map(|(id, _)| id).collect();
            assert_eq!(few, whole[..5].iter().map(|(id, _)| id.clone()).collect::<Vec<_>>());
        }
        assert_ne!(ids(&parts, Draw { seed: 5, ..draw }), whole);
    }
}

/// 30 of 120 documents over 400 seeds: each is drawn about 100 times, and the spread is what chance makes of it.
#[test]
fn every_document_is_as_likely_as_any_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let parts = dealt(folder.path(), &documents(), 2, 1);
    for by_source in [false, true] {
        let (rounds, size) = (400_u64, if by_source { 6 } else { 30 });
        let mut drawn = std::collections::BTreeMap::<String, u64>::new();
        for seed in 0..rounds {
            ids(&parts, Draw { size, by_source, seed }).into_iter().for_each(|(id, _)| *drawn.entry(id).or_default() += 1);
        }
        assert_eq!((drawn.len(), drawn.values().sum::<u64>()), (120, rounds * 30));
        let (expected, variance) = (100.0, 100.0 * 0.75);
        let chi: f64 = drawn.values().map(|&count| (count as f64 - expected).powi(2) / variance).sum();
        // 119 degrees of freedom (115 by source): 99.9 of 100 draws lie below 173, as many above 76.
        assert!((74.0..173.0).contains(&chi), "{chi}");
    }
}

#[test]
fn leak_reads_a_sample() {
    let folder = tempfile::tempdir().expect("a folder");
    let parts = dealt(&folder.path().join("in"), &documents(), 3, 1);
    let out = folder.path().join("sample.jsonl");
    gleaner(&["sample", "--quiet", "--per-source", "20", "--out", out.to_str().expect("UTF-8")], &parts);
    let text = String::from_utf8(read(&out)).expect("UTF-8");
    let first: Value = serde_json::from_str(text.lines().next().expect("a line")).expect("JSON");
    assert_eq!((text.lines().count(), &first["weight"], first["event"].is_number()), (100, &json!(1.2), true));
    let mut leak = Command::cargo_bin("gleaner").expect("built");
    let run = leak.args(["leak", "--json", "--depth", "share"]).arg(&out).assert();
    let answer: Value = serde_json::from_slice(&run.get_output().stdout).expect("JSON");
    assert_eq!(answer["documents"], json!(100), "{answer}");
}

#[test]
fn stdin_cannot_be_counted_and_cleaned() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut strip = Command::cargo_bin("gleaner").expect("built");
    let arguments = ["strip", "-", "--strategy", "source-repetition", "--out"];
    let run = strip.args(arguments).arg(folder.path()).write_stdin("{\"text\": \"x\"}\n").assert();
    run.code(2).stderr(predicates::str::contains("cannot be read twice"));
}
