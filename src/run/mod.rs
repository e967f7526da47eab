//! Runs: many strategies over many documents. A run knows no gold, except that strategies that learn are fitted to
//! labelled documents of *other* sources.

mod folds;
mod runner;

pub use folds::Folds;
pub use runner::{Options, Prediction, Run, Status, run};
