//! A page and a reference become an example: spans are derived by aligning the two.

use crate::corpus::Example;
use crate::document::{Alignment, Document, Meta};
use crate::gold::{Gold, LabelledSpan, Reference};
use crate::label::Label;
use crate::span::Span;

/// Aligns the reference with the page's text. What stands in it is `body`; what does not is given the label `nav`, the most
/// general of what is stripped: a reference text does not say what else a page holds.
///
/// A reference of snippets alone says nothing of most of the page: snippets that must appear are `body`, those that must not are
/// `nav`, and the rest is `excerpt`, which counts neither way in any task.
pub fn example(meta: Meta, source: String, reference: Reference) -> Example {
    let document = Document::new(meta, source);
    let content = &reference.content;
    let spans = if content.text.is_empty() && !content.with.is_empty() {
        by_snippets(document.text(), &content.with, &content.without)
    } else {
        by_alignment(&document, &content.text)
    };
    // Parts of a complement never overlap, nor do stretches between marks.
    let gold = Gold::with_reference(spans, reference).unwrap_or_default();
    Example { document, gold }
}

fn by_alignment(document: &Document, text: &str) -> Vec<LabelledSpan> {
    let kept = Alignment::new(document.text(), text).kept(document);
    let gone = kept.complement(document.text().len());
    let mut spans = Vec::new();
    for segment in document.segments() {
        let parts = gone.within(segment.span).map(|span| span.trimmed(document.text()));
        spans.extend(parts.map(|span| LabelledSpan { span, label: Label::Nav }));
    }
    spans
}

/// Where snippets overlap, the one that must appear wins, then the earlier.
fn by_snippets(text: &str, with: &[String], without: &[String]) -> Vec<LabelledSpan> {
    // A line break is a byte, as is a space: offsets stay.
    let flat = text.replace('\n', " ");
    let found = |snippets: &[String], label: Label| -> Vec<LabelledSpan> {
        let snippets = snippets.iter().map(|snippet| snippet.split_whitespace().collect::<Vec<_>>().join(" "));
        let filled = snippets.filter(|snippet| !snippet.is_empty());
        filled.flat_map(|snippet| all_of(&flat, &snippet).map(|span| LabelledSpan { span, label }).collect::<Vec<_>>()).collect()
    };
    let mut marks: Vec<LabelledSpan> = Vec::new();
    for mark in found(with, Label::Body).into_iter().chain(found(without, Label::Nav)) {
        if marks.iter().all(|other| !other.span.overlaps(mark.span)) {
            marks.push(mark);
        }
    }
    marks.sort_unstable();
    let (mut spans, mut from) = (Vec::new(), 0);
    for mark in marks {
        spans.push(LabelledSpan { span: Span::new(from, mark.span.start).trimmed(text), label: Label::Excerpt });
        from = mark.span.end;
        spans.extend(Some(mark).filter(|mark| mark.label != Label::Body));
    }
    spans.push(LabelledSpan { span: Span::new(from, text.len()).trimmed(text), label: Label::Excerpt });
    spans
}

/// The first places where a snippet stands; a page that repeats it without end is no page to measure by.
fn all_of<'t>(text: &'t str, snippet: &'t str) -> impl Iterator<Item = Span> + 't {
    text.match_indices(snippet).take(MAX_PLACES).map(|(at, found)| Span::new(at, at + found.len()))
}

/// Places of one snippet that are marked.
const MAX_PLACES: usize = 64;
