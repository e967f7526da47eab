//! A text with some characters taken out, and the way back to the text it was made from.

use crate::span::Span;

/// What is left of a text, with the places of the gaps.
#[derive(Debug)]
pub struct Squeezed {
    /// What is left.
    pub text: String,
    /// Byte offset here of the first character behind a gap, and bytes dropped from the start up to there.
    gaps: Vec<(usize, usize)>,
}

impl Squeezed {
    /// Drops the characters that `drop` names by byte offset and character.
    pub fn new(source: &str, drop: impl Fn(usize, char) -> bool) -> Self {
        let (mut text, mut gaps, mut dropped) = (String::with_capacity(source.len()), Vec::new(), 0);
        let mut open = false;
        for (at, c) in source.char_indices() {
            if drop(at, c) {
                dropped += c.len_utf8();
                open = true;
                continue;
            }
            if std::mem::take(&mut open) {
                gaps.push((text.len(), dropped));
            }
            text.push(c);
        }
        Self { text, gaps }
    }

    /// Without white space.
    pub fn words(source: &str) -> Self {
        Self::new(source, |_, c| c.is_whitespace())
    }

    /// The source's span of a span of this text; gaps at its ends stay outside.
    pub fn source_span(&self, span: Span) -> Span {
        let dropped = |gaps: usize| gaps.checked_sub(1).and_then(|last| self.gaps.get(last)).map_or(0, |gap| gap.1);
        let start = self.gaps.partition_point(|gap| gap.0 <= span.start);
        let end = self.gaps.partition_point(|gap| gap.0 < span.end);
        Span::new(span.start + dropped(start), span.end + dropped(end))
    }

    /// Where a byte offset of the source is here; in a gap, the place of the gap.
    pub fn place_of(&self, byte: usize) -> usize {
        let before = self.gaps.partition_point(|gap| gap.0 + gap.1 <= byte);
        let dropped = before.checked_sub(1).and_then(|last| self.gaps.get(last)).map_or(0, |gap| gap.1);
        let next = self.gaps.get(before).map_or(self.text.len(), |gap| gap.0);
        byte.saturating_sub(dropped).min(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_there_and_back() {
        let source = " ab  c\nd ";
        let squeezed = Squeezed::words(source);
        assert_eq!(squeezed.text, "abcd");
        assert_eq!(squeezed.source_span(Span::new(0, 2)), Span::new(1, 3));
        assert_eq!(squeezed.source_span(Span::new(1, 3)), Span::new(2, 6));
        assert_eq!(squeezed.source_span(Span::new(3, 4)), Span::new(7, 8));
        let places: Vec<usize> = (0..=source.len()).map(|byte| squeezed.place_of(byte)).collect();
        assert_eq!(places, [0, 0, 1, 2, 2, 2, 3, 3, 4, 4]);
    }
}
