//! Isolated runs: the strategies of the table in worker processes, with limits of time and memory.
//!
//! ```text
//! harness ──greeting──> worker     names of the strategies, what is known of the corpus, labelled documents to learn from
//!         ──question──> worker     one document and one strategy
//!         <───answer──             removals, status, time
//! ```
//!
//! A hang, a stack overflow or an allocation without end costs the documents at which it happens: the worker is killed, or dies,
//! and a new one goes on. Where nothing of the kind happens the predictions are those of a plain run, times aside. Starting,
//! killing and asking again are those of external programs ([`super::external`]); what differs is what is said.
//!
//! | what | limit |
//! |---|---|
//! | one document by one strategy | [`Isolation::timeout`] |
//! | fitting a strategy that learns, once a fold and process | [`FIT_LIMITS`] times that |
//! | a worker's start, greeting included | [`START_LIMIT`] |
//! | address space of a worker | [`Isolation::memory_mb`]; on Unix only, without effect on macOS |
//! | stack of a strategy | [`STACK_BYTES`], as on the threads of a plain run |
//! | an answer | [`super::external::MAX_LINE_BYTES`] |
//! | a strategy that answers none of the first [`super::external::TRIAL_DOCUMENTS`] documents | is not run on the rest |
//!
//! A worker holds one document at a time; where a strategy learns, all documents that it may learn from (some 1.2 MB a web page).
//!
//! A panic and a refusal are answers; a crash, a time-out and garbage are not. A strategy that dies at every later document costs
//! two process starts for each: a document at which a worker dies is asked for again of a new one, so that it does not hang on
//! what that worker did before.

mod crew;
mod messages;
mod worker;

pub(super) use crew::{Job, run};
pub use worker::{STACK_BYTES, serve};

use std::time::Duration;

/// Time for a worker to start and take the greeting, which holds a corpus where strategies learn.
pub const START_LIMIT: Duration = Duration::from_secs(600);
/// Fitting runs over all documents of the other folds: so many times the limit of one document.
pub const FIT_LIMITS: u32 = 20;

/// How to isolate.
#[derive(Clone, Debug)]
pub struct Isolation {
    /// Program and arguments of a worker: something that calls [`serve`], such as `gleaner worker`.
    pub command: Vec<String>,
    /// Time for one document by one strategy.
    pub timeout: Duration,
    /// Address space of a worker in MiB, by the shell's `ulimit -v`; `None`: no limit.
    pub memory_mb: Option<u64>,
    /// Workers at a time, at most [`super::external::MAX_JOBS`].
    pub workers: usize,
}
