//! Places marks in a text: by their offsets, and where the quote says that those are wrong, by the quote.
//!
//! 1. **The counting.** Offsets are read in the format's unit. If some quotes do not fit, the other units are tried, and the
//!    text as it would be with line ends of one character or without a byte order mark; the counting under which most quotes
//!    fit is taken for the whole document, the format's own in a tie.
//! 2. **The quote.** A mark whose quote still differs is looked for near its offsets ([`NEAR_BYTES`]): the only occurrence is
//!    taken, of several the nearest if the next is more than twice as far off. If there is none near by, the only
//!    occurrence in the whole text is taken. Anything else is refused.
//!
//! White space never counts in a comparison: tools fold it, brat writes line breaks as spaces.

use super::offsets::{BadOffsets, Offsets, Unit};
use super::squeezed::Squeezed;
use super::{Mark, Refusal};
use crate::span::Span;
use std::borrow::Cow;

/// How far from its offsets a quote is looked for, in bytes without white space.
pub const NEAR_BYTES: usize = 2000;
/// Shorter quotes (bytes without white space) are placed only where they stand once: near any place there is an `a`.
pub const SHORT_QUOTE_BYTES: usize = 4;
/// Occurrences near by that are weighed; a quote with more of them is refused.
pub const MAX_NEAR: usize = 64;
/// Searches through the whole text for one document; further marks are refused.
pub const MAX_WIDE_SEARCHES: usize = 200;

/// Where a mark belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its fragments, one for most.
    pub spans: Vec<Span>,
    /// Whether the quote, not the offsets as the format counts them, decided.
    pub moved: bool,
}

type Fragments = Result<Vec<Span>, BadOffsets>;

/// Places the marks of one document, each for itself, in their order.
///
/// ```
/// use gleaner::corpus::annotation::{Mark, Unit, place};
/// let mark = Mark::quoted("nav", 6, 10, "Home"); // counted before somebody put a line in front
/// let placed = place("A new line\nHome | News", Unit::CodePoints, &[mark]).remove(0).expect("found");
/// assert_eq!((placed.spans[0].start, placed.moved), (11, true));
/// ```
pub fn place(text: &str, unit: Unit, marks: &[Mark]) -> Vec<Result<Placed, Refusal>> {
    let quotes: Vec<Option<String>> = marks.iter().map(Mark::squeezed_quote).collect();
    let (fragments, other_counting) = count(text, unit, marks, &quotes);
    let mut search = Search { text, squeezed: None, wide: 0 };
    let each = marks.iter().zip(&quotes).zip(fragments);
    each.map(|((mark, quote), fragments)| {
        if let Ok(spans) = &fragments
            && fits(text, spans, quote.as_deref()) != Some(false)
        {
            return Ok(Placed { spans: spans.clone(), moved: other_counting });
        }
        let spans = match quote {
            Some(quote) => search.fragments(mark, quote, &fragments)?,
            None => return Err(fragments.err().map_or_else(no_place, |bad| bad_offsets(mark, bad))),
        };
        Ok(Placed { spans, moved: true })
    })
    .collect()
}

fn no_place() -> Refusal {
    Refusal::new("no place", "neither offsets nor a quote say where it is")
}

fn bad_offsets(mark: &Mark, bad: BadOffsets) -> Refusal {
    let offsets: Vec<String> = mark.ranges.iter().map(|(start, end)| format!("{start} {end}")).collect();
    Refusal::new("offsets", format!("`{}` {}: {bad}", shorten(&mark.label), shorten(&offsets.join(";"))))
}

/// Whether the text under the spans is the quote; `None` without a quote or without a place.
fn fits(text: &str, spans: &[Span], quote: Option<&str>) -> Option<bool> {
    let quote = quote?;
    let mut rest = quote;
    for c in spans.iter().flat_map(|span| span.slice(text).chars()).filter(|c| !c.is_whitespace()) {
        match rest.strip_prefix(c) {
            Some(after) => rest = after,
            None => return Some(false),
        }
    }
    Some(rest.is_empty() && !spans.is_empty())
}

