//! Krippendorff's alpha for unitizing: annotators who both find spans in a continuum and label them.
//!
//! Source: Krippendorff 2004 ("Measuring the Reliability of Qualitative Text Analysis Data"), in the formulation of DKPro
//! Agreement (Meyer et al. 2014). Two overlapping units of one category differ by the squares of the distances of their
//! begins and of their ends; a unit in another annotator's gap by the square of its length; two gaps do not differ.
//! Sums are kept in `f64`: exact up to 2^53, about 1e-15 relative beyond. Time: overlapping pairs of units, plus n log n.

use crate::span::Span;
use std::collections::BTreeMap;

/// A stretch that an annotator found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit<C> {
    /// Where, in units of the continuum (characters, bytes, tokens).
    pub span: Span,
    /// Index of the annotator, from 0.
    pub annotator: usize,
    /// Its label.
    pub category: C,
}

/// Agreement on units.
#[derive(Clone, Debug, PartialEq)]
pub struct Unitizing<C> {
    /// Observed and expected disagreement by category.
    pub disagreement: BTreeMap<C, (f64, f64)>,
    /// Over all categories; `None` where no disagreement was to be expected.
    pub alpha: Option<f64>,
}

impl<C: Ord> Unitizing<C> {
    /// Alpha of one category; `None` where it is undefined. (DKPro gives 0 there.)
    pub fn alpha_of(&self, category: &C) -> Option<f64> {
        self.disagreement.get(category).and_then(|&(observed, expected)| share(observed, expected))
    }
}

