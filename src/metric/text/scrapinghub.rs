//! scrapinghub's (Zyte's) article-extraction-benchmark: precision, recall and F1 over bags of shingles of four words, and the
//! share of texts with exactly the right words (`evaluate.py`, commit 4a3bc97).
//!
//! A text of one to three words is one shingle. A document's counts are divided by their sum, so that long texts weigh no more;
//! that cancels in the ratios. The F1 of a corpus is the harmonic mean of its mean precision and mean recall. Compat: Python's `\w`
//! words, case kept; an empty answer has no precision and leaves that mean, an empty reference has no recall; accuracy 1
//! if both are empty. Sane: [`super::tokens`], case kept; the empty cases are those of [`Counts`], so that an empty answer to a reference with text
//! has precision 0, and a missing answer scores 0 in everything. All values are shares. The ± of the program is in
//! [`super::scrapinghub_bootstrap`].

use super::interner::Interner;
use super::overlap::{Overlap, harmonic};
use super::reading::Reading;
use super::scorer::Answer;
use super::{Averaging, Cost, Mode, TextMeasure, TextMetric, TextScore, python};
use crate::metric::Counts;

const SOURCE: &str = "scrapinghub article-extraction-benchmark, evaluate.py at 4a3bc97";
/// Words in a shingle.
pub const SHINGLE: usize = 4;
/// Fills shingles of texts with fewer words; no word has this number.
const NO_WORD: u32 = u32::MAX;

/// As `evaluate.py`.
pub static COMPAT: TextMetric = TextMetric {
    id: "scrapinghub",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        TextMeasure::mean("scrapinghub.precision.compat"),
        TextMeasure::mean("scrapinghub.recall.compat"),
        TextMeasure { name: "scrapinghub.f1.compat", higher_is_better: true, average: Averaging::HarmonicOf(0, 1) },
        TextMeasure::mean("scrapinghub.accuracy.compat"),
    ],
    answer: |answer| shared(answer, Reading::Words).score(),
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "scrapinghub",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        TextMeasure::mean("scrapinghub.precision"),
        TextMeasure::mean("scrapinghub.recall"),
        TextMeasure { name: "scrapinghub.f1", higher_is_better: true, average: Averaging::HarmonicOf(0, 1) },
        TextMeasure::mean("scrapinghub.accuracy"),
    ],
    answer: sane,
};

/// A document as the program stores it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shingled {
    /// Shingles shared, of the answer only, of the reference only, divided by their sum.
    pub counts: Counts,
    /// Whether answer and reference have the same words in the same order.
    pub exact: bool,
}

impl Shingled {
    /// Compares two texts by shingles of `words` words, 1 to 4, as `evaluate.py` does.
    ///
    /// ```
    /// use gleaner::metric::text::scrapinghub::Shingled;
    /// let shingled = Shingled::compat("a b c d e f", "a b c d x f", 4);
    /// assert_eq!((shingled.counts.tp, shingled.counts.fp, shingled.counts.fn_), (0.2, 0.4, 0.4));
    /// assert!(!shingled.exact);
    /// ```
    pub fn compat(reference: &str, predicted: &str, words: usize) -> Self {
        Self::of(python::words(reference), python::words(predicted), words)
    }

