//! The harness' side: documents dealt to workers, every strategy asked about each.

use super::messages::{Answer, Copied, Greeting, Lesson, Question, READY, line};
use super::{FIT_LIMITS, Isolation, START_LIMIT};
use crate::document::Document;
use crate::run::external::MAX_JOBS;
use crate::run::external::keeper::{Keeper, TRIAL_DOCUMENTS, deal};
use crate::run::external::process::{Failure, Launch, Process};
use crate::run::{Folds, Prediction, Run, Status};
use crate::strategy::contract::{Example, Needs};
use crate::strategy::{Context, Selected};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Strategy, document, and what asks the worker, to a prediction.
pub type Keep<'k> = dyn Fn(usize, usize, &mut dyn FnMut() -> Prediction) -> Prediction + Sync + 'k;

/// What is to be done.
pub struct Job<'a> {
    /// The documents.
    pub documents: &'a [&'a Document],
    /// The strategies.
    pub strategies: &'a [Selected],
    /// Who learns from whom.
    pub folds: &'a Folds,
    /// What is known of the corpus.
    pub context: &'a Context,
    /// Labelled documents to learn from.
    pub examples: &'a [Example<'a>],
    /// Gets strategy, document and what asks the worker, and gives the prediction: the place to keep and recall it.
    pub keep: &'a Keep<'a>,
    /// Called after each document and strategy.
    pub tick: &'a (dyn Fn() + Sync),
}

/// Runs all strategies over all documents, in processes of their own.
pub fn run(job: &Job<'_>, isolation: &Isolation) -> Run {
    let (count, strategies) = (job.documents.len(), job.strategies.len());
    let workers = isolation.workers.clamp(1, MAX_JOBS).min(count.max(1));
    let greeting: Arc<str> = job.greeting().into();
    let mut hands: Vec<Hand<'_>> = (0..workers).map(|_| Hand::new(job, isolation, Arc::clone(&greeting))).collect();
    let mut run_over = |from: usize, to: usize, wanted: &[bool]| {
        let one = |hand: &mut Hand<'_>, at: usize| hand.document(from + at, wanted);
        let nothing = || (0..strategies).map(|_| Prediction::missing(Status::NotRun, Duration::ZERO)).collect();
        let answers: Vec<Vec<Prediction>> = deal(&mut hands, to - from, one).into_iter().map(|done| done.unwrap_or_else(nothing)).collect();
        answers
    };
    let trial = count.min(TRIAL_DOCUMENTS);
    let mut by_document = run_over(0, trial, &vec![true; strategies]);
    let answered = |strategy: usize| by_document.iter().any(|own| is_answer(own[strategy].status));
    let answering: Vec<bool> = (0..strategies).map(answered).collect();
    by_document.extend(run_over(trial, count, &answering));
    let first = |strategy: usize| {
        let failures = hands.iter_mut().filter_map(|hand| hand.first_failures.remove(&strategy));
        failures.min_by_key(|(index, _)| *index)
    };
    let failures = (0..strategies).map(first).collect();
    hands.into_iter().for_each(|hand| hand.keeper.finish());
    let mut predictions: Vec<Vec<Prediction>> = (0..strategies).map(|_| Vec::with_capacity(count)).collect();
    for own in by_document {
        own.into_iter().zip(&mut predictions).for_each(|(prediction, all)| all.push(prediction));
    }
    Run { predictions, failures }
}

/// Whether the worker said something: a panic it caught is an answer.
fn is_answer(status: Status) -> bool {
    matches!(status, Status::Ok | Status::Panic | Status::Refused)
}

impl Job<'_> {
    /// Whether a strategy is fitted, as in a plain run.
    fn learns(&self, strategy: usize) -> bool {
        let needs = self.strategies.get(strategy).map(|own| own.entry.needs);
        needs == Some(Needs::Training) && !self.examples.is_empty() && self.folds.count() > 1
    }

    fn greeting(&self) -> String {
        let taught = (0..self.strategies.len()).any(|strategy| self.learns(strategy));
        let examples = if taught { self.examples } else { &[] };
        let strategies = self.strategies.iter().map(|own| own.name.clone()).collect();
        let mut greeting = line(&Greeting { strategies, lessons: examples.len(), context: self.context });
        for example in examples {
            greeting += &line(&Lesson::of(example, self.folds.of_source(&example.document.meta.source)));
        }
        greeting
    }
}

/// What the process at hand has been given.
struct Session {
    document: Option<usize>,
    fitted: FxHashSet<(usize, usize)>,
}

