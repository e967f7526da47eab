//! End tags in the body, and what comes behind it.

use super::class::Sets;
use super::name::{Name, Only};
use super::{Mode, Next, Step, Stepped, Stream, Token, View};

impl<'s> Stream<'s, '_> {
    pub(super) fn end_in_body(&mut self, name: Name, raw: &'s str) -> Step {
        match name {
            Name::View(tag) => return self.end_known(tag, raw),
            Name::Rule(Only::Big | Only::Nobr) => self.end_formatting(name, raw)?,
            Name::Rule(Only::Applet | Only::Marquee) => self.end_marked(name),
            Name::Rule(Only::Listing) => self.end_block(name),
            _ => self.end_any(name, raw),
        }
        Ok(Next::Done)
    }

    fn end_known(&mut self, tag: View, raw: &'s str) -> Step {
        use View as V;
        let name = Name::View(tag);
        match tag {
            V::A | V::B | V::Code | V::Em | V::Font | V::I | V::S | V::Small | V::Strike | V::Strong | V::Tt | V::U => {
                self.end_formatting(name, raw)?;
            }
            V::P => self.end_paragraph()?,
            V::Li => {
                if let Some(at) = self.stack.find(Sets::SCOPE.and(Sets::LIST), |open| open.is(tag)) {
                    self.pop_to(at);
                }
            }
            V::H1 | V::H2 | V::H3 | V::H4 | V::H5 | V::H6 => {
                if let Some(at) = self.stack.find(Sets::SCOPE, |open| open.sets.any(Sets::HEADING)) {
                    self.pop_to(at);
                }
            }
            V::Object => self.end_marked(name),
            V::Form => self.end_form(),
            V::Br => {
                self.reopen_formatting()?;
                self.attributes.clear();
                return self.insert_void(Token { name, raw, attributes: self.at, closes_itself: false });
            }
            V::Template => self.end_template(),
            V::Body | V::Html => return Ok(self.end_body(tag)),
            _ if Sets::of(name).any(Sets::BLOCK) => self.end_block(name),
            _ => self.end_any(name, raw),
        }
        Ok(Next::Done)
    }

    fn end_block(&mut self, name: Name) {
        if let Some(at) = self.stack.find(Sets::SCOPE, |open| open.is_named(name, "")) {
            self.pop_to(at);
        }
    }

    fn end_marked(&mut self, name: Name) {
        if let Some(at) = self.stack.find(Sets::SCOPE, |open| open.is_named(name, "")) {
            self.pop_to(at);
            self.formatting.clear_to_marker();
        }
    }

    fn end_paragraph(&mut self) -> Stepped {
        if !self.stack.in_scope(View::P, Sets::BUTTON) {
            self.insert_implied(View::P)?;
        }
        self.close_named(View::P);
        Ok(())
    }

    fn end_form(&mut self) {
        if self.stack.in_template() {
            self.end_block(Name::View(View::Form));
            return;
        }
        let Some(id) = self.form.take() else { return };
        if self.stack.find(Sets::SCOPE, |open| open.id == id).is_none() {
            return;
        }
        self.imply_ends(None);
        if let Some(at) = self.stack.position(id) {
            self.remove(at);
        }
    }

    fn end_body(&mut self, tag: View) -> Next {
        if self.stack.find(Sets::SCOPE, |open| open.is(View::Body)).is_none() {
            return Next::Done;
        }
        self.mode = Mode::AfterBody;
        if tag == View::Html { Next::Again } else { Next::Done }
    }

    pub(super) fn start_after_body(&mut self, token: Token<'s>) -> Step {
        if token.name == Name::View(View::Html) {
            return self.late_html(token);
        }
        self.mode = Mode::InBody;
        Ok(Next::Again)
    }

    pub(super) fn end_after_body(&mut self, mode: Mode, name: Name) -> Next {
        if mode == Mode::AfterBody && name == Name::View(View::Html) {
            self.mode = Mode::AfterAfterBody;
            return Next::Done;
        }
        self.mode = Mode::InBody;
        Next::Again
    }
}
