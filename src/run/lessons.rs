//! What strategies learn from, fold by fold, and strategies fitted to it.

use super::Folds;
use crate::document::Document;
use crate::strategy::contract::{Example, Needs};
use crate::strategy::{Context, Selected, Training};

/// What strategies learn from.
pub(super) struct Lessons<'a> {
    pub folds: Folds,
    /// For each fold what is not of it; none where there is nothing to learn from.
    training: Vec<Training<'a>>,
    /// All examples, if strategies are to be fitted to them too.
    all: Option<Training<'a>>,
}

/// A strategy by what it was fitted to; one that does not learn is `None` everywhere.
pub(super) struct Fitted {
    /// To what is not of a fold.
    pub of_fold: Vec<Option<Selected>>,
    /// To all examples, if that was wanted of one that learns; `None` inside where it gave no strategy.
    pub to_all: Option<Option<Selected>>,
}

impl<'a> Lessons<'a> {
    /// Of labelled documents, for the folds of others; `wants_all`: for a fit to all, too.
    pub fn new(documents: &[&Document], examples: Vec<Example<'a>>, context: &'a Context, wants_all: bool) -> Self {
        let folds = Folds::by_source(documents);
        let training = trainings(&folds, &examples, context);
        let all = (wants_all && !training.is_empty()).then_some(Training { examples, context });
        Self { folds, training, all }
    }

    /// Fits a strategy for the folds that are `due`, and to all examples: at once, since most examples are in most trainings.
    pub fn fitted(&self, strategy: &Selected, due: impl Fn(usize) -> bool) -> Fitted {
        let folds: Vec<usize> = (0..self.training.len()).filter(|&fold| due(fold)).collect();
        let all = self.all.as_ref().filter(|_| strategy.entry.needs == Needs::Training);
        let given: Vec<&Training<'_>> = folds.iter().map(|&fold| &self.training[fold]).chain(all).collect();
        let mut made = strategy.fitted_each(&given).into_iter();
        let mut of_fold: Vec<Option<Selected>> = self.training.iter().map(|_| None).collect();
        folds.iter().zip(made.by_ref()).for_each(|(&fold, own)| of_fold[fold] = own);
        Fitted { of_fold, to_all: all.map(|_| made.next().flatten()) }
    }
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
    let examples = others.map(|(example, _)| example.clone()).collect();
    Training { examples, context }
}
