//! Half-open byte ranges in a document's text, and sorted disjoint sets of them.
//!
//! Inside the program every offset is a byte offset on a character boundary; files carry Unicode code points, and
//! [`CodePoints`] converts between the two.

use std::ops::Range;

/// A half-open byte range `start..end` in a document's text.
///
/// ```
/// use gleaner::span::Span;
/// let span = Span::new(2, 5);
/// assert_eq!(span.len(), 3);
/// assert_eq!(span.slice("abcdefg"), "cde");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`; an end before the start gives an empty span at `start`.
    pub const fn new(start: usize, end: usize) -> Self {
        let end = if end < start { start } else { end };
        Self { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text it covers, or `""` where it does not fit `text`.
    #[inline]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The shared part, empty where there is none.
    pub fn intersection(self, other: Span) -> Span {
        Span::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// The span without white space at either end.
    #[inline]
    pub fn trimmed(self, text: &str) -> Span {
        let slice = self.slice(text);
        // Most spans begin and end with a visible ASCII character.
        if let [first, .., last] = slice.as_bytes()
            && first.is_ascii_graphic()
            && last.is_ascii_graphic()
        {
            return self;
        }
        let start = self.start + (slice.len() - slice.trim_start().len());
        Span::new(start, start + slice.trim().len())
    }

    /// Moved by the least amount so that it lies in `text` and both ends stand on character boundaries.
    #[inline]
    pub fn snapped(self, text: &str) -> Span {
        let mut start = self.start.min(text.len());
        let mut end = self.end.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        Span::new(start, end)
    }

    /// As a range, for indexing.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Spans in order, none touching or overlapping another, none empty.
///
/// ```
/// use gleaner::span::{Span, SpanSet};
/// let set: SpanSet = [Span::new(5, 8), Span::new(0, 3), Span::new(2, 4)].into_iter().collect();
/// assert_eq!(set.as_slice(), [Span::new(0, 4), Span::new(5, 8)]);
/// assert_eq!(set.complement(10).as_slice(), [Span::new(4, 5), Span::new(8, 10)]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SpanSet(Vec<Span>);

impl SpanSet {
    /// The empty set.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The whole of a text of `length` bytes.
    pub fn whole(length: usize) -> Self {
        [Span::new(0, length)].into_iter().collect()
    }

    /// The spans in order.
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// The spans in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Span> {
        self.0.iter()
    }

    /// Whether it covers nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Bytes covered.
    pub fn covered(&self) -> usize {
        self.0.iter().map(|span| span.len()).sum()
    }

    /// Whether the byte at `offset` is covered; logarithmic.
    pub fn contains(&self, offset: usize) -> bool {
        let after = self.0.partition_point(|span| span.end <= offset);
        self.0.get(after).is_some_and(|span| span.start <= offset)
    }

    /// Whether `span` is covered wholly; logarithmic.
    pub fn covers(&self, span: Span) -> bool {
        let after = self.0.partition_point(|own| own.end <= span.start);
        span.is_empty() || self.0.get(after).is_some_and(|own| own.contains(span))
    }

    /// The parts of the set that lie in `window`, cut to it.
    pub fn within(&self, window: Span) -> impl Iterator<Item = Span> + '_ {
        let first = self.0.partition_point(|own| own.end <= window.start);
        let inside = self.0[first..].iter().take_while(move |own| own.start < window.end);
        inside.map(move |own| own.intersection(window))
    }

    /// The parts of the set in windows that follow one another: a walk, where [`SpanSet::within`] searches each time.
    pub fn parts(&self) -> Parts<'_> {
        Parts { rest: &self.0 }
    }

    /// Everything in either set.
    pub fn union(&self, other: &SpanSet) -> SpanSet {
        self.0.iter().chain(&other.0).copied().collect()
    }

    /// What both sets cover.
    pub fn intersection(&self, other: &SpanSet) -> SpanSet {
        let (mut own, mut their) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut shared = Vec::new();
        while let (Some(&&a), Some(&&b)) = (own.peek(), their.peek()) {
            let part = a.intersection(b);
            if !part.is_empty() {
                shared.push(part);
            }
            if a.end <= b.end {
                own.next()
            } else {
                their.next()
            };
        }
        SpanSet(shared)
    }

    /// What a text of `length` bytes has outside the set.
    pub fn complement(&self, length: usize) -> SpanSet {
        let mut gaps = Vec::new();
        let mut from = 0;
        for span in &self.0 {
            if from < span.start.min(length) {
                gaps.push(Span::new(from, span.start.min(length)));
            }
            from = span.end;
        }
        if from < length {
            gaps.push(Span::new(from, length));
        }
        SpanSet(gaps)
    }

    /// What this set covers and `other` does not.
    pub fn difference(&self, other: &SpanSet) -> SpanSet {
        let length = self.0.last().map_or(0, |span| span.end);
        self.intersection(&other.complement(length))
    }
}

