//! Element logic that several HTML strategies share: what an element's names say it is, cutting whole elements, lengths of
//! their text and links. No strategy lives here.

pub mod class_words;
pub mod lengths;
pub mod prune;
