//! Corpora that are read as they are: public benchmarks (web pages with a reference text), and the pages behind labelled texts.
//! One format a file, one table ([`ALL`]).
//!
//! Nothing is converted on disk: `gleaner eval wcxb:PATH` reads the benchmark as it is, or recognises it by looking at the folder.
//! The reference text is aligned with the page's text view; the spans derived from it make span metrics, residue and
//! damage work, and are marked as derived. Text metrics score the reference itself.
//!
//! To add one: write `src/corpus/formats/<name>.rs` with `pub static FORMAT: Format`, add a `mod` line and a row in [`ALL`].

mod annotated;
mod boilernet;
mod cetd;
mod cleaneval;
mod daniel;
mod dragnet;
mod fundus;
mod gather;
mod html_of;
mod l3s_gn1;
mod listing;
mod packed;
mod readability;
mod reference;
mod scrapinghub;
mod trafilatura;
mod transfer;
mod wceb;
mod wcxb;
mod webmainbench;

pub use gather::host;
pub use packed::{MAX_UNPACKED_BYTES, read_page, unpack};
pub use reference::example;
pub use transfer::{UNMATCHED, moved_gold};

use super::{Corpus, is_shipped, native, shipped};
use crate::error::{Error, Result};
use std::path::Path;

/// A format of corpora.
#[derive(Debug)]
pub struct Format {
    /// Name before the colon: `wcxb:PATH`.
    pub id: &'static str,
    /// One line: what it is, who made it.
    pub summary: &'static str,
    /// Whether a folder or file looks like it.
    pub recognises: fn(&Path) -> bool,
    /// Reads it.
    pub open: fn(&Path) -> Result<Imported>,
}

/// What was read, and what was not.
#[derive(Debug)]
pub struct Imported {
    /// The corpus.
    pub corpus: Corpus,
    /// Entries that could not be used, each with file and reason.
    pub rejected: Vec<Error>,
}

/// Every format of public benchmarks.
pub static ALL: &[&Format] = &[
    &wcxb::FORMAT,
    &scrapinghub::FORMAT,
    &fundus::FORMAT,
    &trafilatura::FORMAT,
    &wceb::FORMAT,
    &cleaneval::FORMAT,
    &cleaneval::PORTAL,
    &l3s_gn1::FORMAT,
    &boilernet::FORMAT,
    &dragnet::FORMAT,
    &dragnet::DATA,
    &cetd::FORMAT,
    &readability::FORMAT,
    &daniel::FORMAT,
    &webmainbench::FORMAT,
    &html_of::FORMAT,
];

/// Opens a corpus: `FORMAT:PATH`, `shipped`, or a path whose format is found by looking; a folder with `documents.csv` is gleaner's own.
///
/// # Errors
/// Something that is no corpus, with the formats there are; or what the format's reader says.
pub fn open(specification: &str) -> Result<Imported> {
    if let Some((id, path)) = specification.split_once(':')
        && let Some(format) = ALL.iter().find(|format| format.id == id)
    {
        return (format.open)(Path::new(path));
    }
    if is_shipped(specification) {
        return shipped().map(|corpus| Imported { corpus, rejected: Vec::new() });
    }
    let path = Path::new(specification);
    let found = if path.join(native::MANIFEST).is_file() { None } else { ALL.iter().find(|format| (format.recognises)(path)) };
    match found {
        Some(format) => (format.open)(path),
        None => native::open(path).map(|corpus| Imported { corpus, rejected: Vec::new() }).map_err(name_the_formats),
    }
}

fn name_the_formats(error: Error) -> Error {
    if error.to_string().starts_with("not a corpus") {
        let ids: Vec<&str> = ALL.iter().map(|format| format.id).collect();
        return error.remedy(format!("give a folder with a documents.csv, or one of these formats as FORMAT:PATH: {}", ids.join(", ")));
    }
    error
}
