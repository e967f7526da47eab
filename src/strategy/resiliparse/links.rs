//! `resiliparse-links`: Resiliparse's link clusters.
//!
//! - **Idea**: a list, a footer, a teaser or a small container whose text is links to a large part is navigation; the deeper and
//!   shorter it is, the less it takes.
//! - **Source**: Bevendorff et al. 2018 (ChatNoir, Resiliparse), `html2text.pyx`. Lengths there are bytes, here code points.
//! - **Needs**: a page. **Parameters**: `lists`, the share for lists, footers and teasers; `blocks`, the share for `div`.
//! - **Wins**: menus, teaser cards, link boxes. **Loses**: lists of references in articles; unlinked furniture.
//! - **Cost**: O(elements) with prefix sums (the original reads each subtree again).

use crate::document::html::{Element, ElementId, Page, Tag};
use crate::label::Label;
use crate::strategy::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Parameters, Properties, Removals};
use crate::strategy::html::lengths::Lengths;
use crate::strategy::html::names::Names;
use crate::strategy::html::prune::Cuts;
use crate::strategy::{Document, Strategy};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "resiliparse-links",
    version: 1,
    summary: "Resiliparse's link clusters: lists, footers, teasers and small containers made of links",
    loses: "lists of references, unlinked furniture",
    family: Family::ElementRules,
    source: "Bevendorff et al. 2018 (Resiliparse), html2text.pyx",
    needs: Needs::Html,
    parameters: &[
        Parameter::number("lists", "0.2", (0.0, 1.0), "share of link text above which lists, footers and teasers go (Resiliparse: 0.2)"),
        Parameter::number("blocks", "0.6", (0.0, 1.0), "share of link text above which small containers go (Resiliparse: 0.6)"),
    ],
    properties: Properties {
        idempotent: false,
        whitespace_blind: true,
        compositional: false,
        monotone: &[
            Monotone { parameter: "lists", direction: Direction::RemovesLess },
            Monotone { parameter: "blocks", direction: Direction::RemovesLess },
        ],
    },
    build: |parameters| Box::new(ResiliparseLinks { clusters: Clusters::new(parameters) }),
};

/// Teasers (`article` deeper than this below the body) are judged up to this length.
const TEASER_DEPTH: u32 = 2;
const TEASER_CHARS: u32 = 500;
/// Containers without class or id, deeper than this, up to this length.
const NAMELESS_DEPTH: u32 = 5;
const NAMELESS_CHARS: u32 = 800;
/// Any other container, deeper than this, up to this length.
const BLOCK_DEPTH: u32 = 2;
const BLOCK_CHARS: u32 = 1500;

/// The shares of link text above which elements are clusters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clusters {
    lists: f64,
    blocks: f64,
}

impl Clusters {
    pub(super) fn new(parameters: &Parameters) -> Self {
        Self { lists: parameters.number("lists"), blocks: parameters.number("blocks") }
    }

    /// The published shares.
    pub(super) const fn published() -> Self {
        Self { lists: 0.2, blocks: 0.6 }
    }

    /// Whether a list, footer or `article` is made of links.
    pub(super) fn list_goes(&self, lengths: &Lengths, id: ElementId, element: &Element) -> bool {
        match element.tag {
            Tag::Ul | Tag::Footer => is_cluster(lengths, id, element, self.lists, u32::MAX),
            Tag::Article => body_depth(element) > TEASER_DEPTH && is_cluster(lengths, id, element, self.lists, TEASER_CHARS),
            _ => false,
        }
    }

    /// Whether a `div` is made of links.
    pub(super) fn block_goes(&self, lengths: &Lengths, id: ElementId, element: &Element, named: bool) -> bool {
        let (depth, chars) = if named { (BLOCK_DEPTH, BLOCK_CHARS) } else { (NAMELESS_DEPTH, NAMELESS_CHARS) };
        element.tag == Tag::Div && body_depth(element) > depth && is_cluster(lengths, id, element, self.blocks, chars)
    }
}

/// Depth below the body, whose own is 0.
pub(super) fn body_depth(element: &Element) -> u32 {
    element.depth.saturating_sub(1)
}

/// Whether more than this share of the text is links; longer elements than `longest` are not.
fn is_cluster(lengths: &Lengths, id: ElementId, element: &Element, share: f64, longest: u32) -> bool {
    let length = lengths.of(element);
    length <= longest && f64::from(lengths.links(id, element).length) > share * f64::from(length)
}

struct ResiliparseLinks {
    clusters: Clusters,
}

impl Strategy for ResiliparseLinks {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        self.cuts(document, page).push_to(page, out);
    }
}

impl ResiliparseLinks {
    fn cuts(&self, document: &Document, page: &Page) -> Cuts {
        let lengths = Lengths::new(document, page, &[]);
        let mut names = Names::default();
        Cuts::find(page, |id, element| {
            let goes = self.clusters.list_goes(&lengths, id, element) || {
                names.read(page, id);
                self.clusters.block_goes(&lengths, id, element, !names.is_empty())
            };
            goes.then(|| (Some(Label::Nav), "resiliparse-links".into()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, render};
    use crate::strategy::Selected;

    fn left(body: &str) -> String {
        let document = Document::anonymous(Format::Html, format!("<body>{body}<p>End.</p></body>"));
        let removed = Selected::new(&ENTRY, &[]).expect("allowed").run(&document, &Context::empty()).spans(|_| true);
        render(&document, &removed).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lists_go_above_a_fifth_of_link_text() {
        // 2 of 10 code points stay; 3 of 10 go.
        assert_eq!(left("<ul><li><a href=x>ab</a> cdefghi</li></ul>"), "ab cdefghi End.");
        assert_eq!(left("<ul><li><a href=x>abc</a> defghi</li></ul>"), "End.");
        assert_eq!(left("<ol><li><a href=x>abc</a></li></ol>"), "abc End.");
    }

    #[test]
    fn containers_go_by_depth_and_length() {
        let nest = |depth: usize, class: &str| {
            format!("{}<div {class}><a href=x>linked words</a> too</div>{}", "<section>".repeat(depth), "</section>".repeat(depth))
        };
        // The section below the body has depth 1; a named container goes from depth 3, a nameless one from 6.
        assert_eq!(left(&nest(1, "class=box")), "linked words too End.");
        assert_eq!(left(&nest(2, "class=box")), "End.");
        assert_eq!(left(&nest(4, "")), "linked words too End.");
        assert_eq!(left(&nest(5, "")), "End.");
        let long = format!("<section><section><div class=box><a href=x>{}</a></div></section></section>", "word ".repeat(310));
        assert!(left(&long).starts_with("word"));
    }
}
