//! Element names and what the view makes of them.

macro_rules! tags {
    ($($variant:ident $name:literal,)*) => {
        /// The name of an element; names the view does not care for are [`Tag::Other`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Tag {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
            /// Any other name.
            Other,
        }

        impl Tag {
            /// All names with their tags.
            pub(super) const NAMES: &[(&'static str, Tag)] = &[$(($name, Tag::$variant),)*];

            /// The tag of a lower-case name.
            pub fn of(name: &str) -> Self {
                match name {
                    $($name => Tag::$variant,)*
                    _ => Tag::Other,
                }
            }

            /// The name; empty for [`Tag::Other`].
            pub const fn name(self) -> &'static str {
                match self {
                    $(Tag::$variant => $name,)*
                    Tag::Other => "",
                }
            }
        }
    };
}

tags! {
    A "a", Abbr "abbr", Acronym "acronym", Address "address", Area "area", Article "article", Aside "aside", Audio "audio", B "b", Base "base",
    Blockquote "blockquote", Body "body", Br "br", Button "button", Canvas "canvas", Caption "caption", Center "center", Cite "cite",
    Code "code", Col "col", Colgroup "colgroup", Datalist "datalist", Dd "dd", Del "del", Details "details", Dfn "dfn",
    Dialog "dialog", Dir "dir", Div "div", Dl "dl", Dt "dt", Em "em", Embed "embed", Fieldset "fieldset", Figcaption "figcaption",
    Figure "figure", Font "font", Footer "footer", Form "form", Frame "frame", Frameset "frameset", H1 "h1", H2 "h2", H3 "h3",
    H4 "h4", H5 "h5", H6 "h6", Head "head", Header "header", Hgroup "hgroup", Hr "hr", Html "html", I "i", Iframe "iframe",
    Img "img", Input "input", Ins "ins", Kbd "kbd", Label "label", Legend "legend", Li "li", Link "link", Main "main", Map "map",
    Mark "mark", Math "math", Menu "menu", Meta "meta", Nav "nav", Noembed "noembed", Noframes "noframes", Noscript "noscript",
    Object "object", Ol "ol", Optgroup "optgroup", Option "option", P "p", Picture "picture", Pre "pre", Q "q", S "s", Samp "samp",
    Script "script", Search "search", Section "section", Select "select", Small "small", Source "source", Span "span",
    Strike "strike", Strong "strong", Style "style", Sub "sub", Summary "summary", Sup "sup", Svg "svg", Table "table", Tbody "tbody", Td "td",
    Template "template", Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead", Time "time", Title "title", Tr "tr",
    Track "track", Tt "tt", U "u", Ul "ul", Var "var", Video "video", Wbr "wbr", Xmp "xmp",
}

/// What a block does to the lines of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Nothing: inline.
    None,
    /// A line of its own.
    Line,
    /// Set off by a blank line.
    Blank,
}

/// What a rule says of each tag, by its number. A look-up has no branch to mispredict: what tag comes next, no processor can tell
/// before.
macro_rules! by_tag {
    ($type:ty, $none:expr, $rule:path) => {{
        use $crate::document::html::Tag;
        static TABLE: [$type; Tag::COUNT] = {
            let mut table = [$none; Tag::COUNT];
            let mut at = 0;
            while at < Tag::NAMES.len() {
                let tag = Tag::NAMES[at].1;
                table[tag as usize] = $rule(tag);
                at += 1;
            }
            table[Tag::Other as usize] = $rule(Tag::Other);
            table
        };
        &TABLE
    }};
}
pub(super) use by_tag;

impl Tag {
    /// How many there are.
    pub(super) const COUNT: usize = Tag::NAMES.len() + 1;

    /// What the view puts around the element, after the default style sheet of browsers.
    #[inline]
    pub const fn breaks(self) -> Break {
        by_tag!(Break, Break::None, Tag::breaks_by_rule)[self as usize]
    }

    const fn breaks_by_rule(self) -> Break {
        match self {
            Tag::P
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::Ul
            | Tag::Ol
            | Tag::Menu
            | Tag::Dir
            | Tag::Dl
            | Tag::Table
            | Tag::Blockquote
            | Tag::Pre
            | Tag::Xmp
            | Tag::Figure
            | Tag::Hr => Break::Blank,
            Tag::Address
            | Tag::Article
            | Tag::Aside
            | Tag::Body
            | Tag::Caption
            | Tag::Center
            | Tag::Dd
            | Tag::Details
            | Tag::Dialog
            | Tag::Div
            | Tag::Dt
            | Tag::Fieldset
            | Tag::Figcaption
            | Tag::Footer
            | Tag::Form
            | Tag::Header
            | Tag::Hgroup
            | Tag::Html
            | Tag::Legend
            | Tag::Li
            | Tag::Main
            | Tag::Nav
            | Tag::Search
            | Tag::Section
            | Tag::Summary
            | Tag::Tbody
            | Tag::Td
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Tr => Break::Line,
            _ => Break::None,
        }
    }

    /// Whether the element starts a line of its own.
    #[inline]
    pub const fn is_block(self) -> bool {
        !matches!(self.breaks(), Break::None)
    }

    /// Whether the view leaves the element out: scripts, forms' controls that hold data, embedded documents, media fallbacks.
    #[inline]
    pub const fn is_left_out(self) -> bool {
        by_tag!(bool, false, Tag::is_left_out_by_rule)[self as usize]
    }

    const fn is_left_out_by_rule(self) -> bool {
        matches!(
            self,
            Tag::Script
                | Tag::Style
                | Tag::Template
                | Tag::Svg
                | Tag::Iframe
                | Tag::Select
                | Tag::Datalist
                | Tag::Textarea
                | Tag::Head
                | Tag::Audio
                | Tag::Video
                | Tag::Canvas
                | Tag::Object
                | Tag::Noembed
                | Tag::Noframes
                | Tag::Title
        )
    }

    /// The level of a heading element, 1 to 6.
    pub const fn heading_level(self) -> Option<u8> {
        match self {
            Tag::H1 => Some(1),
            Tag::H2 => Some(2),
            Tag::H3 => Some(3),
            Tag::H4 => Some(4),
            Tag::H5 => Some(5),
            Tag::H6 => Some(6),
            _ => None,
        }
    }
}
