//! `readability`: scores paragraphs, hands the scores to the elements around them, and keeps the best element.
//!
//! - **Idea**: paragraphs with commas and length vote for what holds them; class names, links and siblings adjust the vote.
//! - **Source**: Mozilla's Readability.js (Apache-2.0), its numbers and order of steps; token lists are our own and compared
//!   by whole words, where the original searches substrings. In `walk` what a reader does not need goes; in `score` the top
//!   candidate is found with its siblings; in `clean` lists, tables and divisions inside are judged by what they hold.
//!   Retries without the unlikely names, the class weights and the cleaning until 500 characters are found.
//! - **Needs**: a page. **Parameters**: `min-chars`, what satisfies; `title`, whether the heading that repeats the page's
//!   title goes, as it does in the original, which reports the title by itself.
//! - **Wins**: articles on one column. **Loses**: articles in several containers, short news, lists, forums. A page on
//!   which no paragraph votes stays whole, less what the walk takes out. **Cost**: O(elements), at most four times.

mod clean;
mod score;
mod tokens;
mod walk;

use super::contract::{Context, Entry, Family, Needs, Parameter, Properties, Removals, Rule};
use super::html::kept_runs::remove_where;
use super::{Document, Strategy};
use crate::document::html::Page;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "readability",
    version: 1,
    summary: "Readability: paragraphs vote for the element that holds them",
    loses: "articles in several containers, short news, lists, forums",
    family: Family::TreeDensity,
    source: "Mozilla Readability.js, numbers and order of steps; own token lists",
    needs: Needs::Html,
    parameters: &[
        Parameter::number("min-chars", "500", (0.0, 1e9), "characters that satisfy; fewer are tried again with fewer rules"),
        Parameter::word("title", &["strip", "keep"], "whether the heading that repeats the page's title goes (published: it goes)"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |parameters| {
        Box::new(Readability { min_chars: parameters.number("min-chars") as u64, strip_title: parameters.word("title") == "strip" })
    },
};

/// Settings; see the parameters.
#[derive(Clone, Copy, Debug)]
pub struct Readability {
    /// Characters that satisfy.
    pub min_chars: u64,
    /// Whether the heading that repeats the title goes.
    pub strip_title: bool,
}

/// Why a run is not in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is.
    Kept,
    /// Not shown.
    Hidden,
    /// Who wrote it.
    Byline,
    /// The page's title.
    Title,
    /// Names of unlikely parts.
    Unlikely,
    /// Outside the article's elements.
    Outside,
    /// Cleaned out of them.
    Cleaned,
}

impl Why {
    const fn rule(self) -> Option<&'static Rule> {
        match self {
            Why::Kept => None,
            Why::Hidden => Some(&Rule::Borrowed("readability.hidden")),
            Why::Byline => Some(&Rule::Borrowed("readability.byline")),
            Why::Title => Some(&Rule::Borrowed("readability.title")),
            Why::Unlikely => Some(&Rule::Borrowed("readability.unlikely")),
            Why::Outside => Some(&Rule::Borrowed("readability.outside")),
            Why::Cleaned => Some(&Rule::Borrowed("readability.cleaned")),
        }
    }
}

/// Which rules are on.
#[derive(Clone, Copy, Debug)]
struct Flags {
    unlikely: bool,
    weights: bool,
    clean: bool,
}

/// The original's order of giving up rules.
const ATTEMPTS: [Flags; 4] = [
    Flags { unlikely: true, weights: true, clean: true },
    Flags { unlikely: false, weights: true, clean: true },
    Flags { unlikely: false, weights: false, clean: true },
    Flags { unlikely: false, weights: false, clean: false },
];

impl Strategy for Readability {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        let verdicts = self.verdicts(document, page);
        remove_where(page, |run| verdicts[run].rule(), out);
    }
}

impl Readability {
    /// The verdict on each run of a page: that of the first attempt that satisfies, else of the longest.
    pub fn verdicts(&self, document: &Document, page: &Page) -> Vec<Why> {
        let mut best = (0, vec![Why::Outside; page.runs.len()]);
        let Some(body) = page.body() else { return best.1 };
        let facts = walk::Facts::of(document, page);
        for flags in ATTEMPTS {
            let found = self.attempt(document, page, body, &facts, flags);
            let chars = (0..found.len()).filter(|&run| found[run] == Why::Kept).map(|run| u64::from(facts.chars[run])).sum();
            if chars > best.0 {
                best = (chars, found);
            }
            if chars >= self.min_chars {
                break;
            }
        }
        best.1
    }

    fn attempt(&self, document: &Document, page: &Page, body: usize, facts: &walk::Facts, flags: Flags) -> Vec<Why> {
        let walked = walk::walk(document, page, facts, flags, self.strip_title);
        let roots = score::article(page, body, facts, &walked, flags);
        let cleaned = clean::cleaned(document, page, facts, &walked, &roots, flags);
        (0..page.runs.len())
            .map(|run| {
                let element = page.runs[run].element;
                match walked.gone[element] {
                    Some(why) => why,
                    None if !roots.has_run(run) => Why::Outside,
                    None if cleaned[element] => Why::Cleaned,
                    None => Why::Kept,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    const STORY: &str = "The ferry ran aground off the point in the fog on Monday morning, with many aboard, the harbour office said. ";

    fn gone(body: &str) -> Vec<(String, String)> {
        let document = Document::anonymous(Format::Html, format!("<head><title>The ferry and the fog | Post</title></head><body>{body}"));
        let mut out = Removals::new();
        Readability { min_chars: 500, strip_title: true }.remove(&document, &Context::empty(), &mut out);
        out.iter().map(|removal| (document.slice(removal.span).to_string(), removal.rule.to_string())).collect()
    }

    #[test]
    fn the_article_stays_and_each_cut_says_why() {
        let text = STORY.repeat(3);
        let body = format!(
            "<div class=menu><a href=a>Home</a></div><div id=main><h1>The ferry and the fog</h1><p class=byline>By A. Lind</p>\
             <p>{text}</p><p>{text}</p><div><a href=b>More</a> <a href=c>Yet more of it</a></div></div><div><p>Short</p></div>"
        );
        let expected = [
            ("Home", "readability.unlikely"),
            ("The ferry and the fog", "readability.title"),
            ("By A. Lind", "readability.byline"),
            ("More Yet more of it", "readability.cleaned"),
            ("Short", "readability.outside"),
        ];
        assert_eq!(gone(&body), expected.map(|(text, rule)| (text.to_string(), rule.to_string())));
    }

    #[test]
    fn rules_are_given_up_for_what_is_too_short() {
        // All of the text stands in a part with an unlikely name: the second attempt finds it.
        let text = STORY.repeat(3);
        let body = format!("<div class=sidebar><p>{text}</p><p>{text}</p></div><p>Short and sweet, but long enough to score.</p>");
        assert_eq!(gone(&body).iter().filter(|(text, _)| text.contains("ferry")).count(), 0);
    }

    #[test]
    fn text_behind_line_breaks_scores_as_paragraphs() {
        let text = STORY.repeat(3);
        let body =
            format!("<div><div id=a>{text}<br><br>{text}<br><br>{text}</div><div id=b><a href=x>One</a> <a href=y>Two</a></div></div>");
        assert_eq!(gone(&body), [("One Two".to_string(), "readability.outside".to_string())]);
    }

    #[test]
    fn a_page_on_which_nothing_votes_stays() {
        assert_eq!(gone(""), []);
        assert_eq!(gone("<p>Hi"), []);
    }
}
