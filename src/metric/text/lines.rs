//! Lines that have been read: the tokens of a line, in each way of reading, are found once for all texts that have the line.

use super::python::{self, is_space};
use super::reading::{READINGS, Reading};
use super::vocabulary::Vocabulary;
use super::word_scan::WordScan;
use super::{punkt, tokens};
use memchr::memchr;
use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

/// Readings of lines, and sentences as one more.
const KINDS: usize = READINGS + 1;
const SENTENCES: usize = READINGS;
/// A line not read yet in some way.
const UNREAD: (u32, u32) = (u32::MAX, 0);

/// The lines of all texts about one document, their tokens as numbers.
#[derive(Debug, Default)]
pub struct Lines {
    /// All tokens of all readings.
    pub words: Vocabulary,
    /// The lines themselves.
    names: Vocabulary,
    /// For each the one that stood behind it where one was looked up; no number if none did.
    after: Vec<u32>,
    /// For each line and kind of reading where its tokens are.
    read: Vec<[(u32, u32); KINDS]>,
    tokens: Vec<u32>,
    scan: WordScan,
    /// Sentences: each a list of tokens, by number.
    pub sentences: Sentences,
}

/// Distinct lists of tokens with their numbers.
#[derive(Debug, Default)]
pub struct Sentences {
    numbers: FxHashMap<Box<[u32]>, u32>,
    lists: Vec<Box<[u32]>>,
    /// Those of texts, so that a text seen before need not be cut again.
    of_texts: FxHashMap<Box<str>, u32>,
    /// Tokens of all lists.
    tokens: usize,
    /// Bytes of all texts.
    letters: usize,
}

impl Sentences {
    /// The tokens of a sentence; none of a number that was not given.
    pub fn tokens(&self, number: u32) -> &[u32] {
        self.lists.get(number as usize).map_or(&[], |list| list)
    }

    fn number(&mut self, tokens: &[u32]) -> u32 {
        if let Some(&number) = self.numbers.get(tokens) {
            return number;
        }
        let number = self.lists.len() as u32;
        self.tokens += tokens.len();
        self.numbers.insert(tokens.into(), number);
        self.lists.push(tokens.into());
        number
    }
}

impl Lines {
    /// Bytes that are kept, about.
    pub fn bytes(&self) -> usize {
        let Sentences { lists, of_texts, tokens, letters, .. } = &self.sentences;
        let read = self.read.len() * size_of::<[(u32, u32); KINDS]>() + 4 * (self.after.len() + self.tokens.len());
        self.words.bytes() + self.names.bytes() + self.scan.bytes() + read + 8 * tokens + letters + 64 * (lists.len() + of_texts.len())
    }

