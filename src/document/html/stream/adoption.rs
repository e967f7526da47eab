//! The standard's adoption agency: the end tag of a formatting element in which a block stands moves the block out of it, and
//! wraps what the block holds in a copy of the element.
//!
//! Text stays in its order; what changes is where the block was opened, and that has gone to the builder already. So the page is
//! read once more, and at the block's start tag the builder hears what the tree has in the end: formatting elements close, their
//! copies open, the block opens, and in it one more copy. The stack and the list change where the standard changes them, in
//! either reading, so that both meet the same elements with the same numbers. The steps follow html5ever's.

use super::class::Sets;
use super::formatting::Format;
use super::name::Name;
use super::stack::Open;
use super::tag::Attributes;
use super::{Fallback, Stepped, Stream};
use rustc_hash::FxHashMap;

/// The standard's bounds: rounds for one end tag, and elements between it and the block that are copied.
const MOST_ROUNDS: usize = 8;
const MOST_COPIES: usize = 3;

/// Blocks that move, by the numbers of their elements.
#[derive(Debug, Default)]
pub struct Moves(FxHashMap<u32, Move>);

/// What happens where a block opens.
#[derive(Debug, Default)]
struct Move {
    before: Vec<Event>,
    inside: Vec<Copied>,
}

#[derive(Clone, Copy, Debug)]
enum Event {
    /// So many elements close.
    Close(u32),
    Open(Copied),
}

/// An element to open: its name, and where its attributes begin.
#[derive(Clone, Copy, Debug)]
pub struct Copied(Name, usize);

impl Moves {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// A block moves out of so many elements into copies of some, and holds a copy of another, from now on or once more.
    fn note<'f>(&mut self, block: u32, closes: u32, around: impl Iterator<Item = &'f Format<'f>>, inside: &Format) {
        let copied = |format: &Format| Copied(format.name, format.attributes);
        let own = self.0.entry(block).or_default();
        own.before.push(Event::Close(closes));
        own.before.extend(around.map(|format| Event::Open(copied(format))));
        own.inside.insert(0, copied(inside));
    }
}

impl<'s> Stream<'s, '_> {
    /// The end tag of a formatting element.
    pub(super) fn end_formatting(&mut self, name: Name, raw: &'s str) -> Stepped {
        let current = self.stack.last().filter(|open| open.is_named(name, raw)).map(|open| open.id);
        if current.is_some_and(|id| self.formatting.position(id).is_none()) {
            self.pop();
            return Ok(());
        }
        for _ in 0..MOST_ROUNDS {
            let Some((entry, format)) = self.formatting.last_named(name) else {
                self.end_any(name, raw);
                return Ok(());
            };
            let Some(at) = self.stack.position(format.id) else {
                self.formatting.remove(entry);
                return Ok(());
            };
            if self.stack.find(Sets::SCOPE, |open| open.id == format.id).is_none() {
                return Ok(());
            }
            let Some(block) = self.stack.all()[at..].iter().position(|open| open.sets.any(Sets::SPECIAL)) else {
                self.formatting.remove(entry);
                self.pop_to(at);
                return Ok(());
            };
            self.move_block(format, at, at + block)?;
        }
        Ok(())
    }

    /// Moves a block out of the formatting element; both by their places in the stack.
    fn move_block(&mut self, format: Format<'s>, at: usize, block: usize) -> Stepped {
        let all = self.stack.all();
        if at == 0 || all[at - 1].sets.any(Sets::FOSTER) {
            return Err(Fallback::Foster.into());
        }
        let moved = all[block].id;
        let closes = all[at..=block].iter().map(|open| open.closes).sum::<u32>() - 1;
        let (copies, last) = self.copy_between(at, block);
        let id = self.new_id();
        match last.and_then(|last| self.formatting.position(last)) {
            None => {
                if let Some(entry) = self.formatting.position(format.id) {
                    self.formatting.reopened(entry, id);
                }
            }
            Some(before) => {
                self.formatting.insert(before + 1, Format { id, open: true, ..format });
                if let Some(entry) = self.formatting.position(format.id) {
                    self.formatting.remove(entry);
                }
            }
        }
        if let (Some(own), Some(block)) = (self.stack.take(at), self.stack.position(moved)) {
            self.stack.end_alone(block);
            self.stack.insert(block + 1, Open { id, closes: 1, ..own });
        }
        if !self.ahead.complete {
            self.ahead.moves.note(moved, closes, copies.iter().rev(), &format);
            self.moves = true;
        }
        Ok(())
    }

    /// Copies the formatting elements between two places of the stack, and takes the others out; the innermost copy comes first,
    /// with its number.
    fn copy_between(&mut self, at: usize, block: usize) -> (Vec<Format<'s>>, Option<u32>) {
        let (mut copies, mut innermost) = (Vec::new(), None);
        for (count, node) in (at + 1..block).rev().enumerate() {
            let open = self.stack.all()[node];
            let entry = self.formatting.position(open.id);
            match entry.and_then(|entry| Some((entry, self.formatting.get(entry)?))) {
                Some((entry, format)) if count < MOST_COPIES => {
                    let id = self.new_id();
                    self.formatting.reopened(entry, id);
                    self.stack.replace(node, Open { id, closes: 1, ..open });
                    innermost = innermost.or(Some(id));
                    copies.push(format);
                }
                other => {
                    if let Some((entry, _)) = other {
                        self.formatting.remove(entry);
                    }
                    self.stack.take(node);
                }
            }
        }
        (copies, innermost)
    }

    /// What is known to happen before the element opens that is to come; returns what is to open in it.
    #[inline]
    pub(super) fn before_block(&mut self) -> Vec<Copied> {
        if self.ahead.moves.0.is_empty() { Vec::new() } else { self.before_moved() }
    }

    fn before_moved(&mut self) -> Vec<Copied> {
        let Some(own) = self.ahead.moves.0.remove(&(self.next_id + 1)) else { return Vec::new() };
        for event in own.before {
            match event {
                Event::Close(count) => (0..count).for_each(|_| self.builder.close()),
                Event::Open(copied) => self.open_copy(copied),
            }
        }
        own.inside
    }

    /// Opens copies in a block.
    pub(super) fn inside_block(&mut self, copies: Vec<Copied>) {
        copies.into_iter().for_each(|copied| self.open_copy(copied));
    }

    fn open_copy(&mut self, Copied(name, from): Copied) {
        let mut attributes = Attributes::default();
        attributes.read(self.source, from);
        self.builder.open(name.tag(), attributes.iter(self.source));
    }
}
