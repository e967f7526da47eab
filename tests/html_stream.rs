//! The stream gives what the tree gives, field for field, on real pages and on random ones.

#![allow(clippy::expect_used, clippy::panic, missing_docs, clippy::print_stdout)]

#[path = "generators/nasty.rs"]
mod nasty;

use gleaner::document::html::{Fallback, MAX_ATTRIBUTES, MAX_DEPTH, Viewed, decode, tame, view_and_path, view_by_tree};
use nasty::{nasty, pieces};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Of real pages at most this share may need a tree (one of wcxb-dev's 1,497 does).
const MOST_BY_TREE: f64 = 0.005;

/// Both ways agree; why a tree had to be built, if one had to be.
fn same(source: &str) -> Option<Fallback> {
    let (streamed, fallback) = view_and_path(source.to_string());
    if let Some(what) = differs(&streamed, &view_by_tree(source.to_string())) {
        panic!("{what}\nof {source:?}");
    }
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
        .or_else(|| {
            first(
                "element",
                format!("{elements} {:?}", one.page.elements.get(elements)),
                format!("{elements} {:?}", other.page.elements.get(elements)),
            )
        })
        .or_else(|| first("runs", format!("{:?}", one.page.runs), format!("{:?}", other.page.runs)))
        .or_else(|| first("segments", format!("{:?}", one.segments), format!("{:?}", other.segments)))
        .or_else(|| first("links", format!("{:?}", one.links), format!("{:?}", other.links)))
        .or_else(|| first("page", format!("{:?}", one.page), format!("{:?}", other.page)))
}

fn real_pages() -> Vec<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = if shared.exists() { shared } else { PathBuf::from("/work/shared") };
    let mut pages: Vec<PathBuf> = ["wcxb-dev/dev/html", "dev-news"]
        .iter()
        .filter_map(|folder| std::fs::read_dir(shared.join(folder)).ok())
        .flat_map(|folder| folder.filter_map(Result::ok).map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "gz" || extension == "html"))
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
    let by_tree: usize = counts.values().map(|(pages, _)| pages).sum();
    assert!(by_tree as f64 <= MOST_BY_TREE * pages.len() as f64, "{by_tree} of {} pages need a tree", pages.len());
}

/// The page streams, and gives what the tree gives.
fn streams(sources: &[&str]) {
    for source in sources {
        assert_eq!(same(source), None, "{source}");
        let in_body = format!("<!doctype html><title>t</title><body>{source}");
        assert_eq!(same(&in_body), None, "{in_body}");
    }
}

fn needs_a_tree(why: Fallback, sources: &[&str]) {
    for source in sources {
        assert_eq!(same(source), Some(why), "{source}");
    }
}

#[test]
fn elements_that_are_implied_stream() {
    streams(&[
        "",
        "text",
        "<p>one<p>two<div>three",
        "<ul><li>one<ul><li>two</ul><li>three</ul>",
        "<dl><dt>a<dd>b<dt>c</dl>",
        "<table><tr><td>1<td>2<tr><th>3</table>after",
        "<table><caption>c<tr><td>x<table><tr><td>y</table></table>",
        "<select><option>a<option>b<optgroup><option>c</select>d",
        "<ruby>a<rt>b<rp>c</ruby>",
        "<h1>a<h2>b</h3>c",
        "<button>a<button>b</button>",
        "</p>one</br>two</div></li>",
        "<p>x<table><tr><td>y</table>z",
        "<p>a<hr>b<pre>\n c\n\n</pre>",
        "<form>a<form>b</form>c<div></form>d</div>e",
    ]);
}

#[test]
fn formatting_that_is_opened_anew_streams() {
    streams(&[
        "<p><b class=x>one<p>two</b>three",
        "<p><a href=a>one<p>two<a href=b>three",
        "<b><i>x</b>y</i>z",
        "<p><b><b><b><b>x<p>y",
        "<p><font a=1><font a=1><font a=1><font a=2><font a=1>x<p>y",
        "<table><tr><td><b>x<td>y</table>z",
        "<object><b>x</object>y",
        "<nobr>a<nobr>b</nobr>c",
        "<a>x<marquee><a>y</marquee>z",
    ]);
}

#[test]
fn blocks_that_move_out_of_formatting_stream() {
    streams(&[
        "<b><p>x</b>y",
        "<a href=a>v<div>w<a href=b>x</a>y</div>z",
        "<i>a<b>b<div>c</i>d</b>e</div>f",
        "<b>1<span>2<p>3<i>4<div>5</b>6</i>7</span>8</div>9</p>0",
        "<b class=a><i class=b><u><s><em><p class=c>x</b>y</i>z<p>w</u>",
        "<b><p><b><p><b><p>x</b>y</b>z</b>",
        "<a><ul><li>1<a>2<li>3<a>4</ul>5</a>6",
        "<nobr><div>x<nobr>y</div>z",
        "<font><center><font><table><tr><td></font>x<p></font>y</table>z</font>w",
        "<b><div>x</div><div>y</b>z</div>",
        "<form><b><p></form>x</b>y",
        "<b><body class=late><p>x</b>y<html lang=en>",
        "<b><br><p>x<br></b><hr>y",
        "<b><svg><p>x</b>y",
    ]);
}

