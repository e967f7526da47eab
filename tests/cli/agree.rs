//! `gleaner agree`: two labellings of the same texts.

use crate::support::*;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

const MENU: &str = "Menu\n\nThe ferry sailed at dawn.\n";
const ALL: &str = "T1\tnav 0 4\tMenu\n";
const HALF: &str = "T1\tnav 0 2\tMe\n";

/// The corpora `anna` and `ben` of one document, labelled in two ways.
fn pair(first: &str, second: &str) -> TempDir {
    let folder = corpus(&[("a", MENU, first)]);
    fs::rename(folder.path().join("c"), folder.path().join("anna")).expect("renamed");
    let other = corpus(&[("a", MENU, second)]);
    fs::rename(other.path().join("c"), folder.path().join("ben")).expect("moved");
    folder
}

fn agreed(folder: &TempDir, arguments: &[&str]) -> Value {
    let arguments = [&["agree"], arguments, &["--json"]].concat();
    serde_json::from_str(&stdout(&mut gleaner(folder, &arguments))).expect("JSON")
}

fn assert_near(value: &Value, expected: f64) {
    let value = value.as_f64().expect("a number");
    assert!((value - expected).abs() < 1e-9, "{value}, not {expected}");
}

/// 25 visible characters: both `nav` 2, first alone 2, both `body` 21. Kappa: observed 23/25, by chance (4·2 + 21·23)/625. Alpha:
/// 50 values, 6 of `nav`: 1 - 2·49/(6·44). Alpha_U in a continuum of 32: observed 4/1024; expected 2/32 · 1086/4018, for the gaps
/// are 28 and 30. Spans 0-4 and 0-2: not exact, half a partial match, half of their union shared.
#[test]
fn the_measures_of_a_small_pair_are_those_worked_out_by_hand() {
    let folder = pair(ALL, HALF);
    let found = agreed(&folder, &["anna", "ben"]);
    let counts = json!([found["documents"], found["sources"], found["chars"], found["chars_differing"], found["alike"]]);
    assert_eq!(counts, json!([1, 1, 25, 2, 0]));
    let label = found["labels"].as_array().expect("a list").iter().find(|own| own["label"] == "nav").expect("nav");
    assert_eq!((&label["chars"], &label["spans"]), (&json!([4, 2, 2]), &json!([1, 1])));
    for measures in [&found["measures"], &label["measures"]] {
        let of = |name: &str| &measures[name]["value"];
        let whole = measures["kappa"].is_null();
        assert_near(of(if whole { "kappa.labels" } else { "kappa" }), 84.0 / 134.0);
        assert_near(of(if whole { "alpha.labels" } else { "alpha" }), 1.0 - 98.0 / 264.0);
        assert_near(of("alpha_u"), 1.0 - (4.0 / 1024.0) / (2.0 / 32.0 * 1086.0 / 4018.0));
        assert_near(of("spans.exact_f1"), 0.0);
        assert_near(of("spans.partial_f1"), 0.5);
        assert_near(of("spans.iou50_f1"), 1.0);
    }
    for task in ["boilerplate", "source-neutral", "body-only"] {
        assert_near(&found["measures"][format!("kappa.{task}")]["value"], 84.0 / 134.0);
    }
    assert_eq!(found["measures"]["kappa.labels"]["low"], Value::Null, "one source has no interval");
    let difference = json!([{"doc": "a", "source": "source-a", "lang": "en", "start": 2, "end": 4, "first": "nav", "second": "body",
        "chars": 2, "excerpt": "nu", "verdicts": ["boilerplate", "source-neutral", "body-only"]}]);
    assert_eq!(found["disagreements"], difference);
}

#[test]
fn equal_labellings_agree_wholly_and_differ_nowhere() {
    let folder = pair(ALL, ALL);
    let found = agreed(&folder, &["anna", "ben"]);
    for name in ["kappa.labels", "alpha.labels", "alpha_u", "gamma", "spans.exact_f1"] {
        assert_near(&found["measures"][name]["value"], 1.0);
    }
    assert_eq!((&found["alike"], &found["disagreements"]), (&json!(1), &json!([])));
    gleaner(&folder, &["agree", "anna", "ben"]).assert().code(0).stdout(contains("The two labellings do not differ.\n"));
    // Nothing but body on both sides: no kappa, and no disagreement.
    let folder = pair("", "");
    assert_eq!(agreed(&folder, &["anna", "ben"])["measures"]["kappa.labels"]["value"], Value::Null);
    gleaner(&folder, &["agree", "anna", "ben", "--at-least", "0.8"]).assert().code(0);
}

