//! Pairs of labels, character by character: kappa and alpha.

use super::stretches;
use crate::gold::{Gold, Task, Verdict};
use crate::label::Label;
use crate::metric::agreement::cohen::{self, Weights};
use crate::metric::agreement::krippendorff;
use std::collections::BTreeMap;

/// Pair counts of two labellings: characters by (first label, second label).
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Agreement {
    pairs: BTreeMap<(Label, Label), u64>,
}

impl Agreement {
    /// Adds one document: every character of `text` that is not white space is one item.
    pub fn add(&mut self, text: &str, first: &Gold, second: &Gold) {
        for stretch in stretches(text, first, second) {
            *self.pairs.entry((stretch.first, stretch.second)).or_default() += stretch.chars;
        }
    }

    /// Characters compared.
    pub fn characters(&self) -> u64 {
        self.pairs.values().sum()
    }

    /// Cohen's kappa over labels; `None` where it is undefined (both labellings use one same label throughout).
    pub fn by_label(&self) -> Option<f64> {
        kappa(&self.classes(Classes::Labels))
    }

    /// Cohen's kappa over the verdicts of a task.
    pub fn by_verdict(&self, task: Task) -> Option<f64> {
        kappa(&self.classes(Classes::Verdicts(task)))
    }

    /// Cohen's kappa of one label against all others.
    pub fn of_label(&self, wanted: Label) -> Option<f64> {
        kappa(&self.classes(Classes::One(wanted)))
    }

    /// The pairs of different labels, most characters first.
    pub fn disagreements(&self) -> Vec<((Label, Label), u64)> {
        let mut pairs: Vec<_> = self.pairs.iter().filter(|((a, b), _)| a != b).map(|(&pair, &count)| (pair, count)).collect();
        pairs.sort_by_key(|&(pair, count)| (std::cmp::Reverse(count), pair));
        pairs
    }

    /// Characters by (first class, second class).
    pub fn classes(&self, classes: Classes) -> Vec<ClassPair> {
        let mut counts: BTreeMap<(&'static str, &'static str), u64> = BTreeMap::new();
        for (&(a, b), &count) in &self.pairs {
            *counts.entry((classes.of(a), classes.of(b))).or_default() += count;
        }
        counts.into_iter().map(|((a, b), count)| (a, b, count as f64)).collect()
    }
}

/// First class, second class, characters.
pub type ClassPair = (&'static str, &'static str, f64);

/// What labels are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Classes {
    /// Themselves.
    Labels,
    /// The verdicts of a task.
    Verdicts(Task),
    /// One label against all others.
    One(Label),
}

impl Classes {
    fn of(self, label: Label) -> &'static str {
        match self {
            Classes::Labels => label.name(),
            Classes::Verdicts(task) => match task.verdict(label) {
                Verdict::Keep => "keep",
                Verdict::Strip => "strip",
                Verdict::Ignore => "ignore",
            },
            Classes::One(wanted) if label == wanted => "it",
            Classes::One(_) => "other",
        }
    }
}

/// Cohen's kappa of counted pairs; pairs may stand several times.
pub fn kappa<'p>(pairs: impl IntoIterator<Item = &'p ClassPair>) -> Option<f64> {
    cohen::kappa(pairs.into_iter().copied(), Weights::Plain)
}

/// Krippendorff's alpha of the same.
pub fn alpha<'p>(pairs: impl IntoIterator<Item = &'p ClassPair>) -> Option<f64> {
    krippendorff::nominal(pairs.into_iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::LabelledSpan;
    use crate::span::Span;

    fn gold(spans: &[(usize, usize, Label)]) -> Gold {
        Gold::new(spans.iter().map(|&(a, b, label)| LabelledSpan { span: Span::new(a, b), label }).collect()).expect("disjoint")
    }

    /// Items 1100 against 1000 have kappa 0.5 (scikit-learn's value for the same input).
    #[test]
    fn kappa_of_a_known_table() {
        let mut agreement = Agreement::default();
        agreement.add("ab cd", &gold(&[(0, 2, Label::Nav)]), &gold(&[(0, 1, Label::Nav)]));
        assert_eq!(agreement.characters(), 4);
        assert_eq!(agreement.by_label(), Some(0.5));
        assert_eq!(agreement.disagreements(), [((Label::Nav, Label::Body), 1)]);
    }

    #[test]
    fn one_class_throughout_has_no_kappa() {
        let mut agreement = Agreement::default();
        agreement.add("abcd", &gold(&[]), &gold(&[]));
        assert_eq!(agreement.by_label(), None);
    }
}
