//! From verdicts on a page's text runs to removals, and what runs are made of.

use crate::document::html::{ElementId, Page, Tag};
use crate::span::Span;
use crate::strategy::contract::{Removals, Rule};

/// Takes out the runs that are not kept: neighbours go as one stretch.
pub fn remove_others(page: &Page, kept: &[bool], rule: &Rule, out: &mut Removals) {
    remove_where(page, |run| (!kept.get(run).copied().unwrap_or(false)).then_some(rule), out);
}

/// Takes out the runs to which `rule_of` gives a rule; neighbours with the same rule go as one stretch.
pub fn remove_where<'r>(page: &Page, rule_of: impl Fn(usize) -> Option<&'r Rule>, out: &mut Removals) {
    let mut open: Option<(Span, &Rule)> = None;
    for (at, run) in page.runs.iter().enumerate() {
        let rule = rule_of(at);
        match (&mut open, rule) {
            (Some((span, own)), Some(rule)) if *own == rule => span.end = run.span.end,
            _ => {
                if let Some((span, rule)) = open.take() {
                    out.push(span, None, rule.clone());
                }
                open = rule.map(|rule| (run.span, rule));
            }
        }
    }
    if let Some((span, rule)) = open {
        out.push(span, None, rule.clone());
    }
}

/// For each place between two runs (and before the first, behind the last) whether an element that `breaks` begins or
/// ends there.
pub fn breaks(page: &Page, breaks: impl Fn(ElementId) -> bool) -> Vec<bool> {
    let mut found = vec![false; page.runs.len() + 1];
    for (_, element) in page.elements.iter().enumerate().filter(|(id, _)| breaks(*id)) {
        found[element.runs.start.min(page.runs.len())] = true;
        found[element.runs.end.min(page.runs.len())] = true;
    }
    found
}

/// For each element whether it, or an element around it, is `wanted`.
pub fn inside(page: &Page, wanted: impl Fn(ElementId) -> bool) -> Vec<bool> {
    let mut found = vec![false; page.elements.len()];
    for id in 0..found.len() {
        found[id] = wanted(id) || page.elements[id].parent.is_some_and(|parent| found[parent]);
    }
    found
}

/// Elements that have no end tag.
pub const fn is_void(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Area
            | Tag::Base
            | Tag::Br
            | Tag::Col
            | Tag::Embed
            | Tag::Frame
            | Tag::Hr
            | Tag::Img
            | Tag::Input
            | Tag::Link
            | Tag::Meta
            | Tag::Source
            | Tag::Track
            | Tag::Wbr
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};

    #[test]
    fn neighbours_go_as_one_stretch() {
        let document = Document::anonymous(Format::Html, "<p>One <b>two</b> three<p>Four<p>Five");
        let page = document.page().expect("a page");
        let mut out = Removals::new();
        remove_others(page, &[false, false, true, false, false], &Rule::Borrowed("x"), &mut out);
        let gone: Vec<&str> = out.iter().map(|removal| document.slice(removal.span)).collect();
        assert_eq!(gone, ["One two", "Four\n\nFive"]);
    }

    #[test]
    fn breaks_stand_where_an_element_begins_or_ends() {
        let document = Document::anonymous(Format::Html, "<body>a<div>b<i>c</i></div>d<div></div>e");
        let page = document.page().expect("a page");
        let found = breaks(page, |id| page.elements[id].tag == Tag::Div);
        assert_eq!(found, [false, true, false, true, true, false]);
    }
}
