//! WCEB, the Web Content Extraction Benchmark of Webis (J. Bevendorff and others, 2023), which unites eight older ones:
//! `datasets/combined/ground-truth/<set>.jsonl` {page_id, plaintext, source, url} and `html/<set>/<page_id>.html`, UTF-8. Ids are
//! `<set>/<page_id>`; a page_id is the SHA-256 of the page, so equal pages of a set are one. Empty values are left out of the
//! records: no `plaintext` is an empty gold, which is one.

use super::gather::{self, Gathering, Page};
use super::{Format, Imported, read_page};
use crate::error::{Error, Result};
use crate::gold::ReferenceText;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Row in the table.
pub static FORMAT: Format = Format {
    id: "wceb",
    summary: "Webis' Web Content Extraction Benchmark: ground-truth/<set>.jsonl with html/<set>/<page_id>.html",
    recognises: |path| folder(path).is_some(),
    open,
};

fn folder(path: &Path) -> Option<PathBuf> {
    let folders = [path.to_path_buf(), path.join("combined"), path.join("datasets/combined")];
    folders.into_iter().find(|folder| gather::holds(&folder.join("ground-truth"), ".jsonl") && folder.join("html").is_dir())
}

#[derive(Deserialize)]
struct Truth {
    page_id: String,
    #[serde(default)]
    plaintext: String,
    #[serde(default)]
    url: String,
}

fn open(path: &Path) -> Result<Imported> {
    let folder = folder(path).unwrap_or_else(|| path.to_path_buf());
    let mut gathering = Gathering::new("wceb").with_empty_golds();
    for (set, file) in gather::files(&folder.join("ground-truth"), ".jsonl") {
        match gather::text(&file) {
            Ok(lines) => read_set(&mut gathering, &set, &folder.join("html").join(&set), &file, &lines),
            Err(error) => gathering.reject(error),
        }
    }
    gathering.finish(&folder)
}

fn read_set(gathering: &mut Gathering, set: &str, html: &Path, file: &Path, lines: &str) {
    let mut truths: Vec<Truth> = Vec::new();
    for (at, line) in lines.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(truth) => truths.push(truth),
            Err(error) => {
                gathering.reject(Error::data(format!("not a WCEB record: {error}")).at(file, at + 1).remedy("fetch the set again"))
            }
        }
    }
    let known: BTreeSet<&str> = truths.iter().map(|truth| truth.page_id.as_str()).collect();
    for (id, page) in gather::pages(html) {
        if !known.contains(id.as_str()) {
            gathering.reject(gather::missing_gold(&page));
        }
    }
    gathering.read(&truths, |truth| {
        let page = read_page(&gather::page_of(html, &truth.page_id)?, Some("utf-8"))?;
        let content = ReferenceText { text: truth.plaintext.clone(), ..ReferenceText::default() };
        Ok(Page { id: format!("{set}/{}", truth.page_id), url: truth.url.clone(), html: page, content, ..Page::default() })
    });
}
