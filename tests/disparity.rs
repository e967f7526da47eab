//! Disparity, leave-one-source-out and shift on made-up scores and texts with known answers.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]

use gleaner::bias::disparity::{ByGrouping, Disparity, Figure, Measure, Row, disparity};
use gleaner::bias::grouping::Grouping;
use gleaner::bias::loso::{self, loso};
use gleaner::bias::shift::{self, Lexicon, Shift, shift};
use gleaner::bias::{Groups, Options, assess};
use gleaner::corpus::{Corpus, Example};
use gleaner::document::{Document, Format, Meta};
use gleaner::gold::{Gold, LabelledSpan, Task};
use gleaner::label::Label;
use gleaner::metric::Counts;
use gleaner::run::{Prediction, Status};
use gleaner::score::{Contender, DocumentScore, Evaluation, StrategyScores, score_all};
use gleaner::span::Span;
use gleaner::strategy::Removals;
use std::time::Duration;

const STORY: &str = "The ferry ran aground in fog, the harbour master said.\n\nRelated: Fares explained\n";

/// `documents` documents for each of `sources` sources, `s00` and on; English.
fn corpus(sources: usize, documents: usize) -> Corpus {
    let one = |at: usize| {
        let (source, number) = (at / documents, at % documents);
        let meta = Meta {
            id: format!("{source:02}-{number}"),
            source: format!("s{source:02}"),
            event: String::new(),
            lang: "en".into(),
            format: Format::Plain,
        };
        let document = Document::new(meta, STORY.into());
        let from = STORY.find("Related").expect("a line");
        let gold = Gold::new(vec![LabelledSpan { span: Span::new(from, STORY.len() - 1), label: Label::Related }]).expect("one span");
        Example { document, gold }
    };
    Corpus { name: "made".into(), digest: "0".into(), examples: (0..sources * documents).map(one).collect() }
}

/// A score with this share of the content lost and nothing wrong beside.
fn lost(share: f64) -> DocumentScore {
    let counts = Counts { tp: 1000.0 * (1.0 - share), fn_: 1000.0 * share, ..Counts::default() };
    DocumentScore {
        status: Status::Ok,
        counts: vec![counts],
        kept_chars: 0,
        removed_chars: 0,
        removed_spans: 0,
        text: Default::default(),
        labels: Default::default(),
        elapsed: None,
    }
}

/// A made-up strategy: its name, and the loss of a document by source and number.
type Made<'m> = (&'m str, &'m dyn Fn(usize, usize) -> f64);

/// Scores of made-up strategies.
fn evaluation<'c>(corpus: &'c Corpus, documents: usize, strategies: &[Made<'_>]) -> Evaluation<'c> {
    let mut sources: Vec<&str> = corpus.examples.iter().map(|example| example.document.meta.source.as_str()).collect();
    sources.dedup();
    let scores = |(name, loss): &Made<'_>| StrategyScores {
        name: name.to_string(),
        version: "1".into(),
        control: name.starts_with("control"),
        documents: (0..corpus.examples.len()).map(|at| lost(loss(at / documents, at % documents))).collect(),
    };
    Evaluation {
        resampling: gleaner::stats::Resampling::default(),
        corpus,
        task: Task::Boilerplate,
        text_metrics: Vec::new(),
        source_of: (0..corpus.examples.len()).map(|at| at / documents).collect(),
        sources,
        strategies: strategies.iter().map(scores).collect(),
    }
}

fn found(evaluation: &Evaluation<'_>, groups: Option<&Groups>) -> Disparity {
    disparity(evaluation, &Grouping::all(evaluation, groups))
}

fn by<'d>(disparity: &'d Disparity, name: &str) -> &'d ByGrouping {
    disparity.groupings.iter().find(|own| own.name == name).unwrap_or_else(|| panic!("no grouping {name}"))
}

fn row(grouping: &ByGrouping, strategy: usize, measure: Measure, figure: Figure) -> &Row {
    let wanted = |row: &&Row| row.strategy == strategy && row.measure == measure && row.figure == figure;
    grouping.rows.iter().find(wanted).expect("a row")
}

/// Noise without a pattern, 0 to 0.05.
fn noise(source: usize, number: usize) -> f64 {
    ((source * 7 + number * 13) % 11) as f64 * 0.005
}

