//! What an element says it is: by the words of its class and id, by its name, role, `rel` and `itemprop`.
//!
//! Words are compared whole: names are split at signs and camel humps first, so that `shadow` is no `ad` and `headline` no
//! `head` (substring patterns are how several extractors lose pages). The words are those of [`super::families`].

use super::families::{Part, part_of_word};
use super::names::Names;
use crate::document::html::{Attribute, ElementId, Page, Tag};

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
    stated_by(page, element, &Stated::of(page, element))
}

/// What an element's attributes say of the part it is; empty where it has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stated<'p> {
    /// `class`
    pub class: &'p str,
    /// `id`
    pub id: &'p str,
    role: &'p str,
    rel: &'p str,
    itemprop: &'p str,
}

impl<'p> Stated<'p> {
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
pub fn stated_by(page: &Page, element: ElementId, attributes: &Stated) -> Option<Part> {
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
fn part_of_property(attributes: &Stated) -> Option<Part> {
    let Stated { rel, itemprop, .. } = *attributes;
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
                let own = Stated::of(page, element);
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
