//! What can be measured of one segment, in one pass over its bytes.

use super::characters::{is_closer, is_invisible, is_sentence_mark, unspaced_weight};
use super::segment::{Kind, Link, Segment};
use crate::span::Span;

/// How a segment ends, closing quotes and brackets aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Ending {
    /// With a word or number.
    #[default]
    Open,
    /// With a sentence mark.
    Sentence,
    /// With an ellipsis: the text was cut.
    Ellipsis,
    /// With a colon.
    Colon,
    /// With a comma, semicolon or dash.
    Joint,
}

/// Features of one segment. Link syntax and marks are not counted: the text is what a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Features {
    /// Code points that are not white space.
    pub chars: u32,
    /// Code points, inner white space included.
    pub length: u32,
    /// Words; in scripts without spaces estimated from characters.
    pub words: f32,
    /// Code points in links that are not white space.
    pub link_chars: u32,
    /// Words in links.
    pub link_words: f32,
    /// Number of links.
    pub links: u16,
    /// Letters.
    pub letters: u32,
    /// Upper-case letters.
    pub upper: u32,
    /// Digits.
    pub digits: u32,
    /// Words that begin with an upper-case letter.
    pub capitalised: u32,
    /// Characters of scripts without spaces.
    pub unspaced: u32,
    /// Sentence ends: marks before a space or the end.
    pub sentences: u16,
    /// Commas of any script.
    pub commas: u16,
    /// How it ends.
    pub ending: Ending,
    /// What kind of block it is.
    pub heading: bool,
    /// Whether it is a list item.
    pub item: bool,
    /// Whether a vertical bar, bullet or middle dot stands in it.
    pub bars: bool,
    /// Whether a copyright sign stands in it.
    pub copyright: bool,
    /// Whether its last sentence mark is a question mark.
    pub question: bool,
    /// Characters of scripts that have no sentence marks.
    pub markless_chars: u32,
}

/// A text of this many characters that ends like a sentence is running text (`STRATEGIES` 2.4).
const LONG_CHARS: u32 = 80;
/// Running text has this many words or more.
const SENTENCE_WORDS: f32 = 5.0;

impl Features {
    /// Measures a segment; linear in its length.
    pub fn measure(text: &str, segment: &Segment, links: &[Link]) -> Self {
        let mut meter = Meter::default();
        let mut at = segment.inner.start;
        for link in links.get(segment.links.clone()).unwrap_or(&[]) {
            meter.read(Span::new(at, link.whole.start).slice(text), false);
            meter.read(link.text.slice(text), true);
            meter.features.links = meter.features.links.saturating_add(1);
            at = link.whole.end;
        }
        meter.read(Span::new(at, segment.inner.end).slice(text), false);
        let mut features = meter.finish();
        features.heading = matches!(segment.kind, Kind::Heading(_));
        features.item = segment.kind == Kind::Item;
        features
    }

    /// Share of the characters that stand in links, 0 to 1.
    #[inline]
    pub fn link_density(&self) -> f32 {
        if self.chars == 0 { 0.0 } else { self.link_chars as f32 / self.chars as f32 }
    }

    /// Share of the words that stand in links, 0 to 1 (boilerpipe's link density).
    pub fn link_word_density(&self) -> f32 {
        if self.words <= 0.0 { 0.0 } else { (self.link_words / self.words).min(1.0) }
    }

    /// Ends with a sentence mark or an ellipsis, closers aside.
    #[inline]
    pub fn is_terminal(&self) -> bool {
        matches!(self.ending, Ending::Sentence | Ending::Ellipsis)
    }

    /// Ends like a sentence and has five words or more. Scripts without sentence marks (Thai, Lao, Khmer) go by length.
    #[inline]
    pub fn is_sentence(&self) -> bool {
        let marked = self.is_terminal() && self.words >= SENTENCE_WORDS;
        marked || (self.markless() && self.chars >= 60)
    }

    /// A sentence of 80 characters or more (40 in scripts that write a word in two).
    #[inline]
    pub fn is_long(&self) -> bool {
        let least = if self.unspaced * 2 > self.chars { LONG_CHARS / 2 } else { LONG_CHARS };
        self.is_sentence() && self.chars >= least
    }

    /// Looks like a headline: 4 to 22 words, 20 to 140 characters (8 to 60 in Chinese and Japanese), no sentence end.
    #[inline]
    pub fn is_title(&self) -> bool {
        let open = (self.ending == Ending::Open && self.sentences == 0)
            || (self.ending == Ending::Sentence && self.sentences == 1 && self.question);
        let sized = if self.unspaced * 2 > self.chars { (8..=60).contains(&self.chars) } else { (20..=140).contains(&self.length) };
        open && sized && (4.0..=22.0).contains(&self.words)
    }

