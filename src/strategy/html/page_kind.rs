//! Kinds of pages: article, forum, product, listing, documentation, and everything else, told by the page alone.
//!
//! A linear model: each piece of [`super::page_evidence`] counts so much for and against each kind, and the kind with the
//! highest sum is taken. Kinds are those of WCXB (Foley 2026), its collections and listings as one, its services as *other*.
//!
//! The weights are a multinomial logistic regression (L2 penalty 10 on standardised evidence, no class weights), fitted to the
//! 1,497 pages of WCXB's development split and rounded to two decimals. Over five folds of its domains 81.7 % of pages are
//! told rightly (53 % are articles): recall is .94 for articles, .86 forums, .74 products, .66 listings, .71 documentation,
//! .53 for the rest, which is mostly taken for articles. Scores on that split are those of a model that has seen its pages.

use super::page_evidence::{COUNT, evidence};
use crate::document::Document;
use crate::document::html::Page;

/// What kind of page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// One text: news, blog posts, guides.
    Article,
    /// A thread of posts by readers.
    Forum,
    /// One thing for sale.
    Product,
    /// Many items, each with a line or two: collections of products, indexes of articles, search results.
    Listing,
    /// Manuals and references.
    Documentation,
    /// Services, portals, forms, and whatever has no other kind.
    Other,
}

impl PageKind {
    /// How many kinds there are.
    pub const COUNT: usize = 6;

    /// Every kind.
    pub const ALL: [PageKind; Self::COUNT] =
        [PageKind::Article, PageKind::Forum, PageKind::Product, PageKind::Listing, PageKind::Documentation, PageKind::Other];

    /// The name used in parameters.
    pub const fn name(self) -> &'static str {
        match self {
            PageKind::Article => "article",
            PageKind::Forum => "forum",
            PageKind::Product => "product",
            PageKind::Listing => "listing",
            PageKind::Documentation => "documentation",
            PageKind::Other => "other",
        }
    }
}

/// Pages with fewer visible characters are too small to tell; the model has not seen such.
const MIN_CHARS: u32 = 250;

/// The kind of a page. Pages too small to tell are articles, the most common kind.
///
/// ```
/// use gleaner::document::{Document, Format};
/// use gleaner::strategy::html::page_kind::{PageKind, page_kind};
/// let post = "<p>The ferry ran aground off the point in thick fog, and nobody aboard was hurt, the harbour master said.</p>";
/// let document = Document::anonymous(Format::Html, format!("<meta property='og:type' content='article'>{}", post.repeat(8)));
/// assert_eq!(document.page().map(|page| page_kind(&document, page)), Some(PageKind::Article));
/// ```
pub fn page_kind(document: &Document, page: &Page) -> PageKind {
    if page.elements.first().is_none_or(|root| root.chars < MIN_CHARS) {
        return PageKind::Article;
    }
    let sums = sums(&evidence(document, page));
    let mut best = PageKind::Article;
    for kind in PageKind::ALL {
        if sums[kind as usize] > sums[best as usize] {
            best = kind;
        }
    }
    best
}

/// The sum of each kind.
fn sums(evidence: &[f32; COUNT]) -> [f32; PageKind::COUNT] {
    let mut sums = [0.0; PageKind::COUNT];
    for (value, weights) in evidence.iter().zip(&WEIGHTS) {
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum += value * weight;
        }
    }
    sums
}

