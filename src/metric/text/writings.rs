//! Texts as the metrics of snippets search them: each line is written anew once for all texts that have it, each snippet once for all
//! answers. As with [`super::reading`], no way of writing hangs on what is beyond a line break.

use super::lines::Lines;
use super::{ReferenceText, python, tokens};
use std::borrow::Cow;
use std::rc::Rc;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In lower case.
    Lower,
    /// Runs of white space as one space, none at the ends.
    Folded,
    /// The same of [`tokens::normalised`], case kept.
    PlainFolded,
    /// The same in lower case.
    LowerPlainFolded,
}

/// How many ways there are.
const WRITINGS: usize = Writing::LowerPlainFolded as usize + 1;
/// A line not written yet in some way.
const UNWRITTEN: (usize, usize) = (usize::MAX, 0);

impl Writing {
    /// A text in this way.
    pub fn of(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Lower => python::lower(text),
            Self::Folded => python::fold(text).into(),
            Self::PlainFolded => python::fold(&tokens::normalised(text, false)).into(),
            Self::LowerPlainFolded => python::fold(&tokens::normalised(text, true)).into(),
        }
    }
}

/// The snippets that must appear and those that must not, written in some way.
pub type Snippets = Rc<[Vec<String>; 2]>;

/// Lines and snippets that have been written.
#[derive(Debug, Default)]
pub struct Writings {
    letters: String,
    /// For each line and way where it is.
    places: Vec<[(usize, usize); WRITINGS]>,
    snippets: [Option<Snippets>; WRITINGS],
}

impl Writings {
    /// A reference's snippets.
    pub fn snippets(&mut self, writing: Writing, reference: &ReferenceText) -> Snippets {
        let written = |snippets: &[String]| snippets.iter().map(|snippet| writing.of(snippet).into_owned()).collect();
        let known = &mut self.snippets[writing as usize];
        Rc::clone(known.get_or_insert_with(|| Rc::new([written(&reference.with), written(&reference.without)])))
    }

    /// The text that has some lines.
    pub fn text(&mut self, writing: Writing, all: &Lines, lines: &[u32]) -> String {
        let way = writing as usize;
        let mut text = String::new();
        for &number in lines {
            let at = number as usize;
            if at >= self.places.len() {
                self.places.resize(at + 1, [UNWRITTEN; WRITINGS]);
            }
            if self.places[at][way] == UNWRITTEN {
                let start = self.letters.len();
                self.letters.push_str(&writing.of(all.line(number)));
                self.places[at][way] = (start, self.letters.len());
            }
            let (start, end) = self.places[at][way];
            if writing != Writing::Lower && start < end && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(self.letters.get(start..end).unwrap_or(""));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_of_lines_are_those_of_the_whole(texts in prop::collection::vec("[aAΣσİ’' \t\n\n\r\u{301}\u{327}e\u{a0}\u{2028}\u{1100}\u{1161}Å\u{b}\u{1c}.]{0,40}", 1..4)) {
            let (mut lines, mut writings) = (Lines::default(), Writings::default());
            for text in &texts {
                let numbers = lines.of(text);
                for writing in [Writing::Lower, Writing::Folded, Writing::PlainFolded, Writing::LowerPlainFolded] {
                    prop_assert_eq!(writings.text(writing, &lines, &numbers), writing.of(text), "{:?}", writing);
                }
            }
        }
    }
}
