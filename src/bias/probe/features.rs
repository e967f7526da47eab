//! Hashed word features of texts, and the kernel of their similarities.
//!
//! Single tokens and pairs of neighbours, each weighed `(1 + ln count) * idf` with `idf = ln((1 + n) / (1 + df)) + 1` over the
//! documents at hand, rows scaled to length 1; no label is looked at. Features fall into 2^bits places by FNV-1a: too few
//! places hide leakage (0.31 with 2^10 against 0.41 from 2^14 on, on fundus-evaluation).

use super::matrix::Symmetric;
use super::tokens::Token;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Places of the features of a text with their weights, in rising order of place.
type Row = Vec<(u32, f64)>;

/// The similarities (cosines) of all pairs of texts; a text without tokens is like none, itself included.
pub fn kernel(texts: &[Vec<Token>], bits: u32) -> Symmetric {
    let counts: Vec<BTreeMap<u32, u32>> = texts.par_iter().map(|tokens| counted(tokens, bits)).collect();
    let mut holders: BTreeMap<u32, u32> = BTreeMap::new();
    counts.iter().flat_map(BTreeMap::keys).for_each(|&place| *holders.entry(place).or_default() += 1);
    let rows: Vec<Row> = counts.par_iter().map(|counts| weighed(counts, &holders, texts.len())).collect();
    similarities(&rows, &holders)
}

fn counted(tokens: &[Token], bits: u32) -> BTreeMap<u32, u32> {
    let mut counts = BTreeMap::new();
    let mut previous: Option<&Token> = None;
    for token in tokens {
        *counts.entry(place(&[&token.text], bits)).or_default() += 1;
        if let Some(previous) = previous {
            *counts.entry(place(&[&previous.text, &token.text], bits)).or_default() += 1;
        }
        previous = Some(token);
    }
    counts
}

/// FNV-1a over the tokens with a byte between them that no text has, folded to the wanted bits.
fn place(tokens: &[&str], bits: u32) -> u32 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for token in tokens {
        hash = token.bytes().chain([0xff]).fold(hash, step);
    }
    let bits = bits.clamp(1, 31);
    (((hash >> 32) ^ hash) & ((1 << bits) - 1)) as u32
}

fn weighed(counts: &BTreeMap<u32, u32>, holders: &BTreeMap<u32, u32>, documents: usize) -> Row {
    let weight = |(&place, &count): (&u32, &u32)| {
        let idf = libm::log((1 + documents) as f64 / f64::from(1 + holders[&place])) + 1.0;
        (place, (1.0 + libm::log(f64::from(count))) * idf)
    };
    let mut row: Row = counts.iter().map(weight).collect();
    let length = row.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    row.iter_mut().for_each(|(_, weight)| *weight /= length);
    row
}

/// Sums go over features in the order of their places, so threads change nothing.
fn similarities(rows: &[Row], holders: &BTreeMap<u32, u32>) -> Symmetric {
    let shared = holders.iter().filter(|(_, count)| **count > 1).enumerate();
    let index: BTreeMap<u32, usize> = shared.map(|(at, (&place, _))| (place, at)).collect();
    let mut postings: Vec<Vec<(u32, f64)>> = vec![Vec::new(); index.len()];
    for (document, row) in rows.iter().enumerate() {
        for (place, weight) in row {
            if let Some(&at) = index.get(place) {
                postings[at].push((document as u32, *weight));
            }
        }
    }
    let lower: Vec<Vec<f64>> = rows.par_iter().enumerate().map(|(document, row)| below(document, row, &index, &postings)).collect();
    Symmetric::from_lower(&lower)
}

/// Similarities of a document with those before it, and with itself.
fn below(document: usize, row: &Row, index: &BTreeMap<u32, usize>, postings: &[Vec<(u32, f64)>]) -> Vec<f64> {
    let mut sums = vec![0.0; document + 1];
    for (place, weight) in row {
        let Some(&at) = index.get(place) else { continue };
        for &(other, theirs) in postings[at].iter().take_while(|(other, _)| (*other as usize) < document) {
            sums[other as usize] += weight * theirs;
        }
    }
    sums[document] = if row.is_empty() { 0.0 } else { 1.0 };
    sums
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

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
