//! Can a probe tell the source from what a strategy leaves?
//!
//! Definitions and thresholds follow the study of source bias: share of the kernel ([`KernelShare`]), a trained probe, and a
//! code length, each for three views of the text, beside controls. Everything is computed on the same documents, folds, windows
//! and orders for every strategy, so that strategies can be compared document by document.

mod ami;
mod average;
mod canonical;
mod code;
mod comparison;
mod controls;
mod features;
mod folds;
mod matrix;
mod refusal;
mod ridge;
mod scores;
mod selection;
mod share;
mod share_alone;
mod tokens;
mod views;

pub use canonical::canonical;
pub use code::Code;
pub use comparison::{Comparison, compare, excess};
pub use controls::Controls;
pub use folds::Scheme;
pub use refusal::{Minimum, Refusal};
pub use ridge::Ridge;
pub use selection::{MAX_DOCUMENTS, Sample};
pub use share::KernelShare;
pub use share_alone::{lines, share_alone, share_of_version};
pub use views::{View, WINDOW_WORDS};

use crate::document::Language;
use matrix::Symmetric;
use rayon::prelude::*;
use selection::{Selected, select};
use share::kernel_share;
use tokens::{Token, tokens};

/// What the probe draws and how often; the defaults are those of the study.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Seed of every draw: permutations, folds, orders, windows.
    pub seed: u64,
    /// Permutations of labels.
    pub permutations: usize,
    /// Draws of folds.
    pub fold_draws: usize,
    /// Orders of documents of the code.
    pub orders: usize,
    /// Features fall into 2 to this power places; at least 16, so that collisions hide nothing, and at most 24.
    pub hash_bits: u32,
    /// Ridge penalty on a kernel with ones on its diagonal; results are flat from 0.001 to 1.
    pub penalty: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 20_260_102, permutations: 999, fold_draws: 30, orders: 10, hash_bits: 18, penalty: 0.1 }
    }
}

/// The three figures of one view.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Between-source share of the kernel.
    pub share: Result<KernelShare, Refusal>,
    /// Trained probe.
    pub ridge: Result<Ridge, Refusal>,
    /// Code length.
    pub code: Result<Code, Refusal>,
}

/// What a probe found.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// Numbers in the sample of the documents behind the share; empty if it was refused.
    pub documents: Vec<usize>,
    /// Numbers of their sources.
    pub sources: Vec<usize>,
    /// Numbers of the sources behind the trained probe and the code; empty if these were refused.
    pub trained_sources: Vec<usize>,
    /// Between-source share of the kernel, whole text.
    pub share: Result<KernelShare, Refusal>,
    /// Trained probe, whole text.
    pub ridge: Result<Ridge, Refusal>,
    /// Code length, whole text.
    pub code: Result<Code, Refusal>,
    /// The same of the distorted text: style and typography.
    pub distorted: Figures,
    /// The same of a window.
    pub window: Figures,
    /// Controls of the trained probe.
    pub controls: Controls,
}

/// Probes one collection. Deterministic: the same sample and settings give the same bytes, whatever the number of threads.
///
/// ```
/// use gleaner::bias::probe::{Sample, Settings, probe};
/// // Eight sources of three documents, each with a motto of its own.
/// let mottos = ["tide", "lamp", "mast", "oar", "gull", "reef", "kelp", "foam"];
/// let texts: Vec<String> = (0..24).map(|at| format!("Report {} of the day. Read {m} and {m} again", at / 8, m = mottos[at % 8])).collect();
/// let texts = texts.iter().map(String::as_str).collect();
/// let sample = Sample { texts, sources: (0..24).map(|at| at % 8).collect(), ..Sample::default() };
/// let found = probe(&sample, &Settings::default());
/// assert!(found.share.is_ok_and(|share| share.share > 0.5 && share.p == 0.001));
/// assert!(found.ridge.is_err_and(|refusal| refusal.to_string().contains("0 sources have 5 documents or more")));
/// ```
pub fn probe(sample: &Sample<'_>, settings: &Settings) -> Probe {
    let selected = match select(sample, Minimum::SHARE, settings.seed) {
        Ok(selected) => selected,
        Err(refusal) => return Probe::refused(&refusal),
    };
    let texts: Vec<Vec<Token>> = selected.documents.par_iter().map(|&document| tokens(&canonical(sample.texts[document]))).collect();
    let language = language(sample, &selected);
    let trained = selected.narrowed(Minimum::TRAINED);
    let of = |view: View| {
        let kernel = kernel(&texts, view, &language, &selected, settings);
        (figures(&kernel, &selected, &trained, sample.texts.len(), settings), kernel)
    };
    let [(full, kernel), (distorted, _), (window, _)] = View::ALL.map(of);
    let controls = match (&full.ridge, &trained) {
        (Ok(ridge), Ok((trained, places))) => {
            let sizes = places.iter().map(|&at| controls::size(&texts[at], sample.texts[selected.documents[at]])).collect();
            controls::controls(&kernel.part(places), trained, sizes, ridge.accuracy, settings)
        }
        _ => Controls::default(),
    };
    let trained_sources = trained.map(|(trained, _)| trained.sources).unwrap_or_default();
    let Figures { share, ridge, code } = full;
    Probe { documents: selected.documents, sources: selected.sources, trained_sources, share, ridge, code, distorted, window, controls }
}

