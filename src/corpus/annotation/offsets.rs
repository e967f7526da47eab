//! Offsets as tools count them, to byte offsets and back: code points, UTF-16 units, bytes.
//!
//! JavaScript counts UTF-16 units (`😀` is two), Python and brat count code points (one), Rust and Go count bytes (four).
//! For text in the Basic Multilingual Plane the first two agree, which is why a wrong choice goes unseen for long.

use crate::span::{CodePoints, Span};
use std::fmt;

/// What a tool's offsets count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Unicode code points: Python, brat, doccano, Prodigy, spaCy, gleaner's own files.
    CodePoints,
    /// UTF-16 units: JavaScript and Java, so Label Studio and WebAnno.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Unit; 3] = [Unit::CodePoints, Unit::Utf16, Unit::Bytes];

    /// How messages call it.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::CodePoints => "code points",
            Unit::Utf16 => "UTF-16 units",
            Unit::Bytes => "bytes",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Why a pair of offsets is no span of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadOffsets {
    /// The end is not behind the start.
    Empty,
    /// An offset lies past the end of a text that has so many units.
    PastEnd {
        /// Length of the text in the unit.
        length: usize,
        /// The unit.
        unit: Unit,
    },
    /// An offset falls between two surrogates or two bytes of one character.
    InsideCharacter(Unit),
}

impl fmt::Display for BadOffsets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadOffsets::Empty => write!(f, "the span is empty"),
            BadOffsets::PastEnd { length, unit } => write!(f, "the span ends past the text of {length} {unit}"),
            BadOffsets::InsideCharacter(unit) => write!(f, "the span begins or ends inside a character, counted in {unit}"),
        }
    }
}

/// Converts offsets of one text, in either direction, in logarithmic time after one pass.
///
/// ```
/// use gleaner::corpus::annotation::{BadOffsets, Offsets, Unit};
/// let offsets = Offsets::new("a😀b", Unit::Utf16);
/// assert_eq!(offsets.to_byte(3), Ok(5));
/// assert_eq!(offsets.to_byte(2), Err(BadOffsets::InsideCharacter(Unit::Utf16)));
/// assert_eq!(offsets.from_byte(5), 3);
/// ```
#[derive(Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    counted: Counted<'t>,
}

#[derive(Debug)]
enum Counted<'t> {
    CodePoints(CodePoints<'t>),
    /// Byte and unit offset of every [`STRIDE`]th character, and the number of units.
    Utf16(Vec<(usize, usize)>, usize),
    Bytes,
}

/// Characters between two marks: a look-up walks at most this many.
const STRIDE: usize = 64;

impl<'t> Offsets<'t> {
    /// Walks the text once.
    pub fn new(text: &'t str, unit: Unit) -> Self {
        let counted = match unit {
            Unit::CodePoints => Counted::CodePoints(CodePoints::new(text)),
            Unit::Bytes => Counted::Bytes,
            Unit::Utf16 => {
                let (mut marks, mut units) = (vec![(0, 0)], 0);
                for (index, (byte, c)) in text.char_indices().enumerate() {
                    if index > 0 && index % STRIDE == 0 {
                        marks.push((byte, units));
                    }
                    units += c.len_utf16();
                }
                Counted::Utf16(marks, units)
            }
        };
        Self { text, counted }
    }

    /// The unit that is counted.
    pub const fn unit(&self) -> Unit {
        match self.counted {
            Counted::CodePoints(_) => Unit::CodePoints,
            Counted::Utf16(..) => Unit::Utf16,
            Counted::Bytes => Unit::Bytes,
        }
    }

    /// Length of the text in the unit.
    pub fn length(&self) -> usize {
        match &self.counted {
            Counted::CodePoints(points) => points.count(),
            Counted::Utf16(_, units) => *units,
            Counted::Bytes => self.text.len(),
        }
    }

