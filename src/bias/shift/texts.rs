//! What is counted in a text: tokens, loaded words, quotation marks, questions, exclamations.

use super::lexicon::Words;
use crate::bias::rows::Rows;
use crate::metric::text::tokens::{normalised, words};

/// Counts of one text, or of many together.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Counted {
    /// Words as Unicode's Annex 29 delimits them; single characters in scripts without spaces.
    pub tokens: f64,
    /// Tokens of texts in a language that the list of loaded words has.
    pub listed: f64,
    /// Loaded words among those.
    pub loaded: f64,
    /// Quotation marks of any script, opening and closing.
    pub quotes: f64,
    /// Question marks of any script.
    pub questions: f64,
    /// Exclamation marks of any script.
    pub exclamations: f64,
    /// 1 if no token is left.
    pub emptied: f64,
    /// 1.
    pub documents: f64,
}

/// Numbers in a [`Counted`].
pub(super) const WIDTH: usize = 8;

impl Counted {
    /// Counts a text; `list` holds the loaded words of its language.
    pub fn of(text: &str, list: Option<&Words>) -> Self {
        let mut counted = Self { documents: 1.0, ..Self::default() };
        for c in text.chars() {
            match c {
                // Most characters are none.
                'a'..='z' | ' ' => {}
                c if is_quotation_mark(c) => counted.quotes += 1.0,
                '?' | '？' | '؟' | '⁇' | '⁈' | '՞' | '፧' => counted.questions += 1.0,
                '!' | '！' | '‼' | '⁉' | '՜' | '߹' => counted.exclamations += 1.0,
                _ => {}
            }
        }
        for word in words(&normalised(text, true)) {
            counted.tokens += 1.0;
            if let Some(list) = list {
                counted.listed += 1.0;
                counted.loaded += f64::from(u8::from(list.has(word)));
            }
        }
        counted.emptied = f64::from(u8::from(counted.tokens == 0.0));
        counted
    }

    /// Counts of a text from those of its lines.
    pub(super) fn together(lines: impl Iterator<Item = Self>) -> Self {
        let mut sums = [0.0; WIDTH];
        lines.for_each(|line| sums.iter_mut().zip(line.numbers()).for_each(|(sum, number)| *sum += number));
        let counted = Self::from_numbers(sums);
        Self { emptied: f64::from(u8::from(counted.tokens == 0.0)), documents: 1.0, ..counted }
    }

    /// The counts in the order of the fields.
    pub(super) fn numbers(self) -> [f64; WIDTH] {
        [self.tokens, self.listed, self.loaded, self.quotes, self.questions, self.exclamations, self.emptied, self.documents]
    }

    /// The reverse of [`Counted::numbers`].
    pub(super) fn from_numbers(numbers: [f64; WIDTH]) -> Self {
        let [tokens, listed, loaded, quotes, questions, exclamations, emptied, documents] = numbers;
        Self { tokens, listed, loaded, quotes, questions, exclamations, emptied, documents }
    }

    /// What stands in one group's column of sums, from `first` on.
    pub(super) fn summed(sums: &crate::bias::rows::Sums, group: usize, first: usize) -> Self {
        Self::from_numbers(std::array::from_fn(|at| sums.sum(group, first + at)))
    }
}

/// Sums of counts over a design's cells, texts side by side: row by row.
pub(super) fn values(rows: &Rows, cells: &[Vec<usize>], counted: &[&[Counted]]) -> Vec<f64> {
    let mut values = Vec::with_capacity(rows.group.len() * counted.len() * WIDTH);
    for documents in cells {
        for own in counted {
            let mut sums = [0.0; WIDTH];
            let numbers = documents.iter().filter_map(|&document| own.get(document)).map(|own| own.numbers());
            numbers.for_each(|numbers| sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number));
            values.extend(sums);
        }
    }
    values
}

/// Whether the character opens or closes a quotation. The apostrophe and what is also one (`'`, `’`) are not counted; `‘` is,
/// `“` and its kin are, and those of French, German, Chinese and Japanese print.
const fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '‘'
            | '‚'
            | '「'
            | '」'
            | '『'
            | '』'
            | '〝'
            | '〞'
            | '〟'
            | '＂'
            | '⹂'
    )
}

#[cfg(test)]
mod tests {
    use super::super::Lexicon;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_and_words_of_any_script_are_counted() {
        let counted = Counted::of("“Outrageous!” he said. Don’t? “No.”", Lexicon::shipped().words("en"));
        let expected =
            Counted { tokens: 5.0, listed: 5.0, loaded: 1.0, quotes: 4.0, questions: 1.0, exclamations: 1.0, emptied: 0.0, documents: 1.0 };
        assert_eq!(counted, expected);
        let japanese = Counted::of("「水」ですか？", None);
        assert_eq!((japanese.quotes, japanese.questions, japanese.tokens, japanese.listed), (2.0, 1.0, 4.0, 0.0));
        assert_eq!(Counted::of(" … ", None).emptied, 1.0);
        assert_eq!(Counted::from_numbers(expected.numbers()), expected);
    }

    proptest! {
        /// Line breaks part everything that is counted: words, joined marks, final sigmas.
        #[test]
        fn a_text_counts_as_its_lines(text in r#"([a-zA-Z0-9 .,?!'’"“„ΣσοK\u{301}\u{ad}\u{200d}\u{feff}\r水ใน\n-]|outrage){0,60}"#) {
            let list = Lexicon::shipped().words("en");
            let lines = Counted::together(text.split_inclusive('\n').map(|line| Counted::of(line, list)));
            prop_assert_eq!(lines, Counted::of(&text, list));
        }
    }
}
