//! Documents, gold and removals written down by hand, and their scores.

mod runs;

use gleaner::corpus::{Corpus, Example, digest};
use gleaner::document::{Document, Format, Meta};
use gleaner::gold::{Gold, LabelledSpan, Task};
use gleaner::label::Label::{self, Body, Nav, Related, Share};
use gleaner::metric::{self, Counts};
use gleaner::run::{Prediction, Run, Status};
use gleaner::score::{DocumentScore, score};
use gleaner::span::Span;
use gleaner::strategy::{Removals, parse};
use std::time::Duration;

/// A line as labelled parts.
pub type Line<'a> = &'a [(Label, &'a str)];

/// A document of lines, each made of labelled parts; `body` needs no span.
pub fn example(source: &str, lines: &[Line<'_>]) -> Example {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for line in lines {
        for (label, part) in *line {
            let span = Span::new(text.len(), text.len() + part.len());
            spans.extend((*label != Body).then_some(LabelledSpan { span, label: *label }));
            text.push_str(part);
        }
        text.push('\n');
    }
    let meta = Meta { id: text.chars().take(12).collect(), source: source.into(), format: Format::Plain, ..Meta::default() };
    Example { document: Document::new(meta, text), gold: Gold::new(spans).expect("disjoint") }
}

pub fn corpus(examples: Vec<Example>) -> Corpus {
    Corpus { name: "by hand".into(), digest: digest(&examples), examples }
}

/// Removes the first place of each quoted stretch.
pub fn prediction(example: &Example, gone: &[&str], label: Option<Label>) -> Prediction {
    let text = example.document.text();
    let mut removals = Removals::new();
    for quote in gone {
        let start = text.find(quote).expect("the quote is in the text");
        removals.push(Span::new(start, start + quote.len()), label, "hand");
    }
    removals.settle(text);
    Prediction { status: Status::Ok, removals, elapsed: Duration::ZERO }
}

pub fn judge_as(task: Task, example: Example, gone: &[&str], label: Option<Label>) -> DocumentScore {
    let corpus = corpus(vec![example]);
    let run = Run { predictions: vec![vec![prediction(&corpus.examples[0], gone, label)]], failures: Vec::new() };
    let contender = [parse("phrase-rules").expect("known")];
    score(&corpus, task, &contender, &run, &[]).strategies.remove(0).documents.remove(0)
}

pub fn judge(example: Example, gone: &[&str]) -> DocumentScore {
    judge_as(Task::Boilerplate, example, gone, None)
}

pub fn counts(score: &DocumentScore, id: &str) -> [f64; 4] {
    let index = metric::ALL.iter().position(|metric| metric.id == id).expect("in the table");
    let Counts { tp, fp, fn_, tn } = score.counts[index];
    [tp, fp, fn_, tn]
}

pub fn value(score: &DocumentScore, name: &str) -> Option<f64> {
    let (index, measure) = metric::measure(name).expect("in the table");
    (measure.of)(&score.counts[index])
}

pub fn assert_values(score: &DocumentScore, expected: &[(&str, Option<f64>)]) {
    for (name, expected) in expected {
        let found = value(score, name);
        let close = matches!((found, expected), (Some(a), Some(b)) if (a - b).abs() < 1e-14);
        assert!(close || found == *expected, "{name} is {found:?}, not {expected:?}");
    }
}

/// Five lines: menu, prose, pointer, prose, button.
pub fn page() -> Example {
    example(
        "a",
        &[
            &[(Nav, "Menu Home Sport")],
            &[(Body, "The ferry sailed.")],
            &[(Related, "Related: Fares rise")],
            &[(Body, "Crew were calm.")],
            &[(Share, "Share this")],
        ],
    )
}
