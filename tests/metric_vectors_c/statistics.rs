//! scipy, statsmodels and scikit-posthocs.

use super::{array, config, float, floats, integer, near, same, string, vectors};
use gleaner::stats::{
    Method, Resamples, Wilcoxon, Zeros, benjamini_hochberg, bonferroni, cliffs_delta, critical_difference, friedman, holm, kendall_tau_b,
    mcnemar, nemenyi_p, nemenyi_q, randomisation, wilcoxon, win_tie_loss,
};
use proptest::prelude::*;
use serde_json::Value;

fn zeros(name: &Value) -> Zeros {
    match string(name) {
        "wilcox" => Zeros::Drop,
        "pratt" => Zeros::Pratt,
        "zsplit" => Zeros::Split,
        other => panic!("{other}"),
    }
}

fn differences(case: &Value) -> Vec<f64> {
    floats(&case["a"]).iter().zip(floats(&case["b"])).map(|(a, b)| a - b).collect()
}

/// scipy takes the normal approximation wherever there are ties or zeros, whatever it is asked for.
#[test]
fn wilcoxon_with_ties_equals_scipy() {
    let vectors = vectors("statistics");
    let case = &vectors["wilcoxon"];
    let pairs = differences(case);
    let auto = wilcoxon(&pairs, Zeros::Drop, Method::Auto).expect("defined");
    assert_eq!((auto.statistic(), auto.exact), (float(&case["auto"][0]), false));
    near(auto.p, float(&case["auto"][1]), 1e-12);
    for result in array(&case["results"]) {
        let continuity = result["correction"] == true;
        let test = wilcoxon(&pairs, zeros(&result["zero_method"]), Method::Normal { continuity }).expect("defined");
        assert_eq!(test.statistic(), float(&result["statistic"]));
        near(test.p, float(&result["p"]), 1e-12);
    }
    for case in array(&vectors["wilcoxon_normal_random"]) {
        let method = Method::Normal { continuity: case["correction"] == true };
        let test = wilcoxon(&floats(&case["d"]), zeros(&case["zero_method"]), method).expect("defined");
        assert_eq!(test.statistic(), float(&case["statistic"]));
        near(test.p, float(&case["p"]), 1e-12);
        near(test.p_greater, float(&case["greater"]), 1e-12);
    }
}

#[test]
fn wilcoxon_without_ties_equals_scipy() {
    let vectors = vectors("statistics");
    let case = &vectors["wilcoxon_no_ties"];
    let test = |method| wilcoxon(&floats(&case["d"]), Zeros::Drop, method).expect("defined");
    let exact = test(Method::Exact);
    assert_eq!((exact.statistic(), exact.exact), (float(&case["W"]), true));
    near(exact.p, float(&case["p_exact"]), 1e-15);
    near(exact.p_greater, float(&case["greater"]), 1e-15);
    near(test(Method::Normal { continuity: false }).p, float(&case["p_approx"]), 1e-12);
    assert_eq!(test(Method::Auto).p, float(&case["p_auto"]));
    for case in array(&vectors["wilcoxon_exact_random"]) {
        let Wilcoxon { p, p_less, exact, .. } = wilcoxon(&floats(&case["d"]), Zeros::Drop, Method::Auto).expect("defined");
        assert!(exact);
        near(p, float(&case["p"]), 1e-12);
        near(p_less, float(&case["less"]), 1e-12);
    }
}

#[test]
fn adjusted_p_values_equal_statsmodels() {
    let case = &vectors("statistics")["multiple_tests"];
    let p = floats(&case["p"]);
    for (ours, key) in [(holm(&p), "holm"), (bonferroni(&p), "bonferroni"), (benjamini_hochberg(&p), "fdr_bh")] {
        assert_eq!(ours.len(), p.len());
        ours.iter().zip(floats(&case[key])).for_each(|(ours, theirs)| near(*ours, theirs, 1e-15));
    }
    let rejected: Vec<bool> = array(&case["holm_reject"]).iter().map(|flag| flag == true).collect();
    assert_eq!(holm(&p).iter().map(|p| *p <= 0.05).collect::<Vec<_>>(), rejected);
}

fn table(case: &Value) -> Vec<Vec<f64>> {
    array(&case["X"]).iter().map(floats).collect()
}