    /// Mostly of a script that has no sentence marks.
    #[inline]
    fn markless(&self) -> bool {
        self.markless_chars * 2 > self.chars
    }
}

/// Signs that stand in every text: quotation marks, dashes, no-break spaces. None is a letter, which saves a look-up.
const fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{206f}' | '\u{a0}'..='\u{a9}')
}

/// A capital of at most this many characters before a full stop is an initial or a title.
const INITIAL_CHARS: u32 = 2;

/// Classes of bytes in a run of plain words; [`SIGN`] is every byte that ends the run.
const SPACE: u8 = 0;
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const DIGIT: u8 = 3;
const SIGN: u8 = 4;

const CLASS: [u8; 256] = {
    let mut table = [SIGN; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b' ' => SPACE,
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => DIGIT,
            _ => SIGN,
        };
        byte += 1;
    }
    table
};

/// Five counts are kept in one number, each in so many bits,
const COUNT_BITS: u32 = 12;
/// so that a run may have this many bytes.
const MAX_RUN: usize = (1 << COUNT_BITS) - 1;
/// Places of the counts.
const LETTERS: u32 = 0;
const UPPER: u32 = 1;
const DIGITS: u32 = 2;
const STARTS: u32 = 3;
const CAPITALISED: u32 = 4;

/// What a byte adds to the counts, by the class of the byte before it (times four) and its own.
const PAIRS: [u64; 16] = {
    let mut table = [0; 16];
    let mut pair = 0;
    while pair < 16 {
        let (before, class) = ((pair >> 2) as u8, (pair & 3) as u8);
        let (letter, upper, digit) = (class == SMALL || class == CAPITAL, class == CAPITAL, class == DIGIT);
        let start = before == SPACE && class != SPACE;
        table[pair] = (letter as u64) << (LETTERS * COUNT_BITS)
            | (upper as u64) << (UPPER * COUNT_BITS)
            | (digit as u64) << (DIGITS * COUNT_BITS)
            | (start as u64) << (STARTS * COUNT_BITS)
            | ((start && upper) as u64) << (CAPITALISED * COUNT_BITS);
        pair += 1;
    }
    table
};

/// Reads characters and keeps the state between them.
#[derive(Default)]
struct Meter {
    features: Features,
    in_word: bool,
    words: u32,
    weight: f32,
    link_words: u32,
    link_weight: f32,
    dots: u8,
    /// A mark was read and nothing but closers since.
    mark_open: bool,
    /// Code points of the current or last word (of a longer one at least [`INITIAL_CHARS`] + 1), and whether its first is upper
    /// case.
    word_chars: u32,
    word_upper: bool,
    pending_space: u32,
}

