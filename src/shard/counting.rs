//! The pass before cleaning, for strategies that compare documents: counts of each shard, in files of their own, merged.

use super::files::Partial;
use super::meter::digest;
use super::process::is_standard;
use super::pump::{meta, thread_seconds};
use super::sidecar::{self, COUNTS, Finished, Input};
use super::visit::visit_inputs;
use super::{Existing, Job, Options, Record, ShardStats};
use crate::counts::{self, Counts, Limits};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::strategy::Context;
use crate::strategy::contract::Facts;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Counts inputs (files, or `-`) of one format into a file of counts, which is there only when it is whole. Where it is there of the same input and with
/// the same options, nothing is done ([`Existing::Resume`]). Bad records are passed over: they are told of when the shard is cleaned.
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
        && !inputs.iter().any(|input| is_standard(input))
        && let Some(stats) = sidecar::finished(inputs, output, &key)
    {
        return Ok(stats);
    }
    let (counts, stats, read) = counted(inputs, limits, options)?;
    sidecar::forget(output)?;
    write_counts(&counts, output)?;
    let files = [output.to_path_buf()];
    sidecar::write(&Finished { inputs, output, files: &files, key, strategy: COUNTS, task: COUNTS, read, stats: &stats })?;
    Ok(stats)
}

fn counted(inputs: &[PathBuf], limits: Limits, options: &Options) -> Result<(Counts, ShardStats, Vec<Input>)> {
    let (start, cpu) = (Instant::now(), thread_seconds());
    let mut counts = Counts::new(limits.checked()?);
    let facts = |record: Record| {
        let Record { text, format, lang, source, .. } = record;
        let meta = meta(&text, format, lang, source, options);
        let source = meta.source.clone();
        Ok((source, Facts::of(&Document::new(meta, text))))
    };
    let (mut stats, read) = visit_inputs(inputs, options, facts, &mut |(source, facts)| counts.add_facts(&source, facts))?;
    stats.timing.wall_seconds = start.elapsed().as_secs_f64();
    stats.timing.cpu_seconds = thread_seconds() - cpu;
    Ok((counts, stats, read))
}

/// Counts shards, each into a file of its own, as many at a time as [`Options::pool`] has threads, and merges the counts: the
/// same whatever their order.
///
/// # Errors
/// As [`count_shard`], of the first shard that fails; those that are counted stay so.
fn count_shards(shards: &[(&[PathBuf], PathBuf)], limits: Limits, options: &Options) -> Result<Counts> {
    let whole = Mutex::new(Ok(Counts::new(limits.checked()?)));
    let next = AtomicUsize::new(0);
    // Plain threads, which share the pool for their batches: a task of the pool would begin a second shard while it waits.
    let work = || {
        while let Some((inputs, output)) = shards.get(next.fetch_add(1, Relaxed)) {
            let counted = count_shard(inputs, output, limits, options).and_then(|_| counts::read(output));
            let mut whole = whole.lock().unwrap_or_else(PoisonError::into_inner);
            let merged = match (&mut *whole, counted) {
                (Ok(whole), Ok(counts)) => whole.merge(counts),
                (Ok(_), Err(error)) => Err(error),
                (Err(_), _) => return,
            };
            if let Err(error) = merged {
                *whole = Err(error);
            }
        }
    };
    let threads = options.pool.as_ref().map_or(1, |pool| pool.current_num_threads()).min(shards.len());
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    whole.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Counts the inputs of jobs whose outputs lie in `out`: into `parts`, a file each under the output's name and `.counts`. What an earlier
/// run counted of the same inputs with the same options is not counted again.
///
/// # Errors
/// As [`count_shard`], of the first shard that fails; stdin, which cannot be read once more for cleaning.
pub fn count_jobs(jobs: &[Job], out: &Path, parts: &Path, limits: Limits, options: &Options) -> Result<Counts> {
    let options = Options { existing: Existing::Resume, context: None, ..options.clone() };
    let mut shards = Vec::with_capacity(jobs.len());
    for Job { inputs, output } in jobs {
        if inputs.iter().any(|input| is_standard(input)) {
            let error = Error::usage("stdin cannot be read twice, once to count and once to clean");
            return Err(error.remedy("write it to a file first"));
        }
        let mut part = parts.join(output.strip_prefix(out).unwrap_or(output)).into_os_string();
        part.push(".counts");
        let part = PathBuf::from(part);
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
    let counts = count_jobs(jobs, out, &parts, limits, &Options { progress: None, on_bad: None, ..options.clone() })?;
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
    let failed =
        |error| Error::io("cannot write the counts", error).in_file(path).remedy("check the folder's permissions and the space left");
    counts::write(counts, &mut partial).map_err(failed)?;
    partial.commit()
}
