//! The three metrics of fundus-evaluation (Dallabetta et al. 2024, `dobbersc/fundus-evaluation`, `scorers.py`): F1 over whole
//! paragraphs, ROUGE-LSum F1, and word error rate (jiwer 3.0.3). References may have optional paragraphs: every way of leaving some
//! of them out is tried if they are at most four, else all and none; the best counts, for each metric by itself.
//!
//! Paragraphs of an answer are its lines, white space folded, empty ones dropped. Compat: paragraph F1 has no value for a
//! total miss, and neither if keeping all optional paragraphs is one (`max` over NaN); ROUGE with `rouge_score`'s default
//! tokens, which are ASCII; words of the error rate are cut at single spaces after folding runs of two or more, and a reference
//! without words has none; documents without paragraphs in their reference have no values. A missing answer is an empty one. Sane: the empty
//! cases of [`Counts`](crate::metric::Counts); ROUGE of [`rouge_lsum::sane`]; words of the rate are [`tokens`], a reference without any has rate 0
//! for an empty answer, else 1; a reference without paragraphs has its lines; a missing answer scores 0, its rate is 1.
//! Documents weigh the same. The error rate may exceed 1.

use super::interner::Interner;
use super::lines::has_odd_breaks;
use super::overlap::Overlap;
use super::punkt::Version;
use super::reading::Reading;
use super::scorer::Answer;
use super::{Cost, Mode, Paragraph, ReferenceText, TextMeasure, TextMetric, TextPair, TextScore};
use super::{edit_distance, python, rouge_lsum, tokens};

const SOURCE: &str = "fundus-evaluation, scorers.py, on rouge_score 0.1.2, NLTK 3.9.1 and jiwer 3.0.3";
/// With more optional paragraphs only two ways are tried.
const MAX_OPTIONAL: usize = 4;

/// As `scorers.py`.
pub static COMPAT: TextMetric = TextMetric {
    id: "fundus",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[
        TextMeasure::mean("fundus.paragraph_f1.compat"),
        TextMeasure::mean("fundus.rouge_lsum_f1.compat"),
        TextMeasure::mean("fundus.wer.compat").lower_is_better(),
    ],
    answer: |answer| TextScore { values: compat(&answer.pair()).to_vec(), ..TextScore::default() },
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "fundus",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Quadratic,
    measures: &[
        TextMeasure::mean("fundus.paragraph_f1"),
        TextMeasure::mean("fundus.rouge_lsum_f1"),
        TextMeasure::mean("fundus.wer").lower_is_better(),
    ],
    answer: |answer| TextScore { values: sane_answer(answer).to_vec(), ..TextScore::default() },
};

fn compat(pair: &TextPair<'_>) -> [Option<f64>; 3] {
    if pair.reference.paragraphs.is_empty() {
        return [None; 3];
    }
    let predicted = lines(pair.predicted.unwrap_or_default());
    let joined = predicted.join("\n\n");
    let ways = ways(&pair.reference.paragraphs);
    let texts: Vec<String> = ways.iter().map(|way| way.join("\n\n")).collect();
    let paragraphs = ways.iter().map(|way| f1_or_nan(way, &predicted)).reduce(|best, f1| if f1 > best { f1 } else { best });
    let rouge = texts.iter().map(|text| rouge_lsum::default_tokens(text, &joined, Version::Nltk391).map(|scores| scores[2]));
    let rates = texts.iter().map(|text| error_rate(text, &joined));
    [paragraphs.filter(|f1| !f1.is_nan()), best(rouge, f64::max), best(rates, f64::min)]
}

/// [`sane`], in common with other metrics where the reference has no paragraphs and folding white space moves no sentence.
fn sane_answer(answer: &mut Answer<'_, '_>) -> [Option<f64>; 3] {
    let pair = answer.pair();
    let texts = [pair.reference.text.as_str(), pair.predicted.unwrap_or_default()];
    if pair.predicted.is_none() || !pair.reference.paragraphs.is_empty() || texts.into_iter().any(has_odd_breaks) {
        return sane(&pair);
    }
    let paragraphs = answer.bags(Reading::Lines).counts().f1();
    let rouge = rouge_lsum::sane_answer(answer).map(|scores| scores[2]);
    let [reference, predicted] = answer.tokens(Reading::LowerPlain).map(|tokens| tokens.len());
    let rate = match (reference, predicted) {
        (0, 0) => Some(0.0),
        (0, _) => Some(1.0),
        _ => answer.distance(Reading::LowerPlain).map(|edits| edits as f64 / reference as f64),
    };
    [Some(paragraphs), rouge, rate]
}

