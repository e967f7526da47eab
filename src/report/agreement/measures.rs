//! The measures, each over all documents and over resampled sources.

use super::{MAX_RESAMPLED_UNITS, Measured};
use crate::corpus::agreement::{ClassPair, Classes, Compared, MATCHES, TwoLabellings, alpha, kappa};
use crate::gold::Task;
use crate::label::Label;
use crate::metric::Counts;
use crate::metric::agreement::unitizing;
use crate::span::Span;
use crate::stats::{Estimate, Resamples};

/// A measure to be taken.
#[derive(Clone, Copy, Debug)]
pub enum Job {
    /// Cohen's kappa over characters.
    Kappa(Classes),
    /// Krippendorff's alpha over characters.
    Alpha(Classes),
    /// Krippendorff's alpha over spans.
    AlphaU(Option<Label>),
    /// Gamma over spans.
    Gamma,
    /// F1 of spans, matched in one of the [`MATCHES`].
    Match(Option<Label>, usize),
}

impl Job {
    /// Those over all labels.
    pub fn overall() -> Vec<Job> {
        let classes = || std::iter::once(Classes::Labels).chain(Task::ALL.iter().copied().map(Classes::Verdicts));
        let characters = classes().map(Job::Kappa).chain(classes().map(Job::Alpha));
        let spans = (0..MATCHES.len()).map(|way| Job::Match(None, way));
        characters.chain([Job::AlphaU(None), Job::Gamma]).chain(spans).collect()
    }

    /// Those of one label.
    pub fn of_label(label: Label) -> Vec<Job> {
        let characters = [Job::Kappa(Classes::One(label)), Job::Alpha(Classes::One(label))];
        // Body is what nobody labelled: it has no spans.
        let spans = (0..MATCHES.len()).map(|way| Job::Match(Some(label), way));
        let spans = std::iter::once(Job::AlphaU(Some(label))).chain(spans).filter(|_| label != Label::Body);
        characters.into_iter().chain(spans).collect()
    }

    fn label(self) -> Option<Label> {
        match self {
            Job::Kappa(Classes::One(label)) | Job::Alpha(Classes::One(label)) => Some(label),
            Job::AlphaU(label) | Job::Match(label, _) => label,
            _ => None,
        }
    }

    fn metric(self) -> String {
        let of = |classes: Classes| match classes {
            Classes::Labels => ".labels".into(),
            Classes::Verdicts(task) => format!(".{}", task.name()),
            Classes::One(_) => String::new(),
        };
        match self {
            Job::Kappa(classes) => format!("kappa{}", of(classes)),
            Job::Alpha(classes) => format!("alpha{}", of(classes)),
            Job::AlphaU(_) => "alpha_u".into(),
            Job::Gamma => "gamma".into(),
            Job::Match(_, way) => MATCHES[way].into(),
        }
    }
}

/// Documents by source, and the draws.
pub struct Sets<'c> {
    compared: &'c [Compared],
    sources: Vec<Vec<usize>>,
    resamples: Resamples,
}

impl<'c> Sets<'c> {
    /// Groups the documents.
    pub fn new(two: &TwoLabellings, compared: &'c [Compared]) -> Self {
        let source = |at: usize| two.documents[at].document.meta.source.as_str();
        let mut names: Vec<&str> = (0..compared.len()).map(source).collect();
        names.sort_unstable();
        names.dedup();
        let of = |name: &&str| (0..compared.len()).filter(|&at| source(at) == *name).collect();
        let sources: Vec<Vec<usize>> = names.iter().map(of).collect();
        Self { compared, resamples: Resamples::new(sources.len()), sources }
    }

    /// Number of sources.
    pub fn sources(&self) -> usize {
        self.sources.len()
    }

