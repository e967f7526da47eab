//! Facts of a page that do not depend on the flags, and the walk that takes out what a reader does not need and finds
//! the paragraphs: elements, and loose text that the original wraps in paragraphs of its own.

use super::tokens::{Said, said};
use super::{Flags, Why};
use crate::document::html::{Attribute, ElementId, Page, Tag};
use crate::document::{Document, is_sentence_mark};
use crate::strategy::html::kept_runs::inside;
use crate::strategy::html::names::Names;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Bylines are shorter than this many characters.
const MAX_BYLINE: u32 = 100;
/// A heading repeats the title from this similarity on.
const TITLE_SIMILARITY: f64 = 0.75;
/// A division with one paragraph and fewer links than this is that paragraph.
const MAX_LINKS: f64 = 0.25;
/// Tables and code this far up protect unlikely names.
const TABLE_LEVELS: usize = 3;
/// Links within the page count this much.
const HASH_LINK: f64 = 0.3;

/// What is known of runs and elements.
pub struct Facts {
    /// Code points of each run, with the space behind it.
    pub chars: Vec<u32>,
    /// Of those, in links; links within the page count less.
    pub link_chars: Vec<f64>,
    /// Commas of any script, and ASCII ones.
    pub commas: Vec<u32>,
    pub ascii_commas: Vec<u32>,
    /// What the names of each element say.
    pub said: Vec<Said>,
    /// Whether an element is inline content.
    pub phrasing: Vec<bool>,
    /// Elements with two line breaks in a row between their children, and the second of each pair.
    double_breaks: FxHashSet<ElementId>,
    /// Whether a full stop, or another sentence mark, stands in a run before a space or at its end.
    stops: Vec<bool>,
}

impl Facts {
    /// Reads a page.
    pub fn of(document: &Document, page: &Page) -> Self {
        let hash = inside(page, |id| page.elements[id].tag == Tag::A && page.attribute(id, Attribute::Href).starts_with('#'));
        let linked = inside(page, |id| page.elements[id].tag == Tag::A);
        let gap = |at: usize| page.runs.get(at + 1).is_some_and(|next| next.span.start > page.runs[at].span.end);
        let chars: Vec<u32> =
            (0..page.runs.len()).map(|at| document.slice(page.runs[at].span).chars().count() as u32 + u32::from(gap(at))).collect();
        let share = |element: ElementId| if hash[element] { HASH_LINK } else { f64::from(u8::from(linked[element])) };
        let link_chars = page.runs.iter().zip(&chars).map(|(run, &chars)| share(run.element) * f64::from(chars)).collect();
        let count = |of: fn(char) -> bool| {
            page.runs.iter().map(|run| document.slice(run.span).chars().filter(|c| of(*c)).count() as u32).collect::<Vec<u32>>()
        };
        let mut names = Names::default();
        Self {
            chars,
            link_chars,
            commas: count(is_comma),
            ascii_commas: count(|c| c == ','),
            said: (0..page.elements.len()).map(|id| said(page, id, &mut names)).collect(),
            phrasing: phrasing(page),
            double_breaks: double_breaks(page),
            stops: page.runs.iter().map(|run| has_stop(document.slice(run.span))).collect(),
        }
    }
}

/// The original asks for a full stop; scripts that have others are asked for theirs.
fn has_stop(text: &str) -> bool {
    let mut characters = text.chars().peekable();
    std::iter::from_fn(|| characters.next().map(|c| (c, characters.peek().copied())))
        .any(|(c, next)| (c == '.' && next.is_none_or(char::is_whitespace)) || (!c.is_ascii() && is_sentence_mark(c) && c != '…'))
}

/// The nine commas that the original counts.
const fn is_comma(c: char) -> bool {
    matches!(c, ',' | '\u{60c}' | '\u{fe50}' | '\u{fe10}' | '\u{fe11}' | '\u{2e41}' | '\u{2e34}' | '\u{2e32}' | '\u{ff0c}')
}

/// Inline elements; links, insertions and deletions only if all in them is.
fn phrasing(page: &Page) -> Vec<bool> {
    let mut found: Vec<bool> = page.elements.iter().map(|element| !element.tag.is_block() && element.tag != Tag::Other).collect();
    for id in (0..found.len()).rev() {
        let element = &page.elements[id];
        let Some(parent) = element.parent.filter(|_| !found[id]) else { continue };
        if matches!(page.elements[parent].tag, Tag::A | Tag::Del | Tag::Ins) {
            found[parent] = false;
        }
    }
    found
}

/// Line breaks that follow another with nothing between them.
fn double_breaks(page: &Page) -> FxHashSet<ElementId> {
    let is_break = |id: ElementId| page.elements[id].tag == Tag::Br;
    let double = |&id: &ElementId| {
        let (element, before) = (&page.elements[id], &page.elements[id - 1]);
        is_break(id) && is_break(id - 1) && before.parent == element.parent && before.runs.end == element.runs.start
    };
    (1..page.elements.len()).filter(double).collect()
}

