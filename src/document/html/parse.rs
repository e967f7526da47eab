//! Source to tree to events: the reference, and the way of pages that no stream can follow. The tree is scraper's (html5ever: the HTML standard's algorithm, as browsers have it).

use super::known::Known;
use super::tag::Tag;
use super::view::Builder;
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use scraper::{Html, HtmlTreeSink, Node};

/// Parses a source and walks its tree; no recursion, whatever the depth.
pub fn walk(source: &str, builder: &mut Builder) {
    // Without scripts the content of `noscript` is markup, not text.
    let options =
        ParseOpts { tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() }, ..ParseOpts::default() };
    let html = parse_document(HtmlTreeSink::new(Html::new_document()), options).one(source);
    for edge in html.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    builder.open(Tag::of(element.name()), element.attrs().filter_map(|(name, value)| Some((Known::of(name)?, value))));
                }
                Node::Text(text) => {
                    builder.text(text);
                    builder.end_text();
                }
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) if node.value().is_element() => builder.close(),
            ego_tree::iter::Edge::Close(_) => {}
        }
    }
}
