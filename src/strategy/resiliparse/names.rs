//! The names by which Resiliparse knows parts of a page, stated as whole words and pairs of words.

use crate::document::html::{Attribute, ElementId, Page};
use crate::strategy::html::names::Names;

/// Classes of the element that holds an article's text. Where exactly one element of a page has one of them, or the role
/// `main`, extraction begins there.
const ARTICLE_BODIES: &[&str] =
    &["article-body", "articleBody", "contentBody", "article-text", "main-content", "postcontent", "post-content", "single-post"];

/// The one element that says it holds the article; `None` if there is none, or several.
pub fn article_body(page: &Page) -> Option<ElementId> {
    let says = |id: &ElementId| {
        let mut classes = page.attribute(*id, Attribute::Class).split_whitespace();
        classes.any(|class| ARTICLE_BODIES.contains(&class)) || page.attribute(*id, Attribute::Role) == "main"
    };
    let mut found = (0..page.elements.len()).filter(says);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

const ARTICLE: &[&str] = &["article", "entry", "post", "story", "content", "section"];
const SITE: &[&str] = &["wp", "global", "page", "site", "full", "sticky", "main"];

/// Not shown: whole names only, since `overflow-hidden` hides nothing.
pub fn is_hidden(names: &Names) -> bool {
    let hidden = ["hidden", "invisible", "collapsed", "nocontent", "expandable", "displaynone"];
    names.is(&hidden) || names.is(&["ishidden", "isinvisible", "iscollapsed", "isexpandable"])
}

/// Skip links, and steps to the next or previous page.
pub fn is_skip_link(names: &Names) -> bool {
    const STEPS: &[&str] = &[
        "skip",
        "skipto",
        "skiplink",
        "scrollup",
        "scrolldown",
        "next",
        "prev",
        "previous",
        "permalink",
        "pagination",
        "nextpost",
        "previouspost",
        "prevpost",
        "nextarticle",
        "previousarticle",
        "linkskip",
        "linknext",
        "linkprevious",
    ];
    names.is(STEPS)
}

/// Accounts.
pub fn is_sign_in(names: &Names) -> bool {
    names.has(&["login", "signin", "signup", "account"]) || names.has_pair(&["user"], &["info", "profile", "settings", "actions"])
}

/// What stands about an article: author, date, topics.
pub fn is_post_meta(names: &Names) -> bool {
    const META: &[&str] = &[
        "footer",
        "teaser",
        "meta",
        "metadata",
        "subline",
        "author",
        "published",
        "timestamp",
        "date",
        "posted",
        "info",
        "label",
        "labels",
        "tag",
        "tags",
        "keywords",
        "category",
    ];
    names.has_pair(ARTICLE, META) || names.has(&["byline", "dateline", "metadata", "submitted"]) || names.has_pair(&["author"], &["date"])
}

/// Sharing, following, newsletters, feedback.
pub fn is_social(names: &Names) -> bool {
    const SOCIAL: &[&str] = &[
        "social",
        "socialmedia",
        "share",
        "sharedaddy",
        "sharing",
        "syndication",
        "newsletter",
        "follow",
        "email",
        "like",
        "likes",
        "feedback",
        "engagement",
        "facebook",
        "twitter",
        "subscribe",
    ];
    names.leads(&["mobile", "desktop"], SOCIAL)
}

/// Logos.
pub fn is_logo(names: &Names) -> bool {
    names.ends(&["logo"])
}

/// Advertisements and appeals.
pub fn is_ad(names: &Names) -> bool {
    const ADS: &[&str] = &[
        "ad",
        "advert",
        "advertise",
        "advertisement",
        "googlead",
        "googleads",
        "wideads",
        "sponsor",
        "sponsored",
        "promoted",
        "paid",
        "banner",
        "widebanner",
        "donate",
    ];
    names.leads(&[], ADS)
}

/// The article itself: what is named so stays, whatever else its names say.
pub fn is_article(names: &Names) -> bool {
    names.has(&["article", "entry", "post", "story", "singlepost", "maincontent"])
}

/// The page's header, footer, right column, by id.
pub fn is_landmark(page: &Page, element: ElementId) -> bool {
    let id = page.attribute(element, Attribute::Id).to_lowercase();
    let mut words = id.split(['-', '_']);
    let last = words.next_back().unwrap_or("");
    matches!(last, "head" | "header" | "foot" | "footer" | "right") && words.all(|word| SITE.contains(&word))
}

/// The page's header, footer, menus, pointers, search, side column, dialogs, galleries, print version: the first that the
/// names say, as a word for rules.
pub fn site_part(names: &Names, comments: bool) -> Option<&'static str> {
    const NAV: &[&str] = &["nav", "navigation", "navbar", "menu", "dropdown", "breadcrumb", "breadcrumbs"];
    const LINKS: &[&str] = &["linkbar", "linksbar", "linkbox", "linksbox", "linklist", "linkslist", "linkcontainer", "linkssection"];
    const AROUND: &[&str] = &["wp", "main", "site", "page", "sub", "article", "global", "sticky"];
    let parts: [(&'static str, bool); 9] = [
        ("header", names.leads(SITE, &["header", "headerwrap", "headerbar"]) && names.has_pair(SITE, &["header"])),
        ("footer", names.has(&["footer", "copyright", "cookie", "consent", "legal"])),
        ("nav", names.leads(AROUND, NAV) || names.has(LINKS)),
        ("related", is_recommended(names)),
        ("comments", !comments && names.has(&["comment", "comments", "commentlist", "nocomments", "reply"])),
        ("search", names.ends(&["search", "searchbar", "searchbox", "searchfacility"])),
        ("sidebar", names.leads(&["wp", "right", "left", "global"], &["sidebar", "sidebars", "sidebox", "stickybar", "stickybox"])),
        ("overlay", names.leads(&["wp"], &["modal", "popup", "lightbox"])),
        ("gallery", names.has(&["gallery", "carousel"]) || (names.leads(&[], &["print"]) && !names.is(&["print"]))),
    ];
    parts.into_iter().find_map(|(part, says)| says.then_some(part))
}

fn is_recommended(names: &Names) -> bool {
    names.has(&["trends", "trending", "recommended", "featured", "popular", "related", "readnext"])
        || names.has_pair(&["related", "more", "other"], &["links", "articles", "posts", "guides", "stories"])
        || names.has_pair(&["editor", "editors"], &["picks"])
}
