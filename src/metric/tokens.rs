//! Tokens: Unicode words (UAX #29). Han, hiragana and Thai characters are tokens by themselves, runs of katakana are one;
//! that needs no dictionary and gives Chinese, Japanese and Thai about as many tokens as characters. A token stays if all
//! of it stays.

use super::{Class, Counts, Judged, Measure, Metric};

/// Row in the table.
pub static METRIC: Metric = Metric {
    id: "tokens",
    count,
    measures: &[
        Measure { name: "tokens.precision", of: |counts| Some(counts.precision()), pooled: true },
        Measure { name: "tokens.recall", of: |counts| Some(counts.recall()), pooled: true },
        Measure { name: "tokens.f1", of: |counts| Some(counts.f1()), pooled: true },
    ],
};

fn count(judged: &Judged<'_>) -> Counts {
    let (mut counts, mut removed) = (Counts::default(), judged.removed.parts());
    for (span, class) in &judged.units.tokens {
        if matches!(class, Class::Content | Class::Boilerplate) {
            let kept = removed.within(*span).next().is_none();
            counts.add(*class == Class::Content, kept, 1.0);
        }
    }
    counts
}
