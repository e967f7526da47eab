//! The Markdown that converters write: block marks at a line's start, and links.
//!
//! Only what decides about boilerplate is recognised. Broken constructs are plain text; the search for a closing
//! bracket is bounded, so that a line of a million `[` costs linear time.

use super::segment::{Kind, Link};
use crate::span::Span;
use memchr::{memchr3_iter, memmem};

/// A link text longer than this many bytes is taken for loose brackets.
const MAX_LINK_TEXT: usize = 1000;
/// A link target longer than this many bytes is taken for loose brackets.
const MAX_TARGET: usize = 4000;

/// Kind of a line, and the line without its mark.
pub fn mark(text: &str, line: Span) -> (Kind, Span) {
    let slice = line.slice(text);
    let from = |bytes: usize| Span::new(line.start + bytes, line.end).trimmed(text);
    match slice.as_bytes().first() {
        Some(b'#') => {
            let level = slice.bytes().take_while(|&b| b == b'#').count();
            let heading = level <= 6 && matches!(slice.as_bytes().get(level), None | Some(b' ' | b'\t'));
            if heading { (Kind::Heading(level as u8), from(level)) } else { (Kind::Text, line) }
        }
        Some(b'>') => (Kind::Quote, from(1)),
        Some(b'|') => (Kind::Row, line),
        _ => list_mark(text, line).unwrap_or((Kind::Text, line)),
    }
}

/// The line without its bullet or number, if it has one.
pub fn list_mark(text: &str, line: Span) -> Option<(Kind, Span)> {
    let slice = line.slice(text);
    let bytes = slice.as_bytes();
    let width = match bytes.first()? {
        b'-' | b'*' | b'+' => 1,
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits > 3 || !matches!(bytes.get(digits), Some(b'.' | b')')) {
                return None;
            }
            digits + 1
        }
        0xE2 if ["•", "‣", "▪", "●", "◦"].iter().any(|bullet| slice.starts_with(bullet)) => 3,
        _ => return None,
    };
    let space = matches!(bytes.get(width), None | Some(b' ' | b'\t'));
    space.then(|| (Kind::Item, Span::new(line.start + width, line.end).trimmed(text)))
}

/// Appends the links of one line: inline and reference links, images, `<address>` and bare addresses.
pub fn find_links(text: &str, line: Span, links: &mut Vec<Link>) {
    let bytes = line.slice(text).as_bytes();
    let mut next = 0;
    for at in memchr3_iter(b'[', b'<', b':', bytes) {
        if at < next {
            continue;
        }
        let start = line.start + at;
        let found = match bytes[at] {
            b'[' => bracket_link(text, line, start),
            b'<' => angle_link(text, line, start),
            _ => bare_link(text, line, start),
        };
        if let Some(link) = found {
            next = link.whole.end - line.start;
            links.push(link);
        }
    }
}

/// `[text](target)`, `[text][name]`, `![alt](target)`, and an image as link text.
fn bracket_link(text: &str, line: Span, open: usize) -> Option<Link> {
    let bytes = text.as_bytes();
    let close = closing(bytes, open, line.end, b'[', b']', MAX_LINK_TEXT)?;
    let end = match bytes.get(close + 1).filter(|_| close + 1 < line.end)? {
        b'(' => closing(bytes, close + 1, line.end, b'(', b')', MAX_TARGET)?,
        b'[' => closing(bytes, close + 1, line.end, b'[', b']', MAX_LINK_TEXT)?,
        _ => return None,
    };
    let image = open > line.start && bytes[open - 1] == b'!';
    let whole = Span::new(open - usize::from(image), end + 1);
    let mut shown = Span::new(open + 1, close);
    if let Some(alt) = memmem::find(&bytes[shown.range()], b"![").map(|at| shown.start + at + 1)
        && let Some(inner) = bracket_link(text, shown, alt)
    {
        shown = inner.text;
    }
    Some(Link { whole, text: shown, image })
}

/// The bracket that closes the one at `open`, at most `limit` bytes on.
fn closing(bytes: &[u8], open: usize, line_end: usize, opener: u8, closer: u8, limit: usize) -> Option<usize> {
    let end = line_end.min(open + limit);
    let mut depth = 0usize;
    for (at, &byte) in bytes.iter().enumerate().take(end).skip(open) {
        if byte == opener {
            depth += 1;
        } else if byte == closer {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// `<https://…>` or `<someone@…>`.
fn angle_link(text: &str, line: Span, open: usize) -> Option<Link> {
    let end = line.end.min(open + MAX_TARGET);
    let inside = &text.as_bytes()[open + 1..end];
    let length = inside.iter().position(|b| matches!(b, b'>' | b'<' | b' ')).filter(|&at| inside[at] == b'>')?;
    let address = &inside[..length];
    let link = memmem::find(address, b"://").is_some() || address.contains(&b'@');
    link.then(|| Link { whole: Span::new(open, open + length + 2), text: Span::new(open + 1, open + 1 + length), image: false })
}

/// `https://…` up to the next space.
fn bare_link(text: &str, line: Span, colon: usize) -> Option<Link> {
    let bytes = text.as_bytes();
    if !bytes[colon..line.end].starts_with(b"://") {
        return None;
    }
    let before = &text[line.start..colon];
    let start = ["https", "http"].iter().find(|scheme| before.ends_with(**scheme)).map(|scheme| colon - scheme.len())?;
    let end = line.end.min(colon + MAX_TARGET);
    let stop = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'"' | b')' | b']');
    let length = bytes[start..end].iter().position(stop).unwrap_or(end - start);
    let whole = Span::new(start, start + length).snapped(text);
    Some(Link { whole, text: whole, image: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> Vec<&str> {
        let mut links = Vec::new();
        find_links(line, Span::new(0, line.len()), &mut links);
        links.iter().map(|link| link.text.slice(line)).collect()
    }

    #[test]
    fn links_of_every_kind_are_found() {
        assert_eq!(shown("The [ferry](#) and [a [b] c](x(y)) end"), ["ferry", "a [b] c"]);
        assert_eq!(shown("![A boat](boat.jpg) [![Alt](i.png)](#)"), ["A boat", "Alt"]);
        assert_eq!(shown("see <https://a.example/b> or https://c.example/d."), ["https://a.example/b", "https://c.example/d."]);
        assert_eq!(shown("[one][1] [two]"), ["one"]);
    }

    #[test]
    fn loose_brackets_are_text() {
        assert_eq!(shown("[sic] (and so on) [ [ ( <b> 12:30"), Vec::<&str>::new());
    }

    #[test]
    fn marks_are_taken_off() {
        let kind = |line: &str| mark(line, Span::new(0, line.len()));
        assert_eq!(kind("## Title"), (Kind::Heading(2), Span::new(3, 8)));
        assert_eq!(kind("#hashtag").0, Kind::Text);
        assert_eq!(kind("12. Item"), (Kind::Item, Span::new(4, 8)));
        assert_eq!(kind("1998 was wet").0, Kind::Text);
        assert_eq!(kind("-5 degrees").0, Kind::Text);
        assert_eq!(kind("• [x](#)").0, Kind::Item);
    }
}
