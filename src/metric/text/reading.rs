//! The ways in which metrics take a text for tokens.
//!
//! All of them may be done line by line (a line goes up to its line break and has it): no token crosses a line break, nor hangs on
//! what is beyond one. That is what lets [`super::scorer`] read a line once, in however many answers it stands.

use super::{dragnet, evert_words, jieba, python, tokens};

/// What a text's tokens are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Python's `\w+`.
    Words,
    /// The same in lower case.
    LowerWords,
    /// dragnet's.
    Letters,
    /// Cut at white space.
    Pieces,
    /// The same in lower case.
    LowerPieces,
    /// [`tokens`], case kept.
    Plain,
    /// [`tokens`] in lower case.
    LowerPlain,
    /// Words of Evert's program, without the empty ones at the ends and without regard to lines that begin with `URL`.
    Marked,
    /// The same, every tag a `<p>`.
    Unlabelled,
    /// [`evert_words::sane`].
    SaneMarked,
    /// The same, every tag a `<p>`.
    SaneUnlabelled,
    /// jieba's.
    Jieba,
    /// Whole lines, white space folded, without empty ones.
    Lines,
}

/// How many ways there are.
pub const READINGS: usize = Reading::Lines as usize + 1;

impl Reading {
    /// Gives each token of a text in turn. The text should be a line, or several whole ones.
    pub fn each(self, text: &str, mut take: impl FnMut(&str)) {
        match self {
            Self::Words => python::words(text).for_each(take),
            Self::LowerWords => python::words(&python::lower(text)).for_each(take),
            Self::Letters => dragnet::words(text).for_each(take),
            Self::Pieces => python::split(text).for_each(take),
            Self::LowerPieces => python::split(&python::lower(text)).for_each(take),
            Self::Plain => tokens::words(&tokens::normalised(text, false)).for_each(take),
            Self::LowerPlain => tokens::words(&tokens::normalised(text, true)).for_each(take),
            Self::Marked => evert_words::each(text, false, take),
            Self::Unlabelled => evert_words::each(text, true, take),
            Self::SaneMarked => evert_words::sane(text, false).iter().for_each(|word| take(word)),
            Self::SaneUnlabelled => evert_words::sane(text, true).iter().for_each(|word| take(word)),
            Self::Jieba => jieba::cut(text).into_iter().for_each(take),
            Self::Lines => {
                for line in text.lines() {
                    let folded = python::fold(line);
                    if !folded.is_empty() {
                        take(&folded);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Reading; READINGS] = [
        Reading::Words,
        Reading::LowerWords,
        Reading::Letters,
        Reading::Pieces,
        Reading::LowerPieces,
        Reading::Plain,
        Reading::LowerPlain,
        Reading::Marked,
        Reading::Unlabelled,
        Reading::SaneMarked,
        Reading::SaneUnlabelled,
        Reading::Jieba,
        Reading::Lines,
    ];

    fn tokens(reading: Reading, text: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        reading.each(text, |token| tokens.push(token.to_string()));
        tokens
    }

    #[test]
    fn every_way_is_in_the_list() {
        assert!(ALL.iter().enumerate().all(|(at, reading)| *reading as usize == at));
    }

    proptest! {
        #[test]
        fn tokens_of_lines_are_those_of_the_text(
            text in "[abΣσçİ1_.,:'’“”<>/pPhHl\u{301}\u{300}\u{85}\u{2028}\u{2029}\u{a0}\u{b}\u{c}\u{1c}\u{1f}\r\n\n\n\t  日本語中国ไทยहि\u{200d}]{0,60}",
        ) {
            for reading in ALL {
                let of_lines: Vec<String> = text.split_inclusive('\n').flat_map(|line| tokens(reading, line)).collect();
                prop_assert_eq!(&of_lines, &tokens(reading, &text), "{:?}", reading);
            }
        }
    }
}
