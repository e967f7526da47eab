//! The outlet's own name inside kept sentences. Names of other outlets are attribution and stay.
//!
//! Names come from the source's id (`tollmouth-courier`, `cbsnews.com`) and from the page's own copyright lines. A part of
//! a name ("the Courier") counts only with an article or a verb of telling before it. In scripts without capitals the name is
//! read from the page's head, where the logo stands ([`super::logos`]).

mod looks;

use super::{Reading, copyright, logos};
use crate::document::{Document, is_unspaced, is_word_character};
use crate::label::Label;
use crate::span::Span;
use crate::strategy::contract::Removals;

/// Parts of a domain that are no name.
const DOMAIN: &[&str] = &[
    "www", "com", "org", "net", "co", "uk", "de", "at", "ch", "fr", "es", "pt", "br", "it", "nl", "jp", "in", "tn", "uy", "ar", "bd",
    "gov", "info", "tv", "example",
];
/// Words that are no name by themselves.
const GENERIC: &[&str] = &["news", "online", "unnamed", "daily", "the", "media", "press", "world", "live"];
/// Words that may follow a name and belong to it.
const TAILS: &[&str] = &["News", "TV", "Online", "World", "Live", "Sport", "Sports", "Radio"];
/// Articles that a name may lose.
const ARTICLES: &[&str] = &["the", "la", "le", "el", "il", "der", "die", "das", "les", "los", "o", "os"];
/// Words behind the short form of a name: "Phare du Ponant".
const OF: &[&str] = &["de", "du", "des", "del", "di", "da", "do", "of", "della", "vom", "von"];
/// The genitive's ending is read only behind a name of this many letters.
const MIN_GENITIVE: usize = 6;
/// What papers in Chinese and Japanese call themselves.
const THIS_PAPER: &[&str] = &["本报", "本报讯", "本網", "本网"];
/// Words that must stand before a part of a name.
const LEADS: &[&str] = &[
    "the", "told", "der", "die", "das", "dem", "den", "le", "la", "les", "au", "a", "el", "al", "o", "ao", "del", "du", "do", "da", "il",
    "de",
];
/// Words that end a name in a copyright line.
const COMPANY: &[&str] =
    &[" all rights", " ltd", " limited", " inc", " llc", " company", " group", " gmbh", " media", " interactive", ". ", " tous ", " alle "];
/// A part of a name has this many letters.
const MIN_PART: usize = 4;
/// A name has no more words than this.
const MAX_WORDS: usize = 6;

/// Finds the outlet's name in every line.
pub fn find(document: &Document, reading: &Reading, kept: &[bool], out: &mut Removals) {
    if reading.names.is_empty() {
        return;
    }
    let lines = document.segments().iter().zip(&reading.named).zip(kept);
    for (segment, _) in lines.filter(|((_, named), kept)| **named && **kept).map(|(line, _)| line) {
        let line = document.slice(segment.span);
        for found in reading.names.in_line(line) {
            out.push(Span::new(segment.span.start + found.start, segment.span.start + found.end), Some(Label::Outlet), "outlet.name");
        }
    }
}

/// What a source may be called, folded: lower case, accents and spaces off.
#[derive(Debug, Default)]
pub struct Names {
    full: Vec<String>,
    part: Option<String>,
    /// The first word of a name such as "KBN World", in capitals.
    acronym: Option<String>,
    /// The first word of such a name, which counts only in prompts: as a word of its own it may be another thing's name.
    short: Option<String>,
    /// Names in scripts without capitals, as they are written.
    unspaced: Vec<String>,
    /// What stands in the page's head as the outlet's name; it counts inside quotation marks.
    logos: Vec<String>,
    /// [`Self::capitals`], asked once.
    capitals: u32,
}

impl Names {
    /// The names of a document's own outlet.
    pub fn of(document: &Document) -> Self {
        let mut names = Self::default();
        let words = name_words(&document.meta.source);
        let folded: String = words.iter().filter(|word| *word != "the").map(String::as_str).collect();
        if folded.len() >= 2 {
            names.part =
                words.last().filter(|word| words.len() > 1 && word.len() >= MIN_PART && !GENERIC.contains(&word.as_str())).cloned();
            names.full.push(folded);
        }
        if words.len() > 2 && ARTICLES.contains(&words[0].as_str()) {
            names.full.push(words[1..].concat());
        }
        if let Some(of) = words.iter().position(|word| OF.contains(&word.as_str())) {
            names.part = words[..of].last().filter(|word| word.len() >= MIN_PART && !GENERIC.contains(&word.as_str())).cloned();
        }
        if words.len() == 2 && (GENERIC.contains(&words[1].as_str()) || words[1] == "pages") && words[0].len() >= 3 {
            names.short = Some(words[0].clone());
        }
        if words.len() == 2 && GENERIC.contains(&words[1].as_str()) && (3..=5).contains(&words[0].len()) {
            names.acronym = Some(words[0].to_uppercase());
        }
        if document.language().code == "zh" {
            names.unspaced.extend(THIS_PAPER.iter().map(|name| (*name).to_string()));
        }
        for name in copyright_names(document) {
            if name.chars().any(|c| c.is_uppercase()) {
                names.full.push(fold(&name));
                names.logos.push(name);
            } else if !name.is_ascii() {
                names.unspaced.push(logos::without_company(&name).to_string());
            }
        }
        let (logos, unspaced) = logos::of(document);
        names.logos.extend(logos);
        names.unspaced.extend(unspaced);
        names.unspaced.sort_unstable();
        names.unspaced.dedup();
        names.full.retain(|name| !name.is_empty() && !GENERIC.contains(&name.as_str()));
        names.capitals = names.capitals();
        names
    }

