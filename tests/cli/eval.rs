//! `gleaner eval`: the corpus, the strategies, the table, the files.

use crate::support::*;
use predicates::prelude::*;
use predicates::str::{contains, is_empty, starts_with};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Distinct values of a column, in the order of the file.
fn distinct(rows: &[Row], column: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    rows.iter().map(|row| row[column].clone()).filter(|value| seen.insert(value.clone())).collect()
}

/// Runs `eval --quiet` with quick strategies unless others are named; its rows of `documents.csv`.
fn evaluated(arguments: &[&str]) -> Vec<Row> {
    let folder = folder();
    let quick: &[&str] = if arguments.contains(&"--strategy") { &[] } else { &["-s", "keep-all"] };
    gleaner(&folder, &[&["eval", "--quiet"], quick, arguments].concat()).assert().code(0);
    rows(folder.path().join("gleaner-results/documents.csv"))
}

#[test]
fn eval_takes_the_shipped_corpus_from_any_folder_and_writes_every_file() {
    let folder = folder();
    let manifest = rows(shipped().join("documents.csv"));
    let (pages, texts): (Vec<Row>, Vec<Row>) = manifest.into_iter().partition(|row| row["format"] == "html");
    let heads = [("shipped", &texts), ("shipped-html", &pages)].map(|(name, part)| {
        let sources = distinct(part, "source").len();
        format!("{name}: {} documents, {sources} sources, task boilerplate\n\nstrategy ", part.len())
    });
    gleaner(&folder, &["eval", "--strategy", "default"])
        .assert()
        .code(0)
        .stdout(starts_with(heads[0].clone()).and(contains(heads[1].clone())))
        .stdout(contains("\ndefault ").and(contains("\n(bound:oracle) ")))
        .stderr("gleaner: CSV files are in gleaner-results\n");
    let written = files(folder.path().join("gleaner-results"));
    assert_eq!(written.into_keys().collect::<Vec<_>>(), RESULTS);
}

#[test]
fn strategies_are_given_as_lists_with_parameters_and_sweeps() {
    let list = ["--strategy", "keep-all, link-density(max=0.25)"];
    let sweep = ["-s", "link-density(max=0.1..0.3/0.1)", "--lang", "de"];
    let expected = [
        "keep-all",
        "link-density(max=0.25)",
        "link-density(max=0.1)",
        "link-density(max=0.2)",
        "link-density(max=0.3)",
        "bound:oracle",
        "bound:random",
    ];
    assert_eq!(distinct(&evaluated(&[list, [sweep[0], sweep[1]]].concat()), "strategy"), expected);
    let all = |names: Vec<String>| names.into_iter().collect::<BTreeSet<String>>();
    assert_eq!(all(distinct(&evaluated(&[&["--strategy", "all"], &sweep[2..]].concat()), "strategy")), {
        let listed: Value = serde_json::from_str(&stdout(&mut gleaner(".", &["strategies", "--json"]))).expect("JSON");
        // German documents of both kinds are there, so all strategies run.
        let ids = listed.as_array().expect("a list").iter();
        let mut ids: Vec<String> = ids.map(|entry| entry["id"].as_str().expect("an id").into()).collect();
        ids.extend(["bound:oracle".into(), "bound:random".into()]);
        all(ids)
    });
}

#[test]
fn tasks_are_given_one_by_one_or_all_together() {
    let tasks = |list: &str| distinct(&evaluated(&["--lang", "de", "--task", list]), "task");
    assert_eq!(distinct(&evaluated(&["--lang", "de"]), "task"), ["boilerplate"]);
    assert_eq!(tasks("body-only,source-neutral"), ["source-neutral", "body-only"]);
    assert_eq!(tasks("all"), ["boilerplate", "source-neutral", "body-only"]);
}

#[test]
fn lang_and_source_narrow_the_corpus_and_change_its_digest() {
    let german = evaluated(&["--lang", "de,fr"]);
    assert_eq!(distinct(&german, "lang").into_iter().collect::<BTreeSet<_>>(), ["de", "fr"].map(String::from).into());
    let source = distinct(&german, "source").remove(0);
    let narrowed = evaluated(&["--lang", "de,fr", "--source", &source]);
    assert_eq!(distinct(&narrowed, "source"), [source]);
    assert!(narrowed.len() < german.len());

    let folder = folder();
    let digest = |out: &str, arguments: &[&str]| {
        let command = ["eval", "-q", "-s", "keep-all", "-o", out];
        gleaner(&folder, &[&command, arguments].concat()).assert().code(0);
        distinct(&rows(folder.path().join(out).join("summary.csv")), "digest")
    };
    assert_ne!(digest("some", &["--lang", "de"]), digest("all", &[]));
    gleaner(&folder, &["eval", "--lang", "de", "--source", "nobody", "-o", "none"])
        .assert()
        .code(2)
        .stderr(contains("no document of `shipped` is in that language or of that source (see its documents.csv)"));
    assert!(!folder.path().join("none").exists());
}

