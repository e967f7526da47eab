//! `sources.csv`: the measures by source, to show whom a strategy serves badly.

use super::documents::{key_fields, key_values};
use super::summary::cells;
use super::table::{Field, Kind, Sink, Table, number, text};
use crate::error::Result;
use crate::metric;
use crate::score::Evaluation;
use crate::stats::{Average, Cell, Resamples, Sample};

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "sources",
    description: "one row for strategy x task x source: measures averaged over the source's documents",
    fields,
    rows,
};

fn fields() -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([Field::new("source", Kind::Text, "outlet"), Field::new("documents", Kind::Integer, "its documents")]);
    fields.extend(metric::measures().map(|(_, measure)| Field::new(measure.name, Kind::Number, "mean over the source's documents")));
    fields
}

fn rows(evaluations: &[Evaluation<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for evaluation in evaluations {
        for strategy in &evaluation.strategies {
            let all: Vec<Vec<Cell>> = (0..metric::ALL.len()).map(|index| cells(evaluation, strategy, index)).collect();
            for (source, name) in evaluation.sources.iter().enumerate() {
                let own = |index: usize| all[index].iter().filter(|cell| cell.source == source).copied().collect::<Vec<_>>();
                let mut row = key_values(evaluation, strategy);
                row.extend([text(name), own(0).len().to_string()]);
                row.extend(metric::measures().map(|(index, measure)| {
                    number(Sample::new(measure, &own(index)).estimate(Average::Documents, &Resamples::none()).value)
                }));
                sink(&row)?;
            }
        }
    }
    Ok(())
}
