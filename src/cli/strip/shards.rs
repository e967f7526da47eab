//! `gleaner strip IN… --out DIR`: files cleaned into files, several at a time.

mod report;

use super::Strip;
use super::json_lines::document_format;
use crate::cli::columns::{ColumnArguments, beside_out};
use crate::cli::{bad_records, output};
use crate::counts::Limits;
use crate::error::{Error, Result};
use crate::shard::{self, Compression, Emit, Existing, Job, Options, ShardStats, format_named, part_path, process_group, process_stream};
use crate::strategy::Selected;
use crate::strategy::contract::Needs;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

/// Files into files.
#[derive(Debug, Args)]
#[command(next_help_heading = "Files into files (with --out)", mut_args(beside_out))]
pub struct ShardArguments {
    /// Clean each file into this folder; inputs may be files, folders and patterns. `-`: to stdout
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Skip what was finished by an earlier run with the same strategy, options and input; do the rest
    #[arg(long, requires = "out")]
    resume: bool,
    /// What to write: text, spans, both, attributes, dolma
    #[arg(long, requires = "out", default_value = "text")]
    emit: Emit,
    /// Format of inputs whose names do not tell: jsonl, json, csv, tsv, parquet, warc, wet, text
    #[arg(long, requires = "out", value_name = "FORMAT")]
    from: Option<String>,
    /// Format of outputs; default: that of the input
    #[arg(long, requires = "out", value_name = "FORMAT")]
    to: Option<String>,
    /// How outputs are packed: none, gz, zst; default: as the input
    #[arg(long, requires = "out", value_name = "PACKING")]
    compress: Option<Compression>,
    #[command(flatten)]
    columns: ColumnArguments,
    /// Write the clean text to a column of its own and leave the text as it is
    #[arg(long, requires = "out", value_name = "NAME")]
    text_to: Option<String>,
    /// Column for removed spans
    #[arg(long, requires = "out", value_name = "NAME", default_value = "removed")]
    removed_to: String,
    /// A longer record becomes a row of the error file: bytes, or with KB, MB, GB
    #[arg(long, requires = "out", value_name = "SIZE", value_parser = parse_size, default_value = "64MB")]
    max_record: u64,
    /// For strategies that compare documents: what `gleaner count` counted; without it, all inputs are counted first, into DIR/counts
    #[arg(long, requires = "out", value_name = "FILE")]
    counts: Option<PathBuf>,
    /// Cut outputs into files of about this size, and clean small inputs of a folder together into one
    #[arg(long, requires = "out", value_name = "SIZE", value_parser = parse_size)]
    shard_size: Option<u64>,
    /// No progress
    #[arg(long, requires = "out")]
    quiet: bool,
}

/// A number of bytes: `1000`, `64KB`, `256MB`, `1GB`; powers of 1024.
fn parse_size(text: &str) -> std::result::Result<u64, String> {
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let shift = match unit.trim().to_ascii_uppercase().as_str() {
        "" | "B" => 0,
        "K" | "KB" | "KIB" => 10,
        "M" | "MB" | "MIB" => 20,
        "G" | "GB" | "GIB" => 30,
        _ => return Err(format!("`{text}` is no size; write 1000, 64KB, 256MB or 1GB")),
    };
    let bytes = number.parse::<u64>().ok().and_then(|number| number.checked_mul(1 << shift)).filter(|bytes| *bytes > 0);
    bytes.ok_or_else(|| format!("`{text}` is no size; write 1000, 64KB, 256MB or 1GB"))
}

impl ShardArguments {
    fn options(&self, command: &Strip) -> Result<Options> {
        let named = |name: &Option<String>| name.as_deref().map(format_named).transpose();
        Ok(Options {
            columns: self.columns.columns(),
            from: named(&self.from)?,
            to: named(&self.to)?,
            compression: self.compress,
            format: document_format(command.format),
            lang: command.lang.clone(),
            source: command.source.clone(),
            emit: self.emit,
            text_to: self.text_to.clone(),
            removed_to: self.removed_to.clone(),
            view: command.view,
            max_record_bytes: usize::try_from(self.max_record).unwrap_or(usize::MAX),
            shard_bytes: self.shard_size,
            existing: if self.resume { Existing::Resume } else { Existing::Refuse },
            pool: Some(Arc::new(crate::cli::thread_pool(command.threads)?)),
            ..Options::default()
        })
    }
}

/// How a shard went.
type Outcome = Result<ShardStats>;

