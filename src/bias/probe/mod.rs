//! Can a probe tell the source from what a strategy leaves?
//!
//! Definitions and thresholds follow the study of source bias: share of the kernel ([`KernelShare`]), a trained probe, and a
//! code length, each for three views of the text, beside controls. Everything is computed on the same documents, folds, windows
//! and orders for every strategy, so that strategies can be compared document by document.

mod canonical;
mod features;
mod matrix;
mod refusal;
mod selection;
mod share;
mod share_alone;
mod tokens;
mod views;

pub use canonical::canonical;
pub use refusal::{Minimum, Refusal};
pub use selection::{MAX_DOCUMENTS, Sample};
pub use share::KernelShare;
pub use share_alone::share_alone;
pub use views::{View, WINDOW_WORDS};

mod code;
mod controls;
mod ridge;

pub use code::Code;
pub use controls::Controls;
pub use ridge::{Ridge, Scheme};

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
    /// Features fall into 2 to this power places; at least 16, so that collisions hide nothing.
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
pub fn probe(sample: &Sample<'_>, settings: &Settings) -> Probe {
    let selected = select(sample, Minimum::SHARE, settings.seed);
    let texts: Vec<Vec<Token>> = match &selected {
        Ok(selected) => selected.documents.par_iter().map(|&document| tokens(&canonical(sample.texts[document]))).collect(),
        Err(_) => Vec::new(),
    };
    let language = language(sample, selected.as_ref().ok());
    let of = |view: View| figures(&seen(&texts, view, &language, selected.as_ref().ok(), settings), &selected, settings);
    let [full, distorted, window] = View::ALL.map(of);
    let (documents, sources) = selected.map(|selected| (selected.documents, selected.sources)).unwrap_or_default();
    Probe {
        documents,
        sources,
        trained_sources: Vec::new(),
        share: full.share,
        ridge: full.ridge,
        code: full.code,
        distorted,
        window,
        controls: Controls::default(),
    }
}

/// The language of the documents: the declared one, else a guess from their texts.
fn language(sample: &Sample<'_>, selected: Option<&Selected>) -> Language {
    let Some(&first) = selected.and_then(|selected| selected.documents.first()) else { return Language::new("") };
    match &sample.langs {
        Some(langs) if !langs[first].is_empty() => Language::new(langs[first]),
        _ => Language::new("en"),
    }
}

/// The kernel of one view.
fn seen(texts: &[Vec<Token>], view: View, language: &Language, selected: Option<&Selected>, settings: &Settings) -> Symmetric {
    let Some(selected) = selected else { return Symmetric::from_lower(&[]) };
    let of = |(tokens, &document): (&Vec<Token>, &usize)| match view {
        View::Full => tokens.clone(),
        View::Distorted => views::distorted(tokens, language),
        View::Window => views::window(tokens, settings.seed, document).to_vec(),
    };
    let texts: Vec<Vec<Token>> = texts.par_iter().zip(&selected.documents).map(of).collect();
    features::kernel(&texts, settings.hash_bits.max(16))
}

fn figures(kernel: &Symmetric, selected: &Result<Selected, Refusal>, settings: &Settings) -> Figures {
    let share = selected.as_ref().map_err(Refusal::clone).and_then(|selected| {
        kernel_share(kernel, &selected.labels, selected.count(), &selected.strata(), settings.permutations, settings.seed)
    });
    Figures { share, ridge: Err(Refusal::NothingVaries), code: Err(Refusal::NothingVaries) }
}
