//! Segments: the blocks a strategy judges, and the links inside them.

use super::html::ElementId;
use super::lines::{Line, lines};
use super::markdown;
use crate::span::Span;
use std::ops::Range;

/// What kind of block a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A line or paragraph.
    Text,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A list item.
    Item,
    /// A quoted line.
    Quote,
    /// A row of a table.
    Row,
    /// A line inside a code fence; never judged by its words.
    Code,
}

/// A link or image in Markdown, or a link in a page, as far as it stands in one segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The whole construct, brackets and target included.
    pub whole: Span,
    /// What a reader sees of it: anchor text, alternative text, or the address itself.
    pub text: Span,
    /// Whether it is an image.
    pub image: bool,
}

/// A block of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The visible part, trimmed, marks included.
    pub span: Span,
    /// Without the heading marks, bullet or quote sign at its start.
    pub inner: Span,
    /// What kind of block it is.
    pub kind: Kind,
    /// Whether a blank line or the start of the text stands before it.
    pub blank_before: bool,
    /// Its links, as indices into the document's.
    pub links: Range<usize>,
    /// In a page: the innermost block element around it.
    pub block: Option<ElementId>,
    /// In a page: whether all of it is hidden from readers.
    pub hidden: bool,
}

/// What the segmenters return.
pub struct Segmented {
    pub segments: Vec<Segment>,
    pub links: Vec<Link>,
}

/// A typical line is this many bytes: a first guess for the number of segments.
const BYTES_PER_SEGMENT: usize = 60;

/// Lines of plain text. Hard-wrapped text is joined to paragraphs.
pub fn plain(text: &str) -> Segmented {
    let mut segments: Vec<Segment> = Vec::with_capacity(text.len() / BYTES_PER_SEGMENT + 1);
    let mut full = 0usize;
    for line in lines(text) {
        full += usize::from(is_full(line.span.slice(text)));
        segments.push(plain_line(text, line));
    }
    if segments.len() >= WRAPPED_MIN_LINES && full as f64 >= WRAPPED_SHARE * segments.len() as f64 {
        join_paragraphs(&mut segments);
    }
    Segmented { segments, links: Vec::new() }
}

/// Each line without a blank one before it becomes part of the segment above.
fn join_paragraphs(segments: &mut Vec<Segment>) {
    segments.dedup_by(|line, paragraph| {
        if !line.blank_before {
            paragraph.span.end = line.span.end;
            paragraph.inner.end = line.span.end;
        }
        !line.blank_before
    });
}

fn plain_line(text: &str, line: Line) -> Segment {
    let (kind, inner) = markdown::list_mark(text, line.span).unwrap_or((Kind::Text, line.span));
    Segment { span: line.span, inner, kind, blank_before: line.blank_before, links: 0..0, block: None, hidden: false }
}

/// Lines of Markdown with their links.
pub fn markdown(text: &str) -> Segmented {
    let mut segments: Vec<Segment> = Vec::with_capacity(text.len() / BYTES_PER_SEGMENT + 1);
    let mut links = Vec::new();
    let mut fenced = false;
    for line in lines(text) {
        let slice = line.span.slice(text);
        let fence = slice.starts_with("```") || slice.starts_with("~~~");
        let (kind, inner) = if fenced || fence { (Kind::Code, line.span) } else { markdown::mark(text, line.span) };
        fenced ^= fence;
        let first = links.len();
        if kind != Kind::Code {
            markdown::find_links(text, inner, &mut links);
        }
        let links = first..links.len();
        segments.push(Segment { span: line.span, inner, kind, blank_before: line.blank_before, links, block: None, hidden: false });
    }
    Segmented { segments, links }
}

/// A text counts as hard-wrapped from this share of full-width lines without a sentence mark at their end.
const WRAPPED_SHARE: f64 = 0.6;
/// Lines of this many characters count as full width.
const WRAPPED_WIDTH: std::ops::RangeInclusive<usize> = 60..=90;
/// Fewer lines than this say nothing about wrapping.
const WRAPPED_MIN_LINES: usize = 8;

/// Whether a line is of full width and ends in mid-sentence, as most lines of hard-wrapped text do (`STRATEGIES` 2.2).
fn is_full(line: &str) -> bool {
    // Few lines have that many bytes, and fewer characters are counted.
    let sized = (*WRAPPED_WIDTH.start()..=WRAPPED_WIDTH.end() * 4).contains(&line.len());
    let wide = sized && WRAPPED_WIDTH.contains(&line.chars().count());
    wide && !line.ends_with(super::is_sentence_mark) && !line.ends_with(super::is_closer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hard_wrapped_paragraphs_become_one_segment_each() {
        let line = "the council met on a wet evening to hear about the harbour and the crane";
        let text = format!("{}\nend.\n\n{}\nend.\n", [line; 6].join("\n"), [line; 6].join("\n"));
        assert_eq!(plain(&text).segments.len(), 2);
    }

    #[test]
    fn short_lists_are_not_joined() {
        let text = "Milk\nEggs\nBread\nFlour\nSalt\nSugar\nYeast\nButter\n";
        assert_eq!(plain(text).segments.len(), 8);
    }

    #[test]
    fn code_fences_are_not_parsed() {
        let found = markdown("```\n# [x](#)\n```\n# [y](#)\n");
        let kinds: Vec<Kind> = found.segments.iter().map(|segment| segment.kind).collect();
        assert_eq!(kinds, [Kind::Code, Kind::Code, Kind::Code, Kind::Heading(1)]);
        assert_eq!(found.links.len(), 1);
    }
}
