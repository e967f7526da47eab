//! External strategies, with programs of a few lines of shell that behave and misbehave.
#![cfg(unix)]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]

use gleaner::document::{Document, Format, Meta};
use gleaner::label::Label;
use gleaner::run::Status;
use gleaner::run::external::{Answers, Description, run};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

const TEXT: &str = "Menü\n\nThe ferry sailed at dawn.\n";
const ANSWER: &str = r#"printf '{"id":"%s","text":"The ferry sailed at dawn."}\n' "$id""#;
/// Long enough for a shell on a machine that is busy.
const PATIENT: f64 = 60.0;

/// `d0`, `d1`, …, all of one text.
fn documents(count: usize, text: &str) -> Vec<Document> {
    let meta = |at: usize| Meta { id: format!("d{at}"), format: Format::Plain, ..Meta::default() };
    (0..count).map(|at| Document::new(meta(at), text.into())).collect()
}

/// A program that runs a piece of shell for each line it reads, with the document's `id`.
fn each(body: &str) -> String {
    format!("while IFS= read -r line; do id=${{line#*'\"id\":\"'}}; id=${{id%%'\"'*}}\n{body}\ndone\n")
}

fn description(script: &str, seconds: f64, more: &str) -> Description {
    let command = serde_json::json!(["sh", "-c", script]);
    let text = format!("name = \"fake\"\ncommand = {command}\ntimeout_seconds = {seconds:?}\n{more}");
    Description::parse(&text, Path::new("/")).expect("a description")
}

fn answers(script: &str, seconds: f64, count: usize, jobs: usize) -> Answers {
    let documents = documents(count, TEXT);
    run(&description(script, seconds, ""), &documents.iter().collect::<Vec<_>>(), jobs, &|| ())
}

fn words(answers: &Answers) -> Vec<&'static str> {
    answers.predictions.iter().map(|prediction| prediction.status.name()).collect()
}

/// Runs a program over four documents with one worker.
fn statuses(script: &str) -> Vec<&'static str> {
    words(&answers(script, PATIENT, 4, 1))
}

fn gone(answers: &Answers, index: usize) -> Vec<String> {
    let documents = documents(index + 1, TEXT);
    answers.predictions[index].removals.iter().map(|own| documents[index].slice(own.span).to_string()).collect()
}

