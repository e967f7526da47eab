//! Finds the rule that a line satisfies: one look-up for whole lines, one for their beginnings, one for each word inside.

use super::beginnings::{Eights, first as first_of};
use super::glued::{MAX_GLUED_BYTES, glued_turn};
use super::marks::{lead_of, tail_of, trim_lead, trim_marks, trim_tail};
use super::phrases::{Entry, Found, Phrases};
use super::plain::PlainLine;
use super::whole_lines::WholeLines;
use super::words::{at_boundary, at_word_starts};
use super::{Place, Rule, Separator, languages, read, read_of};
use crate::document::{Features, FoldedLine, Language};
use crate::label::Label;
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
    whole: WholeLines,
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
        // Those first that are asked for most.
        let codes = || ["en", UNKNOWN].into_iter().chain(languages().filter(|code| *code != "en")).chain([OTHER]);
        let lexicons = LEXICONS.get_or_init(|| codes().map(|code| (code, OnceLock::new())).collect());
        let code = if language.code.is_empty() { UNKNOWN } else { language.code.as_str() };
        // A language without a data file has English rules only; it is the last in the list.
        let last = lexicons.len() - 1;
        let (code, lexicon) = &lexicons[lexicons.iter().position(|(known, _)| *known == code).unwrap_or(last)];
        lexicon.get_or_init(|| Lexicon::new(rules_for(code)))
    }

    fn new(rules: Vec<Rule>) -> Self {
        let (mut whole, mut prefix, mut inside, mut cues) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (rule, index) in rules.iter().zip(0..) {
            let phrases = rule.phrases.iter().copied();
            let entry = |phrase| Entry::new(phrase, index, false);
            match rule.place {
                Place::Whole => whole.extend(phrases.map(|phrase| (trim_marks(phrase), index))),
                Place::Prefix => prefix.extend(phrases.map(entry)),
                Place::Suffix | Place::Contains => inside.extend(phrases.map(entry)),
                Place::Cue => cues.extend(phrases.map(|cue| match cue.strip_suffix('*') {
                    Some(stem) => Entry::new(stem, index, true),
                    None => entry(cue),
                })),
            }
        }
        let (prefix, inside, cues) = (Phrases::new(prefix), Phrases::new(inside), Phrases::new(cues));
        Self { rules, whole: WholeLines::new(whole), prefix, inside, cues }
    }

    /// All rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule that a folded line satisfies: the whole line first, then its beginning, then its inside.
    pub fn find(&'static self, line: &FoldedLine, features: &Features) -> Option<Hit> {
        self.find_measuring(line, || features)
    }

    /// The same for a line that is measured only if a phrase is in it.
    pub fn find_measuring<'f>(&'static self, line: &FoldedLine, features: impl Fn() -> &'f Features) -> Option<Hit> {
        self.find_noting(line, features, |_| {})
    }

    /// As [`Lexicon::find`]; of a line that satisfies none also at how many places a cue may begin, at least as many as
    /// [`Lexicon::find_cues`] counts.
    pub fn find_or_places_of_cues(&'static self, line: &FoldedLine, features: &Features) -> Result<Hit, usize> {
        let mut places = 0;
        self.find_noting(line, || features, |eight| places += usize::from(self.cues.may_hold(eight))).ok_or(places)
    }

    /// A quick look at a line: whether [`Lexicon::find`] may find a rule in it; never wrong when it says no. Calls `note` with the eight bytes
    /// at the beginning of each word then.
    #[inline(always)]
    fn may_find(&self, line: &PlainLine, mut note: impl FnMut(u64)) -> bool {
        let text = line.text();
        let (lead, tail) = (lead_of(text), tail_of(text));
        let bare = tail.saturating_sub(lead);
        let last = match text {
            _ if tail == text.len() && bare >= 8 => line.last_eight(),
            _ => Eights::of(text.get(lead..tail).unwrap_or(&[])).last,
        };
        let first = if bare >= 8 { line.eight(lead) } else { first_of(line.eight(lead), bare) };
        if self.whole.may_hold(bare, first, last) || self.prefix.at(text, lead, line.eight(lead)).is_some() {
            return true;
        }
        line.any_start(|start| {
            let eight = line.eight(start);
            note(eight);
            self.inside.at(text, start, eight).is_some()
        })
    }

    /// Whether a rule may be found in a line.
    pub fn may_hold(&self, line: &PlainLine) -> bool {
        self.may_find(line, |_| {})
    }

    /// In a line that no rule may be found in, at how many places a cue may begin (see [`Lexicon::find_or_places_of_cues`]).
    pub fn places_of_cues(&self, line: &PlainLine) -> Option<usize> {
        let mut places = 0;
        (!self.may_find(line, |eight| places += usize::from(self.cues.may_hold(eight)))).then_some(places)
    }

    /// Calls `note` with the eight bytes at the beginning of each word, as far as these are looked at.
    fn find_noting<'f>(&'static self, line: &FoldedLine, features: impl Fn() -> &'f Features, note: impl FnMut(u64)) -> Option<Hit> {
        let text = line.text.as_str();
        let fits = |rule: &Rule| features().words <= rule.max_words;
        let body = trim_lead(text);
        let (bare, lead) = (trim_tail(body), text.len() - body.len());
        if let Some(rule) = self.first(self.whole.rules(bare), fits) {
            return Some(Hit { rule, end: text.len(), whole: true });
        }
        self.find_prefix(line, lead, fits).or_else(|| self.find_inside(text, bare.len() + lead, fits, note))
    }

    /// The rule of which a line holds `least` different cues or more (usually [`MIN_CUES`]), the most cues first. A line with a quotation is
    /// somebody's speech and has none.
    pub fn find_cues(&'static self, line: &FoldedLine, features: &Features, least: usize) -> Option<&'static Rule> {
        let text = line.text.as_str();
        if memchr::memchr(b'"', text.as_bytes()).is_some() {
            return None;
        }
        let mut counts: Vec<(u32, usize)> = Vec::new();
        let mut seen: Vec<usize> = Vec::new();
        let _: Option<()> = at_word_starts(text, |start, eight| {
            let found = self.cues.at(text.as_bytes(), start, eight)?;
            if !seen.contains(&found.number) {
                seen.push(found.number);
                self.count(&found, text, features, &mut counts);
            }
            None
        });
        let (best, count) = counts.into_iter().max_by_key(|&(index, count)| (count, std::cmp::Reverse(index)))?;
        let longer = usize::from(features.words > SHORT_WORDS) + usize::from(features.words > LONG_WORDS);
        (count >= least + if least < MIN_CUES { 0 } else { longer }).then(|| &self.rules[best as usize])
    }

    /// Counts a cue for its rules.
    fn count(&self, found: &Found<'_>, text: &str, features: &Features, counts: &mut Vec<(u32, usize)>) {
        for entry in found.entries() {
            let fits = features.words <= self.rules[entry.rule as usize].max_words;
            if fits && (entry.stem || at_boundary(text, found.end)) {
                match counts.iter_mut().find(|(known, _)| *known == entry.rule) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((entry.rule, 1)),
                }
            }
        }
    }

    /// The first of these rules that fits.
    #[inline]
    fn first(&'static self, mut indices: impl Iterator<Item = u32>, fits: impl Fn(&Rule) -> bool) -> Option<&'static Rule> {
        indices.find_map(|index| Some(&self.rules[index as usize]).filter(|rule| fits(rule)))
    }

    fn find_prefix(&'static self, line: &FoldedLine, start: usize, fits: impl Fn(&Rule) -> bool) -> Option<Hit> {
        let text = line.text.as_str();
        let found = self.prefix.at(text.as_bytes(), start, Eights::of(text.as_bytes()).at(start))?;
        let open = |rule: &Rule| match rule.separator {
            Separator::Optional => at_boundary(text, found.end),
            Separator::Required => is_separated(line, found.end),
        };
        let rule = self.first(found.rules(), |rule| fits(rule) && open(rule))?;
        Some(Hit { rule, end: found.end, whole: false })
    }

    /// `last` is where the marks at the line's end begin.
    fn find_inside(&'static self, text: &str, last: usize, fits: impl Fn(&Rule) -> bool, mut note: impl FnMut(u64)) -> Option<Hit> {
        at_word_starts(text, |start, eight| {
            note(eight);
            let found = self.inside.at(text.as_bytes(), start, eight)?;
            let bounded = at_boundary(text, found.end);
            let placed = |rule: &Rule| rule.place == Place::Contains || found.end >= last;
            let rule = self.first(found.rules(), |rule| bounded && fits(rule) && placed(rule))?;
            Some(Hit { rule, end: found.end, whole: false })
        })
    }

    /// The rule whose phrase the raw text begins with, glued to what follows: `RelatedMore news`, `Read alsoMore news`.
    pub fn find_glued(&'static self, raw: &str) -> Option<&'static Rule> {
        let turn = glued_turn(raw.as_bytes())?;
        let mut head = [0; MAX_GLUED_BYTES];
        let label = head.get_mut(..turn)?;
        label.copy_from_slice(raw.as_bytes().get(..turn)?);
        label.make_ascii_lowercase();
        let label = std::str::from_utf8(label).ok()?;
        let pointer = |rule: &Rule| rule.label != Label::Nav;
        let whole = self.first(self.whole.rules(label), pointer);
        whole.or_else(|| {
            let found = self.prefix.at(label.as_bytes(), 0, Eights::of(label.as_bytes()).at(0)).filter(|found| found.end == label.len())?;
            self.first(found.rules(), pointer)
        })
    }
}

/// One cue alone is an ordinary word; `least` may ask for fewer where a line is suspect for other reasons.
pub const MIN_CUES: usize = 2;
/// Longer lines need one cue more,
const SHORT_WORDS: f32 = 25.0;
/// and still longer ones another.
const LONG_WORDS: f32 = 45.0;

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
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn cues_are_where_they_may_be(picks in prop::collection::vec((any::<prop::sample::Index>(), 0usize..4), 1..8)) {
            let lexicon = Lexicon::of(&Language::new("de"));
            let cues: Vec<&str> = lexicon.rules().iter().filter(|rule| rule.place == Place::Cue).flat_map(|rule| rule.phrases.iter().copied()).collect();
            let words = picks.iter().map(|(pick, kind)| if *kind == 0 { "ferry," } else { pick.get(&cues).trim_end_matches('*') });
            let document = Document::anonymous(Format::Plain, words.collect::<Vec<_>>().join(" "));
            let (mut line, features) = (FoldedLine::default(), &document.features()[0]);
            fold_into(document.text(), &document.segments()[0], document.links(), &mut line);
            let (found, plain) = (lexicon.find_or_places_of_cues(&line, features), lexicon.find(&line, features));
            prop_assert_eq!(found.as_ref().ok().map(|hit| hit.rule.id), plain.map(|hit| hit.rule.id));
            for least in 1..8 {
                let enough = found.as_ref().err().is_none_or(|&places| places >= least);
                prop_assert!(enough || lexicon.find_cues(&line, features, least).is_none());
            }
        }
    }

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
