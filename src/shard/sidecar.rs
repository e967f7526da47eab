//! The sidecar of a finished shard, `NAME.gleaner.json`: what it was made of, so that a rerun knows whether to do it again.

use super::files::{self, Partial, sidecar_path};
use super::{Options, ShardStats, Timing};
use crate::counts::Limits;
use crate::document::Fingerprint;
use crate::error::{Error, Result};
use crate::gold::Task;
use crate::strategy::Selected;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// What keys begin with; raised when outputs change for reasons that no other part of the key knows.
const VERSION: &str = "gleaner-shard-1";
/// In place of a strategy's name: counts of repetition.
pub const COUNTS: &str = "(counts)";
/// A sidecar is smaller than this; what is larger is none.
const MAX_BYTES: u64 = 16 << 20;

/// A finished shard.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sidecar {
    /// Version of gleaner.
    gleaner: String,
    /// Strategy, options and versions, hashed.
    key: String,
    strategy: String,
    task: String,
    input: Input,
    output: Output,
    stats: ShardStats,
    /// What differs between two runs.
    clock: Clock,
}

/// The input as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// File name without folders.
    pub name: String,
    /// Length.
    pub bytes: u64,
    /// Digest of its content, hexadecimal.
    pub sha256: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Output {
    bytes: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Clock {
    /// When the input was last written, in nanoseconds since 1970; with the length, a quick proof that it is the same.
    input_modified: u64,
    #[serde(flatten)]
    timing: Timing,
}

/// Strategy, task and options, hashed.
pub fn key(strategy: &Selected, task: Task, options: &Options) -> String {
    let version = [VERSION, env!("CARGO_PKG_VERSION"), &strategy.name, task.name()];
    let print = version.into_iter().fold(Fingerprint::new(), |print, field| print.field(field)).number(strategy.entry.version as usize);
    let parameters = strategy.parameters.iter().map(|(parameter, value)| format!("{}={value}", parameter.name));
    parameters.chain(options.decisive()).fold(print, |print, field| print.field(&field)).hex()
}

/// What the counts of a shard depend on, hashed.
pub fn counts_key(limits: Limits, options: &Options) -> String {
    let version = [VERSION, env!("CARGO_PKG_VERSION"), COUNTS];
    let print = version.into_iter().fold(Fingerprint::new(), |print, field| print.field(field));
    let print = print.number(limits.per_source).number(limits.total);
    options.decisive().iter().fold(print, |print, field| print.field(field)).hex()
}

/// When a file was last written; 0 where the system does not say.
fn modified(path: &Path) -> u64 {
    let time = std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    time.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |since| since.as_nanos() as u64)
}

/// The counts of a shard that is finished, with this key and of this input; else `None`. `digest` is asked only where length and time of
/// writing leave a doubt.
pub fn finished(input: &Path, output: &Path, key: &str, digest: impl FnOnce() -> Result<Input>) -> Option<ShardStats> {
    let mut text = String::new();
    std::fs::File::open(sidecar_path(output)).ok()?.take(MAX_BYTES).read_to_string(&mut text).ok()?;
    let sidecar: Sidecar = serde_json::from_str(&text).ok()?;
    let whole = std::fs::metadata(output).is_ok_and(|metadata| metadata.is_dir() || metadata.len() == sidecar.output.bytes);
    if sidecar.key != key || !whole {
        return None;
    }
    let metadata = std::fs::metadata(input).ok()?;
    let untouched = metadata.is_file() && metadata.len() == sidecar.input.bytes && modified(input) == sidecar.clock.input_modified;
    let same = |now: Input| now.bytes == sidecar.input.bytes && now.sha256 == sidecar.input.sha256;
    if !untouched && !digest().is_ok_and(same) {
        return None;
    }
    Some(ShardStats { skipped: true, timing: Timing::default(), ..sidecar.stats })
}

/// Forgets that a shard was finished.
///
/// # Errors
/// A sidecar that stays.
pub fn forget(output: &Path) -> Result<()> {
    files::remove(&sidecar_path(output))
}

/// Says that a shard is finished, by which strategy and for which task.
///
/// # Errors
/// Where the sidecar cannot be written.
pub fn write(input: &Path, output: &Path, key: String, [strategy, task]: [&str; 2], read: Input, stats: &ShardStats) -> Result<()> {
    let bytes = std::fs::metadata(output).map_or(0, |metadata| if metadata.is_dir() { 0 } else { metadata.len() });
    let sidecar = Sidecar {
        gleaner: env!("CARGO_PKG_VERSION").into(),
        key,
        strategy: strategy.into(),
        task: task.into(),
        input: read,
        output: Output { bytes },
        stats: stats.clone(),
        clock: Clock { input_modified: modified(input), timing: stats.timing },
    };
    let path = sidecar_path(output);
    let failed = |error| Error::io("cannot write", error).in_file(&path).remedy("check the space left");
    let text = serde_json::to_string_pretty(&sidecar).map_err(|error| failed(std::io::Error::other(error)))?;
    let mut partial = Partial::create(&path)?;
    partial.write_all(text.as_bytes()).and_then(|()| partial.write_all(b"\n")).map_err(failed)?;
    partial.commit()
}
