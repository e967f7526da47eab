//! The pass before cleaning, for strategies that compare documents: counts of each shard, in files of their own, merged.

use super::files::Partial;
use super::process::is_standard;
use super::pump::{meta, thread_seconds};
use super::sidecar::{self, COUNTS, Input};
use super::visit::visit_input;
use super::{Existing, Options, Record, ShardStats};
use crate::counts::{self, Counts, Limits};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::strategy::contract::Facts;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Counts one input, a file or `-`, into a file of counts, which is there only when it is whole. Where it is there of the same input and with
/// the same options, nothing is done ([`Existing::Resume`]). Bad records are passed over: they are told of when the shard is cleaned.
///
/// ```
/// use gleaner::{counts::{self, Limits}, shard::{Options, count_shard}};
/// # let folder = std::env::temp_dir().join(format!("gleaner-doc-count-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let (input, output) = (folder.join("in.jsonl"), folder.join("in.counts"));
/// std::fs::write(&input, "{\"text\": \"It sailed.\\nShare\", \"source\": \"a\"}\n{\"text\": \"It sank.\\nShare\", \"source\": \"b\"}\n")?;
/// let stats = count_shard(&input, &output, Limits::default(), &Options::default())?;
/// assert_eq!((stats.documents, counts::read(&output)?.sources()), (2, 2));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// An input that cannot be opened or is of no known format, a disk that fails or is full, too many sources for the limits.
pub fn count_shard(input: &Path, output: &Path, limits: Limits, options: &Options) -> Result<ShardStats> {
    let key = sidecar::counts_key(limits, options);
    if options.existing == Existing::Resume
        && !is_standard(input)
        && let Some(stats) = sidecar::finished(input, output, &key, || super::meter::digest(input))
    {
        return Ok(stats);
    }
    let (counts, stats, read) = counted(input, limits, options)?;
    sidecar::forget(output)?;
    write_counts(&counts, output)?;
    sidecar::write(input, output, key, [COUNTS, COUNTS], read, &stats)?;
    Ok(stats)
}

/// Counts one input.
fn counted(input: &Path, limits: Limits, options: &Options) -> Result<(Counts, ShardStats, Input)> {
    let (start, cpu) = (Instant::now(), thread_seconds());
    let mut counts = Counts::new(limits.checked()?);
    let facts = |record: Record| {
        let Record { text, format, lang, source, .. } = record;
        let meta = meta(&text, format, lang, source, options);
        let source = meta.source.clone();
        (source, Facts::of(&Document::new(meta, text)))
    };
    let (mut stats, read) = visit_input(input, options, facts, &mut |(source, facts)| counts.add_facts(&source, facts))?;
    stats.timing.wall_seconds = start.elapsed().as_secs_f64();
    stats.timing.cpu_seconds = thread_seconds() - cpu;
    Ok((counts, stats, read))
}

/// Counts shards, each into a file of its own, as many at a time as the calling pool has threads, and merges the counts: the
/// same whatever their order. `done` is told of each.
///
/// # Errors
/// As [`count_shard`], of the first shard that fails.
pub fn count_shards(
    shards: &[(PathBuf, PathBuf)],
    limits: Limits,
    options: &Options,
    done: &(dyn Fn(&Path, &ShardStats) + Sync),
) -> Result<Counts> {
    let whole = Mutex::new(Counts::new(limits.checked()?));
    shards.par_iter().try_for_each(|(input, output)| {
        let stats = count_shard(input, output, limits, options)?;
        let counts = counts::read(output)?;
        done(input, &stats);
        whole.lock().unwrap_or_else(PoisonError::into_inner).merge(counts)
    })?;
    Ok(whole.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Writes counts under a temporary name and renames them.
///
/// # Errors
/// A folder that cannot be written to, a disk that is full.
pub fn write_counts(counts: &Counts, path: &Path) -> Result<()> {
    let mut partial = Partial::create(path)?;
    let failed =
        |error| Error::io("cannot write the counts", error).in_file(path).remedy("check the folder's permissions and the space left");
    counts::write(counts, &mut partial).map_err(failed)?;
    partial.commit()
}
