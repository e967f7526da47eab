//! The attributes that the view, or the construction of the tree, asks for.

use super::page::Attribute;

macro_rules! known {
    ($($variant:ident $name:literal,)*) => {
        /// An attribute somebody asks for. The order is that of the names, which is the order in which a page keeps them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Known { $($variant,)* }

        impl Known {
            /// All of them with their names.
            pub const NAMES: &[(&'static str, Known)] = &[$(($name, Known::$variant),)*];
        }
    };
}

known! {
    AriaHidden "aria-hidden", AriaLabel "aria-label", Charset "charset", Class "class", Color "color", Content "content",
    DataBlock "data-block", DataComponent "data-component", DataModule "data-module", DataTest "data-test",
    DataTestid "data-testid", DataType "data-type", Face "face", Hidden "hidden", Href "href", HttpEquiv "http-equiv", Id "id",
    Itemprop "itemprop", Itemtype "itemtype", Lang "lang", Name "name", Open "open", Property "property", Rel "rel", Role "role",
    Size "size", Style "style", Type "type", XlinkHref "xlink:href", XlinkRole "xlink:role", XlinkType "xlink:type",
}

impl Known {
    /// The attribute of a lower-case name.
    pub fn of(name: &str) -> Option<Self> {
        Self::NAMES.binary_search_by(|(own, _)| (*own).cmp(name)).ok().map(|at| Self::NAMES[at].1)
    }

    /// What a page keeps it as.
    pub const fn kept(self) -> Option<Attribute> {
        Some(match self {
            Known::Class => Attribute::Class,
            Known::Id => Attribute::Id,
            Known::Role => Attribute::Role,
            Known::Itemprop => Attribute::Itemprop,
            Known::Itemtype => Attribute::Itemtype,
            Known::Rel => Attribute::Rel,
            Known::Href => Attribute::Href,
            Known::AriaLabel => Attribute::AriaLabel,
            Known::Type => Attribute::Type,
            Known::DataTestid | Known::DataTest | Known::DataComponent | Known::DataModule | Known::DataType | Known::DataBlock => {
                Attribute::Component
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_found() {
        assert!(Known::NAMES.is_sorted_by(|one, other| one.0 < other.0));
        for (name, known) in Known::NAMES {
            assert_eq!(Known::of(name), Some(*known));
        }
        assert_eq!((Known::of("src"), Known::of("")), (None, None));
        let kept = |name: &str| Known::of(name).and_then(Known::kept);
        assert_eq!((kept("data-test"), kept("lang")), (Some(Attribute::Component), None));
    }
}
