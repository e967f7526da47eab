//! Levenshtein's distance within a band, 1,024 rows of the table at a time.
//!
//! The bit-parallel columns of E. Myers (1999) in H. Hyyrö's form (2003), in strips: sixteen words of 64 rows go over the columns in
//! step, each one column behind the one above (`lanes`). A bound on the distance leaves a band of diagonals (E. Ukkonen, 1985), and of
//! them only the columns from which the bound can still be kept: a cell's value and the difference of what is left of the two lists are at
//! most the bound. What a strip has at its upper edge beyond those is taken as if the way went along the edge, which no best way does.
//! Time: at most the product of the lengths over 64; the nearer the bound to the distance, the less. Memory: a byte for each token of the
//! longer list, 128 for each number up to the greatest token. Where the bound is hardly above the difference of the lengths, `waves` are
//! taken instead, which are less work where few tokens repeat.

use super::lanes::{BEHIND, LANES, Lanes, MARGIN, MORE, NO_CHANGE, NONE, Row, lay_out, over, words};
use super::waves;

/// Rows in a strip.
const ROWS: usize = 64 * LANES;
/// Each row above the lowest of a lane has at most one less, and one less to go; so have the cells beside those at which the lanes are.
const SLACK: isize = 2 * 64 + 4;
/// Columns after which is looked whether to go on.
const STRETCH: usize = 128;

/// Room for the work, to be used again.
#[derive(Debug, Default)]
pub struct Room {
    /// For each token its places in the strip; all 0 between strips.
    places: Vec<Row>,
    /// Change from column to column at the upper edge of the strip at hand.
    edge: Vec<u8>,
    stretch: Stretch,
    waves: waves::Room,
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
    if a.is_empty() || bound <= b.len() - a.len() {
        return b.len() - a.len();
    }
    let difference = b.len() - a.len();
    if waves::pay(bound - difference, difference, columns_of_strips(a.len(), b.len(), bound)) {
        return waves::distance(a, b, bound - difference, &mut room.waves);
    }
    strips(a, b, bound, room)
}

/// The distance by strips of the table; `a` is not longer than `b` and not empty.
fn strips(a: &[u32], b: &[u32], bound: usize, room: &mut Room) -> usize {
    let most = |list: &[u32]| list.iter().fold(0, |most, &token| token.max(most));
    let tokens = most(a).max(most(b)) as usize + 1;
    room.places.resize(room.places.len().max(tokens), NONE);
    room.edge.clear();
    // The lanes run on beyond the end.
    room.edge.resize(b.len() + LANES, MORE);
    let Room { places, edge, stretch, .. } = room;
    // Ways that leave the diagonals 0 to b - a by more than this cost more than the bound.
    let ahead = b.len() - a.len() + bound.saturating_sub(b.len() - a.len()) / 2 + 1;
    let mut entry = Entry { first: 0, last: ahead.min(b.len()), value: 0 };
    let mut reached = 0;
    for (index, rows) in a.chunks(ROWS).enumerate() {
        let below = index * ROWS + rows.len();
        // What a cell must not be above, by the rows and columns before it.
        let limit_at = |row: usize, column: usize| bound as isize - (a.len() - row).abs_diff(b.len() - column) as isize;
        let limit = |column: usize| limit_at(below, column);
        let end = (below + ahead).min(b.len());
        let is_last = below == a.len();
        let at_end = if is_last { entry.value + sum(&edge[entry.first..b.len()]) } else { 0 };
        rows.iter().enumerate().for_each(|(at, &token)| places[token as usize].0[at / 64] |= 1 << (at % 64));
        let mut strip = Strip::new(entry.first, edge);
        let mut lower = Lower { column: entry.first, value: entry.value + ROWS as isize };
        while strip.at < end {
            strip.run((strip.at + STRETCH).min(end), b, edge, places, stretch);
            lower.follow(strip.done(), edge);
            let above = |lane: usize, value: isize| value > limit_at(below - 64 * (BEHIND - lane), strip.at - lane) + SLACK;
            if !is_last
                && lower.column > entry.last
                && strip.values(lower.value).into_iter().enumerate().all(|(lane, value)| above(lane, value))
            {
                break;
            }
        }
        let columns = strip.finish(b, edge, places, stretch);
        rows.iter().for_each(|&token| places[token as usize] = NONE);
        if is_last {
            return down(columns, rows.len(), at_end.unsigned_abs());
        }
        // What lies beyond is of a strip above.
        edge[strip.at..reached.max(strip.at)].fill(MORE);
        reached = strip.at;
        entry = entry.next(strip.at, edge, limit);
    }
    b.len()
}

