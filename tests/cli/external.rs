//! `eval --external`, `eval --keep-outputs` and `score`: other programs' answers, as they run or from files.

use crate::support::*;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use tempfile::TempDir;

const MENU: &str = "Menu\n\nThe ferry sailed at dawn.\n";

/// Two documents of a menu and a sentence, the menu labelled.
fn pages() -> TempDir {
    corpus(&[("a", MENU, "T1\tnav 0 4\tMenu\n"), ("b", MENU, "T1\tnav 0 4\tMenu\n")])
}

/// Values of a column of `documents.csv` for a strategy, by document.
fn column(folder: &TempDir, out: &str, strategy: &str, column: &str) -> Vec<String> {
    let rows = rows(folder.path().join(out).join("documents.csv"));
    rows.iter().filter(|row| row["strategy"] == strategy).map(|row| row[column].clone()).collect()
}

fn lines(folder: &TempDir, file: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder.path().join(file)).expect("a file");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[cfg(unix)]
fn program(folder: &TempDir) -> String {
    let script = "while IFS= read -r line; do\ncase $line in\n*'\"id\":\"a\"'*) echo '{\"id\":\"a\",\"text\":\"The ferry sailed at dawn.\"}';;\n\
                  *) echo 'no idea' >&2; exit 3;;\nesac\ndone\n";
    write(folder.path().join("mine.sh"), script);
    format!("mine=sh '{}'", folder.path().join("mine.sh").display())
}

#[cfg(unix)]
#[test]
fn an_external_program_is_a_row_like_any_other() {
    let folder = pages();
    let toml = "name = \"toml\"\nversion = \"2.3.1\"\ncommand = [\"sh\", \"{here}/mine.sh\"]\ninput = \"text\"\noutput = \"text\"\n";
    let command = program(&folder);
    write(folder.path().join("peers/toml.toml"), toml.replace("{here}", "{here}/.."));
    let arguments = ["eval", "c", "-s", "keep-all", "--external", &command, "--external", "peers", "--external-jobs", "1", "-o", "o"];
    gleaner(&folder, &arguments)
        .assert()
        .code(0)
        .stdout(contains("\next:mine ").and(contains("\next:toml ")))
        .stderr(contains(
            "c: ext:mine: 1 of 2 documents without an answer, each a full miss: 1 crash (first `b`: crash: ended: exit status: 3)\n  | no idea\n",
        ));
    for (name, version) in [("ext:mine", "NA"), ("ext:toml", "2.3.1"), ("keep-all", "1")] {
        assert_eq!(column(&folder, "o", name, "version"), [version; 2], "{name}");
    }
    assert_eq!(column(&folder, "o", "ext:mine", "status"), ["ok", "crash"]);
    assert_eq!(column(&folder, "o", "ext:mine", "chars.f1"), ["1.000000", "0.000000"]);
    assert_eq!(column(&folder, "o", "ext:mine", "wcxb.f1.compat"), ["1.0", "0.0"]);
}

#[cfg(unix)]
#[test]
fn kept_outputs_are_scored_the_same_again() {
    let folder = pages();
    let command = program(&folder);
    gleaner(&folder, &["eval", "-q", "c", "-s", "link-density(max=0.5)", "--external", &command, "--keep-outputs", "kept", "-o", "o"])
        .assert()
        .code(0)
        .stderr(is_empty());
    let names: Vec<String> = files(folder.path().join("kept")).into_keys().collect();
    assert_eq!(names, ["ext_mine.jsonl", "link-density_max_0.5_.jsonl"]);
    assert_eq!(lines(&folder, "kept/ext_mine.jsonl"), [json!({"id": "a", "text": "The ferry sailed at dawn."}), json!({"id": "b"})]);
    gleaner(&folder, &["score", "c", "kept/ext_mine.jsonl", "-o", "again"])
        .assert()
        .code(0)
        .stdout(contains("\next_mine "))
        .stderr(contains("kept/ext_mine.jsonl: 0 of 2 documents are missing, 1 have no answer; each is a full miss"));
    assert_eq!(column(&folder, "again", "ext_mine", "status"), ["ok", "silence"]);
    for name in ["chars.f1", "spans.exact_f1", "wcxb.f1.compat", "removed_chars", "fn"] {
        assert_eq!(column(&folder, "again", "ext_mine", name), column(&folder, "o", "ext:mine", name), "{name}");
    }
}

#[test]
fn kept_outputs_of_several_tasks_and_corpora_have_folders_of_their_own() {
    let folder = pages();
    let arguments = ["eval", "-q", "c", "c", "-s", "keep-all", "--task", "boilerplate,body-only", "--keep-outputs", "k", "-o", "o"];
    gleaner(&folder, &arguments).assert().code(0);
    for file in ["k/c/boilerplate", "k/c/body-only", "k/c_2/boilerplate", "k/c_2/body-only"] {
        assert_eq!(lines(&folder, &format!("{file}/keep-all.jsonl")), [json!({"id": "a", "text": MENU}), json!({"id": "b", "text": MENU})]);
    }
}

