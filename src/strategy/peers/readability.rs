//! `peer-readability`: the crate readability 0.3.0, a port of arc90's Readability.
//!
//! - **Idea**: score the parents of paragraphs by class words, commas and length, take the best, clean it.
//! - **Source**: <https://github.com/kumabook/readability>, MIT; last released in 2023, on html5ever 0.26. Its default feature,
//!   an HTTP client, is off.
//! - **Needs**: html. **Parameters**: none.
//! - **Wins**: plain articles. **Loses**: pages without paragraphs; text nodes are joined as they stand, without a space
//!   between blocks where the markup has none. **Cost**: one parse, recursive passes.

use super::{ADDRESS, ask};
use crate::document::Document;
use crate::strategy::Strategy;
use crate::strategy::contract::{Context, Entry, Family, Needs, Properties, Removals};
use ::readability::extractor::extract;
use url::Url;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "peer-readability",
    version: 1,
    summary: "readability 0.3.0, a port of arc90's Readability",
    loses: "pages without paragraphs; joins blocks without a space",
    family: Family::Peer,
    source: "crate readability 0.3.0 (MIT)",
    needs: Needs::Html,
    parameters: &[],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |_| Box::new(Readability),
};

struct Readability;

impl Strategy for Readability {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        ask(document, out, |markup| {
            let address = Url::parse(ADDRESS).ok();
            let product = address.and_then(|address| extract(&mut markup.as_bytes(), &address).ok());
            product.map(|product| product.text).unwrap_or_default()
        });
    }
}
