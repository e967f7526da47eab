//! `gleaner compare`: differences worked out by hand, spans that changed sides, and every refusal.

use crate::made_results::{Line, Made};
use crate::support::*;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

/// Four documents of three sources in two languages; residue fp / 10 of strategy `x`, and `y` that stays.
fn lines(x: [u32; 4]) -> Vec<Line<'static>> {
    let documents = [("d1", "s1", "en"), ("d2", "s1", "en"), ("d3", "s2", "en"), ("d4", "s3", "fr")];
    let one = |strategy, fp: [u32; 4]| {
        documents.into_iter().zip(fp).map(move |((doc, source, lang), fp)| (strategy, doc, source, lang, [10, fp, 0, 10 - fp]))
    };
    one("x", x).chain(one("y", [1, 2, 3, 4])).chain(one("keep-all", [10; 4])).collect()
}

/// `a`: residue .5 .7 .9 1; `b`: .4 .6 .8 1.
fn sides() -> TempDir {
    let folder = folder();
    let mut a = Made::of(lines([5, 7, 9, 10]));
    a.labels =
        vec![("x", "d1", "related", 10, 10), ("x", "d2", "related", 20, 20), ("x", "d3", "body", 8, 8), ("x", "d4", "caption", 5, 5)];
    a.errors = vec![
        ("x", "d1", "residue", "related", "NA", 0, 10, "Related: x"),
        ("x", "d2", "residue", "related", "NA", 5, 25, "Related: Fares rises"),
    ];
    a.write(folder.path().join("a"));
    let mut b = Made::of(lines([4, 6, 8, 10]));
    b.labels = vec![("x", "d1", "related", 10, 0), ("x", "d2", "related", 20, 10), ("x", "d3", "body", 8, 4), ("x", "d4", "caption", 5, 5)];
    b.errors = vec![("x", "d2", "residue", "related", "NA", 5, 13, "Related:"), ("x", "d3", "damage", "body", "rule.name", 0, 4, "Crew")];
    b.write(folder.path().join("b"));
    folder
}

fn find<'r>(rows: &'r [Row], wanted: &[(&str, &str)]) -> &'r Row {
    let mut found = rows.iter().filter(|row| wanted.iter().all(|(column, value)| row[*column] == *value));
    let first = found.next().unwrap_or_else(|| panic!("no row {wanted:?}"));
    assert!(found.next().is_none(), "several rows {wanted:?}");
    first
}

#[test]
fn differences_are_those_worked_out_by_hand() {
    let folder = sides();
    gleaner(&folder, &["compare", "a", "b", "--metric", "residue", "--out", "o"]).assert().code(0).stderr(is_empty());
    let rows = rows(folder.path().join("o/comparison.csv"));
    let all = find(&rows, &[("strategy_a", "x"), ("by", "strategy")]);
    let value = |row: &Row, column: &str| number(row, column).expect("a number");
    // Differences -.1 -.1 -.1 0: mean -.075; by source -.2, -.1, 0: of eight swaps four are as extreme.
    for (column, expected) in [("a", 0.775), ("b", 0.7), ("difference", -0.075), ("p_randomisation", 0.5), ("p_holm", 1.0)] {
        assert!((value(all, column) - expected).abs() < 1e-6, "{column}: {all:?}");
    }
    assert_eq!(["documents", "sources", "better_docs", "equal_docs", "worse_docs"].map(|column| value(all, column)), [4., 3., 3., 1., 0.]);
    // Sources drawn alone give the ends: all from s1 or s2 -.1, all from s3 0.
    assert!((value(all, "low") + 0.1).abs() < 1e-6 && value(all, "high").abs() < 1e-6, "{all:?}");
    assert!(value(all, "bca_low") >= -0.100001 && value(all, "bca_high") <= 1e-6, "{all:?}");
    let still = find(&rows, &[("strategy_a", "y"), ("by", "strategy")]);
    assert_eq!([value(still, "difference"), value(still, "p_holm"), value(still, "equal_docs")], [0.0, 1.0, 4.0]);
    // One source has neither interval nor test.
    let source = find(&rows, &[("strategy_a", "x"), ("by", "source"), ("group", "s1")]);
    assert!((value(source, "difference") + 0.1).abs() < 1e-6);
    assert_eq!(["low", "p_randomisation", "p_holm"].map(|column| source[column].as_str()), ["NA"; 3]);
    let french = find(&rows, &[("strategy_a", "x"), ("by", "lang"), ("group", "fr")]);
    assert_eq!((value(french, "difference"), french["documents"].as_str()), (0.0, "1"));
    // related: left 1, 1 before, 0 and a half now; body is to stay; a caption that the task strips or ignores did not move.
    let related = find(&rows, &[("by", "label"), ("group", "related")]);
    assert_eq!(["a", "b", "difference", "better_docs"].map(|column| value(related, column)), [1.0, 0.25, -0.75, 2.0]);
    assert_eq!(related["better"], "lower");
    let body = find(&rows, &[("by", "label"), ("group", "body")]);
    assert_eq!((value(body, "difference"), body["better"].as_str(), body["worse_docs"].as_str()), (-0.5, "higher", "1"));
    assert!(rows.iter().all(|row| row["strategy_a"] != "keep-all"), "controls only by name");
}

