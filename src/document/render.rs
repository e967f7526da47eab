//! From removals to clean text: what is left, without holes where lines were.

use super::Document;
use crate::span::{Span, SpanSet};

/// The bytes that go when `removed` goes: a segment that loses every visible character goes with the line break and
/// blank lines behind it; elsewhere exactly the removed bytes go. The rest is a subsequence of the text.
pub fn clean_cuts(document: &Document, removed: &SpanSet) -> SpanSet {
    let text = document.text();
    let segments = document.segments();
    if segments.is_empty() {
        return SpanSet::whole(text.len());
    }
    let (mut parts, mut cuts) = (removed.parts(), Vec::with_capacity(removed.as_slice().len() + 1));
    let mut kept = false;
    for (index, segment) in segments.iter().enumerate() {
        let next = segments.get(index + 1).map_or(text.len(), |next| next.span.start);
        let gone = parts.within(segment.span);
        if is_emptied(text, segment.span, gone.clone()) {
            cuts.push(Span::new(segment.span.start, next));
        } else {
            kept = true;
            cuts.extend(gone);
        }
    }
    if kept { cuts.into_iter().collect() } else { SpanSet::whole(text.len()) }
}

/// Whether nothing visible of `span` stays; `gone` are the parts of it that go.
fn is_emptied(text: &str, span: Span, gone: impl Iterator<Item = Span>) -> bool {
    let is_blank = |gap: Span| gap.slice(text).trim_start().is_empty();
    let mut from = span.start;
    for part in gone {
        if !is_blank(Span::new(from, part.start)) {
            return false;
        }
        from = part.end;
    }
    is_blank(Span::new(from, span.end))
}

/// The text without the removed spans.
///
/// ```
/// use gleaner::{document::{render, Document, Format}, span::Span};
/// let document = Document::anonymous(Format::Plain, "One.\n\nShare\n\nTwo, sold out.\n");
/// let removed = [Span::new(6, 11), Span::new(16, 26)].into_iter().collect();
/// assert_eq!(render(&document, &removed), "One.\n\nTwo.\n");
/// ```
pub fn render(document: &Document, removed: &SpanSet) -> String {
    let (text, cuts) = (document.text(), clean_cuts(document, removed));
    let mut kept = String::with_capacity(text.len().saturating_sub(cuts.covered()));
    let mut from = 0;
    for cut in cuts.iter() {
        kept.push_str(Span::new(from, cut.start).slice(text));
        from = cut.end;
    }
    kept.push_str(Span::new(from, text.len()).slice(text));
    kept
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::*;

    #[test]
    fn nothing_removed_gives_the_text_back_byte_for_byte() {
        let text = "\n\n A \r\n\r\nB\t";
        let document = Document::anonymous(Format::Plain, text);
        assert_eq!(render(&document, &SpanSet::new()), text);
    }

    #[test]
    fn everything_removed_or_nothing_there_gives_nothing() {
        let document = Document::anonymous(Format::Plain, "A\nB\n");
        assert_eq!(render(&document, &SpanSet::whole(4)), "");
        assert_eq!(render(&Document::anonymous(Format::Plain, " \n\n"), &SpanSet::new()), "");
    }
}
