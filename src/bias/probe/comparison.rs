//! Two texts of the same documents, or one held between raw and gold: the difference has an interval of its own.

use super::{Code, Figures};
use crate::stats::{Pair, Paired, Resamples, paired};

/// Differences of leakage, first minus second, on the same documents: intervals resample sources, p swaps whole sources. They cover the
/// choice of sources; probes are not trained anew.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Comparison {
    /// Of the kernel's share, by what each source brings.
    pub share: Option<Paired>,
    /// Of the ridge probe's accuracy, by document.
    pub accuracy: Option<Paired>,
    /// Of the bits saved per document.
    pub saved: Option<Paired>,
}

/// Compares one view of two probes of the same collection with the same settings; `sources` is the sample's. A figure that
/// either refused has no difference.
pub fn compare(first: &Figures, second: &Figures, sources: &[usize], resamples: &Resamples) -> Comparison {
    let share = |figures: &Figures| figures.share.as_ref().ok().map(|share| share.by_source.clone());
    let correct = |figures: &Figures| figures.ridge.as_ref().ok().map(|ridge| ridge.correct_by_document.clone());
    let saved = |figures: &Figures| figures.code.as_ref().ok().map(savings);
    let by_document = |of: &dyn Fn(&Figures) -> Option<Vec<Option<f64>>>| {
        let (first, second) = (of(first)?, of(second)?);
        let both = first.into_iter().zip(second).zip(sources);
        let pairs: Vec<Pair> =
            both.filter_map(|((first, second), &source)| Some(Pair { source, first: first?, second: second? })).collect();
        paired(&pairs, resamples)
    };
    let by_source = || {
        let (first, second) = (share(first)?, share(second)?);
        let pairs: Vec<Pair> =
            first.into_iter().zip(second).enumerate().map(|(source, (first, second))| Pair { source, first, second }).collect();
        paired(&pairs, resamples)
    };
    Comparison { share: by_source(), accuracy: by_document(&correct), saved: by_document(&saved) }
}

fn savings(code: &Code) -> Vec<Option<f64>> {
    code.bits_by_document.iter().map(|bits| Some(code.uniform - (*bits)?)).collect()
}

/// Leakage of raw text must lie this far above gold's for an excess to mean anything.
const LEAST_RANGE: f64 = 1e-6;

/// How much of what raw text leaks beyond gold a strategy still leaks: one if nothing is gone, nought if it is as good as gold,
/// below nought if it leaks less than gold (look at the content kept). `None` where raw text leaks no more than gold.
///
/// ```
/// use gleaner::bias::probe::excess;
/// assert_eq!(excess(0.5, 0.75, 0.25), Some(0.5));
/// assert_eq!(excess(0.5, 0.25, 0.25), None);
/// ```
pub fn excess(strategy: f64, raw: f64, gold: f64) -> Option<f64> {
    (raw - gold > LEAST_RANGE).then(|| (strategy - gold) / (raw - gold))
}
