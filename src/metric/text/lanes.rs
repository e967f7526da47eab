//! Sixteen words of bit-parallel columns in step, for [`super::banded`].
//!
//! The columns of E. Myers (1999) in H. Hyyrö's form (2003), each word one column behind the one above. Where the machine has AVX-512, four
//! vectors of four words are written out: none waits for another's result of the same column, so that the processor does all four in the
//! time of one. Elsewhere the compiler makes what it can of the plain form; the values are the same everywhere.

use multiversion::multiversion;
use multiversion::target::match_target;

/// Words in step.
pub const LANES: usize = 16;
/// How many columns the lowest word is behind the uppermost.
pub const BEHIND: usize = LANES - 1;
/// Words of a vector.
const WIDE: usize = 4;
/// What [`lay_out`] needs beyond the columns: lanes that come to their first one, and to their last.
pub const MARGIN: usize = BEHIND + LANES - WIDE;

/// Changes from a column to the next: one less, none, one more. So written that the sum of some is that of the numbers, less how many
/// they are.
pub const LESS: u8 = 0;
/// None.
pub const NO_CHANGE: u8 = 1;
/// One more.
pub const MORE: u8 = 2;

/// A word for each lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub struct Row(pub [u64; LANES]);

/// No bit.
pub const NONE: Row = Row([0; LANES]);

/// Changes down the columns of the lanes, as bits for one more and for one less, and those that come in at the upper edge of each for
/// its next column: the highest bits of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lanes {
    /// One more.
    pub more: Row,
    /// One less.
    pub less: Row,
    /// More and less at the upper edges.
    pub into: [Row; 2],
}

/// A change as highest bits of two words, more and less.
#[inline(always)]
pub fn words(change: u8) -> [u64; 2] {
    [u64::from(change >> 1) << 63, u64::from(change == LESS) << 63]
}

/// Takes all lanes over some columns: from the changes down the column before to those of this one, 64 rows a lane. What comes out at
/// the lower edge of a lane comes into the one below it a column later. `into` is the change at the upper edge for the column behind each,
/// `out` that at the lower edge of the lowest lane; both are as long as `columns`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
pub fn over(lanes: &mut Lanes, columns: &[Row], into: &[u8], out: &mut [u8]) {
    match_target! {
        "x86_64+avx512f+avx512vl" => vectors::over(lanes, columns, into, out),
        _ => plain_over(lanes, columns, into, out),
    }
}

/// What stands in the columns that the lanes come to together, the text beginning with what the lowest has first: each lane has the
/// places of a token one further back than the lane above it. They begin in `bits` at [`BEHIND`]; before and behind them anything may be
/// left. `bits` is longer than the text by [`MARGIN`] less [`BEHIND`] at least.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
pub fn lay_out(bits: &mut [Row], text: &[u32], places: &[Row]) {
    match_target! {
        "x86_64+avx512f+avx512vl" => vectors::lay_out(bits, text, places),
        _ => plain_lay_out(bits, text, places),
    }
}

/// A token's places go to one lane of each of as many columns.
#[inline(always)]
fn plain_lay_out(bits: &mut [Row], text: &[u32], places: &[Row]) {
    for (at, &token) in text.iter().enumerate() {
        let row = &places[token as usize];
        let own = &mut bits[at..text.len().min(at + LANES)];
        own.iter_mut().enumerate().for_each(|(lane, bits)| bits.0[lane] = row.0[lane]);
    }
}

/// A word for each lane. Of this form compilers make vector instructions, of iterators they do not.
#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn each(word: impl Fn(usize) -> u64) -> [u64; LANES] {
    let mut words = [0; LANES];
    for lane in 0..LANES {
        words[lane] = word(lane);
    }
    words
}