/// A paragraph that votes.
pub struct Vote {
    /// The first element that gets its score.
    pub parent: Option<ElementId>,
    /// Its runs.
    pub runs: Range<usize>,
}

/// What the walk found.
pub struct Walked {
    /// Elements that are gone, with the reason.
    pub gone: Vec<Option<Why>>,
    /// Divisions that are paragraphs.
    pub is_paragraph: Vec<bool>,
    /// Divisions that gave way to the only paragraph in them.
    pub collapsed: Vec<bool>,
    /// Paragraphs made of loose text: the element they stand in, and their runs.
    pub loose: Vec<(ElementId, Range<usize>)>,
    /// The paragraphs that vote.
    pub votes: Vec<Vote>,
    /// Sums over the runs before each run, of those that stay: characters, in links, commas, runs with a full stop.
    sums: Vec<(u32, f64, u32, u32)>,
}

impl Walked {
    /// Characters of a stretch of runs.
    pub fn chars(&self, runs: &Range<usize>) -> u32 {
        self.sums[runs.end].0 - self.sums[runs.start].0
    }

    /// Commas of a stretch of runs.
    pub fn commas(&self, runs: &Range<usize>) -> u32 {
        self.sums[runs.end].2 - self.sums[runs.start].2
    }

    /// Share of characters in links of a stretch of runs.
    pub fn link_density(&self, runs: &Range<usize>) -> f64 {
        let chars = self.chars(runs);
        if chars == 0 { 0.0 } else { (self.sums[runs.end].1 - self.sums[runs.start].1) / f64::from(chars) }
    }

    /// Whether a sentence ends in a stretch of runs.
    pub fn ends_sentence(&self, runs: &Range<usize>) -> bool {
        self.sums[runs.end].3 > self.sums[runs.start].3
    }

    /// The element around an element, divisions that gave way aside.
    pub fn parent(&self, page: &Page, element: ElementId) -> Option<ElementId> {
        let mut parent = page.elements[element].parent;
        while let Some(id) = parent.filter(|&id| self.collapsed[id]) {
            parent = page.elements[id].parent;
        }
        parent
    }
}

/// Walks over a page.
pub fn walk(document: &Document, page: &Page, facts: &Facts, flags: Flags, strip_title: bool) -> Walked {
    let gone = gone(document, page, facts, flags, strip_title);
    let n = page.elements.len();
    let mut sums = vec![(0, 0.0, 0, 0)];
    for (at, run) in page.runs.iter().enumerate() {
        let mut next = sums[at];
        if gone[run.element].is_none() {
            next.0 += facts.chars[at];
            next.1 += facts.link_chars[at];
            next.2 += facts.commas[at];
            next.3 += u32::from(facts.stops[at]);
        }
        sums.push(next);
    }
    let mut walked = Walked { gone, is_paragraph: vec![false; n], collapsed: vec![false; n], loose: vec![], votes: vec![], sums };
    for id in 0..n {
        if walked.gone[id].is_none() {
            visit(page, facts, &mut walked, id);
        }
    }
    walked
}

/// Elements that go, with the reason; what is inside goes with them.
fn gone(document: &Document, page: &Page, facts: &Facts, flags: Flags, strip_title: bool) -> Vec<Option<Why>> {
    let title = if strip_title { title_of(&page.title) } else { String::new() };
    let (mut byline_found, mut title_found) = (false, title.is_empty());
    let mut gone: Vec<Option<Why>> = vec![None; page.elements.len()];
    for (id, element) in page.elements.iter().enumerate() {
        if let Some(why) = element.parent.and_then(|parent| gone[parent]) {
            gone[id] = Some(why);
            continue;
        }
        let said = facts.said[id];
        let text = || document.slice(element.span);
        gone[id] = if matches!(element.tag, Tag::Html | Tag::Body) {
            None
        } else if element.hidden && element.parent.is_none_or(|parent| !page.elements[parent].hidden) {
            // A hidden body is shown by a script sooner or later.
            Some(Why::Hidden)
        } else if !byline_found && said.byline && (1..MAX_BYLINE).contains(&element.chars) {
            byline_found = true;
            Some(Why::Byline)
        } else if !title_found && matches!(element.tag, Tag::H1 | Tag::H2) && repeats(&title, text()) {
            title_found = true;
            Some(Why::Title)
        } else if flags.unlikely && said.unlikely && !protected(page, id) {
            Some(Why::Unlikely)
        } else {
            None
        };
    }
    gone
}

fn protected(page: &Page, element: ElementId) -> bool {
    page.path(element).skip(1).take(TABLE_LEVELS + 1).any(|(_, around)| matches!(around.tag, Tag::Table | Tag::Code))
}

