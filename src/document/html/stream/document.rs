//! The modes before the head: doctype, `html`, and what is implied.

use super::name::Name;
use super::{Mode, Next, Step, Stepped, Stream, Token, View};
use html5ever::driver::parse_document;
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::QuirksMode;
use scraper::{Html, HtmlTreeSink};

/// Whether a doctype puts the page into quirks mode, where a table does not end a paragraph.
pub fn has_quirks(doctype: &str) -> bool {
    if doctype[2..].get(7..).is_some_and(|rest| rest.trim_ascii().eq_ignore_ascii_case("html>"))
        && doctype.as_bytes()[9].is_ascii_whitespace()
    {
        return false;
    }
    // The standard's lists of old doctypes are in html5ever.
    parse_document(HtmlTreeSink::new(Html::new_document()), Default::default()).one(doctype).quirks_mode == QuirksMode::Quirks
}

impl<'s> Stream<'s, '_> {
    /// A page without doctype.
    pub(super) fn start_initial(&mut self) -> Step {
        self.quirks = true;
        self.mode = Mode::BeforeHtml;
        Ok(Next::Again)
    }

    pub(super) fn imply_html(&mut self) -> Step {
        self.imply_root(0)?;
        self.mode = Mode::BeforeHead;
        Ok(Next::Again)
    }

    pub(super) fn imply_head(&mut self) -> Step {
        self.insert_implied(View::Head)?;
        self.has_head = true;
        self.mode = Mode::InHead;
        Ok(Next::Again)
    }

    pub(super) fn imply_body(&mut self) -> Step {
        self.imply_root(1)?;
        self.mode = Mode::InBody;
        Ok(Next::Again)
    }

    pub(super) fn start_before_html(&mut self, token: Token<'s>) -> Step {
        if token.name != Name::View(View::Html) {
            return self.imply_html();
        }
        self.insert_root(0, Some(token))?;
        self.mode = Mode::BeforeHead;
        Ok(Next::Done)
    }

    pub(super) fn end_before_html(&mut self, name: Name) -> Step {
        match name {
            Name::View(View::Head | View::Body | View::Html | View::Br) => self.imply_html(),
            _ => Ok(Next::Done),
        }
    }

    pub(super) fn start_before_head(&mut self, token: Token<'s>) -> Step {
        match token.name {
            Name::View(View::Html) => self.late_html(token),
            Name::View(View::Head) => {
                self.insert(token)?;
                self.has_head = true;
                self.mode = Mode::InHead;
                Ok(Next::Done)
            }
            _ => self.imply_head(),
        }
    }

    pub(super) fn end_before_head(&mut self, name: Name) -> Step {
        match name {
            Name::View(View::Head | View::Body | View::Html | View::Br) => self.imply_head(),
            _ => Ok(Next::Done),
        }
    }

    /// A second `html` tag.
    pub(super) fn late_html(&mut self, token: Token<'s>) -> Step {
        if !self.stack.in_template() {
            self.merge_root(0, token)?;
        }
        Ok(Next::Done)
    }

    /// A second `body` tag.
    pub(super) fn late_body(&mut self, token: Token<'s>) -> Stepped {
        let has_body = self.stack.all().get(1).is_some_and(|open| open.is(View::Body));
        if has_body && !self.stack.in_template() { self.merge_root(1, token) } else { Ok(()) }
    }
}
