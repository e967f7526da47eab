//! Longest common subsequences of token lists, 64 cells of the table at a time.
//!
//! Row by row, one bit a cell says whether the length grows from the column before (H. Hyyrö, "Bit-parallel LCS-length
//! computation revisited", 2004); from those bits every cell of the table can be told, and so the one subsequence that
//! `rouge_score` 0.1.2 reads out of its table, ties included. Of several lists side by side (sentences of a prediction) all are
//! done in one pass, each from a word of its own on.

/// Most words that are looked at, rows of the table times words in a row; about two seconds. One list of 262,144 tokens against
/// another is just within it, as are texts of 131,072 tokens in sentences of sixteen.
pub const MAX_WORDS: u64 = 1 << 30;
/// Longest text in tokens.
pub const MAX_TOKENS: usize = 1 << 22;
/// Words of rows kept at once; a longer table is computed twice, from check points (8 MiB).
const ROWS_BUDGET: usize = 1 << 20;

/// Length of a longest common subsequence; `None` beyond [`MAX_WORDS`] or [`MAX_TOKENS`].
pub fn length(gold: &[u32], predicted: &[u32]) -> Option<usize> {
    let lists = [predicted];
    let columns = Columns::new(&lists, gold.len())?;
    let mut row = columns.first_row();
    gold.iter().for_each(|&token| columns.advance(&mut row, token));
    Some(columns.total(&row, 0))
}

/// A text whose longest common subsequences with many others are wanted: its tokens' places are found once.
#[derive(Debug)]
pub struct Places {
    text: Box<[u32]>,
    occurrences: Occurrences,
}

impl Places {
    /// The places of a text's tokens; `None` beyond [`MAX_TOKENS`].
    pub fn new(text: &[u32]) -> Option<Self> {
        let within = text.len() <= MAX_TOKENS;
        within.then(|| Self { text: text.into(), occurrences: Occurrences::of(&[text], &[0, text.len().div_ceil(64)]) })
    }

    /// [`length`] of the text, which is `gold`, and another; `None` where that is. What both begin and end with is not looked at.
    pub fn common(&self, predicted: &[u32]) -> Option<usize> {
        let length = self.text.len();
        let within = length.max(predicted.len()) <= MAX_TOKENS;
        if !within || (length as u64).saturating_mul(predicted.len().div_ceil(64) as u64) > MAX_WORDS {
            return None;
        }
        let (head, tail) = super::banded::affixes(&self.text, predicted);
        // The words of the row in which something may change. Of what lies before it is known that every column grew.
        let (first, end) = (head / 64, (length - tail).div_ceil(64));
        let mut row = vec![u64::MAX; end.saturating_sub(first)];
        if let Some(word) = row.first_mut() {
            *word <<= head % 64;
        }
        let words = row.len();
        for &token in &predicted[head..predicted.len() - tail] {
            let all = self.occurrences.of_token(token);
            let from = if first == 0 { 0 } else { all.partition_point(|&(word, _)| (word as usize) < first) };
            let inside = all[from..].iter().map(|&(word, bits)| (word as usize - first, bits)).take_while(|(word, _)| *word < words);
            advance(&mut row, inside, |_| true);
        }
        if let (Some(word), past @ 1..) = (row.last_mut(), (length - tail) % 64) {
            *word |= u64::MAX << past;
        }
        Some(64 * first.min(end) + row.iter().map(|word| word.count_zeros() as usize).sum::<usize>() + tail)
    }
}

/// A row with one more token, given the words in which it stands with its bits there. `goes_on` says of a word whether a carry goes
/// from it into the next.
#[inline]
fn advance(row: &mut [u64], occurrences: impl Iterator<Item = (usize, u64)>, goes_on: impl Fn(usize) -> bool) {
    let (mut next, mut carry) = (0, false);
    for (word, bits) in occurrences {
        // Without a match a carry sets the lowest clear bit, or goes on if there is none.
        while carry && next < word {
            carry = advanced(&mut row[next], 0, true) && goes_on(next);
            next += 1;
        }
        carry = advanced(&mut row[word], bits, carry) && goes_on(word);
        next = word + 1;
    }
    while carry && next < row.len() {
        carry = advanced(&mut row[next], 0, true) && goes_on(next);
        next += 1;
    }
}

