//! Formats of annotation tools, in and out: brat, doccano, Label Studio, Prodigy, spaCy, WebAnno; one file a format, one
//! table ([`ALL`]).
//!
//! **In.** A format's reader turns its files into [`Draft`]s: a text, and [`Mark`]s with offsets as the tool counts them. An
//! [`Intake`] does the rest alike for all: it places the marks ([`place`]), maps labels ([`Incoming`]), settles overlaps,
//! writes a native corpus and counts what it could not use ([`Tally`]). A label that is neither one of gleaner's nor in the
//! map is refused, never guessed.
//!
//! **Spans.** A native span covers visible words on one line. White space at the ends of a mark is cut off, a mark over
//! several lines becomes a span for each line. Of marks that overlap the first by start is kept, at equal starts the longer;
//! the others are refused and counted.
//!
//! **Out.** [`export()`] writes a corpus for a tool to edit. The text of a page is its rendered view: it comes back as plain
//! text.
//!
//! **Limits.** A file is read up to [`super::MAX_FILE_BYTES`], one JSON record up to [`MAX_RECORD_BYTES`], a document up to
//! [`MAX_MARKS`] marks. Folders are read [`MAX_FOLDERS`] deep, hidden files and links are passed over. What is larger is
//! refused with its place.
//!
//! To add a format: write `src/corpus/annotation/<id>.rs` with a `pub static FORMAT: Format`, add a `mod` line and a row in
//! [`ALL`]. The commands, their help and the round-trip tests follow from the table.

mod anchor;
mod brat;
mod doccano;
mod draft;
mod export;
mod facts;
mod folder;
mod gleaner;
mod hypertext;
mod input;
mod intake;
mod label_map;
mod label_studio;
mod offsets;
mod prodigy;
mod settle;
mod spacy;
mod squeezed;
mod staging;
mod tally;
mod webanno;
mod webanno_cell;

pub use anchor::{MAX_NEAR, MAX_WIDE_SEARCHES, NEAR_BYTES, Placed, SHORT_QUOTE_BYTES, place};
pub use draft::{Draft, MAX_MARKS, Mark, Refusal};
pub use export::{Exported, Item, Write, export, source};
pub use facts::Facts;
pub use folder::Folder;
pub use input::{MAX_FOLDERS, MAX_RECORD_BYTES};
pub use intake::{Defaults, Intake, Plan, import};
pub use label_map::{Incoming, Outgoing};
pub use offsets::{BadOffsets, Offsets, Unit};
pub use tally::{MAX_REASONS, Tally};

use crate::error::{Error, Result};
use std::path::Path;

/// How a format is read: every document of a file or folder to the intake.
///
/// An error stops the import; what concerns one document or mark is told to the intake and counted.
pub type Read = fn(&Path, &mut Intake<'_>) -> Result<()>;

/// A format of an annotation tool.
pub struct Format {
    /// Its name on the command line.
    pub id: &'static str,
    /// One line on what it is.
    pub summary: &'static str,
    /// How it is read, if it is.
    pub read: Option<Read>,
    /// How it is written, if it is.
    pub write: Option<Write>,
}

/// Every format, in the order in which lists show them.
pub static ALL: &[&Format] =
    &[&gleaner::FORMAT, &brat::FORMAT, &doccano::FORMAT, &label_studio::FORMAT, &prodigy::FORMAT, &spacy::FORMAT, &webanno::FORMAT];

/// The format with a name.
///
/// # Errors
/// An unknown name; the message lists those that `usable` lets through.
pub fn find(name: &str, usable: impl Fn(&Format) -> bool) -> Result<&'static Format> {
    let mut known = ALL.iter().copied().filter(|format| usable(format));
    known.clone().find(|format| format.id == name).ok_or_else(|| {
        let names: Vec<&str> = known.by_ref().map(|format| format.id).collect();
        Error::usage(format!("unknown format `{}`", anchor::shorten(name))).remedy(format!("the formats are {}", names.join(", ")))
    })
}
