//! The trained probe: how often a kernel ridge names the source of a document that it was not trained on.

use super::Settings;
use super::ami::ami;
use super::average::{deviation, mean};
use super::folds::{Design, Draw, MAX_FOLDS, Scheme};
use super::matrix::Symmetric;
use super::refusal::{Minimum, Refusal};
use super::scores::{Hat, named};
use super::selection::Selected;
use super::share::exchange;
use crate::random::Random;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How often the probe is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Ridge {
    /// Share of documents named rightly, mean over fold draws.
    pub accuracy: f64,
    /// One over the number of sources.
    pub chance: f64,
    /// Mean over sources of the share of their documents named rightly.
    pub macro_recall: f64,
    /// Adjusted mutual information of named and true sources, mean over fold draws.
    pub ami: f64,
    /// p of the accuracy: labels exchanged within folds, and there within events that several sources cover. The mean over draws
    /// is held against exchanges of single draws, which spread wider: on the safe side where there are several draws.
    pub p: f64,
    /// Mean accuracy under those exchanges; near `chance`.
    pub null_mean: f64,
    /// Standard deviation over fold draws: not the uncertainty of the figure.
    pub draw_deviation: f64,
    /// Draws of folds; one where folds leave nothing to draw, fewer than asked for in large collections.
    pub draws: usize,
    /// How folds were made.
    pub scheme: Scheme,
    /// For each document of the sample, how often it was named rightly when it was tested; `None` if it never was.
    pub correct_by_document: Vec<Option<f64>>,
    /// Share named rightly, by source, in the order of [`super::Probe::trained_sources`].
    pub recall_by_source: Vec<f64>,
    /// 95 % interval of the macro recall: two-stage bootstrap over sources and over their documents; refused where an accuracy by
    /// itself says too little, so that only differences on the same documents should be read. Training is not repeated, so
    /// what training on other documents would change is not in it.
    pub interval: Result<(f64, f64), Refusal>,
}

/// Documents in use for which all fold draws asked for are made; with more, draws fall by the cube, but not below [`FEWEST_DRAWS`].
const FULL_DRAWS: f64 = 600.0;
const FEWEST_DRAWS: usize = 3;
/// Resamples of the interval.
const RESAMPLES: usize = 2000;
/// Difference below which two accuracies are equal.
const TIE: f64 = 1e-12;

/// What one draw of folds gave.
struct Outcome {
    used: Vec<usize>,
    correct: Vec<f64>,
    named: Vec<usize>,
    null: Vec<f64>,
}

impl Outcome {
    fn accuracy(&self) -> f64 {
        self.correct.iter().sum::<f64>() / self.correct.len().max(1) as f64
    }
}

/// Trains and tests the probe on a kernel over the selected documents; `documents` is the size of the sample.
pub fn ridge(kernel: &Symmetric, selected: &Selected, documents: usize, settings: &Settings) -> Ridge {
    let outcomes = outcomes(kernel, selected, settings, settings.permutations);
    let accuracies: Vec<f64> = outcomes.iter().map(Outcome::accuracy).collect();
    let accuracy = mean(&accuracies);
    let null: Vec<f64> = outcomes.iter().flat_map(|outcome| outcome.null.iter().copied()).collect();
    let reached = null.iter().filter(|value| **value >= accuracy - TIE).count();
    let truth = |outcome: &Outcome| outcome.used.iter().map(|&at| selected.labels[at]).collect::<Vec<usize>>();
    let amis: Vec<f64> = outcomes.iter().map(|outcome| ami(&truth(outcome), &outcome.named)).collect();
    let correct = by_document(&outcomes, selected.labels.len());
    let mut of_source = vec![Vec::new(); selected.count()];
    correct.iter().zip(&selected.labels).for_each(|(value, &label)| of_source[label].extend(*value));
    let recalls: Vec<f64> = of_source.iter().map(|values| mean(values)).collect();
    let mut correct_by_document = vec![None; documents];
    selected.documents.iter().zip(&correct).for_each(|(&document, value)| correct_by_document[document] = *value);
    Ridge {
        accuracy,
        chance: 1.0 / selected.count() as f64,
        macro_recall: mean(&recalls),
        ami: mean(&amis),
        p: (1 + reached) as f64 / (1 + null.len()) as f64,
        null_mean: mean(&null),
        draw_deviation: deviation(&accuracies),
        draws: outcomes.len(),
        scheme: Design::of(selected).scheme,
        correct_by_document,
        recall_by_source: recalls,
        interval: selected.narrowed(Minimum::ABSOLUTE).map(|_| interval(&of_source, settings.seed)),
    }
}

