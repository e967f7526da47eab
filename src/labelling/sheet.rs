//! What the page gets and gives back: a document with its marks, offsets in UTF-16 units, as browsers count.

use crate::gold::{Gold, LabelledSpan};
use crate::label::Label;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// A labelled stretch; offsets in UTF-16 units of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// First unit.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The label's name.
    pub label: String,
}

/// One document on the desk.
#[derive(Debug, Serialize)]
pub struct Sheet {
    /// Id of the document.
    pub id: String,
    /// Outlet.
    pub source: String,
    /// Language code.
    pub lang: String,
    /// The text; of a page its view.
    pub text: String,
    /// Labels on disk.
    pub marks: Vec<Mark>,
    /// What a strategy would strip; only for documents that nobody labelled.
    pub proposed: Vec<Mark>,
    /// The other labelling, where two are compared.
    pub other: Option<Vec<Mark>>,
    /// Names the state of the file; empty if there is none.
    pub version: String,
}

/// A document in the list.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// Id of the document.
    pub id: String,
    /// Outlet.
    pub source: String,
    /// Whether its labels are on disk.
    pub labelled: bool,
    /// Characters on which two labellings differ, where two are compared.
    pub differing: Option<usize>,
}

/// Marks of labelled spans.
pub fn marks(text: &str, spans: &[LabelledSpan]) -> Vec<Mark> {
    let (mut byte, mut unit) = (0, 0);
    let mut to_unit = |target: usize| {
        unit += text.get(byte..target).map_or(0, |between| between.encode_utf16().count());
        byte = target;
        unit
    };
    // Spans are sorted and disjoint, so that offsets only grow.
    spans.iter().map(|own| Mark { start: to_unit(own.span.start), end: to_unit(own.span.end), label: own.label.to_string() }).collect()
}

/// Labelled spans of marks, trimmed of white space; `body`, which is what no mark covers, is left out.
///
/// # Errors
/// A sentence on the first mark that has an unknown label, lies outside the text, inside a character, or over another mark.
pub fn gold(text: &str, marks: &[Mark]) -> Result<Gold, String> {
    let mut ends: Vec<usize> = marks.iter().flat_map(|mark| [mark.start, mark.end]).collect();
    ends.sort_unstable();
    let bytes = bytes_of(text, &ends);
    let place =
        |unit: usize| ends.binary_search(&unit).ok().and_then(|at| bytes[at]).ok_or_else(|| format!("unit {unit} is no place in the text"));
    let mut spans = Vec::new();
    for mark in marks {
        let label: Label = mark.label.parse()?;
        let (start, end) = (place(mark.start)?, place(mark.end)?);
        let span = Span::new(start, end.max(start)).trimmed(text);
        if !span.is_empty() && label != Label::Body {
            spans.push(LabelledSpan { span, label });
        }
    }
    Gold::new(spans).map_err(|pair| format!("two marks overlap: `{}` and `{}`", pair[0].label, pair[1].label))
}

/// Byte offsets of sorted offsets in UTF-16 units; `None` inside a character or past the end.
fn bytes_of(text: &str, units: &[usize]) -> Vec<Option<usize>> {
    let mut found = vec![None; units.len()];
    let (mut next, mut unit) = (0, 0);
    let places = text.char_indices().map(|(byte, c)| (byte, c.len_utf16())).chain([(text.len(), 1)]);
    for (byte, width) in places {
        while next < units.len() && units[next] < unit + width {
            found[next] = (units[next] == unit).then_some(byte);
            next += 1;
        }
        unit += width;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, label: &str) -> Mark {
        Mark { start, end, label: label.into() }
    }

    #[test]
    fn offsets_go_there_and_back() {
        let text = "é😀 Home\nNews";
        // é is one unit, 😀 two: `Home` stands at units 4 to 8, bytes 7 to 11.
        let gold = gold(text, &[mark(9, 13, "rail"), mark(4, 9, "nav")]).expect("good");
        assert_eq!(gold.spans()[0].span, Span::new(7, 11));
        assert_eq!(marks(text, gold.spans()), [mark(4, 8, "nav"), mark(9, 13, "rail")]);
    }

    #[test]
    fn what_is_no_place_is_refused() {
        assert!(gold("a😀", &[mark(0, 2, "nav")]).is_err_and(|why| why.contains("unit 2")));
        assert!(gold("ab", &[mark(0, 3, "nav")]).is_err_and(|why| why.contains("unit 3")));
        assert!(gold("ab", &[mark(0, 2, "menu")]).is_err_and(|why| why.contains("menu")));
        assert!(gold("abc", &[mark(0, 2, "nav"), mark(1, 3, "ad")]).is_err_and(|why| why.contains("overlap")));
        assert!(gold("ab", &[mark(0, 2, "body")]).is_ok_and(|gold| gold.spans().is_empty()));
    }
}
