//! Elements that say they are furniture, each believed up to a share of the page's weight.
//!
//! Names lie: page builders call every block a widget, a forum's posts are `comments`, a class on a wrapper speaks of a
//! cookie dialog that stands elsewhere. What a name can mean is bounded by how much of the page it covers.

use super::Verdict;
use super::named::Named;
use super::weights::Weights;
use crate::document::Segment;
use crate::document::html::{Attribute, Element, ElementId, Page, Tag};
use crate::label::Label;
use crate::strategy::html::class_words::{Stated, stated_by};
use crate::strategy::html::families::Part;

/// Tags and roles are believed up to this share of the page's weight.
const STATED: f64 = 0.9;
/// Bylines and dates are short.
const SHORT: f64 = 0.05;
/// Class and id words are believed up to this share.
const NAMED: f64 = 0.2;
/// Classes that speak of dialogs stand on wrappers often.
const NAMED_OVERLAY: f64 = 0.15;

/// Programs that run forums, as they name themselves in `meta name=generator`.
const FORUMS: &[&str] =
    &["discourse", "phpbb", "vbulletin", "xenforo", "flarum", "nodebb", "invision", "mybb", "smf", "vanilla", "lemmy", "question2answer"];

/// For each element why it goes, its parents' reasons included.
pub struct Marks(Vec<Verdict>);

impl Marks {
    /// Why a segment goes.
    pub fn of(&self, segment: &Segment) -> Verdict {
        if segment.hidden {
            return Some((None, "page.hidden"));
        }
        self.0.get(segment.block?).copied().flatten()
    }
}

/// Marks the elements of a page; one pass in document order.
pub fn find(page: &Page, weights: &Weights, keep_captions: bool) -> Marks {
    let total = weights.total().max(1.0);
    let forum = is_forum(page);
    let mut names = Named::default();
    let mut marks: Vec<Verdict> = Vec::with_capacity(page.elements.len());
    for (id, element) in page.elements.iter().enumerate() {
        let inherited = element.parent.and_then(|parent| marks.get(parent).copied().flatten());
        let share = weights.within(element) / total;
        let own = || match mark(page, id, element, share, forum, &mut names)? {
            Mark::Part(Part::Caption) if keep_captions => None,
            Mark::Part(part) => Some((label(part), rule(part))),
            Mark::Further => Some((None, "page.furniture")),
        };
        marks.push(inherited.or_else(own));
    }
    Marks(marks)
}

/// What an element says it is.
enum Mark {
    /// A part of the shared families.
    Part(Part),
    /// By a word that only this strategy knows.
    Further,
}

fn mark<'p>(page: &'p Page, id: ElementId, element: &Element, share: f64, forum: bool, names: &mut Named<'p>) -> Option<Mark> {
    // Classes of the page and of its main part describe the page.
    if matches!(element.tag, Tag::Html | Tag::Body | Tag::Main) {
        return None;
    }
    let attributes = Stated::of(page, id);
    let stated = stated_by(page, id, &attributes).or_else(|| part_of_tag(page, id, element));
    if let Some(part) = stated.filter(|part| share < believed_when_stated(*part)) {
        return Some(Mark::Part(part));
    }
    let (named, further) = names.of(&attributes);
    if let Some(part) = named.filter(|part| share < believed_when_named(*part, forum)) {
        return Some(Mark::Part(part));
    }
    (named.is_none() && share < NAMED && further).then_some(Mark::Further)
}

/// Tags that say what they are on a page's own level.
fn part_of_tag(page: &Page, id: ElementId, element: &Element) -> Option<Part> {
    match element.tag {
        Tag::Button | Tag::Menu => Some(Part::Form),
        Tag::Noscript => Some(Part::Hidden),
        Tag::Figcaption => Some(Part::Caption),
        // The header of an article or of the main part holds its title.
        Tag::Header if !page.path(id).any(|(_, around)| matches!(around.tag, Tag::Article | Tag::Main)) => Some(Part::Header),
        _ => None,
    }
}

fn believed_when_stated(part: Part) -> f64 {
    match part {
        Part::Byline | Part::Date => SHORT,
        _ => STATED,
    }
}

fn believed_when_named(part: Part, forum: bool) -> f64 {
    match part {
        Part::Consent | Part::Overlay => NAMED_OVERLAY,
        Part::Comments if forum => 0.0,
        // Page builders and stock themes use these words for their own blocks.
        Part::Sidebar | Part::Caption | Part::Print => 0.0,
        Part::Byline | Part::Date => SHORT,
        _ => NAMED,
    }
}

/// The label of a part that goes. Captions go without one: no task strips them, the user who asks for it does.
const fn label(part: Part) -> Option<Label> {
    match part {
        Part::Caption => None,
        _ => part.label(),
    }
}

/// Why a part goes.
const fn rule(part: Part) -> &'static str {
    match part {
        Part::Nav => "page.nav",
        Part::Header => "page.header",
        Part::Footer => "page.footer",
        Part::Aside => "page.aside",
        Part::Form => "page.form",
        Part::Hidden => "page.hidden",
        Part::Share => "page.share",
        Part::Related => "page.related",
        Part::Promo => "page.promo",
        Part::Ad => "page.ad",
        Part::Consent => "page.consent",
        Part::Comments => "page.comments",
        Part::Sidebar => "page.sidebar",
        Part::Tags => "page.tags",
        Part::Byline => "page.byline",
        Part::Date => "page.date",
        Part::Caption => "page.caption",
        Part::Gate => "page.gate",
        Part::Overlay => "page.overlay",
        Part::Print => "page.print",
    }
}

/// Whether the page says that it is a discussion: there, comments are the content.
fn is_forum(page: &Page) -> bool {
    const TYPES: [&str; 2] = ["DiscussionForumPosting", "QAPage"];
    let generator = page.meta("generator").to_ascii_lowercase();
    FORUMS.iter().any(|name| generator.contains(name))
        || page.json_ld.iter().any(|script| TYPES.iter().any(|kind| script.contains(kind)))
        || page.values_of(Attribute::Itemtype).any(|own| TYPES.iter().any(|kind| own.ends_with(kind)))
}
