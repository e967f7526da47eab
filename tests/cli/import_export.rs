//! `gleaner import` and `gleaner export`, run as a user runs them.

use crate::support::*;
use gleaner::corpus::annotation;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use serde_json::Value;
use std::fs;

const LINES: &str = "{\"text\": \"Home\\nThe ferry.\", \"label\": [[0, 4, \"nav\"], [5, 8, \"ORG\"]]}\nno JSON\n";

#[test]
fn import_reports_what_was_placed_and_rejected_with_file_and_line() {
    let folder = folder();
    write(folder.path().join("in.jsonl"), LINES);
    let report = "1 documents, 1 spans written\n1 placed, 0 re-anchored, 1 rejected\n1 documents rejected\nrejected: label 1, not JSON 1\n  in.jsonl:1: unknown label `ORG`\n  in.jsonl:2: not JSON at column 2: `no JSON`\n";
    gleaner(&folder, &["import", "doccano", "in.jsonl", "c"]).assert().code(1).stdout(report).stderr(is_empty());
    assert_eq!(text(files(folder.path().join("c/no-source"))["in-1.ann"].clone()), "T1\tnav 0 4\tHome\n");
}

#[test]
fn import_with_a_label_map_and_nothing_rejected_ends_with_0_and_makes_a_good_corpus() {
    let folder = folder();
    write(folder.path().join("in.jsonl"), LINES.lines().next().expect("a line"));
    write(folder.path().join("map.csv"), "theirs,ours\nORG,-\nnav,rail\n");
    let arguments =
        ["import", "doccano", "in.jsonl", "c", "--labels", "map.csv", "--source", "Courier", "--lang", "en", "--licence", "CC0-1.0"];
    gleaner(&folder, &arguments).assert().code(0).stdout(contains("skipped: labels that the map leaves out 1\n"));
    gleaner(&folder, &["check", "c"]).assert().code(0).stdout("c: 1 documents, 0 findings\n");
    gleaner(&folder, &["eval", "c", "-s", "keep-all", "--quiet"]).assert().code(0);
}

#[test]
fn import_prints_its_report_as_json() {
    let folder = folder();
    write(folder.path().join("in.jsonl"), LINES);
    let out = gleaner(&folder, &["import", "doccano", "in.jsonl", "c", "--json"]).assert().code(1).get_output().stdout.clone();
    let report: Value = serde_json::from_slice(&out).expect("JSON");
    let count = |key: &str| report[key].as_u64().expect("a number");
    assert_eq!(["documents", "documents_rejected", "placed", "reanchored", "rejected"].map(count), [1, 1, 1, 0, 1]);
    assert_eq!((report["first"][0]["line"].as_u64(), report["reasons"]["label"].as_u64()), (Some(1), Some(1)));
}

