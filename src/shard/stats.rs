//! What became of a shard, counted.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// Counts of one shard, or the sum over several. The same for the same input, whatever the number of threads; clocks are in [`Timing`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShardStats {
    /// Records read, bad ones included.
    pub records: u64,
    /// Place of the last record: of JSON lines its line, blank ones counted.
    pub last_record: u64,
    /// Documents cleaned.
    pub documents: u64,
    /// Records that hold no document and are not written: of a WARC file requests, redirects, pictures.
    pub passed_over: u64,
    /// Bad records: rows of the error file.
    pub errors: u64,
    /// Bytes of text before (of pages, of their rendering; UTF-8).
    pub bytes_in: u64,
    /// Bytes of text left.
    pub bytes_kept: u64,
    /// Bytes of text gone: `bytes_in - bytes_kept`.
    pub bytes_removed: u64,
    /// Stretches removed.
    pub removals: u64,
    /// Documents that lost something.
    pub changed: u64,
    /// Bytes of input in the largest batch: what was in memory at a time.
    pub peak_batch_bytes: u64,
    /// Whether the stream broke off before its end; what came before it was cleaned.
    pub truncated: bool,
    /// Stretches removed, by label; `-` without one.
    pub by_label: BTreeMap<String, u64>,
    /// Stretches removed, by rule.
    pub by_rule: BTreeMap<String, u64>,
    /// Whether the shard was finished before and nothing was done; the counts are those of then.
    #[serde(skip)]
    pub skipped: bool,
    /// Clocks; not the same in two runs.
    #[serde(skip)]
    pub timing: Timing,
}

/// How long it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timing {
    /// Seconds on the wall.
    pub wall_seconds: f64,
    /// Seconds of processor time of all threads that worked on the shard; 0 where the system does not say.
    pub cpu_seconds: f64,
}

impl AddAssign<&ShardStats> for ShardStats {
    fn add_assign(&mut self, other: &ShardStats) {
        self.records += other.records;
        self.last_record += other.last_record;
        self.documents += other.documents;
        self.passed_over += other.passed_over;
        self.errors += other.errors;
        self.bytes_in += other.bytes_in;
        self.bytes_kept += other.bytes_kept;
        self.bytes_removed += other.bytes_removed;
        self.removals += other.removals;
        self.changed += other.changed;
        self.peak_batch_bytes = self.peak_batch_bytes.max(other.peak_batch_bytes);
        self.truncated |= other.truncated;
        other.by_label.iter().for_each(|(label, count)| *self.by_label.entry(label.clone()).or_default() += count);
        other.by_rule.iter().for_each(|(rule, count)| *self.by_rule.entry(rule.clone()).or_default() += count);
        self.timing.wall_seconds += other.timing.wall_seconds;
        self.timing.cpu_seconds += other.timing.cpu_seconds;
    }
}
