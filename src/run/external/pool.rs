//! All documents through one program, some workers at a time, each with a process of its own.

use super::Description;
use super::keeper::{Keeper, TRIAL_DOCUMENTS, deal};
use super::process::{Failure, Launch};
use super::protocol::{self, Said};
use crate::document::Document;
use crate::run::store::Column;
use crate::run::{Prediction, Status};
use std::time::{Duration, Instant};

/// Workers at a time, at most.
pub const MAX_JOBS: usize = 256;
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
    workers.into_iter().for_each(|worker| worker.keeper.finish());
    for _ in predictions.len()..documents.len() {
        predictions.push(Prediction::missing(Status::NotRun, Duration::ZERO));
        tick();
    }
    Answers { name: description.contender(), version: description.version.clone(), predictions, first_failure }
}

/// Some documents, the first of which is number `offset`.
fn stretch(workers: &mut [Worker<'_>], documents: &[&Document], offset: usize, tick: &(dyn Fn() + Sync)) -> Vec<Prediction> {
    let work = |worker: &mut Worker<'_>, index: usize| {
        let prediction = worker.predict(offset + index, documents[index]);
        tick();
        prediction
    };
    let missing = || Prediction::missing(Status::NotRun, Duration::ZERO);
    deal(workers, documents.len(), work).into_iter().map(|prediction| prediction.unwrap_or_else(missing)).collect()
}

/// Answers one document after the other.
struct Worker<'d> {
    description: &'d Description,
    kept: Option<&'d Column<'d>>,
    keeper: Keeper<()>,
    first_failure: Option<(usize, Failure)>,
}

impl<'d> Worker<'d> {
    fn new(description: &'d Description, kept: Option<&'d Column<'d>>) -> Self {
        let launch = Launch { command: description.command.clone(), memory_mb: description.memory_mb };
        Self { description, kept, keeper: Keeper::new(launch), first_failure: None }
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

    fn ask(&mut self, document: &Document) -> Result<Said, Failure> {
        let Description { input, output, timeout, .. } = *self.description;
        let question = || protocol::question(document, input, output);
        // Made again only where a second process is asked.
        let mut first = Some(question().ok_or_else(|| Failure::new(Status::NotRun, "reads pages only; the document is text"))?);
        self.keeper.ask(
            |_| Ok(()),
            |process, ()| {
                let asked = first.take().or_else(question).unwrap_or_default();
                process.ask(&document.meta.id, asked, timeout, |line| protocol::answer(line, output))
            },
        )
    }
}
