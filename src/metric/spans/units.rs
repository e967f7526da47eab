//! Two sets of spans compared unit by unit: bytes, code points, visible code points or words.
//!
//! A unit is positive if it lies wholly inside one span. Which unit was counted belongs beside every figure: the same cut
//! scores differently in each.

use crate::metric::Counts;
use crate::span::{Span, SpanSet};
use unicode_segmentation::UnicodeSegmentation;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// UTF-8 bytes.
    Byte,
    /// Unicode code points, white space too.
    CodePoint,
    /// Unicode code points that are not white space: what [`crate::metric`]'s `chars` counts.
    Visible,
    /// Words as UAX #29 delimits them: what `tokens` counts.
    Word,
}

/// Counts the units of a text, with what lies in `gold` as the positive class and what lies in `predicted` as found.
///
/// ```
/// use gleaner::{metric::spans::units::{Unit, by_unit}, span::{Span, SpanSet}};
/// let text = "Home | The ferry sailed.";
/// let (gold, predicted) = (SpanSet::from_iter([Span::new(7, 24)]), SpanSet::from_iter([Span::new(5, 24)]));
/// let words = by_unit(text, &gold, &predicted, Unit::Word);
/// assert_eq!((words.tp, words.fp, words.tn), (3.0, 0.0, 1.0));
/// assert_eq!(by_unit(text, &gold, &predicted, Unit::Visible).fp, 1.0);
/// ```
pub fn by_unit(text: &str, gold: &SpanSet, predicted: &SpanSet, unit: Unit) -> Counts {
    let characters = || text.char_indices().map(|(at, c)| (Span::new(at, at + c.len_utf8()), c));
    match unit {
        Unit::Byte => count((0..text.len()).map(|at| Span::new(at, at + 1)), gold, predicted),
        Unit::CodePoint => count(characters().map(|(span, _)| span), gold, predicted),
        Unit::Visible => count(characters().filter(|(_, c)| !c.is_whitespace()).map(|(span, _)| span), gold, predicted),
        Unit::Word => count(text.unicode_word_indices().map(|(at, word)| Span::new(at, at + word.len())), gold, predicted),
    }
}

/// Walks units from left to right beside both sets.
fn count(units: impl Iterator<Item = Span>, gold: &SpanSet, predicted: &SpanSet) -> Counts {
    let (mut own, mut other) = (gold.as_slice(), predicted.as_slice());
    let mut counts = Counts::default();
    for unit in units {
        counts.add(inside(&mut own, unit), inside(&mut other, unit), 1.0);
    }
    counts
}

/// Whether a unit lies in the first span that does not end before it; spans left behind are dropped.
fn inside(spans: &mut &[Span], unit: Span) -> bool {
    while let Some((first, rest)) = spans.split_first() {
        if first.end > unit.start {
            return first.contains(unit);
        }
        *spans = rest;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_counts_in_every_measure() {
        let (text, gold, predicted) = ("né ab", SpanSet::from_iter([Span::new(0, 3)]), SpanSet::from_iter([Span::new(0, 2)]));
        let all = |unit| by_unit(text, &gold, &predicted, unit);
        assert_eq!(all(Unit::Byte), Counts { tp: 2.0, fp: 0.0, fn_: 1.0, tn: 3.0 });
        // Half of a letter is none of it.
        assert_eq!(all(Unit::CodePoint), Counts { tp: 1.0, fp: 0.0, fn_: 1.0, tn: 3.0 });
        assert_eq!(all(Unit::Visible), Counts { tp: 1.0, fp: 0.0, fn_: 1.0, tn: 2.0 });
        assert_eq!(all(Unit::Word), Counts { tp: 0.0, fp: 0.0, fn_: 1.0, tn: 1.0 });
    }

    #[test]
    fn an_empty_text_has_no_units() {
        assert_eq!(by_unit("", &SpanSet::new(), &SpanSet::new(), Unit::CodePoint), Counts::default());
    }
}
