//! Tags, entities, link syntax in plain text, footnote marks and invisible characters, each known by its first byte.

use crate::strategy::source_cues::Class;
use std::sync::LazyLock;

/// Tags that converters leave behind.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "aside",
    "b",
    "blockquote",
    "br",
    "button",
    "div",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "iframe",
    "img",
    "li",
    "ol",
    "p",
    "script",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "u",
    "ul",
];
/// Characters of a tag's attributes.
const MAX_ATTRIBUTES: usize = 500;
/// Entities by name.
const ENTITIES: &[&str] = &[
    "nbsp", "amp", "lt", "gt", "quot", "apos", "ndash", "mdash", "rsquo", "lsquo", "rdquo", "ldquo", "hellip", "copy", "raquo", "laquo",
    "bull", "middot", "shy", "zwnj",
];
/// Digits of an entity by number.
const DIGITS: std::ops::RangeInclusive<usize> = 2..=6;
/// Characters of an empty link's address.
const MAX_ADDRESS: usize = 200;
/// Digits of a footnote's mark.
const MAX_MARK: usize = 3;

static DIGIT: LazyLock<Class> = LazyLock::new(|| Class::named(r"\d"));

/// The pieces of a line in which no other debris is than characters that show nothing and begin with U+80 to U+BF or U+2000 to U+2FFF.
pub fn find_invisible(line: &str, mut found: impl FnMut(usize, usize)) {
    let bytes = line.as_bytes();
    let ends = memchr::memchr2_iter(0xC2, 0xE2, bytes).filter_map(|start| Some((start, invisible(bytes, start)?)));
    ends.for_each(|(start, end)| found(start, end));
}

/// Calls `found` with start and end of every piece of debris in a line, in order, none overlapping.
pub fn find(line: &str, mut found: impl FnMut(usize, usize)) {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| MAY_BEGIN[usize::from(*byte)])) {
        let start = at + next;
        let end = match bytes[start] {
            b'<' => tag(line, start),
            b'&' => entity(line, start),
            b'[' => empty_link(line, start).or_else(|| footnote(line, start)),
            b'!' if bytes.get(start + 1) == Some(&b'[') => empty_link(line, start + 1),
            _ => invisible(bytes, start),
        };
        match end {
            Some(end) => {
                found(start, end);
                at = end;
            }
            None => at = start + 1,
        }
    }
}

/// Whether a byte begins some debris.
static MAY_BEGIN: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = [b'<', b'&', b'[', b'!', 0xC2, 0xE2, 0xEE, 0xEF];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};

/// `<br/>`, `</p>`, `<a href=x>`
fn tag(line: &str, start: usize) -> Option<usize> {
    let rest = &line[start + 1..];
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let name = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if !TAGS.contains(&&rest[..name]) {
        return None;
    }
    let rest = &rest[name..];
    let closed = |rest: &str| {
        let rest = rest.strip_prefix('/').unwrap_or(rest).strip_prefix('>')?;
        Some(line.len() - rest.len())
    };
    match rest.strip_prefix(char::is_whitespace) {
        None => closed(rest),
        Some(attributes) => {
            // One character more where the last is the slash.
            let most = attributes.char_indices().nth(MAX_ATTRIBUTES + 1).map_or(attributes.len(), |(at, _)| at);
            let end = memchr::memchr3(b'<', b'>', b'\n', &attributes.as_bytes()[..(most + 1).min(attributes.len())])?;
            let inside = &attributes[..end];
            let fits = inside.chars().count() <= MAX_ATTRIBUTES || inside.ends_with('/') && inside.chars().count() == MAX_ATTRIBUTES + 1;
            (attributes.as_bytes()[end] == b'>' && fits).then(|| line.len() - attributes.len() + end + 1)
        }
    }
}

/// `&nbsp;`, `&#8217;`, `&#x2019;`
fn entity(line: &str, start: usize) -> Option<usize> {
    let rest = &line[start + 1..];
    let body = match rest.strip_prefix('#') {
        Some(hex) if hex.starts_with('x') => 2 + run(&hex[1..], DIGITS, |c| c.is_ascii_hexdigit())?,
        Some(number) => 1 + run(number, DIGITS, |c| DIGIT.contains(c))?,
        None => {
            let name = rest.bytes().take_while(u8::is_ascii_lowercase).count();
            ENTITIES.contains(&&rest[..name]).then_some(name)?
        }
    };
    rest[body..].starts_with(';').then_some(start + 1 + body + 1)
}

