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
use crate::document::{Document, render};
use crate::gold::{Task, Verdict};
use crate::run::Prediction;
use crate::score::{Contender, Evaluation, left};
use crate::span::SpanSet;
use std::borrow::Cow;

/// Name of the whole text beside what strategies left of it.
pub const RAW: &str = "(text:raw)";
/// Name of the text that gold leaves: what the task strips is gone, what it ignores is there.
pub const GOLD: &str = "(text:gold)";
/// Name of the gold text without what the task ignores.
pub const GOLD_STRICT: &str = "(text:gold-strict)";

/// What a contender left of a document; without an answer the whole text, which is what a user is left with. Made where it is
/// needed: the texts of all contenders would be many times the corpus.
fn left_or_whole<'a>(document: &Document, prediction: &'a Prediction, task: Task) -> Cow<'a, str> {
    left(document, prediction, task).unwrap_or_else(|| Cow::Owned(render(document, &SpanSet::default())))
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
    let given_away = || {
        let cues = cues::count(evaluation, contenders);
        let protected = |name: &str| cues.iter().find(|own| own.name == name)?.share(cues::Measure::Protected);
        let leakage = leakage::of_evaluation(evaluation, contenders, options.leakage, &protected);
        (cues, leakage)
    };
    let loaded = options.loaded.unwrap_or(Lexicon::shipped());
    let moved = || {
        let shift = || shift::shift(evaluation, contenders, &groupings, loaded);
        rayon::join(shift, || disparity::disparity(evaluation, &groupings))
    };
    let others = || (panels::read(evaluation.corpus), loso::loso(evaluation, &options.fitted_to_all));
    // Each has stretches that one thread must do alone.
    let ((cues, leakage), ((shift, disparity), (panels, loso))) = rayon::join(given_away, || rayon::join(moved, others));
    Bias { cues, panels, disparity, shift, leakage, loso }
}
