//! What a strategy that learns is fitted to. The documents it is tested on are never among the examples.

use super::Context;
use crate::document::Document;
use crate::label::Label;
use crate::span::Span;
use std::sync::Arc;

/// Whether a stretch should stay, go, or does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Should stay.
    Kept,
    /// Should go.
    Gone,
    /// Does not matter.
    Either,
}

/// One labelled document of another source.
#[derive(Clone, Debug)]
pub struct Example<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its whole text in order, each stretch with its label and whether it should stay; the trainings of all folds share them.
    pub spans: Arc<[(Span, Label, Wanted)]>,
}

/// All examples of one fold.
#[derive(Debug)]
pub struct Training<'a> {
    /// Labelled documents.
    pub examples: Vec<Example<'a>>,
    /// What is known of the corpus without gold.
    pub context: &'a Context,
}
