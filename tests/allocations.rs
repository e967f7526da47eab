//! How often memory is asked for: the number must not grow with the segments of a document, the doubling of vectors aside.

#![allow(clippy::expect_used, missing_docs)]

use gleaner::document::{Document, Format, Meta};
use gleaner::strategy::{Context, Selected, parse};

/// Lines of every shape that the strategies look at.
const LINES: &[&str] = &[
    "Harbour council meets",
    "",
    "The ferry ran aground off the point in the fog on Monday morning, and everybody was taken off by noon, the crew said.",
    "Related article: Ferry fares explained",
    "YouTube and McDonald sail past the old harbour",
    "RelatedMore news from the harbour",
    "This site uses cookies. See our privacy policy and the terms of use.",
    "12 comments",
    "3 Items in Cart",
    "“We row,” she said – 1,204 times... and then again.",
    "- A list item, with 12 % more ferries",
    "Паром сел на мель в густом тумане.",
    "Most read",
];

/// A vector of eight times the length has doubled three times; a document has three, a set or list of a strategy may have more.
const DOUBLINGS: u64 = 12;
/// How much longer the longer document is.
const TIMES: usize = 8;

fn text(times: usize) -> String {
    // Not hard-wrapped, and no line too long for a rule.
    (0..20 * times).map(|_| LINES.join("\n") + "\n").collect()
}

fn document(format: Format, times: usize) -> Document {
    Document::new(Meta { lang: "en".into(), format, ..Meta::default() }, text(times))
}

fn asked(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).count_total
}

#[test]
fn segments_and_features_ask_for_no_memory_of_their_own() {
    for format in [Format::Plain, Format::Markdown] {
        let of = |times: usize| {
            let text = text(times);
            let meta = Meta { lang: "en".into(), format, ..Meta::default() };
            asked(|| drop(Document::new(meta, text)))
        };
        let (short, long) = (of(1), of(TIMES));
        assert!(long <= short + DOUBLINGS, "{format}: {short} allocations, {long} for {TIMES} times the text");
    }
}

fn of_strategy(strategy: &Selected, document: &Document) -> u64 {
    let context = Context::empty();
    // Lexicons and stop lists are built at the first use.
    assert!(!strategy.run(document, &context).is_empty(), "{} does nothing here", strategy.name);
    asked(|| drop(strategy.run(document, &context)))
}

#[test]
fn rules_and_line_filters_ask_for_no_memory_for_a_segment() {
    for name in ["phrase-rules", "c4-lines", "refinedweb-lines", "gopher-lines", "fineweb-lines", "section-cut"] {
        let strategy = parse(name).expect("in the table");
        for format in [Format::Plain, Format::Markdown] {
            let (short, long) = (of_strategy(&strategy, &document(format, 1)), of_strategy(&strategy, &document(format, TIMES)));
            assert!(long <= short + DOUBLINGS, "{name}, {format}: {short} allocations, {long} for {TIMES} times the text");
        }
    }
}