#[test]
fn raw_text_and_foreign_elements_stream() {
    streams(&[
        "<script><!-- <script> </script> --></script>a",
        "<style><p></style>a<textarea>\n</p></textarea>b<xmp><b></xmp>c<iframe><p></iframe>d",
        "<title>a&amp;b</title>x<noscript><p>y</noscript>z",
        "<template><tr><td>x</template>y<template><p></template></template>z",
        "<svg><title>x</title><p>y",
        "<svg><g/><a></svg>z<math><mi>x<b>y</b></mi><mo>z</math>",
        "<math><annotation-xml><svg><p>x</svg></annotation-xml>y",
        "<svg><![CDATA[<p>]]></svg><math><![CDATA[a\0<b>]]>c</math><![CDATA[d]]>e",
        "<svg><foreignObject><p>x<table><tr><td>y</svg>z",
        "a<plaintext>b</plaintext>&amp;<p>",
    ]);
}

#[test]
fn what_stands_outside_head_and_body_streams() {
    streams(&[
        "<head></head> <title>late</title><link><script></script>x",
        "<head><noscript><img></noscript></head><body class=b>x",
        "<p>x<body class=b hidden><html lang=en id=i>",
        "<body>a</body> b<!-- c --> d</html> e<!-- f -->g",
        "<!doctype html PUBLIC '-//W3C//DTD HTML 3.2//EN'><p>a<table>",
        "\u{feff}x<script></script>\u{feff}y<meta charset=utf-8>\u{feff}z",
    ]);
}

#[test]
fn what_moves_nodes_needs_a_tree() {
    needs_a_tree(Fallback::Foster, &["<table>x", "<table><div>x", "<table><tr>x", "<table></p>", "<table><tr><a>x"]);
    needs_a_tree(Fallback::Frameset, &["<frameset><frame>", "<p><frameset>"]);
    needs_a_tree(Fallback::LateRoot, &["x<body id=a><body class=b><body role=c><body rel=d><body href=e>"]);
    needs_a_tree(Fallback::Rare, &["<p\0>x", "\0", "<pre>&#10;x", "<math xlink:href=x>y"]);
}

/// The stream meets a limit, and reads the page once more when it is tamed.
#[test]
fn pages_beyond_the_limits_are_the_same() {
    let attributes: String = (0..MAX_ATTRIBUTES + 9).map(|at| format!(" a{at}")).collect();
    let fonts: String = (0..40).map(|at| format!("<font size={at}>x</table>")).collect();
    for source in [
        format!("{}x{}y", "<div>".repeat(MAX_DEPTH + 9), "</div>".repeat(20)),
        format!("<ul>{}</ul>x<script></script>", "<li><dd>a".repeat(MAX_DEPTH)),
        format!("<p{attributes} class=late>x<p>y"),
        format!("<p>{fonts}<p>y<table><tr><td>z"),
        format!("{}x", "<body class=b><html lang=en>".repeat(12)),
        format!("<b><p>x</b>{}", "<section>y".repeat(MAX_DEPTH + 9)),
    ] {
        same(&source);
        assert!(matches!(tame(&source), Cow::Owned(_)), "{source}");
    }
}

/// Found by the random pages below, and shrunk by them.
#[test]
fn a_null_character_makes_another_name() {
    needs_a_tree(Fallback::Rare, &["<p\0\n<div>"]);
    streams(&["<p class\0=x class=y>z"]);
}

/// `PROPTEST_CASES` asks for more.
fn cases() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig { cases: default.cases.max(1500), failure_persistence: None, ..default }
}

/// Of random pages at least this share streams.
const LEAST_STREAMING: f64 = 0.6;

/// Random pages are the same both ways, and of them at least this share streams.
fn random_pages(pages: impl Strategy<Value = String>) {
    let (all, streamed) = (Cell::new(0u32), Cell::new(0u32));
    let run = TestRunner::new(cases()).run(&pages, |source| {
        all.set(all.get() + 1);
        streamed.set(streamed.get() + u32::from(same(&source).is_none()));
        Ok(())
    });
    run.expect("the same");
    let share = f64::from(streamed.get()) / f64::from(all.get());
    println!("{} of {} pages stream", streamed.get(), all.get());
    assert!(share >= LEAST_STREAMING, "{share} of the pages stream");
}

#[test]
fn random_pages_are_the_same() {
    random_pages(nasty());
}

/// Formatting and blocks, closed in any order.
#[test]
fn random_blocks_in_formatting_are_the_same() {
    let tags = &[
        "<b>",
        "</b>",
        "<b class=x>",
        "<i id=y>",
        "</i>",
        "<a href=z>",
        "</a>",
        "<nobr>",
        "</nobr>",
        "<font>",
        "</font>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<ul>",
        "<li>",
        "</li>",
        "</ul>",
        "<span>",
        "</span>",
        "<h1>",
        "</h2>",
        "<form>",
        "</form>",
        "<button>",
        "</button>",
        "<table><tr><td>",
        "</table>",
        "<td>",
        "<object>",
        "</object>",
        "<select>",
        "<option>",
        "</select>",
        "<template>",
        "</template>",
        "<svg><desc>",
        "</svg>",
        "<math><mi>",
        "<br>",
        "<hr>",
        "<!-- -->",
        "<body rel=w>",
        "</body>",
        "x",
        " ",
        "x y",
    ];
    random_pages(prop::collection::vec(prop::sample::select(tags.to_vec()), 0..48).prop_map(|tags| tags.concat()));
}

#[test]
fn random_pieces_are_the_same() {
    random_pages(pieces());
}

#[test]
fn any_text_is_the_same() {
    random_pages("(\\PC|[<>/!?&#;='\"\\- \r\n\t\0]|[a-z]{1,3}|<[a-z]{1,2}|</[a-z]{1,2}>){0,60}");
}
