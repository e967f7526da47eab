//! `--isolate`: strategies in worker processes, and their limits.

use super::externals::account_of;
use crate::cli::scoring::Scoring;
use crate::cli::worker;
use crate::corpus::Corpus;
use crate::error::{Error, Result};
use crate::run::external::{DEFAULT_TIMEOUT, MAX_MEMORY_MB, MAX_TIMEOUT_SECONDS};
use crate::run::{Isolation, Run};
use crate::strategy::Selected;
use clap::Args;
use std::time::Duration;

/// Options of isolated runs.
#[derive(Debug, Args)]
pub struct Isolate {
    /// Run strategies in processes of their own, one a thread: a hang or a crash costs a row, and the run goes on
    ///
    /// The rows are those of a plain run, with the status `timeout` or `crash` (a stack of 2 MiB that overflows, memory beyond the
    /// limit) where there is no answer. A strategy that answers none of the first five documents is not run on the rest.
    #[arg(long)]
    isolate: bool,
    /// With --isolate: seconds for one document by one strategy
    #[arg(long, value_name = "SECONDS", requires = "isolate", default_value_t = DEFAULT_TIMEOUT.as_secs_f64())]
    timeout: f64,
    /// With --isolate: MiB of address space of a process; 0: no limit. On Unix only, without effect on macOS
    #[arg(long, value_name = "MB", requires = "isolate", default_value_t = DEFAULT_MEMORY_MB)]
    memory: u64,
}

/// Room for some thousand web pages at a time: with a strategy that learns a worker holds the corpus.
const DEFAULT_MEMORY_MB: u64 = 4096;

impl Isolate {
    /// How to isolate on so many threads; `None` where nobody asked for it.
    ///
    /// # Errors
    /// Limits that are none, or a program that does not know where it lies.
    pub fn limits(&self, threads: usize) -> Result<Option<Isolation>> {
        if !self.isolate {
            return Ok(None);
        }
        if !(self.timeout > 0.0 && self.timeout <= MAX_TIMEOUT_SECONDS) {
            let error = Error::usage(format!("a time-out of {} seconds", self.timeout));
            return Err(error.remedy(format!("give more than 0 and at most {MAX_TIMEOUT_SECONDS}")));
        }
        if self.memory > MAX_MEMORY_MB {
            let error = Error::usage(format!("{} MiB of memory", self.memory));
            return Err(error.remedy(format!("give at most {MAX_MEMORY_MB}, or 0 for no limit")));
        }
        Ok(Some(Isolation {
            command: worker::command()?,
            timeout: Duration::from_secs_f64(self.timeout),
            memory_mb: (self.memory > 0).then_some(self.memory),
            workers: threads,
        }))
    }
}

/// Says which strategies failed in their processes, and why.
pub fn account(scoring: &Scoring, corpus: &Corpus, strategies: &[Selected], run: &Run) {
    for ((strategy, failure), predictions) in strategies.iter().zip(&run.failures).zip(&run.predictions) {
        if let Some((index, failure)) = failure {
            scoring.remark(&format!("{}: {}", corpus.name, account_of(&strategy.name, corpus, (*index, failure), predictions)));
        }
    }
}
