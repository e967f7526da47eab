//! What stands outside the view and says something of the page: its title, `meta` elements, JSON-LD.

use super::{Builder, Capture, bounded};
use crate::document::html::known::Known;
use crate::document::html::tag::Tag;

/// What is kept of all `meta` elements, and of all JSON-LD scripts, in bytes.
const MAX_META: usize = 256;
const MAX_JSON_LD_BYTES: usize = 4 << 20;

impl Builder {
    /// Elements that the view leaves out may say something about the page.
    pub(super) fn metadata<'a>(&mut self, tag: Tag, attributes: impl Iterator<Item = (Known, &'a str)> + Clone) {
        let value = |wanted: Known| attributes.clone().find(|(name, _)| *name == wanted).map(|(_, value)| value);
        match tag {
            Tag::Title if self.page.title.is_empty() && self.left_out <= 2 => self.capture = Capture::Title,
            Tag::Script if value(Known::Type).is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json")) => {
                self.page.json_ld.push(String::new());
                self.capture = Capture::JsonLd;
            }
            Tag::Meta if self.page.meta.len() < MAX_META => {
                if let (Some(name), Some(content)) =
                    (value(Known::Property).or(value(Known::Name)).or(value(Known::Itemprop)), value(Known::Content))
                {
                    self.page.meta.push((bounded(name).to_ascii_lowercase(), bounded(content).to_string()));
                }
            }
            _ => {}
        }
    }

    /// A part of a JSON-LD script.
    pub(super) fn capture_json(&mut self, piece: &str) {
        if let Some(script) = self.page.json_ld.last_mut() {
            let before = script.len();
            push_bounded(script, piece, before + MAX_JSON_LD_BYTES.saturating_sub(self.json_ld_bytes));
            self.json_ld_bytes += script.len() - before;
        }
    }
}

/// Appends as much as the limit leaves room for.
pub(super) fn push_bounded(to: &mut String, piece: &str, limit: usize) {
    let room = limit.saturating_sub(to.len());
    to.push_str(&piece[..piece.floor_char_boundary(room)]);
}