#[test]
fn a_source_served_badly_is_the_worst_and_it_shows() {
    let corpus = corpus(10, 6);
    let bad = |source: usize, number: usize| noise(source, number) + if source == 3 { 0.6 } else { 0.0 };
    let evaluation = evaluation(&corpus, 6, &[("unfair", &bad), ("fair", &noise), ("control", &bad)]);
    let disparity = found(&evaluation, None);
    let sources = by(&disparity, "source");
    assert_eq!((sources.groups, sources.sources, sources.documents, sources.left_out), (10, 10, 60, 0));
    let worst = row(sources, 0, Measure::Loss, Figure::Worst);
    assert_eq!(worst.group.as_deref(), Some("s03"));
    let expected = (0..6).map(|number| bad(3, number)).sum::<f64>() / 6.0;
    assert!((worst.estimate.value.expect("a value") - expected).abs() < 1e-12);
    let (low, high) = worst.estimate.interval.expect("an interval");
    assert!(low <= expected && expected <= high && worst.covers == "documents", "{low} {high}");
    let unfair = row(sources, 0, Measure::F1, Figure::Intraclass);
    assert!(unfair.estimate.value > Some(0.9) && unfair.p == Some(0.0005), "{unfair:?}");
    assert_eq!(unfair.p_holm, Some(0.001), "of two strategies, the control is none");
    let fair = row(sources, 1, Measure::F1, Figure::Intraclass);
    assert!(fair.p > Some(0.05) && fair.p_holm > Some(0.05), "{fair:?}");
    assert!(row(sources, 1, Measure::F1, Figure::Gap).p > Some(0.05));
    let control = row(sources, 2, Measure::F1, Figure::Intraclass);
    assert_eq!((control.p, control.p_holm), (Some(0.0005), None));
    assert!(row(sources, 0, Measure::Loss, Figure::Gini).estimate.value > row(sources, 1, Measure::Loss, Figure::Gini).estimate.value);
}

#[test]
fn whoever_treats_all_alike_has_no_gap() {
    let corpus = corpus(8, 5);
    let evaluation = evaluation(&corpus, 5, &[("even", &|_, _| 0.2)]);
    let disparity = found(&evaluation, None);
    let value = |figure| row(by(&disparity, "source"), 0, Measure::Loss, figure).estimate.value.map(|value| (value * 1e9).round() / 1e9);
    let of_means = [Figure::Mean, Figure::Worst, Figure::SecondWorst, Figure::WorstTenth, Figure::Gap, Figure::Variation, Figure::Gini];
    assert_eq!(of_means.map(value), [0.2, 0.2, 0.2, 0.2, 0.0, 0.0, 0.0].map(Some));
    assert_eq!(value(Figure::Intraclass), None, "no variance to share");
    assert_eq!(row(by(&disparity, "source"), 0, Measure::Loss, Figure::Gap).p, Some(1.0));
}

/// A table that puts the first `first` of `sources` sources into one group, the others into another.
fn two_groups(sources: usize, first: usize) -> Groups {
    let line = |source: usize| format!("s{source:02}\tside\t{}\n", if source < first { "north" } else { "south" });
    Groups::read(&format!("source\tcolumn\tvalue\n{}", (0..sources).map(line).collect::<String>())).expect("a table")
}

#[test]
fn groups_are_compared_by_their_sources_with_an_exact_p() {
    let corpus = corpus(10, 6);
    let groups = two_groups(10, 5);
    let north = |source: usize, number: usize| noise(source, number) + if source < 5 { 0.3 } else { 0.0 };
    let evaluation = evaluation(&corpus, 6, &[("unfair", &north)]);
    let disparity = found(&evaluation, Some(&groups));
    let side = by(&disparity, "group:side");
    assert_eq!((side.groups, side.sources, side.documents), (2, 10, 60));
    let gap = row(side, 0, Measure::Loss, Figure::Gap);
    // Ten sources in two fives: 252 ways, of which the real one and its mirror image are as extreme.
    assert!((gap.p.expect("a p") - 2.0 / 252.0).abs() < 1e-12, "{gap:?}");
    assert_eq!(row(side, 0, Measure::Loss, Figure::Worst).group.as_deref(), Some("north"));
    let north = row(side, 0, Measure::Loss, Figure::Group);
    assert_eq!((north.group.as_deref(), north.estimate.n, north.covers), (Some("north"), 5, "sources"));
    assert!(north.estimate.interval.is_some());
}

