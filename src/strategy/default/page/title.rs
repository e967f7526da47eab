//! The head of an article often stands outside of the element that holds its text: the title and the lead under it stay.

use super::Verdict;
use crate::document::html::Page;
use crate::document::{Document, Kind, Vocabulary};

/// Share of a heading's words that stand in the page's `title`, from which it is the headline.
const SHARED: f32 = 0.6;
/// Lines between headline and text that are looked at.
const REACH: usize = 12;
/// Words of a lead: more than a kicker has, less than a text.
const LEAD_WORDS: std::ops::RangeInclusive<f32> = 8.0..=90.0;

/// Takes back the verdict on the headline, if it was only that it stands outside, and on running text right behind it.
pub fn keep(document: &Document, page: &Page, root: usize, verdicts: &mut [Verdict]) {
    let begin = page.elements.get(root).map_or(0, |element| element.segments.start);
    let Some(title) = headline(document, page, verdicts) else { return };
    restore(&mut verdicts[title]);
    if title >= begin {
        return;
    }
    let between = title + 1..begin.min(title + 1 + REACH).max(title + 1);
    for (verdict, own) in verdicts[between.clone()].iter_mut().zip(&document.features()[between]) {
        if LEAD_WORDS.contains(&own.words)
            && own.link_density() < 0.3
            && !own.bars
            && (own.is_terminal() || own.commas > 0 || own.words > 12.0)
        {
            restore(verdict);
        }
    }
}

/// The first heading of the highest rank whose words the page's title shares.
fn headline(document: &Document, page: &Page, verdicts: &[Verdict]) -> Option<usize> {
    let named = Vocabulary::of([page.title.as_str(), page.meta("og:title")].into_iter());
    let headings = document.segments().iter().enumerate().filter_map(|(at, segment)| match segment.kind {
        Kind::Heading(level @ 1..=2) if is_open(&verdicts[at]) => Some((level, at, document.inner(segment))),
        _ => None,
    });
    let shared = headings.filter(|(level, _, text)| *level == 1 && named.overlap(text) >= SHARED || named.overlap(text) >= 0.9);
    shared.min_by_key(|(level, at, _)| (*level, *at)).map(|(_, at, _)| at)
}

/// Whether nothing speaks against a line but that it stands outside.
fn is_open(verdict: &Verdict) -> bool {
    matches!(verdict, None | Some((None, "page.outside" | "page.header")))
}

fn restore(verdict: &mut Verdict) {
    if is_open(verdict) {
        *verdict = None;
    }
}
