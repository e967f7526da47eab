//! Leakage: how well a probe can tell the source from what each strategy leaves, beside raw text, gold-kept text and controls.
//!
//! Gold-kept text gives sources away too, by beat and style, so a figure is judged by its excess over gold: the difference on the
//! same documents, with an interval and a p from swapping whole sources, Holm's over strategies, and as a share of what raw text
//! has above gold. Without gold (a user's own documents) raw text is what others are compared with.
//!
//! Sources are told apart within one language only: the one with most sources of enough documents. Others' documents, and
//! those of sources with too few, are left out and counted.

mod evaluated;
mod figures;

pub use evaluated::{Assessment, CurvePoint, Ranked, of_evaluation};
pub use figures::{Against, Figure, Measure};

use super::ngrams::{NGrams, Tokeniser, give_aways_of_version};
use super::probe::{Minimum, Probe, Sample, Settings, View, lines, probe, probed_documents, share_of_version};
use crate::document::Document;
use crate::error::Error;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

/// How much of it is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Depth {
    /// Nothing.
    None,
    /// The share of the kernel, of whole texts.
    #[default]
    Share,
    /// The trained probe, the code length, controls, and all views too.
    Full,
}

impl Depth {
    /// The word on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Depth::None => "none",
            Depth::Share => "share",
            Depth::Full => "full",
        }
    }
}

impl FromStr for Depth {
    type Err = Error;

    /// Reads a depth's name.
    fn from_str(name: &str) -> Result<Self, Error> {
        let known = [Depth::None, Depth::Share, Depth::Full];
        let error = || Error::usage(format!("no depth `{name}`")).remedy("it is none, share or full");
        known.into_iter().find(|depth| depth.name() == name).ok_or_else(error)
    }
}

/// What the texts of a version are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The texts as they came.
    Raw,
    /// What gold keeps.
    Gold,
    /// What a strategy leaves, or a second version of the texts.
    Strategy,
    /// What a control leaves.
    Control,
}

impl Role {
    /// The word in the CSV files.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Raw => "raw",
            Role::Gold => "gold",
            Role::Strategy => "strategy",
            Role::Control => "control",
        }
    }
}

/// One version of the same documents.
#[derive(Clone, Debug)]
pub struct Version<'a> {
    /// Name: a strategy's, or `(text:raw)` and the like.
    pub name: String,
    /// Version of the strategy; empty if not told.
    pub version: String,
    /// What it is.
    pub role: Role,
    /// A text for each document.
    pub texts: Vec<&'a str>,
}

impl<'a> Version<'a> {
    /// Texts that no strategy made.
    pub fn text(name: &str, role: Role, texts: Vec<&'a str>) -> Self {
        Self { name: name.into(), version: String::new(), role, texts }
    }
}

/// What is known of the documents.
#[derive(Clone, Debug, Default)]
pub struct Known<'a> {
    /// Names of the sources.
    pub names: Vec<&'a str>,
    /// For each document the number of its source.
    pub sources: Vec<usize>,
    /// For each document the number of its event, where any is known; unknown ones have a number of their own.
    pub events: Option<Vec<usize>>,
    /// Language codes: told, else guessed, else that of most; empty where none is known.
    pub langs: Vec<&'a str>,
}

impl<'a> Known<'a> {
    /// Reads it off documents, in their order.
    pub fn of(documents: &[&'a Document]) -> Self {
        let names: BTreeMap<&str, usize> = documents.iter().map(|document| (document.meta.source.as_str(), 0)).collect();
        let names: BTreeMap<&str, usize> = names.into_keys().enumerate().map(|(number, name)| (name, number)).collect();
        let sources = documents.iter().map(|document| names.get(document.meta.source.as_str()).copied().unwrap_or(0)).collect();
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        let event = |(at, document): (usize, &&'a Document)| match document.meta.event.as_str() {
            "" => documents.len() + at,
            event => {
                let next = numbers.len();
                *numbers.entry(event).or_insert(next)
            }
        };
        let events: Vec<usize> = documents.iter().enumerate().map(event).collect();
        let events = (!numbers.is_empty()).then_some(events);
        let mut langs: Vec<&str> = documents.par_iter().map(|document| document.language().code.as_str()).collect();
        // A text too short for a guess is taken to be in the language of most.
        let most = most_frequent(&langs);
        langs.iter_mut().filter(|lang| lang.is_empty()).for_each(|lang| *lang = most);
        Self { names: names.into_keys().collect(), sources, events, langs }
    }
}

/// The language of most documents, of equals the first by code; empty where none is known.
fn most_frequent<'a>(langs: &[&'a str]) -> &'a str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    langs.iter().filter(|lang| !lang.is_empty()).for_each(|&lang| *counts.entry(lang).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or("", |(lang, _)| lang)
}

