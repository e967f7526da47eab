//! segeval and nltk.

use super::{array, config, float, integer, integers, near, same, string, vectors};
use gleaner::metric::spans::segmentation::{
    boundary_similarity, nltk_pk, nltk_window_diff, segeval_pk, segeval_window, segeval_window_diff, segmentation_similarity,
};
use proptest::prelude::*;

#[test]
fn masses_score_as_in_segeval() {
    let vectors = vectors("segmentation");
    for case in array(&vectors["segeval"]).iter().chain(array(&vectors["segeval_random"])) {
        let (own, reference) = (integers(&case["hyp_masses"]), integers(&case["ref_masses"]));
        assert_eq!(segeval_window(&reference), integer(&case["window"]), "{case}");
        same(segeval_pk(&own, &reference, None), &case["pk"]);
        same(segeval_window_diff(&own, &reference, None), &case["window_diff"]);
        same(boundary_similarity(&own, &reference), &case["boundary_similarity"]);
        same(segmentation_similarity(&own, &reference), &case["segmentation_similarity"]);
    }
}

#[test]
fn flags_score_as_in_nltk() {
    for case in array(&vectors("segmentation")["nltk_seg"]) {
        let flags = |key: &str| string(&case[key]).bytes().map(|byte| byte == b'1').collect::<Vec<_>>();
        let (reference, own, window) = (flags("ref"), flags("hyp"), integer(&case["k"]));
        same(nltk_window_diff(&reference, &own, window), &case["windowdiff"]);
        same(nltk_pk(&reference, &own, Some(window)), &case["pk"]);
        near(nltk_pk(&reference, &own, None).expect("a window"), float(&case["pk_default_k"]), 1e-12);
    }
}

/// Two segmentations of one length.
fn two() -> impl Strategy<Value = [Vec<usize>; 2]> {
    let flags = (2_usize..30).prop_flat_map(|places| prop::collection::vec((any::<bool>(), any::<bool>()), places));
    let masses = |flags: &mut dyn Iterator<Item = bool>| {
        let mut masses = vec![1];
        for flag in flags {
            match masses.last_mut() {
                Some(last) if !flag => *last += 1,
                _ => masses.push(1),
            }
        }
        masses
    };
    flags.prop_map(move |flags| [masses(&mut flags.iter().map(|pair| pair.0)), masses(&mut flags.iter().map(|pair| pair.1))])
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn scores_are_shares_and_similarities_symmetric([own, other] in two()) {
        for measure in [boundary_similarity, segmentation_similarity] {
            let value = measure(&own, &other).expect("defined");
            prop_assert!((0.0..=1.0).contains(&value));
            prop_assert_eq!(Some(value), measure(&other, &own));
            prop_assert_eq!(measure(&own, &own), Some(1.0));
        }
        for measure in [segeval_pk, segeval_window_diff] {
            let value = measure(&own, &other, Some(2)).expect("defined");
            prop_assert!((0.0..=1.0).contains(&value));
            prop_assert_eq!(Some(value), measure(&other, &own, Some(2)));
            prop_assert_eq!(measure(&own, &own, Some(2)), Some(0.0));
        }
        prop_assert!(segeval_pk(&own, &other, Some(2)) <= segeval_window_diff(&own, &other, Some(2)));
    }
}
