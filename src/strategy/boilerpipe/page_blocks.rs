//! boilerpipe's blocks of a page: the text between two tags, those of links and of inline marks aside.

use super::{Block, Placed};
use crate::document::html::{Page, Tag};
use crate::document::{Document, is_unspaced};
use crate::span::Span;
use crate::strategy::html::kept_runs::{breaks, inside};

/// Columns at which a block is wrapped.
const COLUMNS: i64 = 80;
/// Characters of scripts without spaces that make a word, and its columns (the original takes a whole run for one word).
const UNSPACED_WORD: u32 = 2;
const UNSPACED_COLUMNS: i64 = 4;

/// The blocks; text without a letter, digit or sentence mark is in none.
pub fn of(document: &Document, page: &Page) -> Vec<Placed> {
    let bounds = breaks(page, |id| !is_inline(page.elements[id].tag));
    let spaced = breaks(page, |id| matches!(page.elements[id].tag, Tag::A | Tag::Abbr | Tag::Acronym));
    let linked = inside(page, |id| page.elements[id].tag == Tag::A);
    let levels = levels(page);
    let mut found: Vec<Placed> = Vec::new();
    let (mut meter, mut first) = (Meter::default(), 0);
    for (at, run) in page.runs.iter().enumerate() {
        if bounds[at] {
            close(page, &mut meter, first..at, &levels, &mut found);
            first = at;
        }
        let gap = at > 0 && page.runs[at - 1].span.end < run.span.start;
        if spaced[at] || gap {
            meter.end_token();
        }
        meter.read(document.slice(run.span), linked[run.element]);
    }
    close(page, &mut meter, first..page.runs.len(), &levels, &mut found);
    found
}

fn close(page: &Page, meter: &mut Meter, runs: std::ops::Range<usize>, levels: &[u32], found: &mut Vec<Placed>) {
    let Some(block) = std::mem::take(meter).finish() else { return };
    let (Some(start), Some(end)) = (page.runs.get(runs.start), page.runs.get(runs.end.wrapping_sub(1))) else { return };
    let level = levels.get(start.element).copied().unwrap_or(0);
    found.push(Placed { span: Span::new(start.span.start, end.span.end), runs, level, block });
}

/// Elements around each element that count for the tag level; itself included.
fn levels(page: &Page) -> Vec<u32> {
    let mut levels = vec![0u32; page.elements.len()];
    for (id, element) in page.elements.iter().enumerate() {
        // Links change the level, other inline marks do not.
        let own = u32::from(!is_inline(element.tag) || element.tag == Tag::A);
        levels[id] = element.parent.map_or(0, |parent| levels[parent]) + own;
    }
    levels
}

/// Tags that part no blocks.
const fn is_inline(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::A
            | Tag::Abbr
            | Tag::Acronym
            | Tag::B
            | Tag::Code
            | Tag::Em
            | Tag::Font
            | Tag::I
            | Tag::Span
            | Tag::Strike
            | Tag::Strong
            | Tag::Sub
            | Tag::Sup
            | Tag::Tt
            | Tag::U
            | Tag::Var
    )
}

/// Counts words and lays them out in lines.
struct Meter {
    tokens: u32,
    words: u32,
    link_words: u32,
    /// Full lines, the columns of the open one, and its words.
    lines: u32,
    column: i64,
    line_words: u32,
    /// The open token: code points, whether it has a letter or digit, whether it stands in a link.
    token: u32,
    is_word: bool,
    linked: bool,
    unspaced: u32,
}

impl Default for Meter {
    fn default() -> Self {
        let (tokens, words, link_words, lines, line_words) = (0, 0, 0, 0, 0);
        // The first word has no space before it.
        Self { tokens, words, link_words, lines, column: -1, line_words, token: 0, is_word: false, linked: false, unspaced: 0 }
    }
}

impl Meter {
    fn read(&mut self, piece: &str, linked: bool) {
        for c in piece.chars() {
            if is_unspaced(c) {
                self.end_letters();
                (self.unspaced, self.linked) = (self.unspaced + 1, linked);
                if self.unspaced == UNSPACED_WORD {
                    self.end_token();
                }
            } else if c.is_alphanumeric() || is_token_mark(c) {
                self.end_unspaced();
                (self.token, self.linked) = (self.token + 1, linked);
                self.is_word |= c.is_alphanumeric();
            } else {
                self.end_token();
            }
        }
    }

    fn end_token(&mut self) {
        self.end_letters();
        self.end_unspaced();
    }

    fn end_letters(&mut self) {
        let (length, is_word) = (std::mem::take(&mut self.token), std::mem::take(&mut self.is_word));
        self.tokens += u32::from(length > 0);
        if is_word {
            self.word(i64::from(length));
        }
    }

    fn end_unspaced(&mut self) {
        if std::mem::take(&mut self.unspaced) > 0 {
            self.tokens += 1;
            self.word(UNSPACED_COLUMNS);
        }
    }

    fn word(&mut self, columns: i64) {
        self.words += 1;
        self.link_words += u32::from(self.linked);
        self.line_words += 1;
        self.column += columns + 1;
        if self.column > COLUMNS {
            (self.lines, self.column, self.line_words) = (self.lines + 1, columns, 1);
        }
    }

    /// The block, if it has a token.
    fn finish(mut self) -> Option<Block> {
        self.end_token();
        let full = if self.lines == 0 { self.words } else { self.words - self.line_words };
        let (full, lines) = if full == 0 { (self.words, 1) } else { (full, self.lines.max(1)) };
        let links = if self.words == 0 { 0.0 } else { self.link_words as f32 / self.words as f32 };
        (self.tokens > 0).then(|| Block { words: self.words as f32, links, density: full as f32 / lines as f32 })
    }
}

/// Signs that the original's words may hold.
const fn is_token_mark(c: char) -> bool {
    matches!(c, '_' | '"' | '\'' | '.' | ',' | '!' | '@' | '-' | ':' | ';' | '$' | '?' | '(' | ')' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn found(body: &str) -> Vec<(String, Block)> {
        let document = Document::anonymous(Format::Html, format!("<body>{body}"));
        let page = document.page().expect("a page");
        of(&document, page).into_iter().map(|placed| (document.slice(placed.span).to_string(), placed.block)).collect()
    }

    #[test]
    fn links_and_inline_marks_do_not_part_blocks_but_all_else_does() {
        let blocks = found("<p>One <a href=x>two <b>three</b></a> four<br>five <time>six</time> •</p>");
        let texts: Vec<&str> = blocks.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["One two three four", "five", "six"]);
        assert_eq!(blocks[0].1, Block { words: 4.0, links: 0.5, density: 4.0 });
    }

    #[test]
    fn words_are_what_the_tokenizer_takes_for_words() {
        // The dash of “well — no” parts words but is none; "..." is a token without a word.
        assert_eq!(found("<p>well — no, don’t ...").first().map(|(_, block)| block.words), Some(4.0));
        assert_eq!(found("<p>...").first().map(|(_, block)| block.words), Some(0.0));
        assert_eq!(found("<p>渡轮搁浅了").first().map(|(_, block)| block.words), Some(3.0));
    }

    #[test]
    fn density_leaves_the_last_line_out() {
        // 30 words of 4 letters: 4 + 15·5 = 79 columns hold 16 words; 14 words stand in the last line.
        let text = "word ".repeat(30);
        assert_eq!(found(&text).first().map(|(_, block)| block.density), Some(16.0));
    }
}
