//! Finds the rule that a line satisfies: one look-up for whole lines, one anchored and one free automaton for the rest.

use super::beginnings::WholeLines;
use super::phrases::{Phrases, at_boundary, word_starts};
use super::{Place, Rule, Separator, languages, read, read_of};
use crate::document::{Features, FoldedLine, Language};
use crate::label::Label;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// A rule that a line satisfies.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// The rule.
    pub rule: &'static Rule,
    /// Bytes of the folded line up to the end of the phrase.
    pub end: usize,
    /// Whether the phrase is the whole line.
    pub whole: bool,
}

/// The compiled lexicon.
pub struct Lexicon {
    rules: Vec<Rule>,
    max_words: f32,
    whole: FxHashMap<String, Vec<u32>>,
    may_be_whole: WholeLines,
    prefix: Phrases,
    inside: Phrases,
    cues: Phrases,
}

/// Stands for documents in an unknown language,
const UNKNOWN: &str = "?";
/// and for those in a language without a data file.
const OTHER: &str = "other";

/// The rules for a language, its own before the English ones.
fn rules_for(code: &str) -> Vec<Rule> {
    // A test reads every data file; should one be broken all the same, it has no rules.
    let file = |lang: &str| read(lang).unwrap_or_default();
    match code {
        "en" | OTHER => file("en"),
        UNKNOWN => {
            let of_whole = |lang| read_of(lang, |place| place == Place::Whole).unwrap_or_default();
            let whole = languages().filter(|lang| *lang != "en").flat_map(of_whole);
            file("en").into_iter().chain(whole).collect()
        }
        lang => file(lang).into_iter().chain(file("en")).collect(),
    }
}

impl Lexicon {
    /// The lexicon for documents in a language, compiled on first use: its rules and those of English. In an unknown
    /// language the whole-line rules of every language apply, and nothing else but English.
    pub fn of(language: &Language) -> &'static Lexicon {
        static LEXICONS: OnceLock<Vec<(&'static str, OnceLock<Lexicon>)>> = OnceLock::new();
        // English first: it is asked for most.
        let codes = || std::iter::once("en").chain(languages().filter(|code| *code != "en")).chain([UNKNOWN, OTHER]);
        let lexicons = LEXICONS.get_or_init(|| codes().map(|code| (code, OnceLock::new())).collect());
        let code = if language.code.is_empty() { UNKNOWN } else { language.code.as_str() };
        // A language without a data file has English rules only; it is the last in the list.
        let last = lexicons.len() - 1;
        let (code, lexicon) = &lexicons[lexicons.iter().position(|(known, _)| *known == code).unwrap_or(last)];
        lexicon.get_or_init(|| Lexicon::new(rules_for(code)))
    }

    fn new(rules: Vec<Rule>) -> Self {
        let mut whole: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        let (mut prefix, mut inside, mut cues) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        for (index, rule) in rules.iter().enumerate() {
            let table = match rule.place {
                Place::Whole => &mut whole,
                Place::Prefix => &mut prefix,
                Place::Suffix | Place::Contains => &mut inside,
                Place::Cue => &mut cues,
            };
            for phrase in &rule.phrases {
                let key = match rule.place {
                    Place::Whole => trim_marks(phrase),
                    Place::Cue => phrase.trim_end_matches('*'),
                    _ => phrase.as_str(),
                };
                table.entry(key.to_string()).or_default().push(index as u32);
            }
        }
        let max_words = rules.iter().filter(|rule| rule.place != Place::Cue).map(|rule| rule.max_words).fold(0.0, f32::max);
        let may_be_whole = WholeLines::of(whole.keys().map(String::as_str));
        let (prefix, inside, cues) = (Phrases::new(prefix), Phrases::new(inside), Phrases::new(cues));
        Self { rules, max_words, whole, may_be_whole, prefix, inside, cues }
    }

    /// All rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// No rule that [`Lexicon::find`] may give takes a line of more words.
    pub fn max_words(&self) -> f32 {
        self.max_words
    }

    /// The rule that a folded line satisfies: the whole line first, then its beginning, then its inside.
    pub fn find(&'static self, line: &FoldedLine, features: &Features) -> Option<Hit> {
        let text = line.text.as_str();
        let fits = |rule: &Rule| features.words <= rule.max_words;
        let bare = trim_marks(text);
        if let Some(rule) = self.whole(bare).and_then(|found| self.first(found, fits)) {
            return Some(Hit { rule, end: text.len(), whole: true });
        }
        let lead = text.len() - trim_lead(text).len();
        self.find_prefix(line, lead, fits).or_else(|| self.find_inside(text, bare.len() + lead, fits))
    }

