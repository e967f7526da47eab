//! trafilatura's segment scores: snippets that must appear (`with`) and must not (`without`), counted over the whole corpus and
//! only then divided (`tests/eval_common.py` and `tests/evaluate.py`, commit e90b0ef). As shares; case counts.
//!
//! Compat: runs of white space become one space on both sides; a hit may lie inside a word, so that `over land` is found in `cloverland
//! over landing`; what is divided by 0 is 0. Sane: texts are brought to NFC with straight apostrophes, a hit begins and ends at word
//! boundaries of Unicode's Annex 29 (overlapping hits of one snippet are not looked for), and what would be divided by 0 has no value.
//! A missing answer holds no snippet in either.

use super::overlap::share;
use super::scorer::Answer;
use super::writings::Writing;
use super::{Averaging, Cost, Mode, TextMeasure, TextMetric, TextScore};
use crate::metric::Counts;
use memchr::{memchr, memmem, memrchr};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

const SOURCE: &str = "trafilatura, tests/eval_common.py at e90b0ef";

/// As `eval_common.py`.
pub static COMPAT: TextMetric = TextMetric {
    id: "trafilatura",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        pooled("trafilatura.precision.compat", |c| Some(scores(c)[0])),
        pooled("trafilatura.recall.compat", |c| Some(scores(c)[1])),
        pooled("trafilatura.accuracy.compat", |c| Some(scores(c)[2])),
        pooled("trafilatura.f1.compat", |c| Some(scores(c)[3])),
    ],
    answer: |answer| pooled_score(&COMPAT, count(answer, Writing::Folded, occurs)),
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "trafilatura",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        pooled("trafilatura.precision", |c| defined(c.tp + c.fp, scores(c)[0])),
        pooled("trafilatura.recall", |c| defined(c.tp + c.fn_, scores(c)[1])),
        pooled("trafilatura.accuracy", |c| defined(c.tp + c.fp + c.fn_ + c.tn, scores(c)[2])),
        pooled("trafilatura.f1", |c| defined(2.0 * c.tp + c.fp + c.fn_, scores(c)[3])),
    ],
    answer: |answer| pooled_score(&SANE, count(answer, Writing::PlainFolded, stands)),
};

const fn pooled(name: &'static str, of: fn(&Counts) -> Option<f64>) -> TextMeasure {
    TextMeasure { name, higher_is_better: true, average: Averaging::Pooled(of) }
}

/// Precision, recall, accuracy and F1 of counts; 0 where something is divided by 0.
///
/// ```
/// use gleaner::metric::{Counts, text::trafilatura::scores};
/// let counts = Counts { tp: 10.0, fp: 2.0, fn_: 3.0, tn: 8.0 };
/// assert_eq!(scores(&counts), [10.0 / 12.0, 10.0 / 13.0, 18.0 / 23.0, 0.8]);
/// ```
pub fn scores(counts: &Counts) -> [f64; 4] {
    let Counts { tp, fp, fn_, tn } = *counts;
    [share(tp, tp + fp), share(tp, tp + fn_), share(tp + tn, tp + fp + fn_ + tn), share(2.0 * tp, 2.0 * tp + fp + fn_)]
}

fn defined(whole: f64, value: f64) -> Option<f64> {
    (whole > 0.0).then_some(value)
}

fn pooled_score(metric: &TextMetric, counts: Counts) -> TextScore {
    let value = |measure: &TextMeasure| match measure.average {
        Averaging::Pooled(of) => of(&counts),
        Averaging::Mean | Averaging::HarmonicOf(..) => None,
    };
    TextScore { values: metric.measures.iter().map(value).collect(), counts }
}

/// Counts the snippets that `found` finds in the answer.
fn count(answer: &mut Answer<'_, '_>, writing: Writing, found: impl Fn(&str, &str) -> bool) -> Counts {
    let snippets = answer.snippets(writing);
    let is_asked = answer.predicted().is_some() && snippets.iter().any(|side| !side.is_empty());
    let text = is_asked.then(|| answer.written(writing));
    let found = |snippet: &String| text.as_ref().is_some_and(|text| found(text, snippet));
    let [with, without] = &*snippets;
    let mut counts = Counts::default();
    with.iter().for_each(|snippet| counts.add(true, found(snippet), 1.0));
    without.iter().for_each(|snippet| counts.add(false, found(snippet), 1.0));
    counts
}

