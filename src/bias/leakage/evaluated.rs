//! Leakage of an evaluation: raw and gold-kept text beside what each contender left; then the trade-off against content kept.

use super::{Depth, Known, Leakage, Measure, Role, Version, give_aways_of, measure, of_language, probed};
use crate::bias::ngrams::{NGrams, Tokeniser};
use crate::bias::probe::{Sample, Settings, View, excess, share_alone};
use crate::bias::tradeoff::{KEPT_SHARES, Point, Standing, standings, thinned};
use crate::bias::{GOLD, GOLD_STRICT, RAW, kept_by_gold, left_or_whole};
use crate::document::{Document, render};
use crate::gold::Verdict;
use crate::metric::{self, Counts};
use crate::score::{Contender, Evaluation, StrategyScores};
use crate::span::SpanSet;
use rayon::prelude::*;
use std::borrow::Cow;

/// N-grams of a version in `ngrams.csv`, at most so many a source.
const MAX_GIVE_AWAYS: usize = 20;

/// Everything found about an evaluation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// Figures of raw text, gold and contenders.
    pub leakage: Leakage,
    /// Names of the sources, to which the n-grams refer by number.
    pub sources: Vec<String>,
    /// What gives sources away in raw text, gold, and what each eligible strategy left.
    pub ngrams: Vec<(String, NGrams)>,
    /// Contenders with their standing, in the evaluation's order.
    pub ranked: Vec<Ranked>,
    /// What deleting the gold's words at random gives; gold itself first.
    pub curve: Vec<CurvePoint>,
}

/// A contender's place in the trade-off.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Name with parameters.
    pub name: String,
    /// Version; empty if not told.
    pub version: String,
    /// What it is.
    pub role: Role,
    /// Content kept, protected mentions kept, difference to gold.
    pub point: Point,
    /// Kernel share.
    pub leakage: Option<f64>,
    /// The difference as a share of raw text's.
    pub excess: Option<f64>,
    /// Front, dominated by (an index into the list), or ineligible.
    pub standing: Standing,
    /// Harmonic mean of retention and neutrality: never to be read alone.
    pub harmonic: Option<f64>,
    /// Leakage of gold with words deleted at random down to the same retention.
    pub random: Option<f64>,
}

/// One point of the curve of random deletion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// Share of the gold's words kept.
    pub kept: f64,
    /// Kernel share; `None` where it is refused.
    pub leakage: Option<f64>,
    /// Its standard error.
    pub error: Option<f64>,
    /// The difference to gold as a share of raw text's.
    pub excess: Option<f64>,
}

/// Assesses an evaluation and what its contenders left. `protected` tells the share of protected mentions that a contender
/// kept, where the corpus marks any.
pub fn of_evaluation(
    evaluation: &Evaluation<'_>,
    contenders: &[Contender<'_>],
    depth: Depth,
    protected: &dyn Fn(&str) -> Option<f64>,
) -> Assessment {
    if depth == Depth::None {
        return Assessment::default();
    }
    let documents: Vec<&Document> = evaluation.corpus.examples.iter().map(|example| &example.document).collect();
    let known = Known::of(&documents);
    let texts = Texts { evaluation, contenders };
    let settings = Settings::default();
    // Of the documents that no probe looks at the texts need not be there.
    let probed = probed(&known, &settings);
    let subjects = texts.subjects();
    let made: Vec<Vec<Cow<'_, str>>> = subjects.par_iter().map(|&subject| texts.of(subject, &probed)).collect();
    let versions: Vec<Version<'_>> = subjects.iter().zip(&made).map(|(&subject, own)| texts.version(subject, own)).collect();
    let leakage = measure(&versions, &known, depth, &settings);
    let curve = curve(&versions[1], &known, &leakage, &settings);
    drop(versions);
    drop(made);
    let ranked = ranked(evaluation, contenders, &leakage, &curve, protected);
    let eligible = |subject: &&Subject| match **subject {
        Subject::Raw | Subject::Gold => true,
        Subject::Strict => false,
        Subject::Left(at) => ranked.get(at).is_some_and(|own| own.role == Role::Strategy && own.point.ineligible().is_none()),
    };
    let read = of_language(&known, &leakage);
    let tokeniser = Tokeniser::new(known.sources.len());
    let give_aways = |&subject: &Subject| {
        let own = texts.of(subject, &read);
        let version = texts.version(subject, &own);
        (version.name.clone(), give_aways_of(&version, &known, &leakage, MAX_GIVE_AWAYS, &tokeniser))
    };
    let ngrams = subjects.par_iter().filter(eligible).map(give_aways).collect();
    Assessment { leakage, sources: known.names.iter().map(ToString::to_string).collect(), ngrams, ranked, curve }
}

/// Whose texts.
#[derive(Clone, Copy, Debug)]
enum Subject {
    Raw,
    Gold,
    Strict,
    /// What the contender with this index left.
    Left(usize),
}

/// Makes the texts of an evaluation, of the documents that are wanted: all texts of all documents would be many times the corpus.
struct Texts<'e> {
    evaluation: &'e Evaluation<'e>,
    contenders: &'e [Contender<'e>],
}

