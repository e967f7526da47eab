//! What the words of a class or id say, read from its bytes at once; each class and each id once for the page, as pages repeat
//! them hundreds of times.

use crate::document::packed::{Table, key};
use crate::strategy::html::class_words::{Stated, part_of_names};
use crate::strategy::html::families::{FAMILIES, Part};
use crate::strategy::html::names::{MODIFIERS, Names, is_hump};
use rustc_hash::{FxBuildHasher, FxHashMap};

/// Words of furniture that the shared families leave to each strategy.
const FURTHER: &[&str] = &[
    "copyright",
    "respond",
    "colophon",
    "masthead",
    "footer",
    "topbar",
    "trending",
    "popular",
    "flyout",
    "optin",
    "skip",
    "toolbar",
    "overlay",
    "bio",
    "footnotes",
];

/// The part that names say their element is, and whether a word of [`FURTHER`] is among them.
type Says = (Option<Part>, bool);

/// What names say; each different class and id is read once for the page.
pub struct Named<'p> {
    known: FxHashMap<&'p str, Says>,
    names: Names,
}

impl Default for Named<'_> {
    fn default() -> Self {
        // Most pages have some hundred different names.
        Self { known: FxHashMap::with_capacity_and_hasher(256, FxBuildHasher), names: Names::default() }
    }
}

impl<'p> Named<'p> {
    /// What an element's names say. Classes come before ids.
    pub fn of(&mut self, attributes: &Stated<'p>) -> Says {
        let (class, id) = (self.say(attributes.class), self.say(attributes.id));
        (class.0.or(id.0), class.1 || id.1)
    }

    fn say(&mut self, attribute: &'p str) -> Says {
        if attribute.is_empty() {
            return (None, false);
        }
        if let Some(known) = self.known.get(attribute) {
            return *known;
        }
        let says = if attribute.bytes().any(|byte| byte.is_ascii_whitespace()) {
            let each = attribute.split_ascii_whitespace().map(|name| self.say(name));
            each.fold((None, false), |all, own| (all.0.or(own.0), all.1 || own.1))
        } else if is_plain(attribute) {
            read_plain(attribute.as_bytes())
        } else {
            read_with(&mut self.names, attribute)
        };
        self.known.insert(attribute, says);
        says
    }
}

/// What the names of an attribute say: the definition.
fn read_with(names: &mut Names, attribute: &str) -> Says {
    names.read_attribute(attribute);
    (part_of_names(names), names.has(FURTHER))
}

/// Whether an attribute without white space of ASCII's is one name whose words are runs of ASCII letters. The vertical tab is white
/// space to the standard library alone.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii() && byte != 0x0b)
}

/// Bits of what a word says: the number of its family from 1 on,
const FAMILY: u8 = FURTHER_WORD - 1;
/// whether it is one of [`FURTHER`],
const FURTHER_WORD: u8 = 1 << 6;
/// and whether it is one of [`MODIFIERS`].
const MODIFIER: u8 = 1 << 7;

/// What each word says, of all that say something.
static WORD_SAYS: Table<512> = {
    let mut table = with_all(Table::EMPTY, FURTHER, FURTHER_WORD);
    table = with_all(table, MODIFIERS, MODIFIER);
    let mut family = 0;
    while family < FAMILIES.len() {
        table = with_all(table, FAMILIES[family].1, family as u8 + 1);
        family += 1;
    }
    table
};

const _: () = assert!(FAMILIES.len() <= FAMILY as usize, "a number for each family");

const fn with_all(mut table: Table<512>, words: &[&str], bits: u8) -> Table<512> {
    let mut at = 0;
    while at < words.len() {
        let key = key(words[at].as_bytes());
        let before = if let Some(value) = table.find(key) { value } else { 0 };
        assert!(before & FAMILY == 0 || bits & FAMILY == 0, "a word of one family");
        table = table.with_bits(key, bits);
        at += 1;
    }
    table
}

/// As [`read_with`], of one plain name: each of its words up to the first modifier, and each of these and the word behind it as one.
fn read_plain(name: &[u8]) -> Says {
    let mut says = (None, false);
    if name.starts_with(b"__") || name.contains(&b':') {
        return says;
    }
    let mut note = |packed: u128| {
        let value = WORD_SAYS.find(packed).unwrap_or(0);
        let family = usize::from(value & FAMILY);
        says.0 = says.0.or(family.checked_sub(1).and_then(|family| FAMILIES.get(family)).map(|family| family.0));
        says.1 |= value & FURTHER_WORD != 0;
        value & MODIFIER != 0
    };
    let (mut at, mut before, mut modified) = (0, (0u128, 0), false);
    while at < name.len() {
        if !name[at].is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        let from = at;
        at += 1;
        while at < name.len() && name[at].is_ascii_alphabetic() && !is_hump(name, at) {
            at += 1;
        }
        let own = (key(&name[from..at]), at - from);
        // Longer words than any that is known have no number.
        if before.0 != 0 && own.0 != 0 && before.1 + own.1 <= 16 {
            note(before.0 | own.0 << (8 * before.1));
        }
        if modified {
            break;
        }
        modified = note(own.0);
        before = own;
    }
    says
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some_word() -> impl Strategy<Value = &'static str> {
        let families = FAMILIES.iter().flat_map(|(_, words)| words.iter());
        let words: Vec<&str> = families.chain(FURTHER).chain(MODIFIERS).copied().collect();
        prop_oneof![
            proptest::sample::select(words),
            proptest::sample::select(vec!["x", "side", "bar", "s", "NAV", "Bar", "wi", "th", "unfathomablylongword"])
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

        #[test]
        fn bytes_say_what_names_say(parts in proptest::collection::vec((some_word(), "(|-|_|[A-Z]|[0-9]|:|__|\\u{1})"), 0..5)) {
            let name: String = parts.iter().map(|(word, sign)| format!("{word}{sign}")).collect();
            prop_assert_eq!(read_plain(name.as_bytes()), read_with(&mut Names::default(), &name));
        }
    }

    #[test]
    fn all_words_are_known() {
        assert!(FURTHER.iter().all(|word| read_plain(word.as_bytes()) == (None, true)));
        assert_eq!(read_plain(b"post-relatedPosts"), (Some(Part::Related), false));
        assert_eq!(read_plain(b"no-sidebar"), (None, false));
        assert!(!is_plain("a\u{b}b") && !is_plain("é"));
    }
}