/// Accuracy alone, for controls.
pub fn accuracy(kernel: &Symmetric, selected: &Selected, settings: &Settings) -> f64 {
    mean(&outcomes(kernel, selected, settings, 0).iter().map(Outcome::accuracy).collect::<Vec<f64>>())
}

fn outcomes(kernel: &Symmetric, selected: &Selected, settings: &Settings, permutations: usize) -> Vec<Outcome> {
    let design = Design::of(selected);
    let mut random = Random::new(settings.seed);
    let first = design.draw(MAX_FOLDS, &mut random);
    let cost = (FULL_DRAWS / first.used().len().max(1) as f64).powi(3).min(1.0);
    let asked = if design.is_fixed(MAX_FOLDS) { 1 } else { settings.fold_draws.max(1) };
    let draws = ((asked as f64 * cost) as usize).clamp(FEWEST_DRAWS.min(asked), asked);
    let mut all = vec![first];
    all.extend((1..draws).map(|_| design.draw(MAX_FOLDS, &mut random)));
    let whole: Vec<usize> = (0..selected.labels.len()).collect();
    let shared = (first_uses_all(&all, whole.len())).then(|| kernel.inverse(settings.penalty)).flatten();
    let strata = selected.strata();
    let of = |(number, draw): (usize, &Draw)| {
        let rounds = permutations / draws + usize::from(number < permutations % draws);
        let seed = settings.seed.wrapping_add(1 + number as u64);
        outcome(kernel, shared.as_ref(), selected, draw, &strata, (rounds, settings.penalty, seed))
    };
    all.par_iter().enumerate().map(of).collect()
}

fn first_uses_all(draws: &[Draw], documents: usize) -> bool {
    draws.first().is_some_and(|draw| draw.used().len() == documents)
}

fn outcome(
    kernel: &Symmetric,
    shared: Option<&Symmetric>,
    selected: &Selected,
    draw: &Draw,
    strata: &[usize],
    (rounds, penalty, seed): (usize, f64, u64),
) -> Outcome {
    let used = draw.used();
    let inverse = match shared {
        Some(inverse) => Some(inverse.part(&used)),
        None => kernel.part(&used).inverse(penalty),
    };
    let hats: Vec<Hat> =
        inverse.iter().flat_map(|inverse| (0..draw.folds.len()).filter_map(|fold| Hat::of(&draw.folds, fold, inverse))).collect();
    let (named, correct) = judged(&hats, &selected.labels, selected.count());
    let mut groups: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (fold, members) in draw.folds.iter().enumerate() {
        members.iter().for_each(|&at| groups.entry((fold, strata[at])).or_default().push(at));
    }
    let mut random = Random::new(seed);
    let mut moved = selected.labels.clone();
    let round = |_| {
        groups.values().for_each(|group| exchange(&mut moved, group, &mut random));
        mean(&judged(&hats, &moved, selected.count()).1)
    };
    Outcome {
        used: hats.iter().flat_map(|hat| hat.tested.iter().copied()).collect(),
        named,
        correct,
        null: (0..rounds).map(round).collect(),
    }
}

