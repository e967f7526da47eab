//! `eval --resume`, `--fresh`, `--run`: a run that is broken off goes on where it stopped.

use crate::support::*;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Documents of four sources, each of a menu and a sentence of its own.
fn numbered(count: usize) -> TempDir {
    let folder = folder();
    let mut manifest = "id,file,source,event,lang,format,licence,origin\n".to_string();
    for number in 0..count {
        manifest += &format!("d{number:02},d{number:02}.txt,source-{},e,en,plain,CC0-1.0,test\n", number % 4);
        write(folder.path().join(format!("c/d{number:02}.txt")), format!("Menu\n\nFerry {number} sailed at dawn with many aboard.\n"));
        write(folder.path().join(format!("c/d{number:02}.ann")), "T1\tnav 0 4\tMenu\n");
    }
    write(folder.path().join("c/documents.csv"), manifest);
    folder
}

/// A program that takes `seconds` for a document, answers it without the menu, and notes that it was asked.
#[cfg(unix)]
fn slow(folder: &TempDir, seconds: &str) -> String {
    let script = "while IFS= read -r line; do\nid=${line#*'\"id\":\"'}\nid=${id%%'\"'*}\necho \"$id\" >> asked\nsleep SECONDS\n\
                  echo \"{\\\"id\\\":\\\"$id\\\",\\\"spans\\\":[{\\\"start\\\":0,\\\"end\\\":4,\\\"label\\\":\\\"nav\\\"}]}\"\ndone\n";
    write(folder.path().join("slow.sh"), script.replace("SECONDS", seconds));
    "slow=sh slow.sh".into()
}

fn records(run: &Path) -> usize {
    let Ok(entries) = fs::read_dir(run) else { return 0 };
    let texts = entries.filter_map(|entry| fs::read(entry.ok()?.path()).ok());
    let is_record = |line: &&[u8]| line.starts_with(b"{\"strategy\":") && line.ends_with(b"\"}");
    texts.map(|text| text.split(|&byte| byte == b'\n').filter(is_record).count()).sum()
}

/// The CSV files and their description, without the clock.
fn results(folder: impl AsRef<Path>) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(folder);
    assert!(files.remove("timing.csv").is_some());
    assert!(files.len() >= 6, "{:?}", files.keys());
    files
}

/// Starts the program and kills it, as `kill -9` does, as soon as there are so many records.
#[cfg(unix)]
fn killed(folder: &TempDir, arguments: &[&str], run: &str, at: usize) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gleaner"));
    command.current_dir(folder).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("started");
    let (run, start) = (folder.path().join(run), Instant::now());
    while records(&run) < at {
        assert!(child.try_wait().expect("asked").is_none(), "it ended before it had {at} records");
        assert!(start.elapsed() < Duration::from_secs(300), "{} records", records(&run));
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("killed");
    child.wait().expect("gone");
}

