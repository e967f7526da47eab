//! Marks in place to native spans: on one line each, without white space at the ends, disjoint.

use super::anchor::shorten;
use super::draft::Refusal;
use crate::gold::LabelledSpan;
use crate::label::Label;
use crate::span::{Span, SpanSet};
use std::collections::BTreeMap;

/// What became of the marks of one document.
#[derive(Debug, Default)]
pub struct Settled {
    /// Disjoint spans in text order.
    pub spans: Vec<LabelledSpan>,
    /// Indices of the marks they come from.
    pub kept: Vec<usize>,
    /// Marks that could not stay, by index.
    pub refused: Vec<(usize, Refusal)>,
}

/// A mark's label and its pieces, one a line.
struct Pieces {
    mark: usize,
    label: Label,
    spans: Vec<Span>,
}

/// Settles marks, given as label and fragments: first by start, then the longer, then the earlier in the file.
pub fn settle(text: &str, marks: &[(usize, Label, Vec<Span>)]) -> Settled {
    let mut settled = Settled::default();
    let mut order = Vec::with_capacity(marks.len());
    for (mark, label, fragments) in marks {
        let spans = lines(text, fragments);
        if spans.is_empty() {
            settled.refused.push((*mark, Refusal::new("white space", format!("`{label}` covers white space only"))));
        } else {
            order.push(Pieces { mark: *mark, label: *label, spans });
        }
    }
    let ends = |pieces: &Pieces| (pieces.spans.first().map_or(0, |span| span.start), pieces.spans.last().map_or(0, |span| span.end));
    order.sort_by_key(|pieces| {
        let (start, end) = ends(pieces);
        (start, std::cmp::Reverse(end), pieces.mark)
    });
    let mut taken: BTreeMap<usize, LabelledSpan> = BTreeMap::new();
    for Pieces { mark, label, spans } in order {
        if let Some((own, other)) = spans.iter().find_map(|&span| Some((span, overlapped(&taken, span)?))) {
            settled.refused.push((mark, clash(text, label, own, other)));
            continue;
        }
        taken.extend(spans.into_iter().map(|span| (span.start, LabelledSpan { span, label })));
        settled.kept.push(mark);
    }
    settled.spans = taken.into_values().collect();
    settled
}

/// The pieces of fragments that lie on one line, trimmed; none empty.
fn lines(text: &str, fragments: &[Span]) -> Vec<Span> {
    let merged: SpanSet = fragments.iter().copied().collect();
    let mut pieces = Vec::new();
    for fragment in merged.as_slice() {
        let mut start = fragment.start;
        for line in fragment.slice(text).split(['\n', '\r']) {
            let piece = Span::new(start, start + line.len()).trimmed(text);
            if !piece.is_empty() {
                pieces.push(piece);
            }
            start += line.len() + 1;
        }
    }
    pieces
}

fn overlapped(taken: &BTreeMap<usize, LabelledSpan>, span: Span) -> Option<LabelledSpan> {
    taken.range(..span.end).next_back().map(|(_, other)| *other).filter(|other| other.span.overlaps(span))
}

fn clash(text: &str, label: Label, span: Span, other: LabelledSpan) -> Refusal {
    let (own, theirs) = (shorten(span.slice(text)), shorten(other.span.slice(text)));
    if span == other.span && label == other.label {
        return Refusal::new("twice", format!("`{label}` on `{own}` stands twice"));
    }
    Refusal::new("overlap", format!("`{label}` on `{own}` overlaps `{}` on `{theirs}`", other.label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[allow(clippy::type_complexity, reason = "two lists of pairs, read in the asserts")]
    fn settled(text: &str, marks: &[(Label, usize, usize)]) -> (Vec<(&'static str, String)>, Vec<(usize, &'static str)>) {
        let marks: Vec<_> = marks.iter().enumerate().map(|(mark, &(label, a, b))| (mark, label, vec![Span::new(a, b)])).collect();
        let settled = settle(text, &marks);
        let spans = settled.spans.iter().map(|own| (own.label.name(), own.span.slice(text).to_string())).collect();
        (spans, settled.refused.iter().map(|(mark, refusal)| (*mark, refusal.kind)).collect())
    }

    #[test]
    fn first_by_start_then_the_longer_wins() {
        let (spans, refused) =
            settled("Home News Ad", &[(Label::Ad, 5, 12), (Label::Title, 0, 4), (Label::Nav, 0, 9), (Label::Ad, 10, 12)]);
        assert_eq!(spans, [("nav", "Home News".to_string()), ("ad", "Ad".to_string())]);
        assert_eq!(refused, [(1, "overlap"), (0, "overlap")]);
    }

    #[test]
    fn a_span_that_stands_twice_is_kept_once() {
        let (spans, refused) = settled("Ad", &[(Label::Ad, 0, 2), (Label::Ad, 0, 2)]);
        assert_eq!((spans.len(), refused), (1, vec![(1, "twice")]));
    }

    #[test]
    fn marks_are_cut_at_line_breaks_and_trimmed() {
        let (spans, refused) = settled(" Home \r\n\n News \n", &[(Label::Nav, 0, 16), (Label::Ad, 6, 9)]);
        assert_eq!(spans, [("nav", "Home".to_string()), ("nav", "News".to_string())]);
        assert_eq!(refused, [(1, "white space")]);
    }
}
