//! A shard from its file to its output, or not at all.

use super::compression::unpack;
use super::errors::ErrorFile;
use super::files::{Partial, errors_path};
use super::format::{Making, Opening, Out, Stream, format_of};
use super::meter::{Meter, Metered, digest};
use super::pump::{pump, thread_seconds};
use super::sidecar::{self, Input};
use super::{BadRecord, Cleaner, Compression, Existing, Options, ShardFormat, ShardStats, Source, folder, json_array, json_lines};
use crate::error::{Error, Result};
use crate::gold::Task;
use crate::strategy::{Context, Selected};
use std::fs::File;
use std::io::Read;
use std::path::Path;
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
    if is_standard(output) {
        return process_stream(input, Box::new(std::io::stdout()), strategy, task, options);
    }
    let key = sidecar::key(strategy, task, options);
    if let Some(stats) = settle_existing(input, output, &key, options)? {
        return Ok(stats);
    }
    let (start, cpu) = (Instant::now(), thread_seconds());
    let partial = Partial::create(output)?;
    let out: Out = Box::new(partial.handle()?);
    let error_path = errors_path(output);
    let mut errors = ErrorFile::new(&error_path);
    let (from, to) = formats(input, Some(output), options)?;
    let compression = options.compression.unwrap_or_else(|| Compression::of_name(&output.to_string_lossy()));
    let shard = Shard { input, from, to, compression, strategy, task, options };
    let (mut stats, read) = shard.run(out, &mut |bad| errors.add(bad))?;
    stats.timing.wall_seconds = start.elapsed().as_secs_f64();
    stats.timing.cpu_seconds += thread_seconds() - cpu;
    // A shard that was finished before is not, from here on until the last rename.
    sidecar::forget(output)?;
    errors.commit()?;
    partial.commit()?;
    sidecar::write(input, output, key, [&strategy.name, task.name()], read, &stats)?;
    Ok(stats)
}

/// Cleans one input, a file or `-`, into a stream.
///
/// # Errors
/// As [`process_shard`].
pub fn process_stream(input: &Path, out: Out, strategy: &Selected, task: Task, options: &Options) -> Result<ShardStats> {
    let (start, cpu) = (Instant::now(), thread_seconds());
    let (from, to) = formats(input, None, options)?;
    let shard = Shard { input, from, to, compression: options.compression.unwrap_or_default(), strategy, task, options };
    let (mut stats, _) = shard.run(out, &mut |_| Ok(()))?;
    stats.timing.wall_seconds = start.elapsed().as_secs_f64();
    stats.timing.cpu_seconds += thread_seconds() - cpu;
    Ok(stats)
}

/// Whether a name means stdin or stdout.
pub fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// What to do about an output that is there: the counts, if the shard is finished.
fn settle_existing(input: &Path, output: &Path, key: &str, options: &Options) -> Result<Option<ShardStats>> {
    let same = input.canonicalize().ok().zip(output.canonicalize().ok()).is_some_and(|(input, output)| input == output);
    if same {
        return Err(Error::usage("the output is the input").in_file(output).remedy("write to another folder"));
    }
    match options.existing {
        Existing::Refuse if output.exists() => Err(Error::usage("the output is there already")
            .in_file(output)
            .remedy("choose another folder, or skip what is finished with --resume")),
        Existing::Resume if !is_standard(input) => Ok(sidecar::finished(input, output, key, || digest(input))),
        _ => Ok(None),
    }
}

/// Formats of input and output: as the options say, else by the names' endings; an output that does not tell is written as the input is.
pub fn formats(input: &Path, output: Option<&Path>, options: &Options) -> Result<(&'static ShardFormat, &'static ShardFormat)> {
    let from = options
        .from
        .or_else(|| format_of(input))
        .or_else(|| input.is_dir().then_some(&folder::ENTRY))
        .or_else(|| is_standard(input).then_some(&json_lines::ENTRY));
    let from =
        from.ok_or_else(|| Error::usage("its name tells no format of shards").in_file(input).remedy("name the format with --from"))?;
    let own_lines = !options.emit.keeps_columns();
    let told = options.to.or_else(|| output.and_then(format_of));
    let to = told.unwrap_or(if own_lines || from.name == folder::ENTRY.name { &json_lines::ENTRY } else { from });
    if own_lines && to.name != json_lines::ENTRY.name && to.name != json_array::ENTRY.name {
        let error = Error::usage(format!("--emit {} is JSON, not {}", options.emit.name(), to.name));
        return Err(error.remedy("write --to jsonl, and a name that ends in .jsonl"));
    }
    Ok((from, to))
}

