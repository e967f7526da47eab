//! Whom to believe, by length.

use super::Found;
use crate::document::html::{Page, Tag};
use crate::strategy::html::kept_runs::inside;

/// A result this many times as long as another is believed.
const LONGER: u64 = 2;
/// And jusText's unless the other is this many times as long.
const JUSTEXT_LONGER: u64 = 3;

/// Whether Readability's result is taken for the own one.
pub fn takes_other(page: &Page, own: &Found, other: &Found, min_chars: u64) -> bool {
    let (own_chars, other_chars) = (own.chars(page), other.chars(page));
    if other_chars == 0 || own_chars == other_chars || own_chars > LONGER * other_chars {
        return false;
    }
    if own_chars == 0 || other_chars > LONGER * own_chars {
        return true;
    }
    let enough = other_chars > LONGER * min_chars;
    let (paragraphs, tables) = (count(page, own, Tag::P), count(page, own, Tag::Table));
    enough && (paragraphs == 0 || tables > paragraphs)
}

/// Elements of this name with kept text.
fn count(page: &Page, found: &Found, tag: Tag) -> usize {
    let mut before = vec![0usize; found.why.len() + 1];
    for run in 0..found.why.len() {
        before[run + 1] = before[run] + usize::from(found.has(run));
    }
    page.elements.iter().filter(|element| element.tag == tag && before[element.runs.end] > before[element.runs.start]).count()
}

/// Whether a result holds text of elements that no article has.
pub fn has_leftovers(page: &Page, found: &Found) -> bool {
    let leftover = inside(page, |id| {
        matches!(
            page.elements[id].tag,
            Tag::Aside | Tag::Button | Tag::Fieldset | Tag::Figure | Tag::Footer | Tag::Label | Tag::Nav | Tag::Option | Tag::Time
        )
    });
    page.runs.iter().enumerate().any(|(run, own)| found.has(run) && leftover[own.element])
}

/// Whether jusText's result is taken.
pub const fn takes_justext(chars: u64, justext: u64) -> bool {
    justext > 0 && chars <= JUSTEXT_LONGER * justext
}
