//! CleanEval (M. Baroni and others, 2007/2008) and CleanPortalEval, which has its form. The original layout is
//! `finalrun-input/N.html` (CleanPortalEval: `input/`) with `GoldStandard/N.txt`; that of WCEB is `orig/*.html` with `clean/*.txt`.
//!
//! Pages stand in a `<text id="URL" …>` element, which is taken away. Golds begin with a line ` URL: …`; `<p>`, `<h>`, `<l>` begin
//! their paragraphs, headings and list items. The reference text is without both, as WCEB has it; `marked` is the gold as it is, which
//! CleanEval's own metric compares. Encodings are mixed: pages are decoded as by a browser, golds by byte order mark, as
//! UTF-8, or as windows-1252. Many pages were never labelled; they are rejected as such.

use super::gather::{self, Gathering, Page};
use super::{Format, Imported, read_page};
use crate::error::Result;
use crate::gold::ReferenceText;
use regex::Regex;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// CleanEval's row in the table.
pub static FORMAT: Format = Format {
    id: "cleaneval",
    summary: "CleanEval: finalrun-input with GoldStandard, or orig with clean",
    recognises: |path| folders(path, "finalrun-input", "GoldStandard").or_else(|| folders(path, "orig", "clean")).is_some(),
    open: |path| {
        let found = folders(path, "finalrun-input", "GoldStandard").or_else(|| folders(path, "orig", "clean"));
        open(path, "cleaneval", found)
    },
};

/// CleanPortalEval's row in the table.
pub static PORTAL: Format = Format {
    id: "cleanportaleval",
    summary: "CleanPortalEval: input with GoldStandard, marked as CleanEval's",
    recognises: |path| folders(path, "input", "GoldStandard").is_some(),
    open: |path| open(path, "cleanportaleval", folders(path, "input", "GoldStandard")),
};

fn folders(path: &Path, pages: &str, golds: &str) -> Option<(PathBuf, PathBuf)> {
    let found = (path.join(pages), path.join(golds));
    (found.0.is_dir() && found.1.is_dir()).then_some(found)
}

fn open(path: &Path, name: &str, found: Option<(PathBuf, PathBuf)>) -> Result<Imported> {
    let mut gathering = Gathering::new(name);
    let (pages, golds) =
        found.map_or_else(|| (BTreeMap::new(), BTreeMap::new()), |(pages, golds)| (gather::pages(&pages), golds_in(&golds)));
    let pairs = gather::pairs(&mut gathering, pages, golds);
    gathering.read(&pairs, |pair| {
        let marked = gather::text_of_any_encoding(&pair.gold)?;
        let (wrapper, html) = unwrapped(&read_page(&pair.page, None)?);
        let url = address(&wrapper).or_else(|| address(marked.trim_start().lines().next().unwrap_or_default()));
        let content = ReferenceText { text: plain(&marked), marked, ..ReferenceText::default() };
        Ok(Page { id: pair.id.clone(), url: url.unwrap_or_default(), html, content, ..Page::default() })
    });
    gathering.finish(path)
}

/// `1.txt`; in some copies `1-cleaned.txt`.
fn golds_in(folder: &Path) -> BTreeMap<String, PathBuf> {
    gather::files(folder, ".txt").into_iter().map(|(name, path)| (name.trim_end_matches("-cleaned").to_string(), path)).collect()
}

/// The wrapper's start tag, and the page without wrapper.
fn unwrapped(source: &str) -> (String, String) {
    let start = source.trim_start_matches('\u{feff}').trim_start();
    if !start.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("<text")) {
        return (String::new(), source.to_string());
    }
    let (wrapper, page) = start.split_at(tag_end(start));
    let page = page.trim_end();
    (wrapper.to_string(), page.strip_suffix("</text>").unwrap_or(page).to_string())
}

/// Behind the `>` that ends the tag a text begins with: the first outside quotes, as a title may hold one; else the first of all.
fn tag_end(text: &str) -> usize {
    let line = text.lines().next().unwrap_or_default();
    let mut quoted = false;
    let outside = line.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    });
    outside.or_else(|| text.find('>')).map_or(text.len(), |at| at + 1)
}

/// The first web address in a text.
fn address(text: &str) -> Option<String> {
    let at = text.find("http://").or_else(|| text.find("https://"))?;
    text[at..].split(['"', '\'', '<', '>', ' ', '\t', '\n']).next().map(str::to_string)
}

static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)</?[phl]>").ok());

/// The gold without its address and its marks.
pub fn plain(marked: &str) -> String {
    let start = marked.trim_start_matches('\u{feff}').trim_start();
    let body = if start.starts_with("URL") { start.split_once('\n').map_or("", |(_, body)| body) } else { start };
    let body = MARK.as_ref().map_or(body.into(), |mark| mark.replace_all(body, ""));
    let lines: Vec<&str> = body.lines().map(str::trim).collect();
    lines.join("\n").trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_and_marks_go_but_a_later_line_that_begins_with_url_stays() {
        assert_eq!(
            plain(" URL: http://a.example/\n\n<h>Title\n <P>One < two</p>\n<l>URL\nURL shorteners"),
            "Title\nOne < two\nURL\nURL shorteners"
        );
    }

    #[test]
    fn the_wrapper_goes_with_a_greater_sign_in_its_title() {
        let (wrapper, page) = unwrapped("<text id=\"http://a.example/x\" title=\"1 > 0\">\n<p>One</p>\n</text>\n");
        assert_eq!((address(&wrapper).as_deref(), page.trim()), (Some("http://a.example/x"), "<p>One</p>"));
        assert_eq!(unwrapped("<text id=x title=\"5\"\"><p>One</p>").1, "<p>One</p>");
        assert_eq!(unwrapped("<p>a").1, "<p>a");
        assert_eq!(unwrapped("<text id=x><p>One</p> and\nmore</text>").1, "<p>One</p> and\nmore");
    }
}
