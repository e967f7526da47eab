//! dragnet's token scores (dragnet-org/dragnet, `model_training.evaluation_metrics`): precision, recall and F1 over the set of an answer's tokens
//! (its default) and over their bag, and the Jaccard index of the sets. Case counts, and `_` separates, unlike anywhere else. Shares.
//!
//! Compat: 0 where something is divided by 0, though no value for the index of two empty texts, on which the original fails. Sane:
//! [`super::tokens`], case kept; empty cases as in [`crate::metric::Counts`]; two empty texts have index 1; a missing answer scores 0.

use super::overlap::{Overlap, share};
use super::reading::Reading;
use super::scorer::Answer;
use super::{Cost, Mode, TextMeasure, TextMetric, TextScore, python};

const SOURCE: &str = "dragnet-org/dragnet, token evaluation";

/// As the original.
pub static COMPAT: TextMetric = TextMetric {
    id: "dragnet",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        TextMeasure::mean("dragnet.set_precision.compat"),
        TextMeasure::mean("dragnet.set_recall.compat"),
        TextMeasure::mean("dragnet.set_f1.compat"),
        TextMeasure::mean("dragnet.bag_precision.compat"),
        TextMeasure::mean("dragnet.bag_recall.compat"),
        TextMeasure::mean("dragnet.bag_f1.compat"),
        TextMeasure::mean("dragnet.jaccard.compat"),
    ],
    answer: compat,
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "dragnet",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        TextMeasure::mean("dragnet.set_precision"),
        TextMeasure::mean("dragnet.set_recall"),
        TextMeasure::mean("dragnet.set_f1"),
        TextMeasure::mean("dragnet.bag_precision"),
        TextMeasure::mean("dragnet.bag_recall"),
        TextMeasure::mean("dragnet.bag_f1"),
        TextMeasure::mean("dragnet.jaccard"),
    ],
    answer: sane,
};

/// dragnet's tokens: runs of letters and numbers.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    python::words(text).flat_map(|word| word.split('_')).filter(|word| !word.is_empty())
}

/// Share of the tokens of either set that are in both; `None` for two empty sets.
fn jaccard(sets: &Overlap) -> Option<f64> {
    let all = sets.reference + sets.predicted - sets.shared;
    (all > 0).then(|| share(sets.shared as f64, all as f64))
}

fn compat(answer: &mut Answer<'_, '_>) -> TextScore {
    let (sets, bags) = (answer.sets(Reading::Letters), answer.bags(Reading::Letters));
    let shares = [sets.or_zero(), bags.or_zero()].concat();
    let values = shares.into_iter().map(Some).chain([jaccard(&sets)]).collect();
    TextScore { values, counts: bags.counts() }
}

fn sane(answer: &mut Answer<'_, '_>) -> TextScore {
    let (sets, bags) = (answer.sets(Reading::Plain), answer.bags(Reading::Plain).counts());
    if answer.predicted().is_none() {
        return TextScore::of([0.0; 7], bags);
    }
    let of_sets = sets.counts();
    let values =
        [of_sets.precision(), of_sets.recall(), of_sets.f1(), bags.precision(), bags.recall(), bags.f1(), jaccard(&sets).unwrap_or(1.0)];
    TextScore::of(values, bags)
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::metric::text::cases::{compat, sane};

    #[test]
    fn underscores_separate() {
        assert_eq!(words("_snake__case x_ don't").collect::<Vec<_>>(), ["snake", "case", "x", "don", "t"]);
    }

    #[test]
    fn the_index_of_empty_texts_is_one_in_sane_and_none_in_compat() {
        assert_eq!(compat("dragnet", "", "!")[6], None);
        assert_eq!(compat("dragnet", "", "!")[..6], [Some(0.0); 6]);
        assert_eq!(sane("dragnet", "", "!"), [Some(1.0); 7]);
        assert_eq!(sane("dragnet", "", None), [Some(0.0); 7]);
        // {A, b} and {a, b}: one of three.
        assert_eq!(compat("dragnet", "A b", "a b")[6], Some(1.0 / 3.0));
    }
}
