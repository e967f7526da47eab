//! The modes of the head, and that of templates.

use super::name::{Name, Only};
use super::references::Reading;
use super::{Fallback, Mode, Next, Step, Stream, Token, View};
use crate::document::html::known::Known;

impl<'s> Stream<'s, '_> {
    pub(super) fn start_in_head(&mut self, token: Token<'s>) -> Step {
        match token.name {
            Name::View(View::Html) => self.late_html(token),
            Name::View(View::Base | View::Link | View::Meta) | Name::Rule(Only::Basefont | Only::Bgsound) => self.insert_meta(token),
            Name::View(View::Title) => self.insert_raw(token, Reading::Kept),
            Name::View(View::Noframes | View::Style | View::Script) => self.insert_raw(token, Reading::Raw),
            Name::View(View::Noscript) => {
                self.insert(token)?;
                self.mode = Mode::InHeadNoscript;
                Ok(Next::Done)
            }
            Name::View(View::Template) => {
                self.formatting.mark();
                self.mode = Mode::InTemplate;
                self.template_modes.push(Mode::InTemplate);
                self.insert(token)?;
                Ok(Next::Done)
            }
            Name::View(View::Head) => Ok(Next::Done),
            _ => {
                self.pop();
                self.mode = Mode::AfterHead;
                Ok(Next::Again)
            }
        }
    }

    fn insert_meta(&mut self, token: Token<'s>) -> Step {
        self.insert_void(token)?;
        // At a declaration of the encoding html5ever takes its source up anew.
        if self.source[self.at..].starts_with('\u{feff}') {
            if self.attributes.has(Known::Charset) {
                self.skip_mark();
            } else if self.attributes.has(Known::HttpEquiv) {
                return Err(Fallback::Rare.into());
            }
        }
        Ok(Next::Done)
    }

    pub(super) fn end_in_head(&mut self, name: Name) -> Step {
        match name {
            Name::View(View::Head) => {
                self.pop();
                self.mode = Mode::AfterHead;
                Ok(Next::Done)
            }
            Name::View(View::Body | View::Html | View::Br) => {
                self.pop();
                self.mode = Mode::AfterHead;
                Ok(Next::Again)
            }
            Name::View(View::Template) => {
                self.end_template();
                Ok(Next::Done)
            }
            _ => Ok(Next::Done),
        }
    }

    pub(super) fn end_template(&mut self) {
        if self.stack.in_template() {
            self.leave_template();
        }
    }

    pub(super) fn start_in_head_noscript(&mut self, token: Token<'s>) -> Step {
        match token.name {
            Name::View(View::Html) => self.late_html(token),
            Name::View(View::Link | View::Meta | View::Noframes | View::Style) | Name::Rule(Only::Basefont | Only::Bgsound) => {
                self.start_in_head(token)
            }
            Name::View(View::Head | View::Noscript) => Ok(Next::Done),
            _ => {
                self.pop();
                self.mode = Mode::InHead;
                Ok(Next::Again)
            }
        }
    }

    pub(super) fn end_in_head_noscript(&mut self, name: Name) -> Step {
        match name {
            Name::View(View::Noscript) => {
                self.pop();
                self.mode = Mode::InHead;
                Ok(Next::Done)
            }
            Name::View(View::Br) => {
                self.pop();
                self.mode = Mode::InHead;
                Ok(Next::Again)
            }
            _ => Ok(Next::Done),
        }
    }

    pub(super) fn start_after_head(&mut self, token: Token<'s>) -> Step {
        match token.name {
            Name::View(View::Html) => self.late_html(token),
            Name::View(View::Body) => {
                self.insert_root(1, Some(token))?;
                self.mode = Mode::InBody;
                Ok(Next::Done)
            }
            Name::View(View::Frameset) => Err(Fallback::Frameset.into()),
            name if name.is_for_head() => self.back_into_head(token),
            Name::View(View::Head) => Ok(Next::Done),
            _ => self.imply_body(),
        }
    }

    /// What belongs into the head goes there, though the head has ended.
    fn back_into_head(&mut self, token: Token<'s>) -> Step {
        let count = self.stack.len();
        self.builder.back_into_head();
        self.start_in_head(token)?;
        if !self.stack.end_with_last(count) {
            self.builder.close();
        }
        Ok(Next::Done)
    }

    pub(super) fn end_after_head(&mut self, name: Name) -> Step {
        match name {
            Name::View(View::Template) => {
                self.end_template();
                Ok(Next::Done)
            }
            Name::View(View::Body | View::Html | View::Br) => self.imply_body(),
            _ => Ok(Next::Done),
        }
    }

    pub(super) fn start_in_template(&mut self, token: Token<'s>) -> Step {
        let mode = match token.name {
            name if name.is_for_head() => return self.start_in_head(token),
            Name::View(View::Caption | View::Colgroup | View::Tbody | View::Tfoot | View::Thead) => Mode::InTable,
            Name::View(View::Col) => Mode::InColumnGroup,
            Name::View(View::Tr) => Mode::InTableBody,
            Name::View(View::Td | View::Th) => Mode::InRow,
            _ => Mode::InBody,
        };
        self.template_modes.pop();
        self.template_modes.push(mode);
        self.mode = mode;
        Ok(Next::Again)
    }

    pub(super) fn end_in_template(&mut self, name: Name) -> Next {
        if name == Name::View(View::Template) {
            self.end_template();
        }
        Next::Done
    }
}
