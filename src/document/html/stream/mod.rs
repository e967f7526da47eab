//! From source to view in one pass: tokens, a stack of open elements, events to the [`Builder`]; no tree.
//!
//! The stack does what the HTML standard's tree construction does (insertion modes, implied tags, formatting elements opened
//! anew, SVG and MathML, raw text), in the reading of html5ever, whose tree the view was defined on. Where the standard moves
//! blocks out of formatting elements, the page is read twice (`adoption`). Other nodes that move a stream cannot follow; [`Fallback`]
//! names these cases, and the tree is built for them.
//!
//! One subject a file: `tag`, `rawtext`, `references`, `scan` are the tokenizer's states; `name`, `class` what the standard knows of
//! elements; `stack`, `formatting` its two lists; `adoption` moves blocks; `document`, `head`, `body`, `ends`,
//! `table`, `foreign` are its insertion modes.

mod adoption;
mod body;
mod class;
mod document;
mod ends;
mod foreign;
mod formatting;
mod head;
mod insertion;
mod name;
mod rawtext;
mod references;
mod scan;
mod stack;
mod table;
mod tag;
mod text;

use super::tag::Tag as View;
use super::tame::{Called, Limits, MAX_ATTRIBUTES};
use super::view::Builder;
use crate::document::packed::key_at;
use adoption::Moves;
pub use class::Sets;
use formatting::Formatting;
pub use name::{Name, Only};
use stack::Stack;
use tag::{Attributes, is_space};

/// Why a page needs a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fallback {
    /// Text or elements stand in a table outside its cells: they move before the table.
    Foster,
    /// A frameset.
    Frameset,
    /// More late `html` and `body` tags with attributes that the view asks for than `MOST_LATE` (four of each).
    LateRoot,
    /// What hardly any page has: a null character in a name or before the body, a reference to a line feed in `pre`,
    /// `xlink` attributes in MathML.
    Rare,
}

/// So many late `html` and `body` tags are read ahead.
pub const MOST_LATE: usize = 4;

/// What one reading of a page learns for the next.
#[derive(Debug, Default)]
pub struct Ahead {
    /// Where the attributes of late tags begin that go to `html` and to `body`.
    roots: [Vec<usize>; 2],
    moves: Moves,
    /// Whether all moves are known.
    complete: bool,
}

/// Why a page was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It needs a tree.
    Tree(Fallback),
    /// It is to be read once more, with what is known now.
    Again,
    /// It is to be tamed first.
    Untamed,
}

impl From<Fallback> for Stop {
    fn from(fallback: Fallback) -> Self {
        Stop::Tree(fallback)
    }
}

/// The insertion modes of the standard; that of raw text is none here, and that of table text is part of those of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    InHeadNoscript,
    AfterHead,
    InBody,
    InTable,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
    AfterBody,
    AfterAfterBody,
}

/// Whether a token is done with, or is to be taken again in the mode that is set now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Done,
    Again,
}

/// A tag: its name, and where its attributes begin.
#[derive(Clone, Copy, Debug)]
struct Token<'s> {
    name: Name,
    raw: &'s str,
    attributes: usize,
    closes_itself: bool,
}

type Step = Result<Next, Stop>;
type Stepped = Result<(), Stop>;

/// The state of the pass.
pub struct Stream<'s, 'b> {
    source: &'s str,
    at: usize,
    builder: &'b mut Builder,
    mode: Mode,
    template_modes: Vec<Mode>,
    stack: Stack<'s>,
    formatting: Formatting<'s>,
    /// Attributes of the start tag at hand.
    attributes: Attributes,
    /// The form that is open, by its number.
    form: Option<u32>,
    has_head: bool,
    quirks: bool,
    /// What is put into a table goes before it.
    foster: bool,
    next_id: u32,
    /// Attributes that `html` and `body` have.
    roots: [u32; 2],
    ahead: &'b mut Ahead,
    /// Whether blocks move that were opened where they do not stay.
    moves: bool,
    /// `None` for a source that was tamed.
    limits: Option<Limits>,
    scratch: String,
}

/// What ends the name of a tag.
static ENDS_TAG_NAME: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        ends[byte] = matches!(byte as u8, b'>' | b'/' | 0) || is_space(byte as u8);
        byte += 1;
    }
    ends
};

impl<'s, 'b> Stream<'s, 'b> {
    /// Reads a source from start to end; without limits, if it was tamed.
    pub fn read(source: &'s str, builder: &'b mut Builder, ahead: &'b mut Ahead, limits: Option<Limits>) -> Stepped {
        let mut stream = Stream {
            source,
            // html5ever drops a byte order mark.
            at: if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
            builder,
            mode: Mode::Initial,
            template_modes: Vec::new(),
            stack: Stack::default(),
            formatting: Formatting::default(),
            attributes: Attributes::default(),
            form: None,
            has_head: false,
            quirks: false,
            foster: false,
            next_id: 0,
            roots: [0; 2],
            ahead,
            moves: false,
            limits,
            scratch: String::new(),
        };
        while stream.at < source.len() {
            let from = stream.at;
            let to = stream.markup_from(from);
            if to > from {
                stream.characters(from, to)?;
            }
            stream.at = to;
            if to < source.len() {
                stream.markup()?;
            }
        }
        stream.end_of_source()?;
        if stream.moves {
            stream.ahead.complete = true;
            return Err(Stop::Again);
        }
        Ok(())
    }

