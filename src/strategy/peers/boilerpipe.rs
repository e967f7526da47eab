//! `peer-boilerpipe`: the crate boilerpipe 0.6.0, a port of a port of boilerpipe's ArticleExtractor.
//!
//! - **Idea**: blocks judged by words and link density, then terminating phrases, titles, and the largest run of content.
//! - **Source**: <https://github.com/0nkery/boilerpipe-rs>, MIT; last released in 2021, on scraper 0.12.
//! - **Needs**: html. **Parameters**: none.
//! - **Wins**: English news articles. **Loses**: everything but one run of text; other languages' terminating phrases.
//!   **Cost**: one parse, one recursive walk, a few passes over the blocks.

use super::ask;
use crate::document::Document;
use crate::strategy::Strategy;
use crate::strategy::contract::{Context, Entry, Family, Needs, Properties, Removals};
use ::boilerpipe::parse_document;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "peer-boilerpipe",
    version: 1,
    summary: "boilerpipe 0.6.0, a port of the ArticleExtractor",
    loses: "everything but one run of text",
    family: Family::Peer,
    source: "crate boilerpipe 0.6.0 (MIT)",
    needs: Needs::Html,
    parameters: &[],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |_| Box::new(Boilerpipe),
};

struct Boilerpipe;

impl Strategy for Boilerpipe {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        ask(document, out, |markup| parse_document(markup).content().to_string());
    }
}
