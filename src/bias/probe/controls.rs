//! Controls that share what is not the source's doing: length and topic.

/// Accuracies of probes that see, or are asked for, something else than the source. Each has as many groups as there are sources.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Controls {
    /// The source from the numbers of words and paragraphs alone.
    pub length: Option<f64>,
    /// Groups of documents of like length, told by their text: pseudo-sources.
    pub pseudo_length: Option<f64>,
    /// Groups of whole events, told by their text under the same folds: pseudo-sources; `None` where events are unknown.
    pub pseudo_event: Option<f64>,
    /// Accuracy on the source less the largest of the above.
    pub selectivity: Option<f64>,
}
