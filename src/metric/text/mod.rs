//! Text metrics: a strategy's output against a reference text. One metric a file, one table ([`ALL`]).
//!
//! Span metrics need labelled spans; these need only text, and so work on every public benchmark. Each comes in up to two
//! [`Mode`]s: `compat` equals the original program, bug for bug, to 1e-12; `sane` is the repaired definition. The
//! two never share a name: measures of compat metrics end in `.compat`.
//!
//! To add one: write `src/metric/text/<name>.rs` with `pub static SANE: TextMetric` and, where there is an original to equal,
//! `pub static COMPAT: TextMetric`; add a `mod` line and the rows in [`ALL`].

mod bag;
pub mod banded;
pub mod cleaneval;
pub mod complexity;
mod counter;
pub mod difflib;
pub mod dragnet;
pub mod edit_distance;
pub mod evert_words;
pub mod fundus;
pub mod grams;
pub mod interner;
pub mod jieba;
mod lanes;
pub mod lcs;
pub mod levenshtein;
pub mod lines;
pub mod named;
pub mod overlap;
pub mod punkt;
pub mod python;
pub mod python_random;
pub mod reading;
pub mod rouge;
pub mod rouge_lsum;
pub mod scorer;
pub mod scrapinghub;
pub mod scrapinghub_bootstrap;
pub mod spelling;
pub mod tokens;
pub mod trafilatura;
pub mod trafilatura_rules;
pub mod unions;
pub mod vocabulary;
pub mod waddle;
pub mod waddle_errors;
mod waves;
pub mod wcxb;
pub mod wcxb_set;
pub mod wcxb_snippets;
pub mod webmainbench;
pub mod word_scan;
pub mod writings;

use super::Counts;

/// What a metric compares.
#[derive(Clone, Copy, Debug)]
pub struct TextPair<'a> {
    /// The strategy's output; `None` where it gave no answer.
    pub predicted: Option<&'a str>,
    /// What should have been left.
    pub reference: &'a ReferenceText,
    /// All visible text of the page, for metrics that relate the reference to it; empty if unknown.
    pub page: &'a str,
}

/// What should be left of a page, as a public benchmark gives it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ReferenceText {
    /// The main content. Whether the original program saw line breaks as `\n` is the importer's business.
    pub text: String,
    /// The gold as its file has it, with address and marks (`<p>`, `<h>`, `<l>`), where the benchmark marks its golds so; else empty.
    /// CleanEval's metrics compare this.
    pub marked: String,
    /// The main content by paragraphs, where the benchmark gives it so; else empty.
    pub paragraphs: Vec<Paragraph>,
    /// Snippets that must appear.
    pub with: Vec<String>,
    /// Snippets that must not appear.
    pub without: Vec<String>,
}

impl ReferenceText {
    /// The reference as scorers that read `<p>`, `<h>` and `<l>` marks want it: with them where the benchmark has them.
    pub fn with_marks(&self) -> &str {
        if self.marked.is_empty() { &self.text } else { &self.marked }
    }
}

/// A paragraph of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text.
    pub text: String,
    /// Whether leaving it out is right too.
    pub optional: bool,
}

/// Equal to the original program, or repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// As the original, bug for bug.
    Compat,
    /// The repaired definition.
    Sane,
}

/// How the time of a metric grows with the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// With their length; scored unless told otherwise.
    Linear,
    /// With the product of their lengths; scored on request.
    Quadratic,
}

/// A text metric.
#[derive(Debug)]
pub struct TextMetric {
    /// Short name, shared by both modes: `wcxb`.
    pub id: &'static str,
    /// Which of the two.
    pub mode: Mode,
    /// The program it equals or repairs.
    pub source: &'static str,
    /// What it costs.
    pub cost: Cost,
    /// What is reported.
    pub measures: &'static [TextMeasure],
    /// Scores one of several answers to a document, which share what they have in common: [`scorer::Scorer::score`].
    pub answer: fn(&mut scorer::Answer<'_, '_>) -> TextScore,
}

impl TextMetric {
    /// Scores one document by itself.
    pub fn score(&self, pair: &TextPair<'_>) -> TextScore {
        scorer::alone(pair, self)
    }
}

/// A number that a text metric gives.
#[derive(Debug)]
pub struct TextMeasure {
    /// Column name in the CSV files: `wcxb.f1`, `wcxb.f1.compat`.
    pub name: &'static str,
    /// Whether more is better; error rates say no.
    pub higher_is_better: bool,
    /// How values of documents become one.
    pub average: Averaging,
}

impl TextMeasure {
    /// A measure averaged over documents, of which more is better.
    pub const fn mean(name: &'static str) -> Self {
        Self { name, higher_is_better: true, average: Averaging::Mean }
    }

    /// The same with less being better.
    pub const fn lower_is_better(self) -> Self {
        Self { higher_is_better: false, ..self }
    }
}

/// How the values of documents become one number.
#[derive(Clone, Copy, Debug)]
pub enum Averaging {
    /// Mean over the documents that have a value.
    Mean,
    /// The harmonic mean of the averages of two other measures of the metric, by index (scrapinghub's F1).
    HarmonicOf(usize, usize),
    /// Drawn from counts summed over all documents (trafilatura's scores).
    Pooled(fn(&Counts) -> Option<f64>),
}

/// One document's score.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TextScore {
    /// A value for each measure; `None` leaves the document out of the average.
    pub values: Vec<Option<f64>>,
    /// Counts, for metrics that pool them.
    pub counts: Counts,
}

impl TextScore {
    /// Values that are all defined.
    pub fn of<const N: usize>(values: [f64; N], counts: Counts) -> Self {
        Self { values: values.map(Some).to_vec(), counts }
    }

    /// No value in any of `measures` measures.
    pub fn none(measures: usize) -> Self {
        Self { values: vec![None; measures], counts: Counts::default() }
    }
}

/// Every text metric, compat beside sane.
pub static ALL: &[&TextMetric] = &[
    &wcxb::SANE,
    &wcxb::COMPAT,
    &wcxb_snippets::SANE,
    &wcxb_snippets::COMPAT,
    &wcxb_set::COMPAT,
    &wcxb_set::COMPAT_ACCURACY,
    &scrapinghub::SANE,
    &scrapinghub::COMPAT,
    &trafilatura::SANE,
    &trafilatura::COMPAT,
    &cleaneval::SANE,
    &cleaneval::COMPAT,
    &cleaneval::SANE_UNLABELLED,
    &cleaneval::COMPAT_UNLABELLED,
    &waddle::SANE,
    &waddle::COMPAT,
    &waddle_errors::SANE,
    &waddle_errors::COMPAT,
    &dragnet::SANE,
    &dragnet::COMPAT,
    &rouge_lsum::SANE,
    &rouge_lsum::COMPAT,
    &levenshtein::SANE,
    &levenshtein::COMPAT,
    &complexity::SANE,
    &complexity::COMPAT,
    &fundus::SANE,
    &fundus::COMPAT,
    &webmainbench::SANE,
    &webmainbench::COMPAT,
];

/// The metric of this name and mode.
pub fn find(id: &str, mode: Mode) -> Option<&'static TextMetric> {
    ALL.iter().copied().find(|metric| metric.id == id && metric.mode == mode)
}

#[cfg(test)]
pub(crate) mod cases;
