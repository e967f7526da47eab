//! Loaded words: a small list of our own for six languages, or the user's.
//!
//! The list is no sentiment lexicon: it knows no irony, no negation, no quotation, and leaves most of what colours a text out. What
//! it can show is whether a cleaner changes how many such words are left, against gold.

use crate::error::{Error, Result};
use crate::metric::text::tokens::{normalised, words};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The shipped list; its version is in its first line and in [`SHIPPED_NAME`].
const SHIPPED: &str = include_str!("loaded.tsv");
/// Raised when the shipped list changes.
const SHIPPED_NAME: &str = "gleaner-1";
/// Longer lists are refused.
const MAX_WORDS: usize = 200_000;
/// Larger files are refused.
pub const MAX_BYTES: u64 = 16 << 20;

const LAYOUT: &str = "a line is `language<TAB>word`; a word that ends in * is a beginning; # begins a comment";

/// Loaded words by language.
#[derive(Clone, Debug)]
pub struct Lexicon {
    name: String,
    languages: BTreeMap<String, Words>,
}

/// One language's words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Whole words, sorted.
    whole: Vec<String>,
    /// Beginnings, sorted, none the beginning of another.
    beginnings: Vec<String>,
}

impl Lexicon {
    /// The shipped list.
    pub fn shipped() -> &'static Self {
        static LIST: OnceLock<Lexicon> = OnceLock::new();
        LIST.get_or_init(|| {
            let languages = parse(SHIPPED).unwrap_or_default();
            Lexicon { name: SHIPPED_NAME.into(), languages }
        })
    }

    /// Reads a list's text; it is named by its SHA-256.
    ///
    /// # Errors
    /// With the line: a line without two cells, a language that is no code, a word of several words, too many words; a
    /// list without words.
    ///
    /// ```
    /// use gleaner::bias::Lexicon;
    /// let list = Lexicon::read("en\toutrag*\n")?;
    /// assert!(list.words("en").is_some_and(|words| words.has("outrageous") && !words.has("calm")));
    /// # Ok::<(), gleaner::error::Error>(())
    /// ```
    pub fn read(text: &str) -> Result<Self> {
        let languages = parse(text)?;
        let digest: String = Sha256::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { name: format!("sha256:{digest}"), languages })
    }

    /// Its name in the files.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The words of a language, where the list has it.
    pub fn words(&self, language: &str) -> Option<&Words> {
        self.languages.get(language)
    }
}

impl Words {
    /// Whether a word in lower case is in the list.
    pub fn has(&self, word: &str) -> bool {
        if self.whole.binary_search_by(|own| own.as_str().cmp(word)).is_ok() {
            return true;
        }
        // None begins another, so that only the last one at or before the word can begin it.
        let after = self.beginnings.partition_point(|own| own.as_str() <= word);
        after.checked_sub(1).is_some_and(|last| word.starts_with(self.beginnings[last].as_str()))
    }

    fn settle(&mut self) {
        self.whole.sort();
        self.whole.dedup();
        self.beginnings.sort();
        // What another begins stands right behind it or behind its kin.
        let mut kept: Vec<String> = Vec::with_capacity(self.beginnings.len());
        for own in std::mem::take(&mut self.beginnings) {
            if kept.last().is_none_or(|last| !own.starts_with(last.as_str())) {
                kept.push(own);
            }
        }
        self.beginnings = kept;
    }
}

fn parse(text: &str) -> Result<BTreeMap<String, Words>> {
    let mut languages: BTreeMap<String, Words> = BTreeMap::new();
    let mut count = 0;
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (language, word) = entry(line).map_err(|error| error.in_line(at + 1))?;
        count += 1;
        if count > MAX_WORDS {
            return Err(Error::data(format!("more than {MAX_WORDS} words")).in_line(at + 1).remedy("give a shorter list"));
        }
        let words = languages.entry(language).or_default();
        match word.strip_suffix('*') {
            Some(beginning) => words.beginnings.push(beginning.to_string()),
            None => words.whole.push(word),
        }
    }
    if languages.is_empty() {
        return Err(Error::data("the list of loaded words is empty").remedy(LAYOUT));
    }
    languages.values_mut().for_each(Words::settle);
    Ok(languages)
}

/// Language and word of one line.
fn entry(line: &str) -> Result<(String, String)> {
    let Some((language, word)) = line.split_once('\t') else {
        return Err(Error::data("no tab in the line").remedy(LAYOUT));
    };
    let (language, word) = (language.trim(), word.trim().to_lowercase());
    if !(2..=3).contains(&language.len()) || !language.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Err(Error::data("the first cell is no ISO 639-1 code").remedy(LAYOUT));
    }
    let inner = word.strip_suffix('*').unwrap_or(&word);
    let inner = normalised(inner, true).into_owned();
    // What is cut differently in a text is never found there: `witch-hunt` is two words.
    if words(&inner).collect::<Vec<_>>() != [inner.as_str()] {
        return Err(Error::data("the second cell is not one word").remedy(LAYOUT));
    }
    Ok((language.to_string(), if word.ends_with('*') { inner + "*" } else { inner }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_list_is_read_whole() {
        let list = Lexicon::shipped();
        assert!(SHIPPED.starts_with(&format!("# {SHIPPED_NAME}: ")));
        for code in ["de", "en", "es", "fr", "pt", "ru"] {
            let words = list.words(code).expect("a language of the list");
            assert!(words.whole.len() + words.beginnings.len() >= 60, "{code}");
        }
        assert!(list.words("fi").is_none());
        let english = list.words("en").expect("English");
        assert!(["slammed", "terrorists", "regime", "outrageous"].iter().all(|word| english.has(word)));
        assert!(["slam", "rants", "regiment", "ferry", ""].iter().all(|word| !english.has(word)));
    }

    #[test]
    fn a_beginning_inside_another_is_found() {
        let list = Lexicon::read("en\tterror*\nen\tterroris*\nen\tterrify*\nen\tbad\n").expect("fine");
        let words = list.words("en").expect("English");
        assert_eq!(words.beginnings, ["terrify", "terror"]);
        assert!(words.has("terrorism") && words.has("terrors") && words.has("bad") && !words.has("terra") && !words.has("badly"));
    }

    #[test]
    fn a_broken_list_names_the_line() {
        for (text, line, said) in [
            ("en\tbad\nworse\n", Some(2), "no tab in the line"),
            ("English\tbad\n", Some(1), "no ISO 639-1 code"),
            ("en\tvery bad\n", Some(1), "not one word"),
            ("en\twitch-hunt\n", Some(1), "not one word"),
            ("en\t*\n", Some(1), "not one word"),
            ("# nothing\n", None, "the list of loaded words is empty"),
        ] {
            let error = Lexicon::read(text).expect_err("broken");
            assert_eq!(error.line(), line, "{text}");
            assert!(error.to_string().contains(said), "{error}");
        }
        assert!(Lexicon::read("en\tbad\n").expect("fine").name().starts_with("sha256:"));
    }
}
