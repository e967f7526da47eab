//! Other people's extractors as strategies: that they answer, on plain pages and on hostile ones, and their published figures.

#![cfg(feature = "peers")]
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

#[path = "generators/invariants.rs"]
mod invariants;
#[path = "../benches/inputs/wcxb.rs"]
mod wcxb;

use gleaner::document::{Document, Format, Meta};
use gleaner::run::{Options, Prediction, Run, Status, run};
use gleaner::strategy::contract::{Family, Needs};
use gleaner::strategy::peers::{MAX_BYTES, MAX_TAGS};
use gleaner::strategy::{ALL, Context, Selected, parse};
use invariants::{rendered, run_checked};
use rayon::prelude::*;

fn peers() -> Vec<Selected> {
    let peers = ALL.iter().filter(|entry| entry.family == Family::Peer);
    peers.map(|entry| Selected::new(entry, &[]).expect("defaults")).collect()
}

fn page(source: impl Into<String>) -> Document {
    Document::new(Meta { id: "page".into(), lang: "en".into(), format: Format::Html, ..Meta::default() }, source.into())
}

/// The statuses of all peers on one page, as a run gives them.
fn answers(document: &Document) -> Run {
    run(&[document], &peers(), Options::default())
}

const SENTENCES: [&str; 4] = [
    "The ferry that ran aground off the point on Monday was pulled free by two tugs at dawn, the harbour master said, and all of \
     the people who had spent the night on board were brought to the town by boat before breakfast.",
    "It was not clear why the captain had left the channel in the fog, but the company said that the ship had been inspected in \
     the spring, that nothing had been found wrong with it, and that it would help with the inquiry.",
    "Many of those on board said that they had heard a long scraping noise, and then nothing, and that the crew had told them to \
     stay where they were until the water came back with the tide in the morning.",
    "The council will meet on Thursday to talk about the lights on the point, which have been dark since the storm in the winter, \
     and about who should pay for them, because the port and the county have not agreed on that for years.",
];

