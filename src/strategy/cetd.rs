//! `cetd`: composite text density of elements.
//!
//! - **Idea**: an element with many characters for its tags, few of them in links, holds the article.
//! - **Source**: Sun, Song and Liao 2011 (CETD), from the formula. With C characters, T tags, LC and LT those of links and
//!   buttons inside an element, and ρ the body's share LC/C: density = C/T · log₍b₎(C/LC · T/LT), where the base b is
//!   ln(C·LC/(C−LC) + ρC + e); noughts count as one. The density sum of an element adds the densities of its children and of
//!   its own text. Where the outer logarithm's base comes to 1 its logarithm is held at 10⁻⁶.
//! - **Needs**: a page. **Parameters**: `density`, `composite` as above or `text` for plain C/T.
//! - **Wins**: long articles, in any language. **Loses**: short articles, comments longer than the article, layouts with an
//!   element for each sentence. Characters are counted without white space. **Cost**: O(elements + runs).

use super::contract::{Context, Entry, Family, Needs, Parameter, Properties, Removals, Rule};
use super::html::kept_runs::{inside, remove_others};
use super::{Document, Strategy};
use crate::document::html::{ElementId, Page, Tag};
use std::ops::Range;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "cetd",
    version: 1,
    summary: "keeps the elements with the most text for their tags and links",
    loses: "short articles, comments longer than the article",
    family: Family::TreeDensity,
    source: "Sun, Song and Liao 2011 (CETD)",
    needs: Needs::Html,
    parameters: &[Parameter::word("density", &["composite", "text"], "whether links count (published: composite is the better)")],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |parameters| Box::new(Cetd { composite: parameters.word("density") == "composite" }),
};

/// The least logarithm of the base.
const MIN_LOG: f64 = 1e-6;

struct Cetd {
    composite: bool,
}

impl Strategy for Cetd {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        let mut kept = vec![false; page.runs.len()];
        if let Some(body) = page.body() {
            let chars: Vec<f64> = page.runs.iter().map(|run| visible(document.slice(run.span))).collect();
            for runs in self.content(page, &chars, body) {
                kept[runs].fill(true);
            }
        }
        remove_others(page, &kept, &Rule::Borrowed("cetd"), out);
    }
}

fn visible(text: &str) -> f64 {
    text.chars().filter(|c| !c.is_whitespace()).count() as f64
}

/// Characters and tags of an element, all and those of links.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Counts {
    chars: f64,
    tags: f64,
    link_chars: f64,
    link_tags: f64,
}

impl Counts {
    /// Composite text density; `share` is the body's share of characters in links.
    fn composite(self, share: f64) -> f64 {
        if self.chars == 0.0 {
            return 0.0;
        }
        let one = |count: f64| if count == 0.0 { 1.0 } else { count };
        let (tags, link_chars, link_tags) = (one(self.tags), one(self.link_chars), one(self.link_tags));
        let others = one(self.chars - self.link_chars);
        let base = (self.chars * self.link_chars / others + share * self.chars + std::f64::consts::E).ln();
        self.chars / tags * (self.chars / link_chars * (tags / link_tags)).ln() / base.ln().max(MIN_LOG)
    }

    fn text(self) -> f64 {
        if self.tags == 0.0 { self.chars } else { self.chars / self.tags }
    }
}

impl Cetd {
    /// Run ranges of the elements taken for content.
    fn content(&self, page: &Page, chars: &[f64], body: ElementId) -> Vec<Range<usize>> {
        let counts = counts(page, chars);
        let whole = counts[body];
        let share = if whole.chars == 0.0 { 0.0 } else { whole.link_chars / whole.chars };
        let density_of = |counts: Counts| if self.composite { counts.composite(share) } else { counts.text() };
        let density: Vec<f64> = counts.iter().map(|&counts| density_of(counts)).collect();
        let mut sums = vec![0.0; density.len()];
        for (id, element) in page.elements.iter().enumerate() {
            if let Some(parent) = element.parent {
                sums[parent] += density[id];
            }
        }
        for (run, &chars) in page.runs.iter().zip(chars) {
            // Text of its own counts as a child without tags.
            sums[run.element] += density_of(Counts { chars, tags: 0.0, link_chars: 0.0, link_tags: 0.0 });
        }
        let best = best_inside(page, &sums);
        let threshold = page.path(best[body]).take_while(|(id, _)| *id >= body).map(|(id, _)| density[id]).fold(f64::INFINITY, f64::min);
        marked(page, body, &density, threshold, &best)
    }
}

