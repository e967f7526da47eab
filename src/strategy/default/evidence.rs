//! What the specialists say of each line.

use super::{Verdict, comments, prose};
use crate::document::{Document, FoldedLine};
use crate::label::Label;
use crate::strategy::contract::Context;
use crate::strategy::phrase_rules::typed;
use crate::strategy::{aggregator, contract, duplicates, headline_rail};

/// A specialist's word on one line.
pub type Word = Option<(Label, &'static str)>;

/// What is known of each line.
pub struct Evidence {
    /// What the lexicon says of the line, if anything.
    pub typed: Vec<Word>,
    /// What a specialist that sees more than the line says.
    pub special: Vec<Word>,
}

impl Evidence {
    /// Asks every specialist.
    pub fn gather(document: &Document, context: &Context) -> Self {
        let mut line = FoldedLine::default();
        let lines = document.segments().iter().zip(document.features());
        let typed: Vec<Word> = lines.map(|(segment, features)| typed(document, segment, features, &mut line)).collect();
        let mut special = vec![None; typed.len()];
        for entry in [&aggregator::ENTRY, &headline_rail::ENTRY, &duplicates::ENTRY] {
            ask(entry, document, context, &mut special);
        }
        prose::mark(document, &typed, &mut special);
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

/// Runs a strategy with its defaults and notes its whole-line removals.
fn ask(entry: &'static contract::Entry, document: &Document, context: &Context, words: &mut [Word]) {
    let Ok(selected) = contract::Selected::new(entry, &[]) else { return };
    let mut at = 0;
    for removal in selected.run(document, context).iter() {
        while document.segments().get(at).is_some_and(|segment| segment.span.end <= removal.span.start) {
            at += 1;
        }
        if words[at].is_none() {
            words[at] = removal.label.map(|label| (label, leaked(&removal.rule)));
        }
    }
}

/// Rules of built-in strategies are static.
fn leaked(rule: &contract::Rule) -> &'static str {
    match rule {
        std::borrow::Cow::Borrowed(rule) => rule,
        std::borrow::Cow::Owned(_) => "default.specialist",
    }
}
