//! Pages made of what makes parsers differ.

use proptest::prelude::*;
use proptest::sample::select;

const NAMES: &[&str] = &[
    "div", "p", "p", "span", "a", "a", "b", "i", "em", "font", "nobr", "big", "h1", "h2", "ul", "li", "li", "dl", "dt", "dd", "table", "tbody",
    "thead", "tr", "tr", "td", "td", "th", "caption", "colgroup", "col", "pre", "listing", "section", "form", "form", "button", "select", "option",
    "optgroup", "input", "textarea", "noscript", "template", "script", "style", "svg", "math", "title", "desc", "foreignObject", "mi", "mtext",
    "annotation-xml", "mglyph", "iframe", "object", "marquee", "applet", "video", "center", "address", "xmp", "head", "body", "html", "frameset",
    "noframes", "custom-tag", "o:p", "DIV", "Ruby", "rt", "rp", "rb", "rtc", "br", "hr", "img", "image", "meta", "link", "base", "wbr", "area",
    "param", "source", "plaintext", "keygen", "dialog", "details", "summary", "blockquote", "menu", "search", "hgroup",
];

const ATTRIBUTES: &[&str] = &[
    " class='a b'", " class=\"c\"", " class=d", " CLASS=e", " id=f", " id='x' id='y'", " href='/a?b=1&amp;c=2&copy=3&copy;4'", " href='#'", " href",
    " hidden", " aria-hidden=true", " aria-hidden=' TRUE '", " style='display: none'", " style=\"VISIBILITY:hidden\"", " style='dis play:no ne'",
    " style='color:red'", " role=navigation", " role=' main '", " open", " itemprop=articleBody", " data-testid='t' data-block=b", " lang=en",
    " a=\"1\" b = '2' c=3", " =", " \"", " /", "/", " ='x>'", " a=b=\"c>\"", " x='>'", " x=\">\"y=z", " type=hidden", " type=application/ld+json",
    " type='application/LD+json '", " name=description content='&quot;x&quot;\r\ny'", " property=og:title content=c", " charset=utf-8",
    " http-equiv=content-type content='text/html; charset=utf-8'", " xlink:href=q", " color=red", " size=1", " encoding=text/html", " \0=1", " class='\0&#0;'",
    " class=&lt", " class=&ampx", "\nclass\n=\n\"m\n\r\nn\"", " aria-label='&nbsp;z&nbsp;'",
];

const RAW: &[&str] = &[
    "<", "</", "<!", "<!-", "<!--", "<!-->", "<!--->", "<!-- x", "-->", "--!>", "<!-- <p>no</p> -->", "<!--a--!>", "<!doctype html>",
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">", "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x\">",
    "<!doctype>", "<!doctypehtml>", "<?php ?>", "<![CDATA[ x ]]>", "<![CDATA[]]>", "<![CDATA[a<p>b]]]>", "]]>", "&", "&amp", "&ampx", "&amp;", "&lt;p&gt;",
    "&#0;", "&#13;", "&#10;", "&#10", "&#x0A;", "&#150;", "&#x80", "&nbsp;", "&nbsp", "&notin;", "&notit;", "&not", "&nbs", "&#x10FFFF;", "&#x110000;",
    "&#99999999999;", "&#xD800;", "&#x;", "&#;", "&NewLine;", "&Tab;", "&ThickSpace;", "&;", "&a", "&CounterClockwiseContourIntegral;", "<p", "<a href=\"",
    "'>", "\">", "</script>", "</script >", "</scripty>", "<!--<script>", "</style>", "</title>", "</textarea>", "</xmp>", "</iframe>", "</noframes>",
    "</table>", "</body>", "</html>", "</head>", "</body>text", "</p>", "</br>", "</a b='>'>", "</>", "</ x>", "<3", "a < b > c", "\0", "\0\n", "\u{feff}", "\r", "\r\n", "\n",
    " ", "  ", "\t", "\u{c}", "\u{b}", "\u{a0}", "\u{3000}", "\u{2028}", "x", "word", "two words", "a,b，c、d", "é", "日本語", "\u{85}", "</svg>", "</math>", "<svg/>", "<math/>", "<p/>",
    "<br/>", "<a/>", "<title>t</title>", "<script>if(a<b)</script>",
    "<script type='application/ld+json'>{\"a\":1}\r\n</script>", "<style>p{}</style>", "<select><option>o</select>", "<table><tr><td>c</td></tr></table>", "<b><p>", "</b>", "</i>", "</a>",
];

fn start() -> impl Strategy<Value = (&'static str, String)> {
    (select(NAMES), prop::collection::vec(select(ATTRIBUTES), 0..3), select(&["", "", "", "", "/", " /"][..])).prop_map(|(name, attributes, end)| {
        let attributes = attributes.concat();
        (name, format!("<{name}{attributes}{end}>"))
    })
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[a-z]{1,5}( [a-z,.]{1,6}){0,3}", 3 => select(RAW).prop_map(String::from), 1 => select(&[" ", "\n", "\n\n  "][..]).prop_map(String::from)]
}

fn tree() -> impl Strategy<Value = String> {
    leaf().prop_recursive(7, 48, 5, |inner| {
        let end = prop_oneof![9 => Just(None), 1 => Just(Some("")), 1 => select(NAMES).prop_map(Some)];
        (start(), prop::collection::vec(inner, 0..5), end).prop_map(|((name, start), children, end)| {
            let end = match end {
                None => format!("</{name}>"),
                Some("") => String::new(),
                Some(other) => format!("</{other}>"),
            };
            format!("{start}{}{end}", children.concat())
        })
    })
}

/// Trees of any elements, with some tags missing or wrong.
pub fn nasty() -> impl Strategy<Value = String> {
    let head = select(&["", "", "<!doctype html>", "<!doctype html><html lang=en><head><title>T</title></head><body>", "<!doctype html><body>", "<p>"][..]);
    (head, prop::collection::vec(tree(), 0..5)).prop_map(|(head, trees)| format!("{head}{}", trees.concat()))
}

/// Tags and text in any order.
pub fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => start().prop_map(|(_, start)| start),
        3 => select(NAMES).prop_map(|name| format!("</{name}>")),
        3 => leaf(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}
