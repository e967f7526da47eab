//! Isolated runs, with strategies that loop, recurse, allocate and panic. This program is their worker too: called with
//! `worker`, it serves them, so that none of them is in the product.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may stop where it stands")]

use gleaner::document::{Document, Format, Meta};
use gleaner::label::Label;
use gleaner::run::external::{Failure, TRIAL_DOCUMENTS};
use gleaner::run::{Isolation, Options, Run, isolated, run};
use gleaner::span::Span;
use gleaner::strategy::contract::{Entry, Example, Family, Needs, Parameters, Properties, Wanted};
use gleaner::strategy::{self, Context, Removals, Selected, Strategy, Training};
use libtest_mimic::{Arguments, Trial};
use std::hint::black_box;
use std::io::{Read, Write};
use std::time::Duration;

const fn entry(id: &'static str, needs: Needs, build: fn(&Parameters) -> Box<dyn Strategy>) -> Entry {
    let (family, properties) =
        (Family::Control, Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] });
    Entry { id, version: 1, summary: "", loses: "", family, source: "", needs, parameters: &[], properties, build }
}

static HOSTILE: &[&Entry] = &[
    &entry("quick", Needs::Text, |_| Box::new(Hostile(|| ()))),
    &entry("loops", Needs::Text, |_| Box::new(Hostile(loop_for_ever))),
    &entry("recurses", Needs::Text, |_| Box::new(Hostile(|| _ = black_box(recurse(1))))),
    &entry("allocates", Needs::Text, |_| Box::new(Hostile(allocate))),
    &entry("panics", Needs::Text, |_| Box::new(Hostile(|| panic!("as it was told")))),
    &entry("exits", Needs::Text, |_| Box::new(Hostile(|| std::process::exit(0)))),
    &entry("learns", Needs::Training, |_| Box::new(Learner(Vec::new()))),
    &entry("cannot-learn", Needs::Training, |_| Box::new(BadLearner)),
];

/// Takes out the first line, unless the text is bad.
struct Hostile(fn());

impl Strategy for Hostile {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        if document.text().contains("bad") {
            (self.0)();
        }
        out.push(Span::new(0, 4), Some(Label::Nav), "first");
    }
}

fn loop_for_ever() {
    loop {
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn recurse(depth: u64) -> u64 {
    let block = black_box([depth; 64]);
    if depth == 0 { 0 } else { recurse(black_box(depth + 1)) + block[7] }
}

fn allocate() {
    let mut all: Vec<Vec<u8>> = Vec::new();
    loop {
        all.push(black_box(vec![1; 16 << 20]));
    }
}

/// Says whom it learnt from: the sources of all folds but the document's.
struct Learner(Vec<String>);

impl Strategy for Learner {
    fn remove(&self, _: &Document, _: &Context, out: &mut Removals) {
        out.push(Span::new(0, 1), None, format!("learnt from {}", self.0.join(" ")));
    }

    fn fit(&self, training: &Training<'_>) -> Option<Box<dyn Strategy>> {
        let wanted = |own: &Example<'_>| {
            own.spans.iter().map(|(span, label, wanted)| format!("{}{label}{wanted:?}", span.len())).collect::<String>()
        };
        let name = |own: &Example<'_>| format!("{}:{}", own.document.meta.source, wanted(own));
        Some(Box::new(Learner(training.examples.iter().map(name).collect())))
    }
}

struct BadLearner;

impl Strategy for BadLearner {
    fn remove(&self, _: &Document, _: &Context, _: &mut Removals) {}

    fn fit(&self, _: &Training<'_>) -> Option<Box<dyn Strategy>> {
        std::process::abort()
    }
}

/// Long enough for a machine that is busy.
const PATIENT: f64 = 60.0;

fn isolation(seconds: f64, workers: usize) -> Isolation {
    let own = std::env::current_exe().expect("a path").into_os_string().into_string().expect("UTF-8");
    Isolation { command: vec![own, "worker".into()], timeout: Duration::from_secs_f64(seconds), memory_mb: Some(768), workers }
}

/// `d0`, `d1`, … of a source each; those that are named are bad.
fn documents(count: usize, bad: &[usize]) -> Vec<Document> {
    let text = |at: usize| if bad.contains(&at) { "Menü\nA bad ferry.\n" } else { "Menü\nThe ferry sailed.\n" };
    let meta = |at: usize| Meta { id: format!("d{at}"), source: format!("s{at}"), format: Format::Plain, ..Meta::default() };
    (0..count).map(|at| Document::new(meta(at), text(at).into())).collect()
}

fn chosen(name: &str) -> Vec<Selected> {
    let entry = HOSTILE.iter().find(|own| own.id == name).expect("in the table");
    vec![Selected::new(entry, &[]).expect("no parameters")]
}

fn over(documents: &[Document], strategies: &[Selected], isolation: &Isolation) -> Run {
    let options = Options { isolation: Some(isolation), ..Options::default() };
    run(&documents.iter().collect::<Vec<_>>(), strategies, options)
}

fn words(run: &Run, strategy: usize) -> Vec<&'static str> {
    run.predictions[strategy].iter().map(|own| own.status.name()).collect()
}

