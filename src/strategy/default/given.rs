//! What both `default` and `source-cues` read of a document before they judge it.

use crate::document::Document;
use crate::strategy::contract::{Removal, Removals};
use crate::strategy::phrase_rules::{Cues, Typed, typed_lines_and_cues};
use crate::strategy::source_cues::{self, Reading};

/// A text, read once for both. On a page `default` asks later, and only where the page is an article.
pub struct Given<'r> {
    /// What many rules ask.
    pub reading: &'r Reading,
    /// What the lexicon says of each line.
    pub typed: Vec<Option<Typed>>,
    /// Where cues may stand.
    pub cues: Cues,
    /// Bylines that no phrase begins.
    pub bylines: Vec<Removal>,
}

impl<'r> Given<'r> {
    /// Reads a document.
    pub fn of(document: &Document, reading: &'r Reading) -> Self {
        let (typed, cues) = typed_lines_and_cues(document);
        let mut found = Removals::new();
        source_cues::bylines_of(document, &reading.signs, &mut found);
        Self { reading, typed, cues, bylines: found.take() }
    }
}
