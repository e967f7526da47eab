//! Leakage of an evaluation: raw and gold-kept text beside what each contender left; then the trade-off against content kept.

use super::{Depth, Known, Leakage, Measure, Role, Version, give_aways_of, measure};
use crate::bias::ngrams::NGrams;
use crate::bias::probe::{Sample, Settings, View, excess, share_alone};
use crate::bias::tradeoff::{KEPT_SHARES, Point, Standing, standings, thinned};
use crate::bias::{GOLD, GOLD_STRICT, Left, RAW, kept_by_gold};
use crate::document::{Document, render};
use crate::gold::Verdict;
use crate::metric::{self, Counts};
use crate::score::{Evaluation, StrategyScores};
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
pub fn of_evaluation(evaluation: &Evaluation<'_>, left: &[Left<'_>], depth: Depth, protected: &dyn Fn(&str) -> Option<f64>) -> Assessment {
    if depth == Depth::None {
        return Assessment::default();
    }
    let examples = &evaluation.corpus.examples;
    let documents: Vec<&Document> = examples.iter().map(|example| &example.document).collect();
    let known = Known::of(&documents);
    let raw: Vec<String> = documents.par_iter().map(|document| render(document, &SpanSet::default())).collect();
    let gold: Vec<Cow<'_, str>> = examples.par_iter().map(|example| kept_by_gold(example, evaluation.task, &[Verdict::Strip])).collect();
    let strict: Vec<Cow<'_, str>> =
        examples.par_iter().map(|example| kept_by_gold(example, evaluation.task, &[Verdict::Strip, Verdict::Ignore])).collect();
    let mut versions = vec![
        Version::text(RAW, Role::Raw, raw.iter().map(String::as_str).collect()),
        Version::text(GOLD, Role::Gold, gold.iter().map(Cow::as_ref).collect()),
        Version::text(GOLD_STRICT, Role::Control, strict.iter().map(Cow::as_ref).collect()),
    ];
    versions.extend(left.iter().map(|left| Version {
        name: left.name.into(),
        version: left.version.into(),
        role: if left.control { Role::Control } else { Role::Strategy },
        texts: left.texts.iter().map(Cow::as_ref).collect(),
    }));
    let settings = Settings::default();
    let leakage = measure(&versions, &known, depth, &settings);
    let curve = curve(&versions[1], &known, &leakage, &settings);
    let ranked = ranked(evaluation, left, &leakage, &curve, protected);
    let eligible = |version: &&Version<'_>| match version.role {
        Role::Raw | Role::Gold => true,
        Role::Strategy => ranked.iter().any(|ranked| ranked.name == version.name && ranked.point.ineligible().is_none()),
        Role::Control => false,
    };
    let ngrams = versions.par_iter().filter(eligible);
    let ngrams = ngrams.map(|version| (version.name.clone(), give_aways_of(version, &known, &leakage, MAX_GIVE_AWAYS))).collect();
    Assessment { leakage, sources: known.names.iter().map(ToString::to_string).collect(), ngrams, ranked, curve }
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
    left: &[Left<'_>],
    leakage: &Leakage,
    curve: &[CurvePoint],
    protected: &dyn Fn(&str) -> Option<f64>,
) -> Vec<Ranked> {
    let contender = |(left, scores): (&Left<'_>, &StrategyScores)| {
        let figure = leakage.of(left.name, View::Full).and_then(|leak| leak.figure(Measure::Share));
        let difference = figure.and_then(|figure| figure.against).map(|against| against.difference);
        let point = Point { retention: retention(scores), protected: protected(left.name), excess: difference };
        let excess = figure.and_then(|figure| figure.excess);
        Ranked {
            name: left.name.into(),
            version: left.version.into(),
            role: if left.control { Role::Control } else { Role::Strategy },
            point,
            leakage: figure.and_then(|figure| figure.value.as_ref().ok().copied()),
            excess,
            standing: Standing::Front,
            harmonic: point.retention.zip(excess).map(|(kept, excess)| Point::harmonic(kept, excess)),
            random: point.retention.and_then(|kept| at_retention(curve, kept)),
        }
    };
    // The evaluation's strategies are the contenders in their order, then the bounds.
    let mut all: Vec<Ranked> = left.iter().zip(&evaluation.strategies).map(contender).collect();
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