/// All that a shard's work depends on.
struct Shard<'s> {
    input: &'s Path,
    from: &'static ShardFormat,
    to: &'static ShardFormat,
    compression: Compression,
    strategy: &'s Selected,
    task: Task,
    options: &'s Options,
}

impl Shard<'_> {
    /// Reads, cleans and writes it.
    fn run(&self, out: Out, bad: &mut dyn FnMut(&BadRecord) -> Result<()>) -> Result<(ShardStats, Input)> {
        let options = self.options;
        let meter = Arc::new(Meter::default());
        let reading = Reading { input: self.input, from: self.from, options };
        let (mut source, rest) = reading.open(&meter)?;
        let making = Making {
            compression: self.compression,
            strategy: &self.strategy.name,
            from: self.from,
            to: self.to,
            schema: source.schema(),
            options,
        };
        let mut made = (self.to.make)(out, &making)?;
        let empty = Context::empty();
        let context = options.context.as_ref().map_or(&empty, |(context, _)| context);
        let cleaner = Cleaner { strategy: self.strategy, task: self.task, context };
        let mut seen = 0;
        let mut tick = |records| {
            let now = meter.bytes();
            if let Some(progress) = &options.progress {
                progress(records, now - seen);
            }
            seen = now;
        };
        let mut bad = |record: &BadRecord| {
            options.on_bad.iter().for_each(|tell| tell(record));
            bad(record)
        };
        let stats = pump(&mut *source, &mut made, cleaner, options, &mut bad, &mut tick)?;
        made.sink.finish()?;
        drop(source);
        Ok((stats, reading.read(meter, rest)?))
    }
}

/// An input as it is read.
pub struct Reading<'s> {
    /// The file, or `-`.
    pub input: &'s Path,
    /// Its format.
    pub from: &'static ShardFormat,
    /// The options.
    pub options: &'s Options,
}

impl Reading<'_> {
    /// The source; of a file that is read as a stream, also a handle to what of it will be left unread.
    ///
    /// # Errors
    /// An input that cannot be opened.
    pub fn open(&self, meter: &Arc<Meter>) -> Result<(Box<dyn Source>, Option<File>)> {
        let failed = |error| Error::io("cannot open the file", error).in_file(self.input).remedy("check the name and its permissions");
        match self.from.open {
            Opening::Path(_) if is_standard(self.input) => {
                let error = Error::usage(format!("{} cannot be read from stdin", self.from.name));
                Err(error.remedy("write it to a file first"))
            }
            Opening::Path(open) => Ok((open(self.input, self.options)?, None)),
            Opening::Stream(open) => {
                let (raw, rest): (Box<dyn Read + Send>, Option<File>) = if is_standard(self.input) {
                    (Box::new(std::io::stdin()), None)
                } else {
                    let file = File::open(self.input).map_err(failed)?;
                    let rest = file.try_clone().map_err(failed)?;
                    (Box::new(file), Some(rest))
                };
                let stream: Stream = unpack(Metered::new(raw, Arc::clone(meter))).map_err(failed)?;
                Ok((open(stream, self.options)?, rest))
            }
        }
    }

    /// What was read, with its digest.
    ///
    /// # Errors
    /// A disk that fails.
    pub fn read(&self, meter: Arc<Meter>, rest: Option<File>) -> Result<Input> {
        let Some(rest) = rest else {
            return if is_standard(self.input) { Ok(meter.input("-")) } else { digest(self.input) };
        };
        let drained = std::io::copy(&mut Metered::new(rest, Arc::clone(&meter)), &mut std::io::sink());
        drained.map_err(|error| Error::io("cannot read", error).in_file(self.input).remedy("check the disk, then run again"))?;
        Ok(meter.input(&self.input.file_name().unwrap_or_default().to_string_lossy()))
    }
}
