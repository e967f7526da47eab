//! Bad pages: cut off, wrongly decoded, or built to make a parser slow. All are rendered, with work that grows with their bytes:
//! there is no clock here, but the size of what comes out is bounded.

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

#[path = "generators/invariants.rs"]
mod invariants;
#[path = "generators/pages.rs"]
mod pages;

use gleaner::corpus::{Files, check};
use gleaner::document::html::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_SOURCE_BYTES, Tag, decode};
use gleaner::document::{Document, Format};
use gleaner::strategy::{ALL, Context, Selected, parse};
use invariants::run_checked;
use pages::check_page;

/// A `p` of three bytes opens up to 24 formatting elements anew; nothing opens more for its bytes.
const ELEMENTS_PER_BYTE: usize = 9;
/// `html`, `head`, `body`, and what an implied end leaves.
const ELEMENTS_AT_LEAST: usize = 16;
/// Table rows and cells, list items and links close themselves, so they count no depth of their own.
const DEPTH_PER_LEVEL: usize = 5;
/// Every strategy runs on sources up to this length, the default on all.
const FOR_ALL_STRATEGIES: usize = 100_000;

/// Renders a page and strips it; what comes out is no larger than what went in allows.
fn handled(source: String) -> Document {
    let bytes = source.len();
    let document = Document::anonymous(Format::Html, source);
    let page = document.page().expect("a page");
    assert!(page.elements.len() <= ELEMENTS_PER_BYTE * bytes + ELEMENTS_AT_LEAST, "{} elements of {bytes} bytes", page.elements.len());
    let deepest = page.elements.iter().map(|element| element.depth).max().unwrap_or(0) as usize;
    assert!(deepest <= DEPTH_PER_LEVEL * MAX_DEPTH, "{deepest} deep");
    assert!(document.text().len() <= 3 * bytes, "{} bytes of text of {bytes}", document.text().len());
    assert!(document.segments().len() <= bytes && document.links().len() <= bytes);
    if bytes > FOR_ALL_STRATEGIES {
        parse("default").expect("known").run(&document, &Context::empty());
        return document;
    }
    let document = check_page(document);
    for entry in ALL {
        run_checked(&Selected::new(entry, &[]).expect("defaults are allowed"), &document, &Context::empty());
    }
    document
}

/// As [`handled`], with the same construct at a length for all strategies too.
fn handled_at_both_lengths(piece: &str, bytes: usize) -> Document {
    handled(piece.repeat(20_000 / piece.len()) + "end");
    handled(piece.repeat(bytes / piece.len()) + "end")
}

fn shipped_page(file: &str) -> Vec<u8> {
    let files: Files = check::shipped_files();
    files.bytes(file).expect("a shipped page").into_owned()
}

const PAGE: &str = "auenfelder-tagblatt/auenfelder-tagblatt-html-bank-merger.html";

#[test]
fn a_page_cut_off_anywhere_is_a_page() {
    let (page, default) = (shipped_page(PAGE), parse("default").expect("known"));
    let whole = Document::anonymous(Format::Html, decode(&page, None).text);
    for end in (0..page.len()).step_by(97) {
        let decoded = decode(&page[..end], None);
        let document = check_page(Document::anonymous(Format::Html, decoded.text));
        run_checked(&default, &document, &Context::empty());
        assert!(document.text().len() <= whole.text().len() + 97, "{end}");
    }
}

#[test]
fn a_page_in_another_encoding_than_it_says_keeps_its_markup_and_its_ascii() {
    let page = shipped_page(PAGE);
    let whole = Document::anonymous(Format::Html, decode(&page, None).text);
    let ascii = |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>();
    for label in ["windows-1252", "latin1", "windows-1251", "iso-8859-7", "koi8-r", "macintosh", "ibm866"] {
        let document = handled(decode(&page, Some(label)).text);
        assert_eq!(document.segments().len(), whole.segments().len(), "{label}");
        assert!(ascii(document.text()) == ascii(whole.text()), "{label}");
    }
    for label in ["shift_jis", "gbk", "big5", "euc-kr", "utf-16le", "utf-16be", "iso-2022-jp", "replacement", "x-user-defined", "nonsense"]
    {
        handled(decode(&page, Some(label)).text);
    }
}

#[test]
fn a_page_in_two_encodings_loses_only_the_letters_of_one() {
    let mixed = [b"<meta charset=utf-8><p>K\xc3\xa4se und ".as_slice(), b"K\xe4se</p>".as_slice()].concat();
    let decoded = decode(&mixed, None);
    assert!(decoded.malformed);
    assert_eq!(handled(decoded.text).text(), "Käse und K\u{fffd}se");
    let broken: Vec<u8> = (0..=255).cycle().take(50_000).collect();
    handled(decode(&broken, None).text);
    handled(decode(&[b"\xff\xfe".as_slice(), &broken].concat(), None).text);
    handled(decode(&[b"\xef\xbb\xbf".as_slice(), &broken].concat(), Some("gbk")).text);
}

