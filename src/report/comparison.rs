//! The strategies of an evaluation compared by one measure: every pair, and their ranks.
//!
//! All pairs of contenders are one family, within which p is adjusted; each contender against each control and bound another, which
//! says whether doing nothing would have been as good. Documents of a source are resampled and swapped together, and sources are
//! the blocks of the ranks, each with its mean over documents.

use super::columns::Column;
use super::letters::letters;
use super::main_measures::{self, MainMeasure};
use crate::score::Evaluation;
use crate::stats::{Friedman, Paired, Panel, Resamples, critical_difference, friedman, holm, rounds};
use rayon::prelude::*;
use std::cmp::Ordering;

/// What is taken to be chance at most.
pub const LEVEL: f64 = 0.05;
/// Up to so many contenders all pairs are compared; of more (sweeps), each with the best only.
const MAX_ALL_PAIRS: usize = 64;

/// Two strategies, by index in the evaluation.
#[derive(Debug)]
pub struct ComparedPair {
    /// The first, always a contender.
    pub first: usize,
    /// The second, which is subtracted.
    pub second: usize,
    /// Whether the second is a control or a bound.
    pub control: bool,
    /// The comparison.
    pub paired: Paired,
    /// p of the randomisation test after Holm, over the pairs of contenders or those with controls.
    pub holm_randomisation: Option<f64>,
    /// The same of Wilcoxon's test.
    pub holm_wilcoxon: Option<f64>,
}

impl ComparedPair {
    /// Whether the two can be told apart: swaps of whole sources, after Holm.
    pub fn apart(&self) -> bool {
        self.holm_randomisation.is_some_and(|p| p < LEVEL)
    }
}

/// One contender's standing.
#[derive(Debug)]
pub struct Standing {
    /// Its index in the evaluation.
    pub strategy: usize,
    /// Mean over documents.
    pub mean: Option<f64>,
    /// Mean rank over sources, 1 being best; `None` where Friedman's test is undefined.
    pub rank: Option<f64>,
    /// Letters shared with exactly those that it cannot be told apart from; `None` where not all pairs were compared.
    pub group: Option<String>,
    /// Whether it is the best, or cannot be told apart from it.
    pub with_best: bool,
}

/// The strategies of an evaluation compared by one measure.
#[derive(Debug)]
pub struct Comparison {
    /// The measure.
    pub measure: &'static MainMeasure,
    /// Its column.
    pub column: Column,
    /// Pairs in the order of the strategies.
    pub pairs: Vec<ComparedPair>,
    /// Contenders, best first.
    pub standings: Vec<Standing>,
    /// Friedman's test over sources.
    pub friedman: Option<Friedman>,
    /// Difference of mean ranks from which Nemenyi's test tells two apart.
    pub critical_difference: Option<f64>,
    /// Sources that have a value.
    pub sources: usize,
}

/// Compares by every main measure.
pub fn comparisons(evaluation: &Evaluation<'_>) -> Vec<Comparison> {
    let resamples = evaluation.resamples();
    main_measures::of(evaluation).into_par_iter().map(|(measure, column)| compare(evaluation, measure, column, &resamples)).collect()
}

/// Compares by one main measure; `None` if there is none of that name.
pub fn comparison(evaluation: &Evaluation<'_>, name: &str) -> Option<Comparison> {
    let (measure, column) = main_measures::of(evaluation).into_iter().find(|(measure, _)| measure.name == name)?;
    Some(compare(evaluation, measure, column, &evaluation.resamples()))
}

fn compare(evaluation: &Evaluation<'_>, measure: &'static MainMeasure, column: Column, resamples: &Resamples) -> Comparison {
    let (values, sources) = values(evaluation, measure, column);
    let contenders: Vec<usize> = (0..evaluation.strategies.len()).filter(|&at| !evaluation.strategies[at].control).collect();
    let family = contenders.len() * contenders.len().saturating_sub(1) / 2;
    let panel = Panel::new(&values, &sources, rounds(if contenders.len() > MAX_ALL_PAIRS { contenders.len() } else { family }), resamples);
    let best_first = |a: &usize, b: &usize| {
        let [a, b] = [*a, *b].map(|at| panel.mean(at).unwrap_or_else(|| measure.worst()));
        let order = b.total_cmp(&a);
        if measure.higher_is_better { order } else { order.reverse() }
    };
    // The sort is stable: equals stay in the order of the strategies.
    let mut ranked = contenders.clone();
    ranked.sort_by(best_first);
    let pairs = pairs(evaluation, &panel, &contenders, ranked.first().copied());
    let friedman = ranking(&panel, &contenders, measure);
    let blocks = panel.source_means(0).map_or(0, |means| means.len());
    let critical_difference = friedman.as_ref().and_then(|test| critical_difference(test.mean_ranks.len(), blocks, LEVEL));
    let standings = standings(&panel, &contenders, &ranked, &pairs, friedman.as_ref());
    Comparison { measure, column, pairs, standings, friedman, critical_difference, sources: blocks }
}

