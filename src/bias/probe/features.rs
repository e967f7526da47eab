//! Hashed word features of texts, and the kernel of their similarities.
//!
//! Single tokens and pairs of neighbours, each weighed `(1 + ln count) * idf` with `idf = ln((1 + n) / (1 + df)) + 1` over the
//! documents at hand, rows scaled to length 1; no label is looked at. Features fall into 2^bits places by FNV-1a: too few
//! places hide leakage (0.31 with 2^10 against 0.41 from 2^14 on, on fundus-evaluation).

use super::matrix::Symmetric;
use super::tokens::Token;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Places of the features of a text with their weights, in rising order of place.
type Row = Vec<(u32, f64)>;

/// Places of the features of a text with how often each occurs, in rising order of place.
type Counts = Vec<(u32, u32)>;

/// The similarities (cosines) of all pairs of texts; a text without tokens is like none, itself included.
pub fn kernel(texts: &[Vec<Token>], bits: u32) -> Symmetric {
    let counts: Vec<Counts> = texts.par_iter().map(|tokens| counted(tokens, bits)).collect();
    let mut holders: FxHashMap<u32, u32> = FxHashMap::default();
    counts.iter().flatten().for_each(|&(place, _)| *holders.entry(place).or_default() += 1);
    let rows: Vec<Row> = counts.par_iter().map(|counts| weighed(counts, &holders, texts.len())).collect();
    similarities(&rows, &holders)
}

fn counted(tokens: &[Token], bits: u32) -> Counts {
    let single = tokens.iter().map(|token| place(&[&token.text], bits));
    let pairs = tokens.windows(2).map(|pair| place(&[&pair[0].text, &pair[1].text], bits));
    let mut places: Vec<u32> = single.chain(pairs).collect();
    places.sort_unstable();
    places.chunk_by(|a, b| a == b).map(|own| (own[0], own.len() as u32)).collect()
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

fn weighed(counts: &Counts, holders: &FxHashMap<u32, u32>, documents: usize) -> Row {
    let weight = |&(place, count): &(u32, u32)| {
        let idf = libm::log((1 + documents) as f64 / f64::from(1 + holders[&place])) + 1.0;
        (place, (1.0 + libm::log(f64::from(count))) * idf)
    };
    let mut row: Row = counts.iter().map(weight).collect();
    let length = row.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    row.iter_mut().for_each(|(_, weight)| *weight /= length);
    row
}

/// For each feature that several texts have these texts, rising, with its weight in each.
type Postings = FxHashMap<u32, Vec<(u32, f64)>>;

/// Sums go over features in the order of their places, so threads change nothing.
fn similarities(rows: &[Row], holders: &FxHashMap<u32, u32>) -> Symmetric {
    let mut postings: Postings = FxHashMap::default();
    for (document, row) in rows.iter().enumerate() {
        for (place, weight) in row.iter().filter(|(place, _)| holders[place] > 1) {
            postings.entry(*place).or_default().push((document as u32, *weight));
        }
    }
    let lower: Vec<Vec<f64>> = rows.par_iter().enumerate().map(|(document, row)| below(document, row, &postings)).collect();
    Symmetric::from_lower(&lower)
}

/// Similarities of a document with those before it, and with itself.
fn below(document: usize, row: &Row, postings: &Postings) -> Vec<f64> {
    let mut sums = vec![0.0; document + 1];
    for (place, weight) in row {
        let Some(holders) = postings.get(place) else { continue };
        for &(other, theirs) in holders.iter().take_while(|(other, _)| (*other as usize) < document) {
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
