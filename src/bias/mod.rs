//! Source bias: can a reader or a classifier tell the outlet from what a strategy leaves, and does a strategy treat outlets alike?
//!
//! Works on one [`Evaluation`] and on the texts that its contenders left; what is found stands beside the scores in the CSV files.

pub mod aliases;
pub mod cues;
pub mod design;
pub mod disparity;
pub mod grouping;
mod groups;
pub mod insertion;
pub mod leakage;
pub mod loso;
pub mod ngrams;
pub mod outlets;
pub mod panels;
pub mod probe;
mod rows;
pub mod shift;
pub mod tradeoff;

pub use groups::{Groups, MAX_BYTES as MAX_GROUPS_BYTES};
pub use shift::{Lexicon, MAX_LEXICON_BYTES};

use crate::corpus::Example;
use crate::document::render;
use crate::gold::{Task, Verdict};
use crate::score::{Contender, Evaluation, left};
use rayon::prelude::*;
use std::borrow::Cow;

/// Name of the whole text beside what strategies left of it.
pub const RAW: &str = "(text:raw)";
/// Name of the text that gold leaves: what the task strips is gone, what it ignores is there.
pub const GOLD: &str = "(text:gold)";
/// Name of the gold text without what the task ignores.
pub const GOLD_STRICT: &str = "(text:gold-strict)";

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

/// What gold keeps of a document: the reference text, or the text without the labels of these verdicts.
fn kept_by_gold<'e>(example: &'e Example, task: Task, without: &[Verdict]) -> Cow<'e, str> {
    if let Some(reference) = example.gold.reference() {
        return Cow::Borrowed(&reference.content.text);
    }
    let gone = example.gold.spans().iter().filter(|labelled| without.contains(&task.verdict(labelled.label)));
    Cow::Owned(render(&example.document, &gone.map(|labelled| labelled.span).collect()))
}

/// What a user adds to the assessment of bias.
#[derive(Clone, Debug, Default)]
pub struct Options<'o> {
    /// Groups of sources.
    pub groups: Option<&'o Groups>,
    /// Loaded words instead of the shipped list.
    pub loaded: Option<&'o Lexicon>,
    /// Strategies that learn, named as among the contenders, fitted to all documents and run on the same.
    pub fitted_to_all: Vec<Contender<'o>>,
    /// How much of leakage.
    pub leakage: leakage::Depth,
}

/// What was found about one evaluation, strategies in the order of the evaluation's.
#[derive(Debug, Default)]
pub struct Bias {
    /// Source cues: strategies, then the texts to compare with; none without labelled spans.
    pub cues: Vec<cues::StrategyCues>,
    /// Aggregators' panels, read as data about publishers.
    pub panels: Vec<panels::Read>,
    /// How unequally groups of documents are served.
    pub disparity: disparity::Disparity,
    /// How the mix of sources, lengths and words moves against gold.
    pub shift: shift::Shift,
    /// Leakage, n-grams that give sources away, and the trade-off with content kept.
    pub leakage: leakage::Assessment,
    /// What is lost where a source had no say in parameters or learning.
    pub loso: Vec<loso::Row>,
}

/// Looks at one evaluation and the contenders it scored.
pub fn assess(evaluation: &Evaluation<'_>, contenders: &[Contender<'_>], options: &Options<'_>) -> Bias {
    let groupings = grouping::Grouping::all(evaluation, options.groups);
    let left = left_by(evaluation, contenders);
    let cues = cues::count(evaluation, contenders, &left);
    let protected = |name: &str| cues.iter().find(|own| own.name == name)?.share(cues::Measure::Protected);
    Bias {
        leakage: leakage::of_evaluation(evaluation, &left, options.leakage, &protected),
        panels: panels::read(evaluation.corpus),
        disparity: disparity::disparity(evaluation, &groupings),
        shift: shift::shift(evaluation, contenders, &groupings, options.loaded.unwrap_or(Lexicon::shipped())),
        loso: loso::loso(evaluation, &options.fitted_to_all),
        cues,
    }
}
