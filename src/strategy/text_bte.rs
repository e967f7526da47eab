//! `text-bte`: the stretch of lines with the most running text.
//!
//! - **Idea**: sentences count for, everything else against; keep the stretch with the largest sum.
//! - **Source**: body text extraction, Finn et al. 2001, whose tokens and tags become lines here (our transfer). The
//!   maximum-sum stretch is found in one pass (Kadane).
//! - **Needs**: text; better with links. **Parameters**: `alpha`, weight of what is no sentence; `links`, how much linked
//!   words count against; `more`, further stretches with this share of the best one's sum are kept too (1: none).
//! - **Wins**: the best single idea on full pages without markup. **Loses**: boilerplate inside the stretch stays; comments
//!   longer than the article; poems, tables, lists. **Cost**: O(segments) a stretch.

use super::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removals};
use super::{Document, Strategy};
use crate::document::{Features, Vocabulary};
use std::ops::Range;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "text-bte",
    version: 1,
    summary: "keeps the stretch of lines with the most running text",
    loses: "boilerplate inside the stretch; long comments; poems, tables, lists",
    family: Family::Positional,
    source: "Finn et al. 2001 (BTE), transferred from tokens to lines",
    needs: Needs::Links,
    parameters: &[
        Parameter::number("alpha", "1", (0.0, 100.0), "weight of words outside sentences"),
        Parameter::number("links", "1", (0.0, 10.0), "weight of linked words"),
        Parameter::number("more", "1", (0.0, 1.0), "keep further stretches with this share of the best sum; 1: the best only"),
    ],
    properties: Properties { idempotent: true, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |parameters| Box::new(TextBte::new(parameters)),
};

/// A line that is no sentence counts at least this many words against the stretch.
const MIN_LOSS: f32 = 3.0;
/// No more stretches than this.
const MAX_STRETCHES: usize = 8;

struct TextBte {
    alpha: f32,
    links: f32,
    more: f32,
}

impl TextBte {
    fn new(parameters: &Parameters) -> Self {
        let number = |name| parameters.number(name) as f32;
        Self { alpha: number("alpha"), links: number("links"), more: number("more") }
    }

    fn value(&self, features: &Features) -> f32 {
        let own = if features.is_sentence() { features.words } else { -self.alpha * features.words.max(MIN_LOSS) };
        own - self.links * features.link_words
    }
}

impl Strategy for TextBte {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let values: Vec<f32> = document.features().iter().map(|features| self.value(features)).collect();
        let mut kept = vec![false; values.len()];
        let limit = if self.more < 1.0 { MAX_STRETCHES } else { 1 };
        for range in stretches(&values, self.more, limit) {
            if let Some(title) = title_before(document, &range) {
                kept[title] = true;
            }
            kept[range].fill(true);
        }
        for (segment, _) in document.segments().iter().zip(kept).filter(|(_, kept)| !kept) {
            out.push(segment.span, None, "text-bte");
        }
    }
}

/// The stretches with the largest sums, the best first; ties go to the earlier, then the longer.
pub fn stretches(values: &[f32], share: f32, limit: usize) -> Vec<Range<usize>> {
    let Some((best, sum)) = best_stretch(values, 0..values.len()) else { return Vec::new() };
    let mut found = vec![best.clone()];
    let mut rest = vec![0..best.start, best.end..values.len()];
    while found.len() < limit {
        let candidates =
            rest.iter().enumerate().filter_map(|(at, range)| best_stretch(values, range.clone()).map(|(found, sum)| (at, found, sum)));
        let Some((at, next, next_sum)) = candidates.max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0))) else { break };
        if next_sum < share * sum {
            break;
        }
        let range = rest.swap_remove(at);
        rest.extend([range.start..next.start, next.end..range.end]);
        found.push(next);
    }
    found
}

/// The stretch with the largest positive sum inside a range.
fn best_stretch(values: &[f32], within: Range<usize>) -> Option<(Range<usize>, f32)> {
    let mut best: Option<(Range<usize>, f32)> = None;
    let (mut start, mut sum) = (within.start, 0.0f32);
    for at in within {
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += values[at];
        if sum > 0.0 && best.as_ref().is_none_or(|(_, best)| sum > *best) {
            best = Some((start..at + 1, sum));
        }
    }
    best
}

/// A headline stands at most this many lines above its text.
const TITLE_REACH: usize = 8;
/// And shares at least this part of its longer words with it.
const TITLE_OVERLAP: f32 = 0.3;

/// The headline of a stretch: the last title-like line before it that shares its words. Only what is kept decides, so that
/// cleaning a second time keeps the same headline.
fn title_before(document: &Document, stretch: &Range<usize>) -> Option<usize> {
    let features = document.features();
    let reach = stretch.start.saturating_sub(TITLE_REACH)..stretch.start;
    let words = Vocabulary::of(document.segments()[stretch.clone()].iter().map(|segment| document.inner(segment)));
    reach.rev().find(|&at| {
        let segment = &document.segments()[at];
        features[at].is_title() && words.overlap(document.inner(segment)) >= TITLE_OVERLAP
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_stretch_is_found_and_ties_go_to_the_earlier() {
        assert_eq!(stretches(&[-1.0, 3.0, -1.0, 2.0, -9.0, 4.0], 1.0, 1), vec![1..4]);
        assert_eq!(stretches(&[2.0, -5.0, 2.0], 1.0, 1), vec![0..1]);
        assert_eq!(stretches(&[-1.0], 1.0, 1), Vec::<Range<usize>>::new());
    }

    #[test]
    fn further_stretches_come_by_their_share() {
        assert_eq!(stretches(&[8.0, -50.0, 4.0, -50.0, 1.0], 0.25, 8), vec![0..1, 2..3]);
    }
}
