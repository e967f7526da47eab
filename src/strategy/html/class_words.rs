//! What an element says it is: by the words of its class and id, by its name, role, `rel` and `itemprop`.
//!
//! Words are compared whole: names are split at signs and camel humps first, so that `shadow` is no `ad` and `headline` no
//! `head` (substring patterns are how several extractors lose pages). The vocabulary is the web's general one, in English on
//! sites of every language. Families: catalogue S40, after the patterns of Trafilatura, Readability and Resiliparse.

use super::names::Names;
use crate::document::html::{Attribute, ElementId, Page, Tag};
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

static WORDS: Table<256> = {
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
    WORDS.find(key(word.as_bytes())).map(|family| FAMILIES[usize::from(family)].0)
}

/// The part an element's class and id say it is. The page itself and its main part are never called anything else: classes
/// of `html`, `body` and `main` describe the page (`cookies-not-set`).
pub fn named_part(page: &Page, element: ElementId, names: &mut Names) -> Option<Part> {
    if page.elements.get(element).is_none_or(|own| matches!(own.tag, Tag::Html | Tag::Body | Tag::Main)) {
        return None;
    }
    names.read(page, element);
    part_of_names(names)
}

/// The part that names say their element is.
pub fn part_of_names(names: &Names) -> Option<Part> {
    names.read_together().filter(|(_, modified)| !modified).find_map(|(word, _)| part_of_word(word))
}

/// The part an element's tag, role, `rel` or `itemprop` says it is. Footers inside articles are the article's; a form that
/// holds more than half of the page's text is a wrapper, as old server frameworks make them.
pub fn stated_part(page: &Page, element: ElementId) -> Option<Part> {
    stated_by(page, element, &Attributes::of(page, element))
}

/// What an element's attributes say of the part it is; empty where it has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attributes<'p> {
    /// `class`
    pub class: &'p str,
    /// `id`
    pub id: &'p str,
    role: &'p str,
    rel: &'p str,
    itemprop: &'p str,
}

impl<'p> Attributes<'p> {
    /// Those of an element.
    pub fn of(page: &'p Page, element: ElementId) -> Self {
        let mut own = Self::default();
        // Backwards, so that of two attributes of one kind (`role` and `xlink:role`) the first stays, as in `Page::attribute`.
        for (attribute, value) in page.attributes(element).rev() {
            match attribute {
                Attribute::Class => own.class = value,
                Attribute::Id => own.id = value,
                Attribute::Role => own.role = value,
                Attribute::Rel => own.rel = value,
                Attribute::Itemprop => own.itemprop = value,
                _ => {}
            }
        }
        own
    }
}

/// As [`stated_part`], of an element whose attributes are known.
pub fn stated_by(page: &Page, element: ElementId, attributes: &Attributes) -> Option<Part> {
    let own = page.elements.get(element)?;
    let part = match own.tag {
        Tag::Html | Tag::Body | Tag::Main => return None,
        _ if own.hidden => Some(Part::Hidden),
        Tag::Nav => Some(Part::Nav),
        Tag::Aside => Some(Part::Aside),
        Tag::Footer => Some(Part::Footer),
        Tag::Form | Tag::Search => Some(Part::Form),
        Tag::Dialog => Some(Part::Overlay),
        _ => part_of_role(attributes.role).or_else(|| part_of_property(attributes)),
    };
    match part {
        Some(Part::Footer) if page.path(element).any(|(_, around)| around.tag == Tag::Article) => None,
        Some(Part::Form) if page.elements.first().is_some_and(|root| own.chars > root.chars / 2) => None,
        other => other,
    }
}

/// The part an ARIA role stands for.
fn part_of_role(role: &str) -> Option<Part> {
    Some(match role {
        "navigation" | "menu" | "menubar" => Part::Nav,
        "complementary" => Part::Aside,
        "banner" => Part::Header,
        "contentinfo" => Part::Footer,
        "search" => Part::Form,
        "alert" | "dialog" | "alertdialog" => Part::Overlay,
        _ => return None,
    })
}

