//! What is known of a page beside its text view: its elements in document order, as flat arrays.

use super::Tag;
use super::tag::by_tag;
use crate::span::Span;
use std::ops::Range;

/// Index of an element in its page; elements are numbered in document order.
pub type ElementId = usize;

/// The attributes a page keeps of its elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attribute {
    /// `class`
    Class,
    /// `id`
    Id,
    /// `role`
    Role,
    /// `itemprop`
    Itemprop,
    /// `itemtype`
    Itemtype,
    /// `rel`
    Rel,
    /// `href`
    Href,
    /// `aria-label`
    AriaLabel,
    /// `type`
    Type,
    /// `data-testid`, `data-component` and the like: names that frameworks give their parts.
    Component,
}

/// The nearest part of the page that says what it is for, by element name or ARIA role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Zone {
    /// None says so.
    #[default]
    None,
    /// `main`, role `main`
    Main,
    /// `article`
    Article,
    /// `header`, role `banner`
    Header,
    /// `nav`, roles `navigation`, `menu`
    Nav,
    /// `aside`, role `complementary`
    Aside,
    /// `footer`, role `contentinfo`
    Footer,
    /// `figure`
    Figure,
    /// `form`, `search`
    Form,
    /// `dialog`, roles `dialog`, `alertdialog`
    Dialog,
}

impl Zone {
    /// The zone an element opens, if any.
    pub fn of(tag: Tag, role: &str) -> Option<Self> {
        let by_role = match role {
            "" => Zone::None,
            "main" => Zone::Main,
            "article" => Zone::Article,
            "banner" => Zone::Header,
            "navigation" | "menu" | "menubar" => Zone::Nav,
            "complementary" => Zone::Aside,
            "contentinfo" => Zone::Footer,
            "search" | "form" => Zone::Form,
            "dialog" | "alertdialog" => Zone::Dialog,
            _ => Zone::None,
        };
        [by_role, tag.zone()].into_iter().find(|zone| *zone != Zone::None)
    }
}

impl Tag {
    #[inline]
    fn zone(self) -> Zone {
        by_tag!(Zone, Zone::None, Tag::zone_by_rule)[self as usize]
    }

    const fn zone_by_rule(self) -> Zone {
        match self {
            Tag::Main => Zone::Main,
            Tag::Article => Zone::Article,
            Tag::Header => Zone::Header,
            Tag::Nav => Zone::Nav,
            Tag::Aside => Zone::Aside,
            Tag::Footer => Zone::Footer,
            Tag::Figure => Zone::Figure,
            Tag::Form | Tag::Search => Zone::Form,
            Tag::Dialog => Zone::Dialog,
            _ => Zone::None,
        }
    }
}

/// An element. Counts and ranges cover everything inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub tag: Tag,
    /// The element around it; `None` for the root.
    pub parent: Option<ElementId>,
    /// The first element behind it that is not inside: its descendants are `id + 1..end`.
    pub end: ElementId,
    /// Elements around it: 0 for `html`, 1 for `body`.
    pub depth: u32,
    /// The nearest zone, its own included.
    pub zone: Zone,
    /// Whether it, or an element around it, is hidden: `hidden`, `aria-hidden`, `display: none`, a closed dialog.
    pub hidden: bool,
    /// Its text in the view, in bytes; empty if it has none.
    pub span: Span,
    /// Segments that begin in it.
    pub segments: Range<usize>,
    /// Text runs in it.
    pub runs: Range<usize>,
    /// Visible code points in it.
    pub chars: u32,
    /// Visible code points in it that stand in links.
    pub link_chars: u32,
    /// Links with text in it.
    pub links: u32,
    /// Commas of any script in it.
    pub commas: u32,
    pub(super) attributes: Range<u32>,
}

impl Element {
    /// Share of its characters that stand in links, 0 to 1.
    pub fn link_density(&self) -> f32 {
        if self.chars == 0 { 0.0 } else { self.link_chars as f32 / self.chars as f32 }
    }

    /// Number of elements in it.
    pub fn descendants(&self, own: ElementId) -> usize {
        self.end.saturating_sub(own + 1)
    }
}

/// The text of one text node, as it stands in the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The innermost element around it.
    pub element: ElementId,
    /// Its bytes in the view.
    pub span: Span,
    /// Whether it stands in a link.
    pub linked: bool,
    /// Whether its text node begins with white space.
    pub space_before: bool,
    /// Whether its text node ends with white space.
    pub space_behind: bool,
}

