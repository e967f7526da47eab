//! `peer-llm-readability`: the crate llm_readability 0.0.17, a rewrite of `readability` for the crawler Spider.
//!
//! - **Idea**: arc90's Readability: score the parents of paragraphs, take the best, clean it.
//! - **Source**: <https://github.com/spider-rs/llm-readability>, MIT; maintained (2026), on forks of html5ever.
//! - **Needs**: html. **Parameters**: none.
//! - **Wins**: speed. **Loses**: pages without paragraphs; text nodes are joined as they stand, without a space between
//!   blocks where the markup has none. **Cost**: one parse, recursive passes.

use super::{ADDRESS, ask};
use crate::document::Document;
use crate::strategy::Strategy;
use crate::strategy::contract::{Context, Entry, Family, Needs, Properties, Removals};
use ::llm_readability::extractor::extract;
use url::Url;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "peer-llm-readability",
    version: 1,
    summary: "llm_readability 0.0.17, arc90's Readability for a crawler",
    loses: "pages without paragraphs; joins blocks without a space",
    family: Family::Peer,
    source: "crate llm_readability 0.0.17 (MIT)",
    needs: Needs::Html,
    parameters: &[],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |_| Box::new(LlmReadability),
};

struct LlmReadability;

impl Strategy for LlmReadability {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        ask(document, out, |markup| {
            let address = Url::parse(ADDRESS).ok();
            let product = address.and_then(|address| extract(&mut markup.as_bytes(), &address).ok());
            product.map(|product| product.text).unwrap_or_default()
        });
    }
}
