//! Furniture written as prose: prompts, notes about the author, notices. No phrase begins it; several small signs do.

use super::evidence::Word;
use crate::document::{Document, Features, FoldedLine, Vocabulary, fold_into};
use crate::label::Label;
use crate::strategy::contract::Removal;
use crate::strategy::lexicon::{Lexicon, MIN_CUES};
use crate::strategy::phrase_rules::Cues;
use crate::strategy::source_cues::signs::{AT, CJK, GENERAL, LATIN, QUOTE};
use crate::strategy::source_cues::{Names, Reading, opens_with_person};

/// Longer paragraphs are the article's.
const MAX_WORDS: f32 = 130.0;
/// A prompt that begins with a pictogram, or has an address, is shorter than this.
const MAX_PROMPT_WORDS: f32 = 40.0;
/// Notes about the author stand behind this share of the running text.
const TAIL: f32 = 0.75;
/// Such a note has this many words at most.
const MAX_NOTE_WORDS: f32 = 70.0;
/// What notes on persons go on with behind the name.
const PERSONS: &[&str] = &[
    "is a ",
    "is an ",
    "is the ",
    "is our ",
    "is writing ",
    "is professor",
    "was chief",
    "was the ",
    "was a ",
    "has reported",
    "has written",
    "has covered",
    "has worked",
    "has been ",
    "holds the ",
    "holds a ",
    "teaches",
    "taught",
    "writes",
    "covers",
    "covered",
    "reports on",
    "lives in",
    "works ",
    "worked ",
    "joined ",
    "leads the ",
    "runs the ",
    "studied",
    "commanded",
    "served",
    "ist ",
    "schreibt",
    "arbeitet",
    "lehrt",
    "lebt in",
    "berichtet",
    "est ",
    "écrit",
    "enseigne",
    "vit à",
    "couvre",
    "es ",
    "escribe",
    "enseña",
    "vive en",
    "cubre",
    "é ",
    "escreve",
    "vive em",
    "cobre",
    "è ",
    "scrive",
    "insegna",
    "vive a",
    "schrijft",
    "yazıyor",
    "пишет",
    "преподаёт",
    "работает",
    "صحفي",
    "كاتب",
    "محرر",
    "مراسل",
];
/// Verbs of speech: whoever speaks is in the story.
const SPEECH: &[&str] = &[" said", " says", " told ", " added", " sagte", " a dit", " dijo", " disse", " ha detto"];
/// A box reaches this many lines up and down from a known prompt.
const BOX: usize = 3;
/// Its lines have this many words at most.
const BOX_WORDS: f32 = 22.0;
/// A note about a person who is no known author has at most this share of the running text behind it.
const REST: f32 = 0.12;
/// Share of a note's first words that are the author's name.
const NAME_SHARE: f32 = 0.6;

/// Marks lines that several signs give away; lines that somebody already knows are passed over.
pub fn mark(document: &Document, reading: &Reading, cues: &Cues, typed: &[Word], bylines: &[Removal], special: &mut [Word]) {
    let features = document.features();
    let running: f32 = features.iter().filter(|own| own.is_long()).map(|own| own.words).sum();
    let authors = authors(document, typed, bylines);
    let mut before = 0.0;
    let mut about = false;
    let mut line = FoldedLine::default();
    for (at, segment) in document.segments().iter().enumerate() {
        let own = &features[at];
        let tail = before >= TAIL * running && running > 0.0;
        let last = tail && running - before - own.words <= REST * running;
        about = about && own.words > 1.0 || tail && is_about(document.inner(segment), own);
        if typed[at].is_none() && special[at].is_none() && !own.heading | about {
            special[at] = if about {
                Some((Label::Bio, "prose.about"))
            } else {
                let sign = sign(document, reading, at, tail, &authors).or_else(|| cue(document, cues, at, tail, &mut line));
                sign.or_else(|| {
                    (last && is_note_on_person(document.inner(segment), own, &reading.names)).then_some((Label::Bio, "prose.person"))
                })
            };
        }
        before += if own.is_long() { own.words } else { 0.0 };
    }
}

