//! CleanEval's word and markup scores by Stefan Evert's `cleaneval.py` 1.0 (2008), which is what nearly every later paper means. The official
//! scorer of 2007, in Perl, is another and is not reproduced.
//!
//! Texts are annotated: `<p>`, `<h>` or `<l>` before a paragraph, heading or list item. Words and tags are aligned by
//! [`super::difflib`]; aligned ones are hits, the rest of the answer is wrong, the rest of the reference is missed; the tag scores count the tags
//! alone. Compat keeps what follows from the program: percents; lines that begin with `URL` go; white space at an end of the text leaves
//! an empty word that counts; `</p>` sticks to its word; `<P>` is not `<p>`; popular words begin no block. Sane: shares; no
//! empty words, closing tags go, tags are lower-cased, a `URL` line goes only as the first line of a reference, `autojunk` is off, and tag
//! scores have no value if the reference has no tag; a missing answer scores 0. The unlabelled variants take every tag for `<p>`.
//! No values where the alignment would take more than [`difflib::STEPS`].

use super::difflib::Block;
use super::interner::Interner;
use super::overlap::{harmonic, share};
use super::reading::Reading;
use super::scorer::{Answer, Tokens};
use super::{Cost, Mode, TextMeasure, TextMetric, TextScore, difflib, evert_words};
use crate::metric::Counts;

const SOURCE: &str = "CleanEval, S. Evert's cleaneval.py 1.0 (port of rundimeco/waddle)";

/// As the program.
pub static COMPAT: TextMetric = TextMetric {
    id: "cleaneval",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[
        TextMeasure::mean("cleaneval.f1.compat"),
        TextMeasure::mean("cleaneval.precision.compat"),
        TextMeasure::mean("cleaneval.recall.compat"),
        TextMeasure::mean("cleaneval.tag_f1.compat"),
        TextMeasure::mean("cleaneval.tag_precision.compat"),
        TextMeasure::mean("cleaneval.tag_recall.compat"),
    ],
    answer: |answer| compat(answer, Reading::Marked),
};

/// As the program with `-u`.
pub static COMPAT_UNLABELLED: TextMetric = TextMetric {
    id: "cleaneval-unlabelled",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[
        TextMeasure::mean("cleaneval-unlabelled.f1.compat"),
        TextMeasure::mean("cleaneval-unlabelled.precision.compat"),
        TextMeasure::mean("cleaneval-unlabelled.recall.compat"),
        TextMeasure::mean("cleaneval-unlabelled.tag_f1.compat"),
        TextMeasure::mean("cleaneval-unlabelled.tag_precision.compat"),
        TextMeasure::mean("cleaneval-unlabelled.tag_recall.compat"),
    ],
    answer: |answer| compat(answer, Reading::Unlabelled),
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "cleaneval",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[
        TextMeasure::mean("cleaneval.f1"),
        TextMeasure::mean("cleaneval.precision"),
        TextMeasure::mean("cleaneval.recall"),
        TextMeasure::mean("cleaneval.tag_f1"),
        TextMeasure::mean("cleaneval.tag_precision"),
        TextMeasure::mean("cleaneval.tag_recall"),
    ],
    answer: |answer| sane(answer, Reading::SaneMarked),
};

/// Repaired, every tag a `<p>`.
pub static SANE_UNLABELLED: TextMetric = TextMetric {
    id: "cleaneval-unlabelled",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[
        TextMeasure::mean("cleaneval-unlabelled.f1"),
        TextMeasure::mean("cleaneval-unlabelled.precision"),
        TextMeasure::mean("cleaneval-unlabelled.recall"),
        TextMeasure::mean("cleaneval-unlabelled.tag_f1"),
        TextMeasure::mean("cleaneval-unlabelled.tag_precision"),
        TextMeasure::mean("cleaneval-unlabelled.tag_recall"),
    ],
    answer: |answer| sane(answer, Reading::SaneUnlabelled),
};

/// Counts over all words, and over the tags among them.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Aligned {
    /// Words and tags.
    pub words: Counts,
    /// Tags.
    pub tags: Counts,
}

