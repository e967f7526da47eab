//! Finds the rule that a line satisfies: one look-up for whole lines, one anchored and one free automaton for the rest.

use super::{Place, Rule, Separator, languages, read, read_of};
use crate::document::{Features, FoldedLine, Language};
use crate::label::Label;
use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
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
    whole: FxHashMap<String, Vec<u32>>,
    prefix: Phrases,
    inside: Phrases,
    cues: Phrases,
}

/// Phrases in an automaton; each stands for one or more rules. It is asked at word starts only, and only where some phrase
/// begins with the same bytes: most words of a line are passed over after one look.
#[derive(Default)]
struct Phrases {
    automaton: Option<AhoCorasick>,
    rules: Vec<Vec<u32>>,
    /// How short phrases begin, and how long ones do.
    short: Beginnings<3>,
    long: Beginnings<6>,
}

/// A table of bits: one for each hash of the first `N` bytes of a phrase.
#[derive(Default)]
struct Beginnings<const N: usize>(Vec<u64>);

impl<const N: usize> Beginnings<N> {
    fn add(&mut self, phrase: &[u8]) {
        self.0.resize(1 << (START_BITS - 6), 0);
        // A phrase of fewer bytes may be followed by anything: it opens every door.
        match phrase.get(..N) {
            Some(first) => self.set(Self::hash(first)),
            None => self.0.fill(u64::MAX),
        }
    }

    fn set(&mut self, bit: usize) {
        self.0[bit >> 6] |= 1 << (bit & 63);
    }

    fn may_hold(&self, text: &[u8]) -> bool {
        let Some(first) = text.get(..N) else { return !self.0.is_empty() };
        let bit = Self::hash(first);
        self.0.get(bit >> 6).is_some_and(|bits| bits & (1 << (bit & 63)) != 0)
    }

    fn hash(first: &[u8]) -> usize {
        let key = first.iter().fold(0u64, |key, &byte| key << 8 | u64::from(byte));
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - START_BITS)) as usize
    }
}

/// Bits of the table of first bytes, as a power of two.
const START_BITS: u32 = 15;
/// Phrases of this many bytes are long.
const LONG_BYTES: usize = 6;

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
        let lexicons = LEXICONS.get_or_init(|| languages().chain([UNKNOWN, OTHER]).map(|code| (code, OnceLock::new())).collect());
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
        Self { rules, whole, prefix: Phrases::new(prefix), inside: Phrases::new(inside), cues: Phrases::new(cues) }
    }

    /// All rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule that a folded line satisfies: the whole line first, then its beginning, then its inside.
    pub fn find(&'static self, line: &FoldedLine, features: &Features) -> Option<Hit> {
        let text = line.text.as_str();
        let fits = |rule: &Rule| features.words <= rule.max_words;
        if let Some(rule) = self.whole.get(trim_marks(text)).and_then(|found| self.first(found, fits)) {
            return Some(Hit { rule, end: text.len(), whole: true });
        }
        self.find_prefix(line, fits).or_else(|| self.find_inside(text, fits))
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

    /// The first of these rules that fits.
    fn first(&'static self, indices: &[u32], fits: impl Fn(&Rule) -> bool) -> Option<&'static Rule> {
        indices.iter().map(|&index| &self.rules[index as usize]).find(|rule| fits(rule))
    }

    fn find_prefix(&'static self, line: &FoldedLine, fits: impl Fn(&Rule) -> bool) -> Option<Hit> {
        let text = line.text.as_str();
        let start = text.len() - text.trim_start_matches(is_lead_symbol).len();
        let (phrase, end) = self.prefix.at(text, start)?;
        let open = |rule: &Rule| match rule.separator {
            Separator::Optional => at_boundary(text, end),
            Separator::Required => is_separated(line, end),
        };
        let rule = self.first(&self.prefix.rules[phrase], |rule| fits(rule) && open(rule))?;
        Some(Hit { rule, end, whole: false })
    }

    fn find_inside(&'static self, text: &str, fits: impl Fn(&Rule) -> bool) -> Option<Hit> {
        let last = trim_marks(text).len() + (text.len() - text.trim_start_matches(is_lead_symbol).len());
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
        // The label ends where a capital follows a small letter without a space.
        let head = &raw.as_bytes()[..raw.len().min(MAX_GLUED_BYTES)];
        let ascii = head.iter().position(|byte| !byte.is_ascii_alphabetic() && *byte != b' ').unwrap_or(head.len());
        let turn = head[..ascii].windows(2).position(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())? + 1;
        let label = raw[..turn].to_ascii_lowercase();
        let pointer = |rule: &Rule| rule.label != Label::Nav;
        let whole = self.whole.get(&label).and_then(|found| self.first(found, pointer));
        whole.or_else(|| {
            let (phrase, end) = self.prefix.at(&label, 0)?;
            if end == label.len() { self.first(&self.prefix.rules[phrase], pointer) } else { None }
        })
    }
}

/// A label glued to what follows is no longer than this.
const MAX_GLUED_BYTES: usize = 32;

impl Phrases {
    fn new(table: FxHashMap<String, Vec<u32>>) -> Self {
        let mut phrases: Vec<(String, Vec<u32>)> = table.into_iter().collect();
        phrases.sort_unstable();
        let (patterns, rules): (Vec<String>, Vec<Vec<u32>>) = phrases.into_iter().unzip();
        let (mut short, mut long) = (Beginnings::default(), Beginnings::default());
        for pattern in &patterns {
            if pattern.len() < LONG_BYTES { short.add(pattern.as_bytes()) } else { long.add(pattern.as_bytes()) }
        }
        let builder = &mut AhoCorasick::builder();
        let automaton = builder.match_kind(MatchKind::LeftmostLongest).start_kind(StartKind::Anchored).build(patterns).ok();
        Self { automaton, rules, short, long }
    }

    /// The longest phrase that begins at a place: its index and its end.
    fn at(&self, text: &str, start: usize) -> Option<(usize, usize)> {
        let rest = &text.as_bytes()[start..];
        if !self.long.may_hold(rest) && !self.short.may_hold(rest) {
            return None;
        }
        let found = self.automaton.as_ref()?.find(Input::new(text).range(start..).anchored(Anchored::Yes))?;
        Some((found.pattern().as_usize(), found.end()))
    }
}

/// Places in a line where a word begins; in scripts without spaces, every character.
fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let mut joined = false;
    let mut wide = false;
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let (start, byte) = (at, bytes[at]);
            at += 1;
            if byte < 0x80 {
                let word = byte.is_ascii_alphanumeric() || byte == b'#';
                let begins = byte != b' ' && if wide { at_boundary(text, start) } else { !(joined && word) };
                (joined, wide) = (word, false);
                if begins {
                    return Some(start);
                }
            } else if byte >= 0xC0 {
                wide = true;
                if at_boundary(text, start) {
                    return Some(start);
                }
            }
        }
        None
    })
}

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
    text.trim_start_matches(is_lead_symbol).trim_end_matches(tail)
}

/// Whether no letter continues across this place; scripts without spaces have boundaries everywhere.
fn at_boundary(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    let joins = |c: char| (c.is_alphanumeric() || c == '#') && !crate::document::is_unspaced(c);
    !(before.is_some_and(joins) && after.is_some_and(joins))
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
