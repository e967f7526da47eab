//! Permutation test of labels: all distinct ways to deal labels out again, or seeded random ones where there are too many.
//!
//! Labels are dealt only among the items of a stratum, so that what hangs together stays together. Source: Fisher 1935;
//! Phipson and Smyth 2010 on counting the real one in.

use crate::random::Random;

/// Most arrangements that are all tried.
const MAX_EXACT: usize = 2000;
/// Arrangements drawn where there are more, the real one not counted: the least p is 0.0005, so that it can outlast Holm's
/// adjustment over a hundred strategies.
const DRAWN: usize = 1999;

/// Ways to deal labels out.
#[derive(Debug)]
pub struct Arrangements {
    /// A label for each item, in each arrangement.
    pub labels: Vec<Vec<u32>>,
    /// Whether these are all there are, the real one included.
    pub exact: bool,
}

impl Arrangements {
    /// Arrangements of `labels` within strata; both have an entry for each item.
    pub fn new(labels: &[u32], strata: &[u32], seed: u64) -> Self {
        let members = members(labels.len(), strata);
        if count(labels, &members) <= MAX_EXACT as f64 {
            return Self { labels: all(labels, &members), exact: true };
        }
        let mut random = Random::new(seed);
        let drawn = (0..DRAWN).map(|_| shuffled(labels, &members, &mut random)).collect();
        Self { labels: drawn, exact: false }
    }

    /// The p of a statistic: the share of arrangements whose value is at least as large. `None` if there is only one
    /// arrangement, which decides nothing.
    ///
    /// Drawn arrangements count the real one in: (extreme + 1) / (drawn + 1).
    pub fn p(&self, extreme: usize) -> Option<f64> {
        match (self.exact, self.labels.len()) {
            (true, 0 | 1) => None,
            (true, all) => Some(extreme as f64 / all as f64),
            (false, drawn) => Some((extreme + 1) as f64 / (drawn + 1) as f64),
        }
    }
}

/// The items of each stratum, in order.
fn members(items: usize, strata: &[u32]) -> Vec<Vec<usize>> {
    let mut by_stratum: std::collections::BTreeMap<u32, Vec<usize>> = std::collections::BTreeMap::new();
    (0..items).for_each(|item| by_stratum.entry(strata.get(item).copied().unwrap_or(0)).or_default().push(item));
    by_stratum.into_values().collect()
}

/// The number of distinct arrangements: a product of multinomial coefficients.
fn count(labels: &[u32], members: &[Vec<usize>]) -> f64 {
    let mut product = 1.0_f64;
    for items in members {
        let mut own: Vec<u32> = items.iter().map(|&item| labels[item]).collect();
        own.sort_unstable();
        let mut placed = 0.0;
        for same in own.chunk_by(|a, b| a == b) {
            (1..=same.len()).for_each(|of| {
                placed += 1.0;
                product *= placed / of as f64;
            });
        }
    }
    product.round()
}

/// Every distinct arrangement: each stratum counts up in lexicographic order, like the wheels of an odometer.
fn all(labels: &[u32], members: &[Vec<usize>]) -> Vec<Vec<u32>> {
    let mut wheels: Vec<Vec<u32>> = members.iter().map(|items| items.iter().map(|&item| labels[item]).collect()).collect();
    wheels.iter_mut().for_each(|wheel| wheel.sort_unstable());
    let mut found = Vec::new();
    loop {
        let mut dealt = labels.to_vec();
        for (items, wheel) in members.iter().zip(&wheels) {
            items.iter().zip(wheel).for_each(|(&item, &label)| dealt[item] = label);
        }
        found.push(dealt);
        if !wheels.iter_mut().any(|wheel| next(wheel)) {
            return found;
        }
    }
}

/// The next arrangement in lexicographic order; the last is followed by the first, and the answer is no.
fn next(labels: &mut [u32]) -> bool {
    let Some(rise) = labels.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        labels.reverse();
        return false;
    };
    let larger = labels.iter().rposition(|&label| label > labels[rise]).unwrap_or(rise);
    labels.swap(rise, larger);
    labels[rise + 1..].reverse();
    true
}

fn shuffled(labels: &[u32], members: &[Vec<usize>], random: &mut Random) -> Vec<u32> {
    let mut dealt = labels.to_vec();
    for items in members {
        for last in (1..items.len()).rev() {
            dealt.swap(items[last], items[random.below(last as u64 + 1) as usize]);
        }
    }
    dealt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_arrangements_are_all_tried_once() {
        let six = Arrangements::new(&[0, 1, 0, 1], &[0; 4], 1);
        let mut seen = six.labels.clone();
        seen.sort();
        seen.dedup();
        assert_eq!((six.labels.len(), seen.len(), six.exact), (6, 6, true));
        // Two strata: of the first there are two arrangements, of the second three.
        let strata = Arrangements::new(&[0, 1, 0, 0, 2], &[0, 0, 1, 1, 1], 1);
        assert_eq!(strata.labels.len(), 6);
        assert!(strata.labels.iter().all(|labels| labels[..2].contains(&1) && labels[2..].contains(&2)));
    }

    #[test]
    fn one_arrangement_decides_nothing() {
        assert_eq!(Arrangements::new(&[3, 3, 3], &[0; 3], 1).p(1), None);
        assert_eq!(Arrangements::new(&[0, 1], &[0, 1], 1).p(1), None);
        assert_eq!(Arrangements::new(&[], &[], 1).p(0), None);
    }

    #[test]
    fn many_are_drawn_and_keep_the_sizes_of_the_groups() {
        let labels: Vec<u32> = (0..40).map(|at| at % 3).collect();
        let drawn = Arrangements::new(&labels, &[0; 40], 5);
        assert_eq!((drawn.labels.len(), drawn.exact, drawn.p(0)), (1999, false, Some(0.0005)));
        assert!(drawn.labels.iter().all(|own| own.iter().filter(|&&label| label == 0).count() == 14));
        assert_eq!(drawn.labels, Arrangements::new(&labels, &[0; 40], 5).labels);
    }
}
