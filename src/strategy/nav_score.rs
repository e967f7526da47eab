//! `nav-score`: four signals of navigation, added up. A documented negative result.
//!
//! - **Idea**: menus have much link text, short links, nothing between them, and many of them; points for each, and a block
//!   with five of eight goes.
//! - **Source**: rs-trafilatura, `extract.rs`, where it was switched off because it lowered F1 from .857 to .846 on its own
//!   benchmark, on text already extracted. On whole pages of WCXB (development split, word F1) it gains .045 on doing nothing,
//!   and stays .019 below a plain test of link density; on listings and collections it does better than that.
//! - **Needs**: a page. **Parameters**: `score` needed; `containers`, whether only those that hold no other candidate are
//!   judged; `guard`, the share of the text that must stay, else nothing goes.
//! - **Wins**: menus of many short links. **Loses**: lists of references, indexes, glossaries; menus of few links.
//! - **Cost**: O(elements).

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Properties, Removals};
use super::html::lengths::Lengths;
use super::html::prune::Cuts;
use super::{Document, Strategy};
use crate::document::html::{Element, ElementId, Page, Tag};
use crate::label::Label;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "nav-score",
    version: 1,
    summary: "four signals of navigation added up; a negative result, kept for comparison",
    loses: "lists of references, indexes, glossaries",
    family: Family::ElementRules,
    source: "rs-trafilatura, extract.rs (switched off there)",
    needs: Needs::Html,
    parameters: &[
        Parameter::number("score", "5", (1.0, 8.0), "points of eight from which a container goes"),
        Parameter::word("containers", &["leaf", "all"], "whether containers around other candidates are judged too (rs-trafilatura: all)"),
        Parameter::number("guard", "0.5", (0.0, 1.0), "share of the page's text that must stay, else nothing goes"),
    ],
    properties: Properties {
        idempotent: false,
        whitespace_blind: true,
        compositional: false,
        monotone: &[Monotone { parameter: "guard", direction: Direction::RemovesLess }],
    },
    build: |parameters| {
        Box::new(NavScore {
            score: parameters.number("score"),
            leaf: parameters.word("containers") == "leaf",
            guard: parameters.number("guard"),
        })
    },
};

/// Containers with fewer links or code points are not judged.
const MIN_LINKS: u32 = 3;
const MIN_CHARS: u32 = 30;

struct NavScore {
    score: f64,
    leaf: bool,
    guard: f64,
}

impl Strategy for NavScore {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        let lengths = Lengths::new(document, page, &[]);
        let scores: Vec<Option<u32>> = page.elements.iter().enumerate().map(|(id, element)| score(&lengths, id, element)).collect();
        let holds = holds_candidate(page, &scores);
        let cuts = Cuts::find(page, |id, _| {
            let judged = scores[id].filter(|_| !self.leaf || !holds[id]);
            judged.filter(|score| f64::from(*score) >= self.score).map(|_| (Some(Label::Nav), "nav-score".into()))
        });
        if cuts.share_left(page) >= self.guard {
            cuts.push_to(page, out);
        }
    }
}

/// Whether a candidate stands inside each element.
fn holds_candidate(page: &Page, scores: &[Option<u32>]) -> Vec<bool> {
    let mut holds = vec![false; page.elements.len()];
    for (id, element) in page.elements.iter().enumerate().rev() {
        if let Some(parent) = element.parent {
            holds[parent] |= holds[id] || scores[id].is_some();
        }
    }
    holds
}

/// Points of eight; `None` for what is no candidate.
fn score(lengths: &Lengths, id: ElementId, element: &Element) -> Option<u32> {
    if !matches!(element.tag, Tag::Div | Tag::Section | Tag::Ul | Tag::Nav | Tag::Aside | Tag::Footer) {
        return None;
    }
    let (length, links) = (lengths.of(element), lengths.links(id, element));
    if links.count < MIN_LINKS || length < MIN_CHARS {
        return None;
    }
    let linked = f64::from(links.length);
    let density = linked / f64::from(length);
    let mean = linked / f64::from(links.count);
    let between = f64::from(length.saturating_sub(links.length)) / f64::from(links.count - 1);
    let points = |two: bool, one: bool| if two { 2 } else { u32::from(one) };
    let by_share = points(density > 0.6, density > 0.4);
    let by_length = points(mean < 15.0, mean < 30.0);
    let by_gap = points(between < 10.0, between < 30.0);
    let by_count = points(links.count >= 10, links.count >= 5);
    Some(by_share + by_length + by_gap + by_count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn scored(markup: &str) -> Option<u32> {
        let document = Document::anonymous(Format::Html, markup);
        let page = document.page().expect("a page");
        let id = page.elements.iter().position(|element| element.tag == Tag::Ul).expect("a list");
        score(&Lengths::new(&document, page, &[]), id, &page.elements[id])
    }

    #[test]
    fn points_add_up() {
        // Four links of ten code points, three spaces: all linked 2, short 2, nothing between 2, four links 0.
        assert_eq!(scored(&format!("<ul>{}</ul>", "<li><a href=x>abcdefghij</a></li>".repeat(4))), Some(6));
        // Three links of 20 in 129 code points: density .47 gives 1, mean 20 gives 1, 34.5 between gives 0, three links 0.
        let item = "<li><a href=x>abcdefghijklmnopqrst</a> abcdefghijklmnopqrstuv</li>";
        assert_eq!(scored(&format!("<ul>{}</ul>", item.repeat(3))), Some(2));
        assert_eq!(scored("<ul><li><a href=x>one</a><li><a href=x>two</a></ul>"), None);
    }
}
