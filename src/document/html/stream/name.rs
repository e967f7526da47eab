//! Element names, found without allocation, and what the HTML standard's tree construction says of each.

use crate::document::html::Tag;
use crate::document::packed::{Table, key};

macro_rules! only {
    ($($variant:ident $name:literal,)*) => {
        /// Names that matter to tree construction and not to the view.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Only { $($variant,)* }

        impl Only {
            const NAMES: &[(&'static str, Only)] = &[$(($name, Only::$variant),)*];
        }
    };
}

only! {
    AnnotationXml "annotation-xml", Applet "applet", Basefont "basefont", Bgsound "bgsound", Big "big", Desc "desc",
    ForeignObject "foreignobject", Image "image", Isindex "isindex", Keygen "keygen", Listing "listing", Malignmark "malignmark",
    Marquee "marquee", Mglyph "mglyph", Mi "mi", Mn "mn", Mo "mo", Ms "ms", Mtext "mtext", Nobr "nobr", Param "param",
    Plaintext "plaintext", Rb "rb", Rp "rp", Rt "rt", Rtc "rtc", Ruby "ruby",
}

/// An element name. Two [`Name::Other`] are the same only if their letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// One that the view knows.
    View(Tag),
    /// One that only tree construction knows.
    Rule(Only),
    /// Any other.
    Other,
}

impl Name {
    /// What the view makes of the name.
    pub const fn tag(self) -> Tag {
        match self {
            Name::View(tag) => tag,
            _ => Tag::Other,
        }
    }

    /// Whether it is an element of the head, wherever its tag stands.
    pub const fn is_for_head(self) -> bool {
        use Tag as T;
        matches!(
            self,
            Name::View(T::Base | T::Link | T::Meta | T::Noframes | T::Script | T::Style | T::Template | T::Title)
                | Name::Rule(Only::Basefont | Only::Bgsound)
        )
    }

    /// The name that was packed to this key.
    #[inline]
    pub fn of(key: u128) -> Self {
        TABLE.find(key).map_or(Name::Other, |at| NAMES[at as usize].1)
    }
}

const COUNT: usize = Tag::NAMES.len() + Only::NAMES.len();

static NAMES: [(&str, Name); COUNT] = ALL;

const ALL: [(&str, Name); COUNT] = {
    let mut names = [("", Name::Other); COUNT];
    let mut at = 0;
    while at < COUNT {
        names[at] = if at < Tag::NAMES.len() {
            (Tag::NAMES[at].0, Name::View(Tag::NAMES[at].1))
        } else {
            let (name, only) = Only::NAMES[at - Tag::NAMES.len()];
            (name, Name::Rule(only))
        };
        at += 1;
    }
    names
};

static TABLE: Table<512> = {
    let mut table = Table::EMPTY;
    let mut at = 0;
    while at < COUNT {
        table = table.with(key(ALL[at].0.as_bytes()), at as u8);
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_in_any_case() {
        for (name, own) in NAMES {
            assert_eq!(Name::of(key(name.as_bytes())), own, "{name}");
            assert_eq!(Name::of(key(name.to_ascii_uppercase().as_bytes())), own, "{name}");
            assert_eq!(own.tag(), Tag::of(name), "{name}");
        }
    }

    #[test]
    fn no_other_name_is() {
        for name in ["", "x", "divv", "di", "blockquoteblockquote", "fe:like", "annotation-xml-", "h7", "p\0"] {
            assert_eq!(Name::of(key(name.as_bytes())), Name::Other, "{name}");
        }
    }
}
