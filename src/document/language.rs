//! The language of a document and its stop words.

use super::Document;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A language: ISO 639-1 code and stop list.
#[derive(Clone, Debug)]
pub struct Language {
    /// ISO 639-1 code, empty if unknown.
    pub code: String,
    stop_words: Option<&'static FxHashSet<&'static str>>,
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
        let running = document.segments().iter().zip(document.features()).filter(|(_, features)| features.is_sentence());
        for (segment, _) in running {
            sample.push_str(document.inner(segment));
            sample.push(' ');
            if sample.len() > GUESS_CHARS {
                break;
            }
        }
        Self::guess(&sample)
    }

    /// A guess from running text (whatlang's trigrams); unknown where the guess is not reliable.
    pub fn guess(text: &str) -> Self {
        let guess = whatlang::detect(text).filter(whatlang::Info::is_reliable);
        Self::new(guess.map_or("", |info| iso_639_1(info.lang())))
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
        self.stop_words.is_some_and(|list| list.contains(word))
    }
}

/// The stop lists of the crate `stop-words` (Stopwords ISO, MIT), as sets; built on first use.
fn stop_lists() -> &'static BTreeMap<&'static str, FxHashSet<&'static str>> {
    static LISTS: OnceLock<BTreeMap<&'static str, FxHashSet<&'static str>>> = OnceLock::new();
    LISTS.get_or_init(|| {
        let codes = stop_words::available_languages().iter().copied();
        codes.filter_map(|code| Some((code, stop_words::lookup(code)?.iter().copied().collect()))).collect()
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
    }

    #[test]
    fn the_language_is_guessed_from_running_text() {
        let text = "Nachrichten\n\nDie Fähre lief am Montag vor der Küste auf Grund, wie die Behörden am Abend mitteilten.";
        assert_eq!(Document::anonymous(Format::Plain, text).language().code, "de");
    }
}
