//! Marks on a page as a browser renders it, moved to the page's view.

use super::draft::{Draft, Mark};
use super::offsets::{Offsets, Unit};
use super::squeezed::Squeezed;
use crate::document::{Alignment, html};
use crate::span::Span;
use scraper::{Html, Node};

/// A draft whose text is a page's markup and whose offsets count its text nodes: the text becomes the view, offsets become
/// bytes of it. A mark keeps its quote, or gets the text under its offsets as one.
pub fn moved(draft: Draft) -> Draft {
    let (spaced, nodes) = text_nodes(&draft.text);
    let viewed = html::view(draft.text.clone());
    let offsets = Offsets::new(&nodes.text, draft.unit);
    let alignment = Alignment::new(&viewed.text, &spaced);
    let mut pairs: Vec<(Span, Span)> = alignment.pairs().collect();
    pairs.sort_unstable_by_key(|(_, node)| *node);
    let marks = draft.marks.iter().map(|mark| {
        let span = mark.ranges.first().and_then(|&(start, end)| offsets.span(start, end).ok());
        let range = span.and_then(|span| hull(&pairs, nodes.source_span(span)));
        let quote = mark.quote.clone().or_else(|| span.map(|span| span.slice(&nodes.text).to_string()));
        Mark { ranges: range.into_iter().collect(), quote, ..mark.clone() }
    });
    let marks = marks.collect();
    Draft { text: viewed.text, page: Some(draft.text), unit: Unit::Bytes, marks, ..draft }
}

/// From the first to the last word of the view that stands in a span of the text nodes, with the marks at its ends.
fn hull(pairs: &[(Span, Span)], span: Span) -> Option<(usize, usize)> {
    let first = pairs.partition_point(|(_, node)| node.start < span.start);
    let last = pairs.partition_point(|(_, node)| node.end <= span.end);
    let inside = pairs.get(first..last)?;
    let start = inside.iter().map(|(own, _)| own.start).min()?;
    let end = inside.iter().map(|(own, _)| own.end).max()?;
    Some((start, end))
}

/// What scripts see as the page's text: its text nodes, those of the head, scripts and styles left out. First with a line
/// break at every border of a block, so that words of two blocks are two words, then without.
fn text_nodes(source: &str) -> (String, Squeezed) {
    let page = Html::parse_document(&html::tame(source));
    let (mut text, mut breaks) = (String::with_capacity(source.len() / 2), Vec::new());
    let mut hidden = 0usize;
    for edge in page.tree.root().traverse() {
        let (node, open) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Element(element) if matches!(element.name(), "head" | "script" | "style") => {
                hidden = if open { hidden + 1 } else { hidden.saturating_sub(1) };
            }
            Node::Element(element) if element.name() == "br" || html::Tag::of(element.name()).is_block() => {
                breaks.push(text.len());
                text.push('\n');
            }
            Node::Text(piece) if open && hidden == 0 => text.push_str(piece),
            _ => {}
        }
    }
    let nodes = Squeezed::new(&text, |at, _| breaks.binary_search(&at).is_ok());
    (text, nodes)
}

#[cfg(test)]
mod tests {
    use super::super::{Facts, place};
    use super::*;

    #[test]
    fn offsets_of_the_rendered_text_become_places_in_the_view() {
        let source = "<script>x()</script><h1>😀 Ferry</h1>\n\n  <p>Share</p><p>It sailed.</p><p>Share</p>";
        let (_, nodes) = text_nodes(source);
        assert_eq!(nodes.text, "😀 Ferry\n\n  ShareIt sailed.Share");
        let mark = |start, end, quote: Option<&str>| Mark { quote: quote.map(str::to_string), ..Mark::bare("share", start, end) };
        let marks = vec![mark(12, 17, Some("Share")), mark(27, 32, None), mark(17, 27, None)];
        let draft = Draft { file: "x".into(), line: 1, facts: Facts::default(), text: source.into(), page: None, unit: Unit::Utf16, marks };
        let moved = moved(draft);
        let placed = place(&moved.text, moved.unit, &moved.marks);
        let found: Vec<(usize, &str)> = placed
            .iter()
            .map(|placed| placed.as_ref().expect("placed").spans[0])
            .map(|span| (span.start, span.slice(&moved.text)))
            .collect();
        let last = moved.text.rfind("Share").expect("two");
        assert_eq!(found[0], (moved.text.find("Share").expect("one"), "Share"));
        assert_eq!(found[1], (last, "Share"));
        assert_eq!(found[2].1, "It sailed.");
    }
}
