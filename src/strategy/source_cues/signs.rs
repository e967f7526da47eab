//! Which rare bytes stand in each segment: one pass over a document's bytes, one look for every rule that needs one of them.
//!
//! A rule asks its exact question only of segments that hold what every line it knows must hold: no address without `@`, no
//! credit of two names without a slash, no tag without `<`.

use crate::document::Document;

/// `@`.
pub const AT: u16 = 1;
/// `/`.
pub const SLASH: u16 = 1 << 1;
/// `:`, `=`.
pub const COLON: u16 = 1 << 2;
/// `(`, `[`.
pub const OPEN: u16 = 1 << 3;
/// `)`, `]`.
pub const CLOSE: u16 = 1 << 4;
/// `<`, `&`.
pub const MARKUP: u16 = 1 << 5;
/// `.`, `!`, `?`.
pub const MARK: u16 = 1 << 6;
/// `-`.
pub const DASH: u16 = 1 << 7;
/// `"`.
pub const QUOTE: u16 = 1 << 8;
/// `|`.
pub const BAR: u16 = 1 << 9;
/// First byte of U+0080 to U+00BF: `©`, `«`, `·`, the soft hyphen, the fixed space.
pub const LATIN: u16 = 1 << 10;
/// First byte of U+2000 to U+2FFF: quotes, dashes, zero-width characters.
pub const GENERAL: u16 = 1 << 11;
/// First byte of U+3000 to U+3FFF: brackets and kana.
pub const CJK: u16 = 1 << 12;
/// First byte of U+E000 to U+FFFF: private use, the byte-order mark, wide forms.
pub const HIGH: u16 = 1 << 13;
/// Any byte outside of ASCII.
pub const WIDE: u16 = 1 << 14;

/// First byte of characters that may be capitals outside of ASCII, those of [`GENERAL`] aside.
pub const CASED: u16 = 1 << 15;

static TABLE: [u16; 256] = table();

const fn table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut byte = 128;
    while byte < 256 {
        let cased = matches!(byte, 0xC3..=0xE1 | 0xEA | 0xEF | 0xF0);
        table[byte] = if cased { WIDE | CASED } else { WIDE };
        byte += 1;
    }
    let signs = [
        (b'@', AT),
        (b'/', SLASH),
        (b':', COLON),
        (b'=', COLON),
        (b'(', OPEN),
        (b'[', OPEN),
        (b')', CLOSE),
        (b']', CLOSE),
        (b'<', MARKUP),
        (b'&', MARKUP),
        (b'.', MARK),
        (b'!', MARK),
        (b'?', MARK),
        (b'-', DASH),
        (b'"', QUOTE),
        (b'|', BAR),
        (0xC2, LATIN),
        (0xE2, GENERAL),
        (0xE3, CJK),
        (0xEE, HIGH),
        (0xEF, HIGH),
    ];
    let mut at = 0;
    while at < signs.len() {
        table[signs[at].0 as usize] |= signs[at].1;
        at += 1;
    }
    table
}

/// The signs in a text.
pub fn signs(text: &str) -> u16 {
    let of = |byte: u8| TABLE[usize::from(byte)];
    // Two sums at a time: a look-up does not wait for the one before.
    let (mut even, mut odd) = (0, 0);
    let (fours, rest) = text.as_bytes().as_chunks::<4>();
    for &[a, b, c, d] in fours {
        even |= of(a) | of(c);
        odd |= of(b) | of(d);
    }
    rest.iter().fold(even | odd, |sum, &byte| sum | of(byte))
}

/// The signs in every segment of a document.
#[derive(Debug)]
pub struct Signs(Vec<u16>);

impl Signs {
    /// Reads every segment once.
    pub fn of(document: &Document) -> Self {
        Self(document.segments().iter().map(|segment| signs(document.slice(segment.span))).collect())
    }

    /// The signs of each segment.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        self.0.iter().copied()
    }

    /// Every sign in every segment: no quick look says no.
    #[cfg(test)]
    pub fn all(document: &Document) -> Self {
        Self(vec![u16::MAX; document.segments().len()])
    }

    /// Whether a segment holds at least one of the signs. True of segments that are none.
    pub fn any(&self, at: usize, of: u16) -> bool {
        self.0.get(at).is_none_or(|own| own & of != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    #[test]
    fn every_capital_is_told_by_its_first_byte() {
        for c in ('\u{80}'..=char::MAX).filter(|c| c.is_uppercase()) {
            let text = c.to_string();
            let known = signs(&text) & CASED != 0 || text.as_bytes()[0] == 0xE2 && !matches!(text.as_bytes()[1], 0x80 | 0x81);
            assert!(known, "{c}");
        }
    }

    #[test]
    fn each_segment_has_its_own_signs() {
        let document = Document::anonymous(Format::Plain, "Jane Roe / AP\n\njroe@herald.example\n\n© Jo «Ink» — of course (so)");
        let signs = Signs::of(&document);
        assert!(signs.any(0, SLASH) && !signs.any(0, AT | WIDE | MARK));
        assert!(signs.any(1, AT) && signs.any(1, MARK) && !signs.any(1, SLASH));
        assert!(signs.any(2, LATIN) && signs.any(2, GENERAL) && signs.any(2, OPEN) && signs.any(2, CLOSE) && !signs.any(2, HIGH));
        assert!(signs.any(3, AT), "beyond the last nothing is known");
    }
}
