//! `shift.csv`: how cleaning changes the mix of a corpus against gold.

use super::Assessed;
use super::documents::key_fields;
use super::table::{Field, Kind, Rows, Sink, Table, number, text};
use crate::error::Result;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "shift",
    description: "one row for strategy x task x figure x group: the mix of sources, lengths and words that is left, against gold",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([
        Field::new(
            "figure",
            Kind::Text,
            "divergence (Jensen-Shannon, bits, of shares of tokens); tokens, length_median (over sources): for each token of gold; \
             length_distance (Kolmogorov-Smirnov); emptied (share of documents); quotes, loaded, questions, exclamations: in 1,000 tokens",
        ),
        Field::new("grouping", Kind::Text, "all, or what the documents are parted by"),
        Field::new("group", Kind::Text, "the group it is about"),
        Field::new(
            "value",
            Kind::Number,
            "the figure of what is left; `(text:raw)` is the whole text, `(text:gold)` what gold keeps, `(text:gold-strict)` what it must keep",
        ),
        Field::new("gold", Kind::Number, "the figure of gold"),
        Field::new("difference", Kind::Number, "value less gold"),
        Field::new("low", Kind::Number, "lower end of the difference's 95 % interval (whole sources resampled)"),
        Field::new("high", Kind::Number, "upper end of the difference's 95 % interval"),
        Field::new("n", Kind::Integer, "sources behind it; of length_distance documents"),
        Field::new("left_out", Kind::Integer, "groups that were too small"),
        Field::new("list", Kind::Text, "the list of loaded words"),
        Field::new("refused", Kind::Text, "why there is no value"),
    ]);
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, bias, .. } in results {
        let (shift, corpus) = (&bias.shift, evaluation.corpus);
        for own in &shift.rows {
            let Some(subject) = shift.subjects.get(own.subject) else { continue };
            let mut row = vec![corpus.name.clone(), corpus.digest.clone(), evaluation.task.name().into()];
            row.extend([subject.name.clone(), text(&subject.version), own.figure.name().into(), own.grouping.clone()]);
            row.push(text(own.group.as_deref().unwrap_or_default()));
            let (value, interval) = (own.estimate.value, own.estimate.interval);
            let difference = value.zip(own.gold).map(|(value, gold)| value - gold);
            row.extend([value, own.gold, difference, interval.map(|ends| ends.0), interval.map(|ends| ends.1)].map(number));
            row.extend([own.estimate.n.to_string(), own.left_out.to_string(), shift.list.clone()]);
            row.push(text(own.refused.as_deref().unwrap_or_default()));
            sink(&row)?;
        }
    }
    Ok(())
}
