//! The runner: every strategy over every document, on all threads, with a status and a time for each.

use super::external::Failure;
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
    /// Called after each document and strategy.
    pub tick: Option<&'a (dyn Fn() + Sync)>,
    /// Runs strategies in processes of their own; `None`: here.
    pub isolation: Option<&'a Isolation>,
}

/// Runs all strategies over all documents. The result depends on neither the number of threads nor the order.
pub fn run(documents: &[&Document], strategies: &[Selected], options: Options<'_>) -> Run {
    let context = Context::of(documents.iter().copied());
    let folds = Folds::by_source(documents);
    let tick = options.tick.unwrap_or(&|| ());
    if let Some(isolation) = options.isolation {
        let (examples, keep) = (options.examples.as_slice(), &|_, _, ask: &mut dyn FnMut() -> Prediction| ask());
        let job = isolated::Job { documents, strategies, folds: &folds, context: &context, examples, keep, tick };
        return isolated::run(&job, isolation);
    }
    let training = trainings(&folds, &options.examples, &context);
    let one_strategy = |strategy: &Selected| {
        let fitted: Vec<Option<Selected>> = training.par_iter().map(|training| strategy.fitted(training)).collect();
        let one_document = |(index, document): (usize, &&Document)| {
            let learned = fitted.get(folds.of(index)).and_then(Option::as_ref);
            let prediction = predict(learned.unwrap_or(strategy), document, &context);
            tick();
            prediction
        };
        documents.par_iter().enumerate().map(one_document).collect()
    };
    Run { predictions: strategies.par_iter().map(one_strategy).collect(), failures: Vec::new() }
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
pub(super) fn predict(strategy: &Selected, document: &Document, context: &Context) -> Prediction {
    let start = Instant::now();
    let answer = catch_unwind(AssertUnwindSafe(|| strategy.run(document, context)));
    let elapsed = start.elapsed();
    match answer {
        Ok(removals) if removals.is_refused() => Prediction::missing(Status::Refused, elapsed),
        Ok(removals) => Prediction { status: Status::Ok, removals, elapsed },
        Err(_) => Prediction::missing(Status::Panic, elapsed),
    }
}
