//! `gleaner strip IN… --out DIR`: files into files.

use crate::support::*;
use gleaner::random::Random;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PAGE: &str = "Ä ferry 😀 sailed at dawn.\n\nRelated article: Fares explained\n\nIt took three hours.\n";
const CLEAN: &str = "Ä ferry 😀 sailed at dawn.\n\nIt took three hours.\n";

fn line(id: usize, text: &str) -> String {
    format!("{}\n", json!({"id": id, "text": text, "url": "u"}))
}

/// A folder of shards: two files of JSON lines in folders, a table, a text.
fn shards() -> tempfile::TempDir {
    let folder = folder();
    write(folder.path().join("in/a/one.jsonl"), line(1, PAGE) + &line(2, "Plain."));
    write(folder.path().join("in/b/two.jsonl"), line(3, PAGE).repeat(5));
    write(folder.path().join("in/b/three.csv"), format!("text,n\n\"{PAGE}\",7\n"));
    write(folder.path().join("in/page.md"), PAGE);
    folder
}

fn strip<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["strip", "-s", "phrase-rules", "--out", "o"], more].concat()
}

/// Files below a folder with their bytes; of sidecars without clocks, of the report without its last columns.
fn contents(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let name = entry.path().strip_prefix(root).expect("inside").display().to_string();
            let mut bytes = fs::read(entry.path()).expect("readable");
            if name.ends_with(".gleaner.json") {
                let mut sidecar: Value = serde_json::from_slice(&bytes).expect("JSON");
                sidecar.as_object_mut().expect("an object").remove("clock");
                bytes = sidecar.to_string().into_bytes();
            }
            if name == "strip.csv" {
                bytes = counts(&text(bytes)).join("\n").into_bytes();
            }
            found.insert(name, bytes);
        }
    }
    found
}

/// Rows of the report up to the columns that depend on the run.
fn counts(report: &str) -> Vec<String> {
    report.lines().map(|row| row.rsplitn(4, ',').last().unwrap_or_default().to_string()).collect()
}

#[test]
fn each_file_becomes_one_of_the_same_name_and_the_report_has_a_row_for_it_and_the_sum() {
    let folder = shards();
    gleaner(&folder, &strip(&["in"])).assert().code(0).stdout(is_empty()).stderr(is_empty());
    let read = |name: &str| fs::read_to_string(folder.path().join("o").join(name)).expect("an output");
    assert_eq!(read("a/one.jsonl"), line(1, CLEAN) + &line(2, "Plain."));
    assert_eq!(read("b/two.jsonl"), line(3, CLEAN).repeat(5));
    assert_eq!(read("b/three.csv"), format!("text,n\n\"{CLEAN}\",7\n"));
    assert_eq!(read("page.md"), CLEAN);
    let report = counts(&read("strip.csv"));
    assert_eq!(
        report[0],
        "input,output,status,records,documents,changed,passed_over,errors,truncated,bytes_in,bytes_kept,bytes_removed,removals,reason"
    );
    assert_eq!(report[1], format!("in/a/one.jsonl,a/one.jsonl,ok,2,2,1,0,0,false,{},{},34,1,NA", PAGE.len() + 6, CLEAN.len() + 6));
    assert!(report[5].starts_with("total,4,ok,9,9,8,0,0,false,"), "{report:?}");
}

#[test]
fn an_output_that_is_there_is_refused_and_resume_does_what_is_not_finished() {
    let folder = shards();
    gleaner(&folder, &strip(&["in/a/one.jsonl"])).assert().code(0);
    let whole = fs::read(folder.path().join("o/one.jsonl")).expect("an output");
    gleaner(&folder, &strip(&["in/a/one.jsonl"]))
        .assert()
        .code(2)
        .stderr(contains("o/one.jsonl: the output is there already").and(contains("--resume")));
    write(folder.path().join("in/a/two.jsonl"), line(9, PAGE));
    gleaner(&folder, &strip(&["in/a/*.jsonl", "--resume"])).assert().code(0);
    let report = fs::read_to_string(folder.path().join("o/strip.csv")).expect("a report");
    let skipped: Vec<&str> = report.lines().skip(1).filter_map(|row| row.rsplit(',').nth(2)).collect();
    assert_eq!(skipped, ["true", "false", "false"]);
    assert_eq!(fs::read(folder.path().join("o/one.jsonl")).expect("an output"), whole);
}

