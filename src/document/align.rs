//! Aligns a document's text with another text: a cleaner's output, or a benchmark's reference.
//!
//! Words are compared, letters in lower case, everything else passed over; characters of scripts without spaces are words of
//! their own. A histogram difference (imara-diff) gives the order-preserving part; what is left of the other text in
//! stretches of [`MOVED_WORDS`] words or more is then looked for out of order. Both steps take near-linear time.

use super::{Document, Segment, is_unspaced};
use crate::span::{Span, SpanSet};
use imara_diff::{Algorithm, Diff, InternedInput};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;
use std::ops::Range;

/// Words of a stretch that is looked for out of order.
const MOVED_WORDS: usize = 5;
/// A segment is taken whole from this share of its words on, in percent.
const WHOLE_PERCENT: usize = 90;
/// A run of fewer words than this, in a segment of which less than the next share is matched, is chance.
const CHANCE_WORDS: usize = 3;
const CHANCE_PERCENT: usize = 25;

/// Which words of a document stand in another text, and where.
#[derive(Debug)]
pub struct Alignment {
    words: Vec<Word>,
    others: Vec<Word>,
    /// For each word of the document its index in the other text.
    partner: Vec<Option<u32>>,
    matched: usize,
}

/// A word's bytes and the hash of its lower-case form.
#[derive(Clone, Copy, Debug)]
struct Word {
    span: Span,
    key: u64,
}

impl Alignment {
    /// Aligns two texts.
    ///
    /// ```
    /// use gleaner::document::{Alignment, Document, Format};
    /// let document = Document::anonymous(Format::Plain, "Home | News\n\nThe ferry sailed at dawn.\n\nShare");
    /// let alignment = Alignment::new(document.text(), "the ferry sailed at dawn");
    /// let kept: Vec<&str> = alignment.kept(&document).iter().map(|span| document.slice(*span)).collect();
    /// assert_eq!(kept, ["The ferry sailed at dawn."]);
    /// ```
    pub fn new(text: &str, other: &str) -> Self {
        let (words, others) = (words(text), words(other));
        let mut input: InternedInput<u64> = InternedInput::default();
        input.update_before(words.iter().map(|word| word.key));
        input.update_after(others.iter().map(|word| word.key));
        let diff = Diff::compute(Algorithm::Histogram, &input);
        let mut partner = vec![None; words.len()];
        let (mut before, mut after) = (0u32, 0u32);
        let mut pair =
            |before: Range<u32>, after: u32| before.clone().zip(after..).for_each(|(own, other)| partner[own as usize] = Some(other));
        for hunk in diff.hunks() {
            pair(before..hunk.before.start, after);
            (before, after) = (hunk.before.end, hunk.after.end);
        }
        pair(before..words.len() as u32, after);
        let mut alignment = Self { words, others, partner, matched: 0 };
        alignment.find_moved();
        alignment.matched = alignment.partner.iter().flatten().count();
        alignment
    }

    /// Share of the other text's words that were found in the document, 0 to 1; 1 if it has none.
    pub fn found(&self) -> f64 {
        if self.others.is_empty() { 1.0 } else { self.matched as f64 / self.others.len() as f64 }
    }

    /// Words of the other text.
    pub fn other_words(&self) -> usize {
        self.others.len()
    }

    /// Looks for stretches of the other text that stand elsewhere in the document.
    fn find_moved(&mut self) {
        let mut taken = vec![false; self.others.len()];
        self.partner.iter().flatten().for_each(|&other| taken[other as usize] = true);
        let free_words: Vec<bool> = self.partner.iter().map(Option::is_none).collect();
        let mut places: FxHashMap<u64, u32> = FxHashMap::default();
        for start in stretch_starts(&free_words) {
            places.entry(stretch_key(&self.words[start..start + MOVED_WORDS])).or_insert(start as u32);
        }
        if places.is_empty() {
            return;
        }
        let mut at = 0;
        while at + MOVED_WORDS <= self.others.len() {
            let free = !taken[at..at + MOVED_WORDS].contains(&true);
            let place = if free { places.get(&stretch_key(&self.others[at..at + MOVED_WORDS])) } else { None };
            let Some(&place) = place else {
                at += 1;
                continue;
            };
            let mut own = place as usize;
            while at < self.others.len()
                && own < self.words.len()
                && !taken[at]
                && self.partner[own].is_none()
                && self.words[own].key == self.others[at].key
            {
                self.partner[own] = Some(at as u32);
                (own, at) = (own + 1, at + 1);
            }
            // The place was used up by an earlier stretch.
            at += usize::from(own == place as usize);
        }
    }

