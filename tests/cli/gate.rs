//! `gleaner gate`: what passes, what fails, what is refused, and that no floor sinks by itself.

use crate::made_results::{Line, Made};
use crate::support::*;
use predicates::prelude::*;
use predicates::str::{contains, ends_with, is_empty, starts_with};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const DOCUMENTS: [(&str, &str); 6] = [("d1", "s1"), ("d2", "s2"), ("d3", "s3"), ("d4", "s4"), ("d5", "s5"), ("d6", "s6")];

/// Six sources of a document each, with 100 characters of content and 100 of boilerplate; `x` leaves so many of the latter.
fn results(left: [u32; 6]) -> Made<'static> {
    let document = |strategy, counts: [u32; 4], at: usize| (strategy, DOCUMENTS[at].0, DOCUMENTS[at].1, "en", counts);
    let mut lines: Vec<Line<'static>> = (0..6).map(|at| document("x", [100, left[at], 0, 100 - left[at]], at)).collect();
    lines.extend((0..6).map(|at| document("keep-all", [100, 100, 0, 0], at)));
    lines.extend((0..6).map(|at| document("remove-all", [0, 0, 100, 100], at)));
    Made::of(lines)
}

/// A first file of floors for results that leave 10 to 20 characters of 100 each: residue .15.
fn floors() -> TempDir {
    let folder = folder();
    results(THEN).write(folder.path().join("then"));
    gleaner(&folder, &["gate", "--init", "--results", "then"])
        .assert()
        .code(0)
        .stdout(ends_with("gate: PASS, 0 of 6 rules failed\n"))
        .stderr("gleaner: 3 floors and 1 absolute rules are in gleaner-gate.toml\n");
    folder
}

const THEN: [u32; 6] = [10, 12, 14, 16, 18, 20];

/// Judges results that leave so many characters.
fn judged(folder: &TempDir, left: [u32; 6], arguments: &[&str]) -> assert_cmd::assert::Assert {
    results(left).write(folder.path().join("now"));
    let command = [&["gate", "--results", "now"], arguments].concat();
    gleaner(folder, &command).env_remove("GITHUB_ACTIONS").assert()
}

fn file(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("gleaner-gate.toml")).expect("the floors")
}

/// Rewrites the file of floors.
fn edit(folder: &TempDir, change: impl FnOnce(toml::Table) -> toml::Table) {
    let table = change(file(folder).parse().expect("TOML"));
    write(folder.path().join("gleaner-gate.toml"), table.to_string());
}

#[test]
fn a_first_file_holds_what_was_measured_and_the_same_results_pass() {
    let folder = floors();
    let table: toml::Table = file(&folder).parse().expect("TOML");
    let floors = table["floor"].as_array().expect("floors");
    let residue = floors.iter().find(|floor| floor["metric"].as_str() == Some("residue")).expect("residue");
    // 90 of 600.
    assert_eq!((residue["value"].as_float(), residue["average"].as_str()), (Some(0.15), Some("micro")));
    assert_eq!(residue["by_source"].as_array().map(Vec::len), Some(6));
    assert_eq!(table["corpus"][0]["digest"].as_str(), Some("d1"));
    let f1: f64 = THEN.iter().map(|left| 200.0 / (200.0 + f64::from(*left))).sum::<f64>() / 6.0;
    let own = floors[0]["value"].as_float().expect("a number");
    assert!((own - f1).abs() < 2e-6, "{own} {f1}");
    judged(&folder, THEN, &[])
        .code(0)
        .stdout(starts_with("PASS floor    c boilerplate x chars.f1/documents: floor 0.930"))
        .stdout(contains(
            "\nPASS floor    c boilerplate x residue/micro: floor 0.1500, now 0.1500, difference +0.0000 (+0.0000..+0.0000)\n",
        ))
        .stdout(contains("\nPASS absolute c boilerplate x chars.f1/documents: at least 0.9"))
        .stdout(contains("\nPASS control  c boilerplate x keep-all: fails 3 of 4 rules, as it must\n"))
        .stdout(contains("\nPASS control  c boilerplate x remove-all: fails 3 of 4 rules, as it must\n"));
}

#[test]
fn a_fall_in_many_sources_fails_and_a_wobble_does_not() {
    let folder = floors();
    // Every source leaves one more: .01 worse, in every resample.
    judged(&folder, THEN.map(|left| left + 1), &[])
        .code(1)
        .stdout(contains("FAIL floor    c boilerplate x residue/micro: floor 0.1500, now 0.1600, difference +0.0100 (+0.0100..+0.0100): worse, beyond the interval of the difference\n"))
        .stdout(ends_with("gate: FAIL, 2 of 6 rules failed\n"));
    // Two better, three worse: +.005, and the interval holds nought.
    judged(&folder, [13, 9, 17, 13, 18, 23], &[])
        .code(0)
        .stdout(contains("residue/micro: floor 0.1500, now 0.1550, difference +0.0050 (-0."));
    // Better is never a failure.
    judged(&folder, [0; 6], &[]).code(0);
}

