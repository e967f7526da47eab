//! Lengths of elements and of the links in them, as extractors measure them: code points with white space folded to one
//! space. One pass; an element then costs a look-up. Text that a strategy has already taken out can be left out of the count.

use crate::document::Document;
use crate::document::html::{Element, ElementId, Page, Tag};

/// Links with a text shorter than this are short (Trafilatura).
const SHORT_LINK: u32 = 10;

/// Prefix sums over the runs and links of a page.
#[derive(Debug)]
pub struct Lengths {
    /// For each run the code points before it, spaces between runs included, and whether a space stands right before it.
    runs: Vec<(u32, bool)>,
    /// `a` elements before each element, with text or without.
    anchors: Vec<u32>,
    /// Elements of links with text, in document order.
    links: Vec<ElementId>,
    /// Sums over the links before each.
    sums: Vec<Links>,
}

/// Links with text in an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// How many.
    pub count: u32,
    /// How many of fewer than ten code points.
    pub short: u32,
    /// Their text in code points.
    pub length: u32,
}

impl Lengths {
    /// Measures a page without the elements that are `gone`: an empty slice for the whole page, else a flag for each
    /// element, set for those inside others too.
    pub fn new(document: &Document, page: &Page, gone: &[bool]) -> Self {
        let is_gone = |element: ElementId| gone.get(element).copied().unwrap_or(false);
        let mut runs = Vec::with_capacity(page.runs.len() + 1);
        let (mut total, mut end) = (0u32, None);
        for run in &page.runs {
            let counts = !is_gone(run.element);
            let spaced = counts && end.is_some_and(|end| end != run.span.start);
            runs.push((total, spaced));
            if counts {
                total += points(document.slice(run.span)) + u32::from(spaced);
                end = Some(run.span.end);
            }
        }
        runs.push((total, false));
        let mut anchors = Vec::with_capacity(page.elements.len() + 1);
        anchors.push(0);
        let mut count = 0;
        for (id, element) in page.elements.iter().enumerate() {
            count += u32::from(element.tag == Tag::A && !is_gone(id));
            anchors.push(count);
        }
        let (links, sums) = sum_links(document, page, is_gone);
        Self { runs, anchors, links, sums }
    }

    /// Code points of an element's text, the space before it left out.
    pub fn of(&self, element: &Element) -> u32 {
        let at = |index: usize| self.runs.get(index).copied().unwrap_or_default();
        let ((from, spaced), (to, _)) = (at(element.runs.start), at(element.runs.end));
        if element.runs.is_empty() { 0 } else { to.saturating_sub(from).saturating_sub(u32::from(spaced)) }
    }

    /// Number of `a` elements inside an element.
    pub fn anchors(&self, id: ElementId, element: &Element) -> u32 {
        let at = |index: usize| self.anchors.get(index).copied().unwrap_or(0);
        at(element.end).saturating_sub(at(id + 1))
    }

    /// Links with text inside an element.
    pub fn links(&self, id: ElementId, element: &Element) -> Links {
        let before = |end: ElementId| self.sums[self.links.partition_point(|link| *link < end)];
        let (from, to) = (before(id + 1), before(element.end));
        Links { count: to.count - from.count, short: to.short - from.short, length: to.length - from.length }
    }
}

/// The `a` elements with text, and sums before each and at the end.
fn sum_links(document: &Document, page: &Page, is_gone: impl Fn(ElementId) -> bool) -> (Vec<ElementId>, Vec<Links>) {
    let mut texts: Vec<(ElementId, u32)> = Vec::with_capacity(page.link_elements.len());
    for (link, &element) in document.links().iter().zip(&page.link_elements) {
        let length = points(document.slice(link.text));
        match texts.last_mut() {
            _ if is_gone(element) => {}
            // A link across several lines is one link.
            Some((last, sum)) if *last == element => *sum += length + 1,
            _ => texts.push((element, length)),
        }
    }
    texts.sort_unstable_by_key(|(element, _)| *element);
    let mut sums = vec![Links::default()];
    let mut sum = Links::default();
    for (_, length) in &texts {
        sum = Links { count: sum.count + 1, short: sum.short + u32::from(*length < SHORT_LINK), length: sum.length + length };
        sums.push(sum);
    }
    (texts.into_iter().map(|(element, _)| element).collect(), sums)
}

fn points(text: &str) -> u32 {
    if text.is_ascii() { text.len() as u32 } else { text.chars().count() as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn measured(markup: &str, tag: Tag) -> (u32, u32, Links) {
        let document = Document::anonymous(Format::Html, markup);
        let page = document.page().expect("a page");
        let id = page.elements.iter().position(|element| element.tag == tag).expect("the element");
        let lengths = Lengths::new(&document, page, &[]);
        let element = &page.elements[id];
        (lengths.of(element), lengths.anchors(id, element), lengths.links(id, element))
    }

    #[test]
    fn lengths_count_one_space_between_blocks() {
        // "One two" and "Three", with a space between.
        assert_eq!(measured("<p>Before</p><div><p>One  two</p><p>Three</p></div>", Tag::Div).0, 13);
        assert_eq!(measured("<div>Ünï</div>", Tag::Div).0, 3);
    }

    #[test]
    fn links_are_those_inside_the_element() {
        let markup = "<p><a href=x>Out</a></p><div>On <a href=x>the ferries to Marrow</a>, <a href=x>a</a>, <a href=x><img></a></div>";
        let (_, anchors, links) = measured(markup, Tag::Div);
        assert_eq!(anchors, 3);
        assert_eq!(links, Links { count: 2, short: 1, length: 22 });
        // A link around the element is not inside it.
        assert_eq!(measured("<a href=x><div>Text</div></a>", Tag::Div).2, Links::default());
    }

    #[test]
    fn what_is_gone_is_not_counted() {
        let document = Document::anonymous(Format::Html, "<div><p><a href=x>Gone</a></p><p>Here</p></div>");
        let page = document.page().expect("a page");
        let div = page.elements.iter().position(|element| element.tag == Tag::Div).expect("the element");
        let gone: Vec<bool> = (0..page.elements.len()).map(|id| id == div + 1 || id == div + 2).collect();
        let lengths = Lengths::new(&document, page, &gone);
        assert_eq!(lengths.of(&page.elements[div]), 4);
        assert_eq!(lengths.links(div, &page.elements[div]), Links::default());
    }
}
