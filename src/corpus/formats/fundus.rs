//! fundus-evaluation (M. Dallabetta, C. Dobberstein and others; MIT): `dataset/ground_truth.json` {`Publisher_1.html.gz`: {url,
//! body, crawl_date}} and `dataset/html/`, UTF-8. A body is a list of paragraphs; one in square brackets is optional. The text is all of
//! them, joined by a blank line. Empty paragraphs, on which the original program fails, are passed over.

use super::gather::{self, Gathering, Page};
use super::{Format, Imported, read_page};
use crate::error::Result;
use crate::gold::{Paragraph, ReferenceText};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Row in the table.
pub static FORMAT: Format = Format {
    id: "fundus",
    summary: "fundus-evaluation: dataset/ground_truth.json with paragraphs, dataset/html/*.html.gz",
    recognises: |path| folder(path).is_some(),
    open,
};

fn folder(path: &Path) -> Option<PathBuf> {
    let folders = [path.to_path_buf(), path.join("dataset")];
    folders.into_iter().find(|folder| folder.join("ground_truth.json").is_file() && folder.join("html").is_dir())
}

#[derive(Deserialize)]
struct Truth {
    #[serde(default)]
    url: Option<String>,
    body: Vec<String>,
}

fn open(path: &Path) -> Result<Imported> {
    let folder = folder(path).unwrap_or_else(|| path.to_path_buf());
    let (file, html) = (folder.join("ground_truth.json"), folder.join("html"));
    let gather::Entries(entries) = gather::json(&file)?;
    let mut gathering = Gathering::new("fundus");
    let names: BTreeSet<&str> = entries.iter().map(|(name, _)| name.trim_end_matches(".html.gz")).collect();
    for (name, page) in gather::pages(&html) {
        if !names.contains(name.as_str()) {
            gathering.reject(gather::missing_gold(&page));
        }
    }
    gathering.read(&entries, |(name, value)| {
        let truth: Truth = gather::entry(&file, name, value)?;
        let paragraphs: Vec<Paragraph> = truth.body.iter().filter(|text| !text.trim().is_empty()).map(|text| paragraph(text)).collect();
        let texts: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
        let content = ReferenceText { text: texts.join("\n\n"), paragraphs, ..ReferenceText::default() };
        let page = read_page(&gather::page_of(&html, name)?, Some("utf-8"))?;
        let id = name.trim_end_matches(".html.gz").to_string();
        Ok(Page { id, url: truth.url.unwrap_or_default(), html: page, content, ..Page::default() })
    });
    gathering.finish(&folder)
}

fn paragraph(text: &str) -> Paragraph {
    match text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        Some(inner) => Paragraph { text: inner.to_string(), optional: true },
        None => Paragraph { text: text.to_string(), optional: false },
    }
}
