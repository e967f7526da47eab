//! Bad input: one clear message with place and remedy, or simply handled; the right exit code; nothing half-written.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "a test may stop where it stands, and say why")]

mod support;

use predicates::prelude::*;
use predicates::str::{contains, is_empty, starts_with};
use serde_json::{Value, json};
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use support::*;
use tempfile::TempDir;

/// `eval` stops with exactly this complaint, exit code 3 and no results; `check` finds the same, with exit code 1.
fn refused(folder: &TempDir, complaint: &str, rule: &str) {
    gleaner(folder, &["eval", "c", "-s", "keep-all", "-o", "out"])
        .assert()
        .code(3)
        .stdout(is_empty())
        .stderr(format!("gleaner: error: {complaint}\n"));
    assert!(!folder.path().join("out").exists());
    gleaner(folder, &["check", "c"]).assert().code(1).stdout(contains(format!("{complaint} [{rule}]\n"))).stderr(is_empty());
}

/// A good document `a`, then `b` with these standoff lines over `Home\nNews ärgert\n`.
fn labelled(annotations: &str) -> TempDir {
    corpus(&[("a", "Good.\n", ""), ("b", "Home\nNews ärgert\n", annotations)])
}

/// Odd but valid text: `check` finds nothing, `eval` reads the one gold span, `strip` cuts it with the right offsets and
/// leaves the other characters alone, from text and from JSON lines.
fn handled(before: &str, after: &str) {
    let cut = "Related article: Fares explained";
    let text = format!("{before}{cut}{after}");
    let start = before.chars().count();
    let end = start + cut.chars().count();
    let folder = corpus(&[("a", &text, &format!("T1\trelated {start} {end}\t{cut}\n"))]);
    gleaner(&folder, &["check", "c"]).assert().code(0).stdout("c: 1 documents, 0 findings\n");
    gleaner(&folder, &["eval", "-q", "c", "-s", "phrase-rules", "-o", "out"]).assert().code(0).stderr(is_empty());
    let scored = rows(folder.path().join("out/documents.csv")).remove(0);
    assert_eq!((scored["status"].as_str(), number(&scored, "chars.f1")), ("ok", Some(1.0)), "{scored:?}");
    assert_eq!((number(&scored, "tn"), number(&scored, "fp")), (Some(29.0), Some(0.0)), "{scored:?}");

    let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let line = json!({"text": text}).to_string();
    for (input, flag) in [(text.as_str(), "--output=json"), (&line, "--jsonl")] {
        let mut command = gleaner(&folder, &["strip", "-s", "phrase-rules", "--view", flag]);
        let answer: Value = serde_json::from_str(&stdout(command.write_stdin(input))).expect("JSON");
        let removed = &answer["removed"][0];
        assert_eq!((removed["start"].as_u64(), removed["end"].as_u64()), (Some(start as u64), Some(end as u64)), "{answer}");
        assert_eq!(answer["view"], text);
        assert_eq!(visible(answer["text"].as_str().expect("a text")), visible(&format!("{before}{after}")));
    }
}

#[test]
fn text_that_is_not_utf_8_is_refused_with_byte_line_and_remedy() {
    let folder = labelled("");
    write(folder.path().join("c/b.txt"), b"Home\nNews \xe4rgert\n");
    let why = "not UTF-8 from byte 10 on (convert it, e.g. with iconv -f windows-1252 -t utf-8)";
    refused(&folder, &format!("c/b.txt:2: {why}"), "text");
    for (arguments, name) in [(["strip", "c/b.txt"], "c/b.txt"), (["strip", "-"], "<stdin>")] {
        let mut command = gleaner(&folder, &arguments);
        let assert = command.write_stdin(b"Home\nNews \xe4rgert\n").assert();
        assert.code(3).stdout(is_empty()).stderr(format!("gleaner: error: {name}:2: {why}\n"));
    }
}

#[test]
fn windows_and_old_mac_line_ends_are_handled() {
    handled("The ferry sailed at dawn.\r\n\r\n", "\r\n\r\nIt took three hours.\r\n");
    handled("The ferry sailed at dawn.\r\r", "\r\rIt took three hours.\r");
}

#[test]
fn windows_line_ends_in_manifest_and_standoff_are_handled() {
    let folder = labelled("T1\tnav 0 4\tHome\r\nT2\tad 5 99\tNews\r\n");
    let manifest = folder.path().join("c/documents.csv");
    write(&manifest, fs::read_to_string(&manifest).expect("the manifest").replace('\n', "\r\n"));
    let complaint = "c/b.ann:2: span 5 99 ends past the text of 17 characters (offsets count Unicode code points of the unchanged file)";
    refused(&folder, complaint, "span");
}

