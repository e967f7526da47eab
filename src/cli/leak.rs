//! `gleaner leak`: how well a probe tells the sources of a user's own documents, before and after cleaning. No gold needed.

mod shown;

use super::output;
use crate::bias;
use crate::bias::leakage::{Depth, Known, Leakage, Role, Version, give_aways_of, measure};
use crate::bias::ngrams::{NGrams, Tokeniser};
use crate::bias::probe::Settings;
use crate::corpus::texts::{self, Drawn, Fields, MAX_SAMPLE, Record};
use crate::document::{Document, Format, Meta};
use crate::error::{Error, Result};
use crate::gold::Task;
use crate::report::{self, Content};
use crate::run::{self, Options};
use crate::score;
use crate::strategy::contract::Family;
use crate::strategy::{self, Selected};
use clap::Args;
use rayon::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;

/// Tells how well a probe can tell the sources of your documents, and what gives each source away. No gold needed.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub struct Leak {
    /// Folders or files; several are one collection
    #[arg(required = true, value_name = "FOLDER|FILE")]
    inputs: Vec<PathBuf>,
    /// Field or column of the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_field: String,
    /// Field or column of the source (the outlet)
    #[arg(long, value_name = "NAME", default_value = "source")]
    source_field: String,
    /// Field or column of the event, if there is one: events are then kept apart from sources
    #[arg(long, value_name = "NAME", default_value = "event")]
    event_field: String,
    /// Field or column of the language (ISO 639-1); guessed where it is missing
    #[arg(long, value_name = "NAME", default_value = "lang")]
    lang_field: String,
    /// Field or column of the id
    #[arg(long, value_name = "NAME", default_value = "id")]
    id_field: String,
    /// Probe what these strategies leave, too
    #[arg(long, short, value_name = "LIST")]
    strategy: Vec<String>,
    /// What strategies are to leave: boilerplate, source-neutral, body-only
    #[arg(long, short, default_value = "source-neutral")]
    task: String,
    /// A second version of the same documents, paired by id (after cleaning, say); needs no source
    #[arg(long, value_name = "FOLDER|FILE")]
    against: Option<PathBuf>,
    /// Most documents to probe, drawn equally from the sources
    #[arg(long, value_name = "N", default_value_t = 1000)]
    sample: usize,
    /// Seed of the draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// share (of the n-gram kernel), or full (trained probe, code length, controls and views too)
    #[arg(long, value_name = "DEPTH", default_value = "full")]
    depth: Depth,
    /// N-grams listed for each source
    #[arg(long, value_name = "N", default_value_t = 5)]
    top: usize,
    /// Folder for leakage.csv and ngrams.csv
    #[arg(long, short, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Threads; 0: one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Print JSON instead of the tables
    #[arg(long)]
    json: bool,
    /// No remarks
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// Write the files only
    #[arg(skip)]
    pub(super) silent: bool,
}

const HELP: &str = "\
Examples:
  gleaner leak news/                                     one folder for each source, texts in it
  gleaner leak articles.jsonl.gz --source-field outlet
  gleaner leak articles.csv --text-field body --strategy default,source-cues
  gleaner leak before.jsonl --against after.jsonl --out leak-results

Input: a folder with a folder for each source (.txt, .md, .html), a corpus with documents.csv, JSON lines or an array of objects
(.jsonl, .ndjson, .json), CSV or TSV with a header; each of the files may end in .gz. Records without text or source are named and passed over.

Memory and time do not grow with the input but with --sample (at most 5000). The draw depends on seed, source and id alone.

Sizes: the share takes 8 sources of 3 documents in one language, the trained probe and the code length 8 of 5; adjusted p of n-grams
10 of 20. Below that a figure is refused with the reason.

Exit codes: 0 fine, 1 every figure of the texts as they came was refused, 2 wrong use, 3 data or I/O.";

/// Texts of the versions that are not the raw ones.
struct Others {
    name: String,
    version: String,
    role: Role,
    texts: Vec<String>,
}

