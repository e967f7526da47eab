//! `pairs.csv`: every pair of strategies by every main measure.

use super::Assessed;
use super::comparison::{ComparedPair, Comparison};
use super::summary::{BCA_LOW, ends};
use super::table::{Field, Kind, Rows, Sink, Table, number};
use crate::error::Result;
use crate::score::Evaluation;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "pairs",
    description: "one row for strategy x strategy x task x metric: the paired difference of means over documents, its intervals and tests",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    vec![
        Field::new("corpus", Kind::Text, "name of the corpus"),
        Field::new("digest", Kind::Text, "SHA-256 of ids, texts and gold"),
        Field::new("task", Kind::Text, "boilerplate, source-neutral or body-only"),
        Field::new("metric", Kind::Text, "measure; of residue, damage and docs.damaged less is better, of the others more"),
        Field::new("first", Kind::Text, "a contender"),
        Field::new("second", Kind::Text, "another, or a control or bound; every pair stands once"),
        Field::new(
            "family",
            Kind::Text,
            "what p is adjusted within: contenders (all their pairs), or controls (contenders against controls)",
        ),
        Field::new("difference", Kind::Number, "mean over documents of first minus second"),
        Field::new("low", Kind::Number, "lower end of its 95 % percentile bootstrap interval, resampled by source; NA with fewer than two"),
        Field::new("high", Kind::Number, "upper end of the interval"),
        Field::new("bca_low", Kind::Number, BCA_LOW),
        Field::new("bca_high", Kind::Number, "upper end of the BCa interval"),
        Field::new("documents", Kind::Integer, "documents compared; a missing value of one side scores its worst"),
        Field::new("sources", Kind::Integer, "their sources"),
        Field::new("wins", Kind::Integer, "documents where the first does better"),
        Field::new("ties", Kind::Integer, "documents where both do alike"),
        Field::new("losses", Kind::Integer, "documents where the second does better"),
        Field::new(
            "cliffs_delta",
            Kind::Number,
            "share of pairs of documents in which the first's value is larger minus that in which it is smaller",
        ),
        Field::new("p_randomisation", Kind::Number, "p of approximate randomisation, whole sources swapped; NA with fewer than two"),
        Field::new("p_randomisation_holm", Kind::Number, "the same after Holm: below 0.05 the two can be told apart"),
        Field::new("p_wilcoxon", Kind::Number, "p of Wilcoxon's signed-rank test on the sources' summed differences"),
        Field::new("p_wilcoxon_holm", Kind::Number, "the same after Holm"),
    ]
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, comparisons, .. } in results {
        for comparison in comparisons {
            comparison.pairs.iter().try_for_each(|pair| sink(&row(evaluation, comparison, pair)))?;
        }
    }
    Ok(())
}

fn row(evaluation: &Evaluation<'_>, comparison: &Comparison, pair: &ComparedPair) -> Vec<String> {
    let (corpus, paired) = (evaluation.corpus, &pair.paired);
    let mut row = vec![corpus.name.clone(), corpus.digest.clone(), evaluation.task.to_string(), comparison.measure.name.into()];
    row.extend([pair.first, pair.second].map(|at| evaluation.strategies[at].name.clone()));
    row.push(if pair.control { "controls" } else { "contenders" }.into());
    row.push(number(paired.difference.value));
    row.extend(ends(&paired.difference).map(number));
    let (larger, smaller) = (paired.outcomes.wins, paired.outcomes.losses);
    let (wins, losses) = if comparison.measure.higher_is_better { (larger, smaller) } else { (smaller, larger) };
    row.extend([paired.difference.n, paired.sources, wins, paired.outcomes.ties, losses].map(|count| count.to_string()));
    let shares = [paired.delta, paired.p_randomisation, pair.holm_randomisation, paired.p_wilcoxon, pair.holm_wilcoxon];
    row.extend(shares.map(number));
    row
}
