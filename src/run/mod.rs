//! Runs: many strategies over many documents. A run knows no gold, except that strategies that learn are fitted to
//! labelled documents of *other* sources.

pub mod external;
mod folds;
mod in_sample;
pub mod isolated;
mod lessons;
mod runner;
mod status;
pub mod store;

pub use folds::Folds;
pub use in_sample::{InSample, in_sample};
pub use isolated::Isolation;
pub use runner::{Options, Prediction, Run, predict, run, run_and_in_sample};
pub use status::Status;
