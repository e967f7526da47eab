//! The element that holds the content: down from `body` for as long as one child has nearly all of the weight.

use super::weights::Weights;
use crate::document::html::{ElementId, Page};

/// A child with this share of its parent's weight stands for the parent.
const SHARE: f64 = 0.82;

/// The innermost element with nearly all of the weight. Visits each element at most once.
pub fn find(page: &Page, weights: &Weights) -> ElementId {
    let mut root = page.body().unwrap_or(0);
    while let Some(element) = page.elements.get(root) {
        let own = weights.within(element);
        let heaviest = page.children(root).map(|child| (child, weights.within(&page.elements[child])));
        // Of equals the first.
        let heaviest = heaviest.fold(None, |best: Option<(ElementId, f64)>, next| match best {
            Some(best) if best.1 >= next.1 => Some(best),
            _ => Some(next),
        });
        match heaviest {
            Some((child, weight)) if weight > 0.0 && weight >= SHARE * own => root = child,
            _ => break,
        }
    }
    root
}