    /// The byte offset of an offset, the end of the text included.
    ///
    /// # Errors
    /// An offset past the end, or inside a character.
    pub fn to_byte(&self, offset: usize) -> Result<usize, BadOffsets> {
        let unit = self.unit();
        let past = BadOffsets::PastEnd { length: self.length(), unit };
        if offset >= self.length() {
            return if offset == self.length() { Ok(self.text.len()) } else { Err(past) };
        }
        match &self.counted {
            Counted::CodePoints(points) => points.to_byte(offset).ok_or(past),
            Counted::Bytes => self.text.is_char_boundary(offset).then_some(offset).ok_or(BadOffsets::InsideCharacter(unit)),
            Counted::Utf16(marks, _) => {
                let after = marks.partition_point(|&(_, units)| units <= offset);
                let (mark, mut units) = marks.get(after.wrapping_sub(1)).copied().unwrap_or((0, 0));
                for (byte, c) in self.text[mark..].char_indices() {
                    if units >= offset {
                        return if units == offset { Ok(mark + byte) } else { Err(BadOffsets::InsideCharacter(unit)) };
                    }
                    units += c.len_utf16();
                }
                // Only inside the last character: the end itself was answered above.
                Err(BadOffsets::InsideCharacter(unit))
            }
        }
    }

    /// The span between two offsets.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn span(&self, start: usize, end: usize) -> Result<Span, BadOffsets> {
        if start >= end {
            return Err(BadOffsets::Empty);
        }
        Ok(Span::new(self.to_byte(start)?, self.to_byte(end)?))
    }

    /// The offset of a byte offset (of the character it falls into, or of the end).
    pub fn from_byte(&self, byte: usize) -> usize {
        match &self.counted {
            Counted::CodePoints(points) => points.from_byte(byte),
            Counted::Bytes => Span::new(byte, byte).snapped(self.text).start,
            Counted::Utf16(..) if byte >= self.text.len() => self.length(),
            Counted::Utf16(marks, _) => {
                let after = marks.partition_point(|&(mark, _)| mark <= byte);
                let (mark, units) = marks.get(after.wrapping_sub(1)).copied().unwrap_or((0, 0));
                let before = self.text[mark..].char_indices().take_while(|(at, c)| mark + at + c.len_utf8() <= byte);
                units + before.map(|(_, c)| c.len_utf16()).sum::<usize>()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_units_differ_where_they_should() {
        let text = "é😀x";
        let ends: Vec<usize> = Unit::ALL.iter().map(|&unit| Offsets::new(text, unit).length()).collect();
        assert_eq!(ends, [3, 4, 7]);
        let x: Vec<usize> = Unit::ALL.iter().map(|&unit| Offsets::new(text, unit).from_byte(6)).collect();
        assert_eq!(x, [2, 3, 6]);
    }

    #[test]
    fn offsets_that_are_no_span_say_why() {
        let units = Offsets::new("a😀", Unit::Utf16);
        assert_eq!(units.span(1, 3), Ok(Span::new(1, 5)));
        assert_eq!(units.span(0, 2), Err(BadOffsets::InsideCharacter(Unit::Utf16)));
        assert_eq!(units.span(0, 4), Err(BadOffsets::PastEnd { length: 3, unit: Unit::Utf16 }));
        assert_eq!(units.span(2, 2), Err(BadOffsets::Empty));
        assert_eq!(Offsets::new("é", Unit::Bytes).to_byte(1), Err(BadOffsets::InsideCharacter(Unit::Bytes)));
        assert_eq!(Offsets::new("", Unit::Utf16).to_byte(usize::MAX), Err(BadOffsets::PastEnd { length: 0, unit: Unit::Utf16 }));
    }

    #[test]
    fn a_long_mixed_text_goes_there_and_back() {
        let text = "añ漢😀".repeat(100);
        for unit in Unit::ALL {
            let offsets = Offsets::new(&text, unit);
            for (byte, _) in text.char_indices() {
                assert_eq!(offsets.to_byte(offsets.from_byte(byte)), Ok(byte), "{unit}");
            }
        }
    }
}
