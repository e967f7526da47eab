//! `pairs.csv`, `ranks.csv`, and the options of resampling.

use crate::support::*;
use predicates::str::contains;
use std::path::Path;
use tempfile::TempDir;

/// Four documents of four sources, each 9 visible characters to keep and 8 to strip.
fn four() -> TempDir {
    let text = "Good news.\n\nHome page\n";
    let gold = "T1\tnav 12 21\tHome page\n";
    corpus(&["a", "b", "c", "d"].map(|id| (id, text, gold)))
}

/// Scores two sets of predictions: `right` strips what is to go; `lazy` does so in document d only.
fn scored(folder: &TempDir, options: &[&str]) {
    let line = |id: &str, right: bool| match right {
        true => format!("{{\"id\": \"{id}\", \"spans\": [{{\"start\": 12, \"end\": 21}}]}}\n"),
        false => format!("{{\"id\": \"{id}\", \"spans\": []}}\n"),
    };
    let file = |right: fn(&str) -> bool| ["a", "b", "c", "d"].map(|id| line(id, right(id))).concat();
    write(folder.path().join("right.jsonl"), file(|_| true));
    write(folder.path().join("lazy.jsonl"), file(|id| id == "d"));
    let command = ["score", "c", "right.jsonl", "lazy.jsonl", "-q", "--metrics", "none"];
    gleaner(folder, &[&command, options].concat()).assert().code(0);
}

fn row(folder: &Path, file: &str, cells: &[(&str, &str)]) -> Row {
    let mut found: Vec<Row> = rows(folder.join("gleaner-results").join(file));
    found.retain(|row| cells.iter().all(|(column, value)| row[*column] == *value));
    assert_eq!(found.len(), 1, "{cells:?}");
    found.remove(0)
}

fn assert_cells(row: &Row, cells: &[(&str, &str)]) {
    cells.iter().for_each(|(column, value)| assert_eq!(row[*column], *value, "{column} of {row:?}"));
}

/// `lazy` has F1 18/26 where it strips nothing: P 9/17, R 1. So the first is better by 8/26 in three documents of four.
#[test]
fn pairs_csv_holds_difference_intervals_tests_and_outcomes_of_every_pair_once() {
    let folder = four();
    scored(&folder, &[]);
    let pair = |metric, second| row(folder.path(), "pairs.csv", &[("metric", metric), ("first", "right"), ("second", second)]);
    let f1 = pair("chars.f1", "lazy");
    // Of 256 draws 1 is all d, 12 hold one of the others: the 2.5th percentile has one; 81 hold none of d.
    assert_cells(&f1, &[("difference", "0.230769"), ("low", "0.076923"), ("high", "0.307692"), ("documents", "4"), ("sources", "4")]);
    // Of 8 swaps of the three that differ 2 are as extreme. Wilcoxon after Pratt: W 9, mean 4.5, variance (174 - 12) / 24.
    assert_cells(&f1, &[("family", "contenders"), ("p_randomisation", "0.250000"), ("p_wilcoxon", "0.083265")]);
    assert_cells(&f1, &[("p_randomisation_holm", "0.250000"), ("p_wilcoxon_holm", "0.083265")]);
    // Larger than three of the four values of the other, smaller than none.
    assert_cells(&f1, &[("wins", "3"), ("ties", "1"), ("losses", "0"), ("cliffs_delta", "0.750000")]);
    // Less residue is a win, though the difference is below nought.
    let residue = pair("residue", "lazy");
    assert_cells(&residue, &[("difference", "-0.750000"), ("wins", "3"), ("losses", "0"), ("cliffs_delta", "-0.750000")]);
    // Three of the four documents of `lazy`, and no contender twice: two families of pairs.
    let oracle = pair("chars.f1", "bound:oracle");
    assert_cells(&oracle, &[("family", "controls"), ("difference", "0.000000"), ("p_randomisation", "1.000000"), ("bca_low", "0.000000")]);
    let all = rows(folder.path().join("gleaner-results/pairs.csv"));
    assert_eq!(all.iter().filter(|row| row["metric"] == "chars.f1").count(), 1 + 2 * 2);
}

#[test]
fn ranks_csv_holds_friedmans_test_and_the_groups() {
    let folder = four();
    scored(&folder, &[]);
    let ranked = |strategy| row(folder.path(), "ranks.csv", &[("metric", "chars.f1"), ("strategy", strategy)]);
    let (first, second) = (ranked("right"), ranked("lazy"));
    assert_cells(&first, &[("place", "1"), ("value", "1.000000"), ("mean_rank", "1.125000"), ("with_best", "yes"), ("group", "a")]);
    assert_cells(&second, &[("place", "2"), ("value", "0.769231"), ("mean_rank", "1.875000"), ("with_best", "yes"), ("group", "a")]);
    // Rank sums 4.5 and 7.5, one tie: 12 · 4.5 / 24 over 3/4. F is 3 · 3 / (4 - 3), the square of a t of 3 with 3 degrees of freedom.
    assert_cells(&first, &[("friedman_chi_square", "3.000000"), ("friedman_p", "0.083265"), ("iman_davenport_f", "9.000000")]);
    assert_cells(&first, &[("iman_davenport_p", "0.057669"), ("sources", "4"), ("contenders", "2")]);
    // 1.959964 · sqrt(2 · 3 / (6 · 4)); the mean ranks are 0.75 apart.
    assert_cells(&second, &[("critical_difference", "0.979982"), ("nemenyi_with_best", "yes")]);
}

