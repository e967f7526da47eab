//! WCXB, the Web Content Extraction Benchmark (Murrough Foley; data CC-BY-4.0): pages of seven kinds with main content,
//! snippets that must and must not appear.
//!
//! `{dev,test}/ground-truth/NNNN.json` and `{dev,test}/html/NNNN.html.gz`; the path is the whole benchmark, which is read as its
//! `dev` part, or one of the parts. Pages are UTF-8 whatever they declare. Files are known by their names: one lacks its id.
//! Golds may be empty. Sources are the hosts of the addresses, without `www.`.

use super::gather::{self, Gathering, Page, Pair};
use super::{Format, Imported, read_page};
use crate::error::{Error, Result};
use crate::gold::ReferenceText;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Row in the table.
pub static FORMAT: Format = Format {
    id: "wcxb",
    summary: "Web Content Extraction Benchmark: ground-truth/NNNN.json with html/NNNN.html.gz",
    recognises: |path| part(path).is_some(),
    open,
};

/// The folder that holds `ground-truth` and `html`.
fn part(path: &Path) -> Option<PathBuf> {
    [path.to_path_buf(), path.join("dev")]
        .into_iter()
        .find(|part| gather::holds(&part.join("ground-truth"), ".json") && part.join("html").is_dir())
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    url: Option<String>,
    #[serde(default, rename = "_internal")]
    internal: Internal,
    ground_truth: Truth,
}

#[derive(Deserialize, Default)]
struct Internal {
    #[serde(default)]
    page_type: PageType,
}

#[derive(Deserialize, Default)]
struct PageType {
    #[serde(default)]
    primary: Option<String>,
}

#[derive(Deserialize)]
struct Truth {
    #[serde(default)]
    main_content: Option<String>,
    #[serde(default)]
    with: Option<Vec<String>>,
    #[serde(default)]
    without: Option<Vec<String>>,
}

fn open(path: &Path) -> Result<Imported> {
    let part = part(path).ok_or_else(|| Error::data("not a WCXB folder: no ground-truth and html in it").in_file(path))?;
    let name = part.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let mut gathering = Gathering::new(format!("wcxb-{}", name.unwrap_or_default())).with_empty_golds();
    let pages = gather::pages(&part.join("html"));
    let pairs = gather::pairs(&mut gathering, pages, gather::files(&part.join("ground-truth"), ".json"));
    gathering.read(&pairs, read);
    gathering.finish(&part)
}

fn read(pair: &Pair) -> Result<Page> {
    let entry: Entry = gather::json(&pair.gold)?;
    let html = read_page(&pair.page, Some("utf-8"))?;
    let kind = entry.internal.page_type.primary.unwrap_or_default();
    // As the benchmark's own program has it.
    let page_kind = match kind.as_str() {
        "" => "article".into(),
        "category" => "collection".into(),
        _ => kind,
    };
    let truth = entry.ground_truth;
    let content = ReferenceText {
        text: truth.main_content.unwrap_or_default(),
        with: truth.with.unwrap_or_default(),
        without: truth.without.unwrap_or_default(),
        ..ReferenceText::default()
    };
    Ok(Page { id: pair.id.clone(), url: entry.url.unwrap_or_default(), html, content, page_kind, ..Page::default() })
}
