//! scikit-learn, statsmodels, krippendorff, DKPro's formula and pygamma-agreement.

use super::{array, config, float, integer, near, same, string, vectors};
use gleaner::metric::agreement::cohen::{Weights, kappa};
use gleaner::metric::agreement::krippendorff::{Scale, alpha};
use gleaner::metric::agreement::{fleiss, gamma, unitizing};
use gleaner::span::Span;
use proptest::prelude::*;
use serde_json::Value;

/// Kappa of two lists of classes (numbers or words).
fn cohen(case: &Value, weights: Weights) -> Option<f64> {
    let classes = |key: &str| array(&case[key]).iter().map(Value::to_string).collect::<Vec<_>>();
    kappa(classes("a").into_iter().zip(classes("b")).map(|(a, b)| (a, b, 1.0)), weights)
}

#[test]
fn kappa_equals_scikit_learn() {
    let vectors = vectors("agreement");
    array(&vectors["cohen_kappa"]).iter().for_each(|case| same(cohen(case, Weights::Plain), &case["kappa"]));
    let weighted = &vectors["cohen_kappa_weighted"];
    same(cohen(weighted, Weights::Linear), &weighted["linear"]);
    same(cohen(weighted, Weights::Quadratic), &weighted["quadratic"]);
    for case in array(&vectors["cohen_random"]) {
        same(cohen(case, Weights::Plain), &case["plain"]);
        same(cohen(case, Weights::Linear), &case["linear"]);
        same(cohen(case, Weights::Quadratic), &case["quadratic"]);
    }
}

#[test]
fn fleiss_kappa_equals_statsmodels() {
    let case = &vectors("agreement")["fleiss"];
    let row = |row: &Value| array(row).iter().map(|count| u32::try_from(integer(count)).expect("small")).collect();
    same(fleiss::kappa(&array(&case["table"]).iter().map(row).collect::<Vec<Vec<u32>>>()), &case["kappa"]);
}