/// About how many columns the strips have within the bound.
fn columns_of_strips(rows: usize, columns: usize, bound: usize) -> usize {
    rows.div_ceil(ROWS) * columns.min(bound + ROWS)
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
        let value = self.value + ROWS as isize;
        // From a column to the next, value and limit come at most two nearer to one another.
        let columns_to_go = |column: usize, value: isize| (value - limit(column)).max(0).unsigned_abs().div_ceil(2);
        let (mut first, mut at_first) = (self.first, value);
        while let to_go @ 1.. = columns_to_go(first, at_first) {
            if first + to_go > end {
                // Only a bound below the distance leaves no column.
                return Self { first: self.first, last: end, value };
            }
            at_first += sum(&edge[first..first + to_go]);
            first += to_go;
        }
        let (mut last, mut at_last) = (end, at_first + sum(&edge[first..end]));
        while let to_go @ 1.. = columns_to_go(last, at_last) {
            let next = last.saturating_sub(to_go).max(first);
            at_last -= sum(&edge[next..last]);
            last = next;
        }
        Self { first, last, value: at_first }
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

/// By so few at a time that a byte holds their sum: such sums processors have an instruction for.
fn sum(changes: &[u8]) -> isize {
    let (whole, rest) = changes.as_chunks::<64>();
    let all = whole.iter().map(|few| usize::from(few.iter().sum::<u8>())).sum::<usize>() + usize::from(rest.iter().sum::<u8>());
    all as isize - changes.len() as isize * isize::from(NO_CHANGE)
}

/// How many tokens two lists have in common at the beginning, and of the rest at the end.
pub(super) fn affixes(a: &[u32], b: &[u32]) -> (usize, usize) {
    let shorter = a.len().min(b.len());
    let head = a.iter().zip(b).position(|(a, b)| a != b).unwrap_or(shorter);
    let mut rest = a[head..].iter().rev().zip(b[head..].iter().rev());
    (head, rest.position(|(a, b)| a != b).unwrap_or(shorter - head))
}

/// What two lists have in common at their ends costs nothing.
pub(super) fn without_affixes<'a>(a: &'a [u32], b: &'a [u32]) -> (&'a [u32], &'a [u32]) {
    let (head, tail) = affixes(a, b);
    (&a[head..a.len() - tail], &b[head..b.len() - tail])
}

/// Lanes on their way over the columns.
struct Strip {
    lanes: Lanes,
    first: usize,
    /// The column that the uppermost lane comes to next.
    at: usize,
}

/// A stretch of columns: what stands in them, and the changes that come out of the lowest lane.
#[derive(Debug)]
struct Stretch {
    /// From [`BEHIND`] on.
    bits: Vec<Row>,
    out: [u8; STRETCH],
}

impl Default for Stretch {
    fn default() -> Self {
        Self { bits: vec![NONE; STRETCH + MARGIN], out: [NO_CHANGE; STRETCH] }
    }
}

impl Strip {
    fn new(first: usize, edge: &[u8]) -> Self {
        let [more, less] = words(edge[first]);
        let into = [more, less].map(|word| Row(std::array::from_fn(|lane| if lane == 0 { word } else { 0 })));
        Self { lanes: Lanes { more: Row([u64::MAX; LANES]), less: NONE, into }, first, at: first }
    }

    /// Columns that all lanes have done; `edge` is the lower one's there, else the upper one's.
    fn done(&self) -> usize {
        self.at.saturating_sub(BEHIND).max(self.first)
    }

