//! Metrics against values worked out by hand. The arithmetic stands beside each table; visible characters are counted
//! without white space.

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

mod by_hand;

use by_hand::{Line, assert_values, counts, example, judge, judge_as, page, prediction, value};
use gleaner::gold::Task;
use gleaner::label::Label::{self, Body, Caption, Nav, Related, Share};
use gleaner::run::{Prediction, Status};
use gleaner::score::{DocumentScore, Kind, wrong};
use std::time::Duration;

#[test]
fn characters_tokens_and_segments_of_a_page() {
    let score = judge(page(), &["Menu Home Sport", "Fares rise", "calm."]);
    // Content: Theferrysailed. 15 + Crewwerecalm. 13 = 28, of which calm. 5 went.
    // Boilerplate: 13 + Related:Faresrise 17 + Sharethis 9 = 39, of which 13 + 9 = 22 went and 8 + 9 = 17 stayed.
    assert_eq!(counts(&score, "chars"), [23.0, 17.0, 5.0, 22.0]);
    assert_eq!((score.kept_chars, score.removed_chars, score.removed_spans), (40, 27, 3));
    // Content: 6 words, 1 went. Boilerplate: 3 + 3 + 2 words, of which Menu, Home, Sport, Fares, rise went.
    assert_eq!(counts(&score, "tokens"), [5.0, 3.0, 1.0, 5.0]);
    // The pointer lost 9 of 17 characters and is gone; the second prose line lost 5 of 13 and is there.
    assert_eq!(counts(&score, "segments"), [2.0, 1.0, 0.0, 2.0]);
    assert_values(
        &score,
        &[
            ("chars.precision", Some(23.0 / 40.0)),
            ("chars.recall", Some(23.0 / 28.0)),
            ("chars.f1", Some(46.0 / 68.0)), // 2 tp / (2 tp + fp + fn) = 46 / (46 + 17 + 5)
            ("residue", Some(17.0 / 39.0)),
            ("damage", Some(5.0 / 28.0)),
            ("docs.clean", Some(0.0)),
            ("docs.damaged", Some(1.0)),
            ("tokens.precision", Some(5.0 / 8.0)),
            ("tokens.recall", Some(5.0 / 6.0)),
            ("tokens.f1", Some(10.0 / 14.0)),
            ("segments.f1", Some(4.0 / 5.0)),
        ],
    );
}

#[test]
fn spans_of_a_page() {
    // Three gold stretches, three removed: one exact, one overlap of 10 in a union of 19 bytes, one of prose.
    let score = judge(page(), &["Menu Home Sport", "Fares rise", "calm."]);
    assert_eq!(counts(&score, "spans.exact"), [1.0, 2.0, 2.0, 0.0]);
    assert_eq!(counts(&score, "spans.partial"), [1.5, 1.5, 1.5, 0.0]);
    assert_eq!(counts(&score, "spans.iou50"), [2.0, 1.0, 1.0, 0.0]);
    let thirds = [("spans.exact_f1", 1.0), ("spans.partial_f1", 1.5), ("spans.iou50_f1", 2.0)];
    assert_values(&score, &thirds.map(|(name, hits)| (name, Some(hits / 3.0))));
    // `rise` is 4 of 19 bytes: still an overlap, no longer half of the union. Two removed, three gold.
    let score = judge(page(), &["Menu Home Sport", "rise"]);
    assert_eq!(counts(&score, "spans.partial"), [1.5, 0.5, 1.5, 0.0]);
    assert_eq!(counts(&score, "spans.iou50"), [1.0, 1.0, 2.0, 0.0]);
    // P = 1/2, R = 1/3; F = 2 · 1 / (2 + 3). Partly: 2 · 1.5 / 5.
    assert_values(&score, &[("spans.iou50_f1", Some(0.4)), ("spans.partial_f1", Some(0.6))]);
}

#[test]
fn a_gold_span_cut_in_two_is_matched_once() {
    // Removed `Menu` (4 of 15) and `Sport` (5 of 15): one overlap counts, the other is surplus.
    let score = judge(page(), &["Menu", "Sport"]);
    assert_eq!(counts(&score, "spans.exact"), [0.0, 2.0, 3.0, 0.0]);
    assert_eq!(counts(&score, "spans.partial"), [0.5, 1.5, 2.5, 0.0]);
    assert_eq!(counts(&score, "spans.iou50"), [0.0, 2.0, 3.0, 0.0]);
}

