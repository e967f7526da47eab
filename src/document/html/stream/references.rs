//! Character references and the other changes that stand between a source and its text: line ends and null characters.

use super::scan::first_change;
use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use memchr::memchr3;

/// What text is read for: the standard treats references and null characters by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Text in HTML: references, and null characters are dropped.
    Text,
    /// `title` and `textarea`, and text in SVG and MathML: references, and null characters become U+FFFD.
    Kept,
    /// Attribute values: as [`Reading::Kept`], and a reference without semicolon is none before letters, digits and `=`.
    Attribute,
    /// Scripts, styles and the like: no references, and null characters become U+FFFD.
    Raw,
    /// CDATA sections where null characters are dropped: no references.
    Dropped,
}

/// The text of a piece of source, written to `out`; `None` if it stands there as it is.
pub fn read<'o>(piece: &str, reading: Reading, out: &'o mut String) -> Option<&'o str> {
    let first = first_change(piece.as_bytes(), 0, piece.len())?;
    out.clear();
    append(piece, first, reading, out);
    Some(out)
}

/// Appends the text of a piece of source, in which nothing is to change before `first`.
pub fn append(piece: &str, first: usize, reading: Reading, out: &mut String) {
    let bytes = piece.as_bytes();
    let (mut copied, mut at) = (0, first);
    while let Some(found) = memchr3(b'&', b'\r', 0, &bytes[at..]) {
        at += found;
        match bytes[at] {
            b'&' => {
                let decodes = !matches!(reading, Reading::Raw | Reading::Dropped);
                let found = if decodes { reference(&piece[at + 1..], reading == Reading::Attribute) } else { None };
                let Some((characters, length)) = found else {
                    at += 1;
                    continue;
                };
                out.push_str(&piece[copied..at]);
                out.extend(characters.into_iter().filter(|c| *c != '\0'));
                at += 1 + length;
            }
            b'\r' => {
                out.push_str(&piece[copied..at]);
                out.push('\n');
                at += if bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
            }
            _ => {
                out.push_str(&piece[copied..at]);
                if !matches!(reading, Reading::Text | Reading::Dropped) {
                    out.push('\u{fffd}');
                }
                at += 1;
            }
        }
        copied = at;
    }
    out.push_str(&piece[copied..]);
}

/// The reference whose `&` stands before `rest`: one or two characters (the second a null character if there is one only), and
/// how many bytes of `rest` it takes.
fn reference(rest: &str, in_attribute: bool) -> Option<([char; 2], usize)> {
    let bytes = rest.as_bytes();
    match bytes.first()? {
        b'#' => numeric(bytes),
        byte if byte.is_ascii_alphanumeric() => named(rest, in_attribute),
        _ => None,
    }
}

fn numeric(bytes: &[u8]) -> Option<([char; 2], usize)> {
    let hexadecimal = matches!(bytes.get(1), Some(b'x' | b'X'));
    let (base, from) = if hexadecimal { (16, 2) } else { (10, 1) };
    let digits = bytes[from..].iter().take_while(|byte| char::from(**byte).is_digit(base)).count();
    if digits == 0 {
        return None;
    }
    let add = |sum: u32, byte: &u8| (sum * base + char::from(*byte).to_digit(base).unwrap_or(0)).min(0x11_0000);
    let number = bytes[from..from + digits].iter().fold(0, add);
    let replaced = number.checked_sub(0x80).and_then(|at| C1_REPLACEMENTS.get(at as usize).copied().flatten());
    let character = match number {
        0 => '\u{fffd}',
        _ => replaced.or(char::from_u32(number)).unwrap_or('\u{fffd}'),
    };
    let semicolon = usize::from(bytes.get(from + digits) == Some(&b';'));
    Some(([character, '\0'], from + digits + semicolon))
}

/// The longest name of the standard's list (`NAMED_ENTITIES` of web_atoms) that stands here.
fn named(rest: &str, in_attribute: bool) -> Option<([char; 2], usize)> {
    let bytes = rest.as_bytes();
    for (name, character) in [("amp;", '&'), ("nbsp;", '\u{a0}'), ("quot;", '"'), ("lt;", '<'), ("gt;", '>')] {
        if rest.starts_with(name) {
            return Some(([character, '\0'], name.len()));
        }
    }
    let (mut longest, mut length) = (None, 0);
    // The list has the beginnings of names too, with nought for their characters.
    while let Some(found) = bytes.get(length).is_some_and(u8::is_ascii).then(|| NAMED_ENTITIES.get(&rest[..length + 1])).flatten() {
        length += 1;
        if found.0 != 0 {
            longest = Some((*found, length));
        }
    }
    let ((first, second), length) = longest?;
    let next = bytes.get(length);
    if in_attribute && bytes[length - 1] != b';' && next.is_some_and(|byte| *byte == b'=' || byte.is_ascii_alphanumeric()) {
        return None;
    }
    Some(([char::from_u32(first)?, char::from_u32(second)?], length))
}
