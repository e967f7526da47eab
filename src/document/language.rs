//! The language of a document and its stop words.

use super::{Document, latin};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Five words with a mark behind them have this many bytes or more,
const MARKED_BYTES: usize = 10;
/// and thirty characters of a script without marks more than this.
const MARKLESS_BYTES: usize = 80;

/// A quick look at a line without links: whether it may be running text (see [`super::Features::is_sentence`]); never wrong when it says no.
fn may_be_sentence(line: &str) -> bool {
    // Closers, and what shows nothing, change no ending; of other scripts any character may be a mark.
    let passed = |byte: &u8| matches!(byte, b'"' | b'\'' | b')' | b']' | b'}' | b'*' | b'_' | ..=b' ' | 0x7F);
    let last = line.bytes().rev().find(|byte| !passed(byte));
    let marked = || last.is_some_and(|last| !last.is_ascii() || matches!(last, b'.' | b'!' | b'?'));
    line.len() > MARKLESS_BYTES && !line.is_ascii() || line.len() >= MARKED_BYTES && marked()
}

/// A language: ISO 639-1 code and stop list.
#[derive(Clone, Debug)]
pub struct Language {
    /// ISO 639-1 code, empty if unknown.
    pub code: String,
    stop_words: Option<&'static StopList>,
}

/// Characters of running text that suffice for a guess.
const GUESS_CHARS: usize = 2000;

impl Language {
    /// The declared language of a document, else a guess from its running text (whatlang's trigrams).
    pub fn of(document: &Document) -> Self {
        if !document.meta.lang.is_empty() {
            return Self::new(&document.meta.lang);
        }
        let mut sample = String::new();
        for (at, segment) in document.segments().iter().enumerate() {
            let text = document.inner(segment);
            let may_be = !segment.links.is_empty() || may_be_sentence(text);
            if !may_be || !document.features_at(at).is_some_and(|features| features.is_sentence()) {
                continue;
            }
            sample.push_str(text);
            sample.push(' ');
            if sample.len() > GUESS_CHARS {
                break;
            }
        }
        Self::guess(&sample)
    }

    /// A guess from running text (whatlang's trigrams); unknown where the guess is not reliable.
    pub fn guess(text: &str) -> Self {
        let reliable = match latin::guess(text) {
            latin::Guess::Reliable(code) => whatlang::Lang::from_code(code),
            latin::Guess::Unsure => None,
            latin::Guess::NotLatin => whatlang::detect(text).filter(whatlang::Info::is_reliable).map(|info| info.lang()),
        };
        Self::new(reliable.map_or("", iso_639_1))
    }

    /// A language by its ISO 639-1 code; a region (`pt-BR`) is dropped.
    pub fn new(code: &str) -> Self {
        let code = code.split(['-', '_']).next().unwrap_or("").to_lowercase();
        let stop_words = stop_lists().get(code.as_str());
        Self { code, stop_words }
    }

    /// Whether there is a stop list.
    pub fn has_stop_words(&self) -> bool {
        self.stop_words.is_some()
    }

    /// Whether the lower-case word is in the stop list; in no language's list means in none.
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.stop_words.is_some_and(|list| list.words().contains(word.as_bytes()))
    }

    /// As [`Language::is_stop_word`], for an ASCII word in letters of any case.
    pub fn is_ascii_stop_word(&self, word: &[u8]) -> bool {
        self.stop_words.is_some_and(|list| list.words().contains_ascii(word))
    }
}

/// A stop list: words of up to eight bytes as numbers, the others as they are.
#[derive(Debug, Default)]
struct StopWords {
    short: FxHashSet<u64>,
    long: FxHashSet<&'static [u8]>,
    longest: usize,
}

impl StopWords {
    fn of(words: &[&'static str]) -> Self {
        let mut own = Self::default();
        for word in words.iter().map(|word| word.as_bytes()) {
            own.longest = own.longest.max(word.len());
            match packed(word) {
                Some(key) => drop(own.short.insert(key)),
                None => drop(own.long.insert(word)),
            }
        }
        own
    }

    fn contains(&self, word: &[u8]) -> bool {
        match packed(word) {
            Some(key) => self.short.contains(&key),
            None => word.len() <= self.longest && self.long.contains(word),
        }
    }

    fn contains_ascii(&self, word: &[u8]) -> bool {
        let mut lower = [0u8; MAX_ASCII];
        let Some(lower) = lower.get_mut(..word.len()).filter(|_| word.len() <= self.longest) else { return false };
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        self.contains(lower)
    }
}

/// No ASCII stop word is longer (a test looks).
const MAX_ASCII: usize = 32;

/// A word of up to eight bytes as a number. No word holds a nought, so that no two have one number.
fn packed(word: &[u8]) -> Option<u64> {
    if word.len() > 8 || word.contains(&0) {
        return None;
    }
    Some(word.iter().fold(0, |key, &byte| key << 8 | u64::from(byte)))
}

/// A list of the crate `stop-words` (Stopwords ISO, MIT), and the set of its words, made on first use.
#[derive(Debug)]
struct StopList {
    list: &'static [&'static str],
    set: OnceLock<StopWords>,
}