#[test]
fn labels_are_counted_by_characters_and_spans() {
    let score = judge(page(), &["Menu Home Sport", "Fares rise", "calm."]);
    let row = |label: Label| {
        let own = score.labels[&label];
        [own.gold_chars, own.removed_chars, own.gold_spans, own.removed_spans, own.left_spans]
    };
    assert_eq!(row(Nav), [13, 13, 1, 1, 0]);
    assert_eq!(row(Related), [17, 9, 1, 0, 0]);
    assert_eq!(row(Share), [9, 0, 1, 0, 1]);
    assert_eq!(row(Body), [28, 5, 2, 0, 1]);
    assert_eq!(score.labels.len(), 4);
}

#[test]
fn every_wrong_stretch_is_named_with_its_rule() {
    let page = page();
    let text = page.document.text().to_string();
    let made = prediction(&page, &["Menu Home Sport", "Fares rise", "calm."], None);
    let found = wrong(&page, Task::Boilerplate, &made);
    let told: Vec<_> = found.iter().map(|own| (own.kind, own.label, own.span.slice(&text), &*own.rule)).collect();
    let expected =
        [(Kind::Residue, Related, "Related:", ""), (Kind::Damage, Body, "calm.", "hand"), (Kind::Residue, Share, "Share this", "")];
    assert_eq!(told, expected);
}

#[test]
fn without_an_answer_all_content_is_damage_and_all_boilerplate_residue() {
    let page = page();
    let found = wrong(&page, Task::Boilerplate, &Prediction::missing(Status::Refused, Duration::ZERO));
    let told: Vec<_> = found.iter().map(|own| (own.kind, own.label)).collect();
    let expected = [(Kind::Residue, Nav), (Kind::Damage, Body), (Kind::Residue, Related), (Kind::Damage, Body), (Kind::Residue, Share)];
    assert_eq!(told, expected);
    assert!(found.iter().all(|own| own.rule.is_empty()));
}

#[test]
fn the_reference_example_for_characters_and_tokens() {
    // METRICS.md 2.3: gold content is [14, 40), kept is [7, 40).
    let line: Line = &[(Nav, "Home | "), (Nav, "About  "), (Body, "The quick brown fox jumps."), (Nav, " Copyright 2026")];
    let score = judge(example("a", &[line]), &["Home |", "Copyright 2026"]);
    // Content 22 characters; About 5 stayed; Home| 5 and Copyright2026 13 went. P = 22/27, F = 44/49.
    assert_eq!(counts(&score, "chars"), [22.0, 5.0, 0.0, 18.0]);
    // Five words of content; About stayed; Home, Copyright, 2026 went (the bar is no word). P = 5/6, F = 10/11.
    assert_eq!(counts(&score, "tokens"), [5.0, 1.0, 0.0, 3.0]);
    let expected = [
        ("chars.precision", 0.8148148148148148),
        ("chars.recall", 1.0),
        ("chars.f1", 0.8979591836734694),
        ("tokens.precision", 0.8333333333333334),
        ("tokens.recall", 1.0),
        ("tokens.f1", 0.9090909090909091),
    ];
    assert_values(&score, &expected.map(|(name, value)| (name, Some(value))));
}

#[test]
fn tokens_without_spaces_are_those_of_unicode() {
    let tokens = |text: &str| counts(&judge(example("a", &[&[(Body, text)]]), &[]), "tokens")[0];
    assert_eq!(tokens("渡轮搁浅。"), 4.0); // each Han character
    assert_eq!(tokens("船が出た。"), 4.0); // Han and hiragana, each
    assert_eq!(tokens("フェリー"), 1.0); // a run of katakana is one word (UAX #29, rule WB13)
    assert_eq!(tokens("เรือ"), 3.0); // consonants and vowels; the mark above belongs to its consonant
    assert_eq!(tokens("can't stop 3,5 km 😀 —"), 4.0);
    // 渡轮 stays, 搁浅 goes; 分享 goes.
    let score = judge(example("a", &[&[(Body, "渡轮搁浅。")], &[(Share, "分享")]]), &["搁浅。", "分享"]);
    assert_eq!(counts(&score, "tokens"), [2.0, 0.0, 2.0, 2.0]);
    assert_eq!(counts(&score, "chars"), [2.0, 0.0, 3.0, 2.0]);
}