    /// Where markup begins: at a `<` that opens a tag, a comment or the like.
    fn markup_from(&self, from: usize) -> usize {
        let bytes = self.source.as_bytes();
        let mut at = from;
        while let Some(found) = scan::find(bytes, at, b'<') {
            at = found;
            match bytes.get(at + 1) {
                Some(b'/' | b'!' | b'?') if bytes.get(at + 2).is_some() || bytes[at + 1] != b'/' => return at,
                Some(byte) if byte.is_ascii_alphabetic() => return at,
                _ => at += 1,
            }
        }
        bytes.len()
    }

    /// Reads what begins with the `<` at hand.
    fn markup(&mut self) -> Stepped {
        let bytes = self.source.as_bytes();
        match bytes[self.at + 1] {
            b'!' => self.declaration(),
            b'/' if bytes[self.at + 2].is_ascii_alphabetic() => self.end_tag(),
            b'/' if bytes[self.at + 2] == b'>' => {
                self.at += 3;
                Ok(())
            }
            b'/' | b'?' => {
                self.bogus_comment();
                Ok(())
            }
            _ => self.start_tag(),
        }
    }

    fn start_tag(&mut self) -> Stepped {
        let (own, raw) = self.name(self.at + 1)?;
        let attributes = self.at + 1 + raw.len();
        let Some(end) = self.attributes.read(self.source, attributes) else {
            self.at = self.source.len();
            return Ok(());
        };
        self.at = end.at;
        if let Some(limits) = &mut self.limits
            && (!limits.start(own, end.closes_itself).stays() || self.attributes.count() > MAX_ATTRIBUTES)
        {
            return Err(Stop::Untamed);
        }
        self.start(Token { name: own.name, raw, attributes, closes_itself: end.closes_itself })
    }

    fn end_tag(&mut self) -> Stepped {
        let (own, raw) = self.name(self.at + 2)?;
        if !self.skip_tag(self.at + 2 + raw.len()) {
            return Ok(());
        }
        if let Some(limits) = &mut self.limits {
            limits.end(own);
        }
        self.end(own.name, raw)
    }

    /// Goes behind the end of a tag whose attributes begin here; whether it has an end.
    fn skip_tag(&mut self, from: usize) -> bool {
        let end = tag::each(self.source, from, |_, _| {}).map(|end| end.at);
        self.at = end.unwrap_or(self.source.len());
        end.is_some()
    }

    /// The name that begins here.
    #[inline]
    fn name(&self, from: usize) -> Result<(Called, &'s str), Stop> {
        let source = self.source.as_bytes();
        let rest = &source[from..];
        let length = rest.iter().position(|byte| ENDS_TAG_NAME[usize::from(*byte)]).unwrap_or(rest.len());
        if rest.get(length) == Some(&0) {
            return Err(Fallback::Rare.into());
        }
        let raw = &self.source[from..from + length];
        Ok((Called::packed(key_at(source, from, length), raw.as_bytes()), raw))
    }

    /// A start tag, in whatever mode it meets.
    fn start(&mut self, token: Token<'s>) -> Stepped {
        loop {
            let next = if self.is_foreign_start(&token) { self.start_foreign(token)? } else { self.start_in(self.mode, token)? };
            if next == Next::Done {
                return Ok(());
            }
        }
    }

    fn start_in(&mut self, mode: Mode, token: Token<'s>) -> Step {
        match mode {
            Mode::Initial => self.start_initial(),
            Mode::BeforeHtml => self.start_before_html(token),
            Mode::BeforeHead => self.start_before_head(token),
            Mode::InHead => self.start_in_head(token),
            Mode::InHeadNoscript => self.start_in_head_noscript(token),
            Mode::AfterHead => self.start_after_head(token),
            Mode::InBody => self.start_in_body(token),
            Mode::InTable => self.start_in_table(token),
            Mode::InCaption => self.start_in_caption(token),
            Mode::InColumnGroup => self.start_in_column_group(token),
            Mode::InTableBody => self.start_in_table_body(token),
            Mode::InRow => self.start_in_row(token),
            Mode::InCell => self.start_in_cell(token),
            Mode::InTemplate => self.start_in_template(token),
            Mode::AfterBody | Mode::AfterAfterBody => self.start_after_body(token),
        }
    }

    /// An end tag.
    fn end(&mut self, name: Name, raw: &'s str) -> Stepped {
        loop {
            let next = if self.in_foreign() { self.end_foreign(name, raw)? } else { self.end_in(self.mode, name, raw)? };
            if next == Next::Done {
                return Ok(());
            }
        }
    }

    fn end_in(&mut self, mode: Mode, name: Name, raw: &'s str) -> Step {
        match mode {
            Mode::Initial => self.start_initial(),
            Mode::BeforeHtml => self.end_before_html(name),
            Mode::BeforeHead => self.end_before_head(name),
            Mode::InHead => self.end_in_head(name),
            Mode::InHeadNoscript => self.end_in_head_noscript(name),
            Mode::AfterHead => self.end_after_head(name),
            Mode::InBody => self.end_in_body(name, raw),
            Mode::InTable => self.end_in_table(name, raw),
            Mode::InCaption => self.end_in_caption(name, raw),
            Mode::InColumnGroup => self.end_in_column_group(name),
            Mode::InTableBody => self.end_in_table_body(name, raw),
            Mode::InRow => self.end_in_row(name, raw),
            Mode::InCell => self.end_in_cell(name, raw),
            Mode::InTemplate => Ok(self.end_in_template(name)),
            Mode::AfterBody | Mode::AfterAfterBody => Ok(self.end_after_body(mode, name)),
        }
    }
}