/// A word of a row, from a row to the next; tells whether a carry comes out.
fn advanced(state: &mut u64, bits: u64, carry: bool) -> bool {
    let matched = *state & bits;
    let (sum, over) = state.overflowing_add(matched);
    let (sum, over_again) = sum.overflowing_add(u64::from(carry));
    *state = sum | (*state - matched);
    over || over_again
}

/// Token lists laid out in words of 64 bits, each list from a new word on.
#[derive(Debug)]
pub struct Columns<'a> {
    lists: &'a [&'a [u32]],
    /// Where each list begins, in words; one more for the end.
    starts: Vec<usize>,
    /// Whether a word is the last of its list: a carry out of it is lost.
    is_last: Vec<bool>,
    occurrences: Occurrences,
}

/// For each token the words it stands in, with the bits: `all[from[t]..from[t + 1]]`.
#[derive(Debug)]
struct Occurrences {
    from: Vec<usize>,
    all: Vec<(u32, u64)>,
}

impl<'a> Columns<'a> {
    /// Lays out some lists, for tables with so many rows in all; `None` beyond [`MAX_WORDS`] or [`MAX_TOKENS`].
    pub fn new(lists: &'a [&'a [u32]], rows: usize) -> Option<Self> {
        let tokens: usize = lists.iter().map(|list| list.len()).sum();
        let words: usize = lists.iter().map(|list| list.len().div_ceil(64)).sum();
        if rows.max(tokens) > MAX_TOKENS || (rows as u64).saturating_mul(words as u64) > MAX_WORDS {
            return None;
        }
        let mut starts = vec![0];
        let mut is_last = Vec::new();
        for list in lists {
            is_last.resize(is_last.len() + list.len().div_ceil(64), false);
            if let (false, Some(last)) = (list.is_empty(), is_last.last_mut()) {
                *last = true;
            }
            starts.push(is_last.len());
        }
        let occurrences = Occurrences::of(lists, &starts);
        Some(Self { lists, starts, is_last, occurrences })
    }

    /// The row above the table: no bit is clear, all lengths are 0.
    fn first_row(&self) -> Vec<u64> {
        vec![u64::MAX; self.width()]
    }

    /// From the row of a prefix of the gold list to the row of the prefix with one token more.
    fn advance(&self, row: &mut [u64], token: u32) {
        let occurrences = self.occurrences.of_token(token).iter();
        advance(row, occurrences.map(|&(word, bits)| (word as usize, bits)), |word| !self.is_last[word]);
    }

    /// How many words the lists take.
    fn width(&self) -> usize {
        self.is_last.len()
    }

    /// Length for a whole list.
    fn total(&self, row: &[u64], list: usize) -> usize {
        row[self.starts[list]..self.starts[list + 1]].iter().map(|word| word.count_zeros() as usize).sum()
    }

    /// Length for the first `columns` tokens of a list.
    fn prefix(&self, row: &[u64], list: usize, columns: usize) -> usize {
        let words = &row[self.starts[list]..self.starts[list + 1]];
        let whole: usize = words[..columns / 64].iter().map(|word| word.count_zeros() as usize).sum();
        match columns % 64 {
            0 => whole,
            rest => whole + (words[columns / 64] | u64::MAX << rest).count_zeros() as usize,
        }
    }

    fn grows(&self, row: &[u64], list: usize, column: usize) -> bool {
        row[self.starts[list] + (column - 1) / 64] >> ((column - 1) % 64) & 1 == 0
    }

    /// Marks the tokens of `gold` that are in the subsequence read out for any of the lists.
    ///
    /// Read from the end: equal tokens are taken; else the way goes left where that cell is greater than the one above, and up
    /// where it is not. `hits` is as long as `gold`.
    pub fn mark_union(&self, gold: &[u32], hits: &mut [bool]) {
        self.mark_union_within(ROWS_BUDGET, gold, hits);
    }

    /// With so many words kept at once, but at least the square root of the table.
    fn mark_union_within(&self, budget: usize, gold: &[u32], hits: &mut [bool]) {
        let step = gold.len().isqrt().max(budget / self.width().max(1)) + 1;
        let points = self.check_points(gold, step);
        let mut ways: Vec<Way> = Vec::new();
        let mut rows = Vec::new();
        for (point, mut row) in points.into_iter().enumerate().rev() {
            let first = point * step;
            rows.clear();
            rows.extend_from_slice(&row);
            for &token in &gold[first..gold.len().min(first + step)] {
                self.advance(&mut row, token);
                rows.extend_from_slice(&row);
            }
            if first + step >= gold.len() {
                let common = (0..self.lists.len()).filter(|&list| self.total(&row, list) > 0);
                ways.extend(common.map(|list| Way { list, row: gold.len(), column: self.lists[list].len() }));
            }
            let block = Block { first, rows: &rows, width: self.width() };
            ways.iter_mut().for_each(|way| self.walk(way, &block, gold, hits));
        }
    }

    /// Every `step`th row, the first one first.
    fn check_points(&self, gold: &[u32], step: usize) -> Vec<Vec<u64>> {
        let mut row = self.first_row();
        let mut points = Vec::new();
        for part in gold.chunks(step) {
            points.push(row.clone());
            if points.len() < gold.len().div_ceil(step) {
                part.iter().for_each(|&token| self.advance(&mut row, token));
            }
        }
        points
    }

    /// Follows a way up through the rows of a block.
    fn walk(&self, way: &mut Way, block: &Block<'_>, gold: &[u32], hits: &mut [bool]) {
        let list = way.list;
        let (mut here, mut above) = (0, 0);
        let mut is_known = false;
        while way.row > block.first && way.column > 0 {
            let (row, row_above) = (block.row(way.row), block.row(way.row - 1));
            if !is_known {
                here = self.prefix(row, list, way.column);
                above = self.prefix(row_above, list, way.column);
                is_known = true;
            }
            if gold[way.row - 1] == self.lists[list][way.column - 1] {
                hits[way.row - 1] = true;
                way.row -= 1;
                way.column -= 1;
                is_known = false;
            } else if !self.grows(row, list, way.column) && here > above {
                above -= usize::from(self.grows(row_above, list, way.column));
                way.column -= 1;
            } else {
                way.row -= 1;
                is_known = false;
            }
        }
    }
}

