//! Scrapinghub's (Zyte's) article extraction benchmark (MIT): `ground-truth.json` {id: {articleBody, url}} and
//! `html/<id>.html.gz`, UTF-8. Its golds are never empty.

use super::gather::{self, Gathering, Page};
use super::{Format, Imported, read_page};
use crate::error::{Error, Result};
use crate::gold::ReferenceText;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// Row in the table.
pub static FORMAT: Format = Format {
    id: "scrapinghub",
    summary: "Scrapinghub's article extraction benchmark: ground-truth.json with html/<id>.html.gz",
    recognises: |path| path.join("ground-truth.json").is_file() && path.join("html").is_dir(),
    open,
};

#[derive(Deserialize)]
struct Truth {
    #[serde(rename = "articleBody")]
    body: Option<String>,
    #[serde(default)]
    url: Option<String>,
}

fn open(path: &Path) -> Result<Imported> {
    let file = path.join("ground-truth.json");
    let gather::Entries(entries) = gather::json(&file)?;
    let mut gathering = Gathering::new("scrapinghub");
    let ids: BTreeSet<&str> = entries.iter().map(|(id, _)| id.as_str()).collect();
    for (id, page) in gather::pages(&path.join("html")) {
        if !ids.contains(id.as_str()) {
            gathering.reject(gather::missing_gold(&page));
        }
    }
    gathering.read(&entries, |(id, value)| {
        let truth: Truth = gather::entry(&file, id, value)?;
        let text = truth.body.ok_or_else(|| Error::data(format!("`{id}` has no articleBody")).in_file(&file).remedy("drop the entry"))?;
        let html = read_page(&gather::page_of(&path.join("html"), id)?, Some("utf-8"))?;
        let content = ReferenceText { text, ..ReferenceText::default() };
        Ok(Page { id: id.clone(), url: truth.url.unwrap_or_default(), html, content, ..Page::default() })
    });
    gathering.finish(path)
}
