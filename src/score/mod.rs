//! Joins a run and gold: the only place where predictions, labels and metrics meet.

mod bounds;
mod errors;
mod labels;
mod text_scores;
mod texts;

pub use errors::{Kind, Lines, Wrong, wrong};
pub use labels::LabelCounts;
pub use text_scores::{Numbers, TextScores};

use crate::corpus::{Corpus, Example};
use crate::document::{Document, render};
use crate::gold::{LabelledSpan, Task, Verdict};
use crate::label::Label;
use crate::metric::text::{ReferenceText, TextMetric};
use crate::metric::{self, Class, Counts, Judged, Units};
use crate::run::{Prediction, Run, Status};
use crate::span::SpanSet;
use crate::stats::{Resamples, Resampling};
use crate::strategy::contract::{Family, Wanted};
use crate::strategy::{Selected, contract};
use rayon::prelude::*;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;
use texts::Texts;

/// All scores of one corpus under one task.
#[derive(Debug)]
pub struct Evaluation<'c> {
    /// The corpus.
    pub corpus: &'c Corpus,
    /// The task.
    pub task: Task,
    /// The text metrics that were scored; a document's text scores are in this order.
    pub text_metrics: Vec<&'static TextMetric>,
    /// Names of the sources, sorted.
    pub sources: Vec<&'c str>,
    /// For each document of the corpus the index of its source.
    pub source_of: Vec<usize>,
    /// Strategies in the order they were asked for, then the bounds.
    pub strategies: Vec<StrategyScores>,
    /// How intervals and tests are to be drawn; that of published figures unless set.
    pub resampling: Resampling,
}

impl Evaluation<'_> {
    /// Draws of its sources.
    pub fn resamples(&self) -> Resamples {
        Resamples::with(self.sources.len(), self.resampling)
    }
}

/// One strategy's scores, a document each in the order of the corpus.
#[derive(Debug)]
pub struct StrategyScores {
    /// Name with parameters.
    pub name: String,
    /// Version of the strategy, or of the program behind it; empty if not told.
    pub version: String,
    /// Whether it is a control or a bound, not a contender.
    pub control: bool,
    /// A score for each document.
    pub documents: Vec<DocumentScore>,
}

/// One document's score.
#[derive(Debug)]
pub struct DocumentScore {
    /// How the strategy fared.
    pub status: Status,
    /// Counts by metric, in the order of [`metric::ALL`].
    pub counts: Vec<Counts>,
    /// Visible characters that stayed and that went, whatever their label.
    pub kept_chars: usize,
    /// Visible characters that went.
    pub removed_chars: usize,
    /// Removed stretches.
    pub removed_spans: usize,
    /// Scores of [`Evaluation::text_metrics`]; strategies with the same output share them.
    pub text: TextScores,
    /// Counts by gold label.
    pub labels: BTreeMap<Label, LabelCounts>,
    /// Time of the call; `None` for what was not run here.
    pub elapsed: Option<Duration>,
}

/// Examples a strategy may learn from: the corpus' own, without the text to ignore being forced either way.
pub fn training_examples(corpus: &Corpus, task: Task) -> Vec<contract::Example<'_>> {
    let wanted = |label: Label| match task.verdict(label) {
        Verdict::Keep => Wanted::Kept,
        Verdict::Strip => Wanted::Gone,
        Verdict::Ignore => Wanted::Either,
    };
    let example = |example: &'_ Example| {
        let cover = example.gold.cover(example.document.text().len());
        cover.iter().map(|labelled| (labelled.span, labelled.label, wanted(labelled.label))).collect()
    };
    corpus.examples.iter().map(|own| contract::Example { document: &own.document, spans: example(own) }).collect()
}

/// Something to score: predictions for a corpus' documents, in their order, and whose they are.
#[derive(Clone, Debug)]
pub struct Contender<'r> {
    /// Name with parameters.
    pub name: String,
    /// Version; empty if not told.
    pub version: String,
    /// Whether it is a control.
    pub control: bool,
    /// Whether the predictions were made here, so that their times say something.
    pub timed: bool,
    /// A prediction for each document.
    pub predictions: &'r [Prediction],
    /// The strategy itself, where it can be run again; of other programs and of files there is none.
    pub strategy: Option<&'r Selected>,
}

