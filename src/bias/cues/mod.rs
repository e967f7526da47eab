//! Source cues: how much of what gives an outlet away is gone, at what cost, and whether other outlets' names survive.
//!
//! A cue is a gold span labelled `outlet`, `byline`, `dateline`, `credit`, `wire`, `origin`, `bio` or `aggregator`, and every `nav`,
//! `related`, `rail`, `promo` or `legal` span that names the document's own outlet. Computed for labelled spans only: a reference text
//! has no labels. Shares are pooled over documents; intervals resample sources.

mod count;
mod mentions;

use super::aliases::Aliases;
use super::insertion::{Inserted, Insertions};
use super::{GOLD, RAW};
use crate::label::Label;
use crate::metric::Counts;
use crate::score::{Contender, Evaluation};
use crate::stats::{Average, Cell, Estimate, Resamples, Sample};
use count::{Counted, Facts};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Characters of cues that are gone, of all of them.
    Recall,
    /// Cues of which 90 % of the characters are gone, of all of them.
    Spans,
    /// Mean of the labels' recalls.
    Macro,
    /// Recall of the label that fares worst.
    Worst,
    /// Content characters that are gone.
    Collateral,
    /// Content characters that stay.
    Retention,
    /// Mentions of other outlets inside content that stay whole.
    Protected,
    /// Documents whose output still names their own outlet. Gold itself is not at nought.
    OwnName,
    /// Characters of foreign cues that were put in and came out again.
    Inserted,
    /// Insertions after which another character of the document had another fate.
    Disturbed,
}

impl Measure {
    /// The word in the CSV file.
    pub const fn name(self) -> &'static str {
        match self {
            Measure::Recall => "cue.recall",
            Measure::Spans => "cue.spans",
            Measure::Macro => "cue.recall_macro",
            Measure::Worst => "cue.recall_worst",
            Measure::Collateral => "collateral",
            Measure::Retention => "retention",
            Measure::Protected => "protected",
            Measure::OwnName => "own_name",
            Measure::Inserted => "insertion.recall",
            Measure::Disturbed => "insertion.changed",
        }
    }
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What is measured.
    pub measure: Measure,
    /// Of which label: all together if `None`; for [`Measure::Worst`] the label that fares worst.
    pub label: Option<Label>,
    /// Documents behind it.
    pub documents: usize,
    /// What counts, of [`Figure::all`]; nought for means.
    pub hits: usize,
    /// Characters, spans, mentions or documents behind it; labels for means over labels.
    pub all: usize,
    /// The share with its interval; `None` where there is nothing to count.
    pub share: Estimate,
}

/// The figures of one strategy, or of a text to compare with.
#[derive(Clone, Debug, PartialEq)]
pub struct StrategyCues {
    /// Name with parameters; `(text:raw)` and `(text:gold)` for what is read with nothing gone and with just the right things gone.
    pub name: String,
    /// Version; empty if not told.
    pub version: String,
    /// In a fixed order.
    pub figures: Vec<Figure>,
}

impl StrategyCues {
    /// The share of a measure over all labels.
    pub fn share(&self, measure: Measure) -> Option<f64> {
        self.figures.iter().find(|figure| figure.measure == measure && (figure.label.is_none() || measure == Measure::Worst))?.share.value
    }
}

/// Counts cues for every contender, and for the raw text and the gold text beside them; nothing for a corpus without labelled spans.
pub fn count(evaluation: &Evaluation<'_>, contenders: &[Contender<'_>]) -> Vec<StrategyCues> {
    let facts = Facts::of_all(evaluation);
    if facts.iter().all(Option::is_none) {
        return Vec::new();
    }
    let resamples = evaluation.resamples();
    let figures = |name: &str, version: &str, counted: Vec<Option<Counted>>| StrategyCues {
        name: name.into(),
        version: version.into(),
        figures: figures(evaluation, &counted, &resamples),
    };
    let references = [(RAW, false), (GOLD, true)].map(|(name, gold)| figures(name, "", count::reference(evaluation, &facts, gold)));
    let insertions = Insertions::of(&evaluation.corpus.examples, evaluation.task);
    let strategies = contenders.par_iter().map(|own| {
        let mut cues = figures(&own.name, &own.version, count::contender(evaluation, &facts, own));
        cues.figures.extend(inserted(&insertions, own));
        cues
    });
    let mut all: Vec<StrategyCues> = strategies.collect();
    all.extend(references);
    all
}

/// The insertion test, where the strategy can be run; its sample is too small for sources to be resampled.
fn inserted(insertions: &Insertions<'_>, own: &Contender<'_>) -> Vec<Figure> {
    let found = own.strategy.and_then(|strategy| insertions.run(strategy));
    let Some(Inserted { documents, insertions, characters, gone, changed }) = found else { return Vec::new() };
    let figure = |measure, hits, all| {
        let share = Estimate { value: Share { hits, all }.value(), n: all, ..Estimate::default() };
        Figure { measure, label: None, documents, hits, all, share }
    };
    vec![figure(Measure::Inserted, gone, characters), figure(Measure::Disturbed, changed, insertions)]
}

/// Hits and what they are counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// What counts.
    pub hits: usize,
    /// Of how many.
    pub all: usize,
}

impl Share {
    fn value(self) -> Option<f64> {
        (self.all > 0).then(|| self.hits as f64 / self.all as f64)
    }
}

