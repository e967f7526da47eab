//! `gleaner sample`: documents drawn from shards, as JSON lines that other commands read.

use super::inputs::Inputs;
use super::{bad_records, output};
use crate::error::Result;
use crate::shard::{self, Draw, Partial, cannot_write};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Draws a sample of documents that does not depend on how they are parted into files, nor on their order.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub struct Sample {
    #[command(flatten)]
    inputs: Inputs,
    /// How many documents of all; every one is as likely as any other
    #[arg(long, value_name = "N", default_value_t = 1000)]
    size: usize,
    /// Instead: at most so many of each source
    #[arg(long, value_name = "N", conflicts_with = "size")]
    per_source: Option<usize>,
    /// Other seeds draw other documents
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The file of JSON lines; none or `-`: stdout
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

const HELP: &str = "\
Examples:
  gleaner sample crawl/*.warc.gz --size 5000 --out sample.jsonl
  gleaner sample crawl/*.parquet --per-source 50 --seed 2 --out sample.jsonl
  gleaner leak sample.jsonl --strategy default,source-cues      what gives the sources of the crawl away
  gleaner strip --strategy default sample.jsonl --output spans

A document is drawn by a hash of seed, source and id (of its text, if it has no id). Lines are in the order of the draw: the first 100
are the sample of 100. `weight` is the number of documents that a line stands for; with --per-source, weigh by it what is said of the
crawl.
Documents in memory: only those drawn so far, at most a million of them and 4 GiB.

Records that cannot be read are told of and left out; then the exit code is 3, as that of `strip`.";

impl Sample {
    /// Runs the command.
    ///
    /// # Errors
    /// Wrong arguments, input that cannot be read, a file that cannot be written.
    pub fn run(self) -> Result<ExitCode> {
        let options = self.inputs.options()?;
        let jobs = shard::plan(&self.inputs.inputs, &PathBuf::new(), &options)?;
        let draw = Draw { size: self.per_source.unwrap_or(self.size), by_source: self.per_source.is_some(), seed: self.seed };
        // Before the draw, which may take hours.
        let file = self.out.as_ref().filter(|out| out.as_os_str() != "-").map(|out| Partial::create(out)).transpose()?;
        let sample = shard::sample(&jobs, draw, &options)?;
        let rows = sample.rows();
        let count = rows.len();
        match file {
            None => rows.into_iter().try_for_each(|(row, weight)| output::print(&row.line(weight)))?,
            Some(file) => {
                let target = file.target().to_path_buf();
                let failed = |error| cannot_write(error, &target);
                let mut file = std::io::BufWriter::new(file);
                rows.into_iter().try_for_each(|(row, weight)| file.write_all(row.line(weight).as_bytes())).map_err(failed)?;
                file.into_inner().map_err(|error| failed(error.into_error()))?.commit()?;
            }
        }
        if !self.inputs.quiet {
            let (stats, strata) = (&sample.stats, sample.strata());
            let of = if draw.by_source { format!(" of {strata} sources") } else { String::new() };
            output::remark(&format!("{count} of {} documents{of}", stats.documents));
        }
        Ok(bad_records::account(&sample.stats, "read", self.inputs.quiet))
    }
}
