//! Metrics over spans, blocks and segmentations, as pure functions: what other projects' scorers count, on the types of
//! this one. None of them is in [`super::ALL`] yet.
//!
//! | file | compares | lower is better |
//! |---|---|---|
//! | [`semeval`] | labelled spans, by the four schemas of SemEval-2013 task 9.1 | |
//! | [`chunks`] | tags of tokens (IOB), by whole chunks, as seqeval does | |
//! | [`units`] | two sets of spans, unit by unit (bytes, characters, words) | |
//! | [`overlap`] | spans by intersection over union, panoptic quality; boundary error | error |
//! | [`segmentation`] | two ways of cutting a text: Pk, WindowDiff; boundary and segmentation similarity | Pk, WindowDiff |
//! | [`blocks`] | classes of blocks with weights; dragnet's way from gold text to classes | |
//!
//! Spans are half-open everywhere. Labels may be of any type that can be compared.

pub mod blocks;
pub mod chunks;
pub mod overlap;
pub mod segmentation;
pub mod semeval;
pub mod units;
