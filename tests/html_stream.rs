//! The stream gives what the tree gives, field for field, on real pages and on random ones.

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

#[path = "generators/nasty.rs"]
mod nasty;

use gleaner::document::html::{Fallback, Viewed, decode, view_and_path, view_by_tree};
use nasty::{nasty, pieces};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Both ways agree; why a tree had to be built, if one had to be.
fn same(source: &str) -> Option<Fallback> {
    let (streamed, fallback) = view_and_path(source.to_string());
    differs(&streamed, &view_by_tree(source.to_string())).map(|what| panic!("{what}\nof {source:?}"));
    fallback
}

/// The first difference between two views.
fn differs(one: &Viewed, other: &Viewed) -> Option<String> {
    let first = |name: &str, one: String, other: String| (one != other).then(|| format!("{name}\n  {one}\n  {other}"));
    if one == other {
        return None;
    }
    let elements = one.page.elements.iter().zip(&other.page.elements).position(|(one, other)| one != other);
    let elements = elements.unwrap_or(one.page.elements.len().min(other.page.elements.len()));
    first("text", one.text.clone(), other.text.clone())
        .or_else(|| first("element", format!("{elements} {:?}", one.page.elements.get(elements)), format!("{elements} {:?}", other.page.elements.get(elements))))
        .or_else(|| first("runs", format!("{:?}", one.page.runs), format!("{:?}", other.page.runs)))
        .or_else(|| first("segments", format!("{:?}", one.segments), format!("{:?}", other.segments)))
        .or_else(|| first("links", format!("{:?}", one.links), format!("{:?}", other.links)))
        .or_else(|| first("page", format!("{:?}", one.page), format!("{:?}", other.page)))
}

fn real_pages() -> Vec<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = if shared.exists() { shared } else { PathBuf::from("/work/shared") };
    let mut pages: Vec<PathBuf> = ["wcxb-dev/dev/html", "dev-news/html"]
        .iter()
        .filter_map(|folder| std::fs::read_dir(shared.join(folder)).ok())
        .flat_map(|folder| folder.filter_map(Result::ok).map(|entry| entry.path()))
        .collect();
    pages.sort();
    pages
}

fn content(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("readable");
    let mut unpacked = Vec::new();
    match path.extension().is_some_and(|extension| extension == "gz") {
        true => flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked).expect("gzip"),
        false => bytes.as_slice().read_to_end(&mut unpacked).expect("bytes"),
    };
    decode(&unpacked, None).text
}

#[test]
fn real_pages_are_the_same_and_few_need_a_tree() {
    let pages = real_pages();
    if pages.is_empty() {
        println!("skipped: no real data");
        return;
    }
    let mut counts: BTreeMap<Fallback, (usize, usize)> = BTreeMap::new();
    let (mut bytes, mut wrong) = (0, Vec::new());
    for path in &pages {
        let source = content(path);
        bytes += source.len();
        let (streamed, fallback) = view_and_path(source.clone());
        if let Some(fallback) = fallback {
            let count = counts.entry(fallback).or_default();
            *count = (count.0 + 1, count.1 + source.len());
        } else if let Some(what) = differs(&streamed, &view_by_tree(source)) {
            wrong.push(format!("{}: {}", path.display(), what.chars().take(600).collect::<String>()));
        }
    }
    println!("{} pages, {bytes} bytes; by tree (pages, bytes): {counts:?}", pages.len());
    assert!(wrong.is_empty(), "{} differ; first: {}", wrong.len(), wrong[0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(1500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_pages_are_the_same(source in nasty()) {
        same(&source);
    }

    #[test]
    fn random_pieces_are_the_same(source in pieces()) {
        same(&source);
    }

    #[test]
    fn any_text_is_the_same(source in "(\\PC|[<>/!?&#;='\"\\- \r\n\t\0]|[a-z]{1,3}|<[a-z]{1,2}|</[a-z]{1,2}>){0,60}") {
        same(&source);
    }
}
