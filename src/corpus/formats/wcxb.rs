//! WCXB, the Web Content Extraction Benchmark (Murrough Foley; data CC-BY-4.0): pages of seven kinds with main content,
//! snippets that must and must not appear.
//!
//! `{dev,test}/ground-truth/NNNN.json` and `{dev,test}/html/NNNN.html.gz`; the path is the whole benchmark, which is read as its
//! `dev` part, or one of the parts. Pages are UTF-8 whatever they declare. Files are known by their names: one lacks its id.
//! Golds may be empty. Sources are the hosts of the addresses, without `www.`.

use super::{Format, Imported, example, read_page};
use crate::corpus::{Corpus, Example, digest};
use crate::document::{self, Meta};
use crate::error::{Error, Result};
use crate::gold::Reference;
use crate::metric::text::ReferenceText;
use rayon::prelude::*;
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
    [path.to_path_buf(), path.join("dev")].into_iter().find(|part| part.join("ground-truth").is_dir() && part.join("html").is_dir())
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
    let mut truths: Vec<PathBuf> = std::fs::read_dir(part.join("ground-truth"))
        .map_err(|error| Error::io("cannot list the folder", error).in_file(part.join("ground-truth")))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    truths.sort();
    let read: Vec<Result<Example>> = truths.par_iter().map(|truth| read(&part, truth)).collect();
    let (mut examples, mut rejected) = (Vec::new(), Vec::new());
    for outcome in read {
        match outcome {
            Ok(example) => examples.push(example),
            Err(error) => rejected.push(error),
        }
    }
    if examples.is_empty() {
        let first = rejected.into_iter().next();
        return Err(first.unwrap_or_else(|| Error::data("the benchmark has no pages").in_file(&part).remedy("check the folder")));
    }
    let name = part.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let corpus = Corpus { name: format!("wcxb-{}", name.unwrap_or_default()), digest: digest(&examples), examples };
    Ok(Imported { corpus, rejected })
}

fn read(part: &Path, truth: &Path) -> Result<Example> {
    let id = truth.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = super::unpack(truth)?;
    let entry: Entry = serde_json::from_slice(&bytes)
        .map_err(|error| Error::data(format!("not a WCXB entry: {error}")).in_file(truth).remedy("fetch the benchmark again"))?;
    let page = part.join("html").join(format!("{id}.html"));
    let packed = page.with_extension("html.gz");
    let source = read_page(if packed.is_file() { &packed } else { &page }, Some("utf-8"))?;
    let host = entry.url.as_deref().and_then(host).unwrap_or_default().to_string();
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
    let meta = Meta { source: if host.is_empty() { id.clone() } else { host }, id, format: document::Format::Html, ..Meta::default() };
    Ok(example(meta, source, Reference { content, page_kind }))
}

/// The host of an address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let host = url.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_cut_from_addresses() {
        assert_eq!(host("https://www.a.example:80/b?c"), Some("a.example"));
        assert_eq!(host("http://user@b.example#x"), Some("b.example"));
        assert_eq!(host("mailto:x"), None);
    }
}
