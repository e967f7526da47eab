//! `peer-rs-trafilatura`: the crate rs-trafilatura 0.2.2, a port of Trafilatura with a classifier of page types.
//!
//! - **Idea**: Trafilatura's cascade of rules and fallbacks; a learned classifier of seven page types (article, forum,
//!   product, collection, listing, documentation, service) picks the profile.
//! - **Source**: <https://github.com/Murrough-Foley/rs-trafilatura>, MIT or Apache-2.0; maintained (2026). By the author of
//!   WCXB, tuned on its pages: its figures there are of the training set.
//! - **Needs**: html. **Parameters**: `page-type`, left to the classifier or fixed; `focus`; `address`, whether the classifier
//!   is told the address that the page gives in `og:url`. All other options are the crate's defaults, as in its program
//!   `extract_stdin`, which the benchmark runs. WCXB's published figure (0.845) comes out without an address; with one it is
//!   two thousandths more, whether it is the page's own or the benchmark's.
//! - **Wins**: pages that are no articles. **Loses**: pages whose type it mistakes. **Cost**: one parse and some copies of
//!   the tree, classifier and fallbacks; the slowest peer.

use super::ask;
use crate::document::Document;
use crate::strategy::Strategy;
use crate::strategy::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removals};
use ::rs_trafilatura::page_type::PageType;
use ::rs_trafilatura::{Options, extract_with_options};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "peer-rs-trafilatura",
    version: 1,
    summary: "rs-trafilatura 0.2.2, a port of Trafilatura with page types",
    loses: "pages whose type it mistakes; short pages",
    family: Family::Peer,
    source: "crate rs-trafilatura 0.2.2 (MIT or Apache-2.0)",
    needs: Needs::Html,
    parameters: &[
        Parameter::word(
            "page-type",
            &["classified", "article", "forum", "product", "collection", "listing", "documentation", "service"],
            "the profile: by the crate's classifier, or fixed",
        ),
        Parameter::word("focus", &["balanced", "precision", "recall"], "the crate's favor_precision and favor_recall"),
        Parameter::word("address", &["none", "page"], "what the classifier is told of the page's address: nothing, or its og:url"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build,
};

struct RsTrafilatura {
    page_type: Option<PageType>,
    focus: &'static str,
    address: bool,
}

fn build(parameters: &Parameters) -> Box<dyn Strategy> {
    // `classified` is no type of the crate's.
    let page_type = parameters.word("page-type").parse().ok();
    Box::new(RsTrafilatura { page_type, focus: parameters.word("focus"), address: parameters.word("address") == "page" })
}

impl Strategy for RsTrafilatura {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let address = document.page().map(|page| page.meta("og:url")).filter(|address| self.address && !address.is_empty());
        let options = Options {
            page_type: self.page_type,
            favor_precision: self.focus == "precision",
            favor_recall: self.focus == "recall",
            url: address.map(str::to_string),
            ..Options::default()
        };
        ask(document, out, |markup| extract_with_options(markup, &options).map(|page| page.content_text).unwrap_or_default());
    }
}