#[test]
fn programs_for_pages_are_left_out_of_texts_and_wrong_descriptions_are_named() {
    let folder = pages();
    write(folder.path().join("p.toml"), "name = \"p\"\ncommand = [\"none\"]\ninput = \"html\"\n");
    let eval = |external: &[&str]| gleaner(&folder, &[&["eval", "c", "-s", "keep-all", "-o", "o"], external].concat());
    eval(&["--external", "p.toml"]).assert().code(0).stderr(contains("c: ext:p is left out: it reads pages, and these are texts"));
    assert!(column(&folder, "o", "ext:p", "status").is_empty());
    eval(&["--external", "p.toml", "--external", "p=cat"]).assert().code(2).stderr(contains("two external strategies are named `p`"));
    eval(&["--external", "p.toml", "--external-jobs", "9999"]).assert().code(2).stderr(contains("9999 jobs are too many"));
    write(folder.path().join("p.toml"), "name = \"p\"\ncolour = 1\n");
    eval(&["--external", "p.toml"]).assert().code(3).stderr(contains("p.toml:2: unknown field `colour`"));
    eval(&["--external", "missing"]).assert().code(3).stderr(contains("missing: cannot read the description"));
}

#[test]
fn score_reads_text_and_spans_packed_or_not_and_counts_what_is_missing() {
    let folder = pages();
    let spans = json!({"id": "b", "spans": [{"start": 0, "end": 4, "label": "nav", "rule": "menu"}]});
    write(folder.path().join("spans.jsonl"), format!("{spans}\n\n{}\n", json!({"id": "nobody", "text": "x"})));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"{\"id\":\"b\",\"error\":\"no\"}\n{\"id\":\"a\",\"text\":\"The ferry sailed at dawn.\"}").expect("packed");
    write(folder.path().join("x.jsonl.gz"), packed.finish().expect("packed"));
    gleaner(&folder, &["score", "c", "spans.jsonl", "x.jsonl.gz", "-o", "o"])
        .assert()
        .code(0)
        .stderr(contains("spans.jsonl: 1 lines are for no document of the corpus: nobody"))
        .stderr(contains("spans.jsonl: 1 of 2 documents are missing, 0 have no answer"))
        .stderr(contains("x.jsonl.gz: 0 of 2 documents are missing, 1 have no answer"));
    assert_eq!(column(&folder, "o", "spans", "status"), ["silence", "ok"]);
    assert_eq!(column(&folder, "o", "x", "status"), ["ok", "error"]);
    assert_eq!(column(&folder, "o", "spans", "residue"), ["1.000000", "0.000000"]);
    assert_eq!(column(&folder, "o", "x", "damage"), ["0.000000", "1.000000"]);
    let timed = rows(folder.path().join("o/timing.csv"));
    assert!(timed.is_empty(), "nothing was run: {timed:?}");
    let json = stdout(&mut gleaner(&folder, &["score", "c", "x.jsonl.gz", "--name", "ours", "--json", "-q", "--metrics", "none"]));
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let names: Vec<&str> = json[0]["strategies"].as_array().expect("a list").iter().filter_map(|line| line["strategy"].as_str()).collect();
    assert!(names.contains(&"ours"), "{names:?}");
}

#[test]
fn score_names_file_and_line_of_what_is_wrong() {
    let folder = pages();
    let cases = [
        (
            "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"a\",\"text\":\"y\"}\n",
            "p.jsonl:2: a second answer to `a`; the first is in line 1 (leave one)",
        ),
        ("\nhello\n", "p.jsonl:2: not an answer"),
        ("{\"id\":\"a\",\"spans\":[{\"start\":0,\"end\":99}]}\n", "p.jsonl:1: `a`: span 0 99 ends past the text of 32 characters"),
        ("{\"id\":\"a\",\"spans\":[{\"start\":0,\"end\":1,\"label\":\"x\"}]}\n", "p.jsonl:1: `a`: unknown label `x`"),
        ("{\"id\":\"z\",\"text\":\"x\"}\n", "p.jsonl: no line answers for a document of `c`"),
        ("", "p.jsonl: no line answers"),
    ];
    for (content, message) in cases {
        write(folder.path().join("p.jsonl"), content);
        gleaner(&folder, &["score", "c", "p.jsonl", "-o", "o"]).assert().code(3).stdout(is_empty()).stderr(contains(message));
    }
    gleaner(&folder, &["score", "c", "none.jsonl"]).assert().code(3).stderr(contains("none.jsonl: cannot open the predictions"));
    gleaner(&folder, &["score", "c", "p.jsonl", "d/p.jsonl.gz"]).assert().code(2).stderr(contains("two strategies of one name"));
    gleaner(&folder, &["score", "c", "p.jsonl", "--name", "x,y"]).assert().code(2).stderr(contains("2 names for 1 files"));
    assert!(!folder.path().join("o").exists());
}
