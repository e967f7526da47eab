//! Levenshtein's distance within a band, 256 rows of the table at a time.
//!
//! The bit-parallel columns of E. Myers (1999) in H. Hyyrö's form (2003), in strips: four words of 64 rows go over the columns in
//! step, each one column behind the one above, so that the processor has four independent sums at hand. A bound on the distance
//! leaves a band of diagonals (E. Ukkonen, 1985), and of them only the columns from which the bound can still be kept: a cell's
//! value and the difference of what is left of the two lists are at most the bound. What a strip has at its upper edge beyond those is
//! taken as if the way went along the edge, which no best way does. Time: at most the product of the lengths over 64; the nearer
//! the bound to the distance, the less. Memory: the longer list.

/// Words in a strip.
const LANES: usize = 4;
/// Rows in a strip.
const ROWS: usize = 64 * LANES;
/// Change along the edge of a strip: one more.
const MORE: u8 = 1;
/// Columns after which is looked whether to go on.
const STRETCH: usize = 128;

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
    let bound = bound.min(b.len());
    // No distance is below the difference of the lengths.
    if a.is_empty() || bound == b.len() - a.len() {
        return b.len() - a.len();
    }
    let tokens = a.iter().chain(b).max().map_or(0, |&most| most as usize + 1);
    room.places.resize(room.places.len().max(tokens), [0; LANES]);
    room.edge.clear();
    room.edge.resize(b.len(), MORE);
    let Room { places, edge } = room;
    // Ways that leave the diagonals 0 to b - a by more than this cost more than the bound.
    let ahead = b.len() - a.len() + bound.saturating_sub(b.len() - a.len()) / 2 + 1;
    let mut entry = Entry { first: 0, last: ahead.min(b.len()), value: 0 };
    let mut reached = 0;
    for (index, rows) in a.chunks(ROWS).enumerate() {
        let below = index * ROWS + rows.len();
        // What a cell at the lower edge must not be above, by its column.
        let limit = |column: usize| bound as isize - (a.len() - below).abs_diff(b.len() - column) as isize;
        let end = (below + ahead).min(b.len());
        let is_last = below == a.len();
        let at_end = if is_last { entry.value + sum(&edge[entry.first..]) } else { 0 };
        rows.iter().enumerate().for_each(|(at, &token)| places[token as usize][at / 64] |= 1 << (at % 64));
        let mut strip = Strip::new(entry.first);
        let mut lower = Lower { column: entry.first, value: entry.value + ROWS as isize };
        while strip.at < end {
            strip.run(b, (strip.at + STRETCH).min(end), edge, places);
            lower.follow(strip.done(), edge);
            // Each row above has at most one less, and one less to go.
            if !is_last && lower.column > entry.last && lower.value > limit(lower.column) + 2 * ROWS as isize {
                break;
            }
        }
        strip.finish(b, edge, places);
        rows.iter().for_each(|&token| places[token as usize] = [0; LANES]);
        if is_last {
            return strip.down(rows.len(), at_end.unsigned_abs());
        }
        // What lies beyond is of a strip above.
        edge[strip.at..reached.max(strip.at)].fill(MORE);
        reached = strip.at;
        entry = entry.next(strip.at, edge, limit);
    }
    b.len()
}

/// Where ways within the bound come into a strip: columns at its upper edge, and the value at the first of them.
struct Entry {
    first: usize,
    last: usize,
    value: isize,
}

impl Entry {
    /// The same for the strip below, of the columns up to `end`.
    fn next(&self, end: usize, edge: &[u8], limit: impl Fn(usize) -> isize) -> Self {
        let mut value = self.value + ROWS as isize;
        let mut next: Option<Self> = None;
        for column in self.first..=end {
            if value <= limit(column) {
                next.get_or_insert(Self { first: column, last: column, value }).last = column;
            }
            value += edge.get(column).map_or(0, |&change| of(change));
        }
        // Only a bound below the distance leaves no column.
        next.unwrap_or(Self { first: self.first, last: end, value: self.value + ROWS as isize })
    }
}

/// The value at a column of a strip's lower edge.
struct Lower {
    column: usize,
    value: isize,
}

