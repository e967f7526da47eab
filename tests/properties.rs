//! Properties of every strategy in the table over generated text, and of spans and standoff files.
//!
//! What a strategy promises beyond the contract stands in its row (`properties`); nothing else is asserted here. Of web pages the
//! contract and the monotone parameters are asserted. `idempotent`, `compositional` and `whitespace_blind` speak of text: what is
//! left of a page is no page, two pages in one are one tree, and white space in markup never reaches the view, which is asserted.

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

mod generators;

use generators::html::page;
use generators::invariants::{rendered, run_checked};
use generators::pages::check_page;
use generators::{config, context, document, format, is_wrapped, lines, text, verdicts};
use gleaner::corpus::brat;
use gleaner::document::{Document, Format};
use gleaner::gold::{Gold, LabelledSpan};
use gleaner::label::Label;
use gleaner::span::{CodePoints, Span, SpanSet};
use gleaner::strategy::contract::{Allowed, Direction, Parameter, Properties};
use gleaner::strategy::{ALL, Entry, Selected};
use proptest::prelude::*;
use std::path::Path;

/// Every strategy that makes a promise, with its defaults.
fn promising(promise: impl Fn(&Properties) -> bool) -> impl Iterator<Item = Selected> {
    let promising = ALL.iter().filter(move |entry| promise(&entry.properties));
    promising.map(|entry| Selected::new(entry, &[]).expect("defaults are allowed"))
}

fn removed(strategy: &Selected, document: &Document) -> Vec<bool> {
    verdicts(document, &strategy.run(document, context()))
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn every_strategy_keeps_the_contract_on_any_text(format in format(), text in text(), source in "[A-Z][a-z]{0,8}|") {
        let mut document = document(format, text);
        document.meta.lang = String::new();
        document.meta.source = source;
        for strategy in promising(|_| true) {
            run_checked(&strategy, &document, context());
        }
    }

    #[test]
    fn clean_text_stays_as_it_is(format in format(), lines in lines()) {
        let document = document(format, lines.join("\n"));
        prop_assume!(!is_wrapped(&document));
        for strategy in promising(|promises| promises.idempotent) {
            let once = rendered(&document, &strategy.run(&document, context()));
            let clean = generators::document(format, once.as_str());
            let twice = rendered(&clean, &strategy.run(&clean, context()));
            prop_assert_eq!(&twice, &once, "{}", strategy.name);
        }
    }

    #[test]
    fn line_ends_and_trailing_spaces_change_no_verdict(format in format(), lines in lines()) {
        let (unix, windows) = (document(format, lines.join("\n")), document(format, lines.join(" \t\r\n") + "  "));
        for strategy in promising(|promises| promises.whitespace_blind) {
            prop_assert_eq!(removed(&strategy, &unix), removed(&strategy, &windows), "{}", strategy.name);
        }
    }

    #[test]
    fn two_texts_are_cleaned_as_each_alone(format in format(), first in lines(), second in lines()) {
        let (first, second) = (first.join("\n"), second.join("\n"));
        let both = document(format, format!("{first}\n\n{second}"));
        prop_assume!(!is_wrapped(&both));
        let alone = [document(format, first), document(format, second)];
        prop_assume!(!alone.iter().any(is_wrapped));
        for strategy in promising(|promises| promises.compositional) {
            let parts = alone.iter().flat_map(|document| removed(&strategy, document));
            prop_assert_eq!(removed(&strategy, &both), parts.collect::<Vec<bool>>(), "{}", strategy.name);
        }
    }

    #[test]
    fn removals_are_nested_along_monotone_parameters(format in format(), lines in lines()) {
        removals_are_nested(&document(format, lines.join("\n")))?;
    }

    #[test]
    fn span_sets_behave_like_rows_of_flags(a in spans(), b in spans(), window in (0usize..40, 0usize..40)) {
        let (one, other) = (flags(&a), flags(&b));
        let pointwise = |of: fn(bool, bool) -> bool| one.iter().zip(&other).map(|(a, b)| of(*a, *b)).collect::<Vec<bool>>();
        prop_assert_eq!(flags(&a.union(&b)), pointwise(|a, b| a || b));
        prop_assert_eq!(flags(&a.intersection(&b)), pointwise(|a, b| a && b));
        prop_assert_eq!(flags(&a.difference(&b)), pointwise(|a, b| a && !b));
        prop_assert_eq!(flags(&a.complement(LENGTH)), one.iter().map(|own| !own).collect::<Vec<bool>>());
        prop_assert_eq!(a.covered(), one.iter().filter(|own| **own).count());
        let window = Span::new(window.0, window.1);
        let cut: SpanSet = a.within(window).collect();
        prop_assert_eq!(flags(&cut), (0..LENGTH).map(|at| one[at] && window.range().contains(&at)).collect::<Vec<bool>>());
        prop_assert_eq!(a.covers(window), window.range().all(|at| one[at]));
        prop_assert!((0..LENGTH).all(|at| a.contains(at) == one[at]));
        for set in [&a.union(&b), &a.intersection(&b), &a.difference(&b), &a.complement(LENGTH)] {
            prop_assert!(set.iter().all(|span| !span.is_empty()));
            prop_assert!(set.as_slice().windows(2).all(|pair| pair[0].end < pair[1].start));
        }
    }

    #[test]
    fn code_points_go_there_and_back(text in "(\\PC|[\r\n\0]|[a-z]{90}){0,80}") {
        let points = CodePoints::new(&text);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        prop_assert_eq!(points.count(), starts.len() - 1);
        for (point, &byte) in starts.iter().enumerate() {
            prop_assert_eq!(points.to_byte(point), Some(byte));
            prop_assert_eq!(points.from_byte(byte), point);
        }
        prop_assert_eq!(points.to_byte(starts.len()), None);
        let inner = (0..text.len()).find(|&byte| starts[points.from_byte(byte)] > byte || starts[points.from_byte(byte) + 1] <= byte);
        prop_assert_eq!(inner, None, "an inner byte belongs to its character");
    }

    #[test]
    fn standoff_annotations_are_read_back_as_written(text in text(), cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..12)) {
        let mut bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut picked: Vec<usize> = cuts.iter().map(|(at, _)| *at.get(&bounds)).collect();
        bounds.clear();
        picked.sort_unstable();
        let label = |at: usize| *cuts[at].1.get(Label::ALL);
        let spans = picked.windows(2).enumerate().step_by(2);
        let spans = spans.map(|(at, pair)| LabelledSpan { span: Span::new(pair[0], pair[1]), label: label(at) }).collect();
        let gold = Gold::new(spans).expect("disjoint");
        let written = brat::write(&text, gold.spans());
        let read = brat::read(&text, &written, Path::new("x.ann"));
        prop_assert_eq!(read.map_err(|error| format!("{error} in {written:?}")), Ok(gold));
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn every_page_has_its_arrays_in_order_and_every_strategy_keeps_the_contract_on_it(source in page()) {
        let document = check_page(document(Format::Html, source));
        for strategy in promising(|_| true) {
            run_checked(&strategy, &document, context());
        }
    }

    #[test]
    fn removals_from_pages_are_nested_along_monotone_parameters(source in page()) {
        removals_are_nested(&document(Format::Html, source))?;
    }

    #[test]
    fn line_ends_of_a_source_change_no_view(source in page()) {
        let [unix, windows] = [source.clone(), source.replace('\n', "\r\n")].map(|source| document(Format::Html, source));
        prop_assert_eq!(unix.text(), windows.text());
        prop_assert_eq!(unix.segments(), windows.segments());
    }

    #[test]
    fn the_controls_keep_and_remove_all_of_a_page(source in page()) {
        let document = document(Format::Html, source);
        let left = |name: &str| rendered(&document, &gleaner::strategy::parse(name).expect("known").run(&document, context()));
        prop_assert_eq!(left("keep-all"), document.text());
        prop_assert_eq!(left("remove-all"), "");
    }
}

