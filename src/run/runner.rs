//! The runner: every strategy over every document, on all threads, with a status and a time for each.

use super::external::Failure;
use super::lessons::Lessons;
use super::store::{Column, Part};
use super::{Folds, InSample, Isolation, Status, in_sample, isolated};
use crate::document::Document;
use crate::strategy::contract::Example;
use crate::strategy::{Context, Removals, Selected};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// What one strategy removed from one document.
#[derive(Debug)]
pub struct Prediction {
    /// How it fared.
    pub status: Status,
    /// The removals, settled.
    pub removals: Removals,
    /// Time of this one call.
    pub elapsed: Duration,
}

impl Prediction {
    /// No answer, and why.
    pub const fn missing(status: Status, elapsed: Duration) -> Self {
        Self { status, removals: Removals::new(), elapsed }
    }
}

/// All predictions, by strategy and document: expected = documents × strategies, always.
#[derive(Debug)]
pub struct Run {
    /// `predictions[strategy][document]`.
    pub predictions: Vec<Vec<Prediction>>,
    /// Of an isolated run, by strategy: the first document, by its place, at which the worker failed, and why. Else empty.
    pub failures: Vec<Option<(usize, Failure)>>,
}

/// How to run.
#[derive(Default)]
pub struct Options<'a> {
    /// Labelled documents that strategies may learn from; each is used only for documents of other sources.
    pub examples: Vec<Example<'a>>,
    /// Where predictions are kept as they come; those that are there already are not made again.
    pub kept: Option<&'a Part<'a>>,
    /// Called after each document and strategy.
    pub tick: Option<&'a (dyn Fn() + Sync)>,
    /// Runs strategies in processes of their own; `None`: here.
    pub isolation: Option<&'a Isolation>,
}

/// Runs all strategies over all documents. The result depends on neither the number of threads nor the order, nor on what of it
/// was kept from an earlier run.
pub fn run(documents: &[&Document], strategies: &[Selected], options: Options<'_>) -> Run {
    run_some(documents, strategies, options, false).0
}

/// [`run`], and [`in_sample`] with it: what a strategy learns from is looked at once for both.
pub fn run_and_in_sample(documents: &[&Document], strategies: &[Selected], options: Options<'_>) -> (Run, InSample) {
    let examples = options.examples.clone();
    let apart = || in_sample(documents, strategies, examples.clone());
    if options.isolation.is_some() {
        return rayon::join(|| run(documents, strategies, options), apart);
    }
    let (run, in_sample) = run_some(documents, strategies, options, true);
    (run, in_sample.unwrap_or_else(apart))
}

/// A run, and if wanted what [`in_sample`] gives; `None` where it was not made along with it.
fn run_some(documents: &[&Document], strategies: &[Selected], options: Options<'_>, wants_in_sample: bool) -> (Run, Option<InSample>) {
    let tick = options.tick.unwrap_or(&|| ());
    let columns: Vec<Option<Column<'_>>> = strategies.iter().map(|strategy| Some(options.kept?.strategy(strategy))).collect();
    if let Some(isolation) = options.isolation {
        return (run_isolated(documents, strategies, &columns, isolation, &options.examples, tick), None);
    }
    let recalled: Vec<Vec<Option<Prediction>>> = columns.par_iter().map(|column| recalled(column.as_ref(), documents.len())).collect();
    if recalled.iter().flatten().all(Option::is_some) {
        let whole = |own: Vec<Option<Prediction>>| own.into_iter().flatten().inspect(|_| tick()).collect();
        return (Run { predictions: recalled.into_iter().map(whole).collect(), failures: Vec::new() }, None);
    }
    measure(documents);
    let context = Context::of(documents.iter().copied());
    let lessons = Lessons::new(documents, options.examples, &context, wants_in_sample);
    let one_strategy = |((strategy, column), recalled): ((&Selected, &Option<Column<'_>>), Vec<Option<Prediction>>)| {
        let fold = |index| lessons.folds.of(index);
        let fitted = lessons.fitted(strategy, |wanted| recalled.iter().enumerate().any(|(at, own)| own.is_none() && fold(at) == wanted));
        let one_document = |(index, recalled): (usize, Option<Prediction>)| {
            let learned = fitted.of_fold.get(fold(index)).and_then(Option::as_ref);
            let ask = || predict(learned.unwrap_or(strategy), documents[index], &context);
            let make = || column.as_ref().map_or_else(ask, |column| column.make(index, ask));
            let prediction = recalled.unwrap_or_else(make);
            tick();
            prediction
        };
        let predictions = recalled.into_par_iter().enumerate().map(one_document).collect();
        let on_the_same = |fitted: Option<Selected>| -> Vec<Prediction> {
            let fitted = fitted.as_ref().unwrap_or(strategy);
            documents.par_iter().map(|document| predict(fitted, document, &context)).collect()
        };
        (predictions, fitted.to_all.map(on_the_same))
    };
    let (predictions, in_sample): (Vec<Vec<Prediction>>, Vec<Option<_>>) =
        strategies.par_iter().zip(&columns).zip(recalled).map(one_strategy).unzip();
    let in_sample = in_sample.into_iter().enumerate().filter_map(|(at, own)| Some((at, own?)));
    (Run { predictions, failures: Vec::new() }, wants_in_sample.then(|| in_sample.collect()))
}

fn run_isolated(
    documents: &[&Document],
    strategies: &[Selected],
    columns: &[Option<Column<'_>>],
    isolation: &Isolation,
    examples: &[Example<'_>],
    tick: &(dyn Fn() + Sync),
) -> Run {
    let context = Context::of(documents.iter().copied());
    let folds = Folds::by_source(documents);
    let keep = |strategy: usize, index: usize, ask: &mut dyn FnMut() -> Prediction| match &columns[strategy] {
        Some(column) => column.recall(index).unwrap_or_else(|| column.make(index, ask)),
        None => ask(),
    };
    let job = isolated::Job { documents, strategies, folds: &folds, context: &context, examples, keep: &keep, tick };
    isolated::run(&job, isolation)
}

/// Measures the features of documents, so that the first strategy that asks does not pay for all.
pub(super) fn measure(documents: &[&Document]) {
    documents.par_iter().for_each(|document| _ = document.features());
}

/// What is kept of one strategy's predictions, a place for each document.
fn recalled(column: Option<&Column<'_>>, documents: usize) -> Vec<Option<Prediction>> {
    (0..documents).into_par_iter().map(|index| column?.recall(index)).collect()
}

/// One call, with a panic turned into a status: library code does not panic, but a strategy is somebody's experiment.
pub fn predict(strategy: &Selected, document: &Document, context: &Context) -> Prediction {
    let start = Instant::now();
    let answer = catch_unwind(AssertUnwindSafe(|| strategy.run(document, context)));
    let elapsed = start.elapsed();
    match answer {
        Ok(removals) if removals.is_refused() => Prediction::missing(Status::Refused, elapsed),
        Ok(mut removals) => {
            // Those of all strategies and documents are kept.
            removals.shrink_to_fit();
            Prediction { status: Status::Ok, removals, elapsed }
        }
        Err(_) => Prediction::missing(Status::Panic, elapsed),
    }
}
