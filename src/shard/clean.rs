//! One document, one strategy: what goes and what is left.

use super::Complaint;
use crate::corpus;
use crate::document::{Document, render};
use crate::error::Result;
use crate::gold::Task;
use crate::run::{Status, predict};
use crate::score;
use crate::strategy::contract::Needs;
use crate::strategy::{self, Context, Removal, Selected, Training};

/// A strategy with all that it needs to clean documents one by one.
#[derive(Clone, Copy, Debug)]
pub struct Cleaner<'c> {
    /// The strategy.
    pub strategy: &'c Selected,
    /// What is to be left.
    pub task: Task,
    /// What is known of other documents.
    pub context: &'c Context,
}

/// A cleaned document.
#[derive(Debug)]
pub struct Cleaned {
    /// The document; spans point into its text.
    pub document: Document,
    /// What is left of its text.
    pub text: String,
    /// What was removed, in order, disjoint.
    pub removed: Vec<Removal>,
}

impl Cleaner<'_> {
    /// Cleans a document.
    ///
    /// # Errors
    /// A strategy that will not take the document, or that panicked.
    pub fn clean(&self, document: Document) -> std::result::Result<Cleaned, Complaint> {
        let mut prediction = predict(self.strategy, &document, self.context);
        let name = &self.strategy.name;
        match prediction.status {
            Status::Ok => {}
            Status::Refused => return Err(Complaint::new(format!("{name} does not take this document"), "its docs name its limits")),
            _ => return Err(Complaint::new(format!("{name} failed"), "please report it with the document")),
        }
        let cuts = prediction.removals.spans(|label| self.task.applies(label));
        let removed = prediction.removals.take().into_iter().filter(|removal| self.task.applies(removal.label)).collect();
        Ok(Cleaned { text: render(&document, &cuts), removed, document })
    }
}

/// A strategy by its specification, ready for use: one that learns is fitted to the shipped corpus.
///
/// # Errors
/// As [`strategy::parse`].
pub fn ready(specification: &str) -> Result<Selected> {
    fitted(strategy::parse(specification)?)
}

/// The strategy itself, or one that learns fitted to the shipped corpus.
///
/// # Errors
/// A shipped corpus that cannot be read, which would be a defect.
pub fn fitted(chosen: Selected) -> Result<Selected> {
    if chosen.entry.needs != Needs::Training {
        return Ok(chosen);
    }
    let shipped = corpus::shipped()?;
    let context = Context::of(shipped.examples.iter().map(|example| &example.document));
    let examples = score::training_examples(&shipped, Task::Boilerplate);
    Ok(chosen.fitted(&Training { examples, context: &context }).unwrap_or(chosen))
}
