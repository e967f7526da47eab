//! `gleaner label`: a page on this machine to label spans by hand.

use super::output;
use crate::error::Result;
use crate::labelling::{Desk, Pass, Server, serve};
use crate::strategy;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Serves a local page on which gold spans are set and mended; writes .ann files and nothing else.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Label {
    /// Corpus folder: documents.csv and texts; labels need not be there yet
    corpus: PathBuf,
    /// Strategy that proposes labels for documents without any; `none` proposes nothing
    #[arg(long, short, value_name = "NAME", default_value = "default")]
    strategy: String,
    /// Label a second time, blind to the first labels and to proposals: into CORPUS/second
    #[arg(long, conflicts_with = "compare")]
    second: bool,
    /// Show the second labelling beside the first, with the places where they differ
    #[arg(long)]
    compare: bool,
    /// Port on 127.0.0.1; 0: a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
}

const EXAMPLES: &str = "\
Examples:
  gleaner label my-pages                 label, or mend labels
  gleaner label my-pages --second        a second labelling, blind to the first
  gleaner label my-pages --compare       settle where the two differ

The address, which holds a token of this start, is written to standard output; open it in a browser on this machine. Every change is
saved at once. Ctrl-C ends the server.";

impl Label {
    /// Runs the command.
    ///
    /// # Errors
    /// What is no corpus, an unknown strategy, a port that is taken.
    pub fn run(self) -> Result<ExitCode> {
        let pass = match (self.second, self.compare) {
            (true, _) => Pass::Second,
            (_, true) => Pass::Compare,
            _ => Pass::First,
        };
        // A blind pass sees nobody's opinion, a strategy's neither.
        let strategy = if self.strategy == "none" || self.second { None } else { Some(strategy::parse(&self.strategy)?) };
        let server = Server::bind(Desk::open(&self.corpus, pass, strategy)?, self.port)?;
        output::print(&format!("{}\n", server.address()))?;
        output::remark("open the address above in a browser; Ctrl-C ends");
        serve(server)?;
        Ok(ExitCode::SUCCESS)
    }
}
