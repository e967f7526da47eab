//! Parts of a page, and for each the family of words that stand for it in classes and ids.
//!
//! The vocabulary is the web's general one, in English on sites of every language. Families: catalogue S40, after the patterns of
//! Trafilatura, Readability and Resiliparse.

use crate::document::packed::{Table, key};
use crate::label::Label;

/// What part of a page an element is, if it is none of the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Menus, breadcrumbs, pagination.
    Nav,
    /// The page's banner.
    Header,
    /// The page's footer.
    Footer,
    /// Beside the content.
    Aside,
    /// A form.
    Form,
    /// Not shown.
    Hidden,
    /// Sharing and following.
    Share,
    /// Pointers to other pages.
    Related,
    /// Newsletters, subscriptions, promotion.
    Promo,
    /// Advertisements.
    Ad,
    /// Cookies and consent.
    Consent,
    /// Readers' comments.
    Comments,
    /// Side columns and widgets.
    Sidebar,
    /// Topics.
    Tags,
    /// Who wrote it.
    Byline,
    /// When it was published.
    Date,
    /// What a picture shows.
    Caption,
    /// Paywalls and log-ins.
    Gate,
    /// Dialogs and pop-ups.
    Overlay,
    /// For print.
    Print,
}

impl Part {
    /// The label of its text, where the part says what the text is.
    pub const fn label(self) -> Option<Label> {
        Some(match self {
            Part::Nav | Part::Header | Part::Footer | Part::Tags => Label::Nav,
            Part::Share | Part::Print => Label::Share,
            Part::Related => Label::Rail,
            Part::Promo | Part::Gate => Label::Promo,
            Part::Ad => Label::Ad,
            Part::Consent => Label::Legal,
            Part::Comments => Label::Comments,
            Part::Byline => Label::Byline,
            Part::Date => Label::Date,
            Part::Caption => Label::Caption,
            Part::Aside | Part::Form | Part::Hidden | Part::Sidebar | Part::Overlay => return None,
        })
    }

    /// A word for rules: `nav`, `share`.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Nav => "nav",
            Part::Header => "header",
            Part::Footer => "footer",
            Part::Aside => "aside",
            Part::Form => "form",
            Part::Hidden => "hidden",
            Part::Share => "share",
            Part::Related => "related",
            Part::Promo => "promo",
            Part::Ad => "ad",
            Part::Consent => "consent",
            Part::Comments => "comments",
            Part::Sidebar => "sidebar",
            Part::Tags => "tags",
            Part::Byline => "byline",
            Part::Date => "date",
            Part::Caption => "caption",
            Part::Gate => "gate",
            Part::Overlay => "overlay",
            Part::Print => "print",
        }
    }
}

/// The lower-case words that stand for each part, of up to 16 letters.
pub const FAMILIES: &[(Part, &[&str])] = &[
    (
        Part::Nav,
        &[
            "nav",
            "navs",
            "navbar",
            "navigation",
            "subnav",
            "topnav",
            "menu",
            "menus",
            "submenu",
            "megamenu",
            "breadcrumb",
            "breadcrumbs",
            "pagination",
            "pager",
            "skiplink",
        ],
    ),
    (Part::Share, &["share", "shares", "sharing", "sharebar", "sharedaddy", "addthis", "addtoany", "social", "socials", "socialmedia"]),
    (
        Part::Related,
        &["related", "recommend", "recommended", "recommendation", "recommendations", "recirc", "outbrain", "taboola", "zergnet"],
    ),
    (Part::Promo, &["newsletter", "newsletters", "subscribe", "subscription", "signup", "promo", "promos", "promotion"]),
    (
        Part::Ad,
        &["ad", "ads", "advert", "adverts", "advertisement", "advertising", "adsense", "adslot", "sponsor", "sponsors", "sponsored"],
    ),
    (Part::Consent, &["cookie", "cookies", "consent", "gdpr", "onetrust"]),
    (Part::Comments, &["comment", "comments", "commentlist", "disqus"]),
    (Part::Sidebar, &["sidebar", "sidebars", "widget", "widgets"]),
    (Part::Tags, &["tags", "tagcloud", "taglist"]),
    (Part::Byline, &["byline", "bylines"]),
    (Part::Date, &["dateline", "timestamp"]),
    (Part::Caption, &["caption", "captions", "figcaption"]),
    (Part::Gate, &["paywall", "login", "signin"]),
    (Part::Overlay, &["modal", "modals", "popup", "lightbox"]),
    (Part::Print, &["print", "printonly"]),
];

/// The place in [`FAMILIES`] of each word's family.
static FAMILY_OF_WORD: Table<256> = {
    let mut table = Table::EMPTY;
    let mut family = 0;
    while family < FAMILIES.len() {
        let mut at = 0;
        while at < FAMILIES[family].1.len() {
            table = table.with(key(FAMILIES[family].1[at].as_bytes()), family as u8);
            at += 1;
        }
        family += 1;
    }
    table
};

/// The part a lower-case word stands for, if it stands for one.
pub fn part_of_word(word: &str) -> Option<Part> {
    FAMILY_OF_WORD.find(key(word.as_bytes())).map(|family| FAMILIES[usize::from(family)].0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found() {
        for (part, words) in FAMILIES {
            assert!(words.iter().all(|word| word.len() <= 16 && part_of_word(word) == Some(*part)), "{words:?}");
        }
    }
}
