//! `peer-readable-readability`: the crate readable-readability 0.4.0, another port of Readability.
//!
//! - **Idea**: arc90's and Mozilla's Readability in one walk over the tree, without second tries.
//! - **Source**: <https://github.com/readable-app/readability.rs>, MIT; last released in 2022, on html5ever 0.25 and kuchiki,
//!   which is archived.
//! - **Needs**: html. **Parameters**: `text`: the crate gives a tree, no text; `view` renders it by the rule that renders
//!   pages here, `joined` takes its text nodes as they stand.
//! - **Wins**: plain articles. **Loses**: pages without paragraphs. **Cost**: one parse, one walk; `view` parses the
//!   answer once more.

use super::ask;
use crate::document::{Document, Format};
use crate::strategy::Strategy;
use crate::strategy::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removals};
use ::readable_readability::Readability;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "peer-readable-readability",
    version: 1,
    summary: "readable-readability 0.4.0, Readability in one walk",
    loses: "pages without paragraphs",
    family: Family::Peer,
    source: "crate readable-readability 0.4.0 (MIT)",
    needs: Needs::Html,
    parameters: &[Parameter::word("text", &["view", "joined"], "the tree rendered as pages are here, or its bare text nodes")],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build,
};

struct ReadableReadability {
    joined: bool,
}

fn build(parameters: &Parameters) -> Box<dyn Strategy> {
    Box::new(ReadableReadability { joined: parameters.word("text") == "joined" })
}

impl Strategy for ReadableReadability {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        ask(document, out, |markup| {
            let (tree, _) = Readability::new().parse(markup);
            if self.joined {
                return tree.text_contents();
            }
            Document::anonymous(Format::Html, tree.to_string()).text().to_string()
        });
    }
}
