//! nervaluate, seqeval, units, overlap and blocks.

use super::{array, config, float, floats, integer, integers, near, same, string, vectors};
use gleaner::metric::spans::blocks::{self, Block};
use gleaner::metric::spans::chunks::{self, Scheme};
use gleaner::metric::spans::overlap::{boundary_error, counts_at, iou, pairs_at, panoptic_quality};
use gleaner::metric::spans::semeval::{self, Outcomes, Schema};
use gleaner::metric::spans::units::{Unit, by_unit};
use gleaner::metric::{Counts, Prf};
use gleaner::span::{Span, SpanSet};
use proptest::prelude::*;
use serde_json::Value;

fn labelled(value: &Value) -> Vec<(Span, String)> {
    let span = |entity: &Value| Span::new(integer(&entity["start"]), integer(&entity["end"]) + 1);
    array(value).iter().map(|entity| (span(entity), string(&entity["label"]).to_string())).collect()
}

#[test]
fn semeval_schemas_equal_nervaluate() {
    let vectors = vectors("spans");
    for case in array(&vectors["nervaluate_1_2_1"]).iter().chain(array(&vectors["nervaluate_random"])) {
        for schema in Schema::ALL {
            let mut ours = Outcomes::default();
            for (gold, predicted) in array(&case["true_end_inclusive"]).iter().zip(array(&case["pred_end_inclusive"])) {
                ours += semeval::compat(&labelled(gold), &labelled(predicted), schema);
            }
            let theirs = &case["result"][schema.name()];
            let outcomes = [ours.correct, ours.incorrect, ours.partial, ours.missed, ours.spurious];
            assert_eq!(outcomes.to_vec(), ["COR", "INC", "PAR", "MIS", "SPU"].map(|key| integer(&theirs[key])), "{schema:?} {case}");
            let Prf { precision, recall, f1 } = ours.compat();
            // Over several documents nervaluate divides in another order: the last digit may differ.
            [(precision, "P"), (recall, "R"), (f1, "F1")].into_iter().for_each(|(ours, key)| near(ours, float(&theirs[key]), 1e-15));
        }
    }
}

fn sentences(value: &Value) -> Vec<Vec<&str>> {
    array(value).iter().map(|sentence| array(sentence).iter().map(string).collect()).collect()
}

/// Chunks as seqeval lists them: label, first token, last token.
fn assert_chunks(tags: &[&str], scheme: Scheme, theirs: &Value) {
    let ours: Vec<_> = chunks::chunks(tags, scheme).iter().map(|chunk| (chunk.label, chunk.start, chunk.end - 1)).collect();
    let theirs: Vec<_> = array(theirs).iter().map(|chunk| (string(&chunk[0]), integer(&chunk[1]), integer(&chunk[2]))).collect();
    assert_eq!(ours, theirs, "{tags:?}");
}

fn assert_prf(ours: Prf, theirs: &Value) {
    let theirs = floats(theirs);
    [ours.precision, ours.recall, ours.f1].iter().zip(theirs).for_each(|(ours, theirs)| near(*ours, theirs, 1e-12));
}

#[test]
fn chunk_scores_equal_seqeval() {
    let vectors = vectors("spans");
    let one = &vectors["seqeval"];
    let scores = chunks::score(&sentences(&one["y_true"]), &sentences(&one["y_pred"]), Scheme::Lenient).expect("fits");
    assert_prf(scores.micro, &one["micro"]);
    assert_prf(scores.macro_mean, &one["macro"]);
    near(scores.weighted.f1, float(&one["weighted_f1"]), 1e-12);
    same(scores.accuracy, &one["accuracy"]);
    for case in array(&vectors["seqeval_random"]) {
        let scheme = if case["strict"] == true { Scheme::StrictIob2 } else { Scheme::Lenient };
        let (gold, predicted) = (sentences(&case["y_true"]), sentences(&case["y_pred"]));
        gold.iter().zip(array(&case["chunks"])).for_each(|(tags, theirs)| assert_chunks(tags, scheme, theirs));
        let scores = chunks::score(&gold, &predicted, scheme).expect("fits");
        assert_prf(scores.micro, &case["micro"]);
        assert_prf(scores.macro_mean, &case["macro"]);
        assert_prf(scores.weighted, &case["weighted"]);
        same(scores.accuracy, &case["accuracy"]);
    }
}