/// Counts of every element, its descendants' tags and text.
fn counts(page: &Page, chars: &[f64]) -> Vec<Counts> {
    let linked = inside(page, |id| is_link(page.elements[id].tag));
    let mut all = vec![0.0; chars.len() + 1];
    let mut links = all.clone();
    for (at, run) in page.runs.iter().enumerate() {
        all[at + 1] = all[at] + chars[at];
        links[at + 1] = links[at] + if linked[run.element] { chars[at] } else { 0.0 };
    }
    let mut link_tags = vec![0u32; page.elements.len() + 1];
    for (id, element) in page.elements.iter().enumerate() {
        link_tags[id + 1] = link_tags[id] + u32::from(is_link(element.tag));
    }
    let count = |(id, element): (ElementId, &crate::document::html::Element)| Counts {
        chars: all[element.runs.end] - all[element.runs.start],
        tags: element.descendants(id) as f64,
        link_chars: links[element.runs.end] - links[element.runs.start],
        link_tags: f64::from(link_tags[element.end] - link_tags[id + 1]),
    };
    page.elements.iter().enumerate().map(count).collect()
}

const fn is_link(tag: Tag) -> bool {
    matches!(tag, Tag::A | Tag::Button | Tag::Select)
}

/// For each element the one with the largest sum in it, itself included; ties go to the first.
fn best_inside(page: &Page, sums: &[f64]) -> Vec<ElementId> {
    let mut best: Vec<ElementId> = (0..sums.len()).collect();
    for id in (0..sums.len()).rev() {
        let Some(parent) = page.elements[id].parent else { continue };
        let (own, other) = (best[id], best[parent]);
        // Children come last first, so an equal one that comes later stands earlier in the page.
        if sums[own] > sums[other] || (sums[own] == sums[other] && own < other) {
            best[parent] = own;
        }
    }
    best
}

/// Goes down from the body through elements that are dense enough, and takes the best element in each.
fn marked(page: &Page, body: ElementId, density: &[f64], threshold: f64, best: &[ElementId]) -> Vec<Range<usize>> {
    let mut dense = vec![false; density.len()];
    let mut covered = vec![false; density.len()];
    let mut found = Vec::new();
    for id in body..page.elements[body].end {
        let parent = page.elements[id].parent;
        covered[id] |= parent.is_some_and(|parent| covered[parent]);
        let reached = id == body || parent.is_some_and(|parent| dense[parent]);
        dense[id] = reached && !covered[id] && density[id] >= threshold;
        if dense[id] && !covered[best[id]] {
            covered[best[id]] = true;
            found.push(page.elements[best[id]].runs.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    #[test]
    fn composite_density_is_the_formula() {
        // C = 100, T = 4, LC = 20, LT = 2, ρ = 0.5: 25 · ln(5·2) / ln(ln(100·20/80 + 50 + e)).
        let counts = Counts { chars: 100.0, tags: 4.0, link_chars: 20.0, link_tags: 2.0 };
        let expected = 25.0 * 10f64.ln() / (77.718_281_828f64).ln().ln();
        assert!((counts.composite(0.5) - expected).abs() < 1e-6);
        assert!((expected - 39.136).abs() < 1e-3, "{expected}");
        assert_eq!(Counts { chars: 0.0, ..counts }.composite(0.5), 0.0);
        assert_eq!(counts.text(), 25.0);
    }

    #[test]
    fn an_element_counts_what_is_inside_it() {
        let document = Document::anonymous(Format::Html, "<body><div>ab<a href=x>c<b>d</b></a></div>");
        let page = document.page().expect("a page");
        let chars: Vec<f64> = page.runs.iter().map(|run| visible(document.slice(run.span))).collect();
        let counts = counts(page, &chars);
        let of = |tag| counts[page.elements.iter().position(|element| element.tag == tag).expect("there")];
        assert_eq!(of(Tag::Div), Counts { chars: 4.0, tags: 2.0, link_chars: 2.0, link_tags: 1.0 });
        assert_eq!(of(Tag::A), Counts { chars: 2.0, tags: 1.0, link_chars: 2.0, link_tags: 0.0 });
    }

    #[test]
    fn the_article_is_kept_and_the_menu_goes() {
        let text = "The ferry ran aground off the point in the fog on Monday morning, with many aboard. ".repeat(4);
        let html = format!(
            "<body><ul><li><a href=a>Home</a><li><a href=b>News</a><li><a href=c>Sport</a></ul><div><p>{text}</p><p>{text}</p></div>"
        );
        let document = Document::anonymous(Format::Html, html);
        let mut out = Removals::new();
        Cetd { composite: true }.remove(&document, &Context::empty(), &mut out);
        let gone: Vec<&str> = out.iter().map(|removal| document.slice(removal.span)).collect();
        assert_eq!(gone, ["Home\nNews\nSport"]);
    }
}
