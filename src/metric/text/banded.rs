//! Levenshtein's distance within a band, 256 rows of the table at a time.
//!
//! The bit-parallel columns of E. Myers (1999) in H. Hyyrö's form (2003), in strips: four words of 64 rows go over the columns in
//! step, each one column behind the one above, so that the processor has four independent sums at hand. A bound on the distance
//! leaves a band of diagonals (E. Ukkonen, 1985); what a strip has at its upper edge beyond the band is taken as if the way went along
//! the edge, which no best way does. Time: length of the one text times width of the band, over 64; memory: the longer text.

/// Words in a strip.
const LANES: usize = 4;
/// Rows in a strip.
const ROWS: usize = 64 * LANES;
/// Change along the edge of a strip: one more.
const MORE: u8 = 1;

/// Room for the work, to be used again.
#[derive(Debug, Default)]
pub struct Room {
    /// For each token its places in the strip; all 0 between strips.
    places: Vec<[u64; LANES]>,
    /// Change from column to column at the upper edge of the strip at hand: bit 0 one more, bit 1 one less.
    edge: Vec<u8>,
}

/// The distance of two token lists, given that it is not above `bound`.
///
/// ```
/// use gleaner::metric::text::banded::{Room, distance};
/// assert_eq!(distance(&[0, 1, 2, 2, 3], &[0, 1, 4, 2], 3, &mut Room::default()), 2);
/// ```
pub fn distance(a: &[u32], b: &[u32], bound: usize, room: &mut Room) -> usize {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (a, b) = without_affixes(a, b);
    if a.is_empty() {
        return b.len();
    }
    let tokens = a.iter().chain(b).max().map_or(0, |&most| most as usize + 1);
    room.places.resize(room.places.len().max(tokens), [0; LANES]);
    room.edge.clear();
    room.edge.resize(b.len(), MORE);
    // Ways that leave the diagonals 0 to b - a by more than this cost more than the bound.
    let slack = bound.min(b.len()).saturating_sub(b.len() - a.len()) / 2 + 1;
    let ahead = b.len() - a.len() + slack;
    let mut corner = Corner { column: 0, value: 0 };
    let mut value = b.len();
    for (index, rows) in a.chunks(ROWS).enumerate() {
        let first = index * ROWS;
        let columns = first.saturating_sub(slack)..(first + rows.len() + ahead).min(b.len());
        // Down the left edge of the strip above, then along its lower edge: the way to this strip's corner.
        corner.value += room.edge[corner.column..columns.start].iter().map(|&change| of(change)).sum::<isize>();
        corner.column = columns.start;
        let is_last = first + rows.len() == a.len();
        if is_last {
            value = (corner.value + room.edge[columns.clone()].iter().map(|&change| of(change)).sum::<isize>()).unsigned_abs();
        }
        rows.iter().enumerate().for_each(|(at, &token)| room.places[token as usize][at / 64] |= 1 << (at % 64));
        let strip = run(&b[columns.clone()], &mut room.edge[columns], &room.places);
        rows.iter().for_each(|&token| room.places[token as usize] = [0; LANES]);
        if is_last {
            value = strip.down(rows.len(), value);
        }
        corner.value += ROWS as isize;
    }
    value
}

/// The value at the upper left corner of a strip.
struct Corner {
    column: usize,
    value: isize,
}

fn of(change: u8) -> isize {
    isize::from(change & MORE) - isize::from(change >> 1)
}

/// What two lists have in common at their ends costs nothing.
fn without_affixes<'a>(a: &'a [u32], b: &'a [u32]) -> (&'a [u32], &'a [u32]) {
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (&a[..a.len() - tail], &b[..b.len() - tail])
}

/// Changes down a column of a strip: bits for one more and for one less.
#[derive(Clone, Copy)]
struct Strip {
    more: [u64; LANES],
    less: [u64; LANES],
}

impl Strip {
    /// The value so many rows below a value at the upper edge.
    fn down(&self, rows: usize, value: usize) -> usize {
        let mut value = value;
        for lane in 0..rows.div_ceil(64) {
            let inside = u64::MAX >> (64 - (rows - 64 * lane).min(64));
            value += (self.more[lane] & inside).count_ones() as usize;
            value -= (self.less[lane] & inside).count_ones() as usize;
        }
        value
    }
}

