//! What both `default` and `source-cues` read of a document before they judge it.

use crate::document::Document;
use crate::strategy::contract::{Removal, Removals};
use crate::strategy::phrase_rules::{Cues, Typed, typed_lines_and_cues};
use crate::strategy::source_cues::{self, Reading};
use std::cell::OnceCell;

/// A document, read once for both.
pub struct Given<'d> {
    document: &'d Document,
    /// What many rules ask.
    pub reading: Reading,
    lines: OnceCell<Lines>,
}

/// What is known of its lines.
pub struct Lines {
    /// What the lexicon says of each.
    pub typed: Vec<Option<Typed>>,
    /// Where cues may stand.
    pub cues: Cues,
    /// Bylines that no phrase begins.
    pub bylines: Vec<Removal>,
}

impl<'d> Given<'d> {
    /// Reads a document.
    pub fn of(document: &'d Document) -> Self {
        // Nearly every line's are asked for: the guess of the language need not measure those it looks at by itself.
        document.features();
        Self { document, reading: Reading::of(document), lines: OnceCell::new() }
    }

    /// Its lines, read when somebody asks: of a page that is no article nobody does.
    pub fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| {
            let (typed, cues) = typed_lines_and_cues(self.document);
            let mut found = Removals::new();
            source_cues::bylines_of(self.document, &self.reading.signs, &mut found);
            Lines { typed, cues, bylines: found.take() }
        })
    }
}
