//! Averages over documents and sources, bounds, and a strategy that panics, by hand.

use super::{Line, assert_values, corpus, counts, example, page};
use gleaner::document::Document;
use gleaner::gold::Task;
use gleaner::label::Label::{Body, Nav, Related, Share};
use gleaner::metric::{self, Counts};
use gleaner::run::{self, Options, Run, Status};
use gleaner::score::{DocumentScore, Evaluation, score};
use gleaner::span::Span;
use gleaner::stats::{Average, Cell, Resamples, Sample};
use gleaner::strategy::contract::{Family, Needs, Parameters, Properties};
use gleaner::strategy::{Context, Entry, Removals, Selected, Strategy, parse};

#[test]
fn micro_documents_and_sources_average_differently() {
    // Damage of 5/10 and 0/30 at one source, 2/2 at the other; a fourth document has no content and no damage.
    let counts = |fn_: f64, tp: f64| Counts { tp, fn_, ..Counts::default() };
    let table = [(0, counts(5.0, 5.0)), (0, counts(0.0, 30.0)), (1, counts(2.0, 0.0)), (2, Counts { tn: 9.0, ..Counts::default() })];
    let estimate = |name: &str, average| {
        let (_, measure) = metric::measure(name).expect("in the table");
        let cells = table.map(|(source, counts)| Cell { source, value: (measure.of)(&counts), counts });
        let estimate = Sample::new(measure.pooled.then_some(measure.of), cells).estimate(average, &Resamples::none());
        (estimate.value, estimate.n)
    };
    assert_eq!(estimate("damage", Average::Micro), (Some(7.0 / 42.0), 3));
    assert_eq!(estimate("damage", Average::Documents), (Some(0.5), 3)); // (1/2 + 0 + 1) / 3
    assert_eq!(estimate("damage", Average::Sources), (Some(0.625), 2)); // (1/4 + 1) / 2
    assert_eq!(estimate("docs.damaged", Average::Documents), (Some(2.0 / 3.0), 3));
    assert_eq!(estimate("docs.damaged", Average::Micro).0, None, "pooled counts have no share of documents");
    // Recall is defined without content, as 1: (1/2 + 1 + 0 + 1) / 4, and (3/4 + 0 + 1) / 3.
    assert_eq!(estimate("chars.recall", Average::Micro), (Some(35.0 / 42.0), 4));
    assert_eq!(estimate("chars.recall", Average::Documents), (Some(0.625), 4));
    assert_eq!(estimate("chars.recall", Average::Sources), (Some(1.75 / 3.0), 3));
}

fn bound<'e>(evaluation: &'e Evaluation<'_>, name: &str) -> &'e [DocumentScore] {
    let found = evaluation.strategies.iter().find(|own| own.name == name);
    &found.expect("bounds are scored").documents
}

#[test]
fn the_oracle_is_right_about_every_segment_and_cannot_cut_inside_one() {
    let mixed: Line<'_> = &[(Body, "The ferry sailed. "), (Share, "Share this")];
    let lost: Line<'_> = &[(Related, "Related: Fares rise again "), (Body, "Crew")];
    let pages = corpus(vec![example("a", &[mixed, lost, &[(Nav, "Home")]])]);
    let evaluation = score(&pages, Task::Boilerplate, &[], &Run { predictions: Vec::new(), failures: Vec::new() }, &[]);
    let oracle = &bound(&evaluation, "bound:oracle")[0];
    assert_eq!(counts(oracle, "segments"), [1.0, 0.0, 0.0, 2.0]);
    // Sharethis 9 stays with the prose, Crew 4 goes with the pointer; Related:Faresriseagain 22 and Home 4 go.
    assert_eq!(counts(oracle, "chars"), [15.0, 9.0, 4.0, 26.0]);
    assert_values(oracle, &[("chars.f1", Some(30.0 / 43.0)), ("segments.f1", Some(1.0))]);
    // Where gold has whole lines, the oracle is perfect.
    let whole = corpus(vec![page()]);
    let evaluation = score(&whole, Task::Boilerplate, &[], &Run { predictions: Vec::new(), failures: Vec::new() }, &[]);
    let oracle = &bound(&evaluation, "bound:oracle")[0];
    assert_values(oracle, &[("chars.f1", Some(1.0)), ("spans.exact_f1", Some(1.0)), ("docs.clean", Some(1.0)), ("damage", Some(0.0))]);
}

/// Panics on every document that has a pointer.
struct Brittle;

impl Strategy for Brittle {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        assert!(!document.text().contains("Related"), "brittle");
        out.push(Span::new(0, 4), None, "brittle");
    }
}

static BRITTLE: Entry = Entry {
    id: "brittle",
    version: 1,
    summary: "panics",
    loses: "everything",
    family: Family::Rules,
    source: "this test",
    needs: Needs::Text,
    parameters: &[],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |_: &Parameters| Box::new(Brittle),
};

#[test]
fn a_strategy_that_panics_misses_everything_and_the_run_goes_on() {
    let corpus = corpus(vec![page(), example("b", &[&[(Nav, "Home")], &[(Body, "The ferry sailed.")]])]);
    let documents: Vec<&Document> = corpus.examples.iter().map(|example| &example.document).collect();
    let strategies = [Selected::new(&BRITTLE, &[]).expect("no parameters"), parse("keep-all").expect("known")];
    let run = run::run(&documents, &strategies, Options::default());
    let evaluation = score(&corpus, Task::Boilerplate, &strategies, &run, &[]);
    let [missed, fine] = &evaluation.strategies[0].documents[..] else { panic!("two documents") };
    assert_eq!((missed.status, fine.status), (Status::Panic, Status::Ok));
    // All 28 characters of content went, all 39 of boilerplate stayed; the same in every unit.
    assert_eq!(counts(missed, "chars"), [0.0, 39.0, 28.0, 0.0]);
    assert_eq!(counts(missed, "tokens"), [0.0, 8.0, 6.0, 0.0]);
    assert_eq!(counts(missed, "segments"), [0.0, 3.0, 2.0, 0.0]);
    let nought = ["chars.f1", "tokens.f1", "segments.f1", "spans.exact_f1", "spans.partial_f1", "spans.iou50_f1", "docs.clean"];
    assert_values(missed, &nought.map(|name| (name, Some(0.0))));
    assert_values(missed, &[("residue", Some(1.0)), ("damage", Some(1.0)), ("docs.damaged", Some(1.0))]);
    assert_values(fine, &[("chars.f1", Some(1.0)), ("spans.exact_f1", Some(1.0))]);
    assert!(evaluation.strategies[1].documents.iter().all(|score| score.status == Status::Ok));
}
