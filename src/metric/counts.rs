//! The one definition of precision, recall and F, with every empty case.

use std::ops::AddAssign;

/// Outcomes with content as the positive class. Halves occur in partial span matches.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Counts {
    /// Content that stayed.
    pub tp: f64,
    /// Boilerplate that stayed.
    pub fp: f64,
    /// Content that went.
    pub fn_: f64,
    /// Boilerplate that went.
    pub tn: f64,
}

/// Precision, recall and F1, each 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Prf {
    /// Share of what was kept that is right.
    pub precision: f64,
    /// Share of what is right that was kept.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Counts {
    /// Counts of one unit.
    pub fn add(&mut self, content: bool, kept: bool, weight: f64) {
        match (content, kept) {
            (true, true) => self.tp += weight,
            (false, true) => self.fp += weight,
            (true, false) => self.fn_ += weight,
            (false, false) => self.tn += weight,
        }
    }

    /// Share of what stayed that is content. Nothing stayed: 1 if there was no content, else 0.
    ///
    /// ```
    /// use gleaner::metric::Counts;
    /// let counts = Counts { tp: 6.0, fp: 2.0, fn_: 4.0, tn: 1.0 };
    /// assert_eq!((counts.precision(), counts.recall()), (0.75, 0.6));
    /// assert_eq!(counts.f1(), 2.0 * 0.75 * 0.6 / 1.35);
    /// ```
    pub fn precision(&self) -> f64 {
        if self.tp + self.fp > 0.0 {
            self.tp / (self.tp + self.fp)
        } else if self.fn_ > 0.0 {
            0.0
        } else {
            1.0
        }
    }

    /// Share of the content that stayed. There was none: 1.
    pub fn recall(&self) -> f64 {
        if self.tp + self.fn_ > 0.0 { self.tp / (self.tp + self.fn_) } else { 1.0 }
    }

    /// Harmonic mean of precision and recall; 0 where both are 0.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    /// Precision, recall and F1 together.
    pub fn prf(&self) -> Prf {
        Prf { precision: self.precision(), recall: self.recall(), f1: self.f1() }
    }

    /// The same where an empty denominator gives 0, as scikit-learn and its kin have it. With a hit no denominator is empty.
    pub fn prf_or_zero(&self) -> Prf {
        if self.tp > 0.0 { self.prf() } else { Prf::default() }
    }

    /// Hits as a share of all but true negatives (Jaccard index); nothing to find and nothing found: 1.
    pub fn jaccard(&self) -> f64 {
        let all = self.tp + self.fp + self.fn_;
        if all > 0.0 { self.tp / all } else { 1.0 }
    }

    /// Share of the units that are right; `None` without units.
    pub fn accuracy(&self) -> Option<f64> {
        let all = self.tp + self.fp + self.fn_ + self.tn;
        (all > 0.0).then(|| (self.tp + self.tn) / all)
    }

    /// Mean of the recalls of both classes; `None` where either class is absent.
    pub fn balanced_accuracy(&self) -> Option<f64> {
        let (positives, negatives) = (self.tp + self.fn_, self.tn + self.fp);
        (positives > 0.0 && negatives > 0.0).then(|| (self.tp / positives + self.tn / negatives) / 2.0)
    }

    /// Matthews correlation coefficient, -1 to 1; `None` where a class is absent from either side.
    pub fn mcc(&self) -> Option<f64> {
        let sides = [self.tp + self.fp, self.tp + self.fn_, self.tn + self.fp, self.tn + self.fn_];
        let scale: f64 = sides.iter().map(|side| side.sqrt()).product();
        (scale > 0.0).then(|| ((self.tp * self.tn - self.fp * self.fn_) / scale).clamp(-1.0, 1.0))
    }

    /// The same counts with the other class as the positive one.
    pub fn flipped(&self) -> Self {
        Self { tp: self.tn, fp: self.fn_, fn_: self.fp, tn: self.tp }
    }

    /// Share of the boilerplate that stayed; `None` if there was none.
    pub fn residue(&self) -> Option<f64> {
        let all = self.fp + self.tn;
        (all > 0.0).then(|| self.fp / all)
    }

    /// Share of the content that went; `None` if there was none.
    pub fn damage(&self) -> Option<f64> {
        let all = self.tp + self.fn_;
        (all > 0.0).then(|| self.fn_ / all)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.tp += other.tp;
        self.fp += other.fp;
        self.fn_ += other.fn_;
        self.tn += other.tn;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prf(tp: f64, fp: f64, fn_: f64, tn: f64) -> (f64, f64, f64) {
        let counts = Counts { tp, fp, fn_, tn };
        (counts.precision(), counts.recall(), counts.f1())
    }

    #[test]
    fn every_empty_case_has_a_value() {
        // No content, nothing kept: right. No content, something kept: wrong. Content, nothing kept: wrong.
        assert_eq!(prf(0.0, 0.0, 0.0, 5.0), (1.0, 1.0, 1.0));
        assert_eq!(prf(0.0, 3.0, 0.0, 5.0), (0.0, 1.0, 0.0));
        assert_eq!(prf(0.0, 0.0, 4.0, 5.0), (0.0, 0.0, 0.0));
        // Nothing at all counts: right.
        assert_eq!(prf(0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0));
        assert_eq!(Counts::default().residue(), None);
        assert_eq!(Counts::default().damage(), None);
    }
}
