//! What every insertion mode does to the stack: elements come, end, and are opened anew.

use super::class::Sets;
use super::formatting::Format;
use super::name::Name;
use super::references::Reading;
use super::stack::{Open, Space};
use super::tag::Attributes;
use super::{Fallback, MOST_LATE, Mode, Next, Step, Stepped, Stop, Stream, Token, View, rawtext};
use crate::document::html::known::Known;
use crate::document::html::tame::Called;

impl<'s> Stream<'s, '_> {
    /// Whether what comes now would have to go before a table that is in the view already.
    pub(super) fn check_foster(&self) -> Stepped {
        if self.foster && self.stack.last_in(Sets::FOSTER) { Err(Fallback::Foster.into()) } else { Ok(()) }
    }

    fn push(&mut self, name: Name, raw: &'s str, space: Space) -> u32 {
        let sets = match space {
            Space::Html => Sets::of(name),
            _ => Sets::of_foreign(name, space == Space::Svg),
        };
        let id = self.new_id();
        self.stack.push(Open { name, space, sets, closes: 1, id, raw });
        id
    }

    pub(super) fn new_id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id
    }

    /// An element for the start tag at hand.
    pub(super) fn insert(&mut self, token: Token<'s>) -> Result<u32, Stop> {
        self.insert_in(token, Space::Html)
    }

    pub(super) fn insert_in(&mut self, token: Token<'s>, space: Space) -> Result<u32, Stop> {
        self.check_foster()?;
        let inside = self.before_block();
        self.builder.open(token.name.tag(), self.attributes.iter(self.source));
        self.inside_block(inside);
        Ok(self.push(token.name, token.raw, space))
    }

    /// An element that no tag stands for.
    pub(super) fn insert_implied(&mut self, tag: View) -> Stepped {
        self.check_foster()?;
        let inside = self.before_block();
        self.builder.open(tag, std::iter::empty());
        self.inside_block(inside);
        self.push(Name::View(tag), "", Space::Html);
        Ok(())
    }

    /// An element without content.
    pub(super) fn insert_void(&mut self, token: Token<'s>) -> Step {
        self.check_foster()?;
        self.builder.open(token.name.tag(), self.attributes.iter(self.source));
        self.builder.close();
        Ok(Next::Done)
    }

    /// An element whose content is text up to its end tag.
    pub(super) fn insert_raw(&mut self, token: Token<'s>, reading: Reading) -> Step {
        self.insert(token)?;
        let (bytes, from) = (self.source.as_bytes(), self.at);
        let is_script = token.name == Name::View(View::Script);
        let end = if is_script { rawtext::script_end(bytes, from) } else { rawtext::end(bytes, from, token.raw.as_bytes()) };
        self.put(from, end, reading);
        self.at = end;
        if let Some(limits) = self.limits.as_mut().filter(|_| end < bytes.len()) {
            limits.end(Called::of(token.raw.as_bytes()));
        }
        let ended = end < bytes.len() && self.skip_tag(end + 2 + token.raw.len());
        self.pop();
        if is_script && ended {
            self.skip_mark();
        }
        Ok(Next::Done)
    }

    /// html5ever drops a byte order mark wherever it takes up a source again.
    pub(super) fn skip_mark(&mut self) {
        if self.source[self.at..].starts_with('\u{feff}') {
            self.at += '\u{feff}'.len_utf8();
        }
    }

    /// The innermost element ends.
    pub(super) fn pop(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        self.left(&open);
        for _ in 0..open.closes {
            self.builder.close();
        }
    }

    /// An element has left the stack.
    pub(super) fn left(&mut self, open: &Open) {
        if open.sets.any(Sets::FORMATTING) {
            self.formatting.closed(open);
        }
    }

    /// Ends elements until this many are open.
    pub(super) fn pop_to(&mut self, count: usize) {
        while self.stack.len() > count {
            self.pop();
        }
    }

    /// Ends elements until the innermost is in one of these sets.
    pub(super) fn pop_to_context(&mut self, sets: Sets) {
        while self.stack.len() > 0 && !self.stack.last_in(sets) {
            self.pop();
        }
    }

    /// Takes an element off the stack, wherever it is.
    pub(super) fn remove(&mut self, at: usize) {
        if at + 1 == self.stack.len() {
            self.pop();
        } else if let Some(open) = self.stack.remove(at) {
            self.left(&open);
        }
    }

    /// Ends elements whose end tags may be left out.
    pub(super) fn imply_ends(&mut self, except: Option<Name>) {
        while self.stack.last().is_some_and(|open| open.sets.any(Sets::IMPLIED) && Some(open.name) != except) {
            self.pop();
        }
    }

    /// Ends a `p` that is open.
    pub(super) fn close_paragraph(&mut self) {
        if self.stack.in_scope(View::P, Sets::BUTTON) {
            self.close_named(View::P);
        }
    }

    /// Ends the innermost element of this name, and all in it.
    pub(super) fn close_named(&mut self, tag: View) {
        if let Some(at) = self.stack.all().iter().rposition(|open| open.is(tag)) {
            self.pop_to(at);
        }
    }

    /// Opens formatting elements anew that ended with the block around them.
    #[inline]
    pub(super) fn reopen_formatting(&mut self) -> Stepped {
        match self.formatting.first_to_reopen() {
            None => Ok(()),
            Some(first) => self.reopen_from(first),
        }
    }

    fn reopen_from(&mut self, mut at: usize) -> Stepped {
        while let Some(entry) = self.formatting.get(at) {
            self.check_foster()?;
            // The attributes at hand belong to the tag that comes behind these.
            let own = std::mem::take(&mut self.attributes);
            self.attributes.read(self.source, entry.attributes);
            self.builder.open(entry.name.tag(), self.attributes.iter(self.source));
            self.attributes = own;
            let id = self.push(entry.name, entry.raw, Space::Html);
            self.formatting.reopened(at, id);
            at += 1;
        }
        Ok(())
    }

    /// A formatting element.
    pub(super) fn insert_formatting(&mut self, token: Token<'s>) -> Step {
        self.formatting.make_room(self.source, token.name, token.attributes);
        let id = self.insert(token)?;
        self.formatting.push(Format { name: token.name, raw: token.raw, attributes: token.attributes, id, open: true });
        Ok(Next::Done)
    }

    /// The end tag of an element the standard has no rule for.
    pub(super) fn end_any(&mut self, name: Name, raw: &str) {
        if let Some(at) = self.stack.find(Sets::SPECIAL, |open| open.is_named(name, raw)) {
            self.pop_to(at);
        }
    }

    /// The `html` (0) or `body` (1) element, with what later tags give it.
    pub(super) fn insert_root(&mut self, root: usize, token: Option<Token<'s>>) -> Stepped {
        let tag = [View::Html, View::Body][root];
        let token = token.unwrap_or_else(|| {
            self.attributes.clear();
            Token { name: Name::View(tag), raw: "", attributes: self.at, closes_itself: false }
        });
        for from in &self.ahead.roots[root] {
            let mut later = Attributes::default();
            later.read(self.source, *from);
            self.attributes.merge(&later);
        }
        self.roots[root] = self.attributes.present();
        self.insert(token)?;
        Ok(())
    }

    /// The same without a tag of its own; the attributes at hand belong to the tag that implies it.
    pub(super) fn imply_root(&mut self, root: usize) -> Stepped {
        let own = std::mem::take(&mut self.attributes);
        let done = self.insert_root(root, None);
        self.attributes = own;
        done
    }

    /// A later `html` (0) or `body` (1) tag gives the first what attributes it does not have.
    pub(super) fn merge_root(&mut self, root: usize, token: Token<'s>) -> Stepped {
        let had = self.roots[root];
        let news = self.attributes.iter(self.source).any(|(known, value)| {
            let says = match known {
                Known::Hidden => true,
                Known::AriaHidden => value.trim().eq_ignore_ascii_case("true"),
                Known::Style => crate::document::html::view::hides(value),
                Known::Lang => root == 0,
                _ => known.kept().is_some(),
            };
            says && had & (1 << known as u32) == 0
        });
        if news {
            if self.ahead.roots[root].len() >= MOST_LATE {
                return Err(Fallback::LateRoot.into());
            }
            self.ahead.roots[root].push(token.attributes);
            self.ahead.moves.clear();
            return Err(Stop::Again);
        }
        self.roots[root] |= self.attributes.present();
        Ok(())
    }

    /// The mode that the open elements call for.
    pub(super) fn reset_mode(&self) -> Mode {
        for (at, open) in self.stack.all().iter().enumerate().rev() {
            let Name::View(tag) = open.name else { continue };
            if open.space != Space::Html {
                continue;
            }
            return match tag {
                View::Td | View::Th if at > 0 => Mode::InCell,
                View::Tr => Mode::InRow,
                View::Tbody | View::Thead | View::Tfoot => Mode::InTableBody,
                View::Caption => Mode::InCaption,
                View::Colgroup => Mode::InColumnGroup,
                View::Table => Mode::InTable,
                View::Template => self.template_modes.last().copied().unwrap_or(Mode::InBody),
                View::Head if at > 0 => Mode::InHead,
                View::Body => Mode::InBody,
                View::Html if self.has_head => Mode::AfterHead,
                View::Html => Mode::BeforeHead,
                _ => continue,
            };
        }
        Mode::InBody
    }
}