#[test]
fn one_source_that_breaks_wholly_fails_though_resamples_may_miss_it() {
    let folder = floors();
    judged(&folder, [10, 12, 14, 16, 18, 100], &[]).code(1).stdout(
        contains("now 0.2833, difference +0.1333 (+0.0000..").and(contains(": worse, beyond the floor's own interval, which ends at 0.1")),
    );
}

#[test]
fn falls_within_the_tolerance_pass() {
    let folder = floors();
    edit(&folder, |mut table| {
        table["run"]["tolerance"] = toml::Value::Float(0.02);
        table
    });
    judged(&folder, THEN.map(|left| left + 1), &[]).code(0);
}

#[test]
fn update_raises_floors_and_lowers_none_without_leave() {
    let folder = floors();
    judged(&folder, THEN.map(|left| left - 5), &["--update"]).code(0).stderr(contains("2 floors raised, 1 kept, 0 lowered"));
    let raised = file(&folder);
    assert!(raised.contains("value = 0.1\n"), "{raised}");
    judged(&folder, THEN, &["--update"]).code(1).stderr(contains("0 floors raised, 3 kept, 0 lowered"));
    assert_eq!(file(&folder), raised);
    // A wobble passes, and is no reason to lower either.
    judged(&folder, [4, 8, 9, 11, 13, 16], &["--update"]).code(0).stderr(contains("0 lowered"));
    assert_eq!(file(&folder), raised);
    let absolute = |text: &str| text.parse::<toml::Table>().expect("TOML")["absolute"].clone();
    judged(&folder, THEN, &["--update", "--allow-regression"]).code(0).stderr(contains("0 floors raised, 1 kept, 2 lowered"));
    assert!(file(&folder).contains("value = 0.15\n"));
    assert_eq!(absolute(&file(&folder)), absolute(&raised));
    judged(&folder, THEN, &["--allow-regression"]).code(2).stderr(contains("--update"));
}

#[test]
fn absolute_rules_hold_whatever_the_floors_say() {
    let folder = floors();
    edit(&folder, |mut table| {
        let mut rule = table["absolute"][0].clone();
        let own = rule.as_table_mut().expect("a table");
        own.remove("at_least");
        own.insert("metric".into(), "residue".into());
        own.insert("average".into(), "micro".into());
        own.insert("at_most".into(), toml::Value::Float(0.12));
        table["absolute"].as_array_mut().expect("a list").push(rule);
        table
    });
    let failed = "FAIL absolute c boilerplate x residue/micro: at most 0.1200, now 0.1500\n";
    judged(&folder, THEN, &[]).code(1).stdout(contains(failed));
    judged(&folder, THEN, &["--update", "--allow-regression"]).code(1).stdout(contains(failed));
}

#[test]
fn a_gate_that_a_control_passes_fails_because_it_checks_nothing() {
    let folder = floors();
    // Only residue is left, at the worst it can be: whoever keeps all passes.
    edit(&folder, |mut table| {
        table.remove("absolute");
        let floors = table["floor"].as_array_mut().expect("floors");
        floors.retain(|floor| floor["metric"].as_str() == Some("residue"));
        let own = floors[0].as_table_mut().expect("a table");
        own.insert("value".into(), toml::Value::Float(1.0));
        own.insert("high".into(), toml::Value::Float(1.0));
        own.insert("by_source".into(), vec![toml::Value::from(vec![100.0, 100.0, 0.0, 0.0]); 6].into());
        table
    });
    let nothing = "passes all 1 rules: the gate checks nothing; add a rule that it fails\n";
    judged(&folder, THEN, &[])
        .code(1)
        .stdout(contains(format!("FAIL control  c boilerplate x keep-all: {nothing}")))
        .stdout(contains(format!("FAIL control  c boilerplate x remove-all: {nothing}")))
        .stdout(ends_with("gate: FAIL, 2 of 3 rules failed\n"));
}

#[test]
fn another_corpus_is_refused_until_it_is_meant() {
    let folder = floors();
    let mut other = results(THEN);
    other.digest = "d2";
    other.write(folder.path().join("now"));
    let before = file(&folder);
    for arguments in [&["gate", "--results", "now"][..], &["gate", "--results", "now", "--update"]] {
        gleaner(&folder, arguments).assert().code(3).stdout(is_empty()).stderr(
            contains("now: the corpus `c` changed: the floors are of digest d1, the results of d2 (")
                .and(contains("`gleaner gate --update --allow-regression`)")),
        );
    }
    assert_eq!(file(&folder), before);
    gleaner(&folder, &["gate", "--results", "now", "--update", "--allow-regression"]).assert().code(0);
    assert!(file(&folder).contains("digest = \"d2\""));
}

