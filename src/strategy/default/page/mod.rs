//! `default` on web pages: what elements say they are, where the text's weight lies, and what lines say.
//!
//! 1. Elements whose tag, role or names say that they are furniture go ([`marks`]), unless they hold so much of the page's
//!    text that the name must mean something else.
//! 2. From `body` down to the smallest element that holds nearly all of the remaining weight ([`root`]): outside of it
//!    nothing stays.
//! 3. The headline and the lead under it stay, wherever they stand.
//! 4. Inside, lines made of links go unless the page is a list of links; lines that a phrase gives away go, and on articles
//!    whatever the specialists for text know.

mod marks;
mod named;
mod root;
mod title;
mod weights;

use super::Verdict;
use super::evidence::{Evidence, Specialists};
use super::given::Given;
use crate::document::html::Page;
use crate::document::{Document, RunningWords, key};
use crate::label::Label;
use crate::strategy::contract::{Context, Removals};
use crate::strategy::phrase_rules::typed_lines;
use crate::strategy::{aggregator, residue_scrubber, source_cues};
use rustc_hash::FxHashSet;
use weights::Weights;

/// Share of linked characters from which a line that is no sentence goes.
const LINKED: f32 = 0.75;
/// Pages with less running text than this share of their words are lists: there, links are the content.
const LIST: f32 = 0.2;
/// Pages with more than this share are articles, about which the specialists for text are asked.
const ARTICLE: f32 = 0.6;

/// Takes out what is not the content of a page.
pub fn strip(
    document: &Document,
    page: &Page,
    context: &Context,
    specialists: &Specialists,
    keep_captions: bool,
    given: &Given,
    out: &mut Removals,
) {
    let weights = Weights::of(document);
    let marks = marks::find(page, &weights, keep_captions);
    let mut verdicts: Vec<Verdict> = document.segments().iter().map(|segment| marks.of(segment)).collect();
    let left = Weights::where_kept(document, &verdicts);
    let root = root::find(page, &left);
    outside(page, root, &mut verdicts);
    title::keep(document, page, root, &mut verdicts);
    let running = running_share(document, &verdicts);
    if running >= LIST {
        linked(document, &mut verdicts);
    }
    if running >= ARTICLE {
        let evidence = Evidence::gather(document, context, specialists, given, &RunningWords::of(document));
        known(document, evidence.verdicts(), &mut verdicts);
    } else {
        typed(document, &mut verdicts);
    }
    let kept: Vec<bool> = verdicts.iter().map(Option::is_none).collect();
    for (segment, verdict) in document.segments().iter().zip(verdicts) {
        if let Some((label, rule)) = verdict {
            out.push(segment.span, label, rule);
        }
    }
    residue_scrubber::inside_lines(document, &given.reading.signs, &kept, out);
    source_cues::inside_lines(document, &given.reading, &kept, true, out);
}

fn outside(page: &Page, root: usize, verdicts: &mut [Verdict]) {
    let inside = page.elements.get(root).map_or(0..0, |element| element.segments.clone());
    for (at, verdict) in verdicts.iter_mut().enumerate() {
        if !inside.contains(&at) && verdict.is_none() {
            *verdict = Some((None, "page.outside"));
        }
    }
}

/// Share of the words left that stand in running text.
fn running_share(document: &Document, verdicts: &[Verdict]) -> f32 {
    let kept = || document.features().iter().zip(verdicts).filter(|(_, verdict)| verdict.is_none()).map(|(own, _)| own);
    let words: f32 = kept().map(|own| own.words).sum();
    let running: f32 = kept().filter(|own| weights::is_running(own)).map(|own| own.words).sum();
    if words > 0.0 { running / words } else { 0.0 }
}

/// What the specialists for text know. A copy goes only where the line it repeats stays: the other may stand in furniture.
fn known(document: &Document, words: Vec<Verdict>, verdicts: &mut [Verdict]) {
    let is_copy = |word: &Verdict| matches!(word, Some((Some(Label::Duplicate), _)));
    for (verdict, word) in verdicts.iter_mut().zip(&words).filter(|(_, word)| !is_copy(word)) {
        *verdict = verdict.or(*word);
    }
    if !words.iter().zip(verdicts.iter()).any(|(word, verdict)| is_copy(word) && verdict.is_none()) {
        return;
    }
    let key_of = |at: usize| document.segments().get(at).and_then(|segment| key(document.inner(segment)));
    let originals = (0..verdicts.len()).filter(|&at| verdicts[at].is_none() && !is_copy(&words[at]));
    let originals: FxHashSet<u64> = originals.filter_map(key_of).collect();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| is_copy(word)) {
        if verdicts[at].is_none() && key_of(at).is_some_and(|own| originals.contains(&own)) {
            verdicts[at] = *word;
        }
    }
}