/// The title without the site's name: what stands before the last separator, or behind the first if that is too short;
/// the whole if four words or fewer are left.
fn title_of(title: &str) -> String {
    let separators: Vec<(usize, usize)> = [" | ", " - ", " – ", " — ", " \\ ", " / ", " > ", " » "]
        .iter()
        .flat_map(|sign| title.match_indices(sign).map(|(at, sign)| (at, at + sign.len())))
        .collect();
    let words = |text: &str| text.split_whitespace().count();
    let (Some(first), Some(last)) = (separators.iter().min(), separators.iter().max()) else { return title.to_string() };
    let mut own = &title[..last.0];
    if words(own) < 3 {
        own = &title[first.1..];
    }
    if words(own) <= 4 && words(own) + 1 != words(title) - separators.len() { title.to_string() } else { own.to_string() }
}

/// Whether a heading says nothing that the title does not say.
fn repeats(title: &str, heading: &str) -> bool {
    let words = |text: &str| {
        let lower = text.to_lowercase();
        lower.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).map(str::to_string).collect::<Vec<_>>()
    };
    // A heading much longer than the title cannot repeat it.
    if heading.len() > 8 * title.len() {
        return false;
    }
    let (title, heading): (FxHashSet<String>, Vec<String>) = (words(title).into_iter().collect(), words(heading));
    let joined = |words: &[&String]| words.iter().map(|word| word.len() + 1).sum::<usize>().saturating_sub(1) as f64;
    let all: Vec<&String> = heading.iter().collect();
    let own: Vec<&String> = all.iter().copied().filter(|word| !title.contains(*word)).collect();
    !all.is_empty() && 1.0 - joined(&own) / joined(&all) > TITLE_SIMILARITY
}

/// Finds the paragraphs that an element is or holds.
fn visit(page: &Page, facts: &Facts, walked: &mut Walked, id: ElementId) {
    let tag = page.elements[id].tag;
    let parts = parts(page, facts, walked, id);
    let division = tag == Tag::Div || (tag == Tag::P && parts.parted);
    if !division {
        if matches!(tag, Tag::Section | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 | Tag::P | Tag::Td | Tag::Pre) {
            walked.votes.push(Vote { parent: walked.parent(page, id), runs: page.elements[id].runs.clone() });
        }
        // Text before the first double break stays as it is; what follows is a paragraph.
        return add_loose(walked, id, parts.loose.into_iter().filter(|(behind_break, _)| *behind_break).collect());
    }
    let few_links = walked.link_density(&page.elements[id].runs) < MAX_LINKS;
    match (parts.loose.len(), parts.blocks.as_slice()) {
        (1, []) if few_links => {
            walked.is_paragraph[id] = true;
            walked.votes.push(Vote { parent: walked.parent(page, id), runs: page.elements[id].runs.clone() });
        }
        (0, [only]) if few_links && page.elements[*only].tag == Tag::P => walked.collapsed[id] = true,
        _ => add_loose(walked, id, parts.loose),
    }
}

fn add_loose(walked: &mut Walked, id: ElementId, loose: Vec<(bool, Range<usize>)>) {
    for (_, runs) in loose {
        walked.votes.push(Vote { parent: Some(id), runs: runs.clone() });
        walked.loose.push((id, runs));
    }
}

/// What stands directly in an element.
struct Parts {
    /// Stretches of loose text, each with whether a double break stands before it.
    loose: Vec<(bool, Range<usize>)>,
    /// Block elements.
    blocks: Vec<ElementId>,
    /// Whether there is a double break.
    parted: bool,
}

fn parts(page: &Page, facts: &Facts, walked: &Walked, id: ElementId) -> Parts {
    let mut parts = Parts { loose: Vec::new(), blocks: Vec::new(), parted: false };
    let runs = page.elements[id].runs.clone();
    let mut start = runs.start;
    let close = |parts: &mut Parts, range: Range<usize>| {
        if walked.chars(&range) > 0 {
            parts.loose.push((parts.parted, range));
        }
    };
    for child in page.children(id) {
        let own = &page.elements[child];
        let double = facts.double_breaks.contains(&child);
        if double || (!facts.phrasing[child] && walked.gone[child].is_none()) {
            close(&mut parts, start..own.runs.start);
            start = own.runs.end;
            parts.parted |= double;
            if !double {
                parts.blocks.push(child);
            }
        }
    }
    close(&mut parts, start..runs.end);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_s_name_is_no_part_of_the_title() {
        assert_eq!(title_of("The ferry ran aground in fog | Post"), "The ferry ran aground in fog");
        assert_eq!(title_of("Post - The ferry ran aground in fog"), "The ferry ran aground in fog");
        assert_eq!(title_of("The ferry"), "The ferry");
    }

    #[test]
    fn a_heading_repeats_the_title_by_its_words() {
        assert!(repeats("The ferry ran aground", "The Ferry Ran Aground!"));
        assert!(!repeats("The ferry ran aground", "Weather for the week"));
        assert!(!repeats("The ferry", ""));
    }
}