#[test]
fn odd_tags_give_the_chunks_of_seqeval() {
    let vectors = vectors("spans");
    for case in array(&vectors["seqeval_lenient"]).iter().chain(array(&vectors["seqeval_odd"])) {
        let tags: Vec<&str> = array(&case["tags"]).iter().map(string).collect();
        assert_chunks(&tags, Scheme::Lenient, &case["entities"]);
    }
    let (gold, predicted) = ([vec!["B-C", "I-C", "O"]], [vec!["I-C", "I-C", "O"]]);
    let f1 = |scheme| chunks::score(&gold, &predicted, scheme).expect("fits").micro.f1;
    assert_eq!(f1(Scheme::Lenient), float(&vectors["seqeval_modes"]["default_f1"]));
    assert_eq!(f1(Scheme::StrictIob2), float(&vectors["seqeval_modes"]["strict_iob2_f1"]));
}

fn set(value: &Value) -> SpanSet {
    array(value).iter().map(|ends| Span::new(integer(&ends[0]), integer(&ends[1]))).collect()
}

#[test]
fn units_equal_scikit_learn() {
    let vectors = vectors("spans");
    let case = &vectors["char_level"];
    let (text, gold, predicted) = (string(&case["text"]), set(&case["gold"]), set(&case["pred"]));
    let counts = by_unit(text, &gold, &predicted, Unit::CodePoint);
    assert_eq!(counts.tp + counts.fp + counts.fn_ + counts.tn, float(&case["n"]));
    assert_eq!(counts, by_unit(text, &gold, &predicted, Unit::Byte));
    near(counts.precision(), float(&case["P"]), 1e-12);
    near(counts.recall(), float(&case["R"]), 1e-12);
    near(counts.f1(), float(&case["F1"]), 1e-12);
    near(counts.jaccard(), float(&case["jaccard"]), 1e-12);
    same(counts.mcc(), &case["mcc"]);
    same(counts.balanced_accuracy(), &case["balanced_acc"]);
    let visible = by_unit(text, &gold, &predicted, Unit::Visible);
    let theirs = &vectors["char_level_nonspace"];
    assert_eq!(visible.tp + visible.fp + visible.fn_ + visible.tn, float(&theirs["n"]));
    near(visible.precision(), float(&theirs["P"]), 1e-12);
    near(visible.recall(), float(&theirs["R"]), 1e-12);
    near(visible.f1(), float(&theirs["F1"]), 1e-12);
    let words = by_unit(text, &gold, &predicted, Unit::Word);
    let theirs = &vectors["token_level"];
    assert_eq!(words.tp + words.fp + words.fn_ + words.tn, array(&theirs["tokens"]).len() as f64);
    near(words.precision(), float(&theirs["P"]), 1e-12);
    near(words.recall(), float(&theirs["R"]), 1e-12);
    near(words.f1(), float(&theirs["F1"]), 1e-12);
}

#[test]
fn iou_of_a_known_pair() {
    let case = &vectors("spans")["span_iou"];
    let ends = |key: &str| integers(&case[key]);
    let (gold, predicted) = (Span::new(ends("gold")[0], ends("gold")[1]), Span::new(ends("pred")[0], ends("pred")[1]));
    assert_eq!(iou(gold, predicted), float(&case["iou"]));
    assert_eq!(boundary_error(gold, predicted), 7);
    assert_eq!(panoptic_quality(&[gold], &[predicted]), float(&case["iou"]));
    assert_eq!((counts_at(&[gold], &[predicted], 0.75).f1(), counts_at(&[gold], &[predicted], 0.8).f1()), (1.0, 0.0));
}

#[test]
fn blocks_equal_scikit_learn() {
    let vectors = vectors("spans");
    let case = &vectors["block_level"];
    let (gold, predicted, weights) = (integers(&case["y_true"]), integers(&case["y_pred"]), floats(&case["weights_tokens"]));
    let counts = |weight: &dyn Fn(usize) -> f64| {
        let block = |at: usize| Block { content: gold[at] == 1, predicted: predicted[at] == 1, weight: weight(at) };
        blocks::counts(&(0..gold.len()).map(block).collect::<Vec<_>>())
    };
    let assert_scores = |counts: &Counts, theirs: &Value| {
        same(counts.accuracy(), &theirs[0]);
        [counts.precision(), counts.recall(), counts.f1()].iter().zip(&floats(theirs)[1..]).for_each(|(a, b)| near(*a, *b, 1e-12));
    };
    let plain = counts(&|_| 1.0);
    assert_scores(&plain, &case["unweighted"]);
    assert_scores(&counts(&|at| weights[at]), &case["token_weighted"]);
    same(blocks::frequency_weighted_f1(&plain), &case["weka_weighted_avg_f1"]);
    same(blocks::macro_f1(&plain), &case["macro_f1"]);
}