#[test]
fn texts_that_differ_are_refused_with_place_and_remedy() {
    let folder = pair(ALL, ALL);
    write(folder.path().join("ben/a.txt"), MENU.replace("sailed", "sank"));
    gleaner(&folder, &["agree", "anna", "ben"]).assert().code(3).stdout(is_empty()).stderr(
        contains("the texts differ between `anna` and `ben` in 1 of 1 documents")
            .and(contains("`a` from line 3, character 18 on"))
            .and(contains("gleaner import")),
    );
}

#[test]
fn documents_of_one_side_are_counted_and_named() {
    let folder = pair(ALL, ALL);
    let manifest = fs::read_to_string(folder.path().join("ben/documents.csv")).expect("a manifest");
    write(folder.path().join("ben/documents.csv"), manifest + "b,b.txt,s,e,en,plain,CC0-1.0,test\n");
    write(folder.path().join("ben/b.txt"), "Another.\n");
    write(folder.path().join("ben/b.ann"), "");
    assert_eq!(agreed(&folder, &["anna", "ben"])["only_second"], json!(["b"]));
    gleaner(&folder, &["agree", "anna", "ben"]).assert().code(0).stdout(contains("left out, only in ben: 1 (b)\n"));
    let strangers = corpus(&[("z", MENU, ALL)]);
    let other = strangers.path().join("c");
    gleaner(&folder, &["agree", "anna", other.to_str().expect("UTF-8")]).assert().code(3).stderr(contains("paired by id"));
}

#[test]
fn second_labellings_lie_in_the_corpus() {
    let folder = pair(ALL, ALL);
    gleaner(&folder, &["agree", "anna"]).assert().code(3).stderr(contains("second/, as <id>.ann"));
    write(folder.path().join("anna/second/a.ann"), HALF);
    let found = agreed(&folder, &["anna"]);
    assert_eq!((&found["second"], &found["chars_differing"]), (&json!("anna/second"), &json!(2)));
}

#[test]
fn a_floor_that_is_not_reached_is_a_finding() {
    let folder = pair(ALL, HALF);
    gleaner(&folder, &["agree", "anna", "ben", "--at-least", "0.62"]).assert().code(0).stderr(is_empty());
    gleaner(&folder, &["agree", "anna", "ben", "--at-least", "0.63"]).assert().code(1).stderr(contains("kappa over labels is below 0.63"));
    gleaner(&folder, &["agree", "anna", "ben", "--at-least", "63"]).assert().code(2).stderr(contains("from -1 to 1"));
}

/// The figures that `corpus/README.md` states, which a test of the corpus holds too.
#[test]
fn the_shipped_corpus_agrees_as_its_readme_says_and_the_files_hold_it_all() {
    let folder = folder();
    let text = stdout(&mut gleaner(&folder, &["agree", "--out", "o"]));
    assert!(text.starts_with("shipped and shipped/second\n34 documents of 22 sources, 15 labelled alike\n"), "{text}");
    assert!(text.contains("\n115790 characters, 1083 labelled differently (0.94 %)\n"), "{text}");
    assert!(text.lines().all(|line| line.width() <= 80), "{text}");
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/README.md")).expect("a README");
    let measures = rows(folder.path().join("o/agreement.csv"));
    let value = |label: &str, metric: &str| {
        let row = measures.iter().find(|row| row["label"] == label && row["metric"] == metric).expect("a row");
        number(row, "value").map_or("NA".into(), |value| format!("{value:.4}"))
    };
    for (row, metric) in [
        ("26 labels", "kappa.labels"),
        ("verdicts of `boilerplate`", "kappa.boilerplate"),
        ("verdicts of `source-neutral`", "kappa.source-neutral"),
        ("verdicts of `body-only`", "kappa.body-only"),
    ] {
        let line = format!("| {row} | {} |", value("NA", metric));
        assert!(readme.contains(&line), "{line}");
    }
    for label in ["share", "nav", "body", "markup", "title"] {
        let end = format!("| {} |", value(label, "kappa"));
        assert!(readme.lines().any(|line| line.starts_with(&format!("| `{label}` | ")) && line.ends_with(&end)), "{label} {end}");
    }
    for row in measures.iter().filter(|row| row["label"] == "NA") {
        let [low, value, high] = ["low", "value", "high"].map(|name| number(row, name).expect("a number"));
        assert!(low <= value && value <= high && low < high, "{row:?}");
    }
    let differences = rows(folder.path().join("o/disagreements.csv"));
    let chars: Vec<u64> = differences.iter().map(|row| row["chars"].parse().expect("a count")).collect();
    assert_eq!(chars.iter().sum::<u64>(), 1083);
    assert!(chars.is_sorted_by(|a, b| a >= b));
    let schema: Value = serde_json::from_slice(&files(folder.path().join("o"))["datapackage.json"]).expect("JSON");
    assert_eq!(schema["resources"].as_array().map(Vec::len), Some(2));
}
