//! Strategies that learn, fitted to all documents and run on the same: what learning gains where nothing is held out. Never a
//! score by itself; beside [`super::run`]'s figures it shows how much a strategy owes to having seen a source.

use super::runner::{measure, predict};
use super::{Folds, Prediction};
use crate::document::Document;
use crate::strategy::contract::{Example, Needs};
use crate::strategy::{Context, Selected, Training};
use rayon::prelude::*;

/// For each strategy that learns its index in the list and a prediction for each document.
pub type InSample = Vec<(usize, Vec<Prediction>)>;

/// For each strategy that learns its index and its predictions, fitted to all examples; none where there is one source only, on
/// which [`super::run`] fits nothing either.
pub fn in_sample(documents: &[&Document], strategies: &[Selected], examples: Vec<Example<'_>>) -> InSample {
    let learns = |(_, strategy): &(usize, &Selected)| strategy.entry.needs == Needs::Training;
    if examples.is_empty() || Folds::by_source(documents).count() < 2 || !strategies.iter().enumerate().any(|own| learns(&own)) {
        return Vec::new();
    }
    measure(documents);
    let context = Context::of(documents.iter().copied());
    let training = Training { examples, context: &context };
    let one = |(index, strategy): (usize, &Selected)| {
        let fitted = strategy.fitted(&training);
        let fitted = fitted.as_ref().unwrap_or(strategy);
        (index, documents.par_iter().map(|document| predict(fitted, document, &context)).collect())
    };
    let learning: Vec<(usize, &Selected)> = strategies.iter().enumerate().filter(learns).collect();
    learning.into_par_iter().map(one).collect()
}
