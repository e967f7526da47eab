//! Reads a data file of the lexicon. The files are TOML, and of that only what they use is read here, line by line and many times
//! faster than by a reader of all TOML: a filter that cleans one short text waits for nothing but this. A test holds every file
//! against the TOML crate.

use super::{Place, Separator};
#[cfg(test)]
use serde::Deserialize;

/// Lines with more words are left alone by rules that do not say otherwise.
const MAX_WORDS: u32 = 25;

/// A rule as it stands in a data file.
#[derive(Debug, PartialEq)]
#[cfg_attr(test, derive(Deserialize), serde(deny_unknown_fields))]
pub struct Written {
    pub id: String,
    pub label: String,
    #[cfg_attr(test, serde(rename = "where"))]
    pub place: Place,
    pub origin: String,
    pub phrases: Vec<String>,
    #[cfg_attr(test, serde(default = "max_words"))]
    pub max_words: u32,
    #[cfg_attr(test, serde(default))]
    pub sep: Separator,
}

/// A data file.
#[derive(Debug, Default, PartialEq)]
#[cfg_attr(test, derive(Deserialize), serde(deny_unknown_fields))]
pub struct File {
    pub lang: String,
    pub rule: Vec<Written>,
}

#[cfg(test)]
const fn max_words() -> u32 {
    MAX_WORDS
}

impl Default for Written {
    fn default() -> Self {
        let none = String::new;
        let place = Place::Whole;
        Self { id: none(), label: none(), place, origin: none(), phrases: Vec::new(), max_words: MAX_WORDS, sep: Separator::default() }
    }
}

/// Reads a file's text: `key = value` lines, `[[rule]]` before each rule, and lists with a string a line. Rules for other places than
/// the wanted ones are left without their phrases.
///
/// # Errors
/// The number of a line that is none of these, and what is wrong.
pub fn parse(text: &str, wanted: impl Fn(Place) -> bool) -> Result<File, String> {
    let mut file = File::default();
    let mut list = List::None;
    for (number, line) in text.lines().enumerate() {
        let read = match (line, list) {
            ("]", List::Read | List::Passed) => {
                list = List::None;
                Ok(())
            }
            (_, List::Passed) => Ok(()),
            (_, List::Read) => {
                phrase(line).and_then(|phrase| file.rule.last_mut().map(|rule| rule.phrases.push(phrase)).ok_or("a list outside of a rule"))
            }
            ("[[rule]]", List::None) => {
                file.rule.push(Written::default());
                Ok(())
            }
            ("phrases = [", List::None) => {
                list = if file.rule.last().is_none_or(|rule| wanted(rule.place)) { List::Read } else { List::Passed };
                Ok(())
            }
            _ if line.is_empty() || line.starts_with('#') => Ok(()),
            _ => field(line, &mut file),
        };
        read.map_err(|why| format!("line {}: {why}: `{line}`", number + 1))?;
    }
    if list == List::None { Ok(file) } else { Err("the last list has no end".into()) }
}

/// Whether a line stands in a list, and what is done with it.
#[derive(Clone, Copy, PartialEq)]
enum List {
    None,
    Read,
    Passed,
}

/// Reads a line of a list.
fn phrase(line: &str) -> Result<String, &'static str> {
    let written = line.trim_start_matches(' ');
    string(written.strip_suffix(',').unwrap_or(written))
}

/// Reads `key = value`.
fn field(line: &str, file: &mut File) -> Result<(), &'static str> {
    let (key, value) = line.split_once(" = ").ok_or("neither a key with its value nor a string of a list")?;
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
fn string(written: &str) -> Result<String, &'static str> {
    let inner = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or("no string in double quotes")?;
    if memchr::memchr2(b'\\', b'"', inner.as_bytes()).is_none() {
        return Ok(inner.to_string());
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
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::super::FILES;
    use super::*;

    #[test]
    fn every_file_is_read_as_the_toml_crate_reads_it() {
        for (lang, text) in FILES {
            let whole: File = toml::from_str(text).expect("TOML");
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
            ("phrases = [\n\"a\"", "the last list has no end"),
        ] {
            assert_eq!(parse(&format!("{rule}{line}\n"), |_| true), Err(said.to_string()));
        }
        let read = parse(&format!("{rule}where = \"cue\"\nphrases = [\n  \"a \\\"b\\\"\",\n]\n"), |_| true).expect("read");
        assert_eq!(read.rule[0].phrases, ["a \"b\""]);
        let passed = parse(&format!("{rule}where = \"cue\"\nphrases = [\n  \"a\",\n]\n"), |place| place == Place::Whole);
        assert_eq!(passed.map(|file| file.rule[0].phrases.len()), Ok(0));
    }
}
