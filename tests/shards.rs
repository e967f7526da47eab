//! Shards: files cleaned into files, format by format; what happens to bad records, broken streams, killed runs.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, missing_docs, reason = "a test may stop where it stands")]

#[path = "shards/crawl.rs"]
mod crawl;
#[path = "shards/files.rs"]
mod files;
#[path = "shards/groups.rs"]
mod groups;
#[path = "shards/json.rs"]
mod json;
#[cfg(feature = "parquet")]
#[path = "shards/parquet.rs"]
mod parquet;
#[path = "shards/records.rs"]
mod records;
#[path = "shards/resume.rs"]
mod resume;
#[path = "shards/table.rs"]
mod table;

use gleaner::gold::Task;
use gleaner::shard::{Options, ShardStats, errors_path, process_shard, ready};
use serde_json::Value;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const PAGE: &str = "Ä ferry 😀 sailed at dawn.\n\nRelated article: Fares explained\n\nIt took three hours.\n";
pub const CLEAN: &str = "Ä ferry 😀 sailed at dawn.\n\nIt took three hours.\n";
/// Where the cut stands in the page, in code points.
pub const CUT: (usize, usize) = (27, 59);

/// A folder with an input.
pub struct Shard {
    pub folder: TempDir,
    pub input: PathBuf,
}

impl Shard {
    pub fn new(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let input = folder.path().join(name);
        std::fs::write(&input, bytes).expect("written");
        Self { folder, input }
    }

    pub fn output(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("out-{name}"))
    }

    /// Cleans it with the phrase rules.
    pub fn clean(&self, name: &str, change: impl FnOnce(&mut Options)) -> (ShardStats, Vec<u8>) {
        let mut options = Options::default();
        change(&mut options);
        let output = self.output(name);
        let stats = process_shard(&self.input, &output, &ready("phrase-rules").expect("a strategy"), Task::Boilerplate, &options);
        (stats.expect("a shard"), std::fs::read(&output).expect("an output"))
    }

    pub fn errors(&self, name: &str) -> Vec<Value> {
        lines(&std::fs::read(errors_path(&self.output(name))).unwrap_or_default())
    }

    /// The error where there must be one.
    pub fn refused(&self, name: &str, change: impl FnOnce(&mut Options)) -> String {
        let mut options = Options::default();
        change(&mut options);
        let strategy = ready("phrase-rules").expect("a strategy");
        let outcome = process_shard(&self.input, &self.output(name), &strategy, Task::Boilerplate, &options);
        assert!(!self.output(name).exists(), "an output in spite of an error");
        outcome.expect_err("an error").to_string()
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

pub fn lines(bytes: &[u8]) -> Vec<Value> {
    text(bytes).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

pub fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut out).expect("gzip");
    out
}

/// Visible names in a folder, and hidden ones, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
