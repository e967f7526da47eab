//! The first stage: clean, prune by names, take the first container, test blocks for links, collect what holds text.

use super::{Found, Mode, Why};
use crate::document::Document;
use crate::document::html::{Attribute, ElementId, Page, Run, Tag};
use crate::strategy::html::class_words::{named_part, stated_part};
use crate::strategy::html::families::Part;
use crate::strategy::html::kept_runs::inside;
use crate::strategy::html::names::Names;
use crate::strategy::trafilatura_links::TrafilaturaLinks;

/// Names of what holds an article's text, the surest first; neighbours read as one word (`entry-content`).
const BODY_NAMES: &[&str] = &[
    "articlebody",
    "articlecontent",
    "articletext",
    "blogcontent",
    "blogpost",
    "entrycontent",
    "newsbody",
    "newscontent",
    "newstext",
    "postbody",
    "postcontent",
    "postentry",
    "posttext",
    "storybody",
    "storycontent",
    "storytext",
    "textcontent",
];
/// Names of an article as a whole.
const ARTICLE_NAMES: &[&str] = &["article", "hentry", "post", "story"];
/// Names of the main part of a page.
const MAIN_NAMES: &[&str] =
    &["bodycontent", "contentbody", "contentmain", "innercontent", "maincontent", "mainarea", "pagecontent", "primary", "primarycontent"];
const CONTENT_NAMES: &[&str] = &["content", "main"];

/// Pruning by names is undone where less than one part in so many is left.
const OVERPRUNED: u64 = 7;
/// Paragraphs must hold so many times the least size, or loose text in divisions counts too.
const PARAGRAPHS_BALANCED: u64 = 3;
const PARAGRAPHS_RECALL: u64 = 5;

/// Runs the stage.
pub fn extract(document: &Document, page: &Page, mode: Mode, min_chars: u64) -> Found {
    let chars: Vec<u32> = page.runs.iter().map(|run| document.slice(run.span).chars().count() as u32).collect();
    let mut why = vec![Why::Outside; page.elements.len()];
    prune(page, &chars, mode, &mut why);
    let gone = why.iter().map(|why| *why != Why::Outside).collect();
    let links = TrafilaturaLinks::new(mode == Mode::Precision).gone(document, page, gone);
    for container in containers(page) {
        let found = collect(page, &chars, &why, &links, container, mode, min_chars);
        // One that holds next to nothing is passed over, as it is when it holds a single element.
        if found.chars(page) >= min_chars {
            return found;
        }
    }
    stray(page, &why, &links, mode)
}

/// Elements outside of which jusText looks: asides and footers, by tag and by name.
pub fn basic_cleaning(page: &Page) -> Vec<bool> {
    let mut names = Names::default();
    let footer: Vec<bool> = (0..page.elements.len())
        .map(|id| {
            names.read(page, id);
            page.elements[id].tag == Tag::Div && names.has(&["footer"])
        })
        .collect();
    inside(page, |id| matches!(page.elements[id].tag, Tag::Aside | Tag::Footer) || footer[id])
}

/// Marks elements that are never content, and those that names call something else; `Outside` means neither.
fn prune(page: &Page, chars: &[u32], mode: Mode, why: &mut [Why]) {
    for id in 0..page.elements.len() {
        let inherited = page.elements[id].parent.map_or(Why::Outside, |parent| why[parent]);
        why[id] = if inherited == Why::Outside && is_never_content(page, id) { Why::Element } else { inherited };
    }
    let sum = |why: &[Why]| left(page, chars, why).iter().map(|&chars| u64::from(chars)).sum::<u64>();
    let before = sum(why);
    let mut pruned = why.to_vec();
    let mut names = Names::default();
    for id in 0..page.elements.len() {
        let inherited = page.elements[id].parent.map_or(Why::Outside, |parent| pruned[parent]);
        if inherited != Why::Outside {
            pruned[id] = inherited;
        } else if pruned[id] == Why::Outside && named_part(page, id, &mut names).is_some_and(|part| goes(part, mode)) {
            pruned[id] = Why::Name;
        }
    }
    if sum(&pruned) * OVERPRUNED > before {
        why.copy_from_slice(&pruned);
    }
}

/// Characters of the runs that are still there.
fn left(page: &Page, chars: &[u32], why: &[Why]) -> Vec<u32> {
    page.runs.iter().zip(chars).map(|(run, &chars)| if why[run.element] == Why::Outside { chars } else { 0 }).collect()
}

/// Elements that Trafilatura's cleaning takes out, by tag, role and property; the wrapping form stays.
fn is_never_content(page: &Page, id: ElementId) -> bool {
    let by_tag = matches!(
        page.elements[id].tag,
        Tag::Area
            | Tag::Button
            | Tag::Canvas
            | Tag::Datalist
            | Tag::Embed
            | Tag::Fieldset
            | Tag::Figure
            | Tag::Input
            | Tag::Label
            | Tag::Legend
            | Tag::Map
            | Tag::Math
            | Tag::Menu
            | Tag::Optgroup
            | Tag::Option
            | Tag::Picture
            | Tag::Time
    );
    by_tag || stated_part(page, id).is_some_and(|part| !matches!(part, Part::Header | Part::Date))
}

