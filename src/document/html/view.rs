//! Builds the text view from events: an element opens, text, an element closes. Rules: see the module above.

use super::Viewed;
use super::known::Known;
use super::page::{Element, ElementId, Page, Run, Zone};
use super::tag::{Break, Tag};
use super::words::{Words, space_end, words};
use crate::document::segment::{Kind, Link, Segment};
use crate::span::Span;

/// What is kept of one attribute's value, of all `meta` elements, and of all JSON-LD scripts, in bytes.
const MAX_VALUE_BYTES: usize = 1024;
const MAX_META: usize = 256;
const MAX_JSON_LD_BYTES: usize = 4 << 20;

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
        Self {
            text: String::with_capacity(bytes / 8),
            segments: Vec::new(),
            links: Vec::new(),
            page: Page::default(),
            open: Vec::new(),
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

    /// Text, or a part of it: what comes up to the next element or [`Builder::end_text`] is one text.
    pub fn text(&mut self, piece: &str) {
        match self.capture {
            Capture::Nothing if self.left_out == 0 => self.visible_text(piece),
            Capture::Nothing => {}
            _ => self.captured.push_str(piece),
        }
    }

    /// The text at hand is over, though no element begins or ends: a comment stands behind it.
    pub fn end_text(&mut self) {
        if let Some(text) = self.run.take() {
            if let (Some(span), Some(open)) = (text.span, self.open.last()) {
                let linked = self.link.is_some();
                self.page.runs.push(Run {
                    element: open.id,
                    span,
                    linked,
                    space_before: text.space_before,
                    space_behind: text.space_behind,
                });
            }
        } else if !self.captured.is_empty() {
            let piece = std::mem::take(&mut self.captured);
            match self.capture {
                Capture::Title => push_bounded(&mut self.page.title, &piece, MAX_VALUE_BYTES),
                Capture::JsonLd => self.capture_json(&piece),
                Capture::Nothing => {}
            }
            self.captured = piece;
            self.captured.clear();
        }
    }

    /// Whether text that comes now goes anywhere.
    pub fn wants_text(&self) -> bool {
        self.left_out == 0 || self.capture != Capture::Nothing
    }

    /// What comes now, up to one [`Builder::close`] more than there are elements, is in the head, though the head has closed.
    pub fn back_into_head(&mut self) {
        self.end_text();
        self.left_out += 1;
    }

    fn visible_text(&mut self, piece: &str) {
        let Some(open) = self.open.last().copied() else { return };
        if piece.is_empty() {
            return;
        }
        let begun = self.run.take();
        let mut at = space_end(piece, 0);
        let mut text = begun.unwrap_or(OpenRun { span: None, space_before: at > 0, space_behind: false });
        text.space_behind = at > 0;
        self.space(&piece[..at], open.keeps_space);
        while at < piece.len() {
            let words = words(piece, at);
            let start = self.begin(open);
            self.push(&piece[at..words.end], words);
            text.span = Some(Span::new(text.span.map_or(start, |span| span.start), self.text.len()));
            at = space_end(piece, words.end);
            text.space_behind = at > words.end;
            self.space(&piece[words.end..at], open.keeps_space);
        }
        self.run = Some(text);
    }

    /// White space between words: one space, unless the element keeps it.
    fn space(&mut self, space: &str, keeps: bool) {
        if space.is_empty() {
        } else if keeps {
            self.gap.push_str(space);
        } else if self.gap.is_empty() {
            self.gap.push(' ');
        }
    }

    /// Does what is due before a visible character; returns where it will stand.
    fn begin(&mut self, open: Open) -> usize {
        let due = if self.breaks >= 2 { Break::Blank } else { self.due };
        if due != Break::None || self.segment.is_none() {
            self.end_segment();
            let blank = due == Break::Blank || self.text.is_empty();
            if !self.text.is_empty() {
                self.text.push_str(if blank { "\n\n" } else { "\n" });
            }
            self.start_segment(open, blank);
        } else if self.breaks == 1 {
            self.text.push('\n');
        } else {
            self.text.push_str(&self.gap);
        }
        self.gap.clear();
        self.due = Break::None;
        self.breaks = 0;
        let at = self.text.len();
        if let Some(segment) = &mut self.segment {
            segment.hidden &= open.hidden;
        }
        if let Some(link) = &mut self.link {
            link.from.get_or_insert(at);
            self.totals.links += u32::from(!std::mem::replace(&mut link.seen, true));
        }
        at
    }

    fn push(&mut self, text: &str, words: Words) {
        self.text.push_str(text);
        self.totals.chars += words.chars;
        self.totals.commas += words.commas;
        if self.link.is_some() {
            self.totals.link_chars += words.chars;
        }
    }

    fn start_segment(&mut self, open: Open, blank_before: bool) {
        let span = Span::new(self.text.len(), self.text.len());
        let links = self.links.len()..self.links.len();
        self.segment = Some(Segment { span, inner: span, kind: open.kind, blank_before, links, block: Some(open.block), hidden: true });
    }

    fn end_segment(&mut self) {
        self.cut_link();
        if let Some(mut segment) = self.segment.take() {
            segment.span.end = self.text.len();
            segment.inner = segment.span;
            segment.links.end = self.links.len();
            self.segments.push(segment);
        }
    }

    fn end_link(&mut self) {
        self.cut_link();
        self.link = None;
    }

    /// Records the part of the open link that stands in the current segment.
    fn cut_link(&mut self) {
        let Some(link) = &mut self.link else { return };
        if let Some(from) = link.from.take() {
            let text = Span::new(from, self.text.len());
            self.links.push(Link { whole: text, text, image: false });
            self.page.link_elements.push(link.element);
        }
    }

    /// The finished view.
    pub fn finish(mut self, source: String) -> Viewed {
        while !self.open.is_empty() {
            self.close();
        }
        self.end_segment();
        self.page.title = self.page.title.split_whitespace().collect::<Vec<_>>().join(" ");
        self.page.source = source;
        Viewed { text: self.text, segments: self.segments, links: self.links, page: self.page }
    }

    /// Elements that the view leaves out may say something about the page.
    fn metadata<'a>(&mut self, tag: Tag, attributes: impl Iterator<Item = (Known, &'a str)> + Clone) {
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
                    let bounded = |text: &str| text[..text.floor_char_boundary(MAX_VALUE_BYTES)].to_string();
                    self.page.meta.push((bounded(name).to_ascii_lowercase(), bounded(content)));
                }
            }
            _ => {}
        }
    }

    fn capture_json(&mut self, piece: &str) {
        if let Some(script) = self.page.json_ld.last_mut() {
            let before = script.len();
            push_bounded(script, piece, before + MAX_JSON_LD_BYTES.saturating_sub(self.json_ld_bytes));
            self.json_ld_bytes += script.len() - before;
        }
    }

    fn keep_attributes<'a>(&mut self, tag: Tag, attributes: impl Iterator<Item = (Known, &'a str)>) -> Found<'a> {
        let start = self.page.attributes.len() as u32;
        let mut found = Found { range: start..start, role: "", href: false, hidden: tag == Tag::Dialog };
        for (name, value) in attributes {
            match name {
                Known::Hidden => found.hidden = true,
                Known::Open if tag == Tag::Dialog => found.hidden = false,
                Known::AriaHidden => found.hidden |= value.trim().eq_ignore_ascii_case("true"),
                Known::Style => found.hidden |= hides(value),
                Known::Lang if tag == Tag::Html => self.page.lang = value[..value.floor_char_boundary(MAX_VALUE_BYTES)].trim().to_string(),
                Known::Role => found.role = value.trim(),
                Known::Href => found.href = true,
                _ => {}
            }
            if let Some(attribute) = name.kept() {
                let value = value[..value.floor_char_boundary(MAX_VALUE_BYTES)].trim();
                let from = self.page.values.len() as u32;
                self.page.values.push_str(value);
                self.page.attributes.push((attribute, from..self.page.values.len() as u32));
            }
        }
        found.range.end = self.page.attributes.len() as u32;
        found
    }
}

