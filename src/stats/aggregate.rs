//! Micro and macro averages of one measure over documents and sources.

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
    sources: Vec<SourceSums>,
}

#[derive(Clone, Copy, Debug, Default)]
struct SourceSums {
    counts: Counts,
    sum: f64,
    documents: usize,
}

impl Sample {
    /// Sums up documents by source. `pooled` draws the micro average from summed counts, where there is one.
    pub fn new(pooled: Option<Pooled>, cells: impl IntoIterator<Item = Cell>) -> Self {
        let mut sources: Vec<SourceSums> = Vec::new();
        for cell in cells {
            if sources.len() <= cell.source {
                sources.resize(cell.source + 1, SourceSums::default());
            }
            let sums = &mut sources[cell.source];
            if let Some(value) = cell.value {
                sums.sum += value;
                sums.documents += 1;
                sums.counts += cell.counts;
            }
        }
        Self { pooled, sources }
    }

    /// The average with its interval.
    pub fn estimate(&self, average: Average, resamples: &Resamples) -> Estimate {
        let all = 0..self.sources.len();
        let value = self.value(average, all);
        let n = match average {
            Average::Sources => self.sources.iter().filter(|sums| sums.documents > 0).count(),
            Average::Micro | Average::Documents => self.sources.iter().map(|sums| sums.documents).sum(),
        };
        let interval = value.and_then(|_| resamples.interval(|drawn| self.resampled(average, drawn)));
        Estimate { value, interval, n }
    }

    /// The average over drawn sources.
    pub fn resampled(&self, average: Average, drawn: &[u32]) -> Option<f64> {
        self.value(average, drawn.iter().map(|&source| source as usize))
    }

    /// The average over a multiset of sources.
    fn value(&self, average: Average, drawn: impl Iterator<Item = usize>) -> Option<f64> {
        let sums = drawn.filter_map(|source| self.sources.get(source)).filter(|sums| sums.documents > 0);
        match average {
            Average::Micro => {
                let (mut counts, mut any) = (Counts::default(), false);
                sums.for_each(|sums| {
                    counts += sums.counts;
                    any = true;
                });
                if any { self.pooled.and_then(|pooled| pooled(&counts)) } else { None }
            }
            Average::Documents => {
                let (sum, n) = sums.fold((0.0, 0), |(sum, n), sums| (sum + sums.sum, n + sums.documents));
                (n > 0).then(|| sum / n as f64)
            }
            Average::Sources => {
                let (sum, n) = sums.fold((0.0, 0), |(sum, n), sums| (sum + sums.sum / sums.documents as f64, n + 1));
                (n > 0).then(|| sum / n as f64)
            }
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
}
