//! `link-density`: strips segments made mostly of links.
//!
//! - **Idea**: menus, rails and tag lists are links; sentences are not.
//! - **Source**: the threshold of jusText (Pomikálek 2011); boilerpipe's is 1/3 of words, Readability's 1/4.
//! - **Needs**: links. **Parameters**: `max`, share of characters in links; running text of 25 words may reach `long`.
//! - **Wins**: menus, footers, linked headlines. **Loses**: on plain text it does nothing; short paragraphs that are one
//!   link; unlinked furniture. **Cost**: O(segments).

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Parameters, Properties, Removals};
use super::{Document, Strategy};
use crate::label::Label;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "link-density",
    version: 1,
    summary: "strips segments made mostly of links",
    loses: "plain text, unlinked furniture, short paragraphs that are one link",
    family: Family::ShallowText,
    source: "Pomikalek 2011 (jusText), Kohlschuetter 2010 (boilerpipe)",
    needs: Needs::Links,
    parameters: &[
        Parameter::number("max", "0.2", (0.0, 1.0), "share of characters in links a segment may have (jusText: 0.2)"),
        Parameter::number("long", "0.5", (0.0, 1.0), "the same for running text of 25 words or more"),
    ],
    properties: Properties {
        idempotent: true,
        whitespace_blind: true,
        compositional: true,
        monotone: &[Monotone { parameter: "max", direction: Direction::RemovesLess }],
    },
    build,
};

/// Running text of this many words gets the lenient threshold.
const LONG_WORDS: f32 = 25.0;

struct LinkDensity {
    max: f32,
    long: f32,
}

fn build(parameters: &Parameters) -> Box<dyn Strategy> {
    Box::new(LinkDensity { max: parameters.number("max") as f32, long: parameters.number("long") as f32 })
}

impl Strategy for LinkDensity {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        for (segment, features) in document.segments().iter().zip(document.features()) {
            let running = features.words >= LONG_WORDS && features.sentences > 0;
            let limit = if running { self.long.max(self.max) } else { self.max };
            if features.link_density() > limit {
                out.push(segment.span, Some(Label::Nav), "link-density");
            }
        }
    }
}
