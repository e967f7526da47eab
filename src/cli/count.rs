//! `gleaner count`: what repeats in a corpus, in files that merge.

use super::inputs::Inputs;
use super::{bad_records, output};
use crate::counts::{self, Counts, Limits};
use crate::error::Result;
use crate::shard::{self, ShardStats};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Counts what repeats in a corpus, for strategies that compare documents; merges counts.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub struct Count {
    #[command(flatten)]
    inputs: Inputs,
    /// The file of all counts together
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Folder for the counts of each input, which a second run does not count again; default: FILE.parts
    #[arg(long, value_name = "DIR")]
    parts: Option<PathBuf>,
    /// Entries (lines and places of documents) held of one source; above it, its documents are sampled
    #[arg(long, value_name = "N", default_value_t = Limits::default().per_source)]
    per_source: usize,
    /// Entries held in all, 12 bytes each; above it, --per-source is halved until they fit
    #[arg(long, value_name = "N", default_value_t = Limits::default().total)]
    total: usize,
}

const HELP: &str = "\
Examples:
  gleaner count crawl/*.warc.gz --out all.counts
  gleaner count crawl/part-0*.jsonl --out part-0.counts     on one machine
  gleaner count part-*.counts --out all.counts              counts are merged, in any order and grouping to the same bytes
  gleaner strip crawl/*.jsonl --out clean --strategy source-repetition --counts all.counts

Below --per-source all documents of a source are held, and cuts are those of the whole corpus in one memory. Above it, those with the
smallest fingerprints are: a uniform sample of the source's different documents. Counts then are lower bounds, shares estimates.

Records that cannot be read are told of and left out; then the exit code is 3, as that of `strip`.";

impl Count {
    /// Runs the command.
    ///
    /// # Errors
    /// Wrong arguments, input that cannot be read, files that cannot be written.
    pub fn run(self) -> Result<ExitCode> {
        let options = self.inputs.options()?;
        let limits = Limits { per_source: self.per_source, total: self.total }.checked()?;
        let is_counts = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "counts");
        let (ready, raw): (Vec<&PathBuf>, Vec<&PathBuf>) = self.inputs.inputs.iter().partition(is_counts);
        let (mut whole, mut stats) = (Counts::new(limits), ShardStats::default());
        for path in ready {
            whole.merge(counts::read(path)?).map_err(|error| error.in_file(path))?;
        }
        if !raw.is_empty() {
            let parts = self.parts.clone().unwrap_or_else(|| shard::beside(&self.out, ".parts"));
            let raw: Vec<PathBuf> = raw.into_iter().cloned().collect();
            let jobs = shard::plan(&raw, &parts, &options)?;
            let (counts, read) = shard::count_jobs(&jobs, &parts, &parts, limits, &options)?;
            whole.merge(counts)?;
            stats = read;
        }
        shard::write_counts(&whole, &self.out)?;
        if !self.inputs.quiet {
            output::remark(&told(&whole));
        }
        Ok(bad_records::account(&stats, "counted", self.inputs.quiet))
    }
}

/// What was counted, in a line or two.
fn told(counts: &Counts) -> String {
    let sampled: Vec<(&str, counts::Sampled)> = counts.sampled().collect();
    let (documents, sources) = (counts.documents(), counts.sources());
    let all = format!("{documents} documents, {sources} sources with a name");
    let Some((name, least)) = sampled.iter().min_by_key(|(_, sampled)| sampled.held) else {
        return format!("{all}, counted exactly");
    };
    let halved = if counts.level() > 0 { format!("; --total halved --per-source {} times", counts.level()) } else { String::new() };
    let (count, held, seen) = (sampled.len(), least.held, least.seen);
    format!("{all}, {count} of them sampled, at the least {held} of {seen} documents ({name}){halved}")
}