#[test]
fn bad_records_and_shards_that_fail_are_told_and_the_others_are_done() {
    let folder = shards();
    write(folder.path().join("in/bad.jsonl"), line(1, PAGE) + "nonsense\n" + &line(2, PAGE));
    write(folder.path().join("in/columns.csv"), "body\nx\n");
    let assert = gleaner(&folder, &strip(&["in"])).assert().code(3);
    let said = text(assert.get_output().stderr.clone());
    assert!(said.contains("in/bad.jsonl: 1 of 3 records could not be cleaned; o/bad.jsonl.errors.jsonl says why"), "{said}");
    assert!(said.contains("in/columns.csv: no column `text` (there are body; name it with --text-column)"), "{said}");
    let errors = fs::read_to_string(folder.path().join("o/bad.jsonl.errors.jsonl")).expect("an error file");
    assert_eq!(errors.lines().count(), 1);
    assert!(folder.path().join("o/b/two.jsonl").exists() && !folder.path().join("o/columns.csv").exists());
    let report = fs::read_to_string(folder.path().join("o/strip.csv")).expect("a report");
    assert!(
        report.contains("in/bad.jsonl,bad.jsonl,bad records,3,2,2,0,1,") && report.contains("in/columns.csv,columns.csv,failed,NA,"),
        "{report}"
    );
}

#[test]
fn any_number_of_threads_writes_the_same_files() {
    let folder = shards();
    let one = |out: &str, threads: &str| {
        gleaner(&folder, &["strip", "-s", "phrase-rules", "in", "--out", out, "--threads", threads, "--emit", "both"]).assert().code(0);
        contents(&folder.path().join(out))
    };
    assert!(one("o1", "1") == one("o5", "5"));
}

#[test]
fn large_inputs_are_cut_and_small_ones_of_a_folder_cleaned_together() {
    let folder = folder();
    for name in ["a", "b", "c"] {
        write(folder.path().join(format!("in/{name}.jsonl")), line(1, PAGE).repeat(3));
    }
    write(folder.path().join("in/d.jsonl"), (0..2000).map(|id| line(id, PAGE)).collect::<String>());
    write(folder.path().join("in/b.csv"), format!("text\n\"{PAGE}\"\n"));
    gleaner(&folder, &strip(&["in", "--shard-size", "64KB"])).assert().code(0);
    let out = contents(&folder.path().join("o"));
    let names: Vec<&str> = out.keys().map(String::as_str).filter(|name| !name.contains("gleaner") && *name != "strip.csv").collect();
    let small: Vec<&str> = names.iter().copied().filter(|name| !name.starts_with("d-")).collect();
    assert_eq!(small, ["b-00000.csv", "merged-00000-00000.jsonl"]);
    assert_eq!(text(out["merged-00000-00000.jsonl"].clone()), line(1, CLEAN).repeat(9));
    let parts: Vec<u8> = names.iter().filter(|name| name.starts_with("d-")).flat_map(|name| out[*name].clone()).collect();
    assert_eq!(text(parts), (0..2000).map(|id| line(id, CLEAN)).collect::<String>());
    assert!(names.iter().filter(|name| name.starts_with("d-")).count() > 2, "{names:?}");
    let before = out.clone();
    gleaner(&folder, &strip(&["in", "--shard-size", "64KB", "--resume"])).assert().code(0);
    assert!(contents(&folder.path().join("o")) == before);
}

