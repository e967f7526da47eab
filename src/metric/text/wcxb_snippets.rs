//! WCXB's snippet rates: the share of snippets that must appear (`with`, more is better) and that must not
//! (`without`, less is better) which do appear, without regard to case (same program as [`super::wcxb`]).
//!
//! Compat: substrings of the lower-cased answer as it is, so that a snippet that crosses a line break is missed; an empty list scores 1,
//! which for `without` reads as if everything had leaked. Sane: texts are normalised ([`super::tokens`]) and runs of white space are one
//! space, on both sides; snippets that are empty then are left out, and so is a page without snippets. The pooled rates count every snippet once
//! instead of every page. All values are shares. The reference text itself does not reach 1: 99.2 % of WCXB's `with` snippets are in
//! the golds of the development pages, and by compat's rule 1.3 % "leak".

use super::overlap::share;
use super::scorer::Answer;
use super::writings::Writing;
use super::{Averaging, Cost, Mode, TextMeasure, TextMetric, TextScore};
use crate::metric::Counts;
use memchr::memmem;

const SOURCE: &str = "web-content-extraction-benchmark (WCXB), evaluate.py at c039d5e";

/// As `evaluate.py`.
pub static COMPAT: TextMetric = TextMetric {
    id: "wcxb-snippets",
    mode: Mode::Compat,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[TextMeasure::mean("wcxb.with.compat"), TextMeasure::mean("wcxb.without.compat").lower_is_better()],
    answer: compat,
};

/// Repaired.
pub static SANE: TextMetric = TextMetric {
    id: "wcxb-snippets",
    mode: Mode::Sane,
    source: SOURCE,
    cost: Cost::Linear,
    measures: &[
        TextMeasure::mean("wcxb.with"),
        TextMeasure::mean("wcxb.without").lower_is_better(),
        TextMeasure { name: "wcxb.with_pooled", higher_is_better: true, average: Averaging::Pooled(with) },
        TextMeasure { name: "wcxb.without_pooled", higher_is_better: false, average: Averaging::Pooled(without) },
    ],
    answer: sane,
};

fn compat(answer: &mut Answer<'_, '_>) -> TextScore {
    let counts = count(answer, Writing::Lower, |_| true);
    TextScore::of([with(&counts).unwrap_or(1.0), without(&counts).unwrap_or(1.0)], counts)
}

fn sane(answer: &mut Answer<'_, '_>) -> TextScore {
    let counts = count(answer, Writing::LowerPlainFolded, |snippet| !snippet.is_empty());
    let (with, without) = (with(&counts), without(&counts));
    TextScore { values: vec![with, without, with, without], counts }
}

/// How many snippets there are of those that are counted, and how many occur.
fn count(answer: &mut Answer<'_, '_>, writing: Writing, is_counted: fn(&str) -> bool) -> Counts {
    let snippets = answer.snippets(writing);
    let is_asked = snippets.iter().any(|side| !side.is_empty());
    let text = if is_asked { answer.written(writing) } else { String::new() };
    let found = |snippets: &[String]| {
        snippets.iter().filter(|snippet| is_counted(snippet)).fold((0, 0), |(all, found), snippet| {
            let occurs = memmem::find(text.as_bytes(), snippet.as_bytes()).is_some();
            (all + 1, found + usize::from(occurs))
        })
    };
    counts(found(&snippets[0]), found(&snippets[1]))
}

fn counts(with: (usize, usize), without: (usize, usize)) -> Counts {
    let rest = |(all, found): (usize, usize)| (all - found) as f64;
    Counts { tp: with.1 as f64, fn_: rest(with), fp: without.1 as f64, tn: rest(without) }
}

fn with(counts: &Counts) -> Option<f64> {
    let all = counts.tp + counts.fn_;
    (all > 0.0).then(|| share(counts.tp, all))
}

fn without(counts: &Counts) -> Option<f64> {
    counts.residue()
}

#[cfg(test)]
mod tests {
    use crate::metric::text::cases::score_snippets;
    use crate::metric::text::wcxb_snippets::{COMPAT, SANE};

    #[test]
    fn an_empty_list_is_full_leakage_in_compat_and_left_out_in_sane() {
        assert_eq!(score_snippets(&COMPAT, Some("anything"), &[], &[]).values, [Some(1.0), Some(1.0)]);
        assert_eq!(score_snippets(&SANE, Some("anything"), &[], &[]).values, [None; 4]);
        assert_eq!(score_snippets(&SANE, Some("anything"), &[" \n"], &[""]).values, [None; 4]);
    }

    #[test]
    fn line_breaks_and_spelling_hide_snippets_in_compat_only() {
        let (text, with) = (Some("Line one\nLINE two cafe\u{301}"), ["one line", "café", "absent", "two"]);
        assert_eq!(score_snippets(&COMPAT, text, &with, &["line"]).values, [Some(0.25), Some(1.0)]);
        let sane = score_snippets(&SANE, text, &with, &["line", "menu"]);
        assert_eq!(sane.values, [Some(0.75), Some(0.5), Some(0.75), Some(0.5)]);
        assert_eq!((sane.counts.tp, sane.counts.fn_, sane.counts.fp, sane.counts.tn), (3.0, 1.0, 1.0, 1.0));
    }

    #[test]
    fn no_answer_holds_no_snippet() {
        assert_eq!(score_snippets(&COMPAT, None, &["a"], &["b"]).values, [Some(0.0), Some(0.0)]);
        assert_eq!(score_snippets(&SANE, None, &["a"], &["b"]).values[..2], [Some(0.0), Some(0.0)]);
    }
}
