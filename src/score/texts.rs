//! Text metrics of one document: its reference is read once for all strategies, and equal outputs are scored once.

use crate::metric::text::scorer::Scorer;
use crate::metric::text::{ReferenceText, TextMetric, TextScore};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The text metrics to score, and one document's outputs so far.
pub struct Texts<'a> {
    metrics: &'a [&'static TextMetric],
    scorer: Option<Scorer<'a>>,
    /// Scores by what was scored; `None` is a missing answer.
    known: FxHashMap<Option<String>, Vec<TextScore>>,
}

impl<'a> Texts<'a> {
    /// For a document with this reference and visible text. Without metrics nothing is read.
    pub fn new(metrics: &'a [&'static TextMetric], reference: &'a ReferenceText, page: &'a str) -> Self {
        let scorer = (!metrics.is_empty()).then(|| Scorer::new(reference, page));
        Self { metrics, scorer, known: FxHashMap::default() }
    }

    /// The scores of an output, which is only asked for if there is something to score.
    pub fn score<'p>(&mut self, predicted: impl FnOnce() -> Option<Cow<'p, str>>) -> Vec<TextScore> {
        let Some(scorer) = &mut self.scorer else { return Vec::new() };
        let predicted = predicted().map(Cow::into_owned);
        if let Some(scores) = self.known.get(&predicted) {
            return scores.clone();
        }
        let scores = scorer.score(self.metrics, predicted.as_deref());
        self.known.insert(predicted, scores.clone());
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::{ALL, TextPair};

    #[test]
    fn scores_are_those_of_each_output_by_itself() {
        let reference = ReferenceText { text: "One two three. Four five.\nSix, “seven” eight!".into(), ..ReferenceText::default() };
        let page = "Menu\nOne two three. Four five.\nSix, “seven” eight!\nShare";
        let mut texts = Texts::new(ALL, &reference, page);
        for predicted in [Some(page), None, Some(""), Some("One two\nthree. Five four."), Some(page), None, Some(&reference.text)] {
            let alone: Vec<TextScore> =
                ALL.iter().map(|metric| (metric.score)(&TextPair { predicted, reference: &reference, page })).collect();
            assert_eq!(texts.score(|| predicted.map(Cow::Borrowed)), alone, "{predicted:?}");
        }
        assert_eq!(texts.known.len(), 5, "equal outputs are one");
    }
}
