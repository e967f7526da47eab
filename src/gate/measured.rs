//! Measures drawn from a results folder as sums by source, of which averages and their differences are made.

use crate::error::{Error, Result};
use crate::metric::{self, Counts};
use crate::results::{DocumentRow, Key, Results, Rows};
use crate::stats::{Average, Resamples};
use std::collections::{BTreeMap, BTreeSet};

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'r> {
    /// Name of the corpus.
    pub corpus: &'r str,
    /// Task.
    pub task: &'r str,
    /// Strategy.
    pub strategy: &'r str,
    /// Measure.
    pub metric: &'r str,
    /// micro, documents or sources.
    pub average: &'r str,
}

/// The documents of some strategies.
pub(super) struct Measured {
    metrics: Vec<String>,
    /// Of these, those of which less is better.
    lower: BTreeSet<String>,
    rows: Rows<DocumentRow>,
}

/// How sums by source become one number.
#[derive(Clone, Copy)]
pub(super) enum Mean {
    Documents,
    Sources,
    Micro(fn(&Counts) -> Option<f64>),
}

/// Sums by source, in the order of the sources' names; see [`super::Floor::by_source`].
pub(super) type Sums = Vec<Vec<f64>>;

impl Measured {
    /// Reads what the rules are about, for their own strategies and for the controls.
    pub fn load<'r>(results: &Results, subjects: impl Iterator<Item = Subject<'r>>, controls: &[&str]) -> Result<Self> {
        let subjects: Vec<Subject<'_>> = subjects.collect();
        let metrics: BTreeSet<&str> = subjects.iter().map(|own| own.metric).collect();
        for subject in &subjects {
            Mean::of(subject)?;
            if !results.has_metric(subject.metric) {
                let error = Error::usage(format!("the results have no measure `{}`", subject.metric)).in_file(&results.folder);
                return Err(error.remedy("evaluate with its --metrics; summary.csv lists what there is"));
            }
        }
        let wanted: BTreeSet<&str> = subjects.iter().map(|own| own.strategy).chain(controls.iter().copied()).collect();
        let metrics: Vec<&str> = metrics.into_iter().collect();
        let rows = results.documents(&metrics, |key| wanted.contains(key.strategy.as_str()))?;
        let lower = results.manifest.metrics.iter().filter(|metric| !metric.higher_is_better).map(|metric| metric.name.clone());
        Ok(Self { metrics: metrics.into_iter().map(String::from).collect(), lower: lower.collect(), rows })
    }

    /// Whether more of a subject's measure is better.
    pub fn higher_is_better(&self, subject: &Subject<'_>) -> bool {
        !self.lower.contains(subject.metric)
    }

    /// The sums of a subject under one strategy; `None` where the results do not have it.
    pub fn sums(&self, subject: &Subject<'_>, strategy: &str) -> Option<Sums> {
        let key = Key { corpus: subject.corpus.into(), task: subject.task.into(), strategy: strategy.into() };
        let rows = self.rows.get(&key)?;
        let index = self.metrics.iter().position(|metric| metric == subject.metric)?;
        let mut sources: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        let micro = subject.average == Average::Micro.name();
        for row in rows {
            let Counts { tp, fp, fn_, tn } = row.chars;
            let value = row.values.get(index).copied().flatten();
            // A document without a value is left out of every average, as in `summary.csv`.
            let own = match value {
                Some(_) if micro => vec![tp, fp, fn_, tn],
                None if micro => vec![0.0; 4],
                Some(value) => vec![value, 1.0],
                None => vec![0.0; 2],
            };
            let sums = sources.entry(&row.source).or_insert_with(|| vec![0.0; own.len()]);
            sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        }
        // Six digits are what documents.csv has; the rest is noise of the sum.
        let rounded = |sums: Vec<f64>| sums.into_iter().map(|sum| (sum * 1e6).round() / 1e6).collect();
        Some(sources.into_values().map(rounded).collect())
    }
}

impl Mean {
    /// How a subject is averaged.
    pub fn of(subject: &Subject<'_>) -> Result<Self> {
        let Subject { metric, average, .. } = *subject;
        match Average::ALL.iter().find(|own| own.name() == average) {
            Some(Average::Documents) => Ok(Mean::Documents),
            Some(Average::Sources) => Ok(Mean::Sources),
            // `documents.csv` has the counts over characters, which stand first in the table of metrics.
            Some(Average::Micro) => match metric::measure(metric) {
                Some((0, measure)) if measure.pooled => Ok(Mean::Micro(measure.of)),
                _ => Err(Error::usage(format!("no micro average of `{metric}` in a gate")).remedy("take documents or sources")),
            },
            None => Err(Error::usage(format!("`{average}` is no average")).remedy("there are micro, documents, sources")),
        }
    }

    /// The average over some sources, with repeats.
    pub fn over<'s>(self, sources: impl Iterator<Item = &'s Vec<f64>>) -> Option<f64> {
        let at = |sums: &Vec<f64>, index: usize| sums.get(index).copied().unwrap_or(0.0);
        match self {
            Mean::Documents => {
                let (sum, n) = sources.fold((0.0, 0.0), |(sum, n), own| (sum + at(own, 0), n + at(own, 1)));
                (n > 0.0).then(|| sum / n)
            }
            Mean::Sources => {
                let means = sources.filter(|own| at(own, 1) > 0.0).map(|own| at(own, 0) / at(own, 1));
                let (sum, n) = means.fold((0.0, 0.0), |(sum, n), mean| (sum + mean, n + 1.0));
                (n > 0.0).then(|| sum / n)
            }
            Mean::Micro(of) => {
                let mut counts = Counts::default();
                sources.for_each(|own| counts += Counts { tp: at(own, 0), fp: at(own, 1), fn_: at(own, 2), tn: at(own, 3) });
                of(&counts)
            }
        }
    }

    /// The average over all sources with its 95 % interval.
    pub fn estimate(self, sums: &Sums) -> (Option<f64>, Option<(f64, f64)>) {
        let value = self.over(sums.iter());
        let interval =
            value.and_then(|_| Resamples::new(sums.len()).interval(|drawn| self.over(drawn.iter().map(|&at| &sums[at as usize]))));
        (value, interval)
    }

    /// The interval of the difference of two averages over the same sources, now minus then.
    pub fn difference(self, now: &Sums, then: &Sums) -> Option<(f64, f64)> {
        let over = |sums: &Sums, drawn: &[u32]| self.over(drawn.iter().filter_map(|&at| sums.get(at as usize)));
        Resamples::new(now.len()).interval(|drawn| Some(over(now, drawn)? - over(then, drawn)?))
    }
}
