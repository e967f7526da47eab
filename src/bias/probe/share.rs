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
use rayon::prelude::*;

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
    let left: Vec<f64> = (0..count).into_par_iter().filter_map(without).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The kernel of points on a line.
    fn line(points: &[f64]) -> Symmetric {
        let row = |at: usize| (0..=at).map(|other| points[at] * points[other]).collect();
        Symmetric::from_lower(&(0..points.len()).map(row).collect::<Vec<Vec<f64>>>())
    }

    /// Points 0, 2 of one source and 4, 6 of another: mean 3, total 9+1+1+9 = 20, between 2*4 + 2*4 = 16, R2 = 0.8;
    /// adjusted 1 - 0.2 * 3/2 = 0.7. Each source brings half.
    #[test]
    fn a_share_by_hand() {
        let found = kernel_share(&line(&[0.0, 2.0, 4.0, 6.0]), &[0, 0, 1, 1], 2, &[0; 4], 999, 1).expect("varies");
        assert!((found.r2 - 0.8).abs() < 1e-12 && (found.expected - 1.0 / 3.0).abs() < 1e-12);
        assert!((found.share - 0.7).abs() < 1e-12);
        assert!(found.by_source.iter().all(|part| (part - 0.7).abs() < 1e-12));
        // Of the six labellings two are as far apart: p = 1/3. 999 draws have a standard deviation of 0.015.
        assert!((found.p - 1.0 / 3.0).abs() < 0.06 && (found.null_mean - 1.0 / 3.0).abs() < 0.05, "{found:?}");
    }

    /// The exact p of every labelling of the six points, against drawn ones, and the mean against the closed form.
    #[test]
    fn permutations_agree_with_all_labellings() {
        let points = [0.0, 1.0, 1.5, 4.0, 4.5, 9.0];
        let own = [0, 0, 0, 1, 1, 1];
        let centred = line(&points).centred(&[0; 6]);
        let statistic = |labels: &[usize]| between(&centred, labels, 2).iter().sum::<f64>();
        let all: Vec<f64> = (0u32..64)
            .filter(|bits| bits.count_ones() == 3)
            .map(|bits| statistic(&(0..6).map(|at| (bits >> at & 1) as usize).collect::<Vec<_>>()))
            .collect();
        let exact = all.iter().filter(|value| **value >= statistic(&own) - TIE).count() as f64 / all.len() as f64;
        let found = kernel_share(&line(&points), &own, 2, &[0; 6], 9999, 4).expect("varies");
        assert_eq!(exact, 0.1);
        assert!((found.p - exact).abs() < 0.01, "{}", found.p);
        assert!((found.expected - all.iter().sum::<f64>() / 20.0 / centred.trace()).abs() < 1e-12);
    }

    /// Two events far apart, each covered by both sources: 0, 2 and 100, 104. Centred: -1, 1, -2, 2. Sources: total 10; each
    /// source's mean is 1.5 from nought, between 2 * 2 * 2.25 = 9, R2 = 0.9. Labels of an event can stay or swap: sources
    /// get (1 + 2)^2 or (1 - 2)^2 by halves: 9 or 1, mean 5, E = 0.5, share 0.8, p = 1/2.
    #[test]
    fn what_an_event_has_in_common_belongs_to_no_source() {
        let found = kernel_share(&line(&[0.0, 2.0, 100.0, 104.0]), &[0, 1, 0, 1], 2, &[0, 0, 1, 1], 999, 1).expect("varies");
        assert!((found.r2 - 0.9).abs() < 1e-9 && (found.expected - 0.5).abs() < 1e-9 && (found.share - 0.8).abs() < 1e-9);
        assert!((found.p - 0.5).abs() < 0.06);
    }

    /// Leaving out one of three sources of two points each: shares of the other two by hand.
    #[test]
    fn the_jackknife_by_hand() {
        let points = [0.0, 2.0, 4.0, 6.0, 10.0, 12.0];
        // Pairs (0 2 | 4 6): 0.7. (4 6 | 10 12): total 40, between 36, R2 0.9, adjusted 0.85. (0 2 | 10 12): total 104, between
        // 100, R2 25/26, adjusted 1 - 3/52 = 49/52.
        let left: [f64; 3] = [0.7, 0.85, 49.0 / 52.0];
        let mean = left.iter().sum::<f64>() / 3.0;
        let expected = (2.0 / 3.0 * left.iter().map(|value| (value - mean).powi(2)).sum::<f64>()).sqrt();
        let found = jackknife(&line(&points), &[0, 0, 1, 1, 2, 2], 3, &[0; 6]);
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    #[test]
    fn texts_that_do_not_differ_have_no_share() {
        assert_eq!(kernel_share(&line(&[0.0; 4]), &[0, 0, 1, 1], 2, &[0; 4], 9, 1), Err(Refusal::NothingVaries));
        assert_eq!(kernel_share(&line(&[1.0; 4]), &[0, 0, 1, 1], 2, &[0; 4], 9, 1), Err(Refusal::NothingVaries));
    }
}
