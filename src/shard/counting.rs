//! The pass before cleaning, for strategies that compare documents: counts of each shard, in files of their own, merged.

use super::each::try_each;
use super::files::{Partial, beside, cannot_write};
use super::meter::digest;
use super::process::is_pipe;
use super::pump::{meta, thread_seconds};
use super::readers::Readers;
use super::sidecar::{self, COUNTS, Finished};
use super::visit::visit_inputs;
use super::{Existing, Job, Options, Record, ShardStats};
use crate::counts::{self, Counts, Limits};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::strategy::Context;
use crate::strategy::contract::Facts;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Counts inputs (files, or `-`) of one format into a file of counts, which is there only when it is whole. Where it is there of the same
/// input and with the same options, nothing is done ([`Existing::Resume`]). Bad records are counted, told to [`Options::on_bad`], and
/// passed over.
///
/// ```
/// use gleaner::{counts::{self, Limits}, shard::{Options, count_shard}};
/// # let folder = std::env::temp_dir().join(format!("gleaner-doc-count-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let (input, output) = (folder.join("in.jsonl"), folder.join("in.counts"));
/// std::fs::write(&input, "{\"text\": \"It sailed.\\nShare\", \"source\": \"a\"}\n{\"text\": \"It sank.\\nShare\", \"source\": \"b\"}\n")?;
/// let stats = count_shard(&[input], &output, Limits::default(), &Options::default())?;
/// assert_eq!((stats.documents, counts::read(&output)?.sources()), (2, 2));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// An input that cannot be opened or is of no known format, a disk that fails or is full, too many sources for the limits.
pub fn count_shard(inputs: &[PathBuf], output: &Path, limits: Limits, options: &Options) -> Result<ShardStats> {
    let key = sidecar::counts_key(limits, options);
    if options.existing == Existing::Resume
        && let Some(stats) = sidecar::finished(inputs, output, &key)
    {
        return Ok(stats);
    }
    let (times, readers) = (sidecar::times(inputs), Arc::new(Readers::with_digests()));
    let (counts, stats) = counted(inputs, limits, options, &readers)?;
    let read = readers.read(inputs)?;
    sidecar::forget(output)?;
    write_counts(&counts, output)?;
    let files = [output.to_path_buf()];
    sidecar::write(Finished { inputs, output, files: &files, key, strategy: COUNTS, task: COUNTS, read, times, stats: &stats })?;
    Ok(stats)
}

fn counted(inputs: &[PathBuf], limits: Limits, options: &Options, readers: &Arc<Readers>) -> Result<(Counts, ShardStats)> {
    let (start, cpu) = (Instant::now(), thread_seconds());
    let mut counts = Counts::new(limits.checked()?);
    let facts = |record: Record| {
        let Record { text, format, lang, source, .. } = record;
        let meta = meta(&text, format, lang, source, options);
        let source = meta.source.clone();
        Ok((source, Facts::of(&Document::new(meta, text))))
    };
    let mut stats = visit_inputs(inputs, options, readers, facts, &mut |(source, facts)| counts.add_facts(&source, facts))?;
    stats.timing.wall_seconds = start.elapsed().as_secs_f64();
    stats.timing.cpu_seconds = thread_seconds() - cpu;
    Ok((counts, stats))
}

/// Counts shards, each into a file of its own, side by side, and merges the counts: the same whatever their order.
///
/// # Errors
/// As [`count_shard`], of the first shard that fails; those that are counted stay so.
fn count_shards(shards: &[(&[PathBuf], PathBuf)], limits: Limits, options: &Options) -> Result<(Counts, ShardStats)> {
    let whole = Mutex::new((Counts::new(limits.checked()?), ShardStats::default()));
    try_each(
        shards,
        options,
        |(inputs, output)| inputs.first().unwrap_or(output),
        |(inputs, output)| {
            let stats = count_shard(inputs, output, limits, options)?;
            let counts = counts::read(output)?;
            let mut whole = whole.lock().unwrap_or_else(PoisonError::into_inner);
            whole.1 += &stats;
            whole.0.merge(counts)
        },
    )?;
    Ok(whole.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Counts the inputs of jobs whose outputs lie in `out`: into `parts`, a file each under the output's name and `.counts`. What an earlier
/// run counted of the same inputs with the same options is not counted again. The counts of all, and what was read.
///
/// # Errors
/// As [`count_shard`], of the first shard that fails; stdin or a pipe, which cannot be read once more for cleaning.
pub fn count_jobs(jobs: &[Job], out: &Path, parts: &Path, limits: Limits, options: &Options) -> Result<(Counts, ShardStats)> {
    let options = Options { existing: Existing::Resume, context: None, ..options.clone() };
    let mut shards = Vec::with_capacity(jobs.len());
    for Job { inputs, output } in jobs {
        if let Some(input) = inputs.iter().find(|input| is_pipe(input)) {
            let error = Error::usage("stdin and pipes cannot be read twice, once to count and once to clean").in_file(input);
            return Err(error.remedy("write it to a file first"));
        }
        let part = beside(&parts.join(output.strip_prefix(out).unwrap_or(output)), ".counts");
        let folder = part.parent().unwrap_or(parts);
        let made = std::fs::create_dir_all(folder);
        made.map_err(|error| Error::io("cannot make the folder of counts", error).in_file(folder).remedy("check its permissions"))?;
        shards.push((inputs.as_slice(), part));
    }
    count_shards(&shards, limits, &options)
}

/// The pass before cleaning: counts the inputs into `out/counts`, all together into `out/counts/all.counts`, and gives the context
/// for the second pass ([`Options::context`]), named by the digest of that file.
///
/// # Errors
/// As [`count_jobs`].
pub fn first_pass(jobs: &[Job], out: &Path, limits: Limits, options: &Options) -> Result<(Arc<Context>, String)> {
    let parts = out.join("counts");
    // Bad records are told of when they are to be cleaned.
    let (counts, _) = count_jobs(jobs, out, &parts, limits, &Options { progress: None, on_bad: None, ..options.clone() })?;
    let all = parts.join("all.counts");
    write_counts(&counts, &all)?;
    Ok((Arc::new(counts.context()), digest(&all)?.sha256))
}

/// The context of a file of counts, with its name.
///
/// # Errors
/// As [`counts::read`].
pub fn context_of(path: &Path) -> Result<(Arc<Context>, String)> {
    Ok((Arc::new(counts::read(path)?.context()), digest(path)?.sha256))
}

/// Writes counts under a temporary name and renames them.
///
/// # Errors
/// A folder that cannot be written to, a disk that is full.
pub fn write_counts(counts: &Counts, path: &Path) -> Result<()> {
    let mut partial = Partial::create(path)?;
    counts::write(counts, &mut partial).map_err(|error| cannot_write(error, path))?;
    partial.commit()
}