#[test]
fn a_byte_order_mark_is_handled() {
    handled("\u{feff}The ferry sailed at dawn.\n\n", "\n\nIt took three hours.\n");
    let line = format!("\u{feff}{}\n", json!({"id": 1, "text": "One.\n"}));
    gleaner(".", &["strip", "--jsonl", "-s", "keep-all"]).write_stdin(line).assert().code(0).stdout(contains(r#""text":"One.\n""#));
}

#[test]
fn a_byte_order_mark_in_manifest_and_standoff_loses_no_line() {
    let folder = labelled("\u{feff}T1\tnav 0 4\tHome\n");
    let manifest = folder.path().join("c/documents.csv");
    write(&manifest, format!("\u{feff}{}", fs::read_to_string(&manifest).expect("the manifest")));
    gleaner(&folder, &["eval", "-q", "c", "-s", "keep-all", "-o", "out"]).assert().code(0);
    let labels = rows(folder.path().join("out/labels.csv"));
    let nav = labels.iter().find(|row| row["label"] == "nav").map(|row| row["gold_spans"].as_str());
    assert_eq!(nav, Some("1"));
}

#[test]
fn nul_zero_width_and_bidirectional_marks_are_handled() {
    handled("The fer\0ry sailed at dawn.\0\n\n", "\n\n\0It took three hours.\n");
    handled("\u{200b}The fer\u{200d}ry sai\u{2060}led at dawn.\u{200c}\n\n", "\n\nIt to\u{ad}ok three hours.\u{200b}\n");
    handled("\u{202e}The ferry\u{202c} sailed \u{2067}at\u{2069} dawn.\u{200f}\n\n", "\n\n\u{61c}It took three hours.\u{200e}\n");
}

#[test]
fn a_single_line_of_50_mb_passes_through_strip() {
    let line = "The ferry sailed at dawn. ".repeat((50 << 20) / 26) + "It took three hours.\n";
    for strategy in ["keep-all", "phrase-rules"] {
        let mut command = gleaner(".", &["strip", "-s", strategy]);
        let output = command.write_stdin(line.clone()).assert().code(0).get_output().stdout.clone();
        assert!(output == line.as_bytes(), "{strategy}: {} bytes of {}", output.len(), line.len());
    }
    let mut command = gleaner(".", &["strip", "--jsonl"]);
    let output = command.write_stdin(json!({"id": "long", "text": line}).to_string()).assert().code(0).get_output().stdout.clone();
    let answer: Value = serde_json::from_slice(&output).expect("JSON");
    assert_eq!((answer["id"].as_str(), answer["status"].as_str()), (Some("long"), Some("ok")));
}

#[test]
fn a_million_empty_lines_are_handled() {
    let gap = "\n".repeat(1_000_000);
    handled(&format!("The ferry sailed at dawn.{gap}"), &format!("{gap}It took three hours.\n"));
    gleaner(".", &["strip"]).write_stdin(gap.as_str()).assert().code(0).stdout(is_empty()).stderr(is_empty());
    gleaner(".", &["strip", "--jsonl"]).write_stdin(gap.as_str()).assert().code(0).stdout(is_empty()).stderr(is_empty());
}

#[test]
fn an_empty_file_is_stripped_to_nothing_and_no_document_of_a_good_corpus() {
    for flag in ["--output=text", "--output=spans", "--output=ann", "--jsonl"] {
        gleaner(".", &["strip", flag]).write_stdin("").assert().code(0).stdout(is_empty()).stderr(is_empty());
    }
    let folder = corpus(&[("a", "Good.\n", ""), ("b", "", "")]);
    gleaner(&folder, &["check", "c"]).assert().code(1).stdout(starts_with("c/b.txt: the text is empty (drop the document) [text]\n"));
    gleaner(&folder, &["eval", "-q", "c", "-o", "out"]).assert().code(0).stderr(is_empty());
    let scored = rows(folder.path().join("out/documents.csv"));
    assert!(scored.iter().all(|row| row["status"] == "ok"));
    assert!(scored.iter().filter(|row| row["doc"] == "b").all(|row| row["chars.f1"] == "1.000000" && row["residue"] == "NA"));
}

#[test]
fn a_manifest_without_documents_is_refused() {
    for manifest in ["", "id,file\n"] {
        let folder = corpus(&[]);
        write(folder.path().join("c/documents.csv"), manifest);
        refused(&folder, "c/documents.csv: the corpus has no documents (add a line for each document)", "manifest");
    }
}

#[test]
fn a_manifest_with_a_torn_line_is_refused() {
    let folder = corpus(&[("a", "Good.\n", "")]);
    write(folder.path().join("c/documents.csv"), "id,file,source\na,a.txt,s\nb\n");
    let assert = gleaner(&folder, &["eval", "c"]).assert().code(3);
    assert
        .stderr(starts_with("gleaner: error: c/documents.csv:3: cannot read the manifest: "))
        .stderr(contains("(columns: id,file,source,event,lang,format,licence,origin)"));
}

#[test]
fn a_missing_standoff_file_is_refused_at_its_line_of_the_manifest() {
    let folder = labelled("");
    fs::remove_file(folder.path().join("c/b.ann")).expect("removed");
    let remedy = "label the document; an empty .ann file says that all of it is body";
    refused(&folder, &format!("c/documents.csv:3: the gold `b.ann` of `b` is missing ({remedy})"), "gold");
}

#[test]
fn a_missing_text_is_refused_at_its_line_of_the_manifest() {
    let folder = labelled("");
    fs::remove_file(folder.path().join("c/b.txt")).expect("removed");
    refused(&folder, "c/documents.csv:3: the text `b.txt` of `b` is missing (add the file or drop the line)", "text");
}

#[test]
fn a_span_past_the_end_is_refused() {
    let remedy = "offsets count Unicode code points of the unchanged file";
    let complaint = format!("c/b.ann:2: span 5 18 ends past the text of 17 characters ({remedy})");
    refused(&labelled("T1\tnav 0 4\tHome\nT2\tad 5 18\tNews ärgert\n"), &complaint, "span");
}

#[test]
fn a_quote_that_differs_is_refused() {
    let remedy = "the text changed after labelling, or offsets count bytes";
    let complaint = format!("c/b.ann:1: the quote is `ärgert`, the text there is `rgert\n` ({remedy})");
    refused(&labelled("T1\tad 11 17\tärgert\n"), &complaint, "span");
}

#[test]
fn overlapping_spans_are_refused() {
    let complaint = "c/b.ann:2: span `ad` 2 6 overlaps span `nav` 0 4 (split the longer one)";
    refused(&labelled("T1\tnav 0 4\tHome\nT2\tad 2 6\tme N\n"), complaint, "overlap");
}

#[test]
fn an_unknown_label_is_refused_with_the_list_of_labels() {
    let folder = labelled("T1\tnav 0 4\tHome\n#1\tAnnotatorNotes T1\tsure\nT2\tmenu 5 9\tNews\n");
    let labels: Vec<&str> = gleaner::label::Label::ALL.iter().map(|label| label.name()).collect();
    let why = format!("unknown label `menu`; the labels are {}", labels.join(", "));
    refused(&folder, &format!("c/b.ann:3: {why} (see the labelling guide, corpus/README.md)"), "span");
}

#[test]
fn a_line_that_is_no_standoff_is_refused() {
    let complaint = "c/b.ann:1: not a standoff line (write T1<TAB>label start end<TAB>quote)";
    refused(&labelled("T1 nav 0 4 Home\n"), complaint, "span");
}

#[test]
fn a_duplicate_id_is_refused() {
    let folder = corpus(&[("a", "A.\n", ""), ("b", "B.\n", ""), ("a", "A.\n", "")]);
    refused(&folder, "c/documents.csv:4: id `a` stands twice, first in line 2 (ids must be unique)", "manifest");
}

#[test]
fn a_file_outside_the_corpus_is_refused() {
    let folder = corpus(&[("../a", "A.\n", "")]);
    let complaint = "c/documents.csv:2: file `../a.txt` is outside the corpus (use a path relative to documents.csv)";
    refused(&folder, complaint, "manifest");
}

#[test]
fn a_folder_that_is_no_corpus_is_refused() {
    let folder = folder();
    write(folder.path().join("c/page.txt"), "Text.\n");
    let remedy = "a corpus has documents.csv with id,file,source,event,lang,format,licence,origin";
    refused(&folder, &format!("c/documents.csv: not a corpus: there is no documents.csv ({remedy})"), "manifest");
    for path in ["none", "c/page.txt"] {
        let complaint = format!("gleaner: error: {path}: not a corpus: no such folder (give a folder with a documents.csv)\n");
        gleaner(&folder, &["eval", path]).assert().code(3).stderr(complaint);
    }
}

#[test]
fn an_output_folder_that_cannot_be_made_is_named() {
    let folder = corpus(&[("a", "A.\n", "")]);
    for out in ["c/a.txt", "c/a.txt/below"] {
        gleaner(&folder, &["eval", "-s", "keep-all", "c", "--out", out])
            .assert()
            .code(3)
            .stdout(is_empty())
            .stderr(starts_with(format!("gleaner: error: {out}: cannot make the output folder: ")))
            .stderr(contains("(choose another with --out)"));
    }
    assert_eq!(fs::read(folder.path().join("c/a.txt")).expect("still a file"), b"A.\n");
}

#[test]
fn earlier_results_stay_when_a_later_run_fails() {
    let folder = corpus(&[("a", "A.\n", "")]);
    let eval = ["eval", "-q", "-s", "keep-all", "c", "-o", "out"];
    gleaner(&folder, &eval).assert().code(0);
    let earlier = files(folder.path().join("out"));
    assert_eq!(earlier.keys().collect::<Vec<_>>(), RESULTS.iter().collect::<Vec<_>>());
    write(folder.path().join("c/a.ann"), "T1\tnav 0 9\tA.\n");
    gleaner(&folder, &eval).assert().code(3).stderr(contains("c/a.ann:1: span 0 9 ends past"));
    assert!(files(folder.path().join("out")) == earlier);
}

#[test]
fn earlier_results_stay_when_one_file_cannot_be_replaced() {
    let folder = corpus(&[("a", "A.\n", "")]);
    write(folder.path().join("out/summary.csv"), "earlier\n");
    write(folder.path().join("out/labels.csv/in-the-way"), "");
    let assert = gleaner(&folder, &["eval", "-q", "-s", "keep-all", "c", "-o", "out"]).assert().code(3).stdout(is_empty());
    let names = fs::read_dir(folder.path().join("out")).expect("out").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<_> = names.collect();
    names.sort();
    assert_eq!(names, ["labels.csv", "run", "summary.csv"]);
    assert!(fs::read(folder.path().join("out/summary.csv")).expect("summary") == b"earlier\n", "summary.csv was replaced");
    let place = starts_with("gleaner: error: out/labels.csv: cannot replace the file: ");
    assert.stderr(place.and(contains(" (move it away")));
}

/// Needs a disk of 64 KB: a tmpfs in a mount namespace of its own. Where there is none, the test says so and passes.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_reported_and_leaves_earlier_results_and_no_partial_files() {
    const SCRIPT: &str = "mkdir disk && mount -t tmpfs -o size=64k none disk || exit 77
        mkdir disk/out && echo earlier > disk/out/summary.csv || exit 77
        \"$0\" eval -q -o disk/out --run kept; echo \"exit code $?\"; ls -A disk/out; cat disk/out/summary.csv; exit 0";
    let folder = folder();
    let mut unshare = Command::new("unshare");
    unshare.args(["--user", "--map-root-user", "--mount", "sh", "-c", SCRIPT, env!("CARGO_BIN_EXE_gleaner")]);
    let output = match unshare.current_dir(&folder).output() {
        Ok(output) if !matches!(output.status.code(), Some(1 | 77)) => output,
        skipped => return eprintln!("skipped: no small disk can be had here: {skipped:?}"),
    };
    assert_eq!(text(output.stdout), "exit code 3\nsummary.csv\nearlier\n");
    let complaint = text(output.stderr);
    assert!(complaint.starts_with("gleaner: error: disk/out/"), "{complaint}");
    assert!(complaint.contains("No space left on device"), "{complaint}");
    assert!(complaint.contains("(check the folder's permissions and the space left)"), "{complaint}");
    assert!(!complaint.contains(".partial"), "a name the user never chose: {complaint}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_stdout_is_reported() {
    let folder = corpus(&[("a", "A.\n", "")]);
    let line = json!({"text": "A.\n"}).to_string();
    let eval = ["eval", "-q", "-s", "keep-all", "c"];
    for arguments in [&["strip", "-s", "keep-all"][..], &["strip", "--jsonl"], &["strategies"], &["check", "c"], &eval] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
        let mut command = Command::new(env!("CARGO_BIN_EXE_gleaner"));
        command.args(arguments).current_dir(&folder).stdin(Stdio::piped()).stdout(full).stderr(Stdio::piped());
        let mut child = command.spawn().expect("a child");
        // A command that reads no stdin may be gone already.
        let _ = child.stdin.take().expect("a pipe").write_all(line.as_bytes());
        let ended = child.wait_with_output().expect("an end");
        let complaint = text(ended.stderr);
        assert_eq!(ended.status.code(), Some(3), "{arguments:?}");
        assert!(complaint.starts_with("gleaner: error: cannot write to stdout: No space left on device"), "{arguments:?}: {complaint}");
    }
}
