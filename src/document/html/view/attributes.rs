//! What an element's attributes say, and which of them a page keeps.

use super::{Builder, MAX_VALUE_BYTES, bounded};
use crate::document::html::known::Known;
use crate::document::html::tag::Tag;

/// What an element's attributes say.
pub(super) struct Found<'a> {
    pub range: std::ops::Range<u32>,
    pub role: &'a str,
    pub href: bool,
    pub hidden: bool,
}

impl Builder {
    /// Keeps what a page keeps of an element's attributes.
    pub(super) fn keep_attributes<'a>(&mut self, tag: Tag, attributes: impl Iterator<Item = (Known, &'a str)>) -> Found<'a> {
        let start = self.page.attributes.len() as u32;
        let mut found = Found { range: start..start, role: "", href: false, hidden: tag == Tag::Dialog };
        for (name, value) in attributes {
            match name {
                Known::Hidden => found.hidden = true,
                Known::Open if tag == Tag::Dialog => found.hidden = false,
                Known::AriaHidden => found.hidden |= value.trim().eq_ignore_ascii_case("true"),
                Known::Style => found.hidden |= hides(value),
                Known::Lang if tag == Tag::Html => self.page.lang = bounded(value).trim().to_string(),
                Known::Role => found.role = value.trim(),
                Known::Href => found.href = true,
                _ => {}
            }
            if let Some(attribute) = name.kept() {
                let value = trimmed(bounded(value));
                let from = self.page.values.len() as u32;
                self.page.values.push_str(value);
                self.page.attributes.push((attribute, from..self.page.values.len() as u32));
            }
        }
        found.range.end = self.page.attributes.len() as u32;
        found
    }
}

/// Whether an inline style hides the element.
pub fn hides(style: &str) -> bool {
    may_hide(style) && reads_as_hiding(style)
}

/// Whether a colon stands between the letters it would have to: most styles end here.
fn may_hide(style: &str) -> bool {
    let bytes = style.as_bytes();
    let around = |at: usize| {
        let before = bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
        let behind = bytes[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
        // Other white space than ASCII's, and the vertical tab, end the short look.
        before.is_some_and(|byte| matches!(byte, b'y' | b'Y' | 0x0b | 0x80..))
            && behind.is_some_and(|byte| matches!(byte, b'n' | b'N' | b'h' | b'H' | 0x0b | 0x80..))
    };
    memchr::memchr_iter(b':', bytes).any(around)
}

fn reads_as_hiding(style: &str) -> bool {
    let (display, visibility) = (b"display:none".as_slice(), b"visibility:hidden".as_slice());
    let (mut in_display, mut in_visibility) = (0, 0);
    for c in style.chars().take(MAX_VALUE_BYTES).filter(|c| !c.is_whitespace()) {
        let byte = u8::try_from(c.to_ascii_lowercase()).unwrap_or(0);
        in_display = matched(display, in_display, byte);
        in_visibility = matched(visibility, in_visibility, byte);
        if in_display == display.len() || in_visibility == visibility.len() {
            return true;
        }
    }
    false
}

/// As [`str::trim`], with a quick look first: hardly any value has white space to lose.
fn trimmed(value: &str) -> &str {
    match value.as_bytes() {
        [0x21..=0x7e] | [0x21..=0x7e, .., 0x21..=0x7e] => value,
        _ => value.trim(),
    }
}

/// How much of a wanted string, whose first letter does not come again in it, is matched with one byte more.
fn matched(wanted: &[u8], before: usize, byte: u8) -> usize {
    if wanted[before] == byte { before + 1 } else { usize::from(wanted[0] == byte) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hidden_styles_hide() {
        for style in ["display:none", "color:red; DISPLAY : None !important", "x;visi bility:\u{a0}hidden", "display\u{b}:\u{2003}none"] {
            assert!(hides(style), "{style}");
        }
        for style in ["", ":", "display:block", "display:;none", "overflow:hidden", "visibility:visible"] {
            assert!(!hides(style), "{style}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        #[test]
        fn short_looks_change_nothing(style in "(display|visibility|Y|y|[ :;\u{b}\t\u{a0}\u{2003}]|none|hidden|x){0,9}") {
            prop_assert_eq!(hides(&style), reads_as_hiding(&style));
            prop_assert_eq!(trimmed(&style), style.trim());
        }
    }
}
