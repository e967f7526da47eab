//! `justext`: stop-word density and the neighbours' verdicts.
//!
//! - **Idea**: running text has function words; a short block is what its neighbours are.
//! - **Source**: Pomikálek 2011; the thresholds and passes as jusText's `core.py` states them. Trafilatura runs it with
//!   50/150/.10/.20/.25 and no headings, WCEB with 50/200/.10/.20/.20.
//! - **Needs**: text; better with links. On a page the paragraphs are the original's: text between its block tags and at
//!   `<br><br>`, with its joints (see `paragraphs`); elsewhere they are the segments.
//! - **Parameters**: see below; lengths in characters. `headings`: `on` rescues headings as jusText 3.0.2 does, after the
//!   neighbours were asked; `both` before that too, as its documentation says (its code compares classes that are not yet
//!   set, so that its first pass never finds any).
//! - **Wins**: rails with few function words, menus. **Loses**: headlines, short paragraphs, credits between paragraphs;
//!   stop lists differ in size by language, so one threshold does not fit all. Languages without a list use the share of
//!   sentences instead. **Cost**: O(words), two neighbour sweeps.

mod paragraphs;

pub use paragraphs::Paragraph;

use super::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removals, Rule};
use super::html::kept_runs::remove_others;
use super::{Document, Strategy};
use crate::document::html::Page;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "justext",
    version: 2,
    summary: "jusText: stop-word density, revised by neighbours",
    loses: "headlines, short paragraphs, credits between paragraphs",
    family: Family::ShallowText,
    source: "Pomikalek 2011; thresholds as in jusText core.py",
    needs: Needs::Links,
    parameters: &[
        Parameter::number("length-low", "70", (0.0, 10_000.0), "shorter segments are decided by their neighbours"),
        Parameter::number("length-high", "200", (0.0, 10_000.0), "longer ones with many stop words are good"),
        Parameter::number("stopwords-low", "0.30", (0.0, 1.0), "share of stop words for near-good"),
        Parameter::number("stopwords-high", "0.32", (0.0, 1.0), "share of stop words for good"),
        Parameter::number("max-link-density", "0.2", (0.0, 1.0), "share of characters in links from which a segment is bad"),
        Parameter::word("headings", &["on", "both", "off"], "whether short headings before good text are rescued; both: in two passes"),
        Parameter::number("heading-distance", "200", (0.0, 10_000.0), "characters between a heading and the good text it belongs to"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build,
};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    Good,
    NearGood,
    Short,
    Bad,
}

/// When headings before good text are rescued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headings {
    /// After the neighbours were asked.
    Late,
    /// Before and after.
    Both,
    /// Never.
    Never,
}

/// Thresholds; see the parameters.
#[derive(Clone, Copy, Debug)]
pub struct JusText {
    /// Shorter paragraphs are decided by their neighbours.
    pub length_low: u32,
    /// Longer ones with many stop words are good.
    pub length_high: u32,
    /// Share of stop words for near-good.
    pub stopwords_low: f64,
    /// Share of stop words for good.
    pub stopwords_high: f64,
    /// Share of characters in links above which a paragraph is bad.
    pub max_link_density: f64,
    /// When headings are rescued.
    pub headings: Headings,
    /// Characters between a heading and the good text it belongs to.
    pub heading_distance: u32,
}

fn build(parameters: &Parameters) -> Box<dyn Strategy> {
    Box::new(JusText {
        length_low: parameters.number("length-low") as u32,
        length_high: parameters.number("length-high") as u32,
        stopwords_low: parameters.number("stopwords-low"),
        stopwords_high: parameters.number("stopwords-high"),
        max_link_density: parameters.number("max-link-density"),
        headings: match parameters.word("headings") {
            "both" => Headings::Both,
            "off" => Headings::Never,
            _ => Headings::Late,
        },
        heading_distance: parameters.number("heading-distance") as u32,
    })
}

impl Strategy for JusText {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let Some(page) = document.page() else {
            let paragraphs = paragraphs::of_segments(document);
            for (paragraph, good) in paragraphs.iter().zip(self.good(&paragraphs)) {
                if !good {
                    out.push(paragraph.span, None, "justext");
                }
            }
            return;
        };
        remove_others(page, &self.good_runs(document, page, |_| true), &Rule::Borrowed("justext"), out);
    }
}

impl JusText {
    /// For each run of a page whether it stands in a good paragraph; runs outside the scope count as not there.
    pub fn good_runs(&self, document: &Document, page: &Page, scope: impl Fn(usize) -> bool) -> Vec<bool> {
        let paragraphs = paragraphs::of_page(document, page, scope, |paragraph| self.asks_for_stop_words(paragraph));
        let mut kept = vec![false; page.runs.len()];
        for (paragraph, good) in paragraphs.iter().zip(self.good(&paragraphs)).filter(|(_, good)| *good) {
            paragraph.runs.iter().for_each(|&run| kept[run] = good);
        }
        kept
    }

    /// Whether each paragraph is good.
    pub fn good(&self, paragraphs: &[Paragraph]) -> Vec<bool> {
        let free: Vec<Class> = paragraphs.iter().map(|paragraph| self.context_free(paragraph)).collect();
        self.revise(&free, paragraphs).into_iter().map(|class| class == Class::Good).collect()
    }

    /// Whether links, length and signs leave a paragraph undecided.
    fn asks_for_stop_words(&self, paragraph: &Paragraph) -> bool {
        !self.is_bad(paragraph) && paragraph.length >= self.length_low
    }

    fn is_bad(&self, paragraph: &Paragraph) -> bool {
        paragraph.link_density() > self.max_link_density || paragraph.copyright
    }

