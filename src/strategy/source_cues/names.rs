//! The outlet's own name inside kept sentences. Names of other outlets are attribution and stay.
//!
//! Names come from the source's id (`tollmouth-courier`, `cbsnews.com`) and from the page's own copyright lines. A part of
//! a name ("the Courier") counts only with an article or a verb of telling before it.

use crate::document::Document;
use crate::label::Label;
use crate::span::Span;
use crate::strategy::contract::Removals;
use regex::Regex;
use std::sync::LazyLock;

/// Endings of domains and generic words that are no name by themselves.
const GENERIC: &[&str] = &[
    "www", "com", "org", "net", "co", "uk", "de", "at", "ch", "fr", "es", "pt", "br", "it", "nl", "jp", "in", "tn", "uy", "ar", "bd",
    "gov", "info", "news", "tv", "online", "unnamed", "daily", "the", "example",
];
/// A name shorter than this many letters must be in capitals in the text.
const SHORT_NAME: usize = 4;

/// Verbs and articles before a part of a name, in several languages.
const LEAD: &str = r"(?:[Tt]he|[Tt]old(?: the)?|[Dd]er|[Dd]ie|[Dd]as|[Dd]em|[Dd]en|[Ll]e|[Ll]a|[Ll]es|[Aa]u|[Aa]|[Ee]l|[Aa]l|[Oo]|[Aa]o)";

static COPYRIGHT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:©|\(c\)|[Cc]opyright(?: ©)?)\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?\s*(?:by\s)?([\p{L}][\p{L}\p{M}\p{N} .&'’-]{1,50})").ok()
});

/// Finds the outlet's name in every line that is not stripped as a whole.
pub fn find(document: &Document, out: &mut Removals) {
    let Some(pattern) = pattern(document) else { return };
    for segment in document.segments() {
        let line = document.slice(segment.span);
        for found in pattern.captures_iter(line) {
            if let Some(name) = found.name("full").or_else(|| found.name("part")) {
                let start = segment.span.start + name.start();
                out.push(Span::new(start, start + name.len()), Some(Label::Outlet), "outlet.name");
            }
        }
    }
}

/// A pattern for all names of the source.
fn pattern(document: &Document) -> Option<Regex> {
    let words = name_words(&document.meta.source);
    let mut full: Vec<String> = Vec::new();
    if !words.is_empty() && words.iter().map(String::len).sum::<usize>() >= 2 {
        full.push(spelled(&words));
    }
    full.extend(copyright_names(document));
    if full.is_empty() {
        return None;
    }
    let part = words.last().filter(|word| words.len() > 1 && word.len() >= SHORT_NAME).map(|word| capitalised(word));
    let part = part.map_or(String::new(), |word| format!(r"|\b{LEAD} (?P<part>{word})\b"));
    Regex::new(&format!(r"\b(?P<full>(?:The )?(?:{})(?: (?:News|TV|Online|World|Live))?)\b{part}", full.join("|"))).ok()
}

/// The words of a source's id that make its name.
fn name_words(source: &str) -> Vec<String> {
    let lower = source.to_lowercase();
    let host = lower.trim_start_matches("www.");
    let stem = if host.contains('.') { host.split('.').find(|part| !GENERIC.contains(part)).unwrap_or("") } else { host };
    let words: Vec<String> = stem.split(['-', '_', ' ']).filter(|word| !word.is_empty()).map(str::to_string).collect();
    if words.iter().all(|word| GENERIC.contains(&word.as_str())) { Vec::new() } else { words }
}

/// The name as it may be spelled: words capitalised or in capitals, glued or apart, accents allowed.
fn spelled(words: &[String]) -> String {
    let words: Vec<&String> = words.iter().filter(|word| *word != "the").collect();
    let spaced: Vec<String> = words.iter().map(|word| capitalised(word)).collect();
    if words.len() > 1 {
        return spaced.join("[ -]?");
    }
    // One word may be two in print: "cbsnews" is "CBS News", "elpais" is "El País".
    let word = words.first().map_or("", |word| word.as_str());
    let letters: Vec<String> = word.chars().map(|c| accented(c)).collect();
    if word.chars().count() < SHORT_NAME {
        capitals(word)
    } else {
        format!("{}(?i:{})", first_upper(&letters), letters[1..].iter().map(|letter| format!(" ?{letter}")).collect::<String>())
    }
}