impl<'r> Contender<'r> {
    /// The strategies of a run.
    pub fn of_run(strategies: &'r [Selected], run: &'r Run) -> Vec<Self> {
        let own = |(strategy, predictions): (&'r Selected, &'r Vec<Prediction>)| {
            let control = strategy.entry.family == Family::Control;
            Self {
                name: strategy.name.clone(),
                version: strategy.entry.version.to_string(),
                control,
                timed: true,
                predictions,
                strategy: Some(strategy),
            }
        };
        strategies.iter().zip(&run.predictions).map(own).collect()
    }

    /// What a program answered, or a file of predictions holds.
    pub fn external(name: &str, version: &str, timed: bool, predictions: &'r [Prediction]) -> Self {
        Self { name: name.into(), version: version.into(), control: false, timed, predictions, strategy: None }
    }
}

/// Scores a run against a corpus' gold under one task: [`score_all`] for its strategies.
pub fn score<'c>(
    corpus: &'c Corpus,
    task: Task,
    strategies: &[Selected],
    run: &Run,
    text_metrics: &[&'static TextMetric],
) -> Evaluation<'c> {
    score_all(corpus, task, &Contender::of_run(strategies, run), text_metrics)
}

/// Scores contenders against a corpus' gold under one task. Their predictions must be for the corpus' documents, in their order.
///
/// Text metrics score what the strategy gave as text, else the text that its removals leave, against the reference; a
/// document with span gold is its own reference, less what the gold strips.
pub fn score_all<'c>(corpus: &'c Corpus, task: Task, contenders: &[Contender<'_>], text_metrics: &[&'static TextMetric]) -> Evaluation<'c> {
    let document = |index: usize| -> Vec<Option<DocumentScore>> {
        let example = &corpus.examples[index];
        let cover = example.gold.cover(example.document.text().len());
        let units = Units::new(&example.document, classes(example.document.text(), &cover, task));
        let reference = if text_metrics.is_empty() { Cow::Owned(ReferenceText::default()) } else { reference(example, &units) };
        let mut texts = Texts::new(text_metrics, &reference, example.document.text());
        let mut scores = Vec::with_capacity(contenders.len() + bounds::ALL.len());
        scores.extend(contenders.iter().map(|contender| {
            let prediction = contender.predictions.get(index)?;
            Some(score_document((example, &cover), &units, task, prediction, contender, &mut texts))
        }));
        scores.extend(
            bounds::ALL.iter().map(|bound| Some(score_bound((example, &cover), &units, bound.removed(example, &units), &mut texts))),
        );
        let mut of_texts = texts.scores().into_iter();
        scores.iter_mut().flatten().for_each(|score| score.text = of_texts.next().unwrap_or_default());
        scores
    };
    let documents = largest_first(corpus.examples.iter().map(|example| example.document.text().len()).collect(), document);
    let strategies = by_strategy(contenders, documents);
    let mut sources: Vec<&str> = corpus.examples.iter().map(|example| example.document.meta.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    let source_of = |example: &Example| sources.binary_search(&example.document.meta.source.as_str()).unwrap_or(0);
    let source_of = corpus.examples.iter().map(source_of).collect();
    Evaluation { corpus, task, text_metrics: text_metrics.to_vec(), sources, source_of, strategies, resampling: Resampling::default() }
}

/// What `one` gives for each document, in the order of the corpus. Those with the longest texts are begun first: a few giants take most of
/// the time, and begun last they would keep one thread busy while the others are done.
fn largest_first<T: Send>(lengths: Vec<usize>, one: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|&at| Reverse(lengths[at]));
    let mut made: Vec<(usize, T)> = order.into_par_iter().with_max_len(1).map(|at| (at, one(at))).collect();
    made.sort_unstable_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, made)| made).collect()
}