/// The fragments of every mark under the counting that fits best, and whether that is another than the format's.
fn count(text: &str, unit: Unit, marks: &[Mark], quotes: &[Option<String>]) -> (Vec<Fragments>, bool) {
    let score = |fragments: &[Fragments]| {
        let fitting = |(quote, fragments): (&Option<String>, &Fragments)| {
            fragments.as_ref().is_ok_and(|spans| fits(text, spans, quote.as_deref()) == Some(true))
        };
        quotes.iter().zip(fragments).filter(|&(quote, fragments)| fitting((quote, fragments))).count()
    };
    let own = read_as(text, None, unit, marks);
    let (quoted, mut best_score) = (quotes.iter().flatten().count(), score(&own));
    let (mut best, mut other) = (own, false);
    if best_score == quoted {
        return (best, false);
    }
    let units = std::iter::once(unit).chain(Unit::ALL.into_iter().filter(|&candidate| candidate != unit));
    let folded = folded_texts(text);
    for unit in units {
        for folded in std::iter::once(None).chain(folded.iter().map(Some)) {
            let fragments = read_as(text, folded, unit, marks);
            let found = score(&fragments);
            if found > best_score {
                (best, best_score, other) = (fragments, found, true);
            }
        }
    }
    (best, other)
}

/// The text as programs see it that fold line ends or drop a byte order mark.
fn folded_texts(text: &str) -> Vec<Squeezed> {
    let bytes = text.as_bytes();
    let folded = |at: usize, c: char| c == '\r' && bytes.get(at + 1) == Some(&b'\n');
    let (mark, windows) = (text.starts_with('\u{feff}'), text.contains("\r\n"));
    let mut texts = Vec::new();
    if windows {
        texts.push(Squeezed::new(text, folded));
    }
    if mark {
        texts.push(Squeezed::new(text, |at, _| at == 0));
    }
    if mark && windows {
        texts.push(Squeezed::new(text, |at, c| at == 0 || folded(at, c)));
    }
    texts
}

fn read_as(text: &str, folded: Option<&Squeezed>, unit: Unit, marks: &[Mark]) -> Vec<Fragments> {
    let offsets = Offsets::new(folded.map_or(text, |folded| &folded.text), unit);
    let fragments = |mark: &Mark| {
        let spans = mark.ranges.iter().map(|&(start, end)| {
            let span = offsets.span(start, end)?;
            Ok(folded.map_or(span, |folded| folded.source_span(span)))
        });
        spans.collect()
    };
    marks.iter().map(fragments).collect()
}

/// Looks for quotes in one text.
struct Search<'t> {
    text: &'t str,
    squeezed: Option<Squeezed>,
    wide: usize,
}

