//! How often each letter and each trigram of letters stands in a text.

/// Letters a to z and the space: these trigrams are counted in a table,
const SYMBOLS: usize = 27;
/// which has so many places.
pub const TRIGRAMS: usize = SYMBOLS * SYMBOLS * SYMBOLS;
/// Stands for a character that has no place in it.
const WIDE: u8 = 0xFF;
/// So many of the commonest trigrams are ranked.
const RANKED: usize = 600;
/// Trigrams that stand so often or oftener are sorted, the others put into one list for each count.
const OFTEN: usize = 64;
/// Bits of a code point.
const CHAR_BITS: u32 = 21;

/// Three characters in one number, in their order.
pub fn packed(three: [char; 3]) -> u64 {
    three.into_iter().fold(0, |key, c| key << CHAR_BITS | u64::from(c))
}

/// The place in the table of a trigram of ASCII letters and spaces.
pub fn dense(key: u64) -> Option<usize> {
    let symbol = |shift: u32| match (key >> (shift * CHAR_BITS)) & ((1 << CHAR_BITS) - 1) {
        0x20 => Some(0),
        code @ 0x61..=0x7A => Some(code as usize - 0x60),
        _ => None,
    };
    Some((symbol(2)? * SYMBOLS + symbol(1)?) * SYMBOLS + symbol(0)?)
}

/// The characters of a place in the table.
fn undense(index: usize) -> u64 {
    let letter = |symbol: usize| if symbol == 0 { ' ' } else { char::from(0x60 + symbol as u8) };
    packed([letter(index / (SYMBOLS * SYMBOLS)), letter(index / SYMBOLS % SYMBOLS), letter(index % SYMBOLS)])
}

/// A trigram of the text.
#[derive(Clone, Copy, Debug)]
pub struct Ranked {
    /// Its characters.
    pub key: u64,
    /// Its place in the table, if its letters are ASCII.
    pub dense: Option<u32>,
    count: u32,
}

/// Counts of a text.
pub struct Counts {
    /// Characters that are no space, digit or ASCII sign.
    pub letters: u32,
    small: [u32; SYMBOLS],
    /// Other letters, sorted.
    others: Vec<char>,
    table: Vec<u32>,
    /// One bit for each place of the table that is not nought.
    filled: Vec<u64>,
    /// Trigrams with other letters, sorted.
    wide: Vec<u64>,
}

impl Counts {
    /// Counts a text, case aside. Punctuation and digits count as spaces.
    pub fn of(text: &str) -> Self {
        let mut counts = Self {
            letters: 0,
            small: [0; SYMBOLS],
            others: Vec::new(),
            table: vec![0; TRIGRAMS],
            filled: vec![0; TRIGRAMS.div_ceil(64)],
            wide: Vec::new(),
        };
        counts.read(&text.to_lowercase());
        counts.letters = counts.small[1..].iter().sum::<u32>() + counts.others.len() as u32;
        counts.others.sort_unstable();
        counts.wide.sort_unstable();
        counts
    }

    fn read(&mut self, lower: &str) {
        let (mut c1, mut c2) = ((' ', 0u8), None);
        for c in lower.chars().chain([' ']) {
            let symbol = match c {
                'a'..='z' => c as u8 - 0x60,
                '\u{7f}'.. => WIDE,
                // Capitals are gone; whatever else is ASCII stands for a space.
                _ => 0,
            };
            match symbol {
                WIDE => self.others.push(c),
                _ => self.small[usize::from(symbol)] += 1,
            }
            let c3 = (if symbol == 0 { ' ' } else { c }, symbol);
            if let Some(c2) = c2.replace(c3) {
                if c2.1 != 0 || (c1.1 != 0 && c3.1 != 0) {
                    self.add([c1, c2, c3]);
                }
                c1 = c2;
            }
        }
    }

    fn add(&mut self, three: [(char, u8); 3]) {
        if three.iter().any(|(_, symbol)| *symbol == WIDE) {
            self.wide.push(packed(three.map(|(c, _)| c)));
            return;
        }
        let index = three.iter().fold(0, |index, (_, symbol)| index * SYMBOLS + usize::from(*symbol));
        self.table[index] += 1;
        self.filled[index >> 6] |= 1 << (index & 63);
    }

    /// Calls `found` with each letter and how often it stands.
    pub fn each_letter(&self, mut found: impl FnMut(char, u32)) {
        for (symbol, &count) in self.small.iter().enumerate().skip(1).filter(|(_, count)| **count > 0) {
            found(char::from(0x60 + symbol as u8), count);
        }
        self.others.chunk_by(|a, b| a == b).for_each(|same| found(same[0], same.len() as u32));
    }

    /// The commonest trigrams, the most common first, and of equals the last first.
    pub fn ranked(&self) -> Vec<Ranked> {
        let mut all = self.trigrams();
        let mut often: Vec<Ranked> = Vec::new();
        let mut starts = [0usize; OFTEN + 1];
        for trigram in &all {
            match trigram.count as usize {
                OFTEN.. => often.push(*trigram),
                count => starts[count] += 1,
            }
        }
        often.sort_unstable_by_key(|trigram| std::cmp::Reverse((trigram.count, trigram.key)));
        // The higher count goes first: each list begins where those above it end.
        let mut next = often.len();
        for start in starts.iter_mut().rev() {
            next += std::mem::replace(start, next);
        }
        let mut ranked = often;
        ranked.resize(next, Ranked { key: 0, dense: None, count: 0 });
        while let Some(trigram) = all.pop() {
            if let Some(start) = starts.get_mut(trigram.count as usize).filter(|_| (trigram.count as usize) < OFTEN) {
                ranked[*start] = trigram;
                *start += 1;
            }
        }
        ranked.truncate(RANKED);
        ranked
    }

    /// All trigrams in the order of their characters.
    fn trigrams(&self) -> Vec<Ranked> {
        let mut all = Vec::with_capacity(self.filled.iter().map(|bits| bits.count_ones() as usize).sum::<usize>() + self.wide.len());
        for (word, &bits) in self.filled.iter().enumerate() {
            let mut left = bits;
            while left != 0 {
                let index = word << 6 | left.trailing_zeros() as usize;
                all.push(Ranked { key: undense(index), dense: Some(index as u32), count: self.table[index] });
                left &= left - 1;
            }
        }
        if !self.wide.is_empty() {
            all.extend(self.wide.chunk_by(|a, b| a == b).map(|same| Ranked { key: same[0], dense: None, count: same.len() as u32 }));
            all.sort_by_key(|trigram| trigram.key);
        }
        all
    }
}

/// A trigram that stands once.
#[cfg(test)]
pub fn ranked(key: u64) -> Ranked {
    Ranked { key, dense: dense(key).map(|index| index as u32), count: 1 }
}
