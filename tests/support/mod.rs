//! Set-up shared by the tests that run the program: small corpora, files read back.
#![allow(dead_code, reason = "each test program uses a part of it")]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The files of a results folder.
pub const RESULTS: [&str; 21] = [
    "cues.csv",
    "cuts.jsonl.gz",
    "datapackage.json",
    "disparity.csv",
    "doc_labels.csv",
    "documents.csv",
    "errors.csv",
    "kinds.csv",
    "labels.csv",
    "leakage.csv",
    "loso.csv",
    "manifest.json",
    "ngrams.csv",
    "pairs.csv",
    "panels.csv",
    "ranks.csv",
    "shift.csv",
    "sources.csv",
    "summary.csv",
    "timing.csv",
    "tradeoff.csv",
];

/// A row of a CSV file, by column.
pub type Row = BTreeMap<String, String>;

/// The program, to be run in `folder`.
pub fn gleaner(folder: impl AsRef<Path>, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gleaner"));
    command.current_dir(folder).args(arguments);
    command
}

/// What a run that must succeed writes to stdout.
pub fn stdout(command: &mut Command) -> String {
    text(command.assert().code(0).get_output().stdout.clone())
}

/// Bytes that must be text.
pub fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

/// An empty folder that goes when it is dropped.
pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Writes a file, with the folders above it.
pub fn write(path: impl AsRef<Path>, content: impl AsRef<[u8]>) {
    let path = path.as_ref();
    fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
    fs::write(path, content).expect("a file");
}

/// A folder that holds the corpus `c`: id, text and standoff lines of each document, one source each, English.
pub fn corpus(documents: &[(&str, &str, &str)]) -> TempDir {
    let folder = folder();
    let mut manifest = "id,file,source,event,lang,format,licence,origin\n".to_string();
    for (id, text, annotations) in documents {
        manifest += &format!("{id},{id}.txt,source-{id},e,en,plain,CC0-1.0,test\n");
        write(folder.path().join("c").join(format!("{id}.txt")), text);
        write(folder.path().join("c").join(format!("{id}.ann")), annotations);
    }
    write(folder.path().join("c/documents.csv"), manifest);
    folder
}

/// Rows of a CSV file.
pub fn rows(path: impl AsRef<Path>) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("a CSV file");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// A number in a row; `None` for `NA`.
pub fn number(row: &Row, column: &str) -> Option<f64> {
    let cell = row.get(column).unwrap_or_else(|| panic!("no column {column} in {row:?}"));
    (cell != "NA").then(|| cell.parse().expect("a number"))
}

/// The files of a folder with their bytes, hidden ones too; not those of folders inside it.
pub fn files(folder: impl AsRef<Path>) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")).filter(|entry| !entry.path().is_dir());
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let read = |path: PathBuf| (name(&path), fs::read(&path).expect("a file"));
    entries.map(|entry| read(entry.path())).collect()
}

/// The characters from `start` to `end`, counted in code points.
pub fn code_points(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}
