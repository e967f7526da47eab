//! `timing.csv`: how fast each strategy was in this run. The only file that differs between equal runs.

use super::Assessed;
use super::documents::{key_fields, key_values};
use super::table::{Field, Kind, Rows, Sink, Table, number};
use crate::error::Result;
use std::time::Duration;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "timing",
    description: "one row for strategy x corpus: speed in this run, segments and features given; compare with `cargo bench`",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([
        Field::new("documents", Kind::Integer, "documents"),
        Field::new("bytes", Kind::Integer, "bytes of text"),
        Field::new("seconds", Kind::Number, "sum over documents, on one thread each"),
        Field::new("documents_per_s", Kind::Number, "documents per second"),
        Field::new("mb_per_s", Kind::Number, "megabytes (10^6 bytes) per second"),
        Field::new("p50_ms", Kind::Number, "median milliseconds per document"),
        Field::new("p99_ms", Kind::Number, "99th percentile of milliseconds per document"),
        Field::new("allocations", Kind::Integer, "allocations per document; NA: not counted outside the benches"),
    ]);
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, .. } in results {
        let bytes: usize = evaluation.corpus.examples.iter().map(|example| example.document.text().len()).sum();
        for strategy in &evaluation.strategies {
            let mut times: Vec<Duration> = strategy.documents.iter().filter_map(|score| score.elapsed).collect();
            if times.is_empty() {
                continue;
            }
            times.sort_unstable();
            let seconds: f64 = times.iter().map(Duration::as_secs_f64).sum();
            let rate = |amount: f64| (seconds > 0.0).then(|| amount / seconds);
            let rank = |share: f64| Some(times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1e3);
            let mut row = key_values(evaluation, strategy);
            row.extend([times.len().to_string(), bytes.to_string(), number(Some(seconds)), number(rate(times.len() as f64))]);
            row.extend([number(rate(bytes as f64 / 1e6)), number(rank(0.5)), number(rank(0.99)), "NA".into()]);
            sink(&row)?;
        }
    }
    Ok(())
}