    /// Values at the lower edges of the lanes, each at the column to which it has come, from the lowest one's.
    fn values(&self, lowest: isize) -> [isize; LANES] {
        let Lanes { more, less, into } = &self.lanes;
        let (mut values, mut value) = ([0; LANES], lowest);
        for lane in (0..LANES).rev() {
            values[lane] = value;
            value += less.0[lane].count_ones() as isize - more.0[lane].count_ones() as isize;
            value += (into[0].0[lane] >> 63) as isize - (into[1].0[lane] >> 63) as isize;
        }
        values
    }

    /// Takes the uppermost lane to a column, at most [`STRETCH`] on.
    fn run(&mut self, end: usize, text: &[u32], edge: &mut [u8], places: &[Row], stretch: &mut Stretch) {
        let even = end.min(self.at.max(self.first + BEHIND));
        if even < end {
            // Leaves anything before what it lays out.
            lay_out(&mut stretch.bits[even - self.at..], &text[even - BEHIND..end], places);
        }
        let ragged = &mut stretch.bits[BEHIND..BEHIND + even - self.at];
        ragged.iter_mut().zip(self.at..even).for_each(|(bits, at)| *bits = self.ragged(at, end, text, places));
        self.go(end - self.at, edge, stretch);
    }

    /// What stands in the columns that the lanes come to together, of those from the first to the last. Without anything in them,
    /// columns before leave a lane as it begins.
    fn ragged(&self, at: usize, end: usize, text: &[u32], places: &[Row]) -> Row {
        let mut bits = NONE;
        for lane in 0..LANES.min(at + 1 - self.first) {
            if at - lane < end {
                bits.0[lane] = places[text[at - lane] as usize].0[lane];
            }
        }
        bits
    }

    /// Takes the lanes over the columns in `stretch`.
    fn go(&mut self, count: usize, edge: &mut [u8], stretch: &mut Stretch) {
        let Stretch { bits, out } = stretch;
        over(&mut self.lanes, &bits[BEHIND..BEHIND + count], &edge[self.at + 1..self.at + 1 + count], &mut out[..count]);
        let early = (self.first + BEHIND).saturating_sub(self.at).min(count);
        if early < count {
            edge[self.at + early - BEHIND..self.at + count - BEHIND].copy_from_slice(&out[early..count]);
        }
        self.at += count;
    }

    /// Takes the other lanes as far as the uppermost one is, and gives the changes down that column.
    fn finish(&mut self, text: &[u32], edge: &mut [u8], places: &[Row], stretch: &mut Stretch) -> [Row; 2] {
        let (end, mut columns) = (self.at, [NONE; 2]);
        for lane in 0..LANES {
            columns[0].0[lane] = self.lanes.more.0[lane];
            columns[1].0[lane] = self.lanes.less.0[lane];
            if lane < BEHIND {
                // What lanes above do beyond the end reaches none that is not there.
                stretch.bits[BEHIND] = self.ragged(self.at, end, text, places);
                self.go(1, edge, stretch);
            }
        }
        self.at = end;
        columns
    }
}

/// The value so many rows below a value at the upper edge.
fn down([more, less]: [Row; 2], rows: usize, value: usize) -> usize {
    let mut value = value;
    for lane in 0..rows.div_ceil(64) {
        let inside = u64::MAX >> (64 - (rows - 64 * lane).min(64));
        value += (more.0[lane] & inside).count_ones() as usize;
        value -= (less.0[lane] & inside).count_ones() as usize;
    }
    value
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
        assert!(room.places.iter().all(|places| *places == NONE), "left clean");
    }

    /// A list, and the same with stretches put in, left out and changed, as an answer differs from a reference.
    fn alike() -> impl Strategy<Value = (Vec<u32>, Vec<u32>)> {
        let list = prop::collection::vec(0_u32..6, 0..2900);
        let edits = prop::collection::vec((0_usize..2900, 0_usize..3, prop::collection::vec(0_u32..7, 0..150)), 0..5);
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
                let (a, b) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
                prop_assert!(a.is_empty() || strips(a, b, bound, &mut room) == expected);
            }
        }

        #[test]
        fn unlike_lists_too(a in prop::collection::vec(0_u32..400, 0..700), b in prop::collection::vec(0_u32..9, 0..700)) {
            let mut room = Room::default();
            prop_assert_eq!(distance(&a, &b, usize::MAX, &mut room), table(&a, &b));
        }
    }
}