    /// The document's text that stands in the other text: whole segments where nearly all words do, else runs of words with
    /// the marks between them.
    pub fn kept(&self, document: &Document) -> SpanSet {
        let text = document.text();
        let mut kept = Vec::new();
        let mut from = 0;
        let mut wordless: Vec<Span> = Vec::new();
        let mut last_whole = false;
        for segment in document.segments() {
            let first = from + self.words[from..].partition_point(|word| word.span.start < segment.span.start);
            let end = first + self.words[first..].partition_point(|word| word.span.start < segment.span.end);
            from = end;
            let words = end - first;
            if words == 0 {
                // A line of marks alone goes with the lines around it.
                wordless.push(segment.span);
                continue;
            }
            let matched = self.partner[first..end].iter().flatten().count();
            let whole = matched * 100 >= words * WHOLE_PERCENT;
            if whole {
                if last_whole {
                    kept.append(&mut wordless);
                }
                kept.push(segment.span);
            } else {
                self.runs(first..end, segment.span, matched, text, &mut kept);
            }
            wordless.clear();
            last_whole = whole;
        }
        kept.into_iter().collect()
    }

    /// Runs of matched words inside one segment.
    fn runs(&self, words: Range<usize>, segment: Span, matched: usize, text: &str, kept: &mut Vec<Span>) {
        let segment_words = words.len();
        let mut at = words.start;
        while at < words.end {
            if self.partner[at].is_none() {
                at += 1;
                continue;
            }
            let first = at;
            while at < words.end && self.partner[at].is_some() {
                at += 1;
            }
            if is_chance(at - first, matched, segment_words) {
                continue;
            }
            // Marks go with the word before them; at the segment's start with the word behind.
            let start = if first == words.start { segment.start } else { self.words[first].span.start };
            let end = if at == words.end { segment.end } else { self.words[at].span.start };
            kept.push(Span::new(start, end).trimmed(text));
        }
    }

    /// For a byte range of the other text the matched stretches of the document, in the document's order: how labels move
    /// from one text to the other.
    pub fn places_of(&self, other: Span) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        let mut last: Option<usize> = None;
        for (index, partner) in self.partner.iter().enumerate() {
            let inside = partner.is_some_and(|partner| {
                let span = self.others[partner as usize].span;
                span.start >= other.start && span.end <= other.end
            });
            if !inside {
                continue;
            }
            match found.last_mut() {
                Some(open) if last == Some(index.wrapping_sub(1)) => open.end = self.words[index].span.end,
                _ => found.push(self.words[index].span),
            }
            last = Some(index);
        }
        found
    }

    /// Every word of the document in its order: its bytes, and those of its partner in the other text, if it has one.
    pub fn words(&self) -> impl Iterator<Item = (Span, Option<Span>)> + '_ {
        let partner = |partner: Option<u32>| Some(self.others.get(partner? as usize)?.span);
        self.words.iter().zip(&self.partner).map(move |(word, other)| (word.span, partner(*other)))
    }

    /// For each segment of the document its words, as [`words`](Self::words) has them, less the partners that were met by
    /// chance. One linear pass: how many labels move from one text to the other.
    pub fn by_segment<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = (&'a Segment, Vec<(Span, Option<Span>)>)> {
        let mut words = self.words().peekable();
        document.segments().iter().map(move |segment| {
            let mut own = Vec::new();
            while let Some(word) = words.next_if(|(span, _)| span.start < segment.span.end) {
                // Words between segments are of none.
                if word.0.start >= segment.span.start {
                    own.push(word);
                }
            }
            drop_chance(&mut own);
            (segment, own)
        })
    }

    /// Every matched word: its bytes in the document and in the other text, in the document's order.
    pub fn pairs(&self) -> impl Iterator<Item = (Span, Span)> + '_ {
        self.words().filter_map(|(own, other)| Some((own, other?)))
    }
}

/// Whether a run of so many matched words, in a segment with so many matched words of so many, is chance.
const fn is_chance(run: usize, matched: usize, words: usize) -> bool {
    run < CHANCE_WORDS && matched * 100 < words * CHANCE_PERCENT
}

/// Takes the partners from the words of a segment that have them by chance.
fn drop_chance(words: &mut [(Span, Option<Span>)]) {
    let (all, matched) = (words.len(), words.iter().filter(|(_, other)| other.is_some()).count());
    for run in words.chunk_by_mut(|a, b| a.1.is_some() == b.1.is_some()) {
        if is_chance(run.len(), matched, all) {
            run.iter_mut().for_each(|(_, other)| *other = None);
        }
    }
}

