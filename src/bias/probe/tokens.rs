//! Tokens of a canonical text: words, single characters of scripts without spaces, and marks.

use crate::document::{is_unspaced, unspaced_weight};
use unicode_segmentation::UnicodeSegmentation;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word of a script with spaces, in lower case.
    Word,
    /// One character of a script without spaces (Han, kana, Thai, …), which needs no tokenizer.
    Character,
    /// One mark.
    Mark,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its text; words in lower case.
    pub text: String,
    /// What it is.
    pub kind: Kind,
}

impl Token {
    fn new(text: impl Into<String>, kind: Kind) -> Self {
        Self { text: text.into(), kind }
    }

    /// How many words it stands for.
    pub fn words(&self) -> f64 {
        match self.kind {
            Kind::Word => 1.0,
            Kind::Character => self.text.chars().next().map_or(0.0, |c| f64::from(unspaced_weight(c))),
            Kind::Mark => 0.0,
        }
    }
}

/// Tokens of a text beyond this number are not looked at: 2,000 long documents must fit in
/// memory.
pub const MAX_TOKENS: usize = 10_000;

/// The tokens of a canonical text in their order, the first [`MAX_TOKENS`] of them. Line breaks are not told: where a stripper breaks lines is its own habit.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::with_capacity((text.len() / 5).min(MAX_TOKENS));
    for piece in text.split_word_bounds().filter(|piece| !piece.trim().is_empty()) {
        if piece.chars().any(is_unspaced) {
            found.extend(piece.chars().map(|c| Token::new(c, if is_unspaced(c) { Kind::Character } else { kind(c) })));
        } else if piece.chars().any(char::is_alphanumeric) {
            found.push(Token::new(piece.to_lowercase(), Kind::Word));
        } else {
            found.extend(piece.chars().map(|c| Token::new(c, Kind::Mark)));
        }
        if found.len() >= MAX_TOKENS {
            found.truncate(MAX_TOKENS);
            break;
        }
    }
    found
}

fn kind(c: char) -> Kind {
    if c.is_alphanumeric() { Kind::Character } else { Kind::Mark }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_and_marks() {
        assert_eq!(texts("“It’s 3.5 km,” she\nSAID…"), ["“", "it’s", "3.5", "km", ",", "”", "she", "said", "…"]);
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(tokens(&"word, ".repeat(MAX_TOKENS)).len(), MAX_TOKENS);
    }

    #[test]
    fn scripts_without_spaces_go_by_characters() {
        assert_eq!(texts("渡轮搁浅。フェリー"), ["渡", "轮", "搁", "浅", "。", "フ", "ェ", "リ", "ー"]);
        assert_eq!(tokens("渡轮").iter().map(Token::words).sum::<f64>(), 1.0);
        assert_eq!(tokens("เรือ 12").last().map(|token| token.kind), Some(Kind::Word));
    }
}
