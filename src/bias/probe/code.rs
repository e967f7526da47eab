//! The code length of sources given texts: a prequential ("online") code, Dawid 1984; as a probe Voita and Titov 2020.
//!
//! Blocks of one document of every source (of one event, where events are crossed) come in random order. The first block costs log2 K
//! bits a document; later ones `-log2 p` with the ridge probe trained on all blocks before. Its scores become probabilities
//! by softmax; the temperature is not chosen once but mixed over [`TEMPERATURES`] by how well each coded the blocks before, so that
//! no block is coded with knowledge of itself.

use super::Settings;
use super::average::{deviation, mean};
use super::folds::{Design, Draw};
use super::matrix::{Symmetric, add, dot};
use super::scores::scales;
use super::selection::Selected;
use crate::random::Random;
use rayon::prelude::*;

/// Bits that a probe saves when it codes the sources of documents, learning as it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// Bits saved per document against a code that knows nothing, mean over orders. Below nought if learning cost more than
    /// it gave.
    pub saved: f64,
    /// Bits per document of the code that knows nothing: log2 of the number of sources; more cannot be saved.
    pub uniform: f64,
    /// Length of that code over the length of the probe's.
    pub compression: f64,
    /// Standard deviation of `saved` over orders: not the uncertainty of the figure.
    pub order_deviation: f64,
    /// For each document of the sample the bits spent on its source, mean over orders; `None` where it was not coded.
    pub bits_by_document: Vec<Option<f64>>,
}

/// Temperatures of the softmax; the last knows nothing.
const TEMPERATURES: [f64; 9] = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, f64::INFINITY];

/// No temperature weighs less than this against the best, so that no document can cost more than some 30 bits over log2 K.
const LEAST_WEIGHT: f64 = 1e-9;

/// Codes the sources of the selected documents; `documents` is the size of the sample.
pub fn code(kernel: &Symmetric, selected: &Selected, documents: usize, settings: &Settings) -> Code {
    let design = Design::of(selected);
    let mut random = Random::new(settings.seed);
    let orders: Vec<Draw> = (0..settings.orders.max(1)).map(|_| design.draw(usize::MAX, &mut random)).collect();
    let uniform = libm::log2(selected.count() as f64);
    let lengths: Vec<Vec<f64>> = orders.par_iter().map(|order| bits(kernel, selected, order, settings.penalty)).collect();
    let saved: Vec<f64> = lengths.iter().map(|bits| uniform - mean(bits)).collect();
    let mut sums = vec![(0.0, 0usize); documents];
    for (order, bits) in orders.iter().zip(&lengths) {
        for (at, bits) in order.used().into_iter().zip(bits) {
            let sum = &mut sums[selected.documents[at]];
            *sum = (sum.0 + bits, sum.1 + 1);
        }
    }
    Code {
        saved: mean(&saved),
        uniform,
        compression: uniform / (uniform - mean(&saved)),
        order_deviation: deviation(&saved),
        bits_by_document: sums.into_iter().map(|(sum, coded)| (coded > 0).then(|| sum / coded as f64)).collect(),
    }
}

/// Bits of each document in one order.
fn bits(kernel: &Symmetric, selected: &Selected, order: &Draw, penalty: f64) -> Vec<f64> {
    let used = order.used();
    let count = selected.count();
    let uniform = libm::log2(count as f64);
    let labels: Vec<usize> = used.iter().map(|&at| selected.labels[at]).collect();
    let part = kernel.part(&used);
    let Some(factor) = part.inverse_factor(penalty) else { return vec![uniform; used.len()] };
    let mut spent = [0.0; TEMPERATURES.len()];
    let mut bits = vec![uniform; order.folds.first().map_or(0, Vec::len)];
    for block in order.folds.iter().skip(1) {
        let past = bits.len();
        let scales = scales(labels[..past].iter().copied(), count);
        let weights = mixture(&spent);
        for at in past..past + block.len() {
            let sums = scores(&factor, &part, at, past, &labels, count);
            let scores: Vec<f64> = sums.iter().zip(&scales).map(|(sum, scale)| sum * scale).collect();
            let costs = TEMPERATURES.map(|temperature| cost(&scores, labels[at], temperature));
            let chance: f64 = costs.iter().zip(weights).map(|(cost, weight)| weight * libm::exp2(-cost)).sum();
            spent.iter_mut().zip(costs).for_each(|(spent, cost)| *spent += cost);
            bits.push(-libm::log2(chance));
        }
    }
    bits
}

