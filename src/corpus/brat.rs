//! brat standoff in and out: `T1<TAB>related 812 893<TAB>quoted text`, offsets in code points, end exclusive.
//!
//! Discontinuous spans (`0 5;8 10`) become one span a fragment. Notes, relations, events and attributes (`#`, `R`, `E`,
//! `A`, `M`, `N`, `*`) carry no spans of ours and are passed over.

use crate::error::{Error, Result};
use crate::gold::{Gold, LabelledSpan};
use crate::label::Label;
use crate::span::{CodePoints, Span};
use std::fmt::Write as _;
use std::path::Path;

/// Reads standoff annotations of `text`; `path` is named in errors.
///
/// # Errors
/// The first line that cannot be read: a malformed line, an unknown label, a span past the end or empty, a quote that
/// differs from the text, or two spans that overlap.
///
/// ```
/// use gleaner::corpus::brat;
/// let gold = brat::read("Ämter: Related", "T1\trelated 7 14\tRelated\n", "a.ann".as_ref())?;
/// assert_eq!(gold.spans()[0].span.start, 8);
/// assert!(brat::read("abc", "T1\tnav 0 9\tabc\n", "a.ann".as_ref()).is_err());
/// # Ok::<(), gleaner::error::Error>(())
/// ```
pub fn read(text: &str, annotations: &str, path: &Path) -> Result<Gold> {
    let (spans, mut problems) = read_all(text, annotations, path);
    if !problems.is_empty() {
        return Err(problems.remove(0));
    }
    let labelled = spans.iter().map(|(_, labelled)| *labelled).collect();
    Gold::new(labelled).map_err(|pair| overlap(text, &spans, &pair, path))
}

/// Every span that can be read with its line, and every problem: what `check` shows.
pub fn read_all(text: &str, annotations: &str, path: &Path) -> (Vec<(usize, LabelledSpan)>, Vec<Error>) {
    let points = CodePoints::new(text);
    let (mut spans, mut problems) = (Vec::new(), Vec::new());
    for (number, line) in annotations.trim_start_matches('\u{feff}').lines().enumerate() {
        if !line.starts_with('T') {
            let known = line.is_empty() || line.starts_with(['#', 'R', 'E', 'A', 'M', 'N', '*']);
            if !known {
                problems.push(Error::data("not a standoff line").at(path, number + 1).remedy("write T1<TAB>label start end<TAB>quote"));
            }
            continue;
        }
        match read_line(line, text, &points) {
            Ok(found) => spans.extend(found.into_iter().map(|labelled| (number + 1, labelled))),
            Err(error) => problems.push(error.at(path, number + 1)),
        }
    }
    (spans, problems)
}

/// The error for two overlapping spans, at the later one's line.
pub fn overlap(text: &str, spans: &[(usize, LabelledSpan)], pair: &[LabelledSpan; 2], path: &Path) -> Error {
    let line = spans.iter().filter(|(_, labelled)| *labelled == pair[1]).map(|(line, _)| *line).next_back().unwrap_or(0);
    let points = CodePoints::new(text);
    let place = |labelled: LabelledSpan| {
        format!("`{}` {} {}", labelled.label, points.from_byte(labelled.span.start), points.from_byte(labelled.span.end))
    };
    Error::data(format!("span {} overlaps span {}", place(pair[1]), place(pair[0]))).at(path, line).remedy("split the longer one")
}

fn read_line(line: &str, text: &str, points: &CodePoints<'_>) -> Result<Vec<LabelledSpan>> {
    let form = || Error::data("not a standoff line").remedy("write T1<TAB>label start end<TAB>quote");
    let mut fields = line.splitn(3, '\t');
    let (_, place, quote) = match (fields.next(), fields.next(), fields.next()) {
        (Some(id), Some(place), Some(quote)) => (id, place, quote.strip_suffix('\r').unwrap_or(quote)),
        _ => return Err(form()),
    };
    let (label, offsets) = place.split_once(' ').ok_or_else(form)?;
    let label: Label = label.parse().map_err(|why: String| Error::data(why).remedy("see the labelling guide, corpus/README.md"))?;
    let mut found = Vec::new();
    for fragment in offsets.split(';') {
        let (start, end) = fragment.trim().split_once(' ').ok_or_else(form)?;
        let (start, end): (usize, usize) = (start.parse().map_err(|_| form())?, end.trim().parse().map_err(|_| form())?);
        found.push(LabelledSpan { span: place_span(start, end, points)?, label });
    }
    check_quote(&found, quote, text)?;
    Ok(found)
}

fn place_span(start: usize, end: usize, points: &CodePoints<'_>) -> Result<Span> {
    if start >= end {
        return Err(Error::data(format!("span {start} {end} is empty")).remedy("start must be less than end"));
    }
    match (points.to_byte(start), points.to_byte(end)) {
        (Some(start), Some(end)) => Ok(Span::new(start, end)),
        _ => Err(Error::data(format!("span {start} {end} ends past the text of {} characters", points.count()))
            .remedy("offsets count Unicode code points of the unchanged file")),
    }
}

