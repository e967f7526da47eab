//! Hashed word features of texts, and the kernel of their similarities.
//!
//! Single tokens and pairs of neighbours, each weighed `(1 + ln count) * idf` with `idf = ln((1 + n) / (1 + df)) + 1` over the
//! documents at hand, rows scaled to length 1; no label is looked at. Features fall into 2^bits places by FNV-1a: too few
//! places hide leakage (0.31 with 2^10 against 0.41 from 2^14 on, on fundus-evaluation).

use super::canonical;
use super::matrix::Symmetric;
use super::tokens::{MAX_TOKENS, Token, tokens};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Most bits of a place: tables have a row for every place.
const MAX_BITS: u32 = 24;

/// Places of the features of a text with their weights, in rising order of place.
type Row = Vec<(u32, f64)>;

/// Places of the features of a text with how often each occurs, in rising order of place.
pub type Counts = Vec<(u32, u32)>;

/// The similarities (cosines) of all pairs of texts; a text without tokens is like none, itself included. `bits` are at most 24.
pub fn kernel(texts: &[Vec<Token>], bits: u32) -> Symmetric {
    let counts: Vec<Counts> = texts.par_iter().map(|tokens| counted(tokens, bits)).collect();
    kernel_of(&counts, bits)
}

/// As [`kernel`], of texts whose features are counted.
pub fn kernel_of(counts: &[Counts], bits: u32) -> Symmetric {
    let mut holders = vec![0u32; 1 << bits.clamp(1, MAX_BITS)];
    counts.iter().flatten().for_each(|&(place, _)| holders[place as usize] += 1);
    let idf: Vec<f64> = (0..=counts.len()).map(|holders| libm::log((1 + counts.len()) as f64 / (1 + holders) as f64) + 1.0).collect();
    let damped: Vec<f64> = (0..64u32).map(|count| 1.0 + libm::log(f64::from(count))).collect();
    let weight = |&(place, count): &(u32, u32)| {
        let damped = damped.get(count as usize).copied().unwrap_or_else(|| 1.0 + libm::log(f64::from(count)));
        (place, damped * idf[holders[place as usize] as usize])
    };
    let rows: Vec<Row> = counts.par_iter().map(|counts| scaled(counts.iter().map(weight).collect())).collect();
    similarities(&rows, &holders)
}

fn counted(tokens: &[Token], bits: u32) -> Counts {
    let single = tokens.iter().map(|token| place(hash(START, &token.text), bits));
    let pairs = tokens.windows(2).map(|pair| place(hash(hash(START, &pair[0].text), &pair[1].text), bits));
    counted_places(single.chain(pairs).collect())
}

fn counted_places(mut places: Vec<u32>) -> Counts {
    places.sort_unstable();
    places.chunk_by(|a, b| a == b).map(|own| (own[0], own.len() as u32)).collect()
}

/// What FNV-1a begins with.
const START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over a token, and a byte behind it that no text has.
fn hash(hash: u64, token: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    token.bytes().chain([0xff]).fold(hash, step)
}

/// A hash folded to the wanted bits.
fn place(hash: u64, bits: u32) -> u32 {
    (((hash >> 32) ^ hash) & ((1 << bits.clamp(1, MAX_BITS)) - 1)) as u32
}

/// A row of length 1.
fn scaled(mut row: Row) -> Row {
    let length = row.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    row.iter_mut().for_each(|(_, weight)| *weight /= length);
    row
}

/// The features of a line's tokens.
#[derive(Debug, Default)]
struct Line {
    single: Vec<u32>,
    /// Of each token but the last with the one behind it.
    pairs: Vec<u32>,
    /// The first token, and the hash of the last: what pairs over the ends of lines are made of.
    first: String,
    last: u64,
}

/// Reads the features of several versions of the same documents: they have most lines in common, and each is read once.
#[derive(Debug)]
pub struct Lines {
    bits: u32,
    /// Lines of each document that were read.
    read: Vec<Mutex<FxHashMap<Box<str>, Arc<Line>>>>,
}

impl Lines {
    /// For versions of so many documents.
    pub fn new(documents: usize, bits: u32) -> Self {
        Self { bits, read: (0..documents).map(|_| Mutex::default()).collect() }
    }

