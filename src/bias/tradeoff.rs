//! Leakage against content kept: who is eligible, who is dominated, and what deleting words at random would have reached.
//!
//! Deleting everything leaks nothing, so a loss guard comes first: a strategy is ranked by leakage only if it keeps 95 % of the
//! gold content and every protected mention. Of the eligible, those that no other beats in both respects are the front.

use crate::random::Random;
use unicode_segmentation::UnicodeSegmentation;

/// Least share of the gold's content for a strategy to be ranked by leakage.
pub const MIN_RETENTION: f64 = 0.95;
/// Shares of words kept on the curve of random deletion.
pub const KEPT_SHARES: [f64; 8] = [0.95, 0.9, 0.75, 0.5, 0.25, 0.1, 0.05, 0.0];
/// Its seed.
const SEED: u64 = 20_260_107;

/// Where a strategy stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// No other eligible strategy keeps as much and leaks as little.
    Front,
    /// The strategy with this index keeps as much and leaks as little, and is better in one of the two.
    Dominated(usize),
    /// It lost content, or its leakage is unknown; the reason.
    Ineligible(String),
}

/// What the ranking knows of a strategy.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Share of the gold's content tokens that it keeps, over all documents together.
    pub retention: Option<f64>,
    /// Share of the mentions of other outlets that it keeps; `None` where the corpus marks none.
    pub protected: Option<f64>,
    /// Leakage above that of gold.
    pub excess: Option<f64>,
}

impl Point {
    /// Why it is not ranked by leakage; `None` if it is.
    pub fn ineligible(&self) -> Option<String> {
        let Some(retention) = self.retention else { return Some("there is no gold content".into()) };
        if retention < MIN_RETENTION {
            return Some(format!("keeps {retention:.3} of the content, less than {MIN_RETENTION}"));
        }
        match self.protected {
            Some(kept) if kept < 1.0 => Some(format!("keeps {kept:.3} of the protected mentions, not all")),
            _ => self.excess.is_none().then(|| "its leakage is not known".into()),
        }
    }

    /// One number where one is demanded: the harmonic mean of retention and of what is left of 1 after `excess` (of raw over
    /// gold, cut to 0..1). To be read beside the two, never instead.
    pub fn harmonic(retention: f64, excess: f64) -> f64 {
        let neutral = 1.0 - excess.clamp(0.0, 1.0);
        if retention + neutral > 0.0 { 2.0 * retention * neutral / (retention + neutral) } else { 0.0 }
    }

    fn beats(&self, other: &Point) -> bool {
        let (Some(kept), Some(excess), Some(theirs), Some(leaked)) = (self.retention, self.excess, other.retention, other.excess) else {
            return false;
        };
        kept >= theirs && excess <= leaked && (kept > theirs || excess < leaked)
    }
}

/// The standing of each, in the order given. The dominating one that is named is itself on the front.
///
/// ```
/// use gleaner::bias::tradeoff::{Point, Standing, standings};
/// let point = |retention, excess| Point { retention: Some(retention), protected: None, excess: Some(excess) };
/// let found = standings(&[point(0.98, 0.1), point(0.97, 0.2), point(0.0, -0.5)]);
/// assert_eq!(found[..2], [Standing::Front, Standing::Dominated(0)]);
/// assert!(matches!(found[2], Standing::Ineligible(_)));
/// ```
pub fn standings(points: &[Point]) -> Vec<Standing> {
    let reasons: Vec<Option<String>> = points.iter().map(Point::ineligible).collect();
    let eligible: Vec<usize> = (0..points.len()).filter(|&at| reasons[at].is_none()).collect();
    let front = |at: usize| !eligible.iter().any(|&other| points[other].beats(&points[at]));
    let fronts: Vec<usize> = eligible.iter().copied().filter(|&at| front(at)).collect();
    let standing = |(at, reason): (usize, Option<String>)| match reason {
        Some(reason) => Standing::Ineligible(reason),
        None => fronts.iter().find(|&&other| points[other].beats(&points[at])).map_or(Standing::Front, |&by| Standing::Dominated(by)),
    };
    reasons.into_iter().enumerate().map(standing).collect()
}

/// A text in which each word stayed with chance `share`, marks and white space untouched. A word that stays at a share stays at
/// every larger one. `document` is the text's number, which makes its draws its own.
pub fn thinned(text: &str, share: f64, document: usize) -> String {
    let mut random = Random::new(SEED ^ (document as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let stays = |piece: &&str| {
        let is_word = piece.chars().any(char::is_alphanumeric);
        !is_word || ((random.bits() >> 11) as f64 / (1u64 << 53) as f64) < share
    };
    if share <= 0.0 {
        return String::new();
    }
    text.split_word_bounds().filter(stays).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(retention: f64, excess: f64) -> Point {
        Point { retention: Some(retention), protected: None, excess: Some(excess) }
    }

    #[test]
    fn deleting_everything_and_masking_protected_names_are_not_eligible() {
        let masker = Point { protected: Some(0.5), ..point(0.99, 0.0) };
        let unknown = Point { excess: None, ..point(1.0, 0.0) };
        let found = standings(&[point(0.0, -1.0), masker, unknown, Point::default(), point(0.95, 0.9)]);
        let reasons = found.iter().map(|standing| match standing {
            Standing::Ineligible(reason) => reason.as_str(),
            _ => "",
        });
        let expected = [
            "keeps 0.000 of the content, less than 0.95",
            "keeps 0.500 of the protected mentions, not all",
            "its leakage is not known",
            "there is no gold content",
            "",
        ];
        assert_eq!(reasons.collect::<Vec<_>>(), expected);
        assert_eq!(found[4], Standing::Front);
    }

    #[test]
    fn the_front_worked_out_by_hand() {
        // The seven extractors of the study, but for those that lose too much: bte and fundus stay, trafilatura loses to fundus.
        let points = [point(0.984, 0.74), point(0.968, 0.24), point(0.968, 0.04), point(0.96, 0.04)];
        let expected = [Standing::Front, Standing::Dominated(2), Standing::Front, Standing::Dominated(2)];
        assert_eq!(standings(&points), expected);
        // Equals do not dominate each other.
        assert_eq!(standings(&[point(1.0, 0.0), point(1.0, 0.0)]), [Standing::Front, Standing::Front]);
        assert_eq!(standings(&[]), []);
    }

    #[test]
    fn the_one_number_worked_out_by_hand() {
        // 2 × 0.968 × 0.76 / (0.968 + 0.76)
        assert!((Point::harmonic(0.968, 0.24) - 0.851_481_481_481_481_5).abs() < 1e-12);
        assert_eq!((Point::harmonic(1.0, -0.3), Point::harmonic(1.0, 1.7), Point::harmonic(0.0, 1.0)), (1.0, 0.0, 0.0));
    }

    #[test]
    fn words_go_at_random_and_those_that_stay_stay() {
        let text = "one two, three four! ".repeat(500);
        let words = |share| thinned(&text, share, 3).unicode_words().count();
        assert_eq!((words(1.0), words(0.0)), (2000, 0));
        assert!((450..=550).contains(&words(0.25)) && words(0.25) < words(0.5), "{}", words(0.25));
        assert_eq!(thinned(&text, 0.5, 3), thinned(&text, 0.5, 3));
        assert_ne!(thinned(&text, 0.5, 3), thinned(&text, 0.5, 4));
        assert!(thinned(&text, 0.25, 3).contains(','));
    }
}