/// Numbers of the documents that [`probe`] and [`share_alone`] look at, rising; none where they refuse. The texts of the sample
/// have no say in it.
pub fn probed_documents(sample: &Sample<'_>, settings: &Settings) -> Vec<usize> {
    select(sample, Minimum::SHARE, settings.seed).map(|selected| selected.documents).unwrap_or_default()
}

impl Figures {
    fn refused(refusal: &Refusal) -> Self {
        Self { share: Err(refusal.clone()), ridge: Err(refusal.clone()), code: Err(refusal.clone()) }
    }
}

impl Probe {
    fn refused(refusal: &Refusal) -> Self {
        let Figures { share, ridge, code } = Figures::refused(refusal);
        let [distorted, window] = [Figures::refused(refusal), Figures::refused(refusal)];
        let controls = Controls::default();
        Self { documents: vec![], sources: vec![], trained_sources: vec![], share, ridge, code, distorted, window, controls }
    }

    /// The figures of one view.
    pub fn view(&self, view: View) -> Figures {
        match view {
            View::Full => Figures { share: self.share.clone(), ridge: self.ridge.clone(), code: self.code.clone() },
            View::Distorted => self.distorted.clone(),
            View::Window => self.window.clone(),
        }
    }
}

/// Bytes of each text that suffice to guess its language from.
const GUESS_BYTES: usize = 500;

/// The language of the documents: the declared one, else a guess from the beginnings of their texts.
fn language(sample: &Sample<'_>, selected: &Selected) -> Language {
    let declared = sample.langs.as_ref().zip(selected.documents.first()).map_or("", |(langs, &first)| langs[first]);
    if !declared.is_empty() {
        return Language::new(declared);
    }
    let beginnings = selected.documents.iter().map(|&document| {
        let text = sample.texts[document];
        &text[..text.floor_char_boundary(GUESS_BYTES)]
    });
    Language::guess(&beginnings.take(100).collect::<Vec<&str>>().join("\n"))
}

/// The kernel of one view.
fn kernel(texts: &[Vec<Token>], view: View, language: &Language, selected: &Selected, settings: &Settings) -> Symmetric {
    let of = |(tokens, &document): (&Vec<Token>, &usize)| match view {
        View::Full => tokens.clone(),
        View::Distorted => views::distorted(tokens, language),
        View::Window => views::window(tokens, settings.seed, document).to_vec(),
    };
    let texts: Vec<Vec<Token>> = texts.par_iter().zip(&selected.documents).map(of).collect();
    features::kernel(&texts, settings.hash_bits.max(16))
}

/// Selected documents that a probe can be trained on, with their places among all selected.
type Trained = Result<(Selected, Vec<usize>), Refusal>;

fn figures(kernel: &Symmetric, selected: &Selected, trained: &Trained, documents: usize, settings: &Settings) -> Figures {
    let share = kernel_share(kernel, &selected.labels, selected.count(), &selected.strata(), settings.permutations, settings.seed);
    let (ridge, code) = match trained {
        Ok((trained, places)) => {
            let part = kernel.part(places);
            (Ok(ridge::ridge(&part, trained, documents, settings)), Ok(code::code(&part, trained, documents, settings)))
        }
        Err(refusal) => (Err(refusal.clone()), Err(refusal.clone())),
    };
    Figures { share, ridge, code }
}

#[cfg(test)]
mod known;