/// What an element's attributes say.
struct Found<'a> {
    range: std::ops::Range<u32>,
    role: &'a str,
    href: bool,
    hidden: bool,
}

/// The kind of the segments in an element: its own, else its parent's; a part of the page begins anew.
fn kind(tag: Tag, parent: Kind) -> Kind {
    match tag {
        Tag::Li | Tag::Dt | Tag::Dd => Kind::Item,
        Tag::Td | Tag::Th => Kind::Row,
        Tag::Pre | Tag::Xmp => Kind::Code,
        Tag::Blockquote => Kind::Quote,
        Tag::Article | Tag::Section | Tag::Main | Tag::Nav | Tag::Aside | Tag::Header | Tag::Footer | Tag::Figure | Tag::Form => Kind::Text,
        // Tables that lay a page out hold blocks; tables of data hold text.
        Tag::P | Tag::Div | Tag::Table if parent == Kind::Row => Kind::Text,
        _ => tag.heading_level().map_or(parent, Kind::Heading),
    }
}

/// Whether an inline style hides the element.
pub(super) fn hides(style: &str) -> bool {
    let (display, visibility) = (b"display:none".as_slice(), b"visibility:hidden".as_slice());
    let (mut in_display, mut in_visibility) = (0, 0);
    for c in style.chars().take(MAX_VALUE_BYTES).filter(|c| !c.is_whitespace()) {
        let byte = u8::try_from(c.to_ascii_lowercase()).unwrap_or(0);
        in_display = matched(display, in_display, byte);
        in_visibility = matched(visibility, in_visibility, byte);
        if in_display == display.len() || in_visibility == visibility.len() {
            return true;
        }
    }
    false
}

/// How much of a wanted string, whose first letter does not come again in it, is matched with one byte more.
fn matched(wanted: &[u8], before: usize, byte: u8) -> usize {
    if wanted[before] == byte { before + 1 } else { usize::from(wanted[0] == byte) }
}

fn push_bounded(to: &mut String, piece: &str, limit: usize) {
    let room = limit.saturating_sub(to.len());
    to.push_str(&piece[..piece.floor_char_boundary(room)]);
}
