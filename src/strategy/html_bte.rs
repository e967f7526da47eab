//! `html-bte`: the stretch of a page with the most words and the fewest tags.
//!
//! - **Idea**: in the article words are many and tags are few; keep the stretch in which words outnumber tags the most.
//! - **Source**: body text extraction, Finn, Kushmerick and Smyth 2001: a word counts +1, a tag −1, over the body. The
//!   stretch is found in one pass (Kadane) where the original tries all pairs of breakpoints; ties go to the earlier.
//! - **Needs**: a page. **Parameters**: `tag`, what a tag counts against the stretch.
//! - **Wins**: a simple control with high recall on news. **Loses**: boilerplate in the middle stays; articles full of
//!   links are split. Tags of what the view leaves out (scripts, styles) do not count. A character of a script without spaces
//!   counts as half a word. **Cost**: O(runs + elements).

use super::contract::{Context, Entry, Family, Needs, Parameter, Properties, Removals, Rule};
use super::html::kept_runs::{is_void, remove_others};
use super::{Document, Strategy};
use crate::document::html::{Page, Tag};
use crate::document::is_unspaced;
use std::ops::Range;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "html-bte",
    version: 1,
    summary: "keeps the stretch of a page in which words outnumber tags the most",
    loses: "boilerplate in the middle of the article; articles full of links",
    family: Family::TreeDensity,
    source: "Finn, Kushmerick and Smyth 2001 (BTE)",
    needs: Needs::Html,
    parameters: &[Parameter::number("tag", "1", (0.0, 100.0), "weight of a tag, where a word weighs 1 (published: 1)")],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |parameters| Box::new(Bte { tag: parameters.number("tag") }),
};

struct Bte {
    tag: f64,
}

impl Strategy for Bte {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        let words: Vec<f64> = page.runs.iter().map(|run| words(document.slice(run.span))).collect();
        let tags: Vec<f64> = tags_before(page).iter().map(|&tags| f64::from(tags) * self.tag).collect();
        let kept = best_stretch(&words, &tags);
        let kept: Vec<bool> = (0..words.len()).map(|run| kept.contains(&run)).collect();
        remove_others(page, &kept, &Rule::Borrowed("html-bte"), out);
    }
}

/// Words between white space; half a word for each character of a script without spaces.
fn words(text: &str) -> f64 {
    let (mut words, mut unspaced, mut in_word) = (0u32, 0u32, false);
    for c in text.chars() {
        if is_unspaced(c) {
            (unspaced, in_word) = (unspaced + 1, false);
        } else {
            words += u32::from(!in_word && !c.is_whitespace());
            in_word = !c.is_whitespace();
        }
    }
    f64::from(words) + f64::from(unspaced) / 2.0
}

/// Start and end tags that stand right before each run, inside the body.
fn tags_before(page: &Page) -> Vec<u32> {
    let mut tags = vec![0u32; page.runs.len() + 1];
    let outside = |tag| matches!(tag, Tag::Html | Tag::Body);
    for element in page.elements.iter().filter(|element| !outside(element.tag)) {
        tags[element.runs.start.min(page.runs.len())] += 1;
        if !is_void(element.tag) {
            tags[element.runs.end.min(page.runs.len())] += 1;
        }
    }
    tags
}

/// The stretch of runs with the largest sum of words less the tags between them.
fn best_stretch(words: &[f64], tags: &[f64]) -> Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0.0);
    let (mut start, mut sum) = (0, 0.0f64);
    for at in 0..words.len() {
        sum -= tags[at];
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += words[at];
        if sum > best_sum {
            (best, best_sum) = (start..at + 1, sum);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    #[test]
    fn tags_between_runs_are_counted_and_void_elements_once() {
        // Before "a": <p>. Before "b": <br>. Before "c": <i>. Before "d": </i></p><p>; behind: </p>.
        let document = Document::anonymous(Format::Html, "<body><p>a<br>b<i>c</i></p><p>d</p>");
        assert_eq!(tags_before(document.page().expect("a page")), [1, 1, 1, 3, 1]);
    }

    #[test]
    fn the_stretch_bridges_what_it_gains_by() {
        // 5 − 2 + 4 = 7 beats 5; 9 − 3 + 1 does not pay.
        assert_eq!(best_stretch(&[1.0, 5.0, 4.0, 1.0], &[1.0, 9.0, 2.0, 3.0, 1.0]), 1..3);
        assert_eq!(best_stretch(&[2.0, 2.0], &[0.0, 5.0, 0.0]), 0..1);
        assert_eq!(best_stretch(&[], &[0.0]), 0..0);
    }

    #[test]
    fn words_of_scripts_without_spaces_count_half() {
        assert_eq!(words("The old ferry"), 3.0);
        assert_eq!(words("渡轮搁浅 ok"), 3.0);
    }
}