    /// The rule of which a line holds `least` different cues or more (usually [`MIN_CUES`]), the most cues first. A line with a quotation is
    /// somebody's speech and has none.
    pub fn find_cues(&'static self, line: &FoldedLine, features: &Features, least: usize) -> Option<&'static Rule> {
        let text = line.text.as_str();
        if text.contains('"') {
            return None;
        }
        let mut counts: Vec<(u32, usize)> = Vec::new();
        let mut seen: Vec<usize> = Vec::new();
        for (phrase, start, end) in
            word_starts(text).filter_map(|start| self.cues.at(text, start).map(|(phrase, end)| (phrase, start, end)))
        {
            if seen.contains(&phrase) {
                continue;
            }
            seen.push(phrase);
            for &index in &self.cues.rules[phrase] {
                let rule = &self.rules[index as usize];
                let fits = features.words <= rule.max_words;
                let stem = || rule.phrases.iter().any(|cue| cue.strip_suffix('*').is_some_and(|cue| cue == &text[start..end]));
                if fits && (at_boundary(text, end) || stem()) {
                    match counts.iter_mut().find(|(known, _)| *known == index) {
                        Some((_, count)) => *count += 1,
                        None => counts.push((index, 1)),
                    }
                }
            }
        }
        let (best, count) = counts.into_iter().max_by_key(|&(index, count)| (count, std::cmp::Reverse(index)))?;
        let longer = usize::from(features.words > SHORT_WORDS) + usize::from(features.words > LONG_WORDS);
        (count >= least + if least < MIN_CUES { 0 } else { longer }).then(|| &self.rules[best as usize])
    }

    /// The rules for which a line without marks at its ends is a phrase.
    fn whole(&self, line: &str) -> Option<&Vec<u32>> {
        if self.may_be_whole.may_hold(line) { self.whole.get(line) } else { None }
    }

    /// The first of these rules that fits.
    fn first(&'static self, indices: &[u32], fits: impl Fn(&Rule) -> bool) -> Option<&'static Rule> {
        indices.iter().map(|&index| &self.rules[index as usize]).find(|rule| fits(rule))
    }

    fn find_prefix(&'static self, line: &FoldedLine, start: usize, fits: impl Fn(&Rule) -> bool) -> Option<Hit> {
        let text = line.text.as_str();
        let (phrase, end) = self.prefix.at(text, start)?;
        let open = |rule: &Rule| match rule.separator {
            Separator::Optional => at_boundary(text, end),
            Separator::Required => is_separated(line, end),
        };
        let rule = self.first(&self.prefix.rules[phrase], |rule| fits(rule) && open(rule))?;
        Some(Hit { rule, end, whole: false })
    }

    /// `last` is where the marks at the line's end begin.
    fn find_inside(&'static self, text: &str, last: usize, fits: impl Fn(&Rule) -> bool) -> Option<Hit> {
        for (phrase, end) in word_starts(text).filter_map(|start| self.inside.at(text, start)) {
            let bounded = at_boundary(text, end);
            let placed = |rule: &Rule| rule.place == Place::Contains || end >= last;
            let rules = &self.inside.rules[phrase];
            if let Some(rule) = self.first(rules, |rule| bounded && fits(rule) && placed(rule)) {
                return Some(Hit { rule, end, whole: false });
            }
        }
        None
    }

    /// The rule whose phrase the raw text begins with, glued to what follows: `RelatedMore news`, `Read alsoMore news`.
    pub fn find_glued(&'static self, raw: &str) -> Option<&'static Rule> {
        let (head, turn) = glued_label(raw)?;
        let label = std::str::from_utf8(&head[..turn]).ok()?;
        let pointer = |rule: &Rule| rule.label != Label::Nav;
        let whole = self.whole(label).and_then(|found| self.first(found, pointer));
        whole.or_else(|| {
            let (phrase, end) = self.prefix.at(label, 0)?;
            if end == label.len() { self.first(&self.prefix.rules[phrase], pointer) } else { None }
        })
    }
}

/// What stands before a capital that follows a small letter without a space, in small letters; and its width. Nothing but
/// letters and spaces may stand before it.
fn glued_label(raw: &str) -> Option<([u8; MAX_GLUED_BYTES], usize)> {
    let mut label = [0; MAX_GLUED_BYTES];
    let mut small = false;
    for (at, &byte) in raw.as_bytes().iter().take(MAX_GLUED_BYTES).enumerate() {
        match byte {
            b'a'..=b'z' => small = true,
            b'A'..=b'Z' if small => return Some((label, at)),
            b'A'..=b'Z' | b' ' => small = false,
            _ => return None,
        }
        label[at] = byte.to_ascii_lowercase();
    }
    None
}

/// A label glued to what follows is no longer than this.
const MAX_GLUED_BYTES: usize = 32;

/// One cue alone is an ordinary word; `least` may ask for fewer where a line is suspect for other reasons.
pub const MIN_CUES: usize = 2;
/// Longer lines need one cue more,
const SHORT_WORDS: f32 = 25.0;
/// and still longer ones another.
const LONG_WORDS: f32 = 45.0;

/// Symbols that stand before the first word of a widget's line: arrows, icons, plus signs.
fn is_lead_symbol(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '#' | '@' | '©' | '(' | '"' | '\'' | '<' | '[' | '【' | '（')
}

/// The line without leading symbols.
fn trim_lead(text: &str) -> &str {
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) { text } else { text.trim_start_matches(is_lead_symbol) }
}

/// The line without leading symbols and trailing marks.
fn trim_marks(text: &str) -> &str {
    let tail = |c: char| {
        matches!(
            c,
            ':' | '.'
                | '!'
                | '?'
                | '…'
                | '»'
                | '"'
                | '›'
                | '>'
                | '→'
                | '|'
                | '·'
                | '•'
                | '-'
                | '–'
                | '—'
                | '+'
                | ' '
                | '▼'
                | '▾'
                | '。'
                | '！'
                | '？'
                | '*'
        )
    };
    let text = trim_lead(text);
    if text.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric) { text } else { text.trim_end_matches(tail) }
}

