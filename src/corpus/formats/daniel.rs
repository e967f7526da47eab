//! Daniel (G. Lejeune and others), as waddle has it: `html/<name>` and `reference/<name>`, names without an ending, and `doc_lg.json`
//! {name: language}. All UTF-8, whatever pages declare.
//!
//! References are `<p>…</p>`; the reference text is without the marks, `marked` is the file as it is. Many references have no page.

use super::cleaneval::plain;
use super::gather::{self, Gathering, Page};
use super::{Format, Imported, read_page};
use crate::error::Result;
use crate::gold::ReferenceText;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Row in the table.
pub static FORMAT: Format = Format {
    id: "daniel",
    summary: "Daniel, as in waddle: html/<name> with reference/<name> and doc_lg.json",
    recognises: |path| path.join("html").is_dir() && path.join("reference").is_dir(),
    open,
};

fn open(path: &Path) -> Result<Imported> {
    let mut gathering = Gathering::new("daniel");
    let found = languages(path);
    let languages: BTreeMap<String, String> = match found.map(|file| gather::json(&file)) {
        Some(Ok(languages)) => languages,
        Some(Err(error)) => {
            gathering.reject(error);
            BTreeMap::new()
        }
        None => BTreeMap::new(),
    };
    let pairs = gather::pairs(&mut gathering, gather::files(&path.join("html"), ""), gather::files(&path.join("reference"), ""));
    gathering.read(&pairs, |pair| {
        let marked = gather::text(&pair.gold)?;
        let content = ReferenceText { text: plain(&marked), marked, ..ReferenceText::default() };
        let lang = languages.get(&pair.id).cloned().unwrap_or_default();
        Ok(Page { id: pair.id.clone(), lang, html: read_page(&pair.page, Some("utf-8"))?, content, ..Page::default() })
    });
    gathering.finish(path)
}

/// The table of languages: in the corpus, or in a folder above it.
fn languages(path: &Path) -> Option<PathBuf> {
    let folders = [Some(path), path.parent(), path.parent().and_then(Path::parent)];
    folders.into_iter().flatten().map(|folder| folder.join("doc_lg.json")).find(|file| file.is_file())
}
