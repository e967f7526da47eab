//! Web pages for the benches, of any size, in plausible markup around shipped English text. Nothing is read from disk.

#![allow(dead_code)] // each bench takes what it needs

use std::fmt::Write as _;

/// Paragraphs between two pieces of page furniture.
const EVERY: usize = 12;

/// A page of about `bytes` bytes: menu, article with rails, scripts and styles between its paragraphs, footer.
///
/// On real pages some fifteenth of the bytes is text; here it is about a fifth.
pub fn page(bytes: usize) -> String {
    let text = crate::inputs::markdown((bytes / 4).max(1 << 10));
    let mut page = String::from("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Page</title></head><body>");
    menu(&mut page);
    page.push_str("<main id=\"content\"><article class=\"post post--long\">");
    let paragraphs = text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.trim_start_matches(['#', '>', '-', ' ']));
    for (number, paragraph) in paragraphs.cycle().enumerate() {
        if page.len() >= bytes {
            break;
        }
        let text = paragraph.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            page,
            "<div class=\"block block-{} text--body\" data-index=\"{number}\"><p class=\"text\">{text}</p></div>",
            number % 7
        );
        if number % EVERY == EVERY - 1 {
            furniture(&mut page, number);
        }
    }
    page.push_str("</article></main><footer class=\"site-footer\"><p>Copyright</p></footer></body></html>");
    page
}

fn menu(page: &mut String) {
    page.push_str("<header><nav class=\"menu\" aria-label=\"Main\"><ul>");
    for at in 0..20 {
        let _ = write!(page, "<li class=\"menu__item\"><a href=\"/section/{at}\">Section {at}</a></li>");
    }
    page.push_str("</ul></nav></header>");
}

/// What stands between paragraphs of real pages: a rail, a script, a picture.
fn furniture(page: &mut String, number: usize) {
    let script = "window.items=window.items||[];items.push({\"id\":1,\"kind\":\"slot\",\"size\":[300,250]});".repeat(12);
    let _ = writeln!(
        page,
        "<aside class=\"related-list\"><h3>Related articles</h3><ul><li><a href=\"/a/{number}?from=rail\">Harbour reopens after the storm</a></li>\
         <li><a href=\"/b/{number}?from=rail\">Council votes on new ferry line</a></li></ul></aside>\
         <figure><img src=\"/i/{number}.jpg\" alt=\"\" width=640 height=360 loading=lazy></figure><script>{script}</script>"
    );
}