/// Whether a colon, dash, bar, arrow, link or the end follows.
fn is_separated(line: &FoldedLine, end: usize) -> bool {
    let rest = line.text[end..].trim_start();
    let gap = line.text.len() - rest.len();
    let link = line.link_at.is_some_and(|at| at >= end && at <= gap);
    let sign =
        rest.chars().next().is_none_or(|c| matches!(c, ':' | '–' | '—' | '-' | '|' | '>' | '»' | '›' | '→' | '▶' | '►' | '/' | '"' | '='));
    // A hyphenated word goes on: "read more-or-less".
    let hyphen = rest.starts_with('-') && !line.text[end..].starts_with(' ') && rest[1..].starts_with(char::is_alphabetic);
    link || (sign && !hyphen)
}

/// The folded form of a phrase, as lines have it.
#[cfg(test)]
pub(super) fn folded(phrase: &str) -> String {
    use crate::document::{Document, Format, fold_into};
    // A full stop first keeps `- x` and `1. x` from being read as list marks.
    let document = Document::anonymous(Format::Plain, format!(".{phrase}"));
    let mut line = FoldedLine::default();
    fold_into(document.text(), &document.segments()[0], document.links(), &mut line);
    line.text[1..].to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format, fold_into};

    fn label(line: &str, lang: &str) -> Option<&'static str> {
        let document = Document::anonymous(Format::Markdown, line);
        let mut folded = FoldedLine::default();
        fold_into(document.text(), &document.segments()[0], document.links(), &mut folded);
        let hit = Lexicon::of(&Language::new(lang)).find(&folded, &document.features()[0]);
        hit.map(|hit| hit.rule.label.name())
    }

    #[test]
    fn lines_of_several_languages_are_recognised() {
        assert_eq!(label("Related article: [Five years of faults](#)", "en"), Some("related"));
        assert_eq!(label("- [Most read](#)", "en"), Some("rail"));
        assert_eq!(label("Lesen Sie auch: Der Kran", "de"), Some("related"));
        assert_eq!(label("Читайте также: Кран", "ru"), Some("related"));
        assert_eq!(label("12 Comments", "en"), Some("comments"));
    }

    #[test]
    fn sentences_are_left_alone() {
        assert_eq!(label("Related questions were put to the minister on Monday.", "en"), None);
        assert_eq!(label("Read more books, the teacher told her class.", "en"), None);
        assert_eq!(label("Source material was handed to the court.", "en"), None);
    }

    #[test]
    fn glued_labels_are_seen() {
        let glued = |raw: &str| Lexicon::of(&Language::new("en")).find_glued(raw).map(|rule| rule.label.name());
        assert_eq!(glued("RelatedHarbour crane sold"), Some("related"));
        assert_eq!(glued("Related harbour"), None);
        assert_eq!(glued("McDonald"), None);
    }
}
