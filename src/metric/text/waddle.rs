//! waddle's additions to CleanEval's scores (rundimeco/waddle, `scoring_functions.py`): overlap of vocabularies (`voc`) and of occurrences
//! (`occ`), divergence, distances, and word and character error rates, over the words of [`super::evert_words`].
//!
//! Compat keeps what the program does: overlaps in percent, rounded to four decimals, 0 without a common word; the vectors of relative
//! frequencies hold the reference's words and then *all* words of the answer, so that shared words enter twice; words that a text lacks count
//! 1e-5 in the divergence (renormalised) and 0 in the distances; error rates join the words by spaces, and have no value
//! for an empty reference. Pages that langid takes for Chinese are compared by characters there, which is not done here. The "micro" F it prints is the harmonic
//! mean of mean precision and mean recall. Sane: shares, empty cases as in [`Counts`], a missing answer overlaps in nothing,
//! each word enters once. Kullback-Leibler divergence is in nats, of the reference from the answer.

use super::overlap::{harmonic, share};
use super::reading::Reading;
use super::scorer::Answer;
use super::{Averaging, Cost, Mode, TextMeasure, TextMetric, TextScore};
use crate::metric::Counts;

pub(super) const SOURCE: &str = "rundimeco/waddle, scoring_functions.py";
/// Relative frequency of a word that a text lacks, in the divergence.
const ABSENT: f64 = 1e-5;

/// As the program.
pub static COMPAT: TextMetric = TextMetric {
    id: "waddle",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        TextMeasure::mean("waddle.voc_precision.compat"),
        TextMeasure::mean("waddle.voc_recall.compat"),
        TextMeasure::mean("waddle.voc_f1.compat"),
        TextMeasure { name: "waddle.voc_f1_micro.compat", higher_is_better: true, average: Averaging::HarmonicOf(0, 1) },
        TextMeasure::mean("waddle.occ_precision.compat"),
        TextMeasure::mean("waddle.occ_recall.compat"),
        TextMeasure::mean("waddle.occ_f1.compat"),
        TextMeasure { name: "waddle.occ_f1_micro.compat", higher_is_better: true, average: Averaging::HarmonicOf(4, 5) },
        TextMeasure::mean("waddle.kl.compat").lower_is_better(),
        TextMeasure::mean("waddle.euclidean.compat").lower_is_better(),
        TextMeasure::mean("waddle.cosine.compat").lower_is_better(),
    ],
    answer: compat,
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "waddle",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        TextMeasure::mean("waddle.voc_precision"),
        TextMeasure::mean("waddle.voc_recall"),
        TextMeasure::mean("waddle.voc_f1"),
        TextMeasure::mean("waddle.occ_precision"),
        TextMeasure::mean("waddle.occ_recall"),
        TextMeasure::mean("waddle.occ_f1"),
        TextMeasure::mean("waddle.kl").lower_is_better(),
        TextMeasure::mean("waddle.euclidean").lower_is_better(),
        TextMeasure::mean("waddle.cosine").lower_is_better(),
    ],
    answer: sane,
};

fn compat(answer: &mut Answer<'_, '_>) -> TextScore {
    let (voc, occ) = (answer.sets(Reading::Marked), answer.bags(Reading::Marked));
    let once = frequencies(answer, Reading::Marked);
    let mut values = Vec::with_capacity(COMPAT.measures.len());
    for overlap in [voc, occ] {
        let [p, r, f1] = overlap.or_zero().map(|value| rounded(100.0 * value));
        values.extend([p, r, f1, rounded(harmonic(p, r))]);
    }
    // The words of the reference, then every word of the answer: shared words come twice.
    let of_reference = once.iter().filter(|(r, _)| *r > 0.0);
    let of_answer = once.iter().filter(|(_, a)| *a > 0.0);
    let vectors: Vec<(f64, f64)> = of_reference.chain(of_answer).copied().collect();
    values.extend([divergence(&vectors), euclidean(&vectors), cosine(&vectors)]);
    TextScore { values: values.into_iter().map(Some).collect(), counts: occ.counts() }
}