#[test]
fn many_documents_of_few_sources_prove_nothing_about_groups() {
    // One source of the north is served badly in all of its twenty documents: a permutation of documents would find p near 0.
    let corpus = corpus(12, 20);
    let groups = two_groups(12, 6);
    let one = |source: usize, number: usize| noise(source, number) + if source == 2 { 0.9 } else { 0.0 };
    let evaluation = evaluation(&corpus, 20, &[("unfair", &one)]);
    let disparity = found(&evaluation, Some(&groups));
    assert!(row(by(&disparity, "group:side"), 0, Measure::Loss, Figure::Gap).p > Some(0.4));
    assert_eq!(row(by(&disparity, "source"), 0, Measure::Loss, Figure::Intraclass).p, Some(0.0005));
}

#[test]
fn below_the_sizes_a_figure_is_refused_with_the_reason() {
    let (few, short) = (corpus(7, 5), corpus(12, 4));
    let refused = |corpus: &Corpus, documents: usize| {
        let evaluation = evaluation(corpus, documents, &[("any", &noise)]);
        let disparity = found(&evaluation, None);
        let row = row(by(&disparity, "source"), 0, Measure::F1, Figure::Worst).clone();
        assert_eq!((row.estimate.value, row.p, row.group), (None, None, None));
        row.refused.expect("a reason")
    };
    assert_eq!(refused(&few, 5), "sources with 5 documents or more: 7; 8 are needed");
    assert_eq!(refused(&short, 4), "sources with 5 documents or more: 0; 8 are needed");
    let (corpus, groups) = (corpus(10, 2), two_groups(10, 4));
    let evaluation = evaluation(&corpus, 2, &[("any", &noise)]);
    let disparity = found(&evaluation, Some(&groups));
    let side = by(&disparity, "group:side");
    assert_eq!(row(side, 0, Measure::F1, Figure::Gap).refused.as_deref(), Some("groups with 5 sources or more: 1; 2 are needed"));
    let reasons: Vec<(&str, Option<&str>)> = side
        .rows
        .iter()
        .filter(|row| row.figure == Figure::Group && row.measure == Measure::F1)
        .map(|row| (row.group.as_deref().expect("a group"), row.refused.as_deref()))
        .collect();
    assert_eq!(reasons, [("south", None), ("north", Some("4 sources; 5 are needed"))]);
}

#[test]
fn thresholds_chosen_without_a_source_are_scored_on_it() {
    let corpus = corpus(10, 1);
    // The first set wins by the first source alone: 9 · 0.5 + 0 < 9 · 0.45 + 1.
    let first = |source: usize, _| if source == 0 { 0.0 } else { 0.5 };
    let second = |source: usize, _| if source == 0 { 1.0 } else { 0.45 };
    let evaluation = evaluation(&corpus, 1, &[("cut(max=1)", &first), ("cut(max=2)", &second), ("other", &first)]);
    let rows = loso(&evaluation, &[]);
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    let f1 = |loss: f64| 2.0 * (1.0 - loss) / (2.0 - loss);
    let within = (1.0 + 9.0 * f1(0.5)) / 10.0;
    assert_eq!((row.strategy.as_str(), row.sets, row.chosen.as_deref(), row.agreeing), ("cut", 2, Some("cut(max=1)"), 9));
    assert!((row.within.value.expect("a value") - within).abs() < 1e-12);
    // Without the first source the second set is chosen, and leaves nothing of it.
    assert!((row.gap.value.expect("a gap") - 0.1).abs() < 1e-12);
    assert_eq!(row.worst, Some(("s00".into(), 0.0)));
    assert_eq!(row.most_lost, Some(("s00".into(), 1.0)));
    assert!(row.gap.interval.is_some() && row.kind == loso::Kind::Tuned);
}

#[test]
fn nine_sources_have_no_held_out_figure() {
    let corpus = corpus(9, 1);
    let evaluation = evaluation(&corpus, 1, &[("cut(max=1)", &noise), ("cut(max=2)", &noise)]);
    let rows = loso(&evaluation, &[]);
    assert_eq!(rows[0].refused.as_deref(), Some("9 sources; 10 are needed"));
    assert_eq!((rows[0].gap.value, rows[0].worst.clone(), rows[0].chosen.clone()), (None, None, None));
}

/// A prediction that leaves this text.
fn leaves(text: &str) -> Prediction {
    let mut removals = Removals::new();
    removals.set_output(text.to_string());
    Prediction { status: Status::Ok, removals, elapsed: Duration::ZERO }
}

fn shift_of(corpus: &Corpus, predictions: &[Prediction]) -> Shift {
    let contenders = [Contender::external("mine", "1", false, predictions)];
    let evaluation = score_all(corpus, Task::Boilerplate, &contenders, &[]);
    shift(&evaluation, &contenders, &Grouping::all(&evaluation, None), Lexicon::shipped())
}

