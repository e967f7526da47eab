//! `cross-source-repetition`: short lines that recur across sources.
//!
//! - **Idea**: "Share", "Advertisement" and consent dialogs are the same everywhere.
//! - **Source**: as `source-repetition`; thresholds are ours.
//! - **Needs**: documents of several sources. **Parameters**: `sources` a line must stand in; `max-chars`, longer lines are
//!   syndicated text, not boilerplate.
//! - **Wins**: the web's common furniture in any language. **Loses**: wire copy's short paragraphs and quotes; what one
//!   source alone prints. **Cost**: one hash and look-up a short line.

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Properties, Removals};
use super::{Document, Strategy};
use crate::document::key;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "cross-source-repetition",
    version: 1,
    summary: "strips short lines that recur across sources",
    loses: "short paragraphs of wire copy; what one source alone prints",
    family: Family::Repetition,
    source: "as source-repetition; thresholds are ours",
    needs: Needs::Documents,
    parameters: &[
        Parameter::number("sources", "3", (2.0, 100_000.0), "sources a line must stand in"),
        Parameter::number("max-chars", "120", (0.0, 100_000.0), "longer lines are syndicated text"),
    ],
    properties: Properties {
        idempotent: true,
        whitespace_blind: true,
        compositional: true,
        monotone: &[
            Monotone { parameter: "sources", direction: Direction::RemovesLess },
            Monotone { parameter: "max-chars", direction: Direction::RemovesMore },
        ],
    },
    build: |parameters| {
        Box::new(CrossSourceRepetition { sources: parameters.number("sources") as u32, max_chars: parameters.number("max-chars") as u32 })
    },
};

struct CrossSourceRepetition {
    sources: u32,
    max_chars: u32,
}

impl Strategy for CrossSourceRepetition {
    fn remove(&self, document: &Document, context: &Context, out: &mut Removals) {
        for (segment, features) in document.segments().iter().zip(document.features()) {
            if features.length >= self.max_chars {
                continue;
            }
            if key(document.inner(segment)).is_some_and(|line| context.sources_with(line) >= self.sources) {
                out.push(segment.span, None, "cross-source-repetition");
            }
        }
    }
}
