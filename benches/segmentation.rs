//! From text to segments and features, for plain text and Markdown; from pages to view and segments; the whole way of `strip`, and from
//! real pages to cuts.

#![allow(clippy::expect_used, clippy::print_stdout)] // a bench that cannot set up should stop

mod inputs;
#[path = "inputs/wcxb.rs"]
mod wcxb;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gleaner::document::{Document, Format, Language, Meta, html, render};
use gleaner::gold::Task;
use gleaner::strategy::{self, Context};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Every so many real pages are read: with `--quick` every tenth.
fn every() -> usize {
    if std::env::args().any(|argument| argument == "--quick") { 10 } else { 1 }
}

fn document(format: Format, text: &str) -> Document {
    Document::new(Meta { lang: "en".into(), format, ..Meta::default() }, text.to_string())
}

fn segmentation(criterion: &mut Criterion) {
    for format in [Format::Plain, Format::Markdown] {
        let mut group = criterion.benchmark_group(format!("segment-{format}"));
        for &(name, size) in inputs::SIZES {
            let text = inputs::markdown(size);
            let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
            assert_eq!(document(format, &text).segments().len(), lines, "one segment a line");
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::from_parameter(name), &text, |bencher, text| {
                bencher.iter(|| document(format, black_box(text)).features().len())
            });
        }
        group.finish();
    }
}

/// The guess of the language, from running text of English: once a document.
fn language(criterion: &mut Criterion) {
    let text = "The ferry ran aground off the point in the fog on Monday morning, and everybody was taken off by noon. ".repeat(22);
    assert_eq!(Language::guess(&text).code, "en");
    let mut group = criterion.benchmark_group("language");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("guess", |bencher| bencher.iter(|| Language::guess(black_box(&text))));
    group.finish();
}

/// Pages to view, segments and elements: by the stream, which `html::view` takes, and by the tree.
fn pages(criterion: &mut Criterion) {
    let shipped = inputs::shipped().into_iter().filter_map(|document| Some(document.page()?.source.clone())).collect();
    render_pages(criterion, "shipped", shipped);
    match wcxb::folder() {
        Some(folder) => render_pages(criterion, "wcxb-dev", wcxb::sources(&folder, every())),
        None => println!("skipped: no real data"),
    }
}

fn render_pages(criterion: &mut Criterion, name: &str, sources: Vec<String>) {
    let mut by_tree = 0;
    for source in &sources {
        let (streamed, fallback) = html::view_and_path(source.clone());
        by_tree += usize::from(fallback.is_some());
        assert!(streamed == html::view_by_tree(source.clone()), "both ways agree");
    }
    println!("{name}: {} pages, {by_tree} of them need a tree", sources.len());
    let mut group = criterion.benchmark_group(format!("segment-html/{name}"));
    group.throughput(Throughput::Bytes(sources.iter().map(|source| source.len() as u64).sum()));
    for (way, view) in [("stream", html::view as fn(String) -> html::Viewed), ("tree", html::view_by_tree)] {
        group.bench_function(way, |bencher| {
            // Views are dropped as they come, as a run over a corpus does; the copy of the source is not timed.
            bencher.iter_custom(|rounds| (0..rounds).map(|_| timed(&sources, view)).sum())
        });
    }
    group.finish();
}

fn timed(sources: &[String], view: fn(String) -> html::Viewed) -> Duration {
    let one = |source: &String| {
        let source = source.clone();
        let start = Instant::now();
        drop(black_box(view(source)));
        start.elapsed()
    };
    sources.iter().map(one).sum()
}

/// From markup in memory to cuts with `default`, and from the views of the same pages as plain text.
fn whole_pages(criterion: &mut Criterion) {
    let Some(folder) = wcxb::folder() else {
        println!("skipped: no real data");
        return;
    };
    let sources = wcxb::sources(&folder, every());
    let views: Vec<String> = sources.iter().map(|source| html::view(source.clone()).text).collect();
    for (format, texts) in [(Format::Html, sources), (Format::Plain, views)] {
        let mut group = criterion.benchmark_group(format!("strip-wcxb-dev/{format}"));
        group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
        for name in ["default", "phrase-rules", "justext"] {
            let strategy = strategy::parse(name).expect("in the table");
            let cuts = |text: &String| strategy.run(&Document::anonymous(format, text.clone()), &Context::empty()).len();
            assert!(texts.iter().map(cuts).sum::<usize>() > texts.len(), "{name} cuts on most pages");
            group.bench_function(name, |bencher| bencher.iter(|| texts.iter().map(cuts).sum::<usize>()));
        }
        group.finish();
    }
}

/// Segmentation, `default`, and the clean text: what a filter costs.
fn whole_way(criterion: &mut Criterion) {
    let strategy = strategy::parse("default").expect("in the table");
    let context = Context::empty();
    let clean = |text: &str| {
        let document = document(Format::Markdown, text);
        let removed = strategy.run(&document, &context).spans(|label| Task::Boilerplate.applies(label));
        render(&document, &removed)
    };
    let mut group = criterion.benchmark_group("strip-default");
    for &(name, size) in inputs::SIZES {
        let text = inputs::markdown(size);
        let cleaned = clean(&text);
        assert!(!cleaned.is_empty() && cleaned.len() < text.len(), "something goes and something stays");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |bencher, text| bencher.iter(|| clean(black_box(text))));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(800));
    targets = segmentation, language, pages, whole_pages, whole_way
}
criterion_main!(benches);
