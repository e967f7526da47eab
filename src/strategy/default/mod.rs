//! `default`: the composition to give a user.
//!
//! - **Idea**: specialists say what lines are (phrases, rails, comments, aggregators, duplicates, cues); the stretch with the
//!   most running text says where the article is; the head of the page is parsed for title and lead; inside the article
//!   only what a specialist knows, or what is made of links, goes. On a web page, elements say what they are (tag, role,
//!   class and id words, each believed up to a share of the page's text), the content is the innermost element with nearly
//!   all of the remaining text, and inside it lines made of links and lines that a phrase gives away go.
//! - **Source**: own composition of the strategies in this folder; the order follows from what each knows best.
//! - **Needs**: text; better with links, best with the page. **Parameters**: `links`, the share of linked characters from which a line inside the
//!   article that is no sentence goes; `alpha`, how much a line that is no sentence counts against the article;
//!   `captions`, whether a page's captions stay.
//! - **Wins**: news pages, with or without links, in many languages. **Loses**: pages without running text; comments
//!   that no header announces; lists of headlines that are the document; pages whose classes say nothing. **Cost**: O(bytes).

mod comments;
mod evidence;
mod given;
mod head;
mod own_name;
mod page;
mod prose;
mod stretch;

use super::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removal, Removals};
use super::source_cues;
use super::{Document, Strategy, residue_scrubber};
use crate::document::RunningWords;
use crate::label::Label;
use evidence::{Evidence, Specialists};
pub use given::Given;
use stretch::Weights;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "default",
    version: 3,
    summary: "the recommended composition: specialists, the article's stretch, its head, and cues inside lines",
    loses: "pages without running text, unannounced comments, lists of headlines that are the document",
    family: Family::Ensemble,
    source: "own composition",
    needs: Needs::Links,
    parameters: &[
        Parameter::number("links", "0.66", (0.0, 1.0), "share of linked characters from which a line that is no sentence goes"),
        Parameter::number("alpha", "1", (0.0, 10.0), "weight of lines outside sentences against the article"),
        Parameter::number("unknown", "0.5", (0.0, 10.0), "of that, the part of lines without links that no specialist knows"),
        Parameter::word("captions", &["keep", "drop"], "what becomes of the captions of a web page; they count neither way in any task"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |parameters| Box::new(Default::new(parameters)),
};

struct Default {
    links: f32,
    keep_captions: bool,
    weights: Weights,
    specialists: Specialists,
}

impl Default {
    fn new(parameters: &Parameters) -> Self {
        let number = |name| parameters.number(name) as f32;
        Self {
            links: number("links"),
            keep_captions: parameters.word("captions") == "keep",
            weights: Weights { alpha: number("alpha"), unknown: number("unknown") },
            specialists: Specialists::published(),
        }
    }
}

impl Strategy for Default {
    fn remove(&self, document: &Document, context: &Context, out: &mut Removals) {
        self.strip(document, context, &Given::of(document), out);
    }
}

impl Default {
    fn strip(&self, document: &Document, context: &Context, given: &Given, out: &mut Removals) {
        match document.page() {
            Some(page) => page::strip(document, page, context, &self.specialists, self.keep_captions, given, out),
            None => self.strip_text(document, context, given, out),
        }
    }

    /// What goes of a text, or of a Markdown document.
    fn strip_text(&self, document: &Document, context: &Context, given: &Given, out: &mut Removals) {
        let running = RunningWords::of(document);
        let evidence = Evidence::gather(document, context, &self.specialists, given, &running);
        let mut verdicts = evidence.verdicts();
        let article = stretch::find(document, &evidence, self.weights);
        let head = head::parse(document, &running, &evidence, &article);
        stretch::strip_outside(&article, &head, &mut verdicts);
        stretch::strip_linked(document, self.links, &head, &mut verdicts);
        let kept: Vec<bool> = verdicts.iter().map(Option::is_none).collect();
        for (segment, verdict) in document.segments().iter().zip(verdicts) {
            if let Some((label, rule)) = verdict {
                out.push(segment.span, label, rule);
            }
        }
        residue_scrubber::inside_lines(document, &given.reading.signs, &kept, out);
        given.lines().bylines.iter().cloned().for_each(|byline| out.push(byline.span, byline.label, byline.rule));
        source_cues::inside_lines(document, &given.reading, &kept, true, out);
    }
}

/// `default` with its published parameters, for who has read the document already.
pub struct Furniture(Default);

impl Furniture {
    /// As the table has it.
    pub fn published() -> Option<Self> {
        Parameters::new(ENTRY.parameters, &[]).ok().map(|parameters| Self(Default::new(&parameters)))
    }

    /// What `default` removes, settled as a strategy of its own is; it leaves no text to be aligned.
    pub fn removals(&self, document: &Document, context: &Context, given: &Given) -> Vec<Removal> {
        let mut out = Removals::new();
        self.0.strip(document, context, given, &mut out);
        out.settle(document.text());
        out.take()
    }
}

/// What goes, why, and what it is taken for.
type Verdict = Option<(Option<Label>, &'static str)>;
