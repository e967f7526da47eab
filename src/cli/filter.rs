//! Which documents of a corpus a command is about.

use crate::corpus::{self, Corpus};
use crate::error::{Error, Result};
use clap::Args;

/// Options that narrow a corpus down.
#[derive(Debug, Args)]
pub struct Filter {
    /// Only documents in these languages (ISO 639-1 codes, comma-separated)
    #[arg(long, value_delimiter = ',', value_name = "CODE")]
    pub lang: Vec<String>,
    /// Only documents of these sources (comma-separated)
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    pub source: Vec<String>,
}

impl Filter {
    /// Drops the documents that are not asked for. The digest is that of what is left.
    ///
    /// # Errors
    /// Where nothing is left.
    pub fn apply(&self, mut corpus: Corpus) -> Result<Corpus> {
        if self.lang.is_empty() && self.source.is_empty() {
            return Ok(corpus);
        }
        let wanted = |list: &[String], value: &str| list.is_empty() || list.iter().any(|item| item == value);
        corpus.examples.retain(|example| {
            let meta = &example.document.meta;
            wanted(&self.lang, &meta.lang) && wanted(&self.source, &meta.source)
        });
        if corpus.examples.is_empty() {
            let error = Error::usage(format!("no document of `{}` is in that language or of that source", corpus.name));
            return Err(error.remedy("see its documents.csv"));
        }
        corpus.digest = corpus::digest(&corpus.examples);
        Ok(corpus)
    }
}
