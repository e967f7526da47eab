//! Instructions that a fixed set of work takes, counted by valgrind's callgrind and checked against `counts.csv`.
//!
//! A count moves by hundredths of a percent where times move by half: a regression shows on a noisy machine. Each case runs in
//! a process of its own; only the function [`counted`] is counted, so neither start-up nor setting up is in the figure.
//! Counts belong to a compiler and a profile: `benches/counts.sh` sets the profile, the file names the compiler.

#![allow(clippy::expect_used, clippy::print_stdout, clippy::print_stderr)] // a bench that cannot set up should stop

mod inputs;
#[path = "inputs/pages.rs"]
mod pages;

use gleaner::corpus;
use gleaner::document::{Document, Format, Meta, html, render};
use gleaner::gold::Task;
use gleaner::metric::text::{self, Mode, ReferenceText, TextPair};
use gleaner::stats::{Average, Cell, Resamples, Sample};
use gleaner::strategy::{self, Context};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Growth that fails the bench, as a share of the kept count: with the compiler of the kept counts, and with another.
const TOLERANCE: f64 = 0.05;
const TOLERANCE_ACROSS_COMPILERS: f64 = 0.25;
/// The kept counts.
const KEPT: &str = "benches/counts.csv";

/// Prepares one piece of work: what is returned is counted, and its answer must lie in the range.
type Prepare = fn() -> Box<dyn FnOnce() -> usize>;

/// The set. An answer is a number that says that the work was done: bytes, segments, cuts.
const CASES: &[(&str, Prepare)] = &[
    ("html-view", || {
        let page = pages::page(256 << 10);
        Box::new(move || html::view(page).text.len())
    }),
    ("markdown-document", || {
        let text = inputs::markdown(256 << 10);
        Box::new(move || document(Format::Markdown, text).features().len())
    }),
    ("default-html", || strategy_on("default", document(Format::Html, pages::page(256 << 10)))),
    ("default-markdown", || strategy_on("default", document(Format::Markdown, inputs::markdown(64 << 10)))),
    ("source-cues-markdown", || strategy_on("source-cues", document(Format::Markdown, inputs::markdown(64 << 10)))),
    ("phrase-rules-markdown", || strategy_on("phrase-rules", document(Format::Markdown, inputs::markdown(256 << 10)))),
    ("gopher-lines-markdown", || strategy_on("gopher-lines", document(Format::Markdown, inputs::markdown(256 << 10)))),
    ("justext-html", || strategy_on("justext", document(Format::Html, pages::page(256 << 10)))),
    ("trafilatura-like-html", || strategy_on("trafilatura-like", document(Format::Html, pages::page(256 << 10)))),
    ("strip-shipped-pages", strip_shipped_pages),
    ("word-f1", || metric("wcxb")),
    ("shingles", || metric("scrapinghub")),
    ("rouge-lsum", || metric("rouge_lsum")),
    ("levenshtein", || metric("levenshtein")),
    ("intervals", intervals),
];

fn document(format: Format, text: String) -> Document {
    Document::new(Meta { id: "bench".into(), source: "bench".into(), lang: "en".into(), format, ..Meta::default() }, text)
}

/// Judging by one strategy, after a first call has built what is built once.
fn strategy_on(name: &'static str, document: Document) -> Box<dyn FnOnce() -> usize> {
    let selected = strategy::parse(name).expect("in the table");
    let context = Context::empty();
    document.features();
    selected.run(&document, &context);
    Box::new(move || selected.run(&document, &context).len())
}

/// The whole way of a filter over the shipped web pages.
fn strip_shipped_pages() -> Box<dyn FnOnce() -> usize> {
    let corpus = corpus::shipped().expect("the shipped corpus loads");
    let sources: Vec<String> = corpus.examples.iter().filter_map(|example| Some(example.document.page()?.source.clone())).collect();
    let (selected, context) = (strategy::parse("default").expect("in the table"), Context::empty());
    Box::new(move || {
        let clean = |source: String| {
            let document = document(Format::Html, source);
            render(&document, &selected.run(&document, &context).spans(|label| Task::Boilerplate.applies(label))).len()
        };
        sources.into_iter().map(clean).sum()
    })
}

