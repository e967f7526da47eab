//! What the benches run on: documents of the shipped corpus, joined to given sizes. Nothing is read from disk.

#![allow(dead_code, clippy::expect_used)] // each bench takes what it needs

use gleaner::corpus;
use gleaner::document::{Document, Format, Meta};

/// Sizes in bytes, with their names.
pub const SIZES: &[(&str, usize)] = &[("1KB", 1 << 10), ("10KB", 10 << 10), ("100KB", 100 << 10), ("1MB", 1 << 20)];

/// The Markdown documents of the shipped corpus, in the order of their ids.
pub fn shipped() -> Vec<Document> {
    let corpus = corpus::shipped().expect("the shipped corpus loads");
    corpus.examples.into_iter().map(|example| example.document).collect()
}

/// English Markdown of about `size` bytes: shipped pages one after the other, cut at a line's end.
pub fn markdown(size: usize) -> String {
    let pages = shipped();
    let pages = || pages.iter().filter(|page| page.meta.format == Format::Markdown && page.meta.lang == "en").map(Document::text);
    let mut text = String::new();
    while text.len() < size {
        pages().for_each(|page| {
            if text.len() < size {
                text.push_str(page);
                text.push_str("\n\n");
            }
        });
    }
    let end = text[..floor(&text, size)].rfind('\n').unwrap_or(size);
    text.truncate(end + 1);
    text
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A document of about `size` bytes, segmented and measured.
pub fn document(size: usize) -> Document {
    let meta = Meta { id: "bench".into(), source: "bench".into(), lang: "en".into(), format: Format::Markdown, ..Meta::default() };
    Document::new(meta, markdown(size))
}
