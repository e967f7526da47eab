//! Disparity: how unequally one strategy serves sources, languages, formats, lengths, kinds of pages, and groups of sources.
//!
//! Every group is as good as the mean over its sources of their documents' means, so that an outlet with many documents counts
//! once. Tests permute sources among groups, never documents, which are clones of each other inside a source; where a
//! source is in several groups (its short and its long texts, say), its parts change places among themselves. For
//! the grouping by source itself documents are permuted: that asks whether sources differ at all.
//!
//! Intervals resample whole sources with all their documents, which covers the choice of both; or, for what is said of
//! the sources at hand (the worst of them, the gap), documents inside each source. The worst of several means is worse in most
//! resamples: such intervals lean to the bad side. What rests on too little is refused with the reason.

mod figures;
mod resample;

pub use figures::{Figure, Measure};

use super::design::{Design, MIN_SOURCES_A_GROUP};
use super::grouping::Grouping;
use crate::score::Evaluation;
use crate::stats::{Estimate, holm};
use rayon::prelude::*;
use resample::Found;

/// Disparity of all strategies, by grouping.
#[derive(Debug, Default)]
pub struct Disparity {
    /// One entry a grouping.
    pub groupings: Vec<ByGrouping>,
}

/// Disparity of all strategies between the groups of one grouping.
#[derive(Debug)]
pub struct ByGrouping {
    /// Name of the grouping.
    pub name: String,
    /// Groups that were compared.
    pub groups: usize,
    /// Sources in them.
    pub sources: usize,
    /// Their documents.
    pub documents: usize,
    /// Groups that were too small.
    pub left_out: usize,
    /// Figures, by strategy, measure and figure.
    pub rows: Vec<Row>,
}

/// One figure of one strategy.
#[derive(Clone, Debug)]
pub struct Row {
    /// Index of the strategy in the evaluation.
    pub strategy: usize,
    /// What is compared.
    pub measure: Measure,
    /// The figure.
    pub figure: Figure,
    /// The group it is about: of a mean, of the worst, of the second worst.
    pub group: Option<String>,
    /// Value, interval, and groups, or sources of the group, behind it.
    pub estimate: Estimate,
    /// What the interval covers: `documents` of the sources at hand, or `sources` with their documents.
    pub covers: &'static str,
    /// p of the permutation test.
    pub p: Option<f64>,
    /// The same, adjusted over all strategies that are no controls (Holm).
    pub p_holm: Option<f64>,
    /// Why there is no value.
    pub refused: Option<String>,
}

/// Strategies that are worked on together: their numbers stand side by side.
const STRATEGIES_A_BLOCK: usize = 8;

/// Disparity of every strategy between the groups of each grouping.
pub fn disparity(evaluation: &Evaluation<'_>, groupings: &[Grouping]) -> Disparity {
    Disparity { groupings: groupings.iter().map(|grouping| by_grouping(evaluation, grouping)).collect() }
}

fn by_grouping(evaluation: &Evaluation<'_>, grouping: &Grouping) -> ByGrouping {
    let design = Design::new(evaluation, grouping);
    let strategies: Vec<usize> = (0..evaluation.strategies.len()).collect();
    let refused = design.refusal();
    // A group that has none to be compared with still has a mean.
    let found: Vec<Found> = match refused {
        Some(_) if design.of_documents || design.groups.is_empty() => Vec::new(),
        _ => {
            let arrangements = resample::arrangements(&design);
            let block =
                |block: &[usize]| resample::found(&design, &arrangements, &resample::values(&design, evaluation, block), block.len());
            strategies.par_chunks(STRATEGIES_A_BLOCK).flat_map_iter(block).collect()
        }
    };
    let mut rows = Vec::new();
    for strategy in strategies {
        for (at, measure) in Measure::ALL.into_iter().enumerate() {
            let found = found.get(strategy * Measure::ALL.len() + at);
            rows.extend(figure_rows(&design, strategy, measure, found.filter(|_| refused.is_none()), refused.as_deref()));
            if !design.of_documents {
                rows.extend(group_rows(&design, strategy, measure, found));
            }
        }
    }
    adjust(&mut rows, |strategy| evaluation.strategies[strategy].control);
    ByGrouping {
        name: grouping.name.clone(),
        groups: design.groups.len(),
        sources: design.sources,
        documents: design.documents,
        left_out: design.small.len(),
        rows,
    }
}

/// The figures over all groups.
fn figure_rows(design: &Design, strategy: usize, measure: Measure, found: Option<&Found>, refused: Option<&str>) -> Vec<Row> {
    let figures = Figure::OF_MEANS.into_iter().chain(design.of_documents.then_some(Figure::Intraclass));
    let row = |(at, figure): (usize, Figure)| {
        let group = |place: usize| found.and_then(|found| design.groups.get(*found.worst_first.get(place)?)).cloned();
        Row {
            strategy,
            measure,
            figure,
            group: match figure {
                Figure::Worst => group(0),
                Figure::SecondWorst => group(1),
                _ => None,
            },
            estimate: found.map(|found| found.figures[at]).unwrap_or_default(),
            covers: resample::covers(design, figure),
            p: found.and_then(|found| match figure {
                Figure::Gap => found.p_gap,
                Figure::Intraclass => found.p_intraclass,
                _ => None,
            }),
            p_holm: None,
            refused: refused.map(str::to_string),
        }
    };
    figures.enumerate().map(row).collect()
}

/// The mean of each group; of groups too small, why there is none.
fn group_rows(design: &Design, strategy: usize, measure: Measure, found: Option<&Found>) -> Vec<Row> {
    let row = |group: &String, estimate: Estimate, refused: Option<String>| Row {
        strategy,
        measure,
        figure: Figure::Group,
        group: Some(group.clone()),
        estimate,
        covers: "sources",
        p: None,
        p_holm: None,
        refused,
    };
    let large = design.groups.iter().zip(found.map_or(&[][..], |found| &found.groups)).map(|(group, found)| row(group, *found, None));
    let small = design.small.iter().map(|(group, sources)| {
        row(group, Estimate { n: *sources, ..Estimate::default() }, Some(format!("{sources} sources; {MIN_SOURCES_A_GROUP} are needed")))
    });
    large.chain(small).collect()
}

/// Holm's adjustment over strategies, for each measure and figure.
fn adjust(rows: &mut [Row], is_control: impl Fn(usize) -> bool) {
    for measure in Measure::ALL {
        for figure in [Figure::Gap, Figure::Intraclass] {
            let family = |row: &&mut Row| row.measure == measure && row.figure == figure && row.p.is_some() && !is_control(row.strategy);
            let mut family: Vec<&mut Row> = rows.iter_mut().filter(family).collect();
            let adjusted = holm(&family.iter().filter_map(|row| row.p).collect::<Vec<f64>>());
            family.iter_mut().zip(adjusted).for_each(|(row, p)| row.p_holm = Some(p));
        }
    }
}