/// What is shown.
struct Findings<'f> {
    name: String,
    task: Task,
    seed: u64,
    drawn: &'f Drawn,
    missing: usize,
    known: Known<'f>,
    leakage: Leakage,
    ngrams: Vec<(String, NGrams)>,
}

impl Leak {
    /// Runs the command.
    ///
    /// # Errors
    /// Wrong arguments, input that cannot be read, files that cannot be written.
    pub fn run(self) -> Result<ExitCode> {
        let task: Task = self.task.parse().map_err(Error::usage)?;
        if self.depth == Depth::None || self.sample > MAX_SAMPLE {
            let error = Error::usage("nothing to do, or too much");
            return Err(error.remedy(format!("--depth is share or full, --sample at most {MAX_SAMPLE}")));
        }
        let strategies = self.strategies()?;
        let pool = super::thread_pool(self.threads)?;
        let mut drawn = texts::draw(&self.inputs, &self.fields(), self.sample, self.seed)?;
        self.account(&drawn);
        let second = self.second(&mut drawn)?;
        let documents: Vec<Document> = pool.install(|| drawn.records.par_iter().map(document).collect());
        let documents: Vec<&Document> = documents.iter().collect();
        let missing = second.as_ref().map_or(0, |(_, missing)| *missing);
        let mut others: Vec<Others> = second.into_iter().map(|(others, _)| others).collect();
        others.extend(pool.install(|| cleaned(&documents, &strategies, task)));
        let findings = pool.install(|| self.findings(task, &drawn, missing, &documents, &others));
        self.write(&findings)?;
        let refused = findings.leakage.leaks.first().is_none_or(|raw| raw.figures.iter().all(|figure| figure.value.is_err()));
        let code = if refused { ExitCode::from(1) } else { ExitCode::SUCCESS };
        if self.silent {
            return Ok(code);
        }
        output::print(&if self.json { shown::json(&findings) } else { shown::text(&findings, self.top) })?;
        Ok(code)
    }

    fn fields(&self) -> Fields {
        Fields {
            text: self.text_field.clone(),
            source: Some(self.source_field.clone()),
            event: self.event_field.clone(),
            lang: self.lang_field.clone(),
            id: self.id_field.clone(),
        }
    }

    fn strategies(&self) -> Result<Vec<Selected>> {
        if self.strategy.is_empty() {
            return Ok(Vec::new());
        }
        let chosen = strategy::parse_list(&self.strategy.join(","))?;
        chosen.into_iter().map(crate::shard::fitted).collect()
    }

    /// Says what could not be used.
    fn account(&self, drawn: &Drawn) {
        if self.quiet || drawn.rejected.count == 0 {
            return;
        }
        output::remark(&format!("{} records could not be used:", drawn.rejected.count));
        drawn.rejected.reasons.iter().for_each(|error| output::remark(&format!("  {error}")));
        let more = drawn.rejected.count - drawn.rejected.reasons.len();
        if more > 0 {
            output::remark(&format!("  and {more} more"));
        }
    }

    /// The second version; documents that it lacks go from the first, so that both are of the same.
    fn second(&self, drawn: &mut Drawn) -> Result<Option<(Others, usize)>> {
        let Some(path) = &self.against else { return Ok(None) };
        let ids: Vec<&str> = drawn.records.iter().map(|record| record.id.as_str()).collect();
        let found = texts::second_version(std::slice::from_ref(path), &self.fields(), &ids)?;
        let before = found.len();
        let mut there = found.iter().map(Option::is_some);
        drawn.records.retain(|_| there.next().unwrap_or(false));
        let texts: Vec<String> = found.into_iter().flatten().collect();
        let missing = before - texts.len();
        if texts.is_empty() {
            return Err(Error::data("no document of the first version is in it").in_file(path).remedy("name the id with --id-field"));
        }
        let name = format!("(against:{})", path.file_name().unwrap_or_default().to_string_lossy());
        Ok(Some((Others { name, version: String::new(), role: Role::Strategy, texts }, missing)))
    }

