//! Differences with intervals and tests: over all documents, and by label, source, language and kind of page.

use super::matching::Matched;
use super::part::Aligned;
use crate::gold::{Task, Verdict};
use crate::label::Label;
use crate::report::StrategyEntry;
use crate::results::{DocumentRow, LabelRow};
use crate::stats::{Pair, Paired, Resamples, WinTieLoss, holm, paired};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Strategies, over all documents.
    Strategy,
    /// Gold labels.
    Label,
    /// Outlets.
    Source,
    /// Languages.
    Lang,
    /// Kinds of pages.
    PageKind,
}

impl By {
    /// Every one.
    pub const ALL: &'static [By] = &[By::Strategy, By::Label, By::Source, By::Lang, By::PageKind];

    /// The word in the files.
    pub const fn name(self) -> &'static str {
        match self {
            By::Strategy => "strategy",
            By::Label => "label",
            By::Source => "source",
            By::Lang => "lang",
            By::PageKind => "page_kind",
        }
    }

    /// The group of a document; labels are no groups of documents.
    fn group(self, row: &DocumentRow) -> Option<&str> {
        let group = match self {
            By::Strategy => return Some(""),
            By::Label => return None,
            By::Source => &row.source,
            By::Lang => &row.lang,
            By::PageKind => &row.page_kind,
        };
        Some(group.as_str()).filter(|group| !group.is_empty())
    }
}

/// The measure of the tables by label: the share of the label's characters that stayed, document by document.
pub const LEFT: &str = "left";

/// One row of one table: means over documents; differences are B minus A.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The table.
    pub by: By,
    /// The label, source, language or kind of page; empty by strategy.
    pub group: String,
    /// The strategy on each side.
    pub strategies: [StrategyEntry; 2],
    /// The measure.
    pub metric: String,
    /// Whether more of it is better.
    pub higher_is_better: bool,
    /// The means on each side, over the documents that have a value on both.
    pub means: [f64; 2],
    /// Difference with percentile interval and n; tests that swap whole sources.
    pub paired: Paired,
    /// Ends of the BCa interval.
    pub bca: Option<(f64, f64)>,
    /// The randomisation test's p after Holm within the table: one `by`, one measure.
    pub p_holm: Option<f64>,
    /// Documents in which B is better, alike, worse: the measure's direction is seen to.
    pub outcomes: WinTieLoss,
}

/// What becomes a row: the values of one group, each with the name of its source.
struct Group<'r> {
    by: By,
    name: String,
    strategies: &'r [StrategyEntry; 2],
    metric: &'r str,
    higher_is_better: bool,
    values: Vec<(&'r str, [f64; 2])>,
}

/// All tables of a corpus and task, table by table, strategies and groups in a fixed order.
pub(super) fn tables(matched: &Matched, aligned: &[Aligned<'_>]) -> Vec<Difference> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for &by in By::ALL {
        if by == By::Label {
            aligned.iter().for_each(|own| groups.extend(by_label(&matched.task, own)));
            continue;
        }
        for (index, (metric, higher)) in matched.metrics.iter().enumerate() {
            for own in aligned {
                let named = by_document(by, index, own).into_iter();
                groups.extend(named.map(|(name, values)| Group {
                    by,
                    name: name.into(),
                    strategies: own.strategies,
                    metric,
                    higher_is_better: *higher,
                    values,
                }));
            }
        }
    }
    let mut rows: Vec<Difference> = groups.into_par_iter().filter_map(difference).collect();
    rows.chunk_by_mut(|a, b| (a.by, &a.metric) == (b.by, &b.metric)).for_each(adjust);
    rows
}

/// Values by group of documents.
fn by_document<'r>(by: By, metric: usize, aligned: &Aligned<'r>) -> BTreeMap<&'r str, Vec<(&'r str, [f64; 2])>> {
    let mut groups: BTreeMap<&str, Vec<(&str, [f64; 2])>> = BTreeMap::new();
    for &[a, b] in &aligned.documents {
        let values = [a, b].map(|row| row.values.get(metric).copied().flatten());
        if let ([Some(one), Some(two)], Some(group)) = (values, by.group(a)) {
            groups.entry(group).or_default().push((&a.source, [one, two]));
        }
    }
    groups
}

