//! `leakage.csv`: how well a probe tells the source from what each strategy leaves, against raw text and gold.

use super::Assessed;
use super::documents::key_fields;
use super::table::{Field, Kind, Rows, Sink, Table, number, text};
use crate::bias::leakage::{Figure, Leak, Leakage};
use crate::error::Result;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "leakage",
    description: "one row for strategy x task x view x measure: what a probe can tell of the source; raw text, gold and controls beside it",
    fields: |_| leakage_fields(),
    rows: Rows::Sent(rows),
};

/// The columns.
pub fn leakage_fields() -> Vec<Field> {
    let n = |name, description| Field::new(name, Kind::Number, description);
    let mut fields = key_fields();
    fields.extend([
        Field::new("role", Kind::Text, "raw, gold, strategy or control"),
        Field::new("view", Kind::Text, "full text; distorted: function words and marks alone; window: 120 words from a random place"),
        Field::new("lang", Kind::Text, "language of the documents that were probed: sources are told apart within one"),
        Field::new("measure", Kind::Text, "share: of the n-gram kernel between sources, bias-corrected; accuracy, macro_recall, ami: of a trained probe; bits_saved: per document; control.*: accuracies that length or topic alone reach, and with the topic taken off; selectivity: accuracy less the larger control of length"),
        n("value", "the figure; NA where it is refused"),
        n("se", "standard error: jackknife over sources"),
        n("low", "lower end of the value's own 95 % interval, where the collection is large enough for one"),
        n("high", "upper end"),
        n("chance", "what chance gives"),
        n("null_mean", "what exchanged labels gave in the mean; for the share, of its uncorrected form"),
        n("p", "permutation p"),
        Field::new("against", Kind::Text, "what the differences are to"),
        n("difference", "value less that of the text named, on the same documents"),
        n("difference_low", "lower end of its 95 % interval, resampled by source"),
        n("difference_high", "upper end"),
        n("difference_p", "p of swapping whole sources between the two"),
        n("difference_p_holm", "Holm's over the strategies"),
        n("excess", "difference as a share of raw text's: 1 nothing removed that gold removes, 0 as good as gold, below: cleaner, or content lost"),
        Field::new("documents", Kind::Integer, "documents probed"),
        Field::new("sources", Kind::Integer, "their sources"),
        Field::new("left_out", Kind::Integer, "documents of other languages, or of sources with too few"),
        Field::new("refused", Kind::Text, "why there is no figure"),
    ]);
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, bias, .. } in results {
        let corpus = evaluation.corpus;
        leakage_rows([&corpus.name, &corpus.digest, evaluation.task.name()], &bias.leakage.leakage, sink)?;
    }
    Ok(())
}

/// The rows of one collection, named by corpus, digest and task.
///
/// # Errors
/// Where the sink fails.
pub fn leakage_rows(key: [&str; 3], leakage: &Leakage, sink: &mut Sink<'_>) -> Result<()> {
    for leak in &leakage.leaks {
        for figure in &leak.figures {
            let mut row: Vec<String> = key.map(text).into();
            row.extend([leak.name.clone(), text(&leak.version), leak.role.name().into(), leak.view.name().into(), text(&leakage.lang)]);
            row.extend(cells(leak, figure, leakage));
            sink(&row)?;
        }
    }
    Ok(())
}

fn cells(leak: &Leak, figure: &Figure, leakage: &Leakage) -> Vec<String> {
    let ends = |interval: Option<(f64, f64)>| [interval.map(|(low, _)| low), interval.map(|(_, high)| high)].map(number);
    let mut row = vec![figure.measure.name().into(), number(figure.value.as_ref().ok().copied()), number(figure.error)];
    row.extend(ends(figure.interval));
    row.extend([figure.chance, figure.null_mean, figure.p].map(number));
    let against = figure.against;
    row.push(match (&leakage.floor, against) {
        (Some(floor), Some(_)) if *floor != leak.name => floor.clone(),
        _ => "NA".into(),
    });
    row.push(number(against.map(|against| against.difference)));
    row.extend(ends(against.and_then(|against| against.interval)));
    row.extend([against.and_then(|against| against.p), against.and_then(|against| against.p_holm), figure.excess].map(number));
    row.extend([leakage.documents, leakage.sources, leakage.left_out].map(|count| count.to_string()));
    row.push(text(figure.value.as_ref().err().map_or("", String::as_str)));
    row
}
