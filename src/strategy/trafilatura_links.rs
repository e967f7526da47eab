//! `trafilatura-links`: Trafilatura's test for blocks made of links.
//!
//! - **Idea**: a short block with much link text is a pointer; a long one is a link farm only if nearly all of it is links,
//!   there are many of them, and they are neither long nor each in a paragraph of its own.
//! - **Source**: Barbaresi 2021 (Trafilatura), `htmlprocessing.py` and `main_extractor.py` as of 2026: the sizes and shares, two
//!   rounds over `div`, lists and `p`, then tables. There it runs inside the container chosen before; here on the page.
//! - **Needs**: a page. **Parameters**: `precision`, Trafilatura's mode that prefers precision.
//! - **Wins**: menus, teasers, tag lines, link farms in side columns. **Loses**: unlinked furniture; listings whose content is
//!   links; short paragraphs that are one link.
//! - **Cost**: seven passes over elements and text (the original reads subtrees again for every element).

use super::contract::{Context, Entry, Family, Needs, Parameter, Properties, Removals};
use super::html::lengths::Lengths;
use super::html::prune::Cuts;
use super::{Document, Strategy};
use crate::document::html::{Element, ElementId, Page, Tag};
use crate::label::Label;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "trafilatura-links",
    version: 1,
    summary: "Trafilatura's link test for blocks, lists, paragraphs and tables",
    loses: "unlinked furniture, listings whose content is links",
    family: Family::ElementRules,
    source: "Barbaresi 2021 (Trafilatura), htmlprocessing.py",
    needs: Needs::Html,
    parameters: &[Parameter::word("precision", &["off", "on"], "Trafilatura's favor_precision: longer blocks fall to the test")],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |parameters| Box::new(TrafilaturaLinks { precision: parameters.word("precision") == "on" }),
};

/// Rounds over the blocks: what goes in one makes its container shorter in the next.
const ROUNDS: usize = 2;
/// Share of a block's text, and of its links, from which it goes.
const LINK_SHARE: f64 = 0.8;
/// Share of link text in a large block that makes it a link farm.
const FARM_SHARE: f64 = 0.9;
/// A farm has more links than this, with a mean length below this.
const FARM_LINKS: u32 = 4;
const FARM_MEAN_LENGTH: u32 = 100;
/// Tables of fewer code points are not judged; longer ones than the second go at half.
const TABLE_CHARS: u32 = 200;
const LARGE_TABLE_CHARS: u32 = 1000;

struct TrafilaturaLinks {
    precision: bool,
}

/// The groups of elements that a round judges, in this order.
const GROUPS: [&[Tag]; 3] = [&[Tag::Div, Tag::Details], &[Tag::Ul, Tag::Ol, Tag::Dl], &[Tag::P]];

impl Strategy for TrafilaturaLinks {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        let mut gone = vec![false; page.elements.len()];
        for _ in 0..ROUNDS {
            for group in GROUPS {
                self.judge(document, page, &mut gone, |round, id, element| group.contains(&element.tag) && round.block_goes(id, element));
            }
        }
        self.judge(document, page, &mut gone, |round, id, element| element.tag == Tag::Table && round.table_goes(id, element));
        Cuts::find(page, |id, _| gone[id].then(|| (Some(Label::Nav), "trafilatura-links".into()))).push_to(page, out);
    }
}

impl TrafilaturaLinks {
    /// Judges all elements against one state of the page, then takes out those that go.
    fn judge(&self, document: &Document, page: &Page, gone: &mut [bool], goes: impl Fn(&Round, ElementId, &Element) -> bool) {
        let round = Round::new(document, page, gone, self.precision);
        let verdicts: Vec<bool> = page.elements.iter().enumerate().map(|(id, element)| !gone[id] && goes(&round, id, element)).collect();
        for (id, element) in page.elements.iter().enumerate() {
            gone[id] |= verdicts[id] || element.parent.is_some_and(|parent| gone[parent]);
        }
    }
}

/// The page as one pass over a group finds it.
struct Round {
    lengths: Lengths,
    /// The last child of each element that is still there.
    last_child: Vec<ElementId>,
    /// Children of each element that are still there.
    children: Vec<u32>,
    /// Links that are not alone in a paragraph, before each element.
    crowded: Vec<u32>,
    precision: bool,
}

impl Round {
    fn new(document: &Document, page: &Page, gone: &[bool], precision: bool) -> Self {
        let lengths = Lengths::new(document, page, gone);
        let (mut last_child, mut children) = (vec![0; page.elements.len()], vec![0; page.elements.len()]);
        let mut crowded = Vec::with_capacity(page.elements.len() + 1);
        let mut count = 0;
        for (id, element) in page.elements.iter().enumerate() {
            crowded.push(count);
            if gone[id] {
                continue;
            }
            if let Some(parent) = element.parent {
                last_child[parent] = id;
                children[parent] += 1;
            }
            count += u32::from(element.tag == Tag::A && !alone_in_paragraph(page, &lengths, element));
        }
        crowded.push(count);
        Self { lengths, last_child, children, crowded, precision }
    }

