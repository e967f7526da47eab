//! `gleaner import`: a native corpus from what others have.

use super::output;
use crate::corpus::annotation::{self, Defaults, Incoming, Plan, Read, Tally};
use crate::document::Format;
use crate::error::{Error, Result};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// Reasons that are printed.
const SHOWN: usize = 20;

/// Writes a native corpus from the files of an annotation tool, and reports what was placed, re-anchored and rejected.
///
/// Every label must be one of gleaner's or stand in the label map; offsets that do not fit their quotes are found again by
/// the quote, or rejected. The output folder appears whole or not at all. Exit code 1 if anything was rejected.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Import {
    /// What the input is: gleaner, brat, doccano, label-studio, prodigy, spacy, webanno
    format: String,
    /// File or folder to read
    input: PathBuf,
    /// Corpus folder to write
    output: PathBuf,
    /// CSV file `theirs,ours`: what their labels are called here; `-` leaves one out
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// The outlet of documents that do not name one
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    source: String,
    /// Language of documents that do not name one (ISO 639-1 code)
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    lang: String,
    /// Licence of documents that do not name one
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    licence: String,
    /// Markup of texts that do not name one: plain or markdown
    #[arg(long = "format", value_name = "NAME", default_value = "plain")]
    markup: Format,
    /// Replace a corpus that is there
    #[arg(long)]
    force: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  gleaner import brat annotated/ my-corpus --source \"Tollmouth Courier\" --lang en --licence CC0-1.0
  gleaner import label-studio export.json my-corpus --labels map.csv

map.csv:
  theirs,ours
  Werbung,ad
  ORG,-";

impl Import {
    /// Runs the command.
    ///
    /// # Errors
    /// An unknown format, an input that cannot be read or holds no document, an output that is there.
    pub fn run(self) -> Result<ExitCode> {
        let read = reader(&self.format)?;
        if self.markup == Format::Html {
            return Err(Error::usage("texts that come with offsets are no pages").remedy("--format is plain or markdown"));
        }
        let labels = self.labels.as_deref().map_or(Ok(Incoming::default()), Incoming::read)?;
        let text = |text: &str| text.trim().to_string();
        let defaults = Defaults { source: text(&self.source), lang: text(&self.lang), licence: text(&self.licence), format: self.markup };
        let tally = annotation::import(read, &self.input, &self.output, &Plan { labels, defaults, force: self.force })?;
        if self.json {
            output::print(&format!("{:#}\n", value(&tally)))?;
        } else {
            output::print(&tally.text(SHOWN))?;
        }
        if tally.documents == 0 {
            let error = Error::data("no document could be used; nothing was written").in_file(&self.input);
            return Err(error.remedy("the report says why; is it the right format?"));
        }
        Ok(if tally.has_rejections() { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }
}

/// The reader of a format.
fn reader(name: &str) -> Result<Read> {
    let format = annotation::find(name, |format| format.read.is_some())?;
    format.read.ok_or_else(|| Error::usage(format!("`{}` is not read", format.id)))
}

fn value(tally: &Tally) -> serde_json::Value {
    let reasons = tally.first.iter().map(
        |error| json!({"path": error.path().map(|path| path.display().to_string()), "line": error.line(), "message": error.to_string()}),
    );
    json!({
        "documents": tally.documents, "documents_rejected": tally.documents_rejected, "spans": tally.spans,
        "placed": tally.placed, "reanchored": tally.reanchored, "rejected": tally.rejected,
        "skipped": tally.skipped, "reasons": tally.reasons, "first": reasons.collect::<Vec<_>>(),
    })
}
