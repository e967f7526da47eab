//! How much text segments hold, as prefix sums: the weight of any element in one subtraction.

use super::Verdict;
use crate::document::html::Element;
use crate::document::{Document, Features};

/// Words outside of running text count this much: titles, cards, tables.
const OTHER: f32 = 0.2;
/// Running text has fewer linked characters than this share.
const MAX_LINKED: f32 = 0.4;

/// Sums of weights before each segment.
pub struct Weights(Vec<f64>);

impl Weights {
    /// Of all visible segments.
    pub fn of(document: &Document) -> Self {
        Self::sums(document, |_| true)
    }

    /// Of the segments that no verdict takes out.
    pub fn where_kept(document: &Document, verdicts: &[Verdict]) -> Self {
        Self::sums(document, |at| verdicts.get(at).is_none_or(Option::is_none))
    }

    fn sums(document: &Document, counts: impl Fn(usize) -> bool) -> Self {
        let mut sums = Vec::with_capacity(document.segments().len() + 1);
        let mut sum = 0.0;
        sums.push(sum);
        for (at, (segment, features)) in document.segments().iter().zip(document.features()).enumerate() {
            if !segment.hidden && counts(at) {
                sum += f64::from(features.words) * f64::from(if is_running(features) { 1.0 } else { OTHER });
            }
            sums.push(sum);
        }
        Self(sums)
    }

    /// The weight of an element.
    pub fn within(&self, element: &Element) -> f64 {
        let at = |index: usize| self.0.get(index).or(self.0.last()).copied().unwrap_or(0.0);
        at(element.segments.end) - at(element.segments.start)
    }

    /// The weight of all segments.
    pub fn total(&self) -> f64 {
        self.0.last().copied().unwrap_or(0.0)
    }
}

/// A sentence that is not mostly links.
pub fn is_running(features: &Features) -> bool {
    features.is_sentence() && features.link_density() < MAX_LINKED
}
