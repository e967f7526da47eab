//! `fineweb-lines`: FineWeb's custom thresholds, applied line by line.
//!
//! - **Idea**: short lines without a sentence mark and repeated lines are furniture.
//! - **Source**: Penedo et al. 2024, thresholds as in datatrove's `fineweb_quality_filter.py` (30 characters; repeated
//!   lines). Published for documents; the transfer to lines is ours.
//! - **Needs**: text. **Parameters**: `short`, characters below which a line needs a mark.
//! - **Wins**: menus, labels, repeated buttons. **Loses**: rails of long headlines; short crossheads, names, scores.
//! - **Cost**: O(bytes), one hash a line.

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Properties, Removals};
use super::{Document, Strategy};
use crate::document::key;
use crate::label::Label;
use rustc_hash::FxHashSet;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "fineweb-lines",
    version: 1,
    summary: "FineWeb's thresholds line by line: short lines without a mark, repeated lines",
    loses: "rails of long headlines; short crossheads, names, scores",
    family: Family::LineFilter,
    source: "Penedo et al. 2024 (FineWeb); thresholds as in datatrove; line-wise transfer is ours",
    needs: Needs::Text,
    parameters: &[Parameter::number("short", "30", (0.0, 1000.0), "characters up to which a line without a sentence mark goes")],
    properties: Properties {
        idempotent: true,
        whitespace_blind: true,
        compositional: false,
        monotone: &[Monotone { parameter: "short", direction: Direction::RemovesMore }],
    },
    build: |parameters| Box::new(FineWebLines { short: parameters.number("short") as u32 }),
};

struct FineWebLines {
    short: u32,
}

impl Strategy for FineWebLines {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let mut seen: FxHashSet<u64> = FxHashSet::default();
        for (segment, features) in document.segments().iter().zip(document.features()) {
            // Every line is remembered, so that the parameter cannot change which copy is the first.
            let repeated = key(document.inner(segment)).is_some_and(|key| !seen.insert(key));
            if features.length <= self.short && !features.is_terminal() {
                out.push(segment.span, None, "fineweb.short");
            } else if repeated {
                out.push(segment.span, Some(Label::Duplicate), "fineweb.repeated");
            }
        }
    }
}
