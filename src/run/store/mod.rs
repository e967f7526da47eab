//! The store: predictions on disk as they come, so that a run that was broken off goes on where it stopped.
//!
//! ```text
//! Store ──> Part (one corpus' documents) ──> Column (one strategy) ──> recall, keep
//! folder    fingerprints                     key, code                 a record each
//! ```
//!
//! **On disk** a store is a folder: `lock`, and `predictions-0001.jsonl`, `predictions-0002.jsonl`, …, one file for each process
//! that added to it; a file is only ever added to, and by one process. A line is a record: JSON, whose last field `sum` is the
//! CRC-32 of all that stands before it in the line. Offsets in records count Unicode code points of the document's text.
//!
//! **Nothing is lost**: a record goes to the operating system in one write as soon as it is there, so that the end of the
//! process, however sudden, costs what was under way and nothing else. (A power cut may cost what the system had not written
//! yet.) **Nothing is trusted** that does not fit its sum: the end of a file that was broken off in the middle of a record is
//! dropped, damage elsewhere is reported with its line ([`Found`]), and both are made anew.
//!
//! **A record answers** for a document if the strategy's name with the values of all its parameters, its version and the
//! document's [fingerprint](crate::document::Document::fingerprint) are the same; for strategies that look at other documents
//! also all documents' fingerprints, and for those that learn the gold they learn from; for external programs also the command
//! line, what they are sent and asked for, and the document's id, which they are told. And if the code is the same: the build of
//! this program, and the files that an external program's command line names; unless the user says that versions tell enough.
//!
//! **A failure is no answer**: what a time-out, a crash or a program's own error left open is asked again. That a strategy
//! panicked or refused is an answer, because strategies are pure.

mod column;
mod identity;
mod lock;
mod record;
mod segment;

pub use column::{Column, Part};
pub use record::MAX_RECORD_BYTES;
pub use segment::Damage;

use crate::document::Document;
use crate::error::{Error, Result};
use crate::strategy::contract::Example;
use lock::Lock;
use record::{Key, Stored};
use rustc_hash::FxHashMap;
use segment::Writer;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What to do with the predictions that a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Start {
    /// Replace those of a run that came to its end; stop where one was broken off.
    #[default]
    Replace,
    /// Throw them away.
    Fresh,
    /// Take those that answer.
    Resume {
        /// Whether those of other code answer too, if the versions are the same.
        trust_versions: bool,
    },
}

/// What a folder was found to hold.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Whole records.
    pub records: usize,
    /// Files that end in the middle of a record.
    pub torn: usize,
    /// Lines that are not what was written.
    pub damaged: Vec<Damage>,
    /// Whether the last run came to its end.
    pub finished: bool,
}

/// Where the predictions of a run came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Taken from the store.
    pub recalled: usize,
    /// Made in this run.
    pub made: usize,
    /// Of those made: there was one that other code had made.
    pub of_other_code: usize,
}

/// Predictions in a folder, locked for this process.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    known: FxHashMap<Key, Stored>,
    found: Found,
    trust_versions: bool,
    build: String,
    writer: Writer,
    counts: [AtomicUsize; 3],
    // Dropped last: files are written while it is held.
    _lock: Lock,
}

impl Store {
    /// Opens a folder, which is made if it is not there.
    ///
    /// # Errors
    /// Another process has it; it holds a run that was broken off and `start` does not say what to do about it; it cannot be
    /// read or written; it was written by another version of the format.
    pub fn open(folder: &Path, start: Start) -> Result<Self> {
        let made = std::fs::create_dir_all(folder);
        made.map_err(|error| Error::io("cannot make the folder", error).in_file(folder).remedy("choose another with --run"))?;
        let lock = Lock::take(folder)?;
        let mut segments = segment::list(folder)?;
        let (mut known, mut found) = (FxHashMap::default(), Found::default());
        match start {
            Start::Fresh => segment::remove(&mut segments)?,
            Start::Replace => {
                if !segment::is_finished(&segments)? {
                    let error = Error::usage("a run was broken off here").in_file(folder);
                    return Err(error.remedy("--resume takes what it has done and goes on; --fresh throws that away"));
                }
                segment::remove(&mut segments)?;
            }
            Start::Resume { .. } => segment::read_all(&segments, &mut known, &mut found)?,
        }
        let number = segments.last().map_or(0, |last| last.number) + 1;
        let trust_versions = matches!(start, Start::Resume { trust_versions: true });
        Ok(Self {
            folder: folder.to_path_buf(),
            known,
            found,
            trust_versions,
            build: identity::build(),
            writer: Writer::new(segment::path(folder, number)),
            counts: Default::default(),
            _lock: lock,
        })
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was there when it was opened for [`Start::Resume`].
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// The part of it for some documents, with the labelled examples that strategies learn from.
    pub fn part<'s>(&'s self, documents: &'s [&'s Document], examples: &[Example<'_>]) -> Part<'s> {
        Part::new(self, documents, examples)
    }

    /// How many predictions were taken and made so far.
    pub fn tally(&self) -> Tally {
        let [recalled, made, of_other_code] = &self.counts;
        let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
        Tally { recalled: count(recalled), made: count(made), of_other_code: count(of_other_code) }
    }

    /// Says whether all could be written so far; what comes after a failure is not run any more.
    ///
    /// # Errors
    /// The first failed write.
    pub fn check(&self) -> Result<()> {
        self.writer.check()
    }

    /// Marks the run as one that came to its end. Predictions that are there stay.
    ///
    /// # Errors
    /// As [`Store::check`].
    pub fn finish(&self) -> Result<()> {
        if self.found.finished && self.writer.is_unused() {
            return Ok(());
        }
        self.writer.append(record::FINISHED);
        self.writer.sync();
        self.check()
    }

    fn count(&self, which: Count) {
        if let Some(counter) = self.counts.get(which as usize) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// What is counted.
#[derive(Clone, Copy)]
enum Count {
    Recalled,
    Made,
    OfOtherCode,
}
