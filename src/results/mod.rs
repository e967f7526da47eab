//! Results folders read back: what `eval` and `score` wrote, checked on the way in.
//!
//! [`Results::open`] reads the manifest; the CSV files are read on demand, row by row, and only the columns and
//! strategies asked for stay in memory. Whatever is broken is an error with file and line.

mod csv_file;
mod doc_labels;
mod documents;
mod errors;

pub use csv_file::{Cells, each};
pub use doc_labels::LabelRow;
pub use documents::DocumentRow;
pub use errors::WrongRow;

use crate::error::Result;
use crate::report::{CorpusEntry, Manifest};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a block of rows is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Name of the corpus.
    pub corpus: String,
    /// Name of the task.
    pub task: String,
    /// Name of the strategy.
    pub strategy: String,
}

/// Rows by what they are about, in the order of the file.
pub type Rows<R> = BTreeMap<Key, Vec<R>>;

/// A results folder.
#[derive(Clone, Debug)]
pub struct Results {
    /// Where it is.
    pub folder: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
}

impl Results {
    /// Opens a folder.
    ///
    /// # Errors
    /// A folder without a manifest, or with one of another format; see [`Manifest::read`].
    pub fn open(folder: &Path) -> Result<Self> {
        Ok(Self { folder: folder.to_path_buf(), manifest: Manifest::read(folder)? })
    }

    /// A corpus by its name in the files.
    pub fn corpus(&self, name: &str) -> Option<&CorpusEntry> {
        self.manifest.corpora.iter().find(|corpus| corpus.name == name)
    }

    /// Whether the folder has a measure.
    pub fn has_metric(&self, name: &str) -> bool {
        self.manifest.metrics.iter().any(|metric| metric.name == name)
    }
}
