//! `trafilatura-like`: a cascade of extractors, each asked when the one before under-delivers.
//!
//! - **Idea**: rules on names and links find the article on most pages; where they find little, other ideas are asked, and
//!   lengths decide whom to believe.
//! - **Source**: Trafilatura (Barbaresi 2021; stages, order and thresholds of its 2.x code), with own name patterns and this
//!   crate's parts in place of its own. `own`: clean, prune by names, first container, link tests, text elements; stray
//!   paragraphs if that is under `min-chars`. `readability`: taken if it finds more than twice as much. `justext`: asked
//!   where the result is short or holds leftovers. `baseline`: structured data, `article`, paragraphs, the body. `escalated`:
//!   all again in recall mode where a small part of the page was found. The rule of a cut names the stage that decided.
//! - **Needs**: a page. **Parameters**: `mode`; `min-chars`; `stage`, to run one stage alone.
//! - **Wins**: most pages of most kinds. **Loses**: like its stages; a threshold away from another stage's result. Text from
//!   structured data is kept where it stands in the view. **Cost**: O(elements + words) a stage.

mod baseline;
mod compare;
mod own;

use super::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removals, Rule};
use super::html::kept_runs::remove_where;
use super::justext::{Headings, JusText};
use super::readability::{Readability, Why as ReadabilityWhy};
use super::{Document, Strategy};
use crate::document::html::Page;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "trafilatura-like",
    version: 1,
    summary: "a cascade: names and links, then Readability, jusText, structured data",
    loses: "pages on which the stages disagree; layouts without names",
    family: Family::Ensemble,
    source: "Barbaresi 2021 (Trafilatura), stages and thresholds",
    needs: Needs::Html,
    parameters: &[
        Parameter::word("mode", &["balanced", "precision", "recall"], "how much the first stage takes"),
        Parameter::number("min-chars", "250", (0.0, 1e9), "characters that satisfy (published: 250)"),
        Parameter::word("stage", &["cascade", "own", "readability", "justext", "baseline"], "one stage alone, or all"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |parameters| Box::new(Cascade::new(parameters)),
};

/// How much the first stage takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As published.
    Balanced,
    /// Less, with stricter link tests.
    Precision,
    /// More, with divisions.
    Recall,
}

/// Why a stage leaves a run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Kept,
    /// In an element that is never content.
    Element,
    /// In a part of another name.
    Name,
    /// In a block of links.
    Links,
    /// Not in the container, or not what the stage looks for.
    Outside,
    /// Loose text, in no paragraph.
    Loose,
    /// A heading at the end.
    Trailing,
}

const WHYS: [(Why, &str); 6] = [
    (Why::Element, "element"),
    (Why::Name, "name"),
    (Why::Links, "links"),
    (Why::Outside, "outside"),
    (Why::Loose, "loose"),
    (Why::Trailing, "trailing-heading"),
];

/// The result of a stage.
#[derive(Clone, Debug)]
struct Found {
    stage: &'static str,
    why: Vec<Why>,
}

impl Found {
    fn of_kept(stage: &'static str, kept: impl Iterator<Item = bool>) -> Self {
        Self { stage, why: kept.map(|kept| if kept { Why::Kept } else { Why::Outside }).collect() }
    }

    fn has(&self, run: usize) -> bool {
        self.why[run] == Why::Kept
    }

    fn chars(&self, page: &Page) -> u64 {
        // Bytes of the view; white space between runs counts as one.
        let kept = (0..self.why.len()).filter(|&run| self.has(run));
        kept.map(|run| page.runs[run].span.len() as u64 + 1).sum()
    }
}

/// A result under this many characters, and under this share of the page, is asked for again.
const ESCALATION_CHARS: u64 = 3000;
const ESCALATION_SHARE: f64 = 0.2;
/// What the recall mode, and jusText, must find to be believed then.
const ESCALATION_RECALL: f64 = 1.5;
const ESCALATION_JUSTEXT: f64 = 2.0;

struct Cascade {
    mode: Mode,
    min_chars: u64,
    stage: String,
}

impl Cascade {
    fn new(parameters: &Parameters) -> Self {
        let mode = match parameters.word("mode") {
            "precision" => Mode::Precision,
            "recall" => Mode::Recall,
            _ => Mode::Balanced,
        };
        Self { mode, min_chars: parameters.number("min-chars") as u64, stage: parameters.word("stage").to_string() }
    }

    fn found(&self, document: &Document, page: &Page) -> Found {
        match self.stage.as_str() {
            "own" => own::extract(document, page, self.mode, self.min_chars),
            "readability" => readability(document, page),
            "justext" => justext(document, page),
            "baseline" => baseline::extract(document, page),
            _ => self.cascade(document, page),
        }
    }

