//! `headline-rail`: lists of other stories' headlines.
//!
//! - **Idea**: several headlines in a row, with function words and few digits, on other topics than the article.
//! - **Source**: own, calibrated on public pages: without the shape conditions it ate award lists, tour dates, standings.
//! - **Needs**: text; better with links. **Parameters**: `function`, `digits`, `template`, `overlap`, `after`.
//! - **Wins**: rails without any link or header. **Loses**: checklists and how-to steps; rails of two; headlines with full
//!   stops. **Cost**: O(bytes of headline-like lines).

use super::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removals};
use super::lexicon::Lexicon;
use super::{Document, Strategy};
use crate::document::{Features, FoldedLine, Kind, Language, RunningWords, fold_into, push_lower};
use crate::label::Label;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::ops::Range;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "headline-rail",
    version: 1,
    summary: "strips runs of other stories' headlines, with or without a header",
    loses: "checklists, how-to steps, rails of two headlines",
    family: Family::Rules,
    source: "own; conditions calibrated on public pages",
    needs: Needs::Text,
    parameters: &[
        Parameter::number("function", "0.08", (0.0, 1.0), "share of function words a run must have"),
        Parameter::number("digits", "0.1", (0.0, 1.0), "share of digits a run may have"),
        Parameter::number("template", "0.5", (0.0, 1.0), "share of items that may begin with the same word"),
        Parameter::number("overlap", "0.5", (0.0, 1.0), "share of the items' words that may stand in the running text"),
        Parameter::number("after", "0.05", (0.0, 1.0), "share of running text that may follow a run without a header"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |parameters| Box::new(HeadlineRail::new(parameters)),
};

/// Median words of an item.
const MIN_MEDIAN_WORDS: f32 = 6.0;
/// A line of this many words between two headlines does not end a run: a category, "3 hours ago".
const GAP_WORDS: f32 = 4.0;
/// Under a header three items make a rail, and they may share more words with the article.
const HEADED: (usize, f32) = (3, 0.8);
/// At the end of the text four do.
const TRAILING: usize = 4;
/// Anywhere eight do, if they share little with the article.
const ANYWHERE: (usize, f32) = (8, 0.4);

/// The detector with its parameters.
pub struct HeadlineRail {
    function: f32,
    digits: f32,
    template: f32,
    overlap: f32,
    after: f32,
}

impl HeadlineRail {
    /// The detector with its published defaults.
    pub fn published() -> Option<Self> {
        Parameters::new(ENTRY.parameters, &[]).ok().map(|parameters| Self::new(&parameters))
    }

    fn new(parameters: &Parameters) -> Self {
        let number = |name| parameters.number(name) as f32;
        Self {
            function: number("function"),
            digits: number("digits"),
            template: number("template"),
            overlap: number("overlap"),
            after: number("after"),
        }
    }
}

impl Strategy for HeadlineRail {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let line = RefCell::new(FoldedLine::default());
        self.strip(document, &RunningWords::of(document), &|at| header_in(document, at, &mut line.borrow_mut()), out);
    }
}

/// A rail: segments and the rule that found it.
struct Rail {
    lines: Range<usize>,
    rule: &'static str,
}

/// A run of headlines: its segments, and those of them that are items.
struct Run {
    lines: Range<usize>,
    items: Vec<usize>,
}

impl HeadlineRail {
    /// Strips the rails; `is_header` tells whether a line announces one.
    pub fn strip(&self, document: &Document, running: &RunningWords, is_header: &dyn Fn(usize) -> bool, out: &mut Removals) {
        for Rail { lines, rule } in self.rails(document, running, is_header) {
            document.segments()[lines].iter().for_each(|segment| out.push(segment.span, Some(Label::Rail), rule));
        }
    }

    fn rails(&self, document: &Document, running: &RunningWords, is_header: &dyn Fn(usize) -> bool) -> Vec<Rail> {
        let features = document.features();
        let behind = running_text_behind(features);
        let mut found = Vec::new();
        let mut runs = runs(document);
        runs.retain(|run| run.items.len() >= HEADED.0 && self.may_be_rail(run, &behind, is_header) && self.is_headliney(document, run));
        if !runs.is_empty() {
            let items = runs.iter().flat_map(|run| &run.items).map(|at| document.inner(&document.segments()[*at]));
            let mut overlaps = running.shares(items).into_iter();
            for run in &runs {
                let overlap = median(overlaps.by_ref().take(run.items.len()).collect());
                found.extend(self.judge(run, overlap, &behind, is_header));
            }
        }
        found.extend(orphan_headers(document, &found, is_header));
        found
    }

    /// Whether a run stands where a rail does, whatever its words: [`Self::judge`] says no of all others.
    fn may_be_rail(&self, run: &Run, behind: &[f32], is_header: &dyn Fn(usize) -> bool) -> bool {
        let trailing = || run.items.len() >= TRAILING && behind.get(run.lines.end).copied().unwrap_or(0.0) <= self.after;
        run.items.len() >= ANYWHERE.0 || trailing() || run.lines.start.checked_sub(1).is_some_and(is_header)
    }

    /// `overlap`: how much of a middling item the running text has.
    fn judge(&self, run: &Run, overlap: f32, behind: &[f32], is_header: &dyn Fn(usize) -> bool) -> Option<Rail> {
        let count = run.items.len();
        let header = run.lines.start.checked_sub(1).filter(|&at| is_header(at));
        if header.is_some() && overlap < HEADED.1 {
            return Some(Rail { lines: run.lines.start - 1..run.lines.end, rule: "rail.headed" });
        }
        let rest = behind.get(run.lines.end).copied().unwrap_or(0.0);
        let rule = if count >= TRAILING && rest <= self.after && overlap < self.overlap {
            "rail.trailing"
        } else if count >= ANYWHERE.0 && overlap < ANYWHERE.1 {
            "rail.long"
        } else {
            return None;
        };
        Some(Rail { lines: run.lines.start - usize::from(header.is_some())..run.lines.end, rule })
    }

