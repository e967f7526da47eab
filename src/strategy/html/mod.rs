//! Element logic that several HTML strategies share: what an element's names say it is, cutting whole elements, lengths of
//! their text and links, verdicts on text runs. No strategy lives here.

pub mod class_words;
pub mod families;
pub mod json_ld;
pub mod kept_runs;
pub mod lengths;
pub mod names;
pub mod page_evidence;
pub mod page_kind;
pub mod prune;