fn first_failure(run: &Run) -> &(usize, Failure) {
    run.failures[0].as_ref().expect("a failure")
}

/// Seven documents of which the second and the last are bad, with two workers.
fn mishap(name: &str, seconds: f64, status: &'static str) -> Run {
    let run = over(&documents(7, &[1, 6]), &chosen(name), &isolation(seconds, 2));
    assert_eq!(words(&run, 0), ["ok", status, "ok", "ok", "ok", "ok", status], "{name}: {:?}", run.failures);
    for own in run.predictions[0].iter().filter(|own| own.status.name() == "ok") {
        let gone: Vec<_> = own.removals.iter().map(|own| (own.span, own.label, own.rule.as_ref())).collect();
        // Bytes 0 to 4 are `Men` and half of `ü`.
        assert_eq!(gone, [(Span::new(0, 5), Some(Label::Nav), "first")], "{name}");
    }
    run
}

fn a_loop_costs_the_documents_at_which_it_happens() {
    let run = mishap("loops", 6.0, "timeout");
    assert_eq!((first_failure(&run).0, first_failure(&run).1.reason.as_str()), (1, "no answer within 6 s"));
}

fn a_recursion_without_end_is_a_crash() {
    let run = mishap("recurses", PATIENT, "crash");
    assert!(first_failure(&run).1.complaints.contains("overflowed its stack"), "{:?}", run.failures);
}

fn an_allocation_without_end_is_a_crash() {
    if cfg!(any(not(unix), target_os = "macos")) {
        println!("skipped: no limit of memory here");
        return;
    }
    let run = mishap("allocates", PATIENT, "crash");
    // Only the last lines are kept, and a backtrace has many.
    let traced = std::env::var_os("RUST_BACKTRACE").is_some_and(|asked| asked != "0");
    let said = first_failure(&run).1.complaints.contains("memory allocation of 16777216 bytes failed");
    assert!(said || traced, "{:?}", run.failures);
}

fn a_panic_is_an_answer_and_the_worker_goes_on() {
    let run = mishap("panics", PATIENT, "panic");
    assert_eq!(run.failures, [None]);
}

fn a_worker_that_ends_in_good_order_has_still_not_answered() {
    let run = mishap("exits", PATIENT, "silence");
    assert_eq!(first_failure(&run).1.reason, "ended without an answer");
}

fn a_strategy_that_dies_everywhere_is_given_up_and_the_others_go_on() {
    let all = documents(9, &(0..9).collect::<Vec<_>>());
    let strategies: Vec<Selected> = ["recurses", "quick"].into_iter().flat_map(chosen).collect();
    let run = over(&all, &strategies, &isolation(PATIENT, 1));
    let given_up = [["crash"; TRIAL_DOCUMENTS].as_slice(), &["not-run"; 9 - TRIAL_DOCUMENTS]].concat();
    assert_eq!((words(&run, 0), words(&run, 1)), (given_up, vec!["ok"; 9]));
    assert_eq!(run.failures.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false]);
}

fn the_number_of_workers_changes_nothing() {
    let all = documents(8, &[0, 3, 7]);
    let strategies: Vec<Selected> = ["exits", "recurses", "quick", "panics"].into_iter().flat_map(chosen).collect();
    let shown = |workers| {
        let run = over(&all, &strategies, &isolation(PATIENT, workers));
        run.predictions.into_iter().flatten().map(|own| (own.status, own.removals)).collect::<Vec<_>>()
    };
    assert_eq!(shown(1), shown(3));
}

fn a_worker_that_cannot_start_is_said_so_for_every_document() {
    let broken = |command: &[&str]| Isolation { command: command.iter().map(ToString::to_string).collect(), ..isolation(PATIENT, 2) };
    for command in [&["/nowhere/gleaner"][..], &["true"], &["sh", "-c", "echo no worker"]] {
        let run = over(&documents(8, &[]), &chosen("quick"), &broken(command));
        assert_eq!(words(&run, 0), ["not-run"; 8], "{command:?}");
        assert_eq!(first_failure(&run).0, 0);
    }
}

fn learning(name: &str, isolation: Option<&Isolation>) -> Run {
    let all = documents(12, &[]);
    let spans = || vec![(Span::new(0, 5), Label::Nav, Wanted::Gone), (Span::new(5, 6), Label::Body, Wanted::Kept)];
    let examples = all.iter().map(|document| Example { document, spans: spans().into() }).collect();
    run(&all.iter().collect::<Vec<_>>(), &chosen(name), Options { examples, isolation, ..Options::default() })
}