/// The source named for each tested document, and the credit.
fn judged(hats: &[Hat], labels: &[usize], count: usize) -> (Vec<usize>, Vec<f64>) {
    let of = |hat: &Hat| {
        let scores = hat.scores(labels, count);
        scores.iter().zip(&hat.tested).map(|(scores, &at)| named(scores, labels[at])).collect::<Vec<_>>()
    };
    hats.iter().flat_map(of).unzip()
}

/// Mean credit of each selected document over the draws that tested it.
fn by_document(outcomes: &[Outcome], documents: usize) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0usize); documents];
    for outcome in outcomes {
        for (&at, credit) in outcome.used.iter().zip(&outcome.correct) {
            sums[at].0 += credit;
            sums[at].1 += 1;
        }
    }
    sums.into_iter().map(|(sum, tested)| (tested > 0).then(|| sum / tested as f64)).collect()
}

fn interval(of_source: &[Vec<f64>], seed: u64) -> (f64, f64) {
    let mut random = Random::new(seed);
    let mut pick = |size: usize| random.below(size as u64) as usize;
    let mut means: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let sources = of_source.iter().map(|_| {
                let documents = &of_source[pick(of_source.len())];
                documents.iter().map(|_| documents[pick(documents.len())]).sum::<f64>() / documents.len().max(1) as f64
            });
            sources.sum::<f64>() / of_source.len() as f64
        })
        .collect();
    means.sort_by(f64::total_cmp);
    (means[RESAMPLES / 40], means[RESAMPLES - 1 - RESAMPLES / 40])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six sources, four crossed events; likeness within sources (`own`) over a common likeness.
    fn collection(own: f64) -> (Symmetric, Selected) {
        let labels: Vec<usize> = (0..24).map(|at| at % 6).collect();
        let of = |row: usize, column: usize| {
            let same = if labels[row] == labels[column] { own } else { 0.0 };
            if row == column { 1.0 } else { 0.1 + same }
        };
        let lower: Vec<Vec<f64>> = (0..24).map(|row| (0..=row).map(|column| of(row, column)).collect()).collect();
        let events = Some((0..24).map(|at| at / 6).collect());
        (Symmetric::from_lower(&lower), Selected { documents: (5..29).collect(), labels, sources: (0..6).collect(), events })
    }

    #[test]
    fn sources_that_are_alike_are_named() {
        let (kernel, selected) = collection(0.3);
        let found = ridge(&kernel, &selected, 30, &Settings::default());
        assert_eq!((found.accuracy, found.macro_recall, found.p), (1.0, 1.0, 0.001));
        assert!((found.ami - 1.0).abs() < 1e-9);
        assert_eq!((found.draws, found.scheme), (1, Scheme::EventsCrossed));
        assert!((found.null_mean - found.chance).abs() < 0.02, "{}", found.null_mean);
        assert_eq!((found.correct_by_document[4], found.correct_by_document[5]), (None, Some(1.0)));
        assert_eq!(found.interval, Err(Refusal::TooFew { sources: 0, needed: Minimum::ABSOLUTE }));
    }

    #[test]
    fn texts_all_alike_are_at_chance() {
        let (kernel, selected) = collection(0.0);
        let found = ridge(&kernel, &selected, 30, &Settings::default());
        assert!((found.accuracy - found.chance).abs() < 1e-12, "{}", found.accuracy);
        assert_eq!(found.p, 1.0);
    }

    #[test]
    fn the_interval_is_of_sources() {
        let certain = interval(&vec![vec![0.5; 20]; 10], 1);
        assert_eq!(certain, (0.5, 0.5));
        let (low, high) = interval(&[vec![vec![1.0; 20]; 5], vec![vec![0.0; 20]; 5]].concat(), 1);
        // Half of ten sources, drawn again: binomial(10, 1/2), 2 to 8 of ten at the 2.5 % points.
        assert_eq!((low, high), (0.2, 0.8));
    }
}
