//! `boilerpipe-numwords`: the decision tree over word counts.
//!
//! - **Idea**: a block is content if it, or a neighbour, has many words and few of them are links.
//! - **Source**: Kohlschütter et al. 2010; the tree of boilerpipe's NumWordsRulesClassifier.
//! - **Needs**: links. **Parameters**: `links`, the tree's first threshold.
//! - **Wins**: pages with links: the best of the small classifiers. **Loses**: plain-text rails; headlines and short lines
//!   beside menus. Not idempotent: a removed block was somebody's neighbour. **Cost**: O(segments).

use super::{Placed, blocks, classify, remove_others};
use crate::document::Document;
use crate::strategy::Strategy;
use crate::strategy::contract::{Context, Entry, Family, Needs, Parameter, Properties, Removals};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "boilerpipe-numwords",
    version: 2,
    summary: "boilerpipe's decision tree over word counts and link density",
    loses: "plain-text rails; headlines and short lines beside menus",
    family: Family::ShallowText,
    source: "Kohlschuetter et al. 2010; NumWordsRulesClassifier",
    needs: Needs::Links,
    parameters: &[Parameter::number("links", "0.333333", (0.0, 1.0), "share of linked words a content block may have")],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |parameters| Box::new(NumWords { links: parameters.number("links") as f32 }),
};

struct NumWords {
    links: f32,
}

impl Strategy for NumWords {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let blocks = blocks(document);
        let kept = keep(&blocks, self.links);
        remove_others(document, &blocks, &kept, "boilerpipe-numwords", out);
    }
}

/// The tree's verdict on each block.
pub fn keep(blocks: &[Placed], links: f32) -> Vec<bool> {
    classify(blocks, |previous, current, next| {
        if current.links > links {
            return false;
        }
        if previous.links <= 0.555_556 {
            current.words > 16.0 || next.words > 15.0 || previous.words > 4.0
        } else {
            current.words > 40.0 || next.words > 17.0
        }
    })
}
