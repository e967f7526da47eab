//! The figures of disparity, drawn from the means of groups.

use crate::metric::Counts;
use crate::stats::{coefficient_of_variation, gini, quantile};

/// What is compared between groups, over characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// F1 of a document; more is better.
    F1,
    /// Content that went: 1 - recall; less is better.
    Loss,
    /// Boilerplate in what stayed: 1 - precision; less is better.
    Junk,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 3] = [Measure::F1, Measure::Loss, Measure::Junk];

    /// The name in the files.
    pub const fn name(self) -> &'static str {
        match self {
            Measure::F1 => "chars.f1",
            Measure::Loss => "loss",
            Measure::Junk => "junk",
        }
    }

    /// The value of a document's counts over characters.
    pub fn of(self, chars: &Counts) -> f64 {
        match self {
            Measure::F1 => chars.f1(),
            Measure::Loss => 1.0 - chars.recall(),
            Measure::Junk => 1.0 - chars.precision(),
        }
    }

    /// How bad a value is: larger is worse.
    pub fn badness(self, value: f64) -> f64 {
        match self {
            Measure::F1 => 1.0 - value,
            Measure::Loss | Measure::Junk => value,
        }
    }

    /// The value that is so bad.
    fn value(self, badness: f64) -> f64 {
        match self {
            Measure::F1 => 1.0 - badness,
            Measure::Loss | Measure::Junk => badness,
        }
    }
}

/// A figure about the means of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// The mean of one group.
    Group,
    /// Mean over groups.
    Mean,
    /// The worst group.
    Worst,
    /// The second worst.
    SecondWorst,
    /// What a tenth of the groups is worse than.
    WorstTenth,
    /// Best less worst, as an absolute value.
    Gap,
    /// Coefficient of variation.
    Variation,
    /// Gini's coefficient of the error: of 1 - F1, of the loss, of the junk.
    Gini,
    /// Share of the variance of documents that lies between the groups.
    Intraclass,
}

impl Figure {
    /// Those drawn from the means of groups alone, in the order of `of_means`.
    pub const OF_MEANS: [Figure; 7] =
        [Figure::Mean, Figure::Worst, Figure::SecondWorst, Figure::WorstTenth, Figure::Gap, Figure::Variation, Figure::Gini];

    /// The name in the files.
    pub const fn name(self) -> &'static str {
        match self {
            Figure::Group => "group",
            Figure::Mean => "mean",
            Figure::Worst => "worst",
            Figure::SecondWorst => "second_worst",
            Figure::WorstTenth => "worst_tenth",
            Figure::Gap => "gap",
            Figure::Variation => "variation",
            Figure::Gini => "gini",
            Figure::Intraclass => "intraclass",
        }
    }
}

/// The figures of [`Figure::OF_MEANS`]; `badness` holds that of each group and is sorted in place.
pub fn of_means(measure: Measure, badness: &mut [f64]) -> [Option<f64>; 7] {
    badness.sort_unstable_by(f64::total_cmp);
    let n = badness.len();
    let Some((&best, &worst)) = badness.first().zip(badness.last()) else { return [None; 7] };
    let values: Vec<f64> = badness.iter().map(|&own| measure.value(own)).collect();
    [
        Some(values.iter().sum::<f64>() / n as f64),
        Some(measure.value(worst)),
        n.checked_sub(2).map(|second| measure.value(badness[second])),
        quantile(badness, 0.9).map(|own| measure.value(own)),
        Some(worst - best),
        coefficient_of_variation(&values),
        // Rounding may leave a perfect score a hair above 1.
        gini(&mut badness.iter().map(|own| own.max(0.0)).collect::<Vec<f64>>()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_five_sources_by_hand() {
        let f1 = [0.9, 0.5, 0.8, 1.0, 0.8];
        let mut badness = f1.map(|value| Measure::F1.badness(value));
        let [mean, worst, second, tenth, gap, variation, gini] = of_means(Measure::F1, &mut badness).map(|found| found.expect("defined"));
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        near(mean, 0.8);
        near(worst, 0.5);
        near(second, 0.8);
        // Between the two worst, at 0.4 of the way: rank 0.4 of 0 to 4 in 0.5, 0.8, 0.8, 0.9, 1.0.
        near(tenth, 0.62);
        near(gap, 0.5);
        // Squares .01 + .09 + 0 + .04 + 0 = .14, over 4.
        near(variation, (0.14_f64 / 4.0).sqrt() / 0.8);
        // Errors 0, .1, .2, .2, .5: 2 (.2 + .6 + .8 + 2.5) / 5 - 6 / 5.
        near(gini, 2.0 * 4.1 / 5.0 - 1.2);
    }

    #[test]
    fn of_losses_the_largest_is_the_worst() {
        let found = of_means(Measure::Loss, &mut [0.1, 0.4]);
        assert_eq!((found[1], found[2]), (Some(0.4), Some(0.1)));
        assert_eq!(of_means(Measure::Junk, &mut [0.2])[2], None);
        assert_eq!(of_means(Measure::Junk, &mut []), [None; 7]);
    }
}