/// Prompts come in boxes: a headline in bold, a sentence, a button. From a known prompt on, lines beside it with a sign of
/// their own belong to the box.
pub fn spread(document: &Document, typed: &[Word], special: &mut [Word]) {
    let is_promo = |word: &Word| word.is_some_and(|(label, _)| label == Label::Promo);
    let known: Vec<bool> =
        typed.iter().zip(special.iter()).map(|(typed, special)| is_promo(special) || special.is_none() && is_promo(typed)).collect();
    for at in (0..known.len()).filter(|&at| known[at]) {
        let above = (at.saturating_sub(BOX)..at).rev();
        let below = at + 1..(at + 1 + BOX).min(known.len());
        for side in [above.collect::<Vec<_>>(), below.collect()] {
            for near in side {
                if !known[near] && !belongs(document, typed, special, near) {
                    break;
                }
                special[near] = special[near].or(Some((Label::Promo, "prose.box")));
            }
        }
    }
}

/// Whether an unknown line beside a prompt is part of it.
fn belongs(document: &Document, typed: &[Word], special: &[Word], at: usize) -> bool {
    let own = &document.features()[at];
    if typed[at].is_some() || special[at].is_some() || own.words > BOX_WORDS || own.words < 1.0 {
        return false;
    }
    let text = document.inner(&document.segments()[at]);
    text.starts_with("**") && !own.heading && !text.contains(['"', '“', '„']) || has_cue(document, at)
}

/// Long notices stand at the end; before it long paragraphs are the article's.
fn is_sized(features: &Features, tail: bool) -> bool {
    features.words >= 3.0 && features.words <= if tail { MAX_WORDS } else { MAX_PROMPT_WORDS }
}

/// What a line's own look says of it.
fn sign(document: &Document, reading: &Reading, at: usize, tail: bool, authors: &Vocabulary) -> Word {
    let (segment, features) = (&document.segments()[at], &document.features()[at]);
    if !is_sized(features, tail) {
        return None;
    }
    let text = document.inner(segment);
    if features.words <= MAX_PROMPT_WORDS && text.chars().next().is_some_and(is_pictogram) {
        return Some((Label::Promo, "prose.pictogram"));
    }
    if tail && is_emphasis(text) && features.is_sentence() {
        return Some((Label::Bio, "prose.emphasis"));
    }
    if tail
        && features.is_sentence()
        && (opens_with_name(text) || is_capitalised(first_words(text)) && authors.overlap(first_words(text)) >= NAME_SHARE)
    {
        return Some((Label::Bio, "prose.author"));
    }
    if features.words <= MAX_PROMPT_WORDS && reading.signs.any(at, AT) && has_address(text) && !is_quoted(reading, at, text) {
        return Some((Label::Promo, "prose.address"));
    }
    None
}

/// What cues say of a line.
fn cue(document: &Document, cues: &Cues, at: usize, tail: bool, line: &mut FoldedLine) -> Word {
    let (segment, features) = (&document.segments()[at], &document.features()[at]);
    if !is_sized(features, tail) || !cues.may_be(at, MIN_CUES) {
        return None;
    }
    fold_into(document.text(), segment, document.links(), line);
    let rule = Lexicon::of(document.language()).find_cues(line, features, MIN_CUES)?;
    // A note about a person looks like a sentence of the article unless it stands at the end.
    (tail || rule.label != Label::Bio).then_some((rule.label, rule.id))
}

/// Whether a line has at least one cue of a prompt or a notice.
pub fn has_cue(document: &Document, at: usize) -> bool {
    let mut line = FoldedLine::default();
    fold_into(document.text(), &document.segments()[at], document.links(), &mut line);
    let rule = Lexicon::of(document.language()).find_cues(&line, &document.features()[at], 1);
    rule.is_some_and(|rule| rule.label != Label::Bio)
}

/// The names in the page's bylines.
fn authors(document: &Document, typed: &[Word], bylines: &[Removal]) -> Vocabulary {
    let lines = bylines.iter().map(|removal| document.slice(removal.span));
    let known = typed.iter().zip(document.segments()).filter(|(word, _)| word.is_some_and(|(label, _)| label == Label::Byline));
    Vocabulary::of(lines.chain(known.map(|(_, segment)| document.inner(segment))))
}

/// Whether no word begins in small letters.
fn is_capitalised(words: &str) -> bool {
    words.split_whitespace().all(|word| !word.starts_with(char::is_lowercase))
}

