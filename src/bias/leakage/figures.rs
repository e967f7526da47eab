//! From probes to figures: each measure with its chance, its p, and its difference to what it is compared with.

use super::{Depth, Known, Leak, Role};
use crate::bias::probe::{Comparison, Figures, Probe, Refusal, Ridge, View, compare, excess};
use crate::stats::{Resamples, holm};

/// A measure of leakage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Bias-corrected share of the n-gram kernel that lies between sources.
    Share,
    /// Accuracy of the trained probe.
    Accuracy,
    /// Its recall, averaged over sources.
    MacroRecall,
    /// Adjusted mutual information of named and true sources.
    Ami,
    /// Bits saved per document by a probe that codes the sources as it learns.
    BitsSaved,
    /// Control: the source from the numbers of words and paragraphs alone.
    LengthControl,
    /// Control: groups of documents of like length, told from the text.
    PseudoLengthControl,
    /// Control: the event, told from the text, folds keeping sources together.
    EventControl,
    /// The source, told from the text less what documents of an event share.
    TopicMasked,
    /// Accuracy less the larger control of length.
    Selectivity,
}

impl Measure {
    /// Those of every view; controls are of whole texts.
    const TRAINED: [Measure; 4] = [Measure::Accuracy, Measure::MacroRecall, Measure::Ami, Measure::BitsSaved];
    const CONTROLS: [Measure; 5] =
        [Measure::LengthControl, Measure::PseudoLengthControl, Measure::EventControl, Measure::TopicMasked, Measure::Selectivity];

    /// The word in the CSV files.
    pub const fn name(self) -> &'static str {
        match self {
            Measure::Share => "share",
            Measure::Accuracy => "accuracy",
            Measure::MacroRecall => "macro_recall",
            Measure::Ami => "ami",
            Measure::BitsSaved => "bits_saved",
            Measure::LengthControl => "control.length",
            Measure::PseudoLengthControl => "control.pseudo_length",
            Measure::EventControl => "control.event",
            Measure::TopicMasked => "control.topic_masked",
            Measure::Selectivity => "selectivity",
        }
    }
}

/// The difference to gold (without gold: to raw text), on the same documents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Against {
    /// This version less the other: above nought it leaks more.
    pub difference: f64,
    /// Its 95 % interval, resampled by source; `None` where the measure has no value for each source or document.
    pub interval: Option<(f64, f64)>,
    /// p of swapping whole sources between the two.
    pub p: Option<f64>,
    /// Holm's over the strategies.
    pub p_holm: Option<f64>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Of what.
    pub measure: Measure,
    /// The value, or why there is none.
    pub value: Result<f64, String>,
    /// Standard error: jackknife over sources.
    pub error: Option<f64>,
    /// 95 % interval of the value by itself, where the collection is large enough for one.
    pub interval: Option<(f64, f64)>,
    /// What chance gives.
    pub chance: Option<f64>,
    /// What labels exchanged at random gave in the mean: a check of `chance` (for the share: of its uncorrected form).
    pub null_mean: Option<f64>,
    /// Permutation p.
    pub p: Option<f64>,
    /// Compared with gold or raw text.
    pub against: Option<Against>,
    /// The difference as a share of raw text's: 1 nothing was removed that gold removes, 0 as good as gold.
    pub excess: Option<f64>,
}

impl Figure {
    fn new(measure: Measure, value: Result<f64, String>) -> Self {
        Self { measure, value, error: None, interval: None, chance: None, null_mean: None, p: None, against: None, excess: None }
    }
}

/// One view of a probe.
struct Seen<'p> {
    probe: &'p Probe,
    part: Figures,
}

impl<'p> Seen<'p> {
    fn of(probe: &'p Probe, view: View) -> Self {
        Self { probe, part: probe.view(view) }
    }

