//! `gleaner export`: a corpus in the format of an annotation tool.

use super::output;
use crate::corpus::annotation::{self, Outgoing};
use crate::error::Result;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes a corpus for an annotation tool to open, labels and facts with it.
///
/// The text of a page is its rendered view: it comes back as plain text. The output appears whole or not at all.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Export {
    /// What to write: gleaner, brat, doccano, label-studio, prodigy
    format: String,
    /// Corpus folder, or `shipped`
    corpus: PathBuf,
    /// File to write; for gleaner and brat a folder
    output: PathBuf,
    /// CSV file `theirs,ours`: what the labels are to be called
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// Replace a file, or a corpus folder, that is there
    #[arg(long)]
    force: bool,
}

const EXAMPLES: &str = "\
Examples:
  gleaner export brat shipped for-brat
  gleaner export doccano my-corpus documents.jsonl --labels map.csv";

impl Export {
    /// Runs the command.
    ///
    /// # Errors
    /// An unknown format, a corpus with a fault, an output that is there.
    pub fn run(self) -> Result<ExitCode> {
        let format = annotation::find(&self.format, |format| format.write.is_some())?;
        let names = self.labels.as_deref().map_or(Ok(Outgoing::default()), Outgoing::read)?;
        let done = annotation::export(format, &annotation::source(&self.corpus), &self.output, &names, self.force)?;
        output::print(&format!("{} documents, {} spans written\n", done.documents, done.spans))?;
        Ok(ExitCode::SUCCESS)
    }
}
