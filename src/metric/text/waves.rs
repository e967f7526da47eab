//! Levenshtein's distance of lists that are hardly further apart than their lengths, by furthest-reaching waves.
//!
//! What a strategy leaves is often the reference, a few letters lost, and much furniture beside it. Every edit is counted by what it costs
//! beyond the difference of the lengths, its *excess*: an insertion that brings the lengths nearer costs nothing, a substitution one, an edit
//! the other way two (the detours of F. Hadlock 1988; S. Wu, U. Manber, G. Myers and W. Miller 1990 have them for common
//! subsequences). For one excess after the other it is found how far down each diagonal one comes (E. Ukkonen 1985). Time: a step for
//! each diagonal and excess, and the matches on the way, at most the shorter length for each diagonal (as with a list of one token over and over);
//! the bands of [`super::banded`] are better where the excess is large. Memory: twelve
//! bytes for each diagonal.

/// Columns of a strip of the table ([`super::banded`]) that take as long as a step.
const STEPS_A_COLUMN: usize = 6;
/// No way leads there.
const NOWHERE: i32 = i32::MIN / 2;

/// Room for the work, to be used again.
#[derive(Debug, Default)]
pub struct Room {
    /// How far down each diagonal one comes with the excess at hand, with one less and with two less.
    waves: [Vec<i32>; 3],
}

/// Whether waves up to an excess are less work than `columns` columns of strips, the longer list being longer by `difference`.
pub fn pay(excess: usize, difference: usize, columns: usize) -> bool {
    (excess + 1).saturating_mul(difference + excess / 2 + 1) < columns.saturating_mul(STEPS_A_COLUMN)
}

/// The distance of two lists, of which `a` is not longer than `b`, given that it is at most the difference of their lengths and `excess`.
pub fn distance(a: &[u32], b: &[u32], excess: usize, room: &mut Room) -> usize {
    let difference = b.len() - a.len();
    // Diagonals to the left of the first and to the right of the last that can be of use, and one more as an edge.
    let margin = excess / 2 + 1;
    let (first, last) = (margin, margin + difference);
    for wave in &mut room.waves {
        wave.clear();
        wave.resize(last + margin + 1, NOWHERE);
    }
    let [now, one_less, two_less] = &mut room.waves;
    let down = |diagonal: usize, row: i32| if row < 0 { NOWHERE } else { matched(a, b, row as usize, diagonal as isize - first as isize) };
    // A step down from here is the first row; nothing reads it again.
    one_less[first] = -1;
    for spent in 0..=excess {
        let reach = spent / 2;
        let mut left = NOWHERE;
        // Beyond the last diagonal what is deleted brings the lengths nearer.
        for at in (last + 1..=last + reach).rev() {
            now[at] = down(at, (one_less[at] + 1).max(two_less[at - 1]).max(now[at + 1] + 1));
        }
        let from = first - reach;
        let before = one_less[from..last].iter().zip(&two_less[from + 1..]);
        for ((at, now), (one_less, two_less)) in (from..).zip(&mut now[from..last]).zip(before) {
            left = down(at, left.max(one_less + 1).max(two_less + 1));
            *now = left;
        }
        now[last] = down(last, left.max(one_less[last] + 1).max(now[last + 1] + 1));
        if now[last] >= a.len() as i32 {
            return difference + spent;
        }
        std::mem::swap(two_less, one_less);
        std::mem::swap(one_less, now);
        now.fill(NOWHERE);
    }
    difference + excess
}

/// The row to which matches lead down a diagonal. Mostly there are none.
#[inline(always)]
fn matched(a: &[u32], b: &[u32], row: usize, diagonal: isize) -> i32 {
    let column = row.wrapping_add_signed(diagonal);
    if a.get(row).is_none_or(|token| b.get(column) != Some(token)) {
        return row as i32;
    }
    let (a, b) = (&a[row + 1..], &b[column + 1..]);
    (row + 1 + a.iter().zip(b).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()))) as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::edit_distance::of_tokens;
    use proptest::prelude::*;

    #[test]
    fn the_excess_of_an_edit_is_what_it_costs_beyond_the_lengths() {
        let mut room = Room::default();
        // Nothing, an insertion, a substitution, a deletion with two insertions, a substitution with three.
        let cases: [(&[u32], &[u32], usize); 5] = [
            (&[1, 2, 3], &[1, 2, 3], 0),
            (&[1, 3], &[1, 2, 3], 1),
            (&[1, 2, 3], &[1, 9, 3], 1),
            (&[1, 2, 3], &[1, 3, 8, 9], 3),
            (&[7, 8, 9], &[1, 1, 7, 1, 9, 1], 4),
        ];
        for (a, b, expected) in cases {
            for excess in expected + a.len() - b.len()..6 {
                assert_eq!(distance(a, b, excess, &mut room), expected, "{a:?} {b:?} {excess}");
            }
        }
    }

    proptest! {
        #[test]
        fn distances_are_those_of_the_table(
            a in prop::collection::vec(0_u32..5, 0..90),
            other in prop::collection::vec(0_u32..6, 0..60),
            edits in prop::collection::vec((0_usize..90, 0_usize..3, prop::collection::vec(0_u32..6, 0..12)), 0..6),
            spare in 0_usize..9,
        ) {
            let mut edited = a.clone();
            for (at, kind, piece) in edits {
                let at = at.min(edited.len());
                let end = if kind == 0 { at } else { (at + piece.len()).min(edited.len()) };
                edited.splice(at..end, if kind == 1 { Vec::new() } else { piece });
            }
            let mut room = Room::default();
            for b in [&edited, &other] {
                let (a, b) = if a.len() <= b.len() { (&a, b) } else { (b, &a) };
                let expected = of_tokens(a, b).expect("short");
                prop_assert_eq!(distance(a, b, expected + a.len() - b.len() + spare, &mut room), expected);
            }
        }
    }
}
