//! A page and a reference text become an example: spans are derived by aligning the two.

use crate::corpus::Example;
use crate::document::{Alignment, Document, Meta};
use crate::gold::{Gold, LabelledSpan, Reference};
use crate::label::Label;

/// Aligns the reference with the page's text. What stands in it is `body`; what does not is given the label `nav`, the most
/// general of what is stripped: a reference text does not say what else a page holds.
pub fn example(meta: Meta, source: String, reference: Reference) -> Example {
    let document = Document::new(meta, source);
    let kept = Alignment::new(document.text(), &reference.content.text).kept(&document);
    let gone = kept.complement(document.text().len());
    let mut spans = Vec::new();
    for segment in document.segments() {
        let parts = gone.within(segment.span).map(|span| span.trimmed(document.text()));
        spans.extend(parts.map(|span| LabelledSpan { span, label: Label::Nav }));
    }
    // Parts of a complement never overlap.
    let gold = Gold::with_reference(spans, reference).unwrap_or_default();
    Example { document, gold }
}