fn strategies_learn_from_the_same_documents_as_in_a_plain_run() {
    let rules = |run: Run| run.predictions.into_iter().flatten().map(|own| own.removals).collect::<Vec<_>>();
    let plain = rules(learning("learns", None));
    // Twelve sources in ten folds: the first shares its fold with the last but one in the order of names.
    let rule = plain[0].iter().next().expect("one").rule.to_string();
    assert!(rule.starts_with("learnt from s1:5navGone1bodyKept ") && !rule.contains("s0:"), "{rule}");
    assert_eq!(rules(learning("learns", Some(&isolation(PATIENT, 2)))), plain);
}

fn a_strategy_that_dies_while_it_learns_is_not_fitted_again_and_again() {
    let run = learning("cannot-learn", Some(&isolation(PATIENT, 1)));
    assert_eq!(words(&run, 0), [["crash"; TRIAL_DOCUMENTS].as_slice(), &["not-run"; 12 - TRIAL_DOCUMENTS]].concat());
    assert!(first_failure(&run).1.reason.starts_with("while it learned: ended: signal: 6"), "{:?}", run.failures);
}

fn only_strategies_that_say_so_learn() {
    let context = Context::empty();
    for entry in strategy::ALL {
        let own = Selected::new(entry, &[]).expect("defaults");
        let learns = own.fitted(&Training { examples: Vec::new(), context: &context }).is_some();
        assert_eq!(learns, entry.needs == Needs::Training, "{}: workers are sent examples only where `needs` says so", entry.id);
    }
}

fn what_is_no_greeting_is_an_error_with_a_remedy() {
    for input in [
        "nonsense\n",
        "{}\n",
        "{\"strategies\": [\"none\"], \"lessons\": 0, \"context\": {\"sources\": {}, \"templates\": {}, \"spread\": {}}}\n",
    ] {
        let error = isolated::serve(HOSTILE, input.as_bytes(), std::io::sink()).expect_err("no greeting").to_string();
        assert!(error.contains("not a greeting") && error.contains("gleaner eval --isolate"), "{error}");
    }
    assert!(isolated::serve(HOSTILE, &b""[..], std::io::sink()).is_ok());
}

/// Where the harness is killed nobody kills its workers: they see that their input ends.
fn a_loop_does_not_outlive_the_harness() {
    let (command, arguments) = (isolation(PATIENT, 1).command, ["worker"]);
    let mut command = std::process::Command::new(&command[0]);
    let pipe = || std::process::Stdio::piped();
    let mut worker = command.args(arguments).stdin(pipe()).stdout(pipe()).spawn().expect("a worker");
    let greeting = r#"{"strategies":["loops"],"lessons":0,"context":{"sources":{},"templates":{},"spread":{}}}"#;
    let document = r#"{"id":"d","source":"","event":"","lang":"","format":"plain","text":"bad"}"#;
    let question = format!(r#"{{"id":"q","strategy":0,"fold":null,"fit":false,"document":{document}}}"#);
    let mut input = worker.stdin.take().expect("piped");
    writeln!(input, "{greeting}\n{question}").expect("listening");
    drop(input);
    let status = worker.wait().expect("an end");
    let mut said = String::new();
    worker.stdout.take().expect("piped").read_to_string(&mut said).expect("UTF-8");
    assert!(status.success() && said.starts_with(r#"{"id":"ready","status":"ok""#) && said.lines().count() == 1, "{status} {said}");
}

fn main() -> std::process::ExitCode {
    if std::env::args().nth(1).as_deref() == Some("worker") {
        isolated::serve(HOSTILE, std::io::stdin().lock(), std::io::stdout()).expect("a harness");
        return std::process::ExitCode::SUCCESS;
    }
    macro_rules! trials {
        ($($test:ident),* $(,)?) => { vec![$(Trial::test(stringify!($test), || { $test(); Ok(()) })),*] };
    }
    let trials = trials![
        a_loop_costs_the_documents_at_which_it_happens,
        a_recursion_without_end_is_a_crash,
        an_allocation_without_end_is_a_crash,
        a_panic_is_an_answer_and_the_worker_goes_on,
        a_worker_that_ends_in_good_order_has_still_not_answered,
        a_strategy_that_dies_everywhere_is_given_up_and_the_others_go_on,
        the_number_of_workers_changes_nothing,
        a_worker_that_cannot_start_is_said_so_for_every_document,
        strategies_learn_from_the_same_documents_as_in_a_plain_run,
        a_strategy_that_dies_while_it_learns_is_not_fitted_again_and_again,
        only_strategies_that_say_so_learn,
        what_is_no_greeting_is_an_error_with_a_remedy,
        a_loop_does_not_outlive_the_harness,
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
