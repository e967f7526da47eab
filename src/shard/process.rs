//! A shard from its file to its output, or not at all.

use super::errors::ErrorFile;
use super::files::{self, Partial, errors_path};
use super::format::{Making, Opening, Out, Schema, format_of};
use super::pump::{pump, thread_seconds};
use super::readers::Readers;
use super::record::{Made, Source};
use super::sidecar;
use super::split::{Chain, Opener, PartMaker, Parts, located, part_path};
use super::{BadRecord, Cleaner, Compression, Existing, Options, ShardFormat, ShardStats, folder, json_array, json_lines, text};
use crate::error::{Error, Result};
use crate::gold::Task;
use crate::strategy::{Context, Selected};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Cleans one input file into one output file. `-` is stdin or stdout; what goes to stdout has no sidecar and no error file
/// ([`Options::on_bad`] tells of bad records).
///
/// The output's bytes depend on input, strategy, task and options only. Bad records go to `OUTPUT.errors.jsonl`
/// ([`super::errors_path`]) and the rest goes on; a stream that breaks off keeps what came before.
///
/// ```
/// use gleaner::{gold::Task, shard::{Options, process_shard, ready}};
/// # let folder = std::env::temp_dir().join(format!("gleaner-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let (input, output) = (folder.join("in.jsonl"), folder.join("out.jsonl"));
/// std::fs::write(&input, "{\"id\": 1, \"text\": \"It sailed.\\n\\nRelated article: Fares\\n\", \"n\": 1.50}\n")?;
/// let stats = process_shard(&input, &output, &ready("phrase-rules")?, Task::Boilerplate, &Options::default())?;
/// assert_eq!((stats.documents, stats.removals, stats.skipped), (1, 1, false));
/// assert_eq!(std::fs::read_to_string(&output)?, "{\"id\": 1, \"text\": \"It sailed.\\n\\n\", \"n\": 1.50}\n");
/// assert!(process_shard(&input, &output, &ready("phrase-rules")?, Task::Boilerplate, &Options::default())?.skipped);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// An input that cannot be opened or is of no known format, a disk that fails or is full, an output that is there already where
/// [`Existing::Refuse`] forbids it. Then there is no output, or the old one.
pub fn process_shard(input: &Path, output: &Path, strategy: &Selected, task: Task, options: &Options) -> Result<ShardStats> {
    process_group(&[input.to_path_buf()], output, strategy, task, options)
}

