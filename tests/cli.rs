//! The program's commands and flags, run as a user runs them.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]

#[path = "cli/agree.rs"]
mod agree;
#[path = "cli/compare.rs"]
mod compare;
#[path = "cli/count_sample.rs"]
mod count_sample;
#[path = "cli/eval.rs"]
mod eval;
#[path = "cli/external.rs"]
mod external;
#[path = "cli/gate.rs"]
mod gate;
#[path = "cli/groups.rs"]
mod groups;
#[path = "cli/import_export.rs"]
mod import_export;
#[path = "cli/isolate.rs"]
mod isolate;
#[path = "cli/leak.rs"]
mod leak;
#[path = "cli/made_results.rs"]
mod made_results;
#[path = "cli/pairs.rs"]
mod pairs;
#[path = "cli/records.rs"]
mod records;
#[path = "cli/resume.rs"]
mod resume;
#[path = "cli/show.rs"]
mod show;
#[path = "cli/strip.rs"]
mod strip;
#[path = "cli/strip_out.rs"]
mod strip_out;
mod support;

use predicates::prelude::*;
use predicates::str::{contains, is_empty, starts_with};
use serde_json::Value;
use support::*;

#[test]
fn strategies_lists_every_one_with_what_it_needs_and_where_it_loses() {
    let listed: Value = serde_json::from_str(&stdout(&mut gleaner(".", &["strategies", "--json"]))).expect("JSON");
    let text = stdout(&mut gleaner(".", &["strategies"]));
    let entries = listed.as_array().expect("a list");
    assert!(entries.len() >= 20);
    for entry in entries {
        let field = |name: &str| entry[name].as_str().expect("a string").to_string();
        let head = format!("(version {}; {}; needs {})", entry["version"], field("family"), field("needs"));
        let body = format!("  {}\n  loses: {}\n  source: {}\n", field("summary"), field("loses"), field("source"));
        let block = format!("{} {head}\n{body}", field("id"));
        assert!(text.contains(&block), "{block}");
        for parameter in entry["parameters"].as_array().expect("a list") {
            let name = parameter["name"].as_str().expect("a name");
            assert!(text.contains(&format!("\n  {name}=")), "{name} of {}", entry["id"]);
        }
    }
}

#[test]
fn strategies_shows_one_by_name() {
    let one = stdout(&mut gleaner(".", &["strategies", "link-density"]));
    assert!(one.starts_with("link-density (version ") && one.contains("\n  max="), "{one}");
    assert!(!one.contains("keep-all ("));
    gleaner(".", &["strategies", "aggregato"])
        .assert()
        .code(2)
        .stderr(contains("unknown strategy `aggregato` (did you mean aggregator? `gleaner strategies` lists them)"));
}

#[test]
fn check_finds_nothing_wrong_with_the_shipped_corpus() {
    gleaner(".", &["check"])
        .assert()
        .code(0)
        .stdout(starts_with("shipped: ").and(contains(" documents, 0 findings\nlabelled twice: ")))
        .stdout(contains("Cohen's kappa: 0.").and(contains(" by label, 0.").and(contains(" by verdict"))))
        .stderr(is_empty());
}

#[test]
fn check_prints_every_finding_and_json_says_the_same() {
    let folder = corpus(&[("good", "Good.\n", ""), ("bad", "Home page\n", "T1\tnav 0 5\tHome \nT2\tnav 5 99\tpage\n")]);
    let text = stdout_of_findings(&folder, &["check", "c"]);
    let expected = [
        "c/bad.ann:2: span 5 99 ends past the text of 10 characters (offsets count Unicode code points of the unchanged file) [span]",
        "c/bad.ann:1: the span begins or ends with white space (a span covers the visible words, never the line break) [tidy]",
        "c: 1 documents, 2 findings",
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);

    let json: Value = serde_json::from_str(&stdout_of_findings(&folder, &["check", "--json", "c"])).expect("JSON");
    let findings = json[0]["findings"].as_array().expect("a list");
    assert_eq!((json[0]["corpus"].as_str(), json[0]["documents"].as_u64()), (Some("c"), Some(1)));
    assert_eq!(findings.len(), 2);
    for (finding, line) in findings.iter().zip(expected) {
        let [message, rule] = ["message", "rule"].map(|key| finding[key].as_str().expect("a string"));
        assert_eq!(format!("{message} [{rule}]"), line);
        let place = format!("{}:{}: ", finding["path"].as_str().expect("a path"), finding["line"]);
        assert!(line.starts_with(&place), "{place}");
    }
}

