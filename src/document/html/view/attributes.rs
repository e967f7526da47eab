//! What an element's attributes say, and which of them a page keeps.

use super::{Builder, MAX_VALUE_BYTES};
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
                Known::Lang if tag == Tag::Html => self.page.lang = value[..value.floor_char_boundary(MAX_VALUE_BYTES)].trim().to_string(),
                Known::Role => found.role = value.trim(),
                Known::Href => found.href = true,
                _ => {}
            }
            if let Some(attribute) = name.kept() {
                let value = value[..value.floor_char_boundary(MAX_VALUE_BYTES)].trim();
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

/// How much of a wanted string, whose first letter does not come again in it, is matched with one byte more.
fn matched(wanted: &[u8], before: usize, byte: u8) -> usize {
    if wanted[before] == byte { before + 1 } else { usize::from(wanted[0] == byte) }
}