#[test]
fn friedman_and_nemenyi_equal_scipy_and_scikit_posthocs() {
    let vectors = vectors("statistics");
    let case = &vectors["friedman"];
    let table_ = table(case);
    let test = friedman(&table_).expect("defined");
    test.mean_ranks.iter().zip(floats(&case["avg_ranks_higher_better"])).for_each(|(ours, theirs)| near(*ours, theirs, 1e-15));
    near(test.chi_square, float(&case["chi2"]), 1e-12);
    near(test.p, float(&case["p"]), 1e-12);
    // Their F comes of a chi-square that is off by 1e-14, which the quotient magnifies.
    near(test.f, float(&case["iman_davenport_F"]), 1e-11);
    near(test.f_p, float(&case["iman_davenport_p"]), 1e-12);
    let (strategies, documents) = (3, table_.len());
    near(nemenyi_q(strategies, 0.05).expect("defined"), float(&case["nemenyi_q_0.05"]), 1e-10);
    near(critical_difference(strategies, documents, 0.05).expect("defined"), float(&case["CD_0.05"]), 1e-10);
    for (row, theirs) in test.mean_ranks.iter().zip(array(&case["nemenyi_p"])) {
        for (column, theirs) in test.mean_ranks.iter().zip(floats(theirs)) {
            near(nemenyi_p(row - column, strategies, documents).expect("defined"), theirs, 1e-9);
        }
    }
    for case in array(&vectors["friedman_random"]) {
        let test = friedman(&table(case)).expect("defined");
        near(test.chi_square, float(&case["chi2"]), 1e-12);
        near(test.p, float(&case["p"]), 1e-12);
        near(test.f, float(&case["F"]), 1e-11);
        near(test.f_p, float(&case["F_p"]), 1e-12);
    }
}

#[test]
fn the_q_of_nemenyi_is_that_of_the_table() {
    let vectors = vectors("statistics");
    for (key, alpha) in [("alpha0.05", 0.05), ("alpha0.10", 0.10)] {
        let row = vectors["nemenyi_q"][key].as_object().expect("a row");
        assert_eq!(row.len(), 19);
        for (strategies, q) in row {
            near(nemenyi_q(strategies.parse().expect("a number"), alpha).expect("defined"), float(q), 1e-10);
        }
    }
    // The distribution behind it: p of a difference whose studentized range is q.
    for case in array(&vectors["studentized_range"]) {
        let (k, q) = (integer(&case["k"]), float(&case["q"]));
        let spread = (k as f64 * (k as f64 + 1.0) / 6.0).sqrt();
        near(nemenyi_p(q / 2.0_f64.sqrt() * spread, k, 1).expect("defined"), float(&case["p"]), 1e-10);
    }
}

#[test]
fn all_swaps_are_counted() {
    let case = &vectors("statistics")["paired_permutation_exact"];
    let test = randomisation(&differences(case), 0, 0).expect("defined");
    assert_eq!((test.extreme, test.tried), (integer(&case["count_ge"]) as u64, integer(&case["n"]) as u64));
    assert_eq!(test.p, float(&case["two_sided_p"]));
}

/// Other draws than numpy's: the ends agree to two thousandths.
#[test]
fn bootstrap_intervals_come_near_to_scipy() {
    let vectors = vectors("statistics");
    let pairs = differences(&vectors["paired_permutation_exact"]);
    let mean = |items: &[u32]| Some(items.iter().map(|&item| pairs[item as usize]).sum::<f64>() / items.len() as f64);
    let draws = Resamples::drawn(pairs.len(), 20_000, 11);
    for (interval, key) in [(draws.interval(mean), "scipy_paired_percentile"), (draws.bca_interval(mean), "scipy_paired_bca")] {
        let (low, high) = interval.expect("defined");
        assert!((low - float(&vectors[key]["low"])).abs() <= 0.002, "{key}: {low}");
        assert!((high - float(&vectors[key]["high"])).abs() <= 0.002, "{key}: {high}");
    }
}

#[test]
fn mcnemar_equals_statsmodels() {
    let vectors = vectors("statistics");
    let case = &vectors["mcnemar"];
    let off = |row: usize, column: usize| integer(&case["table"][row][column]) as u64;
    let test = mcnemar(off(0, 1), off(1, 0));
    near(test.exact, float(&case["exact_p"]), 1e-12);
    near(test.chi_square_p, float(&case["chi2_cc_p"]), 1e-12);
    for case in array(&vectors["mcnemar_random"]) {
        let test = mcnemar(integer(&case["b"]) as u64, integer(&case["c"]) as u64);
        near(test.exact, float(&case["exact"]), 1e-12);
        case["chi2_cc"].as_f64().into_iter().for_each(|theirs| near(test.chi_square_p, theirs, 1e-12));
    }
}