impl Search<'_> {
    /// The quote of a mark in one piece, or that of each fragment for itself.
    fn fragments(&mut self, mark: &Mark, quote: &str, fragments: &Fragments) -> Result<Vec<Span>, Refusal> {
        let there = match fragments {
            Ok(spans) => spans.iter().map(|span| span.slice(self.text)).collect::<Vec<_>>().join(" "),
            Err(bad) => bad.to_string(),
        };
        let refuse = |why: &str| {
            let message =
                format!("the quote `{}` {why}; at its offsets: `{}`", shorten(mark.quote.as_deref().unwrap_or("")), shorten(&there));
            Refusal::new("quote", message)
        };
        if mark.ranges.len() < 2 {
            let hint = mark.ranges.first().map(|range| self.hint(range.0, fragments));
            return Ok(vec![self.find(quote, hint).map_err(refuse)?]);
        }
        let pieces = pieces(mark).ok_or_else(|| refuse("of a discontinuous span does not divide as its offsets do"))?;
        let mut found: Vec<Span> = Vec::new();
        for (piece, range) in pieces.iter().zip(&mark.ranges) {
            let piece = Squeezed::words(piece).text;
            if !piece.is_empty() {
                let hint = self.hint(range.0, fragments);
                found.push(self.find(&piece, Some(hint)).map_err(refuse)?);
            }
        }
        Ok(found)
    }

    /// The byte near which an offset lies: exact where offsets could be read, else by counting characters.
    fn hint(&self, start: usize, fragments: &Fragments) -> usize {
        match fragments {
            Ok(spans) if spans.len() == 1 => spans[0].start,
            _ => Offsets::new(self.text, Unit::CodePoints).to_byte(start).unwrap_or(self.text.len()),
        }
    }

    fn find(&mut self, quote: &str, hint: Option<usize>) -> Result<Span, &'static str> {
        let squeezed = self.squeezed.get_or_insert_with(|| Squeezed::words(self.text));
        let near = hint.map_or(Ok(None), |hint| near(&squeezed.text, quote, squeezed.place_of(hint)))?;
        let start = match near {
            Some(start) => start,
            None => {
                self.wide += 1;
                if self.wide > MAX_WIDE_SEARCHES {
                    return Err("is not near its offsets, and too many quotes of the document were looked for everywhere");
                }
                let mut starts = occurrences(&squeezed.text, quote);
                match (starts.next(), starts.next()) {
                    (None, _) => return Err("does not stand in the text"),
                    (Some(only), None) => only,
                    (Some(_), Some(_)) => return Err("stands in the text several times, nowhere near its offsets"),
                }
            }
        };
        Ok(squeezed.source_span(Span::new(start, start + quote.len())))
    }
}

/// The occurrence of a quote that is clearly the nearest to a place; `None` if there is none near by.
fn near(text: &str, quote: &str, place: usize) -> Result<Option<usize>, &'static str> {
    let around = Span::new(place.saturating_sub(NEAR_BYTES), place.saturating_add(quote.len()).saturating_add(NEAR_BYTES)).snapped(text);
    let (from, window) = (around.start, around.slice(text));
    let mut starts: Vec<usize> = occurrences(window, quote).map(|start| from + start).take(MAX_NEAR + 1).collect();
    if starts.len() > MAX_NEAR {
        return Err("stands near by too many times");
    }
    starts.sort_by_key(|start| start.abs_diff(place));
    match starts.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        [nearest, next, ..] if quote.len() >= SHORT_QUOTE_BYTES && next.abs_diff(place) > 2 * nearest.abs_diff(place) => Ok(Some(*nearest)),
        _ => Err("stands near by several times, none clearly the nearest"),
    }
}

/// Starts of all occurrences, overlapping ones too.
fn occurrences<'a>(text: &'a str, quote: &'a str) -> impl Iterator<Item = usize> + 'a {
    let finder = memchr::memmem::Finder::new(quote);
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + finder.find(text.as_bytes().get(from..)?)?;
        from = Span::new(start, start + 1).snapped(text).end;
        Some(start)
    })
}

/// The quote of a discontinuous span, cut as its offsets are long; fragments are joined by one space.
fn pieces(mark: &Mark) -> Option<Vec<String>> {
    let mut rest = mark.quote.as_deref()?.chars();
    let mut pieces = Vec::new();
    for (index, (start, end)) in mark.ranges.iter().enumerate() {
        if index > 0 && rest.next() != Some(' ') {
            return None;
        }
        let length = end.checked_sub(*start)?;
        let piece: String = rest.by_ref().take(length).collect();
        if piece.chars().count() < length {
            return None;
        }
        pieces.push(piece);
    }
    rest.next().is_none().then_some(pieces)
}

