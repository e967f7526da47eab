//! Text metrics of one document: its reference is read once for all strategies, and equal outputs are scored once.

use super::TextScores;
use crate::metric::text::scorer::Scorer;
use crate::metric::text::{ReferenceText, TextMetric};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cmp::Reverse;

/// Bytes of visible text from which on the outputs of one document are shared out among threads.
const SHARED_FROM: usize = 1 << 16;
/// Outputs of a share; each share reads the reference anew.
const SHARE: usize = 6;

/// The text metrics to score, and one document's outputs.
pub struct Texts<'a> {
    metrics: &'a [&'static TextMetric],
    reference: &'a ReferenceText,
    page: &'a str,
    /// Outputs with their numbers; `None` is a missing answer.
    known: FxHashMap<Option<String>, usize>,
    /// For each output that was added its number.
    added: Vec<usize>,
}

impl<'a> Texts<'a> {
    /// For a document with this reference and visible text. Without metrics nothing is read.
    pub fn new(metrics: &'a [&'static TextMetric], reference: &'a ReferenceText, page: &'a str) -> Self {
        Self { metrics, reference, page, known: FxHashMap::default(), added: Vec::new() }
    }

    /// Adds an output, which is only asked for if there is something to score.
    pub fn add<'p>(&mut self, predicted: impl FnOnce() -> Option<Cow<'p, str>>) {
        if !self.metrics.is_empty() {
            let next = self.known.len();
            self.added.push(*self.known.entry(predicted().map(Cow::into_owned)).or_insert(next));
        }
    }

    /// The scores of the outputs, in the order in which they were added. Of a large document they are found on several threads.
    pub fn scores(self) -> Vec<TextScores> {
        let Self { metrics, reference, page, known, added } = self;
        let mut outputs: Vec<(Option<String>, usize)> = known.into_iter().collect();
        // Alike outputs, which share much, are of like length.
        outputs.sort_unstable_by_key(|(text, number)| (Reverse(text.as_ref().map(String::len)), *number));
        let share = |outputs: &[(Option<String>, usize)]| -> Vec<(usize, TextScores)> {
            let mut scorer = Scorer::new(reference, page);
            outputs.iter().map(|(text, number)| (*number, TextScores::new(metrics, &scorer.score(metrics, text.as_deref())))).collect()
        };
        let mut scores = match page.len() {
            ..SHARED_FROM => share(&outputs),
            _ => outputs.par_chunks(SHARE).with_max_len(1).flat_map_iter(share).collect(),
        };
        scores.sort_unstable_by_key(|(number, _)| *number);
        added.into_iter().map(|number| scores.get(number).map(|(_, own)| own.clone()).unwrap_or_default()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::{ALL, TextPair};

    /// Scores by [`Texts`] and of each output by itself.
    fn both(content: &str, page: &str, predicted: &[Option<&str>]) -> [Vec<TextScores>; 2] {
        let reference = ReferenceText { text: content.into(), ..ReferenceText::default() };
        let mut texts = Texts::new(ALL, &reference, page);
        predicted.iter().for_each(|own| texts.add(|| own.map(Cow::Borrowed)));
        let alone = |&predicted: &Option<&str>| {
            let pair = TextPair { predicted, reference: &reference, page };
            TextScores::new(ALL, &ALL.iter().map(|metric| metric.score(&pair)).collect::<Vec<_>>())
        };
        [texts.scores(), predicted.iter().map(alone).collect()]
    }

    const CONTENT: &str = "One two three. Four five.\nSix, “seven” eight!";
    const PAGE: &str = "Menu\nOne two three. Four five.\nSix, “seven” eight!\nShare";
    const OUTPUTS: [Option<&str>; 10] = [
        Some(PAGE),
        None,
        Some(""),
        Some("One two\nthree. Five four."),
        Some(PAGE),
        None,
        Some(CONTENT),
        Some("Menu"),
        Some("Share"),
        Some("Six, “seven” eight!\nMenu"),
    ];

    #[test]
    fn scores_are_those_of_each_output_by_itself() {
        let [together, alone] = both(CONTENT, PAGE, &OUTPUTS);
        assert_eq!(together, alone);
    }

    #[test]
    fn large_documents_have_the_same_scores() {
        let page = format!("{PAGE}\n{}", "Share this. ".repeat(SHARED_FROM / 12));
        assert!(page.len() >= SHARED_FROM);
        let [together, alone] = both(CONTENT, &page, &OUTPUTS);
        assert_eq!(together, alone);
    }

    #[test]
    fn equal_outputs_are_one() {
        let reference = ReferenceText::default();
        let mut texts = Texts::new(ALL, &reference, PAGE);
        OUTPUTS.iter().for_each(|own| texts.add(|| own.map(Cow::Borrowed)));
        assert_eq!((texts.known.len(), texts.added.len()), (8, 10));
        let mut none = Texts::new(&[], &reference, PAGE);
        none.add(|| unreachable!("no metric, no output"));
        assert!(none.scores().is_empty());
    }
}