#[test]
fn a_token_cut_through_has_gone_and_one_that_touches_ignored_text_does_not_count() {
    // `ferries` without `ies` is no longer the word; `photoboat` is half caption.
    let score = judge(example("a", &[&[(Body, "Two ferries ")], &[(Caption, "photo"), (Body, "boat met")]]), &["ies"]);
    assert_eq!(counts(&score, "tokens"), [2.0, 0.0, 1.0, 0.0]); // Two, met; ferries
    assert_eq!(counts(&score, "chars"), [14.0, 0.0, 3.0, 0.0]); // Twoferr 7, boatmet 7; ies
}

const RIGHT: [f64; 3] = [1.0, 1.0, 1.0];

fn prf(score: &DocumentScore, family: &str) -> [f64; 3] {
    let value = |what: &str| value(score, &format!("{family}.{what}")).expect("always defined");
    [value("precision"), value("recall"), value("f1")]
}

#[test]
fn every_empty_case_has_its_value() {
    let content: &[Line] = &[&[(Body, "The ferry sailed.")]];
    let furniture: &[Line] = &[&[(Share, "Share this")]];
    let ignored: &[Line] = &[&[(Caption, "A ferry at sea")]];
    // Document, what goes, precision/recall/F1, residue, damage, F1 over spans.
    type Row<'a> = (&'a [Line<'a>], &'a [&'a str], [f64; 3], Option<f64>, Option<f64>, f64);
    let rows: [Row<'_>; 8] = [
        (&[], &[], RIGHT, None, None, 1.0),
        (content, &[], RIGHT, None, Some(0.0), 1.0),
        (content, &["The ferry sailed."], [0.0; 3], None, Some(1.0), 0.0),
        (furniture, &[], [0.0, 1.0, 0.0], Some(1.0), None, 0.0),
        (furniture, &["Share this"], RIGHT, Some(0.0), None, 1.0),
        (ignored, &[], RIGHT, None, None, 1.0),
        (ignored, &["ferry"], RIGHT, None, None, 1.0),
        (&[&[], &[(Body, " \t")]], &[], RIGHT, None, None, 1.0),
    ];
    for (lines, gone, expected, residue, damage, spans) in rows {
        let score = judge(example("a", lines), gone);
        for family in ["chars", "tokens", "segments"] {
            assert_eq!(prf(&score, family), expected, "{family} of {lines:?} without {gone:?}");
        }
        let own = ["spans.exact_f1", "spans.partial_f1", "spans.iou50_f1"].map(|name| (name, Some(spans)));
        assert_values(&score, &own);
        let clean = residue.map(|share| f64::from(share == 0.0));
        let damaged = damage.map(|share| f64::from(share > 0.0));
        assert_values(&score, &[("residue", residue), ("damage", damage), ("docs.clean", clean), ("docs.damaged", damaged)]);
    }
}

#[test]
fn the_task_decides_which_labelled_removals_are_carried_out() {
    let report = || example("a", &[&[(Label::Byline, "By Ann Lind")], &[(Body, "The ferry sailed.")]]);
    let chars = |task, label| counts(&judge_as(task, report(), &["By Ann Lind"], label), "chars");
    // A byline counts neither way by default, and is boilerplate of 9 characters where sources must not show.
    assert_eq!(chars(Task::Boilerplate, Some(Label::Byline)), [15.0, 0.0, 0.0, 0.0]);
    assert_eq!(chars(Task::SourceNeutral, Some(Label::Byline)), [15.0, 0.0, 0.0, 9.0]);
    // Prose taken for a byline is left alone under the one and lost under the other.
    let prose = |task| counts(&judge_as(task, report(), &["The ferry sailed."], Some(Label::Byline)), "chars");
    assert_eq!(prose(Task::Boilerplate), [15.0, 0.0, 0.0, 0.0]);
    assert_eq!(prose(Task::SourceNeutral), [0.0, 9.0, 15.0, 0.0]);
}
