//! Text, comments, declarations, and the end of the source.

use super::class::Sets;
use super::references::{Reading, read};
use super::{Fallback, Mode, Stepped, Stream, View, rawtext};
use memchr::{memchr, memmem};

impl Stream<'_, '_> {
    /// Puts a piece of source, as the text that it is, into the innermost element.
    pub(super) fn put(&mut self, from: usize, to: usize, reading: Reading) {
        if self.builder.wants_text() {
            let piece = &self.source[from..to];
            self.builder.text(read(piece, reading, &mut self.scratch).unwrap_or(piece));
        }
    }

    /// Text between tags.
    pub(super) fn characters(&mut self, from: usize, to: usize) -> Stepped {
        if self.text_is_foreign() {
            self.put(from, to, Reading::Kept);
            return Ok(());
        }
        let piece = &self.source[from..to];
        if matches!(self.mode, Mode::InBody | Mode::InCell) {
            // Null characters alone are no text.
            if piece.as_bytes().first() != Some(&0) || piece.contains(|c| c != '\0') {
                self.reopen_formatting()?;
                self.put(from, to, Reading::Text);
            }
            return Ok(());
        }
        if memchr(0, piece.as_bytes()).is_some() {
            return Err(Fallback::Rare.into());
        }
        let mut own = std::mem::take(&mut self.scratch);
        let done = self.text_by_mode(read(piece, Reading::Text, &mut own).unwrap_or(piece));
        self.scratch = own;
        done
    }

    fn text_by_mode(&mut self, text: &str) -> Stepped {
        let mut text = text;
        loop {
            let behind = text.trim_ascii_start();
            match self.mode {
                Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead => {}
                Mode::InHead | Mode::InHeadNoscript | Mode::AfterHead => self.builder.text(&text[..text.len() - behind.len()]),
                Mode::InTable | Mode::InTableBody | Mode::InRow => return self.text_in_table(text),
                Mode::InColumnGroup => {
                    self.builder.text(&text[..text.len() - behind.len()]);
                    if !behind.is_empty() && !self.stack.last_is(View::Colgroup) {
                        return Err(Fallback::Rare.into());
                    }
                }
                Mode::AfterBody | Mode::AfterAfterBody if behind.is_empty() => return self.put_text_in_body(text),
                Mode::AfterBody | Mode::AfterAfterBody => {
                    self.mode = Mode::InBody;
                    return self.put_text_in_body(text);
                }
                _ => return self.put_text_in_body(text),
            }
            text = behind;
            if text.is_empty() {
                return Ok(());
            }
            self.leave_before_body()?;
        }
    }

    /// What is no white space ends the modes before the body, and that of column groups.
    fn leave_before_body(&mut self) -> Stepped {
        match self.mode {
            Mode::Initial => {
                self.start_initial()?;
            }
            Mode::BeforeHtml => {
                self.imply_html()?;
            }
            Mode::BeforeHead => {
                self.imply_head()?;
            }
            Mode::InHead => {
                self.pop();
                self.mode = Mode::AfterHead;
            }
            Mode::InHeadNoscript => {
                self.pop();
                self.mode = Mode::InHead;
            }
            Mode::InColumnGroup => {
                self.pop();
                self.mode = Mode::InTable;
            }
            _ => {
                self.imply_body()?;
            }
        }
        Ok(())
    }

    fn put_text_in_body(&mut self, text: &str) -> Stepped {
        if text.is_empty() {
            return Ok(());
        }
        self.reopen_formatting()?;
        self.check_foster()?;
        self.builder.text(text);
        Ok(())
    }

    fn text_in_table(&mut self, text: &str) -> Stepped {
        if self.stack.last_in(Sets::FOSTER) {
            if !text.trim_ascii_start().is_empty() {
                return Err(Fallback::Foster.into());
            }
            self.builder.text(text);
            return Ok(());
        }
        self.foster = true;
        self.put_text_in_body(text)?;
        self.foster = false;
        Ok(())
    }

    /// What begins with `<!`.
    pub(super) fn declaration(&mut self) -> Stepped {
        let bytes = &self.source.as_bytes()[self.at..];
        if bytes.starts_with(b"<!--") {
            self.at = rawtext::comment_end(self.source.as_bytes(), self.at);
            self.comment();
            return Ok(());
        }
        if bytes.len() >= 9 && bytes[2..9].eq_ignore_ascii_case(b"doctype") {
            let end = memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1);
            if self.mode == Mode::Initial {
                self.quirks = super::document::has_quirks(&self.source[self.at..self.at + end]);
                self.mode = Mode::BeforeHtml;
            }
            self.at += end;
            return Ok(());
        }
        if self.in_foreign() && bytes.starts_with(b"<![CDATA[") {
            let from = self.at + 9;
            let end = memmem::find(&bytes[9..], b"]]>").map(|end| from + end);
            let to = end.unwrap_or(self.source.len());
            self.at = end.map_or(to, |end| end + 3);
            return self.cdata(from, to);
        }
        self.bogus_comment();
        Ok(())
    }

    fn cdata(&mut self, from: usize, to: usize) -> Stepped {
        if from == to {
            return Ok(());
        }
        if self.text_is_foreign() {
            self.put(from, to, Reading::Raw);
            return Ok(());
        }
        if !matches!(self.mode, Mode::InBody | Mode::InCell | Mode::InCaption) {
            return Err(Fallback::Rare.into());
        }
        let piece = &self.source[from..to];
        let mut own = std::mem::take(&mut self.scratch);
        let done = self.put_text_in_body(read(piece, Reading::Dropped, &mut own).unwrap_or(piece));
        self.scratch = own;
        done
    }

    /// Markup that is none: up to the next `>`.
    pub(super) fn bogus_comment(&mut self) {
        let rest = &self.source.as_bytes()[self.at..];
        self.at += memchr(b'>', rest).map_or(rest.len(), |end| end + 1);
        self.comment();
    }

    /// A comment is a node of the tree: text before and behind it is not one text. It goes into the innermost element, or before
    /// or behind the body, where it parts nothing.
    fn comment(&mut self) {
        if !matches!(self.mode, Mode::AfterBody | Mode::AfterAfterBody) || self.in_foreign() {
            self.builder.end_text();
        }
    }

    /// The end of the source implies what the page did not have.
    pub(super) fn end_of_source(&mut self) -> Stepped {
        loop {
            match self.mode {
                Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead | Mode::InHead | Mode::InHeadNoscript | Mode::AfterHead => {
                    self.leave_before_body()?
                }
                _ if !self.template_modes.is_empty() && self.stack.in_template() => self.leave_template(),
                _ => break,
            }
        }
        self.pop_to(0);
        Ok(())
    }

    /// The innermost template ends.
    pub(super) fn leave_template(&mut self) {
        self.close_named(View::Template);
        self.formatting.clear_to_marker();
        self.template_modes.pop();
        self.mode = self.reset_mode();
    }
}
