//! `strip.csv`: one row a shard, and their sum.

use super::Outcome;
use crate::error::{Error, Result};
use crate::shard::{Job, REPORT, ShardStats, cannot_write, write_whole};
use std::path::Path;

/// Columns that depend on input, strategy and options only.
const COUNTS: [&str; 14] = [
    "input",
    "output",
    "status",
    "records",
    "documents",
    "changed",
    "passed_over",
    "errors",
    "truncated",
    "bytes_in",
    "bytes_kept",
    "bytes_removed",
    "removals",
    "reason",
];
/// Columns that depend on the run.
const CLOCKS: [&str; 3] = ["skipped", "wall_seconds", "cpu_seconds"];

/// Writes the file.
///
/// # Errors
/// Where it cannot be written.
pub fn write(out: &Path, jobs: &[Job], outcomes: &[Outcome]) -> Result<()> {
    let failed = |error: csv::Error| cannot_write(std::io::Error::other(error), &out.join(REPORT));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COUNTS.iter().chain(&CLOCKS)).map_err(failed)?;
    let mut total = ShardStats::default();
    for (job, outcome) in jobs.iter().zip(outcomes) {
        if let Ok(stats) = outcome {
            total += stats;
        }
        let output = job.output.strip_prefix(out).unwrap_or(&job.output).display().to_string();
        writer.write_record(row(inputs(job), output, outcome.as_ref())).map_err(failed)?;
    }
    writer.write_record(row("total".into(), outcomes.len().to_string(), Ok(&total))).map_err(failed)?;
    let bytes = writer.into_inner().map_err(|error| failed(error.into_error().into()))?;
    write_whole(&out.join(REPORT), &bytes)
}

/// The inputs of a shard, as a user wrote them.
pub fn inputs(job: &Job) -> String {
    names(&job.inputs)
}

/// The same for a remark, which names no thousands.
pub fn short_inputs(job: &Job) -> String {
    const NAMED: usize = 3;
    let (told, more) = job.inputs.split_at(job.inputs.len().min(NAMED));
    if more.is_empty() { names(told) } else { format!("{} and {} more", names(told), more.len()) }
}

fn names(inputs: &[std::path::PathBuf]) -> String {
    inputs.iter().map(|input| input.display().to_string()).collect::<Vec<_>>().join(" ")
}

fn row(input: String, output: String, outcome: std::result::Result<&ShardStats, &Error>) -> Vec<String> {
    let Ok(stats) = outcome else {
        let reason = outcome.err().map(ToString::to_string).unwrap_or_default();
        let unknown = std::iter::repeat_n("NA".to_string(), COUNTS.len() - 4);
        let clocks = ["false", "NA", "NA"].map(String::from);
        return [input, output, "failed".into()].into_iter().chain(unknown).chain([reason]).chain(clocks).collect();
    };
    let counts = [stats.records, stats.documents, stats.changed, stats.passed_over, stats.errors].map(|count| count.to_string());
    let bytes = [stats.bytes_in, stats.bytes_kept, stats.bytes_removed, stats.removals].map(|count| count.to_string());
    let seconds = |seconds: f64| format!("{seconds:.3}");
    let clocks = [stats.skipped.to_string(), seconds(stats.timing.wall_seconds), seconds(stats.timing.cpu_seconds)];
    let status = if stats.errors > 0 { "bad records" } else { "ok" };
    let head = [input, output, status.into()].into_iter().chain(counts).chain([stats.truncated.to_string()]);
    head.chain(bytes).chain(["NA".into()]).chain(clocks).collect()
}