/// The first two words, where a note about the author has the name.
fn first_words(text: &str) -> &str {
    let end = text.match_indices(char::is_whitespace).nth(1).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// A name in strong emphasis and a verb: "**Jane Roe** teaches …". A colon would make it a speaker.
fn opens_with_name(text: &str) -> bool {
    let Some((name, rest)) = text.strip_prefix("**").and_then(|text| text.split_once("**")) else { return false };
    let words = name.split_whitespace().count();
    (2..=4).contains(&words)
        && name.starts_with(char::is_uppercase)
        && rest.starts_with(' ')
        && rest.trim_start().starts_with(char::is_lowercase)
}

/// The last words of a page that open with a person's name and tell who that is: what the person does or did, or that the person writes
/// for the outlet. Nobody speaks in it.
fn is_note_on_person(text: &str, features: &Features, names: &Names) -> bool {
    if features.words > MAX_NOTE_WORDS || features.words < 4.0 || text.contains(QUOTES) {
        return false;
    }
    // A script without capitals shows no name, but emphasis and a colon do.
    if let Some((_, rest)) = text.strip_prefix("**").and_then(|text| text.split_once("**:")) {
        return PERSONS.iter().any(|verb| rest.trim_start().starts_with(verb));
    }
    let Some(rest) = opens_with_person(text.trim_start_matches(['*', '_'])) else { return false };
    let rest = rest.trim_start_matches(['*', '_']);
    let tells = PERSONS.iter().any(|verb| rest.trim_start_matches([':', ',', ' ']).starts_with(verb));
    tells && !SPEECH.iter().any(|verb| rest.contains(verb)) || features.is_sentence() && names.is_in(text) && rest.starts_with(['’', '\''])
}

/// The header of a note about a company or an author, near the end: "About Orrin Institute", "Über uns".
fn is_about(text: &str, features: &Features) -> bool {
    if features.words <= 5.0 && text.ends_with(" kimdir?") {
        return true;
    }
    if features.words > 8.0 || features.is_terminal() || features.links > 0 {
        return false;
    }
    // Most lines begin with another letter.
    if !matches!(text.as_bytes().first(), Some(b'A' | b'S' | 0xC3 | b'*' | b'#' | b' ')) {
        return false;
    }
    let text = text.trim_start_matches(['*', '#', ' ']);
    ["About ", "ABOUT ", "Über ", "À propos d", "Acerca de", "Sobre "].iter().any(|begin| text.starts_with(begin))
}

/// Signs that open a prompt: emoji, dingbats, arrows. Bullets, dashes and currency signs open text.
fn is_pictogram(c: char) -> bool {
    !c.is_ascii()
        && matches!(u32::from(c), 0x2190..=0x21FF | 0x23E9..=0x23FA | 0x25B6 | 0x25BA | 0x2600..=0x2604 | 0x260E | 0x2615..=0x26FF | 0x2700..=0x2712 | 0x2728 | 0x27A1 | 0x1F300..=0x1FAFF)
}

/// A paragraph wholly in emphasis: `*…*`, `_…_`. Strong emphasis is a question or a crosshead.
fn is_emphasis(text: &str) -> bool {
    let wrapped = |mark: &str| text.len() > 2 && text.starts_with(mark) && text.ends_with(mark);
    (wrapped("*") && !wrapped("**")) || (wrapped("_") && !wrapped("__"))
}

/// Marks that tell of speech.
const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '「'];
/// Every one of [`QUOTES`] has one of these signs.
const QUOTE_SIGNS: u16 = QUOTE | LATIN | GENERAL | CJK;

/// Whether a quotation mark stands in the text of a segment.
fn is_quoted(reading: &Reading, at: usize, text: &str) -> bool {
    reading.signs.any(at, QUOTE_SIGNS) && text.contains(QUOTES)
}

/// An e-mail address among the words.
fn has_address(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let at = word.find('@');
        at.is_some_and(|at| at > 0 && word[at..].contains('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::source_cues::signs::signs;

    #[test]
    fn every_quotation_mark_has_its_sign() {
        assert!(QUOTES.iter().all(|mark| signs(&mark.to_string()) & QUOTE_SIGNS != 0));
    }
}
