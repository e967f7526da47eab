//! The runner: every strategy over every document, on all threads, with a status and a time for each.

use super::external::Failure;
use super::store::{Column, Part};
use super::{Folds, Isolation, Status, isolated};
use crate::document::Document;
use crate::strategy::contract::Example;
use crate::strategy::{Context, Removals, Selected, Training};
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
    let tick = options.tick.unwrap_or(&|| ());
    let columns: Vec<Option<Column<'_>>> = strategies.iter().map(|strategy| Some(options.kept?.strategy(strategy))).collect();
    if let Some(isolation) = options.isolation {
        let context = Context::of(documents.iter().copied());
        let folds = Folds::by_source(documents);
        let keep = |strategy: usize, index: usize, ask: &mut dyn FnMut() -> Prediction| match &columns[strategy] {
            Some(column) => column.recall(index).unwrap_or_else(|| column.make(index, ask)),
            None => ask(),
        };
        let examples = options.examples.as_slice();
        let job = isolated::Job { documents, strategies, folds: &folds, context: &context, examples, keep: &keep, tick };
        return isolated::run(&job, isolation);
    }
    let recalled: Vec<Vec<Option<Prediction>>> = columns.par_iter().map(|column| recalled(column.as_ref(), documents.len())).collect();
    if recalled.iter().flatten().all(Option::is_some) {
        let whole = |own: Vec<Option<Prediction>>| own.into_iter().flatten().inspect(|_| tick()).collect();
        return Run { predictions: recalled.into_iter().map(whole).collect(), failures: Vec::new() };
    }
    let context = Context::of(documents.iter().copied());
    let folds = Folds::by_source(documents);
    let training = trainings(&folds, &options.examples, &context);
    let one_strategy = |((strategy, column), recalled): ((&Selected, &Option<Column<'_>>), Vec<Option<Prediction>>)| {
        let due = |fold: usize| recalled.iter().enumerate().any(|(index, own)| own.is_none() && folds.of(index) == fold);
        let fit = |(fold, training): (usize, &Training<'_>)| if due(fold) { strategy.fitted(training) } else { None };
        let fitted: Vec<Option<Selected>> = training.par_iter().enumerate().map(fit).collect();
        let one_document = |(index, recalled): (usize, Option<Prediction>)| {
            let learned = fitted.get(folds.of(index)).and_then(Option::as_ref);
            let ask = || predict(learned.unwrap_or(strategy), documents[index], &context);
            let make = || column.as_ref().map_or_else(ask, |column| column.make(index, ask));
            let prediction = recalled.unwrap_or_else(make);
            tick();
            prediction
        };
        recalled.into_par_iter().enumerate().map(one_document).collect()
    };
    let predictions = strategies.par_iter().zip(&columns).zip(recalled).map(one_strategy).collect();
    Run { predictions, failures: Vec::new() }
}

/// What is kept of one strategy's predictions, a place for each document.
fn recalled(column: Option<&Column<'_>>, documents: usize) -> Vec<Option<Prediction>> {
    (0..documents).into_par_iter().map(|index| column?.recall(index)).collect()
}

/// For each fold, the examples of all other folds' sources; none where there is nothing to learn from.
fn trainings<'a>(folds: &Folds, examples: &[Example<'a>], context: &'a Context) -> Vec<Training<'a>> {
    if examples.is_empty() || folds.count() < 2 {
        return Vec::new();
    }
    let tested: Vec<Option<usize>> = examples.iter().map(|example| folds.of_source(&example.document.meta.source)).collect();
    (0..folds.count()).map(|fold| training(fold, examples, &tested, context)).collect()
}

/// What is learned from for one fold: the examples whose sources are `tested` in another fold or in none.
pub(super) fn training<'a>(fold: usize, examples: &[Example<'a>], tested: &[Option<usize>], context: &'a Context) -> Training<'a> {
    let others = examples.iter().zip(tested).filter(|(_, own)| **own != Some(fold));
    let examples = others.map(|(example, _)| Example { document: example.document, spans: example.spans.clone() }).collect();
    Training { examples, context }
}

/// One call, with a panic turned into a status: library code does not panic, but a strategy is somebody's experiment.
pub fn predict(strategy: &Selected, document: &Document, context: &Context) -> Prediction {
    let start = Instant::now();
    let answer = catch_unwind(AssertUnwindSafe(|| strategy.run(document, context)));
    let elapsed = start.elapsed();
    match answer {
        Ok(removals) if removals.is_refused() => Prediction::missing(Status::Refused, elapsed),
        Ok(removals) => Prediction { status: Status::Ok, removals, elapsed },
        Err(_) => Prediction::missing(Status::Panic, elapsed),
    }
}
