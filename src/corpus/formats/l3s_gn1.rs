//! L3S-GN1, 621 news pages (C. Kohlschütter and others, 2010): `original/*.html` and `annotated/*.html`, in which
//! `<span class="x-nc-selK">` marks text: 1 headline, 2 full text, 3 supplemental, 4 related content, 5 comments.
//!
//! The reference text is what WCEB draws: kinds 1 to 3, of elements that hold one text and nothing else; the rest is lost. The page is the
//! original, in which nothing is marked.

use super::annotated::leaf_text;
use super::gather::{self, Gathering, Page};
use super::{Format, Imported, read_page};
use crate::error::Result;
use crate::gold::ReferenceText;
use std::path::Path;

/// Row in the table.
pub static FORMAT: Format = Format {
    id: "l3s-gn1",
    summary: "L3S-GN1: original/*.html with annotated/*.html, marked with x-nc-selK",
    recognises: |path| path.join("original").is_dir() && path.join("annotated").is_dir(),
    open,
};

fn open(path: &Path) -> Result<Imported> {
    let mut gathering = Gathering::new("l3s-gn1");
    let pairs = gather::pairs(&mut gathering, gather::pages(&path.join("original")), gather::pages(&path.join("annotated")));
    gathering.read(&pairs, |pair| {
        let marked = |name: &str| matches!(name, "x-nc-sel1" | "x-nc-sel2" | "x-nc-sel3");
        let text =
            leaf_text(&read_page(&pair.gold, None)?, |element| element.attr("class").unwrap_or_default().split_whitespace().any(marked));
        let content = ReferenceText { text, ..ReferenceText::default() };
        Ok(Page { id: pair.id.clone(), html: read_page(&pair.page, None)?, content, ..Page::default() })
    });
    gathering.finish(path)
}