/// What was found of one version under one view.
#[derive(Clone, Debug, PartialEq)]
pub struct Leak {
    /// Name of the version.
    pub name: String,
    /// Version of the strategy.
    pub version: String,
    /// What it is.
    pub role: Role,
    /// How the texts were looked at.
    pub view: View,
    /// The figures, in a fixed order.
    pub figures: Vec<Figure>,
}

impl Leak {
    /// The value of a measure, if it was not refused.
    pub fn value(&self, measure: Measure) -> Option<f64> {
        self.figures.iter().find(|figure| figure.measure == measure)?.value.as_ref().ok().copied()
    }

    /// The figure of a measure.
    pub fn figure(&self, measure: Measure) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.measure == measure)
    }
}

/// What was found of all versions.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Leakage {
    /// Versions in their order, their views one after the other.
    pub leaks: Vec<Leak>,
    /// Language of the documents that were probed; where that was refused, the language of most; empty if unknown.
    pub lang: String,
    /// Documents that were probed.
    pub documents: usize,
    /// Their sources.
    pub sources: usize,
    /// Documents that were not: of another language, or of a source with too few.
    pub left_out: usize,
    /// What others are compared with.
    pub floor: Option<String>,
}

impl Leakage {
    /// The finding for a version and view.
    pub fn of(&self, name: &str, view: View) -> Option<&Leak> {
        self.leaks.iter().find(|leak| leak.name == name && leak.view == view)
    }
}

/// Probes all versions of the same documents. Versions with equal texts share one computation.
pub fn measure(versions: &[Version<'_>], known: &Known<'_>, depth: Depth, settings: &Settings) -> Leakage {
    let probes = probes(versions, known, depth, settings);
    let floor = versions.iter().position(|version| version.role == Role::Gold);
    let raw = versions.iter().position(|version| version.role == Role::Raw);
    let against = floor.or(raw);
    let views: &[View] = if depth == Depth::Full { &View::ALL } else { &[View::Full] };
    let mut leaks = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        for &view in views {
            let base = against.filter(|&base| base != at).map(|base| &*probes[base]);
            // Only gold is a floor to be reached; between raw and itself there is nothing to share out.
            let raw = floor.and(raw).map(|raw| &*probes[raw]);
            let figures = figures::of(&probes[at], view, known, depth, base, raw);
            leaks.push(Leak { name: version.name.clone(), version: version.version.clone(), role: version.role, view, figures });
        }
    }
    figures::adjust(&mut leaks);
    let first = probes.first();
    let documents = first.map_or(0, |probe| probe.documents.len());
    let lang = first.and_then(|probe| known.langs.get(*probe.documents.first()?)).copied();
    let lang = lang.unwrap_or_else(|| most_frequent(&known.langs));
    Leakage {
        leaks,
        lang: lang.to_string(),
        documents,
        sources: first.map_or(0, |probe| probe.sources.len()),
        left_out: known.sources.len() - documents,
        floor: against.map(|at| versions[at].name.clone()),
    }
}

