//! Agreement of two labellings: aggregates with intervals, by label, and the list of disagreements; as CSV, JSON and text.
//!
//! | measure | over | aggregate |
//! |---|---|---|
//! | `kappa`, `alpha` | visible characters, unlabelled ones being `body` | pairs of all documents together |
//! | `alpha_u` | spans in code points, `body` being what lies between | documents laid end to end in the order of their ids |
//! | `gamma` | the same | mean over documents with at most [`crate::corpus::agreement::MAX_GAMMA_UNITS`] spans a side |
//! | `spans.*_f1` | the same, labels equal | matches of all documents together |
//!
//! Intervals resample sources, as everywhere. Kappa and alpha of characters flatter: long easy stretches agree by themselves.

mod files;
mod measures;

use crate::corpus::agreement::{Classes, Compared, TwoLabellings};
use crate::gold::Task;
use crate::label::Label;
use crate::span::CodePoints;
use crate::stats::Estimate;
use measures::{Job, Sets};
use rayon::prelude::*;

/// Characters of an excerpt.
const EXCERPT: usize = 80;
/// With more spans than this on both sides together, `alpha_u` has no interval: it would be computed afresh in every resample.
pub const MAX_RESAMPLED_UNITS: usize = 50_000;

/// One measure.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The label it is about; `None`: all.
    pub label: Option<Label>,
    /// `kappa.labels`, `kappa.boilerplate`, …, `alpha_u`, `gamma`, `spans.exact_f1`, …
    pub metric: String,
    /// Value, interval, and documents behind it.
    pub estimate: Estimate,
}

/// How much of a label each side has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    /// Visible characters: of the first, of the second, of both at the same place.
    pub chars: [u64; 3],
    /// Spans of the first and of the second.
    pub spans: [usize; 2],
}

/// A stretch that the two label differently.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// Its document.
    pub doc: String,
    /// The document's outlet and language.
    pub meta: [String; 2],
    /// Code points.
    pub place: (usize, usize),
    /// First and second label.
    pub labels: [Label; 2],
    /// Tasks under which the verdict changes.
    pub verdicts: Vec<Task>,
    /// Visible characters.
    pub chars: u64,
    /// Its first characters.
    pub excerpt: String,
}

/// All of it.
#[derive(Debug)]
pub struct Agreed<'t> {
    /// What was compared.
    pub two: &'t TwoLabellings,
    /// Sources of the documents in both.
    pub sources: usize,
    /// Visible characters: all, and those labelled differently.
    pub chars: (u64, u64),
    /// Documents that both label alike, character by character.
    pub alike: usize,
    /// The measures: first those over all labels, then label by label.
    pub measures: Vec<Measured>,
    /// By label, in the order of [`Label::ALL`]; labels that neither uses are left out.
    pub extents: Vec<(Label, Extent)>,
    /// Most characters first.
    pub disagreements: Vec<Disagreement>,
}

/// Compares two labellings.
pub fn agreement(two: &TwoLabellings) -> Agreed<'_> {
    let compared: Vec<Compared> = two.documents.par_iter().map(Compared::new).collect();
    let sets = Sets::new(two, &compared);
    let extents: Vec<(Label, Extent)> =
        Label::ALL.iter().map(|&label| (label, extent(&compared, label))).filter(|(_, own)| own.chars != [0; 3]).collect();
    let labels: Vec<Label> = extents.iter().map(|(label, _)| *label).collect();
    let jobs: Vec<Job> = Job::overall().into_iter().chain(labels.into_iter().flat_map(Job::of_label)).collect();
    let measures = jobs.into_par_iter().map(|job| sets.measured(job)).collect();
    let differing = compared.iter().flat_map(|own| &own.differences).map(|stretch| stretch.chars).sum();
    Agreed {
        two,
        sources: sets.sources(),
        chars: (compared.iter().map(|own| own.agreement.characters()).sum(), differing),
        alike: compared.iter().filter(|own| own.differences.is_empty()).count(),
        measures,
        extents,
        disagreements: disagreements(two, &compared),
    }
}

fn extent(compared: &[Compared], label: Label) -> Extent {
    let mut sum = Extent::default();
    for own in compared {
        for (first, second, chars) in own.agreement.classes(Classes::One(label)) {
            let sides = [first == "it", second == "it", first == "it" && second == "it"];
            sum.chars.iter_mut().zip(sides).for_each(|(sum, there)| *sum += if there { chars as u64 } else { 0 });
        }
        for (sum, units) in sum.spans.iter_mut().zip(&own.units) {
            *sum += units.iter().filter(|unit| unit.1 == label).count();
        }
    }
    sum
}

fn disagreements(two: &TwoLabellings, compared: &[Compared]) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for (twice, own) in two.documents.iter().zip(compared) {
        let (meta, body) = (&twice.document.meta, twice.document.text());
        let points = CodePoints::new(body);
        found.extend(own.differences.iter().map(|stretch| Disagreement {
            doc: meta.id.clone(),
            meta: [meta.source.clone(), meta.lang.clone()],
            place: (points.from_byte(stretch.span.start), points.from_byte(stretch.span.end)),
            labels: [stretch.first, stretch.second],
            verdicts: Task::ALL.iter().copied().filter(|task| task.verdict(stretch.first) != task.verdict(stretch.second)).collect(),
            chars: stretch.chars,
            excerpt: stretch.span.slice(body).chars().take(EXCERPT).map(|c| if c.is_control() { ' ' } else { c }).collect(),
        }));
    }
    found.sort_by(|a, b| (b.chars, &a.doc, a.place).cmp(&(a.chars, &b.doc, b.place)));
    found
}

impl Agreed<'_> {
    /// A measure over all labels.
    pub fn overall(&self, metric: &str) -> Option<&Estimate> {
        self.of(None, metric)
    }

    /// A measure of a label, or over all.
    pub fn of(&self, label: Option<Label>, metric: &str) -> Option<&Estimate> {
        self.measures.iter().find(|own| own.label == label && own.metric == metric).map(|own| &own.estimate)
    }
}
