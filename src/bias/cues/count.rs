//! Counts of one document: cues by label, content, protected mentions, own names.

use super::{Aliases, Share, is_cue, mentions};
use crate::bias::left_or_whole;
use crate::corpus::Example;
use crate::document::render;
use crate::gold::Verdict;
use crate::label::Label;
use crate::run::{Prediction, Status};
use crate::score::{Contender, Evaluation};
use crate::span::{Span, SpanSet};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A cue is gone as a span if this share of its characters is.
const GONE: f64 = 0.9;

/// What gold and the lists say of one document, brought into the form that counting needs.
#[derive(Debug)]
pub(super) struct Facts {
    cues: Vec<(Label, Span)>,
    content: Vec<Span>,
    /// What the task strips; the gold text is what is left without it.
    stripped: SpanSet,
    mentions: Vec<Span>,
    aliases: Aliases,
}

impl Facts {
    /// For every document; `None` where there are no labelled spans.
    pub(super) fn of_all(evaluation: &Evaluation<'_>) -> Vec<Option<Self>> {
        let known = mentions::Known::of(evaluation.corpus);
        evaluation.corpus.examples.par_iter().map(|example| Self::of(evaluation, example, &known)).collect()
    }

    fn of(evaluation: &Evaluation<'_>, example: &Example, known: &mentions::Known) -> Option<Self> {
        if example.gold.reference().is_some() {
            return None;
        }
        let text = example.document.text();
        let aliases = Aliases::of(example);
        let names = aliases.find(text);
        let cover = example.gold.cover(text.len());
        let named = |span: Span| names.iter().any(|name| name.overlaps(span));
        let cues = cover.iter().filter(|own| is_cue(own.label, || named(own.span))).map(|own| (own.label, own.span)).collect();
        let verdict = |wanted| cover.iter().filter(move |own| evaluation.task.verdict(own.label) == wanted).map(|own| own.span);
        let content: Vec<Span> = verdict(Verdict::Keep).collect();
        let mentions = match &example.gold.facts().mentions {
            Some(listed) => listed.clone(),
            None => known.in_content(example, &content, &names),
        };
        Some(Self { cues, stripped: verdict(Verdict::Strip).collect(), content, mentions, aliases })
    }
}

/// Characters and spans of one label.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OfLabel {
    pub(super) characters: Share,
    pub(super) spans: Share,
}

/// Counts of one document.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) labels: BTreeMap<Label, OfLabel>,
    /// Content that is gone.
    pub(super) content: Share,
    /// Mentions that stay.
    pub(super) mentions: Share,
    pub(super) own_name: Share,
}

/// What a contender did to every document. Without an answer no cue is gone, all content is, and no mention stays.
pub(super) fn contender(evaluation: &Evaluation<'_>, facts: &[Option<Facts>], own: &Contender<'_>) -> Vec<Option<Counted>> {
    let documents = evaluation.corpus.examples.par_iter().zip(facts).zip(own.predictions);
    let one = |((example, facts), prediction): ((&Example, &Option<Facts>), &Prediction)| {
        let facts = facts.as_ref()?;
        let text = example.document.text();
        let output = left_or_whole(&example.document, prediction, evaluation.task);
        Some(match prediction.status {
            Status::Ok => counted(text, facts, &prediction.removals.spans(|label| evaluation.task.applies(label)), &output),
            _ => missed(text, facts, &output),
        })
    };
    documents.map(one).collect()
}

/// The raw text, or what gold leaves of it.
pub(super) fn reference(evaluation: &Evaluation<'_>, facts: &[Option<Facts>], gold: bool) -> Vec<Option<Counted>> {
    let one = |(example, facts): (&Example, &Option<Facts>)| {
        let facts = facts.as_ref()?;
        let removed = if gold { facts.stripped.clone() } else { SpanSet::default() };
        Some(counted(example.document.text(), facts, &removed, &render(&example.document, &removed)))
    };
    evaluation.corpus.examples.par_iter().zip(facts).map(one).collect()
}

fn counted(text: &str, facts: &Facts, removed: &SpanSet, output: &str) -> Counted {
    let gone = |span: Span| gone(text, span, removed);
    let mut found = Counted::default();
    for &(label, span) in &facts.cues {
        let characters = gone(span);
        if characters.all > 0 {
            let own = found.labels.entry(label).or_default();
            own.characters += characters;
            own.spans += Share { hits: usize::from(characters.hits as f64 >= GONE * characters.all as f64), all: 1 };
        }
    }
    facts.content.iter().for_each(|&span| found.content += gone(span));
    let stays = facts.mentions.iter().filter(|&&span| gone(span).hits == 0).count();
    found.mentions = Share { hits: stays, all: facts.mentions.len() };
    found.own_name = Share { hits: usize::from(!facts.aliases.find(output).is_empty()), all: 1 };
    found
}

/// A document without an answer.
fn missed(text: &str, facts: &Facts, output: &str) -> Counted {
    let mut found = counted(text, facts, &SpanSet::default(), output);
    found.content.hits = found.content.all;
    found.mentions.hits = 0;
    found
}

/// Visible characters of a span that are gone, of all.
fn gone(text: &str, span: Span, removed: &SpanSet) -> Share {
    let visible = |span: Span| span.slice(text).chars().filter(|c| !c.is_whitespace()).count();
    Share { hits: removed.within(span).map(visible).sum(), all: visible(span) }
}