/// How far the reading of a list has come.
struct Way {
    list: usize,
    row: usize,
    column: usize,
}

/// Some rows of the table, `first` being that of the gold list's first `first` tokens.
struct Block<'a> {
    first: usize,
    rows: &'a [u64],
    width: usize,
}

impl Block<'_> {
    fn row(&self, row: usize) -> &[u64] {
        let at = (row - self.first) * self.width;
        &self.rows[at..at + self.width]
    }
}

impl Occurrences {
    /// Those of some lists, each from a word on.
    fn of(lists: &[&[u32]], starts: &[usize]) -> Self {
        let places =
            lists.iter().zip(starts).flat_map(|(list, start)| list.iter().enumerate().map(move |(at, &t)| (t, start + at / 64, at % 64)));
        let mut all: Vec<(u32, u32, u64)> = places.map(|(token, word, bit)| (token, word as u32, 1 << bit)).collect();
        all.sort_unstable();
        all.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 |= next.2;
            }
            same
        });
        let most = all.last().map_or(0, |last| last.0 as usize + 1);
        let mut from = vec![0; most + 1];
        all.iter().for_each(|(token, ..)| from[*token as usize + 1] += 1);
        for at in 1..from.len() {
            from[at] += from[at - 1];
        }
        Self { from, all: all.into_iter().map(|(_, word, bits)| (word, bits)).collect() }
    }

    fn of_token(&self, token: u32) -> &[(u32, u64)] {
        let token = token as usize;
        self.from.get(token..token + 2).map_or(&[], |ends| &self.all[ends[0]..ends[1]])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The table and the read-out as the original does them.
    fn naive(gold: &[u32], predicted: &[u32]) -> (usize, Vec<bool>) {
        let mut table = vec![vec![0usize; predicted.len() + 1]; gold.len() + 1];
        for i in 1..=gold.len() {
            for j in 1..=predicted.len() {
                table[i][j] = if gold[i - 1] == predicted[j - 1] { table[i - 1][j - 1] + 1 } else { table[i - 1][j].max(table[i][j - 1]) };
            }
        }
        let (mut i, mut j) = (gold.len(), predicted.len());
        let mut hits = vec![false; gold.len()];
        while i > 0 && j > 0 {
            if gold[i - 1] == predicted[j - 1] {
                hits[i - 1] = true;
                (i, j) = (i - 1, j - 1);
            } else if table[i][j - 1] > table[i - 1][j] {
                j -= 1;
            } else {
                i -= 1;
            }
        }
        (table[gold.len()][predicted.len()], hits)
    }

    fn union(gold: &[u32], lists: &[Vec<u32>], budget: usize) -> Vec<bool> {
        let mut hits = vec![false; gold.len()];
        let lists: Vec<&[u32]> = lists.iter().map(Vec::as_slice).collect();
        Columns::new(&lists, gold.len()).expect("short").mark_union_within(budget, gold, &mut hits);
        hits
    }

    #[test]
    fn ties_go_up() {
        // a b c d against b a d c. From d, c: the cells left and above are both 2, so up; c is taken; from b, d: both 1, so
        // up; from a, d: left is 1, above 0, so left; a is taken.
        assert_eq!(union(&[0, 1, 2, 3], &[vec![1, 0, 3, 2]], ROWS_BUDGET), [true, false, true, false]);
        assert_eq!(length(&[0, 1, 2, 3], &[1, 0, 3, 2]), Some(2));
    }

    #[test]
    fn empty_lists_have_nothing_in_common() {
        assert_eq!(length(&[], &[1]), Some(0));
        assert_eq!(length(&[1], &[]), Some(0));
        assert_eq!(union(&[1, 2], &[], 1), [false, false]);
        assert_eq!(union(&[1, 2], &[vec![], vec![2]], 1), [false, true]);
        assert_eq!(union(&[], &[vec![1]], 1), Vec::<bool>::new());
    }

    #[test]
    fn lists_beyond_the_limit_have_no_length() {
        let long = vec![0; 1 << 18];
        assert!(Columns::new(&[&long], 1 << 18).is_some());
        assert!(Columns::new(&[&long], (1 << 18) + 1).is_none());
        assert!(Columns::new(&[], MAX_TOKENS + 1).is_none());
        assert_eq!(length(&vec![0; MAX_TOKENS + 1], &[0]), None);
    }

    fn tokens(kinds: u32, most: usize) -> impl Strategy<Value = Vec<u32>> {
        proptest::collection::vec(0..kinds, 0..most)
    }

    proptest! {
        #[test]
        fn length_is_that_of_the_table(gold in tokens(5, 200), predicted in tokens(7, 200)) {
            let expected = Some(naive(&gold, &predicted).0);
            prop_assert_eq!(length(&gold, &predicted), expected);
            prop_assert_eq!(Places::new(&gold).expect("short").common(&predicted), expected);
        }

        #[test]
        fn what_texts_begin_and_end_with_changes_nothing(head in tokens(5, 200), gold in tokens(5, 90), predicted in tokens(7, 90), tail in tokens(5, 200)) {
            let [gold, predicted] = [gold, predicted].map(|middle| [&head[..], &middle, &tail].concat());
            let expected = Some(naive(&gold, &predicted).0);
            prop_assert_eq!(Places::new(&gold).expect("short").common(&predicted), expected);
            prop_assert_eq!(Places::new(&predicted).expect("short").common(&gold), expected);
        }

        #[test]
        fn union_is_that_of_the_tables(
            gold in tokens(9, 150),
            lists in proptest::collection::vec(tokens(9, 150), 0..5),
            budget in 1usize..200,
        ) {
            let mut expected = vec![false; gold.len()];
            for list in &lists {
                naive(&gold, list).1.iter().zip(&mut expected).for_each(|(hit, all)| *all |= hit);
            }
            // Small budgets go through check points.
            prop_assert_eq!(union(&gold, &lists, budget), expected);
        }
    }
}
