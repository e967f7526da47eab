//! Aggregates with seeded intervals, and plain statistics for comparing strategies on the same documents.
//!
//! Pure functions over slices; what is undefined is `None`, and nothing panics on NaN, ties or empty input (each says what it
//! does). Random draws are seeded. To compare two strategies, take the differences of their scores document by document,
//! or source by source where documents of a source hang together:
//!
//! | question | function |
//! |---|---|
//! | how large is the difference? | [`Resamples::interval`], [`Resamples::bca_interval`], [`win_tie_loss`], [`cliffs_delta`] |
//! | could it be chance? | [`randomisation`], [`wilcoxon`]; for right or wrong [`mcnemar`], for there or not [`fisher_greater`] |
//! | and with many comparisons? | [`holm`], [`benjamini_hochberg`], [`bonferroni`] |
//! | which of many strategies ranks best? | [`friedman`], [`critical_difference`], [`nemenyi_p`] |
//! | do two rankings agree? | [`kendall_tau_b`] |

mod adjust;
mod aggregate;
mod bca;
mod bootstrap;
mod effect;
mod fisher;
mod friedman;
mod kendall;
mod mcnemar;
mod nemenyi;
mod normal;
mod paired;
mod randomisation;
mod ranks;
mod wilcoxon;

pub use adjust::{benjamini_hochberg, bonferroni, holm, holm_among};
pub use aggregate::{Average, Cell, Pooled, Sample};
pub use bootstrap::Resamples;
pub use effect::{WinTieLoss, cliffs_delta, win_tie_loss};
pub use fisher::fisher_greater;
pub use friedman::{Friedman, friedman};
pub use kendall::kendall_tau_b;
pub use mcnemar::{McNemar, mcnemar};
pub use nemenyi::{critical_difference, nemenyi_p, nemenyi_q};
pub use paired::{Pair, Paired, paired};
pub use randomisation::{Randomised, randomisation};
pub use wilcoxon::{Method, Wilcoxon, Zeros, wilcoxon};

/// A value with its interval and the number of items behind it.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Estimate {
    /// The value; `None` where nothing defines it.
    pub value: Option<f64>,
    /// Ends of the 95 % interval; `None` with fewer than two sources.
    pub interval: Option<(f64, f64)>,
    /// Items behind the value: documents, or sources for the mean over sources.
    pub n: usize,
}
