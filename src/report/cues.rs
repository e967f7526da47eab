//! `cues.csv`: what gives an outlet away, what is left of it, and what its removal cost.

use super::Assessed;
use super::documents::key_fields;
use super::table::{Field, Kind, Rows, Sink, Table, number, text};
use crate::error::Result;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "cues",
    description: "one row for strategy x task x measure x label: source cues gone, content lost, other outlets' names kept",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([
        Field::new(
            "measure",
            Kind::Text,
            "cue.recall, cue.spans, cue.recall_macro, cue.recall_worst, collateral, retention, protected, own_name, insertion.recall, insertion.changed",
        ),
        Field::new("label", Kind::Text, "gold label; NA: all together; for cue.recall_worst the worst one"),
        Field::new("documents", Kind::Integer, "documents in which there is something to count"),
        Field::new("hits", Kind::Integer, "what counts: characters, spans, mentions, documents or insertions"),
        Field::new("all", Kind::Integer, "of how many; labels for means over labels"),
        Field::new("value", Kind::Number, "the share"),
        Field::new("low", Kind::Number, "lower end of its 95 % interval, resampled by source"),
        Field::new("high", Kind::Number, "upper end of the interval"),
        Field::new("bca_low", Kind::Number, "lower end of the bias-corrected and accelerated interval"),
        Field::new("bca_high", Kind::Number, "its upper end"),
    ]);
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, bias, .. } in results {
        let corpus = evaluation.corpus;
        for strategy in &bias.cues {
            for figure in &strategy.figures {
                let mut row = vec![corpus.name.clone(), corpus.digest.clone(), evaluation.task.name().into()];
                row.extend([strategy.name.clone(), text(&strategy.version), figure.measure.name().into()]);
                row.push(figure.label.map_or_else(|| "NA".into(), |label| label.name().into()));
                row.extend([figure.documents, figure.hits, figure.all].map(|count| count.to_string()));
                let (interval, bca) = (figure.share.interval, figure.share.bca);
                let ends = [interval, bca].map(|ends| [ends.map(|(low, _)| low), ends.map(|(_, high)| high)]);
                row.push(number(figure.share.value));
                row.extend(ends.into_iter().flatten().map(number));
                sink(&row)?;
            }
        }
    }
    Ok(())
}