#[inline(always)]
fn plain_over(lanes: &mut Lanes, columns: &[Row], into: &[u8], out: &mut [u8]) {
    let Lanes { more: Row(mut more), less: Row(mut less), into: [Row(mut into_more), Row(mut into_less)] } = *lanes;
    for ((Row(bits), &next), out) in columns.iter().zip(into).zip(out) {
        let [next_more, next_less] = words(next);
        let low = each(|at| into_less[at] >> 63);
        let x = each(|at| bits[at] | low[at]);
        let same = each(|at| ((x[at] & more[at]).wrapping_add(more[at]) ^ more[at]) | x[at] | less[at]);
        let right_more = each(|at| less[at] | !(same[at] | more[at]));
        let right_less = each(|at| same[at] & more[at]);
        let shifted = each(|at| right_more[at] << 1 | into_more[at] >> 63);
        more = each(|at| right_less[at] << 1 | low[at] | !(same[at] | shifted[at]));
        less = each(|at| shifted[at] & same[at]);
        into_more = each(|at| at.checked_sub(1).map_or(next_more, |above| right_more[above]));
        into_less = each(|at| at.checked_sub(1).map_or(next_less, |above| right_less[above]));
        *out = NO_CHANGE + (right_more[BEHIND] >> 63) as u8 - (right_less[BEHIND] >> 63) as u8;
    }
    *lanes = Lanes { more: Row(more), less: Row(less), into: [Row(into_more), Row(into_less)] };
}

