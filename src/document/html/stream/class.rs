//! The sets of elements that the HTML standard's tree construction asks for, one bit each.

use super::name::{Name, Only};
use crate::document::html::Tag;
use crate::document::html::tag::by_tag;

/// Sets an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sets(u16);

impl Sets {
    /// The standard's "special" elements.
    pub const SPECIAL: Self = Self(1);
    /// They bound the default scope.
    pub const SCOPE: Self = Self(1 << 1);
    /// They bound the list item scope, as far as not the default one.
    pub const LIST: Self = Self(1 << 2);
    /// `button`, which bounds the button scope.
    pub const BUTTON: Self = Self(1 << 3);
    /// They bound the table scope.
    pub const TABLE: Self = Self(1 << 4);
    /// Their end tags are implied.
    pub const IMPLIED: Self = Self(1 << 5);
    /// Their end tags end them in the default scope.
    pub const BLOCK: Self = Self(1 << 6);
    /// `h1` to `h6`.
    pub const HEADING: Self = Self(1 << 7);
    /// What is put into them by mistake goes before their table.
    pub const FOSTER: Self = Self(1 << 8);
    /// The context of rows.
    pub const BODIES: Self = Self(1 << 9);
    /// The context of cells.
    pub const ROWS: Self = Self(1 << 10);
    /// `td` and `th`.
    pub const CELL: Self = Self(1 << 11);
    /// `a` and the other formatting elements.
    pub const FORMATTING: Self = Self(1 << 12);
    /// What ends a search for a list item to close.
    pub const ENDS_ITEM: Self = Self(1 << 13);
    /// The stack counts how many of them are open.
    pub const COUNTED: Self = Self(1 << 14);

    /// All of both.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether both have one in common.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The sets of an HTML element.
    pub const fn of(name: Name) -> Self {
        match name {
            Name::View(tag) => by_tag!(Sets, Sets(0), view)[tag as usize],
            Name::Rule(only) => rule(only),
            Name::Other => Self(0),
        }
    }

    /// The sets of an element of SVG or MathML: some bound the default scope.
    pub const fn of_foreign(name: Name, svg: bool) -> Self {
        match name {
            Name::Rule(Only::ForeignObject | Only::Desc) | Name::View(Tag::Title) if svg => Self::SCOPE,
            Name::Rule(Only::Mi | Only::Mo | Only::Mn | Only::Ms | Only::Mtext) if !svg => Self::SCOPE,
            _ => Self(0),
        }
    }
}

const fn view(tag: Tag) -> Sets {
    let mut sets = 0;
    if is_special(tag) {
        sets |= Sets::SPECIAL.0;
        if !matches!(tag, Tag::Address | Tag::Div | Tag::P) {
            sets |= Sets::ENDS_ITEM.0;
        }
    }
    sets |= match tag {
        Tag::Caption | Tag::Html | Tag::Table | Tag::Td | Tag::Th | Tag::Object | Tag::Select | Tag::Template => Sets::SCOPE.0,
        Tag::Ol | Tag::Ul => Sets::LIST.0,
        Tag::Button => Sets::BUTTON.0,
        Tag::Dd | Tag::Dt | Tag::Li | Tag::Option | Tag::Optgroup | Tag::P => Sets::IMPLIED.0,
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => Sets::HEADING.0,
        Tag::A | Tag::B | Tag::Code | Tag::Em | Tag::Font | Tag::I | Tag::S | Tag::Small | Tag::Strike | Tag::Strong | Tag::Tt | Tag::U => {
            Sets::FORMATTING.0
        }
        _ => 0,
    };
    sets |= match tag {
        Tag::Html | Tag::Template => Sets::TABLE.0 | Sets::BODIES.0 | Sets::ROWS.0,
        Tag::Table => Sets::TABLE.0 | Sets::FOSTER.0,
        Tag::Tbody | Tag::Tfoot | Tag::Thead => Sets::FOSTER.0 | Sets::BODIES.0,
        Tag::Tr => Sets::FOSTER.0 | Sets::ROWS.0,
        Tag::Td | Tag::Th => Sets::CELL.0,
        _ => 0,
    };
    if matches!(tag, Tag::P | Tag::Template | Tag::Select | Tag::Button | Tag::Li | Tag::Dd | Tag::Dt) {
        sets |= Sets::COUNTED.0;
    }
    Sets(sets | ended_in_scope(tag))
}

const fn ended_in_scope(tag: Tag) -> u16 {
    use Tag as T;
    match tag {
        T::Div | T::Ul | T::Ol | T::Section | T::Article | T::Header | T::Footer | T::Nav | T::Aside | T::Main | T::Button => Sets::BLOCK.0,
        T::Address | T::Blockquote | T::Center | T::Details | T::Dialog | T::Dir | T::Dl | T::Fieldset | T::Figcaption => Sets::BLOCK.0,
        T::Figure | T::Hgroup | T::Menu | T::Pre | T::Search | T::Select | T::Summary | T::Dd | T::Dt | T::Object | T::Form => {
            Sets::BLOCK.0
        }
        T::H1 | T::H2 | T::H3 | T::H4 | T::H5 | T::H6 => Sets::BLOCK.0,
        _ => 0,
    }
}

const fn rule(only: Only) -> Sets {
    match only {
        Only::Applet | Only::Marquee => Sets(Sets::SPECIAL.0 | Sets::SCOPE.0 | Sets::ENDS_ITEM.0 | Sets::BLOCK.0),
        Only::Listing => Sets(Sets::SPECIAL.0 | Sets::ENDS_ITEM.0 | Sets::BLOCK.0),
        Only::Basefont | Only::Bgsound | Only::Isindex | Only::Param | Only::Plaintext => Sets(Sets::SPECIAL.0 | Sets::ENDS_ITEM.0),
        Only::Rb | Only::Rp | Only::Rt | Only::Rtc => Sets(Sets::IMPLIED.0),
        Only::Big | Only::Nobr => Sets::FORMATTING,
        _ => Sets(0),
    }
}

const fn is_special(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Address
            | Tag::Area
            | Tag::Article
            | Tag::Aside
            | Tag::Base
            | Tag::Blockquote
            | Tag::Body
            | Tag::Br
            | Tag::Button
            | Tag::Caption
            | Tag::Center
            | Tag::Col
            | Tag::Colgroup
            | Tag::Dd
            | Tag::Details
            | Tag::Dir
            | Tag::Div
            | Tag::Dl
            | Tag::Dt
            | Tag::Embed
            | Tag::Fieldset
            | Tag::Figcaption
            | Tag::Figure
            | Tag::Footer
            | Tag::Form
            | Tag::Frame
            | Tag::Frameset
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::Head
            | Tag::Header
            | Tag::Hgroup
            | Tag::Hr
            | Tag::Html
            | Tag::Iframe
            | Tag::Img
            | Tag::Input
            | Tag::Li
            | Tag::Link
            | Tag::Main
            | Tag::Menu
            | Tag::Meta
            | Tag::Nav
            | Tag::Noembed
            | Tag::Noframes
            | Tag::Noscript
            | Tag::Object
            | Tag::Ol
            | Tag::P
            | Tag::Pre
            | Tag::Script
            | Tag::Section
            | Tag::Select
            | Tag::Source
            | Tag::Style
            | Tag::Summary
            | Tag::Table
            | Tag::Tbody
            | Tag::Td
            | Tag::Template
            | Tag::Textarea
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Title
            | Tag::Tr
            | Tag::Track
            | Tag::Ul
            | Tag::Wbr
            | Tag::Xmp
    )
}