impl StopList {
    fn words(&self) -> &StopWords {
        self.set.get_or_init(|| StopWords::of(self.list))
    }
}

fn stop_lists() -> &'static BTreeMap<&'static str, StopList> {
    static LISTS: OnceLock<BTreeMap<&'static str, StopList>> = OnceLock::new();
    LISTS.get_or_init(|| {
        let codes = stop_words::available_languages().iter().copied();
        codes.filter_map(|code| Some((code, StopList { list: stop_words::lookup(code)?, set: OnceLock::new() }))).collect()
    })
}

/// Codes of the languages that have a stop list.
pub fn listed_languages() -> impl Iterator<Item = &'static str> {
    stop_lists().keys().copied()
}

fn iso_639_1(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang as L;
    match lang {
        L::Eng => "en",
        L::Deu => "de",
        L::Fra => "fr",
        L::Spa => "es",
        L::Por => "pt",
        L::Ita => "it",
        L::Nld => "nl",
        L::Swe => "sv",
        L::Nob => "no",
        L::Dan => "da",
        L::Fin => "fi",
        L::Pol => "pl",
        L::Ces => "cs",
        L::Slk => "sk",
        L::Rus => "ru",
        L::Ukr => "uk",
        L::Bel => "be",
        L::Bul => "bg",
        L::Srp => "sr",
        L::Hrv => "hr",
        L::Slv => "sl",
        L::Tur => "tr",
        L::Ara => "ar",
        L::Pes => "fa",
        L::Heb => "he",
        L::Urd => "ur",
        L::Cmn => "zh",
        L::Jpn => "ja",
        L::Kor => "ko",
        L::Hin => "hi",
        L::Ben => "bn",
        L::Mar => "mr",
        L::Guj => "gu",
        L::Tam => "ta",
        L::Tel => "te",
        L::Ell => "el",
        L::Ron => "ro",
        L::Hun => "hu",
        L::Ind => "id",
        L::Vie => "vi",
        L::Tha => "th",
        L::Cat => "ca",
        L::Lit => "lt",
        L::Lav => "lv",
        L::Est => "et",
        L::Tgl => "tl",
        L::Afr => "af",
        L::Lat => "la",
        L::Mkd => "mk",
        L::Hye => "hy",
        L::Kat => "ka",
        L::Aze => "az",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Format};
    use super::*;

    #[test]
    fn thirty_languages_and_more_have_stop_lists() {
        assert!(listed_languages().count() >= 30);
        assert!(Language::new("de-AT").is_stop_word("und"));
        assert!(!Language::new("").has_stop_words());
        assert!(Language::new("en").is_ascii_stop_word(b"Throughout") && !Language::new("en").is_ascii_stop_word(b"Ferry"));
    }

    #[test]
    fn every_stop_word_is_found_and_ascii_ones_in_any_case() {
        for (code, words) in listed_languages().filter_map(|code| Some((code, stop_words::lookup(code)?))) {
            let language = Language::new(code);
            for word in words {
                assert!(language.is_stop_word(word), "{code} {word}");
                if word.is_ascii() {
                    assert!(word.len() <= MAX_ASCII, "{code} {word}");
                    let known = language.is_stop_word(&word.to_ascii_lowercase());
                    assert_eq!(language.is_ascii_stop_word(word.to_ascii_uppercase().as_bytes()), known, "{code} {word}");
                }
            }
        }
    }

    #[test]
    fn no_running_text_is_passed_over() {
        for line in [
            "a b c d e.",
            "日本語日本語日本語日本。",
            &"ก".repeat(60),
            "He left, said A to B (and C)!",
            "1 2 3 4 5\u{2026}”",
            "a b c d 'e.' * \u{1}",
        ] {
            let document = Document::anonymous(Format::Plain, line);
            assert!(document.features()[0].is_sentence() && may_be_sentence(line), "{line}");
        }
        for line in [
            "The ferry ran aground off the point",
            "",
            "Oh, no.",
            "- [The ferry ran aground off the point](#)",
            "the ferry, as he said, “ran aground”:",
        ] {
            assert!(!may_be_sentence(line), "{line}");
        }
    }

    #[test]
    fn the_language_is_guessed_from_running_text() {
        let text = "Nachrichten\n\nDie Fähre lief am Montag vor der Küste auf Grund, wie die Behörden am Abend mitteilten.";
        assert_eq!(Document::anonymous(Format::Plain, text).language().code, "de");
    }
}