fn sane(pair: &TextPair<'_>) -> [Option<f64>; 3] {
    let Some(predicted) = pair.predicted else { return [Some(0.0), Some(0.0), Some(1.0)] };
    let predicted = lines(predicted);
    let joined = predicted.join("\n\n");
    let ways: Vec<Vec<String>> =
        ways(&own_paragraphs(pair.reference)).iter().map(|way| way.iter().map(|text| python::fold(text)).collect()).collect();
    let texts: Vec<String> = ways.iter().map(|way| way.join("\n\n")).collect();
    let paragraphs = ways.iter().map(|way| Some(Overlap::of_bags(way.iter(), predicted.iter()).counts().f1()));
    let rouge = texts.iter().map(|text| rouge_lsum::sane(text, &joined).map(|scores| scores[2]));
    let rates = texts.iter().map(|text| {
        let (text, joined) = (tokens::normalised(text, true), tokens::normalised(&joined, true));
        rate(tokens::words(&text), tokens::words(&joined), |predicted| Some(if predicted == 0 { 0.0 } else { 1.0 }))
    });
    [best(paragraphs, f64::max), best(rouge, f64::max), best(rates, f64::min)]
}

/// The best of all values; none if one of them is missing.
fn best(mut values: impl Iterator<Item = Option<f64>>, better: fn(f64, f64) -> f64) -> Option<f64> {
    let first = values.next()??;
    values.try_fold(first, |best, value| Some(better(best, value?)))
}

/// Lines with something in them, white space folded.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(python::fold).filter(|line| !line.is_empty()).collect()
}

fn own_paragraphs(reference: &ReferenceText) -> Vec<Paragraph> {
    if reference.paragraphs.is_empty() {
        return lines(&reference.text).into_iter().map(|text| Paragraph { text, optional: false }).collect();
    }
    reference.paragraphs.clone()
}

/// The reference with all optional paragraphs, then without some of them: fewer first, earlier first.
fn ways(paragraphs: &[Paragraph]) -> Vec<Vec<&str>> {
    let optional: Vec<usize> = (0..paragraphs.len()).filter(|&at| paragraphs[at].optional).collect();
    let mut left_out: Vec<Vec<usize>> = match optional.len() {
        0..=MAX_OPTIONAL => {
            let chosen = |set: usize| optional.iter().enumerate().filter(move |(bit, _)| set >> bit & 1 == 1).map(|(_, &at)| at).collect();
            (0..1 << optional.len()).map(chosen).collect()
        }
        _ => vec![vec![], optional],
    };
    left_out.sort_by_key(Vec::len);
    let rest = |out: Vec<usize>| {
        let kept = paragraphs.iter().enumerate().filter(|(at, _)| !out.contains(at));
        kept.map(|(_, paragraph)| paragraph.text.as_str()).collect()
    };
    left_out.into_iter().map(rest).collect()
}

/// F1 over paragraphs, NaN where something is divided by 0.
fn f1_or_nan(reference: &[&str], predicted: &[String]) -> f64 {
    let overlap = Overlap::of_bags(reference.iter().copied(), predicted.iter().map(String::as_str));
    let (p, r) = (overlap.shared as f64 / overlap.predicted as f64, overlap.shared as f64 / overlap.reference as f64);
    2.0 * p * r / (p + r)
}

/// Word error rate as jiwer 3.0.3 has it; `None` for a reference without words.
///
/// ```
/// use gleaner::metric::text::fundus::error_rate;
/// assert_eq!(error_rate("the cat sat", "the dog sat down"), Some(2.0 / 3.0));
/// // A single line break does not end a word, two do.
/// assert_eq!((error_rate("a\nb", "a b"), error_rate("a\n\nb", "a b")), (Some(2.0), Some(0.0)));
/// ```
pub fn error_rate(reference: &str, predicted: &str) -> Option<f64> {
    let (reference, predicted) = (fold_runs(reference), fold_runs(predicted));
    let words = |text| python::strip(text).split(' ').filter(|word| !word.is_empty());
    rate(words(&reference), words(&predicted), |_| None)
}

/// Edits over the words of the reference.
fn rate<'a>(
    reference: impl Iterator<Item = &'a str>,
    predicted: impl Iterator<Item = &'a str>,
    of_empty_reference: fn(usize) -> Option<f64>,
) -> Option<f64> {
    let mut interner = Interner::default();
    let (reference, predicted) = (interner.all(reference), interner.all(predicted));
    if reference.is_empty() {
        return of_empty_reference(predicted.len());
    }
    Some(edit_distance::of_tokens(&reference, &predicted)? as f64 / reference.len() as f64)
}