    /// ASCII capitals with which a name may begin, from A on.
    fn capitals(&self) -> u32 {
        let capitals = (b'A'..=b'Z').filter(|&capital| self.may_begin(char::from(capital)));
        capitals.fold(0, |bits, capital| bits | 1 << (capital - b'A'))
    }

    /// Whether the first word of a name such as "Lantern Live" stands in a line, as a name is written.
    pub fn short_in(&self, line: &str) -> bool {
        let Some(short) = &self.short else { return false };
        let may_be = |word: &str| word.starts_with(char::is_uppercase) && (!word.is_ascii() || word.eq_ignore_ascii_case(short));
        each_word(line).map(|word| word.slice(line)).any(|word| may_be(word) && fold(word) == *short)
    }

    /// Whether a domain, a handle or an address with the name stands in a text: "@courier", "courier.example".
    pub fn in_address(&self, text: &str) -> bool {
        if !text.contains(['@', '.', '/']) {
            return false;
        }
        let lower = text.to_lowercase();
        let begins = |at: usize| lower[..at].ends_with(['@', '.', '/']);
        let goes_on = |at: usize| lower[at..].starts_with('.') && lower[at + 1..].starts_with(|c: char| c.is_ascii_lowercase());
        let stands = |name: &String| lower.match_indices(name.as_str()).any(|(at, _)| begins(at) || goes_on(at + name.len()));
        self.full.iter().filter(|name| name.len() >= MIN_PART).any(stands)
    }

    /// Whether nothing is known of the outlet's name.
    pub fn is_empty(&self) -> bool {
        self.full.is_empty() && self.unspaced.is_empty() && self.logos.is_empty()
    }

    /// Whether a name stands in a line.
    pub fn is_in(&self, line: &str) -> bool {
        !self.in_line(line).is_empty()
    }

    /// The names in a line, in order.
    pub fn in_line(&self, line: &str) -> Vec<Span> {
        let mut found = self.spelled_quickly(line);
        let plain = self.unspaced.iter().flat_map(|name| line.match_indices(name.as_str()));
        found.extend(plain.map(|(start, name)| Span::new(start, start + name.len())));
        found.extend(logos::quoted(line, &self.logos));
        found
    }

    /// The names in a line that are spelled out, in order: those that [`Self::spelled`] finds, but words are read only where a quick look
    /// says that a name may begin.
    fn spelled_quickly(&self, line: &str) -> Vec<Span> {
        let mut found = Vec::new();
        if !self.may_hold(line) {
            return found;
        }
        let mut from = 0;
        for place in looks::capitals(line.as_bytes()).filter(|&place| self.may_begin_at(line, place)) {
            if place < from || line[..place].ends_with(is_in_word) {
                continue;
            }
            // As many as a name may take, and one that may follow it.
            let words: Vec<Span> =
                each_word(&line[place..]).take(MAX_WORDS + 1).map(|word| Span::new(place + word.start, place + word.end)).collect();
            if words.first().is_some_and(|first| first.start == place && self.may_open(first.slice(line)))
                && let Some((span, taken)) = self.at(line, &words, || last_word(&line[..place]))
            {
                found.push(span);
                from = words[taken - 1].end;
            }
        }
        found
    }

    /// The names in a line, by a look at each word.
    #[cfg(test)]
    fn spelled(&self, line: &str) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        let words: Vec<Span> = each_word(line).collect();
        let mut at = 0;
        while at < words.len() {
            let name = self.at(line, &words[at..], || at.checked_sub(1).map_or("", |before| words[before].slice(line)));
            found.extend(name.map(|(span, _)| span));
            at += name.map_or(1, |(_, taken)| taken);
        }
        found
    }

    /// The name that begins with the first of some words, and how many of them it takes; `before` is the word that stands before it.
    fn at<'t>(&self, line: &str, words: &[Span], before: impl Fn() -> &'t str) -> Option<(Span, usize)> {
        let own = *words.first()?;
        let first = own.slice(line);
        if !first.starts_with(char::is_uppercase) {
            return None;
        }
        let mut folded = if first == "The" { String::new() } else { fold(first) };
        for taken in 1..=MAX_WORDS.min(words.len()) {
            if taken > 1 {
                folded.push_str(&fold(words[taken - 1].slice(line)));
            }
            let stem = folded.strip_suffix('s').unwrap_or(&folded);
            if !self.full.iter().any(|name| name.starts_with(&folded) || name == stem) {
                break;
            }
            // A name of few letters is written in capitals: "BBC", not "Bbc".
            let short = folded.len() < MIN_PART && first.chars().any(char::is_lowercase);
            let genitive =
                || folded.len() > MIN_GENITIVE && folded.strip_suffix('s').is_some_and(|name| self.full.iter().any(|full| full == name));
            if (self.full.contains(&folded) || genitive()) && !short {
                let tail = words.get(taken).filter(|next| TAILS.contains(&next.slice(line)) && next.start == words[taken - 1].end + 1);
                let end = tail.unwrap_or(&words[taken - 1]).end;
                return Some((Span::new(own.start, end), taken + usize::from(tail.is_some())));
            }
        }
        if self.acronym.as_deref() == Some(first) {
            let tail = words.get(1).filter(|next| TAILS.contains(&next.slice(line)) && next.start == own.end + 1);
            return Some((Span::new(own.start, tail.unwrap_or(&own).end), 1 + usize::from(tail.is_some())));
        }
        let led = || LEADS.contains(&before().to_lowercase().as_str());
        let part = self.part.as_ref().is_some_and(|part| fold(first) == *part && led());
        part.then_some((own, 1))
    }
}