impl std::ops::AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.hits += other.hits;
        self.all += other.all;
    }
}

/// One share by source, with the documents in which it is defined.
#[derive(Clone, Debug, Default)]
struct BySource {
    sources: Vec<Share>,
    documents: usize,
}

impl BySource {
    fn add(&mut self, sources: usize, source: usize, share: Share) {
        self.sources.resize(sources, Share::default());
        self.sources[source] += share;
        self.documents += usize::from(share.all > 0);
    }

    fn over(&self, drawn: impl Iterator<Item = usize>) -> Share {
        let mut sum = Share::default();
        drawn.filter_map(|source| self.sources.get(source)).for_each(|&share| sum += share);
        sum
    }

    fn all(&self) -> Share {
        self.over(0..self.sources.len())
    }

    fn figure(&self, measure: Measure, label: Option<Label>, resamples: &Resamples) -> Figure {
        let Share { hits, all } = self.all();
        // Whole numbers: sums over draws are exact in any order.
        let cell = |(source, own): (usize, &Share)| {
            let counts = Counts { tp: own.hits as f64, fn_: (own.all - own.hits) as f64, ..Counts::default() };
            Cell { source, value: Some(0.0), counts }
        };
        let share = |counts: &Counts| (counts.tp + counts.fn_ > 0.0).then(|| counts.tp / (counts.tp + counts.fn_));
        let sample = Sample::new(Some(share), self.sources.iter().enumerate().map(cell));
        let share = Estimate { n: all, ..sample.estimate(Average::Micro, resamples) };
        Figure { measure, label, documents: self.documents, hits, all, share }
    }
}

/// A value with both of its intervals.
fn estimated(value: Option<f64>, n: usize, resamples: &Resamples, drawn: impl Fn(&[u32]) -> Option<f64>) -> Estimate {
    let interval = value.and_then(|_| resamples.interval(&drawn));
    Estimate { value, interval, bca: value.and_then(|_| resamples.bca_interval(&drawn)), n }
}

/// Puts counts of documents together.
fn figures(evaluation: &Evaluation<'_>, counted: &[Option<Counted>], resamples: &Resamples) -> Vec<Figure> {
    let n = evaluation.sources.len();
    let mut sums: BTreeMap<(Measure, Option<Label>), BySource> = BTreeMap::new();
    for (&source, counted) in evaluation.source_of.iter().zip(counted) {
        let Some(counted) = counted else { continue };
        let mut add = |measure, label, share| sums.entry((measure, label)).or_default().add(n, source, share);
        let (mut characters, mut spans) = (Share::default(), Share::default());
        for (&label, own) in &counted.labels {
            add(Measure::Recall, Some(label), own.characters);
            add(Measure::Spans, Some(label), own.spans);
            characters += own.characters;
            spans += own.spans;
        }
        let Share { hits, all } = counted.content;
        for (measure, share) in [
            (Measure::Recall, characters),
            (Measure::Spans, spans),
            (Measure::Collateral, counted.content),
            (Measure::Retention, Share { hits: all - hits, all }),
            (Measure::Protected, counted.mentions),
            (Measure::OwnName, counted.own_name),
        ] {
            add(measure, None, share);
        }
    }
    let labels: Vec<(Label, &BySource)> = sums
        .iter()
        .filter_map(|((measure, label), sum)| if *measure == Measure::Recall { label.map(|label| (label, sum)) } else { None })
        .collect();
    let mut figures: Vec<Figure> = sums.iter().map(|((measure, label), sum)| sum.figure(*measure, *label, resamples)).collect();
    figures.extend([Measure::Macro, Measure::Worst].map(|measure| over_labels(measure, &labels, resamples)));
    figures.sort_by_key(|figure| (figure.measure, figure.label));
    figures
}

/// The mean over labels, or the worst of them, in each resample anew.
fn over_labels(measure: Measure, labels: &[(Label, &BySource)], resamples: &Resamples) -> Figure {
    let combine = |values: Vec<f64>| {
        if values.is_empty() {
            return None;
        }
        Some(if measure == Measure::Worst {
            values.iter().copied().fold(f64::INFINITY, f64::min)
        } else {
            values.iter().sum::<f64>() / values.len() as f64
        })
    };
    let value = combine(labels.iter().filter_map(|(_, sum)| sum.all().value()).collect());
    let drawn = |drawn: &[u32]| {
        let of = |sum: &BySource| sum.over(drawn.iter().map(|&source| source as usize)).value();
        combine(labels.iter().filter_map(|(_, sum)| of(sum)).collect())
    };
    let is_worst = |sum: &BySource| measure == Measure::Worst && sum.all().value() == value;
    let label = labels.iter().find(|(_, sum)| is_worst(sum)).map(|(label, _)| *label);
    let documents = labels.iter().map(|(_, sum)| sum.documents).max().unwrap_or(0);
    Figure { measure, label, documents, hits: 0, all: labels.len(), share: estimated(value, labels.len(), resamples, drawn) }
}

/// Whether a label is a cue: always, or where the span names its own outlet.
fn is_cue(label: Label, names: impl FnOnce() -> bool) -> bool {
    use Label as L;
    match label {
        L::Outlet | L::Byline | L::Dateline | L::Credit | L::Wire | L::Origin | L::Bio | L::Aggregator => true,
        L::Nav | L::Related | L::Rail | L::Promo | L::Legal => names(),
        _ => false,
    }
}
