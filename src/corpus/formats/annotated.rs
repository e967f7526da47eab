//! Pages whose gold is marked in their own markup.

use crate::document::html::{Tag, tame};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use regex::Regex;
use scraper::node::Element;
use scraper::{Html, HtmlTreeSink, Node};

/// Text of the marked elements that hold one text and nothing else, as the Web Content Extraction Benchmark (Webis) draws it:
/// a line feed before one whose parent is a block, else a space. What nests deeper is lost, there as here.
pub fn leaf_text(source: &str, is_marked: impl Fn(&Element) -> bool) -> String {
    let html = parse_document(HtmlTreeSink::new(Html::new_document()), ParseOpts::default()).one(&*tame(source));
    let mut text = String::new();
    for node in html.tree.root().descendants() {
        let Node::Element(element) = node.value() else { continue };
        let mut children = node.children();
        let (Some(only), None) = (children.next(), children.next()) else { continue };
        let Node::Text(own) = only.value() else { continue };
        if !is_marked(element) || own.trim().is_empty() {
            continue;
        }
        let parent = node.parent().and_then(|parent| parent.value().as_element().map(|element| Tag::of(element.name())));
        text.push(if parent.is_some_and(Tag::is_block) { '\n' } else { ' ' });
        text.push_str(own.trim());
    }
    text.trim().to_string()
}

/// A source without an attribute, wherever `name="value"` stands: the label must not reach a strategy.
pub fn without_attribute(source: &str, name: &str) -> String {
    let pattern = format!(r#"(?i)[\s/]+{}\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)"#, regex::escape(name));
    match Regex::new(&pattern) {
        Ok(attribute) => attribute.replace_all(source, "").into_owned(),
        Err(_) => source.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_are_joined_by_the_parent_and_nested_marks_are_lost() {
        let page = "<div><b m=1>One</b><i><b m=1>two</b></i></div><p><b m=1>Lost <i>it</i></b><b m=0>no</b><b m=1>three</b></p>";
        assert_eq!(leaf_text(page, |element| element.attr("m") == Some("1")), "One two\nthree");
    }

    #[test]
    fn attributes_go_however_they_are_quoted() {
        let page = r#"<p cc-select="true" class=a><b cc-select='x'>c</b><i CC-SELECT = true>d</i>"#;
        assert_eq!(without_attribute(page, "cc-select"), "<p class=a><b>c</b><i>d</i>");
    }
}