fn first_upper(letters: &[String]) -> String {
    letters.first().map_or(String::new(), |letter| letter.to_uppercase())
}

fn capitals(word: &str) -> String {
    regex::escape(&word.to_uppercase())
}

/// `courier` to a pattern for "Courier" and "COURIER"; accents allowed.
fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map_or(String::new(), |c| accented(c).to_uppercase());
    let rest: String = chars.map(accented).collect();
    format!("{first}(?i:{rest})")
}

/// A letter with the accents that ids drop.
fn accented(c: char) -> String {
    match c {
        'a' => "[aáàâäãå]".into(),
        'c' => "[cçč]".into(),
        'e' => "[eéèêë]".into(),
        'g' => "[gğ]".into(),
        'i' => "[iíìîïı]".into(),
        'n' => "[nñ]".into(),
        'o' => "[oóòôöõø]".into(),
        's' => "[sş]".into(),
        'u' => "[uúùûü]".into(),
        _ => regex::escape(&c.to_string()),
    }
}

/// Names in the page's copyright lines, cut at company words.
fn copyright_names(document: &Document) -> Vec<String> {
    let lines = document.segments().iter().zip(document.features()).filter(|(_, own)| own.copyright || own.words <= 20.0);
    let named = lines.filter_map(|(segment, _)| {
        COPYRIGHT.as_ref()?.captures(document.inner(segment)).and_then(|found| found.get(1)).map(|name| name.as_str())
    });
    let stop = [
        " all rights",
        " ltd",
        " limited",
        " inc",
        " llc",
        " company",
        " group",
        " gmbh",
        " media",
        " interactive",
        ". ",
        " tous ",
        " alle ",
    ];
    let trim = |name: &str| {
        let lower = name.to_lowercase();
        let end = stop.iter().filter_map(|word| lower.find(word)).min().unwrap_or(name.len());
        name.get(..end).unwrap_or(name).trim_matches(|c: char| !c.is_alphanumeric()).to_string()
    };
    let mut names: Vec<String> =
        named.map(trim).filter(|name| name.chars().count() >= SHORT_NAME && name.split_whitespace().count() <= 4).collect();
    names.sort_unstable();
    names.dedup();
    names
        .iter()
        .filter(|name| name.starts_with(char::is_uppercase) || !name.is_ascii())
        .map(|name| regex::escape(name.trim_start_matches("The ")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Meta};

    fn names(source: &str, text: &str) -> Vec<String> {
        let meta = Meta { source: source.into(), format: Format::Plain, ..Meta::default() };
        let document = Document::new(meta, text.into());
        let mut out = Removals::new();
        find(&document, &mut out);
        out.iter().map(|removal| document.slice(removal.span).to_string()).collect()
    }

    #[test]
    fn the_own_name_is_found_and_other_outlets_are_not() {
        assert_eq!(
            names("tollmouth-courier", "She told the Courier, not the Halvern Standard, in the Tollmouth Courier's office."),
            ["Courier", "Tollmouth Courier"]
        );
        assert_eq!(names("cbsnews.com", "a CBS News poll said, told NBC News"), ["CBS News"]);
        assert_eq!(names("elpais.com.uy", "dijo a El País el lunes"), ["El País"]);
        assert_eq!(names("bbc.com", "By Jo, BBC News, in a bbc"), ["BBC News"]);
    }

    #[test]
    fn names_come_from_copyright_lines_too() {
        assert_eq!(names("", "Er sagte dem Kontorblick alles.\n© 2031 Kontorblick GmbH"), ["Kontorblick", "Kontorblick"]);
        assert!(names("unnamed-daily", "The daily news").is_empty());
    }
}
