//! Google-Trends-2017 (J. Leonhardt, A. Anand, M. Khosla: BoilerNet, 2020): `prepared_html/*.html`, in which each text stands in an
//! element with `__boilernet_label="1"` (content) or `"0"`.
//!
//! The reference text is that of the marked leaves, joined as WCEB does it for marked pages. The attribute is taken from the
//! page, so that no strategy sees it; the elements that carry it stay, and are the same for content and boilerplate.

use super::annotated::{leaf_text, without_attribute};
use super::gather::{self, Gathering, Page};
use super::{Format, Imported, read_page};
use crate::error::Result;
use crate::gold::ReferenceText;
use std::path::{Path, PathBuf};

/// The attribute.
const LABEL: &str = "__boilernet_label";

/// Row in the table.
pub static FORMAT: Format = Format {
    id: "google-trends",
    summary: "Google-Trends-2017 of BoilerNet: prepared_html/*.html, marked with __boilernet_label",
    recognises: |path| folder(path).is_some(),
    open,
};

fn folder(path: &Path) -> Option<PathBuf> {
    [path.join("prepared_html"), path.join("googletrends-2017/prepared_html")].into_iter().find(|folder| folder.is_dir())
}

fn open(path: &Path) -> Result<Imported> {
    let folder = folder(path).unwrap_or_else(|| path.to_path_buf());
    let pages: Vec<(String, PathBuf)> = gather::pages(&folder).into_iter().collect();
    let mut gathering = Gathering::new("google-trends");
    gathering.read(&pages, |(id, page)| {
        let marked = read_page(page, None)?;
        if !marked.contains(LABEL) {
            return Err(gather::missing_gold(page));
        }
        let content = ReferenceText { text: leaf_text(&marked, |element| element.attr(LABEL) == Some("1")), ..ReferenceText::default() };
        Ok(Page { id: id.clone(), html: without_attribute(&marked, LABEL), content, ..Page::default() })
    });
    gathering.finish(&folder)
}
