//! What a page shows of its kind, as numbers: structured data, its own type, counts of elements, words in names. No address.

use super::json_ld;
use crate::document::html::{Attribute, Page, Tag, Zone, name_words};
use crate::document::{Document, Features};
use rustc_hash::FxHashMap;

/// Names of the evidence, in the order of the numbers.
pub const NAMES: [&str; COUNT] = [
    "bias",
    "type.article",
    "type.forum",
    "type.product",
    "type.list",
    "type.documentation",
    "type.service",
    "type.faq",
    "og.article",
    "og.product",
    "og.website",
    "running-text",
    "paragraphs",
    "headings",
    "items",
    "links",
    "link-share",
    "linked-headlines",
    "dates",
    "forms",
    "inputs",
    "buttons",
    "images",
    "code",
    "rows",
    "quotes",
    "articles",
    "asides",
    "comments",
    "prices",
    "longest-share",
    "in-main",
    "question-headings",
    "body.article",
    "body.list",
    "body.product",
    "body.forum",
    "names.product",
    "names.forum",
    "names.list",
    "names.documentation",
    "names.service",
    "names.author",
    "names.review",
    "code-share",
    "words-a-paragraph",
];
/// How many numbers there are.
pub const COUNT: usize = 46;

/// Class and id words that families of pages use for their parts.
const PRODUCT: &[&str] =
    &["product", "products", "cart", "basket", "price", "sku", "variant", "variants", "swatch", "pdp", "buy", "shipping"];
const FORUM: &[&str] = &[
    "thread", "topic", "forum", "forums", "reply", "replies", "message", "messages", "answer", "answers", "question", "vote", "votes",
    "poster",
];
const LIST: &[&str] = &[
    "card",
    "cards",
    "grid",
    "tile",
    "tiles",
    "listing",
    "listings",
    "results",
    "archive",
    "filter",
    "filters",
    "facet",
    "collection",
    "category",
    "sort",
    "loop",
];
const DOCUMENTATION: &[&str] = &[
    "docs",
    "doc",
    "toc",
    "api",
    "markdown",
    "highlight",
    "sphinx",
    "code",
    "codehilite",
    "anchor",
    "headerlink",
    "wiki",
    "prose",
    "theme",
];
const SERVICE: &[&str] = &[
    "hero",
    "cta",
    "pricing",
    "testimonial",
    "testimonials",
    "feature",
    "features",
    "faq",
    "accordion",
    "services",
    "service",
    "logos",
    "section",
];
const AUTHOR: &[&str] = &["author", "byline", "entry", "excerpt", "blog"];
const REVIEW: &[&str] = &["review", "reviews", "rating", "ratings", "stars"];

/// The numbers of one page: 0 or 1 for what it says, shares from 0 to 1, and logarithms of counts.
pub fn evidence(document: &Document, page: &Page) -> [f32; COUNT] {
    let mut out = [0.0; COUNT];
    let mut at = 0;
    let mut put = |value: f32| {
        if let Some(place) = out.get_mut(at) {
            *place = value;
        }
        at += 1;
    };
    put(1.0);
    said_types(page).into_iter().for_each(&mut put);
    own_type(page).into_iter().for_each(&mut put);
    let named = Named::of(page);
    counts(document, page, &named).into_iter().for_each(&mut put);
    body_names(page).into_iter().for_each(&mut put);
    named.families.map(log).into_iter().for_each(&mut put);
    shares(document, page).into_iter().for_each(&mut put);
    out
}

fn flag(says: bool) -> f32 {
    f32::from(u8::from(says))
}

fn log(count: usize) -> f32 {
    (count as f32).ln_1p()
}