    fn figure(&self, measure: Measure) -> Figure {
        let figure = |value| Figure::new(measure, value);
        let part = &self.part;
        let ridge = |of: fn(&Ridge) -> f64| part.ridge.as_ref().map(of).map_err(Refusal::to_string);
        let controls = &self.probe.controls;
        let control =
            |value: Option<f64>, unknown: &str| value.ok_or_else(|| part.ridge.as_ref().err().map_or(unknown.into(), Refusal::to_string));
        match (measure, &part.share, &part.ridge) {
            (Measure::Share, Ok(share), _) => Figure {
                error: Some(share.standard_error).filter(|error| error.is_finite()),
                chance: Some(0.0),
                null_mean: Some(share.null_mean),
                p: Some(share.p),
                ..figure(Ok(share.share))
            },
            (Measure::Share, Err(why), _) => figure(Err(why.to_string())),
            (Measure::Accuracy, _, Ok(ridge)) => {
                Figure { chance: Some(ridge.chance), null_mean: Some(ridge.null_mean), p: Some(ridge.p), ..figure(Ok(ridge.accuracy)) }
            }
            (Measure::Accuracy, ..) => figure(ridge(|ridge| ridge.accuracy)),
            (Measure::MacroRecall, _, Ok(ridge)) => {
                Figure { interval: ridge.interval.as_ref().ok().copied(), chance: Some(ridge.chance), ..figure(Ok(ridge.macro_recall)) }
            }
            (Measure::MacroRecall, ..) => figure(ridge(|ridge| ridge.macro_recall)),
            (Measure::Ami, ..) => Figure { chance: Some(0.0), ..figure(ridge(|ridge| ridge.ami)) },
            (Measure::BitsSaved, ..) => {
                Figure { chance: Some(0.0), ..figure(part.code.as_ref().map(|code| code.saved).map_err(Refusal::to_string)) }
            }
            (Measure::LengthControl, ..) => figure(control(controls.length, "no lengths to tell sources by")),
            (Measure::PseudoLengthControl, ..) => figure(control(controls.pseudo_length, "no groups of like length")),
            (Measure::EventControl, ..) => {
                Figure { chance: controls.event_chance, ..figure(control(controls.event, "sources do not share events evenly")) }
            }
            (Measure::TopicMasked, ..) => figure(control(controls.topic_masked, "no event is shared")),
            (Measure::Selectivity, ..) => figure(control(controls.selectivity, "no control")),
        }
    }
}

/// The figures of one view of a probe, compared with `base`, as shares of what `raw` has above it.
pub fn of(probe: &Probe, view: View, known: &Known<'_>, depth: Depth, base: Option<&Probe>, raw: Option<&Probe>) -> Vec<Figure> {
    let seen = Seen::of(probe, view);
    let mut measures = vec![Measure::Share];
    if depth == Depth::Full {
        measures.extend(Measure::TRAINED);
        measures.extend(Measure::CONTROLS.iter().filter(|_| view == View::Full));
    }
    let differences = base.map(|base| compared(&seen, &Seen::of(base, view), known));
    let one = |measure: Measure| {
        let mut figure = seen.figure(measure);
        let is_control = Measure::CONTROLS.contains(&measure) && measure != Measure::Selectivity;
        let (Ok(value), Some(base), false) = (&figure.value, base, is_control) else { return figure };
        let Ok(floor) = Seen::of(base, view).figure(measure).value else { return figure };
        let raw = raw.and_then(|raw| Seen::of(raw, view).figure(measure).value.ok());
        figure.excess = raw.and_then(|raw| excess(*value, raw, floor));
        let found = differences.as_ref().and_then(|found| match measure {
            Measure::Share => found.share,
            Measure::Accuracy => found.accuracy,
            Measure::BitsSaved => found.saved,
            _ => None,
        });
        let (interval, p) = found.map_or((None, None), |found| (found.difference.interval, found.p_randomisation));
        figure.against = Some(Against { difference: value - floor, interval, p, p_holm: None });
        figure
    };
    measures.into_iter().map(one).collect()
}

/// Sources are numbered anew, without gaps, for the resamples.
fn compared(own: &Seen<'_>, base: &Seen<'_>, known: &Known<'_>) -> Comparison {
    let probed = &own.probe.sources;
    let sources: Vec<usize> = known.sources.iter().map(|source| probed.binary_search(source).unwrap_or(0)).collect();
    compare(&own.part, &base.part, &sources, &Resamples::new(probed.len()))
}

/// Adjusts the p of every measure and view over the strategies.
pub fn adjust(leaks: &mut [Leak]) {
    let mut keys: Vec<(View, Measure)> = Vec::new();
    for leak in leaks.iter() {
        for figure in &leak.figures {
            if !keys.contains(&(leak.view, figure.measure)) {
                keys.push((leak.view, figure.measure));
            }
        }
    }
    for (view, measure) in keys {
        let strategies = leaks.iter_mut().filter(|leak| leak.role == Role::Strategy && leak.view == view);
        let figures = strategies.flat_map(|leak| leak.figures.iter_mut()).filter(|figure| figure.measure == measure);
        let mut against: Vec<&mut Against> = figures.filter_map(|figure| figure.against.as_mut()).collect();
        let adjusted = holm(&against.iter().map(|against| against.p.unwrap_or(f64::NAN)).collect::<Vec<f64>>());
        for (against, p) in against.iter_mut().zip(adjusted) {
            against.p_holm = Some(p).filter(|p| !p.is_nan());
        }
    }
}