/// Sums by source of the weights of the first `past` documents in the score of document `at`.
fn scores(factor: &[f64], kernel: &Symmetric, at: usize, past: usize, labels: &[usize], count: usize) -> Vec<f64> {
    let order = kernel.order();
    let similar = &kernel.row(at)[..past];
    let mut weights = vec![0.0; past];
    for row in 0..past {
        let own = &factor[row * order..=row * order + row];
        add(&mut weights[..=row], dot(own, &similar[..=row]), own);
    }
    let mut sums = vec![0.0; count];
    weights.iter().zip(labels).for_each(|(weight, &label)| sums[label] += weight);
    sums
}

/// Weights of the temperatures, from the bits that each would have spent so far.
fn mixture(spent: &[f64; TEMPERATURES.len()]) -> [f64; TEMPERATURES.len()] {
    let least = spent.iter().copied().fold(f64::INFINITY, f64::min);
    let raw = spent.map(|bits| libm::exp2(least - bits).max(LEAST_WEIGHT));
    let sum: f64 = raw.iter().sum();
    raw.map(|weight| weight / sum)
}

/// Bits for the source `truth` at a temperature.
fn cost(scores: &[f64], truth: usize, temperature: f64) -> f64 {
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = scores.iter().map(|score| libm::exp((score - highest) / temperature)).sum();
    (libm::log(sum) - (scores[truth] - highest) / temperature) / std::f64::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(labels: Vec<usize>, events: Option<Vec<usize>>) -> Selected {
        let sources = (0..=labels.iter().copied().max().unwrap_or(0)).collect();
        Selected { documents: (0..labels.len()).collect(), labels, sources, events }
    }

    fn kernel(of: impl Fn(usize, usize) -> f64, order: usize) -> Symmetric {
        Symmetric::from_lower(&(0..order).map(|row| (0..=row).map(|column| of(row, column)).collect()).collect::<Vec<_>>())
    }

    #[test]
    fn the_first_block_costs_log2_k_and_texts_that_say_nothing_save_nothing() {
        let labels: Vec<usize> = (0..12).map(|at| at % 4).collect();
        let blank = code(&kernel(|_, _| 0.0, 12), &selected(labels.clone(), None), 12, &Settings::default());
        assert!(blank.saved.abs() < 1e-12 && (blank.compression - 1.0).abs() < 1e-12);
        assert!(blank.bits_by_document.iter().all(|bits| bits.is_some_and(|bits| (bits - 2.0).abs() < 1e-12)));
        // One document of every source: nothing but the first block.
        let single = code(&kernel(|a, b| f64::from(u8::from(a == b)), 4), &selected(vec![0, 1, 2, 3], None), 4, &Settings::default());
        assert_eq!((single.saved, single.uniform), (0.0, 2.0));
    }

    /// Two sources without likeness across, documents of one all alike. Blocks of two. After one block of one document each, the
    /// inverse factor is 1/sqrt(1.1) on the diagonal, so the weight of the like document is 1/1.1 and the scores are
    /// 2/1.1 and 0: at temperature t a document costs log2(1 + exp(-2/(1.1 t))) bits, mixed over equal weights.
    #[test]
    fn the_second_block_by_hand() {
        let labels = vec![0, 1, 0, 1];
        let alike = kernel(|a, b| f64::from(u8::from(labels[a] == labels[b])), 4);
        let found = code(&alike, &selected(labels.clone(), None), 4, &Settings { orders: 1, ..Settings::default() });
        let chance = |t: f64| 1.0 / (1.0 + (-2.0 / (1.1 * t)).exp());
        let mixed = TEMPERATURES.map(chance).iter().sum::<f64>() / 9.0;
        // Weights move only after the block: both documents of the second block cost the same.
        let expected = 1.0 - (1.0 - mixed.log2()) / 2.0;
        assert!((found.saved - expected).abs() < 1e-12, "{} {expected}", found.saved);
    }

    #[test]
    fn a_wrong_certainty_is_bounded() {
        let mut spent = [5000.0; TEMPERATURES.len()];
        spent[0] = 0.0;
        assert!(mixture(&spent)[TEMPERATURES.len() - 1] > 1e-10);
        assert_eq!(cost(&[1.0, 0.0], 1, f64::INFINITY), 1.0);
    }
}