/// The part that `rel` or `itemprop` stands for: author and dates.
fn part_of_property(attributes: &Attributes) -> Option<Part> {
    let Attributes { rel, itemprop, .. } = *attributes;
    if rel.is_empty() && itemprop.is_empty() {
        return None;
    }
    let says = |value: &str, wanted: &[&str]| value.split_whitespace().any(|word| wanted.iter().any(|own| own.eq_ignore_ascii_case(word)));
    if says(rel, &["author"]) || says(itemprop, &["author"]) {
        return Some(Part::Byline);
    }
    says(itemprop, &["datePublished", "dateModified", "dateCreated"]).then_some(Part::Date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};

    fn parts(markup: &str) -> Vec<(Option<Part>, Option<Part>)> {
        let document = Document::anonymous(Format::Html, format!("<body><main>{markup}</main></body>"));
        let page = document.page().expect("a page");
        let main = page.elements.iter().position(|element| element.tag == Tag::Main).expect("main");
        page.children(main).map(|child| (named_part(page, child, &mut Names::default()), stated_part(page, child))).collect()
    }

    fn named(class: &str) -> Option<Part> {
        parts(&format!("<div class='{class}'>x</div>"))[0].0
    }

    #[test]
    fn every_word_is_found() {
        for (part, words) in FAMILIES {
            assert!(words.iter().all(|word| word.len() <= 16 && part_of_word(word) == Some(*part)), "{words:?}");
        }
    }

    #[test]
    fn words_are_compared_whole() {
        assert_eq!(named("__modal print:block"), None);
        assert_eq!(named("shadow headline blogInner adventure"), None);
        assert_eq!(named("relatedPosts"), Some(Part::Related));
        assert_eq!(named("article__ad-slot"), Some(Part::Ad));
        assert_eq!(named("side-bar"), Some(Part::Sidebar));
        assert_eq!(named("c-newsLetter"), Some(Part::Promo));
        // The two words come from two names.
        assert_eq!(named("side bar"), None);
    }

    #[test]
    fn modifiers_speak_of_the_layout() {
        assert_eq!(named("no-sidebar"), None);
        assert_eq!(named("content-with-comments"), None);
        assert_eq!(named("elementor-widget-container"), None);
        assert_eq!(named("no-sidebar widget"), Some(Part::Sidebar));
    }

    #[test]
    fn the_page_and_its_main_part_have_no_other_name() {
        let document = Document::anonymous(Format::Html, "<body class='cookies-not-set'><main class='sidebar'>x</main>");
        let page = document.page().expect("a page");
        let found = (0..page.elements.len()).find_map(|element| named_part(page, element, &mut Names::default()));
        assert_eq!(found, None);
    }

    #[test]
    fn tags_roles_and_properties_state_parts() {
        let stated = |markup: &str| parts(markup)[0].1;
        assert_eq!(stated("<nav>x</nav>"), Some(Part::Nav));
        assert_eq!(stated("<div role=banner>x</div>"), Some(Part::Header));
        assert_eq!(stated("<p aria-hidden=true>x</p>"), Some(Part::Hidden));
        assert_eq!(stated("<a rel='author nofollow'>x</a>"), Some(Part::Byline));
        assert_eq!(stated("<p itemprop=datePublished>x</p>"), Some(Part::Date));
        assert_eq!(stated("<footer>x</footer>"), Some(Part::Footer));
        assert_eq!(stated("<header>x</header>"), None);
    }

    #[test]
    fn of_two_roles_the_first_counts() {
        // Names without a prefix come first, wherever they stand.
        let pages = [
            ("role='navigation' xlink:role='x'", Some(Part::Nav)),
            ("xlink:role='x' role='navigation'", Some(Part::Nav)),
            ("role='' xlink:role='navigation'", None),
        ];
        for (roles, part) in pages {
            let markup = format!("<body><p>A text</p><math {roles}><mtext>One Two</mtext></math>");
            let document = Document::anonymous(Format::Html, markup);
            let page = document.page().expect("a page");
            for element in 0..page.elements.len() {
                let own = Attributes::of(page, element);
                let wanted = [Attribute::Class, Attribute::Id, Attribute::Role, Attribute::Rel, Attribute::Itemprop];
                assert_eq!([own.class, own.id, own.role, own.rel, own.itemprop], wanted.map(|wanted| page.attribute(element, wanted)));
            }
            let math = page.elements.iter().position(|element| element.tag == Tag::Math).expect("an element");
            assert_eq!((stated_part(page, math), page.attributes(math).count()), (part, 2), "{roles}");
        }
    }

    #[test]
    fn footers_of_articles_and_wrapping_forms_stay() {
        let document = Document::anonymous(Format::Html, "<article><footer>x</footer></article><form>a long text</form>");
        let page = document.page().expect("a page");
        let stated: Vec<_> = (0..page.elements.len()).filter_map(|element| stated_part(page, element)).collect();
        assert_eq!(stated, []);
        assert_eq!(parts("<form>x</form><p>a longer text</p>")[0].1, Some(Part::Form));
    }
}
