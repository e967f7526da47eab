//! The test pages of Mozilla's Readability.js (Apache-2.0): `test/test-pages/<name>/{source.html, expected.html,
//! expected-metadata.json}`, UTF-8 whatever they declare.
//!
//! The reference text is that of expected.html, rendered by gleaner's own view. It is what Readability gave when the test was
//! written, not what a person said: no ranking should rest on it. Sources are the names without their number (`bbc-1`).

use super::gather::{self, Gathering, Page};
use super::{Format, Imported, read_page};
use crate::document::html;
use crate::error::{Error, Result};
use crate::gold::ReferenceText;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Row in the table.
pub static FORMAT: Format = Format {
    id: "readability",
    summary: "Readability.js' test pages: <name>/source.html with expected.html; no human gold",
    recognises: |path| folder(path).is_some(),
    open,
};

fn folder(path: &Path) -> Option<PathBuf> {
    let folders = [path.to_path_buf(), path.join("test-pages"), path.join("test/test-pages")];
    folders.into_iter().find(|folder| {
        let mut tests = std::fs::read_dir(folder).into_iter().flatten().flatten().take(64);
        tests.any(|test| test.path().join("source.html").is_file() && test.path().join("expected.html").is_file())
    })
}

#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default)]
    lang: Option<String>,
}

fn open(path: &Path) -> Result<Imported> {
    let folder = folder(path).unwrap_or_else(|| path.to_path_buf());
    let entries = std::fs::read_dir(&folder).map_err(|error| Error::io("cannot list the folder", error).in_file(&folder))?;
    let mut tests: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|test| test.is_dir()).collect();
    tests.sort();
    let mut gathering = Gathering::new("readability");
    gathering.read(&tests, |test| {
        let id = test.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let html = read_page(&gather::page_of(test, "source.html")?, Some("utf-8"))?;
        if !test.join("expected.html").is_file() {
            return Err(gather::missing_gold(&test.join("source.html")));
        }
        let expected = html::view(read_page(&test.join("expected.html"), Some("utf-8"))?);
        let metadata = test.join("expected-metadata.json");
        let metadata: Metadata = if metadata.is_file() { gather::json(&metadata)? } else { Metadata::default() };
        let source = id.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('-').to_string();
        let content = ReferenceText { text: expected.text, ..ReferenceText::default() };
        Ok(Page { source, id, lang: metadata.lang.unwrap_or_default(), html, content, ..Page::default() })
    });
    gathering.finish(&folder)
}
