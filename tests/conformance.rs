//! What every strategy in the table must do, on every shipped document and on a few made to hurt.

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

#[path = "generators/invariants.rs"]
mod invariants;
#[path = "generators/pages.rs"]
mod pages;

use gleaner::corpus::{Corpus, shipped};
use gleaner::document::{Document, Format, Meta};
use gleaner::label::Label;
use gleaner::strategy::contract::Needs;
use gleaner::strategy::{ALL, Context, Selected, parse};
use invariants::{rendered, run_checked};
use pages::check_page;

fn strategies() -> Vec<Selected> {
    ALL.iter().map(|entry| Selected::new(entry, &[]).expect("defaults are allowed")).collect()
}

fn corpus() -> Corpus {
    shipped().expect("the shipped corpus loads")
}

fn hand_made() -> Vec<Document> {
    let long_line = "word ".repeat(20_000);
    let texts = [
        "\u{feff}Title\r\n\r\nBy Ann\rText one.\r\rText two\u{2028}Text three.\u{85}\0\0",
        "[[[[[[[[[[[[(((((((((((( ]( ![ <http:// :// <a@ >> ## ``` ~~~ |||| *** --- 1) 12. •",
        "```\nnever closed\n# no heading\nShare this\n",
        "Most read\nMost read\nMost read\nComments\nRelated article:\nAdvertisement",
        "😀\n👩‍👩‍👧‍👦\ne\u{301}\n\u{301}\n\u{200b}\n\u{202e}abc\u{202c}\nاقرأ أيضا\n相关新闻\nเรือ",
        &long_line,
        &"[a](b) ".repeat(3_000),
        &"x".repeat(50_000),
        &"\n".repeat(10_000),
        &"- \n".repeat(2_000),
        "<p>Ferry<br><br>sails<ul><li><a href=/x>Read more</a><td>No row<table>Foster<tr><td>Cell</table><b><p>Bold</b> plain",
        "<div hidden>Hidden<div>All of it</div></div><pre>\n a\n  b\n</pre><noscript><p>Please enable scripts</p></noscript>",
        &"<div><a href=/>Home</a>".repeat(2_000),
        &"<table><tr><td>Cell".repeat(500),
    ];
    let each = |text: &str| Format::ALL.iter().map(|format| document(*format, text)).collect::<Vec<Document>>();
    texts.iter().flat_map(|text| each(text)).chain(pages()).collect()
}

/// Pages, whole and broken.
fn pages() -> impl Iterator<Item = Document> {
    let story = "The ferry ran aground off the point in the fog on Monday morning, with many aboard, the harbour office said. ".repeat(4);
    let menu: String = ["Home", "News", "Sport", "Weather"].map(|item| format!("<li><a href=x>{item}</a>\n")).concat();
    let text = format!("<h1>Ferry runs aground</h1>\n<p>{story}</p>\n<p>{story}</p>\n");
    let whole = format!("<html><body><nav><ul>{menu}</ul></nav>\n<main>{text}</main>\n<footer><ul>{menu}</ul></footer></body></html>");
    let broken = [
        format!("<table>{menu}<p>{text}<div><table><td>{text}"),
        "<div><p><a href=x>".repeat(600),
        "<br><br>x".repeat(3_000),
        "<div>x".repeat(600),
        "<a href=x><div>x</a>".repeat(600),
        "<head><script><!--<p>x".to_string(),
        format!("<script type='application/ld+json'>{{\"articleBody\":\"{story}\"}}</script><button>{text}"),
        "<ul><li>x</ul>".repeat(2_000),
    ];
    // Three pages of one source, for what looks at several.
    let site = ["ferry", "crane", "tug"].map(|it| format!("<div class=menu>Home and away</div><p>What became of the {it}.</p>"));
    std::iter::once(whole).chain(broken).chain(site).map(|source| document(Format::Html, &source))
}

fn is_page(document: &Document) -> bool {
    document.meta.format == Format::Html
}

fn document(format: Format, text: &str) -> Document {
    Document::new(Meta { source: "Made up".into(), format, ..Meta::default() }, text.into())
}

#[test]
fn removals_are_in_bounds_on_characters_sorted_disjoint_trimmed_and_repeatable() {
    let (corpus, made) = (corpus(), hand_made());
    let documents: Vec<&Document> = corpus.examples.iter().map(|example| &example.document).chain(&made).collect();
    let context = Context::of(documents.iter().copied());
    for strategy in strategies() {
        let removed: usize = documents.iter().map(|document| run_checked(&strategy, document, &context).len()).sum();
        // What needs a page leaves other documents as they are.
        let no_pages = strategy.entry.needs == Needs::Html && documents.iter().all(|document| document.page().is_none());
        assert_eq!(removed == 0, strategy.name == "keep-all" || no_pages, "{} removes {removed} stretches in all", strategy.name);
    }
}

#[test]
fn the_arrays_of_every_page_are_in_order() {
    let shipped = corpus().examples.into_iter().map(|example| example.document);
    let pages = shipped.chain(hand_made()).filter(is_page);
    assert_eq!(
        pages.map(check_page).count(),
        corpus().by_medium()[1].examples.len() + hand_made().iter().filter(|made| is_page(made)).count()
    );
}

#[test]
fn the_order_of_the_documents_in_the_context_does_not_matter() {
    let corpus = corpus();
    let documents: Vec<&Document> = corpus.examples.iter().map(|example| &example.document).collect();
    // 37 shares no factor with the number of documents, so that every one is visited, far from its neighbours.
    assert_ne!(documents.len() % 37, 0);
    let shuffled = (0..documents.len()).map(|at| documents[at * 37 % documents.len()]);
    let orders = [Context::of(documents.iter().copied()), Context::of(documents.iter().rev().copied()), Context::of(shuffled)];
    for strategy in strategies() {
        for document in &documents {
            let [first, second, third] = orders.each_ref().map(|context| strategy.run(document, context));
            assert!(first == second && first == third, "{} on {}", strategy.name, document.meta.id);
        }
    }
}

