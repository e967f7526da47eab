//! 10,000 resamples of a benchmark of the size of WCXB's development part under 30 strategies: intervals of one measure, and all pairs.
//!
//! The scores are drawn, so that it runs anywhere: 1,497 documents of 1,250 sources, skewed like F1.

#![allow(clippy::expect_used)] // a bench that cannot set up should stop

use criterion::{Criterion, criterion_group, criterion_main};
use gleaner::metric::Counts;
use gleaner::random::Random;
use gleaner::stats::{Average, Cell, Panel, Resamples, Sample, rounds};
use std::hint::black_box;
use std::time::Duration;

const DOCUMENTS: usize = 1497;
const SOURCES: usize = 1250;
const STRATEGIES: usize = 30;
const RESAMPLES: usize = 10_000;

/// Each strategy's scores; the first has the mean 0.9, each further one is a little worse on the same documents.
fn scores() -> Vec<Vec<f64>> {
    let mut random = Random::new(1);
    let mut uniform = || (random.bits() >> 11) as f64 / (1_u64 << 53) as f64;
    let hard: Vec<f64> = (0..DOCUMENTS).map(|_| uniform().powf(1.0 / 9.0)).collect();
    (0..STRATEGIES).map(|at| hard.iter().map(|score| score.powf(1.0 + at as f64 / 50.0) * (1.0 - 0.02 * uniform())).collect()).collect()
}

fn statistics(criterion: &mut Criterion) {
    let scores = scores();
    let source_of: Vec<usize> = (0..DOCUMENTS).map(|at| at % SOURCES).collect();
    let sample = |values: &Vec<f64>| {
        let cell = |(&source, &value): (&usize, &f64)| Cell {
            source,
            value: Some(value),
            counts: Counts { fp: value, tn: 1.0 - value, ..Counts::default() },
        };
        Sample::new(Some(Counts::residue), source_of.iter().zip(values).map(cell))
    };
    let samples: Vec<Sample> = scores.iter().map(sample).collect();
    let draws = Resamples::drawn(SOURCES, RESAMPLES, 1);
    check(&scores[0], &samples[0], &source_of);

    criterion.bench_function("drawing 10,000 resamples of 1,250 sources", |bencher| {
        bencher.iter(|| Resamples::drawn(black_box(SOURCES), RESAMPLES, 1));
    });
    criterion.bench_function("30 strategies, three averages, percentile and BCa", |bencher| {
        bencher.iter(|| samples.iter().map(|sample| sample.estimates(black_box(Average::ALL), &draws)).collect::<Vec<_>>());
    });
    let pairs: Vec<(usize, usize)> = (0..STRATEGIES).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
    criterion.bench_function("435 pairs of 30 strategies: intervals, 43,500 swaps, Wilcoxon", |bencher| {
        bencher.iter(|| {
            let panel = Panel::new(black_box(&scores), &source_of, rounds(pairs.len()), &draws);
            pairs.iter().map(|&(a, b)| panel.compare(a, b).expect("defined")).collect::<Vec<_>>()
        });
    });
}

/// The fast sums give what a plain bootstrap over the documents of drawn sources gives, and a plausible width.
fn check(values: &[f64], sample: &Sample, source_of: &[usize]) {
    let draws = Resamples::drawn(SOURCES, 200, 1);
    let mut of_source = vec![(0.0, 0.0); SOURCES];
    for (&source, value) in source_of.iter().zip(values) {
        of_source[source].0 += value;
        of_source[source].1 += 1.0;
    }
    let mean = |drawn: &[u32]| {
        let (sum, n) = drawn.iter().map(|&at| of_source[at as usize]).fold((0.0, 0.0), |(sum, n), own| (sum + own.0, n + own.1));
        Some(sum / n)
    };
    let fast = sample.estimate(Average::Documents, &draws);
    for (fast, plain) in [(fast.interval, draws.interval(mean)), (fast.bca, draws.bca_interval(mean))] {
        let (fast, plain) = (fast.expect("defined"), plain.expect("defined"));
        assert!((fast.0 - plain.0).abs() < 1e-9 && (fast.1 - plain.1).abs() < 1e-9, "{fast:?} {plain:?}");
        // The standard deviation of a Beta(9, 1) variable is 0.0905.
        assert!(((fast.1 - fast.0) / (2.0 * 1.96 * 0.0905 / (DOCUMENTS as f64).sqrt()) - 1.0).abs() < 0.25, "{fast:?}");
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(3));
    targets = statistics
}
criterion_main!(benches);
