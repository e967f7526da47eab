//! The stack of open elements.

use super::class::Sets;
use super::name::{Name, Only};
use crate::document::html::Tag;

/// The language an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// HTML
    Html,
    /// SVG
    Svg,
    /// MathML
    Math,
}

/// An open element.
#[derive(Clone, Copy, Debug)]
pub struct Open<'s> {
    /// Its name.
    pub name: Name,
    /// Its language.
    pub space: Space,
    /// What the standard says of it.
    pub sets: Sets,
    /// How many elements of the view end with it: itself, and those that left the stack before it.
    pub closes: u32,
    /// A number no other element of the page has.
    pub id: u32,
    /// Its name as it stands in the source; empty if it was implied.
    pub raw: &'s str,
}

impl Open<'_> {
    /// Whether it is the HTML element of this name; `raw` tells other names apart.
    pub fn is_named(&self, name: Name, raw: &str) -> bool {
        self.space == Space::Html && self.has_name(name, raw)
    }

    /// Whether it has this name, in whatever language.
    pub fn has_name(&self, name: Name, raw: &str) -> bool {
        self.name == name && (name != Name::Other || self.raw.eq_ignore_ascii_case(raw))
    }

    /// Whether it is this element of HTML.
    pub fn is(&self, tag: Tag) -> bool {
        self.name == Name::View(tag) && self.space == Space::Html
    }

    /// Whether text in this element of MathML is text of HTML.
    pub fn is_text_point(&self) -> bool {
        self.space == Space::Math && matches!(self.name, Name::Rule(Only::Mi | Only::Mo | Only::Mn | Only::Ms | Only::Mtext))
    }

    /// Whether the content of this element of SVG is HTML.
    pub fn is_html_point(&self) -> bool {
        self.space == Space::Svg && matches!(self.name, Name::Rule(Only::ForeignObject | Only::Desc) | Name::View(Tag::Title))
    }
}

/// Open elements, the innermost last, and how many there are of those that are asked for most.
#[derive(Debug, Default)]
pub struct Stack<'s> {
    open: Vec<Open<'s>>,
    paragraphs: u32,
    templates: u32,
    selects: u32,
    buttons: u32,
    items: u32,
}

impl<'s> Stack<'s> {
    /// The innermost element.
    pub fn last(&self) -> Option<&Open<'s>> {
        self.open.last()
    }

    /// The elements, outermost first.
    pub fn all(&self) -> &[Open<'s>] {
        &self.open
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether the innermost element is in one of these sets.
    pub fn last_in(&self, sets: Sets) -> bool {
        self.open.last().is_some_and(|open| open.sets.any(sets))
    }

    /// Whether the innermost element is this one of HTML.
    pub fn last_is(&self, tag: Tag) -> bool {
        self.open.last().is_some_and(|open| open.is(tag))
    }

    /// Whether a template is open.
    pub fn in_template(&self) -> bool {
        self.templates > 0
    }

    /// Where the element of this number is.
    pub fn position(&self, id: u32) -> Option<usize> {
        self.open.iter().rposition(|open| open.id == id)
    }

    /// Puts an element in the place of another of its name.
    pub fn replace(&mut self, at: usize, by: Open<'s>) {
        if let Some(open) = self.open.get_mut(at) {
            *open = by;
        }
    }

    /// Takes an element off that has moved to another place of the view.
    pub fn take(&mut self, at: usize) -> Option<Open<'s>> {
        if at >= self.open.len() {
            return None;
        }
        let open = self.open.remove(at);
        self.count(&open, u32::MAX);
        Some(open)
    }

    /// Puts an element between others.
    pub fn insert(&mut self, at: usize, open: Open<'s>) {
        if at <= self.open.len() {
            self.count(&open, 1);
            self.open.insert(at, open);
        }
    }

    /// No other element of the view ends with this one any more.
    pub fn end_alone(&mut self, at: usize) {
        if let Some(open) = self.open.get_mut(at) {
            open.closes = 1;
        }
    }

    /// Adds an element.
    pub fn push(&mut self, open: Open<'s>) {
        self.count(&open, 1);
        self.open.push(open);
    }

    /// Takes the innermost element off.
    pub fn pop(&mut self) -> Option<Open<'s>> {
        let open = self.open.pop()?;
        self.count(&open, u32::MAX);
        Some(open)
    }

    /// Takes an element off that has others in it; it ends with the next inner one.
    pub fn remove(&mut self, at: usize) -> Option<Open<'s>> {
        if at + 1 >= self.open.len() {
            return None;
        }
        let open = self.open.remove(at);
        self.count(&open, u32::MAX);
        self.open[at].closes += open.closes;
        Some(open)
    }

    #[inline]
    fn count(&mut self, open: &Open, by: u32) {
        // Elements of other languages are in none of these sets.
        if open.sets.any(Sets::COUNTED) {
            self.count_name(open, by);
        }
    }

    fn count_name(&mut self, open: &Open, by: u32) {
        let counter = match open.name {
            Name::View(Tag::P) => &mut self.paragraphs,
            Name::View(Tag::Template) => &mut self.templates,
            Name::View(Tag::Select) => &mut self.selects,
            Name::View(Tag::Button) => &mut self.buttons,
            Name::View(Tag::Li | Tag::Dd | Tag::Dt) => &mut self.items,
            _ => return,
        };
        *counter = counter.wrapping_add(by);
    }

    /// Where the element is that the predicate finds before one of the sets ends the search.
    pub fn find(&self, bounds: Sets, found: impl Fn(&Open<'s>) -> bool) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev() {
            if found(open) {
                return Some(at);
            }
            if open.sets.any(bounds) {
                return None;
            }
        }
        None
    }

    /// Whether an element is in scope, with further bounds beside those of the default scope.
    pub fn in_scope(&self, tag: Tag, further: Sets) -> bool {
        let none = match tag {
            Tag::P => self.paragraphs == 0,
            Tag::Select => self.selects == 0,
            Tag::Button => self.buttons == 0,
            _ => false,
        };
        !none && self.find(Sets::SCOPE.and(further), |open| open.is(tag)).is_some()
    }

    /// Whether an element of this name is in scope.
    pub fn in_scope_named(&self, name: Name) -> bool {
        self.find(Sets::SCOPE, |open| open.is_named(name, "")).is_some()
    }

    /// Lets an element, if there is one at this place, end one more element of the view with it.
    pub fn end_with_last(&mut self, at: usize) -> bool {
        self.open.get_mut(at).map(|open| open.closes += 1).is_some()
    }

    /// Whether an element is in table scope.
    pub fn in_table_scope(&self, tag: Tag) -> bool {
        self.find(Sets::TABLE, |open| open.is(tag)).is_some()
    }

    /// Whether any list item or definition is open.
    pub fn has_items(&self) -> bool {
        self.items > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stack_counts_the_tags_that_are_in_the_set_of_those() {
        for (_, tag) in Tag::NAMES {
            let name = Name::View(*tag);
            let open = Open { name, space: Space::Html, sets: Sets::of(name), closes: 1, id: 0, raw: "" };
            let mut stack = Stack::default();
            stack.count_name(&open, 1);
            let counted = stack.paragraphs + stack.templates + stack.selects + stack.buttons + stack.items;
            assert_eq!(counted, u32::from(open.sets.any(Sets::COUNTED)), "{tag:?}");
        }
    }
}
