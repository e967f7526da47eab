//! `remove-all`: the control that removes everything.
//!
//! - **Idea**: no residue, all damage; no metric may make it look good.
//! - **Source**: control of this harness; trafilatura's evaluation calls it "nothing".
//! - **Needs**: text. **Parameters**: none.
//! - **Wins**: pages without content. **Loses**: everywhere else. **Cost**: one removal a segment.

use super::contract::{Context, Entry, Family, Needs, Properties, Removals};
use super::{Document, Strategy};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "remove-all",
    version: 1,
    summary: "control: removes everything",
    loses: "all content is gone",
    family: Family::Control,
    source: "control",
    needs: Needs::Text,
    parameters: &[],
    properties: Properties { idempotent: true, whitespace_blind: true, compositional: true, monotone: &[] },
    build: |_| Box::new(RemoveAll),
};

struct RemoveAll;

impl Strategy for RemoveAll {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        for segment in document.segments() {
            out.push(segment.span, None, "remove-all");
        }
    }
}
