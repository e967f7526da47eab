//! `source-cues`: what tells a reader or a classifier which outlet wrote the text.
//!
//! - **Idea**: the outlet's name in the text, datelines, bylines, credits, wire lines, origin footers, notes about authors and
//!   aggregator panels give a source away, and so does every menu, prompt or notice that names the outlet; other outlets' names are
//!   attribution and stay. What is a menu or a prompt, `default` says; of what it takes out, all goes that it can name, that
//!   names the outlet, or that is a scrap of a line. What it merely takes for a place outside of the article stays.
//! - **Source**: own; the cue inventory of publisher-shortcut studies (Zhou et al. 2021 and others) and agencies' style.
//! - **Needs**: text; the source's name helps. **Parameters**: `names`, whether the outlet's own name is taken out of kept
//!   sentences.
//! - **Wins**: the task `source-neutral`. **Loses**: outlets whose name is a common word; names in another script than the
//!   source's id; house style, which is content. **Cost**: that of `default`, and O(bytes).

mod by_words;
mod bylines;
mod copyright;
mod credits;
mod datelines;
mod logos;
mod names;
mod pattern;
mod persons;
mod proper;
mod roles;
pub mod signs;
#[cfg(test)]
mod slow;
mod wires;

pub use names::Names;
pub use pattern::Class;
pub use persons::opens_with_person;
pub use proper::AGENCIES;

use super::contract::{Context, Entry, Family, Needs, Parameter, Properties, Removals};
use super::default::{Furniture, Given};
use super::phrase_rules::Typed;
use super::{Document, Strategy};
use crate::label::Label;
use crate::span::Span;
use signs::Signs;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "source-cues",
    version: 2,
    summary: "outlet names, datelines, bylines, credits, wire lines, origin footers, aggregator panels",
    loses: "outlets named by a common word; house style",
    family: Family::Rules,
    source: "own; cf. Zhou et al. 2021 on publisher shortcuts",
    needs: Needs::Links,
    parameters: &[Parameter::word("names", &["on", "off"], "whether the outlet's own name goes from kept sentences")],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |parameters| Box::new(SourceCues { names: parameters.word("names") == "on", furniture: Furniture::published() }),
};

struct SourceCues {
    names: bool,
    /// Says what is furniture.
    furniture: Option<Furniture>,
}

impl Strategy for SourceCues {
    fn remove(&self, document: &Document, context: &Context, out: &mut Removals) {
        let kept = vec![true; document.segments().len()];
        let given = Given::of(document);
        let (reading, lines) = (&given.reading, given.lines());
        whole_lines(document, &lines.typed, out);
        lines.bylines.iter().cloned().for_each(|byline| out.push(byline.span, byline.label, byline.rule));
        inside_lines(document, reading, &kept, self.names, out);
        if let Some(furniture) = &self.furniture {
            for removal in furniture.removals(document, context, &given) {
                let known = removal.label.is_some() || removal.rule == LINKED || names_company(document.slice(removal.span));
                if known || names_outlet(document.slice(removal.span), &reading.names) || is_scrap(document, removal.span) {
                    out.push(removal.span, removal.label, removal.rule);
                }
            }
        }
    }
}

/// The rule of `default` for lines of links.
const LINKED: &str = "default.linked";
/// An imprint has this many bytes at most.
const MAX_IMPRINT: usize = 600;
/// A scrap outside of the article has this many words at most.
const SCRAP_WORDS: f32 = 14.0;

/// A short line outside of the article that is no sentence, no heading, and no item of a list: what `default` cannot name is a name, a
/// post, a time or a counter there; lists and sentences may be the article's end.
fn is_scrap(document: &Document, removed: Span) -> bool {
    let at = document.segments().partition_point(|segment| segment.span.end <= removed.start);
    let (Some(segment), Some(own)) = (document.segments().get(at), document.features().get(at)) else { return false };
    let whole = removed.start <= segment.span.start && segment.span.end <= removed.end;
    let short = !own.is_sentence() && own.words <= SCRAP_WORDS;
    if document.page().is_some() {
        // Elements say what stands outside of an article; hidden sentences may be the rest of it behind a paywall.
        return !segment.hidden || short;
    }
    whole && !own.item && !own.heading && short && !is_row(document.slice(segment.span))
}

/// The company behind an outlet: imprints and copyright lines name it.
fn names_company(text: &str) -> bool {
    let is_form = |word: &str| ["Ltd", "Limited", "Inc", "LLC", "GmbH", "S.A", "S.L", "S.p.A", "A.Ş", "Cooperative", "plc"].contains(&word);
    text.len() <= MAX_IMPRINT && (text.contains('©') || text.split([' ', ',', '|']).any(|word| is_form(word.trim_end_matches(['.', ',']))))
}

/// A row of a table.
fn is_row(line: &str) -> bool {
    line.starts_with('|') && line.trim_end().ends_with('|')
}

/// Labels that are cues whatever they say.
const fn is_cue(label: Option<Label>) -> bool {
    use Label as L;
    matches!(label, Some(L::Outlet | L::Byline | L::Dateline | L::Credit | L::Wire | L::Origin | L::Bio | L::Aggregator))
}

/// Whether a removed line has the outlet's name or address.
fn names_outlet(text: &str, names: &Names) -> bool {
    names.in_address(text) || text.lines().any(|line| names.is_in(line))
}

/// What many rules ask of a document, read once.
#[derive(Debug)]
pub struct Reading {
    /// What its outlet is called.
    pub names: Names,
    /// Which rare bytes stand in each segment.
    pub signs: Signs,
    /// The segments in which a name may stand, see [`Names::lines`].
    pub named: Vec<bool>,
}

impl Reading {
    /// Reads a document.
    pub fn of(document: &Document) -> Self {
        let (names, signs) = (Names::of(document), Signs::of(document));
        Self { named: names.lines(document, &signs), names, signs }
    }
}

/// The cues inside lines alone: credits, wire endings, datelines and, if asked for, the outlet's names; in the lines that are `kept`.
pub fn inside_lines(document: &Document, reading: &Reading, kept: &[bool], names: bool, out: &mut Removals) {
    credits::find(document, &reading.signs, kept, out);
    wires::find(document, &reading.signs, kept, out);
    datelines::find(document, kept, out);
    if names {
        names::find(document, reading, kept, out);
    }
}

/// Bylines alone.
pub fn bylines_of(document: &Document, signs: &Signs, out: &mut Removals) {
    bylines::find(document, signs, out);
}

/// Whole lines that the lexicon knows as cues.
fn whole_lines(document: &Document, typed: &[Option<Typed>], out: &mut Removals) {
    for (segment, typed) in document.segments().iter().zip(typed) {
        if let Some(Typed { label, rule, .. }) = typed
            && is_cue(Some(*label))
        {
            out.push(segment.span, Some(*label), *rule);
        }
    }
}