/// A parsed page, in flat arrays: nothing in it is recursive.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Elements in document order; those the view leaves out are not among them.
    pub elements: Vec<Element>,
    /// Text runs in the order of the view.
    pub runs: Vec<Run>,
    /// For each link of the document the `a` element, at the same index.
    pub link_elements: Vec<ElementId>,
    /// The `title` of the head.
    pub title: String,
    /// The `lang` of the root element.
    pub lang: String,
    /// `meta` elements: name or property, and content.
    pub meta: Vec<(String, String)>,
    /// Contents of `script type="application/ld+json"`.
    pub json_ld: Vec<String>,
    /// The decoded source.
    pub source: String,
    pub(super) attributes: Vec<(Attribute, Range<u32>)>,
    pub(super) values: String,
}

impl Page {
    /// An attribute of an element, trimmed; empty if it has none.
    pub fn attribute(&self, element: ElementId, wanted: Attribute) -> &str {
        self.attributes(element).find(|(attribute, _)| *attribute == wanted).map_or("", |(_, value)| value)
    }

    /// The attributes that are kept of an element, trimmed. An attribute can come more than once; the first is the one that counts.
    pub fn attributes(&self, element: ElementId) -> impl DoubleEndedIterator<Item = (Attribute, &str)> {
        let range = self.elements.get(element).map_or(0..0, |element| element.attributes.start as usize..element.attributes.end as usize);
        let kept = self.attributes.get(range).unwrap_or(&[]).iter();
        kept.map(|(attribute, value)| (*attribute, self.values.get(value.start as usize..value.end as usize).unwrap_or("")))
    }

    /// The values of an attribute, of all elements that have it, trimmed.
    pub fn values_of(&self, wanted: Attribute) -> impl Iterator<Item = &str> {
        let kept = self.attributes.iter().filter(move |(attribute, _)| *attribute == wanted);
        kept.map(|(_, value)| self.values.get(value.start as usize..value.end as usize).unwrap_or(""))
    }

    /// Words of an element's class and id, as they are written: `post-metaInfo` gives `post`, `meta`, `Info`.
    pub fn words(&self, element: ElementId) -> impl Iterator<Item = &str> {
        name_words(self.attribute(element, Attribute::Class)).chain(name_words(self.attribute(element, Attribute::Id)))
    }

    /// An element and the elements around it, innermost first.
    pub fn path(&self, element: ElementId) -> impl Iterator<Item = (ElementId, &Element)> {
        let mut next = Some(element);
        std::iter::from_fn(move || {
            let id = next?;
            let element = self.elements.get(id)?;
            next = element.parent;
            Some((id, element))
        })
    }

    /// The tag path of an element, outermost first: `html>body>main>p`.
    pub fn tag_path(&self, element: ElementId) -> String {
        let mut names: Vec<&str> = self.path(element).map(|(_, element)| element.tag.name()).collect();
        names.reverse();
        names.join(">")
    }

    /// Children of an element in document order.
    pub fn children(&self, element: ElementId) -> impl Iterator<Item = ElementId> {
        let end = self.elements.get(element).map_or(0, |element| element.end);
        let mut next = element + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = next;
                // An element ends behind itself; the maximum keeps a broken page from looping.
                next = self.elements[child].end.max(child + 1);
                child
            })
        })
    }

    /// The content of the `meta` element of this name or property; empty if there is none.
    pub fn meta(&self, name: &str) -> &str {
        self.meta.iter().find(|(own, _)| own == name).map_or("", |(_, content)| content)
    }

    /// The `body` element.
    pub fn body(&self) -> Option<ElementId> {
        self.elements.iter().position(|element| element.tag == Tag::Body)
    }
}

/// Splits a class or id into words: at anything but letters and digits, at digits, and at the humps of camel case.
///
/// ```
/// use gleaner::document::html::name_words;
/// let words: Vec<&str> = name_words("shadow relatedPosts2 NAVBar__item").collect();
/// assert_eq!(words, ["shadow", "related", "Posts", "NAV", "Bar", "item"]);
/// ```
pub fn name_words(names: &str) -> impl Iterator<Item = &str> {
    names.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()).flat_map(humps)
}

fn humps(part: &str) -> impl Iterator<Item = &str> {
    let mut rest = part;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (word, behind) = rest.split_at(hump_end(rest));
        rest = behind;
        Some(word)
    })
}

/// Where the first word ends: before an upper-case letter that follows a lower-case one, or that begins `Bar` in `NAVBar`.
fn hump_end(part: &str) -> usize {
    let mut letters = part.char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((at, c)) = letters.next() {
        let after_lower = before.is_some_and(char::is_lowercase) && c.is_uppercase();
        let before_lower =
            before.is_some_and(char::is_uppercase) && c.is_uppercase() && letters.peek().is_some_and(|(_, c)| c.is_lowercase());
        if after_lower || before_lower {
            return at;
        }
        before = Some(c);
    }
    part.len()
}
