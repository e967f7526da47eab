//! Generators of web pages: trees of any elements, closed or not, and soup of tags and text that no tree lies behind.

use super::line;
use proptest::prelude::*;
use proptest::sample::select;

/// Elements of every kind the view tells apart, and of some it does not know.
const TAGS: &[&str] = &[
    "div",
    "div",
    "div",
    "p",
    "p",
    "span",
    "a",
    "a",
    "b",
    "i",
    "em",
    "font",
    "h1",
    "h2",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "caption",
    "blockquote",
    "pre",
    "section",
    "article",
    "aside",
    "nav",
    "main",
    "header",
    "footer",
    "figure",
    "figcaption",
    "form",
    "label",
    "button",
    "select",
    "option",
    "textarea",
    "details",
    "summary",
    "dialog",
    "noscript",
    "template",
    "script",
    "style",
    "svg",
    "math",
    "title",
    "iframe",
    "object",
    "video",
    "center",
    "address",
    "xmp",
    "head",
    "body",
    "html",
    "frameset",
    "custom-tag",
    "DIV",
    "P",
];

/// Elements without an end tag.
const VOID: &[&str] =
    &["<br>", "<br/>", "<BR>", "<hr>", "<img alt='seen by nobody'>", "<input value=x>", "<wbr>", "<meta name=a>", "</br>", "</p>"];

const ATTRIBUTES: &[&str] = &[
    "class='story-body'",
    "class=\"nav menu related-posts\"",
    "class=share",
    "id=comments",
    "id='x' id='y'",
    "href='/a'",
    "href='#'",
    "href",
    "hidden",
    "aria-hidden=true",
    "style='display: none'",
    "style=\"VISIBILITY:hidden\"",
    "role=navigation",
    "role=dialog",
    "role='complementary'",
    "open",
    "itemprop=articleBody",
    "data-testid='related'",
    "lang=en",
    "a=\"1\" b = '2' c=3",
    "=",
    "\"",
    "/",
    "colspan=1000000",
];

/// Pieces that are markup to some parsers, text to others.
const RAW: &[&str] = &[
    "<",
    "</",
    "<!",
    "<!-",
    "<!-- x",
    "-->",
    "<!-- <p>no</p> -->",
    "<!doctype html>",
    "<?php ?>",
    "<![CDATA[ x ]]>",
    "&",
    "&amp",
    "&#0;",
    "&#150;",
    "&nbsp;",
    "&notin;",
    "&#x10FFFF;",
    "&#xD800;",
    "<p",
    "<a href=\"",
    "'>",
    "\">",
    "</script>",
    "</table>",
    "</body>text",
    "</html>",
    "<3",
    "a < b > c",
    "<\0>",
    "\0",
];

fn start_tag() -> impl Strategy<Value = (&'static str, String)> {
    (select(TAGS), prop::collection::vec(select(ATTRIBUTES), 0..3)).prop_map(|(tag, attributes)| {
        let attributes: String = attributes.iter().map(|attribute| format!(" {attribute}")).collect();
        (tag, format!("<{tag}{attributes}>"))
    })
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![6 => line(), 2 => select(VOID).prop_map(String::from), 1 => select(RAW).prop_map(String::from)]
}

/// An element with what is in it; the end tag is there, forgotten, or that of another.
fn tree() -> impl Strategy<Value = String> {
    leaf().prop_recursive(6, 60, 5, |inner| {
        let end = prop_oneof![8 => Just(None), 1 => Just(Some("")), 1 => select(TAGS).prop_map(Some)];
        let gap = select(vec!["", "", " ", "\n", "\n\n  "]);
        (start_tag(), prop::collection::vec(inner, 0..5), end, gap).prop_map(|((tag, start), children, end, gap)| {
            let end = match end {
                None => format!("</{tag}>"),
                Some("") => String::new(),
                Some(other) => format!("</{other}>"),
            };
            format!("{start}{}{end}{gap}", children.join(gap))
        })
    })
}

/// Tags and text in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => start_tag().prop_map(|(_, start)| start),
        3 => select(TAGS).prop_map(|tag| format!("</{tag}>")),
        3 => line(),
        1 => select(VOID).prop_map(String::from),
        1 => select(RAW).prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// The source of a page, good or bad.
pub fn page() -> impl Strategy<Value = String> {
    let trees = || prop::collection::vec(tree(), 0..6).prop_map(|trees| trees.concat());
    let whole = (line(), trees()).prop_map(|(title, body)| {
        format!("<!doctype html>\n<html lang=en><head><title>{title}</title></head>\n<body>{body}</body></html>\n")
    });
    prop_oneof![4 => whole, 3 => trees(), 3 => soup()]
}
