//! How a strategy treats a source beside the others: loss and junk, place, and share of what is left.

use crate::bias::disparity::Measure;
use crate::bias::shift::Shift;
use crate::report::table::{Field, Kind, number};
use crate::score::Evaluation;

/// Columns of this part.
pub const COLUMNS: usize = 6;

/// The columns of [`values`].
pub fn fields() -> [Field; COLUMNS] {
    [
        Field::new("loss", Kind::Number, "share of its content that went: 1 - chars.recall, mean over its documents"),
        Field::new("junk", Kind::Number, "share of what stayed that is none: 1 - chars.precision, mean over its documents"),
        Field::new("f1_rank", Kind::Integer, "its place among the sources by chars.f1, 1 the best served; equals share the better place"),
        Field::new("f1_difference", Kind::Number, "its chars.f1 less the mean over sources"),
        Field::new("tokens_share", Kind::Number, "its share of the tokens that the strategy left of the corpus"),
        Field::new("tokens_share_gold", Kind::Number, "its share of the tokens that gold keeps"),
    ]
}

/// For each source its values; `documents` are the indices of each source's documents, `strategy` the index of the strategy.
pub fn values(evaluation: &Evaluation<'_>, shift: &Shift, strategy: usize, documents: &[Vec<usize>]) -> Vec<[String; COLUMNS]> {
    let scores = evaluation.strategies.get(strategy).map_or(&[][..], |own| &own.documents);
    let [f1, loss, junk] = Measure::ALL.map(|measure| {
        let value = |&document: &usize| scores.get(document)?.counts.first().map(|chars| measure.of(chars));
        let mean = |own: &Vec<usize>| {
            let (sum, n) = own.iter().filter_map(value).fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
            (n > 0.0).then(|| sum / n)
        };
        documents.iter().map(mean).collect::<Vec<Option<f64>>>()
    });
    let known: Vec<f64> = f1.iter().flatten().copied().collect();
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    let mut sorted = known;
    sorted.sort_unstable_by(f64::total_cmp);
    // Bounds leave no text of their own.
    let is_contender =
        shift.subjects.get(strategy).is_some_and(|own| evaluation.strategies.get(strategy).is_some_and(|s| s.name == own.name));
    let left = shift.tokens.get(strategy).filter(|_| is_contender).map(Vec::as_slice);
    let sum = |tokens: &[f64]| tokens.iter().sum::<f64>();
    let (all_left, all_gold) = (left.map_or(0.0, sum), sum(&shift.gold_tokens));
    let row = |source: usize| {
        let rank = f1[source].map(|own| 1 + sorted.len() - sorted.partition_point(|other| *other <= own + 1e-12));
        [
            number(loss[source]),
            number(junk[source]),
            rank.map_or_else(|| "NA".into(), |rank| rank.to_string()),
            number(f1[source].map(|own| own - mean)),
            number(left.and_then(|left| share(left, all_left, source))),
            number(share(&shift.gold_tokens, all_gold, source)),
        ]
    };
    (0..documents.len()).map(row).collect()
}

fn share(tokens: &[f64], sum: f64, source: usize) -> Option<f64> {
    tokens.get(source).filter(|_| sum > 0.0).map(|own| own / sum)
}