#[cfg(unix)]
#[test]
fn one_input_and_one_part_are_open_at_a_time() {
    let folder = folder();
    let page = PAGE.repeat(60);
    (0..200).for_each(|number| write(folder.path().join(format!("in/{number:03}.jsonl")), line(number, &page)));
    let program = env!("CARGO_BIN_EXE_gleaner");
    for (out, size) in [("whole", "1GB"), ("parts", "2KB")] {
        write(folder.path().join(format!("one-{out}.jsonl")), (0..200).map(|number| line(number, &page)).collect::<String>());
        let inputs = if size == "1GB" { "in" } else { "one-parts.jsonl" };
        let command = format!("ulimit -n 64 && {program} strip -s keep-all {inputs} --out {out} --threads 2 --shard-size {size}");
        let status = Command::new("sh").args(["-c", &command]).current_dir(folder.path()).status().expect("a shell");
        assert!(status.success(), "{out}");
        let files: BTreeMap<String, Vec<u8>> =
            contents(&folder.path().join(out)).into_iter().filter(|(name, _)| name.ends_with(".jsonl")).collect();
        assert!(files.len() == 1 || files.len() > 64, "{}", files.len());
        let all: Vec<u8> = files.into_values().flatten().collect();
        assert!(text(all) == (0..200).map(|number| line(number, &page)).collect::<String>(), "{out}");
    }
}

#[test]
fn columns_are_named_beside_a_folder_only() {
    let folder = shards();
    gleaner(&folder, &["strip", "--text-column", "x", "in/page.md"]).assert().code(2).stderr(contains("--out <DIR>"));
    write(folder.path().join("body.csv"), format!("body\n\"{PAGE}\"\n"));
    gleaner(&folder, &strip(&["body.csv", "--text-column", "body"])).assert().code(0);
    assert_eq!(fs::read_to_string(folder.path().join("o/body.csv")).expect("an output"), format!("body\n\"{CLEAN}\"\n"));
}

#[test]
fn stdin_and_stdout_are_a_dash_with_and_without_a_folder() {
    let folder = folder();
    let arguments = strip(&["-", "--emit", "spans"]);
    gleaner(&folder, &arguments).write_stdin(line(1, PAGE)).assert().code(0);
    let row: Value = serde_json::from_slice(&fs::read(folder.path().join("o/stdin.jsonl")).expect("an output")).expect("JSON");
    assert_eq!((&row["text"], &row["removed"][0]["label"]), (&json!(PAGE), &json!("related")));
}

#[test]
fn a_dash_for_the_folder_is_stdout_in_any_format() {
    let folder = folder();
    let table = format!("text,n\n\"{PAGE}\",7\n1,2,3\n");
    let arguments = ["strip", "-s", "phrase-rules", "--out", "-", "-", "--from", "csv", "--to", "jsonl"];
    let assert = gleaner(&folder, &arguments).write_stdin(table).assert().code(3);
    let assert = assert.stderr(contains("<stdin>: record 2: 3 columns, not 2").and(contains("1 of 2 records could not be cleaned")));
    let row: Value = serde_json::from_slice(&assert.get_output().stdout).expect("JSON");
    assert_eq!(row, json!({"n": "7", "text": CLEAN}));
    assert!(files(&folder).is_empty());
}

#[test]
fn twenty_kills_at_random_moments_and_a_rerun_each_give_the_bytes_of_an_unbroken_run() {
    let folder = folder();
    for shard in 0..6 {
        let lines: String =
            (0..150).map(|id| if id % 40 == 7 { "bad\n".into() } else { line(id, &PAGE.repeat(id % 13 + shard)) }).collect();
        write(folder.path().join(format!("in/{shard}.jsonl")), lines);
    }
    let run = |out: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gleaner"));
        command.args(["strip", "in", "--resume", "--threads", "2", "--out", out]).current_dir(&folder);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a child")
    };
    let start = Instant::now();
    assert_eq!(run("unbroken").wait().expect("an end").code(), Some(3));
    let whole = start.elapsed();
    let unbroken = contents(&folder.path().join("unbroken"));
    assert_eq!(unbroken.len(), 6 * 3 + 1);
    let (mut draws, mut broken) = (Random::new(7), 0);
    for kill in 0..20 {
        let out = format!("killed-{kill}");
        let mut child = run(&out);
        std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * 0.9 * draws.unit()));
        child.kill().expect("killed, or over");
        broken += usize::from(child.wait().expect("an end").code().is_none());
        assert_eq!(run(&out).wait().expect("an end").code(), Some(3), "kill {kill}");
        let own = contents(&folder.path().join(&out));
        assert_eq!(own.keys().collect::<Vec<_>>(), unbroken.keys().collect::<Vec<_>>(), "kill {kill}");
        assert!(own == unbroken, "kill {kill}");
    }
    assert!(broken > 0, "no kill came in time");
}
