//! What the specialists say of each line.

use super::given::{Given, Lines};
use super::{Verdict, comments, own_name, prose};
use crate::document::{Document, RunningWords};
use crate::label::Label;
use crate::strategy::contract::{Context, Removals, Rule, Selected};
use crate::strategy::headline_rail::HeadlineRail;
use crate::strategy::{aggregator, duplicates};

/// A specialist's word on one line.
pub type Word = Option<(Label, &'static str)>;

/// The specialists that have parameters, with their defaults; made once.
pub struct Specialists {
    rails: Option<HeadlineRail>,
    duplicates: Option<Selected>,
}

impl Specialists {
    /// As the table has them.
    pub fn published() -> Self {
        Self { rails: HeadlineRail::published(), duplicates: Selected::new(&duplicates::ENTRY, &[]).ok() }
    }
}

/// What is known of each line.
pub struct Evidence {
    /// What the lexicon says of the line, if anything.
    pub typed: Vec<Word>,
    /// What a specialist that sees more than the line says.
    pub special: Vec<Word>,
}

impl Evidence {
    /// Asks every specialist.
    pub fn gather(document: &Document, context: &Context, specialists: &Specialists, given: &Given, running: &RunningWords) -> Self {
        let (reading, Lines { typed: lines, cues, bylines }) = (&given.reading, given.lines());
        let is_header = |at: usize| {
            let short = document.features()[at].words <= HEADER_WORDS;
            short && lines[at].is_some_and(|typed| typed.whole && matches!(typed.label, Label::Rail | Label::Related))
        };
        let mut found = Removals::new();
        aggregator::strip(document, lines, aggregator::DEFAULT_SCORE, &mut found);
        if let Some(rails) = &specialists.rails {
            rails.strip(document, running, &is_header, &mut found);
        }
        if let Some(duplicates) = &specialists.duplicates {
            duplicates.run(document, context).take().into_iter().for_each(|removal| found.push(removal.span, removal.label, removal.rule));
        }
        let mut special = vec![None; lines.len()];
        note(document, found, &mut special);
        let typed: Vec<Word> = lines.iter().map(|typed| typed.map(|typed| (typed.label, typed.rule))).collect();
        own_name::mark(document, reading, &typed, &mut special);
        prose::mark(document, reading, cues, &typed, bylines, &mut special);
        prose::spread(document, &typed, &mut special);
        comments::mark(document, &typed, &mut special);
        Self { typed, special }
    }

    /// The lines that go because somebody knows what they are.
    pub fn verdicts(&self) -> Vec<Verdict> {
        let one = |(typed, special): (&Word, &Word)| special.or(*typed).map(|(label, rule)| (Some(label), rule));
        self.typed.iter().zip(&self.special).map(one).collect()
    }

    /// Whether somebody knows the line.
    pub fn is_known(&self, at: usize) -> bool {
        self.special[at].or(self.typed[at]).is_some()
    }

    /// Whether the line is known to be boilerplate.
    pub fn is_furniture(&self, at: usize) -> bool {
        self.special[at].or(self.typed[at]).is_some_and(|(label, _)| !is_meta(label))
    }
}

/// Labels of lines that belong to the article's head and count neither way.
pub const fn is_meta(label: Label) -> bool {
    matches!(label, Label::Date | Label::Byline | Label::Caption | Label::Dateline | Label::Correction | Label::Excerpt)
}

/// The header of a rail has this many words at most.
const HEADER_WORDS: f32 = 8.0;

/// Notes whole-line removals; of several for one line the first counts.
fn note(document: &Document, mut found: Removals, words: &mut [Word]) {
    found.settle(document.text());
    let mut at = 0;
    for removal in found.iter() {
        while document.segments().get(at).is_some_and(|segment| segment.span.end <= removal.span.start) {
            at += 1;
        }
        if let Some(word) = words.get_mut(at).filter(|word| word.is_none()) {
            *word = removal.label.map(|label| (label, fixed(&removal.rule)));
        }
    }
}

/// Rules of built-in strategies are static.
fn fixed(rule: &Rule) -> &'static str {
    match rule {
        std::borrow::Cow::Borrowed(rule) => rule,
        std::borrow::Cow::Owned(_) => "default.specialist",
    }
}
