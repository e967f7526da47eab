//! The head of the page: title, lead, and the lines between them and the article.

use super::evidence::Evidence;
use crate::document::{Document, Kind, Vocabulary};
use std::collections::BTreeSet;
use std::ops::Range;

/// A title stands at most this many lines above the article.
const REACH: usize = 40;
/// Share of its longer words that an unmarked title has in common with the running text.
const OVERLAP: f32 = 0.3;

/// What is kept of the head.
#[derive(Debug, Default)]
pub struct Head {
    /// Lines to keep.
    pub kept: BTreeSet<usize>,
}

/// Finds the title above the article and the lead between them.
pub fn parse(document: &Document, evidence: &Evidence, article: &[Range<usize>]) -> Head {
    let mut head = Head::default();
    let Some(first) = article.first() else { return head };
    let features = document.features();
    let Some(title) = title(document, evidence, first.start) else { return head };
    head.kept.insert(title);
    for at in title + 1..first.start {
        let lead = features[at].is_sentence() && features[at].link_density() < 0.5 && !evidence.is_furniture(at);
        if lead {
            head.kept.insert(at);
        }
    }
    head
}

/// The nearest heading of the first level above the article, else the nearest headline that shares its words.
fn title(document: &Document, evidence: &Evidence, start: usize) -> Option<usize> {
    let features = document.features();
    let from = start.saturating_sub(REACH);
    let free = |at: &usize| !evidence.is_furniture(*at) && features[*at].link_density() < 0.8;
    let level = |wanted: u8| (from..start).rev().filter(free).find(|&at| document.segments()[at].kind == Kind::Heading(wanted) && features[at].words >= 2.0);
    if let Some(title) = level(1).or_else(|| level(2)) {
        return Some(title);
    }
    let words = Vocabulary::of_running_text(document);
    (from..start).rev().filter(free).find(|&at| features[at].is_title() && words.overlap(document.inner(&document.segments()[at])) >= OVERLAP)
}
