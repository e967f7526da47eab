//! How the cost grows: with the size of a document, with threads, with the number of strategies. Three tables on standard output.
//!
//! `cpu` is the processor time of this process, user and system; `per byte` of a size over `per byte` of the smallest that takes long
//! enough to be timed says whether growth is linear (1 is linear, 2 at twice the size is quadratic). `--quick` stops at 1 MB.

#![allow(clippy::expect_used, clippy::print_stdout)] // a bench that cannot set up should stop

mod inputs;
#[path = "inputs/pages.rs"]
mod pages;

use gleaner::document::{Document, Format, Meta};
use gleaner::run::{Options, run};
use gleaner::strategy::{self, Context, Selected};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Work is repeated until it has taken this long, then divided.
const LEAST: Duration = Duration::from_millis(150);
/// Rounds; the median counts.
const ROUNDS: usize = 5;
/// Sizes in bytes.
const SIZES: &[usize] = &[1 << 10, 1 << 13, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26];
const QUICK_BYTES: usize = 1 << 20;
/// Numbers of strategies.
const STRATEGIES: &[usize] = &[1, 2, 5, 10, 20, 50, 100];

/// Processor time of this process so far.
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Processor and wall seconds of one call: the medians of the rounds.
fn time(mut work: impl FnMut() -> usize) -> (f64, f64) {
    let mut rounds: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|_| {
            let (from, started, mut calls) = (cpu(), Instant::now(), 0_u32);
            while calls == 0 || started.elapsed() < LEAST {
                black_box(work());
                calls += 1;
            }
            ((cpu() - from).as_secs_f64() / f64::from(calls), started.elapsed().as_secs_f64() / f64::from(calls))
        })
        .collect();
    let mut middle = |of: fn(&(f64, f64)) -> f64| {
        rounds.sort_by(|a, b| of(a).total_cmp(&of(b)));
        of(&rounds[ROUNDS / 2])
    };
    (middle(|round| round.0), middle(|round| round.1))
}

fn document(format: Format, id: usize, text: String) -> Document {
    let meta = Meta { id: format!("d{id}"), source: format!("s{}", id % 20), lang: "en".into(), format, ..Meta::default() };
    Document::new(meta, text)
}

/// Markup or text in memory to cuts, on one thread.
fn sizes(quick: bool) {
    let (strategy, context) = (strategy::parse("default").expect("in the table"), Context::empty());
    println!("{:<10}{:>12}{:>12}{:>12}{:>12}", "format", "bytes", "cpu s", "MB/cpu s", "per byte");
    for (format, make) in [(Format::Markdown, inputs::markdown as fn(usize) -> String), (Format::Html, pages::page)] {
        let mut first = None;
        for &size in SIZES.iter().filter(|&&size| !quick || size <= QUICK_BYTES) {
            let text = make(size);
            let cuts = || strategy.run(&document(format, 0, text.clone()), &context).len();
            assert!(size < 1 << 13 || cuts() > 0, "nothing was cut of {size} bytes of {format}");
            let (cpu, _) = time(cuts);
            let rate = cpu / text.len() as f64;
            let growth = if size < 1 << 16 { 1.0 } else { rate / *first.get_or_insert(rate) };
            println!("{:<10}{:>12}{cpu:>12.6}{:>12.1}{growth:>12.2}", format.to_string(), text.len(), 1e-6 / rate);
        }
    }
}

/// A corpus and ten strategies on pools of one to all cores.
fn threads(quick: bool) {
    let pages = if quick { 40 } else { 400 };
    let documents: Vec<Document> = (0..pages).map(|id| document(Format::Html, id, pages::page((20 + id % 60) << 10))).collect();
    let documents: Vec<&Document> = documents.iter().collect();
    let chosen = "default,source-cues,phrase-rules,readability,trafilatura-like,justext,cetd,text-bte,boilerpipe-article,page-router";
    let strategies = strategy::parse_list(chosen).expect("in the table");
    println!("\n{:<10}{:>12}{:>12}{:>12}", "threads", "cpu s", "wall s", "speed-up");
    let (mut alone, mut answer) = (None, None);
    for threads in 1..=std::thread::available_parallelism().map_or(1, usize::from) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let cuts = || pool.install(|| cuts(&documents, &strategies));
        assert_eq!(*answer.get_or_insert(cuts()), cuts(), "the answer depends on the number of threads");
        let (cpu, wall) = time(cuts);
        println!("{threads:<10}{cpu:>12.4}{wall:>12.4}{:>12.2}", *alone.get_or_insert(wall) / wall);
    }
}

fn cuts(documents: &[&Document], strategies: &[Selected]) -> usize {
    run(documents, strategies, Options::default()).predictions.iter().flatten().map(|prediction| prediction.removals.len()).sum()
}

/// One to a hundred settings of a strategy over the same documents: what a further strategy costs.
fn strategies(quick: bool) {
    let documents: Vec<Document> = (0..100).map(|id| document(Format::Markdown, id, inputs::markdown(8 << 10))).collect();
    let documents: Vec<&Document> = documents.iter().collect();
    println!("\n{:<12}{:>12}{:>16}{:>12}", "strategies", "cpu s", "cpu s each", "of one");
    let mut first = None;
    for &number in STRATEGIES.iter().filter(|&&number| !quick || number <= 10) {
        let list: Vec<String> = (0..number).map(|at| format!("text-bte(alpha={})", 0.5 + at as f64 / 100.0)).collect();
        let chosen = strategy::parse_list(&list.join(",")).expect("in the table");
        assert_eq!(chosen.len(), number);
        let (cpu, _) = time(|| cuts(&documents, &chosen));
        let each = cpu / number as f64;
        println!("{number:<12}{cpu:>12.4}{each:>16.6}{:>12.2}", each / *first.get_or_insert(each));
    }
}

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    sizes(quick);
    threads(quick);
    strategies(quick);
}