/// The quote must be the text; brat writes line breaks inside a quote as spaces.
fn check_quote(found: &[LabelledSpan], quote: &str, text: &str) -> Result<()> {
    let covered: Vec<&str> = found.iter().map(|labelled| labelled.span.slice(text)).collect();
    let covered = covered.join(" ");
    let same = |(a, b): (char, char)| a == b || (b == ' ' && matches!(a, '\n' | '\r'));
    let equal = covered.chars().count() == quote.chars().count() && covered.chars().zip(quote.chars()).all(same);
    if equal {
        return Ok(());
    }
    Err(Error::data(format!("the quote is `{}`, the text there is `{}`", shorten(quote), shorten(&covered)))
        .remedy("the text changed after labelling, or offsets count bytes"))
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Writes labelled spans as standoff annotations.
///
/// ```
/// use gleaner::{corpus::brat, gold::{Gold, LabelledSpan}, label::Label, span::Span};
/// let gold = Gold::new(vec![LabelledSpan { span: Span::new(3, 5), label: Label::Ad }]).expect("one span");
/// assert_eq!(brat::write("äb ad", gold.spans()), "T1\tad 2 4\t a\n");
/// ```
pub fn write(text: &str, spans: &[LabelledSpan]) -> String {
    let points = CodePoints::new(text);
    let mut out = String::new();
    for (index, labelled) in spans.iter().enumerate() {
        let quote = labelled.span.slice(text).replace(['\n', '\r'], " ");
        let (start, end) = (points.from_byte(labelled.span.start), points.from_byte(labelled.span.end));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "T{}\t{} {start} {end}\t{quote}", index + 1, labelled.label);
    }
    out
}

/// Writes labelled spans anew over what a file held: a span that was there keeps its number, and lines of other kinds stay, but
/// for notes on spans that are gone.
///
/// ```
/// use gleaner::{corpus::brat, gold::{Gold, LabelledSpan}, label::Label, span::Span};
/// let before = "T4\tad 3 5\tad\n#1\tAnnotatorNotes T4\tsure?\nT5\tnav 0 2\tab\n#2\tAnnotatorNotes T5\tno\n";
/// let gold = Gold::new(vec![LabelledSpan { span: Span::new(3, 5), label: Label::Ad }]).expect("one span");
/// assert_eq!(brat::rewrite("ab ad", before, gold.spans()), "T4\tad 3 5\tad\n#1\tAnnotatorNotes T4\tsure?\n");
/// ```
pub fn rewrite(text: &str, before: &str, spans: &[LabelledSpan]) -> String {
    let own = |line: &str| {
        line.strip_prefix('T').and_then(|line| line.split_once('\t')).map(|(number, rest)| (number.to_string(), rest.to_string()))
    };
    let old: Vec<(String, String)> = before.lines().filter_map(own).collect();
    let mut free = old.iter().filter_map(|(number, _)| number.parse::<usize>().ok()).max().unwrap_or(0);
    let (mut out, mut numbers) = (String::new(), Vec::new());
    for line in write(text, spans).lines() {
        let Some((_, rest)) = own(line) else { continue };
        let kept = old.iter().find(|(number, held)| *held == rest && !numbers.contains(number)).map(|(number, _)| number.clone());
        let number = kept.unwrap_or_else(|| {
            free += 1;
            free.to_string()
        });
        let _ = writeln!(out, "T{number}\t{rest}");
        numbers.push(number);
    }
    let about_gone = |line: &str| {
        let target = line.split_whitespace().nth(2).and_then(|word| word.strip_prefix('T'));
        line.starts_with('#')
            && target.is_some_and(|number| old.iter().any(|own| own.0 == number) && !numbers.iter().any(|own| own == number))
    };
    for line in before.lines().filter(|line| !line.starts_with('T') && !line.is_empty() && !about_gone(line)) {
        let _ = writeln!(out, "{line}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(annotations: &str) -> String {
        read("Home\nNews ärgert", annotations, Path::new("x.ann")).expect_err("bad").to_string()
    }

    #[test]
    fn every_mistake_has_its_line_and_remedy() {
        assert!(problem("T1\tnav 0 4\tHome\nT2\tnav 5 99\tNews").starts_with("x.ann:2: span 5 99 ends past the text of 16"));
        assert!(problem("T1\tnav 0 4\tHame").contains("the quote is `Hame`, the text there is `Home`"));
        assert!(problem("T1\tmenu 0 4\tHome").contains("unknown label `menu`"));
        assert!(problem("T1\tnav 4 4\t").contains("empty"));
        assert!(problem("T1 nav 0 4 Home").contains("not a standoff line"));
        assert!(problem("nav 0 4").contains("x.ann:1: not a standoff line"));
        assert!(problem("T1\tnav 0 4\tHome\nT2\tad 2 6\tme N").starts_with("x.ann:2: span `ad` 2 6 overlaps span `nav` 0 4"));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "Home\nNews ärgert 😀 alle";
        let annotations = "T1\tnav 0 9\tHome News\nT2\tbody 10 18\tärgert 😀\n";
        let gold = read(text, annotations, Path::new("x")).expect("good");
        assert_eq!(write(text, gold.spans()), annotations);
    }

    #[test]
    fn fragments_notes_and_windows_line_ends_are_understood() {
        let gold = read("ab cd ef", "T1\tad 0 2;6 8\tab ef\r\n#1\tAnnotatorNotes T1\thm\r\n", Path::new("x")).expect("good");
        assert_eq!(gold.spans().len(), 2);
    }
}
