//! What is taken of one document that was labelled twice; aggregates need nothing else.

use super::{Agreement, Stretch, Twice, stretches};
use crate::gold::Gold;
use crate::label::Label;
use crate::metric::Counts;
use crate::metric::agreement::gamma;
use crate::metric::spans::overlap::counts_at;
use crate::metric::spans::semeval::{Schema, sane};
use crate::span::{CodePoints, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A labelled span in code points; `body` is what lies between.
pub type Unit = (Span, Label);

/// The ways in which spans of one label are matched, in the order of [`Compared::matches`].
pub const MATCHES: [&str; 3] = ["spans.exact_f1", "spans.partial_f1", "spans.iou50_f1"];
/// A document with more spans than this on either side has no gamma here: its cost grows with their cube.
pub const MAX_GAMMA_UNITS: usize = 150;
/// Seed and number of the random annotations behind gamma.
const GAMMA_SEED: u64 = 20_260_101;

/// One document's agreement.
#[derive(Debug)]
pub struct Compared {
    /// Pairs of labels by character.
    pub agreement: Agreement,
    /// Code points of the text.
    pub length: usize,
    /// The spans of both.
    pub units: [Vec<Unit>; 2],
    /// By label: the second's spans against the first's, matched as [`MATCHES`] says.
    pub matches: BTreeMap<Label, [Counts; 3]>,
    /// Gamma; `None` where it is undefined or too dear.
    pub gamma: Option<f64>,
    /// Where the two differ in visible characters.
    pub differences: Vec<Stretch>,
}

impl Compared {
    /// Compares the two labellings of a document.
    pub fn new(twice: &Twice) -> Self {
        let Twice { document, first, second } = twice;
        let text = document.text();
        let points = CodePoints::new(text);
        let units = [first, second].map(|gold| units(gold, &points));
        let mut agreement = Agreement::default();
        agreement.add(text, first, second);
        let mut differences = stretches(text, first, second);
        differences.retain(|stretch| stretch.first != stretch.second && stretch.chars > 0);
        differences.iter_mut().for_each(|stretch| stretch.span = stretch.span.trimmed(text));
        let [own, other] = &units;
        let cheap = own.len().max(other.len()) <= MAX_GAMMA_UNITS;
        let gamma = if cheap { gamma::gamma(own, other, gamma::MIN_SAMPLES, GAMMA_SEED) } else { None };
        let (matches, length) = (matches(own, other), points.count());
        Self { agreement, length, matches, gamma: gamma.map(|found| found.gamma), differences, units }
    }
}

fn units(gold: &Gold, points: &CodePoints<'_>) -> Vec<Unit> {
    let labelled = gold.spans().iter().filter(|own| own.label != Label::Body);
    labelled.map(|own| (Span::new(points.from_byte(own.span.start), points.from_byte(own.span.end)), own.label)).collect()
}

fn matches(first: &[Unit], second: &[Unit]) -> BTreeMap<Label, [Counts; 3]> {
    let of = |units: &[Unit], label: Label| units.iter().filter(|own| own.1 == label).copied().collect::<Vec<Unit>>();
    let places = |units: &[Unit]| units.iter().map(|own| own.0).collect::<Vec<Span>>();
    let labels: BTreeSet<Label> = first.iter().chain(second).map(|own| own.1).collect();
    let one = |label| {
        let (own, other) = (of(first, label), of(second, label));
        let [gold, found] = [&own, &other].map(|units| places(units));
        let partial = sane(&own, &other, Schema::Partial).counts();
        (label, [counts_at(&gold, &found, 1.0), partial, counts_at(&gold, &found, 0.5)])
    };
    labels.into_iter().map(one).collect()
}
