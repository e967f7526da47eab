//! `gleaner compare`: two results folders, or two strategies of them.

use super::{output, thread_pool};
use crate::compare::{Side, Wanted, compare};
use crate::error::Result;
use crate::strategy::contract::split_outside_brackets;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Compares two results folders: differences with intervals and tests, and the spans that changed sides.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Compare {
    /// The older results: FOLDER, or FOLDER:STRATEGY
    a: String,
    /// The newer results: FOLDER, or FOLDER:STRATEGY; differences are B minus A
    b: String,
    /// Strategies that both sides have, comma-separated; none: all but controls
    #[arg(long, short, value_name = "LIST")]
    strategy: Vec<String>,
    /// Measures, comma-separated, or `all`; the first one is shown by source, language and kind of page
    #[arg(long, short, value_name = "LIST", value_delimiter = ',')]
    metric: Vec<String>,
    /// Folder for comparison.csv and changed.csv, with all rows
    #[arg(long, short, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Exit with 1 if any measure or span differs
    #[arg(long)]
    fail_on_change: bool,
    /// Threads; 0: one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

const EXAMPLES: &str = "\
Examples:
  gleaner compare old new                          what two runs have in common, strategy by strategy
  gleaner compare old new --strategy default       one strategy before and after
  gleaner compare run:default run:section-cut      two strategies of one run
  gleaner compare 'run:link-density(max=0.2)' 'run:link-density(max=0.3)' --out changes

Compared are documents whose text, metadata and gold are the same on both sides, so two releases of a corpus can be; what
is left out is counted. Refused: another task, no document in common, a measure that one side lacks, files of another format.";

impl Compare {
    /// Runs the command.
    ///
    /// # Errors
    /// Sides that cannot be compared, broken files, a folder that cannot be written.
    pub fn run(self) -> Result<ExitCode> {
        let [a, b] = [Side::open(&self.a)?, Side::open(&self.b)?];
        let list = self.strategy.join(",");
        let strategies = split_outside_brackets(&list).into_iter().map(|name| name.trim().to_string()).collect();
        let wanted = Wanted { strategies, metrics: self.metric };
        let found = thread_pool(self.threads)?.install(|| compare(&a, &b, &wanted))?;
        if let Some(folder) = &self.out {
            found.write(folder)?;
        }
        output::print(&if self.json { format!("{:#}\n", found.json()) } else { found.text() })?;
        Ok(if self.fail_on_change && found.any_change() { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }
}
