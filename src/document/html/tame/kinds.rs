//! What the scan has to know of elements.

use crate::document::html::Tag;
use crate::document::html::stream::{Name, Only};
use crate::document::html::tag::by_tag;

/// What is to be known of an element here, one bit each.
#[derive(Clone, Copy)]
pub struct Kinds(u8);

impl Kinds {
    /// Opened anew in each block until they end.
    pub const FORMATTING: u8 = 1;
    /// Without content.
    pub const VOID: u8 = 1 << 1;
    /// They end by themselves; they nest only through others.
    pub const STAYS_OPEN: u8 = 1 << 2;
    /// Their content is text to the parser.
    pub const RAW: u8 = 1 << 3;
    /// `svg` and `math`
    pub const FOREIGN: u8 = 1 << 4;
    /// What stands in them, in SVG or MathML, is HTML again.
    pub const HTML_AGAIN: u8 = 1 << 5;
    /// The HTML standard's list of start tags that end foreign content; `font` among them only with certain attributes.
    pub const BREAKS_OUT: u8 = 1 << 6;
    /// `html` and `body`
    pub const ROOT: u8 = 1 << 7;

    /// Those of the elements of a name.
    pub const fn of(name: Name) -> Self {
        Self(match name {
            Name::View(tag) => by_tag!(u8, 0, view)[tag as usize],
            Name::Rule(only) => rule(only),
            Name::Other => 0,
        })
    }

    /// Whether it is any of these.
    pub const fn are(self, kinds: u8) -> bool {
        self.0 & kinds != 0
    }
}

const fn view(tag: Tag) -> u8 {
    content(tag) | if breaks_out(tag) { Kinds::BREAKS_OUT } else { 0 }
}

const fn content(tag: Tag) -> u8 {
    use Tag as T;
    match tag {
        T::Html | T::Body => Kinds::ROOT,
        T::B | T::Code | T::Em | T::Font | T::I | T::S | T::Small | T::Strike | T::Strong | T::Tt | T::U => Kinds::FORMATTING,
        T::Area | T::Base | T::Br | T::Col | T::Embed | T::Hr | T::Img | T::Input | T::Link | T::Meta => Kinds::VOID,
        T::Source | T::Track | T::Wbr | T::Frame => Kinds::VOID,
        T::P | T::Td | T::Th | T::Tr | T::Tbody | T::Thead | T::Tfoot => Kinds::STAYS_OPEN,
        T::Colgroup | T::Caption | T::Option | T::A | T::Head => Kinds::STAYS_OPEN,
        T::Script | T::Style | T::Textarea | T::Xmp | T::Iframe | T::Noembed | T::Noframes => Kinds::RAW,
        T::Title => Kinds::RAW | Kinds::HTML_AGAIN,
        T::Svg | T::Math => Kinds::FOREIGN,
        _ => 0,
    }
}

/// The HTML standard's list of start tags that end SVG and MathML, as far as the view knows their names.
pub const fn breaks_out(tag: Tag) -> bool {
    use Tag as T;
    matches!(
        tag,
        T::B | T::Blockquote
            | T::Body
            | T::Br
            | T::Center
            | T::Code
            | T::Dd
            | T::Div
            | T::Dl
            | T::Dt
            | T::Em
            | T::Embed
            | T::H1
            | T::H2
            | T::H3
            | T::H4
            | T::H5
            | T::H6
            | T::Head
            | T::Hr
            | T::I
            | T::Img
            | T::Li
            | T::Menu
            | T::Meta
            | T::Ol
            | T::P
            | T::Pre
            | T::S
            | T::Small
            | T::Span
            | T::Strong
            | T::Strike
            | T::Sub
            | T::Sup
            | T::Table
            | T::Tt
            | T::U
            | T::Ul
            | T::Var
    )
}

const fn rule(only: Only) -> u8 {
    match only {
        Only::Big | Only::Nobr => Kinds::FORMATTING | Kinds::BREAKS_OUT,
        Only::Listing | Only::Ruby => Kinds::BREAKS_OUT,
        Only::Param => Kinds::VOID,
        Only::ForeignObject | Only::Desc | Only::AnnotationXml => Kinds::HTML_AGAIN,
        Only::Mi | Only::Mo | Only::Mn | Only::Ms | Only::Mtext => Kinds::HTML_AGAIN,
        _ => 0,
    }
}
