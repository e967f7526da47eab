//! Comment sections: from a header, or from the first of several signed lines, to the last sign of comments.

use super::evidence::Word;
use crate::document::{Document, Ending, Features};
use crate::label::Label;

/// Running text that stands before a comment section at least, in words.
const MIN_WORDS_BEFORE: f32 = 60.0;
/// Without a header, the section begins behind this share of the running text: a live blog has signed entries throughout.
const MIN_SHARE_BEFORE: f32 = 0.5;
/// With a header and signed comments behind it, this share will do: threads may be longer than the article.
const MIN_SHARE_HEADED: f32 = 0.15;
/// Share of the running text that may stand behind the section.
const MAX_SHARE_BEHIND: f32 = 0.4;
/// The section goes on if another sign follows within this many lines.
const REACH: usize = 12;
/// So many signed lines make a section without a header.
const MIN_SIGNED: usize = 3;
/// How comment systems introduce who wrote.
const SAYS: &[&str] = &[
    " says:",
    " said:",
    " wrote:",
    " sagt:",
    " schreibt:",
    " schrieb:",
    " meint:",
    " dit :",
    " dit\u{a0}:",
    " a dit :",
    " dice:",
    " dijo:",
    " escribió:",
    " diz:",
    " disse:",
    " ha scritto:",
    " zegt:",
    " säger:",
    " sier:",
    " skriver:",
    " siger:",
    " sanoo:",
    " pisze:",
    " пишет:",
    " сказал:",
    " diyor:",
    " dedi ki:",
];
/// A signed line (name, time) has this many words at most.
const SIGNED_WORDS: f32 = 9.0;

/// Marks every line of the comment section, if there is one.
pub fn mark(document: &Document, typed: &[Word], special: &mut [Word]) {
    let features = document.features();
    let is_typed = |at: usize| typed[at].is_some_and(|(label, _)| label == Label::Comments);
    let signed: Vec<bool> =
        (0..typed.len()).map(|at| is_signed(document, at) && typed[at].is_none_or(|(label, _)| label == Label::Date)).collect();
    let behind = words_before(features);
    let all = behind.last().copied().unwrap_or(0.0);
    let late = |at: usize| behind[at] >= MIN_WORDS_BEFORE.max(MIN_SHARE_BEFORE * all);
    // A header in the first half announces a section only if signed comments follow.
    let followed = |at: usize| {
        let near = at + 1..(at + 1 + 2 * REACH).min(typed.len());
        let places: Vec<usize> = near.filter(|&near| signed[near]).collect();
        places.len() >= 2 && behind[places[0]] <= behind[at]
    };
    let header = (0..typed.len())
        .find(|&at| is_typed(at) && (late(at) || behind[at] >= MIN_WORDS_BEFORE.max(MIN_SHARE_HEADED * all) && followed(at)));
    let first_signed = signed.iter().position(|&signed| signed);
    let unannounced = first_signed
        .filter(|&at| late(at) && signed.iter().filter(|&&signed| signed).count() >= MIN_SIGNED && alternates(&signed, features));
    let Some(start) = header.into_iter().chain(unannounced).min() else { return };
    // Where lines are signed before the section too, as in a live blog, a signature is no sign of comments.
    let elsewhere = signed[..start].iter().filter(|&&signed| signed).count() >= 2;
    let is_sign = |at: usize| is_typed(at) || (signed[at] && !elsewhere);
    let mut last = start;
    for at in start + 1..typed.len() {
        if is_sign(at) && at <= last + REACH {
            last = at;
        }
    }
    // The text of the last signed line stands behind it.
    let end = if signed[last] { (last + 2).min(typed.len()) } else { last + 1 };
    // A thread stands at the end of a page. Running text behind it makes it something else: a live blog, a quiz.
    if all - behind[end] > MAX_SHARE_BEHIND * all {
        return;
    }
    for at in start..end {
        let other = typed[at].is_some_and(|(label, _)| matches!(label, Label::Promo | Label::Legal));
        if !other && special[at].is_none() {
            special[at] = Some((Label::Comments, "comments.section"));
        }
    }
}

/// Words of running text before each line; one more entry for the end.
fn words_before(features: &[Features]) -> Vec<f32> {
    let mut sum = 0.0;
    let mut before = vec![0.0];
    for own in features {
        sum += if own.is_long() { own.words } else { 0.0 };
        before.push(sum);
    }
    before
}

/// A short line with a clock time, a date or a time span, and a name: "Jo, 2 h", "15 August 2031 at 9:35 am", "Jo says:".
fn is_signed(document: &Document, at: usize) -> bool {
    let own = &document.features()[at];
    // Without a digit only a verb of speech signs a line.
    if own.digits == 0 && own.ending != Ending::Colon {
        return false;
    }
    if own.words > SIGNED_WORDS || own.is_title() && own.digits == 0 || own.heading || own.item {
        return false;
    }
    let line = document.inner(&document.segments()[at]);
    let clock = || {
        line.as_bytes().windows(4).any(|part| {
            part[0].is_ascii_digit() && matches!(part[1], b':' | b'.' | b'h') && part[2].is_ascii_digit() && part[3].is_ascii_digit()
        })
    };
    let emphasised = line.starts_with("**") && line.len() > 4;
    let says = own.ending == Ending::Colon && own.words <= 5.0 && SAYS.iter().any(|verb| line.ends_with(verb));
    own.digits >= 3 && clock() || emphasised && own.digits > 0 && own.words >= 2.0 || says
}

/// Whether text stands between most signed lines: a list of dates has none.
fn alternates(signed: &[bool], features: &[Features]) -> bool {
    let places: Vec<usize> = (0..signed.len()).filter(|&at| signed[at]).collect();
    let with_text = places
        .iter()
        .filter(|&&at| {
            (at + 1..(at + 4).min(signed.len()))
                .any(|next| !signed[next] && features[next].words >= 4.0 && features[next].link_density() < 0.5)
        })
        .count();
    with_text * 3 >= places.len() * 2
}