#[test]
fn text_and_spans_become_removals() {
    let text = answers(&each(ANSWER), PATIENT, 7, 2);
    assert_eq!(words(&text), ["ok"; 7]);
    assert_eq!((gone(&text, 6), text.predictions[6].removals.output()), (vec!["Menü".to_string()], Some("The ferry sailed at dawn.")));
    assert_eq!((text.name.as_str(), text.version.as_str(), text.first_failure.is_none()), ("ext:fake", "", true));
    let spans = each(r#"printf '{"id":"%s","spans":[{"start":6,"end":9,"label":"nav","rule":"r"}]}\n' "$id""#);
    let spans = answers(&spans, PATIENT, 2, 1);
    let removal = spans.predictions[1].removals.iter().next().expect("one");
    assert_eq!((gone(&spans, 1), removal.label, removal.rule.as_ref()), (vec!["The".to_string()], Some(Label::Nav), "r"));
}

#[test]
fn every_document_ticks_once_whether_run_or_not() {
    let documents = documents(9, TEXT);
    for script in [each(ANSWER), "exit 3".into()] {
        let ticks = AtomicUsize::new(0);
        let tick = || {
            ticks.fetch_add(1, Ordering::Relaxed);
        };
        let answers = run(&description(&script, PATIENT, ""), &documents.iter().collect::<Vec<_>>(), 2, &tick);
        assert_eq!((answers.predictions.len(), ticks.into_inner()), (9, 9));
    }
}

#[test]
fn a_slow_document_is_a_time_out_and_the_next_gets_a_new_program() {
    let slow = each(&format!("[ $id = d1 ] && sleep 600\n{ANSWER}"));
    let found = answers(&slow, 1.5, 4, 1);
    assert_eq!(words(&found), ["ok", "timeout", "ok", "ok"]);
    let (index, failure) = found.first_failure.expect("one");
    assert_eq!((index, failure.reason.as_str()), (1, "no answer within 1.5 s"));
}

#[test]
fn a_crash_is_one_documents() {
    assert_eq!(statuses(&each(&format!("[ $id = d1 ] && exit 3\n[ $id = d2 ] && kill -9 $$\n{ANSWER}"))), ["ok", "crash", "crash", "ok"]);
    let torn = each(&format!("[ $id = d1 ] && {{ printf '{{\"id\":\"d1\",\"te'; echo boom >&2; exit 1; }}\n{ANSWER}"));
    let found = answers(&torn, PATIENT, 3, 1);
    assert_eq!(words(&found), ["ok", "crash", "ok"]);
    let (_, failure) = found.first_failure.expect("one");
    assert_eq!((failure.reason.as_str(), failure.complaints.as_str()), ("ended: exit status: 1", "boom"));
}

#[test]
fn what_is_no_answer_is_garbage() {
    let wrong = [
        "echo hello",
        r#"echo '{"id":"d9","text":"x"}'"#,
        r#"echo '{"id":1,"text":"x"}'"#,
        r#"echo '{"id":"d1","text":["x"]}'"#,
        r#"echo '{"id":"d1"}'"#,
        r#"echo '{"id":"d1","spans":[{"start":0,"end":99}]}'"#,
        r#"echo '{"id":"d1","spans":[{"start":3,"end":1}]}'"#,
        r#"printf '{"id":"d1","text":"\377"}\n'"#,
    ];
    for wrong in wrong {
        assert_eq!(statuses(&each(&format!("if [ $id = d1 ]; then {wrong}; else {ANSWER}; fi"))), ["ok", "garbage", "ok", "ok"], "{wrong}");
    }
}

#[test]
fn an_answer_of_the_wrong_kind_is_garbage() {
    let documents = documents(1, TEXT);
    let found = run(&description(&each(ANSWER), PATIENT, "output = \"spans\""), &[&documents[0]], 1, &|| ());
    assert_eq!(found.predictions[0].status, Status::Garbage);
    assert!(found.first_failure.expect("one").1.reason.contains("its description says spans"));
}

#[test]
fn answers_go_by_id_and_repeated_ones_are_passed_over() {
    assert_eq!(statuses(&each(&format!("{ANSWER}\n{ANSWER}\necho"))), ["ok"; 4]);
    // A program that answers each document one document late has no answer in time.
    let late = each(r#"[ -n "$last" ] && printf '{"id":"%s","text":"x"}\n' "$last"; last=$id"#);
    assert_eq!(words(&answers(&late, 1.0, 2, 1)), ["timeout", "timeout"]);
}

#[test]
fn a_line_without_end_is_garbage() {
    let endless = each(&format!("[ $id = d1 ] && head -c 70000000 /dev/zero | tr '\\000' x\n{ANSWER}"));
    assert_eq!(words(&answers(&endless, PATIENT, 3, 1)), ["ok", "garbage", "ok"]);
}

#[test]
fn a_program_that_goes_without_a_word_is_silent() {
    assert_eq!(statuses(&each(&format!("[ $id = d1 ] && exit 0\n{ANSWER}"))), ["ok", "silence", "ok", "ok"]);
    assert_eq!(words(&answers("exec 1>&-; sleep 600", PATIENT, 1, 1)), ["silence"]);
}

#[test]
fn a_program_may_end_after_each_answer() {
    assert_eq!(statuses(&each(&format!("{ANSWER}\nexit 0"))), ["ok"; 4]);
    assert_eq!(statuses(&each(&format!("{ANSWER}\nexit 3"))), ["ok"; 4]);
}

#[test]
fn a_program_that_never_reads_is_given_up_after_a_trial() {
    // More than a pipe holds, so that writing would block.
    let documents = documents(7, &"The ferry sailed at dawn.\n".repeat(10_000));
    let found = run(&description("sleep 600", 1.0, ""), &documents.iter().collect::<Vec<_>>(), 5, &|| ());
    assert_eq!(words(&found), ["timeout", "timeout", "timeout", "timeout", "timeout", "not-run", "not-run"]);
}

#[test]
fn an_error_is_an_answer_and_the_program_goes_on() {
    let script = each(&format!("if [ $id = d1 ]; then echo '{{\"id\":\"d1\",\"error\":\"no title\"}}'; else {ANSWER}; fi"));
    let found = answers(&script, PATIENT, 3, 1);
    assert_eq!(words(&found), ["ok", "error", "ok"]);
    assert_eq!(found.first_failure.expect("one").1.reason, "no title");
}

#[test]
fn standard_error_never_blocks_and_its_end_is_shown() {
    let script = each(&format!("head -c 1000000 /dev/zero | tr '\\000' e >&2; echo >&2; echo last >&2; [ $id = d1 ] && exit 1\n{ANSWER}"));
    let found = answers(&script, PATIENT, 3, 1);
    assert_eq!(words(&found), ["ok", "crash", "ok"]);
    assert!(found.first_failure.expect("one").1.complaints.ends_with("e\nlast"));
}

#[test]
fn children_that_hold_the_pipe_do_not_hold_the_run() {
    assert_eq!(statuses("sleep 600 & exit 3"), ["crash"; 4]);
    assert_eq!(statuses(&each(&format!("sleep 600 &\n{ANSWER}\nexit 0"))), ["ok"; 4]);
}

#[test]
fn a_program_that_cannot_be_started_is_not_run() {
    let documents = documents(7, TEXT);
    for more in ["", "memory_mb = 1000"] {
        let text = format!("name = \"none\"\ncommand = [\"/nowhere/program\"]\n{more}");
        let none = Description::parse(&text, Path::new("/")).expect("a description");
        let found = run(&none, &documents.iter().collect::<Vec<_>>(), 2, &|| ());
        assert_eq!(words(&found), ["not-run"; 7]);
        assert!(found.first_failure.expect("one").1.reason.starts_with("cannot start `/nowhere/program`"));
    }
}

#[test]
fn programs_that_read_pages_are_not_sent_texts() {
    let documents = documents(2, TEXT);
    let found = run(&description(&each(ANSWER), PATIENT, "input = \"html\""), &documents.iter().collect::<Vec<_>>(), 1, &|| ());
    assert_eq!(words(&found), ["not-run"; 2]);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_limited() {
    let documents = documents(1, TEXT);
    let script = each(r#"printf '{"id":"%s","error":"%s"}\n' "$id" "$(ulimit -v)""#);
    let found = run(&description(&script, PATIENT, "memory_mb = 2048"), &[&documents[0]], 1, &|| ());
    assert_eq!(found.first_failure.expect("one").1.reason, "2097152");
}

#[test]
fn results_do_not_depend_on_the_number_of_workers() {
    let body = format!(
        "case $id in *3) exit 4;; *5) exit 0;; *7) echo x; continue;; *9) printf '{{\"id\":\"%s\",\"error\":\"e\"}}\\n' \"$id\"; continue;; esac\n{ANSWER}"
    );
    let found = |jobs| {
        let answers = answers(&each(&body), PATIENT, 24, jobs);
        let outputs: Vec<Option<String>> = answers.predictions.iter().map(|own| own.removals.output().map(String::from)).collect();
        (words(&answers), outputs, answers.first_failure.map(|(index, failure)| (index, failure.status)))
    };
    let one = found(1);
    assert_eq!(one.0[..10], ["ok", "ok", "ok", "crash", "ok", "silence", "ok", "garbage", "ok", "error"]);
    assert_eq!(one.2, Some((3, Status::Crash)));
    assert_eq!(found(3), one);
    assert_eq!(found(100), one);
}