#[test]
fn import_never_overwrites_a_corpus_without_force_and_nothing_else_with_it() {
    let folder = corpus(&[("old", "Old.\n", "")]);
    write(folder.path().join("in.jsonl"), "{\"text\": \"New.\"}\n");
    write(folder.path().join("notes/todo.txt"), "mine");
    let import = |out: &str, force: bool| {
        let mut arguments = vec!["import", "doccano", "in.jsonl", out];
        arguments.extend(force.then_some("--force"));
        gleaner(&folder, &arguments)
    };
    import("c", false).assert().code(2).stderr(contains("c: it exists and is not overwritten (give another name, or --force)"));
    assert!(folder.path().join("c/old.txt").is_file());
    import("notes", true).assert().code(2).stderr(contains("notes: the folder is not a corpus and is not replaced"));
    assert!(folder.path().join("notes/todo.txt").is_file());
    import("c", true).assert().code(0);
    assert!(!folder.path().join("c/old.txt").exists() && folder.path().join("c/no-source").is_dir());
    let names: Vec<String> = fs::read_dir(folder.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert_eq!(names, Vec::<String>::new(), "nothing half-written is left");
}

#[test]
fn import_into_its_own_input_is_refused() {
    let folder = corpus(&[("a", "Text.\n", "")]);
    for out in ["c", "c/inside", "."] {
        gleaner(&folder, &["import", "gleaner", "c", out, "--force"]).assert().code(2).stdout(is_empty());
    }
    gleaner(&folder, &["check", "c"]).assert().code(0);
}

#[test]
fn import_without_any_usable_document_writes_nothing_and_says_why() {
    let folder = folder();
    write(folder.path().join("empty.jsonl"), "");
    write(folder.path().join("bad.jsonl"), "x\n");
    write(folder.path().join("bytes.jsonl"), b"{\"text\": \"caf\xe9\"}\n");
    write(folder.path().join("none/x.md"), "x");
    let cases = [
        ("doccano", "empty.jsonl", "empty.jsonl: no document could be used; nothing was written"),
        ("prodigy", "bad.jsonl", "no document could be used"),
        ("spacy", "bytes.jsonl", "bytes.jsonl:1: not UTF-8 from byte 13 on"),
        ("brat", "none", "none: the folder has no file of this format (their names end in .txt)"),
        ("label-studio", "missing.json", "missing.json: cannot read it"),
    ];
    for (format, input, message) in cases {
        gleaner(&folder, &["import", format, input, "c"]).assert().code(3).stderr(contains(message));
        assert!(!folder.path().join("c").exists(), "{input}");
    }
}

#[test]
fn formats_that_are_not_there_are_answered_with_those_that_are() {
    let folder = folder();
    gleaner(&folder, &["import", "conll", "x", "c"])
        .assert()
        .code(2)
        .stderr(contains("unknown format `conll` (the formats are gleaner, brat, doccano, label-studio, prodigy, spacy, webanno)"));
    gleaner(&folder, &["export", "spacy", "shipped", "x"])
        .assert()
        .code(2)
        .stderr(contains("unknown format `spacy` (the formats are gleaner, brat, doccano, label-studio, prodigy)"));
}

#[test]
fn help_names_every_format_of_the_table() {
    let help = |command: &str| {
        let help = stdout(&mut gleaner(".", &[command, "--help"]));
        help.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (import, export) = (help("import"), help("export"));
    for format in annotation::ALL {
        assert_eq!(import.contains(format.id), format.read.is_some(), "{}", format.id);
        assert_eq!(export.contains(format.id), format.write.is_some() || format.id == "gleaner", "{}", format.id);
    }
    for flag in ["--labels", "--source", "--lang", "--licence", "--format", "--force", "--json", "Exit code 1", "Examples:"] {
        assert!(import.contains(flag), "{flag}");
    }
}

#[test]
fn export_writes_the_shipped_corpus_and_does_not_overwrite() {
    let folder = folder();
    let documents = gleaner::corpus::shipped().expect("shipped").examples.len();
    let export = |arguments: &[&str]| gleaner(&folder, &[&["export"], arguments].concat());
    export(&["doccano", "shipped", "out.jsonl"])
        .assert()
        .code(0)
        .stdout(contains(format!("{documents} documents, ")).and(contains(" spans written\n")));
    export(&["doccano", "shipped", "out.jsonl"]).assert().code(2).stderr(contains("out.jsonl: it exists and is not overwritten"));
    export(&["prodigy", "shipped", "out.jsonl", "--force"]).assert().code(0);
    export(&["brat", "shipped", "b"]).assert().code(0);
    assert!(fs::read_to_string(folder.path().join("b/annotation.conf")).expect("a file").starts_with("[entities]\ntitle\nlead\nbody\n"));
    gleaner(&folder, &["check", "b"]).assert().code(0).stdout(format!("b: {documents} documents, 0 findings\n"));
}

#[test]
fn export_of_a_corpus_with_a_fault_names_it_and_writes_nothing() {
    let folder = corpus(&[("a", "Text.\n", "T1\tnav 0 4\tHome\n")]);
    for (format, out) in [("brat", "b"), ("doccano", "d.jsonl")] {
        gleaner(&folder, &["export", format, "c", out]).assert().code(3).stderr(contains("c/a.ann:1: the quote is `Home`"));
        assert!(!folder.path().join(out).exists());
    }
    gleaner(&folder, &["export", "gleaner", "c", "g", "--labels", "none.csv"])
        .assert()
        .code(3)
        .stderr(contains("none.csv: cannot read it"));
}