/// Which parts go by name. Comments go here: they are a result of their own in the original.
const fn goes(part: Part, mode: Mode) -> bool {
    match part {
        Part::Header | Part::Date | Part::Form => matches!(mode, Mode::Precision),
        Part::Caption | Part::Tags | Part::Print => !matches!(mode, Mode::Recall),
        _ => true,
    }
}

/// Elements that may hold the article, the first of each pattern, surest pattern first.
fn containers(page: &Page) -> Vec<ElementId> {
    let mut first: [Option<ElementId>; 5] = [None; 5];
    let mut names = Names::default();
    for (id, element) in page.elements.iter().enumerate() {
        if !matches!(element.tag, Tag::Article | Tag::Div | Tag::Main | Tag::Section | Tag::Td | Tag::P) {
            continue;
        }
        names.read(page, id);
        let property = page.attribute(id, Attribute::Itemprop).eq_ignore_ascii_case("articlebody");
        let role = page.attribute(id, Attribute::Role);
        let found = [
            property || names.has(BODY_NAMES),
            element.tag == Tag::Article || role == "article",
            names.has(ARTICLE_NAMES),
            element.tag == Tag::Main || role == "main" || names.has(MAIN_NAMES),
            names.has(CONTENT_NAMES),
        ];
        for (slot, found) in first.iter_mut().zip(found) {
            *slot = slot.or(found.then_some(id));
        }
    }
    first.into_iter().flatten().collect()
}

/// Text of a container: paragraphs, headings, lists, quotes, tables, code; text directly in divisions where paragraphs hold
/// too little.
fn collect(page: &Page, chars: &[u32], pruned: &[Why], links: &[bool], container: ElementId, mode: Mode, min_chars: u64) -> Found {
    let runs = page.elements[container].runs.clone();
    let holds_text = inside(page, |id| id > container && holds_text(page.elements[id].tag));
    let in_paragraph = inside(page, |id| page.elements[id].tag == Tag::P);
    let body = runs.clone();
    let paragraphs: u64 = runs
        .filter(|&run| pruned[page.runs[run].element] == Why::Outside && in_paragraph[page.runs[run].element])
        .map(|run| u64::from(chars[run]))
        .sum();
    let factor = match mode {
        Mode::Precision => 1,
        Mode::Balanced => PARAGRAPHS_BALANCED,
        Mode::Recall => PARAGRAPHS_RECALL,
    };
    let loose = paragraphs < min_chars * factor;
    let verdict = |(run, own): (usize, &Run)| {
        let element = own.element;
        match pruned[element] {
            Why::Outside if !body.contains(&run) => Why::Outside,
            Why::Outside if links[element] => Why::Links,
            Why::Outside if loose || holds_text[element] => Why::Kept,
            Why::Outside => Why::Loose,
            other => other,
        }
    };
    let mut found = Found { stage: "own", why: page.runs.iter().enumerate().map(verdict).collect() };
    drop_trailing_headings(page, &mut found);
    found
}

const fn holds_text(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::P | Tag::Ul | Tag::Ol | Tag::Dl | Tag::Blockquote | Tag::Q | Tag::Pre | Tag::Code | Tag::Table | Tag::Summary | Tag::Details
    ) || tag.heading_level().is_some()
}

/// Headings behind the last text go.
fn drop_trailing_headings(page: &Page, found: &mut Found) {
    let heading = inside(page, |id| page.elements[id].tag.heading_level().is_some());
    for run in (0..found.why.len()).rev().filter(|&run| found.has(run)).collect::<Vec<_>>() {
        if !heading[page.runs[run].element] {
            return;
        }
        found.why[run] = Why::Trailing;
    }
}

/// Paragraphs, quotes, code and tables, wherever they stand; divisions and lists too in recall mode.
fn stray(page: &Page, pruned: &[Why], links: &[bool], mode: Mode) -> Found {
    let wanted = inside(page, |id| {
        let tag = page.elements[id].tag;
        let also = matches!(tag, Tag::Div | Tag::Ul | Tag::Ol | Tag::Dl);
        matches!(tag, Tag::P | Tag::Blockquote | Tag::Q | Tag::Pre | Tag::Code | Tag::Table) || (mode == Mode::Recall && also)
    });
    let why = page.runs.iter().map(|run| match pruned[run.element] {
        Why::Outside if links[run.element] => Why::Links,
        Why::Outside if wanted[run.element] => Why::Kept,
        other => other,
    });
    let mut found = Found { stage: "own-stray", why: why.collect() };
    drop_trailing_headings(page, &mut found);
    found
}
