//! Pairs off two sets of things so that the pairs together weigh most (the assignment problem).
//!
//! The graph is cut into connected parts and each part is solved by the Hungarian method (Kuhn and Munkres, in the
//! `pathfinding` crate), which is exact. A part above [`MAX_WORK`] is paired greedily, heaviest pair first, which is
//! known to reach at least half of the best weight; no real document comes near.

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Steps of the Hungarian method (smaller side squared times larger side) that one part may take: 500 against 500.
pub const MAX_WORK: usize = 125_000_000;

/// Two things that may be paired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Index on the left side.
    pub left: usize,
    /// Index on the right side.
    pub right: usize,
    /// What the pair is worth; pairs worth nothing or less are never made. At most 2^52.
    pub weight: i64,
}

/// One-to-one pairs (left, right) of the largest total weight, by left index.
///
/// ```
/// use gleaner::metric::matching::{Edge, heaviest};
/// let edge = |left, right, weight| Edge { left, right, weight };
/// // Taking the heaviest pair first (0, 0) would leave 1 alone: 5 instead of 8.
/// assert_eq!(heaviest(&[edge(0, 0, 5), edge(0, 1, 4), edge(1, 0, 4)]), [(0, 1), (1, 0)]);
/// ```
pub fn heaviest(edges: &[Edge]) -> Vec<(usize, usize)> {
    let edges: Vec<Edge> = edges.iter().filter(|edge| edge.weight > 0).copied().collect();
    let mut pairs: Vec<(usize, usize)> = parts(&edges).iter().flat_map(|part| pair_off(part)).collect();
    pairs.sort_unstable();
    pairs
}

/// Edges by connected part of the graph.
fn parts(edges: &[Edge]) -> Vec<Vec<Edge>> {
    let (left, right) = (numbered(edges.iter().map(|edge| edge.left)), numbered(edges.iter().map(|edge| edge.right)));
    let mut parent: Vec<usize> = (0..left.len() + right.len()).collect();
    for edge in edges {
        let (a, b) = (root(&mut parent, left[&edge.left]), root(&mut parent, left.len() + right[&edge.right]));
        parent[a.max(b)] = a.min(b);
    }
    let mut parts: BTreeMap<usize, Vec<Edge>> = BTreeMap::new();
    for edge in edges {
        parts.entry(root(&mut parent, left[&edge.left])).or_default().push(*edge);
    }
    parts.into_values().collect()
}

/// Representative of a node, with the path to it halved.
fn root(parent: &mut [usize], mut node: usize) -> usize {
    while parent[node] != node {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    node
}

/// Dense numbers for sparse indices, in their order.
fn numbered(indices: impl Iterator<Item = usize>) -> BTreeMap<usize, usize> {
    let mut numbers: BTreeMap<usize, usize> = indices.map(|index| (index, 0)).collect();
    numbers.values_mut().enumerate().for_each(|(number, value)| *value = number);
    numbers
}

/// Pairs of one part.
fn pair_off(part: &[Edge]) -> Vec<(usize, usize)> {
    if let [edge] = part {
        return vec![(edge.left, edge.right)];
    }
    let (left, right) = (numbered(part.iter().map(|edge| edge.left)), numbered(part.iter().map(|edge| edge.right)));
    let (low, high) = (left.len().min(right.len()), left.len().max(right.len()));
    if low.saturating_mul(low).saturating_mul(high) > MAX_WORK {
        return greedy(part);
    }
    // The Hungarian method wants the smaller side as rows.
    let swapped = left.len() > right.len();
    let mut weights = Matrix::new(low, high, 0_i64);
    for edge in part {
        let (a, b) = (left[&edge.left], right[&edge.right]);
        let cell = if swapped { (b, a) } else { (a, b) };
        weights[cell] = weights[cell].max(edge.weight);
    }
    let (_, columns) = kuhn_munkres(&weights);
    let (left, right): (Vec<usize>, Vec<usize>) = (left.into_keys().collect(), right.into_keys().collect());
    let taken = columns.into_iter().enumerate().filter(|&cell| weights[cell] > 0);
    taken.map(|(row, column)| if swapped { (left[column], right[row]) } else { (left[row], right[column]) }).collect()
}

/// Heaviest pair first, ties by index.
fn greedy(part: &[Edge]) -> Vec<(usize, usize)> {
    let mut edges = part.to_vec();
    edges.sort_unstable_by_key(|edge| (Reverse(edge.weight), edge.left, edge.right));
    let (mut left, mut right) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    let free = edges.into_iter().filter(|edge| {
        let free = !left.contains(&edge.left) && !right.contains(&edge.right);
        if free {
            left.insert(edge.left);
            right.insert(edge.right);
        }
        free
    });
    free.map(|edge| (edge.left, edge.right)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The largest total by trying everything.
    fn best(edges: &[Edge], used: (u32, u32)) -> i64 {
        let Some((first, rest)) = edges.split_first() else { return 0 };
        let without = best(rest, used);
        if used.0 >> first.left & 1 == 1 || used.1 >> first.right & 1 == 1 {
            return without;
        }
        without.max(first.weight + best(rest, (used.0 | 1 << first.left, used.1 | 1 << first.right)))
    }

    proptest! {
        #[test]
        fn no_other_pairing_weighs_more(cells in prop::collection::btree_map((0_usize..5, 0_usize..4), 1_i64..20, 0..10)) {
            let edges: Vec<Edge> = cells.iter().map(|(&(left, right), &weight)| Edge { left, right, weight }).collect();
            let pairs = heaviest(&edges);
            let total: i64 = pairs.iter().map(|pair| cells[pair]).sum();
            prop_assert_eq!(total, best(&edges, (0, 0)));
            let greedily: i64 = greedy(&edges).iter().map(|pair| cells[pair]).sum();
            prop_assert!(2 * greedily >= total);
        }
    }
}
