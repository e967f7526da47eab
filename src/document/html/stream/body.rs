//! Start tags in the body.

use super::class::Sets;
use super::name::{Name, Only};
use super::references::{Reading, read};
use super::stack::Space;
use super::{Fallback, Mode, Next, Step, Stepped, Stream, Token, View};

impl<'s> Stream<'s, '_> {
    pub(super) fn start_in_body(&mut self, token: Token<'s>) -> Step {
        match token.name {
            Name::View(tag) => self.start_known(tag, token),
            Name::Rule(only) => self.start_ruled(only, token),
            Name::Other => self.start_ordinary(token),
        }
    }

    fn start_ordinary(&mut self, token: Token<'s>) -> Step {
        self.reopen_formatting()?;
        self.insert(token)?;
        Ok(Next::Done)
    }

    fn start_block(&mut self, token: Token<'s>) -> Step {
        self.close_paragraph();
        self.insert(token)?;
        Ok(Next::Done)
    }

    fn start_known(&mut self, tag: View, token: Token<'s>) -> Step {
        use View as V;
        match tag {
            V::Div | V::P | V::Ul | V::Ol | V::Section | V::Article | V::Header | V::Footer | V::Nav | V::Aside | V::Main => {
                self.start_block(token)
            }
            V::Address | V::Blockquote | V::Center | V::Details | V::Dialog | V::Dir | V::Dl | V::Fieldset | V::Figcaption => {
                self.start_block(token)
            }
            V::Figure | V::Hgroup | V::Menu | V::Search | V::Summary => self.start_block(token),
            V::A => self.start_link(token),
            V::B | V::Code | V::Em | V::Font | V::I | V::S | V::Small | V::Strike | V::Strong | V::Tt | V::U => {
                self.reopen_formatting()?;
                self.insert_formatting(token)
            }
            V::Li | V::Dd | V::Dt => self.start_item(tag, token),
            V::H1 | V::H2 | V::H3 | V::H4 | V::H5 | V::H6 => {
                self.close_paragraph();
                if self.stack.last_in(Sets::HEADING) {
                    self.pop();
                }
                self.insert(token)?;
                Ok(Next::Done)
            }
            V::Area | V::Br | V::Embed | V::Img | V::Wbr => {
                self.reopen_formatting()?;
                self.insert_void(token)
            }
            V::Source | V::Track => self.insert_void(token),
            V::Base | V::Link | V::Meta | V::Noframes | V::Script | V::Style | V::Template | V::Title => self.start_in_head(token),
            V::Html => self.late_html(token),
            V::Body => {
                self.late_body(token)?;
                Ok(Next::Done)
            }
            V::Frameset => Err(Fallback::Frameset.into()),
            V::Caption | V::Col | V::Colgroup | V::Frame | V::Head => Ok(Next::Done),
            V::Tbody | V::Td | V::Tfoot | V::Th | V::Thead | V::Tr => Ok(Next::Done),
            V::Pre => self.start_pre(token),
            V::Table => {
                if !self.quirks {
                    self.close_paragraph();
                }
                self.insert(token)?;
                self.mode = Mode::InTable;
                Ok(Next::Done)
            }
            V::Object => self.start_marked(token),
            V::Iframe | V::Noembed => self.insert_raw(token, Reading::Raw),
            V::Textarea => self.insert_raw(token, Reading::Kept),
            V::Xmp => {
                self.close_paragraph();
                self.reopen_formatting()?;
                self.insert_raw(token, Reading::Raw)
            }
            V::Svg => self.enter_foreign(token, Space::Svg),
            V::Math => self.enter_foreign(token, Space::Math),
            V::Form | V::Button | V::Input | V::Select | V::Option | V::Optgroup | V::Hr => self.start_control(tag, token),
            _ => self.start_ordinary(token),
        }
    }

    fn start_ruled(&mut self, only: Only, token: Token<'s>) -> Step {
        match only {
            Only::Basefont | Only::Bgsound => self.start_in_head(token),
            Only::Big => {
                self.reopen_formatting()?;
                self.insert_formatting(token)
            }
            Only::Nobr => self.start_nobr(token),
            Only::Applet | Only::Marquee => self.start_marked(token),
            Only::Image | Only::Keygen => {
                self.reopen_formatting()?;
                // `image` is read as `img`.
                let name = if only == Only::Image { Name::View(View::Img) } else { token.name };
                self.insert_void(Token { name, ..token })
            }
            Only::Param => self.insert_void(token),
            Only::Listing => self.start_pre(token),
            Only::Plaintext => {
                self.start_block(token)?;
                let from = std::mem::replace(&mut self.at, self.source.len());
                self.plaintext(from)
            }
            Only::Rb | Only::Rtc | Only::Rp | Only::Rt => {
                if self.stack.in_scope_named(Name::Rule(Only::Ruby)) {
                    let except = matches!(only, Only::Rp | Only::Rt).then_some(Name::Rule(Only::Rtc));
                    self.imply_ends(except);
                }
                self.insert(token)?;
                Ok(Next::Done)
            }
            _ => self.start_ordinary(token),
        }
    }

    fn plaintext(&mut self, from: usize) -> Step {
        if from < self.source.len() {
            self.reopen_formatting()?;
            self.put(from, self.source.len(), Reading::Raw);
        }
        Ok(Next::Done)
    }

    /// A link ends one that is open.
    fn start_link(&mut self, token: Token<'s>) -> Step {
        if let Some((_, format)) = self.formatting.last_named(token.name) {
            self.end_formatting(token.name, token.raw)?;
            if let Some(at) = self.formatting.position(format.id) {
                self.formatting.remove(at);
            }
            if let Some(at) = self.stack.position(format.id) {
                self.remove(at);
            }
        }
        self.reopen_formatting()?;
        self.insert_formatting(token)
    }

    fn start_nobr(&mut self, token: Token<'s>) -> Step {
        self.reopen_formatting()?;
        if self.stack.in_scope_named(token.name) {
            self.end_formatting(token.name, token.raw)?;
            self.reopen_formatting()?;
        }
        self.insert_formatting(token)
    }

    fn start_item(&mut self, tag: View, token: Token<'s>) -> Step {
        let closes = |open: &super::stack::Open| match tag {
            View::Li => open.is(View::Li),
            _ => open.is(View::Dd) || open.is(View::Dt),
        };
        if self.stack.has_items()
            && let Some(at) = self.stack.find(Sets::ENDS_ITEM, closes)
        {
            self.pop_to(at);
        }
        self.start_block(token)
    }

    /// A line feed that stands first in `pre` is none.
    fn start_pre(&mut self, token: Token<'s>) -> Step {
        self.start_block(token)?;
        match self.source.as_bytes()[self.at..] {
            [b'\r', b'\n', ..] => self.at += 2,
            [b'\n' | b'\r', ..] => self.at += 1,
            [b'&', ..] => self.check_reference()?,
            _ => {}
        }
        Ok(Next::Done)
    }

    fn check_reference(&mut self) -> Stepped {
        let rest = &self.source[self.at..];
        let first = &rest[..rest[1..].find(['<', '&']).map_or(rest.len(), |at| at + 1)];
        let feeds = read(first, Reading::Text, &mut self.scratch).is_some_and(|text| text.starts_with('\n'));
        if feeds { Err(Fallback::Rare.into()) } else { Ok(()) }
    }

    fn start_marked(&mut self, token: Token<'s>) -> Step {
        self.reopen_formatting()?;
        self.insert(token)?;
        self.formatting.mark();
        Ok(Next::Done)
    }

    fn start_control(&mut self, tag: View, token: Token<'s>) -> Step {
        match tag {
            View::Form => return self.start_form(token),
            View::Button => {
                if self.stack.in_scope(View::Button, Sets::default()) {
                    self.imply_ends(None);
                    self.close_named(View::Button);
                }
            }
            View::Input => {
                if self.stack.in_scope(View::Select, Sets::default()) {
                    self.close_named(View::Select);
                }
                self.reopen_formatting()?;
                return self.insert_void(token);
            }
            View::Select => {
                if self.stack.in_scope(View::Select, Sets::default()) {
                    self.close_named(View::Select);
                    return Ok(Next::Done);
                }
            }
            View::Hr => {
                self.close_paragraph();
                if self.stack.in_scope(View::Select, Sets::default()) {
                    self.imply_ends(None);
                }
                return self.insert_void(token);
            }
            _ => {
                if self.stack.in_scope(View::Select, Sets::default()) {
                    self.imply_ends((tag == View::Option).then_some(Name::View(View::Optgroup)));
                } else if self.stack.last_is(View::Option) {
                    self.pop();
                }
            }
        }
        self.start_ordinary(token)
    }

    fn start_form(&mut self, token: Token<'s>) -> Step {
        let in_template = self.stack.in_template();
        if self.form.is_some() && !in_template {
            return Ok(Next::Done);
        }
        self.close_paragraph();
        let id = self.insert(token)?;
        if !in_template {
            self.form = Some(id);
        }
        Ok(Next::Done)
    }
}
