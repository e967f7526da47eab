//! The modes of tables.

use super::class::Sets;
use super::name::Name;
use super::{Mode, Next, Step, Stream, Token, View};
use crate::document::html::known::Known;

impl<'s> Stream<'s, '_> {
    pub(super) fn start_in_table(&mut self, token: Token<'s>) -> Step {
        let Name::View(tag) = token.name else { return self.foster_start(token) };
        match tag {
            View::Caption => {
                self.pop_to_context(Sets::TABLE);
                self.formatting.mark();
                self.enter(token, Mode::InCaption)
            }
            View::Colgroup => {
                self.pop_to_context(Sets::TABLE);
                self.enter(token, Mode::InColumnGroup)
            }
            View::Col => {
                self.pop_to_context(Sets::TABLE);
                self.imply(View::Colgroup, Mode::InColumnGroup)
            }
            View::Tbody | View::Tfoot | View::Thead => {
                self.pop_to_context(Sets::TABLE);
                self.enter(token, Mode::InTableBody)
            }
            View::Td | View::Th | View::Tr => {
                self.pop_to_context(Sets::TABLE);
                self.imply(View::Tbody, Mode::InTableBody)
            }
            View::Table => {
                if !self.stack.in_table_scope(View::Table) {
                    return Ok(Next::Done);
                }
                self.close_named(View::Table);
                self.mode = self.reset_mode();
                Ok(Next::Again)
            }
            View::Style | View::Script | View::Template => self.start_in_head(token),
            View::Input if self.is_hidden_input() => self.insert_void(token),
            View::Form => {
                if !self.stack.in_template() && self.form.is_none() {
                    self.insert_void(token)?;
                    // The element is not open, so its end tag finds none.
                    self.form = Some(self.next_id + 1);
                    self.next_id += 1;
                }
                Ok(Next::Done)
            }
            _ => self.foster_start(token),
        }
    }

    fn enter(&mut self, token: Token<'s>, mode: Mode) -> Step {
        self.insert(token)?;
        self.mode = mode;
        Ok(Next::Done)
    }

    fn imply(&mut self, tag: View, mode: Mode) -> Step {
        self.insert_implied(tag)?;
        self.mode = mode;
        Ok(Next::Again)
    }

    fn foster_start(&mut self, token: Token<'s>) -> Step {
        self.foster = true;
        let next = self.start_in_body(token);
        self.foster = false;
        next
    }

    fn is_hidden_input(&self) -> bool {
        self.attributes.value(self.source, Known::Type).is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"))
    }

    pub(super) fn end_in_table(&mut self, name: Name, raw: &'s str) -> Step {
        if let Name::View(tag) = name {
            match tag {
                View::Table => {
                    if self.stack.in_table_scope(View::Table) {
                        self.close_named(View::Table);
                        self.mode = self.reset_mode();
                    }
                    return Ok(Next::Done);
                }
                View::Body | View::Caption | View::Col | View::Colgroup | View::Html | View::Tbody => return Ok(Next::Done),
                View::Td | View::Tfoot | View::Th | View::Thead | View::Tr => return Ok(Next::Done),
                View::Template => {
                    self.end_template();
                    return Ok(Next::Done);
                }
                _ => {}
            }
        }
        self.foster = true;
        let next = self.end_in_body(name, raw);
        self.foster = false;
        next
    }

    pub(super) fn start_in_caption(&mut self, token: Token<'s>) -> Step {
        match token.name {
            Name::View(View::Caption | View::Col | View::Colgroup | View::Tbody | View::Td) => Ok(self.leave_caption(Next::Again)),
            Name::View(View::Tfoot | View::Th | View::Thead | View::Tr) => Ok(self.leave_caption(Next::Again)),
            _ => self.start_in_body(token),
        }
    }

    fn leave_caption(&mut self, next: Next) -> Next {
        if !self.stack.in_table_scope(View::Caption) {
            return Next::Done;
        }
        self.close_named(View::Caption);
        self.formatting.clear_to_marker();
        self.mode = Mode::InTable;
        next
    }

    pub(super) fn end_in_caption(&mut self, name: Name, raw: &'s str) -> Step {
        match name {
            Name::View(View::Caption) => Ok(self.leave_caption(Next::Done)),
            Name::View(View::Table) => Ok(self.leave_caption(Next::Again)),
            Name::View(View::Body | View::Col | View::Colgroup | View::Html | View::Tbody) => Ok(Next::Done),
            Name::View(View::Td | View::Tfoot | View::Th | View::Thead | View::Tr) => Ok(Next::Done),
            _ => self.end_in_body(name, raw),
        }
    }

    pub(super) fn start_in_column_group(&mut self, token: Token<'s>) -> Step {
        match token.name {
            Name::View(View::Html) => self.late_html(token),
            Name::View(View::Col) => self.insert_void(token),
            Name::View(View::Template) => self.start_in_head(token),
            _ => Ok(self.leave_column_group(Next::Again)),
        }
    }

    fn leave_column_group(&mut self, next: Next) -> Next {
        if !self.stack.last_is(View::Colgroup) {
            return Next::Done;
        }
        self.pop();
        self.mode = Mode::InTable;
        next
    }

    pub(super) fn end_in_column_group(&mut self, name: Name) -> Step {
        match name {
            Name::View(View::Colgroup) => Ok(self.leave_column_group(Next::Done)),
            Name::View(View::Col) => Ok(Next::Done),
            Name::View(View::Template) => {
                self.end_template();
                Ok(Next::Done)
            }
            _ => Ok(self.leave_column_group(Next::Again)),
        }
    }

    pub(super) fn start_in_table_body(&mut self, token: Token<'s>) -> Step {
        match token.name {
            Name::View(View::Tr) => {
                self.pop_to_context(Sets::BODIES);
                self.enter(token, Mode::InRow)
            }
            Name::View(View::Th | View::Td) => {
                self.pop_to_context(Sets::BODIES);
                self.imply(View::Tr, Mode::InRow)
            }
            Name::View(View::Caption | View::Col | View::Colgroup | View::Tbody | View::Tfoot | View::Thead) => {
                Ok(self.leave_body_of_table())
            }
            _ => self.start_in_table(token),
        }
    }

    fn leave_body_of_table(&mut self) -> Next {
        let outer = |open: &super::stack::Open| open.is(View::Table) || open.is(View::Tbody) || open.is(View::Tfoot);
        if self.stack.find(Sets::TABLE, outer).is_none() {
            return Next::Done;
        }
        self.pop_to_context(Sets::BODIES);
        self.pop();
        self.mode = Mode::InTable;
        Next::Again
    }

    pub(super) fn end_in_table_body(&mut self, name: Name, raw: &'s str) -> Step {
        match name {
            Name::View(tag @ (View::Tbody | View::Tfoot | View::Thead)) => {
                if self.stack.in_table_scope(tag) {
                    self.pop_to_context(Sets::BODIES);
                    self.pop();
                    self.mode = Mode::InTable;
                }
                Ok(Next::Done)
            }
            Name::View(View::Table) => Ok(self.leave_body_of_table()),
            Name::View(View::Body | View::Caption | View::Col | View::Colgroup | View::Html | View::Td | View::Th | View::Tr) => {
                Ok(Next::Done)
            }
            _ => self.end_in_table(name, raw),
        }
    }

    pub(super) fn start_in_row(&mut self, token: Token<'s>) -> Step {
        match token.name {
            Name::View(View::Th | View::Td) => {
                self.pop_to_context(Sets::ROWS);
                self.enter(token, Mode::InCell)?;
                self.formatting.mark();
                Ok(Next::Done)
            }
            Name::View(View::Caption | View::Col | View::Colgroup | View::Tbody | View::Tfoot | View::Thead | View::Tr) => {
                Ok(self.leave_row(Next::Again))
            }
            _ => self.start_in_table(token),
        }
    }

    fn leave_row(&mut self, next: Next) -> Next {
        if !self.stack.in_table_scope(View::Tr) {
            return Next::Done;
        }
        self.pop_to_context(Sets::ROWS);
        self.pop();
        self.mode = Mode::InTableBody;
        next
    }

    pub(super) fn end_in_row(&mut self, name: Name, raw: &'s str) -> Step {
        match name {
            Name::View(View::Tr) => Ok(self.leave_row(Next::Done)),
            Name::View(View::Table) => Ok(self.leave_row(Next::Again)),
            Name::View(tag @ (View::Tbody | View::Tfoot | View::Thead)) => {
                Ok(if self.stack.in_table_scope(tag) { self.leave_row(Next::Again) } else { Next::Done })
            }
            Name::View(View::Body | View::Caption | View::Col | View::Colgroup | View::Html | View::Td | View::Th) => Ok(Next::Done),
            _ => self.end_in_table(name, raw),
        }
    }

    pub(super) fn start_in_cell(&mut self, token: Token<'s>) -> Step {
        match token.name {
            Name::View(View::Caption | View::Col | View::Colgroup | View::Tbody | View::Td) => Ok(self.leave_cell()),
            Name::View(View::Tfoot | View::Th | View::Thead | View::Tr) => Ok(self.leave_cell()),
            _ => self.start_in_body(token),
        }
    }

    fn leave_cell(&mut self) -> Next {
        let Some(at) = self.stack.find(Sets::TABLE, |open| open.sets.any(Sets::CELL)) else { return Next::Done };
        self.pop_to(at);
        self.formatting.clear_to_marker();
        self.mode = Mode::InRow;
        Next::Again
    }

    pub(super) fn end_in_cell(&mut self, name: Name, raw: &'s str) -> Step {
        match name {
            Name::View(tag @ (View::Td | View::Th)) => {
                if let Some(at) = self.stack.find(Sets::TABLE, |open| open.is(tag)) {
                    self.pop_to(at);
                    self.formatting.clear_to_marker();
                    self.mode = Mode::InRow;
                }
                Ok(Next::Done)
            }
            Name::View(tag @ (View::Table | View::Tbody | View::Tfoot | View::Thead | View::Tr)) => {
                if self.stack.in_table_scope(tag) {
                    let next = self.leave_cell();
                    self.mode = Mode::InRow;
                    return Ok(if next == Next::Done { Next::Again } else { next });
                }
                Ok(Next::Done)
            }
            Name::View(View::Body | View::Caption | View::Col | View::Colgroup | View::Html) => Ok(Next::Done),
            _ => self.end_in_body(name, raw),
        }
    }
}
