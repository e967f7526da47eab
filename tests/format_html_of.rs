//! `html-of:PATH`: pages with the gold of the texts that were made from them. The fixture is made up; real pages are looked for
//! in `../shared/dev-news`.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, missing_docs)]

use gleaner::corpus::formats::{self, Imported};
use gleaner::corpus::{self, Corpus, Example};
use gleaner::document::{Alignment, Format};
use gleaner::label::Label;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn imported(folder: &Path) -> Imported {
    formats::open(&format!("html-of:{}", folder.display())).expect("it opens")
}

fn fixture() -> PathBuf {
    root().join("tests/data/formats/html-of")
}

fn real() -> Option<PathBuf> {
    let folder = root().join("../shared/dev-news");
    let found = folder.join("html").is_dir().then_some(folder);
    if found.is_none() {
        eprintln!("skipped: no real data");
    }
    found
}

fn labelled<'e>(corpus: &'e Corpus, id: &str) -> Vec<(Label, &'e str)> {
    let example = corpus.examples.iter().find(|example| example.document.meta.id == id).expect("the page is there");
    example.gold.spans().iter().map(|labelled| (labelled.label, example.document.slice(labelled.span))).collect()
}

#[test]
fn labels_stand_on_the_pages_words() {
    let corpus = imported(&fixture()).corpus;
    assert_eq!(corpus.name, "html-of-html");
    let expected = [
        (Label::Nav, "We and our partners store cookies on your device."),
        (Label::Nav, "Accept all"),
        (Label::Nav, "Home"),
        (Label::Nav, "Weather"),
        (Label::Title, "Ferry runs aground off Marrow Point"),
        (Label::Byline, "By Anna Lind,"),
        (Label::Date, "June 4"),
        (Label::Outlet, "The Tollmouth Post."),
        (Label::Related, "Also read: Who will pay for the crane?"),
        (Label::Legal, "© 2024 The Tollmouth Post"),
    ];
    assert_eq!(labelled(&corpus, "ferry"), expected);
}

#[test]
fn pages_are_decoded_as_they_declare_and_what_the_text_lacks_is_furniture() {
    let corpus = imported(&fixture()).corpus;
    let expected =
        [(Label::Title, "Crane wird ersetzt"), (Label::Credit, "Foto: Jo Ek"), (Label::Nav, "Mehr aus Tollmünde"), (Label::Nav, "Kontakt")];
    assert_eq!(labelled(&corpus, "crane"), expected);
}

#[test]
fn the_gold_is_derived_and_a_text_without_a_page_is_named() {
    let Imported { corpus, rejected } = imported(&fixture());
    assert!(corpus.examples.iter().all(|example| example.gold.is_derived() && example.gold.reference().is_none()));
    assert!(corpus.examples.iter().all(|example| example.document.meta.format == Format::Html));
    let reasons: Vec<String> = rejected.iter().map(ToString::to_string).collect();
    assert_eq!(reasons.len(), 1);
    assert!(reasons[0].contains("documents.csv:4: `tide` has no page (add html/tide.html"), "{reasons:?}");
}

#[test]
fn a_folder_is_a_corpus_of_texts_unless_its_pages_are_asked_for() {
    let plain = formats::open(&fixture().display().to_string()).expect("it opens").corpus;
    assert!(plain.examples.iter().all(|example| example.document.page().is_none() && !example.gold.is_derived()));
    let nowhere = formats::open("html-of:no/such/folder").expect_err("nothing is there");
    assert!(nowhere.to_string().contains("not a corpus"), "{nowhere}");
}

/// Visible characters of the words that are body, and those of them that have a partner in the page.
fn body_words(text: &Example, page: &Example) -> (usize, usize) {
    let alignment = Alignment::new(text.document.text(), page.document.text());
    let words = alignment.words().filter(|(span, _)| text.gold.label_at(span.start) == Label::Body);
    words.fold((0, 0), |(all, found), (span, partner)| {
        let chars = text.document.slice(span).chars().count();
        (all + chars, found + if partner.is_some() { chars } else { 0 })
    })
}

/// The Markdown of these 35 pages has nearly every word of them (99.5 % of the views' words), so nearly all gold finds its place.
#[test]
fn the_body_of_real_articles_is_found_in_their_pages() {
    let Some(folder) = real() else { return };
    let texts = corpus::open(&folder).expect("it opens");
    let Imported { corpus: pages, rejected } = imported(&folder);
    assert_eq!((pages.examples.len(), rejected.len()), (35, 0));
    let (mut all, mut found) = (0, 0);
    for (text, page) in texts.examples.iter().zip(&pages.examples) {
        let (own, matched) = body_words(text, page);
        assert!(matched * 100 >= own * 95, "{}: {matched} of {own}", text.document.meta.id);
        (all, found) = (all + own, found + matched);
    }
    assert!(found * 1000 >= all * 995, "{found} of {all}");
}

/// What is body in the text is body in the page, no more and no less, marks included.
#[test]
fn real_pages_have_as_much_body_as_their_texts() {
    let Some(folder) = real() else { return };
    let texts = corpus::open(&folder).expect("it opens");
    let pages = imported(&folder).corpus;
    for (text, page) in texts.examples.iter().zip(&pages.examples) {
        let (own, moved) = (body_chars(text), body_chars(page));
        assert!(own.abs_diff(moved) * 50 <= own, "{}: {own} and {moved}", text.document.meta.id);
        let broken = page.gold.spans().iter().find(|labelled| page.document.slice(labelled.span).contains('\n'));
        assert_eq!(broken, None, "{}", text.document.meta.id);
    }
}

fn body_chars(example: &Example) -> usize {
    let text = example.document.text();
    let body = example.gold.cover(text.len()).into_iter().filter(|labelled| labelled.label == Label::Body);
    body.map(|labelled| labelled.span.slice(text).chars().filter(|c| !c.is_whitespace()).count()).sum()
}