    /// Whether a `div`, list or paragraph goes.
    fn block_goes(&self, id: ElementId, element: &Element) -> bool {
        let anchors = self.lengths.anchors(id, element);
        if anchors == 0 {
            return false;
        }
        let (length, links) = (self.lengths.of(element), self.lengths.links(id, element));
        let share = |share: f64| f64::from(links.length) > share * f64::from(length);
        let pointer = if self.precision { 10 } else { 100 };
        if anchors == 1 && links.length > pointer && share(FARM_SHARE) {
            return true;
        }
        let is_last = element.parent.is_none_or(|parent| self.last_child[parent] == id);
        let limit = match (element.tag, is_last) {
            (Tag::P, true) => 60,
            (Tag::P, false) => 30,
            (_, true) => 300,
            (_, false) => 100,
        };
        if length < limit {
            let short = f64::from(links.short) > LINK_SHARE * f64::from(links.count);
            return links.count == 0 || share(LINK_SHARE) || (links.count > 1 && short) || self.backtracks(id, element, length);
        }
        let crowded = self.crowded[element.end] > self.crowded[id + 1];
        anchors > FARM_LINKS && share(FARM_SHARE) && links.length < FARM_MEAN_LENGTH * links.count && crowded
    }

    /// Short blocks with links and several children go too (`backtracking`, for `div` only).
    fn backtracks(&self, id: ElementId, element: &Element, length: u32) -> bool {
        let (longest, children) = if self.precision { (200, 1) } else { (100, 3) };
        matches!(element.tag, Tag::Div | Tag::Details) && (1..longest).contains(&length) && self.children[id] >= children
    }

    fn table_goes(&self, id: ElementId, element: &Element) -> bool {
        let (length, links) = (self.lengths.of(element), self.lengths.links(id, element));
        let share = if length < LARGE_TABLE_CHARS { LINK_SHARE } else { 0.5 };
        length >= TABLE_CHARS && f64::from(links.length) > share * f64::from(length)
    }
}

/// Whether a link is the only one of the paragraph around it.
fn alone_in_paragraph(page: &Page, lengths: &Lengths, link: &Element) -> bool {
    let parent = link.parent.and_then(|id| page.elements.get(id).map(|parent| (id, parent)));
    parent.is_some_and(|(id, parent)| parent.tag == Tag::P && lengths.anchors(id, parent) == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, render};
    use crate::strategy::Selected;

    fn left(markup: &str, precision: &str) -> String {
        let document = Document::anonymous(Format::Html, format!("<body><main>{markup}</main><p>End of the page.</p></body>"));
        let strategy = Selected::new(&ENTRY, &[("precision", precision)]).expect("allowed");
        let removed = strategy.run(&document, &Context::empty()).spans(|_| true);
        render(&document, &removed).replace('\n', " ").replace("  ", " ").replace("End of the page.", "").trim().to_string()
    }

    #[test]
    fn a_short_block_goes_above_four_fifths_of_link_text() {
        // 9 of 10 code points, then 8 of 10: "more than" 80 %.
        assert_eq!(left("<div><a href=x>Read more</a>.</div><p>Text stays here.</p>", "off"), "Text stays here.");
        assert_eq!(left("<div><a href=x>Read mor</a>..</div><p>Text stays here.</p>", "off"), "Read mor.. Text stays here.");
    }

    #[test]
    fn paragraphs_are_judged_by_a_shorter_limit_unless_they_are_last() {
        let linked = "<p><a href=x>A link text of thirty-five points.</a></p>";
        assert_eq!(left(&format!("{linked}<p>Text.</p>"), "off"), "A link text of thirty-five points. Text.");
        assert_eq!(left(&format!("<p>Text.</p>{linked}"), "off"), "Text.");
    }

    #[test]
    fn a_farm_has_many_links_that_run_together() {
        let headline = "Ferry runs aground off Marrow Point in the fog";
        let together = (0..8).map(|_| format!("<a href=x>{headline}</a> ")).collect::<String>();
        let apart = (0..8).map(|_| format!("<p><a href=x>{headline}</a></p>")).collect::<String>();
        assert_eq!(left(&format!("<div>{together}</div><p>Text.</p>"), "off"), "Text.");
        assert!(left(&format!("<div>{apart}</div><p>Text.</p>"), "off").starts_with(headline));
        let few = (0..3).map(|_| format!("<a href=x>{headline} and again</a> ")).collect::<String>();
        assert!(left(&format!("<div>{few}</div><p>Text.</p>"), "off").starts_with(headline));
    }

    #[test]
    fn what_went_makes_its_container_short() {
        // The list goes in the first round; in the second its container is short, with one link of twelve code points of 27.
        let list = "<ul><li><a href=x>News</a></li><li><a href=x>Sports</a></li></ul>";
        let block = format!("<div>{list}<b>On</b> <i>the</i> <u>ferry</u> see <a href=x>this report</a></div>");
        assert_eq!(left(&format!("{block}<p>Text.</p>"), "off"), "Text.");
    }

    #[test]
    fn tables_of_links_go_from_two_hundred_code_points() {
        let row = |count: usize| "<tr><td><a href=x>Twenty code points..</a></td></tr>".repeat(count);
        assert_eq!(left(&format!("<table>{}</table><p>Text.</p>", row(12)), "off"), "Text.");
        assert!(left(&format!("<table>{}</table><p>Text.</p>", row(5)), "off").starts_with("Twenty"));
    }
}
