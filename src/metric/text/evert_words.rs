//! The words of annotated text as Evert's `cleaneval.py` takes them, and repaired: `<p>`, `<h>`, `<l>` are words of their own, everything
//! else is cut at white space.

use super::python::is_space;
use super::tokens;
use regex::{Captures, Regex, Replacer};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Options of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Options {
    /// `-u`: every tag is `<p>`.
    pub unlabelled: bool,
    /// `-a`: U+0080 to U+00FF go.
    pub ascii: bool,
}

/// The program's words. White space at an end of the text, and a tag at its beginning, leave an empty word there; an empty text is one
/// empty word.
///
/// ```
/// use gleaner::metric::text::evert_words::{Options, compat};
/// assert_eq!(compat("URL: x\n<p>Hello world\n", Options::default()), ["", "<p>", "Hello", "world", ""]);
/// ```
pub fn compat(text: &str, options: Options) -> Vec<String> {
    let mut text = without_url_lines(text);
    if text.contains('<') {
        text = marked(&text, |tag| if options.unlabelled { "<p>".to_string() } else { tag.to_string() }).into();
    }
    // White space becomes one space before characters go, so that what they leave of a word at an end still ends it.
    let spaced: String = text.chars().map(|c| if parts(c) { ' ' } else { c }).collect();
    let kept: String = spaced.chars().filter(|c| !(options.ascii && ('\u{80}'..='\u{ff}').contains(c))).collect();
    let (starts, ends) = (kept.starts_with(' '), kept.ends_with(' '));
    let mut words = Vec::new();
    if starts || kept.is_empty() {
        words.push(String::new());
    }
    words.extend(kept.split(' ').filter(|word| !word.is_empty()).map(str::to_string));
    if ends {
        words.push(String::new());
    }
    words
}

/// [`compat`]'s words without the empty ones, Latin-1 kept, of a text without lines that begin with `URL`; a line at a time will do.
pub fn each(text: &str, unlabelled: bool, mut take: impl FnMut(&str)) {
    let spaced = if text.contains('<') {
        let tag = |tag: &str| if unlabelled { "<p>".to_string() } else { tag.to_string() };
        Cow::Owned(marked(text, tag))
    } else {
        Cow::Borrowed(text)
    };
    spaced.split(parts).filter(|word| !word.is_empty()).for_each(&mut take);
}

/// Whether [`compat`] has an empty word at the beginning of such a text, and at its end.
pub fn empty_ends(text: &str) -> [bool; 2] {
    let starts = text.is_empty() || text.starts_with(parts) || is_tag(text);
    let tail = text.len().checked_sub(3).and_then(|at| text.get(at..));
    [starts, text.ends_with(parts) || tail.is_some_and(is_tag)]
}

/// The text without lines that begin with `URL` and the blank ones before them.
pub fn without_url_lines(text: &str) -> Cow<'_, str> {
    if text.contains("URL") { replaced(&URL_LINE, text, "") } else { Cow::Borrowed(text) }
}

/// What parts words: control characters and white space.
fn parts(c: char) -> bool {
    c <= '\u{1f}' || is_space(c)
}

/// The words without empty ones: normalised ([`tokens::normalised`], case kept), tags lower-cased, closing tags gone.
pub fn sane(text: &str, unlabelled: bool) -> Vec<String> {
    let mut text = tokens::normalised(text, false);
    if text.contains('<') {
        text = replaced(&CLOSING, &text, " ").into_owned().into();
        text = marked(&text, |tag| if unlabelled { "<p>".to_string() } else { tag.to_ascii_lowercase() }).into();
    }
    text.split(is_space).filter(|word| !word.is_empty()).map(str::to_string).collect()
}

/// The text without the `URL` line that CleanEval's references begin with.
pub fn without_url(text: &str) -> &str {
    let trimmed = text.trim_start_matches(|c| is_space(c) || c == '\u{feff}');
    match trimmed.strip_prefix("URL:") {
        Some(rest) => rest.split_once('\n').map_or("", |(_, after)| after),
        None => text,
    }
}

/// Whether a word begins with a tag.
pub fn is_tag(word: &str) -> bool {
    matches!(word.as_bytes(), [b'<', b'p' | b'P' | b'h' | b'H' | b'l' | b'L', b'>', ..])
}

fn marked(text: &str, tag: impl Fn(&str) -> String) -> String {
    replaced(&TAG, text, |found: &Captures<'_>| format!("\n{} ", tag(&found[0]))).into_owned()
}

/// Replaces what a pattern finds. The patterns are constants; one that did not compile would find nothing, as the tests would see.
fn replaced<'t>(pattern: &Option<Regex>, text: &'t str, by: impl Replacer) -> Cow<'t, str> {
    pattern.as_ref().map_or(Cow::Borrowed(text), |pattern| pattern.replace_all(text, by))
}

static URL_LINE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?m)^[\s\x1c-\x1f]*URL.*$").ok());
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)<[phl]>").ok());
static CLOSING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)</[phl]>").ok());

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        compat(text, Options::default())
    }

    #[test]
    fn empty_words_stand_at_the_ends() {
        assert_eq!(words(""), [""]);
        assert_eq!(words(" "), ["", ""]);
        assert_eq!(words("a "), ["a", ""]);
        assert_eq!(words("a<P>b</p>c<i>"), ["a", "<P>", "b</p>c<i>"]);
    }

    #[test]
    fn lines_that_begin_with_url_go_with_the_blank_lines_before_them() {
        assert_eq!(words("a\n\n \u{1f}URL of b\nc URL"), ["a", "c", "URL"]);
    }

    #[test]
    fn latin_1_goes_on_request() {
        let ascii = Options { ascii: true, unlabelled: false };
        assert_eq!(compat("é café — a é b", ascii), ["", "caf", "—", "a", "b"]);
    }

    #[test]
    fn sane_words_are_clean() {
        assert_eq!(sane(" <P>Hello</p><L>Cafe\u{301}</l>\n", false), ["<p>", "Hello", "<l>", "Café"]);
        assert_eq!(without_url("\u{feff}URL: x\nURL y"), "URL y");
        assert_eq!(without_url("a\nURL: x"), "a\nURL: x");
        assert_eq!(without_url("URL: x"), "");
    }

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_of_lines_with_the_empty_ends_are_those_of_the_text(text in "[ab<>/phlPURL\n\r\t\u{1}\u{1f}\u{85}\u{2028} é]{0,30}", unlabelled in any::<bool>()) {
            let own = without_url_lines(&text);
            let mut words = Vec::new();
            own.split_inclusive('\n').for_each(|line| each(line, unlabelled, |word| words.push(word.to_string())));
            let [starts, ends] = empty_ends(&own);
            words.splice(0..0, starts.then(String::new));
            words.extend(ends.then(String::new));
            prop_assert_eq!(words, compat(&text, Options { unlabelled, ascii: false }));
        }
    }
}
