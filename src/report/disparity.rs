//! `disparity.csv`: how unequally a strategy serves sources and other groups of documents.

use super::Assessed;
use super::documents::{key_fields, key_values};
use super::table::{Field, Kind, Rows, Sink, Table, number, text};
use crate::error::Result;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "disparity",
    description: "one row for strategy x task x grouping x measure x figure: worst group, gap, spread, with permutation tests",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([
        Field::new(
            "grouping",
            Kind::Text,
            "source, language, english, script, format, length, page_kind, or `group:` and a column of --groups",
        ),
        Field::new("measure", Kind::Text, "chars.f1; loss: 1 - chars.recall; junk: 1 - chars.precision"),
        Field::new(
            "figure",
            Kind::Text,
            "mean, worst, second_worst, worst_tenth, gap, variation, gini (of 1 - F1), intraclass; group: the mean of one group",
        ),
        Field::new("group", Kind::Text, "the group of that value"),
        Field::new("value", Kind::Number, "the figure; a group is the mean over its sources of their documents' means"),
        Field::new("low", Kind::Number, "lower end of the 95 % interval"),
        Field::new("high", Kind::Number, "upper end of the 95 % interval"),
        Field::new(
            "covers",
            Kind::Text,
            "what the interval covers: other documents of the same sources, or other sources with their documents",
        ),
        Field::new(
            "p",
            Kind::Number,
            "permutation test: of the gap, sources dealt out to groups; by source, documents dealt out to sources",
        ),
        Field::new("p_holm", Kind::Number, "the same, adjusted over all strategies that are no controls"),
        Field::new("n", Kind::Integer, "groups behind the figure; of a group its sources"),
        Field::new("sources", Kind::Integer, "sources in the groups compared"),
        Field::new("documents", Kind::Integer, "their documents"),
        Field::new("left_out", Kind::Integer, "groups that were too small"),
        Field::new("refused", Kind::Text, "why there is no value"),
    ]);
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, bias, .. } in results {
        for grouping in &bias.disparity.groupings {
            for own in &grouping.rows {
                let Some(strategy) = evaluation.strategies.get(own.strategy) else { continue };
                let mut row = key_values(evaluation, strategy);
                row.extend([grouping.name.clone(), own.measure.name().into(), own.figure.name().into()]);
                row.push(text(own.group.as_deref().unwrap_or_default()));
                let interval = own.estimate.interval;
                row.extend([own.estimate.value, interval.map(|ends| ends.0), interval.map(|ends| ends.1)].map(number));
                row.push(text(if interval.is_some() { own.covers } else { "" }));
                row.extend([own.p, own.p_holm].map(number));
                row.extend([own.estimate.n, grouping.sources, grouping.documents, grouping.left_out].map(|count| count.to_string()));
                row.push(text(own.refused.as_deref().unwrap_or_default()));
                sink(&row)?;
            }
        }
    }
    Ok(())
}
