//! Figures of a block of strategies with intervals and p values.

use super::figures::{Figure, Measure, of_means};
use crate::bias::design::Design;
use crate::bias::rows::{DRAWS, Sums};
use crate::score::Evaluation;
use crate::stats::{Arrangements, Estimate, Moments, ends, intraclass_correlation};

/// Seeds of the resamples of sources and of documents.
const SEED_SOURCES: u64 = 20_260_105;
const SEED_DOCUMENTS: u64 = 20_260_106;
/// Seed of the permutations.
const SEED_LABELS: u64 = 20_260_104;
/// Statistics within this of each other are equal.
const TOLERANCE: f64 = 1e-9;

/// What was found of one strategy and measure.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// By figure: those of means, then the intraclass correlation.
    pub figures: [Estimate; 8],
    /// The mean of each group.
    pub groups: Vec<Estimate>,
    /// Indices of the groups, the worst first.
    pub worst_first: Vec<usize>,
    /// p of the gap.
    pub p_gap: Option<f64>,
    /// p of the differences between all groups.
    pub p_intraclass: Option<f64>,
}

/// What the interval of a figure covers.
pub(super) fn covers(design: &Design, figure: Figure) -> &'static str {
    let of_these = matches!(figure, Figure::Worst | Figure::SecondWorst | Figure::WorstTenth | Figure::Gap);
    if design.of_documents && of_these { "documents" } else { "sources" }
}

/// The mean of each row's documents in each measure of some strategies: row by row, strategies side by side.
pub(super) fn values(design: &Design, evaluation: &Evaluation<'_>, strategies: &[usize]) -> Vec<f64> {
    let mut values = Vec::with_capacity(design.cells.len() * strategies.len() * Measure::ALL.len());
    for documents in &design.cells {
        for &strategy in strategies {
            let counts = documents.iter().filter_map(|&document| evaluation.strategies[strategy].documents.get(document)?.counts.first());
            let mut sums = [0.0; Measure::ALL.len()];
            counts.for_each(|chars| sums.iter_mut().zip(Measure::ALL).for_each(|(sum, measure)| *sum += measure.of(chars)));
            values.extend(sums.map(|sum| sum / documents.len() as f64));
        }
    }
    values
}

/// Ways to deal the rows out to the groups. A source in one group changes places with others of that kind; one in
/// several groups changes its own rows about, so that sizes of groups stay.
pub(super) fn arrangements(design: &Design) -> Arrangements {
    let mut parts = vec![0usize; design.sources];
    design.rows.source.iter().for_each(|&source| parts[source as usize] += 1);
    let several = |source: u32| !design.of_documents && parts[source as usize] > 1;
    let strata: Vec<u32> = design.rows.source.iter().map(|&source| if several(source) { source + 1 } else { 0 }).collect();
    Arrangements::new(&design.rows.group, &strata, SEED_LABELS)
}

/// Everything about a block of strategies; one entry for each strategy and measure. `values` as [`values`] makes them.
pub(super) fn found(design: &Design, arrangements: &Arrangements, values: &[f64], strategies: usize) -> Vec<Found> {
    let block = Block { design, values, columns: strategies * Measure::ALL.len() };
    let mut found: Vec<Found> = (0..block.columns).map(|column| block.observed(column)).collect();
    if design.of_documents {
        block.resample_documents(&mut found);
        block.resample_groups(&mut found);
    } else {
        block.resample_sources(&mut found);
    }
    block.permute(arrangements, &mut found);
    found
}

struct Block<'a> {
    design: &'a Design,
    values: &'a [f64],
    columns: usize,
}

/// Resampled values of the figures of one column.
type Draws = [Vec<f64>; 8];

