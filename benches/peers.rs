//! Other people's extractors on pages beside our own, with the harness's parse as the floor: bytes of markup a second, all in
//! one run. Peers parse the page themselves, so our strategies are timed with the parse, too.
//!
//! Generated pages are the shipped English Markdown documents in plausible markup; where the pages of WCXB lie beside the
//! project, a sample of them too. Only the extractor is timed, not the alignment of its text.

#![allow(clippy::expect_used, clippy::print_stdout)] // a bench that cannot set up should stop

mod inputs;
#[path = "inputs/wcxb.rs"]
mod wcxb;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gleaner::document::{Document, Format, Kind, Meta, render};
use gleaner::gold::Task;
use gleaner::strategy::contract::{Family, Parameters};
use gleaner::strategy::{ALL, Context, Entry, Removals, Selected, parse};
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

/// Pages of WCXB in the sample.
const SAMPLE: usize = 100;
/// Below this mean word F1 on the sample a peer is taken for broken; the weakest has about twice as much.
const FLOOR: f64 = 0.3;
const MENU: &str = "Zmenuword";
/// Our strategies in the table.
const OWN: &[&str] = &["default", "trafilatura-like", "readability", "cetd", "justext"];

/// A shipped document as a page: menu, article, rail and footer, as sites write them.
fn generated(document: &Document) -> Document {
    let mut page = String::from("<!DOCTYPE html><html lang=\"en\"><head><title>Page</title></head><body><nav><ul>");
    (0..20).for_each(|at| write!(page, "<li><a href=\"/{at}\">{MENU} {at}</a></li>").expect("memory"));
    page.push_str("</ul></nav><main><article class=\"post-content\">");
    for segment in document.segments() {
        let text = document.inner(segment).replace('&', "&amp;").replace('<', "&lt;");
        let _ = match segment.kind {
            Kind::Heading(_) => write!(page, "<h2>{text}</h2>"),
            Kind::Quote => write!(page, "<blockquote><p>{text}</p></blockquote>"),
            _ => writeln!(page, "<div class=\"block\"><p class=\"text\">{text}</p></div>"),
        };
    }
    page.push_str("</article></main><footer><p>Copyright</p></footer></body></html>");
    let meta = Meta { format: Format::Html, lang: "en".into(), ..Meta::default() };
    Document::new(meta, page)
}

fn generated_pages() -> Vec<Document> {
    let english = |document: &&Document| document.meta.format == Format::Markdown && document.meta.lang == "en";
    inputs::shipped().iter().filter(english).map(generated).collect()
}

fn sample() -> Option<Vec<wcxb::Page>> {
    let folder = wcxb::folder()?;
    let names = wcxb::names(&folder);
    let step = (names.len() / SAMPLE).max(1);
    Some(names.iter().step_by(step).take(SAMPLE).map(|name| wcxb::page(&folder, name)).collect())
}

fn source(document: &Document) -> &str {
    &document.page().expect("a page").source
}

fn bytes(pages: &[&Document]) -> u64 {
    pages.iter().map(|page| source(page).len() as u64).sum()
}

fn answer(entry: &Entry, page: &Document) -> String {
    let strategy = (entry.build)(&Parameters::new(entry.parameters, &[]).expect("defaults"));
    let mut out = Removals::new();
    strategy.remove(page, &Context::empty(), &mut out);
    out.output().expect("a peer answers").to_string()
}

/// What one of ours leaves of a page that is still to be parsed.
fn own_answer(strategy: &Selected, meta: Meta, markup: &str) -> String {
    let document = Document::new(meta, markup.to_string());
    let removed = strategy.run(&document, &Context::empty()).spans(|label| Task::Boilerplate.applies(label));
    render(&document, &removed)
}

fn own() -> impl Iterator<Item = Selected> {
    OWN.iter().map(|name| parse(name).expect("in the table"))
}

fn peers() -> impl Iterator<Item = &'static &'static Entry> {
    ALL.iter().filter(|entry| entry.family == Family::Peer)
}

fn time(criterion: &mut Criterion, name: &str, pages: &[&Document]) {
    let mut group = criterion.benchmark_group(format!("peers-{name}"));
    group.throughput(Throughput::Bytes(bytes(pages)));
    group.bench_function("parse (floor)", |bencher| {
        bencher.iter(|| {
            let parsed = pages.iter().map(|page| Document::new(page.meta.clone(), black_box(source(page)).to_string()));
            parsed.map(|page| page.text().len()).sum::<usize>()
        });
    });
    for entry in peers() {
        let strategy = (entry.build)(&Parameters::new(entry.parameters, &[]).expect("defaults"));
        let length = |page: &&Document| {
            let mut out = Removals::new();
            strategy.remove(black_box(page), &Context::empty(), &mut out);
            out.output().map_or(0, str::len)
        };
        group.bench_function(entry.id, |bencher| bencher.iter(|| pages.iter().map(length).sum::<usize>()));
    }
    for strategy in own() {
        let length = |page: &&Document| own_answer(&strategy, page.meta.clone(), black_box(source(page))).len();
        group.bench_function(&strategy.name, |bencher| bencher.iter(|| pages.iter().map(length).sum::<usize>()));
    }
    group.finish();
}

fn on_generated(criterion: &mut Criterion) {
    let pages = generated_pages();
    for entry in peers() {
        let answers: Vec<String> = pages.iter().map(|page| answer(entry, page)).collect();
        let kept: usize = answers.iter().map(|answer| answer.split_whitespace().count()).sum();
        let all: usize = pages.iter().map(|page| page.text().split_whitespace().count()).sum();
        assert!(kept * 2 > all, "{} keeps {kept} of {all} words", entry.id);
        let menus = answers.iter().filter(|answer| answer.contains(MENU)).count();
        assert!(menus * 10 <= pages.len(), "{} keeps the menu of {menus} pages", entry.id);
    }
    time(criterion, "generated", &pages.iter().collect::<Vec<_>>());
}

fn on_real(criterion: &mut Criterion) {
    let Some(pages) = sample() else {
        println!("skipped: no real data");
        return;
    };
    for entry in peers() {
        let scores = pages.iter().map(|page| wcxb::word_f1(&answer(entry, &page.document), &page.gold));
        let mean = scores.sum::<f64>() / pages.len() as f64;
        assert!(mean > FLOOR, "{} has F1 {mean:.3}", entry.id);
    }
    for strategy in own() {
        let answer = |page: &wcxb::Page| own_answer(&strategy, page.document.meta.clone(), source(&page.document));
        let scores = pages.iter().map(|page| wcxb::word_f1(&answer(page), &page.gold));
        let mean = scores.sum::<f64>() / pages.len() as f64;
        assert!(mean > FLOOR, "{} has F1 {mean:.3}", strategy.name);
    }
    time(criterion, "wcxb", &pages.iter().map(|page| &page.document).collect::<Vec<_>>());
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(800));
    targets = on_generated, on_real
}
criterion_main!(benches);
