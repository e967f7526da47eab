//! `boilerpipe-density`: the decision tree over text density.
//!
//! - **Idea**: running text fills its lines; furniture does not.
//! - **Source**: Kohlschütter et al. 2010; boilerpipe's DensityRulesClassifier.
//! - **Needs**: links. **Parameters**: `end`, what stands behind the last block: `empty` as published (the last paragraph
//!   is then always lost) or `keep`.
//! - **Wins**: long articles. **Loses**: the last paragraph; short paragraphs; plain-text rails. Not idempotent.
//! - **Cost**: O(segments).

use super::{Block, blocks, classify, remove_others};
use crate::document::Document;
use crate::strategy::Strategy;
use crate::strategy::contract::{Context, Entry, Family, Needs, Parameter, Properties, Removals};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "boilerpipe-density",
    version: 2,
    summary: "boilerpipe's decision tree over text density",
    loses: "the last paragraph (as published), short paragraphs, plain-text rails",
    family: Family::ShallowText,
    source: "Kohlschuetter et al. 2010; DensityRulesClassifier",
    needs: Needs::Links,
    parameters: &[Parameter::word("end", &["empty", "keep"], "what stands behind the last block: an empty one as published, or text")],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |parameters| Box::new(Density { keep_end: parameters.word("end") == "keep" }),
};

struct Density {
    keep_end: bool,
}

impl Strategy for Density {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let blocks = blocks(document);
        let kept = classify(&blocks, |previous, current, next| self.keep(previous, current, next));
        remove_others(document, &blocks, &kept, "boilerpipe-density", out);
    }
}

impl Density {
    fn keep(&self, previous: Block, current: Block, next: Block) -> bool {
        let last = next == Block::default();
        if current.links > 0.333_333 {
            return false;
        }
        if previous.links > 0.555_556 {
            return next.density > 11.0;
        }
        if current.density > 9.0 {
            return next.density != 0.0 || (self.keep_end && last);
        }
        next.density > 10.0 || previous.density > 4.0
    }
}