fn figure<'s>(shift: &'s Shift, subject: &str, figure: shift::Figure, grouping: &str) -> &'s shift::Row {
    let wanted = |row: &&shift::Row| shift.subjects[row.subject].name == subject && row.figure == figure && row.grouping == grouping;
    shift.rows.iter().find(wanted).expect("a row")
}

#[test]
fn a_strategy_that_empties_one_source_shifts_the_mix() {
    let corpus = corpus(8, 5);
    let gold = STORY.split('\n').next().expect("a line");
    let predictions: Vec<Prediction> = (0..40).map(|at| leaves(if at < 5 { "" } else { gold })).collect();
    let shift = shift_of(&corpus, &predictions);
    let value = |subject, of, grouping| figure(&shift, subject, of, grouping).estimate.value.expect("a value");
    // Gold: an eighth each; left: nothing of one, a seventh of the others.
    let (p, q): (f64, f64) = (1.0 / 7.0, 1.0 / 8.0);
    let middle = (p + q) / 2.0;
    let expected = (7.0 * (p * (p / middle).log2() + q * (q / middle).log2()) + q) / 2.0;
    assert!((value("mine", shift::Figure::Divergence, "source") - expected).abs() < 1e-12);
    assert!(value("(text:gold)", shift::Figure::Divergence, "source").abs() < 1e-12);
    assert_eq!(value("mine", shift::Figure::Emptied, "all"), 0.125);
    assert_eq!(value("mine", shift::Figure::Tokens, "all"), 0.875);
    assert_eq!(value("mine", shift::Figure::LengthMedian, "all"), 1.0);
    assert_eq!(value("mine", shift::Figure::LengthDistance, "all"), 0.125);
    // Ten words of gold and three of the related line.
    assert_eq!(value("(text:raw)", shift::Figure::Tokens, "all"), 1.3);
    let emptied = figure(&shift, "mine", shift::Figure::Emptied, "all").estimate.interval.expect("an interval");
    assert!(emptied.0 <= 0.125 && 0.125 <= emptied.1 && emptied.1 < 0.6, "{emptied:?}");
    assert!(shift.subjects.iter().all(|subject| subject.name != "(text:gold-strict)"), "gold has nothing that may go either way");
    assert_eq!((shift.tokens[0][0], shift.tokens[0][1], shift.gold_tokens[0]), (0.0, 50.0, 50.0));
}

#[test]
fn loaded_words_and_quotation_are_held_against_gold() {
    let corpus = corpus(8, 5);
    let predictions: Vec<Prediction> = (0..40).map(|_| leaves("“Outrageous regime!” he said once.")).collect();
    let shift = shift_of(&corpus, &predictions);
    let [loaded, quotes, exclamations] =
        [shift::Figure::Loaded, shift::Figure::Quotes, shift::Figure::Exclamations].map(|of| figure(&shift, "mine", of, "all"));
    assert_eq!((loaded.estimate.value, loaded.gold), (Some(400.0), Some(0.0)));
    assert_eq!((quotes.estimate.value, exclamations.estimate.value), (Some(400.0), Some(200.0)));
    assert_eq!(loaded.estimate.interval, Some((400.0, 400.0)), "every source is alike");
    assert_eq!(shift.list, "gleaner-1");
}

#[test]
fn small_corpora_are_told_nothing_of_their_mix() {
    let corpus = corpus(4, 5);
    let predictions: Vec<Prediction> = (0..20).map(|_| leaves("Fog.")).collect();
    let shift = shift_of(&corpus, &predictions);
    let refused = |of, grouping| figure(&shift, "mine", of, grouping).refused.clone().expect("a reason");
    assert_eq!(refused(shift::Figure::Quotes, "all"), "4 sources; 5 are needed");
    assert_eq!(refused(shift::Figure::Divergence, "source"), "sources with 5 documents or more: 4; 8 are needed");
}

#[test]
fn the_same_input_gives_the_same_figures_on_any_number_of_threads() {
    let corpus = corpus(12, 6);
    let evaluation = evaluation(&corpus, 6, &[("one", &noise), ("two(a=1)", &noise), ("two(a=2)", &|_, _| 0.1)]);
    let groups = two_groups(12, 6);
    let options = Options { groups: Some(&groups), ..Options::default() };
    let under = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| format!("{:?}", assess(&evaluation, &[], &options)))
    };
    assert_eq!(under(1), under(3));
}
