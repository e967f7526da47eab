//! One process kept running, and work dealt to several: what external programs and isolated strategies share.

use super::process::{Failure, Launch, Process};
use crate::run::Status;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where none of the first so many documents is answered, the rest is not run: a program that cannot work should not take
/// its time limit for each of thousands of documents. The same documents decide, whatever the number of workers.
pub const TRIAL_DOCUMENTS: usize = 5;

/// Keeps one process running. `S` is what its owner knows of the process at hand; it ends with it.
#[derive(Debug)]
pub struct Keeper<S> {
    launch: Launch,
    process: Option<(Process, S)>,
    failed_starts: usize,
}

impl<S> Keeper<S> {
    /// Starts nothing yet.
    pub fn new(launch: Launch) -> Self {
        Self { launch, process: None, failed_starts: 0 }
    }

    /// Asks the process, or a new one, which is greeted first. A process that ends before it answers its second or a later
    /// question may have meant to end: that question is asked again, of a new process. So what a question is worth does not
    /// hang on its forerunners.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn ask<T>(
        &mut self,
        mut greet: impl FnMut(&mut Process) -> Result<S, Failure>,
        mut ask: impl FnMut(&mut Process, &mut S) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        loop {
            let (mut process, mut state, fresh) = match self.process.take() {
                Some((process, state)) => (process, state, false),
                None => {
                    let (process, state) = self.start(&mut greet)?;
                    (process, state, true)
                }
            };
            match ask(&mut process, &mut state) {
                Ok(answer) => {
                    self.failed_starts = 0;
                    self.process = Some((process, state));
                    return Ok(answer);
                }
                Err(failure) if !fresh && matches!(failure.status, Status::Crash | Status::Silence) => {}
                Err(failure) => {
                    self.failed_starts = if failure.status == Status::NotRun { self.failed_starts + 1 } else { 0 };
                    return Err(failure);
                }
            }
        }
    }

    /// Lets the process end.
    pub fn finish(self) {
        if let Some((process, _)) = self.process {
            process.finish();
        }
    }

    /// A new process; none is tried for after several in a row that could not be started.
    fn start(&mut self, greet: &mut impl FnMut(&mut Process) -> Result<S, Failure>) -> Result<(Process, S), Failure> {
        if self.failed_starts >= TRIAL_DOCUMENTS {
            return Err(Failure::new(Status::NotRun, "could not be started, several times in a row"));
        }
        let started = Process::start(&self.launch).and_then(|mut process| greet(&mut process).map(|state| (process, state)));
        started.inspect_err(|_| self.failed_starts += 1)
    }
}

/// Deals `count` pieces of work, one after the other, to the workers, a thread each. `None` where a thread was lost.
pub fn deal<W: Send, T: Send>(workers: &mut [W], count: usize, work: impl Fn(&mut W, usize) -> T + Sync) -> Vec<Option<T>> {
    let next = AtomicUsize::new(0);
    let share = |worker: &mut W| {
        let mut done = Vec::new();
        while let Some(index) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|index| *index < count) {
            done.push((index, work(worker, index)));
        }
        done
    };
    let mut results: Vec<Option<T>> = (0..count).map(|_| None).collect();
    let Some((first, others)) = workers.split_first_mut() else { return results };
    let done = std::thread::scope(|scope| {
        // A thread that cannot be had leaves its share to the others; the first worker runs on this one.
        let start = |worker| std::thread::Builder::new().spawn_scoped(scope, || share(worker)).ok();
        let threads: Vec<_> = others.iter_mut().filter_map(start).collect();
        let own = share(first);
        let theirs = threads.into_iter().filter_map(|thread| thread.join().ok()).flatten();
        own.into_iter().chain(theirs).collect::<Vec<_>>()
    });
    for (index, result) in done {
        results[index] = Some(result);
    }
    results
}
