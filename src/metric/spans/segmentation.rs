//! Two ways of cutting one text into segments, compared: Pk, WindowDiff, boundary similarity, segmentation similarity.
//!
//! Pk and WindowDiff are errors (0 is best) and depend on a window; the similarities are not and do not (1 is best).
//! Two programs, two conventions of Pk and WindowDiff:
//!
//! - *segeval* 2.0.11: segments as masses (lengths in units), `n - k` windows, each spanning `k` steps between units;
//! - *nltk* 3.9: boundaries as flags, `len - k + 1` windows of `k` flags.
//!
//! Sources: Beeferman, Berger and Lafferty 1999 (Pk); Pevzner and Hearst 2002 (WindowDiff); Fournier and Inkpen 2012
//! (segmentation similarity); Fournier 2013 (boundary similarity). Time is linear in the units.

/// Units in a segmentation that are looked at; longer texts give `None`.
pub const MAX_UNITS: usize = 1 << 24;

/// Pk as segeval computes it; `window` defaults to [`segeval_window`] of the reference.
///
/// `None` if the two differ in length, a mass is 0, or no window fits. (segeval gives 0 where no window fits.)
///
/// ```
/// use gleaner::metric::spans::segmentation::{segeval_pk, segeval_window};
/// assert_eq!(segeval_window(&[5, 6]), 3);
/// assert_eq!(segeval_pk(&[2, 3, 6], &[5, 6], None), Some(0.25));
/// ```
pub fn segeval_pk(hypothesis: &[usize], reference: &[usize], window: Option<usize>) -> Option<f64> {
    windows(hypothesis, reference, window, |own, other| (own > 0) != (other > 0))
}

/// WindowDiff as segeval computes it: windows with unlike numbers of boundaries. `None` as for [`segeval_pk`].
pub fn segeval_window_diff(hypothesis: &[usize], reference: &[usize], window: Option<usize>) -> Option<f64> {
    windows(hypothesis, reference, window, |own, other| own != other)
}

/// Half the mean mass, rounded half to even, at least 2.
pub fn segeval_window(reference: &[usize]) -> usize {
    let total: f64 = reference.iter().map(|&mass| mass as f64).sum();
    ((total / reference.len().max(1) as f64 / 2.0).round_ties_even() as usize).max(2)
}

/// Share of windows in which the two numbers of boundaries differ in the given sense.
fn windows(hypothesis: &[usize], reference: &[usize], window: Option<usize>, differ: impl Fn(usize, usize) -> bool) -> Option<f64> {
    let (own, other) = (boundaries(hypothesis)?, boundaries(reference)?);
    let window = window.unwrap_or_else(|| segeval_window(reference));
    // A window of k + 1 units spans k places for boundaries.
    share_of_windows(&own, &other, window, differ)
}

/// Pk as nltk computes it, over flags of boundaries; `window` defaults to [`nltk_window`] of the reference.
///
/// `None` if lengths differ, no window fits, or the reference has no boundary and no window is given.
pub fn nltk_pk(reference: &[bool], hypothesis: &[bool], window: Option<usize>) -> Option<f64> {
    let window = window.or_else(|| nltk_window(reference))?;
    share_of_windows(hypothesis, reference, window, |own, other| (own > 0) != (other > 0))
}

/// WindowDiff as nltk computes it, unweighted: each window counts at most once. `None` if lengths differ or no window fits.
pub fn nltk_window_diff(reference: &[bool], hypothesis: &[bool], window: usize) -> Option<f64> {
    share_of_windows(hypothesis, reference, window, |own, other| own != other)
}

/// Half the mean distance of boundaries, rounded half to even; `None` without a boundary.
pub fn nltk_window(reference: &[bool]) -> Option<usize> {
    let count = reference.iter().filter(|flag| **flag).count();
    (count > 0).then(|| (reference.len() as f64 / (count as f64 * 2.0)).round_ties_even() as usize)
}

/// Slides a window of `width` flags over both rows.
fn share_of_windows(own: &[bool], other: &[bool], width: usize, differ: impl Fn(usize, usize) -> bool) -> Option<f64> {
    if own.len() != other.len() || width > own.len() {
        return None;
    }
    let count = own.len() - width + 1;
    let inside = |flags: &[bool]| flags.iter().filter(|flag| **flag).count();
    let (mut a, mut b) = (inside(&own[..width]), inside(&other[..width]));
    let mut wrong = usize::from(differ(a, b));
    for end in width..own.len() {
        a = a + usize::from(own[end]) - usize::from(own[end - width]);
        b = b + usize::from(other[end]) - usize::from(other[end - width]);
        wrong += usize::from(differ(a, b));
    }
    Some(wrong as f64 / count as f64)
}

