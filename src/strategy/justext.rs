//! `justext`: stop-word density and the neighbours' verdicts.
//!
//! - **Idea**: running text has function words; a short block is what its neighbours are.
//! - **Source**: Pomikálek 2011; the thresholds and passes as jusText's `core.py` states them. Trafilatura runs it with
//!   50/150/.10/.20/.25 and no headings, WCEB with 50/200/.10/.20/.20.
//! - **Needs**: text; better with links. **Parameters**: see below; lengths in characters.
//! - **Wins**: rails with few function words, menus. **Loses**: headlines, short paragraphs, credits between paragraphs;
//!   stop lists differ in size by language, so one threshold does not fit all. Languages without a list use the share of
//!   sentences instead. **Cost**: O(words), two neighbour sweeps.

use super::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removals};
use super::{Document, Strategy};
use crate::document::{Features, Language, Segment};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "justext",
    version: 1,
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
        Parameter::word("headings", &["on", "off"], "whether short headings before good text are rescued"),
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

struct JusText {
    length_low: u32,
    length_high: u32,
    stopwords_low: f32,
    stopwords_high: f32,
    max_link_density: f32,
    headings: bool,
    heading_distance: u32,
}

fn build(parameters: &Parameters) -> Box<dyn Strategy> {
    Box::new(JusText {
        length_low: parameters.number("length-low") as u32,
        length_high: parameters.number("length-high") as u32,
        stopwords_low: parameters.number("stopwords-low") as f32,
        stopwords_high: parameters.number("stopwords-high") as f32,
        max_link_density: parameters.number("max-link-density") as f32,
        headings: parameters.word("headings") == "on",
        heading_distance: parameters.number("heading-distance") as u32,
    })
}

impl Strategy for JusText {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let language = document.language();
        let features = document.features();
        let free: Vec<Class> =
            document.segments().iter().zip(features).map(|(segment, own)| self.context_free(document, segment, own, language)).collect();
        let classes = self.revise(&free, features);
        for (segment, class) in document.segments().iter().zip(classes) {
            if class != Class::Good {
                out.push(segment.span, None, "justext");
            }
        }
    }
}

impl JusText {
    /// The class of a segment by itself.
    fn context_free(&self, document: &Document, segment: &Segment, features: &Features, language: &Language) -> Class {
        if features.link_density() > self.max_link_density || features.copyright {
            return Class::Bad;
        }
        if features.length < self.length_low {
            return if features.link_chars > 0 { Class::Bad } else { Class::Short };
        }
        let density = stop_word_density(document, segment, features, language);
        if density >= self.stopwords_high {
            if features.length > self.length_high { Class::Good } else { Class::NearGood }
        } else if density >= self.stopwords_low {
            Class::NearGood
        } else {
            Class::Bad
        }
    }

    /// The passes of the original, in its order, each with precomputed neighbours instead of a scan.
    fn revise(&self, free: &[Class], features: &[Features]) -> Vec<Class> {
        let mut classes = free.to_vec();
        if self.headings {
            for at in self.headings_near_good(free, features, |at| free[at] == Class::Short) {
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
        if self.headings {
            for at in self.headings_near_good(&classes, features, |at| classes[at] == Class::Bad && free[at] != Class::Bad) {
                classes[at] = Class::Good;
            }
        }
        classes
    }

    /// Headings of a kind that stand within the distance before a good segment.
    fn headings_near_good(&self, classes: &[Class], features: &[Features], wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = Vec::new();
        let mut distance = u32::MAX;
        for at in (0..classes.len()).rev() {
            if classes[at] == Class::Good {
                distance = 0;
            } else {
                if features[at].heading && distance <= self.heading_distance && wanted(at) {
                    found.push(at);
                }
                distance = distance.saturating_add(features[at].length);
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

/// Share of white-space tokens that are stop words. Without a list, and in scripts without spaces, running text counts
/// as dense: what is known is whether it reads as sentences.
fn stop_word_density(document: &Document, segment: &Segment, features: &Features, language: &Language) -> f32 {
    if !language.has_stop_words() || features.unspaced * 2 > features.chars {
        return if features.is_sentence() { 1.0 } else { 0.0 };
    }
    let (mut all, mut stop) = (0u32, 0u32);
    let mut lower = String::new();
    for word in document.inner(segment).split_whitespace() {
        all += 1;
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        stop += u32::from(language.is_stop_word(&lower));
    }
    if all == 0 { 0.0 } else { stop as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revised(classes: &[Class]) -> Vec<Class> {
        let Ok(parameters) = Parameters::new(ENTRY.parameters, &[]) else { panic!("defaults") };
        let features = vec![Features::default(); classes.len()];
        let justext = JusText {
            length_low: 70,
            length_high: 200,
            stopwords_low: parameters.number("stopwords-low") as f32,
            stopwords_high: 0.32,
            max_link_density: 0.2,
            headings: true,
            heading_distance: 200,
        };
        justext.revise(classes, &features)
    }

    #[test]
    fn short_segments_follow_their_neighbours() {
        use Class::{Bad, Good, NearGood, Short};
        assert_eq!(revised(&[Good, Short, Good]), [Good, Good, Good]);
        assert_eq!(revised(&[Short, Good, Short]), [Bad, Good, Bad]);
        assert_eq!(revised(&[Good, Short, NearGood, Bad]), [Good, Good, Good, Bad]);
        assert_eq!(revised(&[NearGood]), [Bad]);
    }
}
