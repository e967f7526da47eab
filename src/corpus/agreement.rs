//! Agreement between two labellings of the same text: Cohen's kappa over characters.

use crate::gold::{Gold, Task};
use crate::label::Label;
use crate::metric::agreement::cohen::{self, Weights};
use std::collections::BTreeMap;

/// Pair counts of two labellings: characters by (first label, second label).
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Agreement {
    pairs: BTreeMap<(Label, Label), u64>,
}

impl Agreement {
    /// Adds one document: every character of `text` that is not white space is one item.
    pub fn add(&mut self, text: &str, first: &Gold, second: &Gold) {
        let (first, second) = (first.cover(text.len()), second.cover(text.len()));
        let (mut a, mut b) = (0, 0);
        for (offset, c) in text.char_indices() {
            while first[a].span.end <= offset {
                a += 1;
            }
            while second[b].span.end <= offset {
                b += 1;
            }
            if !c.is_whitespace() {
                *self.pairs.entry((first[a].label, second[b].label)).or_default() += 1;
            }
        }
    }

    /// Characters compared.
    pub fn characters(&self) -> u64 {
        self.pairs.values().sum()
    }

    /// Cohen's kappa over labels; `None` where it is undefined (both labellings use one same label throughout).
    pub fn by_label(&self) -> Option<f64> {
        self.kappa(|label| label.name())
    }

    /// Cohen's kappa over the verdicts of a task.
    pub fn by_verdict(&self, task: Task) -> Option<f64> {
        self.kappa(|label| match task.verdict(label) {
            crate::gold::Verdict::Keep => "keep",
            crate::gold::Verdict::Strip => "strip",
            crate::gold::Verdict::Ignore => "ignore",
        })
    }

    /// Cohen's kappa of one label against all others.
    pub fn of_label(&self, wanted: Label) -> Option<f64> {
        self.kappa(|label| if label == wanted { "it" } else { "other" })
    }

    /// The pairs of different labels, most characters first.
    pub fn disagreements(&self) -> Vec<((Label, Label), u64)> {
        let mut pairs: Vec<_> = self.pairs.iter().filter(|((a, b), _)| a != b).map(|(&pair, &count)| (pair, count)).collect();
        pairs.sort_by_key(|&(pair, count)| (std::cmp::Reverse(count), pair));
        pairs
    }

    fn kappa(&self, class: impl Fn(Label) -> &'static str) -> Option<f64> {
        cohen::kappa(self.pairs.iter().map(|(&(a, b), &count)| (class(a), class(b), count as f64)), Weights::Plain)
    }
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