fn sane(answer: &mut Answer<'_, '_>) -> TextScore {
    let (voc, occ) = (answer.sets(Reading::SaneMarked), answer.bags(Reading::SaneMarked));
    let is_there = answer.predicted();
    let shares = |counts: Counts| match is_there {
        Some(_) => [counts.precision(), counts.recall(), counts.f1()],
        None => [0.0; 3],
    };
    let values = [shares(voc.counts()), shares(occ.counts())].concat();
    let vectors = frequencies(answer, Reading::SaneMarked);
    let mut values = values;
    values.extend([divergence(&vectors), euclidean(&vectors), cosine(&vectors)]);
    TextScore { values: values.into_iter().map(Some).collect(), counts: occ.counts() }
}

/// As Python's `round(value, 4)`: the exact binary value, halves to even.
fn rounded(value: f64) -> f64 {
    format!("{value:.4}").parse().unwrap_or(value)
}

/// The relative frequencies in reference and answer of every word of either, in order of appearance.
fn frequencies(answer: &mut Answer<'_, '_>, reading: Reading) -> Vec<(f64, f64)> {
    let [of_reference, of_answer] = answer.tokens(reading).map(|tokens| tokens.len());
    let relative = |count: u32, all: usize| share(f64::from(count), all as f64);
    answer.occurrences(reading).into_iter().map(|[r, a]| (relative(r, of_reference), relative(a, of_answer))).collect()
}

/// Kullback-Leibler divergence in nats, absent words at [`ABSENT`], both sides renormalised.
fn divergence(vectors: &[(f64, f64)]) -> f64 {
    let present = |value: f64| if value > 0.0 { value } else { ABSENT };
    let sums = vectors.iter().fold((0.0, 0.0), |sums, &(r, a)| (sums.0 + present(r), sums.1 + present(a)));
    let term = |&(r, a): &(f64, f64)| {
        let (r, a) = (present(r) / sums.0, present(a) / sums.1);
        r * (r / a).ln()
    };
    vectors.iter().map(term).sum()
}

fn euclidean(vectors: &[(f64, f64)]) -> f64 {
    vectors.iter().map(|(r, a)| (r - a).powi(2)).sum::<f64>().sqrt()
}

/// One less the cosine; 0 for two empty texts, 1 if one is.
fn cosine(vectors: &[(f64, f64)]) -> f64 {
    if vectors.is_empty() {
        return 0.0;
    }
    let sum = |of: fn(&(f64, f64)) -> f64| vectors.iter().map(of).sum::<f64>();
    let norms = (sum(|(r, _)| r * r) * sum(|(_, a)| a * a)).sqrt();
    (1.0 - share(sum(|(r, a)| r * a), norms)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::cases::{compat, sane};

    const ID: &str = "waddle";

    #[test]
    fn shared_words_enter_twice_in_compat_only() {
        // Relative frequencies: a 3/4 and 1/3, b 1/4 and 2/3.
        let difference: f64 = 3.0 / 4.0 - 1.0 / 3.0;
        let value = |values: Vec<Option<f64>>, at: usize| values[at].expect("defined");
        assert!((value(compat(ID, "a a a b", "a b b"), 9) - (4.0 * difference * difference).sqrt()).abs() < 1e-12);
        assert!((value(sane(ID, "a a a b", "a b b"), 7) - (2.0 * difference * difference).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn equal_texts_are_at_distance_zero() {
        for text in ["", "a", "<p>a b a"] {
            let values = sane(ID, text, text);
            assert_eq!(values[..6], [Some(1.0); 6], "{text}");
            assert!(values[6..].iter().all(|value| value.is_some_and(|value| value.abs() < 1e-12)), "{values:?}");
        }
        assert_eq!(sane(ID, "", None)[..6], [Some(0.0); 6]);
        assert_eq!(sane(ID, "a", "")[8], Some(1.0));
    }

    #[test]
    fn rounding_is_that_of_python() {
        // Exact halves go to the even digit.
        assert_eq!([rounded(57.142_857), rounded(0.031_25), rounded(0.093_75)], [57.1429, 0.0312, 0.0938]);
    }
}