    fn of<'a>(reference: impl Iterator<Item = &'a str>, predicted: impl Iterator<Item = &'a str>, words: usize) -> Self {
        let mut interner = Interner::default();
        let (reference, predicted) = (interner.all(reference), interner.all(predicted));
        let overlap = Overlap::of_bags(shingles(&reference, words), shingles(&predicted, words));
        Self::counted(&overlap, reference == predicted)
    }

    fn counted(overlap: &Overlap, exact: bool) -> Self {
        let mut counts = overlap.counts();
        let all = counts.tp + counts.fp + counts.fn_;
        if all > 0.0 {
            counts = Counts { tp: counts.tp / all, fp: counts.fp / all, fn_: counts.fn_ / all, tn: 0.0 };
        }
        Self { counts, exact }
    }

    /// Precision; `None` for an empty answer, which the program leaves out of the mean.
    pub fn precision(&self) -> Option<f64> {
        (self.counts.tp + self.counts.fp > 0.0).then(|| self.counts.precision())
    }

    /// Recall; `None` for an empty reference.
    pub fn recall(&self) -> Option<f64> {
        (self.counts.tp + self.counts.fn_ > 0.0).then(|| self.counts.recall())
    }

    fn score(&self) -> TextScore {
        let (p, r) = (self.precision(), self.recall());
        let f1 = p.zip(r).map(|(p, r)| harmonic(p, r));
        TextScore { values: vec![p, r, f1, Some(f64::from(u8::from(self.exact)))], counts: self.counts }
    }
}

/// Shingles of [`SHINGLE`] words.
fn shared(answer: &mut Answer<'_, '_>, reading: Reading) -> Shingled {
    let [reference, predicted] = answer.tokens(reading);
    let overlap = if reference.len().min(predicted.len()) < SHINGLE {
        Overlap::of_bags(shingles(&reference, SHINGLE), shingles(&predicted, SHINGLE))
    } else {
        answer.grams(reading, SHINGLE)
    };
    Shingled::counted(&overlap, reference == predicted)
}

fn sane(answer: &mut Answer<'_, '_>) -> TextScore {
    let Shingled { counts, exact } = shared(answer, Reading::Plain);
    let accuracy = f64::from(u8::from(exact));
    let values = if answer.predicted().is_some() { [counts.precision(), counts.recall(), counts.f1(), accuracy] } else { [0.0; 4] };
    TextScore::of(values, counts)
}

/// All stretches of `words` words; of a shorter text, the whole of it; none of an empty one.
fn shingles(text: &[u32], words: usize) -> impl Iterator<Item = [u32; SHINGLE]> {
    let size = words.clamp(1, SHINGLE).min(text.len().max(1));
    text.windows(size).map(|window| {
        let mut shingle = [NO_WORD; SHINGLE];
        shingle[..window.len()].copy_from_slice(window);
        shingle
    })
}

#[cfg(test)]
mod tests {
    use crate::metric::text::cases::{compat, sane};

    const ID: &str = "scrapinghub";

    #[test]
    fn an_empty_answer_leaves_the_precision_of_compat_and_is_zero_in_sane() {
        assert_eq!(compat(ID, "w x y z", ""), [None, Some(0.0), None, Some(0.0)]);
        assert_eq!(sane(ID, "w x y z", ""), [Some(0.0), Some(0.0), Some(0.0), Some(0.0)]);
        assert_eq!(sane(ID, "w x y z", None), [Some(0.0); 4]);
    }

    #[test]
    fn two_empty_texts_leave_compat_and_are_right_in_sane() {
        assert_eq!(compat(ID, "!", "?"), [None, None, None, Some(1.0)]);
        assert_eq!(sane(ID, "!", "?"), [Some(1.0); 4]);
        assert_eq!(sane(ID, "", None), [Some(0.0); 4]);
        assert_eq!(sane(ID, "", "a"), [Some(0.0), Some(1.0), Some(0.0), Some(0.0)]);
    }

    #[test]
    fn case_matters_and_spelling_does_not_in_sane() {
        assert_eq!(sane(ID, "A b c d", "a b c d"), [Some(0.0); 4]);
        assert_eq!(sane(ID, "un café noir don’t", "un cafe\u{301} noir don't"), [Some(1.0); 4]);
    }

    #[test]
    fn a_short_text_is_not_taken_for_part_of_a_longer_one() {
        assert_eq!(compat(ID, "a b c d", "a b c"), [Some(0.0), Some(0.0), Some(0.0), Some(0.0)]);
        assert_eq!(compat(ID, "a b c", "a b c"), [Some(1.0); 4]);
    }
}
