//! Leave-one-source-out: what a figure loses when the source it is scored on had no say in the choice of parameters, or in
//! what a strategy learned.
//!
//! - *Tuned*: contenders that are one strategy with several parameter sets. In sample, the set that is best over all sources;
//!   held out, for each source the set that is best over the others. Needs scores alone, no run; the gap is never negative.
//! - *Trained*: strategies that learn. In sample, fitted to all documents, the scored ones too; held out, as the runner does it: fitted
//!   to the sources of the other folds (up to ten folds, so that with more than ten sources several are held out together).
//!
//! Every source counts once, with the mean F1 over characters of its documents. Intervals resample sources. Below ten
//! sources nothing is said.

use crate::score::{Contender, Evaluation, StrategyScores, score_all};
use crate::stats::{Average, Cell, Estimate, Resamples, Sample};
use std::collections::BTreeMap;

/// Fewer sources say nothing of a held-out one.
pub const MIN_SOURCES: usize = 10;

/// How parameters came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chosen among several sets.
    Tuned,
    /// Learned from labelled documents.
    Trained,
}

impl Kind {
    /// The word in the files.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Tuned => "tuned",
            Kind::Trained => "trained",
        }
    }
}

/// One strategy, in sample and held out.
#[derive(Clone, Debug)]
pub struct Row {
    /// The strategy: without parameters if tuned, with them if trained.
    pub strategy: String,
    /// How its parameters came about.
    pub kind: Kind,
    /// Parameter sets to choose from.
    pub sets: usize,
    /// The set chosen over all sources.
    pub chosen: Option<String>,
    /// Sources for which the same set was chosen without them.
    pub agreeing: usize,
    /// Mean F1 over sources, in sample.
    pub within: Estimate,
    /// Mean F1 over sources, held out.
    pub held_out: Estimate,
    /// The first less the second, source by source.
    pub gap: Estimate,
    /// The source that fares worst when held out, and its F1.
    pub worst: Option<(String, f64)>,
    /// The source that loses most by being held out, and how much.
    pub most_lost: Option<(String, f64)>,
    /// Why there is no value.
    pub refused: Option<String>,
}

/// Rows of all strategies with several parameter sets among the contenders, then of those that learn. `fitted_to_all` are
/// contenders named as in the evaluation whose predictions saw the documents they are for.
pub fn loso(evaluation: &Evaluation<'_>, fitted_to_all: &[Contender<'_>]) -> Vec<Row> {
    let mut families: BTreeMap<&str, Vec<&StrategyScores>> = BTreeMap::new();
    for strategy in evaluation.strategies.iter().filter(|strategy| !strategy.control) {
        let id = strategy.name.split_once('(').map_or(strategy.name.as_str(), |(id, _)| id);
        families.entry(id).or_default().push(strategy);
    }
    let resamples = evaluation.resamples();
    let several = families.into_iter().filter(|(_, sets)| sets.len() > 1);
    let mut rows: Vec<Row> = several.map(|(id, sets)| tuned(evaluation, id, &sets, &resamples)).collect();
    if !fitted_to_all.is_empty() {
        let seen = score_all(evaluation.corpus, evaluation.task, fitted_to_all, &[]);
        let named = |name: &str| evaluation.strategies.iter().find(|strategy| strategy.name == name);
        let both = seen.strategies.iter().filter_map(|own| Some((own, named(&own.name)?)));
        let learned = both.filter(|(own, _)| fitted_to_all.iter().any(|contender| contender.name == own.name));
        rows.extend(learned.map(|(own, held_out)| trained(evaluation, own, held_out, &resamples)));
    }
    rows
}

/// The mean F1 of each source.
fn by_source(evaluation: &Evaluation<'_>, strategy: &StrategyScores) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); evaluation.sources.len()];
    for (&source, score) in evaluation.source_of.iter().zip(&strategy.documents) {
        if let Some(chars) = score.counts.first() {
            sums[source].0 += chars.f1();
            sums[source].1 += 1.0;
        }
    }
    sums.into_iter().map(|(sum, n)| if n > 0.0 { sum / n } else { 0.0 }).collect()
}

fn tuned(evaluation: &Evaluation<'_>, id: &str, sets: &[&StrategyScores], resamples: &Resamples) -> Row {
    let table: Vec<Vec<f64>> = sets.iter().map(|own| by_source(evaluation, own)).collect();
    let choice = choose(&table);
    let within = table.get(choice.overall).cloned().unwrap_or_default();
    let held_out: Vec<f64> = choice.without.iter().enumerate().map(|(source, &set)| table[set][source]).collect();
    let agreeing = choice.without.iter().filter(|&&set| set == choice.overall).count();
    let row = Row {
        strategy: id.into(),
        kind: Kind::Tuned,
        sets: sets.len(),
        chosen: sets.get(choice.overall).map(|own| own.name.clone()),
        agreeing,
        ..compare(evaluation, &within, &held_out, resamples)
    };
    refuse(row, evaluation.sources.len())
}

