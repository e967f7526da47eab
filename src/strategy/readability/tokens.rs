//! What class and id words say about an element: general vocabulary of the web, compared word by word.

use crate::document::html::{Attribute, ElementId, Page, Tag, name_words};
use crate::strategy::html::names::Names;

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

/// Reads an element's names.
pub fn said(page: &Page, element: ElementId, names: &mut Names) -> Said {
    let tag = page.elements[element].tag;
    let (rel, itemprop) = (page.attribute(element, Attribute::Rel), page.attribute(element, Attribute::Itemprop));
    let role = page.attribute(element, Attribute::Role);
    names.read(page, element);
    let unlikely = names.has(UNLIKELY) && !names.has(MAYBE) && !matches!(tag, Tag::Body | Tag::Html | Tag::A);
    let byline =
        names.has(BYLINE) || rel.eq_ignore_ascii_case("author") || !itemprop.is_empty() && itemprop.to_ascii_lowercase().contains("author");
    Said {
        weight: weight(page.attribute(element, Attribute::Class)) + weight(page.attribute(element, Attribute::Id)),
        unlikely: unlikely || UNLIKELY_ROLES.iter().any(|own| own.eq_ignore_ascii_case(role)),
        byline,
        share: names.has(&["share", "sharedaddy", "sharing"]),
    }
}

/// 25 up for a positive and 25 down for a negative word.
fn weight(value: &str) -> i32 {
    if value.is_empty() {
        return 0;
    }
    let is = |wanted: &[&str], word: &str| wanted.iter().any(|own| own.eq_ignore_ascii_case(word));
    let found = |(positive, negative), word| (positive || is(POSITIVE, word), negative || is(NEGATIVE, word));
    let (positive, negative) = name_words(value).fold((false, false), found);
    25 * (i32::from(positive) - i32::from(negative))
}
