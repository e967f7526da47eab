//! Three views of a text: all of it, its style alone, and a stretch of it.

use super::tokens::{Kind, Token};
use crate::document::Language;
use crate::random::Random;

/// How a text is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The whole text.
    Full,
    /// Function words, marks and the shape of numbers; every other word is `*`. What is left is style and typography.
    /// Method: text distortion, Stamatatos 2017.
    Distorted,
    /// [`WINDOW_WORDS`] words in a row from a random place, so that length and place tell nothing.
    Window,
}

impl View {
    /// Every view.
    pub const ALL: [View; 3] = [View::Full, View::Distorted, View::Window];

    /// The word in the CSV files.
    pub const fn name(self) -> &'static str {
        match self {
            View::Full => "full",
            View::Distorted => "distorted",
            View::Window => "window",
        }
    }
}

/// Words of a window.
pub const WINDOW_WORDS: usize = 120;

/// Characters of the longest function word looked for in scripts without spaces.
const MAX_CHARACTERS: usize = 4;

/// Words outside the language's list of function words become `*`, digits become `9`. Without a list no word stays.
pub fn distorted(tokens: &[Token], language: &Language) -> Vec<Token> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let taken = if token.kind == Kind::Character { characters(&tokens[at..], language) } else { 0 };
        if taken > 0 {
            out.extend_from_slice(&tokens[at..at + taken]);
            at += taken;
            continue;
        }
        out.push(Token { text: mask(token, language), kind: token.kind });
        at += 1;
    }
    out
}

/// Length in tokens of the longest function word that a run of characters opens with; nought without one.
fn characters(tokens: &[Token], language: &Language) -> usize {
    let run = tokens.iter().take(MAX_CHARACTERS).take_while(|token| token.kind == Kind::Character).count();
    let word = |length: usize| tokens[..length].iter().map(|token| token.text.as_str()).collect::<String>();
    (1..=run).rev().find(|&length| language.is_stop_word(&word(length))).unwrap_or(0)
}

fn mask(token: &Token, language: &Language) -> String {
    let stays = match token.kind {
        Kind::Mark => true,
        Kind::Word => language.is_stop_word(&token.text.replace('’', "'")),
        Kind::Character => false,
    };
    if stays {
        return token.text.clone();
    }
    if token.text.chars().any(char::is_numeric) && !token.text.chars().any(char::is_alphabetic) {
        return token.text.chars().map(|c| if c.is_numeric() { '9' } else { c }).collect();
    }
    "*".into()
}

/// The tokens of [`WINDOW_WORDS`] words in a row; all of a shorter text. The place is drawn from the seed and the document's
/// number alone, as a share of the text, so that it is the same for all strategies.
pub fn window(tokens: &[Token], seed: u64, document: usize) -> &[Token] {
    let words: f64 = tokens.iter().map(Token::words).sum();
    let room = words - WINDOW_WORDS as f64;
    if room <= 0.0 {
        return tokens;
    }
    let mut random = Random::new(seed ^ (document as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let start = random.unit() * room;
    let (mut before, mut first, mut last) = (0.0, None, tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        if first.is_none() && before >= start {
            first = Some(at);
        }
        if before >= start + WINDOW_WORDS as f64 {
            last = at;
            break;
        }
        before += token.words();
    }
    &tokens[first.unwrap_or(0)..last]
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn line(tokens: &[Token]) -> String {
        tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn distortion_keeps_function_words_marks_and_number_shapes() {
        let text = distorted(&tokens("The ferry, with 1,204 people — sank at B12."), &Language::new("en"));
        assert_eq!(line(&text), "the * , with 9,999 * — * at * .");
        assert_eq!(line(&distorted(&tokens("渡轮的"), &Language::new("zh"))), "* * 的");
        assert_eq!(line(&distorted(&tokens("the ferry."), &Language::new(""))), "* * .");
    }

    #[test]
    fn a_window_has_its_words_and_a_short_text_is_its_own() {
        let text: String = (0..500).map(|at| format!("w{at}, ")).collect();
        let all = tokens(&text);
        let part = window(&all, 7, 3);
        let words: Vec<&Token> = part.iter().filter(|token| token.kind == Kind::Word).collect();
        assert_eq!(words.len(), WINDOW_WORDS);
        assert_eq!(part, window(&all, 7, 3));
        assert_ne!(part, window(&all, 7, 4));
        assert_eq!(window(&all[..100], 7, 3).len(), 100);
    }
}