impl Lower {
    fn follow(&mut self, column: usize, edge: &[u8]) {
        if column > self.column {
            self.value += sum(&edge[self.column..column]);
            self.column = column;
        }
    }
}

fn sum(changes: &[u8]) -> isize {
    changes.iter().map(|&change| of(change)).sum()
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

/// Four lanes on their way over the columns: changes down the column of each, as bits for one more and for one less.
struct Strip {
    more: [u64; LANES],
    less: [u64; LANES],
    /// What each lane hands to the one below it, a column later.
    carry: [u8; LANES],
    first: usize,
    /// The column that the uppermost lane comes to next.
    at: usize,
}

impl Strip {
    fn new(first: usize) -> Self {
        Self { more: [u64::MAX; LANES], less: [0; LANES], carry: [0; LANES], first, at: first }
    }

    /// Columns that all lanes have done; `edge` is the lower one's there, else the upper one's.
    fn done(&self) -> usize {
        self.at.saturating_sub(LANES - 1).max(self.first)
    }

    /// Takes the uppermost lane to a column.
    fn run(&mut self, text: &[u32], end: usize, edge: &mut [u8], places: &[[u64; LANES]]) {
        const BEHIND: usize = LANES - 1;
        while self.at < end.min(self.first + BEHIND) {
            (0..=self.at - self.first).rev().for_each(|lane| self.step(lane, text, edge, places));
            self.at += 1;
        }
        if self.at >= end {
            return;
        }
        let (mut more, mut less) = (self.more, self.less);
        // Between lanes go whole words, of which the highest bits count.
        let mut right = self.carry.map(|carry| [u64::from(carry & MORE) << 63, u64::from(carry >> 1) << 63]);
        let from = self.at - BEHIND;
        let text = &text[from..end];
        let edge = &mut edge[from..end];
        for at in BEHIND..text.len() {
            for lane in (0..LANES).rev() {
                let bits = places[text[at - lane] as usize][lane];
                let into = if lane == 0 { [u64::from(edge[at]) << 63, u64::from(edge[at] >> 1) << 63] } else { right[lane - 1] };
                right[lane] = step(&mut more[lane], &mut less[lane], bits, into);
            }
            edge[at - BEHIND] = change(right[BEHIND]);
        }
        (self.more, self.less, self.carry, self.at) = (more, less, right.map(change), end);
    }

    /// Takes the other lanes as far as the uppermost one is.
    fn finish(&mut self, text: &[u32], edge: &mut [u8], places: &[[u64; LANES]]) {
        let end = self.at;
        for past in 0..LANES - 1 {
            self.at = end + past;
            for lane in (past + 1..LANES).rev() {
                if end + past >= self.first + lane {
                    self.step(lane, text, edge, places);
                }
            }
        }
        self.at = end;
    }

    /// One lane's step by itself.
    fn step(&mut self, lane: usize, text: &[u32], edge: &mut [u8], places: &[[u64; LANES]]) {
        let column = self.at - lane;
        let into = if lane == 0 { edge[column] } else { self.carry[lane - 1] };
        let bits = places[text[column] as usize][lane];
        let into = [u64::from(into) << 63, u64::from(into >> 1) << 63];
        self.carry[lane] = change(step(&mut self.more[lane], &mut self.less[lane], bits, into));
        if lane == LANES - 1 {
            edge[column] = self.carry[lane];
        }
    }

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

/// Sixty-four rows of a column: from the changes down the column before to those of this one. What goes along the upper edge, and
/// then the lower, is in the highest bits of two words: one more, one less.
#[inline(always)]
fn step(more: &mut u64, less: &mut u64, bits: u64, into: [u64; 2]) -> [u64; 2] {
    let x = bits | into[1] >> 63;
    let same = ((x & *more).wrapping_add(*more) ^ *more) | x | *less;
    let right = [*less | !(same | *more), same & *more];
    let shifted = right[0] << 1 | into[0] >> 63;
    *more = (right[1] << 1 | into[1] >> 63) | !(same | shifted);
    *less = shifted & same;
    right
}

fn change(right: [u64; 2]) -> u8 {
    (right[0] >> 63) as u8 | (right[1] >> 63 << 1) as u8
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