impl<'e> Texts<'e> {
    fn subjects(&self) -> Vec<Subject> {
        let references = [Subject::Raw, Subject::Gold, Subject::Strict].into_iter();
        references.chain((0..self.contenders.len()).map(Subject::Left)).collect()
    }

    /// A text for each document; empty where the document is not wanted. `wanted` are numbers of documents, rising.
    fn of(&self, subject: Subject, wanted: &[usize]) -> Vec<Cow<'e, str>> {
        let text = |at: usize| if wanted.binary_search(&at).is_ok() { self.one(subject, at) } else { Cow::Borrowed("") };
        (0..self.evaluation.corpus.examples.len()).into_par_iter().map(text).collect()
    }

    fn one(&self, subject: Subject, at: usize) -> Cow<'e, str> {
        let (example, task) = (&self.evaluation.corpus.examples[at], self.evaluation.task);
        let whole = || Cow::Owned(render(&example.document, &SpanSet::default()));
        match subject {
            Subject::Raw => whole(),
            Subject::Gold => kept_by_gold(example, task, &[Verdict::Strip]),
            Subject::Strict => kept_by_gold(example, task, &[Verdict::Strip, Verdict::Ignore]),
            Subject::Left(contender) => match self.contenders[contender].predictions.get(at) {
                Some(prediction) => left_or_whole(&example.document, prediction, task),
                None => whole(),
            },
        }
    }

    fn version<'t>(&self, subject: Subject, texts: &'t [Cow<'_, str>]) -> Version<'t> {
        let (name, version, role) = match subject {
            Subject::Raw => (RAW, "", Role::Raw),
            Subject::Gold => (GOLD, "", Role::Gold),
            Subject::Strict => (GOLD_STRICT, "", Role::Control),
            Subject::Left(at) => (self.contenders[at].name.as_str(), self.contenders[at].version.as_str(), role(&self.contenders[at])),
        };
        Version { name: name.into(), version: version.into(), role, texts: texts.iter().map(Cow::as_ref).collect() }
    }
}

fn role(contender: &Contender<'_>) -> Role {
    if contender.control { Role::Control } else { Role::Strategy }
}

