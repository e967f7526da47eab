//! Bounds: removals that only gold could make. They are no strategies, which cannot see gold.
//!
//! - `bound:oracle` keeps exactly the segments the gold keeps: the ceiling for whatever cuts whole segments.
//! - `bound:random` keeps as many characters as the gold, in segments drawn at random: how much of a score the
//!   amount alone explains.

use crate::corpus::Example;
use crate::document::Document;
use crate::metric::{Class, Units};
use crate::span::SpanSet;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A bound: name and rule.
pub struct Bound {
    /// Name in tables and files.
    pub name: &'static str,
    removed: fn(&Document, &Units) -> SpanSet,
}

/// Every bound.
pub static ALL: &[Bound] = &[Bound { name: "bound:oracle", removed: oracle }, Bound { name: "bound:random", removed: random }];

impl Bound {
    /// What the bound removes of an example.
    pub(super) fn removed(&self, example: &Example, units: &Units) -> SpanSet {
        (self.removed)(&example.document, units)
    }
}

fn oracle(_: &Document, units: &Units) -> SpanSet {
    units.segments.iter().filter(|(_, class)| *class == Class::Boilerplate).map(|(span, _)| *span).collect()
}

/// Keeps segments in a seeded random order until the gold's number of content characters is reached.
fn random(document: &Document, units: &Units) -> SpanSet {
    let mut hasher = FxHasher::default();
    hasher.write(document.meta.id.as_bytes());
    let mut generator = ChaCha8Rng::seed_from_u64(hasher.finish());
    let mut order: Vec<(u64, usize)> = (0..units.segments.len()).map(|index| (generator.next_u64(), index)).collect();
    order.sort_unstable();
    let mut left = units.classes.iter().filter(|class| **class == Class::Content).count();
    let mut gone = Vec::new();
    for (_, index) in order {
        let span = units.segments[index].0;
        if left == 0 {
            gone.push(span);
        }
        left = left.saturating_sub(units.classes[span.range()].iter().filter(|class| **class != Class::None).count());
    }
    gone.into_iter().collect()
}