/// One worker, seen from here.
struct Hand<'j> {
    job: &'j Job<'j>,
    timeout: Duration,
    greeting: Arc<str>,
    keeper: Keeper<Session>,
    /// Strategies that could not be fitted for a fold.
    unfit: FxHashMap<(usize, usize), Failure>,
    /// By strategy: the first document without an answer.
    first_failures: FxHashMap<usize, (usize, Failure)>,
}

impl<'j> Hand<'j> {
    fn new(job: &'j Job<'j>, isolation: &Isolation, greeting: Arc<str>) -> Self {
        let launch = Launch { command: isolation.command.clone(), memory_mb: isolation.memory_mb };
        let (unfit, first_failures) = (FxHashMap::default(), FxHashMap::default());
        Self { job, timeout: isolation.timeout, greeting, keeper: Keeper::new(launch), unfit, first_failures }
    }

    /// All wanted strategies over one document, which the worker reads once.
    fn document(&mut self, index: usize, wanted: &[bool]) -> Vec<Prediction> {
        let one = |(strategy, wanted): (usize, &bool)| {
            let prediction = if *wanted { self.predict(strategy, index) } else { Prediction::missing(Status::NotRun, Duration::ZERO) };
            (self.job.tick)();
            prediction
        };
        wanted.iter().enumerate().map(one).collect()
    }

    fn predict(&mut self, strategy: usize, index: usize) -> Prediction {
        let keep = self.job.keep;
        keep(strategy, index, &mut || self.asked(strategy, index))
    }

    fn asked(&mut self, strategy: usize, index: usize) -> Prediction {
        let start = Instant::now();
        self.ask(strategy, index).unwrap_or_else(|failure| {
            let status = failure.status;
            let first = self.first_failures.entry(strategy).or_insert_with(|| (index, failure.clone()));
            if index < first.0 {
                *first = (index, failure);
            }
            Prediction::missing(status, start.elapsed())
        })
    }

    fn ask(&mut self, strategy: usize, index: usize) -> Result<Prediction, Failure> {
        let Self { job, timeout, .. } = *self;
        let document = job.documents[index];
        let fold = job.learns(strategy).then(|| job.folds.of(index));
        let task = (strategy, fold.unwrap_or(0));
        if let Some(failure) = self.unfit.get(&task) {
            return Err(failure.clone());
        }
        let mut fitting = false;
        let ask = |process: &mut Process, session: &mut Session| {
            if let Some(fold) = fold.filter(|fold| !session.fitted.contains(&(strategy, *fold))) {
                fitting = true;
                fit(process, strategy, fold, timeout)?;
                session.fitted.insert((strategy, fold));
                fitting = false;
            }
            let copied = (session.document != Some(index)).then(|| Copied::of(document));
            session.document = Some(index);
            let id = format!("{strategy}/{index}");
            let question = Question { id: id.as_str().into(), strategy, fold, fit: false, document: copied };
            process.ask(&id, line(&question), timeout, |line| Answer::read(line, document.text()))
        };
        let greeting = Arc::clone(&self.greeting);
        let answer = self.keeper.ask(|process| greet(process, &greeting), ask);
        if let (true, Err(failure)) = (fitting, &answer) {
            self.unfit.insert(task, failure.clone());
        }
        answer
    }
}

fn fit(process: &mut Process, strategy: usize, fold: usize, timeout: Duration) -> Result<(), Failure> {
    let id = format!("fit {strategy}/{fold}");
    let question = Question { id: id.as_str().into(), strategy, fold: Some(fold), fit: true, document: None };
    let fitted = process.ask(&id, line(&question), timeout * FIT_LIMITS, |line| Answer::read(line, ""));
    let failed = |failure: Failure| Failure { reason: format!("while it learned: {}", failure.reason), ..failure };
    match fitted.map_err(failed)?.status {
        Status::Ok => Ok(()),
        status => Err(Failure::new(status, "while it learned")),
    }
}

/// Without an answer to the greeting nothing can be said of any strategy.
fn greet(process: &mut Process, greeting: &Arc<str>) -> Result<Session, Failure> {
    let ready = process.ask(READY, Arc::clone(greeting), START_LIMIT, |line| Answer::read(line, ""));
    let failed =
        |failure: Failure| Failure { status: Status::NotRun, reason: format!("a worker did not start: {}", failure.reason), ..failure };
    ready.map_err(failed).map(|_| Session { document: None, fitted: FxHashSet::default() })
}