fn some_spans() -> impl Strategy<Value = Vec<(Span, u8)>> {
    let span = (0_usize..40, 0_usize..15, 0_u8..3).prop_map(|(start, length, label)| (Span::new(start, start + length), label));
    prop::collection::vec(span, 0..8)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn outcomes_add_up_and_turning_the_sides_swaps_them(gold in some_spans(), predicted in some_spans()) {
        let turned: Vec<(Span, u8)> = predicted.iter().rev().copied().collect();
        for schema in Schema::ALL {
            for outcomes in [semeval::compat(&gold, &predicted, schema), semeval::sane(&gold, &predicted, schema)] {
                let paired = outcomes.correct + outcomes.incorrect + outcomes.partial;
                prop_assert_eq!((paired + outcomes.missed, paired + outcomes.spurious), (gold.len(), predicted.len()));
                let Prf { precision, recall, f1 } = outcomes.compat();
                prop_assert!([precision, recall, f1].iter().all(|value| (0.0..=1.0).contains(value)));
            }
            let (there, back) = (semeval::sane(&gold, &predicted, schema), semeval::sane(&predicted, &gold, schema));
            // Equally good pairings have as many exact pairs and as many equal labels; which they are may differ.
            if matches!(schema, Schema::Exact | Schema::Type) {
                prop_assert_eq!(there.correct, back.correct);
                prop_assert_eq!(there.correct, semeval::sane(&gold, &turned, schema).correct);
            }
        }
        let strict = semeval::sane(&gold, &gold, Schema::Strict);
        prop_assert_eq!(strict.correct, gold.iter().filter(|(span, _)| !span.is_empty()).count());
    }

    #[test]
    fn overlap_scores_are_shares_and_symmetric(gold in some_spans(), predicted in some_spans()) {
        let spans = |side: &[(Span, u8)]| side.iter().map(|(span, _)| *span).collect::<Vec<_>>();
        let (gold, predicted) = (spans(&gold), spans(&predicted));
        let quality = panoptic_quality(&gold, &predicted);
        prop_assert!((0.0..=1.0).contains(&quality));
        prop_assert!((quality - panoptic_quality(&predicted, &gold)).abs() < 1e-5);
        let pairs: Vec<usize> = [0.0, 0.5, 0.75, 1.0].iter().map(|&t| pairs_at(&gold, &predicted, t).len()).collect();
        prop_assert!(pairs.is_sorted_by(|a, b| a >= b), "{:?}", pairs);
        prop_assert_eq!(pairs[1], pairs_at(&predicted, &gold, 0.5).len());
    }

    #[test]
    fn chunks_never_panic_and_lie_in_the_text(tags in prop::collection::vec("[BIESO.é]?-?[ab]?", 0..8)) {
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        for scheme in [Scheme::Lenient, Scheme::StrictIob2] {
            let found = chunks::chunks(&tags, scheme);
            prop_assert!(found.iter().all(|chunk| chunk.start < chunk.end && chunk.end <= tags.len()), "{:?}", found);
            let one = std::slice::from_ref(&tags);
            let micro = chunks::score(one, one, scheme).expect("fits").micro.f1;
            prop_assert_eq!(micro, if found.is_empty() { 0.0 } else { 1.0 });
        }
    }

    #[test]
    fn correlations_lie_in_their_ranges(tp in 0_u32..50, fp in 0_u32..50, fn_ in 0_u32..50, tn in 0_u32..50) {
        let counts = Counts { tp: tp.into(), fp: fp.into(), fn_: fn_.into(), tn: tn.into() };
        prop_assert!(counts.mcc().is_none_or(|value| (-1.0..=1.0).contains(&value)));
        prop_assert!((counts.mcc().unwrap_or(2.0) - counts.flipped().mcc().unwrap_or(2.0)).abs() < 1e-12);
        prop_assert_eq!(counts.accuracy(), counts.flipped().accuracy());
        prop_assert!(counts.balanced_accuracy().is_none_or(|value| (0.0..=1.0).contains(&value)));
        prop_assert!((0.0..=1.0).contains(&counts.jaccard()) && counts.jaccard() <= counts.f1() + 1e-15);
    }
}
