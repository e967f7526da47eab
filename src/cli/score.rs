//! `gleaner score`: scores predictions made elsewhere.

use super::scoring::{Scoring, assess};
use crate::corpus::Corpus;
use crate::error::{Error, Result};
use crate::gold::Task;
use crate::report::Assessed;
use crate::run::external::Predictions;
use crate::run::{Prediction, Status};
use crate::score::Contender;
use clap::Args;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Scores predictions made elsewhere: the same table and files as `eval`, without running anything.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Score {
    /// Corpus folder, a public benchmark as FORMAT:PATH, or `shipped`
    corpus: String,
    /// Predictions, a file for each strategy; its name without `.jsonl`, `.jsonl.gz` is the strategy's
    #[arg(required = true)]
    predictions: Vec<PathBuf>,
    /// Names of the strategies, in the order of the files, instead of the files' own
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    name: Vec<String>,
    #[command(flatten)]
    pub(super) scoring: Scoring,
}

const EXAMPLES: &str = "\
Examples:
  gleaner score my-corpus mine.jsonl
  gleaner score wcxb:PATH mine.jsonl.gz theirs.jsonl --name mine,theirs --out results
  gleaner score shipped kept/default.jsonl

A line is {\"id\", \"text\"}: what is left of the document; or {\"id\", \"spans\": [{\"start\", \"end\", \"label\", \"rule\"}]}: what goes, in
Unicode code points of its text (of a page: of the view that `strip --jsonl --view` shows), label and rule if you like.
Documents without a line, or with neither text nor spans, are full misses, and are counted.";

/// The predictions of one file.
struct Column {
    name: String,
    predictions: Vec<Prediction>,
}

/// Unknown ids shown.
const MAX_SHOWN: usize = 3;

impl Score {
    /// Runs the command.
    ///
    /// # Errors
    /// Wrong arguments, a bad corpus, bad predictions, files that cannot be written.
    pub fn run(self) -> Result<ExitCode> {
        let names = self.names()?;
        let tasks = self.scoring.tasks()?;
        let text_metrics = self.scoring.text_metrics()?;
        let pool = self.scoring.pool()?;
        let corpora = pool.install(|| self.scoring.corpora(std::slice::from_ref(&self.corpus)))?;
        let tables = self.scoring.tables.read(&corpora, self.scoring.quiet)?;
        let mut columns: Vec<Vec<Column>> = corpora.iter().map(|_| Vec::new()).collect();
        for (file, name) in self.predictions.iter().zip(&names) {
            for (own, predictions) in columns.iter_mut().zip(self.read(file, &corpora)?) {
                own.push(Column { name: name.clone(), predictions });
            }
        }
        let mut results: Vec<Assessed<'_>> = Vec::new();
        for (corpus, columns) in corpora.iter().zip(&columns) {
            let contenders: Vec<_> = columns.iter().map(|own| Contender::external(&own.name, "", false, &own.predictions)).collect();
            let one = |&task: &Task| {
                assess(corpus, task, &contenders, &text_metrics, self.scoring.resampling(), &self.scoring.bias_options(&tables))
            };
            results.extend(pool.install(|| tasks.iter().map(one).collect::<Vec<_>>()));
        }
        self.scoring.finish(&results, &pool)?;
        Ok(ExitCode::SUCCESS)
    }

    /// A name for each file.
    fn names(&self) -> Result<Vec<String>> {
        let (given, files) = (self.name.len(), self.predictions.len());
        if given > 0 && given != files {
            return Err(Error::usage(format!("{given} names for {files} files")).remedy("give --name a name for each file, in their order"));
        }
        let names: Vec<String> = if given > 0 { self.name.clone() } else { self.predictions.iter().map(|file| stem(file)).collect() };
        let unique: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        if let Some(empty) = names.iter().find(|name| name.trim().is_empty() || name.starts_with("bound:")) {
            return Err(Error::usage(format!("`{empty}` is no name for a strategy")).remedy("name the strategies with --name"));
        }
        if unique.len() < names.len() {
            return Err(Error::usage(format!("two strategies of one name: {}", names.join(", "))).remedy("name the strategies with --name"));
        }
        Ok(names)
    }

    /// The predictions of a file for each corpus, and remarks on what does not match.
    fn read(&self, file: &Path, corpora: &[Corpus]) -> Result<Vec<Vec<Prediction>>> {
        let ids: BTreeSet<&str> =
            corpora.iter().flat_map(|corpus| &corpus.examples).map(|example| example.document.meta.id.as_str()).collect();
        let in_file = |error: Error| error.in_file(file);
        let (mut read, unknown) = Predictions::read(open(file)?, |id| ids.contains(id)).map_err(in_file)?;
        if read.is_empty() {
            let error = Error::data(format!("no line answers for a document of `{}`", self.corpus)).in_file(file);
            return Err(error.remedy("check that the ids are those of the corpus"));
        }
        if !unknown.is_empty() {
            let shown = unknown[..unknown.len().min(MAX_SHOWN)].join(", ");
            self.scoring.remark(&format!("{}: {} lines are for no document of the corpus: {shown}", file.display(), unknown.len()));
        }
        let mut found = Vec::new();
        for corpus in corpora {
            let one = |example: &crate::corpus::Example| read.take(&example.document).map_err(in_file);
            found.push(corpus.examples.iter().map(one).collect::<Result<Vec<_>>>()?);
        }
        self.count_missing(file, &found);
        let missing = || Prediction::missing(Status::Silence, Duration::ZERO);
        Ok(found.into_iter().map(|part| part.into_iter().map(|own| own.unwrap_or_else(missing)).collect()).collect())
    }

    fn count_missing(&self, file: &Path, found: &[Vec<Option<Prediction>>]) {
        let all = found.iter().flatten();
        let absent = all.clone().filter(|own| own.is_none()).count();
        let without = all.clone().flatten().filter(|own| own.status != Status::Ok).count();
        if absent + without > 0 {
            let (file, all) = (file.display(), all.count());
            self.scoring.remark(&format!("{file}: {absent} of {all} documents are missing, {without} have no answer; each is a full miss"));
        }
    }
}

/// The file's name without the endings of JSON lines.
fn stem(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".jsonl", ".ndjson", ".json"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_string()
}

/// Opens a file, unpacking what is packed with gzip.
fn open(file: &Path) -> Result<Box<dyn BufRead>> {
    let failed = |error| Error::io("cannot open the predictions", error).in_file(file).remedy("check the name and its permissions");
    let mut plain = BufReader::with_capacity(1 << 16, std::fs::File::open(file).map_err(failed)?);
    let packed = plain.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
    Ok(if packed { Box::new(BufReader::with_capacity(1 << 16, flate2::bufread::MultiGzDecoder::new(plain))) } else { Box::new(plain) })
}
