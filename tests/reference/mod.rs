//! Simple ways of doing what the library does fast: one character at a time, one phrase at a time.

use gleaner::document::{FoldedLine, Link, Segment, is_invisible, is_unspaced};
use gleaner::strategy::lexicon::{Place, Rule, Separator};
use std::hash::Hasher;

/// Start, end, and whether a blank line stands before, of each line that is not blank.
pub fn lines(text: &str) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    let (mut start, mut blank) = (0, true);
    let mut chars = text.char_indices().peekable();
    let mut close = |start: usize, end: usize| {
        let line = &text[start..end];
        let trimmed = line.trim();
        if trimmed.is_empty() {
            blank = true;
            return;
        }
        let from = start + (line.len() - line.trim_start().len());
        found.push((from, from + trimmed.len(), std::mem::replace(&mut blank, false)));
    };
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            continue;
        }
        close(start, at);
        if c == '\r' {
            chars.next_if(|(_, next)| *next == '\n');
        }
        start = chars.peek().map_or(text.len(), |(next, _)| *next);
    }
    if start < text.len() {
        close(start, text.len());
    }
    found
}

/// A segment folded, and where its first link that does not open it begins.
pub fn folded(text: &str, segment: &Segment, links: &[Link]) -> (String, Option<usize>) {
    let mut out = String::new();
    let mut link_at = None;
    let mut at = segment.inner.start;
    for link in links {
        fold(&text[at..link.whole.start], &mut out);
        if link_at.is_none() && !out.trim_end().is_empty() {
            link_at = Some(out.len());
        }
        fold(link.text.slice(text), &mut out);
        at = link.whole.end;
    }
    fold(&text[at..segment.inner.end], &mut out);
    (out.trim_end().to_string(), link_at)
}

fn fold(piece: &str, out: &mut String) {
    let mut chars = piece.chars().peekable();
    while let Some(c) = chars.next() {
        let number = c.is_numeric() && !c.is_alphabetic() && !('\u{4e00}'..='\u{9fff}').contains(&c);
        let point = matches!(c, '.' | ',' | ':') && out.ends_with('#') && chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            _ if point => {}
            '\u{a0}' => space(out),
            '’' | '‘' | '‚' | '`' | '´' | 'ʼ' => out.push('\''),
            '“' | '”' | '„' | '«' | '»' | '‟' => out.push('"'),
            '：' => out.push(':'),
            'İ' => out.push('i'),
            '\u{c}' => out.push(c),
            '\t' | '\n' | '\r' => space(out),
            _ if is_invisible(c) => {}
            _ if c.is_whitespace() => space(out),
            _ if number && !out.ends_with('#') => out.push('#'),
            _ if number => {}
            _ => out.extend(c.to_lowercase()),
        }
    }
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// The key of a line: its letters and digits as bytes (three for each character beyond ASCII), eight of them hashed at a time,
/// then the last eight once more and their number.
pub fn key(line: &str, mask_digits: bool) -> Option<u64> {
    let mut bytes: Vec<u8> = Vec::new();
    for c in line.chars().filter(|c| c.is_alphanumeric()) {
        let digit = if mask_digits { '0' } else { c };
        match c {
            'a'..='z' | 'A'..='Z' => bytes.push(c.to_ascii_lowercase() as u8),
            '0'..='9' => bytes.push(digit as u8),
            _ if c.is_alphabetic() => c.to_lowercase().for_each(|lower| bytes.extend(&u32::from(lower).to_le_bytes()[..3])),
            _ => bytes.extend(&u32::from(digit).to_le_bytes()[..3]),
        }
    }
    let mut hasher = rustc_hash::FxHasher::default();
    let mut packed = 0u64;
    for (at, &byte) in bytes.iter().enumerate() {
        packed = packed << 8 | u64::from(byte);
        if (at + 1) % 8 == 0 {
            hasher.write_u64(packed);
        }
    }
    hasher.write_u64(packed);
    hasher.write_usize(bytes.len());
    (!bytes.is_empty()).then(|| hasher.finish())
}

