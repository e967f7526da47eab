//! Element logic that several HTML strategies share: what an element's names say it is, verdicts on text runs. No strategy
//! lives here.

pub mod class_words;
pub mod kept_runs;