/// Aligns the words of an answer with those of a reference; `None` beyond [`difflib::STEPS`].
///
/// ```
/// use gleaner::metric::text::cleaneval::{align, percents};
/// let aligned = align(&["<h>", "New", "fares"], &["<p>", "New", "fares", "soon"], true).expect("short");
/// assert_eq!((aligned.words.tp, aligned.words.fp, aligned.words.fn_), (2.0, 1.0, 2.0));
/// assert_eq!((aligned.tags.tp, aligned.tags.fp, aligned.tags.fn_), (0.0, 1.0, 1.0));
/// assert_eq!(percents(&aligned.words)[2], 50.0);
/// ```
pub fn align(answer: &[impl AsRef<str>], reference: &[impl AsRef<str>], autojunk: bool) -> Option<Aligned> {
    let mut interner = Interner::default();
    let numbers_of_answer = interner.all(answer.iter().map(AsRef::as_ref));
    let numbers_of_reference = interner.all(reference.iter().map(AsRef::as_ref));
    let blocks = difflib::matching_blocks(&numbers_of_answer, &numbers_of_reference, autojunk, difflib::STEPS)?;
    let words = answer.iter().map(AsRef::as_ref).chain(reference.iter().map(AsRef::as_ref));
    let numbers = numbers_of_answer.iter().chain(&numbers_of_reference).copied();
    let mut marks: Vec<u32> = numbers.zip(words).filter(|(_, word)| evert_words::is_tag(word)).map(|(number, _)| number).collect();
    marks.sort_unstable();
    marks.dedup();
    Some(tally(&blocks, &numbers_of_answer, &numbers_of_reference, &marks))
}

/// Hits and misses of an alignment; `marks` are the tags among the words.
fn tally(blocks: &[Block], answer: &[u32], reference: &[u32], marks: &[u32]) -> Aligned {
    let tags = |words: &[u32]| if marks.is_empty() { 0 } else { words.iter().filter(|word| marks.contains(word)).count() };
    let hits = blocks.iter().map(|block| block.size).sum();
    let tags_hit = blocks.iter().map(|block| tags(&answer[block.a..block.a + block.size])).sum();
    Aligned { words: counts(hits, answer.len(), reference.len()), tags: counts(tags_hit, tags(answer), tags(reference)) }
}

fn counts(hits: usize, answer: usize, reference: usize) -> Counts {
    Counts { tp: hits as f64, fp: (answer - hits) as f64, fn_: (reference - hits) as f64, tn: 0.0 }
}

/// F, precision and recall in percent, as the program computes them: 0 where something is divided by 0.
pub fn percents(counts: &Counts) -> [f64; 3] {
    let percent = |whole: f64| if whole > 0.0 { 100.0 * counts.tp / whole } else { 0.0 };
    let (p, r) = (percent(counts.tp + counts.fp), percent(counts.tp + counts.fn_));
    [harmonic(p, r), p, r]
}

/// Every tag: all words of annotated text of which [`evert_words::is_tag`] says that they are one.
const TAGS: [&str; 6] = ["<p>", "<h>", "<l>", "<P>", "<H>", "<L>"];

/// [`align`] for what has been read.
fn aligned(answer: &mut Answer<'_, '_>, predicted: &Tokens, reference: &Tokens, autojunk: bool) -> Option<Aligned> {
    let blocks = answer.blocks(predicted, reference, autojunk)?;
    let marks = answer.numbers(&TAGS);
    Some(tally(&blocks, predicted, reference, &marks))
}

fn compat(answer: &mut Answer<'_, '_>, reading: Reading) -> TextScore {
    let [reference, predicted] = answer.tokens(reading);
    let Some(aligned) = aligned(answer, &predicted, &reference, true) else { return TextScore::none(6) };
    let values = percents(&aligned.words).into_iter().chain(percents(&aligned.tags)).map(Some).collect();
    TextScore { values, counts: aligned.words }
}

