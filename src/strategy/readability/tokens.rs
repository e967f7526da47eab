//! What class and id words say about an element: general vocabulary of the web, compared word by word.

use crate::document::html::{Attribute, ElementId, Page, Tag, name_words};
use crate::strategy::html::names::Names;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Parts that are unlikely to be the article.
const UNLIKELY: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "agegate",
    "aside",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "community",
    "cookie",
    "consent",
    "disqus",
    "footer",
    "gdpr",
    "header",
    "legend",
    "masthead",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "pager",
    "pagination",
    "popup",
    "promo",
    "recommended",
    "related",
    "remark",
    "replies",
    "respond",
    "rss",
    "share",
    "sidebar",
    "skyscraper",
    "social",
    "sponsor",
    "sponsored",
    "supplemental",
    "taboola",
    "toolbar",
];
/// Words that speak for an element all the same.
const MAYBE: &[&str] = &["article", "articlebody", "body", "column", "content", "main", "maincontent"];
/// Words of what holds an article.
const POSITIVE: &[&str] = &[
    "article",
    "articlebody",
    "blog",
    "body",
    "content",
    "entry",
    "hentry",
    "main",
    "maincontent",
    "page",
    "post",
    "postcontent",
    "story",
    "storybody",
    "text",
];
/// Words of what does not.
const NEGATIVE: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "banner",
    "comment",
    "comments",
    "contact",
    "footer",
    "footnote",
    "gdpr",
    "hidden",
    "hid",
    "masthead",
    "media",
    "meta",
    "newsletter",
    "outbrain",
    "promo",
    "related",
    "scroll",
    "share",
    "shopping",
    "sidebar",
    "skyscraper",
    "social",
    "sponsor",
    "taboola",
    "tags",
    "tool",
    "widget",
];
/// Words of bylines.
const BYLINE: &[&str] = &["author", "byline", "dateline", "writtenby"];
/// Roles of what is no article.
const UNLIKELY_ROLES: &[&str] = &["menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog"];

/// Words of sharing links.
const SHARE: &[&str] = &["share", "sharedaddy", "sharing"];

/// What an element's names say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said {
    /// 25 for and 25 against it, class and id apart.
    pub weight: i32,
    /// Unlikely to be content, and no word speaks for it.
    pub unlikely: bool,
    /// A byline.
    pub byline: bool,
    /// Sharing links.
    pub share: bool,
}

/// The lists with their bits.
const LISTS: [(&[&str], u8); 6] =
    [(UNLIKELY, IS_UNLIKELY), (MAYBE, IS_MAYBE), (POSITIVE, IS_POSITIVE), (NEGATIVE, IS_NEGATIVE), (BYLINE, IS_BYLINE), (SHARE, IS_SHARE)];

/// The lists that each word is on: one look for all of them, since most words are on none.
static LISTS_OF: LazyLock<FxHashMap<&[u8], u8>> = LazyLock::new(|| {
    let mut found = FxHashMap::default();
    LISTS
        .iter()
        .flat_map(|(words, bit)| words.iter().map(move |word| (word, bit)))
        .for_each(|(word, bit)| *found.entry(word.as_bytes()).or_default() |= bit);
    found
});
const IS_UNLIKELY: u8 = 1;
const IS_MAYBE: u8 = 2;
const IS_POSITIVE: u8 = 4;
const IS_NEGATIVE: u8 = 8;
const IS_BYLINE: u8 = 16;
const IS_SHARE: u8 = 32;

/// Longer words are on no list.
const LONGEST: usize = 16;

/// The lists that a word is on.
fn lists(word: &[u8]) -> u8 {
    if word.len() > LONGEST { 0 } else { LISTS_OF.get(word).copied().unwrap_or(0) }
}

/// Reads an element's names.
pub fn said(page: &Page, element: ElementId, names: &mut Names) -> Said {
    let tag = page.elements[element].tag;
    let [class, id] = [Attribute::Class, Attribute::Id].map(|name| page.attribute(element, name));
    let (rel, itemprop) = (page.attribute(element, Attribute::Rel), page.attribute(element, Attribute::Itemprop));
    let role = page.attribute(element, Attribute::Role);
    let mut found = 0;
    if !(class.is_empty() && id.is_empty()) {
        names.read(page, element);
        found = names.read_together().filter(|(_, modified)| !modified).fold(0, |found, (word, _)| found | lists(word.as_bytes()));
    }
    let has = |list: u8| found & list != 0;
    let unlikely = has(IS_UNLIKELY) && !has(IS_MAYBE) && !matches!(tag, Tag::Body | Tag::Html | Tag::A);
    let byline =
        has(IS_BYLINE) || rel.eq_ignore_ascii_case("author") || !itemprop.is_empty() && itemprop.to_ascii_lowercase().contains("author");
    Said {
        weight: weight(class) + weight(id),
        unlikely: unlikely || !role.is_empty() && UNLIKELY_ROLES.iter().any(|own| own.eq_ignore_ascii_case(role)),
        byline,
        share: has(IS_SHARE),
    }
}

/// 25 up for a positive and 25 down for a negative word.
fn weight(value: &str) -> i32 {
    let found = name_words(value).fold(0, |found, word| {
        let mut lower = [0; LONGEST];
        let Some(lower) = lower.get_mut(..word.len()) else { return found };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        found | lists(lower)
    });
    25 * (i32::from(found & IS_POSITIVE != 0) - i32::from(found & IS_NEGATIVE != 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_on_its_lists() {
        for (words, bit) in LISTS {
            for word in LISTS.iter().flat_map(|(words, _)| *words) {
                assert!(word.len() <= LONGEST);
                assert_eq!(lists(word.as_bytes()) & bit != 0, words.contains(word), "{word}");
            }
        }
        assert_eq!((weight("MainContent x"), weight("sideBar-Ad"), weight("article ads"), weight("")), (25, -25, 0, 0));
    }
}
