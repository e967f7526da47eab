//! A comparison as JSON: the rows of its CSV files under their names, and what was left out.

use super::{Changed, Comparison, Difference, Part};
use serde_json::{Value, json};

pub(super) fn json(comparison: &Comparison) -> Value {
    json!({
        "a": comparison.names[0],
        "b": comparison.names[1],
        "gleaner_a": comparison.gleaner[0],
        "gleaner_b": comparison.gleaner[1],
        "notes": comparison.notes,
        "parts": comparison.parts.iter().map(part).collect::<Vec<_>>(),
    })
}

fn part(part: &Part) -> Value {
    let [only_a, only_b, changed] = part.left_out;
    json!({
        "corpus": part.corpora[1].name,
        "digest_a": part.corpora[0].digest,
        "digest_b": part.corpora[1].digest,
        "task": part.task,
        "documents": part.documents,
        "sources": part.sources,
        "left_out": {"only_a": only_a, "only_b": only_b, "changed": changed},
        "differences": part.differences.iter().map(difference).collect::<Vec<_>>(),
        "changed": part.changed.iter().map(stretch).collect::<Vec<_>>(),
    })
}

fn difference(own: &Difference) -> Value {
    let [a, b] = &own.strategies;
    let paired = &own.paired;
    let ends = |interval: Option<(f64, f64)>| (interval.map(|(low, _)| low), interval.map(|(_, high)| high));
    let ((low, high), (bca_low, bca_high)) = (ends(paired.difference.interval), ends(own.bca));
    json!({
        "by": own.by.name(),
        "group": Some(&own.group).filter(|group| !group.is_empty()),
        "strategy_a": a.name, "version_a": a.version,
        "strategy_b": b.name, "version_b": b.version,
        "metric": own.metric,
        "better": if own.higher_is_better { "higher" } else { "lower" },
        "documents": paired.difference.n, "sources": paired.sources,
        "a": own.means[0], "b": own.means[1],
        "difference": paired.difference.value, "low": low, "high": high, "bca_low": bca_low, "bca_high": bca_high,
        "delta": paired.delta,
        "better_docs": own.outcomes.wins, "equal_docs": own.outcomes.ties, "worse_docs": own.outcomes.losses,
        "p_randomisation": paired.p_randomisation, "p_holm": own.p_holm, "p_wilcoxon": paired.p_wilcoxon,
    })
}

fn stretch(own: &Changed) -> Value {
    json!({
        "strategy_a": own.strategies[0].name, "strategy_b": own.strategies[1].name,
        "doc": own.doc, "source": own.source, "lang": own.lang,
        "change": own.change.name(), "kind": own.kind.name(), "label": own.label, "rule": own.rule,
        "start": own.span.start, "end": own.span.end, "chars": own.span.len(), "excerpt": own.excerpt,
    })
}