fn occurs(text: &str, snippet: &str) -> bool {
    memmem::find(text.as_bytes(), snippet.as_bytes()).is_some()
}

/// Where words begin and end in the piece of a folded text, from space to space, that was asked for last. Rising places of one text
/// make each piece be looked at once.
#[derive(Default)]
struct Boundaries {
    piece: Range<usize>,
    found: Vec<usize>,
}

impl Boundaries {
    fn has(&mut self, text: &str, at: usize) -> bool {
        let bytes = text.as_bytes();
        if at == 0 || at >= bytes.len() || bytes[at] == b' ' || bytes[at - 1] == b' ' {
            return true;
        }
        // No rule of Annex 29 looks over a space at what is beyond.
        if !self.piece.contains(&at) {
            let start = memrchr(b' ', &bytes[..at]).map_or(0, |space| space + 1);
            let end = memchr(b' ', &bytes[at..]).map_or(bytes.len(), |space| at + space);
            self.piece = start..end;
            self.found.clear();
            self.found.extend(text.get(start..end).unwrap_or("").split_word_bound_indices().map(|(at, _)| start + at));
        }
        self.found.binary_search(&at).is_ok()
    }
}

/// Whether the snippet occurs from one word boundary to another.
fn stands(text: &str, snippet: &str) -> bool {
    let mut hits = memmem::find_iter(text.as_bytes(), snippet.as_bytes());
    let (mut starts, mut ends) = (Boundaries::default(), Boundaries::default());
    hits.any(|at| starts.has(text, at) && ends.has(text, at + snippet.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::cases::score_snippets;

    fn counts(metric: &TextMetric, predicted: Option<&str>, with: &[&str], without: &[&str]) -> (f64, f64, f64, f64) {
        let Counts { tp, fp, fn_, tn } = score_snippets(metric, predicted, with, without).counts;
        (tp, fp, fn_, tn)
    }

    #[test]
    fn snippets_inside_words_count_in_compat_only() {
        let text = Some("cloverland over landing");
        assert_eq!(counts(&COMPAT, text, &["over land"], &["land over"]), (1.0, 1.0, 0.0, 0.0));
        assert_eq!(counts(&SANE, text, &["over land"], &["land over"]), (0.0, 0.0, 1.0, 1.0));
        assert_eq!(counts(&SANE, text, &["over"], &["landing"]), (1.0, 1.0, 0.0, 0.0));
        assert_eq!(counts(&SANE, Some("“Over land,” she said. 日本語"), &["Over land,", "本"], &["over"]), (2.0, 0.0, 0.0, 1.0));
    }

    #[test]
    fn spelling_matters_in_compat_only() {
        let text = Some("Cafe\u{301} isn’t\n\nopen");
        assert_eq!(counts(&COMPAT, text, &["Café isn't  open"], &[]), (0.0, 0.0, 1.0, 0.0));
        assert_eq!(counts(&SANE, text, &["Café isn't  open"], &[]), (1.0, 0.0, 0.0, 0.0));
    }

    #[test]
    fn nothing_to_count_is_zero_in_compat_and_no_value_in_sane() {
        assert_eq!(score_snippets(&COMPAT, Some(""), &[], &[]).values, [Some(0.0); 4]);
        assert_eq!(score_snippets(&SANE, Some(""), &[], &[]).values, [None; 4]);
        assert_eq!(score_snippets(&SANE, None, &["a"], &[]).values, [None, Some(0.0), Some(0.0), Some(0.0)]);
    }

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn boundaries_of_pieces_are_those_of_the_text(pieces in prop::collection::vec("[ab1_.,:'’\u{301}\u{308}\u{200d}\u{ad}\u{fe0f}é日本カไทยहि👩🚒🇩🇪א\"]{1,7}", 0..8)) {
            let text = pieces.join(" ");
            let all: Vec<usize> = text.split_word_bound_indices().map(|(at, _)| at).collect();
            let mut boundaries = Boundaries::default();
            for at in (1..text.len()).filter(|&at| text.is_char_boundary(at)) {
                let beside_space = text[..at].ends_with(' ') || text[at..].starts_with(' ');
                prop_assert_eq!(boundaries.has(&text, at), beside_space || all.contains(&at), "{:?} at {}", text, at);
            }
        }
    }
}
