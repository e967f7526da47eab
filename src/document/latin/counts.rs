//! How often each letter and each trigram of letters stands in a text.

use std::borrow::Cow;

/// Letters a to z and the space: these trigrams are counted in a table,
const SYMBOLS: usize = 27;
/// which has so many places.
pub const TRIGRAMS: usize = SYMBOLS * SYMBOLS * SYMBOLS;
/// So many of the commonest trigrams are ranked.
const RANKED: usize = 600;
/// Trigrams that stand so often or oftener are sorted, the others put into one list for each count.
const OFTEN: usize = 64;
/// Bits of a code point.
const CHAR_BITS: u32 = 21;

/// The place of an ASCII character among the symbols, case aside: whatever is no letter stands for a space. [`SYMBOLS`] for the others.
const SYMBOL: [u8; 256] = {
    let mut table = [SYMBOLS as u8; 256];
    let mut other = 0;
    while other < 0x7F {
        table[other] = 0;
        other += 1;
    }
    let mut letter = 1;
    while letter < SYMBOLS as u8 {
        table[(b'a' - 1 + letter) as usize] = letter;
        table[(b'A' - 1 + letter) as usize] = letter;
        letter += 1;
    }
    table
};

/// Three characters in one number, in their order.
pub fn packed(three: [char; 3]) -> u64 {
    three.into_iter().fold(0, |key, c| key << CHAR_BITS | u64::from(c))
}

/// The symbols of three packed characters, the first of them first; [`SYMBOLS`] for what is none.
fn symbols(key: u64) -> [usize; 3] {
    let symbol = |shift: u32| match (key >> (shift * CHAR_BITS)) & ((1 << CHAR_BITS) - 1) {
        0x20 => 0,
        code @ 0x61..=0x7A => code as usize - 0x60,
        _ => SYMBOLS,
    };
    [symbol(2), symbol(1), symbol(0)]
}

/// The place in the table of a trigram of ASCII letters and spaces.
pub fn dense(key: u64) -> Option<usize> {
    let symbols = symbols(key);
    symbols.iter().all(|symbol| *symbol < SYMBOLS).then(|| place(symbols))
}

/// The place of three symbols.
fn place([one, two, three]: [usize; 3]) -> usize {
    (one * SYMBOLS + two) * SYMBOLS + three
}

/// The first place of the table whose trigram comes, in the order of characters, behind one with other letters. These are behind z.
fn place_behind(key: u64) -> usize {
    match symbols(key) {
        [SYMBOLS, ..] => TRIGRAMS,
        [one, SYMBOLS, _] => place([one + 1, 0, 0]),
        [one, two, three] => place([one, two, three]),
    }
}

/// A trigram of the text: of ASCII letters and spaces its place in the table, of others their number among the [`Counts::wide_trigrams`]
/// behind that.
pub type Trigram = u32;

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

/// A character as it is counted, and its symbol if it has one.
#[derive(Clone, Copy)]
struct Counted {
    c: char,
    symbol: Option<u8>,
}

impl Counted {
    const SPACE: Self = Self { c: ' ', symbol: Some(0) };

    /// A character in lower case.
    fn of(c: char) -> Self {
        match SYMBOL.get(c as usize) {
            Some(&symbol) if symbol < SYMBOLS as u8 => Self::ascii(symbol),
            _ => Self { c, symbol: None },
        }
    }

