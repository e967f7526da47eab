//! `class-pruning`: cuts the parts of a page that say what they are.
//!
//! - **Idea**: `nav`, `aside`, `footer`, roles, and the words of classes and ids name most of what is not content.
//! - **Source**: the common ground of Readability, Trafilatura, Resiliparse and dom-distiller; the words are ours
//!   ([`super::html::families`]), the guard Trafilatura's (a seventh) or rs-trafilatura's (half).
//! - **Needs**: a page. **Parameters**: `guard`, the share of the text that must stay, else nothing goes; `comments`, whether
//!   readers' comments go; `names`, whether class and id words count beside tags and roles.
//! - **Wins**: sites in any language, since class names are English nearly everywhere. **Loses**: classes without words
//!   (hashed, utility frameworks); content inside `aside`; menus of restaurants.
//! - **Cost**: O(elements).

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Properties, Removals};
use super::html::class_words::{named_part, stated_part};
use super::html::families::Part;
use super::html::names::Names;
use super::html::prune::Cuts;
use super::{Document, Strategy};
use crate::document::html::Page;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "class-pruning",
    version: 1,
    summary: "cuts parts of a page that tags, roles, class and id words name as furniture",
    loses: "classes without words, content inside asides",
    family: Family::ElementRules,
    source: "common ground of Readability, Trafilatura and Resiliparse; word list is ours",
    needs: Needs::Html,
    parameters: &[
        Parameter::number("guard", "0.142857", (0.0, 1.0), "share of the text that must stay, else nothing goes (Trafilatura: 1/7)"),
        Parameter::word("comments", &["strip", "keep"], "whether readers' comments go"),
        Parameter::word("names", &["on", "off"], "whether class and id words count beside tags and roles"),
    ],
    properties: Properties {
        idempotent: false,
        whitespace_blind: true,
        compositional: false,
        monotone: &[Monotone { parameter: "guard", direction: Direction::RemovesLess }],
    },
    build: |parameters| {
        Box::new(ClassPruning {
            guard: parameters.number("guard"),
            comments: parameters.word("comments") == "strip",
            names: parameters.word("names") == "on",
        })
    },
};

struct ClassPruning {
    guard: f64,
    comments: bool,
    names: bool,
}

impl Strategy for ClassPruning {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        let cuts = self.cuts(page);
        if cuts.share_left(page) > self.guard {
            cuts.push_to(page, out);
        }
    }
}

impl ClassPruning {
    fn cuts(&self, page: &Page) -> Cuts {
        let mut names = Names::default();
        Cuts::find(page, |id, _| {
            let part = stated_part(page, id).or_else(|| if self.names { named_part(page, id, &mut names) } else { None });
            let part = part.filter(|part| self.comments || *part != Part::Comments)?;
            Some((part.label(), format!("part.{}", part.name()).into()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, render};
    use crate::strategy::Selected;

    fn left(body: &str, chosen: &[(&str, &str)]) -> String {
        let document = Document::anonymous(Format::Html, format!("<body>{body}</body>"));
        let removed = Selected::new(&ENTRY, chosen).expect("allowed").run(&document, &Context::empty()).spans(|_| true);
        render(&document, &removed).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn parts_go_whole() {
        let page = "<nav>Home</nav><p>Text of the page.</p><div class=share-links>Mail <p>Print</p></div><footer>Imprint</footer>";
        assert_eq!(left(page, &[]), "Text of the page.");
        assert_eq!(left(page, &[("names", "off")]), "Text of the page. Mail Print");
    }

    #[test]
    fn too_little_left_undoes_all() {
        // One of eight characters stays: not more than a seventh.
        assert_eq!(left("<nav>abcdefg</nav><p>h</p>", &[]), "abcdefg h");
        assert_eq!(left("<nav>abcdefg</nav><p>h</p>", &[("guard", "0.1")]), "h");
        assert_eq!(left("<nav>ab</nav><p>cdefg</p>", &[("guard", "0.8")]), "ab cdefg");
    }

    #[test]
    fn comments_may_stay() {
        let page = "<p>Text of the page.</p><div id=comments>Well said.</div>";
        assert_eq!(left(page, &[]), "Text of the page.");
        assert_eq!(left(page, &[("comments", "keep")]), "Text of the page. Well said.");
    }
}