    fn cascade(&self, document: &Document, page: &Page) -> Found {
        let mut best = self.pass(document, page, self.mode);
        if best.chars(page) < self.min_chars {
            let other = baseline::extract(document, page);
            if other.chars(page) > best.chars(page) {
                best = other;
            }
        }
        let (chars, all) = (best.chars(page), document.text().len() as u64);
        let small = chars < ESCALATION_CHARS && (chars as f64) < ESCALATION_SHARE * all as f64;
        if self.mode != Mode::Balanced || !small {
            return best;
        }
        let recall = self.pass(document, page, Mode::Recall);
        if recall.chars(page) as f64 > ESCALATION_RECALL * chars as f64 {
            return Found { stage: "escalated", ..recall };
        }
        let justext = justext(document, page);
        if justext.chars(page) as f64 > ESCALATION_JUSTEXT * chars as f64 { Found { stage: "escalated-justext", ..justext } } else { best }
    }

    /// Own rules, compared with Readability and jusText.
    fn pass(&self, document: &Document, page: &Page, mode: Mode) -> Found {
        let own = own::extract(document, page, mode, self.min_chars);
        let other = readability(document, page);
        let best = if compare::takes_other(page, &own, &other, self.min_chars) { other } else { own };
        if best.chars(page) >= self.min_chars && !compare::has_leftovers(page, &best) {
            return best;
        }
        let justext = justext(document, page);
        if compare::takes_justext(best.chars(page), justext.chars(page)) { justext } else { best }
    }
}

impl Strategy for Cascade {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        let found = self.found(document, page);
        let rules: Vec<(Why, Rule)> =
            WHYS.iter().map(|(why, name)| (*why, Rule::Owned(format!("trafilatura-like.{}.{name}", found.stage)))).collect();
        remove_where(page, |run| rules.iter().find(|(why, _)| *why == found.why[run]).map(|(_, rule)| rule), out);
    }
}

fn readability(document: &Document, page: &Page) -> Found {
    let verdicts = Readability { min_chars: 500, strip_title: false }.verdicts(document, page);
    Found::of_kept("readability", verdicts.into_iter().map(|why| why == ReadabilityWhy::Kept))
}

/// jusText with Trafilatura's settings, over what is in no aside and no footer.
fn justext(document: &Document, page: &Page) -> Found {
    let settings = JusText {
        length_low: 50,
        length_high: 150,
        stopwords_low: 0.10,
        stopwords_high: 0.20,
        max_link_density: 0.25,
        headings: Headings::Never,
        heading_distance: 150,
    };
    let outside = own::basic_cleaning(page);
    let kept = settings.good_runs(document, page, |run| !outside[page.runs[run].element]);
    Found::of_kept("justext", kept.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    const STORY: &str = "The ferry ran aground off the point in the fog on Monday morning, with many aboard, the harbour office said. ";

    fn gone(body: &str, stage: &str) -> Vec<(String, String)> {
        let document = Document::anonymous(Format::Html, format!("<html lang=en><body>{body}"));
        let mut out = Removals::new();
        let cascade = Cascade { mode: Mode::Balanced, min_chars: 250, stage: stage.into() };
        cascade.remove(&document, &Context::empty(), &mut out);
        out.iter().map(|removal| (document.slice(removal.span).to_string(), removal.rule.to_string())).collect()
    }

    fn named(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(text, rule)| (text.to_string(), format!("trafilatura-like.{rule}"))).collect()
    }

    #[test]
    fn the_first_stage_says_why_it_leaves_text_out() {
        let text = STORY.repeat(4);
        let body = format!(
            "<nav><a href=a>Home</a></nav><div class=article-body><h1>Ferry aground</h1><p>{text}</p>\
             <div class=related-posts><p>More of it</p></div><p><a href=b>One more link</a></p>loose<p>{text}</p><h3>Next</h3></div><p>Far off.</p>"
        );
        let expected = named(&[
            ("Home", "own.element"),
            ("More of it", "own.name"),
            ("One more link", "own.links"),
            ("loose", "own.loose"),
            ("Next", "own.trailing-heading"),
            ("Far off.", "own.outside"),
        ]);
        assert_eq!(gone(&body, "own"), expected);
        assert_eq!(gone(&body, "cascade"), expected);
    }

    #[test]
    fn structured_data_stands_in_for_what_rules_do_not_find() {
        let text = STORY.trim();
        let body = format!(
            "<script type='application/ld+json'>{{\"@graph\":[{{\"articleBody\":\"{text} It sank.\"}}]}}</script>\
             <span>{text} It sank.</span><br><br><span>Menu of things</span>"
        );
        assert_eq!(gone(&body, "baseline"), named(&[("Menu of things", "baseline-json.outside")]));
    }

    #[test]
    fn pages_without_text_are_no_error() {
        for stage in ["cascade", "own", "readability", "justext", "baseline"] {
            assert_eq!(gone("", stage), []);
        }
    }
}
