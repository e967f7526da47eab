//! `show`, `report`, `completions`, `man`, and the forms of the table.

use crate::support::*;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::{contains, starts_with};

/// One document: a menu line that goes, a headline, prose, and a pointer that only some strategies know.
fn one() -> tempfile::TempDir {
    let text = "Pilots’ desk\n\nFerry sails\n\nThe ferry sailed at dawn on Monday with a hundred aboard, the harbour master said.\n\nRelated article: Fares explained\n";
    let start = text[..text.find("Related").expect("there")].chars().count();
    let gold = format!(
        "T1\tnav 0 12\tPilots’ desk\nT2\ttitle 14 25\tFerry sails\nT3\trelated {start} {}\tRelated article: Fares explained\n",
        start + 32
    );
    corpus(&[("a", text, &gold)])
}

#[test]
fn show_prints_a_document_with_its_cuts_and_the_reasons_in_the_margin() {
    let folder = one();
    let shown = stdout(&mut gleaner(&folder, &["show", "a", "--corpus", "c", "--strategy", "phrase-rules", "--width", "80"]));
    assert!(shown.contains("│ {+Pilots’ desk+}") && shown.contains("│ [-Related article: Fares explained-]"), "{shown}");
    assert!(shown.lines().any(|line| line.starts_with("related ") && line.contains("[-Related")), "{shown}");
    assert!(shown.contains("\n11 characters of residue, 0 of damage, task boilerplate\n"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80) && !shown.contains('\u{1b}'), "{shown}");
    let all = stdout(&mut gleaner(&folder, &["show", "a", "--corpus", "c", "--strategy", "remove-all"]));
    assert!(all.contains("[x-") && all.contains("0 characters of residue"), "{all}");
    let file = stdout(&mut gleaner(&folder, &["show", "c/a.txt", "--strategy", "phrase-rules"]));
    assert!(file.contains("[-Related article: Fares explained-]") && !file.contains("{+"), "{file}");
}

#[test]
fn show_names_what_it_does_not_find() {
    let folder = one();
    gleaner(&folder, &["show", "b", "--corpus", "c"]).assert().code(2).stderr(contains("`b` is neither a file nor a document of `c`"));
    gleaner(&folder, &["show", "a", "--corpus", "c", "--strategy", "nobody"]).assert().code(2);
}

#[test]
fn the_table_comes_as_markdown_csv_and_json_too() {
    let folder = one();
    let printed = |form: &str| {
        stdout(&mut gleaner(&folder, &["eval", "c", "-s", "phrase-rules,keep-all", "-q", "--metrics", "none", "--format", form]))
    };
    let markdown = printed("markdown");
    assert!(
        markdown.contains("\n| strategy | F1 |") && markdown.contains("\n| phrase-rules | ") && markdown.contains("\n| (keep-all) | "),
        "{markdown}"
    );
    let csv = printed("csv");
    assert_eq!(csv, std::fs::read_to_string(folder.path().join("gleaner-results/summary.csv")).expect("a file"));
    let json: serde_json::Value = serde_json::from_str(&printed("json")).expect("JSON");
    assert_eq!(json[0]["strategies"].as_array().map(Vec::len), Some(4));
}

#[test]
fn completions_and_manual_pages_are_made_from_the_command_line() {
    let script = stdout(&mut gleaner(".", &["completions", "bash"]));
    assert!(script.contains("--keep-outputs") && script.contains("_gleaner"), "no completion");
    let page = stdout(&mut gleaner(".", &["man"]));
    assert!(page.contains(".TH gleaner 1") && page.contains("eval"), "{page}");
    assert!(stdout(&mut gleaner(".", &["man", "eval"])).contains("\\-\\-strategy"));
    gleaner(".", &["man", "nothing"]).assert().code(2).stderr(contains("there is no command `nothing`"));
}

#[test]
fn a_report_needs_results_and_says_where_it_is() {
    let folder = one();
    gleaner(&folder, &["report"]).assert().code(3).stderr(starts_with("gleaner: error: ").and(contains("gleaner-results")));
    gleaner(&folder, &["eval", "c", "-s", "phrase-rules,section-cut,keep-all", "-q", "--metrics", "none"]).assert().code(0);
    let report = ["report", "--out", "page.html", "--plots", "plots"];
    gleaner(&folder, &report).assert().code(0).stderr(contains("page.html"));
    let page = std::fs::read_to_string(folder.path().join("page.html")).expect("a page");
    for must in ["<!doctype html>", "Content-Security-Policy", "phrase-rules", "<noscript>", "id=\"d0\""] {
        assert!(page.contains(must), "no {must}");
    }
    // Nothing of the page leads elsewhere.
    assert!(!page.contains("src=\"http") && !page.contains("href=\"http") && !page.contains("url(http"));
    assert!(folder.path().join("plots/c-boilerplate-residue-by-label.svg").is_file());
    gleaner(&folder, &report).assert().code(0);
    assert!(page == std::fs::read_to_string(folder.path().join("page.html")).expect("a page"), "the same results, another page");
    write(folder.path().join("gleaner-results/cuts.jsonl.gz"), "no gzip");
    gleaner(&folder, &["report"]).assert().code(3).stderr(contains("cuts.jsonl.gz"));
}