#[test]
fn resamples_and_seed_move_intervals_and_nothing_else() {
    let folder = folder();
    let written = |options: &[&str]| {
        let command = ["eval", "-q", "-s", "section-cut,phrase-rules", "--lang", "en", "--metrics", "none"];
        gleaner(&folder, &[&command, options].concat()).assert().code(0);
        let mut files = files(folder.path().join("gleaner-results"));
        files.remove("timing.csv").expect("timing.csv");
        files
    };
    let plain = written(&[]);
    assert!(written(&["--resamples", "1000", "--seed", "20260101"]) == plain, "the defaults");
    for options in [["--seed", "7"], ["--resamples", "101"]] {
        let other = written(&options);
        for (name, bytes) in &plain {
            let moved = ["cues.csv", "manifest.json", "summary.csv", "labels.csv", "sources.csv", "pairs.csv"].contains(&name.as_str());
            assert_eq!(other[name] != *bytes, moved, "{name} with {options:?}");
        }
        assert!(written(&options) == other, "{options:?} again");
    }
    for (option, value) in [("--resamples", "5"), ("--resamples", "1000000"), ("--seed", "-1")] {
        gleaner(&folder, &["eval", option, value]).assert().code(2).stderr(contains(value));
    }
}

#[test]
fn every_aggregate_has_both_intervals_where_there_is_something_to_resample() {
    let folder = folder();
    gleaner(&folder, &["eval", "-q", "-s", "default,section-cut", "--lang", "fr,de", "--metrics", "wcxb"]).assert().code(0);
    let read = |name: &str| rows(folder.path().join("gleaner-results").join(name));
    let ordered = |row: &Row, low: &str, high: &str| match (number(row, low), number(row, high)) {
        (Some(a), Some(b)) => a <= b,
        (a, b) => a == b,
    };
    let (summary, labels, sources) = (read("summary.csv"), read("labels.csv"), read("sources.csv"));
    for row in summary.iter().chain(&labels) {
        assert!(ordered(row, "low", "high") && ordered(row, "bca_low", "bca_high"), "{row:?}");
        assert!(row["low"] != "NA" || row["bca_low"] == "NA", "{row:?}");
    }
    // The pages in these languages are of one source.
    let f1 = |row: &&Row| row["metric"] == "chars.f1" && row["strategy"] == "default" && row["corpus"] == "shipped";
    for row in summary.iter().filter(f1) {
        assert!(row["bca_low"] != "NA" && row["bca_low"] != row["bca_high"], "{row:?}");
    }
    let mut several = 0;
    for row in &sources {
        let alone = row["documents"] == "1";
        several += usize::from(!alone);
        for measure in ["chars.f1", "residue", "wcxb.f1.compat"] {
            assert_eq!(row[&format!("{measure}.low")] == "NA", alone || row[measure] == "NA", "{row:?}");
            assert!(ordered(row, &format!("{measure}.bca_low"), &format!("{measure}.bca_high")), "{row:?}");
        }
    }
    assert!(several > 0 && several < sources.len());
}

#[test]
fn the_table_marks_the_best_and_those_that_cannot_be_told_apart_from_it() {
    let folder = four();
    scored(&folder, &[]);
    let table = stdout(&mut gleaner(&folder, &["score", "c", "right.jsonl", "lazy.jsonl", "-q"]));
    let line = |name: &str| table.lines().find(|line| line.starts_with(name)).expect("a line").to_string();
    assert!(line("right ").contains(" 1.000= ") && line("lazy ").contains(" 0.769= "), "{table}");
    assert!(line("(bound:oracle)").contains(" 1.000  "), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&mut gleaner(&folder, &["score", "c", "right.jsonl", "--json"]))).expect("JSON");
    let lines = json[0]["strategies"].as_array().expect("a list");
    let own = lines.iter().find(|line| line["strategy"] == "right").expect("a line");
    assert_eq!((&own["with_best"], &own["group"], &own["chars.f1"]["bca_low"]), (&true.into(), &"a".into(), &1.0.into()));
    assert!(lines.iter().filter(|line| line["control"] == true).all(|line| line.get("with_best").is_none()));
}