/// `[](…)`
fn empty_link(line: &str, start: usize) -> Option<usize> {
    let address = line[start..].strip_prefix("[](")?;
    let end = run(address, 0..=MAX_ADDRESS, |c| !matches!(c, '(' | ')') && !c.is_whitespace())?;
    address[end..].starts_with(')').then(|| line.len() - address.len() + end + 1)
}

/// `[12]`
fn footnote(line: &str, start: usize) -> Option<usize> {
    let rest = &line[start + 1..];
    let end = run(rest, 1..=MAX_MARK, |c| DIGIT.contains(c))?;
    rest[end..].starts_with(']').then_some(start + 1 + end + 1)
}

/// Zero-width characters, the soft hyphen, and private use.
fn invisible(bytes: &[u8], start: usize) -> Option<usize> {
    let width = match bytes[start..] {
        [0xC2, 0xAD, ..] => 2,
        [0xE2, 0x80, 0x8B | 0x8C, ..] | [0xE2, 0x81, 0xA0, ..] | [0xEF, 0xBB, 0xBF, ..] => 3,
        [0xEE, _, _, ..] | [0xEF, 0x80..=0xA3, _, ..] => 3,
        _ => return None,
    };
    Some(start + width)
}

/// Bytes of the characters of a kind that open a text; `None` if there are too few or too many.
fn run(text: &str, count: std::ops::RangeInclusive<usize>, is: impl Fn(char) -> bool) -> Option<usize> {
    let (mut characters, mut end) = (0, 0);
    for c in text.chars().take_while(|c| is(*c)) {
        (characters, end) = (characters + 1, end + c.len_utf8());
        if characters > *count.end() {
            return None;
        }
    }
    count.contains(&characters).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    /// What [`find`] does, said as a pattern.
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        let parts = [
            r"</?(?:a|abbr|aside|b|blockquote|br|button|div|em|figcaption|figure|font|h[1-6]|hr|i|iframe|img|li|ol|p|script|section|small|span|strong|sub|sup|table|tbody|td|th|tr|u|ul)(?:\s[^<>\n]{0,500})?/?>",
            r"&(?:nbsp|amp|lt|gt|quot|apos|ndash|mdash|rsquo|lsquo|rdquo|ldquo|hellip|copy|raquo|laquo|bull|middot|shy|zwnj|#\d{2,6}|#x[0-9a-fA-F]{2,6});",
            r"!?\[\]\([^()\s]{0,200}\)",
            r"\[\d{1,3}\]",
            "[\u{200b}\u{200c}\u{2060}\u{feff}\u{ad}\u{e000}-\u{f8ff}]",
        ];
        Regex::new(&parts.join("|")).expect("a pattern")
    });

    type Places = Vec<(usize, usize)>;

    /// What is found here, and what the pattern finds.
    fn both(line: &str) -> (Places, Places) {
        let mut own = Vec::new();
        find(line, |start, end| own.push((start, end)));
        (own, PATTERN.find_iter(line).map(|found| (found.start(), found.end())).collect())
    }

    proptest! {
        #[test]
        fn characters_that_show_nothing_are_found_alone(line in "[a!©\u{ad}\u{200b}\u{200c}\u{200d}\u{2060}’– ]{0,20}") {
            let mut own = Vec::new();
            find_invisible(&line, |start, end| own.push((start, end)));
            prop_assert_eq!(own, both(&line).1);
        }
    }

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "<", "</", "a", "br", "h3", "h7", "P", ">", "/>", " href=x", "\u{3000}", "\n", "&", "nbsp", "amp;", "nbsp;", "#", "x", "20",
            "19", "٣٤", ";", "!", "[", "]", "[]", "(", ")", "[](", "y", "\u{200b}", "\u{200d}", "\u{ad}", "\u{e000}", "\u{f8ff}",
            "\u{f900}", "\u{feff}", "é", "”", "。", "/", "123456", " ",
        ]);
        prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn debris_is_that_of_the_pattern(line in pieces()) {
            let (own, theirs) = both(&line);
            prop_assert_eq!(own, theirs);
        }
    }

    #[test]
    fn long_attributes_and_addresses_have_the_same_ends() {
        for count in [199, 200, 201, 499, 500, 501, 502] {
            for fill in ["x", "é", "/"] {
                let inside = fill.repeat(count);
                for line in [format!("<a {inside}>"), format!("<a {inside}/>"), format!("<a {inside}\n>"), format!("![]({inside})")] {
                    let (own, theirs) = both(&line);
                    assert_eq!(own, theirs, "{count} {fill}");
                }
            }
        }
    }
}
