//! The figures of shift: rates by group, divergence of the mix, lengths; with intervals of their difference to gold.

use super::lengths::Lengths;
use super::texts::{self, Counted, WIDTH};
use super::{ALL, Row, too_small};
use crate::bias::design::Design;
use crate::bias::rows::{DRAWS, Sums};
use crate::score::Evaluation;
use crate::stats::{Estimate, ends, jensen_shannon};
use rayon::prelude::*;

/// Seed of the resamples of sources.
const SEED: u64 = 20_260_107;
/// Texts that are worked on together.
const TEXTS_A_BLOCK: usize = 8;

/// A figure about what is left of a corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Jensen-Shannon divergence in bits between the shares of tokens that groups have and those they have in gold.
    Divergence,
    /// Median over sources of tokens left for each token of gold.
    LengthMedian,
    /// Kolmogorov-Smirnov distance between the lengths of documents and those in gold.
    LengthDistance,
    /// Tokens left for each token of gold.
    Tokens,
    /// Share of documents of which no token is left.
    Emptied,
    /// Quotation marks in a thousand tokens.
    Quotes,
    /// Loaded words in a thousand tokens of the languages that the list has.
    Loaded,
    /// Question marks in a thousand tokens.
    Questions,
    /// Exclamation marks in a thousand tokens.
    Exclamations,
}

/// Figures of a group's counts.
const OF_COUNTS: [Figure; 6] = [Figure::Tokens, Figure::Emptied, Figure::Quotes, Figure::Loaded, Figure::Questions, Figure::Exclamations];

impl Figure {
    /// The name in the files.
    pub const fn name(self) -> &'static str {
        match self {
            Figure::Divergence => "divergence",
            Figure::LengthMedian => "length_median",
            Figure::LengthDistance => "length_distance",
            Figure::Tokens => "tokens",
            Figure::Emptied => "emptied",
            Figure::Quotes => "quotes",
            Figure::Loaded => "loaded",
            Figure::Questions => "questions",
            Figure::Exclamations => "exclamations",
        }
    }

    /// The figure of some counts beside those of gold.
    fn of(self, own: &Counted, gold: &Counted) -> Option<f64> {
        let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        let rate = |part: f64| share(1000.0 * part, own.tokens);
        match self {
            Figure::Tokens => share(own.tokens, gold.tokens),
            Figure::Emptied => share(own.emptied, own.documents),
            Figure::Quotes => rate(own.quotes),
            Figure::Loaded => share(1000.0 * own.loaded, own.listed),
            Figure::Questions => rate(own.questions),
            Figure::Exclamations => rate(own.exclamations),
            Figure::Divergence | Figure::LengthMedian | Figure::LengthDistance => None,
        }
    }
}

/// All rows of one grouping.
pub(super) fn rows(evaluation: &Evaluation<'_>, design: &Design, name: &str, counted: &[Vec<Counted>], gold: usize) -> Vec<Row> {
    let table = Table { design, name, refused: if name == ALL { all_refusal(design) } else { design.refusal() } };
    let subjects: Vec<usize> = (0..counted.len()).collect();
    let draws: Vec<Vec<f64>> = (0..DRAWS).map(|draw| design.rows.drawn_sources(draw, SEED)).collect();
    let block = |block: &[usize]| {
        let texts: Vec<&[Counted]> = std::iter::once(&gold).chain(block).map(|&own| counted[own].as_slice()).collect();
        let values = texts::values(&design.rows, &design.cells, &texts);
        table.block(block, &values, &draws)
    };
    let mut rows: Vec<Row> = subjects.par_chunks(TEXTS_A_BLOCK).flat_map_iter(block).collect();
    if name == ALL && table.refused.is_none() {
        let lengths = |&subject: &usize| {
            let (left, gold) = (&counted[subject][..], &counted[gold][..]);
            let lengths = Lengths { source_of: &evaluation.source_of, sources: evaluation.sources.len(), left, gold };
            let row = |figure, estimate, gold| table.row((subject, figure, None), less(estimate, gold), Some(gold), None);
            [row(Figure::LengthMedian, lengths.median(&draws), 1.0), row(Figure::LengthDistance, lengths.distance(&draws), 0.0)]
        };
        rows.extend(subjects.par_iter().flat_map_iter(lengths).collect::<Vec<Row>>());
    }
    rows.sort_by_key(|row| row.subject);
    rows
}

/// The interval of the difference to gold.
fn less(estimate: Estimate, gold: f64) -> Estimate {
    Estimate { interval: estimate.interval.map(|(low, high)| (low - gold, high - gold)), ..estimate }
}

fn all_refusal(design: &Design) -> Option<String> {
    design.groups.is_empty().then(|| too_small(design.small.first().map_or(0, |(_, sources)| *sources)))
}

