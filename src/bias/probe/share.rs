//! The share of the n-gram kernel that lies between sources, corrected for what chance gives.
//!
//! With `K` the kernel centred on the mean of each stratum (an event that several sources cover; the whole collection where no
//! events are known) and `P` the projection on sources, `R2 = tr(P K) / tr(K)`, a multivariate R² (MANOVA by distances, McArdle
//! and Anderson 2001). Labels exchanged at random within strata give `E` in the mean, in closed form; `share = (R2 - E) / (1 - E)`.
//! Without events that is the usual adjusted R², `1 - (1 - R2)(n - 1)/(n - K)`. What events have in common is taken off
//! first, because it belongs to no source and would push the share of a balanced collection below nought.

use super::matrix::Symmetric;
use super::refusal::Refusal;
use crate::random::Random;

/// Between-source share of the kernel.
#[derive(Clone, Debug, PartialEq)]
pub struct KernelShare {
    /// Bias-corrected share: nought if sources say no more than chance, one if documents of a source are all alike.
    pub share: f64,
    /// Standard error: jackknife over sources. It covers the choice of sources, given their documents.
    pub standard_error: f64,
    /// The share before correction.
    pub r2: f64,
    /// What chance gives in the mean, by formula.
    pub expected: f64,
    /// What the permutations gave in the mean; a check of `expected`.
    pub null_mean: f64,
    /// (1 + permutations that reach `r2`) / (1 + permutations).
    pub p: f64,
    /// Part of the share that each source brings, times the number of sources, so that their mean is the share; in the
    /// order of [`super::Probe::sources`].
    pub by_source: Vec<f64>,
}

/// R2 that is less than this below another is taken to equal it.
const TIE: f64 = 1e-12;

/// Computes the share of a kernel; `labels` from 0 to `count`, `strata` from 0.
///
/// # Errors
/// [`Refusal::NothingVaries`] if nothing is left once strata are centred.
pub fn kernel_share(
    kernel: &Symmetric,
    labels: &[usize],
    count: usize,
    strata: &[usize],
    permutations: usize,
    seed: u64,
) -> Result<KernelShare, Refusal> {
    let parts = Parts::of(kernel, labels, count, strata).ok_or(Refusal::NothingVaries)?;
    let mut random = Random::new(seed);
    let mut moved = labels.to_vec();
    let groups = grouped(strata);
    let (mut reached, mut sum) = (0usize, 0.0);
    for _ in 0..permutations {
        groups.iter().for_each(|group| exchange(&mut moved, group, &mut random));
        let r2: f64 = between(&parts.centred, &moved, count).iter().sum::<f64>() / parts.total;
        reached += usize::from(r2 >= parts.r2() - TIE);
        sum += r2;
    }
    let share = |of: f64, chance: f64| (of - chance) / (1.0 - parts.expected());
    let each = parts.between.iter().zip(&parts.chance);
    Ok(KernelShare {
        share: parts.share(),
        standard_error: jackknife(kernel, labels, count, strata),
        r2: parts.r2(),
        expected: parts.expected(),
        null_mean: sum / permutations.max(1) as f64,
        p: (1 + reached) as f64 / (1 + permutations) as f64,
        by_source: each.map(|(of, chance)| count as f64 * share(of / parts.total, chance / parts.total)).collect(),
    })
}

/// Sums of squares, whole and by source.
struct Parts {
    centred: Symmetric,
    total: f64,
    between: Vec<f64>,
    chance: Vec<f64>,
}

impl Parts {
    fn of(kernel: &Symmetric, labels: &[usize], count: usize, strata: &[usize]) -> Option<Self> {
        let centred = kernel.centred(strata);
        let total = centred.trace();
        let chance = chance(&centred, labels, count, strata);
        let possible = total - chance.iter().sum::<f64>();
        let varies = total > TIE * kernel.trace() && possible > TIE * total;
        varies.then(|| Self { total, between: between(&centred, labels, count), chance, centred })
    }

    fn r2(&self) -> f64 {
        self.between.iter().sum::<f64>() / self.total
    }

    fn expected(&self) -> f64 {
        self.chance.iter().sum::<f64>() / self.total
    }

    fn share(&self) -> f64 {
        (self.r2() - self.expected()) / (1.0 - self.expected())
    }
}

/// `tr(P K)`, source by source: the sum over pairs of its documents over their number.
fn between(centred: &Symmetric, labels: &[usize], count: usize) -> Vec<f64> {
    let members = grouped_in(labels, count);
    let of = |members: &Vec<usize>| {
        let pairs = members.iter().enumerate().map(|(at, &row)| {
            let cells = centred.row(row);
            cells[row] + 2.0 * members[..at].iter().map(|&column| cells[column]).sum::<f64>()
        });
        if members.is_empty() { 0.0 } else { pairs.sum::<f64>() / members.len() as f64 }
    };
    members.iter().map(of).collect()
}

/// The mean of [`between`] over all exchanges of labels within strata: with `m` documents in a stratum, `k` of them of the
/// source, and `t` the stratum's part of the trace, a source of `n` documents gets `t k (m - k) / (n m (m - 1))`.
fn chance(centred: &Symmetric, labels: &[usize], count: usize, strata: &[usize]) -> Vec<f64> {
    let sizes: Vec<usize> = grouped_in(labels, count).iter().map(Vec::len).collect();
    let mut sums = vec![0.0; count];
    for group in grouped(strata).iter().filter(|group| group.len() > 1) {
        let trace: f64 = group.iter().map(|&at| centred.at(at, at)).sum();
        let size = group.len() as f64;
        let mut own = vec![0.0; count];
        group.iter().for_each(|&at| own[labels[at]] += 1.0);
        for ((sum, own), &documents) in sums.iter_mut().zip(own).zip(&sizes).filter(|(_, documents)| **documents > 0) {
            *sum += trace * own * (size - own) / (documents as f64 * size * (size - 1.0));
        }
    }
    sums
}

/// Standard error of the share from leaving out one source after the other.
fn jackknife(kernel: &Symmetric, labels: &[usize], count: usize, strata: &[usize]) -> f64 {
    let without = |source: usize| {
        let kept: Vec<usize> = (0..labels.len()).filter(|&at| labels[at] != source).collect();
        let pick = |list: &[usize]| kept.iter().map(|&at| list[at]).collect::<Vec<usize>>();
        Parts::of(&kernel.part(&kept), &pick(labels), count, &pick(strata)).map(|parts| parts.share())
    };
    let left: Vec<f64> = (0..count).filter_map(without).collect();
    let n = left.len() as f64;
    let mean = left.iter().sum::<f64>() / n;
    ((n - 1.0) / n * left.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>()).sqrt()
}

/// Members of each group, groups numbered from 0.
pub fn grouped(group: &[usize]) -> Vec<Vec<usize>> {
    grouped_in(group, group.iter().max().map_or(0, |last| last + 1))
}

fn grouped_in(group: &[usize], count: usize) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); count];
    group.iter().enumerate().for_each(|(at, &own)| members[own].push(at));
    members
}

/// Deals the labels of a group's members among them anew.
pub fn exchange(labels: &mut [usize], group: &[usize], random: &mut Random) {
    for last in (1..group.len()).rev() {
        let other = random.below(last as u64 + 1) as usize;
        labels.swap(group[last], group[other]);
    }
}
