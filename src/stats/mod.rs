//! Aggregates with seeded intervals, and plain statistics for comparing strategies on the same documents.
//!
//! Pure functions over slices; what is undefined is `None`, and nothing panics on NaN, ties or empty input (each says what it
//! does). Random draws are seeded. To compare two strategies, take the differences of their scores document by document,
//! or source by source where documents of a source hang together:
//!
//! | question | function |
//! |---|---|
//! | how large is the difference? | [`Resamples::interval`], [`Resamples::bca_interval`], [`win_tie_loss`], [`cliffs_delta`] |
//! | both at once, sources kept whole? | [`paired`]; every pair of many: [`Panel`] |
//! | could it be chance? | [`randomisation`], [`wilcoxon`]; for right or wrong [`mcnemar`], for there or not [`fisher_greater`] |
//! | and with many comparisons? | [`holm`], [`benjamini_hochberg`], [`bonferroni`] |
//! | which of many strategies ranks best? | [`friedman`], [`critical_difference`], [`nemenyi_p`] |
//! | do two rankings agree? | [`kendall_tau_b`] |
//! | how unequally do groups fare? | [`gini`], [`coefficient_of_variation`], [`intraclass_correlation`], [`Arrangements`] |
//! | have two mixes or lengths moved apart? | [`jensen_shannon`], [`kolmogorov_smirnov`] |

mod adjust;
mod aggregate;
mod bca;
mod bootstrap;
mod divergence;
mod effect;
mod fisher;
mod friedman;
mod inequality;
mod kendall;
mod mcnemar;
mod nemenyi;
mod normal;
mod paired;
mod panel;
mod randomisation;
mod ranks;
mod rearrange;
mod wilcoxon;

pub use adjust::{benjamini_hochberg, bonferroni, holm, holm_among};
pub use aggregate::{Average, Cell, Pooled, Sample};
pub use bootstrap::{Resamples, Resampling};
pub use divergence::{Weighed, jensen_shannon, kolmogorov_smirnov};
pub use effect::{WinTieLoss, cliffs_delta, win_tie_loss};
pub use fisher::fisher_greater;
pub use friedman::{Friedman, friedman};
pub use inequality::{Moments, coefficient_of_variation, ends, gini, intraclass_correlation, quantile};
pub use kendall::kendall_tau_b;
pub use mcnemar::{McNemar, mcnemar};
pub use nemenyi::{critical_difference, nemenyi_p, nemenyi_q};
pub use paired::{Pair, Paired, paired};
pub use panel::{Panel, rounds};
pub use randomisation::{Randomised, randomisation};
pub use rearrange::Arrangements;
pub use wilcoxon::{Method, Wilcoxon, Zeros, wilcoxon};

/// A value with its interval and the number of items behind it.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Estimate {
    /// The value; `None` where nothing defines it.
    pub value: Option<f64>,
    /// Ends of the 95 % percentile interval; `None` with fewer than two sources.
    pub interval: Option<(f64, f64)>,
    /// Ends of the 95 % interval corrected for bias and acceleration (BCa); `None` too where all draws lie on one side of the value.
    pub bca: Option<(f64, f64)>,
    /// Items behind the value: documents, or sources for the mean over sources.
    pub n: usize,
}

impl Estimate {
    /// A value, the same of every draw, and the same with each source in turn left out. Without a value there are no intervals.
    fn from(value: Option<f64>, draws: impl ExactSizeIterator<Item = Option<f64>>, left_out: impl Iterator<Item = Option<f64>>) -> Self {
        let sorted = value.and_then(|_| bootstrap::sorted(draws)).unwrap_or_default();
        let bca = value.and_then(|value| bca::bca_interval(&sorted, value, left_out));
        Self { value, interval: bootstrap::percentile_interval(&sorted), bca, n: 0 }
    }
}