/// Goes over the columns; `edge` has the changes at the upper edge, and those at the lower one afterwards.
fn run(text: &[u32], edge: &mut [u8], places: &[[u64; LANES]]) -> Strip {
    let mut strip = Strip { more: [u64::MAX; LANES], less: [0; LANES] };
    // What each lane hands to the one below it, a column later.
    let mut carry = [0_u8; LANES];
    let behind = LANES - 1;
    for at in 0..behind.min(text.len()) {
        for lane in (0..=at).rev() {
            guarded(&mut strip, &mut carry, lane, at - lane, text, edge, places);
        }
    }
    for at in behind..text.len() {
        let bits: [u64; LANES] = std::array::from_fn(|lane| places[text[at - lane] as usize][lane]);
        let into = [edge[at], carry[0], carry[1], carry[2]];
        for lane in 0..LANES {
            carry[lane] = step(&mut strip.more[lane], &mut strip.less[lane], bits[lane], into[lane]);
        }
        edge[at - behind] = carry[behind];
    }
    for at in text.len()..text.len() + behind {
        for lane in (0..LANES).rev().filter(|&lane| (lane..text.len() + lane).contains(&at)) {
            guarded(&mut strip, &mut carry, lane, at - lane, text, edge, places);
        }
    }
    strip
}

/// One lane's step near the ends, where not all lanes have a column.
fn guarded(
    strip: &mut Strip,
    carry: &mut [u8; LANES],
    lane: usize,
    column: usize,
    text: &[u32],
    edge: &mut [u8],
    places: &[[u64; LANES]],
) {
    let into = if lane == 0 { edge[column] } else { carry[lane - 1] };
    let bits = places[text[column] as usize][lane];
    carry[lane] = step(&mut strip.more[lane], &mut strip.less[lane], bits, into);
    if lane == LANES - 1 {
        edge[column] = carry[lane];
    }
}

/// Sixty-four rows of a column: from the changes down the column before and the change at the upper edge to those of this column.
#[inline(always)]
fn step(more: &mut u64, less: &mut u64, bits: u64, into: u8) -> u8 {
    let (one_more, one_less) = (u64::from(into & MORE), u64::from(into >> 1));
    let x = bits | one_less;
    let same = ((x & *more).wrapping_add(*more) ^ *more) | x | *less;
    let right_more = *less | !(same | *more);
    let right_less = same & *more;
    let out = (right_more >> 63) as u8 | ((right_less >> 63) << 1) as u8;
    let right_more = right_more << 1 | one_more;
    *more = (right_less << 1 | one_less) | !(same | right_more);
    *less = right_more & same;
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The textbook table, a row at a time.
    fn table(a: &[u32], b: &[u32]) -> usize {
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut diagonal = i;
            row[0] = i + 1;
            for (j, y) in b.iter().enumerate() {
                let best = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
                diagonal = row[j + 1];
                row[j + 1] = best;
            }
        }
        row[b.len()]
    }

    #[test]
    fn short_lists_and_equal_ones() {
        let mut room = Room::default();
        for (a, b, expected) in [(&[][..], &[][..], 0), (&[], &[5, 6], 2), (&[1], &[2], 1), (&[1, 2], &[1, 2], 0), (&[1, 2, 3], &[3], 2)] {
            assert_eq!((distance(a, b, 9, &mut room), distance(b, a, 9, &mut room)), (expected, expected));
        }
        assert!(room.places.iter().all(|places| *places == [0; LANES]), "left clean");
    }

    /// A list, and the same with stretches put in, left out and changed, as an answer differs from a reference.
    fn alike() -> impl Strategy<Value = (Vec<u32>, Vec<u32>)> {
        let list = prop::collection::vec(0_u32..6, 0..900);
        let edits = prop::collection::vec((0_usize..900, 0_usize..3, prop::collection::vec(0_u32..7, 0..150)), 0..5);
        (list, edits).prop_map(|(list, edits)| {
            let mut other = list.clone();
            for (at, kind, piece) in edits {
                let at = at.min(other.len());
                let end = if kind == 0 { at } else { (at + piece.len()).min(other.len()) };
                other.splice(at..end, if kind == 1 { Vec::new() } else { piece });
            }
            (list, other)
        })
    }

    proptest! {
        #[test]
        fn distances_are_those_of_the_table_at_any_bound((a, b) in alike(), spare in 0_usize..40) {
            let (expected, mut room) = (table(&a, &b), Room::default());
            for bound in [expected, expected + spare, a.len().max(b.len())] {
                prop_assert_eq!(distance(&a, &b, bound, &mut room), expected);
                prop_assert_eq!(distance(&b, &a, bound, &mut room), expected);
            }
        }

        #[test]
        fn unlike_lists_too(a in prop::collection::vec(0_u32..400, 0..700), b in prop::collection::vec(0_u32..9, 0..700)) {
            let mut room = Room::default();
            prop_assert_eq!(distance(&a, &b, usize::MAX, &mut room), table(&a, &b));
        }
    }
}