impl Meter {
    fn read(&mut self, piece: &str, linked: bool) {
        let before = (self.features.chars, self.words, self.weight);
        let bytes = piece.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let run = self.plain_run(&bytes[at..]);
            at += run;
            let Some(&byte) = bytes.get(at) else { break };
            if CLASS[usize::from(byte)] != SIGN {
                continue; // a run longer than one count holds
            } else if byte < 0x80 {
                self.ascii(byte);
                at += 1;
            } else {
                let c = piece[at..].chars().next().unwrap_or('\u{fffd}');
                self.wide(c);
                at += c.len_utf8();
            }
        }
        if linked {
            self.features.link_chars += self.features.chars - before.0;
            self.link_words += self.words - before.1;
            self.link_weight += self.weight - before.2;
        }
    }

    /// Reads ASCII letters, digits and spaces up to the first other character, at most [`MAX_RUN`] bytes, and returns how many
    /// there were. What each adds to the counts depends on the byte before it alone, so that a look-up for each pair does.
    fn plain_run(&mut self, bytes: &[u8]) -> usize {
        let mut counts = 0u64;
        let mut before = if self.in_word { SMALL } else { SPACE };
        let mut run = 0;
        for &byte in bytes.iter().take(MAX_RUN) {
            let class = CLASS[usize::from(byte)];
            if class == SIGN {
                break;
            }
            counts += PAIRS[usize::from(before << 2 | class) & 15];
            before = class;
            run += 1;
        }
        if run > 0 {
            self.count_run(&bytes[..run], counts);
        }
        run
    }

    /// Adds a run's counts, and leaves the state as its last byte does.
    fn count_run(&mut self, run: &[u8], counts: u64) {
        let count = |field: u32| (counts >> (field * COUNT_BITS)) as u32 & ((1 << COUNT_BITS) - 1);
        let (visible, starts) = (count(LETTERS) + count(DIGITS), count(STARTS));
        let spaced = run.first() == Some(&b' ');
        if spaced && self.mark_open {
            self.end_sentence();
        }
        (self.mark_open, self.dots) = (false, 0);
        // Each word that follows a space counts that space, unless nothing visible stands before it.
        let first = if spaced { u32::from(self.features.length == 0 && starts > 0) } else { u32::from(!self.in_word) };
        let pending = if spaced { 0 } else { self.pending_space };
        self.features.length += visible + starts - first + pending;
        self.features.chars += visible;
        self.features.letters += count(LETTERS);
        self.features.upper += count(UPPER);
        self.features.digits += count(DIGITS);
        self.features.capitalised += count(CAPITALISED);
        self.words += starts;
        if visible > 0 {
            self.features.ending = Ending::Open;
            self.end_word(run, starts);
        }
        self.in_word = run.last() != Some(&b' ');
        self.pending_space = u32::from(!self.in_word && self.features.length > 0);
    }

    /// Remembers how long the last word of a run is, as far as that matters, and whether it begins with a capital.
    fn end_word(&mut self, run: &[u8], starts: u32) {
        let words = run.trim_ascii_end();
        let shown = words.iter().rev().take(INITIAL_CHARS as usize + 1).take_while(|byte| **byte != b' ').count();
        if starts == 0 {
            self.word_chars += shown as u32;
        } else {
            self.word_chars = shown as u32;
            self.word_upper = words.get(words.len() - shown).is_some_and(u8::is_ascii_uppercase);
        }
    }

    fn ascii(&mut self, byte: u8) {
        match byte {
            b'a'..=b'z' => self.letter(false),
            b'A'..=b'Z' => self.letter(true),
            b'0'..=b'9' => self.digit(),
            b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => self.space(),
            b'.' | b'!' | b'?' => self.mark(byte == b'.', byte == b'?'),
            b',' | b';' => self.joint(byte == b','),
            b':' => self.other(Ending::Colon),
            b'-' => self.joint(false),
            b'\'' if self.in_word => self.visible(),
            b'|' => {
                self.features.bars = true;
                self.other(Ending::Open);
            }
            b'"' | b'\'' | b')' | b']' | b'}' | b'*' | b'_' => self.closer(),
            0..=8 | 0x0E..=0x1F | 0x7F => {}
            _ => self.other(Ending::Open),
        }
    }

    fn wide(&mut self, c: char) {
        let weight = unspaced_weight(c);
        if weight > 0.0 {
            self.unspaced(weight);
        } else if !is_punctuation(c) && c.is_alphabetic() {
            self.letter(c.is_uppercase());
        } else if is_invisible(c) {
        } else if c.is_whitespace() {
            self.space();
        } else if is_sentence_mark(c) {
            if c == '…' { self.ellipsis() } else { self.mark(false, matches!(c, '؟' | '？')) }
        } else if is_closer(c) {
            if matches!(c, '’') && self.in_word { self.visible() } else { self.closer() }
        } else if c.is_numeric() {
            self.digit();
        } else {
            self.wide_sign(c);
        }
    }

    fn wide_sign(&mut self, c: char) {
        match c {
            '，' | '、' | '،' | '؛' | '；' | '–' | '—' => self.joint(matches!(c, '，' | '、' | '،')),
            '：' => self.other(Ending::Colon),
            '•' | '·' | '›' | '│' => {
                self.features.bars = true;
                self.other(Ending::Open);
            }
            '©' | '®' => {
                self.features.copyright |= c == '©';
                self.other(Ending::Open);
            }
            // Combining marks continue a word.
            '\u{300}'..='\u{36f}' | '\u{610}'..='\u{65f}' | '\u{900}'..='\u{df4}' if self.in_word => self.visible(),
            _ => self.other(Ending::Open),
        }
    }

    fn visible(&mut self) {
        self.features.chars += 1;
        self.features.length += 1 + std::mem::take(&mut self.pending_space);
        self.word_chars += 1;
    }

    fn letter(&mut self, upper: bool) {
        self.start_word(upper);
        self.features.letters += 1;
        self.features.upper += u32::from(upper);
        self.visible();
    }

    fn digit(&mut self) {
        self.start_word(false);
        self.features.digits += 1;
        self.visible();
    }

    fn start_word(&mut self, upper: bool) {
        if !self.in_word {
            self.in_word = true;
            self.words += 1;
            self.word_chars = 0;
            self.word_upper = upper;
            self.features.capitalised += u32::from(upper);
        }
        self.features.ending = Ending::Open;
        self.dots = 0;
        self.mark_open = false;
    }

    fn unspaced(&mut self, weight: f32) {
        // A sentence mark of these scripts is followed by the next sentence without a space.
        if self.mark_open {
            self.end_sentence();
        }
        self.in_word = false;
        self.weight += weight;
        self.features.letters += 1;
        self.features.unspaced += 1;
        self.features.markless_chars += u32::from(weight < 0.3);
        self.features.ending = Ending::Open;
        self.dots = 0;
        self.mark_open = false;
        self.visible();
    }

    fn space(&mut self) {
        self.in_word = false;
        self.pending_space = u32::from(self.features.length > 0);
        if self.mark_open {
            self.end_sentence();
        }
        self.dots = 0;
    }

    fn mark(&mut self, dot: bool, question: bool) {
        self.dots = if dot { self.dots.saturating_add(1) } else { 0 };
        // "Mr." and "U." end no sentence, unless they end the segment (see `finish`).
        let initial = dot && self.word_upper && self.word_chars <= INITIAL_CHARS && self.word_chars > 0;
        self.mark_open = !initial;
        self.features.question = question;
        self.features.ending = if self.dots >= 3 { Ending::Ellipsis } else { Ending::Sentence };
        self.in_word = false;
        self.visible();
    }

    fn ellipsis(&mut self) {
        self.mark(false, false);
        self.features.ending = Ending::Ellipsis;
    }

    fn joint(&mut self, comma: bool) {
        self.features.commas = self.features.commas.saturating_add(u16::from(comma));
        self.other(Ending::Joint);
    }

    fn closer(&mut self) {
        self.in_word = false;
        self.visible();
    }

    fn other(&mut self, ending: Ending) {
        self.in_word = false;
        self.dots = 0;
        self.mark_open = false;
        self.features.ending = ending;
        self.visible();
    }

    fn end_sentence(&mut self) {
        self.features.sentences = self.features.sentences.saturating_add(1);
        self.mark_open = false;
    }

    fn finish(mut self) -> Features {
        if matches!(self.features.ending, Ending::Sentence | Ending::Ellipsis) && (self.mark_open || self.features.sentences == 0) {
            self.end_sentence();
        }
        self.features.words = self.words as f32 + self.weight;
        self.features.link_words = self.link_words as f32 + self.link_weight;
        self.features
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Format};
    use super::*;

    fn of(line: &str) -> Features {
        Document::anonymous(Format::Markdown, line).features()[0]
    }

    #[test]
    fn words_characters_and_links_are_those_a_reader_sees() {
        let features = of("- The [old ferry](#) sailed, don't wait.");
        assert_eq!((features.words, features.link_words), (6.0, 2.0));
        assert_eq!((features.chars, features.link_chars), (28, 8));
        assert_eq!(features.length, 33);
        assert!(features.item && features.is_sentence());
    }

    #[test]
    fn endings_look_through_closing_quotes_and_links() {
        assert_eq!(of("“We row,” she said. “Or sink.”").ending, Ending::Sentence);
        assert_eq!(of("He said [it was over.](#)").ending, Ending::Sentence);
        assert_eq!(of("How is the...").ending, Ending::Ellipsis);
        assert_eq!(of("Original url:").ending, Ending::Colon);
        assert_eq!(of("RECOMMENDED").ending, Ending::Open);
        assert_eq!(of("他说：“不行。”").ending, Ending::Sentence);
    }

    #[test]
    fn sentences_are_not_split_at_initials() {
        assert_eq!(of("U.S. President J. Doe spoke. He left.").sentences, 2);
        assert_eq!(of("今天下雨。明天也下雨。").sentences, 2);
    }

    #[test]
    fn headlines_look_like_headlines() {
        assert!(of("Ferry runs aground off Marrow Point with 214 aboard").is_title());
        assert!(of("Who will pay for the harbour crane now?").is_title());
        assert!(!of("The ferry ran aground off the point on Monday.").is_title());
        assert!(!of("News").is_title());
        assert!(of("王子岛渡轮搁浅两百余人获救").is_title());
    }

    #[test]
    fn unspaced_scripts_have_estimated_words() {
        assert_eq!(of("渡轮搁浅").words, 2.0);
        assert!(of("เรือข้ามฟากเกยตื้นใกล้แหลมมาร์โรว์เมื่อเช้าวันจันทร์ผู้โดยสารปลอดภัยทุกคนแล้วครับ").is_sentence());
    }
}