/// Cleans every file; the exit code says whether all records of all files were.
///
/// # Errors
/// Wrong arguments, an output folder that cannot be made, a report that cannot be written. A shard that fails is told and the others go on.
pub fn strip(command: &Strip, strategy: &Selected, out: &Path) -> Result<ExitCode> {
    if command.files.is_empty() {
        return Err(Error::usage("nothing to clean").remedy("name files, folders or patterns before --out; `-` is stdin"));
    }
    let mut options = command.shards.options(command)?;
    let compares = strategy.entry.needs == Needs::Documents;
    if let Some(counts) = command.shards.counts.as_ref().filter(|_| compares) {
        options.context = Some(shard::context_of(counts)?);
    }
    if out == Path::new("-") {
        if compares && options.context.is_none() {
            let error = Error::usage(format!("{} compares documents and must know all before it cleans the first", strategy.name));
            return Err(error.remedy("count them with `gleaner count IN… --out FILE`, then give --counts FILE"));
        }
        return to_stdout(command, strategy, options);
    }
    let jobs = shard::plan(&command.files, out, &options)?;
    refuse_existing(&jobs, &options)?;
    for folder in jobs.iter().filter_map(|job| job.output.parent()) {
        let made = std::fs::create_dir_all(folder);
        made.map_err(|error| Error::io("cannot make the output folder", error).in_file(folder).remedy("choose another with --out"))?;
    }
    if compares && options.context.is_none() {
        options.context = Some(shard::first_pass(&jobs, out, Limits::default(), &options)?);
    }
    let bar = Progress::new(&jobs, command.shards.quiet);
    let told = bar.clone();
    options.progress = Some(Arc::new(move |documents, bytes| told.add(documents, bytes)));
    let outcomes = all(&jobs, strategy, command, &options, &bar);
    bar.bar.finish_and_clear();
    report::write(out, &jobs, &outcomes)?;
    Ok(account(&jobs, &outcomes))
}

/// Cleans all inputs, which must be of one format, to stdout.
fn to_stdout(command: &Strip, strategy: &Selected, mut options: Options) -> Result<ExitCode> {
    options.on_bad = Some(bad_records::teller());
    let stats =
        process_stream(&command.files, Box::new(std::io::stdout()), strategy, command.task, &options).map_err(output::about_stdout)?;
    Ok(bad_records::account(&stats, "cleaned", false))
}

/// An output that is there is found before the first shard is begun.
fn refuse_existing(jobs: &[Job], options: &Options) -> Result<()> {
    let first = |job: &Job| if options.shard_bytes.is_some() { part_path(&job.output, 0) } else { job.output.clone() };
    match jobs.iter().map(first).find(|output| options.existing == Existing::Refuse && output.exists()) {
        None => Ok(()),
        Some(output) => {
            let error = Error::usage("the output is there already").in_file(output);
            Err(error.remedy("skip what is finished with --resume, or choose another folder"))
        }
    }
}

/// All shards, side by side; each also gives its batches to the pool, so that one large file, or the last one, keeps all cores busy.
fn all(jobs: &[Job], strategy: &Selected, command: &Strip, options: &Options, bar: &Progress) -> Vec<Outcome> {
    shard::each(jobs, options, Job::first_input, |job| {
        let outcome = process_group(&job.inputs, &job.output, strategy, command.task, options);
        bar.finished(job, &outcome);
        outcome
    })
}

/// Says what went wrong; the exit code.
fn account(jobs: &[Job], outcomes: &[Outcome]) -> ExitCode {
    let mut failed = false;
    for (job, outcome) in jobs.iter().zip(outcomes) {
        match outcome {
            Ok(stats) if stats.errors > 0 => {
                failed = true;
                let (bad, all, name) = (stats.errors, stats.records, report::short_inputs(job));
                let errors = shard::errors_path(&job.output);
                output::remark(&format!("{name}: {bad} of {all} records could not be cleaned; {} says why", errors.display()));
            }
            Ok(_) => {}
            Err(error) => {
                failed = true;
                output::complain(error);
            }
        }
    }
    if failed { ExitCode::from(3) } else { ExitCode::SUCCESS }
}

/// The bar on a terminal: bytes of input, with shards and documents beside it.
#[derive(Clone)]
struct Progress {
    bar: ProgressBar,
    shards: usize,
    done: Arc<AtomicUsize>,
    documents: Arc<AtomicU64>,
}

impl Progress {
    fn new(jobs: &[Job], quiet: bool) -> Self {
        let bar = if quiet || !std::io::stderr().is_terminal() {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
        } else {
            ProgressBar::new(jobs.iter().map(Job::bytes).sum())
        };
        let template = "{wide_bar} {bytes}/{total_bytes}, {bytes_per_sec}, {msg}, {eta} left";
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        Self { bar: bar.with_style(style), shards: jobs.len(), done: Arc::default(), documents: Arc::default() }
    }

    fn add(&self, documents: u64, bytes: u64) {
        self.documents.fetch_add(documents, Relaxed);
        self.bar.inc(bytes);
        self.tell();
    }

    fn finished(&self, job: &Job, outcome: &Outcome) {
        self.done.fetch_add(1, Relaxed);
        if outcome.as_ref().is_ok_and(|stats| stats.skipped) {
            self.bar.inc(job.bytes());
        }
        self.tell();
    }

    fn tell(&self) {
        let (done, documents) = (self.done.load(Relaxed), self.documents.load(Relaxed));
        self.bar.set_message(format!("{done}/{} shards, {documents} records", self.shards));
    }
}
