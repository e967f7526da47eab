//! All documents through one program, some workers at a time, each with a process of its own.

use super::Description;
use super::process::{Failure, Process};
use super::protocol::{self, Said};
use crate::document::Document;
use crate::run::store::Column;
use crate::run::{Prediction, Status};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Workers at a time, at most.
pub const MAX_JOBS: usize = 256;
/// Where none of the first so many documents is answered, the rest is not run: a program that cannot work should not take
/// its time limit for each of thousands of documents. The same documents decide, whatever the number of workers.
pub const TRIAL_DOCUMENTS: usize = 5;

/// What a program answered.
#[derive(Debug)]
pub struct Answers {
    /// `ext:NAME`.
    pub name: String,
    /// Version of the program; empty if not told.
    pub version: String,
    /// A prediction for each document.
    pub predictions: Vec<Prediction>,
    /// The first document without an answer, by its place among the documents, and why.
    pub first_failure: Option<(usize, Failure)>,
}

/// Asks a program for all documents. `tick` is called after each. Times are from question to answer, alignment excluded; the
/// first answer of a process includes its start.
pub fn run(description: &Description, documents: &[&Document], jobs: usize, tick: &(dyn Fn() + Sync)) -> Answers {
    run_kept(description, documents, jobs, None, tick)
}

/// The same, with the program's part of a store: what it has answered already is not asked again.
pub fn run_kept(
    description: &Description,
    documents: &[&Document],
    jobs: usize,
    kept: Option<&Column<'_>>,
    tick: &(dyn Fn() + Sync),
) -> Answers {
    let jobs = jobs.clamp(1, MAX_JOBS).min(documents.len().max(1));
    let mut workers: Vec<Worker<'_>> = (0..jobs).map(|_| Worker::new(description, kept)).collect();
    let trial = documents.len().min(TRIAL_DOCUMENTS);
    let mut predictions = stretch(&mut workers, &documents[..trial], 0, tick);
    let answered = |prediction: &Prediction| matches!(prediction.status, Status::Ok | Status::Error);
    if predictions.iter().any(answered) {
        predictions.extend(stretch(&mut workers, &documents[trial..], trial, tick));
    }
    let first_failure = workers.iter_mut().filter_map(|worker| worker.first_failure.take()).min_by_key(|(index, _)| *index);
    workers.into_iter().filter_map(|worker| worker.process).for_each(Process::finish);
    for _ in predictions.len()..documents.len() {
        predictions.push(Prediction::missing(Status::NotRun, Duration::ZERO));
        tick();
    }
    Answers { name: description.contender(), version: description.version.clone(), predictions, first_failure }
}

/// Deals some documents, the first of which is number `offset`, to the workers.
fn stretch(workers: &mut [Worker<'_>], documents: &[&Document], offset: usize, tick: &(dyn Fn() + Sync)) -> Vec<Prediction> {
    let next = AtomicUsize::new(0);
    let work = |worker: &mut Worker<'_>| {
        let mut done = Vec::new();
        while let Some((index, document)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, documents.get(at)?))) {
            done.push((index, worker.predict(offset + index, document)));
            tick();
        }
        done
    };
    let mut predictions: Vec<Option<Prediction>> = documents.iter().map(|_| None).collect();
    let Some((first, others)) = workers.split_first_mut() else { return Vec::new() };
    let done = std::thread::scope(|scope| {
        // A thread that cannot be had leaves its share to the others; the first worker runs on this one.
        let start = |worker| std::thread::Builder::new().spawn_scoped(scope, || work(worker)).ok();
        let threads: Vec<_> = others.iter_mut().filter_map(start).collect();
        let own = work(first);
        let theirs = threads.into_iter().filter_map(|thread| thread.join().ok()).flatten();
        own.into_iter().chain(theirs).collect::<Vec<_>>()
    });
    for (index, prediction) in done {
        predictions[index] = Some(prediction);
    }
    let missing = || Prediction::missing(Status::NotRun, Duration::ZERO);
    predictions.into_iter().map(|prediction| prediction.unwrap_or_else(missing)).collect()
}

/// Keeps one process running.
struct Worker<'d> {
    description: &'d Description,
    kept: Option<&'d Column<'d>>,
    process: Option<Process>,
    failed_starts: usize,
    first_failure: Option<(usize, Failure)>,
}

impl<'d> Worker<'d> {
    fn new(description: &'d Description, kept: Option<&'d Column<'d>>) -> Self {
        Self { description, kept, process: None, failed_starts: 0, first_failure: None }
    }

    fn predict(&mut self, index: usize, document: &Document) -> Prediction {
        let Some(kept) = self.kept else { return self.answer(index, document) };
        kept.recall(index).unwrap_or_else(|| kept.make(index, || self.answer(index, document)))
    }

    fn answer(&mut self, index: usize, document: &Document) -> Prediction {
        let start = Instant::now();
        let answer = self.ask(document);
        let elapsed = start.elapsed();
        let read = answer.and_then(|said| {
            let status = if matches!(said, Said::Error(_)) { Status::Error } else { Status::Garbage };
            protocol::removals(document, said).map_err(|reason| Failure::new(status, reason))
        });
        match read {
            Ok(removals) => Prediction { status: Status::Ok, removals, elapsed },
            Err(failure) => {
                let status = failure.status;
                if self.first_failure.as_ref().is_none_or(|(first, _)| index < *first) {
                    self.first_failure = Some((index, failure));
                }
                Prediction::missing(status, elapsed)
            }
        }
    }

    /// Asks the process, or a new one. A process that ends before it answers its second or a later document may have meant to
    /// end: that document is asked for again, of a new process. So what a document is worth does not hang on its forerunners.
    fn ask(&mut self, document: &Document) -> Result<Said, Failure> {
        let description = self.description;
        loop {
            let Some(question) = protocol::question(document, description.input, description.output) else {
                return Err(Failure::new(Status::NotRun, "reads pages only; the document is text"));
            };
            let mut process = match self.process.take() {
                Some(process) => process,
                None => self.start()?,
            };
            let fresh = process.is_fresh();
            match process.ask(&document.meta.id, question, description) {
                Ok(said) => {
                    self.failed_starts = 0;
                    self.process = Some(process);
                    return Ok(said);
                }
                Err(failure) if !fresh && matches!(failure.status, Status::Crash | Status::Silence) => {}
                Err(failure) => {
                    self.failed_starts = if failure.status == Status::NotRun { self.failed_starts + 1 } else { 0 };
                    return Err(failure);
                }
            }
        }
    }

    /// A new process; none is tried for after several in a row that could not be started.
    fn start(&mut self) -> Result<Process, Failure> {
        if self.failed_starts >= TRIAL_DOCUMENTS {
            return Err(Failure::new(Status::NotRun, "could not be started, several times in a row"));
        }
        Process::start(self.description).inspect_err(|_| self.failed_starts += 1)
    }
}