/// Types in JSON-LD and microdata.
fn said_types(page: &Page) -> [f32; 7] {
    let mut types: Vec<String> = Vec::new();
    json_ld::for_each_object(&json_ld::scripts(page), |object| types.extend(json_ld::types(object)));
    let marked = (0..page.elements.len()).map(|id| page.attribute(id, Attribute::Itemtype)).filter(|name| !name.is_empty());
    types.extend(marked.map(json_ld::type_name));
    let any = |wanted: &[&str]| flag(types.iter().any(|own| wanted.contains(&own.as_str())));
    [
        any(&[
            "article",
            "newsarticle",
            "blogposting",
            "reportagenewsarticle",
            "analysisnewsarticle",
            "opinionnewsarticle",
            "liveblogposting",
        ]),
        any(&["discussionforumposting", "qapage", "question", "answer"]),
        any(&["product", "productgroup"]),
        any(&["collectionpage", "itemlist", "offercatalog", "searchresultspage", "blog"]),
        any(&["techarticle", "apireference", "softwaresourcecode"]),
        any(&["service", "localbusiness", "softwareapplication", "professionalservice", "webapplication"]),
        any(&["faqpage"]),
    ]
}

fn own_type(page: &Page) -> [f32; 3] {
    let own = page.meta("og:type").to_ascii_lowercase();
    [flag(own.contains("article") || own.contains("blog")), flag(own.contains("product")), flag(own == "website")]
}

/// Counts of elements and of kinds of segments, outside menus and footers where that makes a difference.
fn counts(document: &Document, page: &Page, named: &Named) -> [f32; 22] {
    let elements = |wanted: &[Tag]| log(page.elements.iter().filter(|element| wanted.contains(&element.tag)).count());
    let features = inner_features(document, page);
    let sum = |of: &dyn Fn(&Features) -> u32| features.iter().map(|own| of(own) as usize).sum::<usize>();
    let count = |wanted: &dyn Fn(&Features) -> bool| log(features.iter().filter(|own| wanted(own)).count());
    let running = sum(&|own| if own.is_long() { own.chars } else { 0 });
    let chars = sum(&|own| own.chars).max(1);
    let longest = features.iter().map(|own| own.chars).max().unwrap_or(0);
    let main: usize = page.elements.iter().filter(|element| element.tag == Tag::Main).map(|element| element.chars as usize).sum();
    let all = page.elements.first().map_or(1, |root| root.chars.max(1)) as f32;
    [
        log(running),
        count(&Features::is_long),
        count(&|own| own.heading),
        count(&|own| own.item),
        log(sum(&|own| u32::from(own.links))),
        sum(&|own| own.link_chars) as f32 / chars as f32,
        count(&|own| own.is_title() && own.link_chars * 2 > own.chars),
        elements(&[Tag::Time]),
        elements(&[Tag::Form]),
        elements(&[Tag::Input]),
        elements(&[Tag::Button]),
        elements(&[Tag::Img]),
        elements(&[Tag::Pre, Tag::Code]),
        elements(&[Tag::Tr]),
        elements(&[Tag::Blockquote]),
        elements(&[Tag::Article]),
        elements(&[Tag::Aside]),
        log(named.comments),
        log(prices(document.text())),
        longest as f32 / chars as f32,
        (main as f32 / all).min(1.0),
        count(&|own| own.heading && own.question),
    ]
}

/// Features of the segments outside navigation, header and footer.
fn inner_features<'d>(document: &'d Document, page: &Page) -> Vec<&'d Features> {
    let outside = |zone| matches!(zone, Zone::Nav | Zone::Header | Zone::Footer);
    let segments = document.segments().iter().zip(document.features());
    let inner = segments.filter(|(segment, _)| segment.block.and_then(|id| page.elements.get(id)).is_none_or(|own| !outside(own.zone)));
    inner.map(|(_, features)| features).collect()
}

/// Amounts of money: a currency sign beside a digit.
fn prices(text: &str) -> usize {
    let mut before = [' '; 2];
    let mut count = 0;
    for c in text.chars() {
        let currency = |c: char| matches!(c, '$' | '€' | '£' | '¥' | '₹');
        count += usize::from(c.is_ascii_digit() && (currency(before[1]) || (before[1] == ' ' && currency(before[0]))));
        count += usize::from(currency(c) && (before[1].is_ascii_digit() || (is_space(before[1]) && before[0].is_ascii_digit())));
        before = [before[1], c];
    }
    count
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}')
}