/// Along each parameter that is promised to be monotone, a stricter value removes no less.
fn removals_are_nested(document: &Document) -> Result<(), TestCaseError> {
    for entry in ALL {
        for monotone in entry.properties.monotone {
            let parameter = entry.parameters.iter().find(|own| own.name == monotone.parameter);
            let mut grid = grid(parameter.expect("the parameter exists"));
            if monotone.direction == Direction::RemovesLess {
                grid.reverse();
            }
            let sets: Vec<_> = grid.iter().map(|value| removed(&with(entry, monotone.parameter, *value), document)).collect();
            let nested = sets.windows(2).position(|pair| pair[0].iter().zip(&pair[1]).any(|(less, more)| *less && !more));
            prop_assert_eq!(nested.map(|at| &grid[at..at + 2]), None, "{} in {}", entry.id, monotone.parameter);
        }
    }
    Ok(())
}

/// The strategy with one parameter set.
fn with(entry: &'static Entry, parameter: &str, value: f64) -> Selected {
    Selected::new(entry, &[(parameter, value.to_string().as_str())]).expect("the value is allowed")
}

/// Values about the default, the ends of the range among them.
fn grid(parameter: &Parameter) -> Vec<f64> {
    let Allowed::Number(low, high) = parameter.allowed else { panic!("`{}` is no number", parameter.name) };
    let default: f64 = parameter.default.parse().expect("a number");
    let near = [0.5, 0.9, 1.0, 1.2, 2.0, 4.0].map(|times| default * times);
    let across = [0.0, 0.01, 0.25, 0.5, 0.75, 1.0].map(|share| low + share * (high - low));
    let mut grid: Vec<f64> = near.into_iter().chain(across).map(|value| value.clamp(low, high)).collect();
    grid.sort_by(f64::total_cmp);
    grid.dedup();
    grid
}

const LENGTH: usize = 40;

fn spans() -> impl proptest::strategy::Strategy<Value = SpanSet> {
    let span = (0usize..LENGTH, 0usize..12).prop_map(|(start, length)| Span::new(start, (start + length).min(LENGTH)));
    prop::collection::vec(span, 0..8).prop_map(|spans| spans.into_iter().collect())
}

fn flags(set: &SpanSet) -> Vec<bool> {
    let mut flags = vec![false; LENGTH];
    set.iter().for_each(|span| flags[span.range()].fill(true));
    flags
}
