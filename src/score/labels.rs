//! Characters and spans by gold label: what was there, what went, what is left.

use crate::gold::LabelledSpan;
use crate::label::Label;
use crate::metric::Judged;
use std::collections::BTreeMap;

/// Counts of one label in one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LabelCounts {
    /// Visible characters with this label.
    pub gold_chars: usize,
    /// Of these, how many went.
    pub removed_chars: usize,
    /// Spans with this label.
    pub gold_spans: usize,
    /// Spans of which every character went.
    pub removed_spans: usize,
    /// Spans of which no character went.
    pub left_spans: usize,
}

/// Counts by label; `cover` are the labelled spans that cover the document.
pub fn count(cover: &[LabelledSpan], judged: &Judged<'_>) -> BTreeMap<Label, LabelCounts> {
    let mut counts: BTreeMap<Label, LabelCounts> = BTreeMap::new();
    for (labelled, gone) in cover.iter().zip(judged.gone_of(cover.iter().map(|labelled| labelled.span))) {
        let (visible, removed) = (judged.units.tally(labelled.span).visible as usize, gone.visible as usize);
        if visible > 0 {
            let own = counts.entry(labelled.label).or_default();
            own.gold_chars += visible;
            own.removed_chars += removed;
            own.gold_spans += 1;
            own.removed_spans += usize::from(removed == visible);
            own.left_spans += usize::from(removed == 0);
        }
    }
    counts
}