    /// The features of one version of a document, its text in canonical form; none of a document that there is not.
    pub fn counted(&self, document: usize, text: &str) -> Counts {
        let Some(known) = self.read.get(document) else { return Counts::new() };
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut places, mut left, mut last) = (Vec::with_capacity(text.len() / 2), MAX_TOKENS, None);
        // Neither the canonical form nor a token reaches over the end of a line.
        for line in text.split('\n').filter(|line| !line.is_empty()) {
            let read = match known.get(line) {
                Some(read) => read.clone(),
                None => known.entry(line.into()).or_insert_with(|| Arc::new(self.read(line))).clone(),
            };
            let taken = read.single.len().min(left);
            if taken > 0 {
                places.extend(last.map(|last| place(hash(last, &read.first), self.bits)));
                places.extend_from_slice(&read.single[..taken]);
                places.extend_from_slice(&read.pairs[..taken - 1]);
                (left, last) = (left - taken, Some(read.last));
            }
            if left == 0 {
                break;
            }
        }
        counted_places(places)
    }

    fn read(&self, line: &str) -> Line {
        let tokens = tokens(&canonical(line));
        let Some(first) = tokens.first() else { return Line::default() };
        let hashes: Vec<u64> = tokens.iter().map(|token| hash(START, &token.text)).collect();
        let pairs = hashes.iter().zip(&tokens[1..]).map(|(one, other)| place(hash(*one, &other.text), self.bits));
        Line {
            single: hashes.iter().map(|&hash| place(hash, self.bits)).collect(),
            pairs: pairs.collect(),
            first: first.text.clone(),
            last: hashes.last().copied().unwrap_or(START),
        }
    }
}

/// For each feature that several texts have these texts, rising, with its weight in each.
struct Postings {
    /// Where those of each place begin, and the end.
    starts: Vec<u32>,
    texts: Vec<(u32, f64)>,
}

impl Postings {
    fn of(rows: &[Row], holders: &[u32]) -> Self {
        let several = |place: u32| holders[place as usize] > 1;
        let starts = std::iter::once(0).chain(holders.iter().scan(0, |sum, &holders| {
            *sum += if holders > 1 { holders } else { 0 };
            Some(*sum)
        }));
        let starts: Vec<u32> = starts.collect();
        let mut next = starts.clone();
        let mut texts = vec![(0, 0.0); starts.last().map_or(0, |end| *end as usize)];
        for (text, row) in rows.iter().enumerate() {
            for &(place, weight) in row.iter().filter(|(place, _)| several(*place)) {
                let next = &mut next[place as usize];
                texts[*next as usize] = (text as u32, weight);
                *next += 1;
            }
        }
        Self { starts, texts }
    }

    fn at(&self, place: u32) -> &[(u32, f64)] {
        &self.texts[self.starts[place as usize] as usize..self.starts[place as usize + 1] as usize]
    }
}

/// Sums go over features in the order of their places, so threads change nothing.
fn similarities(rows: &[Row], holders: &[u32]) -> Symmetric {
    let postings = Postings::of(rows, holders);
    let lower: Vec<Vec<f64>> = rows.par_iter().enumerate().map(|(document, row)| below(document, row, &postings)).collect();
    Symmetric::from_lower(&lower)
}

/// Similarities of a document with those before it, and with itself.
fn below(document: usize, row: &Row, postings: &Postings) -> Vec<f64> {
    let mut sums = vec![0.0; document + 1];
    for &(place, weight) in row {
        for &(other, theirs) in postings.at(place).iter().take_while(|(other, _)| (*other as usize) < document) {
            sums[other as usize] += weight * theirs;
        }
    }
    sums[document] = if row.is_empty() { 0.0 } else { 1.0 };
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn features_of_lines_are_those_of_the_text(versions in prop::collection::vec("[aB e\u{301}\r\n•.,-]{0,24}", 1..4)) {
            let lines = Lines::new(1, 18);
            for text in versions.iter().chain(&versions) {
                prop_assert_eq!(lines.counted(0, text), counted(&tokens(&canonical(text)), 18), "{:?}", text);
            }
        }
    }

    #[test]
    fn of_a_long_text_the_first_tokens_count() {
        let text = "one two three\n".repeat(MAX_TOKENS / 3 + 9);
        assert_eq!(Lines::new(1, 18).counted(0, &text), counted(&tokens(&canonical(&text)), 18));
    }

    #[test]
    fn a_kernel_by_hand() {
        // Three texts: `a`, `a b` (features a, b, a+b), and one without tokens. idf(a) = ln(4/3)+1, idf(b) = idf(ab) = ln(4/2)+1.
        let kernel = kernel(&[tokens("a"), tokens("A b"), tokens("")], 20);
        let (common, rare) = ((4.0f64 / 3.0).ln() + 1.0, 2.0f64.ln() + 1.0);
        let expected = common / (common * common + 2.0 * rare * rare).sqrt();
        assert!((kernel.at(0, 1) - expected).abs() < 1e-12);
        assert_eq!((kernel.at(0, 0), kernel.at(1, 1), kernel.at(2, 2), kernel.at(2, 0)), (1.0, 1.0, 0.0, 0.0));
        assert_eq!(kernel.at(0, 1), kernel.at(1, 0));
    }

    #[test]
    fn counts_are_damped() {
        // `a a a`: a three times, the pair twice; both in one text of two: the same idf, which falls out.
        let kernel = kernel(&[tokens("a a a"), tokens("a a")], 20);
        let (a, b) = ([1.0 + 3.0f64.ln(), 1.0 + 2.0f64.ln()], [1.0 + 2.0f64.ln(), 1.0]);
        let dot = |x: &[f64; 2], y: &[f64; 2]| x[0] * y[0] + x[1] * y[1];
        assert!((kernel.at(0, 1) - dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt()).abs() < 1e-12);
    }
}