#[test]
fn several_corpora_are_scored_apart_even_under_one_name() {
    let (one, two) = (corpus(&[("a", "A.\n", "")]), corpus(&[("b", "B.\n", ""), ("d", "D.\n", "")]));
    let paths = [&one, &two].map(|folder| folder.path().join("c").display().to_string());
    let rows = evaluated(&[&paths[0], &paths[1]]);
    let pairs: BTreeSet<(&str, &str)> = rows.iter().map(|row| (row["corpus"].as_str(), row["doc"].as_str())).collect();
    assert_eq!(pairs, [("c", "a"), ("c#2", "b"), ("c#2", "d")].into());
}

#[test]
fn json_replaces_the_table_and_holds_the_values_of_summary_csv() {
    let folder = folder();
    let arguments = ["eval", "--json", "-s", "default", "--lang", "de", "--out", "deep/er"];
    let assert = gleaner(&folder, &arguments).assert().code(0).stderr(is_empty());
    let evaluations: Value = serde_json::from_slice(&assert.get_output().stdout).expect("JSON");
    assert_eq!(evaluations.as_array().map(Vec::len), Some(2), "texts and pages");
    let summary = rows(folder.path().join("deep/er/summary.csv"));
    let mut compared = 0;
    for row in &summary {
        let own = evaluations.as_array().expect("a list").iter().find(|own| own["corpus"] == row["corpus"]).expect("its corpus");
        let lines = own["strategies"].as_array().expect("a list");
        let line = lines.iter().find(|line| line["strategy"] == row["strategy"]).expect("a line");
        let cell = &line[&row["metric"]];
        if cell["average"] == row["average"] {
            compared += 1;
            for part in ["value", "low", "high", "n"] {
                match (number(row, part), cell[part].as_f64()) {
                    (Some(a), Some(b)) => assert!((a - b).abs() < 1e-6, "{row:?} {part}"),
                    (a, b) => assert_eq!(a, b, "{row:?} {part}"),
                }
            }
        }
    }
    assert_eq!(compared, 7 * 3 * 2);
}

#[test]
fn quiet_leaves_the_table_and_no_remark() {
    let folder = folder();
    gleaner(&folder, &["eval", "--quiet", "-s", "keep-all", "--lang", "de"])
        .assert()
        .code(0)
        .stdout(contains("(keep-all)"))
        .stderr(is_empty());
}

#[test]
fn files_are_the_same_with_any_number_of_threads_and_any_order_of_the_manifest() {
    let folder = folder();
    let manifest = fs::read_to_string(shipped().join("documents.csv")).expect("the manifest");
    let mut lines: Vec<&str> = manifest.lines().collect();
    lines[1..].reverse();
    let shuffled = folder.path().join("corpus");
    for row in rows(shipped().join("documents.csv")) {
        for file in [Path::new(&row["file"]).to_path_buf(), Path::new(&row["file"]).with_extension("ann")] {
            write(shuffled.join(&file), fs::read(shipped().join(&file)).expect("a file"));
        }
    }
    for list in ["aliases.csv", "protected.csv", "panels.csv"] {
        write(shuffled.join(list), fs::read(shipped().join(list)).expect("a list"));
    }
    write(shuffled.join("documents.csv"), lines.join("\n"));
    let run = |corpus: &Path, threads: &str| {
        let corpus = corpus.display().to_string();
        gleaner(&folder, &["eval", "-q", &corpus, "--threads", threads, "-o", "out", "--metrics", "wcxb,scrapinghub"]).assert().code(0);
        let mut written = files(folder.path().join("out"));
        written.remove("timing.csv").expect("timing.csv");
        written
    };
    let first = run(&shipped(), "1");
    assert_eq!(first.len(), RESULTS.len() - 1);
    for (what, other) in [("2 threads", run(&shipped(), "2")), ("reversed", run(&shuffled, "2"))] {
        for (name, bytes) in &first {
            assert!(other.get(name) == Some(bytes), "{name} differs: {what}");
        }
    }
}

/// Precision, recall and F1 by the book; nothing kept of no content is right, of some content wrong.
fn prf(row: &Row) -> [f64; 3] {
    let [tp, fp, lost] = ["tp", "fp", "fn"].map(|column| number(row, column).expect("a count"));
    let empty = if tp + lost == 0.0 { 1.0 } else { 0.0 };
    let p = if tp + fp == 0.0 { empty } else { tp / (tp + fp) };
    let r = if tp + lost == 0.0 { 1.0 } else { tp / (tp + lost) };
    [if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }, p, r]
}

