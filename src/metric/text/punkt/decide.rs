//! Whether a sentence ends within a few words.

use super::Version;
use super::model::{BEGIN_LOWER, ENGLISH, LOWER, MIDDLE_UPPER, Model, UPPER};
use super::words::words;
use crate::metric::text::python::{is_space, is_word, lower};
use regex::Regex;
use std::sync::LazyLock;

const NUMBER: &str = "##number##";
/// Marks that no sentence begins with.
const INNER: [&str; 6] = [";", ":", ",", ".", "!", "?"];

/// Whole tokens that are numbers, maybe with a last period; [`None`] cannot be: a test compiles it.
static IS_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^-?[.,]?\d[\d,.\-]*\.?$").ok());

struct Token {
    text: String,
    /// Lower case, or the type of all numbers.
    kind: String,
    breaks: bool,
    is_abbreviation: bool,
    is_ellipsis: bool,
}

/// What the letters of a word say about its being first in a sentence.
#[derive(PartialEq)]
enum Starts {
    Yes,
    No,
    Unknown,
}

/// Whether a sentence ends in a context, with something after it.
pub fn contains_end(context: &str, version: Version) -> bool {
    let lines = context.split('\n').filter(|line| !line.chars().all(is_space));
    let mut tokens: Vec<Token> = lines.flat_map(|line| words(line, version)).map(|text| Token::new(text, &ENGLISH)).collect();
    (1..tokens.len()).any(|next| {
        let (before, after) = tokens.split_at_mut(next);
        match (before.last_mut(), after.first()) {
            (Some(token), Some(next)) => {
                token.decide(next, &ENGLISH);
                token.breaks
            }
            _ => false,
        }
    })
}

impl Token {
    /// With the decisions that need nothing but the token: Punkt's first pass.
    fn new(text: String, model: &Model) -> Self {
        let lowered = lower(&text);
        let digits = text.contains(char::is_numeric);
        let is_number = digits && IS_NUMBER.as_ref().is_some_and(|number| number.is_match(&lowered));
        let kind = if is_number { NUMBER.to_string() } else { lowered.into_owned() };
        let mut token = Self { kind, breaks: false, is_abbreviation: false, is_ellipsis: false, text };
        if matches!(token.text.as_str(), "." | "?" | "!") {
            token.breaks = true;
        } else if token.text.len() > 1 && token.text.bytes().all(|b| b == b'.') {
            token.is_ellipsis = true;
        } else if let Some(word) = token.text.strip_suffix('.').filter(|word| !word.ends_with('.')) {
            let word = lower(word);
            let tail = word.rsplit('-').next().unwrap_or("");
            token.is_abbreviation = model.abbreviations.contains(word.as_ref()) || model.abbreviations.contains(tail);
            token.breaks = !token.is_abbreviation;
        }
        token
    }

    /// The decisions that need the next token: Punkt's second pass.
    fn decide(&mut self, next: &Self, model: &Model) {
        if !self.text.ends_with('.') {
            return;
        }
        let (kind, next_kind) = (without_period(&self.kind), next.kind_in_sentence());
        let is_initial = self.is_initial();
        if model.collocations.contains(&(kind, next_kind)) {
            self.breaks = false;
            return;
        }
        let starts = next.starts(model);
        let may_end = (self.is_abbreviation || self.is_ellipsis) && !is_initial;
        if may_end && (starts == Starts::Yes || next.is_upper() && model.starters.contains(next_kind)) {
            self.breaks = true;
            return;
        }
        if is_initial || kind == NUMBER {
            let never_lower = next.is_upper() && model.contexts(next_kind) & LOWER == 0;
            if starts == Starts::No || starts == Starts::Unknown && is_initial && never_lower {
                self.breaks = false;
            }
        }
    }

    fn starts(&self, model: &Model) -> Starts {
        if INNER.contains(&self.text.as_str()) {
            return Starts::No;
        }
        let seen = model.contexts(self.kind_in_sentence());
        if self.is_upper() && seen & LOWER != 0 && seen & MIDDLE_UPPER == 0 {
            Starts::Yes
        } else if self.is_lower() && (seen & UPPER != 0 || seen & BEGIN_LOWER == 0) {
            Starts::No
        } else {
            Starts::Unknown
        }
    }

    /// The type, without the last period if that ends a sentence.
    fn kind_in_sentence(&self) -> &str {
        if self.breaks { without_period(&self.kind) } else { &self.kind }
    }

    /// One letter and a period.
    fn is_initial(&self) -> bool {
        let mut chars = self.text.chars();
        let letter = chars.next().is_some_and(|c| is_word(c) && !is_decimal(c));
        letter && chars.eq(['.'])
    }

    fn is_upper(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    fn is_lower(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_lowercase)
    }
}

/// A decimal digit of any script: alone it is a number.
fn is_decimal(c: char) -> bool {
    c.is_numeric() && IS_NUMBER.as_ref().is_some_and(|number| number.is_match(c.encode_utf8(&mut [0; 4])))
}

/// A type without its last period, unless it is nothing else.
fn without_period(kind: &str) -> &str {
    kind.strip_suffix('.').filter(|rest| !rest.is_empty()).unwrap_or(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(context: &str) -> bool {
        contains_end(context, Version::Nltk391)
    }

    #[test]
    fn numbers_and_initials_are_told() {
        let token = |text: &str| Token::new(text.to_string(), &ENGLISH);
        for number in ["5", "5.", "-.5", "1,000.50", "1990-91", "٣."] {
            assert_eq!(token(number).kind, NUMBER, "{number}");
        }
        assert!(["5a", "²", "-", "--5"].iter().all(|text| token(text).kind != NUMBER));
        assert!(["J.", "é.", "_.", "½."].iter().all(|text| token(text).is_initial()));
        assert!(!["J", "5.", "Jo.", "..", "."].iter().any(|text| token(text).is_initial()));
    }

    #[test]
    fn abbreviations_initials_and_numbers_need_a_starter() {
        assert!(!ends("Dr. Smith") && !ends("J. Bach") && !ends("p.m. Then"));
        assert!(ends("ran. The") && ends("Inc. The"));
        assert!(!ends("5. percent") && ends("5. The"));
        assert!(!ends("end."), "nothing follows");
    }
}
