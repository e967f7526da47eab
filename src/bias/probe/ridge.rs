//! The trained probe.

use super::refusal::Refusal;

/// How documents were parted into folds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Every source covers every event equally often: each event is a fold.
    EventsCrossed,
    /// Events are kept together; folds are as equal in sources as that allows.
    EventsTogether,
    /// Events are unknown: the same number of documents of every source in every fold.
    Balanced,
}

impl Scheme {
    /// The word in the CSV files.
    pub const fn name(self) -> &'static str {
        match self {
            Scheme::EventsCrossed => "events-crossed",
            Scheme::EventsTogether => "events-together",
            Scheme::Balanced => "balanced",
        }
    }
}

/// How often a kernel ridge probe names the source of a document that it was not trained on.
#[derive(Clone, Debug, PartialEq)]
pub struct Ridge {
    /// Share of documents named rightly, mean over fold draws.
    pub accuracy: f64,
    /// One over the number of sources.
    pub chance: f64,
    /// Mean over sources of the share of their documents named rightly.
    pub macro_recall: f64,
    /// Adjusted mutual information of named and true sources, mean over fold draws.
    pub ami: f64,
    /// p of the accuracy, labels exchanged within folds (within events where they are kept together).
    pub p: f64,
    /// Mean accuracy under those exchanges; should be near `chance`.
    pub null_mean: f64,
    /// Standard deviation over fold draws: not the uncertainty of the figure.
    pub draw_deviation: f64,
    /// Draws of folds; one where folds leave nothing to draw.
    pub draws: usize,
    /// How folds were made.
    pub scheme: Scheme,
    /// For each document of the sample, how often it was named rightly when it was tested; `None` if it never was.
    pub correct_by_document: Vec<Option<f64>>,
    /// Share named rightly, by source, in the order of [`super::Probe::trained_sources`].
    pub recall_by_source: Vec<f64>,
    /// 95 % interval of the accuracy, two-stage bootstrap over sources and their documents; refused where an accuracy by itself
    /// says too little, so that only differences on the same documents should be read.
    pub interval: Result<(f64, f64), Refusal>,
}