#[test]
fn empty_and_blank_text_gives_empty_text() {
    let blank = ["", " ", "\n", "\r\n\r\n", " \t\n\u{a0}\u{3000}\u{2028}\n"];
    let each = |text: &&str| Format::ALL.iter().map(|format| document(*format, text)).collect::<Vec<_>>();
    let without_text = document(Format::Html, "<title>Title</title><style>p {}</style><p><br><img alt=Boat>&nbsp;<script>x</script>");
    for document in blank.iter().flat_map(each).chain([without_text]) {
        for strategy in strategies() {
            let removals = run_checked(&strategy, &document, &Context::of([&document]));
            assert!(removals.is_empty(), "{} on {:?}", strategy.name, document.text());
            assert_eq!(rendered(&document, &removals), "", "{} on {:?}", strategy.name, document.text());
        }
    }
}

#[test]
fn the_controls_do_what_they_say() {
    let (keep, remove, empty) = (parse("keep-all"), parse("remove-all"), Context::empty());
    let (keep, remove) = (keep.expect("known"), remove.expect("known"));
    for example in corpus().examples {
        let document = &example.document;
        assert_eq!(rendered(document, &keep.run(document, &empty)), document.text());
        assert_eq!(rendered(document, &remove.run(document, &empty)), "");
    }
}

/// Work cannot be counted from outside without unsafe code, but its result can: a document eight times over has about
/// eight times the removals, never their square; a page as much as a text. Whole-line copies are all that `duplicates` and its kin look for.
#[test]
fn removals_grow_with_the_text_not_with_its_square() {
    const TIMES: usize = 8;
    let corpus = corpus();
    let texts: Vec<_> = corpus.examples.iter().step_by(9).map(|example| &example.document).collect();
    for strategy in strategies() {
        for document in &texts {
            let text = document.page().map_or(document.text(), |page| &page.source).trim_end();
            let tiled = [text; TIMES].join("\n\n");
            let tiled = Document::new(document.meta.clone(), tiled);
            let segments = tiled.segments().len();
            let pieces = strategy.run(document, &Context::empty()).len() * TIMES * 5 / 4;
            let removals = run_checked(&strategy, &tiled, &Context::empty()).len();
            // Three pieces a line is what cues inside lines come to; it is linear either way.
            let bound = pieces.max(3 * segments);
            assert!(removals <= bound, "{}: {removals} of {segments} segments in {}", strategy.name, document.meta.id);
        }
    }
}

#[test]
fn what_a_strategy_says_about_itself_is_complete() {
    for strategy in strategies() {
        let entry = strategy.entry;
        let lines = [entry.summary, entry.loses, entry.source];
        assert!(lines.iter().all(|line| !line.trim().is_empty() && !line.contains('\n')), "{}", entry.id);
        assert!(entry.version >= 1, "{}", entry.id);
        assert_eq!(strategy.name, entry.id);
        for parameter in entry.parameters {
            let value = parameter.read(parameter.default).expect("the default is allowed");
            assert!(!parameter.meaning.is_empty(), "{} of {}", parameter.name, entry.id);
            let written = format!("{}({}={value})", entry.id, parameter.name);
            assert_eq!(parse(&written).expect("parses").name, written);
        }
        for monotone in entry.properties.monotone {
            let known = entry.parameters.iter().any(|parameter| parameter.name == monotone.parameter);
            assert!(known, "{} promises `{}`, which is no parameter", entry.id, monotone.parameter);
        }
    }
}

#[test]
fn a_written_default_changes_nothing_but_the_name() {
    let corpus = corpus();
    let context = Context::of(corpus.examples.iter().map(|example| &example.document));
    for strategy in strategies().iter().filter(|strategy| !strategy.entry.parameters.is_empty()) {
        let defaults: Vec<_> = strategy.entry.parameters.iter().map(|own| (own.name, own.default)).collect();
        let written = Selected::new(strategy.entry, &defaults).expect("allowed");
        for example in corpus.examples.iter().step_by(7) {
            let [given, default] = [&written, strategy].map(|own| own.run(&example.document, &context));
            assert_eq!(given, default, "{} on {}", written.name, example.document.meta.id);
        }
    }
}

#[test]
fn no_strategy_calls_prose_what_it_removes() {
    let corpus = corpus();
    let context = Context::of(corpus.examples.iter().map(|example| &example.document));
    let prose = |label| matches!(label, Label::Body | Label::Heading | Label::Title | Label::Lead);
    for strategy in strategies() {
        for example in &corpus.examples {
            let removals = strategy.run(&example.document, &context);
            let wrong = removals.iter().find(|removal| removal.label.is_some_and(prose));
            assert_eq!(wrong, None, "{} in {}", strategy.name, example.document.meta.id);
        }
    }
}

/// Of texts only: what is left of a page is no page.
#[test]
fn promised_idempotence_holds_on_the_shipped_corpus() {
    let corpus = corpus();
    let context = Context::of(corpus.examples.iter().map(|example| &example.document));
    let mut broken = Vec::new();
    for strategy in strategies().iter().filter(|own| own.entry.properties.idempotent) {
        for document in corpus.examples.iter().map(|example| &example.document).filter(|document| !is_page(document)) {
            let once = rendered(document, &strategy.run(document, &context));
            let clean = Document::new(document.meta.clone(), once);
            let twice = rendered(&clean, &strategy.run(&clean, &context));
            if twice != clean.text() {
                broken.push(format!("{} on {}", strategy.name, document.meta.id));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}