#[test]
fn alpha_equals_the_package_krippendorff() {
    let vectors = vectors("agreement");
    let known = [&vectors["krippendorff"], &vectors["krippendorff2"]];
    let mut compared = 0;
    for case in known.into_iter().chain(array(&vectors["krippendorff_random"])) {
        let rows: Vec<Vec<Option<f64>>> = array(&case["data"]).iter().map(|row| array(row).iter().map(Value::as_f64).collect()).collect();
        for (key, scale) in
            [("nominal", Scale::Nominal), ("ordinal", Scale::Ordinal), ("interval", Scale::Interval), ("ratio", Scale::Ratio)]
        {
            if let Some(theirs) = case.get(key) {
                same(alpha(&rows, scale), theirs);
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 4 + 1 + 4 * array(&vectors["krippendorff_random"]).len());
    // One value throughout.
    same(alpha(&[vec![Some(1.0); 4], vec![Some(1.0); 4]], Scale::Nominal), &vectors["krippendorff_const"]);
}

#[test]
fn alpha_of_units_equals_the_published_formula() {
    for (name, case) in vectors("agreement")["alpha_unitizing"].as_object().expect("cases") {
        let unit = |value: &Value| {
            let (start, length) = (integer(&value[0]), integer(&value[1]));
            let span = Span::new(start, start + length);
            unitizing::Unit { span, annotator: integer(&value[2]), category: string(&value[3]).to_string() }
        };
        let units: Vec<_> = array(&case["units_offset_len_rater_cat"]).iter().map(unit).collect();
        let begin = integer(&case["begin"]);
        let continuum = Span::new(begin, begin + integer(&case["length"]));
        let found = unitizing::alpha(&units, continuum, integer(&case["raters"])).unwrap_or_else(|| panic!("{name}"));
        same(found.alpha, &case["alpha"]);
        for (category, theirs) in case["alpha_cat"].as_object().expect("categories") {
            same(found.alpha_of(category), theirs);
            let (observed, expected) = found.disagreement[category];
            near(observed, float(&case["Do"][category]), 1e-12);
            near(expected, float(&case["De"][category]), 1e-12);
        }
    }
}

fn units(value: &Value) -> Vec<gamma::Unit<String>> {
    let unit = |unit: &Value| (Span::new(integer(&unit[0]), integer(&unit[1])), string(&unit[2]).to_string());
    array(value).iter().map(unit).collect()
}

/// pygamma computes in 32-bit floats: 1e-6 relative is all there is.
#[test]
fn the_best_alignment_is_that_of_pygamma() {
    let vectors = vectors("agreement");
    let known = vectors["gamma_best_alignment_disorder"].as_object().expect("cases").values();
    for case in known.chain(array(&vectors["gamma_random"])) {
        let (first, second) = (units(&case["units"]["A"]), units(&case["units"]["B"]));
        let alignment = gamma::align(&first, &second).expect("defined");
        near(alignment.disorder, float(&case["best_disorder"]), 1e-6);
    }
    let shift = (1.0 / 19.0_f64).powi(2) + (1.0 / 15.0_f64).powi(2);
    let case = &vectors["gamma_best_alignment_disorder"]["shift"]["units"];
    near(gamma::align(&units(&case["A"]), &units(&case["B"])).expect("defined").disorder, shift / 2.0, 1e-15);
}

fn some_units() -> impl Strategy<Value = Vec<gamma::Unit<u8>>> {
    let unit = (0_usize..60, 1_usize..15, 0_u8..3).prop_map(|(start, length, label)| (Span::new(start, start + length), label));
    prop::collection::vec(unit, 1..8)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn kappa_is_symmetric_and_at_most_one(pairs in prop::collection::vec((0_u8..4, 0_u8..4), 1..30)) {
        for weights in [Weights::Plain, Weights::Linear, Weights::Quadratic] {
            let there = kappa(pairs.iter().map(|&(a, b)| (a, b, 1.0)), weights);
            let back = kappa(pairs.iter().map(|&(a, b)| (b, a, 1.0)), weights);
            prop_assert_eq!(there.is_some(), back.is_some());
            if let (Some(there), Some(back)) = (there, back) {
                prop_assert!((there - back).abs() < 1e-12 && there <= 1.0);
            }
            let same = kappa(pairs.iter().map(|&(a, _)| (a, a, 1.0)), weights);
            prop_assert!(same.is_none_or(|value| value == 1.0));
        }
    }

    #[test]
    fn alpha_does_not_depend_on_the_order_of_annotators(
        rows in prop::collection::vec(prop::collection::vec(prop::option::of(0_u8..5), 6), 2..5),
    ) {
        let rows: Vec<Vec<Option<f64>>> = rows.iter().map(|row| row.iter().map(|value| value.map(f64::from)).collect()).collect();
        let reversed: Vec<_> = rows.iter().rev().cloned().collect();
        for scale in [Scale::Nominal, Scale::Ordinal, Scale::Interval, Scale::Ratio] {
            match (alpha(&rows, scale), alpha(&reversed, scale)) {
                (Some(there), Some(back)) => prop_assert!((there - back).abs() < 1e-12 && there <= 1.0),
                (there, back) => prop_assert_eq!(there, back),
            }
        }
    }

    #[test]
    fn disorder_is_symmetric_and_no_worse_than_no_pairs(first in some_units(), second in some_units()) {
        let (there, back) = (gamma::align(&first, &second).expect("defined"), gamma::align(&second, &first).expect("defined"));
        prop_assert!((there.disorder - back.disorder).abs() < 1e-9);
        prop_assert!((0.0..=2.0).contains(&there.disorder));
        prop_assert_eq!(gamma::align(&first, &first).expect("defined").disorder, 0.0);
        let found = gamma::gamma(&first, &second, 30, 5).expect("defined");
        prop_assert!(found.gamma <= 1.0 && found.expected > 0.0);
    }
}
