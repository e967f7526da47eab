//! `gleaner eval --isolate`: the same rows, made in processes of their own.

use crate::support::*;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};

const MENU: &str = "Menu\n\nThe ferry sailed at dawn.\n";

fn pages() -> tempfile::TempDir {
    corpus(&[("a", MENU, "T1\tnav 0 4\tMenu\n"), ("b", MENU, "T1\tnav 0 4\tMenu\n")])
}

/// Texts and web pages in two languages; every strategy, those that learn and those that look at other documents among them.
#[test]
fn isolated_runs_write_the_files_of_plain_runs() {
    let folder = folder();
    let arguments = ["eval", "shipped", "--lang", "de,es", "--metrics", "none", "--task", "all", "-q"];
    let plain = stdout(&mut gleaner(&folder, &[&arguments[..], &["-o", "plain"]].concat()));
    let isolated = stdout(&mut gleaner(&folder, &[&arguments[..], &["-o", "isolated", "--isolate", "--threads", "3"]].concat()));
    assert_eq!(isolated, plain);
    let (mut plain, mut isolated) = (files(folder.path().join("plain")), files(folder.path().join("isolated")));
    assert!(plain.remove("timing.csv").is_some() && isolated.remove("timing.csv").is_some());
    assert!(plain["documents.csv"].len() > 10_000);
    assert_eq!(plain.keys().collect::<Vec<_>>(), isolated.keys().collect::<Vec<_>>());
    for (name, bytes) in plain {
        assert!(isolated[&name] == bytes, "{name} differs");
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn a_limit_in_which_nothing_can_start_costs_rows_and_not_the_run() {
    let folder = pages();
    gleaner(&folder, &["eval", "c", "-s", "keep-all", "--isolate", "--memory", "1", "-o", "o"])
        .assert()
        .code(0)
        .stderr(contains("c: keep-all: 2 of 2 documents without an answer, each a full miss: 2 not-run (first `a`: not-run: "));
    let rows = rows(folder.path().join("o/documents.csv"));
    let statuses: Vec<&str> = rows.iter().filter(|row| row["strategy"] == "keep-all").map(|row| row["status"].as_str()).collect();
    assert_eq!(statuses, ["not-run"; 2]);
}

#[test]
fn limits_that_are_none_are_refused() {
    let folder = pages();
    for (option, value, remedy) in [
        ("--timeout", "0", "more than 0 and at most 86400"),
        ("--timeout", "NaN", "more than 0 and at most 86400"),
        ("--memory", "9999999999", "give at most 1073741824, or 0 for no limit"),
    ] {
        gleaner(&folder, &["eval", "c", "--isolate", option, value]).assert().code(2).stdout(is_empty()).stderr(contains(remedy));
    }
    gleaner(&folder, &["eval", "c", "--timeout", "3"]).assert().code(2).stderr(contains("--isolate"));
}

#[test]
fn the_worker_is_not_for_people() {
    let help = stdout(&mut gleaner(".", &["--help"]));
    assert!(help.contains("\n  strip ") && !help.contains("worker"), "{help}");
    gleaner(".", &["worker"])
        .write_stdin("hello\n")
        .assert()
        .code(3)
        .stderr(contains("not a greeting").and(contains("gleaner eval --isolate")));
}
