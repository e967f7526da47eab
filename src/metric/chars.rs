//! Characters: every code point that is not white space is one unit. Residue and damage are drawn from it too.

use super::{Counts, Judged, Measure, Metric};

/// Row in the table.
pub static METRIC: Metric = Metric {
    id: "chars",
    count,
    measures: &[
        Measure { name: "chars.precision", of: |counts| Some(counts.precision()), pooled: true },
        Measure { name: "chars.recall", of: |counts| Some(counts.recall()), pooled: true },
        Measure { name: "chars.f1", of: |counts| Some(counts.f1()), pooled: true },
        Measure { name: "residue", of: Counts::residue, pooled: true },
        Measure { name: "damage", of: Counts::damage, pooled: true },
        Measure { name: "docs.clean", of: |counts| counts.residue().map(|residue| f64::from(residue == 0.0)), pooled: false },
        Measure { name: "docs.damaged", of: |counts| counts.damage().map(|damage| f64::from(damage > 0.0)), pooled: false },
    ],
};

fn count(judged: &Judged<'_>) -> Counts {
    let gone = judged.gone;
    let kept = judged.units.all().minus(gone);
    let [tp, fp, fn_, tn] = [kept.content, kept.boilerplate, gone.content, gone.boilerplate].map(f64::from);
    Counts { tp, fp, fn_, tn }
}
