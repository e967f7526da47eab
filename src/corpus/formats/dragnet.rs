//! dragnet's data of 2013 (M. Peters, D. Lecocq): `HTML/<id>.html` and `Corrected/<id>.html.corrected.txt`; and dragnet_data of 2020
//! (CC-BY-4.0): `html/<uuid>.html` and `meta/<uuid>.toml` {url, text}.
//!
//! In the golds of 2013 comments follow the content behind a line of their own. The reference text is the content; WCEB keeps the
//! comments. Golds may be empty. Pages are UTF-8, else Latin-1 (read as windows-1252), as the original reads them; golds likewise, and
//! UTF-16 where a byte order mark says so.

use super::gather::{self, Gathering, Page};
use super::{Format, Imported, read_page, unpack};
use crate::document::html;
use crate::error::{Error, Result};
use crate::gold::ReferenceText;
use serde::Deserialize;
use std::path::Path;

/// Begins the line between content and comments.
const COMMENTS: &str = "!@#$%^&*()";

/// The row of 2013 in the table.
pub static FORMAT: Format = Format {
    id: "dragnet",
    summary: "dragnet's data of 2013: HTML/<id>.html with Corrected/<id>.html.corrected.txt",
    recognises: |path| path.join("HTML").is_dir() && path.join("Corrected").is_dir(),
    open,
};

/// The row of 2020 in the table.
pub static DATA: Format = Format {
    id: "dragnet-data",
    summary: "dragnet_data of 2020: html/<uuid>.html with meta/<uuid>.toml",
    recognises: |path| path.join("html").is_dir() && gather::holds(&path.join("meta"), ".toml"),
    open: open_data,
};

fn open(path: &Path) -> Result<Imported> {
    let mut gathering = Gathering::new("dragnet").with_empty_golds();
    let golds = gather::files(&path.join("Corrected"), ".html.corrected.txt");
    let pairs = gather::pairs(&mut gathering, gather::pages(&path.join("HTML")), golds);
    gathering.read(&pairs, |pair| {
        let content = ReferenceText { text: before_comments(&gather::text_of_any_encoding(&pair.gold)?), ..ReferenceText::default() };
        let bytes = unpack(&pair.page)?;
        let charset = if std::str::from_utf8(&bytes).is_ok() { "utf-8" } else { "latin1" };
        Ok(Page { id: pair.id.clone(), html: html::decode(&bytes, Some(charset)).text, content, ..Page::default() })
    });
    gathering.finish(path)
}

fn before_comments(gold: &str) -> String {
    let content: Vec<&str> = gold.split('\n').take_while(|line| !line.trim_start().starts_with(COMMENTS)).collect();
    content.join("\n").trim().to_string()
}

#[derive(Deserialize)]
struct Meta {
    #[serde(default)]
    url: String,
    text: String,
}

fn open_data(path: &Path) -> Result<Imported> {
    let mut gathering = Gathering::new("dragnet-data").with_empty_golds();
    let pairs = gather::pairs(&mut gathering, gather::pages(&path.join("html")), gather::files(&path.join("meta"), ".toml"));
    gathering.read(&pairs, |pair| {
        let meta: Meta = toml::from_str(&gather::text(&pair.gold)?).map_err(|error| {
            Error::data(format!("not the expected TOML: {}", error.message())).in_file(&pair.gold).remedy("fetch it again")
        })?;
        let content = ReferenceText { text: meta.text.trim().to_string(), ..ReferenceText::default() };
        Ok(Page { id: pair.id.clone(), url: meta.url, html: read_page(&pair.page, Some("utf-8"))?, content, ..Page::default() })
    });
    gathering.finish(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_cut_at_their_line() {
        assert_eq!(before_comments("One\ntwo\n\n!@#$%^&*() COMMENTS\nFirst!"), "One\ntwo");
        assert_eq!(before_comments("!@#$%^&*() COMMENTS\nFirst!"), "");
    }
}
