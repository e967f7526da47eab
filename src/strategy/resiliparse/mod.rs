//! `resiliparse`: the rules of Resiliparse's main-content extraction.
//!
//! - **Idea**: one walk down the page, and for each element an ordered list of rules on its tag, its attributes, its names and
//!   its links; what a rule refuses goes with everything in it.
//! - **Source**: Bevendorff et al. 2018 (ChatNoir, Resiliparse), `html2text.pyx`: rules and order as there, names as whole words
//!   ([`names`]) instead of its regular expressions. On WCXB's development split
//!   the word F1 is .761 without comments; version 2.0.1 itself has .782.
//! - **Needs**: a page. **Parameters**: `comments`, whether comment sections are content (the library's default: yes).
//! - **Wins**: fast, needs nothing but the page; forums. **Loses**: words like `featured` or `next` in names of content; short
//!   lists near the top of the page; figures' captions stay.
//! - **Cost**: O(elements).

pub mod links;
pub mod names;

use super::contract::{Context, Entry, Family, Needs, Parameter, Properties, Removals};
use super::html::lengths::Lengths;
use super::html::names::Names;
use super::html::prune::{Cuts, push_outside};
use super::{Document, Strategy};
use crate::document::html::{Attribute, Element, ElementId, Page, Tag};
use crate::label::Label;
use links::{Clusters, body_depth};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "resiliparse",
    version: 1,
    summary: "Resiliparse's main-content rules on tags, attributes, names and links",
    loses: "content whose names use the words of furniture, short lists near the top",
    family: Family::ElementRules,
    source: "Bevendorff et al. 2018 (Resiliparse), html2text.pyx",
    needs: Needs::Html,
    parameters: &[Parameter::word("comments", &["keep", "strip"], "whether comment sections are content (Resiliparse: keep)")],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |parameters| Box::new(Resiliparse { comments: parameters.word("comments") == "keep" }),
};

/// Lists and footers above these depths below the body are the site's.
const FOOTER_DEPTH: u32 = 3;
const LIST_DEPTH: u32 = 4;
/// Names of accounts, post data and sharing count below this depth.
const NAMED_DEPTH: u32 = 2;

/// Roles of blocks that are no content.
const REFUSED_ROLES: &[&str] = &[
    "alert",
    "banner",
    "checkbox",
    "comment",
    "complementary",
    "contentinfo",
    "dialog",
    "img",
    "menu",
    "menubar",
    "menuitem",
    "navigation",
    "presentation",
    "radio",
    "search",
    "searchbox",
    "separator",
    "tab",
    "toolbar",
    "tooltip",
];

struct Resiliparse {
    comments: bool,
}

impl Strategy for Resiliparse {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        let root = names::article_body(page);
        if let Some(span) = root.and_then(|root| page.elements.get(root)).map(|element| element.span) {
            push_outside(span, document.text(), "resiliparse.root", out);
        }
        let inside = root.map_or(0..page.elements.len(), |root| root + 1..page.elements[root].end);
        let lengths = Lengths::new(document, page, &[]);
        let mut names = Names::default();
        let refused = |id, element: &Element| {
            if !inside.contains(&id) {
                return None;
            }
            names.read_without_humps(page, id);
            self.refused(page, &lengths, &names, id, element)
        };
        let mut refused = refused;
        Cuts::find(page, |id, element| refused(id, element).map(|(label, rule)| (label, rule.into()))).push_to(page, out);
    }
}

