//! The words of an element's class and id: split at signs, digits and camel humps, and asked for by their place in a name.
//!
//! Words are compared whole, so that `shadow` is no `ad` and `headline` no `head` (substring patterns are how several
//! extractors lose pages).

use crate::document::html::{Attribute, ElementId, Page, name_words};

/// Words that make a name say something about the layout around an element, not what the element is: `no-sidebar`,
/// `with-comments`, `has-ads`. Page builders call every block of theirs a widget.
pub const MODIFIERS: &[&str] = &["no", "not", "with", "without", "has", "have", "hide", "hides", "show", "shows", "elementor"];

/// The words of an element's class and id in lower case, read into buffers that are used again.
///
/// Words of one name (`side-bar`) stand side by side, so that two neighbours read as one word (`sidebar`).
#[derive(Debug, Default)]
pub struct Names {
    text: String,
    words: Vec<Word>,
}

/// A word in the text of [`Names`].
#[derive(Clone, Copy, Debug)]
struct Word {
    start: usize,
    end: usize,
    /// The number of the class or id it comes from.
    name: usize,
    /// Whether digits stand in that name.
    numbered: bool,
    /// Whether a modifier stands before it in that name.
    modified: bool,
}

impl Names {
    /// Reads the names of an element, split at signs, digits and camel humps.
    pub fn read(&mut self, page: &Page, element: ElementId) {
        self.read_each(names_of(page, element));
    }

    /// Reads the names of one class or id attribute, as [`Names::read`] does.
    pub fn read_attribute(&mut self, names: &str) {
        self.read_each(speaking(names));
    }

    fn read_each<'p>(&mut self, names: impl Iterator<Item = &'p str>) {
        self.clear();
        for (name, own) in names.enumerate() {
            if own.is_ascii() { self.read_ascii(own, name) } else { self.read_split(own, name, name_words) }
        }
    }

    /// Reads the names of an element, split at signs and digits only: `relatedPosts` is one word.
    pub fn read_without_humps(&mut self, page: &Page, element: ElementId) {
        self.clear();
        for (name, own) in names_of(page, element).enumerate() {
            self.read_split(own, name, |name| name.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()));
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.words.clear();
    }

    fn read_split<'p, I: Iterator<Item = &'p str>>(&mut self, own: &'p str, name: usize, split: impl Fn(&'p str) -> I) {
        let (numbered, first) = (own.contains(|c: char| c.is_ascii_digit()), self.words.len());
        for word in split(own) {
            let start = self.text.len();
            self.text.extend(word.chars().flat_map(char::to_lowercase));
            self.words.push(Word { start, end: self.text.len(), name, numbered, modified: false });
        }
        self.note_modifiers(first);
    }

    /// As [`Names::read_split`] with [`name_words`], byte by byte.
    fn read_ascii(&mut self, own: &str, name: usize) {
        let bytes = own.as_bytes();
        let (numbered, first) = (bytes.iter().any(u8::is_ascii_digit), self.words.len());
        let mut at = 0;
        while at < bytes.len() {
            if !bytes[at].is_ascii_alphabetic() {
                at += 1;
                continue;
            }
            let (from, start) = (at, self.text.len());
            at += 1;
            while at < bytes.len() && bytes[at].is_ascii_alphabetic() && !is_hump(bytes, at) {
                at += 1;
            }
            self.text.push_str(&own[from..at]);
            self.text[start..].make_ascii_lowercase();
            self.words.push(Word { start, end: self.text.len(), name, numbered, modified: false });
        }
        self.note_modifiers(first);
    }

    /// Notes of the words of one name, from an index on, behind which of them a modifier stands.
    fn note_modifiers(&mut self, first: usize) {
        let mut modified = false;
        for word in &mut self.words[first..] {
            word.modified = modified;
            modified = modified || MODIFIERS.contains(&&self.text[word.start..word.end]);
        }
    }

    /// Whether the element has no class and no id of letters.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words, in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &self.text[word.start..word.end])
    }

    /// The words, and neighbours of one name read as one, each with whether a modifier stands before it in its name.
    pub fn read_together(&self) -> impl Iterator<Item = (&str, bool)> {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let modified = word.modified;
            let next = self.words.get(at + 1).filter(|next| next.name == word.name);
            let both = next.map(|next| (&self.text[word.start..next.end], modified));
            std::iter::once((&self.text[word.start..word.end], modified)).chain(both)
        })
    }

    /// Whether one of these words is among them; neighbours of one name count as one word too.
    pub fn has(&self, wanted: &[&str]) -> bool {
        self.read_together().any(|(word, modified)| !modified && wanted.contains(&word))
    }

    /// Whether a word of the first list stands right before one of the second in one name: `post-meta`.
    pub fn has_pair(&self, first: &[&str], second: &[&str]) -> bool {
        self.words.windows(2).any(|pair| {
            let [one, two] = [pair[0], pair[1]].map(|word| &self.text[word.start..word.end]);
            pair[0].name == pair[1].name && first.contains(&one) && second.contains(&two)
        })
    }

    /// Whether a name begins with one of these words, or with two that read as one, behind any number of the given prefixes
    /// and of single letters (`l-`, `m-`).
    pub fn leads(&self, prefixes: &[&str], wanted: &[&str]) -> bool {
        self.each_name().any(|words| {
            let is_prefix = |word: &&Word| word.end - word.start == 1 || prefixes.contains(&self.word(**word));
            let from = words.iter().take_while(is_prefix).count();
            let both = words.get(from..from + 2).is_some_and(|pair| wanted.contains(&&self.text[pair[0].start..pair[1].end]));
            both || words.get(from).is_some_and(|first| wanted.contains(&self.word(*first)))
        })
    }

    /// Whether a name ends with one of these words, or with two that read as one.
    pub fn ends(&self, wanted: &[&str]) -> bool {
        self.each_name().any(|words| match words {
            [.., before, last] => wanted.contains(&&self.text[before.start..last.end]) || wanted.contains(&self.word(*last)),
            [last] => wanted.contains(&self.word(*last)),
            [] => false,
        })
    }

    /// Whether a whole name without digits, its words read as one, is one of these.
    pub fn is(&self, wanted: &[&str]) -> bool {
        self.each_name().any(|words| match (words.first(), words.last()) {
            (Some(first), Some(last)) => !first.numbered && wanted.contains(&&self.text[first.start..last.end]),
            _ => false,
        })
    }

    fn each_name(&self) -> impl Iterator<Item = &[Word]> {
        self.words.chunk_by(|one, other| one.name == other.name)
    }

    fn word(&self, word: Word) -> &str {
        &self.text[word.start..word.end]
    }
}

