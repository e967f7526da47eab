//! A whole segment of ASCII, sixteen bytes at a time: what is counted is counted by classes of bytes, and only sentence marks are looked at one
//! by one. The values are those of [`super::Meter`], which reads characters in their order.

use super::meter::INITIAL_CHARS;
use super::{Ending, Features};
use crate::document::blocks::{BLOCK, LANES, bits, equal, first, padded, vector, within};
use multiversion::multiversion;
use wide::u8x16;

/// Longer texts are read the other way: sums of one byte are kept for each of the sixteen.
const MAX_BYTES: usize = LANES * 255;

/// Measures a text, if it is of ASCII without controls and neither begins nor ends with white space.
#[multiversion(targets("x86_64+avx2+bmi1+bmi2+lzcnt+popcnt"))]
pub fn measure(text: &[u8]) -> Option<Features> {
    let ends = text.first()?.is_ascii_graphic() && text.last()?.is_ascii_graphic();
    if !ends || text.len() > MAX_BYTES {
        return None;
    }
    let (mut sums, mut before) = (Sums::default(), Before::default());
    let mut place = 0;
    while place < text.len() {
        let classes = Classes::of(text, place, &mut sums);
        if classes.others {
            return None;
        }
        before.read(&classes, text, place, &mut sums);
        place += BLOCK;
    }
    Some(sums.features(text))
}

/// What was counted.
#[derive(Default)]
struct Sums {
    letters: u8x16,
    upper: u8x16,
    digits: u8x16,
    commas: u8x16,
    bars: bool,
    spaces: u32,
    gaps: u32,
    words: u32,
    capitalised: u32,
    sentences: u16,
    last_mark: Option<usize>,
}

impl Sums {
    #[inline(always)]
    fn features(self, text: &[u8]) -> Features {
        let chars = text.len() as u32 - self.spaces;
        let mut features = Features {
            chars,
            length: chars + self.gaps,
            words: self.words as f32,
            letters: sum(self.letters),
            upper: sum(self.upper),
            digits: sum(self.digits),
            capitalised: self.capitalised,
            sentences: self.sentences,
            commas: sum(self.commas) as u16,
            ending: ending(text),
            bars: self.bars,
            question: self.last_mark.is_some_and(|at| text[at] == b'?'),
            ..Features::default()
        };
        if features.sentences == 0 && features.is_terminal() {
            features.sentences = 1;
        }
        features
    }
}

/// Adds up sixteen bytes.
#[inline(always)]
fn sum(sixteen: u8x16) -> u32 {
    const EVERY_OTHER: u64 = 0x00FF_00FF_00FF_00FF;
    let pairs = |eight: &[u8; 8]| {
        let eight = u64::from_le_bytes(*eight);
        (eight & EVERY_OTHER) + (eight >> 8 & EVERY_OTHER)
    };
    let sums = sixteen.to_array().as_chunks().0.iter().map(pairs).sum::<u64>();
    (sums.wrapping_mul(0x0001_0001_0001_0001) >> 48) as u32
}

/// Bits of a block's bytes.
#[derive(Default)]
struct Classes {
    /// Letters and digits.
    words: u64,
    capitals: u64,
    spaces: u64,
    marks: u64,
    apostrophes: u64,
    /// Whether a byte is of no class that is read here.
    others: bool,
}

impl Classes {
    #[inline(always)]
    fn of(text: &[u8], place: usize, sums: &mut Sums) -> Self {
        let mut own = Self::default();
        let (mut bars, mut others) = (u8x16::ZERO, u8x16::ZERO);
        for number in 0..BLOCK / LANES {
            let at = place + number * LANES;
            if at >= text.len() {
                break;
            }
            // Behind the end stands what is in no class.
            let sixteen = vector(text, at).unwrap_or_else(|| padded(text, at, b'/'));
            let (letters, capitals) = (within(sixteen | u8x16::splat(0x20), b'a', b'z'), within(sixteen, b'A', b'Z'));
            let (digits, commas) = (within(sixteen, b'0', b'9'), equal(sixteen, b','));
            let spaces = equal(sixteen, b' ') | within(sixteen, b'\t', b'\r');
            let marks = equal(sixteen, b'.') | equal(sixteen, b'!') | equal(sixteen, b'?');
            // An answer is 255 for yes, which is one less than nought.
            sums.letters -= letters;
            sums.upper -= capitals;
            sums.digits -= digits;
            sums.commas -= commas;
            bars |= equal(sixteen, b'|');
            others |= !(within(sixteen, b' ', b'~') | spaces);
            own.words |= bits(number, letters | digits);
            own.capitals |= bits(number, capitals);
            own.spaces |= bits(number, spaces);
            own.marks |= bits(number, marks);
            own.apostrophes |= bits(number, equal(sixteen, b'\''));
        }
        sums.bars |= bars.to_bitmask() != 0;
        own.others = others.to_bitmask() != 0;
        own
    }
}