    /// Takes a measure.
    pub fn measured(&self, job: Job) -> Measured {
        let label = job.label();
        let touched = |own: &&Compared| match label {
            Some(label) => own.agreement.classes(Classes::One(label)).iter().any(|pair| pair.0 == "it" || pair.1 == "it"),
            None => !matches!(job, Job::Gamma) || own.gamma.is_some(),
        };
        let n = self.compared.iter().filter(touched).count();
        let (value, interval) = match job {
            Job::Kappa(classes) => self.of_pairs(classes, |pairs| kappa(pairs.iter().copied().flatten())),
            Job::Alpha(classes) => self.of_pairs(classes, |pairs| alpha(pairs.iter().copied().flatten())),
            Job::AlphaU(label) => self.alpha_u(label),
            Job::Gamma => self.over(|at| self.compared[at].gamma, |gammas| mean(gammas.iter().filter_map(|own| **own))),
            Job::Match(label, way) => self.over(|at| self.counts(at, label, way), f1),
        };
        Measured { label, metric: job.metric(), estimate: Estimate { value, interval, n, ..Estimate::default() } }
    }

    /// A statistic over all documents, and its interval over resampled sources. `take` is called once a document.
    fn over<T>(&self, take: impl Fn(usize) -> T, statistic: impl Fn(&[&T]) -> Option<f64>) -> (Option<f64>, Option<(f64, f64)>) {
        let taken: Vec<T> = (0..self.compared.len()).map(take).collect();
        let all: Vec<&T> = taken.iter().collect();
        let value = statistic(&all);
        let drawn = |sources: &[u32]| {
            let documents = sources.iter().flat_map(|&source| &self.sources[source as usize]);
            statistic(&documents.map(|&at| &taken[at]).collect::<Vec<&T>>())
        };
        (value, value.and_then(|_| self.resamples.interval(drawn)))
    }

    fn of_pairs(&self, classes: Classes, statistic: impl Fn(&[&Vec<ClassPair>]) -> Option<f64>) -> (Option<f64>, Option<(f64, f64)>) {
        self.over(|at| self.compared[at].agreement.classes(classes), statistic)
    }

    fn alpha_u(&self, label: Option<Label>) -> (Option<f64>, Option<(f64, f64)>) {
        let wanted = |unit: &&(Span, Label)| label.is_none_or(|label| unit.1 == label);
        let take = |at: usize| {
            let Compared { units, length, .. } = &self.compared[at];
            let side = |annotator: usize| {
                let own = units[annotator].iter().filter(wanted);
                own.map(move |&(span, category)| unitizing::Unit { span, annotator, category })
            };
            (side(0).chain(side(1)).collect::<Vec<_>>(), *length)
        };
        let (value, interval) = self.over(take, end_to_end);
        let units: usize = self.compared.iter().flat_map(|own| &own.units).map(|side| side.iter().filter(wanted).count()).sum();
        (value, interval.filter(|_| units <= MAX_RESAMPLED_UNITS))
    }

    fn counts(&self, at: usize, label: Option<Label>, way: usize) -> Counts {
        let mut sum = Counts::default();
        let own = self.compared[at].matches.iter().filter(|(own, _)| label.is_none_or(|label| **own == label));
        own.for_each(|(_, counts)| sum += counts[way]);
        sum
    }
}

/// Alpha of documents laid end to end.
fn end_to_end(documents: &[&(Vec<unitizing::Unit<Label>>, usize)]) -> Option<f64> {
    let (mut units, mut start) = (Vec::new(), 0);
    for (own, length) in documents {
        let moved =
            |unit: &unitizing::Unit<Label>| unitizing::Unit { span: Span::new(unit.span.start + start, unit.span.end + start), ..*unit };
        units.extend(own.iter().map(moved));
        start += length;
    }
    unitizing::alpha(&units, Span::new(0, start), 2)?.alpha
}

/// Nothing to match on either side has no F1.
fn f1(counts: &[&Counts]) -> Option<f64> {
    let mut sum = Counts::default();
    counts.iter().for_each(|own| sum += **own);
    (sum.tp + sum.fp + sum.fn_ > 0.0).then(|| sum.f1())
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0usize), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / n as f64)
}
