//! Rows of panels: names and values beside each other, in either order, glued or apart.

use super::words::{Key, NAMES, SOURCES, Section, has_word};

/// What a folded line is.
pub(super) enum Row {
    /// Fields with their values.
    Pairs(Vec<(Key, String)>),
    /// The name of a field whose value is still to come.
    Name(Key),
    /// No row of a panel.
    None,
}

/// A piece of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Name(Key),
    Number(String),
    Share(String),
    /// "all", "mostly": says nothing.
    Filler,
}

/// Pieces of one row; more make a sentence.
const MAX_PIECES: usize = 16;
/// Digits of a number.
const MAX_DIGITS: usize = 9;
/// Words that may stand in a row and say nothing.
const FILLERS: &[&str] = &["all", "total", "alle", "tous", "todas", "todos", "show", "view", "see"];

/// Reads a row: nothing but names, numbers, signs.
pub(super) fn read(line: &str, section: Option<Section>) -> Row {
    if let Some(rest) = NAMES.iter().filter(|(_, key)| *key == Key::LastUpdated).find_map(|(name, _)| line.strip_prefix(name)) {
        let rest = rest.trim_start_matches([':', ' ', '-', '–']);
        return if rest.is_empty() { Row::Name(Key::LastUpdated) } else { Row::Pairs(vec![(Key::LastUpdated, rest.to_string())]) };
    }
    if let Some(word) = line.strip_prefix("factuality:").map(str::trim).filter(|word| !word.is_empty() && word.split(' ').count() <= 3) {
        return Row::Pairs(vec![(Key::Factuality, word.to_string())]);
    }
    let Some(pieces) = pieces(line) else { return Row::None };
    let pieces: Vec<Piece> = pieces.into_iter().filter(|piece| *piece != Piece::Filler).map(|piece| placed(piece, section)).collect();
    match pieces.as_slice() {
        [Piece::Name(key)] if line.chars().count() > 1 => Row::Name(*key),
        [first, second, ..] => {
            let pairs = match (first, second) {
                (Piece::Name(_), _) => pairs(&pieces, true),
                _ => pairs(&pieces, false),
            };
            if pairs.is_empty() { Row::None } else { Row::Pairs(pairs) }
        }
        _ => Row::None,
    }
}

/// A value alone on a line, behind the line with its name.
pub(super) fn alone(line: &str, key: Key) -> Option<String> {
    if key == Key::LastUpdated {
        return line.chars().any(|c| c.is_ascii_digit()).then(|| line.to_string());
    }
    let number = line.strip_suffix('%').unwrap_or(line).trim_end();
    is_number(number).then(|| number.to_string())
}

/// A name may mean another field under another heading.
fn placed(piece: Piece, section: Option<Section>) -> Piece {
    match (piece, section) {
        (Piece::Name(Key::Unrated), Some(Section::Factuality)) => Piece::Name(Key::FactualityUnknown),
        (Piece::Name(Key::Unrated), Some(Section::Ownership)) => Piece::Name(Key::OwnerOther),
        (piece, _) => piece,
    }
}

/// Neighbouring names and values.
fn pairs(pieces: &[Piece], name_first: bool) -> Vec<(Key, String)> {
    let mut found = Vec::new();
    for pair in pieces.chunks(2) {
        let (name, value) = match (pair, name_first) {
            ([name, value], true) => (name, value),
            ([value, name], false) => (name, value),
            _ => return Vec::new(),
        };
        match (name, value) {
            (Piece::Name(key), Piece::Number(value)) if counts(*key) => found.push((*key, value.clone())),
            (Piece::Name(key), Piece::Share(value)) if !matches!(key, Key::Articles | Key::Sources | Key::LastUpdated) => {
                found.push((key.share(), value.clone()));
            }
            _ => return Vec::new(),
        }
    }
    found
}

/// Fields that are numbers of outlets or articles.
const fn counts(key: Key) -> bool {
    matches!(key, Key::Articles | Key::Sources | Key::Left | Key::Center | Key::Right | Key::Unrated)
}

/// Cuts a line into pieces; `None` if something else stands in it.
fn pieces(line: &str) -> Option<Vec<Piece>> {
    let mut found = Vec::new();
    let mut rest = line.trim_start_matches(is_sign);
    while !rest.is_empty() {
        if found.len() >= MAX_PIECES {
            return None;
        }
        let (piece, length) = number(rest).or_else(|| name(rest)).or_else(|| filler(rest))?;
        found.push(piece);
        rest = rest[length..].trim_start_matches(is_sign);
    }
    Some(found)
}