/// What content systems call the whole page in the classes of its body.
fn body_names(page: &Page) -> [f32; 4] {
    let body = page.body().map_or("", |body| page.attribute(body, Attribute::Class));
    let words: Vec<String> = name_words(body).map(str::to_lowercase).collect();
    let any = |wanted: &[&str]| flag(words.iter().any(|own| wanted.contains(&own.as_str())));
    [
        any(&["single", "article", "post", "story", "blog"]),
        any(&["archive", "category", "collection", "search", "list", "listing", "catalog", "tag"]),
        any(&["product"]),
        any(&["forum", "thread", "topic", "question", "discussion"]),
    ]
}

/// How many elements bear words of each family, and how many speak of comments.
struct Named {
    families: [usize; FAMILIES.len()],
    comments: usize,
}

const FAMILIES: [&[&str]; 7] = [PRODUCT, FORUM, LIST, DOCUMENTATION, SERVICE, AUTHOR, REVIEW];

impl Named {
    fn of(page: &Page) -> Self {
        let mut known: FxHashMap<&str, u8> = FxHashMap::default();
        let mut counts = [0usize; u8::BITS as usize];
        for id in 0..page.elements.len() {
            let attributes = [Attribute::Class, Attribute::Id].map(|attribute| page.attribute(id, attribute));
            let spoken = attributes.into_iter().filter(|own| !own.is_empty());
            let says = spoken.fold(0, |says, own| says | *known.entry(own).or_insert_with(|| families_of(own)));
            counts.iter_mut().enumerate().for_each(|(at, count)| *count += usize::from(says >> at & 1));
        }
        let [families @ .., comments] = counts;
        Self { families, comments }
    }
}

/// A bit for each family of which a word stands in a class or id, and the last for comments.
fn families_of(names: &str) -> u8 {
    let mut says = 0;
    let mut lower = String::new();
    for word in name_words(names) {
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        for (at, family) in FAMILIES.iter().enumerate() {
            says |= u8::from(family.contains(&lower.as_str())) << at;
        }
        says |= u8::from(["comment", "comments"].iter().any(|own| own.eq_ignore_ascii_case(word))) << FAMILIES.len();
    }
    says
}

/// Share of the text in code blocks, and the logarithm of the mean number of words of running text.
fn shares(document: &Document, page: &Page) -> [f32; 2] {
    let code: u32 = page.elements.iter().filter(|element| element.tag == Tag::Pre).map(|element| element.chars).sum();
    let all = page.elements.first().map_or(1, |root| root.chars.max(1));
    let long: Vec<f32> = document.features().iter().filter(|own| own.is_long()).map(|own| own.words).collect();
    let mean = if long.is_empty() { 0.0 } else { long.iter().sum::<f32>() / long.len() as f32 };
    [(code as f32 / all as f32).min(1.0), mean.ln_1p()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn shown(markup: &str, name: &str) -> f32 {
        let document = Document::anonymous(Format::Html, markup);
        let at = NAMES.iter().position(|own| *own == name).expect("a name");
        evidence(&document, document.page().expect("a page"))[at]
    }

    #[test]
    fn every_number_has_its_name() {
        assert_eq!(shown("<p>x", "bias"), 1.0);
        assert_eq!(shown("<script type='application/ld+json'>{\"@type\":\"FAQPage\"}</script>", "type.faq"), 1.0);
        assert_eq!(shown("<meta property='og:type' content='Website'>", "og.website"), 1.0);
        assert_eq!(shown("<h2>Why so?</h2>", "question-headings"), 2.0f32.ln());
        assert_eq!(shown("<body class='forum-page'>x", "body.forum"), 1.0);
        assert_eq!(shown("<i class='star-rating'>x</i><i class=rating>y</i>", "names.review"), 3.0f32.ln());
        assert_eq!(shown("<pre>abc</pre><p>d</p>", "code-share"), 0.75);
        // Two sentences of fifteen words each.
        let words = "nineteen bottles standing upon the harbour wall were counted twice before anybody had noticed them.";
        assert_eq!(shown(&format!("<p>{words}</p><p>{words}</p>"), "words-a-paragraph"), 16.0f32.ln());
    }

    #[test]
    fn prices_are_signs_beside_digits() {
        assert_eq!(prices("$5, 6 €, € 7, $x, 8"), 3);
    }
}