/// The same with vectors of four words.
#[cfg(target_arch = "x86_64")]
mod vectors {
    use super::{LANES, Lanes, NO_CHANGE, Row, WIDE, words};
    use bytemuck::{cast, cast_mut};
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi64, _mm256_alignr_epi64, _mm256_and_si256, _mm256_blend_epi32, _mm256_castsi256_pd, _mm256_movemask_pd,
        _mm256_or_si256, _mm256_set1_epi64x, _mm256_setzero_si256, _mm256_slli_epi64, _mm256_srli_epi64, _mm256_ternarylogic_epi64,
    };

    /// Vectors of a row.
    const PARTS: usize = LANES / WIDE;
    /// The three inputs of a ternary function, as its table wants them.
    const A: i32 = 0xf0;
    const B: i32 = 0xcc;
    const C: i32 = 0xaa;
    /// a | !(b | c)
    const OR_NEITHER: i32 = A | (0xff ^ (B | C));
    /// (a ^ b) | c
    const XOR_OR: i32 = A ^ B | C;

    #[target_feature(enable = "avx512f,avx512vl")]
    pub fn over(lanes: &mut Lanes, columns: &[Row], into: &[u8], out: &mut [u8]) {
        let mut more: [__m256i; PARTS] = cast(lanes.more.0);
        let mut less: [__m256i; PARTS] = cast(lanes.less.0);
        let mut into_more: [__m256i; PARTS] = cast(lanes.into[0].0);
        let mut into_less: [__m256i; PARTS] = cast(lanes.into[1].0);
        for ((Row(bits), &next), out) in columns.iter().zip(into).zip(out) {
            let [next_more, next_less] = words(next);
            let bits: [__m256i; PARTS] = cast(*bits);
            let mut above = [_mm256_set1_epi64x(next_more.cast_signed()), _mm256_set1_epi64x(next_less.cast_signed())];
            for part in 0..PARTS {
                let (own_more, own_less) = (more[part], less[part]);
                let low = _mm256_srli_epi64::<63>(into_less[part]);
                let x = _mm256_or_si256(bits[part], low);
                let carried = _mm256_add_epi64(_mm256_and_si256(x, own_more), own_more);
                let same = _mm256_or_si256(_mm256_ternarylogic_epi64::<XOR_OR>(carried, own_more, x), own_less);
                let right_more = _mm256_ternarylogic_epi64::<OR_NEITHER>(own_less, same, own_more);
                let right_less = _mm256_and_si256(same, own_more);
                let shifted = _mm256_or_si256(_mm256_slli_epi64::<1>(right_more), _mm256_srli_epi64::<63>(into_more[part]));
                let shifted_less = _mm256_or_si256(_mm256_slli_epi64::<1>(right_less), low);
                more[part] = _mm256_ternarylogic_epi64::<OR_NEITHER>(shifted_less, same, shifted);
                less[part] = _mm256_and_si256(shifted, same);
                into_more[part] = _mm256_alignr_epi64::<3>(right_more, above[0]);
                into_less[part] = _mm256_alignr_epi64::<3>(right_less, above[1]);
                above = [right_more, right_less];
            }
            *out = NO_CHANGE + highest(above[0]) - highest(above[1]);
        }
        *lanes = Lanes { more: Row(cast(more)), less: Row(cast(less)), into: [Row(cast(into_more)), Row(cast(into_less))] };
    }

    /// The highest bit of the last word.
    #[target_feature(enable = "avx512f,avx512vl")]
    fn highest(vector: __m256i) -> u8 {
        (_mm256_movemask_pd(_mm256_castsi256_pd(vector)) >> (WIDE - 1)) as u8
    }

    /// In a vector the odd words are set back by one column, then the upper two by two; whole vectors go where they belong.
    #[target_feature(enable = "avx512f,avx512vl")]
    pub fn lay_out(bits: &mut [Row], text: &[u32], places: &[Row]) {
        let none = [_mm256_setzero_si256(); PARTS];
        let (mut last, mut back) = (none, [none; 2]);
        for (at, &token) in text.iter().enumerate() {
            let row: [__m256i; PARTS] = cast(places[token as usize].0);
            let own = &mut bits[at..at + LANES - WIDE + 1];
            let [two_back, one_back] = back;
            for part in 0..PARTS {
                let odd = _mm256_blend_epi32::<0b1100_1100>(row[part], last[part]);
                let words: &mut [[u64; WIDE]; PARTS] = cast_mut(&mut own[WIDE * part].0);
                words[part] = cast(_mm256_blend_epi32::<0b1111_0000>(odd, two_back[part]));
                back[1][part] = odd;
            }
            back[0] = one_back;
            last = row;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row() -> impl Strategy<Value = Row> {
        prop::array::uniform16(any::<u64>()).prop_map(Row)
    }

    // Without AVX-512 both sides are the plain form, which the distances in `banded` are tested by.
    proptest! {
        #[test]
        fn vectors_do_what_the_plain_form_does(
            lanes in (row(), row(), row(), row()),
            columns in prop::collection::vec((row(), LESS..=MORE), 0..40),
        ) {
            let (more, less, into_more, into_less) = lanes;
            // Nothing is both one more and one less.
            let less = Row(std::array::from_fn(|lane| less.0[lane] & !more.0[lane]));
            let lanes = Lanes { more, less, into: [into_more, into_less] };
            let into_less = Row(std::array::from_fn(|lane| into_less.0[lane] & !into_more.0[lane]));
            let lanes = Lanes { into: [into_more, into_less], ..lanes };
            let (rows, into): (Vec<Row>, Vec<u8>) = columns.into_iter().unzip();
            let go = |way: fn(&mut Lanes, &[Row], &[u8], &mut [u8])| {
                let (mut lanes, mut out) = (lanes, vec![NO_CHANGE; rows.len()]);
                way(&mut lanes, &rows, &into, &mut out);
                (lanes, out)
            };
            prop_assert_eq!(go(over), go(plain_over));
        }

        #[test]
        fn lanes_are_laid_out_alike(places in prop::collection::vec(row(), 1..9), text in prop::collection::vec(0_usize..9, BEHIND + 1..60)) {
            let text: Vec<u32> = text.into_iter().map(|token| (token % places.len()) as u32).collect();
            let go = |way: fn(&mut [Row], &[u32], &[Row])| {
                let mut bits = vec![NONE; text.len() + MARGIN - BEHIND];
                way(&mut bits, &text, &places);
                bits[BEHIND..text.len()].to_vec()
            };
            let expected = |at: usize| Row(std::array::from_fn(|lane| places[text[at - lane] as usize].0[lane]));
            let expected: Vec<Row> = (BEHIND..text.len()).map(expected).collect();
            prop_assert_eq!(go(lay_out), expected.clone());
            prop_assert_eq!(go(plain_lay_out), expected);
        }
    }
}
