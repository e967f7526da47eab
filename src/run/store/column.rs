//! The store as a run sees it: for some documents, and for one strategy over them.

use super::identity::{self, Author, Surroundings};
use super::record;
use super::{Count, Store};
use crate::document::Document;
use crate::run::external::Description;
use crate::run::{Prediction, Status};
use crate::span::CodePoints;
use crate::strategy::Selected;
use crate::strategy::contract::Example;
use rayon::prelude::*;
use std::time::Duration;

/// A store and the documents of one corpus.
#[derive(Debug)]
pub struct Part<'s> {
    store: &'s Store,
    documents: Vec<Known<'s>>,
    surroundings: Surroundings,
}

/// What is known of a document once for all strategies.
#[derive(Debug)]
struct Known<'s> {
    document: &'s Document,
    fingerprint: String,
    points: CodePoints<'s>,
}

impl<'s> Part<'s> {
    pub(super) fn new(store: &'s Store, documents: &'s [&'s Document], examples: &[Example<'_>]) -> Self {
        let known = |document: &&'s Document| Known {
            document,
            fingerprint: identity::of_document(document),
            points: CodePoints::new(document.text()),
        };
        let documents: Vec<Known<'s>> = documents.par_iter().map(known).collect();
        let fingerprints: Vec<String> = documents.iter().map(|known| known.fingerprint.clone()).collect();
        let surroundings = Surroundings::new(&fingerprints, examples);
        Self { store, documents, surroundings }
    }

    /// The part of a strategy.
    pub fn strategy(&self, strategy: &Selected) -> Column<'_> {
        let author = identity::of_strategy(strategy, &self.store.build, &self.surroundings);
        Column { part: self, author, told_ids: false }
    }

    /// The part of an external program.
    pub fn program(&self, program: &Description) -> Column<'_> {
        Column { part: self, author: identity::of_program(program, &self.store.build), told_ids: true }
    }
}

/// The predictions of one strategy for the documents of a [`Part`], by their places.
#[derive(Debug)]
pub struct Column<'s> {
    part: &'s Part<'s>,
    author: Author,
    told_ids: bool,
}

impl Column<'_> {
    /// The prediction for a document, if there is one that answers.
    pub fn recall(&self, index: usize) -> Option<Prediction> {
        let (store, known) = (self.part.store, self.part.documents.get(index)?);
        let stored = store.known.get(&record::key(&self.author, &self.document(known)))?;
        if !(store.trust_versions || identity::is_same_code(&stored.code, &self.author.code)) {
            store.count(Count::OfOtherCode);
            return None;
        }
        let prediction = stored.prediction(&known.points)?;
        store.count(Count::Recalled);
        Some(prediction)
    }

    /// Makes a prediction and puts it on disk; after a failed write nothing is made any more.
    pub fn make(&self, index: usize, predict: impl FnOnce() -> Prediction) -> Prediction {
        let store = self.part.store;
        if store.writer.has_failed() {
            return Prediction::missing(Status::NotRun, Duration::ZERO);
        }
        let prediction = predict();
        store.count(Count::Made);
        if let Some(known) = self.part.documents.get(index) {
            let written = record::write(&self.author, (&self.document(known), &known.document.meta.id), &known.points, &prediction);
            match written {
                Ok(line) => store.writer.append(&line),
                Err(error) => store.writer.fail(error.into()),
            }
        }
        prediction
    }

    fn document(&self, known: &Known<'_>) -> String {
        if self.told_ids { identity::with_id(&known.fingerprint, known.document) } else { known.fingerprint.clone() }
    }
}