/// For each piece of evidence its weight for each kind, in the order of [`PageKind::ALL`].
#[rustfmt::skip]
const WEIGHTS: [[f32; PageKind::COUNT]; COUNT] = [
    /* bias                 */ [-1.50, 1.75, -0.24, 0.52, -0.83, 0.30],
    /* type.article         */ [1.76, -0.12, -0.44, -0.60, -0.17, -0.42],
    /* type.forum           */ [-1.10, 2.46, -0.41, -0.58, -0.42, 0.05],
    /* type.product         */ [-1.32, -0.32, 2.98, -0.96, -0.42, 0.04],
    /* type.list            */ [-0.12, 0.52, -1.77, 1.97, -0.28, -0.32],
    /* type.documentation   */ [-2.45, -0.65, -0.26, 0.73, 3.46, -0.83],
    /* type.service         */ [0.19, -0.36, -0.84, 0.00, -0.68, 1.69],
    /* type.faq             */ [0.73, -1.00, -0.16, 0.67, -0.48, 0.25],
    /* og.article           */ [1.16, -0.28, -0.43, -0.61, -0.14, 0.29],
    /* og.product           */ [-1.28, -0.78, 2.49, 0.94, -0.28, -1.10],
    /* og.website           */ [0.17, -0.08, -0.05, -0.23, -0.15, 0.34],
    /* running-text         */ [0.12, -0.02, -0.05, -0.14, 0.08, 0.02],
    /* paragraphs           */ [0.42, 0.02, -0.02, -0.32, 0.09, -0.18],
    /* headings             */ [-0.06, -0.70, 0.25, -0.16, 0.17, 0.50],
    /* items                */ [0.06, 0.10, -0.02, -0.17, 0.07, -0.03],
    /* links                */ [0.03, -0.08, -0.24, 0.23, 0.09, -0.03],
    /* link-share           */ [-1.83, 0.03, -0.55, 1.96, 0.26, 0.14],
    /* linked-headlines     */ [-0.18, 0.11, -0.11, 0.36, -0.04, -0.15],
    /* dates                */ [-0.06, 0.55, -0.13, 0.19, -0.31, -0.25],
    /* forms                */ [0.06, 0.41, 0.04, 0.08, -0.12, -0.47],
    /* inputs               */ [-0.21, 0.22, 0.03, 0.07, -0.14, 0.02],
    /* buttons              */ [-0.08, -0.18, 0.26, 0.01, 0.08, -0.10],
    /* images               */ [-0.08, -0.16, 0.34, 0.23, -0.44, 0.11],
    /* code                 */ [-0.15, 0.05, -0.10, -0.21, 0.63, -0.21],
    /* rows                 */ [0.07, -0.13, 0.08, -0.16, 0.15, 0.00],
    /* quotes               */ [-0.10, 0.99, -0.29, -0.50, -0.24, 0.15],
    /* articles             */ [-0.04, -0.18, 0.06, 0.16, -0.03, 0.03],
    /* asides               */ [-0.11, 0.27, -0.57, 0.07, 0.21, 0.14],
    /* comments             */ [0.06, 0.16, 0.05, 0.05, -0.08, -0.24],
    /* prices               */ [-0.04, -0.18, 0.13, 0.34, -0.22, -0.02],
    /* longest-share        */ [-0.86, 1.34, 1.45, -0.91, 0.10, -1.12],
    /* in-main              */ [0.82, -0.04, -0.22, -0.35, -0.23, 0.02],
    /* question-headings    */ [0.28, 0.05, -0.32, 0.03, -0.30, 0.26],
    /* body.article         */ [0.96, -0.39, 0.49, -0.69, -0.14, -0.23],
    /* body.list            */ [-0.65, -0.17, -1.01, 1.43, 0.45, -0.05],
    /* body.product         */ [-1.74, -0.57, 2.01, 0.30, -0.65, 0.64],
    /* body.forum           */ [-0.87, 2.20, -0.25, 0.82, -0.48, -1.42],
    /* names.product        */ [-0.11, -0.07, 0.23, 0.14, 0.02, -0.20],
    /* names.forum          */ [-0.19, 0.53, 0.03, -0.05, -0.23, -0.08],
    /* names.list           */ [0.05, -0.10, -0.10, 0.16, -0.10, 0.09],
    /* names.documentation  */ [-0.15, -0.01, -0.02, -0.07, 0.32, -0.07],
    /* names.service        */ [-0.10, -0.32, 0.10, -0.06, -0.04, 0.42],
    /* names.author         */ [0.47, 0.10, -0.10, 0.04, -0.32, -0.18],
    /* names.review         */ [-0.10, -0.14, 0.29, 0.05, 0.01, -0.11],
    /* code-share           */ [1.88, -2.43, -1.67, -1.47, 1.74, 1.96],
    /* words-a-paragraph    */ [0.59, -0.28, -0.36, 0.03, 0.08, -0.07],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use crate::strategy::html::page_evidence::NAMES;

    fn kind(markup: &str) -> PageKind {
        let document = Document::anonymous(Format::Html, markup);
        page_kind(&document, document.page().expect("a page"))
    }

    #[test]
    fn sums_are_of_weighted_evidence() {
        let mut shown = [0.0; COUNT];
        let at = |name: &str| NAMES.iter().position(|own| *own == name).expect("a name");
        (shown[at("bias")], shown[at("og.product")]) = (1.0, 2.0);
        let found = sums(&shown);
        for (at_kind, sum) in found.into_iter().enumerate() {
            let wanted = WEIGHTS[at("bias")][at_kind] + 2.0 * WEIGHTS[at("og.product")][at_kind];
            assert!((sum - wanted).abs() < 1e-5);
        }
    }

    #[test]
    fn what_a_page_says_of_itself_weighs_for_its_kind() {
        let weight = |name: &str, kind: PageKind| WEIGHTS[NAMES.iter().position(|own| *own == name).expect("a name")][kind as usize];
        let pairs = [
            ("type.article", PageKind::Article),
            ("type.forum", PageKind::Forum),
            ("type.product", PageKind::Product),
            ("linked-headlines", PageKind::Listing),
            ("names.documentation", PageKind::Documentation),
            ("names.service", PageKind::Other),
        ];
        for (name, kind) in pairs {
            assert!(PageKind::ALL.iter().all(|other| weight(name, *other) <= weight(name, kind)), "{name}");
        }
    }

    #[test]
    fn plain_cases_are_told_apart() {
        let text =
            "<p>The ferry ran aground off the point in thick fog, and nobody aboard was hurt, the harbour master said on Monday.</p>";
        let thread = format!("<div class='message post'><a class=poster>ann</a><div class=message-body>{text}</div><a>Reply</a></div>");
        let forum = "<script type='application/ld+json'>{\"@type\":\"DiscussionForumPosting\"}</script><body class=thread-view>";
        assert_eq!(kind(&format!("{forum}{}", thread.repeat(10))), PageKind::Forum);
        let product = "<script type='application/ld+json'>{\"@type\":\"Product\"}</script><meta property='og:type' content='product'>";
        let shop =
            "<div class='product-price'>$12.00</div><form class=cart><button>Add</button></form><p>A sturdy rope of hemp.</p>".repeat(12);
        assert_eq!(kind(&format!("{product}<body class=product>{shop}")), PageKind::Product);
        assert_eq!(kind(&format!("{forum}Short.")), PageKind::Article);
    }
}
