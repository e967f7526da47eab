//! `comparison.csv` and `changed.csv`, described by a `datapackage.json`.

use super::{Changed, Comparison, Difference, Part};
use crate::error::Result;
use crate::report::{Content, Field, Kind, Sink, number, text, write_package, write_rows, write_together};
use std::path::Path;

const DIFFERENCES: &str = "one row for each difference, B minus A, over documents that are the same on both sides";
const CHANGED: &str = "one row for each stretch that is wrong on one side and right on the other, longest first";

pub(super) fn write(comparison: &Comparison, folder: &Path) -> Result<()> {
    let tables = || [("comparison", DIFFERENCES, fields()), ("changed", CHANGED, changed_fields())].into_iter();
    let files: Vec<(String, Content<'_>)> = vec![
        ("comparison.csv".into(), Box::new(|out| write_rows(&fields(), |sink| rows(comparison, sink), out))),
        ("changed.csv".into(), Box::new(|out| write_rows(&changed_fields(), |sink| changed_rows(comparison, sink), out))),
        ("datapackage.json".into(), Box::new(move |out| write_package("gleaner-comparison", tables(), out))),
    ];
    write_together(&files, folder)
}

/// Columns that both files begin with.
fn key_fields() -> Vec<Field> {
    vec![
        Field::new("corpus", Kind::Text, "name of the corpus, in B"),
        Field::new("task", Kind::Text, "boilerplate, source-neutral or body-only"),
        Field::new("strategy_a", Kind::Text, "strategy of A"),
        Field::new("strategy_b", Kind::Text, "strategy of B"),
    ]
}

fn fields() -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([
        Field::new("version_a", Kind::Text, "version of A's strategy"),
        Field::new("version_b", Kind::Text, "version of B's strategy"),
        Field::new("digest_a", Kind::Text, "digest of A's corpus"),
        Field::new("digest_b", Kind::Text, "digest of B's corpus"),
        Field::new("by", Kind::Text, "strategy (all documents), label, source, lang or page_kind"),
        Field::new("group", Kind::Text, "the label, source, language or kind; NA for all documents"),
        Field::new("metric", Kind::Text, "measure; `left`: share of the label's characters that stayed"),
        Field::new("better", Kind::Text, "higher or lower: what is better"),
        Field::new("documents", Kind::Integer, "documents with a value on both sides"),
        Field::new("sources", Kind::Integer, "their sources"),
        Field::new("a", Kind::Number, "mean over documents in A"),
        Field::new("b", Kind::Number, "mean over documents in B"),
        Field::new("difference", Kind::Number, "mean of B minus A"),
        Field::new("low", Kind::Number, "lower end of its 95 % percentile interval, resampled by source; NA with one source"),
        Field::new("high", Kind::Number, "upper end"),
        Field::new("bca_low", Kind::Number, "lower end of its 95 % BCa interval"),
        Field::new("bca_high", Kind::Number, "upper end"),
        Field::new("delta", Kind::Number, "Cliff's delta, B over A"),
        Field::new("better_docs", Kind::Integer, "documents in which B is better"),
        Field::new("equal_docs", Kind::Integer, "documents alike"),
        Field::new("worse_docs", Kind::Integer, "documents in which B is worse"),
        Field::new("p_randomisation", Kind::Number, "p of the test that swaps whole sources; NA with one source"),
        Field::new("p_holm", Kind::Number, "the same after Holm, over the rows of one corpus, task, `by` and measure"),
        Field::new("p_wilcoxon", Kind::Number, "p of Wilcoxon's test on sums by source"),
    ]);
    fields
}

fn changed_fields() -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([
        Field::new("doc", Kind::Text, "id of the document"),
        Field::new("source", Kind::Text, "outlet"),
        Field::new("lang", Kind::Text, "ISO 639-1 code"),
        Field::new("change", Kind::Text, "mended: wrong in A, right in B; broken: the reverse"),
        Field::new("kind", Kind::Text, "residue or damage, on the wrong side"),
        Field::new("label", Kind::Text, "gold label"),
        Field::new("rule", Kind::Text, "for damage, the rule that cut it"),
        Field::new("start", Kind::Integer, "first code point"),
        Field::new("end", Kind::Integer, "one past the last code point"),
        Field::new("chars", Kind::Integer, "its length in code points"),
        Field::new("excerpt", Kind::Text, "its first characters, as far as errors.csv shows them"),
    ]);
    fields
}

fn key_values(part: &Part, strategies: [&str; 2]) -> Vec<String> {
    vec![part.corpora[1].name.clone(), part.task.clone(), strategies[0].into(), strategies[1].into()]
}

fn rows(comparison: &Comparison, sink: &mut Sink<'_>) -> Result<()> {
    comparison.parts.iter().try_for_each(|part| part.differences.iter().try_for_each(|own| sink(&row(part, own))))
}

fn row(part: &Part, own: &Difference) -> Vec<String> {
    let [a, b] = &own.strategies;
    let mut row = key_values(part, [&a.name, &b.name]);
    row.extend([text(&a.version), text(&b.version)]);
    row.extend(part.corpora.iter().map(|corpus| corpus.digest.clone()));
    row.extend([own.by.name().into(), text(&own.group), own.metric.clone()]);
    row.push(if own.higher_is_better { "higher" } else { "lower" }.into());
    let paired = &own.paired;
    row.extend([paired.difference.n, paired.sources].map(|count| count.to_string()));
    let ends = |interval: Option<(f64, f64)>| [interval.map(|(low, _)| low), interval.map(|(_, high)| high)];
    let [low, high] = ends(paired.difference.interval);
    let [bca_low, bca_high] = ends(own.bca);
    let numbers = [Some(own.means[0]), Some(own.means[1]), paired.difference.value, low, high, bca_low, bca_high, paired.delta];
    row.extend(numbers.map(number));
    row.extend([own.outcomes.wins, own.outcomes.ties, own.outcomes.losses].map(|count| count.to_string()));
    row.extend([paired.p_randomisation, own.p_holm, paired.p_wilcoxon].map(number));
    row
}

fn changed_rows(comparison: &Comparison, sink: &mut Sink<'_>) -> Result<()> {
    comparison.parts.iter().try_for_each(|part| part.changed.iter().try_for_each(|own| sink(&changed_row(part, own))))
}

fn changed_row(part: &Part, own: &Changed) -> Vec<String> {
    let mut row = key_values(part, [&own.strategies[0].name, &own.strategies[1].name]);
    row.extend([own.doc.clone(), text(&own.source), text(&own.lang), own.change.name().into(), own.kind.name().into()]);
    row.extend([own.label.clone(), text(&own.rule)]);
    row.extend([own.span.start, own.span.end, own.span.len()].map(|count| count.to_string()));
    row.push(text(&own.excerpt));
    row
}
