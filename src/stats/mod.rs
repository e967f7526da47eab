//! Aggregates: means of several kinds, each with a seeded interval.

mod aggregate;
mod bootstrap;

pub use aggregate::{Average, Cell, Pooled, Sample};
pub use bootstrap::Resamples;

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