impl Block<'_> {
    fn measure(column: usize) -> Measure {
        Measure::ALL[column % Measure::ALL.len()]
    }

    fn observed(&self, column: usize) -> Found {
        let (measure, groups) = (Self::measure(column), self.design.groups.len());
        let sums = self.design.rows.sums(&self.design.rows.group, |_| 1.0, self.values, self.columns);
        let mean = |group: usize| sums.mean(group, column).unwrap_or(f64::NAN);
        let mut worst_first: Vec<usize> = (0..groups).collect();
        worst_first.sort_by(|&a, &b| measure.badness(mean(b)).total_cmp(&measure.badness(mean(a))));
        let estimate = |value: Option<f64>, n: usize| Estimate { value, n, ..Estimate::default() };
        let mut figures = [Estimate::default(); 8];
        let badness = &mut (0..groups).map(|group| measure.badness(mean(group))).collect::<Vec<f64>>();
        figures.iter_mut().zip(of_means(measure, badness)).for_each(|(figure, value)| *figure = estimate(value, groups));
        if self.design.of_documents {
            figures[7] = estimate(intraclass_correlation(&self.moments(column)), groups);
        }
        let groups = (0..groups).map(|group| estimate(sums.mean(group, column), sums.weight(group) as usize)).collect();
        Found { figures, groups, worst_first, p_gap: None, p_intraclass: None }
    }

    fn moments(&self, column: usize) -> Vec<Moments> {
        let value = |row: &usize| self.values[row * self.columns + column];
        self.design.rows.members().iter().map(|rows| Moments::of(rows.iter().map(value))).collect()
    }

    /// Whole sources with their documents, over all groups at once: a source in several groups is drawn in all of them.
    /// A draw that leaves a group without a source counts for nothing.
    fn resample_sources(&self, found: &mut [Found]) {
        let (rows, groups) = (&self.design.rows, self.design.groups.len());
        let mut figures: Vec<Draws> = vec![Draws::default(); self.columns];
        let mut means: Vec<Vec<Vec<f64>>> = vec![vec![Vec::new(); groups]; self.columns];
        for draw in 0..DRAWS {
            let weights = rows.drawn_sources(draw, SEED_SOURCES);
            let sums = rows.sums(&rows.group, |row| weights[rows.source[row] as usize], self.values, self.columns);
            push_figures(&sums, groups, &mut figures);
            for (column, means) in means.iter_mut().enumerate() {
                means.iter_mut().enumerate().for_each(|(group, own)| own.extend(sums.mean(group, column)));
            }
        }
        for ((found, mut figures), means) in found.iter_mut().zip(figures).zip(means) {
            set_intervals(found, &mut figures, |_| true);
            for (group, mut own) in found.groups.iter_mut().zip(means) {
                group.interval = group.value.and_then(|value| ends(value, &mut own, DRAWS as usize));
            }
        }
    }

    /// Documents inside each source, for figures about the sources at hand.
    fn resample_documents(&self, found: &mut [Found]) {
        let (rows, members) = (&self.design.rows, self.design.rows.members());
        let mut figures: Vec<Draws> = vec![Draws::default(); self.columns];
        for draw in 0..DRAWS {
            let weights = rows.drawn_rows(&members, draw, SEED_DOCUMENTS);
            let sums = rows.sums(&rows.group, |row| weights[row], self.values, self.columns);
            push_figures(&sums, members.len(), &mut figures);
        }
        for (found, mut figures) in found.iter_mut().zip(figures) {
            set_intervals(found, &mut figures, |figure| covers(self.design, figure) == "documents");
        }
    }

    /// Whole sources where sources are the groups.
    fn resample_groups(&self, found: &mut [Found]) {
        for (column, found) in found.iter_mut().enumerate() {
            let (moments, measure) = (self.moments(column), Self::measure(column));
            let mut figures = Draws::default();
            for draw in 0..DRAWS {
                let times = self.design.rows.drawn_sources(draw, SEED_SOURCES);
                let drawn = moments.iter().zip(&times).flat_map(|(own, &times)| std::iter::repeat_n(*own, times as usize));
                let drawn: Vec<Moments> = drawn.collect();
                let badness = &mut drawn.iter().map(|own| measure.badness(own.sum / own.n)).collect::<Vec<f64>>();
                push(&mut figures, of_means(measure, badness).into_iter().chain([intraclass_correlation(&drawn)]));
            }
            set_intervals(found, &mut figures, |figure| covers(self.design, figure) == "sources");
        }
    }

    fn permute(&self, arrangements: &Arrangements, found: &mut [Found]) {
        let groups = self.design.groups.len();
        let statistics = |labels: &[u32]| -> Vec<(f64, f64)> {
            let sums = self.design.rows.sums(labels, |_| 1.0, self.values, self.columns);
            (0..self.columns).map(|column| (gap(&sums, groups, column), between(&sums, groups, column))).collect()
        };
        let observed = statistics(&self.design.rows.group);
        let mut extreme = vec![(0, 0); self.columns];
        for labels in &arrangements.labels {
            for ((count, own), real) in extreme.iter_mut().zip(statistics(labels)).zip(&observed) {
                count.0 += usize::from(own.0 >= real.0 - TOLERANCE);
                count.1 += usize::from(own.1 >= real.1 - TOLERANCE);
            }
        }
        for (found, (gap, between)) in found.iter_mut().zip(extreme) {
            found.p_gap = arrangements.p(gap);
            found.p_intraclass = arrangements.p(between).filter(|_| self.design.of_documents);
        }
    }
}

fn push(draws: &mut Draws, values: impl Iterator<Item = Option<f64>>) {
    draws.iter_mut().zip(values).for_each(|(draws, value)| draws.extend(value));
}

/// Adds the figures of one draw, if every group has a mean.
fn push_figures(sums: &Sums, groups: usize, figures: &mut [Draws]) {
    for (column, draws) in figures.iter_mut().enumerate() {
        let measure = Block::measure(column);
        let badness: Option<Vec<f64>> = (0..groups).map(|group| sums.mean(group, column).map(|mean| measure.badness(mean))).collect();
        if let Some(mut badness) = badness {
            push(draws, of_means(measure, &mut badness).into_iter());
        }
    }
}

fn set_intervals(found: &mut Found, draws: &mut Draws, wanted: impl Fn(Figure) -> bool) {
    let figures = Figure::OF_MEANS.into_iter().chain([Figure::Intraclass]);
    for ((estimate, draws), figure) in found.figures.iter_mut().zip(draws).zip(figures) {
        if let Some(value) = estimate.value.filter(|_| wanted(figure)) {
            estimate.interval = ends(value, draws, DRAWS as usize);
        }
    }
}

/// The difference between the largest and the smallest mean.
fn gap(sums: &Sums, groups: usize, column: usize) -> f64 {
    let means = (0..groups).filter_map(|group| sums.mean(group, column));
    let (least, most) = means.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), mean| (least.min(mean), most.max(mean)));
    most - least
}

/// Sum of squares between groups, up to what no arrangement changes.
fn between(sums: &Sums, groups: usize, column: usize) -> f64 {
    (0..groups).filter_map(|group| Some(sums.sum(group, column) * sums.mean(group, column)?)).sum()
}