fn stdout_of_findings(folder: &tempfile::TempDir, arguments: &[&str]) -> String {
    text(gleaner(folder, arguments).assert().code(1).stderr(is_empty()).get_output().stdout.clone())
}

#[test]
fn check_takes_several_corpora_and_one_bad_one_decides_the_exit_code() {
    let folder = corpus(&[("a", "Text.\n", "")]);
    gleaner(&folder, &["check", "c", "c"]).assert().code(0).stdout("c: 1 documents, 0 findings\n".repeat(2));
    gleaner(&folder, &["check", "c", "none"])
        .assert()
        .code(1)
        .stdout(contains("c: 1 documents, 0 findings\nnone/documents.csv: not a corpus").and(contains("[manifest]")));
}

#[test]
fn help_of_each_command_mentions_its_flags_and_what_it_is_for() {
    let flags: [(&str, &[&str]); 12] = [
        ("compare", &["--strategy", "--metric", "--out", "--json", "--fail-on-change", "Examples:", "Refused:"]),
        ("gate", &["--floors", "--results", "--init", "--update", "--allow-regression", "--json", "Examples:", "GitHub Actions"]),
        (
            "eval",
            &[
                "--strategy",
                "--external",
                "--external-jobs",
                "--keep-outputs",
                "--task",
                "--lang",
                "--source",
                "--groups",
                "--loaded",
                "--out",
                "--resamples",
                "--seed",
                "--threads",
                "--json",
                "--format",
                "--quiet",
                "Examples:",
                "datapackage.json",
            ],
        ),
        (
            "strip",
            &[
                "--strategy",
                "--task",
                "--jsonl",
                "--format",
                "--lang",
                "--source",
                "--output",
                "--view",
                "--threads",
                "Examples:",
                "code points",
            ],
        ),
        ("score", &["--task", "--metrics", "--name", "--lang", "--out", "--threads", "--json", "--quiet", "Examples:", "code points"]),
        ("strategies", &["[NAME]", "--json"]),
        ("leak", &["--strategy", "--source-field", "--against", "--out", "--json", "Examples:"]),
        ("report", &["[RUN]", "--out", "--plots", "Examples:"]),
        ("label", &["<CORPUS>", "--strategy", "--second", "--compare", "--port", "Examples:"]),
        ("show", &["<DOCUMENT>", "--strategy", "--corpus", "--width", "NO_COLOR"]),
        ("check", &["[CORPORA]", "--json", "Exit code 1"]),
        ("agree", &["[FIRST]", "[SECOND]", "--out", "--at-least", "--show", "--json", "Examples:"]),
    ];
    let all = stdout(&mut gleaner(".", &["--help"]));
    assert!(all.contains("Exit codes: 0 fine, 1 a finding, 2 wrong use, 3 data or I/O."), "{all}");
    for (command, mentioned) in flags {
        assert!(all.contains(&format!("\n  {command} ")), "{command}");
        let help = stdout(&mut gleaner(".", &[command, "--help"]));
        for word in mentioned {
            assert!(help.contains(word), "{command} --help does not mention {word}");
        }
    }
    assert_eq!(stdout(&mut gleaner(".", &["--version"])), format!("gleaner {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_use_is_exit_code_2_with_a_hint_and_no_output() {
    let cases: [(&[&str], &str); 13] = [
        (&[], "Usage: gleaner"),
        (&["clean"], "unrecognized subcommand 'clean'"),
        (&["eval", "--colour"], "unexpected argument '--colour'"),
        (&["eval", "--threads", "many"], "invalid value 'many'"),
        (&["eval", "--task", "headlines"], "the tasks are boilerplate, source-neutral, body-only"),
        (&["eval", "-s", "keep"], "did you mean keep-all?"),
        (&["eval", "-s", "keep-all(x=1)"], "strategy `keep-all`: "),
        (&["eval", "-s", "link-density(max=2"], "lacks a closing bracket (write strategy(name=value))"),
        (&["eval", "-s", "link-density(max=0.5..0.1/0.1)"], "is not a sweep (write first..last/step"),
        (&["eval", "-s", ","], "no strategy given"),
        (&["strip", "-s", "link-density(max=0..1/0.5)"], "names 3 strategies (give one)"),
        (&["strip", "--task", "all"], "unknown task `all`"),
        (&["strip", "--output", "xml"], "possible values: text, json, spans, ann"),
    ];
    let folder = folder();
    for (arguments, hint) in cases {
        gleaner(&folder, arguments).write_stdin("").assert().code(2).stdout(is_empty()).stderr(contains(hint));
    }
    assert!(files(&folder).is_empty());
}