/// Runs of two or more white space characters as one space; one alone stays what it is.
fn fold_runs(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(python::is_space) {
        folded.push_str(&rest[..at]);
        let after = rest[at..].trim_start_matches(python::is_space);
        let run = &rest[at..rest.len() - after.len()];
        folded.push_str(if run.chars().nth(1).is_some() { " " } else { run });
        rest = after;
    }
    folded + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(metric: &TextMetric, paragraphs: &[&str], predicted: Option<&str>) -> Vec<Option<f64>> {
        let paragraph = |text: &&str| match text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            Some(text) => Paragraph { text: text.to_string(), optional: true },
            None => Paragraph { text: text.to_string(), optional: false },
        };
        let reference = ReferenceText { paragraphs: paragraphs.iter().map(paragraph).collect(), ..ReferenceText::default() };
        metric.score(&TextPair { predicted, reference: &reference, page: "" }).values
    }

    #[test]
    fn total_misses_have_a_value_in_sane_only() {
        assert_eq!(score(&COMPAT, &["A b c."], None), [None, Some(0.0), Some(1.0)]);
        assert_eq!(score(&COMPAT, &["A b c."], Some("X y z.")), [None, Some(0.0), Some(1.0)]);
        for predicted in [None, Some(""), Some("X y z.")] {
            assert_eq!(score(&SANE, &["A b c."], predicted), [Some(0.0), Some(0.0), Some(1.0)]);
        }
    }

    #[test]
    fn a_reference_without_paragraphs_has_its_lines_in_sane() {
        let reference = ReferenceText { text: "One  two.\n\nThree.".to_string(), ..ReferenceText::default() };
        let pair = TextPair { predicted: Some("One two.\nThree."), reference: &reference, page: "" };
        assert_eq!(sane(&pair), [Some(1.0), Some(1.0), Some(0.0)]);
        assert_eq!(compat(&pair), [None; 3]);
        assert_eq!(
            sane(&TextPair { reference: &ReferenceText::default(), predicted: Some(""), page: "" }),
            [Some(1.0), Some(1.0), Some(0.0)]
        );
        assert_eq!(
            sane(&TextPair { reference: &ReferenceText::default(), predicted: Some("x"), page: "" }),
            [Some(0.0), Some(0.0), Some(1.0)]
        );
    }

    #[test]
    fn the_first_way_hides_the_better_ones_if_it_is_a_total_miss() {
        // Keeping the optional paragraph is no total miss: 2PR/(P+R) with P = 1, R = 1/2. Leaving it out is better.
        assert_eq!(score(&COMPAT, &["[A.]", "B."], Some("B."))[0], Some(1.0));
        // All optional: the way without any paragraph has no rate, and crashes the original.
        assert_eq!(score(&COMPAT, &["[A.]"], Some("")), [None, Some(0.0), None]);
        assert_eq!(score(&SANE, &["[A.]"], Some("")), [Some(1.0), Some(1.0), Some(0.0)]);
    }

    #[test]
    fn ways_leave_out_fewer_first() {
        let paragraph = |(text, optional): (&str, bool)| Paragraph { text: text.to_string(), optional };
        let some = [("a", true), ("b", false), ("c", true)].map(paragraph);
        assert_eq!(ways(&some), [vec!["a", "b", "c"], vec!["b", "c"], vec!["a", "b"], vec!["b"]]);
        let many = [("a", true), ("b", true), ("c", true), ("d", true), ("e", true), ("f", false)].map(paragraph);
        assert_eq!(ways(&many), [vec!["a", "b", "c", "d", "e", "f"], vec!["f"]]);
        assert_eq!(ways(&[]), [Vec::<&str>::new()]);
    }

    use crate::metric::text::scorer::Scorer;
    use proptest::prelude::*;

    /// [`SANE`] by the plain definition.
    static PLAIN: TextMetric =
        TextMetric { answer: |answer| TextScore { values: sane(&answer.pair()).to_vec(), ..TextScore::default() }, ..SANE };

    proptest! {
        #[test]
        fn what_is_shared_is_the_plain_definition(
            reference in "([A-Da-d’é.!?] ?){0,12}\n?([A-Da-d. ]{0,12}[\n\r\u{85}\u{a0}\u{2028}]?){0,5}",
            answers in prop::collection::vec("([A-Da-d’é.!?] ?){0,12}\n?([A-Da-d. ]{0,12}[\n\r\u{85}\u{a0}\u{2028}]?){0,5}", 1..4),
        ) {
            let reference = ReferenceText { text: reference, ..ReferenceText::default() };
            let mut scorer = Scorer::new(&reference, "");
            for answer in answers.iter().map(|answer| Some(answer.as_str())).chain([None, Some(reference.text.as_str())]) {
                let shared = scorer.score(&[&SANE, &PLAIN], answer);
                prop_assert_eq!(&shared[0], &shared[1], "{:?}", answer);
            }
        }
    }
}
