//! The features of a segment, one character at a time.

use gleaner::document::{Ending, Features, Kind, Link, Segment, is_closer, is_invisible, is_sentence_mark, unspaced_weight};
use gleaner::span::Span;

/// Measures a segment.
pub fn features(text: &str, segment: &Segment, links: &[Link]) -> Features {
    let mut meter = Meter::default();
    let mut at = segment.inner.start;
    for link in links {
        meter.read(Span::new(at, link.whole.start).slice(text), false);
        meter.read(link.text.slice(text), true);
        meter.features.links += 1;
        at = link.whole.end;
    }
    meter.read(Span::new(at, segment.inner.end).slice(text), false);
    let mut features = meter.finish();
    features.heading = matches!(segment.kind, Kind::Heading(_));
    features.item = segment.kind == Kind::Item;
    features
}

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
    /// Code points of the current or last word, and whether its first is upper case.
    word_chars: u32,
    word_upper: bool,
    pending_space: u32,
}

impl Meter {
    fn read(&mut self, piece: &str, linked: bool) {
        let before = (self.features.chars, self.words, self.weight);
        piece.chars().for_each(|c| self.character(c));
        if linked {
            self.features.link_chars += self.features.chars - before.0;
            self.link_words += self.words - before.1;
            self.link_weight += self.weight - before.2;
        }
    }

    fn character(&mut self, c: char) {
        match c {
            '\'' if self.in_word => self.visible(),
            ',' | ';' | '-' => self.joint(c == ','),
            '.' | '!' | '?' => self.mark(c == '.', c == '?'),
            ':' => self.other(Ending::Colon),
            '|' => {
                self.features.bars = true;
                self.other(Ending::Open);
            }
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' => self.space(),
            _ => self.wide(c),
        }
    }

    fn wide(&mut self, c: char) {
        let weight = unspaced_weight(c);
        if weight > 0.0 {
            self.unspaced(weight);
        } else if c.is_alphabetic() {
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
        let initial = dot && self.word_upper && self.word_chars <= 2 && self.word_chars > 0;
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