type Refusal = Option<(Option<Label>, &'static str)>;

impl Resiliparse {
    /// The rules in their order; the first that speaks decides.
    fn refused(&self, page: &Page, lengths: &Lengths, names: &Names, id: ElementId, element: &Element) -> Refusal {
        let by_tag = match element.tag {
            Tag::Html | Tag::Body | Tag::Main | Tag::H1 => return None,
            Tag::Footer if is_page_footer(page, id, element) => Some("resiliparse.footer"),
            Tag::Ul if body_depth(element) < LIST_DEPTH => Some("resiliparse.list"),
            Tag::Nav => Some("resiliparse.nav"),
            Tag::Aside => Some("resiliparse.aside"),
            Tag::Button | Tag::Label => Some("resiliparse.form"),
            _ if Clusters::published().list_goes(lengths, id, element) => Some("resiliparse.links"),
            _ => None,
        };
        if let Some(rule) = by_tag {
            let furniture = matches!(element.tag, Tag::Nav | Tag::Ul | Tag::Footer | Tag::Article);
            return Some((furniture.then_some(Label::Nav), rule));
        }
        // A footer inside the content is neither looked into by name nor refused.
        if element.tag == Tag::Footer {
            return None;
        }
        refused_by_attribute(page, id, element).or_else(|| self.refused_by_name(page, lengths, names, id, element))
    }

    fn refused_by_name(&self, page: &Page, lengths: &Lengths, names: &Names, id: ElementId, element: &Element) -> Refusal {
        if names.is_empty() {
            let cluster = Clusters::published().block_goes(lengths, id, element, false);
            return cluster.then_some((Some(Label::Nav), "resiliparse.links"));
        }
        let (step, deep) = (matches!(element.tag, Tag::A | Tag::Div | Tag::Li), body_depth(element) > NAMED_DEPTH);
        let any_element = [
            (names::is_hidden(names), None, "resiliparse.hidden"),
            (step && names::is_skip_link(names), Some(Label::Nav), "resiliparse.skip"),
            (deep && names::is_sign_in(names), Some(Label::Promo), "resiliparse.account"),
            (deep && names::is_post_meta(names), None, "resiliparse.meta"),
            (deep && names::is_social(names), Some(Label::Share), "resiliparse.social"),
            (names::is_logo(names), Some(Label::Nav), "resiliparse.logo"),
            (names::is_ad(names), Some(Label::Ad), "resiliparse.ad"),
        ];
        let found = any_element.into_iter().find_map(|(says, label, rule)| says.then_some((label, rule)));
        if found.is_some() || !element.tag.is_block() {
            return found;
        }
        if REFUSED_ROLES.contains(&page.attribute(id, Attribute::Role)) {
            return Some((None, "resiliparse.role"));
        }
        if names::is_article(names) {
            return None;
        }
        if names::is_landmark(page, id) {
            return Some((Some(Label::Nav), "resiliparse.landmark"));
        }
        if let Some(part) = names::site_part(names, self.comments) {
            return Some((label_of(part), rule_of(part)));
        }
        Clusters::published().block_goes(lengths, id, element, true).then_some((Some(Label::Nav), "resiliparse.links"))
    }
}

/// Near the top of the tree, made of links, or last in everything around it.
fn is_page_footer(page: &Page, id: ElementId, element: &Element) -> bool {
    let last = || {
        let mut around = page.path(id).take_while(|(_, own)| own.tag != Tag::Body);
        around.all(|(_, own)| own.parent.and_then(|parent| page.elements.get(parent)).is_none_or(|parent| parent.end == own.end))
    };
    body_depth(element) < FOOTER_DEPTH || last()
}

fn refused_by_attribute(page: &Page, id: ElementId, element: &Element) -> Refusal {
    if element.hidden {
        return Some((None, "resiliparse.hidden"));
    }
    if element.tag == Tag::Time {
        return Some((Some(Label::Date), "resiliparse.time"));
    }
    match page.attribute(id, Attribute::Rel) {
        "author" => return Some((Some(Label::Byline), "resiliparse.rel")),
        "icon" | "search" | "prev" | "next" | "tag" => return Some((Some(Label::Nav), "resiliparse.rel")),
        _ => {}
    }
    match page.attribute(id, Attribute::Itemprop) {
        "datePublished" => Some((Some(Label::Date), "resiliparse.itemprop")),
        "author" => Some((Some(Label::Byline), "resiliparse.itemprop")),
        "url" => Some((None, "resiliparse.itemprop")),
        _ => None,
    }
}

fn label_of(part: &str) -> Option<Label> {
    match part {
        "header" | "footer" | "nav" | "search" => Some(Label::Nav),
        "related" => Some(Label::Rail),
        "comments" => Some(Label::Comments),
        _ => None,
    }
}

fn rule_of(part: &str) -> &'static str {
    match part {
        "header" => "resiliparse.header",
        "footer" => "resiliparse.footer",
        "nav" => "resiliparse.nav",
        "related" => "resiliparse.related",
        "comments" => "resiliparse.comments",
        "search" => "resiliparse.search",
        "sidebar" => "resiliparse.sidebar",
        "overlay" => "resiliparse.overlay",
        _ => "resiliparse.gallery",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, render};
    use crate::strategy::Selected;

    fn left(body: &str, comments: &str) -> String {
        let document = Document::anonymous(Format::Html, format!("<body>{body}</body>"));
        let strategy = Selected::new(&ENTRY, &[("comments", comments)]).expect("allowed");
        let removed = strategy.run(&document, &Context::empty()).spans(|_| true);
        render(&document, &removed).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_first_rule_that_speaks_decides() {
        // An article's name saves it from what its other names say, but not from rules before that.
        assert_eq!(left("<div class='post sidebar'>Text</div>", "keep"), "Text");
        assert_eq!(left("<div class='post ad'>Text</div><p>End</p>", "keep"), "End");
        assert_eq!(left("<h1 class=ad>Title</h1><nav>Menu</nav>", "keep"), "Title");
    }

    #[test]
    fn a_single_article_body_is_the_root() {
        assert_eq!(left("<p>Out</p><div class=post-content><p>In</p></div><p>Out</p>", "keep"), "In");
        assert_eq!(left("<p>Out</p><div class=post-content>A</div><div class=post-content>B</div>", "keep"), "Out A B");
    }

    #[test]
    fn comments_are_content_unless_asked() {
        let body = "<p>Text</p><section><div class=comment-list>Well said</div></section>";
        assert_eq!(left(body, "keep"), "Text Well said");
        assert_eq!(left(body, "strip"), "Text");
    }

    #[test]
    fn footers_inside_the_content_stay_unless_they_end_it() {
        let deep = |inside: &str, behind: &str| format!("<div><div><div>{inside}<footer>Note</footer>{behind}</div></div></div>");
        assert_eq!(left(&deep("<p>Text</p>", "<p>More</p>"), "keep"), "Text Note More");
        assert_eq!(left(&deep("<p>Text</p>", ""), "keep"), "Text");
        assert_eq!(left("<footer>Imprint</footer><p>Text</p>", "keep"), "Text");
    }

    #[test]
    fn names_of_posts_count_below_the_second_level() {
        assert_eq!(left("<div class=entry-meta>Monday</div>", "keep"), "Monday");
        assert_eq!(left("<div><div><div class=entry-meta>Monday</div><p>Text</p></div></div>", "keep"), "Text");
    }
}