    /// The lines of a text, by number. A line has its line break, and the empty lines behind it, or those of a text before it that went on in the
    /// same way: then nothing is looked up. Whole lines all the same, so that their tokens are those of the text.
    pub fn of(&mut self, text: &str) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(text.len() / 32);
        let mut rest = text;
        while !rest.is_empty() {
            let next = numbers.last().map_or(0, |&last: &u32| self.after.get(last as usize).copied().unwrap_or(u32::MAX));
            let expected = self.names.token(next);
            let (number, length) = if expected.ends_with('\n') && rest.starts_with(expected) {
                (next, expected.len())
            } else {
                let length = line_length(rest);
                (self.follow(numbers.last(), &rest[..length]), length)
            };
            numbers.push(number);
            rest = &rest[length..];
        }
        self.read.resize(self.names.len(), [UNREAD; KINDS]);
        numbers
    }

    /// The number of a line, which stands behind another.
    fn follow(&mut self, last: Option<&u32>, line: &str) -> u32 {
        let number = self.names.number(line);
        self.after.resize(self.names.len(), u32::MAX);
        if let Some(&last) = last {
            self.after[last as usize] = number;
        }
        number
    }

    /// A line, with its line break.
    pub fn line(&self, number: u32) -> &str {
        self.names.token(number)
    }

    /// The tokens of a text that has these lines.
    pub fn tokens(&mut self, reading: Reading, lines: &[u32]) -> Vec<u32> {
        if matches!(reading, Reading::Words | Reading::LowerWords) {
            self.scan_words(reading, lines);
        }
        self.gather(reading as usize, lines, |own, line| {
            let (words, tokens) = (&mut own.words, &mut own.tokens);
            reading.each(line, |token| tokens.push(words.number(token)));
        })
    }

    /// Reads those of some lines that were not: the words of all at once.
    fn scan_words(&mut self, reading: Reading, lines: &[u32]) {
        let Self { scan, read, names, words, tokens, .. } = self;
        scan.begin(reading == Reading::LowerWords);
        let mut ends = Vec::new();
        for &line in lines {
            let place = &mut read[line as usize][reading as usize];
            if *place == UNREAD {
                *place = (0, 0);
                ends.push((scan.push(names.token(line)), line));
            }
        }
        scan.find();
        let mut found = scan.words();
        for (end, line) in ends {
            let (own, rest) = found.split_at(found.iter().take_while(|[start, _]| *start < end).count());
            let first = tokens.len() as u32;
            tokens.extend(own.iter().map(|word| words.number_of(scan.key(word), || scan.letters(word))));
            read[line as usize][reading as usize] = (first, tokens.len() as u32);
            found = rest;
        }
    }

    /// The sentences of [`super::rouge_lsum::sane`], by number.
    pub fn sane_sentences(&mut self, lines: &[u32]) -> Vec<u32> {
        self.gather(SENTENCES, lines, |own, line| {
            let mut sentence = Vec::new();
            for piece in tokens::normalised(line, false).lines().flat_map(UnicodeSegmentation::unicode_sentences) {
                sentence.clear();
                sentence.extend(tokens::words(&python::lower(piece)).map(|word| own.words.number(word)));
                if !sentence.is_empty() {
                    own.tokens.push(own.sentences.number(&sentence));
                }
            }
        })
    }

    /// Punkt's sentences, by number, with tokens cut at white space. Those may cross lines.
    pub fn punkt_sentences(&mut self, text: &str, cuts: &mut punkt::Decisions) -> Vec<u32> {
        let mut tokens = Vec::new();
        let mut number = |sentence: &str| {
            if let Some(&number) = self.sentences.of_texts.get(sentence) {
                return number;
            }
            tokens.clear();
            tokens.extend(python::split(sentence).map(|token| self.words.number(token)));
            let number = self.sentences.number(&tokens);
            self.sentences.letters += sentence.len();
            self.sentences.of_texts.insert(Box::from(sentence), number);
            number
        };
        punkt::sentences_with(text, cuts).into_iter().map(&mut number).collect()
    }

    fn gather(&mut self, kind: usize, lines: &[u32], mut read: impl FnMut(&mut Self, &str)) -> Vec<u32> {
        let mut all = Vec::with_capacity(lines.len() * 8);
        // Put aside, so that a line can be read where it stands.
        let names = std::mem::replace(&mut self.names, Vocabulary::none());
        // Lines that were read one after the other are taken together.
        let mut stretch = 0..0;
        for &number in lines {
            if self.read[number as usize][kind] == UNREAD {
                let start = self.tokens.len() as u32;
                read(self, names.token(number));
                self.read[number as usize][kind] = (start, self.tokens.len() as u32);
            }
            let (start, end) = self.read[number as usize][kind];
            if stretch.end != start as usize {
                all.extend_from_slice(self.tokens.get(stretch).unwrap_or(&[]));
                stretch = start as usize..start as usize;
            }
            stretch.end = end as usize;
        }
        all.extend_from_slice(self.tokens.get(stretch).unwrap_or(&[]));
        self.names = names;
        all
    }
}

/// Bytes of a text's first line, with its line break and those right behind.
fn line_length(text: &str) -> usize {
    let Some(end) = memchr(b'\n', text.as_bytes()) else { return text.len() };
    end + text.as_bytes()[end..].iter().take_while(|&&byte| byte == b'\n').count()
}

/// Whether a text has white space that ends paragraphs for Unicode, or may, beside line breaks: folding it would move sentences.
pub fn has_odd_breaks(text: &str) -> bool {
    let odd = |c: char| matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1f}') || c > '\u{7f}' && is_space(c) && c != '\u{a0}';
    text.contains(odd)
}