/// Shares left by label; labels that the task ignores count neither way.
fn by_label<'r>(task: &str, aligned: &Aligned<'r>) -> Vec<Group<'r>> {
    let sources: BTreeMap<&str, &str> = aligned.documents.iter().map(|[row, _]| (row.doc.as_str(), row.source.as_str())).collect();
    let share = |row: &LabelRow| (row.gold_chars > 0).then(|| row.left_chars as f64 / row.gold_chars as f64);
    let shares: BTreeMap<(&str, &str), f64> =
        aligned.labels[1].iter().filter_map(|row| Some(((row.doc.as_str(), row.label.as_str()), share(row)?))).collect();
    let mut found: BTreeMap<&str, Vec<(&str, [f64; 2])>> = BTreeMap::new();
    for row in aligned.labels[0] {
        let other = shares.get(&(row.doc.as_str(), row.label.as_str()));
        if let (Some(source), Some(one), Some(&two)) = (sources.get(row.doc.as_str()), share(row), other) {
            found.entry(&row.label).or_default().push((source, [one, two]));
        }
    }
    let group = |(label, values): (&str, Vec<(&'r str, [f64; 2])>)| {
        let higher_is_better = match verdict(task, label)? {
            Verdict::Keep => true,
            Verdict::Strip => false,
            Verdict::Ignore => return None,
        };
        Some(Group { by: By::Label, name: label.into(), strategies: aligned.strategies, metric: LEFT, higher_is_better, values })
    };
    found.into_iter().filter_map(group).collect()
}

/// What a task wants of a label; `None` for names that this gleaner does not know.
fn verdict(task: &str, label: &str) -> Option<Verdict> {
    Some(task.parse::<Task>().ok()?.verdict(label.parse::<Label>().ok()?))
}

fn difference(group: Group<'_>) -> Option<Difference> {
    let mut index: BTreeMap<&str, usize> = group.values.iter().map(|(source, _)| (*source, 0)).collect();
    index.values_mut().enumerate().for_each(|(at, place)| *place = at);
    let place = |source: &str| index.get(source).copied().unwrap_or(0);
    let pairs: Vec<Pair> = group.values.iter().map(|(source, [a, b])| Pair { source: place(source), first: *b, second: *a }).collect();
    let resamples = Resamples::new(index.len());
    let paired = paired(&pairs, &resamples)?;
    let mut sums = vec![(0.0, 0.0); index.len()];
    pairs.iter().for_each(|pair| {
        let (sum, n) = &mut sums[pair.source];
        (*sum, *n) = (*sum + pair.first - pair.second, *n + 1.0);
    });
    let mean = |drawn: &[u32]| {
        let totals = drawn.iter().map(|&source| sums[source as usize]).fold((0.0, 0.0), |(sum, n), own| (sum + own.0, n + own.1));
        (totals.1 > 0.0).then(|| totals.0 / totals.1)
    };
    let n = pairs.len() as f64;
    let WinTieLoss { wins, ties, losses } = paired.outcomes;
    let outcomes = if group.higher_is_better { paired.outcomes } else { WinTieLoss { wins: losses, ties, losses: wins } };
    Some(Difference {
        by: group.by,
        group: group.name,
        strategies: group.strategies.clone(),
        metric: group.metric.into(),
        higher_is_better: group.higher_is_better,
        means: [pairs.iter().map(|pair| pair.second).sum::<f64>() / n, pairs.iter().map(|pair| pair.first).sum::<f64>() / n],
        paired,
        bca: resamples.bca_interval(mean),
        p_holm: None,
        outcomes,
    })
}

/// Holm within one table; rows without a test are no comparisons.
fn adjust(table: &mut [Difference]) {
    let p: Vec<f64> = table.iter().map(|row| row.paired.p_randomisation.unwrap_or(f64::NAN)).collect();
    for (row, adjusted) in table.iter_mut().zip(holm(&p)) {
        row.p_holm = Some(adjusted).filter(|adjusted| !adjusted.is_nan());
    }
}