/// Scores of documents, each by contenders and then bounds, sorted by those instead.
fn by_strategy(contenders: &[Contender<'_>], documents: Vec<Vec<Option<DocumentScore>>>) -> Vec<StrategyScores> {
    let count = documents.len();
    let strategy = |name: &str, version: &str, control| StrategyScores {
        name: name.into(),
        version: version.into(),
        control,
        documents: Vec::with_capacity(count),
    };
    let own = contenders.iter().map(|contender| strategy(&contender.name, &contender.version, contender.control));
    let mut strategies: Vec<StrategyScores> = own.chain(bounds::ALL.iter().map(|bound| strategy(bound.name, "1", true))).collect();
    for scores in documents {
        strategies.iter_mut().zip(scores).for_each(|(strategy, score)| strategy.documents.extend(score));
    }
    strategies
}

/// What a prediction leaves of a document as text: the strategy's own words if it gave any, else the text without what the
/// task removes; `None` where there was no answer.
pub fn left<'p>(document: &Document, prediction: &'p Prediction, task: Task) -> Option<Cow<'p, str>> {
    if prediction.status != Status::Ok {
        return None;
    }
    let rendered = || Cow::Owned(render(document, &prediction.removals.spans(|label| task.applies(label))));
    Some(prediction.removals.output().map_or_else(rendered, Cow::Borrowed))
}

/// The units of an example under a task.
pub fn units(example: &Example, task: Task) -> Units {
    let text = example.document.text();
    Units::new(&example.document, classes(text, &example.gold.cover(text.len()), task))
}

/// A class for every byte: first bytes of visible characters take the verdict of their label.
fn classes(text: &str, cover: &[LabelledSpan], task: Task) -> Vec<Class> {
    let mut classes = vec![Class::None; text.len()];
    for labelled in cover {
        let class = match task.verdict(labelled.label) {
            Verdict::Keep => Class::Content,
            Verdict::Strip => Class::Boilerplate,
            Verdict::Ignore => Class::Ignored,
        };
        let visible = labelled.span.slice(text).char_indices().filter(|(_, c)| !c.is_whitespace());
        visible.for_each(|(at, _)| classes[labelled.span.start + at] = class);
    }
    classes
}

/// What should be left of a document, as text.
fn reference<'e>(example: &'e Example, units: &Units) -> Cow<'e, ReferenceText> {
    if let Some(reference) = example.gold.reference() {
        return Cow::Borrowed(&reference.content);
    }
    let text = render(&example.document, &units.boilerplate.iter().copied().collect());
    Cow::Owned(ReferenceText { text, ..ReferenceText::default() })
}

/// Scores a prediction; the text metrics are left to [`Texts::scores`].
fn score_document(
    (example, cover): (&Example, &[LabelledSpan]),
    units: &Units,
    task: Task,
    prediction: &Prediction,
    contender: &Contender<'_>,
    texts: &mut Texts<'_>,
) -> DocumentScore {
    let judged = match prediction.status {
        Status::Ok => Judged::new(&example.document, units, prediction.removals.spans(|label| task.applies(label))),
        _ => Judged::missed(&example.document, units),
    };
    texts.add(|| left(&example.document, prediction, task));
    let elapsed = (contender.timed && prediction.status != Status::NotRun).then_some(prediction.elapsed);
    DocumentScore { status: prediction.status, elapsed, ..counted(cover, &judged) }
}

/// Scores removals that no strategy made; the text metrics are left to [`Texts::scores`].
fn score_bound((example, cover): (&Example, &[LabelledSpan]), units: &Units, removed: SpanSet, texts: &mut Texts<'_>) -> DocumentScore {
    texts.add(|| Some(Cow::Owned(render(&example.document, &removed))));
    counted(cover, &Judged::new(&example.document, units, removed))
}

fn counted(cover: &[LabelledSpan], judged: &Judged<'_>) -> DocumentScore {
    DocumentScore {
        status: Status::Ok,
        counts: metric::ALL.iter().map(|metric| (metric.count)(judged)).collect(),
        kept_chars: judged.units.all().minus(judged.gone).visible as usize,
        removed_chars: judged.gone.visible as usize,
        removed_spans: judged.removed_stretches().len(),
        text: TextScores::default(),
        labels: labels::count(cover, judged),
        elapsed: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_work_is_not_the_order_of_results() {
        assert_eq!(largest_first(vec![3, 9, 0, 9, 5], |at| at * 10), [0, 10, 20, 30, 40]);
        assert!(largest_first(Vec::new(), |at| at).is_empty());
    }
}
