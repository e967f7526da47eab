//! Scores answers to one document. What the metrics have in common is done once: the reference is read once for all answers, a line
//! once for all texts that have it, and what one metric has aligned another takes as it is.

use super::bag::Bag;
use super::banded::Room;
use super::counter::Counter;
use super::difflib::{self, Block, Index};
use super::grams::Grams;
use super::lcs::Places;
use super::lines::Lines;
use super::overlap::{Overlap, harmonic};
use super::punkt::Decisions;
use super::reading::{READINGS, Reading};
use super::rouge::Scores;
use super::spelling::{Pairs, Spelling};
use super::unions::Unions;
use super::writings::{Snippets, Writing, Writings};
use super::{ReferenceText, TextMetric, TextPair, TextScore, evert_words};
use std::rc::Rc;

/// Bytes of lines and tokens from which on all is forgotten before the next answer: what one answer adds is bounded by its length.
const KEPT: usize = 1 << 26;

/// Tokens of a text, by number.
pub type Tokens = Rc<Vec<u32>>;

/// Scores answers to one document.
///
/// ```
/// use gleaner::metric::text::{ALL, ReferenceText, TextPair, scorer::Scorer};
/// let reference = ReferenceText { text: "One two. Three.".into(), ..ReferenceText::default() };
/// let mut scorer = Scorer::new(&reference, "Menu. One two. Three.");
/// let scores = scorer.score(ALL, Some("One two."));
/// let alone = TextPair { predicted: Some("One two."), reference: &reference, page: "Menu. One two. Three." };
/// assert_eq!(scores[0], ALL[0].score(&alone));
/// ```
#[derive(Debug)]
pub struct Scorer<'d> {
    reference: &'d ReferenceText,
    page: &'d str,
    lines: Lines,
    decisions: Decisions,
    writings: Writings,
    /// The reference's tokens, with and without the marks that only some ways of reading want.
    own: [Option<Tokens>; READINGS],
    bags: [Option<Bag>; READINGS],
    text_lines: Vec<u32>,
    places: [Option<Option<Places>>; READINGS],
    grams: Vec<(Reading, usize, Grams)>,
    /// Texts that answers are aligned with.
    indexes: Vec<Index>,
    unions: [Option<Unions>; 2],
    /// Words of reference and page, as the two modes of complexity count them.
    pub(super) words: [Option<(usize, usize)>; 2],
    spelling: Spelling,
    counter: Counter,
    room: Room,
}

/// Whose sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentencesOf {
    /// NLTK's Punkt, tokens cut at white space.
    Punkt,
    /// Unicode's Annex 29, tokens of [`super::tokens`] in lower case.
    Unicode,
}

/// ROUGE-LSum with the number of tokens in reference and answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Precision, recall and F1; 0 where either text has no token.
    pub scores: Scores,
    /// Tokens of reference and answer.
    pub tokens: [usize; 2],
}

/// An answer at hand.
#[derive(Debug)]
pub struct Answer<'s, 'd> {
    scorer: &'s mut Scorer<'d>,
    predicted: Option<&'s str>,
    lines: Vec<u32>,
    own: [Option<Tokens>; READINGS],
    common: [Option<Option<usize>>; READINGS],
    summaries: [Option<Option<Summary>>; 2],
    aligned: Vec<Aligned>,
    pairs: Pairs,
}

/// An alignment by [`difflib`] with what it is of.
#[derive(Debug)]
struct Aligned {
    answer: Tokens,
    reference: Tokens,
    autojunk: bool,
    blocks: Option<Rc<[Block]>>,
    /// Edits between the words, and between the letters of the words joined by spaces; `None` where not asked for.
    edits: Option<[Option<usize>; 2]>,
}

impl<'d> Scorer<'d> {
    /// For answers to a document with this reference and all this visible text.
    pub fn new(reference: &'d ReferenceText, page: &'d str) -> Self {
        let mut lines = Lines::default();
        let text_lines = lines.of(&reference.text);
        Self {
            reference,
            page,
            lines,
            decisions: Decisions::default(),
            writings: Writings::default(),
            own: Default::default(),
            bags: Default::default(),
            text_lines,
            places: Default::default(),
            grams: Vec::new(),
            indexes: Vec::new(),
            unions: Default::default(),
            words: Default::default(),
            spelling: Spelling::default(),
            counter: Counter::default(),
            room: Room::default(),
        }
    }