/// The last byte of the block before, in the lowest bit.
#[derive(Default)]
struct Before {
    in_word: u64,
    space: u64,
}

impl Before {
    /// Counts a block's words and sentences.
    #[inline(always)]
    fn read(&mut self, classes: &Classes, text: &[u8], place: usize, sums: &mut Sums) {
        let &Classes { words, capitals, spaces, marks, apostrophes, .. } = classes;
        let mut inside = words;
        let mut joined = apostrophes & (inside << 1 | self.in_word);
        // An apostrophe inside a word goes on with it, and so does one behind that.
        while joined != 0 {
            inside |= joined;
            joined = apostrophes & !inside & inside << 1;
        }
        let own = first(text.len() - place);
        let starts = words & !(inside << 1 | self.in_word);
        sums.spaces += spaces.count_ones();
        sums.gaps += (!spaces & (spaces << 1 | self.space) & own).count_ones();
        sums.words += starts.count_ones();
        let capitalised = starts & capitals;
        if capitalised != 0 {
            sums.capitalised += capitalised.count_ones();
        }
        let mut left = marks;
        while left != 0 {
            let at = place + left.trailing_zeros() as usize;
            sums.sentences = sums.sentences.saturating_add(u16::from(ends_sentence(text, at)));
            sums.last_mark = Some(at);
            left &= left - 1;
        }
        (self.in_word, self.space) = (inside >> (BLOCK - 1), spaces >> (BLOCK - 1));
    }
}

/// Closing quotes and brackets, see [`super::Meter`].
const fn is_closer(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b')' | b']' | b'}' | b'*' | b'_')
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Whether a mark ends a sentence: white space or the end follows, closers aside, and it stands behind no initial.
fn ends_sentence(text: &[u8], at: usize) -> bool {
    let next = text[at + 1..].iter().find(|byte| !is_closer(**byte));
    next.is_none_or(|byte| is_space(*byte)) && !(text[at] == b'.' && is_initial(&text[..at]))
}

/// Whether a text ends in an initial: a word that begins with a capital, and has two characters at most with what follows it.
fn is_initial(text: &[u8]) -> bool {
    let visible = text.iter().enumerate().rev().filter(|(_, byte)| !is_space(**byte));
    let mut last = visible.take(INITIAL_CHARS as usize);
    last.find(|(at, _)| starts_word(text, *at)).is_some_and(|(_, byte)| byte.is_ascii_uppercase())
}

/// Whether a word begins at a place.
fn starts_word(text: &[u8], at: usize) -> bool {
    let before = text[..at].iter().rfind(|byte| **byte != b'\'');
    // Apostrophes behind a word are part of it.
    text[at].is_ascii_alphanumeric() && !before.is_some_and(u8::is_ascii_alphanumeric)
}

/// How a text ends, closers aside.
fn ending(text: &[u8]) -> Ending {
    let Some(last) = text.iter().rposition(|byte| !is_closer(*byte) && !is_space(*byte)) else { return Ending::Open };
    match text[last] {
        b'.' => {
            let before = text[..last].iter().rev().filter(|byte| !is_closer(**byte));
            if before.take(2).filter(|byte| **byte == b'.').count() == 2 { Ending::Ellipsis } else { Ending::Sentence }
        }
        b'!' | b'?' => Ending::Sentence,
        b',' | b';' | b'-' => Ending::Joint,
        b':' => Ending::Colon,
        _ => Ending::Open,
    }
}
