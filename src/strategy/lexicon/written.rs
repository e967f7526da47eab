//! Reads a data file of the lexicon. The files are TOML, and of that only what they use is read here, line by line and many times
//! faster than by a reader of all TOML: a filter that cleans one short text waits for nothing but this. A test holds every file
//! against the TOML crate.

use super::{Place, Separator};
use crate::document::eights::{first_equal, whole};
#[cfg(test)]
use serde::Deserialize;
use std::borrow::Cow;

/// Lines with more words are left alone by rules that do not say otherwise.
const MAX_WORDS: u32 = 25;

/// A rule as it stands in a data file.
#[derive(Debug, PartialEq)]
#[cfg_attr(test, derive(Deserialize), serde(deny_unknown_fields))]
pub struct Written<'t> {
    pub id: Cow<'t, str>,
    pub label: Cow<'t, str>,
    #[cfg_attr(test, serde(rename = "where"))]
    pub place: Place,
    pub origin: Cow<'t, str>,
    pub phrases: Vec<Cow<'t, str>>,
    #[cfg_attr(test, serde(default = "max_words"))]
    pub max_words: u32,
    #[cfg_attr(test, serde(default))]
    pub sep: Separator,
}

/// A data file.
#[derive(Debug, Default, PartialEq)]
#[cfg_attr(test, derive(Deserialize), serde(deny_unknown_fields))]
pub struct File<'t> {
    pub lang: Cow<'t, str>,
    pub rule: Vec<Written<'t>>,
}

#[cfg(test)]
const fn max_words() -> u32 {
    MAX_WORDS
}

impl Default for Written<'_> {
    fn default() -> Self {
        let none = Cow::default;
        let place = Place::Whole;
        Self { id: none(), label: none(), place, origin: none(), phrases: Vec::new(), max_words: MAX_WORDS, sep: Separator::default() }
    }
}

/// Reads a file's text: `key = value` lines, `[[rule]]` before each rule, and lists with a string a line. Rules for other places than
/// the wanted ones are left without their phrases.
///
/// # Errors
/// The number of a line that is none of these, and what is wrong.
pub fn parse(text: &str, wanted: impl Fn(Place) -> bool) -> Result<File<'_>, String> {
    let mut file = File::default();
    let mut lines = Lines(text);
    while let Some(line) = lines.next() {
        let read = match line {
            "[[rule]]" => {
                file.rule.push(Written::default());
                Ok(())
            }
            "phrases = [" => match file.rule.last_mut() {
                Some(rule) if wanted(rule.place) => list(&mut lines).map(|phrases| rule.phrases = phrases),
                _ => lines.pass_list().map_err(|why| (line, why)),
            },
            _ if line.is_empty() || line.starts_with('#') => Ok(()),
            _ => field(line, &mut file).map_err(|why| (line, why)),
        };
        read.map_err(|(line, why)| format!("line {}: {why}: `{line}`", text[..text.len() - lines.0.len()].lines().count()))?;
    }
    Ok(file)
}

/// What is left of a text, to be read line by line.
struct Lines<'t>(&'t str);

impl<'t> Iterator for Lines<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.0.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.0.as_bytes()).unwrap_or(self.0.len());
        let line = &self.0[..end];
        self.0 = self.0.get(end + 1..).unwrap_or("");
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

/// What is said of a list that the file ends in.
const ENDLESS: &str = "the list has no end";

impl<'t> Lines<'t> {
    /// Reads a line of a list that is written as nearly all are: two spaces, a string without escapes, a comma.
    #[inline]
    fn plain_phrase(&mut self) -> Option<&'t str> {
        let rest = self.0.strip_prefix("  \"")?;
        let end = string_end(rest.as_bytes());
        let behind = rest.get(end..)?.strip_prefix("\",\n")?;
        self.0 = behind;
        Some(&rest[..end])
    }

    /// Goes behind the list that begins here.
    fn pass_list(&mut self) -> Result<(), &'static str> {
        let bytes = self.0.as_bytes();
        let mut ends = memchr::memchr_iter(b']', bytes);
        let alone = |at: usize| {
            at.checked_sub(1).is_none_or(|before| bytes[before] == b'\n') && matches!(bytes.get(at + 1), None | Some(b'\r' | b'\n'))
        };
        let end = ends.find(|&at| alone(at)).ok_or(ENDLESS)?;
        self.0 = &self.0[end..];
        self.next();
        Ok(())
    }
}

/// Where the first quote, backslash or end of a line stands, eight bytes at a time.
fn string_end(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(eight) = whole(text, at) {
        let found = first_equal(eight, b'"') | first_equal(eight, b'\\') | first_equal(eight, b'\n');
        if found != 0 {
            return at + (found.trailing_zeros() >> 3) as usize;
        }
        at += 8;
    }
    // The last few bytes of a file hold no such string; if one stands there it is read the other way.
    text.len()
}

