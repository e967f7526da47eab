//! Strategies: a document in, removals out. One file each, one table of all ([`ALL`]).
//!
//! To add one: write `src/strategy/<id>.rs` with a `pub static ENTRY: Entry`, add a `mod` line and a row in [`ALL`]
//! here. The command line, the conformance and property tests, the benches, the CSV files and the README's table
//! follow from the table.
//!
//! Which one to use? Start with [`default`](mod@default). The others show what one idea alone can do, and where it loses:
//! each file's documentation says so, and `gleaner strategies` prints it.

pub mod contract;
pub mod html;
pub mod lexicon;

pub mod aggregator;
pub mod boilerpipe;
pub mod c4_lines;
pub mod cetd;
pub mod cetr;
pub mod class_pruning;
pub mod cross_source_repetition;
pub mod default;
pub mod duplicates;
pub mod fineweb_lines;
pub mod gopher_lines;
pub mod headline_rail;
pub mod html_bte;
pub mod justext;
pub mod keep_all;
pub mod label_router;
pub mod link_density;
pub mod majority_vote;
pub mod nav_score;
pub mod page_router;
#[cfg(feature = "peers")]
pub mod peers;
pub mod phrase_rules;
pub mod readability;
pub mod refinedweb_lines;
pub mod remove_all;
pub mod residue_scrubber;
pub mod resiliparse;
pub mod section_cut;
pub mod site_templates;
pub mod source_cues;
pub mod source_repetition;
pub mod structured_data;
pub mod text_bte;
pub mod trafilatura_like;
pub mod trafilatura_links;

pub use contract::{Context, Entry, Removal, Removals, Selected, Training, parse, parse_list};

use crate::document::Document;
use rayon::prelude::*;

/// Takes boilerplate out of documents. Implementations are pure: same document, parameters and context, same removals.
pub trait Strategy: Send + Sync {
    /// Adds what should go to `out`; order and overlaps are settled by the caller.
    fn remove(&self, document: &Document, context: &Context, out: &mut Removals);

    /// A copy fitted to labelled documents of other sources; `None` for strategies that do not learn.
    fn fit(&self, training: &Training<'_>) -> Option<Box<dyn Strategy>> {
        let _ = training;
        None
    }

    /// [`Strategy::fit`] for each of several trainings: as many, in their order. Most examples are in most of them: a strategy that learns example by example
    /// looks at each once.
    fn fit_each(&self, trainings: &[&Training<'_>]) -> Vec<Option<Box<dyn Strategy>>> {
        trainings.par_iter().map(|training| self.fit(training)).collect()
    }
}

/// Every strategy, in the order in which lists show them.
pub static ALL: &[&Entry] = &[
    &keep_all::ENTRY,
    &remove_all::ENTRY,
    &phrase_rules::ENTRY,
    &residue_scrubber::ENTRY,
    &c4_lines::ENTRY,
    &refinedweb_lines::ENTRY,
    &gopher_lines::ENTRY,
    &fineweb_lines::ENTRY,
    &section_cut::ENTRY,
    &headline_rail::ENTRY,
    &text_bte::ENTRY,
    &justext::ENTRY,
    &boilerpipe::numwords::ENTRY,
    &boilerpipe::density::ENTRY,
    &boilerpipe::canola::ENTRY,
    &boilerpipe::article::ENTRY,
    &link_density::ENTRY,
    &aggregator::ENTRY,
    &duplicates::ENTRY,
    &html_bte::ENTRY,
    &cetr::ENTRY,
    &cetd::ENTRY,
    &readability::ENTRY,
    &trafilatura_like::ENTRY,
    &trafilatura_links::ENTRY,
    &resiliparse::links::ENTRY,
    &nav_score::ENTRY,
    &class_pruning::ENTRY,
    &resiliparse::ENTRY,
    &structured_data::ENTRY,
    &site_templates::ENTRY,
    &page_router::ENTRY,
    &source_repetition::ENTRY,
    &cross_source_repetition::ENTRY,
    &source_cues::ENTRY,
    #[cfg(feature = "peers")]
    &peers::dom_smoothie::ENTRY,
    #[cfg(feature = "peers")]
    &peers::rs_trafilatura::ENTRY,
    #[cfg(feature = "peers")]
    &peers::llm_readability::ENTRY,
    #[cfg(feature = "peers")]
    &peers::readability::ENTRY,
    #[cfg(feature = "peers")]
    &peers::readable_readability::ENTRY,
    #[cfg(feature = "peers")]
    &peers::boilerpipe::ENTRY,
    #[cfg(feature = "peers")]
    &peers::justext::ENTRY,
    &majority_vote::ENTRY,
    &label_router::ENTRY,
    &default::ENTRY,
];
