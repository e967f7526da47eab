//! `default` on web pages: what elements say they are, where the text's weight lies, and what lines say.
//!
//! 1. Elements whose tag, role or names say that they are furniture go ([`marks`]), unless they hold so much of the page's
//!    text that the name must mean something else.
//! 2. From `body` down to the smallest element that holds nearly all of the remaining weight ([`root`]): outside of it
//!    nothing stays.
//! 3. Inside, lines made of links go unless the page is a list of links; lines that a phrase gives away go.

mod marks;
mod root;
mod weights;

use super::Verdict;
use crate::document::Document;
use crate::document::html::Page;
use crate::label::Label;
use crate::strategy::contract::Removals;
use crate::strategy::phrase_rules::typed_lines;
use crate::strategy::{residue_scrubber, source_cues};
use weights::Weights;

/// Share of linked characters from which a line that is no sentence goes.
const LINKED: f32 = 0.75;
/// Pages with less running text than this share of their words are lists: there, links are the content.
const LIST: f32 = 0.2;

/// Takes out what is not the content of a page.
pub fn strip(document: &Document, page: &Page, keep_captions: bool, out: &mut Removals) {
    let weights = Weights::of(document);
    let marks = marks::find(document, page, &weights, keep_captions);
    let mut verdicts: Vec<Verdict> = document.segments().iter().map(|segment| marks.of(segment)).collect();
    let left = Weights::where_kept(document, &verdicts);
    let root = root::find(page, &left);
    outside(page, root, &mut verdicts);
    linked(document, &mut verdicts);
    typed(document, &mut verdicts);
    let kept: Vec<bool> = verdicts.iter().map(Option::is_none).collect();
    for (segment, verdict) in document.segments().iter().zip(verdicts) {
        if let Some((label, rule)) = verdict {
            out.push(segment.span, label, rule);
        }
    }
    residue_scrubber::inside_lines(document, &kept, out);
    source_cues::inside_lines(document, &kept, true, out);
}

fn outside(page: &Page, root: usize, verdicts: &mut [Verdict]) {
    let inside = page.elements.get(root).map_or(0..0, |element| element.segments.clone());
    for (at, verdict) in verdicts.iter_mut().enumerate() {
        if !inside.contains(&at) && verdict.is_none() {
            *verdict = Some((None, "page.outside"));
        }
    }
}

/// Lines made of links, on pages that are not lists of them.
fn linked(document: &Document, verdicts: &mut [Verdict]) {
    let features = document.features();
    let kept = || features.iter().zip(verdicts.iter()).filter(|(_, verdict)| verdict.is_none()).map(|(own, _)| own);
    let words: f32 = kept().map(|own| own.words).sum();
    let running: f32 = kept().filter(|own| weights::is_running(own)).map(|own| own.words).sum();
    if running < LIST * words {
        return;
    }
    for (own, verdict) in features.iter().zip(verdicts.iter_mut()) {
        if verdict.is_none() && own.link_density() > LINKED && !own.is_sentence() {
            *verdict = Some((None, "page.linked"));
        }
    }
}

/// Lines that a phrase gives away.
fn typed(document: &Document, verdicts: &mut [Verdict]) {
    for (line, verdict) in typed_lines(document).iter().zip(verdicts) {
        if let (None, Some(typed)) = (&verdict, line) {
            *verdict = Some((Some(typed.label), typed.rule));
        }
    }
}

/// The label of a part that goes, where it says what the text is.
const fn label_of(part: crate::strategy::html::class_words::Part) -> Option<Label> {
    part.label()
}
