//! Cutting whole elements out of a page: one walk over the document order, no recursion.

use crate::document::html::{Element, ElementId, Page};
use crate::label::Label;
use crate::span::Span;
use crate::strategy::contract::{Removals, Rule};

/// An element that goes, with everything in it.
#[derive(Clone, Debug)]
pub struct Cut {
    /// The element.
    pub element: ElementId,
    /// What its text is, if known.
    pub label: Option<Label>,
    /// Why it goes.
    pub rule: Rule,
}

/// The elements a strategy cuts: none inside another, in document order.
#[derive(Clone, Debug, Default)]
pub struct Cuts {
    cuts: Vec<Cut>,
    /// Visible characters that go.
    chars: u64,
}

impl Cuts {
    /// Asks for each element why it goes, if it does. Elements inside one that goes are not asked for.
    pub fn find(page: &Page, mut verdict: impl FnMut(ElementId, &Element) -> Option<(Option<Label>, Rule)>) -> Self {
        let mut found = Self::default();
        let mut id = 0;
        while let Some(element) = page.elements.get(id) {
            match verdict(id, element) {
                Some((label, rule)) => {
                    found.chars += u64::from(element.chars);
                    found.cuts.push(Cut { element: id, label, rule });
                    id = element.end.max(id + 1);
                }
                None => id += 1,
            }
        }
        found
    }

    /// Share of the page's visible characters that stay, 0 to 1; of a page without text, all.
    pub fn share_left(&self, page: &Page) -> f64 {
        let all = page.elements.first().map_or(0, |root| u64::from(root.chars));
        if all == 0 { 1.0 } else { all.saturating_sub(self.chars) as f64 / all as f64 }
    }

    /// Takes the text of the elements out.
    pub fn push_to(self, page: &Page, out: &mut Removals) {
        for cut in self.cuts {
            let span = page.elements.get(cut.element).map_or(Span::new(0, 0), |element| element.span);
            out.push(span, cut.label, cut.rule);
        }
    }
}

/// Everything of the view outside an element.
pub fn push_outside(inside: Span, text: &str, rule: &'static str, out: &mut Removals) {
    out.push(Span::new(0, inside.start), None, rule);
    out.push(Span::new(inside.end, text.len()), None, rule);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::Tag;
    use crate::document::{Document, Format};

    #[test]
    fn elements_inside_a_cut_are_not_asked_for() {
        let document = Document::anonymous(Format::Html, "<nav>ab<nav>cd</nav></nav><p>efghijkl</p>");
        let page = document.page().expect("a page");
        let cuts = Cuts::find(page, |_, element| (element.tag == Tag::Nav).then(|| (None, "nav".into())));
        assert_eq!(cuts.cuts.len(), 1);
        // Four of twelve characters go.
        assert!((cuts.share_left(page) - 8.0 / 12.0).abs() < 1e-9);
    }
}
