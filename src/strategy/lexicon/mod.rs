//! The lexicon of typed phrase rules: data files, one a language, compiled on first use into hash
//! tables: those of the document's language together with English, which widgets speak everywhere.
//!
//! A rule has an id, a label, a place in the line, phrases, and an origin. Lines are folded first
//! ([`crate::document::fold_into`]), so phrases are written in lower case with plain quotes and `#` for numbers.

mod beginnings;
mod glued;
mod marks;
mod matcher;
mod phrases;
mod plain;
mod whole_lines;
mod words;
mod written;

pub use matcher::{Hit, Lexicon, MIN_CUES};
pub use plain::PlainLine;

use crate::label::Label;
#[cfg(test)]
use serde::Deserialize;
use std::borrow::Cow;
use written::Written;

/// The data files.
const FILES: &[(&str, &str)] = &[
    ("ar", include_str!("ar.toml")),
    ("cs", include_str!("cs.toml")),
    ("da", include_str!("da.toml")),
    ("de", include_str!("de.toml")),
    ("el", include_str!("el.toml")),
    ("en", include_str!("en.toml")),
    ("es", include_str!("es.toml")),
    ("fa", include_str!("fa.toml")),
    ("fi", include_str!("fi.toml")),
    ("fr", include_str!("fr.toml")),
    ("he", include_str!("he.toml")),
    ("hi", include_str!("hi.toml")),
    ("hu", include_str!("hu.toml")),
    ("id", include_str!("id.toml")),
    ("it", include_str!("it.toml")),
    ("ja", include_str!("ja.toml")),
    ("ko", include_str!("ko.toml")),
    ("nl", include_str!("nl.toml")),
    ("no", include_str!("no.toml")),
    ("pl", include_str!("pl.toml")),
    ("pt", include_str!("pt.toml")),
    ("ro", include_str!("ro.toml")),
    ("ru", include_str!("ru.toml")),
    ("sv", include_str!("sv.toml")),
    ("tr", include_str!("tr.toml")),
    ("uk", include_str!("uk.toml")),
    ("vi", include_str!("vi.toml")),
    ("zh", include_str!("zh.toml")),
];

/// Where in a line a phrase must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(Deserialize), serde(rename_all = "lowercase"))]
pub enum Place {
    /// It is the whole line, leading symbols and trailing marks aside.
    Whole,
    /// It begins the line.
    Prefix,
    /// It ends the line, trailing marks aside.
    Suffix,
    /// It stands anywhere.
    Contains,
    /// It is evidence: two different cues of one rule make a line of several words what the rule says. A cue that ends
    /// in `*` is the beginning of a word.
    Cue,
}

/// What must follow a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(test, derive(Deserialize), serde(rename_all = "lowercase"))]
pub enum Separator {
    /// A word boundary.
    #[default]
    Optional,
    /// A colon, dash, bar, arrow, link, or the end of the line.
    Required,
}

/// A compiled rule.
#[derive(Debug)]
pub struct Rule {
    /// Unique id, ending in the language: `related.prefix.en`.
    pub id: &'static str,
    /// What the line is.
    pub label: Label,
    /// Where the phrase must stand.
    pub place: Place,
    /// What must follow a prefix.
    pub separator: Separator,
    /// The rule leaves lines with more words alone.
    pub max_words: f32,
    /// Where the wording comes from.
    pub origin: &'static str,
    /// Its phrases.
    pub phrases: Vec<&'static str>,
}

/// Codes of the languages that have a data file.
pub fn languages() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(lang, _)| *lang)
}

/// Reads the data file of one language; no rules if there is none.
///
/// # Errors
/// What is wrong with the file, in words; a test makes sure that none is shipped so.
pub fn read(lang: &str) -> Result<Vec<Rule>, String> {
    read_of(lang, |_| true)
}

/// The same for rules of the wanted places alone.
///
/// # Errors
/// As [`read`].
fn read_of(lang: &str, wanted: impl Fn(Place) -> bool) -> Result<Vec<Rule>, String> {
    let Some(&(lang, text)) = FILES.iter().find(|(code, _)| *code == lang) else { return Ok(Vec::new()) };
    let file = written::parse(text, &wanted).map_err(|error| format!("{lang}.toml: {error}"))?;
    if file.lang != lang {
        return Err(format!("{lang}.toml is for `{}`", file.lang));
    }
    let compile = |written: Written<'static>| {
        let label: Label = written.label.parse().map_err(|why| format!("{lang}.toml: rule {}: {why}", written.id))?;
        Ok(Rule {
            id: kept(format!("{}.{lang}", written.id).into()),
            label,
            place: written.place,
            separator: written.sep,
            max_words: written.max_words as f32,
            origin: kept(written.origin),
            phrases: written.phrases.into_iter().map(kept).collect(),
        })
    };
    file.rule.into_iter().filter(|written| wanted(written.place)).map(compile).collect()
}

/// A part of a data file; what does not stand there as it is (ids, phrases with escapes) is kept as long as the program runs, as rules
/// are, and read once for each lexicon.
fn kept(text: Cow<'static, str>) -> &'static str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => Box::leak(text.into_boxed_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_is_sound() {
        assert!(languages().count() >= 15);
        let rules: Vec<Rule> = languages().flat_map(|lang| read(lang).expect("data file")).collect();
        let ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), rules.len(), "ids must be unique");
        for rule in &rules {
            assert!(!rule.origin.is_empty() && !rule.phrases.is_empty(), "{}", rule.id);
        }
    }

    #[test]
    fn phrases_are_written_in_folded_form() {
        for rule in languages().flat_map(|lang| read(lang).expect("data file")) {
            for phrase in &rule.phrases {
                assert_eq!(matcher::folded(phrase), *phrase, "{}", rule.id);
            }
        }
    }

    #[test]
    fn a_rule_has_each_cue_once() {
        let rules = languages().flat_map(|lang| read(lang).expect("data file"));
        for rule in rules.filter(|rule| rule.place == Place::Cue) {
            let cues: BTreeSet<&str> = rule.phrases.iter().map(|cue| cue.strip_suffix('*').unwrap_or(cue)).collect();
            assert_eq!(cues.len(), rule.phrases.len(), "{}: a cue with and without a star", rule.id);
            assert!(cues.iter().all(|cue| !cue.is_empty() && !cue.ends_with('*')), "{}", rule.id);
        }
    }
}