/// The rule that a folded line of so many words satisfies, where the phrase ends, and whether it is the whole line.
pub fn find(rules: &[Rule], line: &FoldedLine, words: f32) -> Option<(&'static str, usize, bool)> {
    let text = line.text.as_str();
    let fits = |rule: &&Rule| words <= rule.max_words;
    let at_place = |places: &[Place], phrase: &str| -> Vec<&Rule> {
        rules.iter().filter(|rule| places.contains(&rule.place) && rule.phrases.contains(&phrase)).collect()
    };
    let bare = bare(text);
    let whole = rules.iter().filter(|rule| rule.place == Place::Whole && rule.phrases.iter().any(|own| self::bare(own) == bare)).find(fits);
    if let Some(rule) = whole {
        return Some((rule.id, text.len(), true));
    }
    let lead = text.len() - lead_off(text).len();
    if let Some(phrase) = longest(rules, &[Place::Prefix], &text[lead..]) {
        let end = lead + phrase.len();
        let open = |rule: &&Rule| match rule.separator {
            Separator::Optional => boundary(text, end),
            Separator::Required => separated(line, end),
        };
        if let Some(rule) = at_place(&[Place::Prefix], phrase).into_iter().find(|rule| fits(rule) && open(rule)) {
            return Some((rule.id, end, false));
        }
    }
    let inside = [Place::Suffix, Place::Contains];
    for (start, c) in text.char_indices() {
        let begins = c != ' ' && (boundary(text, start) || (!c.is_alphanumeric() && c != '#'));
        let Some(phrase) = longest(rules, &inside, &text[start..]).filter(|_| begins) else { continue };
        let end = start + phrase.len();
        let placed = |rule: &&Rule| rule.place == Place::Contains || end >= lead + bare.len();
        let rule = at_place(&inside, phrase).into_iter().find(|rule| boundary(text, end) && fits(rule) && placed(rule));
        if let Some(rule) = rule {
            return Some((rule.id, end, false));
        }
    }
    None
}

/// The rule with the most different cues in a folded line of so many words, two or more.
pub fn find_cues(rules: &[Rule], text: &str, words: f32) -> Option<&'static str> {
    if text.contains('"') {
        return None;
    }
    // Each cue at its first place, and whether a word ends there.
    let mut seen: Vec<(&str, bool)> = Vec::new();
    for (start, c) in text.char_indices() {
        let begins = c != ' ' && (boundary(text, start) || (!c.is_alphanumeric() && c != '#'));
        let Some(cue) = longest(rules, &[Place::Cue], &text[start..]).filter(|_| begins) else { continue };
        if seen.iter().all(|(known, _)| *known != cue) {
            seen.push((cue, boundary(text, start + cue.len())));
        }
    }
    let has = |rule: &Rule, cue: &str, ended: bool| {
        rule.phrases.iter().any(|own| own.strip_suffix('*') == Some(cue)) || (ended && rule.phrases.contains(&cue))
    };
    let count = |rule: &Rule| seen.iter().filter(|(cue, ended)| has(rule, cue, *ended)).count();
    let cues = rules.iter().filter(|rule| rule.place == Place::Cue && words <= rule.max_words);
    // Of equals the first.
    let (rule, most) = cues.map(|rule| (rule, count(rule))).rev().max_by_key(|(_, count)| *count)?;
    let least = 2 + usize::from(words > 25.0) + usize::from(words > 45.0);
    (most >= least).then_some(rule.id)
}

fn longest<'r>(rules: &'r [Rule], places: &[Place], text: &str) -> Option<&'r str> {
    let phrases = rules.iter().filter(|rule| places.contains(&rule.place)).flat_map(|rule| &rule.phrases);
    // A star stands for the rest of the word.
    let cues = phrases.map(|phrase| phrase.trim_end_matches('*'));
    cues.filter(|phrase| text.starts_with(phrase)).max_by_key(|phrase| phrase.len())
}

fn lead_off(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !"#@©(\"'<[【（".contains(c))
}

fn bare(text: &str) -> &str {
    lead_off(text).trim_end_matches(|c: char| ":.!?…»\"›>→|·•-–—+ ▼▾。！？*".contains(c))
}

fn boundary(text: &str, at: usize) -> bool {
    let joins = |c: char| (c.is_alphanumeric() || c == '#') && !is_unspaced(c);
    !(text[..at].chars().next_back().is_some_and(joins) && text[at..].chars().next().is_some_and(joins))
}

fn separated(line: &FoldedLine, end: usize) -> bool {
    let behind = &line.text[end..];
    let rest = behind.trim_start();
    let gap = line.text.len() - rest.len();
    let hyphen = rest.starts_with('-') && !behind.starts_with(' ') && rest[1..].starts_with(char::is_alphabetic);
    let sign = rest.chars().next().is_none_or(|c| ":–—-|>»›→▶►/\"=".contains(c));
    line.link_at.is_some_and(|at| at >= end && at <= gap) || (sign && !hyphen)
}
