//! ROUGE on the level of summaries, as `rouge_score` 0.1.2 (Google Research) computes `rougeLsum`.
//!
//! Each sentence of the reference is compared with each of the prediction; the tokens of the reference sentence that are in any of
//! those longest common subsequences are hits, as long as both texts have such a token left. C.-Y. Lin, "ROUGE" (2004),
//! section 3.2, with `rouge_score`'s choice among subsequences of one length ([`super::lcs`]), which changes numbers.

use super::interner::Interner;
use super::lcs::Columns;
use super::overlap::harmonic;

/// Precision, recall and F1, as shares.
pub type Scores = [f64; 3];

/// Summary-level scores of two texts, each a list of sentences, each a list of tokens; 0 where one has no token. `None` beyond the
/// limits of [`Columns::new`].
///
/// ```
/// use gleaner::metric::text::rouge::summary;
/// let scores = summary(&[vec!["a", "b", "c", "d"]], &[vec!["b", "a", "d", "c"]]);
/// assert_eq!(scores, Some([0.5, 0.5, 0.5]));
/// ```
pub fn summary<T: AsRef<str>>(reference: &[Vec<T>], predicted: &[Vec<T>]) -> Option<Scores> {
    let mut interner = Interner::default();
    let reference: Vec<Vec<u32>> = reference.iter().map(|tokens| interner.all(tokens.iter().map(AsRef::as_ref))).collect();
    let predicted: Vec<Vec<u32>> = predicted.iter().map(|tokens| interner.all(tokens.iter().map(AsRef::as_ref))).collect();
    let (m, n): (usize, usize) = (reference.iter().map(Vec::len).sum(), predicted.iter().map(Vec::len).sum());
    if m == 0 || n == 0 {
        return Some([0.0; 3]);
    }
    let hits = hits(&reference, &predicted)? as f64;
    let (precision, recall) = (hits / n as f64, hits / m as f64);
    Some([precision, recall, harmonic(precision, recall)])
}

fn hits(reference: &[Vec<u32>], predicted: &[Vec<u32>]) -> Option<usize> {
    let rows: usize = reference.iter().map(Vec::len).sum();
    let lists: Vec<&[u32]> = predicted.iter().map(Vec::as_slice).collect();
    let columns = Columns::new(&lists, rows)?;
    let (mut left_here, mut left_there) = (counts(reference), counts(predicted));
    let mut count = 0;
    for sentence in reference {
        let mut marked = vec![false; sentence.len()];
        columns.mark_union(sentence, &mut marked);
        for (&token, _) in sentence.iter().zip(marked).filter(|(_, marked)| *marked) {
            let token = token as usize;
            if let (Some(here @ 1..), Some(there @ 1..)) = (left_here.get_mut(token), left_there.get_mut(token)) {
                count += 1;
                *here -= 1;
                *there -= 1;
            }
        }
    }
    Some(count)
}

/// How often each token occurs.
fn counts(sentences: &[Vec<u32>]) -> Vec<usize> {
    let tokens = || sentences.iter().flatten();
    let mut counts = vec![0; tokens().max().map_or(0, |&most| most as usize + 1)];
    tokens().for_each(|&token| counts[token as usize] += 1);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_without_tokens_scores_zero() {
        let none: Vec<Vec<&str>> = vec![];
        for empty in [none, vec![vec![]]] {
            assert_eq!(summary(&empty, &[vec!["a"]]), Some([0.0; 3]));
            assert_eq!(summary(&[vec!["a"]], &empty), Some([0.0; 3]));
            assert_eq!(summary(&empty, &empty), Some([0.0; 3]));
        }
    }

    #[test]
    fn a_token_counts_as_often_as_both_have_it() {
        // Both sentences of the reference hit the one `a`; it counts once: P = 1/2, R = 1/3.
        let scores = summary(&[vec!["a", "b"], vec!["a"]], &[vec!["a", "x"]]);
        assert_eq!(scores, Some([0.5, 1.0 / 3.0, 0.4]));
    }

    #[test]
    fn texts_beyond_the_limit_have_no_score() {
        let long = vec![vec!["a"; 1 << 19]];
        assert_eq!(summary(&long, &long), None);
    }

    fn sentences() -> impl Strategy<Value = Vec<Vec<String>>> {
        proptest::collection::vec(proptest::collection::vec("[a-e]", 0..9), 0..6)
    }

    proptest! {
        #[test]
        fn scores_are_shares_and_one_for_equal_texts(a in sentences(), b in sentences()) {
            let scores = summary(&a, &b).expect("short");
            prop_assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
            let expected = if a.iter().all(Vec::is_empty) { [0.0; 3] } else { [1.0; 3] };
            prop_assert_eq!(summary(&a, &a), Some(expected));
        }
    }
}
