//! The digests of a corpus and of a document: results with different digests are not compared.

use super::Example;
use crate::document::html::VIEW_VERSION;
use crate::gold::Gold;
use sha2::{Digest, Sha256};

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
    let mut hasher = Sha256::new();
    field(&mut hasher, SEGMENTATION);
    field(&mut hasher, VIEW_VERSION);
    examples.into_iter().for_each(|example| absorb(&mut hasher, example));
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn absorb(hasher: &mut Sha256, Example { document, gold }: &Example) {
    let meta = &document.meta;
    for part in [&meta.id, &meta.source, &meta.event, &meta.lang, meta.format.name(), document.text()] {
        field(hasher, part);
    }
    spans(hasher, gold);
    if let Some(reference) = gold.reference() {
        let content = &reference.content;
        let paragraphs = content.paragraphs.iter().map(|paragraph| &paragraph.text);
        let marked = Some(&content.marked).filter(|marked| !marked.is_empty());
        let texts = [&content.text, &reference.page_kind].into_iter().chain(marked).chain(paragraphs);
        texts.chain(&content.with).chain(&content.without).for_each(|text| field(hasher, text));
    }
}

/// A length before each field keeps `ab`+`c` and `a`+`bc` apart.
fn field(hasher: &mut Sha256, text: &str) {
    hasher.update((text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

fn spans(hasher: &mut Sha256, gold: &Gold) {
    for labelled in gold.spans() {
        hasher.update((labelled.span.start as u64).to_le_bytes());
        hasher.update((labelled.span.end as u64).to_le_bytes());
        field(hasher, labelled.label.name());
    }
}
