//! Source bias: can a reader or a classifier tell the outlet from what a strategy leaves, and does a strategy treat outlets alike?
//!
//! Works on one [`Evaluation`] and on the texts that its contenders left; what is found stands beside the scores in the CSV files.

pub mod leakage;
pub mod ngrams;
pub mod outlets;
pub mod probe;
pub mod tradeoff;

use crate::document::render;
use crate::score::{Contender, Evaluation, left};
use rayon::prelude::*;
use std::borrow::Cow;

/// What one strategy left of every document of a corpus, in the corpus' order.
#[derive(Debug)]
pub struct Left<'a> {
    /// Name with parameters.
    pub name: &'a str,
    /// Version; empty if not told.
    pub version: &'a str,
    /// Whether it is a control.
    pub control: bool,
    /// A text for each document; without an answer the whole text, which is what a user is left with.
    pub texts: Vec<Cow<'a, str>>,
}

/// What every contender left under the evaluation's task.
pub fn left_by<'a>(evaluation: &Evaluation<'a>, contenders: &'a [Contender<'a>]) -> Vec<Left<'a>> {
    let of = |contender: &'a Contender<'a>| {
        let documents = evaluation.corpus.examples.par_iter().zip(contender.predictions);
        let texts = documents.map(|(example, prediction)| {
            left(&example.document, prediction, evaluation.task)
                .unwrap_or_else(|| Cow::Owned(render(&example.document, &std::iter::empty().collect())))
        });
        Left { name: &contender.name, version: &contender.version, control: contender.control, texts: texts.collect() }
    };
    contenders.iter().map(of).collect()
}

/// What was found about one evaluation, strategies in the order of the evaluation's.
#[derive(Debug, Default)]
pub struct Bias {
    /// Leakage, n-grams that give sources away, and the trade-off with content kept.
    pub leakage: leakage::Assessment,
}

/// Looks at one evaluation and the contenders it scored.
pub fn assess(evaluation: &Evaluation<'_>, contenders: &[Contender<'_>], depth: leakage::Depth) -> Bias {
    let left = left_by(evaluation, contenders);
    Bias { leakage: leakage::of_evaluation(evaluation, &left, depth, &|_| None) }
}
