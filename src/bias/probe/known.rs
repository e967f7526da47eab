//! The probe on collections whose leakage is known.

use super::selection::select;
use super::share::{KernelShare, kernel_share};
use super::tokens::tokens;
use super::{Minimum, Probe, Sample, Scheme, Settings, View, canonical, compare, excess, features, probe};
use crate::bias::outlets::{Dials, Fictional, documents};
use crate::stats::Resamples;

const FEW: Settings = Settings { seed: 7, permutations: 99, fold_draws: 3, orders: 3, hash_bits: 18, penalty: 0.1 };

fn sample<'a>(drawn: &[Fictional], texts: &'a [String]) -> Sample<'a> {
    Sample {
        texts: texts.iter().map(String::as_str).collect(),
        sources: drawn.iter().map(|document| document.outlet).collect(),
        events: Some(drawn.iter().map(|document| document.event).collect()),
        langs: None,
    }
}

fn probed(drawn: &[Fictional], texts: &[String]) -> Probe {
    probe(&sample(drawn, texts), &FEW)
}

fn raw(drawn: &[Fictional]) -> Vec<String> {
    drawn.iter().map(|document| document.text.clone()).collect()
}

fn cleaned(drawn: &[Fictional]) -> Vec<String> {
    drawn.iter().map(Fictional::cleaned).collect()
}

/// The share of the whole texts alone.
fn share(drawn: &[Fictional], seed: u64) -> KernelShare {
    let texts = raw(drawn);
    let selected = select(&sample(drawn, &texts), Minimum::SHARE, seed).expect("twelve outlets");
    let texts: Vec<_> = texts.iter().map(|text| tokens(&canonical(text))).collect();
    let kernel = features::kernel(&texts, 18);
    kernel_share(&kernel, &selected.labels, selected.count(), &selected.strata(), 999, seed).expect("varies")
}

/// Shares of collections in which nothing tells the outlet: how many lie within two standard errors of nought, and how many have p
/// above 0.05.
fn nothing_to_find(seeds: std::ops::Range<u64>) -> (usize, usize) {
    let of = |seed| share(&documents(&Dials { seed, cues: 0.0, style: 0.0, ..Dials::default() }), seed);
    let found: Vec<KernelShare> = seeds.map(of).collect();
    let near = found.iter().filter(|share| share.share.abs() <= 2.0 * share.standard_error).count();
    (near, found.iter().filter(|share| share.p > 0.05).count())
}

/// A sound test at 5 % is above 0.05 in 95 of 100 collections in the mean, with a standard deviation of 2.2.
#[test]
fn where_nothing_tells_the_outlet_the_share_is_near_nought() {
    let (near, above) = nothing_to_find(0..100);
    assert!(near >= 95, "{near} of 100 within two standard errors");
    assert!(above >= 90, "p above 0.05 in {above} of 100");
}

#[test]
#[ignore = "a minute: the same with four hundred seeds"]
#[allow(clippy::print_stderr)]
fn the_rate_of_false_findings_is_five_in_a_hundred() {
    let (near, above) = nothing_to_find(1000..1400);
    eprintln!("of 400 collections {near} within two standard errors of nought, {above} with p above 0.05");
    assert!(near >= 368 && (366..=394).contains(&above), "{near} {above}");
}

#[test]
fn a_perfect_stripper_is_gold_and_raw_text_is_found_out() {
    let (on, off) = (documents(&Dials { style: 0.0, ..Dials::default() }), documents(&Dials { cues: 0.0, style: 0.0, ..Dials::default() }));
    // What is left without cues is what stood there before cues were put in, so the probes see the same.
    assert_eq!(cleaned(&on), cleaned(&off));
    let (raw, gold, perfect) = (probed(&on, &raw(&on)), probed(&on, &cleaned(&on)), probed(&off, &raw(&off)));
    assert_eq!(gold, perfect);
    let figure = |probe: &Probe| probe.share.clone().expect("twelve outlets");
    assert!(figure(&raw).share > 0.2 && figure(&raw).p == 0.01 && figure(&gold).p > 0.05);
    let ridge = |probe: &Probe| probe.ridge.clone().expect("twelve documents");
    assert!(ridge(&raw).accuracy > 0.95 && ridge(&raw).p == 0.01 && ridge(&raw).scheme == Scheme::EventsCrossed);
    assert!(ridge(&gold).accuracy < 0.2 && (ridge(&raw).null_mean - 1.0 / 12.0).abs() < 0.02);
    let saved = |probe: &Probe| probe.code.clone().expect("twelve documents").saved;
    assert!(saved(&raw) > 2.5 && saved(&gold).abs() < 0.15);
    assert_eq!(excess(saved(&perfect), saved(&raw), saved(&gold)), Some(0.0));
    let sources: Vec<usize> = on.iter().map(|document| document.outlet).collect();
    let against = compare(&raw.view(View::Full), &gold.view(View::Full), &sources, &Resamples::new(sources.len()));
    let shares = against.share.expect("both");
    assert!((shares.difference.value.expect("defined") - (figure(&raw).share - figure(&gold).share)).abs() < 1e-9);
    assert_eq!(against.accuracy.expect("both").p_randomisation, Some(2.0 / 4096.0));
    assert!(raw.controls.selectivity.expect("controls") > 0.7 && raw.controls.event == Some(1.0));
}