/// What names are made of: letters and digits of scripts with spaces.
fn is_in_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_word_character(c) && !is_unspaced(c) }
}

/// Runs of letters and digits.
fn each_word(line: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].find(is_in_word)?;
        at = line[start..].find(|c| !is_in_word(c)).map_or(line.len(), |length| start + length);
        Some(Span::new(start, at))
    })
}

/// The last of these runs; nothing if there is none.
fn last_word(text: &str) -> &str {
    let text = text.trim_end_matches(|c| !is_in_word(c));
    &text[text.trim_end_matches(is_in_word).len()..]
}

/// Lower case without the accents that ids drop.
fn fold(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).map(plain).collect()
}

const fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'ç' | 'č' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'ğ' => 'g',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ñ' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ş' | 'š' => 's',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        _ => c,
    }
}

/// The words of a source's id that make its name.
fn name_words(source: &str) -> Vec<String> {
    let lower = source.to_lowercase();
    let stem = if lower.contains('.') { lower.split('.').find(|part| !DOMAIN.contains(part)).unwrap_or("") } else { &lower };
    let words: Vec<String> = stem.split(['-', '_', ' ']).filter(|word| !word.is_empty()).map(str::to_string).collect();
    if words.iter().all(|word| GENERIC.contains(&word.as_str())) { Vec::new() } else { words }
}

/// Names in the page's copyright lines, cut at company words.
fn copyright_names(document: &Document) -> Vec<String> {
    let named = copyright::holders(document);
    let trim = |name: &str| {
        let lower = name.to_lowercase();
        let end = COMPANY.iter().filter_map(|word| lower.find(word)).min().unwrap_or(name.len());
        name.get(..end).unwrap_or(name).trim_matches(|c: char| !c.is_alphabetic()).trim_start_matches("The ").to_string()
    };
    let mut names: Vec<String> = named.into_iter().map(trim).collect();
    names.retain(|name| name.chars().count() >= MIN_PART && name.split_whitespace().count() <= 4);
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Meta};

    fn names(source: &str, text: &str) -> Vec<String> {
        let meta = Meta { source: source.into(), format: Format::Plain, ..Meta::default() };
        let document = Document::new(meta, text.into());
        let mut out = Removals::new();
        find(&document, &Reading::of(&document), &vec![true; document.segments().len()], &mut out);
        out.iter().map(|removal| document.slice(removal.span).to_string()).collect()
    }

    #[test]
    fn the_own_name_is_found_and_other_outlets_are_not() {
        let text = "She told the Courier, not the Halvern Standard, in the Tollmouth Courier's office.";
        assert_eq!(names("tollmouth-courier", text), ["Courier", "Tollmouth Courier"]);
        assert_eq!(names("cbsnews.com", "a CBS News poll said, told NBC News"), ["CBS News"]);
        assert_eq!(names("elpais.com.uy", "dijo a El País el lunes"), ["El País"]);
        assert_eq!(names("bbc.com", "By Jo, BBC News, in a bbc"), ["BBC News"]);
        assert_eq!(names("the-hour", "Within the hour The Hour was told."), ["The Hour"]);
    }

    #[test]
    fn short_forms_and_genitives_are_the_name_too() {
        assert_eq!(names("kbn-world", "he told KBN Sport, and KBN; the world"), ["KBN Sport", "KBN"]);
        assert_eq!(names("la-tribuna-austral", "dijo a Tribuna Austral, la tribuna"), ["Tribuna Austral"]);
        assert_eq!(names("le-phare-du-ponant", "a-t-il dit au *Phare*, sous le phare; Phare"), ["Phare"]);
        assert_eq!(names("kontorblick", "auf Anfrage des Kontorblicks"), ["Kontorblicks"]);
    }

    #[test]
    fn names_come_from_copyright_lines_too() {
        assert_eq!(names("", "Er sagte dem Kontorblick alles.\n© 2031 Kontorblick GmbH"), ["Kontorblick", "Kontorblick"]);
        assert!(names("unnamed-daily", "The daily news").is_empty());
    }
}