/// F1, precision, recall as means over documents; residue and damage pooled; shares clean and hurt.
fn recomputed(rows: &[&Row]) -> [Option<f64>; 7] {
    let sum = |column| rows.iter().filter_map(|row| number(row, column)).sum::<f64>();
    let share = |part: f64, all: f64| (all > 0.0).then(|| part / all);
    let mean = |index: usize| share(rows.iter().map(|row| prf(row)[index]).sum(), rows.len() as f64);
    let documents = |of: &str, part: &str, wanted: fn(f64) -> bool| {
        let defined = rows.iter().filter(|row| sum_of(row, &[of, part]) > 0.0);
        let counts: Vec<f64> = defined.map(|row| sum_of(row, &[part])).collect();
        share(counts.iter().filter(|count| wanted(**count)).count() as f64, counts.len() as f64)
    };
    let residue = share(sum("fp"), sum("fp") + sum("tn"));
    let damage = share(sum("fn"), sum("fn") + sum("tp"));
    let clean = documents("tn", "fp", |left| left == 0.0);
    let hurt = documents("tp", "fn", |lost| lost > 0.0);
    [mean(0), mean(1), mean(2), residue, damage, clean, hurt]
}

fn sum_of(row: &Row, columns: &[&str]) -> f64 {
    columns.iter().filter_map(|column| number(row, column)).sum()
}

#[test]
fn the_printed_table_and_summary_csv_can_be_recomputed_from_documents_csv() {
    let folder = folder();
    let strategies = ["default", "remove-all", "keep-all", "section-cut"];
    let printed = stdout(&mut gleaner(&folder, &["eval", "-q", "-s", &strategies.join(","), "--lang", "fr"]));
    let read = |name: &str| rows(folder.path().join("gleaner-results").join(name));
    let (documents, summary) = (read("documents.csv"), read("summary.csv"));
    let lines = printed.lines().skip(3).take_while(|line| !line.is_empty());
    let mut ranks = Vec::new();
    for line in lines {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let name = words.remove(0).trim_matches(['(', ')']);
        let interval = words.remove(1);
        let own: Vec<&Row> = documents.iter().filter(|row| row["strategy"] == name).collect();
        let cell = |metric: &str, average: &str| {
            let wanted = [("strategy", name), ("metric", metric), ("average", average)];
            let found = summary.iter().find(|row| wanted.iter().all(|(column, value)| row[*column] == *value));
            found.unwrap_or_else(|| panic!("{name} {metric} {average}"))
        };
        let averages = [
            cell("chars.f1", "documents"),
            cell("chars.precision", "documents"),
            cell("chars.recall", "documents"),
            cell("residue", "micro"),
            cell("damage", "micro"),
            cell("docs.clean", "documents"),
            cell("docs.damaged", "documents"),
        ];
        // The mark of the best and its equals.
        words[0] = words[0].trim_end_matches('=');
        for ((word, value), row) in words.iter().zip(recomputed(&own)).zip(averages) {
            let value = value.expect("defined");
            assert!((word.parse::<f64>().expect("a number") - value).abs() < 6e-4, "{line}: {value}");
            assert!((number(row, "value").expect("a value") - value).abs() < 1e-6, "{row:?}: {value}");
        }
        let ends = ["low", "high"].map(|end| format!("{:.3}", number(averages[0], end).expect("an end")));
        assert_eq!(interval, ends.join("-"), "{line}");
        assert_eq!(words.len(), 7, "{line}");
        for row in own {
            for (column, value) in ["chars.f1", "chars.precision", "chars.recall"].iter().zip(prf(row)) {
                assert!((number(row, column).expect("a value") - value).abs() < 1e-6, "{row:?}");
            }
        }
        ranks.push(words[0].to_string());
    }
    assert_eq!(ranks.len(), strategies.len() + 2);
    assert!(ranks.is_sorted_by(|a, b| a >= b), "{ranks:?}");
}

#[test]
fn datapackage_json_names_the_columns_of_every_csv_file() {
    let folder = folder();
    gleaner(&folder, &["eval", "-q", "-s", "default", "--lang", "de", "-o", "."]).assert().code(0);
    let package: Value = serde_json::from_slice(&files(&folder)["datapackage.json"]).expect("JSON");
    let mut headers = BTreeMap::new();
    for resource in package["resources"].as_array().expect("a list") {
        let path = resource["path"].as_str().expect("a path");
        let fields = resource["schema"]["fields"].as_array().expect("a list");
        let mut reader = csv::Reader::from_path(folder.path().join(path)).expect("a CSV file");
        let header: Vec<String> = reader.headers().expect("a header").iter().map(String::from).collect();
        assert_eq!(json!(fields.iter().map(|field| &field["name"]).collect::<Vec<_>>()), json!(header), "{path}");
        headers.insert(path.to_string(), header);
    }
    assert_eq!(headers.keys().collect::<Vec<_>>(), RESULTS.iter().filter(|name| name.ends_with(".csv")).collect::<Vec<_>>());
}
