//! `section-cut`: cuts the tail at a section header such as "Most read" or "Comments".
//!
//! - **Idea**: what follows such a header is furniture, if no running text follows.
//! - **Source**: boilerpipe's TerminatingBlocksFinder, with a guard of our own: the naive cut loses 23 points of recall
//!   where menus contain "Explore" or "Trending".
//! - **Needs**: text. **Parameters**: `mode` (guarded or naive), `tail`, the share of running text that may follow a cut.
//! - **Wins**: rails and comment forms after the article. **Loses**: comment threads of long sentences; live blogs.
//! - **Cost**: O(bytes of short lines).

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Properties, Removals};
use super::lexicon::Lexicon;
use super::{Document, Strategy};
use crate::document::{FoldedLine, fold_into};
use crate::label::Label;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "section-cut",
    version: 1,
    summary: "cuts the tail at a header such as \"Most read\", unless running text follows",
    loses: "comment threads of long sentences, live blogs",
    family: Family::Positional,
    source: "boilerpipe TerminatingBlocksFinder; guard is ours",
    needs: Needs::Text,
    parameters: &[
        Parameter::word("mode", &["guarded", "naive"], "naive cuts at the first header whatever follows (control)"),
        Parameter::number("tail", "0", (0.0, 1.0), "share of the running text that may follow a cut"),
    ],
    properties: Properties {
        idempotent: true,
        whitespace_blind: true,
        compositional: false,
        monotone: &[Monotone { parameter: "tail", direction: Direction::RemovesMore }],
    },
    build: |parameters| Box::new(SectionCut { naive: parameters.word("mode") == "naive", tail: parameters.number("tail") as f32 }),
};

/// A header has this many words at most.
const HEADER_WORDS: f32 = 6.0;
/// With a tail allowed, this share of the running text must stand before the cut.
const HEAD_SHARE: f32 = 0.3;

struct SectionCut {
    naive: bool,
    tail: f32,
}

/// Labels of headers that open a tail.
const fn opens_tail(label: Label) -> bool {
    matches!(label, Label::Rail | Label::Comments | Label::Bio | Label::Origin | Label::Aggregator | Label::Related)
}

impl Strategy for SectionCut {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let features = document.features();
        let running: u32 = features.iter().filter(|own| own.is_long()).map(|own| own.chars).sum();
        let mut before = 0;
        let mut line = FoldedLine::default();
        let lexicon = Lexicon::of(document.language());
        for (at, own) in features.iter().enumerate() {
            if own.is_long() {
                before += own.chars;
            }
            let Some(label) = header(document, at, lexicon, &mut line) else { continue };
            let (seen, after) = (before as f32, (running - before) as f32);
            let free = after <= self.tail * running as f32 && (self.tail == 0.0 || after == 0.0 || seen >= HEAD_SHARE * running as f32);
            if self.naive || free {
                let tail = &document.segments()[at..];
                tail.iter().for_each(|segment| out.push(segment.span, Some(label), "section-cut.tail"));
                return;
            }
            out.push(document.segments()[at].span, Some(label), "section-cut.header");
        }
    }
}

/// The label of the header at an index, if it is one.
fn header(document: &Document, at: usize, lexicon: &'static Lexicon, line: &mut FoldedLine) -> Option<Label> {
    let features = &document.features()[at];
    if features.words > HEADER_WORDS || features.chars == 0 {
        return None;
    }
    fold_into(document.text(), &document.segments()[at], document.links(), line);
    let hit = lexicon.find(line, features)?;
    (hit.whole && opens_tail(hit.rule.label)).then_some(hit.rule.label)
}
