//! The last stage: what the page says of itself in structured data, else `article` elements, paragraphs, the body.

use super::{Found, Why};
use crate::document::html::{Page, Tag};
use crate::document::{Alignment, Document, Format};
use crate::strategy::html::json_ld;
use crate::strategy::html::kept_runs::inside;
use serde_json::Value;

/// A result must be longer than this many characters.
const MIN_CHARS: u64 = 100;
/// An `article` must be as long as this part of the longest.
const ARTICLE_PART: u64 = 5;

/// Runs the stage.
pub fn extract(document: &Document, page: &Page) -> Found {
    let ways = [structured(document, page), Some(articles(page)), Some(paragraphs(page))];
    let found = ways.into_iter().flatten().find(|found| found.chars(page) > MIN_CHARS);
    found.unwrap_or_else(|| {
        let outside = super::own::basic_cleaning(page);
        Found::of_kept("baseline-body", page.runs.iter().map(|run| !outside[run.element]))
    })
}

/// The `articleBody` of the page's JSON-LD, where it stands in the view.
fn structured(document: &Document, page: &Page) -> Option<Found> {
    let body = article_body(&json_ld::scripts(page))?;
    let kept = Alignment::new(document.text(), &body).kept(document);
    // A run goes with the larger part of it.
    let covered = |run: &crate::document::html::Run| {
        let inside: usize = kept.within(run.span).map(|part| part.len()).sum();
        inside * 2 >= run.span.len()
    };
    Some(Found::of_kept("baseline-json", page.runs.iter().map(covered)))
}

/// The first long `articleBody` in the scripts; markup in it is taken out.
fn article_body(scripts: &[Value]) -> Option<String> {
    let mut found: Option<String> = None;
    json_ld::for_each_object(scripts, |object| {
        let body = object.get("articleBody").and_then(Value::as_str);
        if let (None, Some(body)) = (&found, body.filter(|body| body.len() as u64 > MIN_CHARS)) {
            let markup = body.contains("<p>") || body.contains("</");
            found = Some(if markup { Document::anonymous(Format::Html, body).text().to_string() } else { body.to_string() });
        }
    });
    found
}

/// The page's `article` elements, short ones aside.
fn articles(page: &Page) -> Found {
    let chars = |id: usize| u64::from(page.elements[id].chars);
    let all = (0..page.elements.len()).filter(|&id| page.elements[id].tag == Tag::Article);
    let longest = all.map(chars).max().unwrap_or(0);
    let kept = inside(page, |id| page.elements[id].tag == Tag::Article && chars(id) * ARTICLE_PART >= longest);
    Found::of_kept("baseline-article", page.runs.iter().map(|run| kept[run.element]))
}

/// Paragraphs, quotes and code.
fn paragraphs(page: &Page) -> Found {
    let kept = inside(page, |id| matches!(page.elements[id].tag, Tag::Blockquote | Tag::Code | Tag::P | Tag::Pre | Tag::Q));
    let why = page.runs.iter().map(|run| if kept[run.element] { Why::Kept } else { Why::Outside });
    Found { stage: "baseline-paragraphs", why: why.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_found_wherever_it_stands() {
        let long = "word ".repeat(30);
        let value = serde_json::json!({"@graph": [{"headline": "x"}, {"mainEntity": {"articleBody": format!("<p>{long}</p>")}}]});
        assert_eq!(article_body(&[value]).as_deref(), Some(long.trim()));
        assert_eq!(article_body(&[serde_json::json!([{"articleBody": "short"}])]), None);
    }
}
