//! Corpora: documents with gold, from a folder or compiled into the program.
//!
//! A corpus is a folder with `documents.csv` (id, file, source, event, lang, format, licence, origin) and for each
//! document its text with a brat standoff file (`.ann`) beside it. Offsets in files are Unicode code points; the
//! quoted text stands beside them, and loading fails where text and quote differ.
//!
//! Three lists may lie beside: `aliases.csv` (source, alias), `protected.csv` (id, start, end, quote) and `panels.csv` (id, field,
//! value); see [`crate::gold::Facts`]. They are no part of the digest, since no score rests on them.

pub mod agreement;
pub mod annotation;
mod beside;
pub mod brat;
pub mod check;
mod digest;
mod files;
pub mod formats;
mod native;
mod shipped;
pub mod texts;

pub use check::Finding;
pub use digest::{digest, document_digest};
pub use files::{Files, MAX_FILE_BYTES, decode};
pub use native::{Row, open, unlabelled};
pub use shipped::{SHIPPED, is_shipped, shipped};

use crate::document::Document;
use crate::gold::Gold;

/// A document and what a person said about it. Strategies see the document only.
#[derive(Debug)]
pub struct Example {
    /// The document.
    pub document: Document,
    /// Its gold.
    pub gold: Gold,
}

/// Documents with gold, in the order of the manifest's ids.
#[derive(Debug)]
pub struct Corpus {
    /// Short name: the folder's, or `shipped`.
    pub name: String,
    /// SHA-256 over ids, texts and gold, whatever the order of the documents.
    pub digest: String,
    /// The documents, sorted by id.
    pub examples: Vec<Example>,
}

impl Corpus {
    /// Parts a corpus that holds both pages and text: strategies for the one say nothing of the other. The part with the
    /// pages is named `<name>-html`.
    pub fn by_medium(self) -> Vec<Corpus> {
        let is_page = |example: &Example| example.document.page().is_some();
        let pages = self.examples.iter().filter(|example| is_page(example)).count();
        if pages == 0 || pages == self.examples.len() {
            return vec![self];
        }
        let (pages, texts): (Vec<Example>, Vec<Example>) = self.examples.into_iter().partition(is_page);
        let part = |name, examples: Vec<Example>| Corpus { name, digest: digest(&examples), examples };
        vec![part(self.name.clone(), texts), part(format!("{}-html", self.name), pages)]
    }
}
