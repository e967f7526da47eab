//! Scoring the shipped corpus, and the aggregates with their intervals.

#![allow(clippy::expect_used)] // a bench that cannot set up should stop

mod inputs;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gleaner::corpus;
use gleaner::document::Document;
use gleaner::gold::Task;
use gleaner::run::{Options, run};
use gleaner::stats::Resamples;
use gleaner::{report, score, strategy};
use std::hint::black_box;
use std::time::Duration;

fn scoring(criterion: &mut Criterion) {
    let corpus = corpus::shipped().expect("the shipped corpus loads");
    let documents: Vec<&Document> = corpus.examples.iter().map(|example| &example.document).collect();
    let bytes: usize = inputs::shipped().iter().map(|document| document.text().len()).sum();
    let strategies = strategy::parse_list("keep-all,remove-all,default").expect("in the table");
    let predictions = run(&documents, &strategies, Options::default());
    let evaluation = score::score(&corpus, Task::Boilerplate, &strategies, &predictions, &[]);
    for (strategy, recall) in [(0, 1.0), (1, 0.0)] {
        let damage: f64 = evaluation.strategies[strategy].documents.iter().map(|score| score.counts[0].fn_).sum();
        assert_eq!(damage == 0.0, recall == 1.0, "the controls have known answers");
    }
    let mut group = criterion.benchmark_group("score");
    group.throughput(Throughput::Bytes(3 * bytes as u64));
    group.bench_function("three strategies on the corpus", |bencher| {
        bencher.iter(|| score::score(black_box(&corpus), Task::Boilerplate, &strategies, &predictions, &[]));
    });
    group.finish();
    let resamples = Resamples::new(evaluation.sources.len());
    criterion.bench_function("aggregates with intervals, one strategy", |bencher| {
        bencher.iter(|| report::aggregates(black_box(&evaluation), &evaluation.strategies[2], &resamples));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(800));
    targets = scoring
}
criterion_main!(benches);
