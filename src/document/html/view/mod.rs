//! Builds the text view from events: an element opens, text, an element closes. Rules: see the module above.

mod attributes;
mod metadata;
mod text;

pub(super) use attributes::hides;

use super::Viewed;
use super::known::Known;
use super::page::{Element, ElementId, Page, Zone};
use super::tag::{Break, Tag, by_tag};
use crate::document::segment::{Kind, Link, Segment};
use crate::span::Span;

/// What is kept of one attribute's value, in bytes.
const MAX_VALUE_BYTES: usize = 1024;

/// As much of a value as is kept.
fn bounded(value: &str) -> &str {
    &value[..value.floor_char_boundary(MAX_VALUE_BYTES)]
}

/// The view under construction.
pub struct Builder {
    text: String,
    segments: Vec<Segment>,
    links: Vec<Link>,
    page: Page,
    /// Elements that are open, each with what its children inherit.
    open: Vec<Open>,
    /// Elements inside something the view leaves out.
    left_out: usize,
    capture: Capture,
    /// Text for what is captured.
    captured: String,
    run: Option<OpenRun>,
    /// Due before the next visible character.
    due: Break,
    breaks: usize,
    gap: String,
    segment: Option<Segment>,
    link: Option<OpenLink>,
    totals: Totals,
    json_ld_bytes: usize,
}

/// An open element and what it hands down.
#[derive(Clone, Copy)]
struct Open {
    id: ElementId,
    tag: Tag,
    /// The innermost block.
    block: ElementId,
    kind: Kind,
    zone: Zone,
    hidden: bool,
    keeps_space: bool,
}

/// What text outside the view goes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Capture {
    Nothing,
    Title,
    JsonLd,
}

/// A link whose element is open.
struct OpenLink {
    element: ElementId,
    /// Where its text in the current segment begins.
    from: Option<usize>,
    seen: bool,
}

/// A text of the page that may go on.
struct OpenRun {
    span: Option<Span>,
    space_before: bool,
    space_behind: bool,
}

/// Running sums; an element's counts are the difference between its end and its start.
#[derive(Clone, Copy, Default)]
struct Totals {
    chars: u32,
    link_chars: u32,
    links: u32,
    commas: u32,
}

impl Builder {
    /// A builder for a source of about this many bytes.
    pub fn new(bytes: usize) -> Self {
        // More than most pages have of each for their bytes, so that hardly any grows: about twice the source's bytes in all. What is not
        // used is given back; in fresh pages of memory, as a large reserve gets them, it is never touched.
        let page = Page {
            elements: Vec::with_capacity(bytes / 80),
            runs: Vec::with_capacity(bytes / 512),
            attributes: Vec::with_capacity(bytes / 64),
            values: String::with_capacity(bytes / 8),
            ..Page::default()
        };
        Self {
            text: String::with_capacity(bytes / 8),
            segments: Vec::with_capacity(bytes / 512),
            links: Vec::with_capacity(bytes / 1024),
            page,
            open: Vec::with_capacity(64),
            left_out: 0,
            capture: Capture::Nothing,
            captured: String::new(),
            run: None,
            due: Break::None,
            breaks: 0,
            gap: String::new(),
            segment: None,
            link: None,
            totals: Totals::default(),
            json_ld_bytes: 0,
        }
    }

