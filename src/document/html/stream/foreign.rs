//! SVG and MathML.

use super::name::{Name, Only};
use super::stack::Space;
use super::{Fallback, Next, Step, Stream, Token, View};
use crate::document::html::known::Known;
use crate::document::html::tame::breaks_out;

impl<'s> Stream<'s, '_> {
    /// Whether the innermost element is one of SVG or MathML.
    pub(super) fn in_foreign(&self) -> bool {
        self.stack.last().is_some_and(|open| open.space != Space::Html)
    }

    /// Whether text belongs to SVG or MathML.
    pub(super) fn text_is_foreign(&self) -> bool {
        self.stack.last().is_some_and(|open| open.space != Space::Html && !open.is_text_point() && !open.is_html_point())
    }

    /// Ends elements of SVG and MathML.
    fn leave_foreign(&mut self) {
        while self.text_is_foreign() {
            self.pop();
        }
    }

    /// Whether a start tag does.
    pub(super) fn is_foreign_start(&self, token: &Token) -> bool {
        let Some(open) = self.stack.last().filter(|open| open.space != Space::Html) else { return false };
        if open.is_text_point() {
            return matches!(token.name, Name::Rule(Only::Mglyph | Only::Malignmark));
        }
        let annotation = open.space == Space::Math && open.name == Name::Rule(Only::AnnotationXml);
        !open.is_html_point() && (!annotation || token.name != Name::View(View::Svg))
    }

    pub(super) fn enter_foreign(&mut self, token: Token<'s>, space: Space) -> Step {
        self.reopen_formatting()?;
        self.insert_foreign(token, space)
    }

    fn insert_foreign(&mut self, token: Token<'s>, space: Space) -> Step {
        // Names in the name space of XLink lose their prefix, and stand behind the others.
        if space == Space::Math && self.attributes.has_any(&[Known::XlinkHref, Known::XlinkRole, Known::XlinkType]) {
            return Err(Fallback::Rare.into());
        }
        self.insert_in(token, space)?;
        if token.closes_itself {
            self.pop();
        }
        Ok(Next::Done)
    }

    pub(super) fn start_foreign(&mut self, token: Token<'s>) -> Step {
        if self.breaks_out(&token) {
            self.leave_foreign();
            return self.start_in(self.mode, token);
        }
        let space = self.stack.last().map_or(Space::Html, |open| open.space);
        self.insert_foreign(token, space)
    }

    /// Whether a start tag ends SVG and MathML.
    fn breaks_out(&self, token: &Token) -> bool {
        match token.name {
            Name::View(View::Font) => self.attributes.has_any(&[Known::Color, Known::Face, Known::Size]),
            Name::Rule(only) => matches!(only, Only::Big | Only::Listing | Only::Nobr | Only::Ruby),
            Name::View(tag) => breaks_out(tag),
            Name::Other => false,
        }
    }

    pub(super) fn end_foreign(&mut self, name: Name, raw: &'s str) -> Step {
        if matches!(name, Name::View(View::Br | View::P)) {
            self.leave_foreign();
            return self.end_in(self.mode, name, raw);
        }
        for at in (1..self.stack.len()).rev() {
            let open = &self.stack.all()[at];
            if at + 1 < self.stack.len() && open.space == Space::Html {
                return self.end_in(self.mode, name, raw);
            }
            if open.has_name(name, raw) {
                self.pop_to(at);
                break;
            }
        }
        Ok(Next::Done)
    }
}
