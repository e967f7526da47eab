//! Micro and macro averages of one measure over documents and sources.

use super::bootstrap::add;
use super::{Estimate, Resamples};
use crate::metric::Counts;

/// How values of documents become one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Average {
    /// Counts are pooled: long documents weigh more.
    Micro,
    /// Mean over documents.
    Documents,
    /// Mean over sources of the means over their documents.
    Sources,
}

impl Average {
    /// Every kind.
    pub const ALL: &'static [Average] = &[Average::Micro, Average::Documents, Average::Sources];

    /// The word in the CSV files.
    pub const fn name(self) -> &'static str {
        match self {
            Average::Micro => "micro",
            Average::Documents => "documents",
            Average::Sources => "sources",
        }
    }
}

/// One document's value of a measure, with the counts behind it and the index of its source.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Index of the source, from 0.
    pub source: usize,
    /// The value; `None` leaves the document out.
    pub value: Option<f64>,
    /// Counts, for measures that pool them.
    pub counts: Counts,
}

/// Draws a value from pooled counts.
pub type Pooled = fn(&Counts) -> Option<f64>;

/// Sufficient statistics of one measure, by source: resampling needs no document again.
#[derive(Debug)]
pub struct Sample {
    pooled: Option<Pooled>,
    /// One for each source.
    sources: Vec<Sums>,
}

/// Sums over documents: [`SUM`] of values, [`DOCUMENTS`]; over sources: of [`MEAN`]s, [`SOURCES`]; and the four counts. They add
/// up over drawn sources, and a source is left out by subtraction.
type Sums = [f64; 8];
const SUM: usize = 0;
const DOCUMENTS: usize = 1;
const MEAN: usize = 2;
const SOURCES: usize = 3;

/// The sums that intervals are made of.
struct Spread {
    draws: Vec<Sums>,
    left_out: Vec<Sums>,
}

impl Sample {
    /// Sums up documents by source. `pooled` draws the micro average from summed counts, where there is one.
    pub fn new(pooled: Option<Pooled>, cells: impl IntoIterator<Item = Cell>) -> Self {
        let mut sources: Vec<Sums> = Vec::new();
        for cell in cells {
            if sources.len() <= cell.source {
                sources.resize(cell.source + 1, Sums::default());
            }
            if let Some(value) = cell.value {
                let Counts { tp, fp, fn_, tn } = cell.counts;
                add(&mut sources[cell.source], &[value, 1.0, 0.0, 0.0, tp, fp, fn_, tn]);
            }
        }
        for sums in sources.iter_mut().filter(|sums| sums[DOCUMENTS] > 0.0) {
            (sums[MEAN], sums[SOURCES]) = (sums[SUM] / sums[DOCUMENTS], 1.0);
        }
        Self { pooled, sources }
    }

    /// The average with its intervals.
    pub fn estimate(&self, average: Average, resamples: &Resamples) -> Estimate {
        self.estimates(&[average], resamples).pop().unwrap_or_default()
    }

    /// Several averages with their intervals, at the cost of one.
    pub fn estimates(&self, averages: &[Average], resamples: &Resamples) -> Vec<Estimate> {
        let (whole, spread) = (self.whole(), self.spread(resamples));
        let one = |&average: &Average| Estimate {
            n: self.items(average),
            ..Estimate::from(
                self.value(average, &whole),
                spread.draws.iter().map(|sums| self.value(average, sums)),
                spread.left_out.iter().map(|sums| self.value(average, sums)),
            )
        };
        averages.iter().map(one).collect()
    }

    /// Averages of two samples over the same sources, combined in each resample anew: a harmonic mean of means, say.
    pub fn combined(
        [first, second]: [&Self; 2],
        averages: &[Average],
        resamples: &Resamples,
        combine: impl Fn(Option<f64>, Option<f64>) -> Option<f64>,
    ) -> Vec<Estimate> {
        let (one, two) = (first.spread(resamples), second.spread(resamples));
        let estimate = |&average: &Average| {
            let value = |(one, two): (&Sums, &Sums)| combine(first.value(average, one), second.value(average, two));
            Estimate {
                n: first.items(average).max(second.items(average)),
                ..Estimate::from(
                    value((&first.whole(), &second.whole())),
                    one.draws.iter().zip(&two.draws).map(value),
                    one.left_out.iter().zip(&two.left_out).map(value),
                )
            }
        };
        averages.iter().map(estimate).collect()
    }

    /// Items behind an average.
    fn items(&self, average: Average) -> usize {
        let column = if average == Average::Sources { SOURCES } else { DOCUMENTS };
        self.whole()[column] as usize
    }

    /// Sums over all sources.
    fn whole(&self) -> Sums {
        let mut whole = Sums::default();
        self.sources.iter().for_each(|sums| add(&mut whole, sums));
        whole
    }

