//! Gamma for two annotators: labelled spans aligned so that their disorder is least, against chance.
//!
//! Source: Mathet, Widlöcher and Métivier 2015 ("The Unified and Holistic Method Gamma"); parameters and disorder as in
//! pygamma-agreement 0.5.9 (alpha = beta = Δ∅ = 1, plain categories). With two annotators the best alignment is an assignment
//! problem and solved exactly; weights are rounded to 2^-40, the disorder itself is summed in `f64`.
//!
//! Only the disorder is a fixed quantity: gamma compares it with random annotations and so depends on the seed. They are
//! drawn as in section 5.2 of the paper: each annotator's units are taken from a random one of the two and shifted round the
//! continuum, the two shifts at least half a mean unit apart.

use crate::metric::matching::{Edge, heaviest};
use crate::random::Random;
use crate::span::Span;

/// Units of one annotator that are aligned; more give `None`.
pub const MAX_UNITS: usize = 500;
/// Fewest random annotations behind a gamma, the paper's.
pub const MIN_SAMPLES: usize = 30;
/// Most random annotations.
pub const MAX_SAMPLES: usize = 10_000;

/// What a unit without a partner costs (Δ∅).
const ALONE: f64 = 1.0;
/// Cost 1 in the integer weights of the matching.
const SCALE: f64 = (1_u64 << 40) as f64;

/// A labelled span.
pub type Unit<C> = (Span, C);

/// The best alignment of two annotators.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// Units that belong together: index in the first annotation, index in the second.
    pub pairs: Vec<(usize, usize)>,
    /// Sum of the costs, divided by the mean number of units of an annotator; 0 is best.
    pub disorder: f64,
}

/// Aligns two annotations; `None` if neither has a unit, one has more than [`MAX_UNITS`], or a unit is empty.
///
/// ```
/// use gleaner::{metric::agreement::gamma::align, span::Span};
/// let unit = |start, end, label| (Span::new(start, end), label);
/// let first = [unit(0, 10, "p"), unit(12, 20, "h"), unit(30, 40, "p")];
/// let alignment = align(&first, &first[..2]);
/// assert_eq!(alignment.map(|found| found.disorder), Some(0.4)); // one unit alone, of 2.5
/// ```
pub fn align<C: PartialEq>(first: &[Unit<C>], second: &[Unit<C>]) -> Option<Alignment> {
    let all = first.len() + second.len();
    let fits = |units: &[Unit<C>]| units.len() <= MAX_UNITS && units.iter().all(|(span, _)| !span.is_empty());
    if all == 0 || !fits(first) || !fits(second) {
        return None;
    }
    let mut edges = Vec::new();
    for (left, own) in first.iter().enumerate() {
        for (right, other) in second.iter().enumerate() {
            // What pairing the two saves. Pairs that save nothing are never better than two units alone.
            let weight = ((2.0 * ALONE - cost(own, other)) * SCALE).round() as i64;
            if weight > 0 {
                edges.push(Edge { left, right, weight });
            }
        }
    }
    let pairs = heaviest(&edges);
    let paired: f64 = pairs.iter().map(|&(left, right)| cost(&first[left], &second[right])).sum();
    let disorder = (paired + (all - 2 * pairs.len()) as f64 * ALONE) / (all as f64 / 2.0);
    Some(Alignment { pairs, disorder })
}

/// Cost of a pair: the distance of the ends relative to the lengths, squared, plus 1 for different labels.
fn cost<C: PartialEq>(own: &Unit<C>, other: &Unit<C>) -> f64 {
    let apart = own.0.start.abs_diff(other.0.start) as f64 + own.0.end.abs_diff(other.0.end) as f64;
    let place = (apart / (own.0.len() as f64 + other.0.len() as f64)).powi(2);
    (place + f64::from(own.1 != other.1)) * ALONE
}

/// Gamma with what it was made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    /// 1 for identical annotations, about 0 for random ones, below 0 for worse.
    pub gamma: f64,
    /// Disorder of the best alignment.
    pub observed: f64,
    /// Mean disorder of random annotations.
    pub expected: f64,
}