/// Starts of stretches of [`MOVED_WORDS`] free words.
fn stretch_starts(free: &[bool]) -> impl Iterator<Item = usize> + '_ {
    let mut run = 0;
    free.iter().enumerate().filter_map(move |(at, &free)| {
        run = if free { run + 1 } else { 0 };
        (run >= MOVED_WORDS).then(|| at + 1 - MOVED_WORDS)
    })
}

fn stretch_key(words: &[Word]) -> u64 {
    let mut hasher = FxHasher::default();
    words.iter().for_each(|word| hasher.write_u64(word.key));
    hasher.finish()
}

/// The words of a text.
fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut open: Option<(usize, FxHasher)> = None;
    let close = |open: &mut Option<(usize, FxHasher)>, end: usize, found: &mut Vec<Word>| {
        if let Some((start, hasher)) = open.take() {
            found.push(Word { span: Span::new(start, end), key: hasher.finish() });
        }
    };
    for (at, c) in text.char_indices() {
        if is_unspaced(c) {
            close(&mut open, at, &mut found);
            let mut hasher = FxHasher::default();
            hasher.write_u32(c as u32);
            found.push(Word { span: Span::new(at, at + c.len_utf8()), key: hasher.finish() });
        } else if c.is_alphanumeric() {
            let (_, hasher) = open.get_or_insert_with(|| (at, FxHasher::default()));
            c.to_lowercase().for_each(|c| hasher.write_u32(c as u32));
        } else {
            close(&mut open, at, &mut found);
        }
    }
    close(&mut open, text.len(), &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::*;

    fn kept(text: &str, other: &str) -> Vec<String> {
        let document = Document::anonymous(Format::Plain, text);
        Alignment::new(text, other).kept(&document).iter().map(|span| document.slice(*span).to_string()).collect()
    }

    #[test]
    fn white_space_case_and_marks_do_not_matter() {
        assert_eq!(kept("Menu\n\n“The ferry,” she said.", "the FERRY\nshe — said"), ["“The ferry,” she said."]);
    }

    #[test]
    fn a_part_of_a_line_is_found() {
        let text = "TOLLMOUTH (KBN) — The ferry sailed at dawn on Monday.";
        assert_eq!(kept(text, "The ferry sailed at dawn on Monday."), ["The ferry sailed at dawn on Monday."]);
    }

    #[test]
    fn moved_stretches_are_found_once() {
        let text = "The mayor of the town resigned today.\n\nThe ferry sailed again at dawn.";
        let moved = "The ferry sailed again at dawn. The mayor of the town resigned today.";
        assert_eq!(kept(text, moved).len(), 2);
    }

    #[test]
    fn words_met_by_chance_are_not_kept() {
        let text = "Sign up for the best of the harbour news in your inbox\n\nThe ferry sailed.";
        assert_eq!(kept(text, "The ferry sailed."), ["The ferry sailed."]);
    }

    #[test]
    fn nothing_and_everything() {
        assert_eq!(kept("A b c.", ""), Vec::<String>::new());
        assert_eq!(kept("A b c.", "A b c."), ["A b c."]);
        assert_eq!(Alignment::new("", "").found(), 1.0);
        assert_eq!(Alignment::new("a", "x y").found(), 0.0);
    }

    #[test]
    fn labels_move_by_place() {
        let alignment = Alignment::new("Home\nBy Anna Lind\nText here", "By Anna Lind. Text here.");
        assert_eq!(alignment.places_of(Span::new(0, 13)), [Span::new(5, 17)]);
    }

    #[test]
    fn every_word_has_its_partner_or_none() {
        let alignment = Alignment::new("Home\nBy Anna", "by anna.");
        let words: Vec<_> = alignment.words().collect();
        let expected = [(Span::new(0, 4), None), (Span::new(5, 7), Some(Span::new(0, 2))), (Span::new(8, 12), Some(Span::new(3, 7)))];
        assert_eq!(words, expected);
        assert_eq!(alignment.pairs().count(), 2);
    }

    #[test]
    fn segments_have_their_words_without_those_met_by_chance() {
        let document = Document::anonymous(Format::Plain, "Sign up for all the harbour news in your inbox\n\n* * *\n\nThe ferry sailed.");
        let alignment = Alignment::new(document.text(), "The ferry of the harbour sailed.");
        let found: Vec<(usize, usize)> = alignment
            .by_segment(&document)
            .map(|(_, words)| (words.len(), words.iter().filter(|(_, other)| other.is_some()).count()))
            .collect();
        assert_eq!(found, [(10, 0), (0, 0), (3, 3)]);
    }

    #[test]
    fn chinese_is_aligned_by_character() {
        assert_eq!(kept("首页\n渡轮搁浅，乘客获救。", "渡轮搁浅，乘客获救。"), ["渡轮搁浅，乘客获救。"]);
    }
}