/// As [`process_shard`], of several inputs of one format and the same columns, which are read as one. With [`Options::shard_bytes`] the
/// output is a row of files, `NAME-00000.ENDING` and so on.
///
/// # Errors
/// As [`process_shard`]; columns that differ.
pub fn process_group(inputs: &[PathBuf], output: &Path, strategy: &Selected, task: Task, options: &Options) -> Result<ShardStats> {
    if is_standard(output) {
        return process_stream(inputs, Box::new(std::io::stdout()), strategy, task, options);
    }
    let key = sidecar::key(strategy, task, options);
    if let Some(stats) = settle_existing(inputs, output, &key, options)? {
        return Ok(stats);
    }
    let (start, cpu) = (Instant::now(), thread_seconds());
    let mut errors = ErrorFile::new(errors_path(output), inputs.len() > 1);
    let (from, to) = formats(inputs, Some(output), options)?;
    if to.name == text::ENTRY.name && inputs.len() > 1 {
        return Err(Error::usage("several texts in one file would be one text").in_file(output).remedy("write --to jsonl"));
    }
    let (times, readers) = (sidecar::times(inputs), Arc::new(Readers::with_digests()));
    let compression = options.compression.unwrap_or_else(|| Compression::of_name(&output.to_string_lossy()));
    let parts = Parts::default();
    let shard = Shard { inputs, from, to, compression, strategy, task, options };
    let done = shard.run(Target::Files(output, Arc::clone(&parts)), &readers, &mut |bad| errors.add(bad));
    let mut stats = done.map_err(|error| located(error, output))?;
    let read = readers.read(inputs)?;
    stats.timing.wall_seconds = start.elapsed().as_secs_f64();
    stats.timing.cpu_seconds += thread_seconds() - cpu;
    // A shard that was finished before is not, from here on until the last rename.
    let old = sidecar::forget(output)?;
    errors.commit()?;
    let parts = std::mem::take(&mut *parts.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    let files: Vec<PathBuf> = parts.iter().map(|part| part.target().to_path_buf()).collect();
    // Parts of an earlier run that this one does not have.
    old.iter().filter(|old| !files.contains(old)).try_for_each(|old| files::remove(old))?;
    // The first one last: its lock holds for those that are closed.
    parts.into_iter().rev().try_for_each(Partial::commit)?;
    let (strategy, task) = (strategy.name.as_str(), task.name());
    sidecar::write(sidecar::Finished { inputs, output, files: &files, key, strategy, task, read, times, stats: &stats })?;
    Ok(stats)
}

/// Cleans inputs, files or `-`, into a stream.
///
/// # Errors
/// As [`process_shard`].
pub fn process_stream(inputs: &[PathBuf], out: Out, strategy: &Selected, task: Task, options: &Options) -> Result<ShardStats> {
    let (start, cpu) = (Instant::now(), thread_seconds());
    let (from, to) = formats(inputs, None, options)?;
    let shard = Shard { inputs, from, to, compression: options.compression.unwrap_or_default(), strategy, task, options };
    let mut stats = shard.run(Target::Stream(out), &Arc::default(), &mut |_| Ok(()))?;
    stats.timing.wall_seconds = start.elapsed().as_secs_f64();
    stats.timing.cpu_seconds += thread_seconds() - cpu;
    Ok(stats)
}

/// Whether a name means stdin or stdout.
pub fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether an input can be read but once: stdin, pipes.
pub fn is_pipe(path: &Path) -> bool {
    is_standard(path) || std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// What to do about an output that is there: the counts, if the shard is finished.
fn settle_existing(inputs: &[PathBuf], output: &Path, key: &str, options: &Options) -> Result<Option<ShardStats>> {
    let first = if options.shard_bytes.is_some() { part_path(output, 0) } else { output.to_path_buf() };
    let target = first.canonicalize().ok();
    if inputs.iter().any(|input| target.is_some() && input.canonicalize().ok() == target) {
        return Err(Error::usage("the output is the input").in_file(output).remedy("write to another folder"));
    }
    match options.existing {
        Existing::Refuse if first.exists() => {
            let error = Error::usage("the output is there already").in_file(first);
            Err(error.remedy("skip what is finished with --resume, or choose another folder"))
        }
        Existing::Resume => Ok(sidecar::finished(inputs, output, key)),
        _ => Ok(None),
    }
}

/// Formats of input and output: as the options say, else by the names' endings; an output that does not tell is written as the input is.
fn formats(inputs: &[PathBuf], output: Option<&Path>, options: &Options) -> Result<(&'static ShardFormat, &'static ShardFormat)> {
    let mut found = inputs.iter().map(|input| input_format(input, options));
    let from = found.next().unwrap_or_else(|| Err(Error::usage("no input").remedy("name at least one file")))?;
    for (other, input) in found.zip(inputs.iter().skip(1)) {
        if other?.name != from.name {
            return Err(Error::usage("its format is not that of the input before it")
                .in_file(input)
                .remedy("clean the two into two folders"));
        }
    }
    let own_lines = !options.emit.keeps_columns();
    let told = options.to.or_else(|| output.and_then(format_of));
    let to = told.unwrap_or(if own_lines || from.name == folder::ENTRY.name { &json_lines::ENTRY } else { from });
    if own_lines && to.name != json_lines::ENTRY.name && to.name != json_array::ENTRY.name {
        let error = Error::usage(format!("--emit {} is JSON, not {}", options.emit.name(), to.name));
        return Err(error.remedy("write --to jsonl, and a name that ends in .jsonl"));
    }
    Ok((from, to))
}

/// The format of an input.
///
/// # Errors
/// A name that tells none.
pub fn input_format(input: &Path, options: &Options) -> Result<&'static ShardFormat> {
    let told = options.from.or_else(|| format_of(input)).or_else(|| input.is_dir().then_some(&folder::ENTRY));
    told.or_else(|| is_standard(input).then_some(&json_lines::ENTRY))
        .ok_or_else(|| Error::usage("its name tells no format of shards").in_file(input).remedy("name the format with --from"))
}

/// Where the output goes.
enum Target<'t> {
    Stream(Out),
    Files(&'t Path, Parts),
}

/// All that a shard's work depends on.
struct Shard<'s> {
    inputs: &'s [PathBuf],
    from: &'static ShardFormat,
    to: &'static ShardFormat,
    compression: Compression,
    strategy: &'s Selected,
    task: Task,
    options: &'s Options,
}