/// Flags of the places between units: one fewer than units. `None` for no mass, a mass of 0, or too many units.
fn boundaries(masses: &[usize]) -> Option<Vec<bool>> {
    let total = masses.iter().try_fold(0_usize, |sum, &mass| if mass == 0 { None } else { sum.checked_add(mass) })?;
    if total == 0 || total > MAX_UNITS {
        return None;
    }
    let mut flags = vec![false; total - 1];
    let mut at = 0;
    for mass in &masses[..masses.len() - 1] {
        at += mass;
        flags[at - 1] = true;
    }
    Some(flags)
}

/// Boundary similarity B: 1 minus the weighted edits per pair of boundaries. A boundary one place off costs a half, one
/// without a partner costs one. Both without boundaries: 1. `None` if lengths differ or a mass is 0.
///
/// ```
/// use gleaner::metric::spans::segmentation::boundary_similarity;
/// assert_eq!(boundary_similarity(&[2, 3, 6], &[5, 6]), Some(0.5));
/// ```
pub fn boundary_similarity(hypothesis: &[usize], reference: &[usize]) -> Option<f64> {
    let edits = Edits::between(hypothesis, reference)?;
    let all = (edits.matches + edits.additions + edits.transpositions) as f64;
    Some(if all > 0.0 { 1.0 - edits.cost() / all } else { 1.0 })
}

/// Segmentation similarity S: 1 minus the weighted edits per place where a boundary could be. `None` as for B. Texts of one
/// unit have no such place and give 1. (segeval stops where neither side has a boundary; the value here is 1.)
pub fn segmentation_similarity(hypothesis: &[usize], reference: &[usize]) -> Option<f64> {
    let edits = Edits::between(hypothesis, reference)?;
    Some(if edits.places > 0 { 1.0 - edits.cost() / edits.places as f64 } else { 1.0 })
}

/// Boundary edit distance with transpositions over one place (segeval's `n_t = 2`).
struct Edits {
    matches: usize,
    additions: usize,
    transpositions: usize,
    places: usize,
}

impl Edits {
    fn between(hypothesis: &[usize], reference: &[usize]) -> Option<Self> {
        let (own, other) = (boundaries(hypothesis)?, boundaries(reference)?);
        if own.len() != other.len() {
            return None;
        }
        let mut edits = Edits { matches: 0, additions: 0, transpositions: 0, places: own.len() };
        let mut at = 0;
        while at < own.len() {
            // Left to right, each place in one transposition at most.
            let moved = own[at] != other[at] && at + 1 < own.len() && own[at + 1] == other[at] && other[at + 1] == own[at];
            match (own[at], other[at]) {
                (true, true) => edits.matches += 1,
                _ if moved => edits.transpositions += 1,
                (true, false) | (false, true) => edits.additions += 1,
                (false, false) => {}
            }
            at += if moved { 2 } else { 1 };
        }
        Some(edits)
    }

    fn cost(&self) -> f64 {
        self.additions as f64 + 0.5 * self.transpositions as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_compared_has_no_value() {
        assert_eq!(segeval_pk(&[3], &[4], None), None);
        assert_eq!(segeval_pk(&[0, 4], &[4], None), None);
        assert_eq!(boundary_similarity(&[], &[]), None);
        assert_eq!(boundary_similarity(&[usize::MAX, 2], &[4]), None);
        assert_eq!(nltk_pk(&[false; 4], &[false; 4], None), None);
        assert_eq!(nltk_window_diff(&[true; 4], &[true; 4], 5), None);
        assert_eq!(nltk_window_diff(&[], &[], 0), Some(0.0));
    }

    #[test]
    fn no_boundary_on_either_side_is_agreement() {
        assert_eq!(boundary_similarity(&[4], &[4]), Some(1.0));
        assert_eq!(segmentation_similarity(&[4], &[4]), Some(1.0));
        assert_eq!(segmentation_similarity(&[1], &[1]), Some(1.0));
    }
}