struct Table<'a> {
    design: &'a Design,
    name: &'a str,
    refused: Option<String>,
}

impl Table<'_> {
    fn row(
        &self,
        (subject, figure, group): (usize, Figure, Option<&str>),
        estimate: Estimate,
        gold: Option<f64>,
        refused: Option<String>,
    ) -> Row {
        let (grouping, group) = (self.name.to_string(), group.map(str::to_string));
        Row { subject, figure, grouping, group, estimate, gold, left_out: self.design.small.len(), refused }
    }

    /// Rows of some texts; gold's numbers stand before theirs in `values`.
    fn block(&self, subjects: &[usize], values: &[f64], draws: &[Vec<f64>]) -> Vec<Row> {
        let (rows, columns) = (&self.design.rows, (subjects.len() + 1) * WIDTH);
        let observed = rows.sums(&rows.group, |_| 1.0, values, columns);
        let mut gathered = vec![Gathered::new(self.design.groups.len()); subjects.len()];
        for times in draws.iter().filter(|_| self.refused.is_none()) {
            let sums = rows.sums(&rows.group, |row| times[rows.source[row] as usize], values, columns);
            gathered.iter_mut().enumerate().for_each(|(at, own)| own.take(&sums, at + 1));
        }
        let mut found = Vec::new();
        for (at, (&subject, gathered)) in subjects.iter().zip(gathered).enumerate() {
            found.extend(self.subject_rows(subject, &observed, at + 1, gathered));
        }
        found
    }

    fn subject_rows(&self, subject: usize, observed: &Sums, place: usize, mut gathered: Gathered) -> Vec<Row> {
        let mut found = Vec::new();
        let groups = self.design.groups.len();
        if self.name != ALL {
            let value = divergence(observed, groups, place).filter(|_| self.refused.is_none());
            let interval = value.and_then(|value| ends(value, &mut gathered.divergence, DRAWS as usize));
            let estimate = Estimate { value, interval, n: self.design.sources, ..Estimate::default() };
            found.push(self.row((subject, Figure::Divergence, None), estimate, value.map(|_| 0.0), self.refused.clone()));
        }
        // The counts of a source are in `sources.csv`.
        if self.design.of_documents {
            return found;
        }
        let members = self.design.rows.members();
        for (group, name) in self.design.groups.iter().enumerate() {
            let (own, gold) = (Counted::summed(observed, group, place * WIDTH), Counted::summed(observed, group, 0));
            for (at, figure) in OF_COUNTS.into_iter().enumerate() {
                let value = figure.of(&own, &gold);
                let difference = value.zip(figure.of(&gold, &gold)).map(|(own, gold)| own - gold);
                let interval = difference.and_then(|own| ends(own, &mut gathered.differences[group][at], DRAWS as usize));
                let estimate = Estimate { value, interval, n: members[group].len(), ..Estimate::default() };
                let named = (self.name != ALL).then_some(name.as_str());
                found.push(self.row((subject, figure, named), estimate, figure.of(&gold, &gold), None));
            }
        }
        for (name, sources) in &self.design.small {
            let named = (self.name != ALL).then_some(name.as_str());
            let small = |figure| {
                self.row((subject, figure, named), Estimate { n: *sources, ..Estimate::default() }, None, Some(too_small(*sources)))
            };
            found.extend(OF_COUNTS.map(small));
        }
        found
    }
}

/// Resampled differences to gold of one text.
#[derive(Clone)]
struct Gathered {
    /// By group and figure.
    differences: Vec<[Vec<f64>; 6]>,
    divergence: Vec<f64>,
}

impl Gathered {
    fn new(groups: usize) -> Self {
        Self { differences: vec![Default::default(); groups], divergence: Vec::new() }
    }

    fn take(&mut self, sums: &Sums, place: usize) {
        let groups = self.differences.len();
        for (group, differences) in self.differences.iter_mut().enumerate() {
            let (own, gold) = (Counted::summed(sums, group, place * WIDTH), Counted::summed(sums, group, 0));
            for (drawn, figure) in differences.iter_mut().zip(OF_COUNTS) {
                drawn.extend(figure.of(&own, &gold).zip(figure.of(&gold, &gold)).map(|(own, gold)| own - gold));
            }
        }
        self.divergence.extend(divergence(sums, groups, place));
    }
}

/// Between the groups' shares of tokens in one text and in gold.
fn divergence(sums: &Sums, groups: usize, place: usize) -> Option<f64> {
    let tokens = |place: usize| move |group: usize| sums.sum(group, place * WIDTH);
    jensen_shannon((0..groups).map(|group| (tokens(place)(group), tokens(0)(group))))
}