/// The names in class and id that say what an element is.
fn names_of(page: &Page, element: ElementId) -> impl Iterator<Item = &str> {
    let attributes = [Attribute::Class, Attribute::Id].map(|attribute| page.attribute(element, attribute));
    attributes.into_iter().flat_map(speaking)
}

/// The names of one attribute that say something.
fn speaking(names: &str) -> impl Iterator<Item = &str> {
    names.split_whitespace().filter(|name| speaks(name))
}

/// Whether a word begins with the letter at a place: a capital behind a small letter, or the last of several before one (`Bar` in `NAVBar`).
pub fn is_hump(bytes: &[u8], at: usize) -> bool {
    let behind_small = bytes[at - 1].is_ascii_lowercase();
    bytes[at].is_ascii_uppercase() && (behind_small || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase))
}

/// Whether a name says what its element is. Names that begin with two underscores are a framework's own (`__next`), and those
/// with a colon say when a style applies (`print:hidden`).
fn speaks(name: &str) -> bool {
    !name.starts_with("__") && !name.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::Tag;
    use crate::document::{Document, Format};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn bytes_are_split_as_characters_are(name in "[ -~]{0,24}") {
            let (mut fast, mut slow) = (Names::default(), Names::default());
            fast.read_ascii(&name, 0);
            slow.read_split(&name, 0, name_words);
            prop_assert_eq!(format!("{fast:?}"), format!("{slow:?}"));
        }
    }

    #[test]
    fn places_in_a_name_matter_where_asked() {
        let read = |class: &str| {
            let document = Document::anonymous(Format::Html, format!("<body><p class='{class}'>x"));
            let page = document.page().expect("a page");
            let mut names = Names::default();
            names.read(page, page.elements.len() - 1);
            names
        };
        assert!(read("l-site-nav-bar").leads(&["site"], &["nav"]));
        assert!(read("m-drop-down").leads(&[], &["dropdown"]) && !read("main-nav").leads(&[], &["nav"]));
        assert!(read("brand-logo").ends(&["logo"]) && !read("logo-wall").ends(&["logo"]));
        assert!(read("overflow-hidden x").ends(&["hidden"]) && !read("overflow-hidden x").is(&["hidden"]));
        assert!(read("x is-hidden").is(&["ishidden"]) && !read("hidden-900").is(&["hidden"]));
    }

    #[test]
    fn pairs_stand_in_one_name() {
        let document = Document::anonymous(Format::Html, "<body><p class='post-meta-line'>a<p class='post meta'>b");
        let page = document.page().expect("a page");
        let mut names = Names::default();
        let found: Vec<bool> = (0..page.elements.len())
            .filter(|&element| page.elements[element].tag == Tag::P)
            .map(|element| {
                names.read(page, element);
                names.has_pair(&["post"], &["meta"])
            })
            .collect();
        assert_eq!(found, [true, false]);
    }
}
