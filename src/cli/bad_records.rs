//! Remarks about bad records, for commands that write no error file.

use super::output::remark;
use crate::shard::{BadRecord, OnBad, ShardStats};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// So many are told one by one.
const MAX_TOLD: u64 = 20;

/// Tells of the first ones as they come.
pub fn teller() -> OnBad {
    let told = AtomicU64::new(0);
    Arc::new(move |bad| {
        if told.fetch_add(1, Relaxed) < MAX_TOLD {
            remark(&line(bad));
        }
    })
}

/// `in.csv: record 2 (id "x"): 3 columns, not 2 (put …)`
fn line(bad: &BadRecord) -> String {
    let input = match bad.complaint.input.as_deref() {
        None => String::new(),
        Some("-") => "<stdin>: ".into(),
        Some(input) => format!("{input}: "),
    };
    let id = bad.complaint.id.as_deref().filter(|id| *id != "null").map_or(String::new(), |id| format!(" (id {id})"));
    format!("{input}record {}{id}: {} ({})", bad.place.record, bad.complaint.reason, bad.complaint.remedy)
}

/// Tells how many there were, and what could not be done with them; the exit code.
pub fn account(stats: &ShardStats, done: &str, quiet: bool) -> ExitCode {
    if stats.errors == 0 {
        return ExitCode::SUCCESS;
    }
    if !quiet {
        remark(&format!("{} of {} records could not be {done}", stats.errors, stats.records));
    }
    ExitCode::from(3)
}
