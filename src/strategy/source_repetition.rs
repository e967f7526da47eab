//! `source-repetition`: lines that recur in documents of the same source.
//!
//! - **Idea**: what a source prints on every page is its template.
//! - **Source**: the family of CCNet's de-duplication (Wenzek et al. 2020) and template detection; thresholds are ours.
//! - **Needs**: three documents of a source or more. **Parameters**: `share` of the source's stories a line must stand in,
//!   `least` of them in any case, `max-chars`, above which a line needs five stories (background paragraphs recur too).
//! - **Wins**: the purest signal of all, in any language. **Loses**: sources with one page; recurring background
//!   paragraphs; wire copy. **Cost**: one hash and look-up a line.

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Parameters, Properties, Removals};
use super::{Document, Strategy};
use crate::document::{Features, Kind, key};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "source-repetition",
    version: 1,
    summary: "strips lines that recur in several documents of the same source",
    loses: "sources with few pages; background paragraphs that recur",
    family: Family::Repetition,
    source: "Wenzek et al. 2020 (CCNet) and template detection; thresholds are ours",
    needs: Needs::Documents,
    parameters: &[
        Parameter::number("share", "0.02", (0.0, 1.0), "share of the source's stories a line must stand in"),
        Parameter::number("least", "2", (2.0, 1000.0), "stories it must stand in"),
        Parameter::number("max-chars", "200", (0.0, 100_000.0), "longer running text needs five stories"),
    ],
    properties: Properties {
        idempotent: true,
        whitespace_blind: true,
        compositional: false,
        monotone: &[Monotone { parameter: "least", direction: Direction::RemovesLess }],
    },
    build: |parameters| Box::new(SourceRepetition::new(parameters)),
};

/// Fewer stories of a source say nothing.
const MIN_STORIES: u32 = 3;
/// Stories a long line must stand in.
const LONG_STORIES: u32 = 5;

struct SourceRepetition {
    share: f64,
    least: u32,
    max_chars: u32,
}

impl SourceRepetition {
    fn new(parameters: &Parameters) -> Self {
        let whole = |name| parameters.number(name) as u32;
        Self { share: parameters.number("share"), least: whole("least"), max_chars: whole("max-chars") }
    }

    fn needed(&self, stories: u32, features: &Features) -> u32 {
        let share = (self.share * f64::from(stories)).ceil() as u32;
        let long = features.is_long() && features.length > self.max_chars;
        self.least.max(share).max(if long { LONG_STORIES } else { 0 })
    }
}

impl Strategy for SourceRepetition {
    fn remove(&self, document: &Document, context: &Context, out: &mut Removals) {
        let stories = context.stories_of_source(document);
        if stories < MIN_STORIES {
            return;
        }
        for (segment, features) in document.segments().iter().zip(document.features()) {
            // A crosshead may recur ("What happens next"); a title never does.
            let line = document.inner(segment);
            let Some(hash) = key(line).filter(|_| segment.kind != Kind::Heading(1)) else { continue };
            if context.stories_with(document, hash) >= self.needed(stories, features) {
                out.push(segment.span, None, "source-repetition");
            }
        }
    }
}
