//! Comment sections: from a header to the end, or to where the page goes on.

use super::evidence::Word;
use crate::document::Document;
use crate::label::Label;

/// Running text that stands before a comment section at least, in words.
const MIN_WORDS_BEFORE: f32 = 60.0;
/// A form's lines end the section if nothing else is there: so many lines are taken behind the last sign of comments.
const REACH: usize = 12;

/// Marks everything from a comment header up to the last sign of comments, and a little more.
pub fn mark(document: &Document, typed: &[Word], special: &mut [Word]) {
    let features = document.features();
    let is_comment = |at: usize| typed[at].is_some_and(|(label, _)| label == Label::Comments);
    let mut words = 0.0;
    let mut header = None;
    for at in 0..typed.len() {
        if features[at].is_long() {
            words += features[at].words;
        }
        if words >= MIN_WORDS_BEFORE && is_comment(at) {
            header = Some(at);
            break;
        }
    }
    let Some(header) = header else { return };
    let mut last = header;
    for at in header + 1..typed.len() {
        if is_comment(at) && at <= last + REACH {
            last = at;
        }
    }
    for (at, word) in special.iter_mut().enumerate().take(last + 1).skip(header) {
        if typed[at].is_none_or(|(label, _)| label != Label::Promo && label != Label::Legal) && word.is_none() {
            *word = Some((Label::Comments, "comments.section"));
        }
    }
}
