//! `page-router`: for each kind of page the strategy that suits it.
//!
//! - **Idea**: on a forum the comments are the content, on a listing the links are; what is right for an article is wrong there.
//! - **Source**: the router of rs-trafilatura, which goes by address too; here by the page alone
//!   ([`super::html::page_kind`]), since text comes without its address.
//! - **Needs**: a page. **Parameters**: for each kind who cleans it.
//! - **Wins**: mixed crawls. **Loses**: pages whose kind is mistaken, above all services for articles and articles for
//!   documentation; no better than its members.
//! - **Cost**: the kind, O(elements), and one member's.

use super::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removals, Selected};
use super::html::page_kind::{PageKind, page_kind};
use super::{Document, Strategy, boilerpipe, class_pruning, default, keep_all, resiliparse, structured_data, text_bte};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "page-router",
    version: 1,
    summary: "tells articles, forums, products, listings and documentation apart, and cleans each its way",
    loses: "pages whose kind is mistaken",
    family: Family::Ensemble,
    source: "after rs-trafilatura's page types; evidence and weights are ours",
    needs: Needs::Html,
    parameters: &[
        Parameter::word("article", MEMBERS, "who cleans articles"),
        Parameter::word("forum", MEMBERS, "who cleans threads of a forum"),
        Parameter::word("product", MEMBERS, "who cleans pages of one product"),
        Parameter::word("listing", MEMBERS, "who cleans listings and collections"),
        Parameter::word("documentation", MEMBERS, "who cleans documentation"),
        Parameter::word("other", MEMBERS, "who cleans services and everything else"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |parameters| Box::new(PageRouter { members: PageKind::ALL.map(|kind| member(kind, parameters)) }),
};

const MEMBERS: &[&str] =
    &["class-pruning", "threads", "resiliparse", "structured-data", "default", "text-bte", "boilerpipe-article", "keep-all"];

/// The strategy chosen for a kind of page. `threads` is class pruning that leaves comments.
fn member(kind: PageKind, parameters: &Parameters) -> Option<Selected> {
    let (entry, chosen): (_, &[(&str, &str)]) = match parameters.word(kind.name()) {
        "threads" => (&class_pruning::ENTRY, &[("comments", "keep")]),
        "resiliparse" => (&resiliparse::ENTRY, &[]),
        "structured-data" => (&structured_data::ENTRY, &[]),
        "default" => (&default::ENTRY, &[]),
        "text-bte" => (&text_bte::ENTRY, &[]),
        "boilerpipe-article" => (&boilerpipe::article::ENTRY, &[]),
        "keep-all" => (&keep_all::ENTRY, &[]),
        _ => (&class_pruning::ENTRY, &[]),
    };
    Selected::new(entry, chosen).ok()
}

struct PageRouter {
    /// By kind, in the order of [`PageKind::ALL`].
    members: [Option<Selected>; PageKind::COUNT],
}

impl Strategy for PageRouter {
    fn remove(&self, document: &Document, context: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        let member = self.members.get(page_kind(document, page) as usize).and_then(Option::as_ref);
        for removal in member.map(|member| member.run(document, context).take()).unwrap_or_default() {
            out.push(removal.span, removal.label, removal.rule);
        }
    }
}
