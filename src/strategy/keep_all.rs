//! `keep-all`: the control that removes nothing.
//!
//! - **Idea**: the floor of precision and the ceiling of recall; what you have if you do not clean at all.
//! - **Source**: control of this harness; trafilatura's evaluation calls it "everything".
//! - **Needs**: text. **Parameters**: none.
//! - **Wins**: never loses content. **Loses**: leaves all boilerplate. **Cost**: nothing.

use super::contract::{Context, Entry, Family, Needs, Properties, Removals};
use super::{Document, Strategy};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "keep-all",
    version: 1,
    summary: "control: removes nothing",
    loses: "leaves all boilerplate in",
    family: Family::Control,
    source: "control",
    needs: Needs::Text,
    parameters: &[],
    properties: Properties { idempotent: true, whitespace_blind: true, compositional: true, monotone: &[] },
    build: |_| Box::new(KeepAll),
};

struct KeepAll;

impl Strategy for KeepAll {
    fn remove(&self, _: &Document, _: &Context, _: &mut Removals) {}
}