    /// The scores of some metrics, in their order; `None` is a missing answer.
    pub fn score(&mut self, metrics: &[&TextMetric], predicted: Option<&str>) -> Vec<TextScore> {
        self.forget_beyond(KEPT);
        let lines = self.lines.of(predicted.unwrap_or_default());
        let mut answer = Answer {
            scorer: self,
            predicted,
            lines,
            own: Default::default(),
            common: Default::default(),
            summaries: Default::default(),
            aligned: Vec::new(),
            pairs: Pairs::default(),
        };
        metrics.iter().map(|metric| (metric.answer)(&mut answer)).collect()
    }
}

impl Scorer<'_> {
    /// Begins anew if more is kept than that; the values are the same.
    fn forget_beyond(&mut self, bytes: usize) {
        if self.lines.bytes() > bytes {
            *self = Self::new(self.reference, self.page);
        }
    }
}

/// The score of a single answer.
pub fn alone(pair: &TextPair<'_>, metric: &TextMetric) -> TextScore {
    Scorer::new(pair.reference, pair.page).score(&[metric], pair.predicted).pop().unwrap_or_default()
}

impl<'s, 'd> Answer<'s, 'd> {
    /// The answer; `None` if it is missing.
    pub fn predicted(&self) -> Option<&'s str> {
        self.predicted
    }

    /// The reference.
    pub fn reference(&self) -> &'d ReferenceText {
        self.scorer.reference
    }

    /// Answer, reference and page as they are.
    pub fn pair(&self) -> TextPair<'_> {
        TextPair { predicted: self.predicted, reference: self.scorer.reference, page: self.scorer.page }
    }

    /// Words of reference and page, counted once: `at` is whose count it is.
    pub fn words(&mut self, at: usize, count: fn(&str) -> usize) -> (usize, usize) {
        let Scorer { reference, page, words, .. } = &mut *self.scorer;
        *words[at].get_or_insert_with(|| (count(&reference.text), count(page)))
    }

    /// The tokens of reference and answer; a missing answer has those of an empty one.
    pub fn tokens(&mut self, reading: Reading) -> [Tokens; 2] {
        let at = reading as usize;
        let reference = match &self.scorer.own[at] {
            Some(own) => Rc::clone(own),
            None => {
                let own = self.scorer.read_reference(reading);
                Rc::clone(self.scorer.own[at].insert(own))
            }
        };
        let answer = match &self.own[at] {
            Some(own) => Rc::clone(own),
            None => {
                let own = self.scorer.read(reading, self.predicted.unwrap_or_default(), &self.lines);
                Rc::clone(self.own[at].insert(own))
            }
        };
        [reference, answer]
    }

    /// The answer written in some way; a missing one as an empty one.
    pub fn written(&mut self, writing: Writing) -> String {
        let Scorer { writings, lines, .. } = &mut *self.scorer;
        writings.text(writing, lines, &self.lines)
    }

    /// The reference's snippets written in some way.
    pub fn snippets(&mut self, writing: Writing) -> Snippets {
        self.scorer.writings.snippets(writing, self.scorer.reference)
    }

    /// The tokens of another text than the reference.
    pub fn read(&mut self, reading: Reading, text: &str) -> Tokens {
        let lines = self.scorer.lines.of(text);
        self.scorer.read(reading, text, &lines)
    }

    /// The numbers of those of some words that stand anywhere.
    pub fn numbers(&self, words: &[&str]) -> Vec<u32> {
        words.iter().filter_map(|word| self.scorer.lines.words.find(word)).collect()
    }

    /// What the bags of tokens share.
    pub fn bags(&mut self, reading: Reading) -> Overlap {
        let [reference, answer] = self.tokens(reading);
        let words = self.scorer.lines.words.len();
        let shared = self.scorer.bags[reading as usize].get_or_insert_with(|| Bag::new(&reference)).shared(&answer, words);
        Overlap { shared, reference: reference.len(), predicted: answer.len() }
    }

    /// What the sets of tokens share.
    pub fn sets(&mut self, reading: Reading) -> Overlap {
        let [reference, answer] = self.tokens(reading);
        self.scorer.counter().sets(&reference, &answer)
    }

    /// How often each word of reference or answer stands in the one and in the other, in order of appearance.
    pub fn occurrences(&mut self, reading: Reading) -> Vec<[u32; 2]> {
        let [reference, answer] = self.tokens(reading);
        self.scorer.counter().occurrences(&reference, &answer)
    }

    /// What the bags of stretches of `size` tokens share.
    pub fn grams(&mut self, reading: Reading, size: usize) -> Overlap {
        let [reference, answer] = self.tokens(reading);
        let all = &mut self.scorer.grams;
        let at = all.iter().position(|own| (own.0, own.1) == (reading, size)).unwrap_or(all.len());
        if at == all.len() {
            all.push((reading, size, Grams::new(reference.to_vec(), size)));
        }
        all[at].2.overlap(&answer)
    }

    /// Length of a longest common subsequence; `None` beyond the limits of [`super::lcs::length`].
    pub fn common(&mut self, reading: Reading) -> Option<usize> {
        let [reference, answer] = self.tokens(reading);
        let places = self.scorer.places[reading as usize].get_or_insert_with(|| Places::new(&reference));
        *self.common[reading as usize].get_or_insert_with(|| places.as_ref()?.common(&answer))
    }

    /// Levenshtein's distance of the tokens; `None` beyond [`super::edit_distance::LIMIT`].
    pub fn distance(&mut self, reading: Reading) -> Option<usize> {
        let [reference, answer] = self.tokens(reading);
        let all = reference.len() + answer.len();
        let bound = self.common(reading).map_or(all, |common| all - 2 * common);
        super::edit_distance::bounded(&reference, &answer, bound, &mut self.scorer.room)
    }

    /// ROUGE-LSum; `None` beyond the limits of [`super::lcs::Columns::new`].
    pub fn summary(&mut self, of: SentencesOf) -> Option<Summary> {
        let at = of as usize;
        if let Some(known) = self.summaries[at] {
            return known;
        }
        let scores = self.scorer.summary(of, self.predicted.unwrap_or_default(), &self.lines);
        *self.summaries[at].insert(scores)
    }

    /// The alignment of an answer's tokens with a reference's; `None` beyond [`difflib::STEPS`].
    pub fn blocks(&mut self, answer: &Tokens, reference: &Tokens, autojunk: bool) -> Option<Rc<[Block]>> {
        let at = self.alignment(answer, reference, autojunk);
        self.aligned[at].blocks.clone()
    }

    fn alignment(&mut self, answer: &Tokens, reference: &Tokens, autojunk: bool) -> usize {
        let same = |known: &Aligned| known.autojunk == autojunk && known.answer == *answer && known.reference == *reference;
        if let Some(at) = self.aligned.iter().position(same) {
            return at;
        }
        let indexes = &mut self.scorer.indexes;
        let at = indexes.iter().position(|index| index.is_of(reference, autojunk)).unwrap_or(indexes.len());
        if at == indexes.len() {
            indexes.push(Index::new(Rc::clone(reference), autojunk));
        }
        let blocks = indexes[at].matching_blocks(answer, difflib::STEPS).map(Rc::from);
        self.aligned.push(Aligned { answer: Rc::clone(answer), reference: Rc::clone(reference), autojunk, blocks, edits: None });
        self.aligned.len() - 1
    }

    /// Levenshtein's distances of words, and of the letters of words joined by spaces; each `None` beyond
    /// [`super::edit_distance::LIMIT`]. The alignment bounds them.
    pub fn edits(&mut self, answer: &Tokens, reference: &Tokens, autojunk: bool) -> [Option<usize>; 2] {
        let at = self.alignment(answer, reference, autojunk);
        let Scorer { lines, spelling, room, .. } = &mut *self.scorer;
        let (known, pairs) = (&mut self.aligned[at], &mut self.pairs);
        *known.edits.get_or_insert_with(|| {
            let blocks = known.blocks.as_deref().unwrap_or(&[]);
            spelling.edits(&lines.words, [&known.reference, &known.answer], blocks, (pairs, room))
        })
    }

    /// Letters of words joined by spaces.
    pub fn letters(&mut self, words: &[u32]) -> usize {
        self.scorer.spelling.joined(&self.scorer.lines.words, words).saturating_sub(1)
    }
}