    /// An element opens.
    ///
    /// Attributes come in the order of their names, each once.
    pub fn open<'a>(&mut self, tag: Tag, attributes: impl Iterator<Item = (Known, &'a str)> + Clone) {
        self.end_text();
        if self.left_out > 0 || tag.is_left_out() {
            self.left_out += 1;
            self.metadata(tag, attributes);
            return;
        }
        let id = self.page.elements.len();
        let parent = self.open.last().copied();
        let found = self.keep_attributes(tag, attributes);
        let open = Open {
            id,
            tag,
            block: if tag.is_block() { id } else { parent.map_or(id, |parent| parent.block) },
            kind: kind(tag, parent.map_or(Kind::Text, |parent| parent.kind)),
            zone: Zone::of(tag, found.role).or(parent.map(|parent| parent.zone)).unwrap_or_default(),
            hidden: parent.is_some_and(|parent| parent.hidden) || found.hidden,
            keeps_space: parent.is_some_and(|parent| parent.keeps_space) || matches!(tag, Tag::Pre | Tag::Xmp),
        };
        self.start_element(open, parent.map(|parent| parent.id), found.range);
        self.open.push(open);
        self.due = self.due.max(tag.breaks());
        match tag {
            Tag::Br => self.breaks += 1,
            Tag::A if found.href => {
                self.end_link();
                self.link = Some(OpenLink { element: id, from: None, seen: false });
            }
            _ => {}
        }
    }

    /// Records an element with the counts before it; [`Builder::close`] takes them from those behind it.
    fn start_element(&mut self, open: Open, parent: Option<ElementId>, attributes: std::ops::Range<u32>) {
        // A block ends the segment at hand; so does an inline element behind a break that is due.
        let ends_segment = open.tag.is_block() || self.due != Break::None || self.breaks >= 2;
        let first_segment = self.segments.len() + usize::from(self.segment.is_some() && ends_segment);
        self.page.elements.push(Element {
            tag: open.tag,
            parent,
            end: open.id + 1,
            depth: self.open.len() as u32,
            zone: open.zone,
            hidden: open.hidden,
            span: Span::new(self.text.len(), self.text.len()),
            segments: first_segment..first_segment,
            runs: self.page.runs.len()..self.page.runs.len(),
            chars: self.totals.chars,
            link_chars: self.totals.link_chars,
            links: self.totals.links,
            commas: self.totals.commas,
            attributes,
        });
    }

    /// The innermost open element closes.
    pub fn close(&mut self) {
        self.end_text();
        if self.left_out > 0 {
            self.left_out -= 1;
            self.capture = Capture::Nothing;
            return;
        }
        let Some(open) = self.open.pop() else { return };
        if self.link.as_ref().is_some_and(|link| link.element == open.id) {
            self.end_link();
        }
        let (elements, segments, runs) =
            (self.page.elements.len(), self.segments.len() + usize::from(self.segment.is_some()), self.page.runs.len());
        let totals = self.totals;
        if let Some(element) = self.page.elements.get_mut(open.id) {
            element.end = elements;
            element.runs.end = runs;
            let texts = self.page.runs.get(element.runs.clone()).unwrap_or(&[]);
            if let (Some(first), Some(last)) = (texts.first(), texts.last()) {
                element.span = Span::new(first.span.start, last.span.end);
            }
            // An inline element inside a segment that began before it begins none itself.
            element.segments.end = segments.max(element.segments.start);
            element.chars = totals.chars - element.chars;
            element.link_chars = totals.link_chars - element.link_chars;
            element.links = totals.links - element.links;
            element.commas = totals.commas - element.commas;
        }
        self.due = self.due.max(open.tag.breaks());
    }

    /// What comes now, up to one [`Builder::close`] more than there are elements, is in the head, though the head has closed.
    pub fn back_into_head(&mut self) {
        self.end_text();
        self.left_out += 1;
    }

    /// The finished view.
    pub fn finish(mut self, source: String) -> Viewed {
        while !self.open.is_empty() {
            self.close();
        }
        self.end_segment();
        self.page.title = self.page.title.split_whitespace().collect::<Vec<_>>().join(" ");
        self.page.source = source;
        self.give_back();
        Viewed { text: self.text, segments: self.segments, links: self.links, page: self.page }
    }

    /// Gives back the memory that was kept ready and not used.
    fn give_back(&mut self) {
        self.text.shrink_to_fit();
        self.segments.shrink_to_fit();
        self.links.shrink_to_fit();
        self.page.elements.shrink_to_fit();
        self.page.runs.shrink_to_fit();
        self.page.attributes.shrink_to_fit();
        self.page.values.shrink_to_fit();
    }
}

/// The kind of the segments in an element: its own, else its parent's; a part of the page begins anew.
#[inline]
fn kind(tag: Tag, parent: Kind) -> Kind {
    match by_tag!(SegmentKind, SegmentKind::Parent, Tag::segment_kind_by_rule)[tag as usize] {
        SegmentKind::Own(own) => own,
        SegmentKind::TextInRow if parent == Kind::Row => Kind::Text,
        _ => parent,
    }
}

/// What kind a tag makes of its segments.
#[derive(Clone, Copy)]
enum SegmentKind {
    Own(Kind),
    /// Text in a cell, else its parent's: tables that lay a page out hold blocks; tables of data hold text.
    TextInRow,
    Parent,
}

impl Tag {
    const fn segment_kind_by_rule(self) -> SegmentKind {
        match self {
            Tag::Li | Tag::Dt | Tag::Dd => SegmentKind::Own(Kind::Item),
            Tag::Td | Tag::Th => SegmentKind::Own(Kind::Row),
            Tag::Pre | Tag::Xmp => SegmentKind::Own(Kind::Code),
            Tag::Blockquote => SegmentKind::Own(Kind::Quote),
            Tag::Article | Tag::Section | Tag::Main | Tag::Nav | Tag::Aside => SegmentKind::Own(Kind::Text),
            Tag::Header | Tag::Footer | Tag::Figure | Tag::Form => SegmentKind::Own(Kind::Text),
            Tag::P | Tag::Div | Tag::Table => SegmentKind::TextInRow,
            _ => match self.heading_level() {
                Some(level) => SegmentKind::Own(Kind::Heading(level)),
                None => SegmentKind::Parent,
            },
        }
    }
}