impl Shard<'_> {
    /// Reads, cleans and writes it.
    fn run(&self, target: Target<'_>, readers: &Arc<Readers>, bad: &mut dyn FnMut(&BadRecord) -> Result<()>) -> Result<ShardStats> {
        let options = self.options;
        let mut source = Chain::new(self.inputs, opener(self.from, options.clone(), Arc::clone(readers)))?;
        let mut made = self.make(target, source.schema())?;
        let empty = Context::empty();
        let context = options.context.as_ref().map_or(&empty, |(context, _)| context);
        let cleaner = Cleaner { strategy: self.strategy, task: self.task, context };
        let mut seen = 0;
        let mut tick = |records| {
            let now = readers.bytes();
            if let Some(progress) = &options.progress {
                progress(records, now - seen);
            }
            seen = now;
        };
        let mut bad = |record: &BadRecord| {
            options.on_bad.iter().for_each(|tell| tell(record));
            bad(record)
        };
        let stats = pump(&mut source, &mut made, cleaner, options, &mut bad, &mut tick)?;
        made.sink.finish()?;
        Ok(stats)
    }

    fn make(&self, target: Target<'_>, schema: Option<Schema>) -> Result<Made> {
        let (from, to, compression, options) = (self.from, self.to, self.compression, self.options.clone());
        let strategy = self.strategy.name.clone();
        let make = move |out: Out| {
            let making = Making { compression, strategy: &strategy, from, to, schema: schema.clone(), options: &options };
            (to.make)(out, &making)
        };
        match target {
            Target::Stream(out) => make(out),
            Target::Files(output, parts) if self.options.shard_bytes.is_none() => {
                let partial = Partial::create(output)?;
                let out = partial.handle()?;
                parts.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(partial);
                make(Box::new(out))
            }
            Target::Files(output, parts) => {
                let limit = self.options.shard_bytes.unwrap_or(u64::MAX);
                PartMaker { make: Box::new(make), output: output.to_path_buf(), limit, parts }.begin()
            }
        }
    }
}

/// Opens inputs of one format, for those who only read.
///
/// # Errors
/// As the format's own.
pub fn open_inputs(inputs: &[PathBuf], options: &Options, readers: &Arc<Readers>) -> Result<Chain> {
    let (from, _) = formats(inputs, None, options)?;
    Chain::new(inputs, opener(from, options.clone(), Arc::clone(readers)))
}

/// Opens an input alone, for those who only read.
///
/// # Errors
/// As the format's own.
pub fn open_input(input: &Path, options: &Options) -> Result<Box<dyn Source>> {
    opener(input_format(input, options)?, options.clone(), Arc::default())(input).map_err(|error| located(error, input))
}

/// Opens inputs one by one and keeps count of what is read of them.
fn opener(from: &'static ShardFormat, options: Options, readers: Arc<Readers>) -> Opener {
    Box::new(move |input| match from.open {
        // Of a single text, the name says how it is written.
        Opening::Stream(open) if from.name == text::ENTRY.name && options.format.is_none() && !is_standard(input) => {
            let named = Options { format: text::format_of_name(input), ..options.clone() };
            open(readers.open(input)?, &named)
        }
        Opening::Path(_) if is_standard(input) => {
            Err(Error::usage(format!("{} cannot be read from stdin", from.name)).remedy("write it to a file first"))
        }
        Opening::Path(open) => open(input, &options),
        Opening::Stream(open) => open(readers.open(input)?, &options),
    })
}
