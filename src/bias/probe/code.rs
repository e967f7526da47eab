//! The code length of sources given texts.

/// Bits that a probe saves when it codes the sources of documents, learning as it goes (prequential code).
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// Bits saved per document against a code that knows nothing, mean over orders. Below nought if learning cost more than
    /// it gave.
    pub saved: f64,
    /// Bits per document of the code that knows nothing: log2 of the number of sources; the most that can be saved.
    pub uniform: f64,
    /// Length of that code over the length of the probe's.
    pub compression: f64,
    /// Standard deviation of `saved` over orders: not the uncertainty of the figure.
    pub order_deviation: f64,
    /// For each document of the sample the bits spent on its source, mean over orders; `None` where it was not coded.
    pub bits_by_document: Vec<Option<f64>>,
}