fn article() -> String {
    let menu: String = (0..12).map(|at| format!("<li><a href=\"/section-{at}\">Zmenuword {at}</a></li>")).collect();
    let text: String = SENTENCES.iter().map(|sentence| format!("<p>{sentence}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Ferry is free again</title></head><body><nav class=\"menu\"><ul>{menu}</ul></nav>\n\
         <main><article class=\"post-content\"><h1>Ferry is free again</h1>\n{text}</article></main>\n\
         <footer><ul>{menu}</ul></footer></body></html>"
    )
}

#[test]
fn the_seven_are_in_the_table() {
    let ids: Vec<&str> = peers().iter().map(|peer| peer.entry.id).collect();
    let crates = ["dom-smoothie", "rs-trafilatura", "llm-readability", "readability", "readable-readability", "boilerpipe", "justext"];
    assert_eq!(ids, crates.map(|name| format!("peer-{name}")));
    assert!(peers().iter().all(|peer| peer.entry.needs == Needs::Html));
    let of_others = |selected: &Selected| selected.entry.id.starts_with("peer-") == (selected.entry.family == Family::Peer);
    assert!(gleaner::strategy::parse_list("all").expect("the table").iter().all(of_others));
}

#[test]
fn the_article_stays_and_the_menu_goes() {
    let document = page(article());
    for peer in peers() {
        let removals = run_checked(&peer, &document, &Context::empty());
        let output = removals.output().expect("an answer");
        let clean = rendered(&document, &removals);
        for sentence in SENTENCES {
            assert!(output.contains(sentence), "{} loses {sentence:?} of {output:?}", peer.name);
            assert!(clean.contains(sentence), "{}: {sentence:?} is not found in the view: {clean:?}", peer.name);
        }
        let menu = output.matches("Zmenuword").count();
        // The port of boilerpipe keeps the line before the headline, whatever it is.
        let kept = usize::from(peer.entry.id == "peer-boilerpipe");
        assert_eq!(menu, kept, "{} keeps {menu} lines of the menu: {output:?}", peer.name);
        assert_eq!(clean.matches("Zmenuword").count(), kept, "{}: {clean:?}", peer.name);
    }
}

#[test]
fn parameters_change_the_answer_or_are_refused() {
    let document = page(article().replace("</p>\n", "</p>"));
    let output = |name: &str| {
        let removals = parse(name).expect("known").run(&document, &Context::empty());
        removals.output().expect("an answer").to_string()
    };
    assert_ne!(output("peer-dom-smoothie"), output("peer-dom-smoothie(text=raw)"));
    assert_ne!(output("peer-readable-readability"), output("peer-readable-readability(text=joined)"));
    assert!(output("peer-justext(stoplist=english)").contains(SENTENCES[1]));
    assert!(output("peer-rs-trafilatura(page-type=article,focus=precision)").contains(SENTENCES[1]));
    assert!(output("peer-justext(settings=trafilatura)").contains(SENTENCES[1]));
    assert!(parse("peer-rs-trafilatura(page-type=poem)").is_err());
}

#[test]
fn a_page_without_text_has_an_answer_without_text() {
    for source in ["", " ", "<!DOCTYPE html><html><head></head><body></body></html>", "<html><body><p> </p></body></html>"] {
        let document = page(source);
        for (peer, prediction) in peers().iter().zip(answers(&document).predictions) {
            assert_eq!(prediction[0].status, Status::Ok, "{} on {source:?}", peer.name);
            let output = prediction[0].removals.output().expect("an answer");
            assert_eq!(output.trim(), "", "{} on {source:?}", peer.name);
        }
    }
}

/// Kinds of thing that have broken parsers, within the limits: near them where that is what hurts.
fn hostile() -> Vec<(&'static str, String)> {
    let times = |piece: &str, count: usize| piece.repeat(count);
    let sentence = "<p>one two, three of the four and more of the same text in it</p>";
    vec![
        ("marks", "<><</<!<?<a<a<<<a b=<a 'c\"></a></p></p></table></body><body></html>x&amp&#0;&#x110000;&\0\u{feff}".into()),
        ("nesting of blocks", times("<div>", 1_900) + "deep text"),
        ("nesting of spans", times("<span>", 1_900) + "deep text"),
        ("nesting of tables", times("<table><tr><td>", 900) + "deep text"),
        ("nesting of lists", times("<ul><li>", 1_300) + "deep text"),
        ("items without end", times("<li>", 10_000) + "text"),
        ("a long text, deep", times("<div>", 300) + &times(sentence, 1_500)),
        ("a long text, flat", times(sentence, 4_000)),
        ("open formatting", times("<b><i><font>", 200) + &times("<p>text</p>", 200)),
        ("stray ends", times("</div></p></td>", 10_000) + "text"),
        ("raw text that is not raw", "<noscript>".to_string() + &times("<div>", 900) + "x</noscript><xmp>" + &times("<div>", 900)),
        ("one tag, many attributes", format!("<p {}>text</p>", (0..3_000).map(|at| format!("a{at}=x ")).collect::<String>())),
        ("templates and foreign", times("<template><svg><math><p>", 500) + "text"),
        ("data, deep", format!("<script type=\"application/ld+json\">{}</script><p>text", times("[", 500_000))),
        ("a long word", format!("<p>{}</p>", times("x", 1 << 20))),
        ("a word of many marks", format!("<p>{}</p>", times("e\u{301}", 50_000))),
    ]
}

/// Peers known to panic on a page of this name.
const PANICS: &[(&str, &str)] = &[];

#[test]
fn hostile_pages_end_no_process() {
    let mut panics = Vec::new();
    for (name, source) in hostile() {
        let document = page(source);
        for (peer, prediction) in peers().iter().zip(answers(&document).predictions) {
            match prediction[0].status {
                Status::Ok => assert!(prediction[0].removals.output().is_some(), "{} on {name}", peer.name),
                Status::Panic => panics.push((peer.entry.id, name)),
                other => panic!("{} on {name}, which is within the limits: {}", peer.name, other.name()),
            }
        }
    }
    assert_eq!(panics, PANICS);
}

#[test]
fn pages_beyond_the_limits_are_refused_and_scored_as_missed() {
    for source in [format!("<p>{}</p>", "x".repeat(MAX_BYTES)), "<i>x</i>".repeat(MAX_TAGS / 2 + 1), "<div>".repeat(40_000)] {
        let document = page(source);
        for (peer, prediction) in peers().iter().zip(answers(&document).predictions) {
            assert_eq!(prediction[0].status, Status::Refused, "{}", peer.name);
            assert!(prediction[0].removals.is_empty() && prediction[0].removals.output().is_none());
        }
    }
}

#[test]
fn other_documents_are_left_as_they_are() {
    for format in [Format::Plain, Format::Markdown] {
        let document = Document::anonymous(format, article());
        for peer in peers() {
            assert!(peer.run(&document, &Context::empty()).is_empty(), "{}", peer.name);
        }
    }
}

/// Mean word F1 over all 1,497 development pages, on the text as given, measured in November 2026. WCXB publishes 0.778 for
/// dom_smoothie 0.19, 0.845 for rs-trafilatura 0.2.2, 0.718 for justext.
const FIGURES: &[(&str, f64)] = &[
    ("peer-dom-smoothie", 0.7777),
    ("peer-dom-smoothie(text=raw)", 0.7681),
    ("peer-rs-trafilatura", 0.8445),
    ("peer-rs-trafilatura(address=page)", 0.8471),
    ("peer-llm-readability", 0.6374),
    ("peer-readability", 0.5632),
    ("peer-readable-readability", 0.6547),
    ("peer-boilerpipe", 0.6048),
    ("peer-justext", 0.6870),
    ("peer-justext(stoplist=english,settings=wceb)", 0.7198),
    ("peer-justext(stoplist=english,settings=trafilatura)", 0.7466),
];

#[test]
#[ignore = "reads 1,497 pages; run it in release mode"]
fn the_figures_on_wcxb_are_as_measured() {
    let Some(folder) = wcxb::folder() else {
        println!("skipped: no real data");
        return;
    };
    let peers: Vec<Selected> = FIGURES.iter().map(|(name, _)| parse(name).expect("known")).collect();
    let one_page = |name: &String| {
        let page = wcxb::page(&folder, name);
        let run = run(&[&page.document], &peers, Options::default());
        let status = |prediction: &Vec<Prediction>| prediction[0].status;
        assert!(!run.predictions.iter().any(|prediction| status(prediction) == Status::Refused), "{name} is an ordinary page");
        let scores = run.predictions.iter().map(|prediction| wcxb::word_f1(prediction[0].removals.output().unwrap_or(""), &page.gold));
        scores.collect::<Vec<f64>>()
    };
    let scores: Vec<Vec<f64>> = wcxb::names(&folder).par_iter().map(one_page).collect();
    for (at, (name, figure)) in FIGURES.iter().enumerate() {
        let mean = scores.iter().map(|page| page[at]).sum::<f64>() / scores.len() as f64;
        println!("{name} {mean:.4}");
        assert!((mean - figure).abs() < 0.001, "{name}: {mean:.4}, was {figure}");
    }
}

/// WCXB's published examples, from its `evaluate.py`.
#[test]
fn the_word_f1_is_the_benchmarks() {
    let near = |answer: &str, gold: &str, f1: f64| assert!((wcxb::word_f1(answer, gold) - f1).abs() < 1e-12, "{answer} / {gold}");
    near("the cat sat on the mat", "the cat sat on a mat", 0.833_333_333_333_333_4);
    near("a a a b", "a b b", 0.571_428_571_428_571_4);
    near("!!!", "...", 1.0);
    near("caf\u{e9}", "cafe\u{301}", 0.0);
    near("", "word", 0.0);
}
