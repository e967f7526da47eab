//! The sidecar of a finished shard, `NAME.gleaner.json`: what it was made of, so that a rerun knows whether to do it again.

use super::files::{self, sidecar_path};
use super::meter::digest;
use super::process::is_pipe;
use super::split::is_of;
use super::{Options, ShardStats, Timing};
use crate::counts::Limits;
use crate::document::Fingerprint;
use crate::error::Result;
use crate::gold::Task;
use crate::strategy::Selected;
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What keys begin with; raised when outputs change for reasons that no other part of the key knows.
const VERSION: &str = "gleaner-shard-1";
/// In place of a strategy's name and of a task's: counts of repetition.
pub const COUNTS: &str = "(counts)";
/// A sidecar is smaller than this; what is larger is none.
const MAX_BYTES: u64 = 16 << 20;

/// A finished shard, as the file has it.
#[derive(Debug, Serialize, Deserialize)]
struct Sidecar {
    /// Version of gleaner.
    gleaner: String,
    /// Strategy, options and versions, hashed.
    key: String,
    strategy: String,
    task: String,
    inputs: Vec<Input>,
    outputs: Vec<Output>,
    stats: ShardStats,
    /// What differs between two runs.
    clock: Clock,
}

/// An input as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// File name without folders.
    pub name: String,
    /// Length.
    pub bytes: u64,
    /// Digest of its content, hexadecimal.
    pub sha256: String,
}

/// A file of the output.
#[derive(Debug, Serialize, Deserialize)]
struct Output {
    /// File name without folders.
    name: String,
    bytes: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Clock {
    /// When the inputs were last written, in nanoseconds since 1970; with the lengths, a quick proof that they are the same.
    inputs_modified: Vec<u64>,
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

/// When each of some inputs was last written; of a folder, the last of its texts. Taken before they are read: what is written meanwhile
/// must not pass for what was read.
pub fn times(inputs: &[PathBuf]) -> Vec<u64> {
    inputs.iter().map(|input| modified(input)).collect()
}

/// When a file was last written, in nanoseconds since 1970; 0 where the system does not say.
fn modified(path: &Path) -> u64 {
    let of = |path: &Path| {
        let time = std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
        time.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |since| since.as_nanos() as u64)
    };
    let mut texts = Vec::new();
    if path.is_dir() {
        // A folder that cannot be listed cannot be read either, which is told there.
        let _ = super::folder::texts(path, 0, &mut texts);
    }
    texts.iter().map(|text| of(text)).fold(of(path), u64::max)
}

fn read(output: &Path) -> Option<Sidecar> {
    let mut text = String::new();
    std::fs::File::open(sidecar_path(output)).ok()?.take(MAX_BYTES).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

/// The counts of a shard that is finished, with this key and of these inputs; else `None`. Inputs are digested only where length and
/// time of writing leave a doubt, and never what can be read but once.
pub fn finished(inputs: &[PathBuf], output: &Path, key: &str) -> Option<ShardStats> {
    let sidecar = read(output)?;
    let whole = |own: &Output| std::fs::metadata(output.with_file_name(&own.name)).is_ok_and(|metadata| metadata.len() == own.bytes);
    let told = sidecar.inputs.len() == inputs.len() && sidecar.clock.inputs_modified.len() == inputs.len();
    if sidecar.key != key || !told || !sidecar.outputs.iter().all(whole) || inputs.iter().any(|input| is_pipe(input)) {
        return None;
    }
    let same = |((path, input), time): ((&PathBuf, &Input), &u64)| {
        let metadata = std::fs::metadata(path);
        let untouched = metadata.is_ok_and(|metadata| metadata.is_file() && metadata.len() == input.bytes) && modified(path) == *time;
        untouched || digest(path).is_ok_and(|now| now.bytes == input.bytes && now.sha256 == input.sha256)
    };
    if !inputs.iter().zip(&sidecar.inputs).zip(&sidecar.clock.inputs_modified).all(same) {
        return None;
    }
    Some(ShardStats { skipped: true, timing: Timing::default(), ..sidecar.stats })
}

/// Forgets that a shard was finished; returns the files that it had.
///
/// # Errors
/// A sidecar that stays.
pub fn forget(output: &Path) -> Result<Vec<PathBuf>> {
    let old = read(output).map(|sidecar| sidecar.outputs).unwrap_or_default();
    files::remove(&sidecar_path(output))?;
    // The output and its parts only: the file could say anything.
    Ok(old.iter().map(|own| output.with_file_name(&own.name)).filter(|path| is_of(output, path)).collect())
}

/// What there is to say of a finished shard.
pub struct Finished<'f> {
    /// The inputs.
    pub inputs: &'f [PathBuf],
    /// The output's name.
    pub output: &'f Path,
    /// Its files.
    pub files: &'f [PathBuf],
    /// Strategy, task and options, hashed.
    pub key: String,
    /// The strategy.
    pub strategy: &'f str,
    /// The task.
    pub task: &'f str,
    /// What was read.
    pub read: Vec<Input>,
    /// When the inputs were last written, as of before they were read ([`times`]).
    pub times: Vec<u64>,
    /// The counts.
    pub stats: &'f ShardStats,
}

/// Says that a shard is finished.
///
/// # Errors
/// Where the sidecar cannot be written.
pub fn write(finished: Finished<'_>) -> Result<()> {
    let file = |path: &PathBuf| Output {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        bytes: std::fs::metadata(path).map_or(0, |metadata| metadata.len()),
    };
    let mut inputs = finished.read;
    for ((input, before), now) in inputs.iter_mut().zip(&finished.times).zip(times(finished.inputs)) {
        if *before != now {
            // It was written to meanwhile: no content is what was read of it, so that the shard is done again.
            input.sha256.clear();
        }
    }
    let sidecar = Sidecar {
        gleaner: env!("CARGO_PKG_VERSION").into(),
        key: finished.key,
        strategy: finished.strategy.into(),
        task: finished.task.into(),
        inputs,
        outputs: finished.files.iter().map(file).collect(),
        stats: finished.stats.clone(),
        clock: Clock { inputs_modified: finished.times, timing: finished.stats.timing },
    };
    let path = sidecar_path(finished.output);
    let text = serde_json::to_string_pretty(&sidecar).map_err(|error| files::cannot_write(std::io::Error::other(error), &path))?;
    files::write_whole(&path, (text + "\n").as_bytes())
}
