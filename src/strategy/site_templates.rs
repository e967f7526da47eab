//! `site-templates`: what stands at the same place of a source's pages.
//!
//! - **Idea**: a place (path of tags and class words) where the pages of a source always say the same is template; a place where
//!   they always have linked headlines is a rail, even if the headlines change.
//! - **Source**: the Site Style Tree of Yi et al. 2003, simplified to paths; Bar-Yossef and Rajagopalan 2002. The rail rule is
//!   ours.
//! - **Needs**: three pages of a source or more. **Parameters**: `importance`, the most different texts a template may have for
//!   each text there (the catalogue's .3 asks for four pages; a third lets three equal ones do); `pages` needed; `rail`, the
//!   share of linked headlines that makes a rail, 1 and more switch it off.
//! - **Wins**: furniture with changing text, which repetition of lines cannot see. **Loses**: sources with few pages; classes that
//!   differ from page to page; pages whose content is a list of headlines.
//! - **Cost**: O(elements).

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Properties, Removals, path_keys};
use super::{Document, Strategy};
use crate::document::Kind;
use crate::label::Label;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "site-templates",
    version: 1,
    summary: "strips places where a source's pages always say the same, or always have linked headlines",
    loses: "sources with few pages, classes that differ from page to page, lists of headlines that are the content",
    family: Family::Repetition,
    source: "Yi et al. 2003 (Site Style Tree), Bar-Yossef and Rajagopalan 2002; rails are ours",
    needs: Needs::Documents,
    parameters: &[
        Parameter::number("importance", "0.334", (0.0, 1.0), "different texts for each text at a place, up to which it is template"),
        Parameter::number("pages", "3", (2.0, 1000.0), "stories of the source that must have the place"),
        Parameter::number("rail", "0.8", (0.0, 2.0), "share of linked headlines that makes a place a rail; above 1 none is"),
    ],
    properties: Properties {
        idempotent: false,
        whitespace_blind: true,
        compositional: false,
        monotone: &[
            Monotone { parameter: "importance", direction: Direction::RemovesMore },
            Monotone { parameter: "pages", direction: Direction::RemovesLess },
            Monotone { parameter: "rail", direction: Direction::RemovesLess },
        ],
    },
    build: |parameters| {
        Box::new(SiteTemplates {
            importance: parameters.number("importance"),
            pages: parameters.number("pages") as u32,
            rail: parameters.number("rail"),
        })
    },
};

struct SiteTemplates {
    importance: f64,
    pages: u32,
    rail: f64,
}

impl Strategy for SiteTemplates {
    fn remove(&self, document: &Document, context: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        if context.stories_of_source(document) < self.pages {
            return;
        }
        let paths = path_keys(page);
        for segment in document.segments() {
            let Some(path) = segment.block.and_then(|block| paths.get(block)) else { continue };
            // A page has each of its texts once, so that alone it never makes a place a template.
            let counts = context.path_of_source(document, *path);
            let (texts, title) = (f64::from(counts.texts), segment.kind == Kind::Heading(1));
            if counts.stories < self.pages {
            } else if f64::from(counts.distinct) <= self.importance * texts {
                out.push(segment.span, None, "site-templates.constant");
            } else if !title && f64::from(counts.headlines) >= self.rail * texts {
                out.push(segment.span, Some(Label::Rail), "site-templates.rail");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Meta, render};
    use crate::strategy::Selected;

    fn pages() -> Vec<Document> {
        let texts = ["The ferry ran aground.", "The crane fell.", "The tug came."];
        let rails = ["Ferry runs aground off Marrow Point", "Crane falls into the old harbour", "Tug pulls the ship to the quay"];
        let page = |(text, rail): (&str, &str)| {
            let markup = format!("<div class=menu>Home</div><h1>{rail}</h1><p>{text}</p><div class=more><a href=x>{rail}</a></div>");
            Document::new(Meta { source: "a".into(), format: Format::Html, ..Meta::default() }, markup)
        };
        texts.into_iter().zip(rails).map(page).collect()
    }

    fn left(pages: &[Document], chosen: &[(&str, &str)]) -> String {
        let strategy = Selected::new(&ENTRY, chosen).expect("allowed");
        let removed = strategy.run(&pages[0], &Context::of(pages)).spans(|_| true);
        render(&pages[0], &removed).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn constant_places_and_rails_go() {
        let (title, text) = ("Ferry runs aground off Marrow Point", "The ferry ran aground.");
        assert_eq!(left(&pages(), &[]), format!("{title} {text}"));
        assert_eq!(left(&pages(), &[("rail", "2")]), format!("{title} {text} {title}"));
        assert_eq!(left(&pages(), &[("importance", "0.3")]), format!("Home {title} {text}"));
    }

    #[test]
    fn two_pages_are_too_few() {
        assert!(left(&pages()[..2], &[]).starts_with("Home"));
    }
}
