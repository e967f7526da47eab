//! `page-router`: for each kind of page the strategy that suits it.
//!
//! - **Idea**: on a forum the comments are the content, on a listing the links are; what is right for an article is wrong there.
//! - **Source**: the router of rs-trafilatura, which goes by address too; here by the page alone
//!   ([`super::html::page_kind`]), since text comes without its address.
//! - **Needs**: a page. **Parameters**: for each kind who cleans it.
//! - **Wins**: mixed crawls, over every one of its members but `default`: word F1 on WCXB's development split .830, `default` alone
//!   .845, the best of the others .805. **Loses**: to `default` where it does not route to it, and on pages whose kind is mistaken,
//!   above all services taken for articles.
//! - **Cost**: the kind, O(elements), and one member's.

use super::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removals, Selected};
use super::html::page_kind::{PageKind, page_kind};
use super::{Document, Strategy, class_pruning, default, nav_score, resiliparse, structured_data, text_bte, trafilatura_links};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "page-router",
    version: 2,
    summary: "tells articles, forums, products, listings and documentation apart, and cleans each its way",
    loses: "pages whose kind is mistaken",
    family: Family::Ensemble,
    source: "after rs-trafilatura's page types; evidence and weights are ours",
    needs: Needs::Html,
    parameters: &[
        Parameter::word(
            "article",
            &["default", "class-pruning", "zones", "resiliparse", "structured-data", "text-bte"],
            "who cleans articles",
        ),
        Parameter::word("forum", &["class-pruning", "threads", "trafilatura-links", "resiliparse", "default"], "who cleans threads"),
        Parameter::word("product", &["class-pruning", "zones", "resiliparse", "default"], "who cleans pages of one product"),
        Parameter::word("listing", &["class-pruning", "zones", "nav-score", "default"], "who cleans listings and collections"),
        Parameter::word("documentation", &["zones", "class-pruning", "resiliparse-links", "default"], "who cleans documentation"),
        Parameter::word("other", &["zones", "class-pruning", "resiliparse-links", "default"], "who cleans everything else"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |parameters| Box::new(PageRouter { members: PageKind::ALL.map(|kind| member(kind, parameters)) }),
};

/// The strategy chosen for a kind of page. `threads` is class pruning that leaves comments, `zones` class pruning by tags and
/// roles alone.
fn member(kind: PageKind, parameters: &Parameters) -> Option<Selected> {
    let (entry, chosen): (_, &[(&str, &str)]) = match parameters.word(kind.name()) {
        "default" => (&default::ENTRY, &[]),
        "threads" => (&class_pruning::ENTRY, &[("comments", "keep")]),
        "zones" => (&class_pruning::ENTRY, &[("names", "off")]),
        "trafilatura-links" => (&trafilatura_links::ENTRY, &[("precision", "on")]),
        "resiliparse-links" => (&resiliparse::links::ENTRY, &[]),
        "resiliparse" => (&resiliparse::ENTRY, &[]),
        "structured-data" => (&structured_data::ENTRY, &[]),
        "nav-score" => (&nav_score::ENTRY, &[]),
        "text-bte" => (&text_bte::ENTRY, &[]),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    #[test]
    fn the_member_of_the_kind_decides() {
        let document = Document::anonymous(Format::Html, "<nav>Home</nav><p>The text of a page.</p><div class=share>Mail</div>");
        let page = document.page().expect("a page");
        assert_eq!(page_kind(&document, page), PageKind::Article);
        for (chosen, rules) in [("class-pruning", vec!["part.nav", "part.share"]), ("zones", vec!["part.nav"])] {
            // Every kind but forums can be given to both.
            let given: Vec<(&str, &str)> =
                ["article", "product", "listing", "documentation", "other"].into_iter().map(|kind| (kind, chosen)).collect();
            let removals = Selected::new(&ENTRY, &given).expect("allowed").run(&document, &Context::empty());
            let found: Vec<&str> = removals.iter().map(|removal| &*removal.rule).collect();
            assert_eq!(found, rules);
        }
    }
}
