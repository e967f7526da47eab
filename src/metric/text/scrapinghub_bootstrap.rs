//! scrapinghub's corpus values and their ±: the standard deviation over bootstrap resamples of documents. It is a standard
//! error, not a confidence interval, and the original draws it unseeded; with a seed it equals `random.seed(seed)` before the
//! original program. gleaner's own intervals come from [`crate::stats`]'s resampling by source.

use super::overlap::harmonic;
use super::python_random::PythonRandom;
use super::scrapinghub::Shingled;

/// Resamples that the program takes.
pub const RESAMPLES: usize = 1000;

/// The program's four values of a corpus.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corpus {
    /// Mean over the documents with an answer.
    pub precision: f64,
    /// Mean over the documents with a reference.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// Share of documents with exactly the right words.
    pub accuracy: f64,
}

/// The values of a corpus; `None` where the program divides by 0 or takes the mean of nothing: no document, no answer with a word, no
/// reference with a word, or no shingle in common anywhere.
pub fn corpus(documents: &[Shingled]) -> Option<Corpus> {
    of(documents.iter())
}

/// The standard deviation (n − 1) of each value over resamples of the documents. `None` for fewer than two resamples, and
/// where one of them has no value, which ends the original program.
pub fn deviations(documents: &[Shingled], resamples: usize, seed: u32) -> Option<Corpus> {
    let bound = u32::try_from(documents.len()).ok().filter(|&bound| bound > 0)?;
    let mut random = PythonRandom::seed(seed);
    let mut resample = || {
        let drawn: Vec<&Shingled> = documents.iter().map(|_| &documents[random.below(bound) as usize]).collect();
        of(drawn.into_iter())
    };
    let values = (0..resamples).map(|_| resample()).collect::<Option<Vec<Corpus>>>()?;
    let of = |value: fn(&Corpus) -> f64| deviation(&values.iter().map(value).collect::<Vec<f64>>());
    Some(Corpus { precision: of(|c| c.precision)?, recall: of(|c| c.recall)?, f1: of(|c| c.f1)?, accuracy: of(|c| c.accuracy)? })
}

fn of<'a>(documents: impl Iterator<Item = &'a Shingled> + Clone) -> Option<Corpus> {
    let precision = mean(documents.clone().filter_map(Shingled::precision))?;
    let recall = mean(documents.clone().filter_map(Shingled::recall))?;
    let accuracy = mean(documents.map(|document| f64::from(u8::from(document.exact))))?;
    (precision + recall > 0.0).then(|| Corpus { precision, recall, f1: harmonic(precision, recall), accuracy })
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

fn deviation(values: &[f64]) -> Option<f64> {
    let mean = mean(values.iter().copied())?;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (values.len() - 1) as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_the_program_has_no_value() {
        let document = |reference, predicted| Shingled::compat(reference, predicted, 4);
        assert_eq!(corpus(&[]), None);
        assert_eq!(corpus(&[document("a b c d", "e f g h")]), None);
        assert_eq!(corpus(&[document("a b c d", "")]), None);
        assert_eq!(deviations(&[], RESAMPLES, 0), None);
        // Some resample draws the empty answer alone.
        assert_eq!(deviations(&[document("a", "a"), document("b", "")], RESAMPLES, 0), None);
        assert_eq!(deviations(&[document("a", "a")], 1, 0), None);
    }

    #[test]
    fn one_document_has_no_spread() {
        let zero = Corpus { precision: 0.0, recall: 0.0, f1: 0.0, accuracy: 0.0 };
        assert_eq!(deviations(&[Shingled::compat("a b", "a b", 4)], RESAMPLES, 0), Some(zero));
    }
}