/// Gamma of two annotations from `samples` random ones (raised to [`MIN_SAMPLES`], cut at [`MAX_SAMPLES`]).
///
/// `None` as for [`align`], and where random annotations have no disorder either. Same seed, same value.
pub fn gamma<C: PartialEq + Clone>(first: &[Unit<C>], second: &[Unit<C>], samples: usize, seed: u64) -> Option<Gamma> {
    let observed = align(first, second)?.disorder;
    let mut random = Random::new(seed);
    let samples = samples.clamp(MIN_SAMPLES, MAX_SAMPLES);
    let mut sum = 0.0;
    for _ in 0..samples {
        let (own, other) = shuffled(first, second, &mut random);
        sum += align(&own, &other).map_or(0.0, |found| found.disorder);
    }
    let expected = sum / samples as f64;
    (expected > 0.0).then(|| Gamma { gamma: 1.0 - observed / expected, observed, expected })
}

/// Two random annotations made of the real ones.
fn shuffled<C: Clone>(first: &[Unit<C>], second: &[Unit<C>], random: &mut Random) -> (Vec<Unit<C>>, Vec<Unit<C>>) {
    let both = || first.iter().chain(second).map(|(span, _)| *span);
    let (start, end) = (both().map(|span| span.start).min().unwrap_or(0), both().map(|span| span.end).max().unwrap_or(0));
    let length = (end - start) as u64;
    let apart = both().map(|span| span.len() as u64).sum::<u64>() / (2 * both().count().max(1) as u64);
    let shift = random.below(length);
    // The second shift keeps away from the first on either side of the ring, where there is room.
    let room = length.saturating_sub(2 * apart);
    let other = if room > 0 { (shift + apart + random.below(room)) % length } else { random.below(length) };
    let picked = [first, second].map(|_| if random.below(2) == 0 { first } else { second });
    // Two empty annotations have no disorder.
    let picked = if picked.iter().all(|units| units.is_empty()) { [first, second] } else { picked };
    (turned(picked[0], shift, start, length), turned(picked[1], other, start, length))
}

/// Units moved on by `shift`; one that begins beyond the end begins again at the start.
fn turned<C: Clone>(units: &[Unit<C>], shift: u64, start: usize, length: u64) -> Vec<Unit<C>> {
    let moved = |span: Span| {
        let at = start + ((span.start - start) as u64 + shift).rem_euclid(length.max(1)) as usize;
        Span::new(at, at + span.len())
    };
    units.iter().map(|(span, label)| (moved(*span), label.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(spans: &[(usize, usize, char)]) -> Vec<Unit<char>> {
        spans.iter().map(|&(start, end, label)| (Span::new(start, end), label)).collect()
    }

    #[test]
    fn undefined_disorder_has_no_value() {
        assert_eq!(align::<char>(&[], &[]), None);
        assert_eq!(align(&units(&[(3, 3, 'p')]), &[]), None);
        assert_eq!(align(&units(&[(0, 1, 'p'); MAX_UNITS + 1]), &[]), None);
        assert_eq!(align(&units(&[(0, 5, 'p')]), &[]).map(|found| found.disorder), Some(2.0));
    }

    #[test]
    fn gamma_is_one_for_the_same_and_low_for_the_strange() {
        let own = units(&[(0, 10, 'p'), (12, 20, 'h'), (30, 44, 'p'), (60, 66, 'h'), (80, 99, 'q')]);
        let same = gamma(&own, &own, 40, 7).expect("defined");
        assert_eq!((same.gamma, same.observed), (1.0, 0.0));
        let near = units(&[(0, 9, 'p'), (13, 20, 'h'), (31, 44, 'p'), (60, 67, 'h'), (80, 99, 'q')]);
        let near = gamma(&own, &near, 40, 7).expect("defined");
        let strange = units(&[(20, 30, 'q'), (45, 60, 'q')]);
        let strange = gamma(&own, &strange, 40, 7).expect("defined");
        assert!(near.gamma > 0.95 && strange.gamma < 0.5, "{near:?} {strange:?}");
        assert_eq!(gamma(&own, &units(&[(20, 30, 'q')]), 40, 7), gamma(&own, &units(&[(20, 30, 'q')]), 40, 7));
    }
}