/// Reads the list that begins here.
fn list<'t>(lines: &mut Lines<'t>) -> Result<Vec<Cow<'t, str>>, (&'t str, &'static str)> {
    let mut phrases = Vec::with_capacity(64);
    let mut last = "phrases = [";
    loop {
        while let Some(phrase) = lines.plain_phrase() {
            last = phrase;
            phrases.push(phrase.into());
        }
        let Some(line) = lines.next() else { return Err((last, ENDLESS)) };
        if line == "]" {
            return Ok(phrases);
        }
        last = line;
        let written = line.trim_start_matches(' ');
        phrases.push(string(written.strip_suffix(',').unwrap_or(written)).map_err(|why| (line, why))?);
    }
}

/// What is said of other lines.
const NEITHER: &str = "neither a key with its value nor a string of a list";

/// Reads `key = value`.
fn field<'t>(line: &'t str, file: &mut File<'t>) -> Result<(), &'static str> {
    let (key, value) = line.split_once(' ').ok_or(NEITHER)?;
    let value = value.strip_prefix("= ").ok_or(NEITHER)?;
    let Some(rule) = file.rule.last_mut() else {
        file.lang = if key == "lang" { string(value)? } else { return Err("unknown key") };
        return Ok(());
    };
    match key {
        "id" => rule.id = string(value)?,
        "label" => rule.label = string(value)?,
        "origin" => rule.origin = string(value)?,
        "max_words" => rule.max_words = value.parse().map_err(|_| "no number")?,
        "where" => {
            rule.place = match value {
                r#""whole""# => Place::Whole,
                r#""prefix""# => Place::Prefix,
                r#""suffix""# => Place::Suffix,
                r#""contains""# => Place::Contains,
                r#""cue""# => Place::Cue,
                _ => return Err("unknown place"),
            }
        }
        "sep" => {
            rule.sep = match value {
                r#""optional""# => Separator::Optional,
                r#""required""# => Separator::Required,
                _ => return Err("unknown separator"),
            }
        }
        _ => return Err("unknown key"),
    }
    Ok(())
}

/// A string in double quotes; of escapes only those of the quote and of the backslash itself.
fn string(written: &str) -> Result<Cow<'_, str>, &'static str> {
    let inner = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or("no string in double quotes")?;
    if memchr::memchr2(b'\\', b'"', inner.as_bytes()).is_none() {
        return Ok(inner.into());
    }
    let mut out = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        out.push(match c {
            '"' => return Err("a quote inside of a string"),
            '\\' => characters.next().filter(|next| matches!(next, '"' | '\\')).ok_or("an escape that is not read")?,
            c => c,
        });
    }
    Ok(out.into())
}

#[cfg(test)]
mod tests {
    use super::super::FILES;
    use super::*;

    #[test]
    fn every_file_is_read_as_the_toml_crate_reads_it() {
        for (lang, text) in FILES {
            let whole: File<'_> = toml::from_str(text).expect("TOML");
            assert_eq!(parse(text, |_| true), Ok(whole), "{lang}");
        }
    }

    #[test]
    fn what_is_not_read_is_refused_with_its_line() {
        let rule = "lang = \"x\"\n[[rule]]\n";
        for (line, said) in [
            ("colour = \"red\"", "line 3: unknown key: `colour = \"red\"`"),
            ("where = \"above\"", "line 3: unknown place: `where = \"above\"`"),
            ("id = 'a'", "line 3: no string in double quotes: `id = 'a'`"),
            ("id = \"a\\u0041\"", "line 3: an escape that is not read: `id = \"a\\u0041\"`"),
            ("phrases = [\n  \"a long phrase\",", "line 4: the list has no end: `a long phrase`"),
            ("phrases = [\n\"a\"", "line 4: the list has no end: `\"a\"`"),
        ] {
            assert_eq!(parse(&format!("{rule}{line}\n"), |_| true), Err(said.to_string()));
        }
        let text = format!("{rule}where = \"cue\"\nphrases = [\n  \"a \\\"b\\\"\",\n\"c\"\n]\n");
        let read = parse(&text, |_| true).expect("read");
        assert_eq!(read.rule[0].phrases, ["a \"b\"", "c"]);
        let passed = parse(&text, |place| place == Place::Whole).map(|file| file.rule[0].phrases.len());
        assert_eq!(passed, Ok(0));
        assert_eq!(parse(&text.replace('\n', "\r\n"), |_| true), Ok(read));
    }
}
