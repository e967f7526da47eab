//! `ranks.csv`: the contenders by every main measure, with mean ranks and the groups that cannot be told apart.
//!
//! Groups are those of the pairs (`pairs.csv`: swaps of whole sources, after Holm), because they speak of the figure that the tables
//! show and do not change with the other strategies that happen to be compared. Nemenyi's critical difference stands beside them.

use super::Assessed;
use super::comparison::{Comparison, Standing};
use super::documents::{key_fields, key_values};
use super::table::{Field, Kind, Rows, Sink, Table, number, text};
use crate::error::Result;
use crate::score::Evaluation;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "ranks",
    description: "one row for contender x task x metric: its mean, mean rank over sources and group; controls and bounds left out",
    fields,
    rows: Rows::Sent(rows),
};

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    let mut fields = key_fields();
    fields.extend([
        Field::new("metric", Kind::Text, "measure"),
        Field::new("place", Kind::Integer, "place by mean over documents, 1 being best"),
        Field::new("value", Kind::Number, "mean over documents"),
        Field::new("with_best", Kind::Text, "yes: the best, or not to be told apart from it"),
        Field::new(
            "group",
            Kind::Text,
            "two contenders share a letter exactly where they cannot be told apart (p_randomisation_holm of 0.05 or more)",
        ),
        Field::new("mean_rank", Kind::Number, "mean over sources of its rank by mean over the source's documents; 1 is best"),
        Field::new("contenders", Kind::Integer, "strategies ranked"),
        Field::new("sources", Kind::Integer, "sources that ranked them"),
        Field::new("friedman_chi_square", Kind::Number, "Friedman's chi-square, corrected for ties"),
        Field::new("friedman_p", Kind::Number, "its p"),
        Field::new("iman_davenport_f", Kind::Number, "Iman and Davenport's F; NA where all sources agree"),
        Field::new("iman_davenport_p", Kind::Number, "its p"),
        Field::new("critical_difference", Kind::Number, "mean ranks further apart than this differ by Nemenyi's test at 0.05"),
        Field::new("nemenyi_with_best", Kind::Text, "yes: its mean rank is within the critical difference of the best mean rank"),
    ]);
    fields
}

fn rows(results: &[Assessed<'_>], sink: &mut Sink<'_>) -> Result<()> {
    for Assessed { evaluation, comparisons, .. } in results {
        for comparison in comparisons {
            for (place, standing) in comparison.standings.iter().enumerate() {
                sink(&row(evaluation, comparison, place, standing))?;
            }
        }
    }
    Ok(())
}

fn row(evaluation: &Evaluation<'_>, comparison: &Comparison, place: usize, standing: &Standing) -> Vec<String> {
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_string();
    let best = comparison.standings.iter().filter_map(|own| own.rank).min_by(f64::total_cmp);
    let near = |rank: f64| Some(rank - best? <= comparison.critical_difference?);
    let test = comparison.friedman.as_ref();
    let mut row = key_values(evaluation, &evaluation.strategies[standing.strategy]);
    row.extend([comparison.measure.name.into(), (place + 1).to_string(), number(standing.mean), yes(standing.with_best)]);
    row.push(text(standing.group.as_deref().unwrap_or_default()));
    row.push(number(standing.rank));
    row.extend([comparison.standings.len(), comparison.sources].map(|count| count.to_string()));
    let tests = [test.map(|test| test.chi_square), test.map(|test| test.p), test.map(|test| test.f), test.map(|test| test.f_p)];
    row.extend(tests.map(|value| number(value.filter(|value| value.is_finite()))));
    row.push(number(comparison.critical_difference));
    row.push(standing.rank.and_then(near).map_or("NA".into(), yes));
    row
}