/// The parts of a set in one window after the other; see [`SpanSet::parts`].
///
/// ```
/// use gleaner::span::{Span, SpanSet};
/// let set: SpanSet = [Span::new(0, 4), Span::new(5, 8)].into_iter().collect();
/// let mut parts = set.parts();
/// assert_eq!(parts.within(Span::new(1, 6)).collect::<Vec<_>>(), [Span::new(1, 4), Span::new(5, 6)]);
/// assert_eq!(parts.within(Span::new(6, 9)).collect::<Vec<_>>(), [Span::new(6, 8)]);
/// ```
#[derive(Debug)]
pub struct Parts<'s> {
    rest: &'s [Span],
}

impl<'s> Parts<'s> {
    /// The parts in a window, cut to it. No window may begin before the one asked for last.
    pub fn within(&mut self, window: Span) -> impl Iterator<Item = Span> + Clone + use<'s> {
        while let Some((first, rest)) = self.rest.split_first()
            && first.end <= window.start
        {
            self.rest = rest;
        }
        self.rest.iter().take_while(move |own| own.start < window.end).map(move |own| own.intersection(window))
    }
}

impl FromIterator<Span> for SpanSet {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        if !spans.is_sorted() {
            spans.sort_unstable();
        }
        let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match merged.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => merged.push(span),
            }
        }
        SpanSet(merged)
    }
}

/// Converts between byte offsets and Unicode code points in one text, in either direction, in logarithmic time.
///
/// ```
/// use gleaner::span::CodePoints;
/// let points = CodePoints::new("aé😀b");
/// assert_eq!(points.to_byte(3), Some(7));
/// assert_eq!(points.from_byte(7), 3);
/// assert_eq!(points.to_byte(9), None);
/// ```
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Byte offset of every `STRIDE`th code point; empty for ASCII text, where the two offsets are equal.
    marks: Vec<usize>,
    count: usize,
}

/// Code points between two marks: a look-up walks at most this many.
const STRIDE: usize = 64;

impl<'t> CodePoints<'t> {
    /// Walks the text once.
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, marks: Vec::new(), count: text.len() };
        }
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for (offset, _) in text.char_indices() {
            if count % STRIDE == 0 {
                marks.push(offset);
            }
            count += 1;
        }
        Self { text, marks, count }
    }

    /// Number of code points.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The byte offset of a code point, the end included; `None` past the end.
    pub fn to_byte(&self, point: usize) -> Option<usize> {
        if point >= self.count {
            return (point == self.count).then_some(self.text.len());
        }
        if self.marks.is_empty() {
            return Some(point);
        }
        let mark = self.marks[point / STRIDE];
        let tail = self.text[mark..].char_indices().nth(point % STRIDE);
        tail.map(|(offset, _)| mark + offset)
    }

    /// The number of code points before a byte offset (of the character it falls into, or of the end).
    pub fn from_byte(&self, byte: usize) -> usize {
        if byte >= self.text.len() {
            return self.count;
        }
        if self.marks.is_empty() {
            return byte;
        }
        let block = self.marks.partition_point(|&mark| mark <= byte).saturating_sub(1);
        let mark = self.marks.get(block).copied().unwrap_or(0);
        // Every character begins with a byte that is none inside one; the one that `byte` falls into is not before it.
        let is_first = |byte: u8| (byte as i8) >= -0x40;
        let begun = self.text.as_bytes()[mark..byte].iter().filter(|&&byte| is_first(byte)).count();
        block * STRIDE + begun - usize::from(!self.text.is_char_boundary(byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(spans: &[(usize, usize)]) -> SpanSet {
        spans.iter().map(|&(a, b)| Span::new(a, b)).collect()
    }

    #[test]
    fn set_algebra_on_a_small_example() {
        let (a, b) = (set(&[(0, 5), (10, 20)]), set(&[(3, 12), (18, 25)]));
        assert_eq!(a.union(&b), set(&[(0, 25)]));
        assert_eq!(a.intersection(&b), set(&[(3, 5), (10, 12), (18, 20)]));
        assert_eq!(a.difference(&b), set(&[(0, 3), (12, 18)]));
        assert_eq!(b.difference(&a), set(&[(5, 10), (20, 25)]));
        assert!(a.contains(10) && !a.contains(20) && !a.contains(5));
    }

    #[test]
    fn within_cuts_to_the_window() {
        let parts: Vec<Span> = set(&[(0, 5), (8, 12), (20, 30)]).within(Span::new(3, 22)).collect();
        assert_eq!(parts, [Span::new(3, 5), Span::new(8, 12), Span::new(20, 22)]);
    }

    #[test]
    fn snapping_moves_to_character_boundaries() {
        assert_eq!(Span::new(1, 2).snapped("éa"), Span::new(0, 2));
        assert_eq!(Span::new(1, 99).snapped("aé"), Span::new(1, 3));
    }

    #[test]
    fn code_points_of_a_long_mixed_text_go_there_and_back() {
        let text: String = "añ漢😀".repeat(100);
        let points = CodePoints::new(&text);
        for (point, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.to_byte(point), Some(byte));
            assert_eq!(points.from_byte(byte), point);
            // Inside a character the offset is that of the character.
            assert!((byte..text.len()).skip(1).take_while(|&at| !text.is_char_boundary(at)).all(|at| points.from_byte(at) == point));
        }
        assert_eq!(points.to_byte(400), Some(text.len()));
        assert_eq!(points.to_byte(401), None);
    }
}