    fn spread(&self, resamples: &Resamples) -> Spread {
        let whole = self.whole();
        let without = |sums: &Sums| std::array::from_fn(|column| whole[column] - sums[column]);
        let draws = match self.pooled {
            Some(_) => resamples.totals(&self.sources),
            // No counts, nothing to sum of them.
            None => {
                let narrow: Vec<[f64; 4]> =
                    self.sources.iter().map(|&[sum, documents, mean, sources, ..]| [sum, documents, mean, sources]).collect();
                let widened = |[sum, documents, mean, sources]: [f64; 4]| [sum, documents, mean, sources, 0.0, 0.0, 0.0, 0.0];
                resamples.totals(&narrow).into_iter().map(widened).collect()
            }
        };
        Spread { draws, left_out: self.sources.iter().map(without).collect() }
    }

    /// The average that some sums make.
    fn value(&self, average: Average, sums: &Sums) -> Option<f64> {
        if sums[DOCUMENTS] < 1.0 {
            return None;
        }
        match average {
            Average::Micro => {
                // Whole and half numbers: exact, also what subtraction leaves of them.
                let [.., tp, fp, fn_, tn] = *sums;
                self.pooled.and_then(|pooled| pooled(&Counts { tp, fp, fn_, tn }))
            }
            Average::Documents => Some(sums[SUM] / sums[DOCUMENTS]),
            Average::Sources => Some(sums[MEAN] / sums[SOURCES]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric;

    /// Source 0: damage 0.5 and 0; source 1: damage 0.25. Pooled: (5 + 0 + 1) of (10 + 30 + 4).
    #[test]
    fn the_three_averages_of_a_small_table() {
        let counts = |fn_: f64, tp: f64| Counts { tp, fn_, ..Counts::default() };
        let (_, damage) = metric::measure("damage").expect("in the table");
        let cell = |source, counts| Cell { source, value: (damage.of)(&counts), counts };
        let cells = [cell(0, counts(5.0, 5.0)), cell(0, counts(0.0, 30.0)), cell(1, counts(1.0, 3.0))];
        let sample = Sample::new(Some(damage.of), cells);
        let value = |average| sample.estimate(average, &Resamples::none()).value.expect("defined");
        assert_eq!(value(Average::Micro), 6.0 / 44.0);
        assert_eq!(value(Average::Documents), 0.25);
        assert_eq!(value(Average::Sources), 0.25);
    }

    /// Four sources, their sums 2 of 1 document, 0 of 3, 3 of 2, 1 of 1: what the plain bootstrap over slices of sources gives.
    #[test]
    fn intervals_are_those_of_the_sources_themselves() {
        let values = [(0, 2.0), (1, 0.0), (1, 1.0), (1, -1.0), (2, 1.0), (2, 2.0), (3, 1.0)];
        let sample = Sample::new(None, values.map(|(source, value)| Cell { source, value: Some(value), counts: Counts::default() }));
        let draws = Resamples::drawn(4, 500, 3);
        let (sums, sizes) = ([2.0, 0.0, 3.0, 1.0], [1.0, 3.0, 2.0, 1.0]);
        let total = |drawn: &[u32], of: [f64; 4]| drawn.iter().map(|&source| of[source as usize]).sum::<f64>();
        let documents = |drawn: &[u32]| Some(total(drawn, sums) / total(drawn, sizes));
        let sources = |drawn: &[u32]| Some(total(drawn, [2.0, 0.0, 1.5, 1.0]) / drawn.len() as f64);
        let [one, two, micro]: [Estimate; 3] =
            sample.estimates(&[Average::Documents, Average::Sources, Average::Micro], &draws).try_into().expect("three");
        let near = |ours: Option<(f64, f64)>, theirs: Option<(f64, f64)>| {
            let (ours, theirs) = (ours.expect("defined"), theirs.expect("defined"));
            assert!((ours.0 - theirs.0).abs() < 1e-12 && (ours.1 - theirs.1).abs() < 1e-12, "{ours:?} {theirs:?}");
        };
        assert_eq!((one.value, one.n, two.value, two.n), (Some(6.0 / 7.0), 7, Some(4.5 / 4.0), 4));
        near(one.interval, draws.interval(documents));
        near(one.bca, draws.bca_interval(documents));
        near(two.interval, draws.interval(sources));
        near(two.bca, draws.bca_interval(sources));
        assert_eq!((micro.value, micro.interval, micro.bca), (None, None, None));
    }

    #[test]
    fn averages_are_combined_in_each_resample() {
        let cells = |values: [f64; 3]| {
            values.into_iter().enumerate().map(|(source, value)| Cell { source, value: Some(value), counts: Counts::default() })
        };
        let [first, second] = [[0.0, 0.5, 1.0], [1.0, 0.5, 0.0]].map(|values| Sample::new(None, cells(values)));
        let draws = Resamples::drawn(3, 200, 1);
        let sum = Sample::combined([&first, &second], &[Average::Documents], &draws, |one, two| Some(one? + two?));
        // The two go against each other: their sum is 1 in every draw, though neither is.
        assert_eq!((sum[0].value, sum[0].interval, sum[0].bca, sum[0].n), (Some(1.0), Some((1.0, 1.0)), Some((1.0, 1.0)), 3));
        assert!(first.estimate(Average::Documents, &draws).interval.is_some_and(|(low, high)| low < high));
    }
}
