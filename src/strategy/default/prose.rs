//! Furniture written as prose: prompts, notes about the author, notices. No phrase begins it; several small signs do.

use super::evidence::Word;
use crate::document::{Document, Features, FoldedLine, Segment, fold_into};
use crate::label::Label;
use crate::strategy::lexicon::Lexicon;

/// Longer paragraphs are the article's.
const MAX_WORDS: f32 = 60.0;
/// A prompt that begins with a pictogram, or has an address, is shorter than this.
const MAX_PROMPT_WORDS: f32 = 40.0;
/// Notes about the author stand behind this share of the running text.
const TAIL: f32 = 0.75;

/// Marks lines that several signs give away; lines that somebody already knows are passed over.
pub fn mark(document: &Document, typed: &[Word], special: &mut [Word]) {
    let features = document.features();
    let running: f32 = features.iter().filter(|own| own.is_long()).map(|own| own.words).sum();
    let mut before = 0.0;
    let mut line = FoldedLine::default();
    for (at, segment) in document.segments().iter().enumerate() {
        let own = &features[at];
        if typed[at].is_none() && special[at].is_none() && own.words >= 3.0 && own.words <= MAX_WORDS && !own.heading {
            special[at] = sign(document, segment, own, before >= TAIL * running && running > 0.0, &mut line);
        }
        before += if own.is_long() { own.words } else { 0.0 };
    }
}

fn sign(document: &Document, segment: &Segment, features: &Features, tail: bool, line: &mut FoldedLine) -> Word {
    let text = document.inner(segment);
    if features.words <= MAX_PROMPT_WORDS && text.chars().next().is_some_and(is_pictogram) {
        return Some((Label::Promo, "prose.pictogram"));
    }
    if tail && is_emphasis(text) && features.is_sentence() {
        return Some((Label::Bio, "prose.emphasis"));
    }
    let quoted = text.contains(['"', '“', '”', '„', '«', '「']);
    if features.words <= MAX_PROMPT_WORDS && !quoted && has_address(text) {
        return Some((Label::Promo, "prose.address"));
    }
    fold_into(document.text(), segment, document.links(), line);
    let rule = Lexicon::get().find_cues(line, features, document.language())?;
    // A note about a person looks like a sentence of the article unless it stands at the end.
    (tail || rule.label != Label::Bio).then_some((rule.label, rule.id))
}

/// Signs that open a prompt: emoji, dingbats, arrows. Bullets, dashes and currency signs open text.
fn is_pictogram(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x21FF | 0x23E9..=0x23FA | 0x25B6 | 0x25BA | 0x2600..=0x2604 | 0x260E | 0x2615..=0x26FF | 0x2700..=0x2712 | 0x2728 | 0x27A1 | 0x1F300..=0x1FAFF)
}

/// A paragraph wholly in emphasis: `*…*`, `_…_`.
fn is_emphasis(text: &str) -> bool {
    let wrapped = |mark: char| text.len() > 2 && text.starts_with(mark) && text.ends_with(mark) && text.matches(mark).count() <= 4;
    wrapped('*') || wrapped('_')
}

/// An e-mail address among the words.
fn has_address(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let at = word.find('@');
        at.is_some_and(|at| at > 0 && word[at..].contains('.'))
    })
}