/// One text metric on what `default` leaves of each shipped text.
fn metric(id: &'static str) -> Box<dyn FnOnce() -> usize> {
    let metric = text::find(id, Mode::Compat).expect("in the table");
    let (selected, context) = (strategy::parse("default").expect("in the table"), Context::empty());
    let pairs: Vec<(String, ReferenceText)> = inputs::shipped()
        .iter()
        .take(40)
        .map(|document| {
            let left = render(document, &selected.run(document, &context).spans(|label| Task::Boilerplate.applies(label)));
            (left, ReferenceText { text: document.text().to_string(), ..ReferenceText::default() })
        })
        .collect();
    Box::new(move || {
        let value = |(left, reference): &(String, ReferenceText)| {
            metric.score(&TextPair { predicted: Some(left), reference, page: "" }).values.iter().flatten().count()
        };
        pairs.iter().map(value).sum()
    })
}

/// Intervals of three averages of drawn scores: 300 documents of 100 sources, 1,000 resamples.
fn intervals() -> Box<dyn FnOnce() -> usize> {
    let cell = |at: usize| Cell { source: at % 100, value: Some((at * 7919 % 1000) as f64 / 1000.0), counts: Default::default() };
    let sample = Sample::new(None, (0..300).map(cell));
    let draws = Resamples::drawn(100, 1000, 1);
    Box::new(move || sample.estimates(Average::ALL, &draws).len())
}

/// The only function that is counted.
#[inline(never)]
fn counted(work: Box<dyn FnOnce() -> usize>) -> usize {
    black_box(work())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "--case") {
        Some(at) => run_case(arguments.get(at + 1).map_or("", String::as_str)),
        // Elsewhere the profile is not that of the kept counts.
        None if std::env::var_os("GLEANER_COUNTS").is_none() => {
            println!("skipped: benches/counts.sh counts, in the profile of the kept counts");
            ExitCode::SUCCESS
        }
        None => count_all(),
    }
}

fn run_case(name: &str) -> ExitCode {
    let (_, prepare) = CASES.iter().find(|(own, _)| *own == name).expect("a case of the table");
    let answer = counted(prepare());
    assert!(answer > 0, "{name} did nothing");
    ExitCode::SUCCESS
}

fn count_all() -> ExitCode {
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("skipped: valgrind is missing (benches/counts.sh installs it)");
        return if std::env::var_os("CI").is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    let counts: Vec<(&str, u64)> = CASES.iter().map(|(name, _)| (*name, instructions(name))).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(KEPT);
    if std::env::var_os("GLEANER_BLESS").is_some() {
        return write(&path, &counts);
    }
    compare(&path, &counts)
}

/// Runs one case under callgrind and reads what it collected.
fn instructions(name: &str) -> u64 {
    let own = std::env::current_exe().expect("this program");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*counts*counted*"])
        .arg(own)
        .args(["--case", name])
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .expect("valgrind starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {told}");
    let line = told.lines().find_map(|line| line.split_once("Collected :")).expect("callgrind says what it collected");
    let count = line.1.trim().parse().expect("a number");
    assert!(count > 10_000, "{name}: only {count} instructions, so the function was not found");
    count
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&output).split_whitespace().nth(1).unwrap_or("unknown").to_string()
}

fn write(path: &PathBuf, counts: &[(&str, u64)]) -> ExitCode {
    let mut file = csv::Writer::from_path(path).expect("writable");
    file.write_record(["case", "instructions", "rustc"]).expect("written");
    let compiler = compiler();
    for (name, count) in counts {
        file.write_record([name, count.to_string().as_str(), &compiler]).expect("written");
    }
    file.flush().expect("written");
    ExitCode::SUCCESS
}

fn compare(path: &PathBuf, counts: &[(&str, u64)]) -> ExitCode {
    let mut file = csv::Reader::from_path(path).expect("the kept counts; GLEANER_BLESS=1 writes them");
    let kept: Vec<(String, u64, String)> = file.deserialize().map(|row| row.expect("case, instructions, rustc")).collect();
    let names = |own: Vec<&str>| own.join(" ");
    assert_eq!(
        names(kept.iter().map(|row| row.0.as_str()).collect()),
        names(counts.iter().map(|row| row.0).collect()),
        "the cases of {KEPT}"
    );
    let compiler = compiler();
    let mut grown = 0;
    println!("{:<24} {:>14} {:>14} {:>7}", "instructions", "kept", "now", "ratio");
    for ((name, before, of), (_, now)) in kept.iter().zip(counts) {
        let ratio = *now as f64 / *before as f64;
        let tolerance = if *of == compiler { TOLERANCE } else { TOLERANCE_ACROSS_COMPILERS };
        let verdict = if ratio > 1.0 + tolerance { "  grown: find out why, or bless" } else { "" };
        grown += usize::from(!verdict.is_empty());
        println!("{name:<24} {before:>14} {now:>14} {ratio:>7.3}{verdict}");
    }
    if grown == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