#[test]
fn a_page_of_30_mb_is_read_to_its_end() {
    let item =
        "<div class=\"post item\"><h2><a href=\"/story\">Ferry sails at dawn</a></h2><p>It took three hours, the captain said.</p></div>\n";
    let times = (30 << 20) / item.len();
    let document = handled(format!("<!doctype html><title>Long</title><body>{}<p>The last line.", item.repeat(times)));
    assert_eq!(document.segments().len(), 2 * times + 1);
    assert_eq!(document.links().len(), times);
    assert!(document.text().ends_with("\n\nThe last line."));
}

#[test]
fn a_longer_page_is_cut_at_the_limit() {
    let document = Document::anonymous(Format::Html, "é".repeat(MAX_SOURCE_BYTES / 2 + 9));
    assert_eq!(document.text().len(), MAX_SOURCE_BYTES);
}

#[test]
fn a_million_attributes_are_a_tag() {
    for attribute in [" a", " a=1", " a='>'", "/a=\"b c\"", "\n=x"] {
        let document = handled(format!("<p{} class=late>Text", attribute.repeat(1_000_000)));
        assert_eq!((document.text(), document.page().expect("a page").elements.len()), ("Text", 3), "{attribute}");
    }
    let distinct: String = (0..1_000_000).map(|at| format!(" a{at}={at}")).collect();
    assert_eq!(handled(format!("<p{distinct}>Text")).text(), "Text");
    let first: String = (1..MAX_ATTRIBUTES).map(|at| format!(" a{at}")).collect();
    let document = Document::anonymous(Format::Html, format!("<p{first} class=kept id=lost>Text"));
    let page = document.page().expect("a page");
    assert_eq!(page.words(page.elements.len() - 1).collect::<Vec<_>>(), ["kept"]);
}

#[test]
fn a_hundred_thousand_levels_are_flattened_without_loss_of_text() {
    for tag in ["div", "span", "b", "font", "table", "ul", "li", "a href=x", "p", "blockquote", "em", "section", "q-q", "button", "h1"] {
        let document = handled(format!("{}deep", format!("<{tag}>x ").repeat(100_000)));
        let letters = document.text().chars().filter(|c| !c.is_whitespace()).count();
        assert_eq!(letters, 100_004, "{tag}");
        let name = tag.split(' ').next().expect("a name");
        let closed = format!("{}deep{}", format!("<{tag}>").repeat(100_000), format!("</{name}>").repeat(100_000));
        assert_eq!(handled(closed).text(), "deep", "{tag}");
    }
    for nest in
        ["<table><tr><td>", "<ul><li>", "<b><p>", "<a href=x><div>", "<svg><g>", "<math><mi>", "<svg><foreignObject>", "<button><p>"]
    {
        handled_at_both_lengths(nest, 1 << 20);
    }
}

#[test]
fn unclosed_and_misnested_markup_grows_no_faster_than_its_bytes() {
    let pieces = [
        "<p><b><i><u>x",
        "<b>x</p>",
        "<b></i>",
        "<a><div>",
        "<b><div></b>",
        "<b><i><u><p></b></i></u></p>",
        "<b><span><i><p>x</b></i></span></p>",
        "<b></b:x>",
        "<b><object></b></object>",
        "<b><table><tr><td></b></table>",
        "<a href=x><b></a></b>",
        "<b><table>x</b>",
        "<table>x<b>",
        "<i></p><p>x</i>",
        "</p>",
        "</br>",
        "</div>",
        "<li><ul>x",
        "<dd><dt>x",
        "<select><option>x",
        "<option>x",
        "<form>x",
        "<h1><h2>x",
        "<nobr>x",
        "<body a=b>",
        "<html c=d>",
        "<frameset>",
        "<font size=1>x</div><div>",
        "<tr><td><tr>",
        "<applet><b>x",
        "<template><tr>",
        "<noscript><p>x",
        "<ruby><rt>x",
        "<li><dd></ul>",
        "<q-q><div></q-q></ul>",
        "<form><div></form></ul>",
        "<div><table><tr><td></div></ul>",
        "<h1><div><h2></h1></ul>",
        "<svg><desc><div></svg></ul>",
        "<noscript><div></noscript></ul>",
        "<form><li></form><div></li></ul>",
        "<select><select><div></select></select></ul>",
        "<button><button></button><div></button></ul>",
        "<h1><h2></h2><div></h1></ul>",
        "<table><table></table><div></table></ul>",
    ];
    for piece in pieces {
        handled_at_both_lengths(piece, 300_000);
    }
}