/// Signs between names and values.
fn is_sign(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | '/' | ',' | ';' | ':' | '·' | '•' | '-' | '–' | '—' | '(' | ')' | '.' | '=' | '+' | '*')
}

fn number(text: &str) -> Option<(Piece, usize)> {
    if let Some(rest) = text.strip_prefix('%') {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        return (1..=3).contains(&digits).then(|| (Piece::Share(rest[..digits].to_string()), digits + 1));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > MAX_DIGITS {
        return None;
    }
    let after = &text[digits..];
    let gap = after.len() - after.trim_start_matches(' ').len();
    if after[gap..].starts_with('%') {
        return (digits <= 3).then(|| (Piece::Share(text[..digits].to_string()), digits + gap + 1));
    }
    Some((Piece::Number(text[..digits].to_string()), digits))
}

/// The longest name that the text begins with. A name may be glued to a number or to another name, not to other letters.
fn name(text: &str) -> Option<(Piece, usize)> {
    let ends = |name: &str| {
        let next = text[name.len()..].chars().next();
        next.is_none_or(|c| !c.is_alphabetic())
    };
    let found = NAMES.iter().filter(|(name, _)| text.starts_with(name) && ends(name)).max_by_key(|(name, _)| name.len())?;
    Some((Piece::Name(found.1), found.0.len()))
}

/// Words that say nothing, also glued to a name: "AllLeft9".
fn filler(text: &str) -> Option<(Piece, usize)> {
    let found = FILLERS.iter().find(|word| text.starts_with(*word))?;
    let rest = &text[found.len()..];
    let apart = rest.chars().next().is_none_or(|c| !c.is_alphabetic())
        || name(rest).is_some_and(|(_, length)| rest[length..].starts_with(|c: char| c.is_ascii_digit()));
    apart.then_some((Piece::Filler, found.len()))
}

fn is_number(text: &str) -> bool {
    (1..=MAX_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Shares of outlets on a side, told in a sentence: "44% of the sources are Center", "el 40 % de las fuentes son de derecha".
pub(super) fn shares_of_sources(line: &str) -> Vec<(String, Key)> {
    if !line.contains('%') || line.split_whitespace().count() > 30 || !SOURCES.iter().any(|word| has_word(line, word)) {
        return Vec::new();
    }
    let shares: Vec<(usize, usize, String)> = line
        .match_indices('%')
        .filter_map(|(at, _)| {
            let before = line[..at].trim_end();
            let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
            let after = line[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
            match (digits, after) {
                (1..=3, _) => Some((before.len() - digits, at + 1, before[before.len() - digits..].to_string())),
                (0, 1..=3) => Some((at, at + 1 + after, line[at + 1..=at + after].to_string())),
                _ => None,
            }
        })
        .collect();
    // Signs right behind each other ("%44%") leave nothing between them.
    let clause = |index: usize| {
        let end = shares.get(index + 1).map_or(line.len(), |next| next.0);
        line.get(shares[index].1..end).unwrap_or("")
    };
    let mut found = Vec::new();
    for (index, (_, _, share)) in shares.iter().enumerate() {
        let clause = clause(index);
        let sides = NAMES.iter().filter(|(name, key)| !key.side().is_empty() && name.chars().count() > 1 && has_word(clause, name));
        if SOURCES.iter().any(|word| has_word(clause, word))
            && let Some((_, key)) = sides.max_by_key(|(name, _)| name.len())
        {
            found.push((share.clone(), *key));
        }
    }
    found
}

/// The side that mostly misses a story, and the share of its coverage.
pub(super) fn missed_by(line: &str) -> Option<(&'static str, Option<String>)> {
    let missed = ["missed by", "blindspot for", "overlooked by"].iter().find_map(|phrase| line.split_once(phrase))?.1;
    let (_, key) = NAMES.iter().find(|(name, key)| !key.side().is_empty() && name.chars().count() > 1 && has_word(missed, name))?;
    let share = missed.find('%').map(|at| {
        let before = missed[..at].trim_end();
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        before[before.len() - digits..].to_string()
    });
    Some((key.side(), share.filter(|share| !share.is_empty())))
}
