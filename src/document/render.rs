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
    let mut cuts: Vec<Span> = Vec::new();
    let mut kept = false;
    for (index, segment) in segments.iter().enumerate() {
        let next = segments.get(index + 1).map_or(text.len(), |next| next.span.start);
        let parts: SpanSet = removed.within(segment.span).collect();
        if is_emptied(text, segment.span, &parts) {
            cuts.push(Span::new(segment.span.start, next));
        } else {
            kept = true;
            cuts.extend(parts.iter());
        }
    }
    if kept { cuts.into_iter().collect() } else { SpanSet::whole(text.len()) }
}

/// Whether nothing visible of `span` stays.
fn is_emptied(text: &str, span: Span, parts: &SpanSet) -> bool {
    let left = parts.complement(span.end);

    left.within(span).all(|gap| gap.slice(text).trim().is_empty())
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
    let text = document.text();
    let kept = clean_cuts(document, removed).complement(text.len());
    kept.iter().map(|span| span.slice(text)).collect()
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