#[test]
fn tau_b_equals_scipy() {
    let vectors = vectors("statistics");
    for case in std::iter::once(&vectors["kendall_tau_b"]).chain(array(&vectors["kendall_random"])) {
        same(kendall_tau_b(&floats(&case["x"]), &floats(&case["y"])), &case["tau"]);
    }
}

/// From the tests' own differences: 6 above, 2 zero, 2 below.
#[test]
fn effects_of_a_known_pair() {
    let case = &vectors("statistics")["wilcoxon"];
    let count = win_tie_loss(&differences(case));
    assert_eq!((count.wins, count.ties, count.losses), (6, 2, 2));
    // Above: 1 > 0; 2 > 0, 1; 3 > 0, 1, 2. Below: 1 < 2.
    assert_eq!(cliffs_delta(&[1.0, 2.0, 3.0], &[0.0, 1.0, 2.0]), Some((6.0 - 1.0) / 9.0));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn p_values_are_shares_and_the_sides_swap(values in prop::collection::vec(-30_i32..30, 1..30)) {
        let pairs: Vec<f64> = values.iter().map(|&value| f64::from(value) / 100.0).collect();
        let turned: Vec<f64> = pairs.iter().map(|value| -value).collect();
        for zeros in [Zeros::Drop, Zeros::Pratt, Zeros::Split] {
            for method in [Method::Auto, Method::Exact, Method::Normal { continuity: true }] {
                let (Some(there), Some(back)) = (wilcoxon(&pairs, zeros, method), wilcoxon(&turned, zeros, method)) else { continue };
                prop_assert!([there.p, there.p_greater, there.p_less].iter().all(|p| (0.0..=1.0).contains(p)), "{:?}", there);
                prop_assert!((there.p - back.p).abs() < 1e-12 && (there.p_greater - back.p_less).abs() < 1e-12);
            }
        }
        let (there, back) = (randomisation(&pairs, 200, 3).expect("defined"), randomisation(&turned, 200, 3).expect("defined"));
        prop_assert_eq!(there, back);
        prop_assert!(there.p > 0.0 && there.p <= 1.0);
    }

    #[test]
    fn adjustment_keeps_order_and_never_lowers(p in prop::collection::vec(0.0_f64..=1.0, 0..12)) {
        let (bonferroni, holm, hochberg) = (bonferroni(&p), holm(&p), benjamini_hochberg(&p));
        for at in 0..p.len() {
            prop_assert!(p[at] <= hochberg[at] + 1e-15 && hochberg[at] <= holm[at] + 1e-15 && holm[at] <= bonferroni[at] + 1e-15);
            prop_assert!((0..p.len()).all(|other| p[at] > p[other] || holm[at] <= holm[other]));
        }
    }

    #[test]
    fn tau_is_that_of_counted_pairs(pairs in prop::collection::vec((0_u8..6, 0_u8..6), 0..25)) {
        let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).unzip();
        let (mut score, mut free_x, mut free_y) = (0.0, 0.0, 0.0);
        for a in 0..x.len() {
            for b in 0..a {
                let sign = |values: &[f64]| f64::from((values[a] - values[b]) as i32).clamp(-1.0, 1.0);
                score += sign(&x) * sign(&y);
                free_x += sign(&x).abs();
                free_y += sign(&y).abs();
            }
        }
        match kendall_tau_b(&x, &y) {
            Some(tau) => prop_assert!((tau - score / (free_x * free_y).sqrt()).abs() < 1e-12),
            None => prop_assert!(free_x * free_y == 0.0),
        }
    }

    #[test]
    fn delta_turns_its_sign(first in prop::collection::vec(0_u8..9, 1..9), second in prop::collection::vec(0_u8..9, 1..9)) {
        let numbers = |side: &[u8]| side.iter().map(|&value| f64::from(value)).collect::<Vec<_>>();
        let (first, second) = (numbers(&first), numbers(&second));
        let delta = cliffs_delta(&first, &second).expect("defined");
        prop_assert_eq!(Some(-delta + 0.0), cliffs_delta(&second, &first).map(|back| back + 0.0));
        prop_assert!((-1.0..=1.0).contains(&delta));
    }
}