    /// The class of a paragraph by itself.
    fn context_free(&self, paragraph: &Paragraph) -> Class {
        if self.is_bad(paragraph) {
            return Class::Bad;
        }
        if !self.asks_for_stop_words(paragraph) {
            return if paragraph.link_chars > 0 { Class::Bad } else { Class::Short };
        }
        if paragraph.stop_words >= self.stopwords_high {
            if paragraph.length > self.length_high { Class::Good } else { Class::NearGood }
        } else if paragraph.stop_words >= self.stopwords_low {
            Class::NearGood
        } else {
            Class::Bad
        }
    }

    /// The passes of the original, in its order, each with precomputed neighbours instead of a scan.
    fn revise(&self, free: &[Class], paragraphs: &[Paragraph]) -> Vec<Class> {
        let mut classes = free.to_vec();
        if self.headings == Headings::Both {
            for at in self.headings_near_good(free, paragraphs, |at| free[at] == Class::Short) {
                classes[at] = Class::NearGood;
            }
        }
        let decided = |class: Class, near: bool| matches!(class, Class::Good | Class::Bad) || (near && class == Class::NearGood);
        let (left, right) = (nearest(&classes, |class| decided(class, false)), nearest_right(&classes, |class| decided(class, false)));
        let (left_near, right_near) =
            (nearest(&classes, |class| decided(class, true)), nearest_right(&classes, |class| decided(class, true)));
        let before = classes.clone();
        for at in (0..classes.len()).filter(|&at| before[at] == Class::Short) {
            classes[at] = match (left[at], right[at]) {
                (Class::Good, Class::Good) => Class::Good,
                (Class::Bad, Class::Bad) => Class::Bad,
                // They differ: near-good text on the bad side speaks for the short one.
                (Class::Bad, _) if left_near[at] == Class::NearGood => Class::Good,
                (_, Class::Bad) if right_near[at] == Class::NearGood => Class::Good,
                _ => Class::Bad,
            };
        }
        let (left, right) = (nearest(&classes, |class| decided(class, false)), nearest_right(&classes, |class| decided(class, false)));
        for at in 0..classes.len() {
            if classes[at] == Class::NearGood {
                classes[at] = if (left[at], right[at]) == (Class::Bad, Class::Bad) { Class::Bad } else { Class::Good };
            }
        }
        if self.headings != Headings::Never {
            for at in self.headings_near_good(&classes, paragraphs, |at| classes[at] == Class::Bad && free[at] != Class::Bad) {
                classes[at] = Class::Good;
            }
        }
        classes
    }

    /// Headings of a kind that stand within the distance before a good segment.
    fn headings_near_good(&self, classes: &[Class], paragraphs: &[Paragraph], wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = Vec::new();
        let mut distance = u32::MAX;
        for at in (0..classes.len()).rev() {
            if classes[at] == Class::Good {
                distance = 0;
            } else {
                if paragraphs[at].heading && distance <= self.heading_distance && wanted(at) {
                    found.push(at);
                }
                distance = distance.saturating_add(paragraphs[at].length);
            }
        }
        found
    }
}

/// For each place the nearest class before it that `counts`; the text's start counts as bad.
fn nearest(classes: &[Class], counts: impl Fn(Class) -> bool) -> Vec<Class> {
    let mut last = Class::Bad;
    let step = |&class: &Class| {
        let before = last;
        if counts(class) {
            last = class;
        }
        before
    };
    classes.iter().map(step).collect()
}

/// The same from the other side.
fn nearest_right(classes: &[Class], counts: impl Fn(Class) -> bool) -> Vec<Class> {
    let reversed: Vec<Class> = classes.iter().rev().copied().collect();
    let mut found = nearest(&reversed, counts);
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn justext(headings: Headings) -> JusText {
        let (stopwords_low, stopwords_high) = (0.3, 0.32);
        JusText { length_low: 70, length_high: 200, stopwords_low, stopwords_high, max_link_density: 0.2, headings, heading_distance: 200 }
    }

    fn revised(classes: &[Class]) -> Vec<Class> {
        justext(Headings::Both).revise(classes, &vec![Paragraph::default(); classes.len()])
    }

    #[test]
    fn short_segments_follow_their_neighbours() {
        use Class::{Bad, Good, NearGood, Short};
        assert_eq!(revised(&[Good, Short, Good]), [Good, Good, Good]);
        assert_eq!(revised(&[Short, Good, Short]), [Bad, Good, Bad]);
        assert_eq!(revised(&[Good, Short, NearGood, Bad]), [Good, Good, Good, Bad]);
        assert_eq!(revised(&[NearGood]), [Bad]);
    }

    #[test]
    fn headings_are_rescued_late_unless_asked_for_early_too() {
        use Class::{Bad, Good, Short};
        let heading = Paragraph { heading: true, length: 20, ..Paragraph::default() };
        let paragraphs = [heading.clone(), Paragraph { length: 300, ..Paragraph::default() }, Paragraph::default(), heading];
        let free = [Short, Good, Bad, Short];
        assert_eq!(justext(Headings::Never).revise(&free, &paragraphs), [Bad, Good, Bad, Bad]);
        assert_eq!(justext(Headings::Late).revise(&free, &paragraphs), [Good, Good, Bad, Bad]);
        // The early pass lets a near-good heading carry the short text before it.
        let free = [Good, Short, Short, Bad, Good];
        let paragraphs = [vec![Paragraph::default(); 2], vec![paragraphs[0].clone()], vec![Paragraph::default(); 2]].concat();
        assert_eq!(justext(Headings::Late).revise(&free, &paragraphs), [Good, Bad, Good, Bad, Good]);
        assert_eq!(justext(Headings::Both).revise(&free, &paragraphs), [Good, Good, Good, Bad, Good]);
    }
}