    fn ascii(symbol: u8) -> Self {
        Self { c: if symbol == 0 { ' ' } else { char::from(0x60 + symbol) }, symbol: Some(symbol) }
    }
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
        // The small form of this letter depends on the word around it, those of others on nothing.
        counts.read(&if text.contains('Σ') { Cow::Owned(text.to_lowercase()) } else { Cow::Borrowed(text) });
        counts.letters = counts.small[1..].iter().sum::<u32>() + counts.others.len() as u32;
        counts.others.sort_unstable();
        counts.wide.sort_unstable();
        counts
    }

    fn read(&mut self, text: &str) {
        // A space before the text, which is no part of a trigram by itself.
        let mut before = [Counted::SPACE; 2];
        let mut started = false;
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            c.to_lowercase().for_each(|c| self.step(Counted::of(c), &mut before, &mut started));
            at += c.len_utf8();
            if let [Some(one), Some(two)] = before.map(|counted| counted.symbol)
                && started
            {
                at += self.read_run(&text.as_bytes()[at..], [one, two].map(usize::from), &mut before);
            }
        }
        self.step(Counted::SPACE, &mut before, &mut started);
        // A space between a letter and a space, or between two, makes no trigram.
        for other in 0..SYMBOLS {
            for blank in [place([0, 0, other]), place([other, 0, 0])] {
                self.table[blank] = 0;
                self.filled[blank >> 6] &= !(1 << (blank & 63));
            }
        }
    }

    /// Counts ASCII characters behind two others, up to the first that is none; returns how many these are.
    fn read_run(&mut self, bytes: &[u8], [mut one, mut two]: [usize; 2], before: &mut [Counted; 2]) -> usize {
        let mut read = 0;
        for &byte in bytes {
            let three = usize::from(SYMBOL[usize::from(byte)]);
            let Some(count) = self.small.get_mut(three) else { break };
            *count += 1;
            // Those of blanks too, without a jump; they are struck out behind all.
            self.count(place([one, two, three]));
            (one, two) = (two, three);
            read += 1;
        }
        *before = [Counted::ascii(one as u8), Counted::ascii(two as u8)];
        read
    }

    /// Counts a character, and the trigram that it ends.
    fn step(&mut self, three: Counted, before: &mut [Counted; 2], started: &mut bool) {
        match three.symbol {
            None => self.others.push(three.c),
            Some(symbol) => self.small[usize::from(symbol)] += 1,
        }
        let [one, two] = std::mem::replace(before, [before[1], three]);
        let blank = |counted: Counted| counted.symbol == Some(0);
        if std::mem::replace(started, true) && (!blank(two) || (!blank(one) && !blank(three))) {
            match (one.symbol, two.symbol, three.symbol) {
                (Some(one), Some(two), Some(three)) => self.count(place([one, two, three].map(usize::from))),
                _ => self.wide.push(packed([one.c, two.c, three.c])),
            }
        }
    }

    #[inline]
    fn count(&mut self, place: usize) {
        self.table[place] += 1;
        self.filled[place >> 6] |= 1 << (place & 63);
    }

    /// Calls `found` with each letter and how often it stands.
    pub fn each_letter(&self, mut found: impl FnMut(char, u32)) {
        for (symbol, &count) in self.small.iter().enumerate().skip(1).filter(|(_, count)| **count > 0) {
            found(char::from(0x60 + symbol as u8), count);
        }
        self.others.chunk_by(|a, b| a == b).for_each(|same| found(same[0], same.len() as u32));
    }

    /// The trigrams with other letters, in the order of their characters.
    pub fn wide_trigrams(&self) -> Vec<u64> {
        self.wide.chunk_by(|a, b| a == b).map(|same| same[0]).collect()
    }

    /// The commonest trigrams, the most common first, and of equals the last first.
    pub fn ranked(&self) -> Vec<Trigram> {
        let all = self.trigrams();
        let mut often: Vec<(u32, Trigram)> = Vec::new();
        let mut starts = [0u32; OFTEN + 1];
        for &(count, trigram) in all.iter().rev() {
            starts[(count as usize).min(OFTEN)] += 1;
            if count as usize >= OFTEN {
                often.push((count, trigram));
            }
        }
        often.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        // The higher count goes first: each list begins where those above it end. The last is that of those that were sorted.
        let mut next = 0;
        for start in starts.iter_mut().rev() {
            next += std::mem::replace(start, next);
        }
        let mut ranked = vec![0; all.len().min(RANKED)];
        let mut put = |start: &mut u32, trigram: Trigram| {
            if let Some(place) = ranked.get_mut(*start as usize) {
                *place = trigram;
            }
            *start += 1;
        };
        often.iter().for_each(|(_, trigram)| put(&mut starts[OFTEN], *trigram));
        for &(count, trigram) in all.iter().rev() {
            if (count as usize) < OFTEN {
                put(&mut starts[count as usize], trigram);
            }
        }
        ranked
    }

    /// All trigrams with their counts, in the order of their characters.
    fn trigrams(&self) -> Vec<(u32, Trigram)> {
        let mut all = Vec::with_capacity(self.filled.iter().map(|bits| bits.count_ones() as usize).sum::<usize>() + self.wide.len());
        let mut wide = self.wide.chunk_by(|a, b| a == b).zip(TRIGRAMS as u32..).peekable();
        let mut until = wide.peek().map_or(TRIGRAMS, |(same, _)| place_behind(same[0]));
        for (word, &bits) in self.filled.iter().enumerate() {
            let mut left = bits;
            while left != 0 {
                let place = word << 6 | left.trailing_zeros() as usize;
                while place >= until {
                    all.extend(wide.next().map(|(same, number)| (same.len() as u32, number)));
                    until = wide.peek().map_or(TRIGRAMS, |(same, _)| place_behind(same[0]));
                }
                all.push((self.table[place], place as u32));
                left &= left - 1;
            }
        }
        all.extend(wide.map(|(same, number)| (same.len() as u32, number)));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trigrams_with_other_letters_stand_where_their_characters_do() {
        let all = ["a b", "abz", "ab\u{7f}", "abé", "ac ", "azz", "aé ", "aéb", "aéz", "b a", "zzz", "é a", "日日日"];
        let key = |text: &str| packed([0, 1, 2].map(|at| text.chars().nth(at).expect("three")));
        for (at, one) in all.iter().enumerate().filter(|(_, one)| dense(key(one)).is_none()) {
            let is_behind = |other: &&str| dense(key(other)).is_some_and(|place| place >= place_behind(key(one)));
            assert_eq!(
                all.iter().copied().filter(|other| is_behind(other)).collect::<Vec<_>>(),
                all[at..].iter().copied().filter(|other| dense(key(other)).is_some()).collect::<Vec<_>>(),
                "{one}"
            );
        }
        let counts = Counts::of("Ab’s ab’S, x\u{7f}y Kab ab");
        let wide = counts.wide_trigrams();
        let keys = |trigram: &(u32, Trigram)| {
            let place = trigram.1 as usize;
            let letter = |symbol: usize| if symbol == 0 { ' ' } else { char::from(0x60 + symbol as u8) };
            let letters = [place / (SYMBOLS * SYMBOLS), place / SYMBOLS % SYMBOLS, place % SYMBOLS];
            if place < TRIGRAMS { packed(letters.map(letter)) } else { wide[place - TRIGRAMS] }
        };
        let all = counts.trigrams();
        assert!(all.iter().map(keys).is_sorted());
        let found: Vec<(u32, u64)> = all.iter().map(|trigram| (trigram.0, keys(trigram))).collect();
        assert!(found.contains(&(2, key("b’s"))) && found.contains(&(3, key(" ab"))) && !found.contains(&(1, key("  k"))));
    }
}