/// The values of every strategy for the documents that have one under any, and the documents' sources. What is missing under
/// one strategy scores its worst: no document is dropped from one side only.
fn values(evaluation: &Evaluation<'_>, measure: &MainMeasure, column: Column) -> (Vec<Vec<f64>>, Vec<usize>) {
    let value = |strategy: usize, document: usize| column.value(evaluation.strategies.get(strategy)?.documents.get(document)?);
    let all = 0..evaluation.strategies.len();
    let defined = |document: &usize| all.clone().any(|strategy| value(strategy, *document).is_some());
    let documents: Vec<usize> = (0..evaluation.source_of.len()).filter(defined).collect();
    let of = |strategy| documents.iter().map(|&document| value(strategy, document).unwrap_or_else(|| measure.worst())).collect();
    (all.clone().map(of).collect(), documents.iter().map(|&document| evaluation.source_of[document]).collect())
}

/// All pairs of contenders, or each with the best where they are too many; then each with the controls.
fn pairs(evaluation: &Evaluation<'_>, panel: &Panel, contenders: &[usize], best: Option<usize>) -> Vec<ComparedPair> {
    let mut wanted: Vec<(usize, usize, bool)> = Vec::new();
    for (at, &first) in contenders.iter().enumerate() {
        match best {
            Some(best) if contenders.len() > MAX_ALL_PAIRS && first != best => wanted.push((best, first, false)),
            _ if contenders.len() > MAX_ALL_PAIRS => {}
            _ => wanted.extend(contenders[at + 1..].iter().map(|&second| (first, second, false))),
        }
    }
    let controls: Vec<usize> = (0..evaluation.strategies.len()).filter(|&at| evaluation.strategies[at].control).collect();
    wanted.extend(contenders.iter().flat_map(|&first| controls.iter().map(move |&second| (first, second, true))));
    let compared = |&(first, second, control): &(usize, usize, bool)| {
        let paired = panel.compare(first, second)?;
        Some(ComparedPair { first, second, control, paired, holm_randomisation: None, holm_wilcoxon: None })
    };
    let mut pairs: Vec<ComparedPair> = wanted.par_iter().filter_map(compared).collect();
    let start = pairs.iter().take_while(|pair| !pair.control).count();
    let (own, controls) = pairs.split_at_mut(start);
    [own, controls].into_iter().for_each(adjust);
    pairs
}

/// Holm's adjustment within a family.
fn adjust(family: &mut [ComparedPair]) {
    let adjusted = |of: fn(&Paired) -> Option<f64>, family: &[ComparedPair]| {
        let p: Vec<f64> = family.iter().map(|pair| of(&pair.paired).unwrap_or(f64::NAN)).collect();
        holm(&p).into_iter().map(|p| (!p.is_nan()).then_some(p)).collect::<Vec<_>>()
    };
    let randomisation = adjusted(|paired| paired.p_randomisation, family);
    let wilcoxon = adjusted(|paired| paired.p_wilcoxon, family);
    for (pair, (one, two)) in family.iter_mut().zip(randomisation.into_iter().zip(wilcoxon)) {
        (pair.holm_randomisation, pair.holm_wilcoxon) = (one, two);
    }
}

/// Friedman's test of the contenders over sources.
fn ranking(panel: &Panel, contenders: &[usize], measure: &MainMeasure) -> Option<Friedman> {
    let sign = if measure.higher_is_better { 1.0 } else { -1.0 };
    let means: Vec<Vec<f64>> = contenders.iter().map(|&at| panel.source_means(at)).collect::<Option<_>>()?;
    let blocks = means.first()?.len();
    // Sums of other orders differ in their last digits: those are ties.
    let value = |means: &Vec<f64>, block: usize| means.get(block).map_or(f64::NAN, |mean| (sign * mean * 1e12).round());
    friedman(&(0..blocks).map(|block| means.iter().map(|means| value(means, block)).collect()).collect::<Vec<Vec<f64>>>())
}

fn standings(panel: &Panel, contenders: &[usize], ranked: &[usize], pairs: &[ComparedPair], friedman: Option<&Friedman>) -> Vec<Standing> {
    let mut apart: Vec<(usize, usize)> =
        pairs.iter().filter(|pair| !pair.control && pair.apart()).map(|pair| ordered(pair.first, pair.second)).collect();
    apart.sort_unstable();
    let apart = |a: usize, b: usize| apart.binary_search(&ordered(a, b)).is_ok();
    let groups = (contenders.len() <= MAX_ALL_PAIRS).then(|| letters(ranked.len(), |a, b| apart(ranked[a], ranked[b]))).flatten();
    let standing = |(place, &strategy): (usize, &usize)| Standing {
        strategy,
        mean: panel.mean(strategy),
        rank: contenders.iter().position(|&own| own == strategy).and_then(|at| friedman?.mean_ranks.get(at).copied()),
        group: groups.as_ref().and_then(|groups| groups.get(place).cloned()),
        with_best: !apart(ranked[0], strategy),
    };
    ranked.iter().enumerate().map(standing).collect()
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    if a.cmp(&b) == Ordering::Greater { (b, a) } else { (a, b) }
}
