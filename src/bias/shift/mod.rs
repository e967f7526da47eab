//! Shift: how cleaning changes the mix of a corpus (sources, languages, lengths, quotation, loaded words), always against gold.
//!
//! A good mean score does not keep a corpus' mix: a cleaner that cuts the long pages of one outlet shifts its shares. Compared are
//! the text that a strategy left, the whole text (`(text:raw)`), and what gold keeps (`(text:gold)`). Gold keeps what may go either way;
//! `(text:gold-strict)` is the gold without that, where it is another text. Where a strategy gave no answer the whole text is left.
//!
//! Rates are of pooled counts; intervals are of the difference to gold, resampling whole sources, and so cover which sources and
//! documents were collected, not which words the list has.

mod figures;
mod lengths;
mod lexicon;
mod texts;

pub use figures::Figure;
pub use lexicon::{Lexicon, MAX_BYTES as MAX_LEXICON_BYTES, Words};
pub use texts::Counted;

use super::design::{Design, MIN_SOURCES_A_GROUP};
use super::grouping::Grouping;
use super::{GOLD, GOLD_STRICT, RAW, kept_by_gold};
use crate::document::render;
use crate::gold::Verdict;
use crate::score::{Contender, Evaluation, left};
use crate::span::SpanSet;
use crate::stats::Estimate;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Shift of every contender and reference.
#[derive(Debug, Default)]
pub struct Shift {
    /// Name of the list of loaded words.
    pub list: String,
    /// Whose texts were counted: the contenders in their order, then the references.
    pub subjects: Vec<Subject>,
    /// Figures.
    pub rows: Vec<Row>,
    /// Tokens by subject and source of the evaluation.
    pub tokens: Vec<Vec<f64>>,
    /// Tokens of gold by source.
    pub gold_tokens: Vec<f64>,
}

/// Whose texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Strategy with parameters, or `(text:raw)`, `(text:gold)`, `(text:gold-strict)`.
    pub name: String,
    /// Version of the strategy; empty for references.
    pub version: String,
}

/// One figure of one subject.
#[derive(Clone, Debug)]
pub struct Row {
    /// Index of the subject.
    pub subject: usize,
    /// The figure.
    pub figure: Figure,
    /// `all`, or a grouping.
    pub grouping: String,
    /// The group it is about; `None`: all of them.
    pub group: Option<String>,
    /// The subject's value, with the number of sources behind it; the interval is that of the difference to gold.
    pub estimate: Estimate,
    /// The value of gold.
    pub gold: Option<f64>,
    /// Groups that were too small.
    pub left_out: usize,
    /// Why there is no value.
    pub refused: Option<String>,
}

/// The grouping that has one group.
pub const ALL: &str = "all";

/// Counts what contenders left under the evaluation's task, and holds it against gold.
pub fn shift(evaluation: &Evaluation<'_>, contenders: &[Contender<'_>], groupings: &[Grouping], list: &Lexicon) -> Shift {
    let by_document: Vec<Vec<Counted>> =
        (0..evaluation.corpus.examples.len()).into_par_iter().map(|at| count(evaluation, contenders, at, list)).collect();
    let names = contenders.iter().map(|own| Subject { name: own.name.clone(), version: own.version.clone() });
    let references = [RAW, GOLD, GOLD_STRICT].map(|name| Subject { name: name.into(), version: String::new() });
    let mut subjects: Vec<Subject> = names.chain(references).collect();
    let gold = contenders.len() + 1;
    if by_document.iter().all(|own| own.get(gold) == own.get(gold + 1)) {
        subjects.pop();
    }
    let counted: Vec<Vec<Counted>> = (0..subjects.len()).map(|subject| by_document.iter().map(|own| own[subject]).collect()).collect();
    let all = Grouping::whole(ALL, by_document.len());
    let rows = std::iter::once(&all).chain(groupings).flat_map(|grouping| {
        let design = Design::new(evaluation, grouping);
        figures::rows(evaluation, &design, &grouping.name, &counted, gold)
    });
    let rows = rows.collect();
    let tokens: Vec<Vec<f64>> = counted.iter().map(|own| by_source(evaluation, own)).collect();
    Shift { list: list.name().into(), subjects, rows, gold_tokens: tokens.get(gold).cloned().unwrap_or_default(), tokens }
}

/// Counts of one document: what each contender left, then the references. Texts are counted line by line and equal lines once: what
/// strategies leave of a document are mostly the same lines, and nothing that is counted reaches over the end of one.
fn count(evaluation: &Evaluation<'_>, contenders: &[Contender<'_>], at: usize, list: &Lexicon) -> Vec<Counted> {
    let example = &evaluation.corpus.examples[at];
    let words = list.words(&example.document.language().code);
    let raw = render(&example.document, &SpanSet::default());
    let mut lines: FxHashMap<Box<str>, Counted> = FxHashMap::default();
    let mut counted = |text: &str| {
        Counted::together(text.split_inclusive('\n').map(|line| match lines.get(line) {
            Some(counted) => *counted,
            None => *lines.entry(line.into()).or_insert_with(|| Counted::of(line, words)),
        }))
    };
    let of_raw = counted(&raw);
    let mut found = Vec::with_capacity(contenders.len() + 3);
    for contender in contenders {
        let prediction = contender.predictions.get(at);
        let text = prediction.and_then(|prediction| left(&example.document, prediction, evaluation.task));
        found.push(text.map_or(of_raw, |text| counted(&text)));
    }
    found.push(of_raw);
    found.push(counted(&kept_by_gold(example, evaluation.task, &[Verdict::Strip])));
    found.push(counted(&kept_by_gold(example, evaluation.task, &[Verdict::Strip, Verdict::Ignore])));
    found
}

fn by_source(evaluation: &Evaluation<'_>, counted: &[Counted]) -> Vec<f64> {
    let mut tokens = vec![0.0; evaluation.sources.len()];
    evaluation.source_of.iter().zip(counted).for_each(|(&source, own)| tokens[source] += own.tokens);
    tokens
}

/// Why a group cannot be judged.
fn too_small(sources: usize) -> String {
    format!("{sources} sources; {MIN_SOURCES_A_GROUP} are needed")
}
