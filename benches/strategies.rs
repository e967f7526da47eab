//! Every strategy of the table at several sizes and on the shipped corpus: segments and features given, as in a run.

#![allow(clippy::expect_used)] // a bench that cannot set up should stop

mod inputs;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gleaner::document::Document;
use gleaner::strategy::{ALL, Context, Removals, Selected};
use std::hint::black_box;
use std::time::Duration;

/// A strategy must say the same twice, in order and in bounds, before it is timed.
fn check(strategy: &Selected, document: &Document, context: &Context) {
    let (first, second) = (strategy.run(document, context), strategy.run(document, context));
    assert_eq!(first, second, "{} differs between runs", strategy.name);
    let spans: Vec<_> = first.iter().map(|removal| removal.span).collect();
    assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{} is out of order", strategy.name);
    assert!(spans.last().is_none_or(|last| last.end <= document.text().len()), "{} is out of bounds", strategy.name);
    expected(strategy, &first, document);
}

/// The controls have known answers; everybody else must leave something.
fn expected(strategy: &Selected, removals: &Removals, document: &Document) {
    match strategy.entry.id {
        "keep-all" => assert!(removals.is_empty()),
        "remove-all" => assert_eq!(removals.len(), document.segments().len()),
        _ => assert_ne!(removals.spans(|_| true).covered(), document.text().len(), "{} removes everything", strategy.name),
    }
}

fn strategies(criterion: &mut Criterion) {
    let documents: Vec<(&str, Document)> = inputs::SIZES.iter().map(|&(name, size)| (name, inputs::document(size))).collect();
    let corpus = inputs::shipped();
    corpus.iter().for_each(|document| _ = document.features());
    let context = Context::of(&corpus);
    let corpus_bytes: usize = corpus.iter().map(|document| document.text().len()).sum();
    for entry in ALL {
        let strategy = Selected::new(entry, &[]).expect("defaults are allowed");
        let mut group = criterion.benchmark_group(entry.id);
        for (name, document) in &documents {
            document.features();
            check(&strategy, document, &context);
            group.throughput(Throughput::Bytes(document.text().len() as u64));
            group.bench_with_input(BenchmarkId::from_parameter(name), document, |bencher, document| {
                bencher.iter(|| strategy.run(black_box(document), &context));
            });
        }
        group.throughput(Throughput::Bytes(corpus_bytes as u64));
        group.bench_function("corpus", |bencher| {
            bencher.iter(|| corpus.iter().map(|document| strategy.run(black_box(document), &context).len()).sum::<usize>());
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(800));
    targets = strategies
}
criterion_main!(benches);
