//! Strategies: a document in, removals out. One file each, one table of all ([`ALL`]).
//!
//! To add one: write `src/strategy/<id>.rs` with a `pub static ENTRY: Entry`, add a `mod` line and a row in [`ALL`]
//! here. The command line, the conformance and property tests, the benches, the CSV files and the README's table
//! follow from the table.
//!
//! Which one to use? Start with [`default`](mod@default). The others show what one idea alone can do, and where it loses:
//! each file's documentation says so, and `gleaner strategies` prints it.

pub mod contract;
pub mod lexicon;

mod aggregator;
mod boilerpipe;
mod c4_lines;
mod cross_source_repetition;
mod default;
mod duplicates;
mod fineweb_lines;
mod gopher_lines;
mod headline_rail;
mod justext;
mod keep_all;
mod label_router;
mod link_density;
mod majority_vote;
mod phrase_rules;
mod refinedweb_lines;
mod remove_all;
mod residue_scrubber;
mod section_cut;
mod source_cues;
mod source_repetition;
mod text_bte;

pub use contract::{Context, Entry, Removal, Removals, Selected, Training, parse, parse_list};

use crate::document::Document;

/// Takes boilerplate out of documents. Implementations are pure: same document, parameters and context, same removals.
pub trait Strategy: Send + Sync {
    /// Adds what should go to `out`; order and overlaps are settled by the caller.
    fn remove(&self, document: &Document, context: &Context, out: &mut Removals);

    /// A copy fitted to labelled documents of other sources; `None` for strategies that do not learn.
    fn fit(&self, training: &Training<'_>) -> Option<Box<dyn Strategy>> {
        let _ = training;
        None
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
    &source_repetition::ENTRY,
    &cross_source_repetition::ENTRY,
    &source_cues::ENTRY,
    &majority_vote::ENTRY,
    &label_router::ENTRY,
    &default::ENTRY,
];