/// Lines made of links, on pages that are not lists of them.
fn linked(document: &Document, verdicts: &mut [Verdict]) {
    for (own, verdict) in document.features().iter().zip(verdicts.iter_mut()) {
        if verdict.is_none() && own.link_density() > LINKED && !own.is_sentence() {
            *verdict = Some((None, "page.linked"));
        }
    }
}

/// Lines that a phrase gives away, and an aggregator's furniture: such pages are lists.
fn typed(document: &Document, verdicts: &mut [Verdict]) {
    let lines = typed_lines(document);
    let mut found = Removals::new();
    aggregator::strip(document, &lines, aggregator::DEFAULT_SCORE, &mut found);
    let starts: FxHashSet<usize> =
        found.iter().filter(|removal| removal.label == Some(Label::Aggregator)).map(|removal| removal.span.start).collect();
    for ((verdict, line), segment) in verdicts.iter_mut().zip(lines).zip(document.segments()) {
        let scrap = || starts.contains(&segment.span.start).then_some((Some(Label::Aggregator), "aggregator.scrap"));
        *verdict = verdict.or(line.map(|typed| (Some(typed.label), typed.rule))).or_else(scrap);
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format, render};
    use crate::strategy::{Context, parse};

    const PARAGRAPH: &str =
        "The ferry ran aground off the point in the fog on Monday morning, the harbour office said, and nobody was hurt.";

    fn left(markup: &str) -> String {
        let document = Document::anonymous(Format::Html, markup);
        let strategy = parse("default").expect("in the table");
        let removed = strategy.run(&document, &Context::empty()).spans(|_| true);
        render(&document, &removed).trim_end().to_string()
    }

    fn paragraphs(count: usize) -> String {
        let captains = ["Lind", "Orrin", "Haas", "Post", "Tarr", "Thorne"];
        let paragraph = |at: usize| format!("<p>{PARAGRAPH} Captain {} spoke of luck.</p>", captains[at]);
        (0..count).map(paragraph).collect()
    }

    #[test]
    fn furniture_goes_and_the_headline_outside_of_the_text_stays() {
        let text = paragraphs(4);
        let markup = format!(
            "<title>Ferry aground in fog - The Courier</title><body><nav><a href=/>Home</a></nav><div class=head><h1>Ferry aground in fog</h1>\
             <p>The crew waited for the tide, and two hundred passengers waited with them.</p></div>\
             <div class=text>{text}<div class=newsletter-box><p>Get our letter every morning, free of charge and full of news.</p></div></div>\
             <footer>All rights reserved</footer>"
        );
        let left = left(&markup);
        assert!(left.starts_with("Ferry aground in fog\n\nThe crew waited for the tide"), "{left}");
        assert_eq!(left.matches("harbour office").count(), 4);
        assert!(["Home", "Get our letter", "All rights"].iter().all(|gone| !left.contains(gone)), "{left}");
    }

    #[test]
    fn comments_are_the_content_of_a_forum_and_of_nothing_else() {
        let post =
            |class: &str| format!("<div class={class}><p>A reader asks what the harbour office did about the fog all night.</p></div>");
        let thread = format!("{}{}", paragraphs(6), post("comment"));
        assert_eq!(left(&format!("<body><div>{thread}</div>")).matches("harbour office").count(), 6);
        let forum = format!("<meta name=generator content='Discourse 3'><body><div>{thread}</div>");
        assert_eq!(left(&forum).matches("harbour office").count(), 7);
    }

    #[test]
    fn a_name_is_not_believed_of_most_of_the_page() {
        let left = left(&format!("<body><div class='cookie-notice related'>{}</div>", paragraphs(5)));
        assert_eq!(left.matches("harbour office").count(), 5);
    }

    #[test]
    fn links_are_the_content_of_a_page_of_links() {
        let items: String = (0..12).map(|at| format!("<li><a href=/{at}>Garden hose with brass fitting, length {at}</a></li>")).collect();
        assert_eq!(left(&format!("<body><main><ul>{items}</ul></main>")).matches("Garden hose").count(), 12);
    }
}