impl Scorer<'_> {
    /// With room for all tokens that have a number.
    fn counter(&mut self) -> &mut Counter {
        self.counter.make_room(self.lines.words.len());
        &mut self.counter
    }

    fn read_reference(&mut self, reading: Reading) -> Tokens {
        use Reading::{Marked, SaneMarked, SaneUnlabelled, Unlabelled};
        let reference = self.reference;
        if matches!(reading, Marked | Unlabelled | SaneMarked | SaneUnlabelled) && !reference.marked.is_empty() {
            let lines = self.lines.of(&reference.marked);
            return self.read(reading, &reference.marked, &lines);
        }
        let lines = std::mem::take(&mut self.text_lines);
        let tokens = self.read(reading, &reference.text, &lines);
        self.text_lines = lines;
        tokens
    }

    fn read(&mut self, reading: Reading, text: &str, lines: &[u32]) -> Tokens {
        if !matches!(reading, Reading::Marked | Reading::Unlabelled) {
            return self.lines.tokens(reading, lines).into();
        }
        let kept = evert_words::without_url_lines(text);
        let mut tokens = match &kept {
            std::borrow::Cow::Borrowed(_) => self.lines.tokens(reading, lines),
            std::borrow::Cow::Owned(kept) => {
                let lines = self.lines.of(kept);
                self.lines.tokens(reading, &lines)
            }
        };
        let empty = self.lines.words.number("");
        let [starts, ends] = evert_words::empty_ends(&kept);
        tokens.splice(0..0, starts.then_some(empty));
        tokens.extend(ends.then_some(empty));
        tokens.into()
    }

    fn sentences(&mut self, of: SentencesOf, text: &str, lines: &[u32]) -> Vec<u32> {
        match of {
            SentencesOf::Punkt => self.lines.punkt_sentences(text, &mut self.decisions),
            SentencesOf::Unicode => self.lines.sane_sentences(lines),
        }
    }

    fn summary(&mut self, of: SentencesOf, predicted: &str, lines: &[u32]) -> Option<Summary> {
        let answer = self.sentences(of, predicted, lines);
        if self.unions[of as usize].is_none() {
            let own = std::mem::take(&mut self.text_lines);
            let reference = self.sentences(of, &self.reference.text, &own);
            self.text_lines = own;
            self.unions[of as usize] = Some(Unions::new(reference, &self.lines.sentences));
        }
        let unions = self.unions[of as usize].as_mut()?;
        let mut tokens = Vec::new();
        answer.iter().for_each(|&number| tokens.extend_from_slice(self.lines.sentences.tokens(number)));
        let (m, n) = (unions.tokens().len(), tokens.len());
        if m == 0 || n == 0 {
            return Some(Summary { scores: [0.0; 3], tokens: [m, n] });
        }
        let union = unions.union(&answer, &self.lines.sentences)?;
        let marked = unions.marked(&union);
        let hits = self.counter().shared(&marked, &tokens) as f64;
        let (precision, recall) = (hits / n as f64, hits / m as f64);
        Some(Summary { scores: [precision, recall, harmonic(precision, recall)], tokens: [m, n] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::text::ALL;

    #[test]
    fn what_is_forgotten_changes_no_value() {
        let reference = ReferenceText { text: "One two three. Four five.\nSix, “seven” eight!".into(), ..ReferenceText::default() };
        let page = "Menu\nOne two three. Four five.\nSix, “seven” eight!\nShare";
        let (mut keeping, mut forgetting) = (Scorer::new(&reference, page), Scorer::new(&reference, page));
        for answer in [page, "", "Six, “seven” eight!\nMenu", page, "One two\nthree. Five four."] {
            forgetting.forget_beyond(0);
            assert_eq!(forgetting.score(ALL, Some(answer)), keeping.score(ALL, Some(answer)), "{answer}");
        }
        assert!(keeping.lines.bytes() > forgetting.lines.bytes());
    }
}
