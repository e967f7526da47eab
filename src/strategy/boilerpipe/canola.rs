//! `boilerpipe-canola`: the tree trained on the Canola set.
//!
//! - **Idea**: word counts of a block and its neighbours, with blocks that hold links in favour.
//! - **Source**: boilerpipe's CanolaExtractor (Kohlschütter).
//! - **Needs**: links. **Parameters**: none.
//! - **Wins**: full pages. **Loses**: inline pointers with links are kept; short paragraphs at the end. Not idempotent.
//! - **Cost**: O(segments).

use super::{blocks, classify, remove_others};
use crate::document::Document;
use crate::strategy::Strategy;
use crate::strategy::contract::{Context, Entry, Family, Needs, Properties, Removals};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "boilerpipe-canola",
    version: 2,
    summary: "boilerpipe's tree trained on the Canola set",
    loses: "inline pointers with links; short last paragraphs",
    family: Family::ShallowText,
    source: "boilerpipe CanolaExtractor",
    needs: Needs::Links,
    parameters: &[],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |_| Box::new(Canola),
};

struct Canola;

impl Strategy for Canola {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let blocks = blocks(document);
        let kept = classify(&blocks, |previous, current, next| {
            let plain = next.words > 6.0 && next.links == 0.0 && previous.links == 0.0;
            (current.links > 0.0 && next.words > 11.0)
                || current.words > 19.0
                || (plain && (current.words > 6.0 || previous.words > 7.0 || next.words > 19.0))
        });
        remove_others(document, &blocks, &kept, "boilerpipe-canola", out);
    }
}