fn trained(evaluation: &Evaluation<'_>, seen: &StrategyScores, held_out: &StrategyScores, resamples: &Resamples) -> Row {
    let sides = [seen, held_out].map(|own| by_source(evaluation, own));
    let row = Row { strategy: seen.name.clone(), kind: Kind::Trained, sets: 1, ..compare(evaluation, &sides[0], &sides[1], resamples) };
    refuse(row, evaluation.sources.len())
}

/// The set chosen over all sources, and that chosen without each of them.
struct Choice {
    overall: usize,
    without: Vec<usize>,
}

/// Chooses by the mean over sources; of equals the first. `table[set][source]`.
fn choose(table: &[Vec<f64>]) -> Choice {
    let sums: Vec<f64> = table.iter().map(|own| own.iter().sum()).collect();
    let best = |sum: &dyn Fn(usize) -> f64| (1..table.len()).fold(0, |best, set| if sum(set) > sum(best) + TIE { set } else { best });
    let sources = table.first().map_or(0, Vec::len);
    let without = (0..sources).map(|source| best(&|set| sums[set] - table[set][source])).collect();
    Choice { overall: best(&|set| sums[set]), without }
}

/// Sums within this of each other are equal: taking a source out again leaves rounding.
const TIE: f64 = 1e-9;

fn compare(evaluation: &Evaluation<'_>, within: &[f64], held_out: &[f64], resamples: &Resamples) -> Row {
    let lost: Vec<f64> = within.iter().zip(held_out).map(|(within, held_out)| within - held_out).collect();
    let estimate = |values: &[f64]| {
        let cells = values.iter().enumerate().map(|(source, &value)| Cell { source, value: Some(value), counts: Default::default() });
        Sample::new(None, cells).estimate(Average::Sources, resamples)
    };
    let named = |found: Option<(usize, &f64)>| found.map(|(source, value)| (evaluation.sources[source].to_string(), *value));
    // Of equals the first by name.
    let worst = held_out.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
    let most_lost = lost.iter().enumerate().rev().max_by(|a, b| a.1.total_cmp(b.1)).filter(|(_, lost)| **lost > TIE);
    Row {
        strategy: String::new(),
        kind: Kind::Tuned,
        sets: 0,
        chosen: None,
        agreeing: 0,
        within: estimate(within),
        held_out: estimate(held_out),
        gap: estimate(&lost),
        worst: named(worst),
        most_lost: named(most_lost),
        refused: None,
    }
}

/// Takes the figures out again where there are too few sources.
fn refuse(row: Row, sources: usize) -> Row {
    if sources >= MIN_SOURCES {
        return row;
    }
    let none = Estimate { n: sources, ..Estimate::default() };
    let refused = Some(format!("{sources} sources; {MIN_SOURCES} are needed"));
    Row { within: none, held_out: none, gap: none, worst: None, most_lost: None, chosen: None, agreeing: 0, refused, ..row }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_has_no_say_in_its_own_choice() {
        // Over all sources the first set is best (2.4 to 2.2), thanks to the first source alone; without that the second is.
        let table = [vec![1.0, 0.7, 0.7], vec![0.4, 0.9, 0.9]];
        let choice = choose(&table);
        assert_eq!((choice.overall, choice.without), (0, vec![1, 0, 0]));
        // So the first source falls from 1.0 to 0.4.
        let equal = choose(&[vec![0.5; 3], vec![0.5; 3]]);
        assert_eq!((equal.overall, equal.without), (0, vec![0; 3]));
    }

    #[test]
    fn being_held_out_never_helps_a_choice() {
        let mut random = crate::random::Random::new(4);
        let mut next = || random.below(1000) as f64 / 1000.0;
        for _ in 0..200 {
            let table: Vec<Vec<f64>> = (0..4).map(|_| (0..7).map(|_| next()).collect()).collect();
            let choice = choose(&table);
            let within: f64 = table[choice.overall].iter().sum();
            let held_out: f64 = choice.without.iter().enumerate().map(|(source, &set)| table[set][source]).sum();
            assert!(within >= held_out - 1e-9, "{within} {held_out}");
        }
    }
}
