//! How far annotators agree, as pure functions.
//!
//! | file | annotators | data |
//! |---|---|---|
//! | [`cohen`] | two | a class for each item, plain or weighted |
//! | [`fleiss`] | any number, the same for each item | how often each class was given to each item |
//! | [`krippendorff`] | any number, with gaps | values: nominal, ordinal, interval, ratio |
//! | [`unitizing`] | any number | labelled spans of a continuum |
//! | [`gamma`] | two | labelled spans, aligned with each other |
//!
//! Agreement by character or token flatters: the long easy stretches agree by themselves. Give one of the last two beside
//! it. Undefined agreement (nothing to agree on, or no room for disagreement) is `None`, never 0 or 1.

pub mod cohen;
pub mod fleiss;
pub mod gamma;
pub mod krippendorff;
pub mod unitizing;