#[test]
fn style_alone_is_seen_best_where_words_are_masked() {
    let drawn = documents(&Dials { cues: 0.0, ..Dials::default() });
    let found = probed(&drawn, &raw(&drawn));
    let (full, distorted) = (found.share.expect("full").share, found.distorted.share.expect("distorted").share);
    assert!(full > 0.02 && distorted > 1.5 * full, "{full} {distorted}");
}

#[test]
fn an_outlet_with_another_template_is_the_worst() {
    let odd = 4;
    let dials = Dials { style: 0.0, ..Dials::default() };
    let usual = documents(&dials);
    let drawn = documents(&Dials { other_template: Some(odd), ..dials });
    // Rules for the usual template find nothing of the other.
    let left: Vec<String> =
        drawn.iter().map(|document| if document.outlet == odd { document.text.clone() } else { document.cleaned() }).collect();
    let found = probed(&drawn, &left);
    let parts = found.share.expect("twelve").by_source;
    let recalls = found.ridge.expect("twelve").recall_by_source;
    let worst = |values: &[f64]| (0..values.len()).max_by(|&a, &b| values[a].total_cmp(&values[b]));
    assert_eq!((worst(&parts), worst(&recalls)), (Some(odd), Some(odd)));
    assert!(recalls[odd] > 0.9);
    assert_ne!(usual[odd * 12].text, drawn[odd * 12].text);
}

#[test]
fn events_that_some_outlets_miss_stay_together_and_chance_stays_chance() {
    let mut drawn = documents(&Dials { cues: 0.0, style: 0.0, seed: 3, ..Dials::default() });
    drawn.retain(|document| (document.outlet * 5 + document.event * 7) % 12 < 7);
    let found = probed(&drawn, &raw(&drawn));
    let ridge = found.ridge.expect("seven documents each");
    assert_eq!((ridge.scheme, ridge.draws), (Scheme::EventsTogether, 3));
    assert!((ridge.null_mean - ridge.chance).abs() < 0.02 && ridge.p > 0.05, "{ridge:?}");
    assert!(ridge.interval.is_err());
}

#[test]
fn threads_change_nothing() {
    let drawn = documents(&Dials { cues: 0.3, ..Dials::default() });
    let texts = raw(&drawn);
    let with = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(|| probed(&drawn, &texts));
    assert_eq!(with(1), with(3));
}

#[test]
fn below_the_least_sizes_there_is_a_reason_and_no_figure() {
    let all = documents(&Dials::default());
    let some = |outlets: usize, events: usize| {
        let drawn: Vec<Fictional> = all.iter().filter(|document| document.outlet < outlets && document.event < events).cloned().collect();
        probed(&drawn, &raw(&drawn))
    };
    let five = some(5, 12);
    assert_eq!(five.share.expect_err("five outlets").to_string(), "5 sources have 3 documents or more in one language; it takes 8");
    let four = some(12, 4);
    assert!(four.share.is_ok() && four.trained_sources.is_empty());
    assert!(four.code.expect_err("four documents").to_string().starts_with("0 sources have 5 documents or more"));
}

#[test]
fn hostile_texts_are_probed() {
    let texts: Vec<String> = (0..40).map(|at| ["", "\u{0}\u{fffd}", "((((", "😀😀", "ก\u{e34}"][at % 5].repeat(1 + at * 50)).collect();
    let sample =
        Sample { texts: texts.iter().map(String::as_str).collect(), sources: (0..40).map(|at| at / 5).collect(), ..Sample::default() };
    let found = probe(&sample, &FEW);
    assert!(found.share.expect("varies").share.is_finite() && found.ridge.expect("trained").accuracy.is_finite());
    let empty = Sample { texts: vec![""; 40], sources: (0..40).map(|at| at / 5).collect(), ..Sample::default() };
    let found = probe(&empty, &FEW);
    assert_eq!(found.share, Err(super::Refusal::NothingVaries));
    assert_eq!(found.ridge.expect("trained").accuracy, 0.125);
}

#[test]
#[ignore = "prints figures and their cost; run it with --release --nocapture"]
#[allow(clippy::print_stderr)]
fn figures_and_cost() {
    for (cues, style, events) in [(0.0, 0.0, 12), (0.0, 1.0, 12), (0.25, 0.0, 12), (1.0, 1.0, 12), (1.0, 1.0, 42)] {
        let drawn = documents(&Dials { cues, style, events, ..Dials::default() });
        for (name, texts) in [("raw", raw(&drawn)), ("gold", cleaned(&drawn))] {
            let start = std::time::Instant::now();
            let found = probe(&sample(&drawn, &texts), &Settings::default());
            let took = start.elapsed();
            for view in View::ALL {
                let figures = found.view(view);
                let (share, ridge, code) = (figures.share.expect("share"), figures.ridge.expect("ridge"), figures.code.expect("code"));
                eprintln!(
                    "cues {cues} style {style} n {} {name} {}: share {:.4} ({:.4}) p {:.3}, accuracy {:.3} (null {:.3}) p {:.3}, saved {:.2} of {:.2}",
                    drawn.len(),
                    view.name(),
                    share.share,
                    share.standard_error,
                    share.p,
                    ridge.accuracy,
                    ridge.null_mean,
                    ridge.p,
                    code.saved,
                    code.uniform
                );
                assert!((ridge.null_mean - ridge.chance).abs() < 0.02);
            }
            eprintln!("{:.2?} {took:.2?}", found.controls);
        }
    }
}