fn share(observed: f64, expected: f64) -> Option<f64> {
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Alpha of the units that `annotators` found in `continuum`; an annotator without a unit disagrees with every unit.
///
/// `None` with fewer than two annotators, an empty continuum, an empty unit, one outside the continuum, an annotator index that is
/// too high, or two overlapping units of one annotator in one category.
///
/// ```
/// use gleaner::{metric::agreement::unitizing::{Unit, alpha}, span::Span};
/// let unit = |start, end, annotator| Unit { span: Span::new(start, end), annotator, category: "nav" };
/// let agreement = alpha(&[unit(2, 10, 0), unit(14, 20, 0), unit(4, 8, 1), unit(15, 17, 1)], Span::new(0, 24), 2);
/// assert!(agreement.is_some_and(|a| (a.alpha.unwrap_or(0.0) - 0.5152878).abs() < 1e-7));
/// ```
pub fn alpha<C: Ord + Clone>(units: &[Unit<C>], continuum: Span, annotators: usize) -> Option<Unitizing<C>> {
    let fits = |unit: &Unit<C>| !unit.span.is_empty() && continuum.contains(unit.span) && unit.annotator < annotators;
    if annotators < 2 || continuum.is_empty() || !units.iter().all(fits) {
        return None;
    }
    // Annotators without a unit of a category are all alike and stay a number.
    let mut categories: BTreeMap<C, BTreeMap<usize, Vec<Span>>> = BTreeMap::new();
    for unit in units {
        categories.entry(unit.category.clone()).or_default().entry(unit.annotator).or_default().push(unit.span);
    }
    let mut disagreement = BTreeMap::new();
    for (category, mut rows) in categories {
        rows.values_mut().for_each(|row| row.sort_unstable());
        if rows.values().any(|row| row.windows(2).any(|pair| pair[0].overlaps(pair[1]))) {
            return None;
        }
        let rows: Vec<Vec<Span>> = rows.into_values().collect();
        disagreement.insert(category, (observed(&rows, continuum, annotators), expected(&rows, continuum, annotators)));
    }
    let (observed, expected) = disagreement.values().fold((0.0, 0.0), |(a, b), (observed, expected)| (a + observed, b + expected));
    Some(Unitizing { alpha: share(observed, expected), disagreement })
}

/// Observed disagreement of one category.
fn observed(rows: &[Vec<Span>], continuum: Span, annotators: usize) -> f64 {
    let silent = (annotators - rows.len()) as f64;
    let mut sum: f64 = rows.iter().flatten().map(|unit| silent * square(unit.len())).sum();
    for (at, row) in rows.iter().enumerate() {
        sum += rows[at + 1..].iter().map(|other| between(row, other)).sum::<f64>();
    }
    let annotators = annotators as f64;
    2.0 * sum / (annotators * (annotators - 1.0) * square(continuum.len()))
}

/// Difference of two annotators.
fn between(own: &[Span], other: &[Span]) -> f64 {
    let overlapping = |unit: Span, row: &[Span]| {
        let from = row.partition_point(|span| span.end <= unit.start);
        row[from..].iter().take_while(move |span| span.start < unit.end).copied().collect::<Vec<_>>()
    };
    let mut sum = 0.0;
    for &unit in own {
        let met = overlapping(unit, other);
        sum += if met.is_empty() { square(unit.len()) } else { 0.0 };
        sum += met.iter().map(|span| square(unit.start.abs_diff(span.start)) + square(unit.end.abs_diff(span.end))).sum::<f64>();
    }
    let alone = other.iter().filter(|&&unit| overlapping(unit, own).is_empty());
    sum + alone.map(|unit| square(unit.len())).sum::<f64>()
}

fn square(length: usize) -> f64 {
    length as f64 * length as f64
}

/// Expected disagreement of one category.
fn expected(rows: &[Vec<Span>], continuum: Span, annotators: usize) -> f64 {
    let mut gaps: Vec<f64> = rows.iter().flat_map(|row| gaps(row, continuum)).collect();
    gaps.resize(gaps.len() + annotators - rows.len(), continuum.len() as f64);
    gaps.sort_unstable_by(f64::total_cmp);
    // Sums of the gaps from each on, for all units at once.
    let tails = gaps.iter().rev().scan(0.0, |sum, gap| {
        *sum += gap;
        Some(*sum)
    });
    let mut tails: Vec<f64> = tails.collect();
    tails.reverse();
    let units = || rows.iter().flatten().map(|unit| unit.len() as f64);
    let count = units().count() as f64;
    let of_unit = |length: f64| {
        let from = gaps.partition_point(|gap| *gap < length);
        let room = tails.get(from).unwrap_or(&0.0) - (gaps.len() - from) as f64 * (length - 1.0);
        let met = (2.0 * length.powi(3) - 3.0 * length * length + length) / 3.0;
        (count - 1.0) * met + length * length * room
    };
    let (length, annotators) = (continuum.len() as f64, annotators as f64);
    let ways = annotators * length * (annotators * length - 1.0) - units().map(|length| length * (length - 1.0)).sum::<f64>();
    let sum: f64 = units().map(of_unit).sum();
    if ways > 0.0 { 2.0 / length * sum / ways } else { 0.0 }
}

/// Lengths of what lies between units.
fn gaps(row: &[Span], continuum: Span) -> Vec<f64> {
    let starts = std::iter::once(continuum.start).chain(row.iter().map(|unit| unit.end));
    let ends = row.iter().map(|unit| unit.start).chain([continuum.end]);
    starts.zip(ends).filter(|(start, end)| end > start).map(|(start, end)| (end - start) as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(start: usize, end: usize, annotator: usize) -> Unit<char> {
        Unit { span: Span::new(start, end), annotator, category: 'c' }
    }

    #[test]
    fn what_is_no_annotation_has_no_value() {
        let continuum = Span::new(0, 10);
        assert_eq!(alpha(&[unit(0, 2, 0)], continuum, 1), None);
        assert_eq!(alpha(&[unit(0, 12, 0)], continuum, 2), None);
        assert_eq!(alpha(&[unit(2, 2, 0)], continuum, 2), None);
        assert_eq!(alpha(&[unit(0, 2, 2)], continuum, 2), None);
        assert_eq!(alpha(&[unit(0, 3, 0), unit(2, 5, 0)], continuum, 2), None);
        assert_eq!(alpha::<char>(&[], continuum, 2).map(|found| found.alpha), Some(None));
    }

    /// Two annotators who take everything: nothing else could have been.
    #[test]
    fn a_unit_that_fills_the_continuum_agrees() {
        let found = alpha(&[unit(0, 10, 0), unit(0, 10, 1)], Span::new(0, 10), 2).expect("an annotation");
        assert_eq!(found.alpha, Some(1.0));
        // One of two is silent: one length squared over one pair, twice, over R (R - 1) L².
        let found = alpha(&[unit(0, 10, 0)], Span::new(0, 10), 2).expect("an annotation");
        assert_eq!(found.disagreement[&'c'].0, 1.0);
    }
}