/// A probe for each version.
fn probes(versions: &[Version<'_>], known: &Known<'_>, depth: Depth, settings: &Settings) -> Vec<Arc<Probe>> {
    let mut numbers: FxHashMap<&[&str], usize> = FxHashMap::default();
    let mut different: Vec<&[&str]> = Vec::new();
    let mut which = Vec::with_capacity(versions.len());
    for version in versions {
        let next = different.len();
        let at = *numbers.entry(&version.texts).or_insert(next);
        if at == next {
            different.push(&version.texts);
        }
        which.push(at);
    }
    let lines = lines(known.sources.len(), settings);
    let one = |texts: &&[&str]| {
        let langs = Some(known.langs.clone());
        let sample = Sample { texts: texts.to_vec(), sources: known.sources.clone(), events: known.events.clone(), langs };
        Arc::new(if depth == Depth::Full { probe(&sample, settings) } else { share_of_version(&sample, settings, &lines) })
    };
    let probes: Vec<Arc<Probe>> = different.par_iter().map(one).collect();
    which.into_iter().map(|at| probes[at].clone()).collect()
}

/// How many documents more a figure takes at least: `sizes` are the documents of each source, largest first.
///
/// ```
/// use gleaner::bias::{leakage::shortfall, probe::Minimum};
/// // Seven sources of enough and one of two: one document.
/// assert_eq!(shortfall(&[9, 9, 9, 9, 9, 9, 3, 2, 1], Minimum::SHARE), 1);
/// assert_eq!(shortfall(&[4, 4], Minimum { sources: 3, documents: 5 }), 7);
/// ```
pub fn shortfall(sizes: &[usize], needed: Minimum) -> usize {
    let sizes = sizes.iter().copied().chain(std::iter::repeat(0));
    sizes.take(needed.sources).map(|size| needed.documents.saturating_sub(size)).sum()
}

/// What gives the sources of the probed language away in one version; at most `limit` a source.
pub fn give_aways_of(version: &Version<'_>, known: &Known<'_>, leakage: &Leakage, limit: usize, tokeniser: &Tokeniser) -> NGrams {
    let documents = of_language(known, leakage);
    let texts: Vec<&str> = documents.iter().map(|&at| version.texts[at]).collect();
    let sources: Vec<usize> = documents.iter().map(|&at| known.sources[at]).collect();
    give_aways_of_version(tokeniser, &texts, &sources, limit)
}

/// The documents in the probed language, by number, rising.
fn of_language(known: &Known<'_>, leakage: &Leakage) -> Vec<usize> {
    let own = |at: &usize| leakage.lang.is_empty() || known.langs[*at] == leakage.lang;
    (0..known.sources.len()).filter(own).collect()
}

/// The documents that probes of these look at, by number, rising; the texts have no say in that.
fn probed(known: &Known<'_>, settings: &Settings) -> Vec<usize> {
    let texts = vec![""; known.sources.len()];
    let sample = Sample { texts, sources: known.sources.clone(), events: known.events.clone(), langs: Some(known.langs.clone()) };
    probed_documents(&sample, settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Meta};

    fn document(source: &str, event: &str, lang: &str) -> Document {
        let meta = Meta { source: source.into(), event: event.into(), lang: lang.into(), format: Format::Plain, ..Meta::default() };
        Document::new(meta, "Short.".into())
    }

    #[test]
    fn documents_of_unknown_event_have_one_of_their_own_and_unknown_languages_are_that_of_most() {
        let documents = [("b", "x", "en"), ("a", "", "de"), ("b", "x", "en"), ("a", "", "")];
        let documents = documents.map(|(source, event, lang)| document(source, event, lang));
        let known = Known::of(&documents.iter().collect::<Vec<_>>());
        assert_eq!((known.names.as_slice(), known.sources.as_slice()), (["a", "b"].as_slice(), [1, 0, 1, 0].as_slice()));
        assert_eq!(known.events, Some(vec![0, 5, 0, 7]));
        assert_eq!(known.langs, ["en", "de", "en", "en"]);
        let nothing = document("a", "", "");
        assert_eq!(Known::of(&[&nothing]).events, None);
    }

    #[test]
    fn equal_texts_share_one_computation_and_differences_are_to_gold() {
        let texts: Vec<String> = (0..24).map(|at| format!("Report {} of desk {}, as told.", at / 8, at % 8)).collect();
        let plain: Vec<String> = (0..24).map(|at| format!("Report {} number {at}, as told.", at / 8)).collect();
        let [marked, clean]: [Vec<&str>; 2] = [&texts, &plain].map(|texts| texts.iter().map(String::as_str).collect());
        let named =
            [("raw", Role::Raw, &marked), ("gold", Role::Gold, &clean), ("s", Role::Strategy, &marked), ("t", Role::Strategy, &clean)];
        let versions = named.map(|(name, role, texts)| Version::text(name, role, texts.clone()));
        let names: Vec<&str> = vec!["a", "b", "c", "d", "e", "f", "g", "h"];
        let known = Known { names, sources: (0..24).map(|at| at % 8).collect(), events: None, langs: vec!["en"; 24] };
        let found = measure(&versions, &known, Depth::Share, &Settings::default());
        let figure = |name: &str| found.of(name, View::Full).and_then(|leak| leak.figure(Measure::Share)).expect("a figure").clone();
        assert_eq!((found.documents, found.sources, found.left_out, found.floor.as_deref()), (24, 8, 0, Some("gold")));
        // What does nothing has all of raw text's excess; what does as gold does has none, and no interval to speak of.
        assert_eq!((figure("s").excess, figure("t").excess, figure("gold").against), (Some(1.0), Some(0.0), None));
        let against = figure("t").against.expect("compared");
        assert_eq!((against.difference, against.interval, against.p, against.p_holm), (0.0, Some((0.0, 0.0)), Some(1.0), Some(1.0)));
        assert_eq!(figure("s").value, figure("raw").value);
        assert!(figure("s").against.expect("compared").p_holm.expect("adjusted") <= 2.0 * 2.0 / 256.0);
    }
}