/// The first characters of a text, on one line, for a message.
pub fn shorten(text: &str) -> Cow<'_, str> {
    const SHOWN: usize = 40;
    let control = text.contains(char::is_control);
    match text.char_indices().nth(SHOWN) {
        None if !control => Cow::Borrowed(text),
        cut => {
            let shown = &text[..cut.map_or(text.len(), |(at, _)| at)];
            let line = shown.replace(char::is_control, " ");
            Cow::Owned(if cut.is_some() { line + "…" } else { line })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, mark: Mark) -> Result<Placed, Refusal> {
        place(text, Unit::CodePoints, &[mark]).remove(0)
    }

    fn words(text: &str, mark: Mark) -> String {
        match one(text, mark) {
            Ok(placed) => placed.spans.iter().map(|span| span.slice(text)).collect::<Vec<_>>().join("|"),
            Err(refusal) => refusal.message,
        }
    }

    #[test]
    fn offsets_that_fit_are_taken_as_they_are() {
        let placed = one("Home\nNews", Mark::quoted("nav", 0, 9, "Home News")).expect("placed");
        assert_eq!(placed, Placed { spans: vec![Span::new(0, 9)], moved: false });
        assert!(!one("Home", Mark::bare("nav", 0, 4)).expect("placed").moved);
    }

    #[test]
    fn the_counting_is_found_out_from_the_quotes() {
        let text = "😀 Home 😀 News";
        let utf16 = [Mark::quoted("nav", 3, 7, "Home"), Mark::quoted("nav", 11, 15, "News"), Mark::bare("nav", 3, 7)];
        let placed = place(text, Unit::CodePoints, &utf16);
        let found: Vec<&str> = placed.iter().map(|placed| placed.as_ref().expect("placed").spans[0].slice(text)).collect();
        assert_eq!(found, ["Home", "News", "Home"]);
        assert!(placed.iter().all(|placed| placed.as_ref().is_ok_and(|placed| placed.moved)));
    }

    #[test]
    fn windows_line_ends_counted_as_one_are_found_out() {
        let text = "\u{feff}a\r\nb\r\na\r\nb\r\na";
        let marks: Vec<Mark> = [(0, "a"), (4, "a"), (8, "a")].map(|(start, quote)| Mark::quoted("ad", start, start + 1, quote)).into();
        let starts: Vec<usize> =
            place(text, Unit::CodePoints, &marks).into_iter().map(|placed| placed.expect("placed").spans[0].start).collect();
        assert_eq!(starts, [3, 9, 15]);
    }

    #[test]
    fn a_quote_is_found_near_its_offsets_or_else_where_it_is_unique() {
        let far = format!("Read more. {} Read more.", "x ".repeat(3000));
        assert_eq!(one(&far, Mark::quoted("related", 2, 12, "Read more.")).expect("near").spans[0].start, 0);
        let unique = format!("Related. {}", "x ".repeat(3000));
        assert_eq!(one(&unique, Mark::quoted("related", 5990, 5998, "Related.")).expect("unique").spans[0].start, 0);
        assert_eq!(one("ab Share", Mark::quoted("share", 90, 95, "Share")).expect("past the end").spans[0], Span::new(3, 8));
    }

    #[test]
    fn what_is_not_unique_enough_is_refused_with_the_reason() {
        assert!(words("Share x Share", Mark::quoted("share", 3, 8, "Share")).contains("none clearly the nearest"));
        assert!(
            words("Share", Mark::quoted("share", 0, 5, "Print"))
                .contains("the quote `Print` does not stand in the text; at its offsets: `Share`")
        );
        assert!(words("Share", Mark::bare("share", 0, 9)).contains("`share` 0 9: the span ends past the text of 5 code points"));
        let twice = format!("{}Share{}Share", " ".repeat(9), "x".repeat(9000));
        assert!(words(&twice, Mark::quoted("share", 4500, 4505, "Share")).contains("several times, nowhere near"));
    }

    #[test]
    fn fragments_are_found_each_for_itself() {
        let mark = Mark { ranges: vec![(0, 4), (10, 14)], ..Mark::quoted("nav", 0, 0, "Home News") };
        assert_eq!(words("Home, and News", mark.clone()), "Home|News");
        assert_eq!(words("The Home, and News", mark.clone()), "Home|News");
        assert!(words("Home, and News", Mark { quote: Some("Home, News".into()), ..mark }).contains("does not divide"));
    }

    #[test]
    fn white_space_never_counts() {
        assert_eq!(words("x Read\n\n  more x", Mark::quoted("related", 0, 9, "Read more")), "Read\n\n  more");
    }
}
