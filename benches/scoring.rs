//! Scoring the shipped corpus, every text metric, and the aggregates with their intervals.

#![allow(clippy::expect_used, clippy::print_stdout)] // a bench that cannot set up should stop, and say what it skips

mod inputs;
#[path = "inputs/wcxb.rs"]
mod wcxb;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gleaner::corpus;
use gleaner::document::{Document, render};
use gleaner::gold::Task;
use gleaner::metric::text::scorer::Scorer;
use gleaner::metric::text::{ALL, ReferenceText, TextMetric, TextPair};
use gleaner::run::{Options, run};
use gleaner::stats::Resamples;
use gleaner::strategy::Context;
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

/// A document's reference and what some strategies left of it.
struct Case {
    reference: ReferenceText,
    page: String,
    answers: Vec<String>,
}

impl Case {
    fn of(document: &Document, reference: String) -> Self {
        let strategies = strategy::parse_list("keep-all,default,justext,section-cut").expect("in the table");
        let left = |strategy: &strategy::Selected| {
            let removals = strategy.run(document, &Context::empty());
            removals.output().map_or_else(|| render(document, &removals.spans(|_| true)), str::to_string)
        };
        let reference = ReferenceText { text: reference, ..ReferenceText::default() };
        Self { reference, page: document.text().to_string(), answers: strategies.iter().map(left).collect() }
    }

    /// How often the metrics found a value.
    fn values(&self, metrics: &[&TextMetric]) -> usize {
        let mut scorer = Scorer::new(&self.reference, &self.page);
        let scores = self.answers.iter().flat_map(|answer| scorer.score(metrics, Some(answer)));
        scores.map(|score| score.values.iter().flatten().count()).sum()
    }

    /// Stops unless every metric says of an answer among others what it says of it alone.
    fn check(&self) {
        let mut scorer = Scorer::new(&self.reference, &self.page);
        for answer in &self.answers {
            let pair = TextPair { predicted: Some(answer), reference: &self.reference, page: &self.page };
            for (metric, shared) in ALL.iter().zip(scorer.score(ALL, Some(answer))) {
                assert_eq!(metric.score(&pair), shared, "{} {:?}", metric.id, metric.mode);
            }
        }
    }
}

fn shipped_cases() -> Vec<Case> {
    let corpus = corpus::shipped().expect("the shipped corpus loads");
    let case = |example: &corpus::Example| {
        let units = score::units(example, Task::Boilerplate);
        Case::of(&example.document, render(&example.document, &units.boilerplate.iter().copied().collect()))
    };
    corpus.examples.iter().step_by(3).map(case).collect()
}

/// Every 40th page; none where the data is missing.
fn wcxb_cases() -> Vec<Case> {
    let Some(folder) = wcxb::folder() else {
        println!("skipped: no real data");
        return Vec::new();
    };
    let pages = wcxb::names(&folder).into_iter().step_by(40).map(|name| wcxb::page(&folder, &name));
    pages.map(|page| Case::of(&page.document, page.gold)).collect()
}

fn text_metrics(criterion: &mut Criterion) {
    for (name, cases) in [("shipped", shipped_cases()), ("wcxb-dev", wcxb_cases())] {
        if cases.is_empty() {
            continue;
        }
        cases.iter().for_each(Case::check);
        let mut group = criterion.benchmark_group(format!("text metrics, {name}"));
        group.throughput(Throughput::Elements(cases.iter().map(|case| case.answers.len() as u64).sum()));
        let values = |metrics: &[&TextMetric]| cases.iter().map(|case| case.values(metrics)).sum::<usize>();
        for metric in ALL {
            group.bench_function(format!("{} {:?}", metric.id, metric.mode), |bencher| bencher.iter(|| values(black_box(&[metric]))));
        }
        group.bench_function("all together", |bencher| bencher.iter(|| values(black_box(ALL))));
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(800));
    targets = scoring, text_metrics
}
criterion_main!(benches);