#[test]
fn spans_that_changed_sides_are_listed_longest_first() {
    let folder = sides();
    let text = stdout(&mut gleaner(&folder, &["compare", "a", "b", "--strategy", "x", "--out", "o"]));
    let changed = rows(folder.path().join("o/changed.csv"));
    let shown: Vec<String> = changed
        .iter()
        .map(|row| ["change", "kind", "doc", "start", "end", "chars", "rule", "excerpt"].map(|column| row[column].as_str()).join("|"))
        .collect();
    let expected =
        ["mended|residue|d2|14|25|11|NA|Fares rises", "mended|residue|d1|0|10|10|NA|Related: x", "broken|damage|d3|0|4|4|rule.name|Crew"];
    assert_eq!(shown, expected);
    assert!(text.contains("\nspans that changed sides: 2 mended (21 characters), 1 broken (4)\n"), "{text}");
    assert!(text.contains("\nmended residue 14..25 related, d2\n    Fares rises\n"), "{text}");
    assert!(text.contains("\nbroken damage 0..4 body (rule.name), d3\n"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let schema: Value = serde_json::from_slice(&files(folder.path().join("o"))["datapackage.json"]).expect("JSON");
    for (resource, name) in schema["resources"].as_array().expect("a list").iter().zip(["comparison.csv", "changed.csv"]) {
        assert_eq!(resource["path"], name);
        let fields: Vec<&str> =
            resource["schema"]["fields"].as_array().expect("fields").iter().filter_map(|own| own["name"].as_str()).collect();
        let header = fs::read_to_string(folder.path().join("o").join(name)).expect("a file");
        assert_eq!(header.lines().next(), Some(fields.join(",").as_str()));
    }
}

#[test]
fn a_folder_equals_itself_and_two_strategies_of_one_run_do_not() {
    let folder = sides();
    let fail = ["compare", "a", "a", "--fail-on-change"];
    gleaner(&folder, &fail).assert().code(0).stdout(contains("spans that changed sides: 0 mended (0 characters), 0 broken (0)"));
    gleaner(&folder, &["compare", "a", "b", "--fail-on-change"]).assert().code(1);
    let two: Value = serde_json::from_str(&stdout(&mut gleaner(&folder, &["compare", "a:x", "a:y", "--json"]))).expect("JSON");
    let first = &two["parts"][0]["differences"].as_array().expect("a list").iter().find(|row| row["metric"] == "residue").expect("a row");
    assert_eq!((first["strategy_a"].as_str(), first["strategy_b"].as_str()), (Some("x"), Some("y")));
    // .775 before, .25 now.
    assert!((first["difference"].as_f64().expect("a number") + 0.525).abs() < 1e-9);
}

#[test]
fn equal_input_gives_equal_output_with_any_number_of_threads() {
    let folder = sides();
    let run = |threads: &str| {
        let text = stdout(&mut gleaner(&folder, &["compare", "a", "b", "--threads", threads, "--out", "o"]));
        (text, files(folder.path().join("o")))
    };
    assert!(run("1") == run("2"));
}

#[test]
fn two_releases_of_a_corpus_are_compared_in_what_did_not_change() {
    let folder = sides();
    let mut newer = Made::of(lines([4, 6, 8, 10]).into_iter().filter(|line| line.1 != "d1").collect());
    newer.digest = "d2";
    newer.changed = vec![("d4", "other")];
    newer.write(folder.path().join("n"));
    let json: Value = serde_json::from_str(&stdout(&mut gleaner(&folder, &["compare", "a", "n", "--json"]))).expect("JSON");
    let part = &json["parts"][0];
    assert_eq!((part["documents"].as_u64(), part["digest_a"].as_str(), part["digest_b"].as_str()), (Some(2), Some("d1"), Some("d2")));
    assert_eq!(part["left_out"], serde_json::json!({"only_a": 1, "only_b": 0, "changed": 1}));
    gleaner(&folder, &["compare", "a", "n"]).assert().code(0).stdout(contains(
        "two releases of the corpus, d1 and d2; left out:\n1 documents only in A, 0 only in B, 1 with another text or gold",
    ));
    newer.changed = ["d2", "d3", "d4"].map(|doc| (doc, "other")).into();
    newer.write(folder.path().join("n"));
    gleaner(&folder, &["compare", "a", "n"])
        .assert()
        .code(3)
        .stderr(contains("no document is the same on both sides: texts, metadata or gold of all documents differ (evaluate both sides on"));
}

#[test]
fn what_cannot_be_compared_is_refused_with_the_reason() {
    let folder = sides();
    let mut other = Made::of(lines([1; 4]));
    other.task = "body-only";
    other.write(folder.path().join("task"));
    let refused = |arguments: &[&str], code: i32, message: &str| {
        let command = [&["compare"], arguments].concat();
        gleaner(&folder, &command).assert().code(code).stdout(is_empty()).stderr(contains(message.to_string()));
    };
    refused(&["a", "task"], 3, "task: no task in common: A has boilerplate, B has body-only (evaluate both sides with the same --task)");
    refused(&["a", "b", "--metric", "wcxb.f1"], 2, "neither side has the measure `wcxb.f1` (evaluate both with the same --metrics;");
    refused(&["a", "b", "--strategy", "x,z"], 2, "`z` is not on both sides: A lacks it");
    refused(&["a:z", "b:x"], 2, "no corpus has z, x on both sides: A has x, y; B has x, y (name one on each side");
    refused(&["a", "none"], 3, "none/manifest.json: no results to read here");
    let manifest = fs::read_to_string(folder.path().join("b/manifest.json")).expect("a manifest");
    write(folder.path().join("b/manifest.json"), manifest.replace("\"format\": 1", "\"format\": 2"));
    refused(&["a", "b"], 3, "b/manifest.json: results of format 2; this gleaner reads format 1 (use the gleaner that wrote them, or");
    write(folder.path().join("b/manifest.json"), manifest.replace("\"residue\"", "\"rubbish\""));
    refused(&["a", "b", "--metric", "residue"], 2, "B lacks the measure `residue`");
    write(folder.path().join("b/manifest.json"), manifest.replace("  \"seed\": 1,\n", ""));
    refused(&["a", "b"], 3, "not a manifest: missing field `seed` (write the folder anew with `gleaner eval --out FOLDER`)");
    write(folder.path().join("b/manifest.json"), &manifest[..manifest.len() / 2]);
    refused(&["a", "b"], 3, "not a manifest: EOF");
}

#[test]
fn broken_files_are_named_with_their_line() {
    let folder = sides();
    let file = |name: &str| folder.path().join("b").join(name);
    let broken = |name: &str, from: &str, to: &str, message: &str| {
        let whole = fs::read_to_string(file(name)).expect("a file");
        assert!(whole.contains(from), "{name}: {from}");
        write(file(name), whole.replacen(from, to, 1));
        gleaner(&folder, &["compare", "a", "b"]).assert().code(3).stdout(is_empty()).stderr(contains(message.to_string()));
        write(file(name), whole);
    };
    broken("documents.csv", "0.400000", "nan", "b/documents.csv:2: `nan` is no number in column `residue` (write the folder anew");
    broken("documents.csv", "d3,same", "d2,same", "b/documents.csv:4: document `d2` stands twice under `x`");
    broken("documents.csv", "doc_digest", "digest", "b/documents.csv:1: column `doc_digest` is missing");
    broken("documents.csv", "c,d2,same,s1", "c,d2,s1", "b/documents.csv:3: not the CSV file that gleaner wrote: 14 fields, not 15");
    let x = "c,d4,same,s3,fr,NA,boilerplate,x,10,10,0,0,0.666667,1.000000,0.000000\n";
    broken("documents.csv", x, "", "b/documents.csv: 3 documents under `x`, c, boilerplate; the manifest tells of 4");
    broken("doc_labels.csv", "related,10,0", "related,10,11", "b/doc_labels.csv:2: more characters left than there were");
    broken("errors.csv", "residue", "rubbish", "b/errors.csv:2: `rubbish` is neither residue nor damage");
    broken("errors.csv", ",5,13,", ",13,5,", "b/errors.csv:2: a stretch from 13 to 5");
    fs::remove_file(file("errors.csv")).expect("gone");
    gleaner(&folder, &["compare", "a", "b"]).assert().code(3).stderr(contains("b/errors.csv: cannot read the results"));
}

#[test]
fn what_eval_writes_can_be_compared() {
    let folder = corpus(&[
        (
            "a",
            "Menu Home\nThe ferry sailed at dawn today.\nRelated article: Fares rise\n",
            "T1\tnav 0 9\tMenu Home\nT2\trelated 42 69\tRelated article: Fares rise\n",
        ),
        ("b", "The crew were calm all night.\n", ""),
    ]);
    for (strategy, out) in [("phrase-rules,keep-all", "one"), ("section-cut,phrase-rules,keep-all", "two")] {
        gleaner(&folder, &["eval", "-q", "c", "-s", strategy, "-o", out]).assert().code(0);
    }
    gleaner(&folder, &["compare", "one", "two"])
        .assert()
        .code(0)
        .stdout(contains("A: phrase-rules (version ").and(contains("no difference in any of ")).and(contains("0 mended")));
    let text = stdout(&mut gleaner(&folder, &["compare", "one:keep-all", "two:phrase-rules", "--metric", "residue"]));
    assert!(text.contains("c: 2 documents, 2 sources, task boilerplate\nA: keep-all (version "), "{text}");
    assert!(text.contains("\nrelated                1.000  0.000  -1.000 "), "{text}");
    let manifest: Value = serde_json::from_slice(&files(folder.path().join("one"))["manifest.json"]).expect("JSON");
    assert_eq!((manifest["corpora"][0]["documents"].as_u64(), manifest["corpora"][0]["sources"].as_u64()), (Some(2), Some(2)));
    assert!(!manifest.to_string().contains(&folder.path().display().to_string()), "no path");
    assert_eq!(manifest["corpora"][0]["strategies"][0]["name"], "phrase-rules");
}