#[cfg(unix)]
#[test]
fn a_run_killed_at_four_fifths_and_resumed_gives_the_files_of_an_unbroken_one_and_nothing_is_done_twice() {
    const DOCUMENTS: usize = 40;
    let folder = numbered(DOCUMENTS);
    let quick = slow(&folder, "0.001");
    let list = "keep-all,source-repetition,label-router";
    let common = ["eval", "c", "-s", list, "--external-jobs", "1", "--task", "all"];
    let with = |own: &[&'static str]| [&common[..], &["--external"], own].concat();
    gleaner(&folder, &with(&["slow=sh slow.sh", "-o", "unbroken"])).assert().code(0);
    assert_eq!(quick, "slow=sh slow.sh");
    fs::remove_file(folder.path().join("asked")).expect("it was asked");

    // Three strategies are quick: four fifths of all are theirs and the first answers of the program.
    let (all, four_fifths) = (4 * DOCUMENTS, 4 * DOCUMENTS * 4 / 5);
    slow(&folder, "0.1");
    killed(&folder, &with(&["slow=sh slow.sh", "-o", "broken"]), "broken/run", four_fifths);
    let kept = records(&folder.path().join("broken/run"));
    assert!((four_fifths..all).contains(&kept), "{kept} records");
    assert!(!folder.path().join("broken/summary.csv").exists());
    gleaner(&folder, &with(&["slow=sh slow.sh", "-o", "broken"]))
        .assert()
        .code(2)
        .stderr(contains("broken/run: a run was broken off here").and(contains("--resume")).and(contains("--fresh")));

    let resume = with(&["slow=sh slow.sh", "-o", "broken", "--resume"]);
    let said = format!("broken/run: {kept} predictions taken, {} made", all - kept);
    gleaner(&folder, &resume).assert().code(0).stderr(contains(said));
    assert_eq!(results(folder.path().join("broken")), results(folder.path().join("unbroken")));
    let asked = fs::read_to_string(folder.path().join("asked")).expect("it was asked");
    let mut asked: Vec<&str> = asked.lines().collect();
    asked.sort_unstable();
    let twice = asked.windows(2).filter(|pair| pair[0] == pair[1]).count();
    asked.dedup();
    assert_eq!(asked.len(), DOCUMENTS);
    assert!(twice <= 1, "only what was under way when it was killed may be asked again: {twice}");

    assert_eq!(records(&folder.path().join("broken/run")), all);
    fs::remove_file(folder.path().join("asked")).expect("it was asked");
    gleaner(&folder, &resume).assert().code(0).stderr(contains(format!("broken/run: {all} predictions taken, 0 made")));
    assert!(!folder.path().join("asked").exists(), "nothing was asked again");
    assert_eq!(records(&folder.path().join("broken/run")), all);
    assert_eq!(results(folder.path().join("broken")), results(folder.path().join("unbroken")));
}

#[cfg(unix)]
#[test]
fn failures_of_a_program_are_asked_again_and_a_changed_script_is_another_program() {
    let folder = numbered(6);
    // It fails on the third document until a file is there.
    let script = "while IFS= read -r line; do\nid=${line#*'\"id\":\"'}\nid=${id%%'\"'*}\n[ $id != d02 ] || [ -e mended ] || exit 3\n\
                  echo \"{\\\"id\\\":\\\"$id\\\",\\\"spans\\\":[]}\"\ndone\n";
    write(folder.path().join("mine.sh"), script);
    let eval = |more: &[&str], said: &str| {
        let common = ["eval", "c", "-s", "keep-all", "--external", "mine=sh mine.sh", "-o", "o", "--resume"];
        gleaner(&folder, &[&common[..], more].concat()).assert().code(0).stderr(contains(said));
    };
    eval(&[], "o/run: 0 predictions taken, 12 made");
    eval(&[], "o/run: 11 predictions taken, 1 made");
    write(folder.path().join("mended"), "");
    eval(&[], "o/run: 11 predictions taken, 1 made");
    eval(&[], "o/run: 12 predictions taken, 0 made");
    write(folder.path().join("mine.sh"), format!("{script}# changed\n"));
    eval(&["--trust-versions"], "o/run: 12 predictions taken, 0 made");
    eval(&[], "o/run: 6 predictions taken, 6 made\ngleaner: 6 of those were there, but another build of gleaner or a changed script");
}

#[test]
fn fresh_makes_everything_anew_and_quiet_says_nothing_of_it() {
    let folder = numbered(5);
    let eval =
        |more: &[&str]| gleaner(&folder, &[&["eval", "c", "-s", "keep-all,default", "--run", "kept"], more].concat()).assert().code(0);
    eval(&[]).stderr(contains("predictions").not());
    let file = folder.path().join("kept/predictions-0001.jsonl");
    let first = fs::read(&file).expect("a file");
    eval(&["--resume", "--quiet"]).stderr(is_empty());
    assert_eq!(fs::read(&file).expect("a file"), first);
    write(folder.path().join("kept/notes.txt"), "mine");
    eval(&["--fresh"]);
    eval(&[]);
    let names: Vec<String> = files(folder.path().join("kept")).into_keys().collect();
    assert_eq!(names, ["lock", "notes.txt", "predictions-0001.jsonl"]);
    gleaner(&folder, &["eval", "c", "--fresh", "--resume"]).assert().code(2).stderr(contains("cannot be used with"));
}

#[test]
fn damage_is_named_with_file_and_line_and_mended() {
    let folder = numbered(5);
    let common = ["eval", "c", "-s", "keep-all,link-density", "-o"];
    gleaner(&folder, &[&common[..], &["o"]].concat()).assert().code(0);
    let expected = results(folder.path().join("o"));
    let file = folder.path().join("o/run/predictions-0001.jsonl");
    let text = fs::read_to_string(&file).expect("a file");
    let third: usize = text.split_inclusive('\n').take(3).map(str::len).sum();
    fs::write(&file, [&text.as_bytes()[..third - 30], b"\xff\0", &text.as_bytes()[third - 28..]].concat()).expect("written");
    gleaner(&folder, &[&common[..], &["o", "--resume"]].concat())
        .assert()
        .code(0)
        .stderr(contains("o/run/predictions-0001.jsonl:3: not what was written: its sum does not fit; made anew"))
        .stderr(contains("o/run: 9 predictions taken, 1 made"));
    assert_eq!(results(folder.path().join("o")), expected);
}

#[cfg(unix)]
#[test]
fn two_runs_in_one_folder_are_one_too_many() {
    let folder = numbered(8);
    let program = slow(&folder, "0.5");
    let mut first = Command::new(env!("CARGO_BIN_EXE_gleaner"));
    let arguments = ["eval", "c", "-s", "keep-all", "--external", &program, "--external-jobs", "1", "-o", "o"];
    let mut first = first.current_dir(&folder).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
    let start = Instant::now();
    while records(&folder.path().join("o/run")) == 0 && start.elapsed() < Duration::from_secs(300) {
        std::thread::sleep(Duration::from_millis(2));
    }
    let second = gleaner(&folder, &["eval", "c", "-s", "keep-all", "-o", "o", "--resume"]).assert().code(2);
    second.stderr(contains(format!("o/run: process {} is writing predictions here", first.id())));
    first.kill().expect("killed");
    first.wait().expect("gone");
    gleaner(&folder, &["eval", "c", "-s", "keep-all", "-o", "o", "--resume"])
        .assert()
        .code(0)
        .stderr(contains("o/run: 8 predictions taken"));
}
