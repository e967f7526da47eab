//! The digests of a corpus and of a document: results with different digests are not compared.

use super::Example;
use crate::document::Fingerprint;
use crate::document::html::VIEW_VERSION;

/// The rules that cut texts into segments and render pages are part of the digest: counts and offsets depend on them.
const SEGMENTATION: &str = "gleaner-corpus-1";

/// SHA-256 over ids, metadata, texts and gold, in the order of the ids; hexadecimal.
pub fn digest(examples: &[Example]) -> String {
    let mut order: Vec<&Example> = examples.iter().collect();
    order.sort_by(|a, b| a.document.meta.id.cmp(&b.document.meta.id));
    hash(order)
}

/// Hexadecimal digits of a document's digest: 64 bits, enough to notice a change of one document.
const DOCUMENT_DIGITS: usize = 16;

/// The digest of one document with its gold: the first 16 digits of the [`digest`] of a corpus that holds nothing else.
pub fn document_digest(example: &Example) -> String {
    let mut digits = hash([example]);
    digits.truncate(DOCUMENT_DIGITS);
    digits
}

fn hash<'e>(examples: impl IntoIterator<Item = &'e Example>) -> String {
    let start = Fingerprint::new().field(SEGMENTATION).field(VIEW_VERSION);
    examples.into_iter().fold(start, absorb).hex()
}

fn absorb(mut print: Fingerprint, Example { document, gold }: &Example) -> Fingerprint {
    let meta = &document.meta;
    for part in [&meta.id, &meta.source, &meta.event, &meta.lang, meta.format.name(), document.text()] {
        print = print.field(part);
    }
    for labelled in gold.spans() {
        print = print.number(labelled.span.start).number(labelled.span.end).field(labelled.label.name());
    }
    if let Some(reference) = gold.reference() {
        let content = &reference.content;
        let paragraphs = content.paragraphs.iter().map(|paragraph| &paragraph.text);
        let marked = Some(&content.marked).filter(|marked| !marked.is_empty());
        let texts = [&content.text, &reference.page_kind].into_iter().chain(marked).chain(paragraphs);
        print = texts.chain(&content.with).chain(&content.without).fold(print, |print, text| print.field(text));
    }
    print
}