#[test]
fn results_must_hold_the_strategy_and_the_controls() {
    let folder = floors();
    let mut without = results(THEN);
    without.lines.retain(|line| line.0 != "remove-all");
    without.write(folder.path().join("now"));
    gleaner(&folder, &["gate", "--results", "now"]).assert().code(3).stderr(contains(
        "the results lack `remove-all`, which must fail the gate, in `c` (evaluate with --strategy x,keep-all,remove-all)",
    ));
    let mut gone = results(THEN);
    gone.lines.retain(|line| line.0 != "x");
    gone.write(folder.path().join("now"));
    gleaner(&folder, &["gate", "--results", "now"])
        .assert()
        .code(1)
        .stdout(contains("FAIL floor    c boilerplate x residue/micro: floor 0.1500, now NA"));
}

#[test]
fn github_shows_what_failed_and_json_says_all() {
    let folder = floors();
    results(THEN.map(|left| left + 1)).write(folder.path().join("now"));
    let arguments = ["gate", "--results", "now"];
    let annotation = "::error title=gleaner gate::floor    c boilerplate x residue/micro: floor 0.1500, now 0.1600";
    gleaner(&folder, &arguments).env("GITHUB_ACTIONS", "true").assert().code(1).stdout(contains(annotation));
    gleaner(&folder, &arguments).env_remove("GITHUB_ACTIONS").assert().code(1).stdout(contains("::error").not());
    let both = gleaner(&folder, &["gate", "--results", "now", "--json"]).env("GITHUB_ACTIONS", "true").assert().code(1);
    let both = both.stderr(contains(annotation));
    let json: Value = serde_json::from_slice(&both.get_output().stdout).expect("JSON alone");
    assert_eq!(json["passed"], false);
    let rules = json["rules"].as_array().expect("a list");
    let failed: Vec<&str> = rules.iter().filter(|rule| rule["passed"] == false).filter_map(|rule| rule["measure"].as_str()).collect();
    assert_eq!(failed, ["chars.f1/documents", "residue/micro"]);
}

#[test]
fn broken_files_of_floors_are_named_with_line_and_remedy() {
    let folder = floors();
    let whole = file(&folder);
    let refused = |text: &str, message: &str| {
        write(folder.path().join("gleaner-gate.toml"), text);
        gleaner(&folder, &["gate", "--results", "then"]).assert().code(3).stdout(is_empty()).stderr(contains(message.to_string()));
    };
    refused(&whole.replace("at_least", "at_last"), "unknown field `at_last`");
    refused(&whole.replace("format = 1", "format = 9"), "gleaner-gate.toml: floors of format 9; this gleaner reads format 1");
    refused("format = 1\nrun = [", "gleaner-gate.toml:2: not a file of floors: ");
    let head = &whole[..whole.find("\n[[absolute]]\n").expect("rules")];
    refused(head, "gleaner-gate.toml: no rules: a gate without any lets everything pass");
    refused(&whole.replace("at_least = ", "at_most = 1.0\nat_least = "), "needs either at_least or at_most");
    refused(
        &whole.replace("[[corpus]]\nname = \"c\"", "[[corpus]]\nname = \"other\""),
        "a rule is about the corpus `c`, of which no digest stands here",
    );
    fs::remove_file(folder.path().join("gleaner-gate.toml")).expect("gone");
    gleaner(&folder, &["gate"]).assert().code(3).stderr(contains("write a first file with `gleaner gate --init`"));
    gleaner(&folder, &["gate", "--init", "--results", "then", "--update"]).assert().code(2);
    gleaner(&folder, &["gate", "--update", "--results", "then"]).assert().code(0);
    gleaner(&folder, &["gate", "--init", "--results", "then"])
        .assert()
        .code(2)
        .stderr(contains("gleaner-gate.toml: there are floors already (`gleaner gate --update` raises them;"));
}

#[test]
fn the_gate_evaluates_by_itself_and_stops_a_changed_corpus() {
    let text = "Menu Home\nThe ferry sailed at dawn today.\nRelated article: Fares rise\n";
    let gold = "T1\tnav 0 9\tMenu Home\nT2\trelated 42 69\tRelated article: Fares rise\n";
    let folder = corpus(&[("a", text, gold), ("b", text, gold)]);
    gleaner(&folder, &["gate", "--init", "c", "--strategy", "phrase-rules"])
        .assert()
        .code(0)
        .stdout(contains("phrase-rules residue/micro"));
    let first = gleaner(&folder, &["gate", "--threads", "1"]).assert().code(0).stderr(is_empty());
    let second = gleaner(&folder, &["gate", "--threads", "2"]).assert().code(0);
    assert_eq!(first.get_output().stdout, second.get_output().stdout);
    assert!(folder.path().join("gleaner-results/summary.csv").exists());
    write(folder.path().join("c/a.ann"), "T1\tnav 0 9\tMenu Home\n");
    gleaner(&folder, &["gate"]).assert().code(3).stderr(contains("the corpus `c` changed"));
}
