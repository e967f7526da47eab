//! The tokens of the sane metrics: words that do not depend on how a text happens to be encoded or written.
//!
//! What differs from the harnesses' `\w+`: the text is brought to NFC, so that `é` is `é` however it is spelled; words are those
//! of Unicode's Annex 29, so that marks stay in words (`हिन्दी` is one) and scripts written without spaces (Han, Kana, Thai, Lao,
//! Khmer, Burmese) give characters or short pieces, not one token a sentence; and `’` is `'`, so that `don’t` is `don't`.

use super::python;
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;

/// NFC with straight apostrophes, lower-cased if asked; without a copy where nothing changes.
///
/// ```
/// use gleaner::metric::text::tokens::normalised;
/// assert_eq!(normalised("Cafe\u{301} ’n’ Bar", true), "caf\u{e9} 'n' bar");
/// ```
pub fn normalised(text: &str, lower: bool) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if !text.is_ascii() {
        if is_nfc_quick(text.chars()) != IsNormalized::Yes {
            text = Cow::Owned(text.nfc().collect());
        }
        if text.contains('\u{2019}') {
            text = Cow::Owned(text.replace('\u{2019}', "'"));
        }
    }
    match text {
        text if !lower => text,
        Cow::Borrowed(text) => python::lower(text),
        Cow::Owned(text) => Cow::Owned(python::lower(&text).into_owned()),
    }
}

/// The words of a normalised text.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    // Annex 29 joins nothing across white space but a stray mark to the space before it; pieces without it are mostly ASCII, for which the crate has a short way.
    text.split_whitespace().flat_map(UnicodeSegmentation::unicode_words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<String> {
        words(&normalised(text, true)).map(str::to_string).collect()
    }

    #[test]
    fn spelling_makes_no_difference() {
        assert_eq!(tokens("Café DON’T"), tokens("cafe\u{301} don't"));
        assert_eq!(tokens("don’t stop"), ["don't", "stop"]);
    }

    #[test]
    fn marks_stay_and_unspaced_scripts_are_taken_apart() {
        assert_eq!(tokens("हिन्दी में"), ["हिन्दी", "में"]);
        assert_eq!(tokens("日本語です"), ["日", "本", "語", "で", "す"]);
        assert_eq!(tokens("İstanbul, ISTANBUL").len(), 2);
        assert_eq!(tokens("!!! — …"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn cutting_at_white_space_first_changes_nothing(pieces in prop::collection::vec("[a-zA-Z_0-9.,:'’éΣ日本あカタไทย][a-z_0-9.,:'’\u{300}-\u{310}éΣ日あカタไทยहि\u{200d}]{0,6}[ \n\u{a0}\u{2028}]{0,2}", 0..12)) {
            let text = pieces.concat();
            prop_assert_eq!(words(&text).collect::<Vec<_>>(), text.unicode_words().collect::<Vec<_>>());
        }
    }
}