/// Elements with different attributes are not taken for one, and each block opens all of them anew that no end tag ended.
#[test]
fn formatting_that_no_end_tag_ends_is_bounded() {
    for behind in ["", "</i>", "</b:x>", "<object></b></object>", "<table><tr><td></b></table>", "<svg><desc></b></desc></svg>"] {
        let bold: String = (0..2_000).map(|at| format!("<b a={at}>{behind}")).collect();
        let document = handled(format!("<p>{bold}{}", "<p>x".repeat(2_000)));
        let page = document.page().expect("a page");
        // What stands behind the last `p` stands in it.
        let opened = page.elements.iter().rev().take_while(|element| element.tag != Tag::P).count();
        assert!((1..=24).contains(&opened), "{opened} in a p: {behind}");
    }
}

/// These close themselves in one place (a table, a select, a ruby, HTML) and nest without end in another.
#[test]
fn elements_that_close_themselves_do_not_nest_elsewhere() {
    let names = ["rt", "rtc", "rp", "option", "optgroup", "a", "td", "tr", "input", "source", "li", "dd", "title"];
    for (around, name) in [("ruby", "rtc"), ("select", "optgroup")] {
        handled(format!("<{around}>{}end", format!("<{name}><{name}></{name}><q-q></{name}></ul>").repeat(25_000)));
    }
    for around in ["", "<svg>", "<svg><foreignObject>", "<math><mi>", "<ruby>"] {
        for name in names {
            handled(format!("{around}{}end{}", format!("<{name}>x").repeat(25_000), "</q-q>".repeat(500)));
        }
    }
}

#[test]
fn text_behind_svg_and_math_is_there_whether_they_are_closed_or_not() {
    let icon = "<svg viewBox='0 0 1 1'><title>Icon</title><g><a><path d='M0 0'/></a></g></svg>";
    let page = format!("<p>{icon}One</p>").repeat(2_000) + "<p>Last";
    assert!(handled(page).text().ends_with("One\n\nLast"));
    let rows = "<tr><td><input><wbr>Cell".repeat(1_000);
    let open = handled(format!("<svg><path><g><p>One</p><table>{rows}</table><p>Last</p></div><p>Two"));
    assert!(open.text().starts_with("One\n\nCell\nCell") && open.text().ends_with("Cell\n\nLast\n\nTwo"));
    assert_eq!(handled("<math><mi>x</mi><a><b>One</b></a></math><p>Two".into()).text(), "xOne\n\nTwo");
}

#[test]
fn column_spans_of_millions_make_no_columns() {
    let document = handled(format!("<table>{}</table>", "<tr><td colspan=1000000000 rowspan=1000000000>x".repeat(20_000)));
    assert_eq!(document.segments().len(), 20_000);
}

#[test]
fn nul_bytes_and_control_characters_are_handled() {
    assert_eq!(handled("\0".repeat(1 << 20)).text(), "");
    let document = handled_at_both_lengths("<p\0>\0x\0</p\0>\u{1}\u{7f}", 1 << 20);
    assert!(!document.text().contains('\0') || document.page().is_some());
    handled("<div title='\0\0'>\0<b\0=1>x</b>\0</div>".repeat(1_000));
}

#[test]
fn two_hundred_thousand_scripts_of_structured_data_are_kept_up_to_their_limit() {
    let script = format!("<script type=application/ld+json>{{\"a\":\"{}\"}}</script>", "b".repeat(40));
    let document = handled(script.repeat(200_000) + "<p>end");
    let held: usize = document.page().expect("a page").json_ld.iter().map(String::len).sum();
    assert_eq!(held, 4 << 20);
    assert_eq!(document.text(), "end");
}

#[test]
fn five_mb_of_an_opening_are_handled() {
    assert_eq!(handled_at_both_lengths("<", 5 << 20).text().len(), (5 << 20) + 3 - 4);
    let hidden =
        ["<!--", "<script>", "<style>", "<textarea>", "<title>", "<svg>", "<!-- -->", "<a href='", "<a ", "<!", "</", "<?", "<![CDATA["];
    for piece in hidden {
        let document = handled_at_both_lengths(piece, 5 << 20);
        assert!(document.text().len() <= 3, "{piece}: {} bytes", document.text().len());
    }
    for piece in ["&", "&amp", "&#", "&#x", "<>", "<p", "]]>", "-->", "</p>", "\r", "\n<br>"] {
        handled_at_both_lengths(piece, 1 << 20);
    }
}
