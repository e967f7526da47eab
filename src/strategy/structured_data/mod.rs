//! `structured-data`: the article's text as the page itself states it.
//!
//! - **Idea**: many pages carry their article in JSON-LD (`articleBody`) or mark it (`itemprop=articleBody`). What stands there
//!   stays; everything else is for another strategy to judge.
//! - **Source**: own. Segments are found by shingles of eight words (Broder 1997), six in ten of which must stand in the body.
//!   A body counts if 250 characters of the page stand in it, in its order. `og:description` is evidence only: it keeps the
//!   standfirst of a page whose body counts.
//! - **Needs**: a page with structured data. **Parameters**: `fallback`, who judges what the body does not hold, and pages without
//!   one; `rest`, to remove what the body does not hold instead.
//! - **Wins**: exact where the data is there, whatever the page around it. **Loses**: bodies cut at a paywall; pages whose
//!   data is another article's; everything the fallback loses.
//! - **Cost**: O(bytes), and the fallback's.

mod anchor;
mod bodies;

use super::contract::{Context, Entry, Family, Needs, Parameter, Properties, Removals, Selected};
use super::html::lengths::Lengths;
use super::{Document, Strategy, boilerpipe, class_pruning, keep_all, resiliparse, text_bte};
use crate::document::html::{Attribute, ElementId, Page};
use crate::span::{Span, SpanSet};
use anchor::Stated;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "structured-data",
    version: 1,
    summary: "keeps what JSON-LD or microdata state as the article's body; a fallback judges the rest",
    loses: "bodies cut at a paywall, data of another article, pages without data",
    family: Family::StructuredData,
    source: "own; schema.org articleBody, shingles after Broder 1997",
    needs: Needs::Html,
    parameters: &[
        Parameter::word(
            "fallback",
            &["class-pruning", "resiliparse", "text-bte", "boilerpipe-article", "keep-all"],
            "who judges what the body does not hold",
        ),
        Parameter::word("rest", &["fallback", "remove"], "what happens to text outside a body that counts"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |parameters| {
        let entry = match parameters.word("fallback") {
            "resiliparse" => &resiliparse::ENTRY,
            "text-bte" => &text_bte::ENTRY,
            "boilerpipe-article" => &boilerpipe::article::ENTRY,
            "keep-all" => &keep_all::ENTRY,
            _ => &class_pruning::ENTRY,
        };
        Box::new(StructuredData { fallback: Selected::new(entry, &[]).ok(), remove_rest: parameters.word("rest") == "remove" })
    },
};

/// Marked elements with less text are teasers.
const LEAST_MARKED_CHARS: u32 = 250;

struct StructuredData {
    fallback: Option<Selected>,
    remove_rest: bool,
}

impl Strategy for StructuredData {
    fn remove(&self, document: &Document, context: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        let anchored = in_json_ld(document, page).or_else(|| in_microdata(document, page));
        let stays = anchored.map(|anchored| with_description(document, page, anchored));
        if let (true, Some(stays)) = (self.remove_rest, &stays) {
            let rest = document.segments().iter().zip(stays).filter(|(_, stays)| !**stays);
            rest.for_each(|(segment, _)| out.push(segment.span, None, "structured-data.outside"));
        } else if let Some(fallback) = &self.fallback {
            let stays = stays.unwrap_or_default();
            let kept = document.segments().iter().zip(&stays).filter(|(_, stays)| **stays).map(|(segment, _)| segment.span);
            let open = kept.collect::<SpanSet>().complement(document.text().len());
            for removal in fallback.run(document, context).take() {
                open.within(removal.span).for_each(|gap| out.push(gap, removal.label, removal.rule.clone()));
            }
        }
    }
}

/// The segments that stand in a body of the page's JSON-LD that counts.
fn in_json_ld(document: &Document, page: &Page) -> Option<Vec<bool>> {
    let bodies = bodies::article_bodies(page);
    let counting = bodies.iter().filter_map(|body| Stated::new(body).anchored(document));
    counting.reduce(|one, other| one.iter().zip(other).map(|(one, other)| *one || other).collect())
}

/// The running text and headings inside elements marked as the article's body.
fn in_microdata(document: &Document, page: &Page) -> Option<Vec<bool>> {
    let marked = |id: &ElementId| {
        let properties = page.attribute(*id, Attribute::Itemprop);
        properties.split_whitespace().any(|property| property.eq_ignore_ascii_case("articleBody"))
    };
    let lengths = Lengths::new(document, page, &[]);
    let elements = (0..page.elements.len()).filter(marked).map(|id| &page.elements[id]);
    let spans: Vec<Span> = elements.filter(|element| lengths.of(element) >= LEAST_MARKED_CHARS).map(|element| element.span).collect();
    let inside: SpanSet = (!spans.is_empty()).then(|| spans.into_iter().collect())?;
    let segments = document.segments().iter().zip(document.features());
    Some(segments.map(|(segment, own)| (own.is_sentence() || own.heading) && inside.covers(segment.span)).collect())
}

/// The segments that stay, and with them the description, if it stands before the end of the body.
fn with_description(document: &Document, page: &Page, mut anchored: Vec<bool>) -> Vec<bool> {
    let description = [page.meta("og:description"), page.meta("description")].into_iter().find(|text| !text.is_empty());
    let (Some(description), Some(last)) = (description, anchored.iter().rposition(|own| *own)) else { return anchored };
    let description = Stated::new(description);
    for (at, segment) in document.segments().iter().enumerate().take(last) {
        anchored[at] = anchored[at] || description.holds(document.inner(segment));
    }
    anchored
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, render};

    const TEXT: &str = "The ferry ran aground off the point in thick fog on Monday morning with two hundred people aboard, the coast guard \
                        said. Nobody was hurt, and by noon a tug had pulled the ship free and brought her back to the harbour that she had \
                        left at dawn. An inquiry has begun, and the captain will be heard.";

    fn left(markup: &str, chosen: &[(&str, &str)]) -> String {
        let document = Document::anonymous(Format::Html, markup);
        let removed = Selected::new(&ENTRY, chosen).expect("allowed").run(&document, &Context::empty()).spans(|_| true);
        render(&document, &removed).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn page(body: &str) -> String {
        let script = format!(r#"<script type="application/ld+json">{{"articleBody": "{body}"}}</script>"#);
        format!("<head>{script}</head><body><p>Menu</p><aside><p>{TEXT}</p></aside><p>Share</p></body>")
    }

    #[test]
    fn what_the_body_holds_stays_whatever_the_fallback_says() {
        assert_eq!(left(&page(TEXT), &[]), format!("Menu {TEXT} Share"));
        assert_eq!(left(&page(TEXT), &[("rest", "remove")]), TEXT);
    }

    #[test]
    fn another_body_leaves_all_to_the_fallback() {
        let other = "Another story altogether, of a bridge that was closed for the summer and will be open again in the autumn.";
        assert_eq!(left(&page(other), &[("rest", "remove")]), format!("Menu {TEXT} Share"));
    }

    #[test]
    fn marked_elements_keep_their_running_text() {
        let markup = format!("<p>Menu</p><div itemprop=articleBody><p>{TEXT}</p><p>Share</p></div><p>Footer</p>");
        assert_eq!(left(&markup, &[("rest", "remove")]), TEXT);
        assert_eq!(left("<div itemprop=articleBody>A teaser.</div><p>Text.</p>", &[("rest", "remove")]), "A teaser. Text.");
    }

    #[test]
    fn the_description_keeps_the_standfirst() {
        let lead = "A ship, a rock and two hundred passengers in the fog";
        let markup = page(TEXT).replace("<p>Menu</p>", &format!("<p>Menu</p><h2>{lead}</h2>"));
        let markup = markup.replace("<head>", &format!("<head><meta property='og:description' content='{lead}'>"));
        assert_eq!(left(&markup, &[("rest", "remove")]), format!("{lead} {TEXT}"));
    }
}
