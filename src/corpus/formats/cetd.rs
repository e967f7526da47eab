//! CETD, the pages of "DOM based content extraction via text density" (F. Sun, D. Song, L. Liao, 2011): for each of six sites
//! `<site>/original/*.htm` and `<site>/gold/*.txt`. Ids are `<site>/<name>`, sources the sites. Pages are decoded as by a browser, golds by byte
//! order mark, as UTF-8, or as windows-1252.

use super::gather::{self, Gathering, Page};
use super::{Format, Imported, read_page};
use crate::error::Result;
use crate::gold::ReferenceText;
use std::path::{Path, PathBuf};

/// Row in the table.
pub static FORMAT: Format =
    Format { id: "cetd", summary: "CETD: <site>/original/*.htm with <site>/gold/*.txt", recognises: |path| !sites(path).is_empty(), open };

fn sites(path: &Path) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    let named = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    let mut sites: Vec<_> = named.filter(|(_, site)| site.join("original").is_dir() && site.join("gold").is_dir()).collect();
    sites.sort();
    sites
}

fn open(path: &Path) -> Result<Imported> {
    let mut gathering = Gathering::new("cetd");
    for (site, folder) in sites(path) {
        let golds = gather::files(&folder.join("gold"), ".txt");
        let pairs = gather::pairs(&mut gathering, gather::pages(&folder.join("original")), golds);
        gathering.read(&pairs, |pair| {
            let content = ReferenceText { text: gather::text_of_any_encoding(&pair.gold)?, ..ReferenceText::default() };
            let html = read_page(&pair.page, None)?;
            Ok(Page { id: format!("{site}/{}", pair.id), source: site.clone(), html, content, ..Page::default() })
        });
    }
    gathering.finish(path)
}
