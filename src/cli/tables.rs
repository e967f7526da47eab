//! Tables that a user adds to an assessment of source bias: groups of sources, loaded words.

use super::output;
use crate::bias::{self, Groups, Lexicon};
use crate::corpus::Corpus;
use crate::error::{Error, Result};
use clap::Args;
use std::path::{Path, PathBuf};

/// Options that name such tables.
#[derive(Debug, Args)]
pub struct Tables {
    /// Groups of sources to compare (lean, country, owner, …): a TSV file with the columns source (or domain), column, value
    #[arg(long, value_name = "FILE")]
    groups: Option<PathBuf>,
    /// Loaded words instead of the shipped list: lines of language, tab, word; a word that ends in * is a beginning
    #[arg(long, value_name = "FILE")]
    loaded: Option<PathBuf>,
}

/// The tables, read.
#[derive(Debug, Default)]
pub struct Read {
    groups: Option<Groups>,
    loaded: Option<Lexicon>,
}

/// Names shown of what does not match.
const MAX_SHOWN: usize = 5;

impl Tables {
    /// Reads the tables. What the table of groups says of sources that no corpus has, and which sources it says nothing
    /// of, goes to stderr unless `quiet`.
    ///
    /// # Errors
    /// Files that cannot be read, or are not what they should be, with file and line.
    pub fn read(&self, corpora: &[Corpus], quiet: bool) -> Result<Read> {
        let list = |file: &PathBuf| Lexicon::read(&text(file, bias::MAX_LEXICON_BYTES)?).map_err(|error| error.in_file(file));
        let loaded = self.loaded.as_ref().map(list).transpose()?;
        let Some(file) = &self.groups else { return Ok(Read { groups: None, loaded }) };
        let groups = Groups::read(&text(file, bias::MAX_GROUPS_BYTES)?).map_err(|error| error.in_file(file))?;
        if !quiet {
            remark_on(file, &groups, corpora);
        }
        Ok(Read { groups: Some(groups), loaded })
    }
}

impl Read {
    /// The tables as options of the assessment.
    pub fn options(&self) -> bias::Options<'_> {
        bias::Options { groups: self.groups.as_ref(), loaded: self.loaded.as_ref(), ..bias::Options::default() }
    }
}

/// A file's text.
fn text(file: &Path, most: u64) -> Result<String> {
    let failed = |error| Error::io("cannot read the table", error).in_file(file).remedy("check the name and its permissions");
    let size = std::fs::metadata(file).map_err(failed)?.len();
    if size > most {
        return Err(Error::data(format!("{size} bytes are too many")).in_file(file).remedy(format!("give at most {most}")));
    }
    let bytes = std::fs::read(file).map_err(failed)?;
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        Error::data("not UTF-8").at(file, line).remedy("save the table as UTF-8")
    })
}

fn remark_on(file: &Path, groups: &Groups, corpora: &[Corpus]) {
    let sources = || corpora.iter().flat_map(|corpus| &corpus.examples).map(|example| example.document.meta.source.as_str());
    let unknown = groups.unknown(sources());
    let said = |names: &[&str], what: &str| {
        if !names.is_empty() {
            let (shown, more) = (names[..names.len().min(MAX_SHOWN)].join(", "), if names.len() > MAX_SHOWN { ", …" } else { "" });
            output::remark(&format!("{}: {} {what}: {shown}{more}", file.display(), names.len()));
        }
    };
    said(&unknown, "sources are in no corpus");
    let mut without: Vec<&str> =
        sources().filter(|source| (0..groups.columns().len()).all(|column| groups.value(source, column).is_none())).collect();
    without.sort_unstable();
    without.dedup();
    said(&without, "sources of the corpora have no group");
}
