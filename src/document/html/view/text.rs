//! Text of the view: white space folded, breaks, segments, links.

use super::metadata::push_bounded;
use super::{Builder, Capture, MAX_VALUE_BYTES, Open, OpenRun};
use crate::document::html::page::Run;
use crate::document::html::tag::Break;
use crate::document::html::words::{Words, space_end, words};
use crate::document::segment::{Link, Segment};
use crate::span::Span;

impl Builder {
    /// Text, or a part of it: what comes up to the next element or [`Builder::end_text`] is one text.
    pub fn text(&mut self, piece: &str) {
        match self.capture {
            Capture::Nothing if self.left_out == 0 => self.visible_text(piece),
            Capture::Nothing => {}
            _ => self.captured.push_str(piece),
        }
    }

    /// The text at hand is over, though no element begins or ends: a comment stands behind it.
    #[inline]
    pub fn end_text(&mut self) {
        if self.run.is_some() || !self.captured.is_empty() {
            self.close_text();
        }
    }

    fn close_text(&mut self) {
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

    pub(super) fn end_segment(&mut self) {
        self.cut_link();
        if let Some(mut segment) = self.segment.take() {
            segment.span.end = self.text.len();
            segment.inner = segment.span;
            segment.links.end = self.links.len();
            self.segments.push(segment);
        }
    }

    pub(super) fn end_link(&mut self) {
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
}
