//! Moves the gold of a text to the page that the text was made from.
//!
//! Words of the page take the label of their partner in the text. In a segment of the page, words without a partner take the
//! label of the words on both sides where those agree; else, where half of the segment's words or more have partners, the label
//! of most of them. Marks go with the word they touch. What is left has no counterpart in the text and is [`UNMATCHED`].

use crate::corpus::Example;
use crate::document::{Alignment, Document};
use crate::gold::{Gold, LabelledSpan};
use crate::label::Label;
use crate::span::Span;

/// Text of the page that the labelled text does not have: stripped, not ignored. On 35 news pages it is 0.5 % of the words, all of
/// it furniture: menus whose links the page writes without white space between them, glued counters, a notice for browsers
/// without scripts. A converter that drops more drops menus, footers and consent first, which a cleaner must strip as well.
pub const UNMATCHED: Label = Label::Nav;
/// From this share of words with partners on, the rest of a segment goes with most of them, in percent.
const MAJORITY_PERCENT: usize = 50;

/// The gold of `labelled`, whose document is a text, for the `page` that the text was made from.
pub fn moved_gold(labelled: &Example, page: &Document) -> Gold {
    let alignment = Alignment::new(page.text(), labelled.document.text());
    let mut spans: Vec<LabelledSpan> = Vec::new();
    let mut wordless: Vec<Span> = Vec::new();
    let mut last = UNMATCHED;
    for (segment, words) in alignment.by_segment(page) {
        let own = words.iter().map(|(_, partner)| Some(labelled.gold.label_at(partner.as_ref()?.start)));
        let labels = filled(own.collect());
        let (Some(&first), Some(&end)) = (labels.first(), labels.last()) else {
            wordless.push(segment.span);
            continue;
        };
        // A segment of marks alone goes with the segments around it.
        let between = if first == last { last } else { UNMATCHED };
        spans.extend(wordless.drain(..).map(|span| LabelledSpan { span, label: between }));
        let starts: Vec<Span> = words.iter().map(|(span, _)| *span).collect();
        runs(page.text(), segment.span, &starts, &labels, &mut spans);
        last = end;
    }
    spans.extend(wordless.into_iter().map(|span| LabelledSpan { span, label: UNMATCHED }));
    spans.retain(|labelled| labelled.label != Label::Body);
    let lines = spans.iter().flat_map(|labelled| lines_of(page.text(), *labelled)).collect();
    // Runs of words in the order of the text never overlap.
    Gold::derived(lines).unwrap_or_default()
}

/// Labels for all words of a segment, from those of the words that have one.
fn filled(labels: Vec<Option<Label>>) -> Vec<Label> {
    let known: Vec<Label> = labels.iter().flatten().copied().collect();
    let many = known.len() * 100 >= labels.len() * MAJORITY_PERCENT;
    let rest = if many { most_frequent(&known).unwrap_or(UNMATCHED) } else { UNMATCHED };
    let mut out: Vec<Label> = Vec::with_capacity(labels.len());
    let mut before: Option<Label> = None;
    for run in labels.chunk_by(|a, b| a == b) {
        let label = run[0].unwrap_or_else(|| {
            let after = labels.get(out.len() + run.len()).copied().flatten();
            before.filter(|_| before == after).unwrap_or(rest)
        });
        out.extend(std::iter::repeat_n(label, run.len()));
        before = run[0];
    }
    out
}

/// The label that stands most often; of several the first of [`Label::ALL`].
fn most_frequent(labels: &[Label]) -> Option<Label> {
    let count = |label: Label| labels.iter().filter(|own| **own == label).count();
    Label::ALL.iter().copied().filter(|label| count(*label) > 0).min_by_key(|label| std::cmp::Reverse(count(*label)))
}

/// Stretches of one label in a segment.
fn runs(text: &str, segment: Span, words: &[Span], labels: &[Label], spans: &mut Vec<LabelledSpan>) {
    let mut start = segment.start;
    for at in 1..=words.len() {
        let end = match (words.get(at), labels.get(at)) {
            (Some(_), Some(next)) if *next == labels[at - 1] => continue,
            (Some(next), Some(_)) => parting(text, Span::new(words[at - 1].end, next.start)),
            _ => segment.end,
        };
        spans.push(LabelledSpan { span: Span::new(start, end), label: labels[at - 1] });
        start = end;
    }
}

/// Where the marks between two words part: behind the first white space, so that a quote or bracket that opens goes with the
/// word behind it and a stop with the word before.
fn parting(text: &str, gap: Span) -> usize {
    gap.slice(text).find(char::is_whitespace).map_or(gap.end, |at| gap.start + at)
}

/// A labelled stretch by lines, trimmed: no span holds a line break.
fn lines_of(text: &str, labelled: LabelledSpan) -> impl Iterator<Item = LabelledSpan> {
    let slice = labelled.span.slice(text);
    let mut at = labelled.span.start;
    slice.split_inclusive(['\n', '\r']).filter_map(move |line| {
        let span = Span::new(at, at + line.len()).trimmed(text);
        at += line.len();
        (!span.is_empty()).then_some(LabelledSpan { span, label: labelled.label })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::brat;
    use crate::document::Format;

    /// The labelled text and its gold, and what they make of a page.
    fn moved(text: &str, annotations: &str, page: &str) -> Vec<(Label, String)> {
        let gold = brat::read(text, annotations, "x.ann".as_ref()).expect("good");
        let labelled = Example { document: Document::anonymous(Format::Markdown, text), gold };
        let page = Document::anonymous(Format::Html, page);
        let gold = moved_gold(&labelled, &page);
        assert!(gold.is_derived());
        gold.spans().iter().map(|labelled| (labelled.label, page.slice(labelled.span).to_string())).collect()
    }

    #[test]
    fn gaps_take_what_both_sides_say_else_the_majority() {
        use Label::{Body, Date, Nav};
        let fill = |labels: &[Option<Label>]| filled(labels.to_vec());
        assert_eq!(fill(&[Some(Body), None, Some(Body)]), [Body; 3]);
        assert_eq!(fill(&[None, Some(Date), Some(Date), None, Some(Body)]), [Date, Date, Date, Date, Body]);
        assert_eq!(fill(&[Some(Body), None, None, None]), [Body, Nav, Nav, Nav]);
        assert_eq!(fill(&[None, None]), [Nav, Nav]);
        assert_eq!(fill(&[]), []);
    }

    #[test]
    fn marks_go_with_the_word_they_touch() {
        let text = "By Ann. “Ships sail,” she said.";
        let found = moved(text, "T1\tbyline 0 7\tBy Ann.\n", "<p>By Ann. “Ships sail,” she said.</p>");
        assert_eq!(found, [(Label::Byline, "By Ann.".to_string())]);
    }

    #[test]
    fn spans_stop_at_line_breaks_and_marks_alone_go_with_their_neighbours() {
        let text = "- [Home](#)\n- [News](#)\n\nThe ferry sailed.\n\n***\n\nIt came back.\n";
        let annotations = "T1\tnav 0 23\t- [Home](#) - [News](#)\n";
        let page = "<nav>Home<br>News</nav><hr><p>The ferry sailed.</p><p>***</p><p>It came back.</p><p>|</p>";
        let found = moved(text, annotations, page);
        let nav = |text: &str| (Label::Nav, text.to_string());
        assert_eq!(found, [nav("Home"), nav("News"), nav("|")]);
    }
}