    /// Headlines of news rather than a list that belongs to the story.
    fn is_headliney(&self, document: &Document, run: &Run) -> bool {
        let features: Vec<&Features> = run.items.iter().map(|&at| &document.features()[at]).collect();
        let lines: Vec<&str> = run.items.iter().map(|&at| document.inner(&document.segments()[at])).collect();
        let chars: u32 = features.iter().map(|own| own.chars).sum();
        let digits: u32 = features.iter().map(|own| own.digits).sum();
        let separated = lines.iter().filter(|line| [" | ", " @ ", " – "].iter().any(|sign| line.contains(sign))).count();
        let unspaced = features.iter().all(|own| own.unspaced * 2 > own.chars);
        let wordy = unspaced || median(features.iter().map(|own| own.words).collect()) >= MIN_MEDIAN_WORDS;
        let functional = || unspaced || function_share(&lines, document.language()) >= self.function;
        // What costs most comes last.
        wordy
            && digits as f32 <= self.digits * chars as f32
            && (separated as f32) < 0.4 * lines.len() as f32
            && template_share(&lines) <= self.template
            && functional()
    }
}

/// Maximal sequences of headline-like segments, short lines between them included.
fn runs(document: &Document) -> Vec<Run> {
    let features = document.features();
    // The page's own title is an unlinked heading of the first level.
    let own_title = |at: usize| document.segments()[at].kind == Kind::Heading(1) && features[at].links == 0;
    let mut found: Vec<Run> = Vec::new();
    for at in (0..features.len()).filter(|&at| features[at].is_title() && !own_title(at)) {
        match found.last_mut() {
            Some(run) if at == run.lines.end || (at == run.lines.end + 1 && is_gap(&features[at - 1])) => {
                run.lines.end = at + 1;
                run.items.push(at);
            }
            _ => found.push(Run { lines: at..at + 1, items: vec![at] }),
        }
    }
    found
}

fn is_gap(features: &Features) -> bool {
    features.words <= GAP_WORDS && !features.is_terminal()
}

/// For each index, the share of running text that stands at or behind it.
fn running_text_behind(features: &[Features]) -> Vec<f32> {
    let all: u32 = features.iter().filter(|own| own.is_long()).map(|own| own.chars).sum();
    let mut behind = vec![0.0; features.len() + 1];
    let mut sum = 0;
    for at in (0..features.len()).rev() {
        sum += if features[at].is_long() { features[at].chars } else { 0 };
        behind[at] = sum as f32 / all.max(1) as f32;
    }
    behind
}

/// Headers with running text right behind: the rail they announce is not there.
fn orphan_headers(document: &Document, found: &[Rail], is_header: &dyn Fn(usize) -> bool) -> Vec<Rail> {
    let features = document.features();
    let orphan = |&at: &usize| {
        let next = features.get(at + 1);
        features[at].words <= GAP_WORDS
            && next.is_some_and(Features::is_long)
            && !found.iter().any(|rail| rail.lines.contains(&at))
            && is_header(at)
    };
    (0..features.len()).filter(orphan).map(|at| Rail { lines: at..at + 1, rule: "rail.empty" }).collect()
}

/// Whether a line is the header of a rail, by the lexicon.
pub fn is_header(document: &Document, at: usize) -> bool {
    header_in(document, at, &mut FoldedLine::default())
}

fn header_in(document: &Document, at: usize, line: &mut FoldedLine) -> bool {
    let features = &document.features()[at];
    if features.words > 8.0 {
        return false;
    }
    fold_into(document.text(), &document.segments()[at], document.links(), line);
    let hit = Lexicon::of(document.language()).find(line, features);
    hit.is_some_and(|hit| hit.whole && matches!(hit.rule.label, Label::Rail | Label::Related))
}

/// Share of function words; without a stop list, items with a lower-case word of up to three letters count in full.
fn function_share(lines: &[&str], language: &Language) -> f32 {
    let (mut all, mut function) = (0u32, 0u32);
    let mut lower = String::new();
    for word in lines.iter().flat_map(|line| line.split_whitespace()) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        all += 1;
        if word.is_ascii() {
            let is_short = || word.len() <= 3 && !word.bytes().any(|byte| byte.is_ascii_uppercase());
            let known = if language.has_stop_words() { language.is_ascii_stop_word(word.as_bytes()) } else { is_short() };
            function += u32::from(known);
            continue;
        }
        lower.clear();
        word.chars().for_each(|c| push_lower(c, &mut lower));
        let known = if language.has_stop_words() { language.is_stop_word(&lower) } else { word.chars().count() <= 3 && word == lower };
        function += u32::from(known);
    }
    if all == 0 { 0.0 } else { function as f32 / all as f32 }
}

/// Share of the most common first word, digits masked.
fn template_share(lines: &[&str]) -> f32 {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    for line in lines {
        let first = line.split_whitespace().next().unwrap_or("");
        let masked: String = first.chars().map(|c| if c.is_numeric() { '0' } else { c }).collect();
        *counts.entry(masked.to_lowercase()).or_default() += 1;
    }
    counts.values().max().map_or(0.0, |&most| most as f32 / lines.len() as f32)
}

fn median(mut values: Vec<f32>) -> f32 {
    values.sort_unstable_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