    fn findings<'f>(&self, task: Task, drawn: &'f Drawn, missing: usize, documents: &[&'f Document], others: &'f [Others]) -> Findings<'f> {
        let known = Known::of(documents);
        let raw = documents.iter().map(|document| document.text()).collect();
        let mut versions = vec![Version::text(bias::RAW, Role::Raw, raw)];
        versions.extend(others.iter().map(|other| Version {
            name: other.name.clone(),
            version: other.version.clone(),
            role: other.role,
            texts: other.texts.iter().map(String::as_str).collect(),
        }));
        let leakage = measure(&versions, &known, self.depth, &Settings { seed: self.seed, ..Settings::default() });
        let tokeniser = Tokeniser::new(known.sources.len());
        let give_aways = |version: &Version<'_>| (version.name.clone(), give_aways_of(version, &known, &leakage, self.top, &tokeniser));
        let ngrams = versions.par_iter().filter(|version| version.role != Role::Control).map(give_aways).collect();
        let names = self.inputs.iter().map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned());
        Findings { name: names.collect::<Vec<_>>().join("+"), task, seed: self.seed, drawn, missing, known, leakage, ngrams }
    }

    /// Writes the CSV files, if they are wanted.
    fn write(&self, findings: &Findings<'_>) -> Result<()> {
        let Some(folder) = &self.out else { return Ok(()) };
        let key = [findings.name.as_str(), "", findings.task.name()];
        let leakage: Content<'_> =
            Box::new(|out| report::write_rows(&report::leakage_fields(), |sink| report::leakage_rows(key, &findings.leakage, sink), out));
        let ngrams: Content<'_> = Box::new(|out| {
            let rows = |sink: &mut report::Sink<'_>| {
                let mut lists = findings.ngrams.iter();
                lists.try_for_each(|(name, found)| report::ngram_rows(key, name, &findings.known.names, found, sink))
            };
            report::write_rows(&report::ngram_fields(), rows, out)
        });
        let schema: Content<'_> = Box::new(|out| {
            let tables = [
                ("leakage", "one row for text x view x measure", report::leakage_fields()),
                ("ngrams", "one row for text x source x stretch that gives the source away", report::ngram_fields()),
            ];
            report::write_package("gleaner-leak", tables.into_iter(), out)
        });
        let files = [("leakage.csv".into(), leakage), ("ngrams.csv".into(), ngrams), ("datapackage.json".into(), schema)];
        report::write_together(&files, folder)?;
        if !self.quiet {
            output::remark(&format!("CSV files are in {}", folder.display()));
        }
        Ok(())
    }
}

/// What each strategy leaves of the documents.
fn cleaned(documents: &[&Document], strategies: &[Selected], task: Task) -> Vec<Others> {
    if strategies.is_empty() {
        return Vec::new();
    }
    let run = run::run(documents, strategies, Options::default());
    let one = |(strategy, predictions): (&Selected, &Vec<run::Prediction>)| {
        let answers = documents.par_iter().zip(predictions);
        // Without an answer a user is left with the whole text.
        let left = |(document, prediction): (&&Document, &run::Prediction)| {
            score::left(document, prediction, task).map_or_else(|| document.text().to_string(), Into::into)
        };
        let role = if strategy.entry.family == Family::Control { Role::Control } else { Role::Strategy };
        Others { name: strategy.name.clone(), version: strategy.entry.version.to_string(), role, texts: answers.map(left).collect() }
    };
    strategies.iter().zip(&run.predictions).map(one).collect()
}

fn document(record: &Record) -> Document {
    let Record { id, text, source, event, lang, format } = record.clone();
    let format = format.unwrap_or_else(|| Format::guess(&text));
    Document::new(Meta { id, source, event, lang, format }, text)
}
