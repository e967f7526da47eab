//! trafilatura's evaluation data (A. Barbaresi and others; Apache-2.0): `tests/evaldata.json` {url: {file, with, without}}; pages in
//! `tests/cache`, else `tests/eval`. The gold is snippets alone: the reference text is empty, and only metrics of snippets mean
//! anything. Pages come in any encoding, some declare a wrong one: they are decoded as by a browser. Files that no entry
//! names are many, and passed over.

use super::gather::{self, Gathering, Page};
use super::{Format, Imported, read_page};
use crate::error::{Error, Result};
use crate::gold::ReferenceText;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Snippets on a side that the original's check allows at most.
const MAX_SNIPPETS: usize = 6;

/// Row in the table.
pub static FORMAT: Format = Format {
    id: "trafilatura",
    summary: "trafilatura's evaluation data: tests/evaldata.json with tests/cache and tests/eval",
    recognises: |path| folder(path).is_some(),
    open,
};

fn folder(path: &Path) -> Option<PathBuf> {
    [path.join("tests"), path.to_path_buf()].into_iter().find(|folder| folder.join("evaldata.json").is_file())
}

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    file: String,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
}

fn open(path: &Path) -> Result<Imported> {
    let folder = folder(path).unwrap_or_else(|| path.to_path_buf());
    let file = folder.join("evaldata.json");
    let gather::Entries(entries) = gather::json(&file)?;
    let mut gathering = Gathering::new("trafilatura");
    gathering.read(&entries, |(url, value)| {
        let item: Item = gather::entry(&file, url, value)?;
        check(&item).map_err(|reason| Error::data(format!("entry `{url}`: {reason}")).in_file(&file).remedy("mend or drop the entry"))?;
        let page = gather::page_of(&folder.join("cache"), &item.file).or_else(|_| gather::page_of(&folder.join("eval"), &item.file))?;
        let id = item.file.trim_end_matches(".gz").trim_end_matches(".html").to_string();
        let content = ReferenceText { with: item.with, without: item.without, ..ReferenceText::default() };
        Ok(Page { id, url: url.clone(), html: read_page(&page, None)?, content, ..Page::default() })
    });
    gathering.finish(&folder)
}

/// The rules that the original's program holds its data to.
fn check(item: &Item) -> std::result::Result<(), String> {
    if item.file.is_empty() {
        return Err("it names no file".into());
    }
    let sides = [("with", normal(&item.with)), ("without", normal(&item.without))];
    for (side, snippets) in &sides {
        if snippets.is_empty() || snippets.len() > MAX_SNIPPETS {
            return Err(format!("`{side}` has {} snippets, not 1 to {MAX_SNIPPETS}", snippets.len()));
        }
        if snippets.iter().any(String::is_empty) {
            return Err(format!("`{side}` has an empty snippet"));
        }
        if let Some(twice) = snippets.iter().enumerate().find(|(at, snippet)| snippets[..*at].contains(snippet)) {
            return Err(format!("`{side}` has `{}` twice", twice.1));
        }
    }
    let [(_, with), (_, without)] = &sides;
    match without.iter().find(|snippet| with.iter().any(|wanted| wanted.contains(snippet.as_str()))) {
        Some(snippet) => Err(format!("`{snippet}` of `without` stands in a snippet of `with`")),
        None => Ok(()),
    }
}

/// White space folded as Python's `\s` has it: U+001C to U+001F belong to it.
fn normal(snippets: &[String]) -> Vec<String> {
    let fold = |text: &String| {
        let words = text.split(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c));
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    snippets.iter().map(fold).collect()
}