fn sane(answer: &mut Answer<'_, '_>, reading: Reading) -> TextScore {
    let [mut reference, predicted] = answer.tokens(reading);
    let marked = answer.reference().with_marks();
    let body = evert_words::without_url(marked);
    if body.len() < marked.len() {
        reference = answer.read(reading, body);
    }
    let Some(Aligned { words, tags }) = aligned(answer, &predicted, &reference, false) else { return TextScore::none(6) };
    if answer.predicted().is_none() {
        let tag = (tags.fn_ > 0.0).then_some(0.0);
        return TextScore { values: vec![Some(0.0), Some(0.0), Some(0.0), tag, tag, tag], counts: words };
    }
    let has_tags = tags.tp + tags.fn_ > 0.0;
    let tag = |value: f64| has_tags.then_some(value);
    let tag_f1 = share(2.0 * tags.tp, 2.0 * tags.tp + tags.fp + tags.fn_);
    let values =
        vec![Some(words.f1()), Some(words.precision()), Some(words.recall()), tag(tag_f1), tag(tags.precision()), tag(tags.recall())];
    TextScore { values, counts: words }
}

#[cfg(test)]
mod tests {
    use crate::metric::text::cases::{compat, sane};
    use crate::metric::text::{ReferenceText, TextPair};

    const ID: &str = "cleaneval";

    #[test]
    fn the_gold_with_its_marks_is_what_is_compared() {
        let gold = "URL: http://x.example/\n\n<p>Hello world\n<p>Second par".to_string();
        let reference = ReferenceText { text: "Hello world\nSecond par".into(), marked: gold, ..ReferenceText::default() };
        let pair = TextPair { predicted: Some("<p>Hello world\n<p>Second par"), reference: &reference, page: "" };
        assert_eq!(super::COMPAT.score(&pair).values, [Some(100.0); 6]);
    }

    #[test]
    fn two_empty_texts_share_an_empty_word_in_compat() {
        let right = Some(100.0);
        assert_eq!(compat(ID, "", ""), [right, right, right, Some(0.0), Some(0.0), Some(0.0)]);
        assert_eq!(sane(ID, "", ""), [Some(1.0), Some(1.0), Some(1.0), None, None, None]);
        assert_eq!(sane(ID, "<p>a", None), [Some(0.0); 6]);
        assert_eq!(sane(ID, "", None)[..3], [Some(0.0); 3]);
    }

    #[test]
    fn closing_tags_case_and_the_last_line_break_cost_in_compat_only() {
        let (reference, answer) = ("URL: http://x.y\n<P>Hello world</p>\n<l>One</l>\n", "<p>Hello world\n<l>One");
        assert_eq!(sane(ID, reference, answer), [Some(1.0); 6]);
        // Reference: "", <P>, Hello, world</p>, <l>, One</l>, ""; answer: "", <p>, Hello, world, <l>, One.
        assert_eq!(compat(ID, reference, answer)[1..3], [Some(50.0), Some(100.0 * 3.0 / 7.0)]);
    }

    #[test]
    fn a_line_that_begins_with_url_is_content_in_sane() {
        assert_eq!(sane(ID, "<p>Read on\nURL shorteners fail", "<p>Read on\nURL shorteners fail"), [Some(1.0); 6]);
        assert_eq!(sane(ID, "<p>Read on\nURL shorteners fail", "<p>Read on")[2], Some(0.5));
        assert_eq!(compat(ID, "<p>Read on\nURL shorteners fail", "<p>Read on")[1], Some(100.0));
    }

    #[test]
    fn unlabelled_tags_are_all_paragraphs() {
        assert_eq!(sane("cleaneval-unlabelled", "<h>Title", "<p>Title"), [Some(1.0); 6]);
        assert_eq!(sane(ID, "<h>Title", "<p>Title")[3..], [Some(0.0); 3]);
        assert_eq!(compat("cleaneval-unlabelled", "<h>Title", "<p>Title"), [Some(100.0); 6]);
    }

    #[test]
    fn every_tag_is_one() {
        let words = ('A'..='z').map(|letter| format!("<{letter}>")).collect::<std::collections::BTreeSet<_>>();
        let tags = words.iter().filter(|word| super::evert_words::is_tag(word));
        assert_eq!(tags.collect::<Vec<_>>(), ["<H>", "<L>", "<P>", "<h>", "<l>", "<p>"]);
        assert!(super::TAGS.iter().all(|tag| words.contains(*tag) && super::evert_words::is_tag(tag)));
    }

    #[test]
    fn moved_passages_are_lost() {
        assert_eq!(sane(ID, "d e f a b c", "a b c d e f")[..3], [Some(0.5); 3]);
    }
}
