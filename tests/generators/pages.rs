//! What must be true of every page's arrays, whatever its source.

use gleaner::document::html::{Page, Tag};
use gleaner::document::{Document, Format, Segment};
use gleaner::span::Span;

fn visible(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn holds(outer: Span, inner: Span) -> bool {
    inner.is_empty() || (outer.start <= inner.start && inner.end <= outer.end)
}

/// Holds a document of a page to everything that is promised of its view; returns it.
pub fn check_page(document: Document) -> Document {
    let page = document.page().expect("a page");
    let source = page.source.as_str();
    check_elements(page, document.text());
    check_runs(page, document.text());
    check_segments(&document);
    check_links(&document, page);
    let again = Document::anonymous(Format::Html, source);
    let parts = |document: &Document| format!("{:?}{:?}{:?}", document.page(), document.segments(), document.links());
    assert!(again.text() == document.text() && parts(&again) == parts(&document), "two views of {source:?}");
    document
}

/// Parents before children, ranges nested, counts those of the runs.
fn check_elements(page: &Page, text: &str) {
    for (id, element) in page.elements.iter().enumerate() {
        assert!(id < element.end && element.end <= page.elements.len(), "end of {id}");
        assert!(element.runs.end <= page.runs.len() && element.runs.start <= element.runs.end, "runs of {id}");
        assert_eq!(element.parent.is_none(), id == 0, "one root");
        if let Some(above) = element.parent {
            let parent = &page.elements[above];
            assert!(above < id && element.end <= parent.end, "{id} in {above}");
            assert_eq!(element.depth, parent.depth + 1, "depth of {id}");
            assert!(holds(parent.span, element.span), "{:?} of {id} in {:?}", element.span, parent.span);
            assert!(parent.runs.start <= element.runs.start && element.runs.end <= parent.runs.end, "runs of {id}");
            assert!(element.hidden || !parent.hidden, "{id} is shown in a hidden element");
        }
        let own = &page.runs[element.runs.clone()];
        let chars = |linked: bool| own.iter().filter(|run| run.linked || !linked).map(|run| visible(run.span.slice(text)) as u32).sum();
        let (all, linked): (u32, u32) = (chars(false), chars(true));
        assert_eq!((element.chars, element.link_chars), (all, linked), "characters of {id}");
        assert_eq!(element.span.is_empty(), own.is_empty(), "span of {id}");
    }
}

/// Runs are in order and disjoint, and together hold every visible character.
fn check_runs(page: &Page, text: &str) {
    let mut end = 0;
    for (at, run) in page.runs.iter().enumerate() {
        let slice = text.get(run.span.start..run.span.end).expect("on characters");
        assert!(end <= run.span.start && !slice.is_empty() && slice == slice.trim(), "run {at}: {slice:?}");
        assert!(text[end..run.span.start].trim().is_empty(), "text before run {at}");
        for (id, element) in page.path(run.element) {
            assert!(element.runs.contains(&at), "run {at} in {id}");
        }
        end = run.span.end;
    }
    assert!(text[end..].is_empty(), "the view ends with its last run");
}

/// Segments are in order, trimmed, separated by line breaks, and leave no visible character out.
fn check_segments(document: &Document) {
    let (text, page) = (document.text(), document.page().expect("a page"));
    let mut end = 0;
    for (at, segment) in document.segments().iter().enumerate() {
        let Segment { span, inner, block, .. } = segment;
        let between = text.get(end..span.start).expect("in order, on characters");
        let slice = text.get(span.start..span.end).expect("on characters");
        let gap = if at == 0 {
            ""
        } else if segment.blank_before {
            "\n\n"
        } else {
            "\n"
        };
        assert_eq!(between, gap, "before segment {at}");
        assert!(!slice.is_empty() && slice == slice.trim() && inner == span, "segment {at}: {slice:?}");
        let block = &page.elements[block.expect("a block")];
        assert!(block.segments.contains(&at) && block.tag.is_block(), "block of segment {at}");
        let shown = page.runs.iter().any(|run| holds(*span, run.span) && !page.elements[run.element].hidden);
        assert_eq!(segment.hidden, !shown, "segment {at} is hidden");
        end = span.end;
    }
    assert_eq!(end, text.len());
}

/// Every link stands in one segment and comes from an `a`; segments know theirs.
fn check_links(document: &Document, page: &Page) {
    assert_eq!(document.links().len(), page.link_elements.len());
    let mut next = 0;
    for segment in document.segments() {
        assert_eq!(segment.links.start, next, "links in order");
        next = segment.links.end;
        for link in document.links_of(segment) {
            assert!(!link.text.is_empty() && holds(segment.span, link.text), "{:?} in {:?}", link.text, segment.span);
        }
    }
    assert_eq!(next, document.links().len());
    assert!(page.link_elements.iter().all(|id| page.elements[*id].tag == Tag::A));
    let distinct: std::collections::BTreeSet<_> = page.link_elements.iter().collect();
    assert_eq!(page.elements.first().map_or(0, |root| root.links as usize), distinct.len());
}
