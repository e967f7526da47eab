//! `refinedweb-lines`: the line-wise corrections of RefinedWeb.
//!
//! - **Idea**: a short list of line shapes that are never text: shouting, numbers, counters, single words.
//! - **Source**: Penedo et al. 2023, numbers as DCLM's reconstruction has them.
//! - **Needs**: text. **Parameters**: `upper`, share of capitals a line may have.
//! - **Wins**: hardly ever loses content. **Loses**: rails, credits, pointers; all-caps crossheads and tickers; the case
//!   rule is idle in scripts without case. **Cost**: O(bytes of short lines).

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Properties, Removals};
use super::{Document, Strategy};
use crate::document::{Features, Segment};
use crate::span::Span;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "refinedweb-lines",
    version: 1,
    summary: "RefinedWeb's line corrections: shouting, numbers, counters, single words",
    loses: "rails, credits, pointers; all-caps crossheads",
    family: Family::LineFilter,
    source: "Penedo et al. 2023; numbers as in DCLM's reconstruction",
    needs: Needs::Text,
    parameters: &[Parameter::number("upper", "0.5", (0.0, 1.0), "share of upper-case characters a line may have")],
    properties: Properties {
        idempotent: true,
        whitespace_blind: true,
        compositional: true,
        monotone: &[Monotone { parameter: "upper", direction: Direction::RemovesLess }],
    },
    build: |parameters| Box::new(RefinedWebLines { upper: parameters.number("upper") as f32 }),
};

/// Words that make a line of a number and one of them a counter.
const COUNTED: &[&str] = &[
    "likes",
    "shares",
    "comments",
    "retweets",
    "reposts",
    "quotes",
    "bookmarks",
    "upvotes",
    "downvotes",
    "downloads",
    "views",
    "followers",
    "like",
    "share",
    "comment",
    "view",
];
/// Cues are looked for in lines of this many words at most.
const CUE_WORDS: f32 = 10.0;

struct RefinedWebLines {
    upper: f32,
}

impl RefinedWebLines {
    fn verdict(&self, line: &str, features: &Features) -> Option<&'static str> {
        if features.upper as f32 > self.upper * features.length as f32 {
            return Some("refinedweb.upper");
        }
        if features.digits > 0 && features.letters == 0 {
            return Some("refinedweb.numeric");
        }
        if features.words <= 1.0 {
            return Some("refinedweb.one-word");
        }
        let mut words = line.split_whitespace();
        let counter = features.words <= 3.0
            && words.next().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
            && words.next().is_some_and(|word| COUNTED.iter().any(|counted| word.eq_ignore_ascii_case(counted)))
            && words.next().is_none();
        counter.then_some("refinedweb.counter")
    }
}

impl Strategy for RefinedWebLines {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        for (segment, features) in document.segments().iter().zip(document.features()) {
            match self.verdict(document.inner(segment), features) {
                Some(rule) => out.push(segment.span, None, rule),
                None if features.words <= CUE_WORDS => cues(document, segment, out),
                None => {}
            }
        }
    }
}

const CART: &str = "items in cart";

/// Where [`CART`] stands, case aside.
fn cart(line: &str) -> Option<usize> {
    // The m is its rarest letter.
    let mut starts = memchr::memchr2_iter(b'm', b'M', line.as_bytes()).filter_map(|at| at.checked_sub(3));
    starts.find(|&at| {
        let here = line.as_bytes().get(at..at + CART.len());
        here.is_some_and(|here| here.eq_ignore_ascii_case(CART.as_bytes()))
    })
}

/// Prefix "sign-in", suffix "read more…", "items in cart" anywhere; a line that is nothing else goes whole.
fn cues(document: &Document, segment: &Segment, out: &mut Removals) {
    let line = document.inner(segment);
    let ends = |cue: &str| line.len() >= cue.len() && line.as_bytes()[line.len() - cue.len()..].eq_ignore_ascii_case(cue.as_bytes());
    let begins = |cue: &str| line.len() >= cue.len() && line.as_bytes()[..cue.len()].eq_ignore_ascii_case(cue.as_bytes());
    let (start, end) = (segment.inner.start, segment.inner.end);
    let found = if begins("sign-in") {
        Span::new(start, start + 7)
    } else if ends("read more...") {
        Span::new(end - 12, end)
    } else if ends("read more…") {
        Span::new(end - "read more…".len(), end)
    } else if let Some(at) = cart(line) {
        Span::new(start + at, start + at + CART.len())
    } else {
        return;
    };
    let rest = document.slice(segment.span).len() - found.len();
    let alone = document.slice(segment.span).chars().filter(|c| c.is_alphanumeric()).count()
        == document.slice(found).chars().filter(|c| c.is_alphanumeric()).count();
    out.push(if alone || rest == 0 { segment.span } else { found }, None, "refinedweb.cue");
}