/// The curve of random deletion: gold first, then less and less of it.
fn curve(gold: &Version<'_>, known: &Known<'_>, leakage: &Leakage, settings: &Settings) -> Vec<CurvePoint> {
    let share = |name: &str| leakage.of(name, View::Full).and_then(|leak| leak.value(Measure::Share));
    let above = |leakage: f64| excess(leakage, share(RAW)?, share(GOLD)?);
    let point = |kept: f64| {
        let texts: Vec<String> = gold.texts.iter().enumerate().map(|(at, text)| thinned(text, kept, at)).collect();
        let texts = texts.iter().map(String::as_str).collect();
        let sample = Sample { texts, sources: known.sources.clone(), events: known.events.clone(), langs: Some(known.langs.clone()) };
        let found = share_alone(&sample, settings).share.ok();
        let leakage = found.as_ref().map(|share| share.share);
        CurvePoint { kept, leakage, error: found.map(|share| share.standard_error), excess: leakage.and_then(above) }
    };
    let figure = leakage.of(GOLD, View::Full).and_then(|leak| leak.figure(Measure::Share));
    let first =
        CurvePoint { kept: 1.0, leakage: share(GOLD), error: figure.and_then(|figure| figure.error), excess: share(GOLD).and_then(above) };
    let rest: Vec<CurvePoint> = KEPT_SHARES.par_iter().map(|&kept| point(kept)).collect();
    std::iter::once(first).chain(rest).collect()
}

fn ranked(
    evaluation: &Evaluation<'_>,
    contenders: &[Contender<'_>],
    leakage: &Leakage,
    curve: &[CurvePoint],
    protected: &dyn Fn(&str) -> Option<f64>,
) -> Vec<Ranked> {
    let contender = |(own, scores): (&Contender<'_>, &StrategyScores)| {
        let figure = leakage.of(&own.name, View::Full).and_then(|leak| leak.figure(Measure::Share));
        let difference = figure.and_then(|figure| figure.against).map(|against| against.difference);
        let point = Point { retention: retention(scores), protected: protected(&own.name), excess: difference };
        let excess = figure.and_then(|figure| figure.excess);
        Ranked {
            name: own.name.clone(),
            version: own.version.clone(),
            role: role(own),
            point,
            leakage: figure.and_then(|figure| figure.value.as_ref().ok().copied()),
            excess,
            standing: Standing::Front,
            harmonic: point.retention.zip(excess).map(|(kept, excess)| Point::harmonic(kept, excess)),
            random: point.retention.and_then(|kept| at_retention(curve, kept)),
        }
    };
    // The evaluation's strategies are the contenders in their order, then the bounds.
    let mut all: Vec<Ranked> = contenders.iter().zip(&evaluation.strategies).map(contender).collect();
    let found = standings(&all.iter().map(|ranked| ranked.point).collect::<Vec<Point>>());
    all.iter_mut().zip(found).for_each(|(ranked, standing)| ranked.standing = standing);
    all
}

/// Share of the gold's content tokens that stayed, all documents together.
fn retention(scores: &StrategyScores) -> Option<f64> {
    let tokens = metric::ALL.iter().position(|metric| metric.id == "tokens")?;
    let mut sum = Counts::default();
    scores.documents.iter().filter_map(|document| document.counts.get(tokens)).for_each(|counts| sum += *counts);
    (sum.tp + sum.fn_ > 0.0).then(|| sum.recall())
}

/// The curve between its points.
fn at_retention(curve: &[CurvePoint], kept: f64) -> Option<f64> {
    let known: Vec<(f64, f64)> = curve.iter().filter_map(|point| Some((point.kept, point.leakage?))).collect();
    let between = known.windows(2).find(|pair| pair[1].0 <= kept && kept <= pair[0].0)?;
    let [(high, above), (low, below)] = [between[0], between[1]];
    Some(below + (above - below) * (kept - low) / (high - low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_read_between_its_points() {
        let point = |(kept, leakage)| CurvePoint { kept, leakage, error: None, excess: None };
        let curve = [(1.0, Some(0.4)), (0.5, Some(0.2)), (0.25, None), (0.0, Some(0.0))].map(point);
        let near = |kept: f64, expected: f64| (at_retention(&curve, kept).expect("on the curve") - expected).abs() < 1e-12;
        assert!(near(1.0, 0.4) && near(0.75, 0.3) && near(0.5, 0.2) && near(0.25, 0.1) && near(0.0, 0.0));
        assert_eq!((at_retention(&curve, 1.1), at_retention(&[], 0.5)), (None, None));
    }
}
