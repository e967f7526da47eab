//! What an element says it is: by the words of its class and id, by its name, role, `rel` and `itemprop`.
//!
//! Words are compared whole: names are split at signs and camel humps first, so that `shadow` is no `ad` and `headline` no
//! `head` (substring patterns are how several extractors lose pages). The vocabulary is the web's general one, in English on
//! sites of every language. Families: catalogue S40, after the patterns of Trafilatura, Readability and Resiliparse.

use crate::document::html::{Attribute, ElementId, Page, Tag, name_words};
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

/// The part a lower-case word stands for, if it stands for one.
pub fn part_of_word(word: &str) -> Option<Part> {
    Some(match word {
        "nav" | "navs" | "navbar" | "navigation" | "subnav" | "topnav" | "menu" | "menus" | "submenu" | "megamenu" | "breadcrumb"
        | "breadcrumbs" | "pagination" | "pager" | "skiplink" => Part::Nav,
        "share" | "shares" | "sharing" | "sharebar" | "sharedaddy" | "addthis" | "addtoany" | "social" | "socials" | "socialmedia" => {
            Part::Share
        }
        "related" | "recommend" | "recommended" | "recommendation" | "recommendations" | "recirc" | "outbrain" | "taboola" | "zergnet" => {
            Part::Related
        }
        "newsletter" | "newsletters" | "subscribe" | "subscription" | "signup" | "promo" | "promos" | "promotion" => Part::Promo,
        "ad" | "ads" | "advert" | "adverts" | "advertisement" | "advertising" | "adsense" | "adslot" | "sponsor" | "sponsors"
        | "sponsored" => Part::Ad,
        "cookie" | "cookies" | "consent" | "gdpr" | "onetrust" => Part::Consent,
        "comment" | "comments" | "commentlist" | "disqus" => Part::Comments,
        "sidebar" | "sidebars" | "widget" | "widgets" => Part::Sidebar,
        "tags" | "tagcloud" | "taglist" => Part::Tags,
        "byline" | "bylines" => Part::Byline,
        "dateline" | "timestamp" => Part::Date,
        "caption" | "captions" | "figcaption" => Part::Caption,
        "paywall" | "login" | "signin" => Part::Gate,
        "modal" | "modals" | "popup" | "lightbox" => Part::Overlay,
        "print" | "printonly" => Part::Print,
        _ => return None,
    })
}

/// Words that make a name say something about the layout around an element, not what the element is: `no-sidebar`,
/// `with-comments`, `has-ads`. Page builders call every block of theirs a widget.
const MODIFIERS: &[&str] = &["no", "not", "with", "without", "has", "have", "hide", "hides", "show", "shows", "elementor"];

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
}

impl Names {
    /// Reads the names of an element, split at signs, digits and camel humps.
    pub fn read(&mut self, page: &Page, element: ElementId) {
        self.read_split(page, element, name_words);
    }

    /// Reads the names of an element, split at signs and digits only: `relatedPosts` is one word.
    pub fn read_without_humps(&mut self, page: &Page, element: ElementId) {
        self.read_split(page, element, |name| name.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()));
    }

    fn read_split<'p, I: Iterator<Item = &'p str>>(&mut self, page: &'p Page, element: ElementId, split: impl Fn(&'p str) -> I) {
        self.text.clear();
        self.words.clear();
        let attributes = [Attribute::Class, Attribute::Id].map(|attribute| page.attribute(element, attribute));
        for (name, own) in attributes.into_iter().flat_map(str::split_whitespace).filter(|name| speaks(name)).enumerate() {
            let numbered = own.contains(|c: char| c.is_ascii_digit());
            for word in split(own) {
                let start = self.text.len();
                self.text.extend(word.chars().flat_map(char::to_lowercase));
                self.words.push(Word { start, end: self.text.len(), name, numbered });
            }
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
    fn read_together(&self) -> impl Iterator<Item = (&str, bool)> {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let modified = self.words[..at].iter().rev().take_while(|other| other.name == word.name);
            let modified = modified.clone().any(|other| MODIFIERS.contains(&&self.text[other.start..other.end]));
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

    /// The part the names say the element is: the first word that stands for one, modifiers aside.
    pub fn part(&self) -> Option<Part> {
        self.read_together().filter(|(_, modified)| !modified).find_map(|(word, _)| part_of_word(word))
    }
}

/// Whether a name says what its element is. Names that begin with two underscores are a framework's own (`__next`), and those
/// with a colon say when a style applies (`print:hidden`).
fn speaks(name: &str) -> bool {
    !name.starts_with("__") && !name.contains(':')
}

/// The part an element's class and id say it is. The page itself and its main part are never called anything else: classes
/// of `html`, `body` and `main` describe the page (`cookies-not-set`).
pub fn named_part(page: &Page, element: ElementId, names: &mut Names) -> Option<Part> {
    if page.elements.get(element).is_none_or(|own| matches!(own.tag, Tag::Html | Tag::Body | Tag::Main)) {
        return None;
    }
    names.read(page, element);
    names.part()
}

/// The part an element's tag, role, `rel` or `itemprop` says it is. Footers inside articles are the article's; a form that
/// holds more than half of the page's text is a wrapper, as old server frameworks make them.
pub fn stated_part(page: &Page, element: ElementId) -> Option<Part> {
    let own = page.elements.get(element)?;
    let part = match own.tag {
        Tag::Html | Tag::Body | Tag::Main => return None,
        _ if own.hidden => Some(Part::Hidden),
        Tag::Nav => Some(Part::Nav),
        Tag::Aside => Some(Part::Aside),
        Tag::Footer => Some(Part::Footer),
        Tag::Form | Tag::Search => Some(Part::Form),
        Tag::Dialog => Some(Part::Overlay),
        _ => part_of_role(page.attribute(element, Attribute::Role)).or_else(|| part_of_property(page, element)),
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
fn part_of_property(page: &Page, element: ElementId) -> Option<Part> {
    let says = |attribute, wanted: &[&str]| {
        page.attribute(element, attribute).split_whitespace().any(|word| wanted.iter().any(|own| own.eq_ignore_ascii_case(word)))
    };
    if says(Attribute::Rel, &["author"]) || says(Attribute::Itemprop, &["author"]) {
        return Some(Part::Byline);
    }
    says(Attribute::Itemprop, &["datePublished", "dateModified", "dateCreated"]).then_some(Part::Date)
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
    fn footers_of_articles_and_wrapping_forms_stay() {
        let document = Document::anonymous(Format::Html, "<article><footer>x</footer></article><form>a long text</form>");
        let page = document.page().expect("a page");
        let stated: Vec<_> = (0..page.elements.len()).filter_map(|element| stated_part(page, element)).collect();
        assert_eq!(stated, []);
        assert_eq!(parts("<form>x</form><p>a longer text</p>")[0].1, Some(Part::Form));
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
