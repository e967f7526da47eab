//! Reads a segment character by character and keeps the state between them.

use super::{Ending, Features};
use crate::document::characters::{is_capital, is_closer, is_invisible, is_letter, is_sentence_mark, unspaced_weight};

/// A capital of at most this many characters before a full stop is an initial or a title.
pub(super) const INITIAL_CHARS: u32 = 2;

/// Reads characters and keeps the state between them.
#[derive(Default)]
pub struct Meter {
    pub(super) features: Features,
    pub(super) in_word: bool,
    pub(super) words: u32,
    weight: f32,
    link_words: u32,
    link_weight: f32,
    pub(super) dots: u8,
    /// A mark was read and nothing but closers since.
    pub(super) mark_open: bool,
    /// Code points of the current or last word (of a longer one at least [`INITIAL_CHARS`] + 1), and whether its first is upper
    /// case.
    pub(super) word_chars: u32,
    pub(super) word_upper: bool,
    pub(super) pending_space: u32,
}

impl Meter {
    /// Reads the text of a link in some way.
    pub fn read_link(&mut self, piece: &str, read: impl Fn(&mut Self, &str)) {
        let before = (self.features.chars, self.words, self.weight);
        read(self, piece);
        self.features.links = self.features.links.saturating_add(1);
        self.features.link_chars += self.features.chars - before.0;
        self.link_words += self.words - before.1;
        self.link_weight += self.weight - before.2;
    }

    /// Reads one character.
    #[cfg(test)]
    pub fn character(&mut self, c: char) {
        match u8::try_from(c) {
            Ok(b' ') => self.space(),
            Ok(b'0'..=b'9') => self.digit(),
            Ok(byte) if byte.is_ascii_alphabetic() => self.letter(byte.is_ascii_uppercase()),
            Ok(byte) if byte.is_ascii() => self.sign(byte),
            _ => self.wide(c),
        }
    }

    /// An ASCII character that is no letter, digit or space.
    pub(super) fn sign(&mut self, byte: u8) {
        match byte {
            b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => self.space(),
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

    /// A character that is not ASCII.
    pub(super) fn wide(&mut self, c: char) {
        let weight = unspaced_weight(c);
        if weight > 0.0 {
            self.unspaced(weight);
        } else if is_letter(c) {
            self.letter(is_capital(c));
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

    pub(super) fn end_sentence(&mut self) {
        self.features.sentences = self.features.sentences.saturating_add(1);
        self.mark_open = false;
    }

    /// What was measured.
    pub fn finish(mut self) -> Features {
        if matches!(self.features.ending, Ending::Sentence | Ending::Ellipsis) && (self.mark_open || self.features.sentences == 0) {
            self.end_sentence();
        }
        self.features.words = self.words as f32 + self.weight;
        self.features.link_words = self.link_words as f32 + self.link_weight;
        self.features
    }
}
